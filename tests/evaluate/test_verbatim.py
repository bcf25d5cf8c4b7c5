"""Whether a quote stands on its page is asked of the file itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from docx import Document as WordDocument

from assistant.answer.assistant import Assistant
from assistant.documents import Block, Document, Layout, Page, Quote
from assistant.evaluate.verbatim import VerbatimCheck
from assistant.folding import folded, words
from assistant.settings import Settings
from tests.corpora import AGENCY, CLOSED, GUIDANCE, OVER_THE_PAGE, REPORT, write
from tests.embedders import HashedWords


@pytest.fixture(scope="module")
def report(built: Settings) -> Document:
    return Assistant.open(built, HashedWords()).document(REPORT)


@pytest.fixture
def stands(built: Settings) -> Iterator[VerbatimCheck]:
    yield VerbatimCheck(built.corpus)


def quoted(document: Document, text: str) -> Quote:
    start = document.text.index(text)
    return Quote(document, start, start + len(text))


def moved(document: Document, to: int) -> Document:
    """The same words, said to be on another page."""
    assert document.layout is not None
    page = np.where(document.layout.page > 0, to, 0).astype(np.int16)
    return replace(document, layout=Layout(page, document.layout.box))


@pytest.mark.parametrize("text", [CLOSED, AGENCY, OVER_THE_PAGE, "214"])
def test_what_stands_on_its_page(stands: VerbatimCheck, report: Document, text: str) -> None:
    assert stands(quoted(report, text))


@pytest.mark.parametrize(
    ("text", "to"), [(CLOSED, 2), (CLOSED, 3), (AGENCY, 1), (OVER_THE_PAGE, 1)]
)
def test_what_stands_on_another_page(
    stands: VerbatimCheck, report: Document, text: str, to: int
) -> None:
    assert not stands(quoted(moved(report, to), text))


def test_other_words_do_not_stand_there(stands: VerbatimCheck, report: Document) -> None:
    wrong = replace(report, text=report.text.replace("214 beds", "412 beds"))
    assert not stands(quoted(wrong, "The trust closed 412 beds"))
    assert not stands(quoted(replace(report, text=report.text.replace("beds", "BEDZ")), "BEDZ"))


def test_words_in_another_order_do_not_stand_there(stands: VerbatimCheck, report: Document) -> None:
    swapped = replace(report, text=report.text.replace("The trust closed", "closed The trust"))
    assert not stands(quoted(swapped, "closed The trust 214"))


def test_a_document_without_pages_is_asked_as_a_whole(stands: VerbatimCheck) -> None:
    text = "Patients should be reviewed within 14 days of discharge."
    block = (Block(0, len(text), "paragraph"),)
    guidance = Document(GUIDANCE, "0" * 64, "Guidance", "guidance", text, block)
    assert stands(Quote(guidance, 0, len(text)))
    wrong = replace(guidance, text=text.replace("14", "15"))
    assert not stands(Quote(wrong, 0, len(text)))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", "<p>The trust <b>closed</b> 214\nbeds.</p>"),
        ("a.htm", "<p>The&nbsp;trust closed 214 beds.</p>"),
        ("a.md", "* The trust **closed** [214](http://x.org) beds."),
        ("a.txt", "The trust closed 214\r\n   beds."),
    ],
)
def test_the_marks_of_a_format_are_not_words(tmp_path: Path, name: str, content: str) -> None:
    write(tmp_path, name, content)
    text = "The trust closed 214 beds."
    document = Document(name, "0" * 64, "A", "report", text, (Block(0, len(text), "paragraph"),))
    stands = VerbatimCheck(tmp_path)
    part = Quote(document, 0, len("The trust closed"))
    assert stands(part)
    if "http" not in content:
        assert stands(Quote(document, 0, len(text)))
    other = replace(document, text=text.replace("closed", "opened"))
    assert not stands(Quote(other, 0, len(text)))


def test_a_word_document_is_asked_by_its_words(tmp_path: Path) -> None:
    word = WordDocument()
    paragraph = word.add_paragraph("The trust cl")
    paragraph.add_run("osed 214").bold = True
    paragraph.add_run(" beds & wards.")
    word.save(str(tmp_path / "a.docx"))
    text = "The trust closed 214 beds & wards."
    document = Document("a.docx", "0" * 64, "A", "report", text, (Block(0, 34, "paragraph"),))
    assert VerbatimCheck(tmp_path)(Quote(document, 0, 34))


def test_white_space_hyphens_and_ligatures_may_differ() -> None:
    assert folded("co-\noperation of the ofﬁce") == folded("cooperation of the office")
    assert folded("• “beds”") == folded("beds")
    assert folded("14 days") != folded("15 days")
    assert words("The Trust’s 214 beds") == ["the", "trust", "s", "214", "beds"]


def test_a_quote_of_no_page_does_not_stand(stands: VerbatimCheck, report: Document) -> None:
    assert report.layout is not None
    nowhere = Layout(np.zeros_like(report.layout.page), report.layout.box)
    assert not stands(quoted(replace(report, layout=nowhere), CLOSED))


def test_a_page_that_the_file_has_not_does_not_stand(
    stands: VerbatimCheck, report: Document
) -> None:
    beyond = replace(moved(report, 9), pages=tuple(Page(n, None, 1, 1) for n in range(1, 10)))
    assert not stands(quoted(beyond, CLOSED))
