"""What is looked up on the figures page, as its address says it, so that it can be shared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import get_args
from urllib.parse import urlencode

from assistant.answer.filters import Filters
from assistant.documents import Kind
from assistant.figures.periods import periods_in
from assistant.web.addresses import typed_day
from assistant.web.page_links import base

BY_PERIOD = "period"
_NAMES = {"text": "q", "since": "from", "until": "to"}
"""The fields that have another name in the address."""
_MOST_CHARACTERS = 1_000


@dataclass(frozen=True, slots=True)
class Lookup:
    """What is looked up; "" for what does not restrict it. The periods are as they were typed."""

    text: str = ""
    unit: str = ""
    kind: str = ""
    since: str = ""
    until: str = ""
    sort: str = ""

    @classmethod
    def of_address(cls, parameters: Mapping[str, str]) -> Lookup:
        """What an address asks for; what it has besides is left out."""
        given = {
            each.name: parameters.get(parameter(each.name), "").strip()[:_MOST_CHARACTERS]
            for each in fields(cls)
        }
        return cls(**given)

    def parameters(self) -> dict[str, str]:
        """The parameters of its address."""
        values = {parameter(each.name): getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in values.items() if value}

    def address(self) -> str:
        """Its address."""
        return f"{base()}/figures?{urlencode(self.parameters())}"

    @property
    def restricted(self) -> bool:
        """Whether anything is chosen beside the words."""
        return replace(self, text="", sort="") != Lookup()

    @property
    def filters(self) -> Filters | None:
        """The documents that it is looked up in; a kind that there is not is no choice."""
        kinds = frozenset(kind for kind in get_args(Kind) if kind == self.kind)
        return Filters(kinds=kinds) if kinds else None


def parameter(name: str) -> str:
    """What a field is called in the address."""
    return _NAMES.get(name, name)


def typed_period(text: str, *, last: bool) -> str | None:
    """The first day of a period as people type it, or with `last` the last; None for other text.

    Years of the NHS (2023/24) and quarters as documents write them, and dates as `typed_day` takes.
    """
    text = " ".join(text.split())
    for found in periods_in(text):
        if (found.start, found.end) == (0, len(text)):
            return found.period.end if last else found.period.start
    return typed_day(text, last=last)
