"""The nouns: what they refuse, and what they derive."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest

from assistant.documents import Answer, Block, Document, Layout, Page, Passage, Quote, Section

TEXT = "Beds\nThe trust closed 214 beds.\n1 Wards\nIt has 9.3 Old ones.\nCosts\nThey rose."
BLOCKS = (
    Block(0, 4, "heading", 1),
    Block(5, 31, "paragraph"),
    Block(32, 39, "heading", 2),
    Block(40, 60, "paragraph"),
    Block(61, 66, "heading", 1),
    Block(67, 77, "paragraph"),
)


def layout(*numbers: tuple[int, int]) -> Layout:
    """So many characters on each page."""
    page = np.concatenate([np.full(count, number, np.int16) for number, count in numbers])
    return Layout(page, np.zeros((len(page), 4), np.int16))


@pytest.fixture
def document() -> Document:
    return Document(
        path="a/b.pdf", sha256="0" * 64, title="The bed review", kind="report", text=TEXT,
        blocks=BLOCKS, authors=("Ada Marsh", "Bo Ward"), published="2024-07-18",
        pages=(Page(1, "i", 595, 842), Page(2, "1", 595, 842), Page(3, None, 595, 842)),
        marks=((49, 50),), layout=layout((1, 31), (0, 1), (2, len(TEXT) - 32)),
    )  # fmt: skip


def test_the_headings_make_a_tree(document: Document) -> None:
    assert document.sections == (
        Section(0, 32, 1, ("Beds",)),
        Section(32, 61, 2, ("Beds", "1 Wards")),
        Section(61, len(TEXT), 1, ("Costs",)),
    )


@pytest.mark.parametrize(
    ("offset", "path"),
    [(0, ("Beds",)), (31, ("Beds",)), (32, ("Beds", "1 Wards")), (60, ("Beds", "1 Wards")),
     (61, ("Costs",)), (len(TEXT) - 1, ("Costs",))],
)  # fmt: skip
def test_a_place_has_the_headings_above_it(
    document: Document, offset: int, path: tuple[str, ...]
) -> None:
    assert document.section_at(offset) == path


def test_what_stands_before_the_first_heading_has_none(document: Document) -> None:
    later = replace(document, blocks=BLOCKS[1:])
    assert later.section_at(6) == ()
    assert later.section_at(40) == ("1 Wards",)


def test_a_document_may_have_no_headings(document: Document) -> None:
    plain = replace(document, blocks=(Block(0, len(TEXT), "paragraph"),))
    assert plain.sections == ()
    assert plain.section_at(9) == ()


def test_the_title_of_the_document_is_above_no_section(document: Document) -> None:
    titled = replace(document, title="beds")
    assert titled.section_at(40) == ("1 Wards",)


@pytest.mark.parametrize(
    ("start", "end", "number"),
    [(0, 4, 1), (25, 40, 1), (31, 40, 2), (40, 60, 2), (31, 32, None)],
    ids=["on the first", "over both", "from the gap", "on the second", "on none"],
)
def test_a_place_is_on_the_page_where_it_begins(
    document: Document, start: int, end: int, number: int | None
) -> None:
    page = document.page_at(start, end)
    assert (page.number if page else None) == number


def test_a_format_without_pages_has_none(document: Document) -> None:
    assert replace(document, pages=(), layout=None).page_at(5, 9) is None


def test_marks_are_blanked_and_offsets_stay(document: Document) -> None:
    assert TEXT[49:50] == "3"
    without = document.without_marks(0, len(TEXT))
    assert without == TEXT[:49] + " " + TEXT[50:]
    assert document.without_marks(40, 60) == without[40:60]
    assert document.without_marks(49, 50) == " "
    assert document.without_marks(50, 60) == TEXT[50:60]


def test_marks_are_blanked_in_every_part_of_a_text(document: Document) -> None:
    marked = replace(document, marks=((0, 2), (2, 3), (10, 11), (40, 44), (76, 77)))
    blanked = list(TEXT)
    for start, end in marked.marks:
        blanked[start:end] = " " * (end - start)
    for start in range(len(TEXT)):
        for end in range(start, len(TEXT) + 1):
            assert marked.without_marks(start, end) == "".join(blanked[start:end])


@pytest.mark.parametrize(
    "blocks",
    [
        (Block(5, 9, "paragraph"), Block(0, 4, "heading", 1)),
        (Block(0, 9, "paragraph"), Block(5, 12, "paragraph")),
        (Block(5, 5, "paragraph"),),
        (Block(0, len(TEXT) + 1, "paragraph"),),
        (Block(-1, 4, "paragraph"),),
    ],
    ids=["out of order", "overlapping", "empty", "beyond the end", "before the start"],
)
def test_blocks_that_do_not_fit_are_refused(document: Document, blocks: tuple[Block, ...]) -> None:
    with pytest.raises(ValueError, match=r"a/b\.pdf: the block at -?\d+ is out of order"):
        replace(document, blocks=blocks)


def test_a_layout_that_does_not_cover_the_text_is_refused(document: Document) -> None:
    with pytest.raises(ValueError, match="does not cover the text"):
        replace(document, layout=layout((1, len(TEXT) - 1)))


@pytest.mark.parametrize("shape", [(3, 4), (4, 3), (4,)])
def test_boxes_that_do_not_fit_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        Layout(np.zeros(4, np.int16), np.zeros(shape, np.int16))


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 5), (-1, 5), (5, len(TEXT) + 1)])
def test_a_passage_outside_the_text_is_refused(document: Document, start: int, end: int) -> None:
    for kind in (Passage, Quote):
        with pytest.raises(ValueError, match=f"no text from {start} to {end}"):
            kind(document, start, end)


@pytest.mark.parametrize("key", [(3, 3), (5, 2), (-1, 3), (0, 27)])
def test_a_key_outside_its_quote_is_refused(document: Document, key: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="is outside the quote"):
        Quote(document, 5, 31, key)


def test_a_quote_is_a_slice_of_its_document(document: Document) -> None:
    quote = Quote(document, 5, 31, (17, 20), 0.5)
    assert quote.text == "The trust closed 214 beds."
    assert quote.key is not None
    assert quote.text[slice(*quote.key)] == "214"
    assert quote.section == ("Beds",)
    assert quote.page == Page(1, "i", 595, 842)


def test_what_is_quoted_cannot_be_changed(document: Document) -> None:
    with pytest.raises(FrozenInstanceError):
        document.text = "other words"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        Quote(document, 5, 31).start = 6  # type: ignore[misc]


@pytest.mark.parametrize(
    ("facts", "span", "reference"),
    [
        ({}, (5, 31),
         "Ada Marsh, Bo Ward, The bed review, 18 July 2024, page i (page 1 of the file)"),
        ({"publisher": "Ward Foundation"}, (40, 60),
         "Ward Foundation, The bed review, 18 July 2024, page 1 (page 2 of the file)"),
        ({"authors": (), "published": "2024-07",
          "pages": (Page(1, "1", 1, 1), Page(2, None, 1, 1))},
         (40, 60), "The bed review, July 2024, page 2"),
        ({"authors": (), "published": None, "pages": (Page(1, "1", 1, 1), Page(2, None, 1, 1))},
         (5, 31), "The bed review, page 1"),
        ({"pages": (), "layout": None}, (40, 60),
         "Ada Marsh, Bo Ward, The bed review, 18 July 2024, section “1 Wards”"),
        ({"pages": (), "layout": None, "authors": (), "published": "2024",
          "blocks": (Block(0, len(TEXT), "paragraph"),)}, (5, 31), "The bed review, 2024"),
    ],
    ids=["authors", "publisher", "no label", "a label like the number", "a section", "neither"],
)  # fmt: skip
def test_a_reference_is_one_line(
    document: Document, facts: dict[str, object], span: tuple[int, int], reference: str
) -> None:
    assert Quote(replace(document, **facts), *span).reference == reference  # type: ignore[arg-type]


def test_an_answer_is_answered_when_it_has_quotes(document: Document) -> None:
    quote = Quote(document, 5, 31)
    answer = Answer("Beds?", (quote,), (), 0.9, "1", 0.1)
    assert answer.answered
    assert not replace(answer, quotes=(), related=(quote,)).answered
