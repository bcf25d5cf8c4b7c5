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
from assistant.commands.ask import answer_json
from assistant.documents import Answer, Quote
from assistant.errors import VerifyError
from assistant.export.checked import checked_word
from assistant.export.figures_table import figures_csv, figures_word
from assistant.export.markdown import markdown
from assistant.export.printed import printed
from assistant.export.receipts import Source
from assistant.export.word import word
from assistant.figures.figure import Amount
from assistant.ledger.entry import Entry
from assistant.records.papers import Paper, PaperItem
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


LONG = report("The trust closed beds. " * 60)
LONG_CITATION = cite(Quote(LONG, 0, len(LONG.text)))
CHECKED = checked_word(
    "214 beds", [replace(FINDING, source=LONG_CITATION)], EXPORTED, SOURCE
)  # fmt: skip


def test_a_long_quote_of_a_checked_draft_is_shown_in_part(tmp_path: Path) -> None:
    found = read_exported(write(tmp_path, CHECKED))
    assert [one.shown for one in found.cited] == ["as quoted"]
    assert found.unproved == ()


@pytest.mark.parametrize("length", [60, 599])
def test_a_note_cut_shorter_was_edited(tmp_path: Path, length: int) -> None:
    cut = LONG_CITATION.text[:600].encode()
    found = read_exported(write(tmp_path, packed_again(CHECKED, cut, cut[:length])))
    # Too little may be left to see which quote it was.
    assert [one.shown for one in found.cited] == [("left out" if found.unproved else "edited")]


def packed_again(data: bytes, old: bytes, new: bytes) -> bytes:
    """A Word file with other bytes in its footnotes."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as package, zipfile.ZipFile(file, "w") as again:
        for name in package.namelist():
            content = package.read(name)
            if name == "word/footnotes.xml":
                assert old in content
                content = content.replace(old, new)
            again.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize("length", [60, 600])
def test_a_quote_of_a_paper_is_never_shown_in_part(tmp_path: Path, length: int) -> None:
    paper = replace(PAPER, items=(replace(PAPER.items[0], citation=LONG_CITATION),))
    whole = " ".join(LONG_CITATION.text.split())
    cut = markdown(paper, EXPORTED).replace(whole, f"{LONG_CITATION.text[:length]}…", 1)
    assert cut != markdown(paper, EXPORTED)
    found = read_exported(write(tmp_path, cut))
    assert [one.shown for one in found.cited] != ["as quoted"]


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
    "odd", [{"start": "1"}, {"start": True}, {"sha256": 5}, {"end": None}, {"document": ""}]
)
def test_a_row_without_a_usable_receipt_is_unproved(tmp_path: Path, odd: dict[str, object]) -> None:
    row = answer_json(ANSWER)["quotes"][0] | odd
    found = read_exported(write(tmp_path, json.dumps([row, answer_json(ANSWER)])))
    assert len(found.cited) == 1
    assert found.unproved == (CLOSED,)
    assert read_exported(write(tmp_path, json.dumps(row))).unproved == (CLOSED,)


@pytest.mark.parametrize("cell", [f'"{CITATION.start}"', f'"{CITATION.sha256}"', '"a.md"'])
def test_a_row_of_the_table_without_its_receipt_is_unproved(tmp_path: Path, cell: str) -> None:
    text = figures_csv([ENTRY, replace(ENTRY, citation=OTHER)], "v1")
    first, second = text.index("The trust"), text.index("Nurses")
    row = text[first:second]
    assert cell in row
    found = read_exported(write(tmp_path, text.replace(row, row.replace(cell, '""', 1))))
    assert found.unproved == (CLOSED,)
    assert [one.citation.text for one in found.cited] == [REST]


def test_what_a_finding_says_of_the_draft_is_not_shown_as_a_quote(tmp_path: Path) -> None:
    finding = {"text": "24 beds", "start": 0, "end": 7, "source": answer_json(ANSWER)["quotes"][0]}
    found = read_exported(write(tmp_path, json.dumps([finding])))
    assert (len(found.cited), found.unproved) == (1, ())


def test_a_file_cannot_say_what_are_footnote_marks(tmp_path: Path) -> None:
    row = answer_json(ANSWER)["quotes"][0] | {"marks": [[0, 3]]}
    assert read_exported(write(tmp_path, json.dumps(row))).cited[0].citation.marks == ()


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(VerifyError, match="cannot be read"):
        read_exported(tmp_path / "nothing")
    with pytest.raises(VerifyError, match="cannot be read"):
        read_exported(tmp_path)
