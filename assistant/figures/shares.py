"""Parts, multiples and ranks in words: "one in five", "two thirds", "doubled", "third largest"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.figures.figure import RANK, RATIO, TIMES, Direction
from assistant.figures.numbers import numbers_in, value_of

_IN_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|(?:a|one)\\s+hundred"
    "|(?:a|one)\\s+thousand"
)
_N = rf"(?:\d+(?:,\d{{3}})*(?:\.\d+)?|{_IN_WORDS})"
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
          "eighth": 8, "ninth": 9, "tenth": 10, "twentieth": 20, "hundredth": 100}  # fmt: skip
_PART = "third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twentieth|hundredth"
_NTH = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_ORDINALS = {word: rank for rank, word in enumerate(_NTH.split(), start=1)}
_ORDINAL = rf"(?:{'|'.join(_ORDINALS)}|\d+(?:st|nd|rd|th))"
_SUPERLATIVE = (
    r"(?:largest|highest|lowest|biggest|smallest|best|worst|fastest|slowest|longest|shortest|oldest"
    r"|youngest|greatest|poorest|richest|strongest|weakest|busiest|commonest|leading|most\s+\w+"
    r"|least\s+\w+)"
)
_QUANTIFIES = (
    r"more\s+than|less\s+than|fewer\s+than|over|under|nearly|almost|about|around|approximately|roughly|at\s+least|only|just"
    r"|by|than|to|from|up\s+to|some|well\s+over|just\s+over|just\s+under"
)
_OF_TIME = (
    r"\s+(?:of\s+)?(?:the\s+)?(?:\w+\s+)?"
    r"(?:years?|19\d\d|20\d\d|century|decade|month|quarter|Q[1-4])\b"
)
"""A quarter or half of a year is a period."""
_HALF_OF_WHAT = (
    r"(?=\s+(?:of|the|its|their|our|all|that|those|these|as|or\s+(?:more|less))\b)"
    rf"(?!{_OF_TIME})"
)
_NO_SHARE = (
    r"(?:part(?:y|ies)|sector|reading|person|way|time|of|review|phase|stage|wave|tier|option|group"
    r"|category|example|reason|report|year|day|round|is|has|was)\b"
)
_SHARES = re.compile(
    "|".join(
        (
            # one in five, 1 in every 4, nine out of ten
            rf"(?<![\w.,£])(?P<of>{_N})\s+(?:in|out\s+of)(?:\s+every)?\s+(?P<out>{_N})"
            r"(?![\w%]|[,.]\d|\s*(?:%|per\s?cent|million|billion|(?:year|month|week|day|hour)s?\b"
            r"|of\s+(?:the|these|those|our|its)\b))",
            # 2.5 to 1, 4:1, a ratio of 3:2, 1:4
            r"(?<![\w.,£:])(?P<left>\d+(?:\.\d+)?)(?:\s+to\s+|\s?:\s?)(?P<right>1|one)\b"
            r"(?![.,:]\d|\s+[A-Z]|\s*%)",
            r"\bratio\s+of\s+(?P<rleft>\d+(?:\.\d+)?)\s*(?:to|:)\s*(?P<rright>\d+(?:\.\d+)?)",
            r"(?<![\w.,£:])(?P<oneleft>1):(?P<oneright>\d+)\b(?!\s?(?:am|pm)|[.:]\d)",
            # two thirds, three-quarters, one third
            r"(?<![\w-])(?P<times>one|two|three|four|five|six|seven|eight|nine|ten)[\s-]+"
            rf"(?P<parts>(?:{_PART})s?)(?![\w-]|\s+(?:part(?:y|ies)|sector|reading|person|way)\b"
            rf"|{_OF_TIME})",
            # a third of, nearly a quarter
            rf"(?<![\w-])an?\s+(?P<part>{_PART})(?=\s+of\b)(?!{_OF_TIME})",
            rf"\b(?:{_QUANTIFIES})\s+an?\s+(?P<qpart>{_PART})(?![\w-]|\s+{_NO_SHARE})",
            # half
            r"(?<![\w-])(?<!first\s)(?<!second\s)(?<!other\s)(?<!latter\s)(?<!last\s)"
            rf"(?:(?:one|a)[\s-])?(?P<half>[Hh]alf){_HALF_OF_WHAT}",
            rf"\b(?:{_QUANTIFIES})\s+(?:a\s+)?(?P<qhalf>half)"
            r"(?!-|\w|\s+(?:an?\b|term|way|day|hour))",
        )
    )
)
_MULTIPLES = re.compile(
    r"\b(?:(?P<more>more\s+than|almost|nearly|roughly|over|about|around|approximately|at\s+least)\s+)?"
    r"(?:(?P<verb>doubl(?:ed|ing|es)|tripl(?:ed|ing|es)|trebl(?:ed|ing|es)|quadrupl(?:ed|ing|es)|halv(?:ed|ing|es))\b(?!\s+(?:down|up)\b|-)"
    r"|(?:(?<=to\s)|(?<=will\s)|(?<=than\s)|(?<=would\s)|(?<=could\s))(?P<bare>double|triple|treble|quadruple|halve)\b(?!-)"
    r"|(?P<as>double|twice|triple|treble|thrice)(?=\s+(?:the|that|what|those|its|their|our|as|this|usual|current|previous|normal|national|average|expected)\b)"
    r"|(?P<fold>two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|\d+(?:\.\d+)?)[\s-]?fold\b)",
    re.IGNORECASE,
)
_MULTIPLE = {
    "doubl": 2.0,
    "tripl": 3.0,
    "trebl": 3.0,
    "quadr": 4.0,
    "halv": 0.5,
    "twice": 2.0,
    "thric": 3.0,
}
_RANKS = re.compile(
    rf"\b(?P<nth>{_ORDINAL})[\s-]+{_SUPERLATIVE}\b"
    r"|\b(?:rank(?:ed|s|ing)?|plac(?:ed|es|ing)|comes?|came|position(?:ed)?)\s+"
    r"(?:the\s+UK\s+|joint\s+|only\s+|in\s+)?"
    rf"(?P<placed>{_ORDINAL}|(?:number\s+)?\d+(?=\s+(?:out\s+of|of|in|among)))(?!\s+of\s+all\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Share:
    """A part, multiple or rank, `text[start:end]`, without the words that bound it."""

    start: int
    end: int
    value: float
    unit: str
    direction: Direction | None = None


def shares_in(text: str) -> list[Share]:
    """The parts, multiples and ranks of a text, in order."""
    return sorted([*_parts(text), *_multiples(text), *_ranks(text)], key=lambda share: share.start)


def _number(words: str) -> float:
    value = value_of(words)
    if value is not None:
        return value
    found = numbers_in(words.lower())
    return found[0].value if found else 0.0


def _parts(text: str) -> Iterator[Share]:
    for match in _SHARES.finditer(text):
        start = match.start()
        if match["out"]:
            value = _number(match["of"]) / max(_number(match["out"]), 1.0)
            if not 0 < value <= 1:
                continue
        elif left := match["left"] or match["oneleft"] or match["rleft"]:
            right = _number(match["right"] or match["oneright"] or match["rright"])
            if not right:
                continue
            value = _number(left) / right
            start = match.start("rleft") if match["rleft"] else start
        elif match["times"]:
            value = _number(match["times"]) / _PARTS[match["parts"].rstrip("s")]
        else:
            part = match["part"] or match["qpart"]
            value = 1 / _PARTS[part or "half"]
            name = next((name for name in ("qpart", "qhalf") if match[name]), None)
            start = match.start(name) if name else start
            if match["qpart"]:
                start = text.rindex("a", 0, start - 1)  # with its article
        yield Share(start, match.end(), value, RATIO)


def _multiples(text: str) -> Iterator[Share]:
    for match in _MULTIPLES.finditer(text):
        if match["fold"]:
            start = match.start("fold")
            yield Share(start, match.end(), _number(match["fold"]), TIMES)
            continue
        kind = "verb" if match["verb"] else "bare" if match["bare"] else "as"
        word = match[kind].lower()
        value = next(value for stem, value in _MULTIPLE.items() if word.startswith(stem))
        direction: Direction | None = None
        if kind != "as":
            direction = "fall" if value < 1 else "rise"
        yield Share(match.start(kind), match.end(), value, TIMES, direction)


def _ranks(text: str) -> Iterator[Share]:
    for match in _RANKS.finditer(text):
        word = (match["nth"] or match["placed"]).lower().removeprefix("number ")
        digits = re.match(r"\d+", word)
        value = float(digits[0]) if digits else float(_ORDINALS[word])
        if match["nth"] and value == 1:
            continue
        start = match.start() if match["nth"] else match.start("placed")
        yield Share(start, match.end(), value, RANK)
