"""Going from part to part: of a document, a list, a draft."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from assistant.web import markup

T = TypeVar("T")


def draw_previous_and_next(
    noun: str, key: str, shown: int, last: int, turn: Callable[[int], None]
) -> None:
    """The buttons to the one before and the one after of `last`, counted from 1.

    Neither is disabled at an end: a button that has the focus would lose it.
    """
    for name, which, to in (("Previous", "before", shown - 1), ("Next", "after", shown + 1)):
        to = min(max(to, 1), last)
        st.button(f"{name} {noun}", key=f"{key}-{which}", on_click=turn, args=(to,))


@dataclass(frozen=True, slots=True)
class ListParts:
    """A list of documents that is shown in parts of `most`; the session knows which, by `key`."""

    key: str
    most: int

    def shown(self, items: Sequence[T]) -> Sequence[T]:
        """The part that is shown: another where the list has become too short for it."""
        return items[(self._place(items) - 1) * self.most :][: self.most]

    def draw_ways(self, items: Sequence[T]) -> None:
        """Draw the ways to the other parts, where there are some."""
        last = self._last(items)
        if last < 2:
            return
        place = self._place(items)
        st.html(markup.paragraph(f"Part {place} of {last} of the list", "more-rows"))
        with st.container(horizontal=True):
            draw_previous_and_next("documents", self.key, place, last, self._go)

    def begin_again(self) -> None:
        """Show the first part: another list is asked for."""
        self._go(1)

    def _last(self, items: Sequence[T]) -> int:
        return math.ceil(len(items) / self.most)

    def _place(self, items: Sequence[T]) -> int:
        return min(int(st.session_state.get(f"{self.key}-place", 1)), self._last(items) or 1)

    def _go(self, place: int) -> None:
        st.session_state[f"{self.key}-place"] = place
