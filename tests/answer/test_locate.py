"""The words of a citation are found again, or it is said that they are not there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.answer.citation import Citation, cite
from assistant.answer.locate import locate
from assistant.documents import Block, Document, Quote
from assistant.errors import CitationError
from assistant.index.rows import Listing

WORDS = "The vacancy rate fell to 8.4%."
TEXT = f"First words. {WORDS} Last words."
START = TEXT.index(WORDS)


def document(text: str = TEXT, path: str = "plan.pdf", sha256: str = "a" * 64) -> Document:
    return Document(path, sha256, "Plan", "report", text, (Block(0, len(text), "paragraph"),))


def citation(of: Document) -> Citation:
    return cite(Quote(of, START, START + len(WORDS), (4, 16), 0.5))


def corpus(*documents: Document) -> tuple[list[Listing], Callable[[str], Document]]:
    listings = [
        Listing(one.path, one.sha256, one.title, one.kind, (), None, None, None, 1, "2024-01-01")
        for one in documents
    ]
    return listings, {one.path: one for one in documents}.__getitem__


def test_words_that_stand_where_they_stood_are_the_quote_again() -> None:
    before = document()
    quote = locate(citation(before), *corpus(before))
    assert (quote.text, quote.start, quote.key, quote.document) == (WORDS, START, (4, 16), before)


def test_words_that_moved_are_found_where_they_are() -> None:
    now = document(f"A new beginning. {TEXT}", sha256="b" * 64)
    quote = locate(citation(document()), *corpus(now))
    assert (quote.text, quote.start) == (WORDS, START + 17)


def test_a_file_with_another_name_is_known_by_its_hash() -> None:
    now = document(path="2024/renamed.pdf")
    assert locate(citation(document()), *corpus(now)).document is now


def test_the_very_file_goes_before_another_edition_under_its_name() -> None:
    edition = document(TEXT.replace("First", "Other"), sha256="b" * 64)
    archived = document(path="archive/plan-2023.pdf")
    assert locate(citation(document()), *corpus(archived, edition)).document is archived


def test_of_two_copies_the_one_that_was_quoted_is_shown() -> None:
    copy, quoted = document(path="a copy.pdf"), document()
    assert locate(citation(quoted), *corpus(copy, quoted)).document is quoted


@pytest.mark.parametrize(
    "text",
    [
        "Nothing of it is left.",
        TEXT.replace("8.4%", "8.5%"),
        f"A new beginning. {WORDS} And again: {WORDS}",
    ],
    ids=["gone", "changed", "twice"],
)
def test_words_that_are_not_there_just_once_are_not_shown(text: str) -> None:
    with pytest.raises(CitationError, match="has changed since this was quoted") as raised:
        locate(citation(document()), *corpus(document(text, sha256="b" * 64)))
    assert raised.value.state == "changed"


def test_words_that_stand_twice_are_shown_where_they_were_quoted() -> None:
    now = document(f"{TEXT} {WORDS}", sha256="b" * 64)
    assert locate(citation(document()), *corpus(now)).start == START


def test_a_document_that_is_gone_is_said_to_be() -> None:
    other = replace(document(), path="other.pdf", sha256="c" * 64)
    with pytest.raises(CitationError, match="no longer among the documents") as raised:
        locate(citation(document()), *corpus(other))
    assert raised.value.state == "gone"
