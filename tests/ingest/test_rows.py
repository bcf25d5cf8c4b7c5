"""Tables of Word documents, web pages and Markdown: their cells, headers and captions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from assistant.documents import Cell, Document
from tests.ingest.pdfs import read, texts


def page(folder: Path, body: str) -> Document:
    path = folder / "paper.html"
    path.write_text(f"<main><h1>Beds</h1><p>The review.</p>{body}<p>The end.</p></main>")
    return read(path)


def markdown(folder: Path, source: str) -> Document:
    path = folder / "paper.md"
    path.write_text(source)
    return read(path)


def word(folder: Path, fill: Callable[[WordDocument], object]) -> Document:
    path = folder / "paper.docx"
    document = docx.Document()
    document.add_paragraph("The review.")
    fill(document)
    document.save(str(path))
    return read(path)


def headers(document: Document, text: str) -> tuple[list[str], list[str], str | None]:
    """The row headers, the column headers and the caption of the first cell with this text."""
    for table in document.tables:
        for cell in table.cells:
            if document.text[cell.start : cell.end] == text:
                caption = document.text[slice(*table.caption)] if table.caption else None
                rows, columns = table.row_headers(cell), table.column_headers(cell)
                return named(document, rows), named(document, columns), caption
    raise AssertionError(f"no cell says {text}")


def named(document: Document, cells: tuple[Cell, ...]) -> list[str]:
    return [document.text[cell.start : cell.end] for cell in cells]


WEB = """<table><caption>Beds by ward</caption>
<thead><tr><th rowspan="2">Ward</th><th colspan="2" scope="colgroup">Beds</th></tr>
<tr><th>2022</th><th>2023</th></tr></thead>
<tbody><tr><th scope="row">Elm</th><td>24</td><td>20</td></tr>
<tr><th scope="row">Ash<sup><a href="#n1">1</a></sup></th><td>30</td><td>12</td></tr></tbody>
</table>"""


def test_a_web_table_with_spans(tmp_path: Path) -> None:
    document = page(tmp_path, WEB)
    assert headers(document, "20") == (["Elm"], ["Beds", "2023"], "Beds by ward")
    assert headers(document, "12") == (["Ash 1"], ["Beds", "2023"], "Beds by ward")
    assert texts(document, "row")[2:] == ["Elm | 24 | 20", "Ash 1 | 30 | 12"]


def test_a_web_table_whose_cells_go_over_rows(tmp_path: Path) -> None:
    body = """<table><tr><th>Site<th>Ward<th>Beds</tr><tr><td rowspan=2>North<td>Elm<td>24</tr>
    <tr><td>Ash<td>30</tr></table>"""
    assert headers(page(tmp_path, body), "30")[:2] == (["North", "Ash"], ["Beds"])


def test_a_web_table_without_header_cells_has_those_that_look_like_it(tmp_path: Path) -> None:
    body = "<table><tr><td>Ward<td>Beds</tr><tr><td>Elm<td>24</tr><tr><td>Ash<td>30</tr></table>"
    assert headers(page(tmp_path, body), "30") == (["Ash"], ["Beds"], None)


def test_web_tables_for_layout_are_text(tmp_path: Path) -> None:
    inner = "<table><tr><td>Elm<td>24</tr><tr><td>Ash<td>30</tr></table>"
    body = (
        f"<table><tr><td><p>Left of it.</p></td><td>{inner}</td></tr></table>"
        "<table><tr><td><p>A frame.</p><p>Around text.</p></td></tr></table>"
        "<table role=presentation><tr><td>One</td><td>two</td></tr><tr><td>a</td></tr></table>"
    )
    document = page(tmp_path, body)
    assert len(document.tables) == 1
    assert headers(document, "30")[0] == ["Ash"]
    assert {"Left of it.", "A frame.", "Around text.", "One"} <= set(texts(document, "paragraph"))


def test_a_web_table_with_absurd_spans_is_read(tmp_path: Path) -> None:
    row = '<tr><td rowspan="9999" colspan="9999">x</td><td rowspan="-1">y</td></tr>'
    document = page(tmp_path, f"<table>{row * 60}</table>")
    assert texts(document, "row")[0] == "x | y"


def test_a_markdown_table(tmp_path: Path) -> None:
    source = (
        "# Beds\n\nTable 2: Beds by ward\n\n| Ward | 2022 | 2023 |\n|--|--|--|\n"
        "| **Elm** | 24 | 20 |\n| Ash |  | 12[^1] |\n\nThe end.\n\n[^1]: See annex.\n"
    )
    document = markdown(tmp_path, source)
    assert headers(document, "20") == (["Elm"], ["2023"], "Table 2: Beds by ward")
    assert headers(document, "12 1")[0] == ["Ash"]
    (table,) = document.tables
    assert [cell.column for cell in table.cells if cell.row == 2] == [0, 2]


def test_a_word_table_with_merged_cells_and_a_repeated_header(tmp_path: Path) -> None:
    def fill(document: WordDocument) -> None:
        document.add_paragraph("Table 1: Beds by ward", style="Caption")
        table = document.add_table(4, 4)
        table.cell(0, 2).merge(table.cell(0, 3)).text = "Beds"
        for at, text in enumerate(("Site", "Ward", "2022", "2023")):
            table.cell(1, at).text = text
        table.cell(2, 0).merge(table.cell(3, 0)).text = "North"
        for row, words in enumerate((("Elm", "24", "20"), ("Ash", "30", "12")), start=2):
            for column, text in enumerate(words, start=1):
                table.cell(row, column).text = text
        for row in table.rows[:2]:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        document.add_paragraph("The end.")

    document = word(tmp_path, fill)
    assert headers(document, "20") == (["North", "Elm"], ["Beds", "2023"], "Table 1: Beds by ward")
    assert headers(document, "12")[0] == ["North", "Ash"]
    assert texts(document, "row")[2:] == ["North | Elm | 24 | 20", "Ash | 30 | 12"]


def test_a_shaded_row_of_a_word_table_is_its_header(tmp_path: Path) -> None:
    def fill(document: WordDocument) -> None:
        table = document.add_table(3, 2)
        for row, words in enumerate((("Name", "Post"), ("Ada", "Chair"), ("Bo", "Member"))):
            for column, text in enumerate(words):
                table.cell(row, column).text = text
        for cell in table.rows[0].cells:
            shading = OxmlElement("w:shd")
            shading.set(qn("w:fill"), "DDEEFF")
            cell._tc.get_or_add_tcPr().append(shading)

    assert headers(word(tmp_path, fill), "Member") == (["Bo"], ["Post"], None)


def test_a_table_within_a_word_table_is_read_with_its_cell(tmp_path: Path) -> None:
    def fill(document: WordDocument) -> None:
        table = document.add_table(2, 2)
        for row, words in enumerate((("Ward", "Beds"), ("Elm", ""))):
            for column, text in enumerate(words):
                table.cell(row, column).text = text
        inner = table.cell(1, 1).add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "now", "24"

    document = word(tmp_path, fill)
    (table,) = document.tables
    last = table.cells[-1]
    assert document.text[last.start : last.end] == "now | 24"
    assert texts(document, "row") == ["Ward | Beds", "Elm | now | 24"]


def test_a_word_frame_around_text_is_text(tmp_path: Path) -> None:
    def fill(document: WordDocument) -> None:
        cell = document.add_table(1, 1).cell(0, 0)
        cell.text = "Act now."
        cell.add_paragraph("Train staff.", style="List Bullet")

    document = word(tmp_path, fill)
    assert document.tables == ()
    assert texts(document, "item") == ["Train staff."]
