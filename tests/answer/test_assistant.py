"""What holds of every answer, whatever the question."""

from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from weakref import ref

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from assistant.answer.assistant import Assistant
from assistant.answer.reading.reader import Readings
from assistant.documents import Answer, Document, Quote
from assistant.errors import DamagedIndex, QuestionError
from assistant.evaluate.verbatim import VerbatimCheck
from assistant.folding import folded
from assistant.index.folder.store import FolderStore
from assistant.settings import Settings
from tests.answer.making import FixedReader, reading
from tests.corpora import (
    AGENCY,
    CLOSED,
    GUIDANCE,
    LEADER,
    OCCUPANCY,
    OPINION,
    OVER_THE_PAGE,
    PATHS,
    QUESTIONS,
    REPORT,
)
from tests.embedders import HashedWords

ANSWER_FROM = Settings().answer_from
PAGES = {CLOSED: 1, OCCUPANCY: 1, LEADER: 1, OVER_THE_PAGE: 1, AGENCY: 3}


def check(answer: Answer, corpus: Path) -> None:
    """What must hold of any answer."""
    stands = VerbatimCheck(corpus)
    assert 0 <= answer.confidence <= 1
    assert answer.seconds >= 0
    assert answer.answered == bool(answer.quotes)
    assert not (answer.quotes and answer.related)
    assert len(answer.quotes) <= 3
    for quote in answer.quotes + answer.related:
        assert quote.text == quote.document.text[quote.start : quote.end]
        assert quote.text == quote.text.strip() != ""
        assert stands(quote), quote
        assert len(quote.text.split()) <= 60
        assert quote.reference
    for quote in answer.quotes:
        assert quote.key is not None
        assert quote.text[slice(*quote.key)].strip()
    for first in answer.quotes:
        for second in answer.quotes:
            apart = first.end <= second.start or second.end <= first.start
            assert first is second or first.document.path != second.document.path or apart
            assert first is second or folded(first.text) != folded(second.text)
    scores = [quote.score for quote in answer.quotes]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quote_is_a_slice_that_stands_on_its_page(
    assistant: Assistant, built: Settings, question: str
) -> None:
    check(assistant.ask(question), built.corpus)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many beds did the trust close?", CLOSED),
        ("What was the bed occupancy in January 2023?", OCCUPANCY),
        ("How much did agency staff cost the trust?", AGENCY),
        ("Who led the review of beds?", LEADER),
        ("Which nights of winter were corridors used as wards?", OVER_THE_PAGE),
    ],
)
def test_the_page_is_where_the_quote_begins(
    assistant: Assistant, question: str, sentence: str
) -> None:
    quote = assistant.ask(question).quotes[0]
    assert quote.text == sentence
    assert quote.document.path == REPORT
    assert quote.page is not None
    assert quote.page.number == PAGES[sentence]
    assert quote.page.label == {1: "i", 2: "1", 3: "2"}[PAGES[sentence]]


def test_a_quote_over_two_pages_knows_both(assistant: Assistant) -> None:
    document = assistant.document(REPORT)
    assert document.layout is not None
    start = document.text.index(OVER_THE_PAGE)
    numbers = document.layout.page[start : start + len(OVER_THE_PAGE)]
    assert set(numbers.tolist()) == {0, 1, 2}


def test_a_question_that_is_not_answered_is_refused(assistant: Assistant, built: Settings) -> None:
    answer = assistant.ask("Zeppelin moorage quotas, xylophone?")
    check(answer, built.corpus)
    assert (answer.answered, answer.quotes) == (False, ())
    assert 0 < len(answer.related) <= 3
    assert all(quote.key is None for quote in answer.related)
    assert answer.confidence < ANSWER_FROM


def test_near_misses_are_of_different_passages(assistant: Assistant) -> None:
    answer = assistant.ask("What is the tariff of the zeppelin?")
    sections = {(quote.document.path, quote.section) for quote in answer.related}
    assert len(sections) == len(answer.related) > 1


def test_a_list_is_quoted_with_all_its_items(assistant: Assistant) -> None:
    quote = assistant.ask("What are the parts of a discharge plan?").quotes[0]
    assert quote.text.startswith("A discharge plan has four parts:")
    assert quote.text.endswith("the telephone number of the community team")


def test_a_follow_up_is_answered_with_its_subject(assistant: Assistant) -> None:
    before = "What was the sickness absence in acute trusts?"
    assert "5.1%" in assistant.ask(before).quotes[0].text
    answer = assistant.ask("And for mental health trusts?", [before])
    assert "6.2%" in answer.quotes[0].text
    assert answer.understood is not None
    assert "sickness absence" in answer.understood
    assert answer.question == "And for mental health trusts?"


def test_a_follow_up_about_another_case(assistant: Assistant) -> None:
    before = "What would the parking scheme raise at 20p an hour?"
    assert "£90,000" in assistant.ask(before).quotes[0].text
    assert "£150,000" in assistant.ask("What about at 40p?", [before]).quotes[0].text


def test_a_question_that_stands_alone_is_answered_as_without_history(assistant: Assistant) -> None:
    question = "How many beds did the trust close?"
    alone = assistant.ask(question)
    after = assistant.ask(question, ["What would the parking scheme raise at 20p an hour?"])
    assert (after.quotes, after.understood) == (alone.quotes, None)


def test_an_answer_is_the_same_each_time(assistant: Assistant) -> None:
    for question in QUESTIONS:
        first, second = assistant.ask(question), assistant.ask(question)
        assert (first.quotes, first.related) == (second.quotes, second.related)


def test_answers_that_are_remembered_keep_no_document(built: Settings) -> None:
    fresh = Assistant.open(built, HashedWords())
    before = fresh.ask(QUESTIONS[0])
    kept = ref(before.quotes[0].document)
    places = [(quote.document.path, quote.start, quote.end, quote.key) for quote in before.quotes]
    fresh.index._document.cache_clear()
    del before
    gc.collect()
    assert kept() is None
    again = fresh.ask(QUESTIONS[0]).quotes
    assert [(quote.document.path, quote.start, quote.end, quote.key) for quote in again] == places


def test_an_answer_whose_document_was_damaged_since_is_looked_for_again(
    built: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = Assistant.open(built, HashedWords())
    question = "How many beds did the trust close?"
    assert fresh.ask(question).quotes[0].document.path == REPORT
    whole = fresh.index._document

    def damaged(path: str) -> Document:
        if path == REPORT:
            raise DamagedIndex(f"The record of {path} is damaged.")
        return whole(path)

    monkeypatch.setattr(fresh.index, "_document", damaged)
    again = fresh.ask(question)
    shown = (*again.quotes, *again.related)
    assert shown
    assert all(quote.document.path != REPORT for quote in shown)


def test_several_threads_may_ask(assistant: Assistant, built: Settings) -> None:
    def keys(answer: Answer) -> list[tuple[str, int, int]]:
        return [(q.document.path, q.start, q.end) for q in answer.quotes + answer.related]

    wanted = [keys(assistant.ask(question)) for question in QUESTIONS]
    fresh = Assistant.open(built, HashedWords())
    with ThreadPoolExecutor(4) as pool:
        for _ in range(3):
            assert [keys(answer) for answer in pool.map(fresh.ask, QUESTIONS)] == wanted


@pytest.mark.parametrize("question", ["", " ", "x" * 5000, "???", "1234"],
                         ids=["empty", "blank", "too long", "marks", "figures"])  # fmt: skip
def test_a_question_that_cannot_be_asked(assistant: Assistant, question: str) -> None:
    with pytest.raises(QuestionError):
        assistant.ask(question)


SCRAPS = [
    "why", "and", "it", "how", "many", "beds", "trust", "£", "(", ")", '"', ":", "*", "AND", "OR",
    "?", "40p", "ICB", "–", "’s", "\0", "é",
]  # fmt: skip


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    question=st.one_of(
        st.text(max_size=80),
        st.lists(
            st.sampled_from(SCRAPS),
            max_size=8,
        ).map(" ".join),
    ),
    history=st.lists(st.text(max_size=30), max_size=2),
)
def test_no_text_breaks_it(
    assistant: Assistant, built: Settings, question: str, history: list[str]
) -> None:
    try:
        answer = assistant.ask(question, history)
    except QuestionError as error:
        assert str(error).endswith(".")
        return
    check(answer, built.corpus)


def test_what_an_assistant_says_of_itself(assistant: Assistant, built: Settings) -> None:
    assert assistant.version == (built.index / "CURRENT").read_text(encoding="utf-8").strip()
    assert tuple(listing.path for listing in assistant.documents) == PATHS
    assert assistant.failures == ()
    assert assistant.built.tzinfo is not None
    with pytest.raises(KeyError):
        assistant.document("none.pdf")


def test_questions_to_start_with_are_answered_by_their_documents(assistant: Assistant) -> None:
    assert assistant.examples is not None
    assert "How many beds did the trust close?" in assistant.examples
    assert len(assistant.examples) <= 4
    for question in assistant.examples:
        assert assistant.ask(question).answered


# --- the seam of the reader ----------------------------------------------------------------------


def fixed(settings: Settings, readings: Readings) -> tuple[Assistant, FixedReader]:
    embedder, reader = HashedWords(), FixedReader(readings)
    return Assistant(
        FolderStore(settings.index).open(embedder.name), embedder, settings, reader
    ), reader


@pytest.fixture
def beds_and_wards(assistant: Assistant) -> Readings:
    report, guidance = assistant.document(REPORT), assistant.document(GUIDANCE)
    return Readings(
        (
            reading(report, CLOSED, "214 beds", score=9.0),
            reading(guidance, "Patients should be reviewed within 14 days of discharge.", score=8.0,
                    rank=1),
            reading(report, OCCUPANCY, score=7.0),
        ),
        0.73456,
    )  # fmt: skip


def test_what_a_reader_reads_goes_unchanged_into_the_answer(
    built: Settings, beds_and_wards: Readings
) -> None:
    assistant, reader = fixed(built, beds_and_wards)
    answer = assistant.ask("Anything at all?")
    check(answer, built.corpus)
    assert answer.confidence == 0.735
    assert [(quote.text, quote.score) for quote in answer.quotes] == [
        (CLOSED, 9.0),
        ("Patients should be reviewed within 14 days of discharge.", 8.0),
        (OCCUPANCY, 7.0),
    ]
    first: Quote = answer.quotes[0]
    assert first.key is not None
    assert first.text[slice(*first.key)] == "214 beds"
    ((question, found),) = reader.asked
    assert question.text == "Anything at all?"
    assert [one.fused for one in found] == sorted((one.fused for one in found), reverse=True)


@pytest.mark.parametrize(
    ("answerable", "answered"), [(ANSWER_FROM, True), (ANSWER_FROM - 0.01, False), (0.0, False)]
)
def test_a_reader_decides_whether_there_is_an_answer(
    built: Settings, beds_and_wards: Readings, answerable: float, answered: bool
) -> None:
    assistant, _ = fixed(built, Readings(beds_and_wards.best, answerable))
    answer = assistant.ask("Anything at all?")
    assert answer.answered == answered
    assert len(answer.quotes) == (3 if answered else 0)
    # Near misses are one for each passage, and the first and the third are of one.
    assert [quote.text for quote in answer.related] == (
        [] if answered else [CLOSED, "Patients should be reviewed within 14 days of discharge."]
    )


@pytest.mark.parametrize("answerable", [0.0, 1.0])
def test_a_reader_that_reads_nothing_gives_no_answer(built: Settings, answerable: float) -> None:
    assistant, _ = fixed(built, Readings((), answerable))
    answer = assistant.ask("Anything at all?")
    assert (answer.answered, answer.related) == (False, ())


def test_settings_say_how_much_is_searched_read_and_quoted(
    built: Settings, beds_and_wards: Readings
) -> None:
    few = Settings(built.corpus, built.index, candidates=2, read=1, quotes=1)
    assistant, reader = fixed(few, beds_and_wards)
    assert len(assistant.ask("beds and discharge and parking").quotes) == 1
    assert len(reader.asked[0][1]) == 1


def test_opinions_are_told_from_reports(assistant: Assistant) -> None:
    kinds = {listing.path: listing.kind for listing in assistant.documents}
    assert kinds == {REPORT: "report", GUIDANCE: "guidance", OPINION: "opinion piece"}
