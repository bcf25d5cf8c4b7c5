"""What kind of words would answer a question: a "when" wants a date, a "how much" a figure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.answer.understanding.question import Question
from assistant.answer.understanding.stop_words import STOP_WORDS
from assistant.answer.understanding.wanted import Wanted
from assistant.index.words import stem, words_of

_SMALL_NUMBER = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    "|hundred|thousand|million|billion|dozen"
)
_FIGURE = r"\d[\d,]*(?:\.\d+)?"
_SCALE = r"(?:\s?(?:million|billion|thousand|trillion|bn|m|k)\b)?"
_ABOUT = (
    r"(?:(?:more than|less than|fewer than|at least|at most|up to|over|under|about|around|nearly"
    r"|almost|approximately|roughly|below|above|between|in excess of|only)\s)?"
)
_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|spring|summer|autumn|winter|Christmas"
)
_UNIT_OF_TIME = r"(?:minutes?|hours?|days?|weeks?|months?|years?|decades?)"
_CAPITAL = r"[A-Z][\w’'&-]*"

PATTERNS: Mapping[Wanted, re.Pattern[str]] = {
    "percentage": re.compile(
        rf"{_ABOUT}(?:{_FIGURE}(?:\s?(?:to|and|–|-)\s?{_FIGURE})?\s?(?:%|per\s?cent\b|percentage "
        rf"points?)|\b(?:{_SMALL_NUMBER})\s(?:per\s?cent|in (?:{_SMALL_NUMBER}|\d+))\b"
        r"|\b(?:half|a third|two[- ]thirds|a quarter|three[- ]quarters|a fifth)\b)",
        re.I,
    ),
    "money": re.compile(rf"{_ABOUT}(?:£\s?{_FIGURE}{_SCALE}(?:-plus)?|\b\d+p\b|\b{_FIGURE}{_SCALE}"
                        r"\spounds?\b)", re.I),
    "duration": re.compile(
        rf"{_ABOUT}(?:within |every |at least every )*\b(?:{_FIGURE}|{_SMALL_NUMBER}|a|an|each)"
        rf"(?:\s|-){_UNIT_OF_TIME}\b|\b(?:annual(?:ly)?|monthly|weekly|quarterly|daily|yearly)\b",
        re.I,
    ),
    "number": re.compile(
        rf"{_ABOUT}(?:£\s?)?(?:\b{_FIGURE}{_SCALE}(?:\s?(?:%|per\s?cent))?|\b(?:{_SMALL_NUMBER})\b)",
        re.I,
    ),
    "date": re.compile(
        rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s)?(?:{_MONTH})\s(?:of\s)?(?:19|20)\d\d\b"
        rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:{_MONTH})\b"
        r"|\b(?:by |in |since |from |until |during )?(?:19|20)\d\d(?:\s?[/–-]\s?\d\d(?:\d\d)?)?\b",
    ),
    "name": re.compile(
        rf"\b{_CAPITAL}(?:\s(?:(?:of|for|and|the|de|to|in|&)\s)*{_CAPITAL})*"
    ),
    "reason": re.compile(
        r"\b(?:because|due to|owing to|as a result of|result of|so that|in order to|reason|reasons"
        r"|caused by|led to|since|given that|therefore|meant that|means that|to avoid|to ensure)\b",
        re.I,
    ),
    "recommendation": re.compile(
        r"\b(?:recommend\w*|should|must|needs? to|ha(?:s|ve) to|urge\w*|propos\w+|asked? that"
        r"|(?:is|are) (?:to|expected to|required to|asked to)|call(?:s|ed|ing)? (?:for|on)|will)\b",
        re.I,
    ),
    "definition": re.compile(
        r"\b(?:is an?|are|is the|means?|refers? to|defined as|stands for|is one that|known as"
        r"|describes?|is any|is when|namely)\b",
        re.I,
    ),
}  # fmt: skip
"""What answers each kind of question looks like; kinds that are not here look like anything."""


def answers_in(text: str, question: Question) -> list[tuple[int, int]]:
    """Where in a sentence words of the wanted kind stand that the question does not have."""
    pattern = PATTERNS.get(question.wanted)
    if pattern is None:
        return []
    # "is a" and "because" show where an answer is: that the question has them too says nothing.
    is_cue = question.wanted in ("definition", "reason", "recommendation")
    asked = set[str]() if is_cue else set(words_of(question.search))
    return [
        match.span()
        for match in pattern.finditer(text)
        if not asked.issuperset(words_of(match[0])) and not _is_plain_start(match, question.wanted)
    ]


def _is_plain_start(match: re.Match[str], wanted: Wanted) -> bool:
    """A capital at the start of a sentence alone makes no name."""
    if wanted != "name" or match.start() > 0:
        return False
    words = match[0].split()
    return len(words) == 1 and not words[0][1:].isupper() or words[0].lower() in STOP_WORDS


def key_of(text: str, question: Question) -> tuple[int, int] | None:
    """The words within a sentence that are the answer itself."""
    spans = answers_in(text, question)
    if question.wanted in ("reason", "recommendation") and spans:
        return spans[0][0], len(text.rstrip(" .;,"))
    if question.wanted == "definition" and spans:
        start, end = spans[0][1] + 1, len(text.rstrip(" .;,"))
        return (start, end) if start < end else None
    if spans:
        places = _places(text, question.stems)
        return min(spans, key=lambda span: _distance(span, places))
    return _news(text, question)


def _places(text: str, stems: Sequence[str]) -> list[int]:
    wanted = set(stems)
    return [
        match.start() for match in re.finditer(r"[^\W_]+", text) if stem(match[0].lower()) in wanted
    ]


def _distance(span: tuple[int, int], places: Sequence[int]) -> float:
    """How far a span is from the question's words around it, on average over the nearest two."""
    near = sorted(max(span[0] - place, place - span[1], 0) for place in places)[:2]
    return sum(near) / len(near) if near else 0.0


def _news(text: str, question: Question) -> tuple[int, int] | None:
    """The clause that says most that the question does not: the answer where no kind is wanted."""
    asked = set(question.stems)
    best: tuple[int, tuple[int, int]] | None = None
    for match in re.finditer(r"(?:[^,;:–()]|(?<=\d)[,:](?=\d))+", text):
        new = {stem(word) for word in words_of(match[0]) if word not in STOP_WORDS} - asked
        if best is None or len(new) > best[0]:
            left = len(match[0]) - len(match[0].lstrip())
            right = len(match[0].rstrip(" .?!"))
            if left < right:
                best = len(new), (match.start() + left, match.start() + right)
    return best[1] if best else None
