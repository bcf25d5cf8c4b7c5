"""A document's record: one file, written once and named by the hash of what it says.

    8 bytes     MAGIC
    4 bytes     the length of the header (little endian)
    header      MessagePack: for each part its length and its sha256
    the parts   text, structure (blocks, pages, marks, tables), layout, places, vectors

The name is the sha256 of all up to the end of the header, which has the hashes of the parts: so a
part that is read alone proves itself. What is heavy is here, what is listed in the catalogue.
"""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from assistant.documents import Block, Cell, Document, Layout, Page, Role, Table
from assistant.errors import DamagedIndex
from assistant.index.embedder import Vectors
from assistant.index.rows import Embedded

MAGIC = b"NHSDOC1\n"
_PARTS = ("text", "structure", "layout", "places", "vectors")
_HEADER = 4096


class _Structure(msgspec.Struct, array_like=True, gc=False):
    blocks: list[tuple[int, int, Role, int]]
    pages: list[tuple[int, str | None, float, float, bool, bool]]
    marks: list[tuple[int, int]]
    tables: list[tuple[tuple[int, int] | None, list[tuple[int, int, int, int, bool, int, int]]]]


@dataclass(frozen=True, slots=True)
class Places:
    """Where the passages and then the statements of a document stand, and their texts' keys.

    `spans`: shape (passages + statements, 2). `keys`: sha256, 32 bytes each.
    """

    passages: int
    spans: npt.NDArray[np.int32]
    keys: Sequence[bytes]


def write_record(
    folder: Path, document: Document, passages: Sequence[Embedded], statements: Sequence[Embedded]
) -> str:
    """Write a document's record into a folder, and have the disk keep it; returns its name."""
    rows = [*passages, *statements]
    spans = np.array([(place.start, place.end) for place, _, _ in rows], "<i4").reshape(-1, 2)
    places = struct.pack("<II", len(passages), len(rows)) + spans.tobytes()
    structure = _Structure(
        [_fields(block) for block in document.blocks],
        [_fields(page) for page in document.pages],
        list(document.marks),
        [(table.caption, [_fields(cell) for cell in table.cells]) for table in document.tables],
    )
    parts = {
        "text": zlib.compress(document.text.encode("utf-8", "surrogatepass"), 1),
        "structure": zlib.compress(msgspec.msgpack.encode(structure), 1),
        "layout": _pack_layout(document.layout),
        "places": places + b"".join(bytes.fromhex(key) for _, key, _ in rows),
        "vectors": b"".join(vector for _, _, vector in rows),
    }
    header = msgspec.msgpack.encode(
        [(len(part), hashlib.sha256(part).digest()) for part in parts.values()]
    )
    head = MAGIC + struct.pack("<I", len(header)) + header
    name = hashlib.sha256(head).hexdigest()
    # A file of this name may be shared with another version: it is replaced, never written into.
    new = folder / f"{name}.new"
    with new.open("wb") as opened:
        opened.write(head)
        for part in parts.values():
            opened.write(part)
        opened.flush()
        os.fsync(opened.fileno())
    new.replace(folder / name)
    return name


class Record:
    """One record, opened for reading: each part is read when it is asked for, and checked."""

    def __init__(self, file: Path, held: object = None) -> None:
        """Read the header; `held` is kept for as long as something may be read.

        Raises:
            DamagedIndex: the file is missing, or is not what its name says.
        """
        self._file = file
        self._held = held
        try:
            with file.open("rb") as opened:
                head = opened.read(_HEADER)
            if head[: len(MAGIC)] != MAGIC:
                raise ValueError("it does not begin as a record")
            (length,) = struct.unpack_from("<I", head, len(MAGIC))
            head = head[: len(MAGIC) + 4 + length]
            if hashlib.sha256(head).hexdigest() != file.name:
                raise ValueError("its header is not what its name says")
        except (OSError, ValueError, struct.error) as error:
            raise _damaged(file) from error
        found = msgspec.msgpack.decode(head[len(MAGIC) + 4 :], type=list[tuple[int, bytes]])
        self._parts: dict[str, tuple[int, int, bytes]] = {}
        at = len(head)
        for name, (size, digest) in zip(_PARTS, found, strict=True):
            self._parts[name] = (at, size, digest)
            at += size
        self.size: int = at

    def check(self) -> None:
        """Read all of it. Raises DamagedIndex where it is not what was written."""
        for name in _PARTS:
            self._part(name)
        if self._file.stat().st_size != self.size:
            raise _damaged(self._file)

    def document(self, **facts: Any) -> Document:  # noqa: ANN401 - fields of Document
        """The document; `facts` are its fields that the catalogue has.

        Its layout is read when it is needed: most documents are never shown.
        """
        text = zlib.decompress(self._part("text")).decode("utf-8", "surrogatepass")
        structure = msgspec.msgpack.decode(
            zlib.decompress(self._part("structure")), type=_Structure
        )
        return Document(
            text=text,
            blocks=tuple(Block(*block) for block in structure.blocks),
            pages=tuple(Page(*page) for page in structure.pages),
            marks=tuple(structure.marks),
            tables=tuple(
                Table(tuple(Cell(*cell) for cell in cells), caption)
                for caption, cells in structure.tables
            ),
            layout=_LaterLayout(self, len(text)) if self._parts["layout"][1] else None,
            **facts,
        )

    def places(self) -> Places:
        """Where passages and statements stand."""
        part = self._part("places")
        passages, count = struct.unpack_from("<II", part)
        spans = np.frombuffer(part, "<i4", 2 * count, 8).reshape(count, 2)
        keys = part[8 + 8 * count :]
        return Places(passages, spans, [keys[at : at + 32] for at in range(0, 32 * count, 32)])

    def vectors(self) -> Vectors:
        """The vectors of passages and then statements, shape (both, dimensions)."""
        part = self._part("vectors")
        (count,) = struct.unpack_from("<I", self._part("places"), 4)
        if not count:
            return np.zeros((0, 0), np.float32)
        return np.frombuffer(part, "<f4").reshape(count, -1)

    def layout(self, length: int) -> Layout:
        """Where each of so many characters stands."""
        numbers = np.frombuffer(zlib.decompress(self._part("layout")), np.int16)
        return Layout(numbers[:length], numbers[length:].reshape(length, 4))

    def _part(self, name: str) -> bytes:
        at, size, digest = self._parts[name]
        try:
            with self._file.open("rb") as opened:
                opened.seek(at)
                part = opened.read(size)
        except OSError as error:
            raise _damaged(self._file) from error
        if hashlib.sha256(part).digest() != digest:
            raise _damaged(self._file)
        return part


class _LaterLayout(Layout):
    """A layout that is read when it is first asked for."""

    __slots__ = ("_length", "_record", "_there")
    _length: int
    _record: Record
    _there: Layout | None

    def __init__(self, record: Record, length: int) -> None:
        values: dict[str, object] = {"_record": record, "_length": length, "_there": None}
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def __len__(self) -> int:
        return self._length

    def _read(self) -> Layout:
        there = self._there
        if there is None:
            there = self._record.layout(self._length)
            object.__setattr__(self, "_there", there)
        return there

    @property
    def page(self) -> npt.NDArray[np.int16]:
        """The page of each character."""
        return self._read().page

    @property
    def box(self) -> npt.NDArray[np.int16]:
        """The box of each character."""
        return self._read().box


def _fields(one: Any) -> Any:  # noqa: ANN401 - the fields of a small dataclass, in order
    return tuple(getattr(one, name) for name in one.__dataclass_fields__)


def _pack_layout(layout: Layout | None) -> bytes:
    if layout is None:
        return b""
    return zlib.compress(layout.page.tobytes() + layout.box.tobytes(), 1)


def _damaged(file: Path) -> DamagedIndex:
    return DamagedIndex(
        f"The index in {file.parent.parent} is damaged: the record of a document, "
        f"{file.parent.name}/{file.name}, is not what was written. "
        "Run `nhs-assistant build`."
    )
