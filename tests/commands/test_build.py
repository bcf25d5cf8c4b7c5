"""`build`, as docs/contract.md promises it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.index.lock import build_lock
from assistant.settings import Settings
from tests.commands.runs import Command, folders, is_sentence
from tests.corpora import GUIDANCE, OPINION, PATHS, REPORT, write


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
