"""Tables in PDF files, from the lines on the page to the cells of the document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas

from assistant.documents import ANSWERING_ROLES, Cell, Document, Table
from tests.ingest.pdfs import BEDS, HEIGHT, MONEY, STAFF, lines, made, texts, write

Row = Sequence[str]
WARDS = (("Ward", "Beds in 2022", "Beds in 2023"), ("Elm", "24", "20"), ("Ash", "30", "12"))


def ruled(
    canvas: Canvas,
    y: float,
    *rows: Row,
    step: float = 30,
    width: float = 140,
    bold: int = 1,
    shade: bool = False,
    inner: bool = True,
    by_column: bool = False,
) -> float:
    """A table with lines, its first rows bold, its header shaded; a line end wraps a cell."""
    left, columns = 72.0, len(rows[0])
    if shade:
        canvas.setFillColor(colors.Color(0.8, 0.85, 1))
        canvas.rect(left, HEIGHT - y - step, width * columns, step, stroke=0, fill=1)
        canvas.setFillColor(colors.black)
    for row in range(len(rows) + 1):
        canvas.line(left, HEIGHT - y - step * row, left + width * columns, HEIGHT - y - step * row)
    for column in range(columns + 1) if inner else ():
        x = left + width * column
        canvas.line(x, HEIGHT - y, x, HEIGHT - y - step * len(rows))
    places = [(r, c) for r in range(len(rows)) for c in range(columns)]
    if by_column:
        places.sort(key=lambda place: (place[1], place[0]))
    for row, column in places:
        at = y + step * row + 12
        for text in rows[row][column].split("\n"):
            font = "Helvetica-Bold" if row < bold else "Helvetica"
            at = write(canvas, at, text, x=left + width * column + 4, font=font, size=10)
    return y + step * len(rows)


def grid(document: Document, table: Table) -> list[list[str]]:
    """The texts of a table's cells by row."""
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(document.text[cell.start : cell.end])
    return list(rows.values())


def cell_of(document: Document, text: str) -> tuple[Table, Cell]:
    """The first cell with this text, and its table."""
    return next(
        (table, cell)
        for table in document.tables
        for cell in table.cells
        if document.text[cell.start : cell.end] == text
    )


def named(document: Document, cells: Sequence[Cell]) -> list[str]:
    return [document.text[cell.start : cell.end] for cell in cells]


def check_boxes(document: Document) -> None:
    """Every character of every cell knows its page, and cells of one row stand apart."""
    assert document.layout is not None
    for table in document.tables:
        for cell in table.cells:
            words = document.text[cell.start : cell.end]
            assert words == words.strip()
            pages = document.layout.page[cell.start : cell.end]
            assert all(page > 0 for page, c in zip(pages, words, strict=True) if c.strip())


def test_a_figure_has_its_row_its_column_and_its_caption(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        y = write(canvas, 100, BEDS)
        y = write(canvas, y + 20, "Table 3: Beds in use by ward", font="Helvetica-Bold")
        y = ruled(canvas, y + 5, *WARDS)
        write(canvas, y + 40, STAFF)

    document = made(tmp_path, draw)
    assert texts(document, "row") == ["Ward Beds in 2022 Beds in 2023", "Elm 24 20", "Ash 30 12"]
    table, cell = cell_of(document, "12")
    assert grid(document, table) == [list(row) for row in WARDS]
    assert (cell.row, cell.column, cell.header) == (2, 2, False)
    assert named(document, table.row_headers(cell)) == ["Ash"]
    assert named(document, table.column_headers(cell)) == ["Beds in 2023"]
    assert table.caption is not None
    assert document.text[slice(*table.caption)] == "Table 3: Beds in use by ward"
    check_boxes(document)


def test_cells_that_nearly_touch_and_wrap_are_kept_apart(tmp_path: Path) -> None:
    rows = (
        ("Name of ward", "What the review of the\nwinter said of it", "Number of\nbeds"),
        ("Elm ward in the\nold north building", "It was closed because\nof the fire rules", "24"),
        ("Ash ward", "It was kept open", "30"),
    )

    def draw(canvas: Canvas) -> None:
        ruled(canvas, 200, *rows, step=40, width=115)

    document = made(tmp_path, draw)
    (table,) = document.tables
    assert grid(document, table) == [[text.replace("\n", " ") for text in row] for row in rows]
    assert texts(document, "row")[1] == (
        "Elm ward in the old north building It was closed because of the fire rules 24"
    )
    check_boxes(document)


def test_a_shaded_row_is_the_header_of_words(tmp_path: Path) -> None:
    rows = (("Name", "Post"), ("Ada Marsh", "Chair"), ("Bo Ward", "Member"))
    plain = made(tmp_path, lambda canvas: ruled(canvas, 200, *rows, bold=0))
    shaded = made(tmp_path, lambda canvas: ruled(canvas, 200, *rows, bold=0, shade=True))
    assert [cell.header for cell in plain.tables[0].cells] == [True, False] * 3
    assert [cell.header for cell in shaded.tables[0].cells] == [True, True, *[True, False] * 2]


def test_lines_across_alone_leave_the_columns_to_the_words(tmp_path: Path) -> None:
    document = made(tmp_path, lambda canvas: ruled(canvas, 200, *WARDS, inner=False))
    (table,) = document.tables
    assert grid(document, table) == [list(row) for row in WARDS]
    assert named(document, table.column_headers(cell_of(document, "20")[1])) == ["Beds in 2023"]


def test_merged_cells_head_all_that_they_stand_over(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        xs, ys = (72, 172, 272, 372), (200, 225, 250, 275, 300)
        for y in ys:
            start = 172 if y in (225, 275) else 72
            canvas.line(start, HEIGHT - y, 372, HEIGHT - y)
        for x in xs:
            canvas.line(x, HEIGHT - (225 if x == 272 else 200), x, HEIGHT - 300)
        bold = "Helvetica-Bold"
        write(canvas, 228, "Site", x=76, font=bold)
        write(canvas, 217, "Beds in use in winter", x=200, font=bold)
        write(canvas, 242, "2022", x=176, font=bold)
        write(canvas, 242, "2023", x=276, font=bold)
        write(canvas, 267, "North", x=76)
        for at, (left, right) in enumerate((("24", "20"), ("30", "12"))):
            write(canvas, 267 + 25 * at, left, x=176)
            write(canvas, 267 + 25 * at, right, x=276)

    document = made(tmp_path, draw)
    table, cell = cell_of(document, "20")
    assert named(document, table.column_headers(cell)) == ["Beds in use in winter", "2023"]
    assert named(document, table.row_headers(cell)) == ["North"]
    _, below = cell_of(document, "12")
    assert named(document, table.row_headers(below)) == ["North"]
    assert cell_of(document, "Beds in use in winter")[1].columns == 2


def test_a_table_without_lines_has_cells_too(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 100, BEDS)
        for at, row in enumerate(WARDS):
            for column, text in enumerate(row):
                lines(canvas, 200 + 24 * at, text, x=72 + 150 * column)
        write(canvas, 400, STAFF)

    document = made(tmp_path, draw)
    table, cell = cell_of(document, "30")
    assert named(document, table.row_headers(cell)) == ["Ash"]
    assert named(document, table.column_headers(cell)) == ["Beds in 2022"]


def test_a_table_over_two_pages_with_its_header_repeated(tmp_path: Path) -> None:
    def first(canvas: Canvas) -> None:
        write(canvas, 600, "Table 2: Beds by ward", font="Helvetica-Bold")
        ruled(canvas, 620, *WARDS)

    def second(canvas: Canvas) -> None:
        y = ruled(canvas, 80, WARDS[0], ("Oak", "12", "16"), ("Yew", "8", "9"))
        write(canvas, y + 60, MONEY)

    document = made(tmp_path, first, second)
    one, other = document.tables
    assert one.caption == other.caption != None  # noqa: E711  both are there, and the same
    assert named(document, other.column_headers(cell_of(document, "9")[1])) == ["Beds in 2023"]


def test_a_table_over_two_pages_without_its_header_repeated(tmp_path: Path) -> None:
    def first(canvas: Canvas) -> None:
        write(canvas, 600, STAFF)
        ruled(canvas, 660, *WARDS)

    def second(canvas: Canvas) -> None:
        y = ruled(canvas, 80, ("Oak", "12", "16"), ("Yew", "8", "9"), bold=0)
        write(canvas, y + 60, MONEY)

    document = made(tmp_path, first, second)
    (table,) = document.tables
    _, cell = cell_of(document, "9")
    assert (cell.row, cell.column) == (4, 2)
    assert named(document, table.row_headers(cell)) == ["Yew"]
    assert named(document, table.column_headers(cell)) == ["Beds in 2023"]


def test_a_table_that_the_file_writes_column_by_column_is_quoted_cell_by_cell(
    tmp_path: Path,
) -> None:
    document = made(tmp_path, lambda canvas: ruled(canvas, 200, *WARDS, by_column=True))
    assert texts(document, "row") == [text for row in WARDS for text in row]
    table, cell = cell_of(document, "12")
    assert grid(document, table) == [list(row) for row in WARDS]
    assert named(document, table.row_headers(cell)) == ["Ash"]


def test_long_cells_are_read_as_paragraphs_and_lists(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid([72, 222, 522], [HEIGHT - y for y in (200, 230, 560)])
        write(canvas, 218, "Theme", x=76, font="Helvetica-Bold")
        write(canvas, 218, "What was found", x=226, font="Helvetica-Bold")
        write(canvas, 248, "Staff", x=76)
        y = write(canvas, 248, f"{STAFF} {MONEY} {BEDS}", x=226, width=280)
        y = write(canvas, y + 10, "• Rotas came late.", x=226)
        write(canvas, y, "• Training was short.", x=226)

    document = made(tmp_path, draw)
    assert texts(document, "item") == ["• Rotas came late.", "• Training was short."]
    assert any(text.startswith(STAFF) for text in texts(document, "paragraph"))
    (table,) = document.tables
    last = table.cells[-1]
    assert document.text[last.start : last.end].startswith("Nurses told")
    assert document.text[last.start : last.end].endswith("short.")
    assert named(document, table.column_headers(last)) == ["What was found"]


def test_frames_around_text_are_no_tables(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(colors.Color(0.1, 0.2, 0.4))
        canvas.rect(72, HEIGHT - 220, 450, 20, stroke=1, fill=1)
        canvas.setFillColor(colors.black)
        canvas.rect(72, HEIGHT - 320, 450, 100)
        write(canvas, 215, "Recommendation", x=76, font="Helvetica-Bold")
        write(canvas, 240, BEDS, x=76, width=430)
        write(canvas, 360, STAFF)

    document = made(tmp_path, draw)
    assert document.tables == ()
    assert BEDS in texts(document, "paragraph")


def test_a_table_that_is_a_picture_gives_nothing(tmp_path: Path) -> None:
    from PIL import Image

    picture = tmp_path / "table.png"
    Image.new("RGB", (300, 200), "white").save(picture)

    def draw(canvas: Canvas) -> None:
        write(canvas, 100, BEDS)
        write(canvas, 180, "Table 1: Beds by ward", font="Helvetica-Bold")
        canvas.drawImage(str(picture), 72, HEIGHT - 420, 300, 200)
        write(canvas, 480, STAFF)

    document = made(tmp_path, draw)
    assert document.tables == ()
    assert texts(document, "row") == []
    assert BEDS in texts(document, "paragraph")


@pytest.mark.parametrize("turn", [90, 180])
def test_a_table_on_a_turned_page(tmp_path: Path, turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        if turn == 180:
            canvas.translate(595, 842)
            canvas.rotate(180)
        elif turn == 90:
            canvas.translate(595, 0)
            canvas.rotate(90)
            canvas.translate(0, 595 - HEIGHT)
        else:
            canvas.translate(0, 842)
            canvas.rotate(270)
            canvas.translate(0, 595 - HEIGHT)
        ruled(canvas, 200, *WARDS)

    document = made(tmp_path, draw)
    table, cell = cell_of(document, "12")
    assert named(document, table.row_headers(cell)) == ["Ash"]
    assert len(table.cells) == 9


def test_a_table_within_a_form_of_the_file(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("table")
        ruled(canvas, 300, *WARDS)
        canvas.endForm()
        canvas.translate(30, 100)
        canvas.doForm("table")

    document = made(tmp_path, draw)
    assert grid(document, document.tables[0]) == [list(row) for row in WARDS]


def test_small_print_in_a_table_is_no_footnote(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        y = write(canvas, 100, BEDS)
        y = write(canvas, y + 20, STAFF)
        write(canvas, y + 20, MONEY)
        canvas.grid([72, 222, 372], [HEIGHT - y for y in (600, 620, 640, 660)])
        for at, row in enumerate((("No.", "Ward"), ("1", "Elm ward"), ("2", "Ash ward"))):
            for column, text in enumerate(row):
                write(canvas, 614 + 20 * at, text, x=76 + 150 * column, size=7)

    document = made(tmp_path, draw)
    assert texts(document, "note") == []
    assert texts(document, "row") == ["No. Ward", "1 Elm ward", "2 Ash ward"]


def test_only_cells_that_may_be_quoted_are_in_tables(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        y = write(canvas, 100, "Contents", font="Helvetica-Bold", size=16)
        ruled(canvas, y + 20, ("Part", "Page"), ("Beds", "3"), ("Staff", "9"))

    document = made(tmp_path, draw)
    for table in document.tables:
        for cell in table.cells:
            role = next(b.role for b in document.blocks if b.start <= cell.start < b.end)
            assert role in ANSWERING_ROLES
