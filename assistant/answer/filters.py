"""Which documents a question is asked of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import cast, get_args

from assistant.documents import Kind
from assistant.errors import FilterError
from assistant.index.rows import Listing

_MOST_NAMED = 10
"""So many publishers or documents are listed in a sentence; the others are counted."""


@dataclass(frozen=True, slots=True)
class Filters:
    """The documents to search; what is empty or None does not restrict.

    `since` and `until` are ISO dates, both included. A document without a date is left out as
    soon as either is given: it cannot be shown to lie between them. `findings_only` leaves out
    opinion pieces, and of what is searched each sentence that is no finding (basis.is_finding).
    """

    kinds: frozenset[str] = field(default_factory=frozenset)
    publishers: frozenset[str] = field(default_factory=frozenset)
    documents: frozenset[str] = field(default_factory=frozenset)
    since: str | None = None
    until: str | None = None
    findings_only: bool = False

    def admits(self, document: Listing) -> bool:
        """Whether a document is to be searched."""
        if self.kinds and document.kind not in self.kinds:
            return False
        if self.publishers and document.publisher not in self.publishers:
            return False
        if self.documents and document.path not in self.documents:
            return False
        if self.findings_only and document.kind == "opinion piece":
            return False
        if self.since is None and self.until is None:
            return True
        if document.published is None:
            return False
        published, since, until = document.published, self.since or "", self.until or "9999"
        # "2024" and "2024-07" stand for their whole year or month, so compare only that much.
        return since[: len(published)] <= published and published[: len(until)] <= until

    def select(self, documents: Iterable[Listing]) -> frozenset[str] | None:
        """The paths to search, or None where nothing restricts them."""
        if self == Filters():
            return None
        return frozenset(document.path for document in documents if self.admits(document))


def check_filters(filters: Filters, documents: Sequence[Listing]) -> None:
    """See that these filters can be used over these documents; nothing restricts where none are.

    Raises:
        FilterError: a date is not of its form, a kind, publisher or document is not there, or
            all together leave no document. The sentence says what there is.
    """
    check_dates(since=filters.since, until=filters.until)
    _check_names("kind", filters.kinds, get_args(Kind))
    publishers = {one.publisher for one in documents if one.publisher}
    _check_names("publisher", filters.publishers, sorted(publishers, key=str.casefold))
    _check_names("document", filters.documents, sorted(one.path for one in documents))
    if filters != Filters() and not any(filters.admits(one) for one in documents):
        raise FilterError(
            "No document is left to search with these filters. Leave one of them out, or see in "
            "the list of documents which kind, publisher and date each has."
        )


def filters_of(values: Mapping[str, object]) -> Filters:
    """The filters that a JSON object spells: the fields of `Filters`, lists for the sets.

    Raises:
        FilterError: a field is unknown or not of its form.
    """
    known = {one.name for one in fields(Filters)}
    if unknown := sorted(set(values) - known):
        names = ", ".join(one.name for one in fields(Filters))
        raise FilterError(f"There is no filter “{unknown[0]}”. There is: {names}.")
    given = {name: value for name, value in values.items() if value is not None}
    several = {name: given.get(name, []) for name in ("kinds", "publishers", "documents")}
    for name, listed in several.items():
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise FilterError(f"The filter “{name}” is not a list of texts.")
    since, until = values.get("since"), values.get("until")
    if not all(isinstance(day, str | None) for day in (since, until)):
        raise FilterError("The filters “since” and “until” are texts: 2024-07-18, 2024-07 or 2024.")
    findings_only = given.get("findings_only", False)
    if not isinstance(findings_only, bool):
        raise FilterError("The filter “findings_only” is true or false.")
    sets = {name: frozenset(cast("list[str]", listed)) for name, listed in several.items()}
    return Filters(
        **sets,
        since=cast("str | None", since),
        until=cast("str | None", until),
        findings_only=findings_only,
    )


def check_dates(**days: str | None) -> None:
    """See that dates are of their form, each under the name that people know it by.

    Raises:
        FilterError: one is not a day, a month or a year.
    """
    for name, day in days.items():
        if day is not None and not is_date(day):
            raise FilterError(
                f"The date “{day}” for {name} is not a day, a month or a year, such as "
                "2024-07-18, 2024-07 or 2024."
            )


def is_date(text: str) -> bool:
    """Whether a text is an ISO date: `2024-07-18`, `2024-07` or `2024`."""
    if not re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}){0,2}", text):
        return False
    try:
        date.fromisoformat(text + "-01" * (2 - text.count("-")))
    except ValueError:
        return False
    return True


def _check_names(what: str, wanted: Iterable[str], there: Sequence[str]) -> None:
    unknown = sorted(set(wanted) - set(there))
    if unknown:
        named = ", ".join(f"“{name}”" for name in there[:_MOST_NAMED])
        more = f" and {len(there) - _MOST_NAMED} more" if len(there) > _MOST_NAMED else ""
        has = f"There is: {named}{more}." if there else f"The index names no {what}."
        raise FilterError(f"There is no {what} “{unknown[0]}”. {has}")
