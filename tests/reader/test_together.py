from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from assistant.background import give_way
from assistant.reader.together import Together


class Doubling:
    """Doubles numbers; keeps what it was called with; the first call waits to be let go."""

    def __init__(self) -> None:
        self.calls: list[list[int]] = []
        self.begun, self.go = Event(), Event()

    def __call__(self, items: Sequence[int]) -> list[int]:
        self.calls.append(list(items))
        self.begun.set()
        assert self.go.wait(5)
        if -1 in items:
            raise ValueError("no negative numbers")
        return [2 * item for item in items]


def test_one_who_asks_alone_is_answered_at_once() -> None:
    function = Doubling()
    function.go.set()
    assert Together(function)([1, 2]) == [2, 4]
    assert Together(function)([]) == []


def test_those_who_ask_meanwhile_share_the_next_call() -> None:
    function = Doubling()
    together = Together(function, most=8)
    with ThreadPoolExecutor(6) as pool:
        first = pool.submit(together, [1])
        assert function.begun.wait(5)
        others = [pool.submit(together, [at, at + 1]) for at in range(10, 14)]
        _until(lambda: len(together._waiting) == 4)
        function.go.set()
        assert first.result(5) == [2]
        assert [other.result(5) for other in others] == [
            [2 * at, 2 * at + 2] for at in range(10, 14)
        ]
    assert function.calls[0] == [1]
    assert len(function.calls) == 2
    assert sorted(function.calls[1]) == sorted([10, 11, 11, 12, 12, 13, 13, 14])


def test_no_call_is_made_for_more_than_so_many() -> None:
    function = Doubling()
    together = Together(function, most=2)
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(together, [0])
        assert function.begun.wait(5)
        others = [pool.submit(together, [at]) for at in range(1, 6)]
        _until(lambda: len(together._waiting) == 5)
        function.go.set()
        assert [one.result(5) for one in (first, *others)] == [
            [0], [2], [4], [6], [8], [10]
        ]  # fmt: skip
    assert max(map(len, function.calls)) == 2


def test_a_call_that_fails_fails_for_its_callers_and_no_others() -> None:
    function = Doubling()
    function.go.set()
    together = Together(function)
    with pytest.raises(ValueError, match="no negative"):
        together([-1])
    assert together([3]) == [6]


def _until(true: object) -> None:
    for _ in range(500):
        if true():  # type: ignore[operator]
            return
        time.sleep(0.01)
    raise AssertionError("it did not come to that")


def test_a_function_that_gives_too_few_results_leaves_nobody_waiting() -> None:
    together: Together[int, int] = Together(lambda items: list(items)[:-1])
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(together, [at, at]) for at in range(4)]
        for one in asked:
            with pytest.raises(ValueError, match="results for"):
                one.result(5)
    assert not together._waiting
    assert not together._busy


def test_nobody_waits_for_one_who_gives_way() -> None:
    function = Doubling()
    together = Together(function)
    with ThreadPoolExecutor(1, initializer=give_way) as background, ThreadPoolExecutor(1) as pool:
        behind = background.submit(together, [1])
        assert function.begun.wait(5)
        function.begun.clear()
        first = pool.submit(together, [2])
        assert function.begun.wait(5)  # though the other has not ended
        function.go.set()
        assert (behind.result(5), first.result(5)) == ([2], [4])
