"""The citations of each kind of file, as exported and as people or worse have changed it."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import msgspec
import pytest

from assistant.answer.citation import Citation, cite, save
from assistant.checking.finding import Finding
from assistant.documents import Answer, Quote
from assistant.errors import VerifyError
from assistant.export.checked import checked_word
from assistant.export.figures_table import figures_csv, figures_word
from assistant.export.markdown import markdown
from assistant.export.paper import Paper, PaperItem
from assistant.export.printed import printed
from assistant.export.receipts import Source
from assistant.export.word import word
from assistant.figures.figure import Amount
from assistant.ledger.entry import Entry
from assistant.present import answer_json
from assistant.verifying.exported import read_exported
from tests.export.making import EXPORTED
from tests.verifying.making import CLOSED, REST, cited, report

SOURCE = Source("v1", "2026-11-22T13:05:00+00:00")
DOCUMENT = report(REST, CLOSED)
CITATION = cited(DOCUMENT)
OTHER = cited(DOCUMENT, REST)
PAPER = Paper(
    "Beds",
    tuple(PaperItem(one, "How many beds?", SOURCE.index_version, SOURCE.built)
          for one in (CITATION, OTHER)),
)  # fmt: skip
ANSWER = Answer(
    "How many beds?",
    (Quote(DOCUMENT, CITATION.start, CITATION.end, CITATION.key),),
    (), 0.9, "v1", 0.1,
)  # fmt: skip
ENTRY = Entry(Amount(214, "beds"), "closed", None, None, None,
              replace(CITATION, key=(17, 25)))  # fmt: skip
FINDING = Finding("214 beds", 0, 8, "figure", "matches", CITATION)


def write(folder: Path, content: str | bytes, name: str = "file") -> Path:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def place(citation: Citation) -> tuple[object, ...]:
    return (
        citation.text, citation.document, citation.sha256, citation.start, citation.end,
        citation.page,
    )  # fmt: skip


PAGE = f"<!DOCTYPE html><html><body><p>1</p>{printed(PAPER, EXPORTED)}</body></html>"
SAVED = save(ANSWER, EXPORTED)


@pytest.mark.parametrize(
    "content",
    [
        word(PAPER, EXPORTED), markdown(PAPER, EXPORTED), PAGE,
        json.dumps(answer_json(ANSWER)),
        json.dumps(answer_json(ANSWER)) + "\n\n" + json.dumps(answer_json(ANSWER)) + "\n",
        json.dumps([answer_json(ANSWER)], indent=2),
        msgspec.json.encode(SAVED),
        figures_csv([ENTRY], "v1"), figures_word([ENTRY], "beds", EXPORTED, SOURCE),
        checked_word("214 beds", [FINDING], EXPORTED, SOURCE),
    ],
    ids=["word", "markdown", "page", "json", "lines", "list", "saved", "csv", "figures", "checked"],
)  # fmt: skip
def test_every_export_has_its_receipts(tmp_path: Path, content: str | bytes) -> None:
    found = read_exported(write(tmp_path, content))
    assert {one.index_version for one in found.cited} == {"v1"}
    assert {one.shown for one in found.cited} == {"as quoted"}
    assert place(found.cited[0].citation) == place(CITATION)
    assert found.unproved == ()


EDITED = "The trust closed 300 beds in 2023."


def edited_word(data: bytes) -> bytes:
    document = docx.Document(BytesIO(data))
    for paragraph in document.paragraphs:
        if paragraph.text.startswith("The trust closed"):
            for run in paragraph.runs:
                run.text = run.text.replace("214", "300")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        edited_word(word(PAPER, EXPORTED)),
        markdown(PAPER, EXPORTED).replace("closed 214 beds", "closed 300 beds", 1),
        PAGE.replace(" closed 214 beds in 2023.<sup>", " closed 300 beds in 2023.<sup>"),
    ],
    ids=["word", "markdown", "page"],
)
def test_words_that_were_edited(tmp_path: Path, content: str | bytes) -> None:
    found = read_exported(write(tmp_path, content))
    assert [one.shown for one in found.cited] == ["edited", "as quoted"]
    assert found.cited[0].citation.text == CLOSED  # the receipt is not what was edited
    assert found.cited[0].words == EDITED


def test_quotes_that_were_left_out_or_added(tmp_path: Path) -> None:
    text = markdown(PAPER, EXPORTED)
    line = next(line for line in text.splitlines() if line.startswith("> ") and "Nurses" in line)
    found = read_exported(write(tmp_path, text.replace(line, "> Parking is free of charge.")))
    assert [one.shown for one in found.cited] == ["as quoted", "left out"]
    assert found.unproved == ("Parking is free of charge.",)


def test_a_long_quote_of_a_checked_draft_is_shown_in_part(tmp_path: Path) -> None:
    document = report("The trust closed beds. " * 60)
    finding = replace(FINDING, source=cite(Quote(document, 0, len(document.text))))
    found = read_exported(write(tmp_path, checked_word("214 beds", [finding], EXPORTED, SOURCE)))
    assert [one.shown for one in found.cited] == ["as quoted"]


def bomb() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("customXml/item1.xml", b" " * (65 * 2**20))
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no citations"),
        (b"\x00\xff" * 500, "no citations"),
        (b"%PDF-1.7", "no citations"),
        (b"PK\x03\x04 and nothing else", "not a board paper"),
        (bomb(), "unpacks to more"),
        (word(PAPER)[:9_000], "not a board paper"),
        (b'{"quotes": []}', "no citations"),
        (b"{", "not JSON"),
        (b'{"a":' * 100_000, "nested deeper"),
        (b"[" * 60 + b"]" * 60, "nested deeper"),
        (b"[" + b"1," * (9 * 2**20) + b"1]", "more JSON"),
        (markdown(PAPER).replace('"sha256"', '"sha"'), "damaged"),
        (PAGE.replace("sha256", "sha"), "damaged"),
        (b"<p data-receipts=''>", "not a board paper"),
        (b'"sentence","file"\n"a","b"\n', "no citations"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(
    tmp_path: Path, content: str | bytes, said: str
) -> None:
    with pytest.raises(VerifyError, match=said):
        read_exported(write(tmp_path, content))


@pytest.mark.parametrize(
    "odd", [{"start": "1"}, {"start": True}, {"sha256": 5}, {"text": None}, {"document": ""}]
)
def test_a_row_of_another_form_is_no_citation(tmp_path: Path, odd: dict[str, object]) -> None:
    row = answer_json(ANSWER)["quotes"][0] | odd
    if "text" in odd:
        del row["text"]
    with pytest.raises(VerifyError, match="no citations"):
        read_exported(write(tmp_path, json.dumps(row)))


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(VerifyError, match="cannot be read"):
        read_exported(tmp_path / "nothing")
    with pytest.raises(VerifyError, match="cannot be read"):
        read_exported(tmp_path)
