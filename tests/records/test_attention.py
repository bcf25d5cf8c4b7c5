"""What staff look at: which case is which, and which are the same."""

from __future__ import annotations

import pytest

from assistant.answer.filters import Filters
from assistant.records.attention import (
    Case,
    cases_of,
    grouped,
)
from assistant.records.chats import Chats, Turn
from assistant.records.feedback import FeedbackBook
from tests.records.making import answered, feedback_on, unanswered


def on(day: int) -> str:
    return f"2024-06-{day:02}T12:00:00+00:00"


def case(question: str, day: int = 1) -> Case:
    return Case("no answer", on(day), question, Filters())


class TestCases:
    def test_each_says_what_it_is(self, book: FeedbackBook, chats: Chats) -> None:
        turns = {
            "useful": answered(asked=on(1)),
            "not useful": answered(asked=on(2)),
            "no answer": unanswered(asked=on(3)),
            "problem": Turn("???", problem="No words.", asked=on(4)),
        }
        for turn in (*turns.values(), answered()):
            chats.add("1", "me", turn)
        book.give(feedback_on(turns["useful"], useful=True, given=on(5)))
        book.give(feedback_on(turns["not useful"], comment="Old.", given=on(6)))
        cases = cases_of(book)
        assert [(each.what, each.date, each.useful, each.comment) for each in cases] == [
            ("not useful", on(6), False, "Old."),
            ("useful", on(5), True, ""),
            ("problem", on(4), None, ""),
            ("no answer", on(3), None, ""),
        ]
        assert [each.index_version for each in cases] == [
            "20240806-1",
            "20240806-1",
            "",
            "20240806-1",
        ]
        assert [len(each.shown) for each in cases] == [2, 2, 0, 2]
        assert cases[2].problem == "No words."

    @pytest.mark.parametrize("useful", [True, False])
    def test_an_unanswered_question_with_feedback_is_one_case(
        self, book: FeedbackBook, chats: Chats, useful: bool
    ) -> None:
        turn = unanswered(asked=on(1))
        chats.add("1", "me", turn)
        book.give(feedback_on(turn, useful=useful, comment="It is in the plan.", given=on(2)))
        (only,) = cases_of(book)
        assert (only.what, only.useful, only.comment) == ("no answer", useful, "It is in the plan.")
        chats.delete("1", "me")
        assert cases_of(book) == [only]


class TestGrouping:
    def questions(self, *questions: str) -> list[list[str]]:
        cases = [case(question, day) for day, question in enumerate(questions, start=1)]
        return [[each.question for each in group.cases] for group in grouped(cases)]

    def test_the_same_words_are_the_same_question(self) -> None:
        assert self.questions("How many beds?", "Who pays?", "how many BEDS") == [
            ["how many BEDS", "How many beds?"],
            ["Who pays?"],
        ]

    def test_a_slip_of_the_pen_is_the_same_question(self) -> None:
        one, two = "What is the nursing vacancy rate?", "What is the nursing vacncy rate?"
        (group,) = grouped([case(one, 1), case(two, 2), case(one, 3)])
        assert group.wordings == (one, two)
        assert len(group.cases) == 3

    @pytest.mark.parametrize(
        ("one", "two"),
        [
            (
                "What was the vacancy rate in March 2023?",
                "What was the vacancy rate in March 2024?",
            ),
            ("What does table 3 of the plan show?", "What does table 4 of the plan show?"),
            ("How many nurses left?", "How many doctors left?"),
            ("???", "How?"),
        ],
    )
    def test_other_questions_are_not(self, one: str, two: str) -> None:
        assert self.questions(one, two) == [[two], [one]]

    def test_the_latest_of_a_group_is_first_whatever_the_order(self) -> None:
        (group,) = grouped([case("a b", 2), case("a b", 3), case("a b", 1)])
        assert [each.date for each in group.cases] == [on(3), on(2), on(1)]

    def test_none_is_lost_among_very_many(self) -> None:
        cases = [case(f"question {'x' * (number % 90)} {number}") for number in range(2_500)]
        groups = grouped([*cases, *cases])
        assert (len(groups), sum(len(group.cases) for group in groups)) == (2_500, 5_000)
