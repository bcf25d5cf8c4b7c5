from __future__ import annotations

import gc
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import Barrier, Event
from weakref import ref

import pytest

from assistant.answer.remembering import Remembering, once_a_document
from assistant.background import give_way
from assistant.documents import Document
from tests.answer.making import document

WAIT = 10.0


def test_what_was_found_is_not_looked_for_again() -> None:
    remembering = Remembering[str, int](2)
    assert remembering.of("beds", lambda: 1) == 1
    assert remembering.of("beds", lambda: 2) == 1


def test_what_was_asked_longest_ago_is_forgotten() -> None:
    remembering = Remembering[str, int](2)
    for key in ("beds", "wards", "beds", "doctors"):
        remembering.of(key, lambda: 1)
    assert remembering.of("beds", lambda: 2) == 1
    assert remembering.of("wards", lambda: 2) == 2


def test_who_asks_the_same_meanwhile_waits_for_it() -> None:
    remembering, begun, go = Remembering[str, int](2), Event(), Event()
    looked: list[int] = []

    def find() -> int:
        looked.append(1)
        begun.set()
        assert go.wait(WAIT)
        return 214

    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(remembering.of, "beds", find)
        assert begun.wait(WAIT)
        others = [pool.submit(remembering.of, "beds", find) for _ in range(3)]
        assert remembering.of("wards", lambda: 7) == 7  # another question does not wait
        go.set()
        assert [each.result(WAIT) for each in (first, *others)] == [214] * 4
    assert looked == [1]


def test_a_failure_is_told_and_not_remembered() -> None:
    remembering = Remembering[str, float](2)
    with pytest.raises(ZeroDivisionError):
        remembering.of("beds", lambda: 1 / 0)
    assert remembering.of("beds", lambda: 2.0) == 2.0


def test_who_waits_for_one_that_is_stopped_finds_it_by_himself() -> None:
    remembering, begun, go = Remembering[str, int](2), Event(), Event()

    def stopped() -> int:
        begun.set()
        assert go.wait(WAIT)
        raise KeyboardInterrupt

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(remembering.of, "beds", stopped)
        assert begun.wait(WAIT)
        other = pool.submit(remembering.of, "beds", lambda: 214)
        assert not other.done()
        go.set()
        assert other.result(WAIT) == 214
        assert isinstance(first.exception(WAIT), KeyboardInterrupt)


def test_nobody_waits_for_one_who_gives_way() -> None:
    remembering, begun, go = Remembering[str, int](2), Event(), Event()

    def slow() -> int:
        begun.set()
        assert go.wait(WAIT)
        return 1

    with ThreadPoolExecutor(1, initializer=give_way) as background:
        behind: Future[int] = background.submit(remembering.of, "beds", slow)
        assert begun.wait(WAIT)
        assert remembering.of("beds", lambda: 2) == 2
        go.set()
        assert behind.result(WAIT) == 1
    assert remembering.of("beds", lambda: 3) == 2


def test_one_who_gives_way_is_remembered_too() -> None:
    remembering = Remembering[str, int](2)
    with ThreadPoolExecutor(1, initializer=give_way) as background:
        assert background.submit(remembering.of, "beds", lambda: 1).result(WAIT) == 1
    assert remembering.of("beds", lambda: 2) == 1


def test_many_at_once_find_each_thing_once() -> None:
    remembering, together, looked = Remembering[int, int](50), Barrier(8, timeout=WAIT), list[int]()

    def find(key: int) -> int:
        looked.append(key)
        return key

    def ask(_: int) -> list[int]:
        together.wait()
        return [remembering.of(key, partial(find, key)) for key in range(40)]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [list(range(40))] * 8
    assert sorted(looked) == list(range(40))


def test_what_is_made_of_a_document_is_made_once_and_goes_with_it() -> None:
    made: list[str] = []

    @once_a_document
    def length(one: Document) -> int:
        made.append(one.path)
        return len(one.text)

    first, other = (document(("paragraph", "Beds."), path=path) for path in ("a.md", "b.md"))
    assert [length(one) for one in (first, other, first)] == [5, 5, 5]
    assert made == ["a.md", "b.md"]
    gone = ref(first)
    del first
    gc.collect()
    assert gone() is None
