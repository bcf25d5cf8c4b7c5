"""`check`, as docs/contract.md promises it."""

from __future__ import annotations

from io import BytesIO, TextIOWrapper
from pathlib import Path

import docx
import pytest

from assistant.commands import check
from assistant.settings import Settings
from tests.commands.runs import QUOTE_KEYS, Command, folders, is_sentence
from tests.corpora import REPORT

DRAFT = (
    "The trust closed 214 beds between April 2022 and March 2023.\n\n"
    "Agency staff cost the trust £84.3 million in 2022/23. The choir has 48 singers.\n\n"
    "It found “corridors were used as beds on most nights of winter”.\n"
)
KEYS = {
    "text", "start", "end", "kind", "verdict", "source", "expected", "why", "changes",
    "index_version",
}  # fmt: skip


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    file = tmp_path / "paper.txt"
    file.write_text(DRAFT, encoding="utf-8")
    return file


def test_json_is_a_list_of_findings(on_built: Command, draft: Path) -> None:
    done = on_built("check", draft, "--json")
    assert (done.status, done.err) == (0, "")
    assert [(row["text"], row["verdict"]) for row in done.json] == [
        ("214 beds", "matches"),
        ("£84.3 million", "differs"),
        ("48 singers", "not-found"),
        ("corridors were used as beds on most nights of winter", "misquoted"),
    ]
    for row in done.json:
        assert set(row) == KEYS
        assert DRAFT[row["start"] : row["end"]] == row["text"]
    beds, money, choir, quotation = done.json
    assert set(beds["source"]) >= QUOTE_KEYS
    assert (beds["source"]["document"], beds["source"]["page"]) == (REPORT, 1)
    assert money["expected"] == "£48.3 million"
    assert (choir["source"], choir["expected"], choir["changes"]) == (None, None, [])
    (change,) = quotation["changes"]
    assert DRAFT[change["start"] : change["end"]] == "beds"
    assert change["source"] == "wards"


def test_lines_say_the_verdict_source_and_page(on_built: Command, draft: Path) -> None:
    done = on_built("check", draft)
    assert (done.status, done.err) == (0, "")
    said = done.out.splitlines()
    assert said[0].startswith("3 figures and 1 quotation checked. ")
    assert "1. Matches: 214 beds" in said
    assert "2. Differs: £84.3 million" in said
    assert "3. Not found: 48 singers" in said
    assert any("page i (page 1 of the file)" in line for line in said)


def test_standard_input(on_built: Command, draft: Path) -> None:
    assert on_built("check", "-", "--json", stdin=DRAFT).json == (
        on_built("check", draft, "--json").json
    )


def test_the_word_file(on_built: Command, draft: Path, tmp_path: Path) -> None:
    out = tmp_path / "checked.docx"
    assert on_built("check", draft, "--json", "--word", out).status == 0
    said = [paragraph.text for paragraph in docx.Document(str(out)).paragraphs]
    assert any("214 beds [Matches]" in line for line in said)


def test_a_draft_without_figures_says_so(on_built: Command) -> None:
    done = on_built("check", "-", stdin="All is well.")
    assert (done.status, done.out) == (
        0,
        "The draft has no figures and no quotations to check.\n",
    )
    assert on_built("check", "-", "--json", stdin="All is well.").json == []


@pytest.mark.parametrize("name", ["none.txt", "broken.docx", "paper.pdf", "empty.txt"])
def test_what_cannot_be_read(on_built: Command, tmp_path: Path, name: str) -> None:
    contents = {"broken.docx": b"PK\x03\x04", "paper.pdf": b"%PDF-1.7", "empty.txt": b""}
    if name in contents:
        (tmp_path / name).write_bytes(contents[name])
    done = on_built("check", tmp_path / name, "--json")
    assert (done.status, done.out) == (1, "")
    assert is_sentence(done.err[0].upper() + done.err[1:])


def test_a_word_file_that_cannot_be_written(on_built: Command, draft: Path, tmp_path: Path) -> None:
    for out in (tmp_path / "none" / "out.docx", tmp_path / "out.txt"):
        done = on_built("check", draft, "--word", out)
        assert (done.status, done.out) == (1, "")
    mine = tmp_path / "mine.docx"
    document = docx.Document()
    document.add_paragraph("We have 5 beds.")
    document.save(str(mine))
    before = mine.read_bytes()
    assert on_built("check", mine, "--word", mine).status == 1
    assert mine.read_bytes() == before


def test_without_an_index_it_says_what_to_do(run: Command, draft: Path, tmp_path: Path) -> None:
    settings = Settings(corpus=tmp_path, index=tmp_path / "none")
    done = run("check", draft, *folders(settings))
    assert (done.status, done.out) == (1, "")
    assert "nhs-assistant build" in done.err


def test_no_more_of_a_file_is_read_than_may_be_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "MOST_BYTES", 1_000)
    read: list[int] = []

    def read_some(_: str, content: bytes) -> str:
        read.append(len(content))
        return ""

    monkeypatch.setattr(check, "read_draft", read_some)
    file = tmp_path / "paper.txt"
    file.write_bytes(b"a" * 5_000)
    check._read_file(str(file))
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b"a" * 5_000)))
    check._read_file("-")
    assert read == [1_001, 1_001]
