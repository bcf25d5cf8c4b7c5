"""What goes into the catalogue comes out of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.documents import Block, Cell, Document, Layout, Page, Passage, Table
from assistant.index.catalogue import Catalogue, Failure, Seen

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
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue.create(tmp_path / "catalogue.sqlite")


def put(catalogue: Catalogue, one: Document, *spans: tuple[int, int]) -> None:
    rows = [
        (Passage(one, start, end), f"{one.path} {start}", np.array([start, end], "f4").tobytes())
        for start, end in spans
    ]
    with catalogue.changing():
        catalogue.put(one, "entry", "2024-07-18T10:00:00+00:00", rows)


@pytest.mark.parametrize("paged", [True, False], ids=["with pages", "without pages"])
def test_a_document_comes_back_whole(catalogue: Catalogue, paged: bool) -> None:
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


def test_an_unknown_document_is_a_key_error(catalogue: Catalogue) -> None:
    with pytest.raises(KeyError, match="none.pdf"):
        catalogue.document("none.pdf")


def test_passages_and_vectors_keep_together(catalogue: Catalogue) -> None:
    put(catalogue, document("b.pdf"), (6, 30), (34, 50))
    put(catalogue, document("a.pdf"), (6, 56))
    with catalogue.changing():
        catalogue.renumber()
    assert catalogue.passages() == [(1, "a.pdf", 6, 56), (2, "b.pdf", 6, 30), (3, "b.pdf", 34, 50)]
    ids, vectors = catalogue.vectors()
    assert (ids, vectors.tolist()) == ([1, 2, 3], [[6, 56], [6, 30], [34, 50]])
    ids, vectors = catalogue.vectors([3, 1])
    assert (ids, vectors.tolist()) == ([1, 3], [[6, 56], [34, 50]])


def test_put_again_replaces(catalogue: Catalogue) -> None:
    put(catalogue, document(), (6, 30), (34, 50))
    put(catalogue, document(), (6, 56))
    assert [row[2:] for row in catalogue.passages()] == [(6, 56)]
    assert [listing.passages for listing in catalogue.listings()] == [1]


def test_a_failure_takes_the_place_of_the_document(catalogue: Catalogue) -> None:
    put(catalogue, document(), (6, 30))
    failure = Failure("a/b c.pdf", "damaged", "It is broken.")
    with catalogue.changing():
        catalogue.put_failure(failure, Seen("cd" * 32, "entry"))
    assert (catalogue.passages(), catalogue.listings(), catalogue.seen()) == ([], [], {})
    assert catalogue.failures() == [failure]
    assert catalogue.seen_failures() == {"a/b c.pdf": Seen("cd" * 32, "entry")}
    put(catalogue, document(), (6, 30))
    assert catalogue.failures() == []


def test_a_dropped_document_leaves_nothing(catalogue: Catalogue) -> None:
    put(catalogue, document("a.pdf"), (6, 30))
    put(catalogue, document("b.pdf"), (6, 30))
    with catalogue.changing():
        catalogue.drop("a.pdf")
    assert [row[1] for row in catalogue.passages()] == ["b.pdf"]
    assert list(catalogue.seen()) == ["b.pdf"]
    assert list(catalogue.vectors_by_key()) == ["b.pdf 6"]


def test_a_change_that_fails_changes_nothing(catalogue: Catalogue) -> None:
    put(catalogue, document("a.pdf"), (6, 30))
    with pytest.raises(RuntimeError, match="in the middle"), catalogue.changing():
        catalogue.drop("a.pdf")
        raise RuntimeError("in the middle")
    assert list(catalogue.seen()) == ["a.pdf"]


def test_a_listing_says_what_a_list_shows(catalogue: Catalogue) -> None:
    put(catalogue, document("b.pdf"), (6, 30), (34, 50))
    put(catalogue, document("a.pdf", paged=False), (6, 30))
    unpaged, paged = catalogue.listings()
    assert (unpaged.path, unpaged.pages, unpaged.passages) == ("a.pdf", None, 1)
    assert (paged.path, paged.pages, paged.passages) == ("b.pdf", 2, 2)
    assert (paged.authors, paged.published) == (("Ada Marsh", "Bo Ward"), "2024-07")


def test_words_and_acronyms_are_replaced(catalogue: Catalogue) -> None:
    for words in ({"beds": 3, "old": 1}, {"beds": 2}):
        with catalogue.changing():
            catalogue.put_words(words, {"ICB": "integrated care board"})
    assert catalogue.words() == {"beds": 2}
    assert catalogue.acronyms() == {"ICB": "integrated care board"}


def test_a_catalogue_opened_to_read_cannot_be_changed(tmp_path: Path) -> None:
    file = tmp_path / "odd name?#%.sqlite"
    Catalogue.create(file).close()
    catalogue = Catalogue.load(file)
    assert catalogue.listings() == []
    with pytest.raises(Exception, match="readonly"), catalogue.changing():
        catalogue.drop("a.pdf")
