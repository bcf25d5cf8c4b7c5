"""`ask --jsonl`, as docs/contract.md promises it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import cli
from assistant.answer.assistant import Assistant
from assistant.commands.opening import open_assistant
from assistant.settings import Settings
from tests.commands.runs import ANSWER_KEYS, BEDS, Command, is_sentence, lines


def test_jsonl_answers_line_by_line_in_order(on_built: Command) -> None:
    done = on_built(
        "ask", "--jsonl",
        stdin=lines(
            {"id": "q1", "question": BEDS},
            {"id": 2, "question": "And for mental health trusts?",
             "history": ["What was the sickness absence in acute trusts?"]},
            {"id": "q3", "question": "What is the tariff of the zeppelin?", "history": []},
            {"id": "q4", "question": BEDS, "history": None, "type": "number"},
        ) + "\n  \n",
    )  # fmt: skip
    assert (done.status, done.err) == (0, "")
    assert [row["id"] for row in done.rows] == ["q1", 2, "q3", "q4"]
    assert [row["answered"] for row in done.rows] == [True, True, False, True]
    assert all(set(row) >= ANSWER_KEYS for row in done.rows)
    assert "6.2%" in done.rows[1]["quotes"][0]["text"]
    assert "sickness absence" in done.rows[1]["understood"]
    assert done.rows[0]["quotes"] == done.rows[3]["quotes"]


def test_jsonl_prints_each_answer_before_it_reads_on(
    built: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[int] = []

    def asking() -> object:
        for number in range(3):
            printed.append(len(capsys.readouterr().out.splitlines()))
            yield lines({"id": number, "question": BEDS})

    monkeypatch.setattr("sys.stdin", asking())
    assert cli.main(["ask", "--jsonl", "--index", str(built.index)]) == 0
    assert printed == [0, 1, 1]


def test_jsonl_loads_the_models_once(on_built: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Settings] = []

    def counted(settings: Settings) -> Assistant:
        opened.append(settings)
        return open_assistant(settings)

    monkeypatch.setattr("assistant.commands.ask.open_assistant", counted)
    done = on_built("ask", "--jsonl", stdin=lines(*[{"id": n, "question": BEDS} for n in range(3)]))
    assert len(done.rows) == 3
    assert len(opened) == 1


def test_jsonl_goes_on_after_a_bad_question(on_built: Command) -> None:
    questions = ["", "x" * 5000, "???", "1234", BEDS]
    done = on_built(
        "ask",
        "--jsonl",
        stdin=lines(*[{"id": at, "question": q} for at, q in enumerate(questions)]),
    )
    assert (done.status, done.err) == (0, "")
    assert [row["id"] for row in done.rows] == [0, 1, 2, 3, 4]
    for row in done.rows[:4]:
        assert set(row) >= ANSWER_KEYS
        assert (row["answered"], row["quotes"], row["related"]) == (False, [], [])
        assert row["error"].endswith(".")
    assert done.rows[4]["answered"]
    assert "error" not in done.rows[4]


@pytest.mark.parametrize(
    "line",
    [
        "not JSON", "[]", '"a question"', "null", "7", "{}", '{"id": "q2"}', '{"question": 7}',
        '{"question": null}', '{"question": "Beds?", "history": "Why?"}',
        '{"question": "Beds?", "history": [1]}', '{"question": "Beds?", "history": {"a": "b"}}',
        '{"question": "Beds?"', "\x00", '{"question": "Beds?", "filters": ["report"]}',
    ],
)  # fmt: skip
def test_jsonl_names_the_line_that_is_malformed(on_built: Command, line: str) -> None:
    first = lines({"id": "q1", "question": BEDS})
    done = on_built("ask", "--jsonl", stdin=f"{first}\n{line}\n{first}")
    assert done.status == 1
    assert [row["id"] for row in done.rows] == ["q1"]
    assert is_sentence(done.err)
    assert done.err.startswith("Line 3 of standard input")


def test_jsonl_answers_whatever_json_can_say(on_built: Command) -> None:
    """A lone surrogate is valid JSON, but no text that can be written or embedded."""
    stdin = '{"id": "q\\ud800", "question": "How many beds did the trust close \\ud800?"}\n'
    done = on_built("ask", "--jsonl", stdin=stdin + lines({"id": "q2", "question": BEDS}))
    assert (done.status, done.err) == (0, "")
    assert len(done.rows) == 2
    assert all(row["answered"] for row in done.rows)


def test_jsonl_without_an_index(run: Command, tmp_path: Path) -> None:
    stdin = lines({"id": "q1", "question": BEDS})
    done = run("ask", "--jsonl", "--index", tmp_path, stdin=stdin)
    assert (done.status, done.out) == (1, "")
    assert "`nhs-assistant build`" in done.err


def test_jsonl_of_nothing_answers_nothing(on_built: Command) -> None:
    done = on_built("ask", "--jsonl", stdin="\n")
    assert (done.status, done.out, done.err) == (0, "", "")


def test_jsonl_takes_filters_for_each_line(on_built: Command) -> None:
    done = on_built(
        "ask", "--jsonl", "--kind", "guidance",
        stdin=lines(
            {"id": 1, "question": BEDS, "filters": {"kinds": ["report"], "findings_only": True}},
            {"id": 2, "question": BEDS},
            {"id": 3, "question": BEDS, "filters": {"kinds": ["reports"]}},
            {"id": 4, "question": BEDS, "filters": {"sort": "date"}},
            {"id": 5, "question": BEDS, "filters": {}},
        ),
    )  # fmt: skip
    assert (done.status, done.err) == (0, "")
    assert [row["answered"] for row in done.rows] == [True, False, False, False, True]
    assert {quote["kind"] for quote in done.rows[1]["related"]} == {"guidance"}
    assert "There is no kind “reports”" in done.rows[2]["error"]
    assert "There is no filter “sort”" in done.rows[3]["error"]
