from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer.reading.sentences import covered, says_nothing_new, sentences_of
from assistant.answer.search import Found
from assistant.documents import Cell, Document, Passage, Table
from assistant.index.words import Vocabulary, stem
from tests.answer.making import document, question

NOTES = document(
    ("heading", "Wards"),
    ("paragraph", "Beds were closed. A plan has two parts:"),
    ("item", "• the clinician"),
    ("item", "• the date"),
)


def found(one: Document = NOTES) -> Found:
    start = next(block.start for block in one.blocks if block.role != "heading")
    return Found(Passage(one, start, len(one.text)), 0.5, 0.1)


def test_a_passage_is_read_by_its_sentences() -> None:
    sentences = sentences_of([found()])
    assert [sentence.text for sentence in sentences] == [
        "Beds were closed.", "A plan has two parts:", "the clinician", "the date",
    ]  # fmt: skip
    lead_in = {stem("plan"), stem("parts")}
    assert lead_in <= sentences[2].nearby
    assert lead_in <= sentences[3].nearby
    assert stem("wards") in sentences[0].nearby


def test_a_row_is_read_with_the_headers_of_its_table() -> None:
    plain = document(
        ("heading", "Wards"), ("paragraph", "Empty beds by region"), ("row", "Region Spring"),
        ("row", "North 12"), ("paragraph", "All beds are counted."),
    )  # fmt: skip
    at = plain.text.index
    cells = (
        Cell(at("Region"), at("Region") + 6, 0, 0, header=True),
        Cell(at("Spring"), at("Spring") + 6, 0, 1, header=True),
        Cell(at("North"), at("North") + 5, 1, 0, header=True),
        Cell(at("12"), at("12") + 2, 1, 1),
    )
    caption = (at("Empty"), at("Empty") + len("Empty beds by region"))
    one = replace(plain, tables=(Table(cells, caption),))
    by_text = {sentence.text: sentence for sentence in sentences_of([found(one)])}
    headers = {stem(word) for word in ("region", "spring", "empty")}
    assert headers <= by_text["North 12"].nearby
    assert stem("spring") not in by_text["All beds are counted."].nearby


def test_a_sentence_knows_where_it_stands_in_its_passage() -> None:
    for sentence in sentences_of([found()]):
        start, end = sentence.in_passage
        assert sentence.found.passage.text[start:end] == sentence.text


def test_only_what_is_in_the_passage_is_read() -> None:
    start = NOTES.text.index("the clinician")
    sentences = sentences_of([Found(Passage(NOTES, start, start + len("the clinician")), 0.5, 0.1)])
    assert [sentence.text for sentence in sentences] == ["the clinician"]


def test_ranks_are_those_of_the_passages() -> None:
    assert [sentence.rank for sentence in sentences_of([found(), found()])] == [0] * 4 + [1] * 4


@pytest.mark.parametrize("label", ["By A. Person", "12 May 2024", "Page intentionally blank"])
def test_labels_and_bylines_say_nothing_by_themselves(label: str) -> None:
    one = document(("heading", "Wards"), ("paragraph", label), ("paragraph", "Beds were closed."))
    assert [sentence.text for sentence in sentences_of([found(one)])] == ["Beds were closed."]


def test_rare_words_tell_more_than_frequent_ones() -> None:
    vocabulary = Vocabulary({"beds": 90, "sepsis": 1}, 100)
    asked = question("beds sepsis")
    rare = covered(asked, frozenset({stem("sepsis")}), vocabulary)
    frequent = covered(asked, frozenset({stem("beds")}), vocabulary)
    assert 0 < frequent < rare < 1
    assert covered(asked, frozenset({stem("beds"), stem("sepsis")}), vocabulary) == pytest.approx(1)


def test_what_only_repeats_the_question_says_nothing_new() -> None:
    sentence = sentences_of([found()])[0]
    assert says_nothing_new(question("Were beds closed?"), sentence)
    assert not says_nothing_new(question("How many beds?"), sentence)
