"""What goes into the catalogue comes out of it."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.documents import Block, Cell, Document, Layout, Page, Passage, Table
from assistant.errors import DamagedIndex
from assistant.index.folder.catalogue import Catalogue
from assistant.index.folder.draft import FolderDraft
from assistant.index.folder.record import Record
from assistant.index.rows import Failure, Made, Seen, pack

TEXT = "Beds\n\nThe trust closed 214 beds.3 It opened none. “Why?”\n\n3 See annex."


def document(path: str = "a/b c.pdf", *, paged: bool = True) -> Document:
    numbers = np.array([1] * 30 + [0, 2] * 20 + [2] * (len(TEXT) - 70), np.int16)
    return Document(
        path=path,
        sha256="ab" * 32,
        title="Beds “and” more",
        kind="report",
        text=TEXT,
        blocks=(Block(0, 4, "heading", 1), Block(6, 56, "paragraph"), Block(58, 70, "note")),
        authors=("Ada Marsh", "Bo Ward"),
        publisher=None,
        published="2024-07",
        pages=(Page(1, "i", 595.3, 841.9), Page(2, None, 595.3, 841.9)) if paged else (),
        marks=((32, 33),),
        tables=(
            Table((Cell(6, 15, 0, 0, header=True), Cell(16, 26, 0, 1, rows=2, columns=3)), (0, 4)),
            Table((Cell(27, 31, 1, 2),)),
        ),
        layout=Layout(numbers, np.arange(4 * len(TEXT), dtype=np.int16).reshape(-1, 4))
        if paged
        else None,
    )


@pytest.fixture
def catalogue(tmp_path: Path) -> FolderDraft:
    return FolderDraft.begin(tmp_path, None, None)


def key(path: str, start: int) -> str:
    return hashlib.sha256(f"{path} {start}".encode()).hexdigest()


def put(catalogue: FolderDraft, one: Document, *spans: tuple[int, int]) -> None:
    rows = tuple(
        (Passage(one, start, end), key(one.path, start), np.array([start, end], "f4").tobytes())
        for start, end in spans
    )
    catalogue.put(Made(one, rows), "entry", "2024-07-18T10:00:00+00:00")


def passages(catalogue: FolderDraft) -> list[tuple[int, str, int, int]]:
    """Every passage as (id, path, start, end), by id."""
    return sorted(
        (identity, one.path, start, end)
        for one in catalogue.listings()
        for identity, start, end in catalogue.spans(one.path, "passages")
    )


@pytest.mark.parametrize("paged", [True, False], ids=["with pages", "without pages"])
def test_a_document_comes_back_whole(catalogue: FolderDraft, paged: bool) -> None:
    before = document(paged=paged)
    put(catalogue, before, (6, 30))
    after = catalogue.document(before.path)
    for name in (
        "path", "sha256", "title", "kind", "text", "blocks", "authors", "publisher", "published",
        "pages", "marks", "tables", "sections",
    ):  # fmt: skip
        assert getattr(after, name) == getattr(before, name), name
    assert (after.layout is None) == (before.layout is None)
    if after.layout is not None and before.layout is not None:
        assert np.array_equal(after.layout.page, before.layout.page)
        assert np.array_equal(after.layout.box, before.layout.box)


def test_an_unknown_document_is_a_key_error(catalogue: FolderDraft) -> None:
    with pytest.raises(KeyError, match="none.pdf"):
        catalogue.document("none.pdf")


def test_passages_and_vectors_keep_together(catalogue: FolderDraft) -> None:
    put(catalogue, document("b.pdf"), (6, 30), (34, 50))
    put(catalogue, document("a.pdf"), (6, 56))
    catalogue.number(by_path=True)
    assert passages(catalogue) == [
        (pack(1, 0), "a.pdf", 6, 56), (pack(2, 0), "b.pdf", 6, 30), (pack(2, 1), "b.pdf", 34, 50),
    ]  # fmt: skip
    vectors = [catalogue.vectors_of(path, "passages").tolist() for path in ("a.pdf", "b.pdf")]
    assert vectors == [[[6, 56]], [[6, 30], [34, 50]]]
    first, second = catalogue.placed("b.pdf", "passages")
    assert (second.id, second.start, second.end) == (pack(2, 1), 34, 50)
    assert second.key == key("b.pdf", 34)
    assert np.frombuffer(second.vector, "f4").tolist() == [34, 50]
    known = catalogue.known_vectors([second.key, "ab" * 32])
    assert known == {second.key: second.vector}
    catalogue.number(by_path=False)
    assert catalogue.placed("b.pdf", "passages")[0].id == pack(1, 0)


def test_a_text_of_two_documents_stays_known_while_one_has_it(catalogue: FolderDraft) -> None:
    put(catalogue, document("a.pdf"), (6, 30))
    wanted = key("a.pdf", 6)
    assert wanted in catalogue.known_vectors([wanted])
    put(catalogue, document("a.pdf"), (34, 50))
    assert catalogue.known_vectors([wanted]) == {}


def test_put_again_replaces(catalogue: FolderDraft) -> None:
    put(catalogue, document(), (6, 30), (34, 50))
    put(catalogue, document(), (6, 56))
    assert [row[2:] for row in passages(catalogue)] == [(6, 56)]
    assert [listing.passages for listing in catalogue.listings()] == [1]


def test_a_failure_takes_the_place_of_the_document(catalogue: FolderDraft) -> None:
    put(catalogue, document(), (6, 30))
    failure = Failure("a/b c.pdf", "damaged", "It is broken.")
    catalogue.put_failure(failure, Seen("cd" * 32, "entry"))
    assert (passages(catalogue), catalogue.listings(), catalogue.seen()) == ([], [], {})
    assert catalogue.failures() == [failure]
    assert catalogue.seen_failures() == {"a/b c.pdf": Seen("cd" * 32, "entry")}
    put(catalogue, document(), (6, 30))
    assert catalogue.failures() == []


def test_a_dropped_document_leaves_nothing(catalogue: FolderDraft) -> None:
    put(catalogue, document("a.pdf"), (6, 30))
    put(catalogue, document("b.pdf"), (6, 30))
    catalogue.drop("a.pdf")
    assert [row[1] for row in passages(catalogue)] == ["b.pdf"]
    assert list(catalogue.seen()) == ["b.pdf"]
    keys = [key("a.pdf", 6), key("b.pdf", 6)]
    assert list(catalogue.known_vectors(keys)) == keys[1:]


def test_a_listing_says_what_a_list_shows(catalogue: FolderDraft) -> None:
    put(catalogue, document("b.pdf"), (6, 30), (34, 50))
    put(catalogue, document("a.pdf", paged=False), (6, 30))
    unpaged, paged = catalogue.listings()
    assert (unpaged.path, unpaged.pages, unpaged.passages) == ("a.pdf", None, 1)
    assert (paged.path, paged.pages, paged.passages) == ("b.pdf", 2, 2)
    assert (paged.authors, paged.published) == (("Ada Marsh", "Bo Ward"), "2024-07")


def test_words_and_acronyms_come_and_go_with_their_documents(catalogue: FolderDraft) -> None:
    put(catalogue, document("a.pdf"), (6, 56))
    before = catalogue.words()
    assert (before["beds"], before["trust"]) == (1, 1)
    text = "# Icb\n\nThe integrated care board (ICB) closed more beds."
    other = replace(document("b.pdf", paged=False), text=text, blocks=(), marks=(), tables=())
    put(catalogue, other, (7, len(text)))
    assert (catalogue.words()["beds"], catalogue.words()["care"]) == (2, 1)
    assert catalogue.acronyms() == {"ICB": "integrated care board"}
    assert catalogue.vocabulary().has("integr")
    catalogue.drop("b.pdf")
    assert (catalogue.words(), catalogue.acronyms()) == (before, {})


def test_where_the_characters_stand_is_read_when_it_is_asked_for(catalogue: FolderDraft) -> None:
    put(catalogue, document(), (6, 30))
    found = catalogue.document("a/b c.pdf")
    (record,) = catalogue.records.iterdir()
    assert found.layout is not None
    assert len(found.layout) == len(TEXT)
    record.unlink()
    with pytest.raises(DamagedIndex, match="record of a document"):
        _ = found.layout.page


@pytest.mark.parametrize("part", ["text", "layout", "vectors"])
def test_a_record_that_was_changed_gives_nothing(catalogue: FolderDraft, part: str) -> None:
    put(catalogue, document(), (6, 30))
    (file,) = catalogue.records.iterdir()
    data = bytearray(file.read_bytes())
    at = {"text": 400, "layout": len(data) - 100, "vectors": len(data) - 3}[part]
    data[at] ^= 1
    file.write_bytes(data)
    with pytest.raises(DamagedIndex, match=r"is not what was written\. Run"):
        Record(file).check()


def test_a_catalogue_opened_to_read_cannot_be_changed(tmp_path: Path) -> None:
    file = tmp_path / "odd name?#%.sqlite"
    Catalogue.create(file).close()
    catalogue = Catalogue.load(file)
    assert catalogue.listings() == []
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        catalogue._connection.execute("DELETE FROM documents")
