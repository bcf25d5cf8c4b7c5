"""What docs/contract.md promises of the command line."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant import cli
from assistant.answer.assistant import Assistant
from assistant.index.build import build
from assistant.index.embedder import SentenceEmbedder
from assistant.index.versions import build_lock
from assistant.settings import Settings
from tests.corpora import CLOSED, GUIDANCE, OPINION, PATHS, REPORT, write
from tests.embedders import HashedWords

ANSWER_KEYS = {
    "question", "answered", "confidence", "index_version", "seconds", "quotes", "related",
}  # fmt: skip
QUOTE_KEYS = {
    "text", "key", "document", "title", "kind", "publisher", "published", "page", "page_label",
    "section", "start", "end", "sha256", "reference",
}  # fmt: skip
SCORES = {"right_at_1", "right_at_3", "list_coverage", "refused", "false_refusals", "verbatim"}
BEDS = "How many beds did the trust close?"


@pytest.fixture(autouse=True)
def no_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line finds the embedder of the tests where it would find the real one."""

    def embedder(model: str = "") -> HashedWords:
        return HashedWords()

    monkeypatch.setattr("assistant.index.embedder.SentenceEmbedder", embedder)
    monkeypatch.setattr("assistant.answer.assistant.SentenceEmbedder", embedder)
    for name in ("ASSISTANT_CORPUS", "ASSISTANT_INDEX", "ASSISTANT_MODEL", "ASSISTANT_DEBUG"):
        monkeypatch.delenv(name, raising=False)


class Run:
    """One run of a command: its exit status and what it printed."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def json(self) -> Any:  # noqa: ANN401 - JSON is anything
        """The one JSON value on standard output; fails where there is more or less."""
        return json.loads(self.out)

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Command = Callable[..., Run]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    def run_it(*arguments: object, stdin: str | None = None) -> Run:
        if stdin is not None:
            monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        try:
            status = cli.main([str(argument) for argument in arguments])
        except SystemExit as stop:  # argparse
            status = int(stop.code or 0)
        captured = capsys.readouterr()
        return Run(status, captured.out, captured.err)

    return run_it


@pytest.fixture
def on_built(run: Command, built: Settings) -> Command:
    """Runs a command over the index that is shared."""
    return lambda *arguments, stdin=None: run(
        *arguments, "--corpus", built.corpus, "--index", built.index, stdin=stdin
    )


def folders(settings: Settings) -> list[object]:
    return ["--corpus", settings.corpus, "--index", settings.index]


def is_sentence(text: str) -> bool:
    return re.fullmatch(r"[A-Z/][^\n]*\.\n", text) is not None


def lines(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


# --- build ----------------------------------------------------------------------------------------


def test_build_says_what_it_did(run: Command, settings: Settings) -> None:
    write(settings.corpus, "broken.pdf", b"%PDF-1.4 broken")
    first = run("build", "--json", *folders(settings))
    assert (first.status, first.err) == (0, "")
    assert set(first.json) == {"version", "documents", "passages", "seconds"}
    documents = {row["path"]: row for row in first.json["documents"]}
    assert set(documents) == {*PATHS, "broken.pdf"}
    for row in documents.values():
        assert {"path", "status", "reason", "pages", "passages"} <= set(row)
    assert documents["broken.pdf"]["status"] == "failed"
    assert documents["broken.pdf"]["reason"] == "damaged"
    assert documents["broken.pdf"]["detail"].endswith(".")
    assert documents[REPORT]["status"] == "added"
    assert (documents[REPORT]["pages"], documents[GUIDANCE]["pages"]) == (3, None)
    assert first.json["passages"] == sum(row["passages"] for row in documents.values())

    again = run("build", "--json", *folders(settings))
    assert again.json["version"] == first.json["version"]
    assert {row["status"] for row in again.json["documents"]} == {"unchanged", "failed"}

    (settings.corpus / OPINION).unlink()
    (settings.corpus / "broken.pdf").unlink()
    (settings.corpus / GUIDANCE).write_text("# New\n\nSomething new.\n", encoding="utf-8")
    third = run("build", "--json", *folders(settings))
    assert {row["path"]: row["status"] for row in third.json["documents"]} == {
        OPINION: "removed", "broken.pdf": "removed", GUIDANCE: "updated", REPORT: "unchanged",
    }  # fmt: skip
    assert (
        run("build", "--full", "--json", *folders(settings)).json["version"]
        > (third.json["version"])
    )


def test_build_in_plain_words(run: Command, settings: Settings) -> None:
    write(settings.corpus, "broken.pdf", b"%PDF-1.4 broken")
    first = run("build", *folders(settings))
    assert (first.status, first.err) == (0, "")
    assert f"added      {REPORT}" in first.out
    assert re.search(r"failed +broken\.pdf: .+ \(damaged\)", first.out)
    assert re.search(
        r"Version \w+: \d+ passages, 1 document failed, in [\d.]+ seconds\.", first.out
    )
    assert "unchanged  3 documents" in run("build", *folders(settings)).out


@pytest.mark.parametrize("how", ["missing", "empty"])
def test_build_without_a_corpus(run: Command, tmp_path: Path, how: str) -> None:
    corpus = tmp_path / "documents"
    if how == "empty":
        corpus.mkdir()
    done = run("build", "--json", "--corpus", corpus, "--index", tmp_path / "index")
    assert (done.status, done.out) == (1, "")
    assert is_sentence(done.err)
    assert str(corpus) in done.err


def test_build_while_another_is_running(run: Command, settings: Settings) -> None:
    with build_lock(settings.index):
        done = run("build", *folders(settings))
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("Another build of the index in")


def test_build_with_a_fault_in_catalogue_toml(run: Command, settings: Settings) -> None:
    write(settings.corpus, "catalogue.toml", '["a.md"]\nkind = "novel"\n')
    done = run("build", *folders(settings))
    assert done.status == 1
    assert is_sentence(done.err)
    assert "catalogue.toml" in done.err


def test_build_into_a_folder_that_cannot_be_made(run: Command, settings: Settings) -> None:
    in_the_way = write(settings.corpus.parent, "file", "no folder")
    done = run("build", "--corpus", settings.corpus, "--index", in_the_way / "index")
    assert (done.status, done.out) == (1, "")
    assert is_sentence(done.err)
    assert str(in_the_way) in done.err


# --- ask ------------------------------------------------------------------------------------------


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
    assert (quote["text"], quote["text"][start:end]) == (CLOSED, "214")
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
    (tmp_path / "index" / "CURRENT").write_text("20200101T000000\n", encoding="utf-8")
    done = run("ask", BEDS, "--index", tmp_path / "index")
    assert (done.status, done.out) == (1, "")
    assert is_sentence(done.err)
    assert "`nhs-assistant build --full`" in done.err


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


# --- ask --jsonl ----------------------------------------------------------------------------------


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
    open_one = cli._open

    def counted(settings: Settings) -> Assistant:
        opened.append(settings)
        return open_one(settings)

    monkeypatch.setattr(cli, "_open", counted)
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
        '{"question": "Beds?"', "\x00",
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


# --- status ---------------------------------------------------------------------------------------


def test_status_says_what_is_indexed(on_built: Command, built: Settings) -> None:
    done = on_built("status", "--json")
    assert (done.status, done.err) == (0, "")
    found = done.json
    assert set(found) >= {"version", "built", "documents", "failed", "passages", "models", "stale"}
    assert found["version"] == (built.index / "CURRENT").read_text("utf-8").strip()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", found["built"])
    assert [row["path"] for row in found["documents"]] == list(PATHS)
    assert found["documents"][2]["pages"] == 3
    assert found["passages"] == sum(row["passages"] for row in found["documents"])
    assert found["models"]["embedding"] == HashedWords().name
    assert (found["failed"], found["stale"]) == ([], [])


def test_status_says_what_is_stale_or_failed(run: Command, settings: Settings) -> None:
    write(settings.corpus, "broken.pdf", b"%PDF-1.4 broken")
    build(settings, HashedWords())
    (settings.corpus / OPINION).unlink()
    done = run("status", "--json", *folders(settings))
    assert done.json["stale"] == [OPINION]
    assert [(row["path"], row["reason"]) for row in done.json["failed"]] == [
        ("broken.pdf", "damaged")
    ]
    plain = run("status", *folders(settings))
    assert plain.status == 0
    assert re.search(r"failed: broken\.pdf: .+\.", plain.out)
    assert f"changed since the build: {OPINION}" in plain.out
    assert "The bed review (report, 18 July 2024)" in plain.out


# --- evaluate -------------------------------------------------------------------------------------


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
    for words in ("right@1         1.000", "false refusals  0.000", "verbatim        1.000"):
        assert words in out


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


# --- folders and usage ----------------------------------------------------------------------------


def test_the_folders_may_stand_before_or_after_the_command(run: Command, built: Settings) -> None:
    after = run("status", "--json", *folders(built))
    before = run(*folders(built), "status", "--json")
    mixed = run("--index", built.index, "status", "--corpus", built.corpus, "--json")
    assert after.json == before.json == mixed.json
    assert after.json["stale"] == []


def test_the_folder_after_the_command_wins(run: Command, built: Settings, tmp_path: Path) -> None:
    done = run("--index", tmp_path, "status", "--json", *folders(built))
    assert done.status == 0


def test_the_folders_may_stand_in_the_environment(
    run: Command, built: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_CORPUS", str(built.corpus))
    monkeypatch.setenv("ASSISTANT_INDEX", str(built.index))
    assert run("status", "--json").json["stale"] == []
    other = tmp_path / "other"
    assert str(other) in run("status", "--index", other).err


def test_without_either_the_folders_here_are_used(
    run: Command, built: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(built.corpus.parent)
    assert run("status", "--json").json["stale"] == []


@pytest.mark.parametrize(
    "arguments",
    [[], ["frobnicate"], ["ask"], ["ask", "one", "two"], ["ask", BEDS, "--colour"], ["evaluate"],
     ["build", "now"], ["status", "--corpus"], ["--json"]],
    ids=lambda arguments: " ".join(arguments) or "nothing",
)  # fmt: skip
def test_wrong_usage_is_2(run: Command, arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err.strip()


@pytest.mark.parametrize("arguments", [["--help"], ["ask", "--help"], ["build", "--help"]],
                         ids=" ".join)  # fmt: skip
def test_help_is_on_standard_output(run: Command, arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.status, done.err) == (0, "")
    assert "nhs-assistant" in done.out
    assert "--index DIR" in done.out


# --- as a process ---------------------------------------------------------------------------------

ROOT = Path(__file__).parents[1]
HEAVY = ("torch", "sentence_transformers", "transformers", "faiss", "streamlit")
WATCHED = f"""
import sys
from assistant.cli import main
try:
    status = main(sys.argv[1:])
except SystemExit as stop:
    status = stop.code
print(*[name for name in {HEAVY} if name in sys.modules], file=sys.stderr)
sys.exit(status)
"""


def process(*arguments: object, code: str | None = None, **options: Any) -> Any:  # noqa: ANN401
    start = ["-c", code] if code else ["-m", "assistant"]
    environment = {**os.environ, **options.pop("env", {})}
    return subprocess.run(
        [sys.executable, *start, *(str(argument) for argument in arguments)],
        cwd=ROOT, capture_output=True, timeout=120, check=False, env=environment, **options,
    )  # fmt: skip


@pytest.fixture(scope="session")
def built_for_the_real_model(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An index that bears the real model's name, so that a process has nothing to do."""
    from tests.conftest import read_here
    from tests.corpora import write_corpus

    folder = tmp_path_factory.mktemp("real")
    settings = Settings(corpus=write_corpus(folder / "corpus"), index=folder / "index")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assistant.ingest.read.read_documents", read_here)
        build(settings, HashedWords(SentenceEmbedder().name))
    return settings


@pytest.mark.parametrize(
    "arguments", [["--help"], ["status", "--json"], ["build", "--json"]], ids=" ".join
)
def test_what_needs_no_model_loads_none(
    built_for_the_real_model: Settings, arguments: list[str]
) -> None:
    done = process(*folders(built_for_the_real_model), *arguments, code=WATCHED)
    assert done.returncode == 0
    assert done.stderr.decode().split() == []
    if "--json" in arguments:
        assert json.loads(done.stdout)["passages"] > 0


def test_the_process_is_the_command(tmp_path: Path) -> None:
    done = process("ask", BEDS, "--index", tmp_path)
    assert (done.returncode, done.stdout) == (1, b"")
    assert is_sentence(done.stderr.decode())
    assert process("ask").returncode == 2


def test_the_output_is_utf_8_whatever_the_terminal(built_for_the_real_model: Settings) -> None:
    write(built_for_the_real_model.corpus, "zażółć.md", "# Ω\n\nNew.\n")
    done = process(
        "status", "--json", *folders(built_for_the_real_model), env={"PYTHONIOENCODING": "latin-1"}
    )
    (built_for_the_real_model.corpus / "zażółć.md").unlink()
    assert done.returncode == 0
    assert json.loads(done.stdout.decode("utf-8"))["stale"] == ["zażółć.md"]


def test_a_line_that_is_no_utf_8_is_named(built_for_the_real_model: Settings) -> None:
    stdin = b'\n{"question": "\xff\xfe"}\n'
    done = process("ask", "--jsonl", *folders(built_for_the_real_model), input=stdin)
    assert (done.returncode, done.stdout) == (1, b"")
    assert is_sentence(done.stderr.decode())
    assert done.stderr.decode().startswith("Line 2 of standard input")


@pytest.mark.models
def test_build_and_ask_with_the_real_model(tmp_path: Path) -> None:
    from tests.corpora import write_corpus

    settings = Settings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index")
    made = process("build", "--json", *folders(settings))
    assert (made.returncode, made.stderr) == (0, b"")
    assert {row["status"] for row in json.loads(made.stdout)["documents"]} == {"added"}
    done = process(
        "ask", "--jsonl", *folders(settings),
        input=lines({"id": "q1", "question": BEDS}, {"id": "q2", "question": "???"}).encode(),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    first, second = [json.loads(line) for line in done.stdout.splitlines()]
    assert CLOSED in [quote["text"] for quote in first["quotes"] + first["related"]]
    assert (second["id"], second["answered"], bool(second["error"])) == ("q2", False, True)
