"""What an amount is for each of: "a year", "per 100,000 people", "per person per year"."""

from __future__ import annotations

import re

_EACH = (
    r"year|annum|month|week|day|night|hour|minute|quarter|person|patient|head|household|employee|pupil"
    r"|child|case|family|worker|bed|adult|appointment|treatment|procedure|admission|shift|item"
    r"|prescription|episode|unit|attendance|visit|call|hospital|trust|practice|clinician|nurse"
    r"|tonne|mile|million|member|session|dose"
)
_MANY = (
    r"(?:100,000|10,000|1,000|1000|1\s+million|1,000,000|100|a\s+million|million)(?:\s+(?:people|population|patients|admissions|bed"
    r"\s+days|births|live\s+births|inhabitants|residents|adults|children|women|men|deliveries))?"
)
_PER = re.compile(
    r"\s{0,9},?\s{0,9}(?:on\s{1,9}average\s{1,9})?(?:"
    rf"(?:per|each|every)\s{{1,9}}(?P<many>{_MANY})(?![\w,])"
    rf"|(?:an?|each|every)\s{{1,9}}(?P<each>{_EACH})\b(?!\s{{1,9}}(?:ago|earlier|later|before|after|old|on\s{{1,9}}year|in\s{{1,9}}advance))"
    r"|(?:per\s{1,9}|/\s?)(?P<per>(?!cent\b|annum\b|capita\b)[A-Za-z][A-Za-z-]*)(?:\s{1,9}of\s{1,9}(?:the\s{1,9})?population)?"
    r"|(?P<adverb>per\s{1,9}annum|per\s{1,9}capita|annually|yearly|monthly|weekly|daily|hourly|nightly|p\.a\.|pa\b)"
    r")",
    re.IGNORECASE,
)
_ADVERBS = {
    "per annum": "year", "per capita": "head", "annually": "year", "yearly": "year", "p.a.": "year",
    "pa": "year", "monthly": "month", "weekly": "week", "daily": "day", "hourly": "hour",
    "nightly": "night",
}  # fmt: skip
_ANNUAL = re.compile(
    r"\s{1,9}(?:average\s{1,9}|overall\s{1,9})?(?:annual|year[\s-]on[\s-]year|yearly)\b",
    re.IGNORECASE,
)


def rate_after(text: str, end: int) -> tuple[str, int] | None:
    """What an amount that ends at `end` is for each of, and where its words end."""
    found: list[str] = []
    while len(found) < 2 and (match := _PER.match(text, end)) is not None:
        if match["adverb"]:
            found.append(_ADVERBS[" ".join(match["adverb"].lower().split())])
        else:
            words = match["many"] or match["each"] or match["per"]
            found.append(" ".join(words.split() if words.isupper() else words.lower().split()))
        end = match.end()
    return (" per ".join(found), end) if found else None


def is_annual(text: str, end: int) -> bool:
    """Whether the words after an amount say that it is for each year: "2% annual growth"."""
    return _ANNUAL.match(text, end) is not None
