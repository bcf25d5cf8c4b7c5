"""What a look-up asks for: the words of a measure, and an amount, a unit or a period with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.answer.understanding.acronyms import acronyms_in
from assistant.answer.understanding.spelling import mend_spelling
from assistant.answer.understanding.stop_words import STOP_WORDS, carrying_stems
from assistant.errors import QuestionError
from assistant.figures.amounts import amounts_in
from assistant.figures.figure import PEOPLE, PERCENT, POINTS, POUNDS, RATIO, Amount, Period
from assistant.figures.periods import periods_in
from assistant.index.word_families import relatives
from assistant.index.words import Vocabulary, stem, words_of

_TIMES = frozenset({"minutes", "hours", "days", "weeks", "months", "years"})
_NAMED_UNITS: tuple[tuple[frozenset[str], str], ...] = (
    (
        frozenset({PERCENT, POINTS, RATIO}),
        r"\b(?:percentages?|per ?cent|proportion|share|fraction)\b(?: of)?|%|\brate\b",
    ),
    (
        frozenset({POUNDS}),
        r"\bmoney\b|\bhow much (?:money|funding|does|did|is|was)\b"
        r"|\b(?:costs?|spend(?:ing)?|spent|funding|budget|savings?|price|value|worth|investment)\b|£",
    ),
    (_TIMES, r"\bhow (?:long|soon|often|quickly)\b|\b(?:duration|length)\b"),
    (
        frozenset({PEOPLE}),
        r"\b(?:how many|number of) (?:more |fewer |new )?(?:people|patients|staff|nurses|doctors"
        r"|children|adults|women|men)\b",
    ),
)
"""Units that words of a look-up call for. They are a hint only: "cost" may go with a percentage."""

_ASKING_WORDS = """
percentage percentages percent proportion share fraction number numbers figure figures total amount
rate level value how many much long soon says said saying quotes cites gives claims mentions
mentioned stated use uses come comes
"""
_ASKING = frozenset(_ASKING_WORDS.split())
"""Words that ask for a figure, rather than say what it measures."""
_ASKING_STEMS = frozenset(stem(word) for word in _ASKING)


@dataclass(frozen=True, slots=True)
class LookUp:
    """A look-up as it is searched.

    `text` goes to the dense search, `words` with their relatives to the lexical one; `stems` are
    those of the words that say what is measured. `amounts` are those named in it, `units` those it
    calls for, `periods` the times.
    """

    text: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    amounts: tuple[Amount, ...] = ()
    units: frozenset[str] = frozenset()
    periods: tuple[Period, ...] = ()


def read_look_up(
    text: str,
    vocabulary: Vocabulary,
    acronyms: Mapping[str, str],
    *,
    by_amount: bool,
    longest: int,
) -> LookUp:
    """Make out what is looked up; without `by_amount` the amounts in it are left out of account.

    Raises:
        QuestionError: it is empty or has more than `longest` characters.
    """
    mended = mend_spelling(_checked(text, longest), vocabulary)
    periods = periods_in(mended)
    amounts = [
        found
        for found in amounts_in(mended)
        if not any(found.start < other.end and other.start < found.end for other in periods)
    ]
    spans = [(one.start, one.end) for one in periods]
    amount_spans = [(one.start, one.end) for one in amounts]
    units = _named_units(_without(mended, amount_spans))
    # "Share treated within 18 weeks" names the amount to say what is measured.
    asked = tuple(
        one.amount for one in amounts if by_amount and (not units or one.amount.unit in units)
    )
    rest = _without(mended, spans + amount_spans if asked else spans)
    extra = acronyms_in(rest, acronyms)
    words = tuple(
        word
        for part in (rest, *extra)
        for word in words_of(part)
        if word not in STOP_WORDS and word not in _ASKING
    )
    words += tuple(other for word in words for other in relatives(word))
    stems = tuple(dict.fromkeys(s for s in carrying_stems(rest) if s not in _ASKING_STEMS))
    return LookUp(
        text=" ".join([mended, *(f"({one})" for one in extra)]),
        words=words,
        stems=stems,
        amounts=asked,
        units=units,
        periods=tuple(one.period for one in periods),
    )


def _checked(text: str, longest: int) -> str:
    """A look-up with single spaces. Raises QuestionError as `read_look_up`."""
    plain = " ".join(text.split())
    if not plain:
        raise QuestionError("Type what the figure measures, such as “maintenance backlog”.")
    if len(plain) > longest:
        raise QuestionError(
            f"The text has {len(plain):,} characters; {longest:,} are the most. "
            "Give only what the figure measures."
        )
    return plain


def _named_units(text: str) -> frozenset[str]:
    named = (units for units, pattern in _NAMED_UNITS if re.search(pattern, text, re.I))
    return frozenset[str]().union(*named)


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
