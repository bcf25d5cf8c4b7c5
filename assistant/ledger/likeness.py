"""Whether two figures measure the same thing: their words, what sets them apart, and their unit.

It is decided by rules and strictly: a figure that is left out of a series costs a reader less than
one of another measure that stands in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from assistant.answer.understanding.stop_words import STOP_WORDS
from assistant.documents import Document
from assistant.figures.compare import same_unit
from assistant.figures.figure import Figure
from assistant.index.words import Vocabulary, stem, words_of
from assistant.ledger.likeness_words import ALWAYS_SAID, GROUPS, LITTLE

_AIM = re.compile(
    r"\b(?:targets?|aims?|aimed|ambitions?|goals?|plan(?:s|ned)? to|will|should|must"
    r"|expect(?:s|ed)?|intend(?:s|ed)?|objectives?|standards?|trajectory|require[sd]?|deliver"
    r"|by \d{4}|commit\w*"
    r"|pledge[sd]?|minimum|at least|no (?:more|longer) than)\b",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:if|could|would|might|may|scenario|assum\w+|projected|projections?|forecasts?|estimates?"
    r"|estimated|potential(?:ly)?|hypothetical\w*|example|suppose\w*|modell\w+|likely)\b",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)[\s-]+"
    r"(hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[\w,;:’'”)] )[A-Z][\w&’'-]+|\b[A-Z]{2,}[a-z]?\b")
_NUMBER = re.compile(r"\d[\d,.]*")
_COMMON_NAMES = frozenset({"nhs", "uk", "england", "government", "department", "dhsc", "the"})
_SAYS_LITTLE = frozenset(stem(word) for word in LITTLE.split())


@dataclass(frozen=True, slots=True)
class Kinds:
    """What kind of statement a figure is in: of what is, of what is aimed at or of what may be."""

    aim: bool
    supposed: bool


class Measure:
    """What a figure measures, in the form in which it is compared."""

    def __init__(self, document: Document, figure: Figure) -> None:
        self.figure = figure
        self.text = _said(figure)
        self._statement = document.without_marks(figure.start, figure.end)
        self._key = (figure.key[0] - figure.start, figure.key[1] - figure.start)
        self._headings = " ".join((*document.section_at(figure.start), document.title))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its words that tell what is measured."""
        own = frozenset(stem(word) for word in words_of(self.text) if word not in STOP_WORDS)
        return frozenset(one for one in own - _SAYS_LITTLE if not one.isdigit())

    @cached_property
    def groups(self) -> dict[str, frozenset[str]]:
        """For each kind of words that set measures apart, the stems of them that it has."""
        return _groups(self.text)

    @cached_property
    def around(self) -> dict[str, frozenset[str]]:
        """The same of the whole statement and what stands above it."""
        return _groups(f"{self._statement} {self._headings}")

    @cached_property
    def names(self) -> frozenset[str]:
        """Its names, in lower case: what is said of one trust is not said of another."""
        return frozenset(name.lower() for name in _NAME.findall(self.text)) - _COMMON_NAMES

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The other numbers of a measure: "within 18 weeks" is not "within 52 weeks"."""
        return frozenset(number.strip(".,") for number in _NUMBER.findall(self.text))

    @cached_property
    def durations(self) -> frozenset[tuple[str, str]]:
        """The lengths of time beside it: 95% within 18 weeks is not 75% within 6 weeks."""
        return frozenset(
            (match[1].lower(), match[2].lower())
            for match in _DURATION.finditer(self._statement)
            if not self._key[0] <= match.start() < self._key[1]
        )

    @cached_property
    def row(self) -> frozenset[str]:
        """The stems of the words of its row, none where it is in no table."""
        if self.figure.table is None:
            return frozenset()
        words = words_of(re.sub(r"\S*\d\S*", " ", self._statement))
        return frozenset(stem(word) for word in words if word not in STOP_WORDS)

    @cached_property
    def caption(self) -> frozenset[str]:
        """The stems of the caption of its table, none where it is in no table."""
        table = self.figure.table
        caption = table.caption if table is not None else ""
        return frozenset(stem(word) for word in words_of(caption) if word not in STOP_WORDS)

    @cached_property
    def kinds(self) -> Kinds:
        """Whether the statement is an aim or a supposition."""
        return Kinds(
            aim=_AIM.search(self._statement) is not None,
            supposed=_SUPPOSED.search(self._statement) is not None,
        )


def _said(figure: Figure) -> str:
    """The words that say what is measured: of a cell its headers, of which periods are none.

    A caption is shared by all cells of a table: with it they would all be alike.
    """
    table = figure.table
    period = figure.period.text if figure.period is not None else ""
    if table is None:
        return " ".join(figure.measure.split())
    headers = [part for part in (*table.row, *table.column) if part != period]
    said = " ".join(" ".join(headers or (figure.measure,)).split())
    return said.replace(period, " ") if period else said


_WORDS = {kind: frozenset(words.split()) for kind, words in GROUPS.items()}


def _groups(text: str) -> dict[str, frozenset[str]]:
    """For each kind of words that set measures apart, the stems of those in a text, if any."""
    own = frozenset(words_of(text))
    shared = {kind: own & words for kind, words in _WORDS.items()}
    return {kind: frozenset(map(stem, words)) for kind, words in shared.items() if words}


def likeness(first: Measure, second: Measure, vocabulary: Vocabulary) -> float:
    """How alike two measures are, from 0 to 1; 0 where something sets them apart."""
    if not comparable(first.figure, second.figure) or conflict(first, second):
        return 0.0
    return shared(first, second, vocabulary)


def shared(first: Measure, second: Measure, vocabulary: Vocabulary) -> float:
    """How much of what the words of two measures tell they share, from 0 to 1."""

    def told(stems: frozenset[str]) -> float:
        return sum(vocabulary.weight(one) for one in stems)

    whole = told(first.stems) + told(second.stems)
    return 2 * told(first.stems & second.stems) / whole if whole else 0.0


def comparable(first: Figure, second: Figure) -> bool:
    """Whether two figures are of one kind: a level and a change are not, nor £ and £ a year."""
    a, b = first.amount, second.amount
    changes = {"rise", "fall"}
    return (
        same_unit(a, b)
        and a.per == b.per
        and (a.direction in changes) == (b.direction in changes)
        and (a.direction in changes or a.direction == b.direction)
    )


def conflict(first: Measure, second: Measure) -> bool:
    """Whether something sets two measures apart: another place, age, setting or number."""
    for kind in GROUPS:
        a = first.groups.get(kind, frozenset())
        b = second.groups.get(kind, frozenset())
        if a != b and (a - b and b - a or kind in ALWAYS_SAID):
            return True
    apart = first.names - second.names and second.names - first.names
    if apart or first.numbers != second.numbers:
        return True
    if first.caption and second.caption and not first.caption & second.caption:
        return True
    if _rows_apart(first, second):
        return True
    both = first.durations and second.durations
    return bool(both) and not first.durations & second.durations


def _rows_apart(first: Measure, second: Measure) -> bool:
    """Whether two rows speak of different things: not of two years, but of two epidemics."""
    in_tables = first.figure.table is not None and second.figure.table is not None
    return in_tables and bool(first.row - second.row) and bool(second.row - first.row)


def same_kind(first: Measure, second: Measure) -> bool:
    """Whether both state what is, or both what is aimed at; what is supposed is like nothing."""
    if first.kinds.supposed or second.kinds.supposed:
        return False
    return first.kinds.aim == second.kinds.aim


def apart_around(first: Measure, second: Measure) -> bool:
    """Whether the statements, or what stands above them, speak of other places, ages, settings."""
    for kind in ("nation", "region", "abroad", "age", "sex", "stay", "urgency", "setting"):
        a, b = first.around.get(kind, frozenset()), second.around.get(kind, frozenset())
        if a - b and b - a:
            return True
    return False
