"""The unit of a number: "%", "£", "weeks", or what is counted: "people", "beds"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.figures.figure import PEOPLE, PERCENT, POINTS, POUNDS, TIMES
from assistant.figures.nouns import PEOPLE_NOUNS, is_head, is_plural

_TIME = {
    "second": "seconds", "sec": "seconds", "minute": "minutes", "min": "minutes", "hour": "hours",
    "hr": "hours", "day": "days", "week": "weeks", "month": "months", "year": "years",
    "yr": "years", "decade": "decades", "fortnight": "fortnights", "night": "nights",
}  # fmt: skip
_MEASURES = (
    r"kg|g|km|mg|mcg|ml|cm|mm|mph|°C|kWh|MWh?|GWh?|GB|MB|TB|MtCO2e?|tCO2e?|ktCO2e?|CO2e?"
    r"|mmol/mol|mmHg|Hz|kcal"
)
_STOPS = """
a an the this that these those and or but nor so yet of in on at by to for from with within without
under over above below between among during since until before after about against into through per
than as if when where while which who whom whose is are was were be been being has have had do does
did will would shall should can could may might must not no it they we he she i you them him her
their our its his because although though however therefore also then there here both either
respectively compared plus versus up down only just already now still even each every all any some
more less fewer further
"""
_STOP = frozenset(_STOPS.split())
_MAY_BEGIN = frozenset({"more", "fewer", "less", "further"})
_NUMBER_WORDS = frozenset(
    {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "million",
     "billion", "thousand", "hundred"}
)  # fmt: skip
_WORDS_BEFORE_NOUN = 7
_COMPOUND = re.compile(r"(?:service|system|centre)s?$")
_WORD = re.compile(r"[ \u00a0\n]+[‘“\"']?(?P<word>[^\W\d_][\w’'&/-]*)[”\"]?")
_ENDS = (",", ".", ";", ":", "!", "?", ")", "”")

_PERCENT = re.compile(r"\s?(?:[%％]|percent\b|per[\s-]+cent\b|pc\b)")
_POINTS = re.compile(
    r"\s?(?:%|per[\s-]?cent(?:age)?)[\s-]?points?\b|\s?percentage[\s-]+points?\b|\s?(?:ppts?|pp)\b"
)
_PENCE = re.compile(r"p\b|\s?pence\b")
_MONEY_WORD = re.compile(r"\s(?:pounds\b(?!\s+(?:in\s+weight|heavier|lighter))|sterling\b)")
_TIMES = re.compile(r"\s?times\b(?!\s{1,9}(?:of|when))|[\s-]?fold\b", re.IGNORECASE)
_TIME_AFTER = re.compile(
    r"(?:[\s\u00a0-]|[\s-](?:(?:clinical|calendar|working|full|whole|consecutive|further|more"
    r"|additional|extra|previous|following|subsequent|successive|past|last|final|remaining"
    r"|financial|academic|school|continuous|short|long)[\s-]){1,2})?"
    rf"(?P<unit>{'|'.join(sorted(_TIME, key=len, reverse=True))})(?:s|ly)?\b(?!-to-)[’']?",
    re.IGNORECASE,
)
_MEASURE_AFTER = re.compile(rf"\s?(?P<unit>{_MEASURES})(?!\w)")
_SOME_OF = re.compile(
    r"\s{1,9}(?:out\s{1,9})?of\s{1,9}(?:the|these|those|our|its|their|all)\b"
    r"(?:\s{1,9}(?:\d[\d,]*|[a-z]+teen|twenty|ten|nine|eight|seven|six|five|four|three|two)\b)?(?=\s{1,9}\w)"
)
_BEDDED = re.compile(r"-bed(?:ded)?\b")
_LABELS_NEXT = re.compile(r":\s*[£$€]?\d")
_LABEL = re.compile(r"(?:^|[\s(])(?P<noun>[A-Z]?[a-z]+):\s*(?:c\.|about|around|over|up\s+to)?\s*$")
_CURRENCY = re.compile(r"(?:US|AU|A)?(?P<sign>[£$€])\s?$")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number is of. `end`: where the words of the unit end that stand beside the number.

    `counted`: it is a noun that is counted, which may stand apart ("42 integrated care boards").
    """

    name: str
    end: int
    counted: bool = False


def currency_before(text: str, start: int) -> tuple[str, int] | None:
    """The sign of money before a number, and where it begins."""
    match = _CURRENCY.search(text, max(0, start - 4), start)
    return (match["sign"], match.start()) if match else None


def unit_after(text: str, end: int, value: float) -> Unit | None:
    """The unit that follows a number which ends at `end`; None where none can be told."""
    for pattern, name in ((_POINTS, POINTS), (_PERCENT, PERCENT), (_MONEY_WORD, POUNDS)):
        match = pattern.match(text, end)
        if match:
            return Unit(name, match.end())
    if text[end - 1 : end].isdigit() and (match := _PENCE.match(text, end)):
        return Unit("p", match.end())
    if match := _TIMES.match(text, end):
        return Unit(TIMES, match.end())
    if match := _TIME_AFTER.match(text, end):
        return Unit(_TIME[match["unit"].lower()], match.end())
    if match := _MEASURE_AFTER.match(text, end):
        return Unit(match["unit"], match.end())
    return _counted_after(text, end, value)


def labelled_before(text: str, start: int, end: int) -> Unit | None:
    """The plural that a number is listed under: "Deaths: 200"."""
    match = _LABEL.search(text, max(0, start - 40), start)
    noun = match["noun"].lower() if match else ""
    return _counting(noun, end) if noun and is_plural(noun) else None


def _counting(noun: str, end: int) -> Unit:
    return Unit(PEOPLE if noun in PEOPLE_NOUNS else noun, end, counted=True)


def _counted_after(text: str, end: int, value: float) -> Unit | None:
    """The noun that is counted: the last plural of the words that follow."""
    if some := _SOME_OF.match(text, end):
        found = _counted_after(text, some.end(), 2.0)
        return Unit(found.name, end, counted=True) if found else None
    if bedded := _BEDDED.match(text, end):
        return Unit("beds", bedded.end(), counted=True)
    at, best, last = end, None, ""
    for number in range(_WORDS_BEFORE_NOUN):
        match = _WORD.match(text, at)
        if match is None:
            break
        word = match["word"].rstrip("’'")
        quoted = "‘" in text[end : match.end()]
        low = re.sub(r"\d+$", "", word.lower())  # the mark of a footnote may stick to it
        if text.startswith("://", match.end()):
            break
        joins = low in ("and", "or") and number and best is None
        if low in _STOP and not joins and not (number == 0 and low in _MAY_BEGIN):
            break
        if low.removesuffix("s") in _TIME or low in _NUMBER_WORDS:
            break
        counted_one = low in PEOPLE_NOUNS and (value == 1 or low in ("wte", "fte"))
        if low == "terms" and last.lower() in ("real", "cash", "nominal"):
            break
        if is_plural(low) or counted_one:
            if best is not None and not is_head(low) or _LABELS_NEXT.match(text, match.end()):
                break
            best = _counting(low, match.end() if number == 0 else end)
            if match["word"].endswith(("’", "'")) and not quoted:
                best = None  # "three patients' records"
        elif best is not None and not _COMPOUND.fullmatch(low):
            if word[0].isupper() and last[0].isupper() and not word.isupper():
                return None  # "Royal Services Institute": a name
            break
        at, last = match.end(), word
        if text[at : at + 1] in _ENDS:
            break
    return best
