"""What bounds an amount: "more than 5", "at least 5", "5 or less", "about 5"."""

from __future__ import annotations

import re

from assistant.figures.figure import PERCENT, POINTS, POUNDS, Comparator

_DEGREE = r"(?:just\s{1,9}|well\s{1,9}|slightly\s{1,9}|far\s{1,9}|significantly\s{1,9})?"
_BEFORE: dict[Comparator, str] = {
    "at least": (
        r"at\s+least|as\s+a\s+minimum,?|not?\s+(?:fewer|less|lower)\s+than|a\s+minimum\s+of"
        r"|minimum(?:\s+of)?|at\s+minimum|from\s+as\s+(?:little|few)\s+as|≥"
    ),
    "up to": (
        r"up\s+to|at\s+most|not?\s+(?:more|longer|greater|higher|later)\s+than"
        r"|a\s+maximum(?:\s+(?:wait(?:ing\s+time)?|period|penalty|limit))?\s+of|maximum(?:\s+of)?"
        r"|as\s+(?:many|much|high)\s+as|within|not\s+exceed(?:ing)?|a\s+cap\s+of|a\s+limit\s+of"
        r"|capped\s+at|limited\s+to|≤"
    ),
    "above": (
        rf"{_DEGREE}(?:(?:more|greater|higher|longer|larger|better|later|older)\s+than|over|above)"
        r"|in\s+excess\s+of|exceed(?:s|ed|ing)?|upwards\s+of|beyond|surpass(?:ed|es|ing)?|>"
    ),
    "below": rf"{_DEGREE}(?:(?:less|fewer|lower|shorter|smaller)\s+than|under|below)|<",
    "about": (
        r"about|around|approximately|approx\.?|circa|c\.|roughly|nearly|almost|close\s+to"
        r"|near(?:ing)?|in\s+the\s+region\s+of|an?\s+(?:estimated|approximate)"
        r"|(?:is|are|was|were|been|be)\s+estimated\s+(?:at|to\s+be)|[~∼≈]|some|broadly|virtually"
        r"|practically"
    ),
}
_AFTER: dict[Comparator, str] = {
    "at least": (
        r"\s{1,9}or\s{1,9}(?:more|over|above|longer|greater|higher|older)\b"
        r"|\s{1,9}(?:and|&)\s{1,9}(?:over|above|more)\b(?!\s{1,9}(?:and|than))|\s?\+(?!\d)"
        r"|[-\s]plus\b(?!\s{1,9}[£\d])|\s{1,9}at\s{1,9}(?:least|a\s{1,9}minimum)\b|\s{1,9}minimum\b"
    ),
    "up to": (
        r"\s{1,9}or\s{1,9}(?:less|fewer|under|below|lower|shorter|sooner|earlier)\b|\s{1,9}(?:and|&)\s{1,9}under\b"
        r"|\s{1,9}at\s{1,9}(?:most|(?:a|the)\s{1,9}maximum)\b|\s{1,9}maximum\b"
    ),
    "about": r"\s{1,9}or\s{1,9}(?:so|thereabouts)\b",
}
_FILLED = (
    r"\s*(?:(?:an?|the|another|only|just|extra|additional|estimated|further|a\s+total\s+of|\()\s*)*"
)
_COMPARATOR_BEFORE = re.compile(
    rf"(?<![\w-])(?:{'|'.join(f'({words})' for words in _BEFORE.values())}){_FILLED}$",
    re.IGNORECASE,
)
_COMPARATOR_AFTER = re.compile("|".join(f"({words})" for words in _AFTER.values()), re.IGNORECASE)
_FARTHEST = 60
"""Characters between the first word of a bound and the number, at most."""
_LASTING = re.compile(
    r"\b(?:wait(?:ed|ing|s)?|last(?:ed|ing|s)?|for|of|by|is|are|was|were|been|took|take[sn]?|taking"
    r"|after|patients|people)\s*$",
    re.IGNORECASE,
)


def comparator_before(text: str, start: int, unit: str) -> tuple[Comparator, int] | None:
    """What bounds the amount that begins at `start`, and where its words begin."""
    match = _COMPARATOR_BEFORE.search(text, max(0, start - _FARTHEST), start)
    if match is None or match.lastindex is None:
        return None
    comparator, words = list(_BEFORE)[match.lastindex - 1], match[match.lastindex].lower()
    if words != "within" and re.search(r"\sthe\s", match[0], re.IGNORECASE):
        return None  # "around the five principles" has no bound
    if words == "within" and unit in (PERCENT, POINTS, POUNDS, ""):
        return None
    if words == "over" and unit in ("years", "months", "decades"):
        # "£10 million over three years" took three years, no more.
        lasting = _LASTING.search(text, max(0, match.start() - 25), match.start())
        return (comparator, match.start()) if lasting else None
    return comparator, match.start()


def comparator_after(text: str, end: int) -> tuple[Comparator, int] | None:
    """What bounds the amount that ends at `end`, and where its words end."""
    match = _COMPARATOR_AFTER.match(text, end)
    if match is None or match.lastindex is None:
        return None
    return list(_AFTER)[match.lastindex - 1], match.end()
