"""What a document is made of, as bytes of a row, and back."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np

from assistant.documents import Block, Cell, Document, Layout, Page, Table
from assistant.index.embedder import Vectors

_Structure = tuple[
    list[tuple[int, int, str, int]],
    list[tuple[int, str | None, float, float, bool, bool]],
    list[tuple[int, int]],
    list[tuple[tuple[int, int] | None, list[tuple[int, int, int, int, bool, int, int]]]],
]


def pack_document(document: Document) -> tuple[bytes, bytes, bytes | None, str]:
    """The text, the structure and the layout of a document, and the hash of the three."""
    structure: object = (
        [_fields(block) for block in document.blocks],
        [_fields(page) for page in document.pages],
        document.marks,
        [(table.caption, [_fields(cell) for cell in table.cells]) for table in document.tables],
    )
    text = zlib.compress(document.text.encode(), 1)
    packed = zlib.compress(msgspec.msgpack.encode(structure), 1)
    layout = None
    if document.layout is not None:
        page, box = document.layout.page, document.layout.box
        layout = zlib.compress(page.tobytes() + box.tobytes(), 1)
    return text, packed, layout, digest_of(text, packed)


def digest_of(text: bytes, structure: bytes) -> str:
    """The hash of a packed text and structure."""
    return hashlib.sha256(text + structure).hexdigest()


def unpack_document(
    text: bytes,
    structure: bytes,
    layout: Callable[[], bytes] | None,
    **facts: Any,  # noqa: ANN401 - the other fields of Document
) -> Document:
    """The document of what `pack_document` packed; its layout is fetched when it is needed."""
    words = zlib.decompress(text).decode()
    blocks, pages, marks, tables = msgspec.msgpack.decode(
        zlib.decompress(structure), type=_Structure
    )
    return Document(
        text=words,
        blocks=tuple(Block(*block) for block in blocks),
        pages=tuple(Page(*page) for page in pages),
        marks=tuple(marks),
        tables=tuple(
            Table(tuple(Cell(*cell) for cell in cells), caption) for caption, cells in tables
        ),
        layout=_LaterLayout(layout, len(words)) if layout is not None else None,
        **facts,
    )


def vector_text(vector: Vectors) -> str:
    """A vector as pgvector reads it in a statement."""
    return f"[{','.join(map(str, vector.tolist()))}]"


def vector_sent(vector: bytes) -> bytes:
    """A vector (float32, little endian) as pgvector takes and gives it in binary form."""
    numbers = np.frombuffer(vector, "<f4")
    return struct.pack(">HH", len(numbers), 0) + numbers.astype(">f4").tobytes()


def vector_received(sent: bytes) -> Vectors:
    """A vector, shape (dimensions,), of what pgvector gives in binary form."""
    return np.frombuffer(sent, ">f4", offset=4).astype(np.float32)


class _LaterLayout(Layout):
    """A layout that is fetched when it is first asked for: it is most of a document's size."""

    __slots__ = ("_fetch", "_length", "_there")
    _fetch: Callable[[], bytes]
    _length: int
    _there: Layout | None

    def __init__(self, fetch: Callable[[], bytes], length: int) -> None:
        for name, value in (("_fetch", fetch), ("_length", length), ("_there", None)):
            object.__setattr__(self, name, value)

    def __len__(self) -> int:
        return self._length

    def _read(self) -> Layout:
        there = self._there
        if there is None:
            length = self._length
            numbers = np.frombuffer(zlib.decompress(self._fetch()), np.int16)
            there = Layout(numbers[:length], numbers[length:].reshape(length, 4))
            object.__setattr__(self, "_there", there)
        return there

    @property
    def page(self) -> Any:  # noqa: ANN401
        """The page of each character."""
        return self._read().page

    @property
    def box(self) -> Any:  # noqa: ANN401
        """The box of each character."""
        return self._read().box


def _fields(one: Any) -> Any:  # noqa: ANN401 - the fields of a small dataclass, in order
    return tuple(getattr(one, name) for name in one.__dataclass_fields__)
