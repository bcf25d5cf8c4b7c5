"""Bring the index up to date with the corpus: read what changed, drop what is gone, embed the new."""

from __future__ import annotations

import hashlib
import logging
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import numpy as np

from assistant.documents import Document, Passage
from assistant.errors import DocumentError, IndexProblem, Reason
from assistant.index.catalogue import Catalogue, Embedded, Failure, Seen
from assistant.index.embedder import Embedder
from assistant.index.versions import (
    Manifest,
    VersionFiles,
    build_lock,
    make_current,
    new_version,
    open_version,
    verify,
)
from assistant.ingest.corpus import CorpusFile, corpus_files
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.index.reading import ReadFile

_LOG = logging.getLogger(__name__)

READER = 12
"""Raised when the readers or the cutting into passages change: all documents are then read anew."""

Status = Literal["added", "updated", "unchanged", "removed", "failed"]
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What became of one document. `reason` and `detail` tell why one failed."""

    path: str
    status: Status
    reason: Reason | None = None
    detail: str | None = None
    pages: int | None = None
    passages: int = 0


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; `version` is the index that is now in use."""

    version: str
    documents: tuple[DocumentReport, ...]
    passages: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Plan:
    """What has to be done to the version before, if it can be built on."""

    base: VersionFiles | None
    donor: VersionFiles | None
    """The version before, if its vectors can be used: what was embedded need not be again."""
    changed: tuple[tuple[CorpusFile, Seen], ...]
    gone: tuple[str, ...]
    known: frozenset[str]
    """The documents that were read before."""


def build(
    settings: Settings,
    embedder: Embedder,
    *,
    full: bool = False,
    progress: Progress | None = None,
) -> BuildReport:
    """Build a new version of the index, or none where nothing has changed.

    With `full`, nothing of the version before is used.

    Raises:
        CorpusError: there is no corpus, or it is empty.
        IndexLocked: another build is running.
        ModelError: the embedding model cannot be loaded.
    """
    started = time.monotonic()
    say = progress or (lambda what, done, total: None)
    with build_lock(settings.index):
        files = corpus_files(settings.corpus)
        plan = _plan(files, settings, embedder, full=full, say=say)
        if plan.base is not None and not plan.changed and not plan.gone:
            return _unchanged(plan.base, time.monotonic() - started)
        return _build(plan, settings, embedder, started, say)


def _plan(
    files: Sequence[CorpusFile],
    settings: Settings,
    embedder: Embedder,
    *,
    full: bool,
    say: Progress,
) -> _Plan:
    base, donor = (None, None) if full else _version_before(settings, embedder)
    seen: dict[str, Seen] = {}
    known: frozenset[str] = frozenset()
    if base is not None:
        catalogue = Catalogue.load(base.catalogue)
        known = frozenset(catalogue.seen())
        seen = catalogue.seen() | catalogue.seen_failures()
        catalogue.close()
    changed = []
    for number, file in enumerate(files):
        say("Looking for changes", number, len(files))
        now = Seen(file.sha256(), file.entry.key)
        if seen.get(file.path) != now:
            changed.append((file, now))
    gone = sorted(set(seen) - {file.path for file in files})
    return _Plan(base, donor, tuple(changed), tuple(gone), known)


def _version_before(
    settings: Settings, embedder: Embedder
) -> tuple[VersionFiles | None, VersionFiles | None]:
    """The version in use, if its passages would come out the same today; and if its vectors would.

    It is None, once or twice, where not.
    """
    try:
        files, manifest = open_version(settings.index)
        verify(files, manifest)  # or the new version would carry the damage on, newly signed
        Catalogue.load(files.catalogue).close()
    except IndexProblem:
        return None, None
    if manifest.model != embedder.name:
        return None, None
    same = manifest.reader == READER and tuple(manifest.passage_words) == settings.passage_words
    return files if same else None, files


def _unchanged(files: VersionFiles, seconds: float) -> BuildReport:
    catalogue = Catalogue.load(files.catalogue)
    report = _report(catalogue, files.folder.name, {}, (), seconds)
    catalogue.close()
    return report


def _build(
    plan: _Plan, settings: Settings, embedder: Embedder, started: float, say: Progress
) -> BuildReport:
    files = new_version(settings.index)
    try:
        if plan.base is not None:
            shutil.copyfile(plan.base.catalogue, files.catalogue)
            catalogue = Catalogue.load(files.catalogue, write=True)
        else:
            catalogue = Catalogue.create(files.catalogue)
        with catalogue.changing():
            # Read before what is gone is dropped: a renamed document keeps its vectors.
            _read_and_embed(plan, catalogue, settings, embedder, say)
            for path in plan.gone:
                catalogue.drop(path)
            catalogue.renumber()
        say("Writing the index", 0, 1)
        dimensions = _write_derived(catalogue, files, embedder)
        listings, passages = catalogue.listings(), len(catalogue.passages())
        statements = len(catalogue.statements())
        statuses: dict[str, Status] = {
            file.path: "updated" if file.path in plan.known else "added" for file, _ in plan.changed
        }
        report = _report(catalogue, files.folder.name, statuses, plan.gone, 0.0)
        catalogue.close()
        Manifest(
            version=files.folder.name,
            built=_now(),
            model=embedder.name,
            dimensions=dimensions,
            reader=READER,
            documents=len(listings),
            passages=passages,
            statements=statements,
            passage_words=settings.passage_words,
            checksums=files.checksums(),
        ).write(files)
        make_current(settings.index, files.folder.name)
    except BaseException:
        # The version before still serves; what was begun is of no use to the next build.
        shutil.rmtree(files.folder, ignore_errors=True)
        raise
    return BuildReport(
        report.version, report.documents, report.passages, time.monotonic() - started
    )


def _read_and_embed(
    plan: _Plan, catalogue: Catalogue, settings: Settings, embedder: Embedder, say: Progress
) -> None:
    # pebble and the readers are not needed when nothing has changed.
    from assistant.index.reading import ReadFile, read_file
    from assistant.ingest.read import ToRead, in_workers

    vectors = _known_vectors(plan.donor)
    to_read = [
        ToRead(file.path, file.file, seen.sha256, file.entry.facts) for file, seen in plan.changed
    ]
    results = in_workers(read_file, to_read, settings.limits)
    for number, ((file, seen), result) in enumerate(zip(plan.changed, results, strict=True)):
        say(f"Reading {file.path}", number, len(plan.changed))
        passages = _cut(result.document, settings) if isinstance(result, ReadFile) else []
        if isinstance(result, DocumentError):
            # A reader that crashed may do better next time: what it saw is not remembered.
            seen = Seen("", seen.entry) if result.again else seen
            catalogue.put_failure(Failure(file.path, result.reason, result.detail), seen)
            continue
        if not passages:
            detail = f"{file.path} has no sentences that could be quoted."
            catalogue.put_failure(Failure(file.path, "empty", detail), seen)
            continue
        embedded, statements = _with_vectors(passages, result, vectors, embedder)
        catalogue.put(result.document, seen.entry, _now(), embedded, statements, result.figures)


def _cut(document: Document, settings: Settings) -> list[Passage]:
    from assistant.ingest.passages import split_passages

    try:
        return split_passages(document, settings.passage_words)
    except ValueError:
        # A fault of ours rather than the document's; still, it must not cost the others.
        _LOG.exception("%s could not be cut into passages", document.path)
        return []


def _known_vectors(donor: VersionFiles | None) -> dict[str, bytes]:
    if donor is None:
        return {}
    catalogue = Catalogue.load(donor.catalogue)
    vectors = dict(catalogue.vectors_by_key())
    catalogue.close()
    return vectors


def _with_vectors(
    passages: Sequence[Passage], read: ReadFile, vectors: dict[str, bytes], embedder: Embedder
) -> tuple[list[Embedded], list[Embedded]]:
    """Each passage and each statement of figures with its key and vector.

    Only texts that no vector is known for are embedded, all at once: short texts go fast together.
    """
    from assistant.index.statements import statement_text, statements_of

    stated = statements_of(read.document, read.figures)
    places = [*passages, *(statement for statement, _ in stated)]
    texts = [search_text(passage) for passage in passages]
    texts += [statement_text(statement, figures) for statement, figures in stated]
    keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in vectors}
    if new:
        encoded = embedder.encode(list(new.values()))
        for key, vector in zip(new, encoded, strict=True):
            vectors[key] = np.ascontiguousarray(vector, np.float32).tobytes()
    rows = [(place, key, vectors[key]) for place, key in zip(places, keys, strict=True)]
    return rows[: len(passages)], rows[len(passages) :]


def search_text(passage: Passage) -> str:
    """A passage as it is embedded: its headings, and its words without footnote marks."""
    words = " ".join(passage.document.without_marks(passage.start, passage.end).split())
    headings = passage.section[-2:]
    return f"{' - '.join(headings)}. {words}" if headings else words


def _write_derived(catalogue: Catalogue, files: VersionFiles, embedder: Embedder) -> int:
    """Write the dense and the lexical indexes; returns the number of dimensions."""
    from assistant.index.dense import DenseIndex, as_ids
    from assistant.index.lexical import LexicalIndex
    from assistant.index.words import count_words, find_acronyms

    ids, vectors = catalogue.vectors()
    if not ids:
        vectors = embedder.encode(["nothing"])[:0]
    DenseIndex.build(as_ids(ids), vectors).save(files.dense)
    rows = list(_lexical_rows(catalogue))
    LexicalIndex.build(files.lexical, rows)
    stated, of_statements = catalogue.statement_vectors()
    if not stated:
        of_statements = vectors[:0]
    DenseIndex.build(as_ids(stated), of_statements).save(files.dense_statements)
    LexicalIndex.build(files.lexical_statements, _statement_rows(catalogue))
    with catalogue.changing():
        counts = count_words(f"{heading} {text}" for _, _, heading, text in rows)
        catalogue.put_words(counts, find_acronyms(text for _, _, _, text in rows))
    return int(vectors.shape[1])


def _lexical_rows(catalogue: Catalogue) -> Iterator[tuple[int, str, str, str]]:
    document: Document | None = None
    for passage, path, start, end in catalogue.passages():
        if document is None or document.path != path:
            document = catalogue.document(path)
        heading = " ".join((*document.names, *document.section_at(start)))
        yield passage, path, heading, document.without_marks(start, end)


def _statement_rows(catalogue: Catalogue) -> Iterator[tuple[int, str, str, str]]:
    from assistant.index.statements import headers, label_before

    document: Document | None = None
    for statement, path, start, end in catalogue.statements():
        if document is None or document.path != path:
            document = catalogue.document(path)
        tables = [one.table for one in catalogue.figures(path, start, end) if one.table is not None]
        label = label_before(document, start, end)
        above = (*document.names, *document.section_at(start), label, headers(tables))
        heading = " ".join(above)
        yield statement, path, heading, document.without_marks(start, end)


def _report(
    catalogue: Catalogue,
    version: str,
    statuses: dict[str, Status],
    gone: Sequence[str],
    seconds: float,
) -> BuildReport:
    reports = [
        DocumentReport(
            listing.path,
            statuses.get(listing.path, "unchanged"),
            pages=listing.pages,
            passages=listing.passages,
        )
        for listing in catalogue.listings()
    ]
    reports += [
        DocumentReport(failure.path, "failed", failure.reason, failure.detail)
        for failure in catalogue.failures()
    ]
    reports += [DocumentReport(path, "removed") for path in gone]
    reports.sort(key=lambda report: report.path)
    return BuildReport(version, tuple(reports), len(catalogue.passages()), seconds)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
