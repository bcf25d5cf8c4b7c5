from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from assistant.errors import DocumentError
from assistant.ingest.draft import Draft
from assistant.ingest.word.read import read_docx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(folder: Path, fill: Callable[[Document], object], name: str = "paper.docx") -> Draft:
    document = docx.Document()
    fill(document)
    document.save(str(folder / name))
    return read_docx(folder / name)


def add_xml(document: Document, xml: str) -> None:
    document.element.body.insert(0, parse_xml(xml.replace("<w:p>", f"<w:p {W}>", 1)))


def add_notes(document: Document, kind: str, notes: dict[int, str]) -> None:
    """A part of notes as Word writes it, with its two separators."""
    inner = "".join(
        f'<w:{kind} w:id="{key}"><w:p><w:r><w:{kind}Ref/></w:r><w:r><w:t> {text}</w:t></w:r></w:p>'
        f"</w:{kind}>"
        for key, text in {-1: "", 0: "", **notes}.items()
    )
    part = Part(
        PackURI(f"/word/{kind}s.xml"),
        f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml",
        f"<w:{kind}s {W}>{inner}</w:{kind}s>".encode(),
        document.part.package,
    )
    types = {"footnote": RELATIONSHIP_TYPE.FOOTNOTES, "endnote": RELATIONSHIP_TYPE.ENDNOTES}
    document.part.relate_to(part, types[kind])


def test_headings_by_style(tmp_path: Path) -> None:
    def fill(document: Document) -> None:
        document.add_heading("Staff", 0)
        document.add_heading("Retention", 1)
        document.add_heading("In wards", 2)
        document.add_paragraph("Staff stay.")

    assert [(b.role, b.level, b.text) for b in read(tmp_path, fill).blocks] == [
        ("heading", 1, "Staff"),
        ("heading", 1, "Retention"),
        ("heading", 2, "In wards"),
        ("paragraph", 0, "Staff stay."),
    ]


def test_a_style_based_on_a_heading_is_one(tmp_path: Path) -> None:
    def fill(document: Document) -> None:
        style = document.styles.add_style("NHS head", 1)
        style.base_style = document.styles["Heading 2"]
        document.add_paragraph("Retention", style="NHS head")

    (block,) = read(tmp_path, fill).blocks
    assert (block.role, block.level) == ("heading", 2)


def test_bold_lines_are_headings_only_where_nobody_used_styles(tmp_path: Path) -> None:
    def bold(document: Document) -> None:
        document.add_paragraph().add_run("Retention of staff").bold = True
        document.add_paragraph("Staff stay.")

    def styled(document: Document) -> None:
        document.add_heading("Staff", 1)
        bold(document)

    assert [b.role for b in read(tmp_path, bold).blocks] == ["heading", "paragraph"]
    assert [b.role for b in read(tmp_path, styled).blocks] == ["heading", "paragraph", "paragraph"]


def test_lists_by_style_and_by_numbering(tmp_path: Path) -> None:
    def fill(document: Document) -> None:
        document.add_paragraph("one", style="List Bullet")
        document.add_paragraph("two", style="List Bullet 2")
        document.add_paragraph("three", style="List Number")
        paragraph = document.add_paragraph("four")
        numbering = OxmlElement("w:numPr")
        for tag, value in (("w:ilvl", "2"), ("w:numId", "1")):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            numbering.append(child)
        paragraph._p.get_or_add_pPr().append(numbering)
        document.add_paragraph("• five")

    assert [(b.role, b.level, b.text) for b in read(tmp_path, fill).blocks] == [
        ("item", 0, "one"),
        ("item", 1, "two"),
        ("item", 0, "three"),
        ("item", 2, "four"),
        ("item", 0, "• five"),  # typed, so on the page
    ]


def test_tables_stand_where_they_stand_with_merged_cells_once(tmp_path: Path) -> None:
    def fill(document: Document) -> None:
        document.add_paragraph("Before.")
        table = document.add_table(3, 3)
        for at, text in enumerate(("Year", "Staff", "Beds")):
            table.cell(0, at).text = text
        table.cell(1, 0).merge(table.cell(1, 1)).text = "wide"
        table.cell(1, 2).merge(table.cell(2, 2)).text = "tall"
        table.cell(2, 0).text = "2024"
        document.add_paragraph("After.")

    assert [(b.role, b.text) for b in read(tmp_path, fill).blocks] == [
        ("paragraph", "Before."),
        ("row", "Year | Staff | Beds"),
        ("row", "wide | tall"),
        ("row", "2024"),
        ("paragraph", "After."),
    ]


def test_notes_come_last_and_their_marks_are_set_off(tmp_path: Path) -> None:
    def fill(document: Document) -> None:
        document.add_paragraph("The end.")
        add_xml(
            document,
            '<w:p><w:r><w:t>Care</w:t></w:r><w:r><w:footnoteReference w:id="7"/></w:r>'
            "<w:r><w:t>is free. Beds are full.</w:t></w:r>"
            '<w:r><w:footnoteReference w:id="3"/></w:r>'
            '<w:r><w:endnoteReference w:id="1"/></w:r></w:p>',
        )
        add_notes(document, "footnote", {3: "Smith, 2020.", 7: "Jones, 2021."})
        add_notes(document, "endnote", {1: "Darzi, 2024."})

    blocks = read(tmp_path, fill).blocks
    assert blocks[0].text == "Care 1 is free. Beds are full. 2 1"
    assert [blocks[0].text[a:b] for a, b in blocks[0].marks] == ["1", "2", "1"]
    assert all(blocks[0].text[a - 1] == " " for a, _ in blocks[0].marks)
    assert [(b.role, b.text) for b in blocks[1:]] == [
        ("paragraph", "The end."),
        ("note", "1 Jones, 2021."),
        ("note", "2 Smith, 2020."),
        ("note", "1 Darzi, 2024."),
    ]


def test_superscripts_are_marks_after_words_and_powers_after_units(tmp_path: Path) -> None:
    def fill(document: Document) -> None:
        paragraph = document.add_paragraph("Care costs")
        paragraph.add_run("12").font.superscript = True
        paragraph.add_run(" on 5 m")
        paragraph.add_run("2").font.superscript = True

    (block,) = read(tmp_path, fill).blocks
    assert block.text == "Care costs 12 on 5 m2"
    assert [block.text[a:b] for a, b in block.marks] == ["12"]


def test_deletions_are_out_and_insertions_in(tmp_path: Path) -> None:
    def fill(document: Document) -> None:
        add_xml(
            document,
            "<w:p><w:r><w:t>Beds are </w:t></w:r>"
            '<w:del w:id="1"><w:r><w:delText>not </w:delText></w:r></w:del>'
            '<w:ins w:id="2"><w:r><w:t>nearly </w:t></w:r></w:ins>'
            "<w:r><w:t>full.</w:t></w:r></w:p>",
        )

    assert read(tmp_path, fill).blocks[0].text == "Beds are nearly full."


def test_content_controls_and_links_are_read_and_headers_are_not(tmp_path: Path) -> None:
    def fill(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "OFFICIAL"
        document.sections[0].footer.paragraphs[0].text = "Page 1"
        add_xml(
            document,
            f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>See </w:t></w:r><w:hyperlink><w:r>"
            "<w:t>the plan</w:t></w:r></w:hyperlink></w:p></w:sdtContent></w:sdt>",
        )

    assert [b.text for b in read(tmp_path, fill).blocks] == ["See the plan"]


def test_contents_by_style(tmp_path: Path) -> None:
    def fill(document: Document) -> None:
        document.styles.add_style("toc 1", 1)
        document.add_paragraph("Retention\t4", style="toc 1")
        document.add_paragraph("Staff stay.")

    assert [(b.role, b.text) for b in read(tmp_path, fill).blocks] == [
        ("contents", "Retention 4"),
        ("paragraph", "Staff stay."),
    ]


def test_text_is_clean_and_otherwise_verbatim(tmp_path: Path) -> None:
    source = "The ﬁrst\u00a0co\u00adop’s “non\u2011stop”\tcare\nline"
    (block,) = read(tmp_path, lambda document: document.add_paragraph(source)).blocks
    assert block.text == "The first coop’s “non\u2011stop” care line"


def test_core_properties_are_facts(tmp_path: Path) -> None:
    def fill(document: Document) -> None:
        core = document.core_properties
        core.title, core.author = "Staff of the wards", "Jane Smith; Tom Jones"
        core.created = datetime(2024, 5, 3, 9, 0)
        document.add_paragraph("Staff stay.")

    facts = read(tmp_path, fill).facts
    assert facts.title == "Staff of the wards"
    assert facts.authors == ("Jane Smith", "Tom Jones")
    assert facts.published == "2024-05-03"


def test_the_defaults_of_the_template_are_not_facts(tmp_path: Path) -> None:
    facts = read(tmp_path, lambda document: document.add_paragraph("Staff stay.")).facts
    assert facts.authors == ()
    assert facts.published is None
    assert facts.title == "Paper"


def cut_off(path: Path) -> None:
    docx.Document().save(str(path))
    path.write_bytes(path.read_bytes()[:-400])


def without_body(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<not xml")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(lambda path: docx.Document().save(str(path)), "empty", id="no words"),
        pytest.param(lambda path: path.write_bytes(b"hello"), "damaged", id="no archive"),
        pytest.param(cut_off, "damaged", id="cut off"),
        pytest.param(without_body, "damaged", id="no package"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, make: Callable[[Path], object], reason: str) -> None:
    path = tmp_path / "paper.docx"
    make(path)
    with pytest.raises(DocumentError) as caught:
        read_docx(path)
    assert caught.value.reason == reason
    assert "paper.docx" in str(caught.value)
