"""A draft is checked: its quotations word for word, its figures by what they measure."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Protocol

from assistant.checking.candidates import Candidates
from assistant.checking.draft_document import as_document
from assistant.checking.draft_file import check_size
from assistant.checking.figure_checker import FigureChecker
from assistant.checking.finding import Finding
from assistant.checking.quotation_checker import QuotationChecker
from assistant.checking.quotations import Quotation, quotations_in
from assistant.checking.statements import Statement
from assistant.checking.texts import Texts
from assistant.figures.extract import figures_of
from assistant.figures.figure import Figure
from assistant.index.embedder import Embedder
from assistant.index.opened import Index


class Sources(Protocol):
    """What a draft is checked against; a `Ledger` is one."""

    @property
    def index(self) -> Index:
        """The documents and their figures."""

    @property
    def embedder(self) -> Embedder:
        """The model that the index was made with."""


def check_draft(
    text: str, sources: Sources, progress: Callable[[int, int], None] | None = None
) -> tuple[Finding, ...]:
    """The findings on each quotation and each figure of a draft, in the order of the draft.

    A figure within a quotation is judged with it. `progress` is told how many of how many have
    been checked, none of none while the draft is read; what it raises ends the check.

    Raises:
        DocumentError: the draft has no text (`empty`) or is too long (`too-large`).
    """
    check_size(text)
    quotations = _without_titles(text, quotations_in(text), sources.index)
    reading = None if progress is None else lambda: progress(0, 0)
    statements = _statements(text, quotations, reading)
    total = len(quotations) + sum(len(checked) for _, checked in statements)
    done = 0

    def tell() -> None:
        if progress is not None:
            progress(done, total)

    tell()
    findings: list[Finding] = []
    quoted = QuotationChecker(Texts(sources.index))
    for quotation in quotations:
        findings.append(quoted.check(text, quotation))
        done += 1
        tell()
    candidates = Candidates(sources.index, sources.embedder)
    judge = FigureChecker(sources.index.vocabulary)
    found = candidates.of([statement for statement, _ in statements])
    for (statement, checked), near in zip(statements, found, strict=True):
        for figure in checked:
            findings.append(judge.check(statement, figure, near))
            done += 1
            tell()
    return tuple(sorted(findings, key=lambda finding: (finding.start, finding.end)))


def _statements(
    text: str, quotations: Sequence[Quotation], reading: Callable[[], None] | None
) -> list[tuple[Statement, list[Figure]]]:
    """The sentences and rows of a draft with figures to be checked, and which those are."""
    document = as_document(text)
    found: dict[tuple[int, int], list[Figure]] = defaultdict(list)
    for figure in figures_of(document, reading):
        found[figure.start, figure.end].append(figure)
    parts = sorted(part for one in quotations for part in one.parts)
    statements = []
    for (start, end), figures in sorted(found.items()):
        checked = [
            figure
            for figure in figures
            if not _stands_in(parts, figure.key[0])  # words in brackets are the draft's own
        ]
        if checked:
            statements.append((Statement(document, start, end, tuple(figures)), checked))
    return statements


def _stands_in(spans: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether a place lies in one of some spans, which are in order."""
    before = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return before >= 0 and at < spans[before][1]


def _without_titles(text: str, quotations: Sequence[Quotation], index: Index) -> list[Quotation]:
    """Titles of documents stand between quotation marks too."""
    titles = {" ".join(listing.title.casefold().split()) for listing in index.listings}
    return [
        one
        for one in quotations
        if " ".join(text[one.start : one.end].casefold().split()).strip(" .,") not in titles
    ]
