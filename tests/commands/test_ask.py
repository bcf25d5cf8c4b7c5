"""`ask`, as docs/contract.md promises it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from assistant.settings import Settings
from tests.commands.runs import ANSWER_KEYS, BEDS, QUOTE_KEYS, Command, is_sentence
from tests.corpora import CLOSED, GUIDANCE, REPORT


def test_ask_gives_an_answer_as_promised(on_built: Command, built: Settings) -> None:
    done = on_built("ask", BEDS, "--json")
    assert (done.status, done.err) == (0, "")
    answer = done.json
    assert set(answer) >= ANSWER_KEYS
    assert (answer["question"], answer["answered"]) == (BEDS, True)
    assert answer["index_version"] == (built.index / "CURRENT").read_text("utf-8").strip()
    quote = answer["quotes"][0]
    assert set(quote) >= QUOTE_KEYS
    start, end = quote["key"]
    assert (quote["text"], quote["text"][start:end]) == (CLOSED, "214 beds")
    assert quote["end"] - quote["start"] == len(quote["text"])
    assert {name: quote[name] for name in ("document", "title", "kind", "publisher", "published")} \
        == {"document": REPORT, "title": "The bed review", "kind": "report",
            "publisher": "Ward Foundation", "published": "2024-07-18"}  # fmt: skip
    assert (quote["page"], quote["page_label"], quote["section"]) == (1, "i", "1 Beds")
    assert re.fullmatch(r"[0-9a-f]{64}", quote["sha256"])
    assert quote["reference"] == (
        "Ward Foundation, The bed review, 18 July 2024, page i (page 1 of the file)"
    )


def test_ask_refuses_with_near_misses(on_built: Command) -> None:
    done = on_built("ask", "What is the tariff of the zeppelin?", "--json")
    assert done.status == 0
    assert (done.json["answered"], done.json["quotes"]) == (False, [])
    assert done.json["related"]
    for near in done.json["related"]:
        assert set(near) >= QUOTE_KEYS
        assert near["key"] is None


def test_a_format_without_pages_has_no_page(on_built: Command) -> None:
    quote = on_built("ask", "What is a virtual ward?", "--json").json["quotes"][0]
    assert (quote["document"], quote["page"], quote["page_label"]) == (GUIDANCE, None, None)
    assert quote["section"].endswith("Care at home")


def test_ask_in_plain_words(on_built: Command) -> None:
    done = on_built("ask", BEDS)
    assert (done.status, done.err) == (0, "")
    assert f"“{CLOSED}”" in done.out
    assert "Ward Foundation, The bed review, 18 July 2024, page i (page 1 of the file)" in done.out
    refused = on_built("ask", "What is the tariff of the zeppelin?")
    assert refused.status == 0
    assert "could not find an answer" in refused.out
    assert "not an answer:" in refused.out


@pytest.mark.parametrize("question", ["", "   ", "x" * 5000, "???", "1234"],
                         ids=["empty", "blank", "5000 characters", "marks", "figures"])  # fmt: skip
@pytest.mark.parametrize("form", ["--json", None], ids=["json", "plain"])
def test_a_question_that_cannot_be_asked(
    on_built: Command, question: str, form: str | None
) -> None:
    done = on_built("ask", question, *([form] if form else []))
    assert (done.status, done.out) == (1, "")
    assert is_sentence(done.err)


def test_a_bad_question_is_told_before_the_index_is_opened(run: Command, tmp_path: Path) -> None:
    done = run("ask", "???", "--index", tmp_path)
    assert done.err.startswith("There are no words in the question")


@pytest.mark.parametrize("command", [["ask", BEDS], ["ask", BEDS, "--json"], ["status"],
                                     ["status", "--json"]], ids=" ".join)  # fmt: skip
def test_without_an_index_it_says_how_to_make_one(
    run: Command, tmp_path: Path, command: list[str]
) -> None:
    done = run(*command, "--index", tmp_path / "none")
    assert (done.status, done.out) == (1, "")
    assert is_sentence(done.err)
    assert "`nhs-assistant build`" in done.err
    assert not (tmp_path / "none").exists()


def test_a_damaged_index_says_so(run: Command, built: Settings, tmp_path: Path) -> None:
    shutil.copytree(built.index, tmp_path / "index")
    for catalogue in (tmp_path / "index" / "versions").glob("*/catalogue.sqlite"):
        catalogue.unlink()
    done = run("ask", BEDS, "--index", tmp_path / "index")
    assert (done.status, done.out) == (1, "")
    assert is_sentence(done.err)
    assert "`nhs-assistant build`" in done.err


def test_what_goes_wrong_inside_is_one_sentence(
    on_built: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret internal detail")

    monkeypatch.setattr("assistant.answer.assistant.Assistant.ask", broken)
    done = on_built("ask", BEDS)
    assert (done.status, done.out) == (1, "")
    assert "secret" not in done.err
    assert "Traceback" not in done.err
    assert "ASSISTANT_DEBUG=1" in done.err
    monkeypatch.setenv("ASSISTANT_DEBUG", "1")
    with pytest.raises(RuntimeError, match="secret internal detail"):
        on_built("ask", BEDS)


@pytest.mark.parametrize(
    ("flags", "allowed"),
    [
        (["--kind", "report"], {REPORT}),
        (["--kind", "report", "--kind", "guidance"], {REPORT, GUIDANCE}),
        (["--publisher", "Office for Discharge"], {GUIDANCE}),
        (["--document", GUIDANCE], {GUIDANCE}),
        (["--since", "2025"], {GUIDANCE}),
        (["--until", "2024-07"], {REPORT}),
        (["--findings-only"], {REPORT}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_ask_keeps_to_the_filters(on_built: Command, flags: list[str], allowed: set[str]) -> None:
    done = on_built("ask", BEDS, "--json", *flags)
    assert (done.status, done.err) == (0, "")
    quotes = done.json["quotes"] + done.json["related"]
    assert quotes
    assert {quote["document"] for quote in quotes} <= allowed
    assert done.json["answered"] is (REPORT in allowed)


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--kind", "reports"], "“report”"),
        (["--publisher", "Nobody"], "“Office for Discharge”"),
        (["--document", "none.pdf"], f"“{GUIDANCE}”"),
        (["--since", "July"], "2024-07-18"),
        (["--kind", "plan"], "No document is left"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_filter_that_cannot_be_used_says_what_there_is(
    on_built: Command, monkeypatch: pytest.MonkeyPatch, flags: list[str], said: str
) -> None:
    def opened(*_: object) -> None:
        raise AssertionError("no model needs to be loaded to say so")

    monkeypatch.setattr("assistant.commands.ask.open_assistant", opened)
    done = on_built("ask", BEDS, *flags)
    assert (done.status, done.out) == (1, "")
    assert is_sentence(done.err)
    assert said in done.err


def test_ask_in_plain_words_says_what_stands_behind_a_quote(on_built: Command) -> None:
    assert "Finding of a report" in on_built("ask", BEDS).out
