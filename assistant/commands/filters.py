"""The flags of `ask` that say which documents are asked."""

from __future__ import annotations

import argparse
import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.answer.filters import Filters
    from assistant.settings import Settings


def add_filters(ask: argparse.ArgumentParser) -> None:
    """Give `ask` the flags of the filters."""
    only = ask.add_argument_group(
        "filters", "Which documents are asked. The first three may be given several times."
    )
    for name, metavar, what in (
        ("kind", "KIND", "documents of this kind, as `nhs-assistant status` names it"),
        ("publisher", "NAME", "what this body published"),
        ("document", "PATH", "this document, by its path below the corpus"),
    ):
        only.add_argument(
            f"--{name}", dest=f"{name}s", action="append", default=[], metavar=metavar, help=what
        )
    for name, what in (("since", "published then or later"), ("until", "published then or before")):
        only.add_argument(
            f"--{name}", metavar="DATE", help=f"{what}: a day, month or year, as 2024-07-18"
        )
    only.add_argument(
        "--findings-only", action="store_true", help="only findings and official statistics"
    )


def chosen_filters(options: argparse.Namespace) -> Filters:
    """The filters that the flags give."""
    from assistant.answer.filters import Filters

    return Filters(
        kinds=frozenset(options.kinds),
        publishers=frozenset(options.publishers),
        documents=frozenset(options.documents),
        since=options.since,
        until=options.until,
        findings_only=options.findings_only,
    )


def check_before_opening(filters: Filters, settings: Settings) -> None:
    """See that filters can be used, before the models are loaded.

    Raises:
        FilterError: they cannot; the sentence says why.
        IndexProblem: there is no index, or it cannot be used as it is.
    """
    from assistant.answer.filters import Filters, check_filters
    from assistant.index.stores import store_of

    if filters == Filters():
        return
    with contextlib.closing(store_of(settings).catalogue()) as catalogue:
        check_filters(filters, catalogue.listings())
