"""`nhs-assistant verify`: from an answer or an export to what has become of its citations."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from assistant.settings import Settings
from tests.cli.runs import BEDS, Command, folders, is_sentence


@pytest.fixture
def answer(on_built: Command, tmp_path: Path) -> Path:
    file = tmp_path / "answer.json"
    file.write_text(on_built("ask", BEDS, "--json").out)
    return file


@pytest.fixture
def no_embedder(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(model: str = "") -> None:
        raise AssertionError("a model was loaded")

    for place in ("index.embedder", "answer.assistant", "ledger.ledger"):
        monkeypatch.setattr(f"assistant.{place}.SentenceEmbedder", refuse)


def test_an_answer_stands(on_built: Command, answer: Path, no_embedder: None) -> None:
    done = on_built("verify", answer)
    assert done.status == 0
    assert "1. Stands: “The trust closed 214 beds" in done.out
    assert done.err == ""


def test_as_json(on_built: Command, answer: Path) -> None:
    done = on_built("verify", answer, "--json")
    quote = json.loads(answer.read_text())["quotes"][0]
    found = done.json
    assert (done.status, found["sound"], found["changed"], found["gone"]) == (0, True, 0, 0)
    first = found["citations"][0]
    assert first["state"] == "stands"
    for name in ("text", "document", "page", "start", "end", "sha256", "reference"):
        assert first[name] == first["where"][name] == quote[name]


def test_words_that_were_altered(on_built: Command, answer: Path) -> None:
    answer.write_text(answer.read_text().replace("closed 214 beds", "closed 24 beds"))
    done = on_built("verify", answer)
    assert done.status == 3
    assert "1. Changed" in done.out
    assert "Similar words, not the same: “The trust closed 214 beds" in done.out
    with_json = on_built("verify", answer, "--json")
    assert (with_json.status, with_json.json["sound"]) == (3, False)
    assert is_sentence(with_json.err)


def test_a_file_that_changed_since_the_build_is_named(
    run: Command, built: Settings, answer: Path, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(built.corpus, corpus)
    cited = json.loads(answer.read_text())["quotes"][0]["document"]
    (corpus / cited).write_bytes(b"%PDF-1.7")
    done = run("verify", answer, "--json", "--corpus", corpus, "--index", built.index)
    assert done.json["stale"] == [cited]


@pytest.mark.parametrize(
    ("command", "flag", "name"),
    [("figures", "--csv", "f.csv"), ("figures", "--word", "f.docx"), ("check", "--word", "c.docx")],
)
def test_exports_of_the_command_line(
    on_built: Command, tmp_path: Path, command: str, flag: str, name: str
) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("The trust closed 214 beds between April 2022 and March 2023.")
    about = "beds the trust closed" if command == "figures" else draft
    made = on_built(command, about, flag, tmp_path / name, "--json")
    assert {row["index_version"] for row in made.json}
    done = on_built("verify", tmp_path / name, "--json")
    assert (done.status, done.json["sound"]) == (0, True)
    assert done.json["stands"] == len(done.json["citations"]) > 0
    as_json = tmp_path / "found.json"
    as_json.write_text(made.out)
    assert on_built("verify", as_json).status == 0


def test_what_is_wrong_gets_a_sentence(on_built: Command, run: Command, tmp_path: Path) -> None:
    done = on_built("verify", tmp_path / "nothing.docx")
    assert (done.status, done.out) == (1, "")
    assert is_sentence(done.err)
    other = tmp_path / "minutes.txt"
    other.write_text("These are the minutes.")
    assert is_sentence(on_built("verify", other).err)
    assert on_built("verify").status == 2


def test_no_index(run: Command, settings: Settings, answer: Path) -> None:
    done = run("verify", answer, *folders(settings))
    assert done.status == 1
    assert "There is no index" in done.err
