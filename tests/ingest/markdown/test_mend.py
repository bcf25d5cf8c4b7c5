from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.ingest.markdown.drafts import read, roles, texts


def pages(*bodies: str, header: str = "", first: int = 1) -> str:
    """Pages as a conversion leaves them: the number alone, then the next page's running header."""
    return "".join(
        f"{body}\n\n\n\n{at}\n\n\n\n{header} " for at, body in enumerate(bodies, start=first)
    )


WARD = "The ward has beds and the beds are full of patients who could go home today."
WARDS = ("Elm", "Ash", "Oak", "Yew", "Fir", "Box", "Bay")


def test_page_numbers_and_glued_running_headers_go(tmp_path: Path) -> None:
    bodies = [f"{name} Ward is full. {WARD}\n\n{WARD}" for name in WARDS]
    draft = read(tmp_path, pages(*bodies, header="2025/26 plan for wards"))
    kept = " ".join(block.text for block in draft.blocks)
    assert kept.count("Ward is full") == len(WARDS)
    assert "plan for wards" not in kept
    assert not any(block.text.isdigit() for block in draft.blocks)


def test_a_sentence_that_a_page_broke_is_joined(tmp_path: Path) -> None:
    ends = [f"{WARD}\n\n{WARD}\n\nThe board of {name} trust will" for name in WARDS[:6]]
    starts = ["", *(f"{word} decide. " for word in ("soon", "then", "now", "later", "never"))]
    bodies = [f"{start}{end}" for start, end in zip(starts, ends, strict=True)]
    draft = read(tmp_path, pages(*bodies, header="Board paper on wards"))
    joined = [
        block.text for block in draft.blocks if re.search(r"trust will \w+ decide\.", block.text)
    ]
    assert len(joined) == 5


def test_repeated_lines_without_page_numbers_stay(tmp_path: Path) -> None:
    draft = read(tmp_path, f"Target met\n\n{WARD}\n\n" * 8)
    assert sum(block.text == "Target met" for block in draft.blocks) == 8


@pytest.mark.parametrize(
    ("source", "heading"),
    [
        ("**Contained costs **", "Contained costs"),
        ("**3.1** **Elective care**", "3.1 Elective care"),
        ("**2**\n\n**Measuring productivity **", "2 Measuring productivity"),
        ("2.1\n\nWhy does it matter?", "2.1 Why does it matter?"),
        ("**Live within our means, reducing waste and** **saving **", None),
        ("**Mental health **\n\n## **and autism**", "Mental health and autism"),
        ("**1. Reduce spend on staff by: **", "1. Reduce spend on staff by:"),
    ],
)
def test_bold_lines_are_headings(tmp_path: Path, source: str, heading: str | None) -> None:
    above = "".join(f"**{name} **\n\n{WARD}\n\n" for name in ("Summary", "Beds", "Staff"))
    rough = f"{above}{source}\n\n{WARD}\n"
    found = texts(read(tmp_path, rough), "heading")
    wanted = heading or "Live within our means, reducing waste and saving"
    assert found == ["Summary", "Beds", "Staff", wanted]


ROUGH = f"**Summary **\n\n{WARD}\n\n**Beds **\n\n{WARD}\n\n**Wards **\n\n"


def test_bold_at_the_start_of_a_sentence_is_emphasis(tmp_path: Path) -> None:
    source = "**But the care** **is not good enough**. While more people wait, we act.** **"
    draft = read(tmp_path, ROUGH + source)
    assert roles(draft)[-1] == (
        "paragraph",
        0,
        "But the care is not good enough. While more people wait, we act.",
    )


def test_a_heading_glued_into_a_paragraph_is_cut_out(tmp_path: Path) -> None:
    source = (
        f"{WARD} **Improve waiting times and care** Urgent care remains a long way from what it "
        "should be for people."
    )
    assert roles(read(tmp_path, ROUGH + source))[-3:] == [
        ("paragraph", 0, WARD),
        ("heading", 2, "Improve waiting times and care"),
        (
            "paragraph",
            0,
            "Urgent care remains a long way from what it should be for people.",
        ),
    ]


def test_bullets_are_items_wherever_they_are_glued(tmp_path: Path) -> None:
    source = (
        "Trusts improve by: * *\n\n• **keeping staff**, in the wards of the \n\nhospital \n\n"
        "• \n\ntraining staff\n\n• care through: o maximising beds o using them • resting"
    )
    found = roles(read(tmp_path, ROUGH + source))
    assert found[found.index(("paragraph", 0, "Trusts improve by:")) + 1 :] == [
        ("item", 0, "• keeping staff, in the wards of the hospital"),
        ("item", 0, "• training staff"),
        ("item", 0, "• care through:"),
        ("item", 1, "o maximising beds"),
        ("item", 1, "o using them"),
        ("item", 0, "• resting"),
    ]


@pytest.mark.parametrize("sign", ["-", "*", "+"])
def test_the_sign_of_a_markdown_list_is_syntax(tmp_path: Path, sign: str) -> None:
    assert texts(read(tmp_path, f"We will:\n\n{sign} train\n{sign} keep\n"), "item") == [
        "train",
        "keep",
    ]


def test_a_list_quote_stands_in_the_file_with_its_bullets(tmp_path: Path) -> None:
    source = f"{ROUGH}Trusts improve by:\n\n• keeping staff\n\n– in wards\n\n\uf0b7 training\n"
    quoted = " ".join(block.text for block in read(tmp_path, source).blocks[-4:])
    assert quoted == "Trusts improve by: • keeping staff – in wards • training"


def test_lettered_points_are_cut_apart(tmp_path: Path) -> None:
    source = "18. We will act on: a. Agency spend b. Job planning\n\nc. Staff"
    assert texts(read(tmp_path, ROUGH + source), "item")[-3:] == [
        "a. Agency spend",
        "b. Job planning",
        "c. Staff",
    ]


def test_a_year_that_begins_a_line_is_no_list_number(tmp_path: Path) -> None:
    draft = read(tmp_path, "The review was published in\n\n2005. It was long.\n")
    assert "item" not in {block.role for block in draft.blocks}


def test_the_contents_end_where_the_first_entry_comes_again(tmp_path: Path) -> None:
    source = (
        "**Plan **\n\n**Contents **\n\n**Foreword** \n\n**p.3**\n\n**1. Beds **\n\n**p.5**\n\n"
        f"1.1 Wards \n\np.6\n\n**Foreword**\n\n{WARD}\n\n**1. Beds **\n\n{WARD}\n"
    )
    draft = read(tmp_path, source)
    assert texts(draft, "contents") == [
        "Contents", "Foreword", "p.3", "1. Beds", "p.5", "1.1 Wards", "p.6"
    ]  # fmt: skip
    assert texts(draft, "heading") == ["Plan", "Foreword", "1. Beds"]


def test_endnotes_are_cut_apart_and_their_marks_found(tmp_path: Path) -> None:
    source = (
        f"{ROUGH}Waiting lists grew1 and staff left2. {WARD}\n\n**Endnotes**\n\n"
        "1 Darzi A. ‘Report’ 2024. https://www.gov.uk/\n\nreport \\(viewed 18 June 2025\\) "
        "2 Staff survey. ‘Results’ 2025.\n"
    )
    draft = read(tmp_path, source)
    assert texts(draft, "reference") == [
        "1 Darzi A. ‘Report’ 2024. https://www.gov.uk/report (viewed 18 June 2025)",
        "2 Staff survey. ‘Results’ 2025.",
    ]
    (marked,) = [block for block in draft.blocks if block.marks]
    assert marked.text.startswith("Waiting lists grew 1 and staff left 2.")
    assert [marked.text[a:b] for a, b in marked.marks] == ["1", "2"]


def test_notes_at_the_foot_of_pages_leave_the_text(tmp_path: Path) -> None:
    bodies = [
        f"{name} Ward grew. {at} {WARD}\n\n{WARD}\n\n{at} Smith J, {name}, May 2025"
        for at, name in enumerate(WARDS[:6], start=1)
    ]
    draft = read(tmp_path, pages(*bodies, header="Library briefing on wards"))
    assert texts(draft, "note") == [
        f"{at} Smith J, {name}, May 2025" for at, name in enumerate(WARDS[:6], start=1)
    ]
    marks = [block.text[a:b] for block in draft.blocks for a, b in block.marks]
    assert marks == [str(at) for at in range(1, 7)]


def test_dates_are_not_marks(tmp_path: Path) -> None:
    source = "Date published: 3 December, 2024\n\n**Beds **\n\n1. One is full.\n\n2. Two is full.\n"
    assert all(not block.marks for block in read(tmp_path, source).blocks)


def test_facts_of_a_board_paper(tmp_path: Path) -> None:
    source = (
        "Date published: 3 December, 2024\n\nDate last updated: 5 December, 2024\n\n"
        "**Bed productivity**\n\nAgenda item: 5 \\(public session\\)\n\n"
        f"Report by: Jane Smith, Chief Financial Officer\n\n{WARD}\n"
    )
    facts = read(tmp_path, source, "bed-productivity-2024.md").facts
    assert facts.kind == "board paper"
    assert facts.published == "2024-12-03"
    assert facts.authors == ("Jane Smith",)
    assert facts.title == "Bed productivity"
