from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from assistant.documents import Document
from tests.ingest.pdfs import BEDS, HEIGHT, MONEY, STAFF, made, text, write


def headings(document: Document) -> list[tuple[int, str]]:
    return [
        (block.level, text(document, block)) for block in document.blocks if block.role == "heading"
    ]


def title_page(canvas: Canvas) -> None:
    write(canvas, 300, "The bed review", font="Helvetica-Bold", size=30)


def chapter(
    canvas: Canvas, *parts: tuple[str, float, str], bookmarks: tuple[int, ...] = ()
) -> None:
    """Headings (words, size, font), each with a paragraph; `bookmarks` are their depths."""
    y = 100.0
    for at, (words, size, font) in enumerate(parts):
        if bookmarks:
            canvas.bookmarkPage(words)
            canvas.addOutlineEntry(words, words, bookmarks[at])
        y = write(canvas, y, words, font=font, size=size)
        y = write(canvas, y + 10, (BEDS, STAFF, MONEY)[at % 3]) + 25


BOLD = "Helvetica-Bold"


def test_larger_type_stands_higher(tmp_path: Path) -> None:
    document = made(
        tmp_path,
        title_page,
        lambda c: chapter(c, ("Beds", 20, BOLD), ("Closed beds", 14, BOLD), ("Elm", 11, BOLD)),
    )
    assert headings(document)[1:] == [(1, "Beds"), (2, "Closed beds"), (3, "Elm")]
    assert document.section_at(document.text.index(MONEY)) == ("Beds", "Closed beds", "Elm")


def test_numbers_tell_the_level(tmp_path: Path) -> None:
    document = made(
        tmp_path,
        title_page,
        lambda c: chapter(
            c, ("1 Beds", 14, BOLD), ("1.1 Closed beds", 14, BOLD), ("1.1.1 Elm ward", 14, BOLD)
        ),
    )
    assert headings(document)[1:] == [(1, "1 Beds"), (2, "1.1 Closed beds"), (3, "1.1.1 Elm ward")]


def test_bookmarks_tell_the_level_against_the_looks(tmp_path: Path) -> None:
    document = made(
        tmp_path,
        title_page,
        lambda c: chapter(c, ("Beds", 14, BOLD), ("Closed beds", 20, BOLD), bookmarks=(0, 1)),
    )
    assert headings(document)[1:] == [(1, "Beds"), (2, "Closed beds")]


def test_a_plain_line_with_a_bookmark_is_a_heading(tmp_path: Path) -> None:
    document = made(
        tmp_path,
        title_page,
        lambda c: chapter(c, ("What was closed", 11, "Helvetica"), bookmarks=(0,)),
    )
    assert headings(document)[1:] == [(1, "What was closed")]


@pytest.mark.parametrize(
    "words",
    [
        "The trust closed its beds.",
        "and then the wards",
        "https://www.example.org/beds",
        "0113 496 0000",
        ", ".join(["Beds"] * 26),
    ],
    ids=["a sentence", "lower case", "an address", "a number", "long"],
)
def test_bold_lines_that_are_no_headings(tmp_path: Path, words: str) -> None:
    def draw(canvas: Canvas) -> None:
        y = write(canvas, 150, words, font=BOLD)
        write(canvas, y + 20, STAFF)

    assert words not in [heading for _, heading in headings(made(tmp_path, title_page, draw))]


def test_a_box_stands_within_its_section(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        y = 100.0
        for at, words in enumerate(("Beds", "BOX 1", "What Elm ward did", "Staff")):
            canvas.bookmarkPage(words)
            canvas.addOutlineEntry(words, words, 0)
            y = write(canvas, y + 14 * (at != 2), words, font=BOLD, size=14 if at != 2 else 12)
            if at != 1:
                y = write(canvas, y + 10, (BEDS, STAFF, MONEY)[at % 3]) + 25

    assert headings(made(tmp_path, title_page, draw))[1:] == [
        (1, "Beds"),
        (2, "BOX 1"),
        (3, "What Elm ward did"),
        (1, "Staff"),
    ]


def test_type_too_small_to_be_seen_is_no_text(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 80, "Beds and wards", font=BOLD, size=1)
        write(canvas, 100, "Beds and wards", font=BOLD, size=16)
        write(canvas, 140, BEDS)

    assert made(tmp_path, draw).text.count("Beds and wards") == 1


def test_the_date_on_a_title_page_is_no_heading(tmp_path: Path) -> None:
    def dated(canvas: Canvas) -> None:
        title_page(canvas)
        write(canvas, 400, "18 July 2024", font=BOLD, size=14)

    assert headings(made(tmp_path, dated, lambda c: write(c, 100, BEDS))) == [(1, "The bed review")]


def test_a_coloured_line_of_its_own_is_a_heading_and_not_glued_to_its_text(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 100, BEDS)
        canvas.setFillColorRGB(0, 0.4, 0.8)
        y = write(canvas, 200, "Pledges")
        canvas.setFillColorRGB(0, 0, 0)
        write(canvas, y, STAFF)

    document = made(tmp_path, title_page, draw)
    assert "Pledges" in [words for _, words in headings(document)]
    assert STAFF in [text(document, block) for block in document.blocks]


def test_a_coloured_link_does_not_part_its_sentence(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        canvas.drawString(
            72,
            HEIGHT - 100,
            "The rules that the trust keeps to in all of its wards can be found at",
        )
        canvas.setFillColorRGB(0, 0, 1)
        canvas.drawString(
            72, HEIGHT - 113, "the page of the regulator on fire safety and on evacuation at night"
        )
        canvas.setFillColorRGB(0, 0, 0)
        canvas.drawString(
            72,
            HEIGHT - 126,
            "and in the handbook of the trust, which each ward keeps near the door.",
        )
        write(canvas, 200, f"{BEDS} {STAFF}")

    document = made(tmp_path, draw)
    assert document.text.startswith(
        "The rules that the trust keeps to in all of its wards can be found at the page of the "
        "regulator on fire safety and on evacuation at night and in the handbook"
    )
