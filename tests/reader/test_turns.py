from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from assistant.background import give_way
from assistant.reader.turns import Turns

WAIT = 10.0


def test_who_comes_first_is_served_first() -> None:
    turns, served = Turns(), list[int]()

    def serve(number: int) -> None:
        with turns.take():
            served.append(number)

    with ThreadPoolExecutor(8) as pool, turns.take():
        for number in range(6):
            pool.submit(serve, number)
            _until_waiting(turns, number + 2)
        assert served == []
    assert served == list(range(6))


def _until_waiting(turns: Turns, how_many: int) -> None:
    for _ in range(1_000):
        if len(turns._queue) >= how_many:
            return
        Event().wait(0.01)
    raise AssertionError("it did not come to that")


def test_one_that_fails_leaves_the_turn_to_the_next() -> None:
    turns = Turns()
    with pytest.raises(ValueError, match="no"), turns.take():
        raise ValueError("no")
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: turns.take().__enter__()).result(WAIT)


def test_nobody_waits_for_one_who_gives_way() -> None:
    turns, inside, go = Turns(), Event(), Event()

    def behind() -> None:
        with turns.take():
            inside.set()
            assert go.wait(WAIT)

    with ThreadPoolExecutor(1, initializer=give_way) as background:
        waiting = background.submit(behind)
        assert inside.wait(WAIT)
        with turns.take():  # though the other has not ended
            go.set()
        waiting.result(WAIT)
