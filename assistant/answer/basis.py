"""What stands behind a quote: a statistic, a finding, a recommendation, somebody's opinion.

A board must never take an opinion for a finding. This is decided by rules, from the kind of the
document and the words of attribution in and around the quote; where they leave room, the weaker
standing is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.documents import Document

Basis = Literal[
    "official statistic",
    "finding",
    "recommendation",
    "commitment",
    "requirement",
    "opinion",
    "quoted",
    "statement",
]
"""`finding` is what a report, research briefing or board paper found; `statement` is what a plan,
a response, guidance or a document of unknown kind says; `quoted` is somebody quoted in a document.
"""

FINDINGS: frozenset[Basis] = frozenset({"official statistic", "finding"})
"""What is shown when people ask for findings only."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands behind some words; `according_to` names who is quoted or cited, as printed."""

    basis: Basis
    according_to: str | None = None


def standing(document: Document, start: int, end: int) -> Standing:
    """What stands behind `document.text[start:end]`."""
    return Standing("opinion" if document.kind == "opinion piece" else "statement")
