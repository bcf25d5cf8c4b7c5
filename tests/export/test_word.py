"""The Word file as python-docx, our own reader and the bare XML see it."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from assistant.errors import PaperError
from assistant.export.word import read_word, word
from assistant.export.wording import note
from assistant.ingest.word.read import read_docx
from assistant.records.papers import Paper
from assistant.wording import basis_words
from tests.export.making import CONTROL, EXPORTED, HOSTILE, TEXT, citation, item, paper

MARK = TEXT.index("3 by")
MARKED = citation(key=(13, 26), marks=((MARK, MARK + 1),))


def opened(whole: Paper) -> WordDocument:
    return docx.Document(BytesIO(word(whole, EXPORTED)))


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def style(paragraph: Paragraph) -> str | None:
    return paragraph.style.name if paragraph.style else None


def quotes(document: WordDocument) -> list[str]:
    return [each.text for each in document.paragraphs if style(each) == "Quote"]


def test_what_a_paper_says_in_which_style() -> None:
    document = opened(paper(item(comment="Ask finance.\nSoon."), item(citation("Other."))))
    said = [(style(each), each.text) for each in document.paragraphs]
    assert said[0] == ("Title", "Workforce")
    assert said[1] == ("Normal", "Exported on 23 November 2026.")
    assert "word for word" in said[2][1]
    assert said[3:] == [
        ("Heading 1", "How many nurses?"),
        ("Quote", TEXT),
        ("Remark on a quote", basis_words(MARKED)),
        ("Remark on a quote", "Comment by the author of this paper: Ask finance.\nSoon."),
        ("Quote", "Other."),
        ("Remark on a quote", basis_words(MARKED)),
    ]


def test_an_empty_paper_says_so() -> None:
    assert opened(paper()).paragraphs[-1].text == "There are no quotes in this paper yet."


def test_only_key_words_are_bold_and_only_marks_raised() -> None:
    (quote,) = (each for each in opened(paper(item(MARKED))).paragraphs if each.text == TEXT)
    assert [(run.text, run.bold, run.font.superscript) for run in quote.runs[:-1]] == [
        ("We recruited ", None, None),
        ("60,000 nurses", True, None),
        (" ", None, None),
        ("3", None, True),
        (" by March 2024.", None, None),
    ]
    assert quote.runs[-1].style.name == "footnote reference"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_quotes_are_shown_as_written(text: str) -> None:
    document = opened(paper(item(citation(text), text, text), title=text))
    # Word has one sign for the end of a line.
    assert quotes(document) == [re.sub("\r\n?", "\n", text)]


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1)


@settings(max_examples=6, deadline=None)
@given(st.lists(WORDS, min_size=10, max_size=30))
def test_any_quote_is_shown_as_written(texts: list[str]) -> None:
    shown = [re.sub("[\ufffe\uffff]", "\ufffd", text) for text in texts]
    items = [item(citation(text, (1, 3), ((2, 4),))) for text in texts]
    assert quotes(opened(paper(*items))) == shown


def test_only_what_xml_cannot_hold_is_replaced() -> None:
    whole = paper(item(citation(CONTROL), CONTROL, CONTROL), title=CONTROL)
    data = word(whole)
    shown = "a�b�c�d�e�f�g�h\x85i\u2028j\x7fk"
    assert quotes(docx.Document(BytesIO(data))) == [shown]
    assert read_word(data) == whole


def test_each_quote_has_its_footnote() -> None:
    one, two = item(), item(citation("Other.", start=300, title="Another <b>report</b>"))
    data = word(paper(one, two))
    footnotes = part(data, "word/footnotes.xml")
    notes = {each.get(qn("w:id")): each for each in footnotes}
    assert list(notes) == ["-1", "0", "1", "2"]
    assert [notes[each].get(qn("w:type")) for each in ("-1", "0", "1")] == [
        "separator",
        "continuationSeparator",
        None,
    ]
    body = part(data, "word/document.xml")
    references = [each.get(qn("w:id")) for each in body.iter(qn("w:footnoteReference"))]
    assert references == ["1", "2"]
    for reference, each in zip(references, (one, two), strict=True):
        texts = [
            "".join(run.text for run in paragraph.iter(qn("w:t"))).strip()
            for paragraph in notes[reference].iter(qn("w:p"))
        ]
        assert tuple(texts) == note(each)
        assert len(list(notes[reference].iter(qn("w:footnoteRef")))) == 1


def test_word_is_told_of_the_footnotes() -> None:
    data = word(paper(item()))
    settings = part(data, "word/settings.xml")
    names = [etree.QName(each).localname for each in settings]
    assert names.index("footnotePr") == names.index("compat") - 1
    assert [each.get(qn("w:id")) for each in settings.find(qn("w:footnotePr"))] == ["-1", "0"]
    styles = {each.get(qn("w:styleId")) for each in part(data, "word/styles.xml")}
    used = {
        each.get(qn("w:val"))
        for name in ("word/footnotes.xml", "word/document.xml")
        for tag in ("w:pStyle", "w:rStyle")
        for each in part(data, name).iter(qn(tag))
    }
    assert used <= styles
    assert {"FootnoteText", "FootnoteReference", "Quote", "Title", "Heading1"} <= used
    types = part(data, "[Content_Types].xml")
    assert "/word/footnotes.xml" in {each.get("PartName") for each in types}


def test_our_own_reader_finds_quotes_and_notes(tmp_path: Path) -> None:
    file = tmp_path / "paper.docx"
    file.write_bytes(word(paper(item(MARKED), item(citation("Other words.")))))
    text = "\n".join(block.text for block in read_docx(file).blocks)
    assert TEXT in text
    assert "Other words." in text
    assert text.count(f"SHA-256 of the file: {'ab' * 32}.") == 2


def test_the_file_is_on_a4_in_english_and_names_no_library() -> None:
    data = word(paper(item(), title="T" * 300), EXPORTED)
    document = docx.Document(BytesIO(data))
    section = document.sections[0]
    sizes = (section.page_width, section.page_height, section.left_margin)
    assert [round(size.mm) if size else 0 for size in sizes] == [210, 297, 25]
    facts = document.core_properties
    assert (facts.title, facts.author, facts.last_modified_by) == ("T" * 255, "", "")
    assert (facts.language, facts.created) == ("en-GB", EXPORTED)
    with zipfile.ZipFile(BytesIO(data)) as package:
        whole = b"".join(package.read(name) for name in package.namelist())
        assert "docProps/thumbnail.jpeg" not in package.namelist()
    assert b"python-docx" not in whole
    assert b"Macintosh" not in whole
    styles = part(data, "word/styles.xml")
    assert {each.get(qn("w:val")) for each in styles.iter(qn("w:lang"))} == {"en-GB"}
    assert {each.get(qn("w:ascii")) for each in styles.iter(qn("w:rFonts"))} == {"Arial"}
    assert {name for each in styles.iter(qn("w:rFonts")) for name in each.attrib} == {
        qn("w:ascii"),
        qn("w:hAnsi"),
        qn("w:cs"),
    }


def test_pages_are_numbered() -> None:
    footer = part(word(paper(item())), "word/footer1.xml")
    assert [each.get(qn("w:instr")) for each in footer.iter(qn("w:fldSimple"))] == [
        "PAGE",
        "NUMPAGES",
    ]


def test_the_paper_is_read_back() -> None:
    whole = paper(item(MARKED, comment="Ask."), item(citation("Other.", page=None)))
    assert read_word(word(whole)) == whole
    assert read_word(word(paper())) == paper()


def test_the_paper_is_read_back_when_the_file_has_been_saved_again() -> None:
    document = opened(paper(item(MARKED)))
    document.paragraphs[0].add_run(" changed")
    file = BytesIO()
    document.save(file)
    assert read_word(file.getvalue()).items[0].citation == MARKED


def archive(**parts: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, data in parts.items():
            package.writestr(f"customXml/{name}.xml", data)
    return file.getvalue()


OURS = b'<paper xmlns="urn:nhs-policy-assistant:board-paper">%s</paper>'


def unowned() -> bytes:
    file = BytesIO()
    docx.Document().save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7",
        word(paper(item()))[:9_000],
        unowned(),
        archive(),
        archive(item1=b"<not closed"),
        archive(item1=b"<other/>"),
        archive(another=OURS % b"{}"),
    ],
    ids=["empty", "pdf", "half", "another", "nothing", "no xml", "other xml", "other name"],
)
def test_another_file_is_refused(data: bytes) -> None:
    with pytest.raises(PaperError, match="not a board paper that this program exported as a Word"):
        read_word(data)


def test_damaged_receipts_are_refused() -> None:
    with pytest.raises(PaperError, match="damaged"):
        read_word(archive(item1=OURS % b"{}"))


def test_no_entity_is_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("{}")
    declared = f'<!DOCTYPE paper [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'.encode()
    with pytest.raises(PaperError):
        read_word(archive(item1=declared + OURS % b"&s;"))
