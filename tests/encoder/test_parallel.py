from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from assistant.background import give_way
from assistant.encoder import parallel
from assistant.encoder.parallel import in_parallel

WAIT = 10.0


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "processors", lambda: 2)
    parallel._pool.cache_clear()


def test_results_come_in_the_order_of_what_was_asked() -> None:
    assert in_parallel(lambda number: number * 2, [3, 1, 2]) == [6, 2, 4]
    assert in_parallel(lambda number: number * 2, []) == []


def test_two_are_worked_on_at_once() -> None:
    meet = threading.Barrier(2, timeout=WAIT)
    assert sorted(in_parallel(lambda _: meet.wait(), [None, None])) == [0, 1]


@pytest.mark.parametrize("items", [[1], [1, 2]])
def test_each_is_worked_on_by_one_thread_of_torch_and_without_gradients(items: list[int]) -> None:
    def look(_: int) -> tuple[int, bool]:
        return torch.get_num_threads(), torch.is_inference_mode_enabled()

    assert in_parallel(look, items) == [(1, True)] * len(items)


def test_a_failure_is_told_and_the_next_is_served() -> None:
    with pytest.raises(ZeroDivisionError):
        in_parallel(lambda number: 1 // number, [1, 0])
    assert in_parallel(lambda number: 1 // number, [1, 1]) == [1, 1]


def test_nobody_waits_for_work_that_gives_way() -> None:
    begun, go = threading.Event(), threading.Event()

    def behind(_: int) -> None:
        begun.set()
        assert go.wait(WAIT)

    with ThreadPoolExecutor(1, initializer=give_way) as background:
        slow = background.submit(in_parallel, behind, [1, 2, 3])
        assert begun.wait(WAIT)
        # The other still waits.
        assert in_parallel(lambda number: number, [1, 2, 3]) == [1, 2, 3]
        go.set()
        slow.result(WAIT)
