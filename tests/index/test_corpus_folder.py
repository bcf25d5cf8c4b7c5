"""The corpus folder and its catalogue.toml, as a build sees them."""

from __future__ import annotations

import shutil

import pytest

from assistant.errors import CorpusError
from assistant.index.build import build
from assistant.settings import Settings
from tests.corpora import (
    CLOSED,
    GUIDANCE,
    OPINION,
    REPORT,
    write,
)
from tests.embedders import CountingEmbedder, HashedWords
from tests.index.asking import (
    answers,
    catalogue_of,
    content_of,
    statuses,
)


def test_a_missing_corpus_says_what_to_do(settings: Settings) -> None:
    missing = Settings(settings.corpus / "nowhere", settings.index)
    with pytest.raises(CorpusError, match=r"There is no corpus folder .*nowhere.*--corpus"):
        build(missing, HashedWords())


def test_an_empty_corpus_says_what_to_do(settings: Settings) -> None:
    shutil.rmtree(settings.corpus)
    settings.corpus.mkdir()
    write(settings.corpus, "README.md", "What lies here")
    write(settings.corpus, ".hidden/notes.md", "Not a document")
    with pytest.raises(CorpusError, match=r"is empty\. Put documents into it"):
        build(settings, HashedWords())


def test_an_emptied_corpus_does_not_empty_the_index(settings: Settings) -> None:
    build(settings, HashedWords())
    before = answers(settings)
    shutil.rmtree(settings.corpus)
    settings.corpus.mkdir()
    with pytest.raises(CorpusError):
        build(settings, HashedWords())
    assert answers(settings) == before


def test_catalogue_toml_has_the_last_word(settings: Settings) -> None:
    build(settings, HashedWords())
    document = catalogue_of(settings).document(REPORT)
    assert (document.title, document.kind, document.publisher) == (
        "The bed review", "report", "Ward Foundation",
    )  # fmt: skip
    assert (document.authors, document.published) == (("Ada Marsh",), "2024-07-18")
    text = (settings.corpus / "catalogue.toml").read_text(encoding="utf-8")
    write(settings.corpus, "catalogue.toml", text.replace("The bed review", "Beds, reviewed"))
    embedder = CountingEmbedder()
    report = build(settings, embedder)
    assert statuses(report) == {GUIDANCE: "unchanged", OPINION: "unchanged", REPORT: "updated"}
    assert catalogue_of(settings).document(REPORT).title == "Beds, reviewed"
    assert embedder.texts == []


def test_catalogue_toml_taken_away_is_a_change(settings: Settings) -> None:
    build(settings, HashedWords())
    (settings.corpus / "catalogue.toml").unlink()
    build(settings, HashedWords())
    assert catalogue_of(settings).document(OPINION).kind == "document"
    content = content_of(settings)
    build(settings, HashedWords(), full=True)
    assert content_of(settings) == content


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('["a.md"]\ncolour = "red"', ['["a.md"]', "title", "no other field"]),
        ('["a.md"]\nkind = "novel"', ['"novel"', "report", "board paper"]),
        ('["a.md"]\npublished = "July 2024"', ['"July 2024"', "2024-07"]),
        ('["a.md"]\npublished = "2024-13"', ['"2024-13"']),
        ('["a.md"]\npublished = "2024-02-30"', ['"2024-02-30"']),
        ('["a.md"]\npublished = 2024', ["published", "quotation marks"]),
        ('["a.md"]\nauthors = "Ada Marsh"', ["authors", "list"]),
        ('["a.md"]\nquestions = [1]', ["questions", "list"]),
        ('"a.md" = "report"', ['["a.md"]', "field"]),
        ('["a.md"\ntitle = "x"', ["cannot be read", "line 1"]),
        (b"\xff\xfe\x00", ["cannot be read"]),
    ],
    ids=[
        "unknown field", "unknown kind", "date in words", "no such month", "no such day",
        "date as a number", "authors no list", "question no text", "no table", "no TOML",
        "no UTF-8",
    ],
)  # fmt: skip
def test_a_fault_in_catalogue_toml_is_named(
    settings: Settings, text: str | bytes, words: list[str]
) -> None:
    write(settings.corpus, "catalogue.toml", text)
    with pytest.raises(CorpusError) as fault:
        build(settings, HashedWords())
    for word in ["catalogue.toml", *words]:
        assert word in str(fault.value)


def test_an_entry_for_a_document_that_is_not_there_does_no_harm(settings: Settings) -> None:
    text = (settings.corpus / "catalogue.toml").read_text(encoding="utf-8")
    write(settings.corpus, "catalogue.toml", text + '\n["gone.pdf"]\ntitle = "Gone"\n')
    assert "gone.pdf" not in statuses(build(settings, HashedWords()))


def test_the_first_example_questions_are_those_of_catalogue_toml(settings: Settings) -> None:
    from assistant.answer.assistant import Assistant

    build(settings, HashedWords())
    examples = Assistant.open(settings, HashedWords()).find_examples()
    assert set(examples[:2]) == {"How many beds did the trust close?", "What is a virtual ward?"}


def test_the_index_is_not_in_the_corpus(settings: Settings) -> None:
    before = sorted(path for path in settings.corpus.rglob("*"))
    build(settings, HashedWords())
    assert sorted(path for path in settings.corpus.rglob("*")) == before
    assert CLOSED in catalogue_of(settings).document(REPORT).text
