from __future__ import annotations

import numpy as np
import pytest

from assistant.documents import Page, Role
from assistant.ingest.assemble import assemble
from assistant.ingest.draft import Draft, DraftBlock, Facts


def draft(*blocks: tuple[Role, str], facts: Facts | None = None) -> Draft:
    made = tuple(DraftBlock(role, text, int(role == "heading")) for role, text in blocks)
    return Draft(made, facts or Facts())


HEADED: tuple[tuple[Role, str], ...] = (
    ("heading", "The bed review"),
    ("paragraph", "Beds closed."),
)


def test_blocks_are_slices_of_one_text() -> None:
    document = assemble(
        draft(*HEADED, ("item", "• Elm"), ("item", "• Ash"), ("paragraph", "Staff left.")),
        "a/b.pdf",
        "0" * 64,
        Facts(),
    )
    assert document.text == "The bed review\n\nBeds closed.\n• Elm\n• Ash\n\nStaff left."
    assert [document.text[block.start : block.end] for block in document.blocks] == [
        "The bed review",
        "Beds closed.",
        "• Elm",
        "• Ash",
        "Staff left.",
    ]


def test_notes_stand_last() -> None:
    document = assemble(
        draft(*HEADED, ("note", "1 Smith."), ("paragraph", "Staff left.")), "a", "0", Facts()
    )
    assert document.text.endswith("Staff left.\n\n1 Smith.")


def test_marks_and_places_move_with_their_block() -> None:
    page = np.array([2] * 8, np.int16)
    box = np.arange(32, dtype=np.int16).reshape(8, 4)
    marked = DraftBlock("paragraph", "Closed 1", marks=((7, 8),), page=page, box=box)
    title = DraftBlock("heading", "Beds", 1, page=page[:4] - 1, box=box[:4])
    pages = tuple(Page(number, None, 595, 842) for number in (1, 2))
    document = assemble(Draft((title, marked), pages=pages), "a.pdf", "0", Facts())
    assert [document.text[a:b] for a, b in document.marks] == ["1"]
    assert document.layout is not None
    assert document.layout.page.tolist() == [1, 1, 1, 1, 0, 0, *[2] * 8]
    assert document.layout.box[6:].tolist() == box.tolist()


def test_a_format_without_pages_has_no_layout() -> None:
    assert assemble(draft(*HEADED), "a.md", "0", Facts()).layout is None


@pytest.mark.parametrize("heading", ["References", "Bibliography", "7 References", "Endnotes"])
def test_what_stands_under_references_is_one_up_to_the_next_heading(heading: str) -> None:
    document = assemble(
        draft(*HEADED, ("heading", heading), ("item", "Li, 2020"), ("heading", "Annex"), HEADED[1]),
        "a.md",
        "0",
        Facts(),
    )
    assert [block.role for block in document.blocks] == [
        *("heading", "paragraph", "heading", "reference", "heading", "paragraph")
    ]


def test_the_catalogue_is_believed_before_the_file_and_its_first_page() -> None:
    stated = Facts("Other", "plan", ("Ann Lee",), "NHS England", "2020")
    known = Facts("Catalogued", "guidance", ("Tom Day",), "Ward Foundation", "2024-07")
    document = assemble(draft(*HEADED, facts=stated), "a.md", "0", known)
    found = (document.title, document.kind, document.authors, document.publisher)
    assert found == ("Catalogued", "guidance", ("Tom Day",), "Ward Foundation")
    assert document.published == "2024-07"


def test_the_first_page_is_believed_before_the_properties_of_the_file() -> None:
    blocks = (*HEADED, ("paragraph", "18 July 2024"))
    document = assemble(draft(*blocks, facts=Facts("x", published="2021-02-03")), "a", "0", Facts())
    assert document.title == "The bed review"
    assert document.published == "2024-07-18"


def test_the_properties_fill_in_what_the_first_page_does_not_say() -> None:
    facts = Facts(authors=("Ann Lee",), published="2021-02-03")
    document = assemble(draft(*HEADED, facts=facts), "a", "0", Facts())
    assert (document.authors, document.published) == (("Ann Lee",), "2021-02-03")


def test_a_document_without_a_title_is_called_after_its_file() -> None:
    document = assemble(draft(("paragraph", "beds closed.")), "wards/bed_plan.txt", "0", Facts())
    assert document.title == "Bed plan"
