from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from assistant.errors import CorpusError
from assistant.ingest.corpus import corpus_files, read_catalogue
from assistant.ingest.draft import Facts


def fill(folder: Path, *paths: str) -> Path:
    for path in paths:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("Beds.")
    return folder


def catalogue(folder: Path, text: str) -> Path:
    file = folder / "catalogue.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_files_are_found_in_any_folder_in_the_order_of_their_paths(tmp_path: Path) -> None:
    fill(tmp_path, "b.txt", "a/z.md", "a/b/c.pdf", "Ä.txt")
    assert [file.path for file in corpus_files(tmp_path)] == [
        "a/b/c.pdf",
        "a/z.md",
        "b.txt",
        "Ä.txt",
    ]


@pytest.mark.parametrize(
    "path",
    [".hidden.txt", ".git/a.txt", "~$open.docx", "catalogue.toml", "README.md", "a/.DS_Store"],
)
def test_files_that_are_no_documents(tmp_path: Path, path: str) -> None:
    fill(tmp_path, "beds.txt")
    fill(tmp_path, path) if path != "catalogue.toml" else catalogue(tmp_path, "")
    assert [file.path for file in corpus_files(tmp_path)] == ["beds.txt"]


@pytest.mark.parametrize("path", ["a/README.md", "table.xlsx", "no-ending"])
def test_files_that_are_looked_at(tmp_path: Path, path: str) -> None:
    assert [file.path for file in corpus_files(fill(tmp_path, path))] == [path]


def test_the_hash_is_of_the_content(tmp_path: Path) -> None:
    (file,) = corpus_files(fill(tmp_path, "a.txt"))
    assert file.sha256() == hashlib.sha256(b"Beds.").hexdigest()


def test_no_folder_and_no_files_are_said(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="There is no corpus folder"):
        corpus_files(tmp_path / "none")
    with pytest.raises(CorpusError, match=r"is empty\. Put documents into it"):
        corpus_files(tmp_path)


ENTRY = """
["a.txt"]
title = "Beds"
kind = "plan"
authors = ["Ann Lee"]
publisher = "Ward Foundation"
published = "2024-07"
questions = ["How many?"]
"""


def test_an_entry_gives_facts_and_questions(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "b.txt")
    catalogue(tmp_path, ENTRY)
    a, b = (file.entry for file in corpus_files(tmp_path))
    assert a.facts == Facts("Beds", "plan", ("Ann Lee",), "Ward Foundation", "2024-07")
    assert a.questions == ("How many?",)
    assert b.facts == Facts()
    assert b.questions == ()


def test_the_key_changes_with_the_entry_and_not_with_its_order(tmp_path: Path) -> None:
    def key(text: str) -> str:
        return read_catalogue(catalogue(tmp_path, text))["a.txt"].key

    assert key('["a.txt"]\ntitle = "A"\nkind = "plan"') == key(
        '["a.txt"]\nkind = "plan"\ntitle = "A"'
    )
    assert key('["a.txt"]\ntitle = "A"') != key('["a.txt"]\ntitle = "B"')


def test_no_catalogue_has_no_entries(tmp_path: Path) -> None:
    assert read_catalogue(tmp_path / "catalogue.toml") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a", "cannot be read"),
        ('["a.txt"]\ncolour = "blue"', "and no other field"),
        ('"a.txt" = 3', "and no other field"),
        ('["a.txt"]\ntitle = 3', "title .* must be text"),
        ('["a.txt"]\nauthors = "Ann"', "authors .* must be a list"),
        ('["a.txt"]\nkind = "novel"', 'kind .* is "novel"; it must be one of'),
        ('["a.txt"]\npublished = "July 2024"', "must be a day, month or year"),
        ('["a.txt"]\npublished = "2024-13"', "must be a day, month or year"),
        ('["a.txt"]\npublished = "2024-02-30"', "must be a day, month or year"),
    ],
    ids=["no toml", "field", "no table", "type", "list", "kind", "words", "month", "day"],
)
def test_faults_in_the_catalogue_are_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CorpusError, match=said):
        read_catalogue(catalogue(tmp_path, text))


@pytest.mark.parametrize("published", ["2024", "2024-07", "2024-07-18"])
def test_dates_are_days_months_or_years(tmp_path: Path, published: str) -> None:
    found = read_catalogue(catalogue(tmp_path, f'["a.txt"]\npublished = "{published}"'))
    assert found["a.txt"].facts.published == published
