"""After a build: what it changed, by value, so that it can be read when the version is gone."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from assistant.answer.assistant import Assistant
from assistant.changes import citations, documents, figures, kept, standing
from assistant.changes.changed import Changes, FigureChange
from assistant.changes.kept import Memory
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

__all__ = ["Changes", "all_reports", "latest", "report_changes"]

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
        return _compare(settings, report, embedder, say, memory, before, now)
    finally:
        for version in (now, before):
            if version is not None:
                version.catalogue.close()


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


def _compare(
    settings: Settings,
    report: BuildReport,
    embedder: Embedder | None,
    say: Progress,
    memory: Memory | None,
    before: _Version | None,
    now: _Version,
) -> Changes:
    problems: list[str] = []

    def part(otherwise: T, sentence: str, find: Callable[[], T]) -> T:
        """One part of the report; where it fails the others are still told."""
        try:
            return find()
        except Exception:
            _LOG.exception("%s", sentence)
            problems.append(sentence)
            return otherwise

    known, failing = documents.known(now.listings), documents.failed(now.catalogue)
    if memory is not None:
        were, failed = memory.documents, memory.failures
    elif before is not None:
        were, failed = documents.known(before.listings), documents.failed(before.catalogue)
    else:
        were, failed = {}, {}
    changes = Changes(
        version=report.version,
        before=memory.version if memory else before.manifest.version if before else None,
        built=now.manifest.built,
        documents=tuple(
            documents.changed_documents(were, failed, known, failing)
            if memory or before
            else documents.as_built(report, known)
        ),
    )
    database = Database(settings.records)
    cited = part(
        citations.ChangedCitations((), 0, 0, 0, dict(memory.unsteady) if memory else {}),
        "The citations in saved chats and papers could not be looked at.",
        lambda: citations.changed_citations(
            citations_kept(database),
            now.verify(),
            memory.unsteady if memory else {},
            before.verify() if before else None,
        ),
    )
    asked = part(
        standing.Answered((), dict(memory.standing) if memory else {}),
        "The standing questions could not be asked.",
        lambda: _ask(settings, database, embedder, say, memory, before, now),
    )
    told: list[FigureChange] = part(
        [],
        "The figures of the documents that were updated could not be compared.",
        lambda: list(_figures(before, now, changes)) if before else [],
    )
    changes = replace(
        changes,
        citations=cited.changes,
        checked=cited.checked,
        moved=cited.moved,
        broken=cited.broken,
        standing=asked.changes,
        asked=len(asked.answers),
        figures=tuple(told[: figures.MOST]),
        figures_changed=len(told),
        problems=tuple(problems),
    )
    kept.keep(
        settings.index,
        changes,
        Memory(report.version, known, failing, cited.unsteady, asked.answers),
    )
    return changes


def _ask(
    settings: Settings,
    database: Database,
    embedder: Embedder | None,
    say: Progress,
    memory: Memory | None,
    before: _Version | None,
    now: _Version,
) -> standing.Answered:
    questions = StandingQuestions(database).all()
    if embedder is None or not questions:
        return standing.Answered((), {})
    from assistant.answer.passage_reader import PassageReader
    from assistant.reader.model import TrainedReader  # imports torch, which takes seconds

    model = TrainedReader.open(settings.reader, settings.precision)

    def asking(version: _Version) -> standing.Ask:
        index = store_of(settings).open_version(version.manifest.version, embedder.name)
        reader = PassageReader(model, index.vocabulary)
        return standing.asking(Assistant(index, embedder, settings, reader))

    known = memory.standing if memory else {}
    old: standing.Ask | None = None
    if before is not None and not set(questions) <= known.keys():
        try:
            old = asking(before)
        except IndexProblem:
            old = None  # of other models: what it would answer now says nothing of the documents
    return standing.changed_answers(
        questions,
        asking(now),
        known,
        old,
        lambda done, total: say("Asking the standing questions", done, total),
    )


def _figures(before: _Version, now: _Version, changes: Changes) -> Iterator[FigureChange]:
    if before.manifest.reader != now.manifest.reader:
        return  # the program reads figures otherwise now: what differs may not be the documents
    vocabulary = now.catalogue.vocabulary()
    for was, path in _editions(before, now, changes):
        yield from figures.changed_figures(
            figures.Edition(before.document(was), before.catalogue.figures(was)),
            figures.Edition(now.document(path), now.catalogue.figures(path)),
            vocabulary,
        )


def _editions(before: _Version, now: _Version, changes: Changes) -> Iterator[tuple[str, str]]:
    """The documents that have another file now: of the same name, or else of the same title."""
    files = {one.path: one.sha256 for one in before.listings}
    changed = {one.path: one.what for one in changes.documents}
    for one in now.listings:
        if changed.get(one.path) == "updated" and files.get(one.path) not in (None, one.sha256):
            yield one.path, one.path
    removed: dict[str, list[str]] = {}
    added: dict[str, list[str]] = {}
    for listings, what, found in (
        (before.listings, "removed", removed),
        (now.listings, "added", added),
    ):
        for one in listings:
            if changed.get(one.path) == what:
                found.setdefault(_family(one.title, one.publisher), []).append(one.path)
    for family, paths in removed.items():
        if len(paths) == 1 and len(added.get(family, ())) == 1:
            yield paths[0], added[family][0]


def _family(title: str, publisher: str | None) -> str:
    """What editions of a document share: the words of the title without years and numbers."""
    words = re.findall(r"[^\W\d_]+", f"{title} {publisher or ''}".casefold())
    return " ".join(words)
