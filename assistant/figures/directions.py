"""Which way a change or a gap goes: "fell by 11%", "an 11% cut", "11% below"; a level has none."""

from __future__ import annotations

import re

from assistant.figures.figure import PERCENT, POINTS, POUNDS, RATIO, TIMES, Direction

_RISE_VERB = (
    r"(?:increas(?:e|es|ed|ing)|ris(?:e|es|en|ing)|rose|gr(?:ow|ows|ew|own|owing)|climb(?:s|ed|ing)?"
    r"|gain(?:s|ed|ing)?|expand(?:s|ed|ing)?|improv(?:e|es|ed|ing)|jump(?:s|ed|ing)?"
    r"|surg(?:e|ed|ing)|uplift(?:ed)?|boost(?:s|ed|ing)?|rais(?:e|es|ed|ing)|higher"
    r"|accelerat(?:e|ed|ing)|exten(?:d|ds|ded|ding)|widen(?:ed|s)?|went\s+up|gone\s+up"
    r"|(?:^|\b(?:is|are|was|were|be|been|being|went|gone|goes|go)\s+|[,–-]\s*)up)"
)
_FALL_VERB = (
    r"(?:decreas(?:e|es|ed|ing)|f(?:all|alls|ell|allen|alling)|drop(?:s|ped|ping)?"
    r"|reduc(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|cut(?:s|ting)?|lower(?:ed|ing|s)?"
    r"|shr(?:ink|inks|ank|unk|inking)|slash(?:ed|ing)?|shorten(?:ed|ing|s)?"
    r"|contract(?:ed|ing)|diminish(?:ed|ing)?|fewer|halv(?:ed|ing)"
    r"|(?:^|\b(?:is|are|was|were|be|been|being|went|gone|goes|go|come|came|brought)\s+|[,–-]\s*)down)"
)
_RISE_NOUN = (
    r"(?:increases?|rises?|growth|uplifts?|gains?|jumps?|surges?|expansion|improvements?|boost)"
)
_FALL_NOUN = (
    r"(?:decreases?|falls?|drops?|reductions?|declines?|cuts?|loss(?:es)?|shrinkage|contraction"
    r"|slump|dip)"
)
_FILLED = (
    r"(?:\s{1,9}(?:an?|average|estimated|total|further|additional|extra|another|only|just|between|the"
    r"|some|annual))*"
)
_WITHIN = (
    r"(?:\s{1,9}(?!(?:and|but|is|are|was|were|to|that|which|has|have|by|with|for|from|through)\b)"
    r"[\w’'/&-]+)"
)
_BY = re.compile(
    rf"(?<!\w)(?:(?P<rise>{_RISE_VERB}|{_RISE_NOUN})|(?P<fall>{_FALL_VERB}|{_FALL_NOUN}))"
    rf"(?:\s{{1,9}}[\w’'/&()-]+){{0,12}}?\s{{1,9}}by{_FILLED}\s{{0,9}}$",
    re.IGNORECASE,
)
"""A change with its "by": "reduce their cost base by"."""
_OF = re.compile(
    rf"\b(?:(?P<rise>{_RISE_NOUN})|(?P<fall>{_FALL_NOUN})){_WITHIN}{{0,5}}?\s{{1,9}}of{_FILLED}\s{{0,9}}$",
    re.IGNORECASE,
)
_STRAIGHT = re.compile(
    rf"(?<!\w)(?:(?P<rise>{_RISE_VERB}|growth)|(?P<fall>{_FALL_VERB})){_FILLED}\s{{0,9}}$",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(
    r"\s{0,9}(?:\([^)]{1,40}\)\s{0,9})?(?:(?:a|per|each)\s{1,9}year\s{1,9}|per\s{1,9}annum\s{1,9}|annually\s{1,9})?"
    r"(?:(?!and\b|or\b|of\b|in\b|to\b|for\b|by\b|on\b|at\b|the\b|a\b|is\b|was\b|were\b|are\b|from\b|with\b|that\b|than\b|not\b)"
    rf"[a-z-]+\s{{1,9}}){{0,3}}?(?:(?P<rise>{_RISE_NOUN}|more|higher|extra|longer|greater)"
    rf"|(?P<fall>{_FALL_NOUN}|fewer|less|lower|shorter))\b(?P<than>\s{{1,9}}than\b)?"
    r"(?!\s{1,9}(?:or|likely|important|effective|to\s{1,9}be)\b)",
    re.IGNORECASE,
)
_COUNT_FOLLOWS = re.compile(
    r"\s{1,9}(?:(?P<rise>more|extra)|(?P<fall>fewer|less))\s{1,9}(?:\w+s|people|staff|children|women|men)\b",
    re.IGNORECASE,
)
_GAP = re.compile(
    r"\s{1,9}(?:(?:[a-z]+\s{1,9})?(?P<above>above|over\s{1,9}and\s{1,9}above|higher\s{1,9}than|more\s{1,9}than|greater\s{1,9}than"
    r"|larger\s{1,9}than|longer\s{1,9}than|ahead\s{1,9}of)"
    r"|(?:[a-z]+\s{1,9})?(?P<below>below|lower\s{1,9}than|less\s{1,9}than|fewer\s{1,9}than|behind|under|short\s{1,9}of|smaller\s{1,9}than"
    r"|shorter\s{1,9}than|adrift\s{1,9}of)|(?P<up>up\s{1,9}on)|(?P<down>down\s{1,9}on))\b",
    re.IGNORECASE,
)
_TIME = frozenset({"minutes", "hours", "days", "weeks", "months", "years"})
_GAP_OF_COUNT = re.compile(
    r"\s{1,9}(?:[a-z]+\s{1,9})?(?:(?P<above>(?:higher|more|greater)\s{1,9}than|above(?=_AIM))|(?P<below>(?:lower|fewer|less)\s{1,9}than"
    r"|short\s{1,9}of|below(?=_AIM))|(?P<up>up\s{1,9}on)|(?P<down>down\s{1,9}on))\b".replace(
        "_AIM",
        r"\s{1,9}(?:the\s{1,9}|our\s{1,9}|its\s{1,9}|their\s{1,9})?(?:plan|target|trajectory|average|expected|levels?|baseline"
        r"|establishment|forecast|budget|national|pre-)",
    ),
    re.IGNORECASE,
)
_TO = re.compile(
    r"\bto\s{0,9}(?:(?:an?|the|around|about|approximately|nearly|almost|over|more\s{1,9}than|less\s{1,9}than"
    r"|just|only|under|up|at\s{1,9}least)\s{1,9})*$",
    re.IGNORECASE,
)
_CLAUSES = re.compile(
    r"[.;:()]\s|[()]|,\s(?=(?:and|but|while|which|whilst|whereas)\b)|\b(?:while|whereas|whilst|but)\b"
)


def direction_of(text: str, start: int, end: int, unit: str) -> Direction | None:
    """Which way a change or gap goes whose words stand from `start` to `end`; None for a level."""
    before = _CLAUSES.split(text[max(0, start - 130) : start])[-1]
    if _TO.search(before):
        return None
    counted = not (unit in (PERCENT, POINTS, POUNDS, RATIO, TIMES) or unit in _TIME)
    gap = (_GAP_OF_COUNT if counted else _GAP).match(text, end)
    if gap:
        return "above" if gap["above"] or gap["up"] else "below"
    measured = unit in (PERCENT, POINTS, POUNDS, TIMES)
    match = _last(_BY, before) or _OF.search(before)
    if match is None and unit in (PERCENT, POINTS, TIMES):
        match = _STRAIGHT.search(before)
    if match is not None:
        return "rise" if match["rise"] else "fall"
    after = (_FOLLOWS if measured else _COUNT_FOLLOWS).match(text, end)
    if after is None:
        return None
    if measured and after["than"]:
        return "above" if after["rise"] else "below"
    return "rise" if after["rise"] else "fall"


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The match that begins last: of two changes before a "by" the nearer one is meant."""
    match, at = None, 0
    while (found := pattern.search(text, at)) is not None:
        match, at = found, found.start() + 1
    return match
