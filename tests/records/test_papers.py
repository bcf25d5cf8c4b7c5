from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest

from assistant.answer.citation import SavedAnswer
from assistant.errors import RecordsError
from assistant.records.database import Database, days_ago
from assistant.records.papers import Paper, PaperItem, Papers
from tests.export.making import CONTROL, citation, item, paper

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


@pytest.fixture
def papers(tmp_path: Path) -> Papers:
    return Papers(Database(tmp_path / "records"))


def test_a_paper_that_nobody_began_is_empty(papers: Papers, tmp_path: Path) -> None:
    assert papers.load("somebody") == Paper()
    assert not (tmp_path / "records").exists()


def test_a_paper_is_kept_as_it_is(papers: Papers, tmp_path: Path) -> None:
    whole = paper(item(citation(CONTROL, (0, 3), ((4, 5),)), comment=CONTROL), item())
    papers.save("somebody", whole)
    assert Papers(Database(tmp_path / "records")).load("somebody") == whole
    papers.save("somebody", Paper("Another"))
    assert papers.load("somebody") == Paper("Another")


def test_everybody_has_a_paper_of_their_own(papers: Papers) -> None:
    papers.save("one", Paper("One"))
    papers.save("two", Paper("Two"))
    papers.delete("one")
    assert (papers.load("one"), papers.load("two")) == (Paper(), Paper("Two"))


def test_a_change_begins_with_what_is_kept(papers: Papers) -> None:
    first, second = item(citation(start=0)), item(citation(start=50))
    papers.change("somebody", lambda now: now.add(first))
    changed = papers.change("somebody", lambda now: now.add(second).retitle("Winter"))
    assert changed == papers.load("somebody") == Paper("Winter", (first, second))


def test_tabs_that_add_at_the_same_time_lose_nothing(papers: Papers) -> None:
    items = [item(citation(start=start)) for start in range(8)]
    together = Barrier(len(items))

    def add(each: int) -> None:
        together.wait(30)
        papers.change("somebody", lambda now: now.add(items[each]))

    with ThreadPoolExecutor(len(items)) as tabs:
        list(tabs.map(add, range(len(items))))
    assert {each.id for each in papers.load("somebody").items} == {each.id for each in items}


def test_a_change_that_fails_changes_nothing(papers: Papers) -> None:
    papers.save("somebody", Paper("Kept"))

    def fail(now: Paper) -> Paper:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        papers.change("somebody", fail)
    assert papers.load("somebody") == Paper("Kept")


def test_a_paper_is_forgotten_when_it_was_not_changed_for_long(tmp_path: Path) -> None:
    database = Database(tmp_path)
    papers = Papers(database)
    papers.save("somebody", Paper("Kept"))
    database.forget(days_ago(1))
    assert papers.load("somebody") == Paper("Kept")
    database.forget(days_ago(-1))
    assert papers.load("somebody") == Paper()


def test_a_paper_of_another_version_is_said(tmp_path: Path) -> None:
    database = Database(tmp_path)
    with database.changing() as connection:
        connection.execute("INSERT INTO papers VALUES ('somebody', '2026', '{\"title\": 3}')")
    for read in (Papers(database).load, partial(Papers(database).change, change=lambda now: now)):
        with pytest.raises(RecordsError, match="another version"):
            read("somebody")
