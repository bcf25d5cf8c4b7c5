"""Quotes and answers by value."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from assistant.answer.citation import SavedAnswer, cite, save
from assistant.answer.filters import Filters
from assistant.documents import Answer, Quote
from assistant.records.database import packed, unpacked
from tests.web.fake_assistant import quoted
from tests.web.fake_corpus import NASTY, RATE, RATE_WITH_MARK, paged_document, unpaged_document

BUILT = datetime(2024, 7, 1, 12, 0, 30, tzinfo=UTC)


def answered(*quotes: Quote, related: tuple[Quote, ...] = ()) -> Answer:
    return Answer("Why?", quotes, related, 0.9, "v1", 0.25, "Why so?", ("zeppelin",))


def test_a_citation_has_what_its_quote_has(tmp_path: Path) -> None:
    document = paged_document(tmp_path, "plans/plan.pdf")
    quote = quoted(document, NASTY, "three")
    citation = cite(quote)
    assert (citation.text, citation.key) == (quote.text, quote.key)
    assert (citation.document, citation.sha256) == ("plans/plan.pdf", document.sha256)
    assert (citation.page, citation.page_label) == (2, "ii")
    assert (citation.start, citation.end) == (quote.start, quote.end)
    assert document.text[citation.start : citation.end] == citation.text
    assert citation.reference == quote.reference
    assert citation.section == ("2 Workforce",)


def test_footnote_marks_count_from_the_quotes_beginning(tmp_path: Path) -> None:
    citation = cite(quoted(paged_document(tmp_path, "plan.pdf"), RATE_WITH_MARK))
    assert [citation.text[slice(*mark)] for mark in citation.marks] == ["12"]
    assert cite(quoted(paged_document(tmp_path, "plan.pdf"), RATE)).marks == ()


def test_a_document_without_pages_has_none(tmp_path: Path) -> None:
    citation = cite(quoted(unpaged_document(tmp_path, "notes.md"), NASTY))
    assert (citation.page, citation.page_label) == (None, None)
    assert citation.basis == "opinion"


def test_an_answer_is_kept_with_its_index_and_filters(tmp_path: Path) -> None:
    quote = quoted(paged_document(tmp_path, "plan.pdf"), RATE)
    filters = Filters(kinds=frozenset({"report"}))
    kept = save(answered(quote), BUILT, filters)
    assert (kept.question, kept.understood, kept.unknown_words) == (
        "Why?",
        "Why so?",
        ("zeppelin",),
    )
    assert (kept.index_version, kept.built, kept.filters) == (
        "v1",
        "2024-07-01T12:00:30+00:00",
        filters,
    )
    assert kept.answered
    assert kept.passages == (cite(quote),)


def test_near_misses_can_be_looked_up_where_nothing_answers(tmp_path: Path) -> None:
    near = quoted(paged_document(tmp_path, "plan.pdf"), RATE)
    kept = save(answered(related=(near,)), BUILT)
    assert not kept.answered
    assert kept.passages == (cite(near),)


def test_it_comes_back_from_json_as_it_was(tmp_path: Path) -> None:
    document = paged_document(tmp_path, "plan.pdf")
    quotes = quoted(document, NASTY, "three"), quoted(document, RATE_WITH_MARK)
    kept = save(answered(*quotes), BUILT, Filters(documents=frozenset({"b", "a"})))
    assert unpacked(packed(kept), SavedAnswer) == kept
