"""Sentences and table rows that state figures, and what the words around a figure say of it.

A draft's and a source's are the same: `Statement` is what two of them are compared by.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.answer.understanding.stop_words import STOP_WORDS
from assistant.checking.folded import Folded
from assistant.documents import Document
from assistant.figures.figure import Figure
from assistant.figures.numbers import numbers_in
from assistant.index.words import stem

WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
"""A word of letters, with what stands after an apostrophe."""
_LABELLED = re.compile(
    r"\b(?P<word>[^\W\d_]{3,}) (?P<label>\d{1,2}|[A-H]|[IVX]{1,4})\b(?![.,]\d|%| ?per)"
)
_YEAR = re.compile(r"\b((?:19|20)\d\d)(?:\s?[/–-]\s?(?:20)?(\d\d)\b(?![/–-]))?")
_MONTH = re.compile(
    r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\s+((?:19|20)\d\d)\b"
)
_FRAMING_WORDS = """
find finds found show shows showed note notes noted suggest suggests estimate estimates estimated
figure figures number total around nearly almost approximately just over under roughly percent per
cent percentage million billion thousand hundred year years it that according stated sets set out
says reports reported review paper plan data now currently overall including total average up down
further compared
"""
_FRAMING = frozenset(stem(word) for word in _FRAMING_WORDS.split())
"""Words that report or measure out a figure, whatever it is a figure of."""
_NEAR = 6.0
"""So many words away a word says a good third of what it says beside the figure."""
_CLAUSE = 3
"""A word of another clause is read as standing so many words further away."""
_BREAK = re.compile(r"[,;:](?!\d)|\s[–—]\s|\b(?:and|but|while|whereas|compared)\b")
_FAR = 0.25
"""The least that a word of the sentence counts."""
_WHOLE = 40
"""So many letters are more than a label."""
_AROUND = 320
"""So many characters before a sentence, of the same section, are read with it."""


@dataclass(frozen=True, slots=True)
class _Token:
    stem: str
    start: int


@dataclass(frozen=True, eq=False)
class Statement:
    """A sentence or row, `document.text[start:end]`, with the figures that it states."""

    document: Document
    start: int
    end: int
    figures: tuple[Figure, ...]

    @cached_property
    def text(self) -> str:
        """Its words on one line, footnote marks left out."""
        return " ".join(self.document.without_marks(self.start, self.end).split())

    @cached_property
    def letters(self) -> str:
        """Its words as quotations are compared by."""
        return Folded.of(self.text).letters

    def beyond(self, drafted: Statement) -> str | None:
        """What it says beside a draft's sentence that it has word for word, None if it has not."""
        if len(drafted.letters) < _WHOLE or drafted.letters not in self.letters:
            return None
        folded = Folded.of(self.text)
        found = folded.find(Folded.of(drafted.text))
        if found is None:  # only with words cut in two
            return None
        start, end = folded.span(found)
        return f"{self.text[:start]} {self.text[end:]}"

    @cached_property
    def _tokens(self) -> Sequence[_Token]:
        """The words that say what is measured, of the figures themselves none."""
        text = self.document.without_marks(self.start, self.end)
        for figure in self.figures:
            a, b = figure.key[0] - self.start, figure.key[1] - self.start
            text = text[:a] + " " * (b - a) + text[b:]
        return [
            _Token(stemmed, self.start + start)
            for stemmed, start in sorted(_carrying_stems(text), key=lambda one: one[1])
        ]

    @cached_property
    def _breaks(self) -> Sequence[int]:
        """Where its clauses end."""
        text = self.document.without_marks(self.start, self.end)
        return [self.start + match.start() for match in _BREAK.finditer(text)]

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its own words, and of the headers of its cells."""
        return frozenset(token.stem for token in self._tokens) | frozenset(
            one for figure in self.figures for one in _headers(figure)
        )

    @cached_property
    def around(self) -> frozenset[str]:
        """The stems of what is said before, of the headings and of the document's names."""
        document = self.document
        before = document.text[max(0, self.start - _AROUND) : self.start]
        after = document.text[self.end : self.end + _AROUND // 2]
        return stems_of(
            " ".join((before, after, *document.section_at(self.start), *document.names))
        )

    @cached_property
    def dates(self) -> frozenset[str]:
        """The years, financial years and months that it names itself."""
        return dates_in(self.text)

    @cached_property
    def unread(self) -> frozenset[float]:
        """The numbers in it that are none of its figures: names, or figures that were not seen."""
        text = self.document.without_marks(self.start, self.end)
        keys = [(one.key[0] - self.start, one.key[1] - self.start) for one in self.figures]
        return frozenset(
            number.value
            for number in numbers_in(text)
            if not any(a < number.end and number.start < b for a, b in keys)
        )

    def about(self, figure: Figure) -> Mapping[str, float]:
        """What one of its figures is about: stems, with what each counts by how near it stands."""
        near = {one: 1.0 for one in _headers(figure)}
        if figure.table is not None and near:
            return near
        middle = sum(token.start < figure.key[0] for token in self._tokens)
        for at, token in enumerate(self._tokens):
            away = middle - 1 - at if at < middle else at - middle
            low, high = sorted((token.start, figure.key[0]))
            away += _CLAUSE * (bisect_left(self._breaks, high) - bisect_left(self._breaks, low))
            weight = _FAR + (1 - _FAR) * 2.7183 ** (-away / _NEAR)
            near[token.stem] = max(near.get(token.stem, 0.0), weight)
        return near

    def sides(self, figure: Figure) -> tuple[str, str]:
        """What stands before and after a figure in its sentence, other figures left out."""
        text = self.document.without_marks(self.start, self.end)
        for one in self.figures:
            a, b = one.key[0] - self.start, one.key[1] - self.start
            if one is not figure:
                text = text[:a] + " " * (b - a) + text[b:]
        return text[: figure.key[0] - self.start], text[figure.key[1] - self.start :]

    def beside(self, figure: Figure, reach: int = 45) -> str:
        """The words on both sides of a figure, as far as the next figure."""
        text = self.document.text
        low = max([self.start, figure.key[0] - reach, *self._ends_before(figure)])
        high = min([self.end, figure.key[1] + reach, *self._starts_after(figure)])
        # The figure's own words say "a fall of", "more than".
        return text[low:high]

    def clause(self, figure: Figure) -> str:
        """The words of the clause that a figure stands in."""
        low = max([self.start, *(at for at in self._breaks if at < figure.key[0])])
        high = min([self.end, *(at for at in self._breaks if at >= figure.key[1])])
        return self.document.text[low:high]

    def _ends_before(self, figure: Figure) -> list[int]:
        return [one.key[1] for one in self.figures if one.key[1] <= figure.key[0]]

    def _starts_after(self, figure: Figure) -> list[int]:
        return [one.key[0] for one in self.figures if one.key[0] >= figure.key[1]]


def carrying(word: str) -> str | None:
    """The stem of a word that says what is measured; None for all others."""
    plain = re.sub(r"[’']s?$", "", word.lower())
    if plain in STOP_WORDS or len(plain) < 2:
        return None
    stemmed = stem(plain)
    return None if stemmed in _FRAMING else stemmed


def stems_of(text: str) -> frozenset[str]:
    """The stems of the words of a text that say what is measured."""
    return frozenset(stemmed for stemmed, _ in _carrying_stems(text))


def _carrying_stems(text: str) -> Iterator[tuple[str, int]]:
    """The stems that say what is measured, and where; a name with its number is one more."""
    for match in WORD.finditer(text):
        stemmed = carrying(match[0])
        if stemmed is not None:
            yield stemmed, match.start()
    for match in _LABELLED.finditer(text):
        yield f"{stem(match['word'].lower())} {match['label']}", match.start()


def dates_in(text: str) -> frozenset[str]:
    """Years ("2023"), financial years ("2023/24") and months ("2024-mar") in a text."""
    years = {f"{m[1]}/{m[2]}" if m[2] else m[1] for m in _YEAR.finditer(text)}
    return frozenset(years | {f"{m[2]}-{m[1].lower()}" for m in _MONTH.finditer(text)})


def dates_as_printed(text: str) -> list[str]:
    """The years and months of a text as they are printed, in order, each once."""
    found = {
        match.span(): match[0] for pattern in (_MONTH, _YEAR) for match in pattern.finditer(text)
    }
    within = [
        words
        for (start, end), words in sorted(found.items())
        if not any(a <= start and end <= b and (a, b) != (start, end) for a, b in found)
    ]
    return list(dict.fromkeys(within))


def _headers(figure: Figure) -> frozenset[str]:
    table = figure.table
    return stems_of(" ".join((*table.row, *table.column, table.caption))) if table else frozenset()
