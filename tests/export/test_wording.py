from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.export.wording import Piece, by_question, note, opening, pieces
from tests.export.making import EXPORTED, TEXT, citation, item, paper


def test_a_note_says_all_that_is_needed_to_check_the_quote() -> None:
    assert note(item()) == (
        "NHS England, A report, 18 July 2024, page xii (page 14 of the file), "
        "section “3 Workforce > 3.2 Recruitment”.",
        "File: reports/a report.pdf, characters 100 to 143. Index of 22 November 2026 at 1:05pm, "
        f"version 20261122T130500. SHA-256 of the file: {'ab' * 32}.",
    )


def test_times_are_those_of_the_place() -> None:
    summer = replace(item(), built="2026-07-01T23:30:00+00:00")
    assert "Index of 2 July 2026 at 12:30am" in note(summer)[1]


def test_without_pages_the_whole_section_is_named_once() -> None:
    reference, _ = note(item(citation(page=None)))
    assert reference == (
        "NHS England, A report, 18 July 2024, section “3 Workforce > 3.2 Recruitment”."
    )


def test_without_section_nothing_is_said_of_it() -> None:
    reference, _ = note(item(citation(section=())))
    assert reference == "NHS England, A report, 18 July 2024, page xii (page 14 of the file)."


def test_a_title_cannot_turn_round_what_stands_after_it() -> None:
    reference, _ = note(item(citation(title="A \u202ereport")))
    assert reference.startswith("\u2068NHS England, A \u202ereport")
    assert "\u2069, section" in reference


def test_the_opening_promises_and_gives_the_day() -> None:
    assert opening(EXPORTED)[0] == "Exported on 23 November 2026."
    assert "word for word" in opening(EXPORTED)[1]


def test_a_quote_is_cut_at_its_key_words_and_marks() -> None:
    key = (TEXT.index("60,000"), TEXT.index(" by"))
    mark = TEXT.index("3 by")
    assert pieces(citation(key=key, marks=((mark, mark + 1),))) == [
        Piece("We recruited ", False, False),
        Piece("60,000 nurses ", True, False),
        Piece("3", True, True),
        Piece(" by March 2024.", False, False),
    ]


def test_white_space_is_no_key_word() -> None:
    assert [piece.key for piece in pieces(citation("a b c", key=(1, 4)))] == [False, True, False]
    assert not any(piece.key for piece in pieces(citation("a   c", key=(1, 4))))


@given(
    st.text(min_size=1),
    st.tuples(st.integers(0, 20), st.integers(0, 20)),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=3),
)
def test_no_span_loses_a_character(
    text: str, key: tuple[int, int], marks: list[tuple[int, int]]
) -> None:
    cut = pieces(citation(text, key, tuple(marks)))
    assert "".join(piece.text for piece in cut) == text


def test_quotes_of_one_question_stand_together() -> None:
    first, second, third = item(question="A?"), item(question="A?"), item(question="B\n B?")
    grouped = list(by_question(paper(first, second, third, first)))
    assert grouped == [
        ("A?", [(1, first), (2, second)]),
        ("B B?", [(3, third)]),
        ("A?", [(4, first)]),
    ]
