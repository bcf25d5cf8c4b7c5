"""After a build: what it changed, by value, so that it can be read when the version is gone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from assistant.answer.assistant import Assistant
from assistant.changes import citations, documents, figures, kept, standing
from assistant.changes.changed import Changes, DocumentChange, FigureChange
from assistant.changes.kept import Known, Memory
from assistant.errors import IndexProblem
from assistant.index.build import BuildReport, Progress
from assistant.index.embedder import Embedder
from assistant.index.face import Store
from assistant.index.manifest import Manifest
from assistant.index.stores import store_of
from assistant.records.cited import citations_kept
from assistant.records.database import Database
from assistant.records.standing import StandingQuestions
from assistant.settings import Settings

_LOG = logging.getLogger(__name__)

T = TypeVar("T")


def latest(settings: Settings) -> Changes | None:
    """What the last build that changed something changed; None where no report can be read."""
    return next(iter(_reports(settings)), None)


def all_reports(settings: Settings) -> list[Changes]:
    """All reports that are kept, the newest first."""
    return list(_reports(settings))


def _reports(settings: Settings) -> Iterator[Changes]:
    for file in kept.reports(settings.index):
        report = kept.read_report(file)
        if report is not None:
            yield report


def report_changes(
    settings: Settings,
    report: BuildReport,
    embedder: Embedder | None,
    progress: Progress | None = None,
) -> Changes | None:
    """Find out what a build changed, and keep it; call it once the new version is in use.

    Without an embedder no standing question is asked. None where the version has a report already,
    or where the report cannot be made: a build is never harmed by it.
    """
    try:
        return _report(settings, report, embedder, progress or (lambda what, done, total: None))
    except Exception:
        _LOG.exception("The report of what the build changed could not be made")
        return None


class _Version:
    """One version that is in the store, opened for reading."""

    def __init__(self, store: Store, version: str) -> None:
        self.catalogue = store.catalogue(version)
        self.manifest: Manifest = self.catalogue.manifest
        self.listings = self.catalogue.listings()
        self.document = lru_cache(maxsize=8)(self.catalogue.document)

    def verify(self) -> citations.Verify:
        return citations.against(self.listings, self.document)


def _report(
    settings: Settings, report: BuildReport, embedder: Embedder | None, say: Progress
) -> Changes | None:
    if kept.report_of(settings.index, report.version) is not None:
        return None
    say("Looking for what has changed", 0, 1)
    memory = kept.remembered(settings.index)
    store = store_of(settings)
    now = _Version(store, report.version)
    before = _before(store, memory, report.version)
    try:
        comparison = _Comparison(settings, memory, before, now)
        changes, memory = comparison.changes(report, embedder, say)
    finally:
        for version in (now, before):
            if version is not None:
                version.catalogue.close()
    kept.keep(settings.index, changes, memory)
    return changes


def _before(store: Store, memory: Memory | None, now: str) -> _Version | None:
    """The version that is compared with: the one last reported, else the newest; None if gone."""
    names = sorted((name for name in store.versions() if name < now), reverse=True)
    if memory is not None:
        names = [name for name in names if name == memory.version]
    for name in names:
        try:
            return _Version(store, name)
        except Exception:  # noqa: BLE001 - it may be of another form, damaged, or being removed
            continue
    return None


class _Comparison:
    """A new version beside the one before, as far as either is still known."""

    def __init__(
        self, settings: Settings, memory: Memory | None, before: _Version | None, now: _Version
    ) -> None:
        self._settings = settings
        self._database = Database(settings.records)
        self._memory = memory
        self._before = before
        self._now = now
        self._problems: list[str] = []

    def changes(
        self, report: BuildReport, embedder: Embedder | None, say: Progress
    ) -> tuple[Changes, Memory]:
        """What the new version changed, and what the next one is to be compared with."""
        memory, before, now = self._memory, self._before, self._now
        known, failing = documents.known(now.listings), documents.failed(now.catalogue)
        changed = self._documents(report, known, failing)
        cited = self._part(
            citations.ChangedCitations((), 0, 0, 0, dict(memory.unsteady) if memory else {}),
            "The citations in saved chats and papers could not be looked at.",
            self._citations,
        )
        asked = self._part(
            standing.Answered((), dict(memory.standing) if memory else {}),
            "The standing questions could not be asked.",
            lambda: self._standing(embedder, say),
        )
        told = self._part(
            list[FigureChange](),
            "The figures of the documents that were updated could not be compared.",
            lambda: list(self._figures(changed)),
        )
        changes = Changes(
            version=report.version,
            before=memory.version if memory else before.manifest.version if before else None,
            built=now.manifest.built,
            documents=changed,
            citations=cited.changes,
            checked=cited.checked,
            moved=cited.moved,
            broken=cited.broken,
            standing=asked.changes,
            asked=len(asked.answers),
            figures=tuple(told[: figures.MOST]),
            figures_changed=len(told),
            problems=tuple(self._problems),
        )
        return changes, Memory(report.version, known, failing, cited.unsteady, asked.answers)

    def _part(self, otherwise: T, sentence: str, find: Callable[[], T]) -> T:
        """One part of the report; where it fails the others are still told."""
        try:
            return find()
        except Exception:
            _LOG.exception("%s", sentence)
            self._problems.append(sentence)
            return otherwise

    def _documents(
        self, report: BuildReport, known: Mapping[str, Known], failing: Mapping[str, str]
    ) -> tuple[DocumentChange, ...]:
        if self._memory is not None:
            were, failed = self._memory.documents, self._memory.failures
        elif self._before is not None:
            were = documents.known(self._before.listings)
            failed = documents.failed(self._before.catalogue)
        else:
            return tuple(documents.as_built(report, known))
        return tuple(documents.changed_documents(were, failed, known, failing))

    def _citations(self) -> citations.ChangedCitations:
        return citations.changed_citations(
            citations_kept(self._database),
            self._now.verify(),
            self._memory.unsteady if self._memory else {},
            self._before.verify() if self._before else None,
        )

    def _standing(self, embedder: Embedder | None, say: Progress) -> standing.Answered:
        questions = StandingQuestions(self._database).all()
        if embedder is None or not questions:
            return standing.Answered((), {})
        from assistant.answer.reading.passage_reader import PassageReader
        from assistant.reader.model import TrainedReader  # imports torch, which takes seconds

        settings = self._settings
        model = TrainedReader.open(settings.reader, settings.precision)

        def asking(version: _Version) -> standing.Ask:
            index = store_of(settings).open_version(version.manifest.version, embedder.name)
            reader = PassageReader(model, index.vocabulary)
            return standing.asking(Assistant(index, embedder, settings, reader))

        known = self._memory.standing if self._memory else {}
        old: standing.Ask | None = None
        if self._before is not None and not set(questions) <= known.keys():
            try:
                old = asking(self._before)
            except IndexProblem:
                old = None  # of other models: what it would answer says nothing of the documents
        return standing.changed_answers(
            questions,
            asking(self._now),
            known,
            old,
            lambda done, total: say("Asking the standing questions", done, total),
        )

    def _figures(self, changed: Sequence[DocumentChange]) -> Iterator[FigureChange]:
        before, now = self._before, self._now
        if before is None or before.manifest.reader != now.manifest.reader:
            return  # the program reads figures otherwise now: what differs may not be the documents
        vocabulary = now.catalogue.vocabulary()
        for was, path in documents.editions(before.listings, now.listings, changed):
            yield from figures.changed_figures(
                figures.Edition(before.document(was), before.catalogue.figures(was)),
                figures.Edition(now.document(path), now.catalogue.figures(path)),
                vocabulary,
            )
