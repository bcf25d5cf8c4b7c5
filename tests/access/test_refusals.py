from __future__ import annotations

from assistant.access.refusals import Refusals


def test_a_flood_of_refusals_is_written_down_in_part() -> None:
    now = [0.0]
    refusals = Refusals(lambda: now[0])
    assert sum(refusals.may_write() for _ in range(1000)) == 60
    now[0] += 10
    assert sum(refusals.may_write() for _ in range(1000)) == 10
