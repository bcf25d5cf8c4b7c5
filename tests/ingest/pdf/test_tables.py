from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from tests.ingest.pdfs import BEDS, STAFF, lines, made, texts, write


def table(canvas: Canvas, y: float, *rows: tuple[str, ...], step: float = 24) -> None:
    """Cells in columns of 150 points; a line end in a cell wraps it."""
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            lines(canvas, y + step * at, *cell.split("\n"), x=72 + 150 * column)


def test_a_table_is_read_row_by_row(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 100, BEDS)
        table(
            canvas,
            200,
            ("Ward", "Beds in 2022", "Beds in 2023"),
            ("Elm", "24", "20"),
            ("Ash", "30", "12"),
        )
        write(canvas, 400, STAFF)

    document = made(tmp_path, draw)
    assert texts(document, "row") == ["Ward Beds in 2022 Beds in 2023", "Elm 24 20", "Ash 30 12"]
    assert [block.role for block in document.blocks] == ["paragraph", *["row"] * 3, "paragraph"]


def test_a_wrapped_cell_stays_whole(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        table(
            canvas,
            200,
            ("Elm ward", "was closed because\nof the fire rules", "24 beds"),
            ("Ash ward", "was kept open all\nthrough the year", "30 beds"),
            ("Oak ward", "was made larger by\na third in spring", "12 beds"),
            step=50,
        )

    assert texts(made(tmp_path, draw), "row") == [
        "Elm ward was closed because of the fire rules 24 beds",
        "Ash ward was kept open all through the year 30 beds",
        "Oak ward was made larger by a third in spring 12 beds",
    ]
