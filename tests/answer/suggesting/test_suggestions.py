"""What is suggested to ask next and to start with: only what the index then answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from assistant.answer.assistant import Assistant
from assistant.answer.citation import SavedAnswer, cite
from assistant.answer.filters import Filters
from assistant.answer.suggesting import suggestions
from assistant.answer.suggesting.candidates import (
    Candidate,
    about_section,
    acronym_questions,
    extent,
)
from assistant.answer.suggesting.suggestions import next_questions, starting_questions
from assistant.documents import Answer, Document, Quote
from assistant.errors import QuestionError
from assistant.index.build import build
from assistant.index.folder.store import FolderStore
from assistant.index.opened import Index
from assistant.settings import Settings
from tests.answer.making import document
from tests.corpora import write
from tests.embedders import HashedWords

REPORT = "review.md"
PLAN = "plan.md"
FILLER = "The wards of the trust were visited in spring, and people spoke of it at length. " * 4


def _sections(*parts: tuple[str, str]) -> str:
    return "\n\n".join(f"## {heading}\n\n{words} {FILLER}" for heading, words in parts)


REVIEW_TEXT = "# The bed review\n\n" + _sections(
    ("1 Bed closures", "The trust closed 214 beds, as the integrated care board (ICB) was told."),
    ("2 Bed occupancy", "Bed occupancy reached 94.6% after the bed closures."),
    ("3 How are beds counted?", "Beds are counted at midnight, when the bed occupancy is lowest."),
    ("4 Bed cleaning", "We recommend that bed cleaning is done by night."),
    ("Introduction", "Beds and closures of beds are what this review of beds is about."),
)
PLAN_TEXT = "# The beds plan\n\n" + _sections(
    ("New beds", "The plan is to buy 300 new beds after the bed closures, as the ICB asked."),
    ("Parking", "Parking is free for visitors and staff of the hospital."),
    ("Annex", "Nothing more is planned by the trust."),
)
CATALOGUE = f"""
["{REPORT}"]
kind = "report"

["{PLAN}"]
kind = "plan"
questions = ["Is the bed plan paid for?", "Who may park at the hospital?"]
"""
CLOSURES = "What does the report say about bed closures?"
OCCUPANCY = "What does the report say about bed occupancy?"
COUNTED = "How are beds counted?"
CLEANING = "What does the report recommend about bed cleaning?"
NEW = "What is said about new beds?"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("suggested")
    write(folder / "corpus", REPORT, REVIEW_TEXT)
    write(folder / "corpus", PLAN, PLAN_TEXT)
    write(folder / "corpus", "catalogue.toml", CATALOGUE)
    settings = Settings(folder / "corpus", folder / "index", passage_words=(10, 40))
    report = build(settings, HashedWords())
    assert [one.detail for one in report.documents if one.status == "failed"] == []
    return FolderStore(settings.index).open(HashedWords().name)


class Told:
    """Answers each question with the words that it was told, and keeps what it was asked."""

    def __init__(self, index: Index, answers: Mapping[str, tuple[str, str]]) -> None:
        self._index = index
        self.answers = dict(answers)
        self.confidence: dict[str, float] = {}
        self.understood: dict[str, str] = {}
        self.asked: list[tuple[str, tuple[str, ...], Filters | None]] = []

    def ask(
        self, question: str, history: Sequence[str] = (), filters: Filters | None = None
    ) -> Answer:
        self.asked.append((question, tuple(history), filters))
        quotes: tuple[Quote, ...] = ()
        if question in self.answers:
            quotes = (quoted(self._index, *self.answers[question]),)
        confidence = self.confidence.get(question, 0.9)
        understood = self.understood.get(question)
        return Answer(question, quotes, (), confidence, "1", 0.0, understood)


def quoted(index: Index, path: str, words: str) -> Quote:
    one = index.document(path)
    start = one.text.index(words)
    return Quote(one, start, start + len(words), (0, len(words)), 1.0)


def answered(index: Index, question: str, path: str, words: str) -> SavedAnswer:
    quotes = (cite(quoted(index, path, words)),)
    return SavedAnswer(question, None, (), 0.9, quotes, (), "1", "2024-01-01", "2024-01-01")


ANSWERS = {
    CLOSURES: (REPORT, "The trust closed 214 beds"),
    OCCUPANCY: (REPORT, "Bed occupancy reached 94.6%"),
    COUNTED: (REPORT, "Beds are counted at midnight"),
    CLEANING: (REPORT, "We recommend that bed cleaning is done by night."),
    NEW: (PLAN, "The plan is to buy 300 new beds"),
    "What is said about parking?": (PLAN, "Parking is free"),
}
QUESTION = "How many beds were closed?"


@pytest.fixture
def told(index: Index) -> Told:
    return Told(index, ANSWERS)


@pytest.fixture
def answer(index: Index) -> SavedAnswer:
    return answered(index, QUESTION, REPORT, "The trust closed 214 beds")


@pytest.fixture(autouse=True)
def any_closeness(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cosines of hashed words are low."""
    monkeypatch.setattr(suggestions, "_CLOSE", 0.1)
    monkeypatch.setattr(suggestions, "_NEAR", 0.1)


def suggested(
    told: Told, index: Index, answer: SavedAnswer, asked: Sequence[str] = (QUESTION,)
) -> tuple[str, ...]:
    return next_questions(told, index, HashedWords(), answer, asked, most=9)


def test_sections_near_the_answer_become_questions(
    told: Told, index: Index, answer: SavedAnswer
) -> None:
    found = suggested(told, index, answer)
    assert {OCCUPANCY, COUNTED, CLEANING, NEW} <= set(found)
    assert "introduction" not in str(told.asked).lower()


def test_no_more_are_found_than_are_wanted(told: Told, index: Index, answer: SavedAnswer) -> None:
    assert len(next_questions(told, index, HashedWords(), answer, most=2)) == 2
    assert len(told.asked) < suggestions._TRIES


@pytest.mark.parametrize(
    "instead",
    [None, (PLAN, "The plan is to buy 300 new beds"), (REPORT, "We recommend that bed cleaning")],
    ids=["no answer", "from another document", "from another section"],
)
def test_what_is_not_answered_from_its_section_is_not_shown(
    told: Told, index: Index, answer: SavedAnswer, instead: tuple[str, str] | None
) -> None:
    assert OCCUPANCY in suggested(told, index, answer)
    del told.answers[OCCUPANCY]
    if instead is not None:
        told.answers[OCCUPANCY] = instead
    assert OCCUPANCY not in suggested(told, index, answer)


def test_what_is_answered_unsurely_or_otherwise_than_asked_is_not_shown(
    told: Told, index: Index, answer: SavedAnswer
) -> None:
    told.confidence[OCCUPANCY] = 0.2
    told.understood[COUNTED] = "How are wards counted?"
    assert not {OCCUPANCY, COUNTED} & set(suggested(told, index, answer))


def test_a_recommendation_must_be_one(told: Told, index: Index, answer: SavedAnswer) -> None:
    told.answers[CLEANING] = (REPORT, "bed cleaning is done by night")
    assert CLEANING not in suggested(told, index, answer)


def test_quotes_that_have_been_read_are_no_news(
    told: Told, index: Index, answer: SavedAnswer
) -> None:
    told.answers[COUNTED] = told.answers[OCCUPANCY]
    found = suggested(told, index, answer)
    assert CLOSURES not in found
    assert len({OCCUPANCY, COUNTED} & set(found)) <= 1


def test_what_has_been_asked_is_not_asked_again(
    told: Told, index: Index, answer: SavedAnswer
) -> None:
    found = suggested(told, index, answer, ("Beds are counted how?", QUESTION))
    assert COUNTED not in found
    assert COUNTED not in [question for question, *_ in told.asked]


def test_the_filters_and_the_conversation_hold_for_them(
    told: Told, index: Index, answer: SavedAnswer
) -> None:
    only = Filters(documents=frozenset({REPORT}))
    found = next_questions(
        told, index, HashedWords(), replace(answer, filters=only), [QUESTION], only={REPORT}
    )
    assert found
    assert NEW not in found
    assert {(history, filters) for _, history, filters in told.asked} == {((QUESTION,), only)}


def test_an_acronym_is_explained_where_the_answer_does_not(told: Told, index: Index) -> None:
    stands_for = "What does ICB stand for?"
    told.answers = {stands_for: (REPORT, "the integrated care board (ICB)")}
    plan = answered(index, "Who asked for beds?", PLAN, "after the bed closures, as the ICB asked.")
    assert suggested(told, index, plan) == (stands_for,)
    told.answers = {stands_for: (PLAN, "as the ICB asked")}
    assert suggested(told, index, plan) == ()
    assert list(acronym_questions(index, ["ICB", "NHS", "XYZ"], "An integrated care board")) == []


def test_nothing_is_suggested_for_what_no_document_is_near_to(
    told: Told, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggestions, "_CLOSE", 0.4)
    nothing = SavedAnswer("Who won the cup?", None, (), 0.0, (), (), "1", "2024", "2024")
    assert suggested(told, index, nothing) == ()
    assert told.asked == []


def test_near_misses_lead_to_what_their_documents_answer(told: Told, index: Index) -> None:
    near = cite(quoted(index, REPORT, "Bed occupancy reached 94.6%"))
    missed = SavedAnswer("How full are beds?", None, (), 0.0, (), (near,), "1", "2024", "2024")
    assert OCCUPANCY in suggested(told, index, missed)


def test_documents_that_have_gone_are_passed_over(
    told: Told, index: Index, answer: SavedAnswer
) -> None:
    gone = replace(answer, quotes=(replace(answer.quotes[0], document="gone.md"),))
    assert NEW in suggested(told, index, gone)


def test_it_stops_when_it_is_not_wanted(told: Told, index: Index, answer: SavedAnswer) -> None:
    next_questions(told, index, HashedWords(), answer, wanted=lambda: len(told.asked) < 1, most=9)
    assert len(told.asked) == 1


def test_it_gives_up_after_some_tries(
    told: Told, index: Index, answer: SavedAnswer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggestions, "_TRIES", 2)
    told.answers.clear()
    assert suggested(told, index, answer) == ()
    assert len(told.asked) == 2


def test_a_question_that_cannot_be_asked_is_passed_over(index: Index, answer: SavedAnswer) -> None:
    class Refuses(Told):
        def ask(
            self, question: str, history: Sequence[str] = (), filters: Filters | None = None
        ) -> Answer:
            raise QuestionError("No.")

    assert suggested(Refuses(index, {}), index, answer) == ()


# --- to start with -------------------------------------------------------------------------------


def test_people_s_own_questions_come_first_and_one_of_each_document(
    told: Told, index: Index
) -> None:
    told.answers["Who may park at the hospital?"] = (PLAN, "Parking is free")
    told.answers["What is said about bed occupancy?"] = (REPORT, "Bed occupancy reached 94.6%")
    assert starting_questions(told, index, 2) == ("Who may park at the hospital?", COUNTED)
    assert told.asked[0][0] == "Is the bed plan paid for?"


def test_a_second_of_a_document_only_where_there_are_too_few(told: Told, index: Index) -> None:
    told.answers["What is said about bed occupancy?"] = (REPORT, "Bed occupancy reached 94.6%")
    found = starting_questions(told, index, 4)
    documents = [told.answers[question][0] for question in found]
    assert len(found) == 4
    assert set(documents[:2]) == {REPORT, PLAN}


def test_starting_questions_are_given_up_after_some_tries(
    told: Told, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggestions, "_STARTING_TRIES", 3)
    told.answers.clear()
    assert starting_questions(told, index, 4) == ()
    assert len(told.asked) == 3


# --- the real reader -----------------------------------------------------------------------------


def test_what_the_assistant_suggests_it_answers(assistant: Assistant) -> None:
    question = "What was the bed occupancy in January 2023?"
    quotes = tuple(cite(quote) for quote in assistant.ask(question).quotes)
    saved = SavedAnswer(question, None, (), 0.9, quotes, (), "1", "2024", "2024")
    for one in assistant.next_questions(saved, [question]):
        answer = assistant.ask(one, [question])
        assert answer.answered
        assert answer.understood is None


# --- sections ------------------------------------------------------------------------------------


def _one(*blocks: tuple[str, str]) -> Document:
    return document(*blocks)  # type: ignore[arg-type]


def test_a_heading_that_comes_twice_or_has_little_under_it_is_not_asked_about() -> None:
    twice = _one(
        ("heading", "Wales"), ("paragraph", FILLER), ("heading", "Wales"), ("paragraph", FILLER),
        ("heading", "Scotland"), ("paragraph", "Little."), ("heading", "A document"),
        ("paragraph", FILLER),
    )  # fmt: skip
    assert [about_section(twice, at) for at in range(len(twice.sections))] == [None] * 4


def test_an_extent_has_the_sections_below() -> None:
    one = document(("heading", "One"), ("paragraph", "more"), ("heading", "Two"))
    below = replace(one, blocks=(*one.blocks[:2], replace(one.blocks[2], level=2)))
    assert extent(one, 0) == (0, len("One\nmore\n"))
    assert extent(below, 0) == (0, len(one.text))


def test_a_candidate_without_a_place_may_be_answered_anywhere(index: Index, told: Told) -> None:
    given = told.ask(OCCUPANCY)
    assert Candidate("?", "").is_answered_by(given)
    assert not Candidate("?", "", says="closed").is_answered_by(given)
    assert not Candidate("?", "", path=PLAN).is_answered_by(given)
