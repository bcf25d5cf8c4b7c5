"""`figures`, as docs/contract.md promises it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import docx
import pytest

from assistant.commands.figures import NOTHING
from assistant.settings import Settings
from tests.commands.runs import Command, folders, is_sentence
from tests.corpora import GUIDANCE, REPORT

KEYS = {
    "index_version", "value", "high", "unit", "comparator", "direction", "per", "measure", "period",
    "period_start", "period_end", "attribution", "text", "key", "document", "title", "kind",
    "publisher", "published", "basis", "page", "page_label", "section", "row", "column",
    "caption", "start", "end", "sha256", "reference", "score", "newer",
}  # fmt: skip


def test_json_is_a_list_of_figures(on_built: Command) -> None:
    done = on_built("figures", "maintenance backlog", "--json")
    assert (done.status, done.err) == (0, "")
    first = done.json[0]
    assert set(first) == KEYS
    assert (first["value"], first["unit"], first["document"]) == (112e6, "£", REPORT)
    assert first["text"][slice(*first["key"])] == "£112 million"
    assert (first["page"], first["page_label"], first["section"]) == (3, "2", "3 Money")
    assert first["newer"] == []


def test_the_period_is_told_as_printed_and_as_dates(on_built: Command) -> None:
    first = on_built("figures", "agency staff cost", "--json").json[0]
    assert "2022/23" in first["period"]
    assert (first["period_start"], first["period_end"]) == ("2022-04-01", "2023-03-31")


def test_people_read_the_words_and_where_they_stand(on_built: Command) -> None:
    out = on_built("figures", "maintenance backlog").out.splitlines()
    assert out[0].startswith("1. £112 million: ")
    assert out[0].endswith("(no period stated)")
    assert "£112 million" in out[1] and out[1].startswith("   “")
    assert out[2] == "   Finding of a report"
    assert out[3].startswith("   Ward Foundation, The bed review, 18 July 2024, page 2")


def test_who_says_a_figure(on_built: Command) -> None:
    rows = on_built("figures", "who says 94.6 per cent?", "--json").json
    assert [(row["document"], row["value"]) for row in rows] == [(REPORT, 94.6)]


def test_nothing_found_is_no_failure(on_built: Command) -> None:
    done = on_built("figures", "zeppelin tariff", "--json")
    assert (done.status, done.json, done.err) == (0, [], NOTHING + "\n")
    done = on_built("figures", "zeppelin tariff")
    assert (done.status, done.out, done.err) == (0, NOTHING + "\n", "")


def test_filters(on_built: Command) -> None:
    def documents(text: str, *flags: str) -> set[str]:
        rows = on_built("figures", text, "--json", *flags).json
        return {row["document"] for row in rows}

    assert documents("patients", "--kind", "guidance") == {GUIDANCE}
    assert documents("beds", "--publisher", "Ward Foundation", "--unit", "beds") == {REPORT}
    assert documents("beds", "--document", REPORT, "--from", "2022", "--to", "2023-03") == {REPORT}
    assert documents("beds", "--from", "2040") == set()
    assert len(on_built("figures", "sickness absence", "--count", "1", "--json").json) == 1


def test_by_period_the_newest_comes_first(on_built: Command) -> None:
    rows = on_built("figures", "beds trust agency", "--by-period", "--json").json
    ends = [row["period_end"] or "" for row in rows]
    assert ends == sorted(ends, reverse=True)
    assert len(set(ends)) > 1


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--unit", "furlongs"], "No figure has the unit “furlongs”. There is: "),
        (["--kind", "poem"], "There is no kind “poem”"),
        (["--from", "soon"], "The date “soon” for --from"),
    ],
    ids=["unit", "kind", "date"],
)
def test_what_there_is_not_is_said(on_built: Command, flags: list[str], words: str) -> None:
    done = on_built("figures", "beds", *flags)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith(words)
    assert is_sentence(done.err)


@pytest.mark.parametrize(
    "arguments", [[], ["beds", "--count", "0"], ["beds", "--csv", "a", "--word", "b"]]
)
def test_wrong_usage(on_built: Command, arguments: list[str]) -> None:
    assert on_built("figures", *arguments).status == 2


def test_without_an_index(run: Command, settings: Settings) -> None:
    done = run("figures", "beds", *folders(settings))
    assert done.status == 1
    assert is_sentence(done.err)


def test_a_table_for_a_spreadsheet(on_built: Command, tmp_path: Path) -> None:
    file = tmp_path / "figures.csv"
    assert on_built("figures", "sickness absence", "--csv", file).status == 0
    written = file.read_bytes().decode()
    rows = list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"), newline="")))
    assert [(row["value"], row["unit"], row["page"]) for row in rows] == [
        ("5.1", "%", "2"), ("6.2", "%", "2"),
    ]  # fmt: skip


def test_a_word_file(on_built: Command, tmp_path: Path) -> None:
    file = tmp_path / "figures.docx"
    assert on_built("figures", "sickness absence", "--word", file).status == 0
    (table,) = docx.Document(str(file)).tables
    assert [row.cells[0].text for row in table.rows] == ["Figure", "5.1%", "6.2%"]


def test_a_file_that_cannot_be_written(on_built: Command, tmp_path: Path) -> None:
    done = on_built("figures", "beds", "--csv", tmp_path / "none" / "figures.csv")
    assert (done.status, done.out) == (1, "")
    assert is_sentence(done.err)
