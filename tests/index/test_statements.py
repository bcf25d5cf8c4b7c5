"""What states figures is kept, found by meaning and words, and gives its figures back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.documents import Block, Document, Passage
from assistant.figures.figure import Amount, Figure, InTable, Period
from assistant.index.folder.draft import FolderDraft
from assistant.index.folder.store import FolderStore
from assistant.index.rows import Made, pack
from assistant.index.texts import headers, label_before, statement_text, statements_of
from assistant.settings import Settings
from tests.corpora import CLOSED, GUIDANCE, OCCUPANCY, REPORT
from tests.embedders import HashedWords

TEXT = "Beds\n\n214 beds closed in 2023, or 11%.\n\nDiagnostic imaging\n\n7.9%"
BLOCKS = (
    Block(0, 4, "heading", 1), Block(6, 38, "paragraph"), Block(40, 58, "paragraph"),
    Block(60, 64, "paragraph"),
)  # fmt: skip
FIGURES = (
    Figure(
        6, 38, (6, 14), Amount(214, "beds", None, "at least", "fall", "year"), "beds closed",
        Period("2023", "2023-01-01", "2023-12-31"), "Ada Marsh",
        InTable(("North",), ("All beds", "2023"), "Table 1: beds"),
    ),
    Figure(6, 38, (34, 37), Amount(11, "%", 12.5), "closed"),
    Figure(60, 64, (60, 64), Amount(7.9, "%"), ""),
)  # fmt: skip


def document(path: str = "a.md") -> Document:
    return Document(path, "ab" * 32, "Beds", "report", TEXT, BLOCKS)


@pytest.fixture
def catalogue(tmp_path: Path) -> FolderDraft:
    return FolderDraft.begin(tmp_path, None, None)


def put(catalogue: FolderDraft, one: Document) -> None:
    vector = np.array([1, 0], "f4").tobytes()
    stated = tuple((place, "ab" * 32, vector) for place, _ in statements_of(one, FIGURES))
    passages = ((Passage(one, 6, 38), "cd" * 32, vector),)
    catalogue.put(Made(one, passages, stated, FIGURES), "", "now")


def test_figures_come_back_whole(catalogue: FolderDraft) -> None:
    put(catalogue, document())
    assert catalogue.figures("a.md") == list(FIGURES)
    assert catalogue.figures("a.md", 6, 20) == [FIGURES[0]]
    assert catalogue.figures("none.md") == []


def test_figures_are_found_by_value_and_counted_by_unit(catalogue: FolderDraft) -> None:
    put(catalogue, document("b.md"))
    put(catalogue, document())
    assert catalogue.figures_of_value(12, 13) == [("a.md", FIGURES[1]), ("b.md", FIGURES[1])]
    assert [figure for _, figure in catalogue.figures_of_value(200, 220)] == [FIGURES[0]] * 2
    assert list(catalogue.units().items()) == [("%", 4), ("beds", 2)]


def test_statements_are_numbered_by_document_and_place(catalogue: FolderDraft) -> None:
    put(catalogue, document("b.md"))
    put(catalogue, document())
    catalogue.number(by_path=True)
    ids = [pack(1, 0), pack(1, 1), pack(2, 0), pack(2, 1)]
    found = [one for path in ("a.md", "b.md") for one in catalogue.spans(path, "statements")]
    places = [(6, 38), (60, 64), (6, 38), (60, 64)]
    assert found == [(one, *place) for one, place in zip(ids, places, strict=True)]
    placed = [one for path in ("a.md", "b.md") for one in catalogue.placed(path, "statements")]
    assert [(one.id, one.start, one.end) for one in placed] == found


def test_a_dropped_document_takes_its_figures_with_it(catalogue: FolderDraft) -> None:
    put(catalogue, document())
    catalogue.drop("a.md")
    assert catalogue.figures("a.md") == []
    assert (catalogue.spans("a.md", "statements"), catalogue.units()) == ([], {})


def test_each_sentence_is_a_statement_once() -> None:
    found = statements_of(document(), FIGURES)
    assert [(one.start, len(figures)) for one, figures in found] == [(6, 2), (60, 1)]


def test_a_row_is_embedded_by_its_headers_and_a_sentence_by_its_words() -> None:
    (row, figures), (bare, of_bare) = statements_of(document(), FIGURES)
    assert statement_text(row, figures) == "Table 1: beds. North. All beds. 2023. closed in or"
    assert statement_text(row, figures[1:]) == "214 beds closed in 2023, or 11%."
    assert statement_text(bare, of_bare) == "Diagnostic imaging. 7.9%"


def test_a_bare_number_has_the_line_before_it_as_its_label() -> None:
    assert label_before(document(), 60, 64) == "Diagnostic imaging"
    assert label_before(document(), 6, 38) == ""


def test_headers_are_said_once() -> None:
    tables = [InTable(("North",), ("Beds",), "All"), InTable(("North",), ("Costs",), "All")]
    assert headers(tables) == "All. North. Beds. Costs"


def test_an_index_finds_statements(built: Settings) -> None:
    statements = FolderStore(built.index).open(HashedWords().name).statements
    vector = HashedWords().encode(["bed occupancy January 2023"])[0]
    for hits in (
        statements.nearest(vector, 5),
        statements.sharing_words(["occupancy", "January"], 5),
    ):
        path, start, end = statements.place(hits[0][0])
        assert path == REPORT
        words = [figure for figure in statements.figures(hits[0][0])]
        assert [figure.amount.value for figure in words] == [94.6, 92]
        assert statements.at(path, start, end) == hits[0][0]
    assert all(
        statements.place(found)[0] == GUIDANCE
        for found, _ in statements.nearest(vector, 5, {GUIDANCE})
    )


def test_an_index_gives_the_figures_of_a_place(built: Settings) -> None:
    index = FolderStore(built.index).open(HashedWords().name)
    text = index.document(REPORT).text
    start = text.index(CLOSED)
    figures = index.figures(REPORT, start, start + len(CLOSED))
    assert [text[slice(*figure.key)] for figure in figures] == ["214 beds"]
    assert OCCUPANCY in text
