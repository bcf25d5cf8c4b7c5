"""`evaluate`, as docs/contract.md promises it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.runs import BEDS, Command, is_sentence, lines
from tests.corpora import CLOSED

SCORES = {"right_at_1", "right_at_3", "list_coverage", "refused", "false_refusals", "verbatim"}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    file = tmp_path / "gold.jsonl"
    file.write_text(
        lines(
            {"id": "g1", "type": "number", "question": BEDS, "follow_up_to": None,
             "answerable": True,
             "answers": [{"document": "bed-review", "page": 1, "quote": CLOSED, "span": "214"}]},
            {"id": "g2", "type": "none", "question": "What is the tariff of the zeppelin?",
             "follow_up_to": None, "answerable": False, "answers": []},
        ), encoding="utf-8",
    )  # fmt: skip
    return file


def test_evaluate_gives_the_measures(on_built: Command, gold: Path) -> None:
    done = on_built("evaluate", gold, "--json")
    assert (done.status, done.err) == (0, "")
    assert {name: done.json[name] for name in SCORES} == {
        "right_at_1": 1.0, "right_at_3": 1.0, "list_coverage": None, "refused": 1.0,
        "false_refusals": 0.0, "verbatim": 1.0,
    }  # fmt: skip
    assert done.json["questions"] == 2
    assert [row["id"] for row in done.json["outcomes"]] == ["g1", "g2"]


def test_evaluate_in_plain_words(on_built: Command, gold: Path) -> None:
    out = on_built("evaluate", gold).out
    for words in ("right@1             1.000   0.207-1.000 of 1", "list coverage       none",
                  "false refusals      0.000", "median quote words  11.000"):  # fmt: skip
        assert words in out
    assert "calibration" not in out


def test_evaluate_shows_calibration_when_asked(on_built: Command, gold: Path) -> None:
    assert "over the 1 that got an answer" in on_built("evaluate", gold, "--calibration").out
    assert on_built("evaluate", gold, "--json").json["calibration"]["questions"] == 1


def test_a_run_is_saved_and_compared_with(on_built: Command, gold: Path, tmp_path: Path) -> None:
    run = tmp_path / "run.json"
    first = on_built("evaluate", gold, "--save", run, "--json")
    assert (first.status, first.err) == (0, "")
    assert "against" not in first.json
    saved = json.loads(run.read_text("utf-8"))
    assert saved["outcomes"] == first.json["outcomes"]
    saved["index_version"] = "earlier"
    saved["outcomes"][0]["right"][0] = False
    run.write_text(json.dumps(saved), encoding="utf-8")

    second = on_built("evaluate", gold, "--against", run, "--json").json["against"]
    assert second["index_version"] == "earlier"
    change = second["measures"]["right_at_1"]
    assert (change["before"], change["now"], change["p"]) == (0, 1, 1)
    assert (change["better"], change["worse"]) == (["g1"], [])
    plain = on_built("evaluate", gold, "--against", run).out
    assert "against the run on index version earlier" in plain
    assert "right@1, better: g1" in plain


def test_what_is_wrong_with_a_run_is_told_before_anything_is_asked(
    run: Command, gold: Path, tmp_path: Path
) -> None:
    """There is no index here: whoever went on to ask would say so instead."""
    nowhere = ["--index", tmp_path / "none"]
    against = run("evaluate", gold, "--against", gold, *nowhere)
    assert (against.status, against.out) == (1, "")
    assert is_sentence(against.err)
    assert f"{gold} is not a run" in against.err
    save = run("evaluate", gold, "--save", gold, *nowhere)
    assert (save.status, save.out) == (1, "")
    assert is_sentence(save.err)
    assert "holds the questions" in save.err
    assert gold.read_text("utf-8").count("\n") == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [(None, "cannot be read"), ("", "holds no questions"), ("{}\n", "line 1"),
     ("not JSON\n", "line 1")],
    ids=["missing", "empty", "no question", "no JSON"],
)  # fmt: skip
def test_evaluate_with_a_bad_question_file(
    on_built: Command, tmp_path: Path, text: str | None, words: str
) -> None:
    file = tmp_path / "questions.jsonl"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    done = on_built("evaluate", file, "--json")
    assert (done.status, done.out) == (1, "")
    assert words in done.err
    assert str(file) in done.err
    assert done.err.count("\n") == 1
