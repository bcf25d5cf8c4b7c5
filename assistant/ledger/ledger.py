"""The ledger: all figures of one version of the index, looked up, lined up and compared."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer.assistant import Assistant
from assistant.answer.basis.standing import FINDINGS, is_finding
from assistant.answer.citation import Citation, cite
from assistant.answer.filters import Filters, check_dates
from assistant.documents import Quote
from assistant.errors import FilterError
from assistant.figures.figure import Figure
from assistant.index.embedder import Embedder, SentenceEmbedder
from assistant.index.opened import Index
from assistant.index.stores import store_of
from assistant.ledger.entry import Entry
from assistant.ledger.look_up import Ranked, find_figures
from assistant.ledger.query import read_look_up
from assistant.ledger.series import Series, disagreeing, lined_up, newer_figures
from assistant.settings import Settings

_UNIT_NAMES = {
    "percent": "%", "per cent": "%", "percentage": "%", "pounds": "£", "gbp": "£",
    "percentage point": "percentage points", "patients": "people", "persons": "people",
    "staff": "people",
}  # fmt: skip
_BARELY = 0.1
"""What a finding outweighs an aim by, where both suit a look-up as well."""


class Ledger:
    """Looks up figures. Safe to use from several threads."""

    def __init__(self, index: Index, embedder: Embedder, settings: Settings) -> None:
        self.index: Index = index
        self.embedder: Embedder = embedder
        self._longest = settings.limits.question_characters
        self._files = {listing.path: listing.sha256 for listing in index.listings}
        self.version: str = index.manifest.version
        self.built: str = index.manifest.built

    @classmethod
    def over(cls, assistant: Assistant) -> Ledger:
        """The ledger of the index that an assistant has open."""
        return cls(assistant.index, assistant.embedder, assistant.settings)

    @classmethod
    def open(cls, settings: Settings, embedder: Embedder | None = None) -> Ledger:
        """Open the current index; the reader's model is not needed.

        Raises:
            IndexProblem: there is no index, or it cannot be used as it is.
            ModelError: the embedding model is missing or not the one expected.
        """
        embedder = embedder or SentenceEmbedder(settings.model, settings.precision)
        return cls(store_of(settings).open(embedder.name), embedder, settings)

    def look_up(
        self,
        text: str,
        *,
        filters: Filters | None = None,
        unit: str | None = None,
        since: str | None = None,
        until: str | None = None,
        count: int = 20,
        by_amount: bool = True,
    ) -> list[Entry]:
        """The figures that a text is about, best first, at most `count`; none where none suit.

        An amount in the text ("who says 11%?") finds the figures of that amount, however it is
        written; without `by_amount` only the other words count. `unit` is one of `units()`;
        `since` and `until` are ISO dates between which the figure's period begins or ends: one
        without a period is then left out.

        Raises:
            QuestionError: the text is empty or too long.
            FilterError: the unit is none of the index's, or a date is not of its form.
        """
        look_up = read_look_up(
            text,
            self.index.vocabulary,
            self.index.acronyms,
            by_amount=by_amount,
            longest=self._longest,
        )
        wanted = self._unit(unit)
        check_dates(since=since, until=until)
        chosen = filters or Filters()

        def admits(path: str, figure: Figure) -> bool:
            if wanted is not None and figure.amount.unit != wanted:
                return False
            if not _within(figure, since, until):
                return False
            if chosen.findings_only:
                return is_finding(self.index.document(path), figure.start, figure.end)
            return True

        ranked = find_figures(
            self.index,
            self.embedder,
            look_up,
            only=chosen.select(self.index.listings),
            admits=admits,
        )
        entries = [self._entry(one) for one in ranked[: 2 * count]]
        entries.sort(key=lambda entry: -entry.score - _BARELY * (entry.citation.basis in FINDINGS))
        return entries[:count]

    def units(self) -> list[str]:
        """The units that figures of the index have, the most frequent first."""
        return [unit for unit in self.index.statements.units() if unit]

    def at(self, citation: Citation) -> list[Entry]:
        """The figures whose words stand within a citation, in order.

        None where its document is no longer there or is another file now.
        """
        if self._files.get(citation.document) != citation.sha256:
            return []
        return [
            self._cited(citation.document, figure, 0.0)
            for figure in self.index.figures(citation.document, citation.start, citation.end)
        ]

    def series(self, entry: Entry) -> Series:
        """What the documents say of the measure of a figure, by the period it is about.

        The figure itself is among them. Only that where its document has changed since.
        """
        figure = self._figure(entry)
        if figure is None:
            return Series((entry,))
        places = lined_up(self.index, entry.citation.document, figure)
        entries = tuple(
            entry
            if one == figure and path == entry.citation.document
            else self._cited(path, one, 0.0)
            for path, one in places
        )
        groups = disagreeing(self.index, places)
        return Series(entries, tuple(tuple(entries[at] for at in group) for group in groups))

    def newer(self, citation: Citation) -> list[Entry]:
        """Newer figures of the same measure than those in a quote; none where that is not sure.

        Where the key words of the quote are figures, only newer ones of these.
        """
        found: dict[tuple[str, int, int], Entry] = {}
        entries = self.at(citation)
        if citation.key is not None:
            start, end = (citation.start + at for at in citation.key)
            chosen = [one for one in entries if _touches(one, start, end)]
            entries = chosen or entries
        for entry in entries:
            figure = self._figure(entry)
            if figure is None:
                continue
            within = (citation.start, citation.end)
            for path, one in newer_figures(self.index, citation.document, figure, within):
                found.setdefault((path, *one.key), self._cited(path, one, 0.0))
        return list(found.values())

    def _figure(self, entry: Entry) -> Figure | None:
        """The figure of the index that an entry is of; None where its document has changed."""
        citation = entry.citation
        if self._files.get(citation.document) != citation.sha256:
            return None
        start, end = (citation.start + at for at in citation.key or (0, len(citation.text)))
        found = self.index.figures(citation.document, start, end)
        return next((one for one in found if one.key == (start, end)), None)

    def _unit(self, unit: str | None) -> str | None:
        if unit is None:
            return None
        plain = " ".join(unit.split())
        there = self.units()
        for name in (plain, plain.lower(), _UNIT_NAMES.get(plain.lower())):
            if name in there:
                return name
        listed = ", ".join(f"“{one}”" for one in there[:12])
        more = f" and {len(there) - 12} more" if len(there) > 12 else ""
        has = f"There is: {listed}{more}." if there else "The index has no figures."
        raise FilterError(f"No figure has the unit “{plain}”. {has}")

    def _entry(self, ranked: Ranked) -> Entry:
        candidate, worth = ranked
        return self._cited(candidate.document.path, candidate.figure, worth)

    def _cited(self, path: str, figure: Figure, worth: float) -> Entry:
        document = self.index.document(path)
        key = (figure.key[0] - figure.start, figure.key[1] - figure.start)
        quote = Quote(document, figure.start, figure.end, key=key, score=worth)
        return Entry(
            amount=figure.amount,
            measure=figure.measure,
            period=figure.period,
            attribution=figure.attribution,
            table=figure.table,
            citation=cite(quote),
            score=round(worth, 4),
        )


def _within(figure: Figure, since: str | None, until: str | None) -> bool:
    """Whether the period of a figure lies at least partly between two dates, both included."""
    if since is None and until is None:
        return True
    if figure.period is None:
        return False
    # "2024" stands for its whole year, so compare only that much.
    late_enough = since is None or figure.period.end[: len(since)] >= since
    return late_enough and (until is None or figure.period.start[: len(until)] <= until)


def _touches(entry: Entry, start: int, end: int) -> bool:
    citation = entry.citation
    if citation.key is None:
        return False
    first, last = (citation.start + at for at in citation.key)
    return first < end and start < last


def newest_first(entries: Sequence[Entry]) -> list[Entry]:
    """Entries by the period they are about, the newest first, those without one last."""
    return sorted(
        entries,
        key=lambda one: (one.period.end, one.period.start) if one.period else ("", ""),
        reverse=True,
    )
