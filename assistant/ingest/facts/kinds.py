"""What sort of publication a document is, by rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from assistant.documents import Kind
from assistant.ingest.draft import DraftBlock
from assistant.ingest.facts.titles import readable_name

_STRONG_KINDS: tuple[tuple[Kind, str], ...] = (
    ("research briefing", r"\b(?:research|library) briefing\b|\bbriefing paper\b"),
    ("board paper", r"^agenda item\b|^report by:|^paper type:|\bboard paper\b"),
    (
        "opinion piece",
        r"\bthis (?:opinion piece|blog|comment piece)\b|^(?:opinion|comment|blog)$",
    ),
)
_WORD_KINDS: tuple[tuple[Kind, str], ...] = (
    (
        "government response",
        r"\b(?:government|ministerial|executive|department\w*)\b.{0,20}\bresponse\b|"
        r"\bresponse (?:from|by) (?:the |her |his )?(?:\w+ )?government\b",
    ),
    ("research briefing", r"\bresearch briefing\b|\bbriefing paper\b"),
    ("board paper", r"\bboard (?:paper|report|meeting)\b"),
    ("opinion piece", r"\bopinion\b|\bblog\b"),
    ("guidance", r"\b(?:guidance|guidelines?|handbook|toolkit|code of practice)\b"),
    ("report", r"\b(?:report|inquiry|review|investigation|survey)\b"),
    ("plan", r"\b(?:plan|strategy|framework|roadmap|road map)\b"),
)
_ANSWER = re.compile(
    r"(?<!the )(?<!its )(?<!their )\bresponse to\b.{0,80}\b(?:report|review|inquiry|investigation|"
    r"ombudsman|committee|commission|recommendations|consultation)\b",
    re.IGNORECASE,
)
"""A title that answers another's work, and so is not a report itself."""
_MINISTERS = re.compile(r"\b(?:government|department|ministry|secretary of state)\b", re.IGNORECASE)


def kind_of(
    title: str, first: Sequence[DraftBlock], blocks: Sequence[DraftBlock], path: Path
) -> Kind:
    """The kind: what the title and the first lines call it; `document` where nothing tells."""
    name = f"{title}\n{readable_name(path)}"
    response = _WORD_KINDS[0]
    if re.search(response[1], name, re.IGNORECASE):
        return response[0]
    lines = [block.text for block in first if len(block.text) <= 120]
    whole = [*lines, *(block.text for block in blocks[-30:] if len(block.text) <= 200)]
    for kind, pattern in _STRONG_KINDS:
        where = whole if kind == "opinion piece" else lines
        if any(re.search(pattern, line, re.IGNORECASE) for line in where):
            return kind
    for text in (name, "\n".join(line for line in lines[:12] if len(line.split()) <= 10)):
        for kind, pattern in _WORD_KINDS:
            if re.search(pattern, text, re.IGNORECASE):
                if kind == "report" and _ANSWER.search(name):
                    by_ministers = any(_MINISTERS.search(line) for line in lines[:12])
                    return "government response" if by_ministers else "document"
                return kind
    return "document"
