"""Questions that arrive together share a batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Condition
from typing import Generic, TypeVar

from assistant.background import gives_way

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(eq=False)
class _Waiting(Generic[Item, Result]):
    items: Sequence[Item]
    results: list[Result] | None = None
    error: BaseException | None = field(default=None)

    @property
    def done(self) -> bool:
        return self.results is not None or self.error is not None


class Together(Generic[Item, Result]):
    """Calls a function of many items once for all who wait, and gives each their own results.

    One thread works at a time; what others ask meanwhile waits and is done next, in one call of
    at most `most` callers. A call that fails fails for all whom it was made for.
    """

    def __init__(self, function: Callable[[Sequence[Item]], list[Result]], most: int = 4) -> None:
        self._function = function
        self._most = most
        self._changed = Condition()
        self._waiting: list[_Waiting[Item, Result]] = []
        self._busy = False

    def __call__(self, items: Sequence[Item]) -> list[Result]:
        """The results for these items, in their order."""
        if gives_way():
            # At its low priority it may take long: nobody should have to wait until it is done.
            return self._function(items)
        own: _Waiting[Item, Result] = _Waiting(items)
        with self._changed:
            self._waiting.append(own)
            try:
                self._changed.wait_for(lambda: own.done or not self._busy)
            except BaseException:
                self._waiting = [one for one in self._waiting if one is not own]
                raise
            if own.done:
                return _result(own)
            self._busy = True
            others = [one for one in self._waiting if one is not own]
            group = [own, *others[: self._most - 1]]
            self._waiting = others[self._most - 1 :]
        try:
            self._work(group)
        finally:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
        return _result(own)

    def _work(self, group: Sequence[_Waiting[Item, Result]]) -> None:
        items = [item for one in group for item in one.items]
        try:
            results = self._function(items)
            if len(results) != len(items):
                raise ValueError(f"{len(results)} results for {len(items)} items")
        except BaseException as error:
            # Whoever waits in the group must be told: else they would wait for ever.
            for one in group:
                one.error = error
            return
        at = 0
        for one in group:
            one.results = results[at : at + len(one.items)]
            at += len(one.items)


def _result(waiting: _Waiting[Item, Result]) -> list[Result]:
    if waiting.error is not None:
        raise waiting.error
    assert waiting.results is not None  # done
    return waiting.results
