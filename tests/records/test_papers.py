from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest

from assistant.errors import RecordsError
from assistant.export.paper import Paper
from assistant.records.database import Database, days_ago
from assistant.records.papers import Papers
from tests.export.making import CONTROL, citation, item, paper


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
