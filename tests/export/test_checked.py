"""The checked draft as python-docx and the bare XML see it."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from assistant.checking.finding import Finding
from assistant.export.checked import checked_word
from tests.export.making import CONTROL, EXPORTED, HOSTILE, citation

DRAFT = "We recruited 60,000 nurses.\n\nIt said “all of them\nstayed for good”. We have 12 wards."


def found(text: str, verdict: str, kind: str = "figure", **more: object) -> Finding:
    start = DRAFT.index(text)
    return Finding(text, start, start + len(text), kind, verdict, **more)  # type: ignore[arg-type]


FINDINGS = (
    found("60,000 nurses", "matches", source=citation(), why="The source states this figure."),
    found("all of them\nstayed for good", "misquoted", "quotation", source=citation("All stayed.")),
    found("12 wards", "not-found", why="No document states it."),
)


def lines(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(BytesIO(data)).paragraphs]


def notes(data: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/footnotes.xml"))
    return ["\n".join("".join(p.itertext()) for p in note) for note in root][2:]


def test_each_finding_is_marked_in_words_with_a_note() -> None:
    data = checked_word(DRAFT, FINDINGS, EXPORTED)
    assert lines(data)[-3:] == [
        "We recruited 60,000 nurses [Matches].",
        "It said “all of them",
        "stayed for good [Quoted inexactly]”. We have 12 wards [Not found].",
    ]
    first, second, third = notes(data)
    assert "Matches. The source states this figure." in first
    assert f"“{citation().text}”" in first and "page xii" in first
    assert "reports/a report.pdf" in first
    assert "“All stayed.”" in second
    assert third.strip() == "Not found. No document states it."


def test_the_marks_have_a_colour_too() -> None:
    document = docx.Document(BytesIO(checked_word(DRAFT, FINDINGS, EXPORTED)))
    shaded = [
        run.text
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run._r.find(f"{qn('w:rPr')}/{qn('w:shd')}") is not None
    ]
    words = ["60,000 nurses", "all of them", "stayed for good", "12 wards"]
    assert [text for text in shaded if not text.startswith("[")] == words


def test_nothing_to_check_is_said() -> None:
    said = lines(checked_word("Nothing.", (), EXPORTED))
    assert any("no figures and no quotations" in line for line in said)
    assert said[-1] == "Nothing."


@pytest.mark.parametrize("text", [*HOSTILE.values(), CONTROL], ids=[*HOSTILE, "control"])
def test_any_text_of_a_draft_is_kept(text: str) -> None:
    source = citation(text, title=text, reference=text)
    finding = Finding("5%", len(text) + 1, len(text) + 3, "figure", "matches", source, why=text)
    data = checked_word(f"{text} 5%", (finding,), EXPORTED)
    written = " ".join(" ".join(lines(data)).split())
    plain = re.sub("[\x00-\x1f\x85\ufffe\uffff\u2028]", " ", text)
    for word in plain.split()[:40]:
        assert word in written
    assert "[Matches]" in written
