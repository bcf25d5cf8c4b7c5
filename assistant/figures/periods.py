"""The periods of a text: "in 2023/24", "by March 2025", "between 2010 and 2019".

What has no date of its own ("last year", "the past decade") gives no period: guessing from the day
of publication would be wrong too often.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.figures.dates import DATE, DAY, Dates, dates_of, months_to, part_of
from assistant.figures.figure import Period
from assistant.figures.labels import MONTH, YEAR
from assistant.folding import without_letters_that_only_match

_DASH = r"\s?[-–—]\s?"
_ENDS = r"(?:the\s+)?(?:start|end)\s+of\s+"
_LEAD = (
    r"(?:\b(?:[Ii]n|[Bb]y|[Ss]ince|[Uu]ntil|[Dd]uring|[Ff]or|[Aa]s\s+(?:at|of)|[Aa]t|[Ff]rom|[Tt]o"
    r"|[Oo]ver|[Tt]hroughout|[Bb]etween|[Bb]ack\s+in|[Ee]nding|[Oo]n|[Ww]ithin|[Bb]efore|[Aa]fter"
    rf"|[Oo]f)\s+(?:{_ENDS}|(?:the\s+)?(?:financial\s+|calendar\s+|fiscal\s+)?years?\s+|early\s+"
    r"|late\s+|mid[\s-])?)?"
)
_PART = (
    r"(?:(?:the\s+)?(?P<part>(?:first|second|third|fourth|final|last)\s+(?:quarter|half)|start"
    r"|beginning|middle|end|early|late|mid|Q[1-4]|H[12]|spring|summer|autumn|winter"
    r"|quarter\s+[1-4])(?:\s+of)?[\s-]+)"
)
_ALONE = r"(?<![\w.,£$€/-])"
_SPAN = re.compile(
    rf"\b[Bb]etween\s+(?P<a>{DATE})\s+and\s+(?:{_ENDS})?(?P<b>{DATE})"
    rf"|\b[Ff]rom\s+(?:{_ENDS})?(?P<c>{DATE})\s+(?:to|until|up\s+to|through\s+to|[-–])\s+"
    rf"(?:{_ENDS})?(?P<d>{DATE})"
    rf"|{_ALONE}(?P<e>{DATE})(?:\s+(?:to|until)\s+|{_DASH})(?P<f>{DATE})"
    rf"|{_ALONE}(?P<years>{YEAR}[-–]\d\d)(?![\d,]|-)"
    rf"|\b(?:[Bb]etween\s+|[Ff]rom\s+)?(?P<from>(?:{DAY}\s+)?{MONTH})(?:\s+(?:and|to|until)\s+"
    rf"|{_DASH})(?P<to>(?:{DAY}\s+)?{MONTH}\s+(?P<year>{YEAR}))"
)
_COUNTS = {"year": 12, "12": 12, "twelve": 12, "6": 6, "six": 6, "3": 3, "three": 3, "quarter": 3,
           "9": 9, "nine": 9, "18": 18, "month": 1}  # fmt: skip
_YEAR_TO = re.compile(
    r"(?:\b(?:[Ii]n|[Ff]or|[Oo]ver|[Dd]uring)\s+)?(?:the\s+)?"
    r"(?P<count>year|(?:12|twelve|six|6|three|3|nine|9|18)[\s-]months?|quarter|month)"
    rf"(?:\s+period)?\s+(?:to|ending|ended|up\s+to|end)\s+(?:(?:the\s+)?end\s+(?:of\s+)?)?"
    rf"(?P<to>{DATE})"
)
_SINGLE = re.compile(rf"{_LEAD}{_PART}?(?<![\w.,£$€/])(?P<date>{DATE})(?P<quarter>\s?Q[1-4])?")
_DECADE = re.compile(
    rf"{_LEAD}(?:the\s+)?(?:(?P<part>early|mid|late)[\s-])?(?P<decade>(?:19|20)\d0)[’']?s\b(?!-)"
)
_DECADE_PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}
_NO_YEAR = re.compile(r"\w|[,/]\d|\.\d{4}|\.\d+\s*%|\s*(?:%|per\s?cent\b|million|billion|bn\b)")
"""What follows a number of four digits that is no year; ".12" is the mark of a footnote."""
_WORKS = (
    r"(?:Act|Regulations?|Order|Bill|Measure|Rules|Directive|Strateg(?:y|ies)|Review|Plan|Programme"
    r"|Exercise|Transfusion|Horizon|Agenda|Vision|Budget|Statement|Framework|Guidance|Standards"
    r"|Guidelines|Assessment|Register|Report|Manifesto|Pact|Charter|Convention|Policy|Forum|Code"
    r"|White\s+Paper|Election|Concordat)"
)
_TITLE_BEFORE = re.compile(rf"(?:\b{_WORKS}\s+\(?|\bet\s+al\.?,?\s*\(?|\b[A-Z][a-z]+\s+\()$")
_TITLE_AFTER = re.compile(
    r"\s+(?:(?:UK|National|NHS|Health|Risk|Influenza|Pandemic|Spending|Comprehensive|Workforce"
    r"|General|Autumn|Spring|Civil|Long|Five|Staff|Operating|Planning)\b[\w\s]{0,40}?)?"
    rf"\b{_WORKS}\b"
)
_WHEN = re.compile(r"\b(?:[Ii]n|[Bb]y|[Ss]ince|[Uu]ntil|[Dd]uring|[Ff]rom|[Ee]arly|[Ll]ate)\s+$")
_COUNTED = re.compile(r"(?:than|over|nearly|almost|around|about|approximately|some)\s+$")
_PLURAL = re.compile(r"\s+[a-z]+s\b")
_EARLIEST = 1800
"""A number below is taken for a year only after a word such as "in"."""


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """A period in a text: `text[start:end]` are its words, with the preposition before them."""

    start: int
    end: int
    period: Period


def periods_in(text: str) -> list[FoundPeriod]:
    """The periods of a text, in order; they do not overlap. Years in the names of laws are none."""
    text = without_letters_that_only_match(text)
    found: list[FoundPeriod] = []
    for match in _YEAR_TO.finditer(text):
        _keep(found, match, _year_to(match))
    for match in _SPAN.finditer(text):
        _keep(found, match, _span(match))
    for match in _DECADE.finditer(text):
        _keep(found, match, _decade(match))
    for match in _SINGLE.finditer(text):
        if not _is_no_period(text, match):
            _keep(found, match, _single(match))
    return sorted(found, key=lambda one: one.start)


def _keep(found: list[FoundPeriod], match: re.Match[str], dates: Dates | None) -> None:
    start, end = match.span()
    if dates is not None and not any(one.start < end and start < one.end for one in found):
        found.append(FoundPeriod(start, end, Period(" ".join(match[0].split()), *dates)))


def _year_to(match: re.Match[str]) -> Dates | None:
    to = dates_of(match["to"])
    count = _COUNTS[re.split(r"[\s-]", match["count"].lower())[0]]
    return months_to(to, count) if to else None


def _span(match: re.Match[str]) -> Dates | None:
    if match["years"]:
        return dates_of(match["years"])
    if match["from"]:
        start, end = dates_of(f"{match['from']} {match['year']}"), dates_of(match["to"])
    else:
        start = dates_of(match["a"] or match["c"] or match["e"])
        end = dates_of(match["b"] or match["d"] or match["f"])
    return (start[0], end[1]) if start and end and start[0] <= end[1] else None


def _decade(match: re.Match[str]) -> Dates:
    first = int(match["decade"])
    low, high = _DECADE_PARTS.get(match["part"] or "", (0, 9))
    return f"{first + low}-01-01", f"{first + high}-12-31"


def _single(match: re.Match[str]) -> Dates | None:
    dates, part = dates_of(match["date"]), match["part"] or match["quarter"]
    return part_of(dates, part.strip()) if dates and part else dates


def _is_no_period(text: str, match: re.Match[str]) -> bool:
    """Whether what looks like a year counts something, or belongs to the name of a law or paper."""
    start, end = match.span("date")
    if re.fullmatch(YEAR, match["date"]) is None:
        return False
    before = text[max(0, start - 30) : start]
    if _NO_YEAR.match(text, end) or before[-1:] in ("£", "$", "€") or _TITLE_BEFORE.search(before):
        return True
    led = _WHEN.search(before) is not None
    if not led and (int(match["date"]) < _EARLIEST or _TITLE_AFTER.match(text, end)):
        return True
    return bool(_COUNTED.search(before)) and _PLURAL.match(text, end) is not None
