from __future__ import annotations

import pytest

from assistant.answer.citation import SavedAnswer
from assistant.export.paper import Paper, PaperItem
from tests.export.making import citation, item, paper

A, B, C = (item(citation(start=start)) for start in (0, 100, 200))


def saved(question: str, understood: str | None) -> SavedAnswer:
    return SavedAnswer(
        question, understood, (), 0.9, (citation(),), (), "v1", "2026-11-22T13:05:00+00:00", "now"
    )


def test_a_quote_is_added_at_the_end() -> None:
    assert paper(A).add(B).items == (A, B)


def test_the_same_quote_is_added_once() -> None:
    again = item(citation(start=0, title="Another name"), "Another question?")
    assert paper(A, B).add(again) == paper(A, B)
    assert paper(A, B).find(again.citation) is A
    assert paper(B).find(again.citation) is None


def test_items_have_ids_of_their_own() -> None:
    assert len({A.id, B.id, C.id}) == 3


def test_a_quote_is_removed() -> None:
    assert paper(A, B, C).remove(B.id).items == (A, C)


def test_quotes_move() -> None:
    assert paper(A, B, C).up(C.id).items == (A, C, B)
    assert paper(A, B, C).down(A.id).items == (B, A, C)


def test_the_first_and_the_last_stay() -> None:
    assert paper(A, B).up(A.id).items == (A, B)
    assert paper(A, B).down(B.id).items == (A, B)


def test_an_unknown_id_changes_nothing() -> None:
    before = paper(A, B)
    gone = C.id
    assert before == before.remove(gone) == before.up(gone) == before.comment(gone, "Late")


@pytest.mark.parametrize(
    ("typed", "title"),
    [(" Winter\n plan ", "Winter plan"), ("  ", "Board paper"), ("", "Board paper")],
)
def test_the_title_is_one_line(typed: str, title: str) -> None:
    assert Paper().retitle(typed).title == title


def test_a_comment_is_kept_with_its_quote() -> None:
    with_comment = paper(A, B).comment(B.id, "  Ask finance.\n\nSoon. ")
    assert [each.comment for each in with_comment.items] == ["", "Ask finance.\n\nSoon."]
    assert with_comment.comment(B.id, "") == paper(A, B)


def test_an_item_knows_the_question_as_it_was_understood() -> None:
    plain = PaperItem.of(saved("How many?", None), citation())
    leaning = PaperItem.of(saved("And in Wales?", "How many nurses in Wales?"), citation())
    assert (plain.question, leaning.question) == ("How many?", "How many nurses in Wales?")
    assert (plain.index_version, plain.built) == ("v1", "2026-11-22T13:05:00+00:00")
