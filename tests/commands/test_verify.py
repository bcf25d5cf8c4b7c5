"""`nhs-assistant verify`: from an answer or an export to what has become of its citations."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import docx
import pytest

from assistant.settings import Settings
from tests.commands.runs import BEDS, Command, folders, is_sentence


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


@pytest.mark.parametrize(
    ("column", "told"),
    [
        ("figure", "97 beds"), ("value", "97"), ("unit", "people"), ("direction", "rise"),
        ("measure", "wards"), ("period", "2031"), ("document", "The Lancet"), ("page", "99"),
        ("reference", "The Lancet, 2024, page 1"), ("published", "2031"),
    ],
)  # fmt: skip
def test_an_edited_table_of_figures(
    on_built: Command, table: Path, tmp_path: Path, column: str, told: str
) -> None:
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0][column] != told
    rows[0][column] = told
    edited = tmp_path / "edited.csv"
    with edited.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    done = on_built("verify", edited, "--json")
    first = done.json["citations"][0]
    assert (done.status, done.json["sound"], done.json["edited"]) == (3, False, 1)
    assert (first["state"], first["shown"]) == ("stands", "edited")
    assert told in first["shown_words"]


@pytest.fixture
def table(on_built: Command, tmp_path: Path) -> Path:
    on_built("figures", "beds the trust closed", "--csv", tmp_path / "f.csv")
    return tmp_path / "f.csv"


@pytest.mark.parametrize(
    "edit", [{"value": 97.0}, {"key": [0, 3]}, {"reference": "The Lancet"}, {"measure": "wards"},
             {"title": "Other"}, {"basis": "official statistic"}]
)  # fmt: skip
def test_edited_figures_in_json(on_built: Command, tmp_path: Path, edit: dict[str, object]) -> None:
    rows = on_built("figures", "beds the trust closed", "--json").json
    file = tmp_path / "f.json"
    file.write_text(json.dumps([rows[0] | edit]))
    done = on_built("verify", file, "--json")
    assert (done.status, done.json["sound"], done.json["edited"]) == (3, False, 1)
    said = on_built("verify", file).out
    assert "what the documents do not" in said
    assert f"\n   {rows[0]['reference']}\n" in said


def test_a_row_without_a_receipt_is_not_sound(on_built: Command, answer: Path) -> None:
    content = json.loads(answer.read_text())
    content["quotes"].append(content["quotes"][0] | {"text": "All is well.", "start": "4"})
    answer.write_text(json.dumps(content))
    done = on_built("verify", answer, "--json")
    assert (done.status, done.json["unproved"]) == (3, ["All is well."])


def test_a_quote_left_out_of_a_paper_does_not_count(on_built: Command, tmp_path: Path) -> None:
    file = tmp_path / "f.docx"
    on_built("figures", "beds the trust closed", "--word", file)
    document = docx.Document(str(file))
    quote = next(each for each in document.paragraphs if each.style and each.style.name == "Quote")
    quote._p.getparent().remove(quote._p)
    document.save(str(file))
    done = on_built("verify", file, "--json")
    assert (done.status, done.json["sound"]) == (0, True)
    assert "left out" in {each["shown"] for each in done.json["citations"]}


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
