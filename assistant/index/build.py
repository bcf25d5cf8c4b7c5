"""Bring the index up to date with the corpus: read what changed, drop what is gone, embed anew.

It knows no file of the index: where versions are kept, and how they are searched, is the store's.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.documents import Document
from assistant.errors import CorpusError, DocumentError
from assistant.index.build_state import DocumentReport, Status, now
from assistant.index.embedder import Embedder, SentenceEmbedder
from assistant.index.face import Before, Store
from assistant.index.keeping import (
    STAYS,
    Former,
    may_stay,
    recogniser,
    remembered,
    tried_again,
    tried_with,
)
from assistant.index.making import Make, cut, make_here, with_vectors
from assistant.index.manifest import READER, Facts
from assistant.index.planning import Plan, Progress, plan
from assistant.index.rows import Failure, Made, Seen
from assistant.index.stores import store_of
from assistant.index.version import Draft, Reading
from assistant.ingest.corpus import CorpusFile, corpus_files
from assistant.settings import Limits, Settings

__all__ = ["BuildReport", "Progress", "build"]

Each = Callable[[DocumentReport], None]
"""Called with the result of each file, as soon as it is known."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; `version` is the index that is now in use."""

    version: str
    documents: tuple[DocumentReport, ...]
    passages: int
    seconds: float


def build(
    settings: Settings,
    embedder: Embedder | None = None,
    *,
    full: bool = False,
    again: bool = False,
    progress: Progress | None = None,
    each: Each | None = None,
    locked: bool = False,
) -> BuildReport:
    """Build a new version of the index, or none where nothing has changed.

    `embedder` is that of the settings where none is given. With `full`, nothing of the version
    before is used; with `again`, what could not be read is tried again although nothing of it has
    changed. A version that was damaged is mended. `locked` says that the caller holds the right to
    build already. Files are read in processes that import the main module again: a script that
    builds does so below `if __name__ == "__main__":`.

    Raises:
        CorpusError: there is no corpus, or it is empty.
        IndexLocked: another build is running.
        IndexNotWritten: the disk is full, or the index cannot be written to.
        IndexProblem: the store cannot be reached.
        ModelError: the embedding model cannot be loaded.
        SpreadError: other machines were to read, and cannot.
    """
    started = time.monotonic()
    embedder = embedder or SentenceEmbedder(settings.model, settings.precision)
    say = progress or (lambda what, done, total: None)
    store = store_of(settings)
    with contextlib.nullcontext() if locked else store.locked(), store.writing():
        say("Looking for changes", 0, 1)
        store.sweep()
        files = corpus_files(settings.corpus)
        before = store.before(embedder.name, READER, settings.passage_words)
        if full:
            before = Before(had_documents=before.had_documents)
        todo = plan(store, before, files, settings.limits, again=again, say=say)
        if todo.nothing:
            report = _unchanged(store, todo)
        else:
            report = _Build(store, todo, settings, embedder, say, each).run()
    return replace(report, seconds=time.monotonic() - started)


def _make_of(settings: Settings) -> Make:
    """What reads and embeds: this machine, or the workers of the scheduler that is named."""
    if settings.scheduler is None:
        return make_here
    from assistant.index.spread.spreading import make_spread  # imports Dask when it is called

    return make_spread


def _unchanged(store: Store, todo: Plan) -> BuildReport:
    assert todo.before.base is not None
    with contextlib.closing(store.catalogue(todo.before.base)) as catalogue:
        return _report(catalogue, todo.before.base, {}, ())


class _Build:
    """One build of a version."""

    def __init__(
        self, store: Store, todo: Plan, settings: Settings, embedder: Embedder,
        say: Progress, each: Each | None,
    ) -> None:  # fmt: skip
        self._store = store
        self._todo = todo
        self._settings = settings
        self._embedder = embedder
        self._say = say
        self._each = each or (lambda report: None)
        self._dimensions: int | None = None

    def run(self) -> BuildReport:
        todo = self._todo
        draft = self._store.begin(todo.before.base, todo.before.donor)
        try:
            self._put_all(draft)
            # Dropped last: a document that has another name now keeps its vectors.
            for path in todo.gone:
                draft.drop(path)
            self._say("Writing the index", 0, 1)
            statuses: dict[str, Status] = {
                file.path: self._status(file.path) for file, _ in todo.changed
            }
            report = _report(draft, draft.version, statuses, todo.gone)
            draft.publish(
                Facts(
                    model=self._embedder.name,
                    dimensions=self._vector_length(),
                    reader=READER,
                    passage_words=self._settings.passage_words,
                    built=now(),
                )
            )
        except BaseException:
            # The version before still serves; what was begun is of no use to the next build.
            draft.abandon()
            raise
        return report

    def _put_all(self, draft: Draft) -> None:
        from assistant.ingest.read import ToRead

        todo = self._todo
        seen_of = {file.path: (file, seen) for file, seen in todo.changed}
        to_read = [
            ToRead(file.path, file.file, seen.sha256, file.entry.facts)
            for file, seen in todo.changed
        ]
        done, total = 0, len(to_read)

        def on_page(path: str, page: int, pages: int) -> None:
            where = f"page {page} of {pages} of {path}" if pages else path
            self._say(f"Reading {where}", done, total)

        def known(keys: Collection[str]) -> Mapping[str, bytes]:
            # Asked for just before texts are embedded, which takes the longest.
            self._say("Indexing what was read", done, total)
            return draft.known_vectors(keys)

        self._say("Reading", 0, total)
        suspicious = False
        stood, failed_before, tried = draft.seen(), draft.seen_failures(), draft.unread()
        for path in todo.before.damaged:  # it is not as it was written: it cannot stay
            stood.pop(path, None)
        # Where a version is made from nothing, documents of the one before may stand in.
        former = Former(self._store, todo.before.former if todo.before.base is None else None)
        results = _make_of(self._settings)(to_read, self._settings, self._embedder, known, on_page)
        with contextlib.closing(former), contextlib.closing(results):
            for path, result in results:
                file, seen = seen_of.pop(path)
                if isinstance(result, Made) and result.passages:
                    self._say(f"Indexing {path}", done, total)
                    same = path in stood and stood[path].sha256 == seen.sha256
                    self._put_read(draft, result, seen, tried.get(path, "") if same else "")
                else:
                    error = result if isinstance(result, DocumentError) else _no_sentences(file)
                    suspicious = suspicious or error.again
                    self._put_failure(
                        draft, error, file, seen, former, stood.get(path), failed_before.get(path)
                    )
                done += 1
                self._say(f"Indexed {path}", done, total)
        assert not seen_of, f"nothing was made of {sorted(seen_of)[:3]}"
        if suspicious and todo.before.had_documents and not draft.counts().documents:
            raise CorpusError(
                "None of the documents could be read any more: their readers ended early, so it "
                "may be the machine that lacks something, such as memory. The index was left as "
                "it was. Run `nhs-assistant build` again."
            )

    def _put_read(self, draft: Draft, made: Made, seen: Seen, tried: str) -> None:
        document = made.document
        tried = _tried(document, tried, self._settings.limits)
        self._put(draft, made, seen.entry, tried)
        status, pages = self._status(document.path), len(document.pages) or None
        self._each(DocumentReport(document.path, status, pages=pages, passages=len(made.passages)))

    def _put(self, draft: Draft, made: Made, entry: str, tried: str = "") -> None:
        for _, _, vector in made.passages[:1]:
            self._dimensions = len(vector) // 4
        draft.put(made, entry, now(), tried)

    def _put_failure(
        self, draft: Draft, error: DocumentError, file: CorpusFile, seen: Seen,
        former: Former, stood: Seen | None, failed_before: Seen | None,
    ) -> None:  # fmt: skip
        settings, path = self._settings, file.path
        kept = former.read(path)
        was = kept[1] if kept is not None else stood
        failed = remembered(error, seen, failed_before, settings.limits)
        keep = was is not None and may_stay(error, seen, was.sha256, failed)
        if keep and kept is not None:
            before, its_seen = kept
            one = cut(before, settings.passage_words)
            (made,) = with_vectors([one], draft.known_vectors, self._embedder)
            self._put(draft, made, its_seen.entry)
        detail = error.detail + (STAYS if keep else "")
        draft.put_failure(Failure(path, error.reason, detail), failed, keep=keep)
        self._each(DocumentReport(path, "failed", error.reason, detail))

    def _status(self, path: str) -> Status:
        return "updated" if path in self._todo.known else "added"

    def _vector_length(self) -> int:
        if self._dimensions is not None:
            return self._dimensions
        if self._todo.before.base is not None:
            with contextlib.closing(self._store.catalogue(self._todo.before.base)) as catalogue:
                return catalogue.manifest.dimensions
        return int(self._embedder.encode(["nothing"]).shape[1])


def _tried(document: Document, before: str, limits: Limits) -> str:
    """What to remember of scanned pages that stayed unread although something recognises words."""
    if not any(page.unread for page in document.pages) or recogniser(limits) is None:
        return ""
    return tried_again(before, tried_with(limits))


def _no_sentences(file: CorpusFile) -> DocumentError:
    return DocumentError("empty", f"{file.path} has no sentences that could be quoted.")


def _report(
    catalogue: Reading, version: str, statuses: Mapping[str, Status], gone: Sequence[str]
) -> BuildReport:
    failures = {failure.path: failure for failure in catalogue.failures()}
    reports = [
        DocumentReport(
            listing.path,
            statuses.get(listing.path, "unchanged"),
            pages=listing.pages,
            passages=listing.passages,
        )
        for listing in catalogue.listings()
        if listing.path not in failures  # its former text is asked: that is told with the failure
    ]
    reports += [
        DocumentReport(path, "failed", failure.reason, failure.detail)
        for path, failure in failures.items()
    ]
    reports += [DocumentReport(path, "removed") for path in gone]
    reports.sort(key=lambda report: report.path)
    return BuildReport(version, tuple(reports), catalogue.counts().passages, 0.0)
