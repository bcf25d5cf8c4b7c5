from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from assistant.documents import Document
from tests.ingest.pdfs import BEDS, MONEY, STAFF, Page, lines, made, texts, write

WARDS = ("Elm", "Ash", "Oak", "Yew", "Fir", "Box", "Bay", "Lime")


def report(
    folder: Path, footers: list[str | None], header: str = "", foot: float = 800
) -> Document:
    def page(ward: str, footer: str | None) -> Page:
        def draw(canvas: Canvas) -> None:
            if header:
                lines(canvas, 40, header, size=9)
            write(canvas, 120, f"{ward} ward. {BEDS}")
            if footer:
                lines(canvas, foot, footer, x=290, size=9)

        return draw

    drawn = [page(ward, footer) for ward, footer in zip(WARDS, footers, strict=False)]
    return made(folder, *drawn)


def labels(document: Document) -> list[str | None]:
    return [page.label for page in document.pages]


@pytest.mark.parametrize(
    ("footers", "printed"),
    [
        pytest.param(["4", "5", "6", "7"], ["4", "5", "6", "7"], id="arabic"),
        pytest.param(["iii", "iv", "v", "vi"], ["iii", "iv", "v", "vi"], id="roman"),
        pytest.param([None, None, "1", "2", "3"], [None, None, "1", "2", "3"], id="after a cover"),
        pytest.param(["- 1 -", "- 2 -", "- 3 -"], ["1", "2", "3"], id="between dashes"),
        pytest.param(["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"], ["1", "2", "3"], id="of three"),
        pytest.param(
            ["i", "ii", "iii", "1", "2", "3"], ["i", "ii", "iii", "1", "2", "3"], id="both"
        ),
    ],
)
def test_page_numbers_are_labels_and_no_text(
    tmp_path: Path, footers: list[str | None], printed: list[str | None]
) -> None:
    document = report(tmp_path, footers)
    assert labels(document) == printed
    assert texts(document) == [f"{ward} ward. {BEDS}" for ward in WARDS[: len(footers)]]


def test_a_number_beside_a_running_header_is_the_page_number(tmp_path: Path) -> None:
    document = report(tmp_path, [f"{at} | The bed review" for at in range(11, 17)])
    assert labels(document) == [str(at) for at in range(11, 17)]
    assert "bed review" not in document.text


def test_running_headers_are_no_text(tmp_path: Path) -> None:
    document = report(tmp_path, ["1", "2", "3", "4"], header="THE BED REVIEW 2024")
    assert "REVIEW" not in document.text


def test_a_header_of_one_page_in_the_row_of_the_page_number_is_no_text(tmp_path: Path) -> None:
    def page(at: int) -> Page:
        def draw(canvas: Canvas) -> None:
            lines(canvas, 40, f"Chapter on {WARDS[at]} ward")
            lines(canvas, 40, str(at + 1), x=500)
            write(canvas, 120, f"{WARDS[at]} ward. {BEDS}")

        return draw

    document = made(tmp_path, *map(page, range(4)))
    assert "Chapter" not in document.text
    assert labels(document) == ["1", "2", "3", "4"]


def test_labels_of_the_file_tell_the_page_numbers_of_a_short_one(tmp_path: Path) -> None:
    def page(at: int) -> Page:
        def draw(canvas: Canvas) -> None:
            canvas.addPageLabel(0, style="ROMAN_LOWER", start=8)
            canvas.addPageLabel(2, style="ARABIC", start=1)
            write(canvas, 120, f"{WARDS[at]} ward. {BEDS}")
            lines(canvas, 800, ("viii", "ix", "1", "2")[at], x=290)

        return draw

    document = made(tmp_path, *map(page, range(4)))
    assert labels(document) == ["viii", "ix", "1", "2"]
    assert texts(document) == [f"{ward} ward. {BEDS}" for ward in WARDS[:4]]


def test_figures_beside_a_lone_number_at_the_foot_of_a_short_file_stay(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 200, BEDS)
        for x, cell in ((72, "Total"), (300, "41")):
            lines(canvas, 780, cell, x=x)

    assert "Total" in made(tmp_path, draw).text


def test_a_line_that_stands_once_in_the_margin_stays(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas, 60, "Closed until the spring")
        write(canvas, 200, BEDS)

    assert "Closed until the spring" in texts(made(tmp_path, draw, lambda c: write(c, 120, STAFF)))


def noted(canvas: Canvas, number: int, *notes: str) -> None:
    write(canvas, 560, f"{WARDS[number]} ward. {BEDS}")
    for at, note in enumerate(notes):
        lines(canvas, 760 + 10 * at, note, size=7)


def test_footnotes_that_count_up_page_by_page_are_no_page_numbers(tmp_path: Path) -> None:
    notes = [f"{at + 4} {name} et al, Beds, 2020." for at, name in enumerate(WARDS[:5])]
    pages = [lambda c, at=at: noted(c, at, notes[at]) for at in range(5)]
    document = made(tmp_path, *pages)
    assert labels(document) == [None] * 5
    assert texts(document, "note") == notes


def test_a_footnote_with_the_number_of_its_page_stays(tmp_path: Path) -> None:
    def page(at: int) -> Page:
        def draw(canvas: Canvas) -> None:
            noted(canvas, at, f"{at + 1} See {WARDS[at]}, 2020.")
            lines(canvas, 815, str(at + 1), x=290)

        return draw

    document = made(tmp_path, *map(page, range(4)))
    assert labels(document) == ["1", "2", "3", "4"]
    assert texts(document, "note") == [f"{at + 1} See {WARDS[at]}, 2020." for at in range(4)]


def test_footnotes_stand_after_the_text_and_a_note_goes_on_over_lines(tmp_path: Path) -> None:
    document = made(
        tmp_path,
        lambda c: noted(c, 0, "1 Smith, Beds and", "wards, 2020.", "2 Li, Wards, 2021."),
        lambda c: write(c, 120, MONEY),
    )
    assert texts(document) == [
        f"Elm ward. {BEDS}",
        MONEY,
        "1 Smith, Beds and wards, 2020.",
        "2 Li, Wards, 2021.",
    ]
    assert [block.role for block in document.blocks][-2:] == ["note", "note"]
