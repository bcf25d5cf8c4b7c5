"""The flags that say which documents are meant, as `ask` and `figures` have them."""

from __future__ import annotations

import argparse

from assistant.answer.filters import Filters


def add_document_filters(command: argparse.ArgumentParser, what: str) -> argparse._ArgumentGroup:
    """Add a group of flags with --kind, --publisher and --document; `what` says what it is for."""
    only = command.add_argument_group(
        "filters", f"{what} The first three may be given several times."
    )
    for name, metavar, whose in (
        ("kind", "KIND", "documents of this kind, as `nhs-assistant status` names it"),
        ("publisher", "NAME", "what this body published"),
        ("document", "PATH", "this document, by its path below the corpus"),
    ):
        only.add_argument(
            f"--{name}", dest=f"{name}s", action="append", default=[], metavar=metavar, help=whose
        )
    return only


def documents_chosen(options: argparse.Namespace) -> Filters:
    """The filters that these three flags give."""
    return Filters(
        kinds=frozenset(options.kinds),
        publishers=frozenset(options.publishers),
        documents=frozenset(options.documents),
    )
