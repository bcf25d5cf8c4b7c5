"""Bring the index up to date with the corpus: read what changed, drop what is gone, embed anew."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import shutil
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

import numpy as np

from assistant.documents import Document, Passage
from assistant.errors import CorpusError, DamagedIndex, DocumentError, IndexProblem
from assistant.index.build_state import DocumentReport, Status
from assistant.index.catalogue import Catalogue, Embedded, Failure, Seen
from assistant.index.embedder import Embedder
from assistant.index.keeping import (
    STAYS,
    Former,
    may_stay,
    recogniser,
    remembered,
    seen_failed,
    tried_again,
    tried_with,
)
from assistant.index.lock import build_lock
from assistant.index.versions import (
    Manifest,
    VersionFiles,
    current_version,
    make_current,
    new_version,
    prune,
    read_manifest,
    sweep,
    verify,
    verify_catalogue,
    versions_on_disk,
)
from assistant.index.writing import keep_all, writing
from assistant.ingest.corpus import CorpusFile, corpus_files
from assistant.settings import Limits, Settings

if TYPE_CHECKING:
    from assistant.index.reading import ReadFile

_LOG = logging.getLogger(__name__)

READER = 13
"""Raised when the readers or the cutting into passages change: all documents are then read anew."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is. Not always from
the thread that builds."""
Each = Callable[[DocumentReport], None]
"""Called with the result of each file, as soon as it is known."""


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
    sound: bool
    """Whether `base` is the current version, and all of it is as it was written."""
    donor: VersionFiles | None
    """The version before, if its vectors can be used: what was embedded need not be again."""
    former: VersionFiles | None
    """The version before, if its documents can stand in for what cannot be read now."""
    changed: tuple[tuple[CorpusFile, Seen], ...]
    gone: tuple[str, ...]
    known: frozenset[str]
    """The documents that were read before."""


def build(
    settings: Settings,
    embedder: Embedder,
    *,
    full: bool = False,
    again: bool = False,
    progress: Progress | None = None,
    each: Each | None = None,
) -> BuildReport:
    """Build a new version of the index, or none where nothing has changed.

    With `full`, nothing of the version before is used; with `again`, what could not be read is
    tried again although nothing of it has changed. A version that was damaged is mended.

    Raises:
        CorpusError: there is no corpus, or it is empty.
        IndexLocked: another build is running.
        IndexNotWritten: the disk is full, or the index folder cannot be written to.
        ModelError: the embedding model cannot be loaded.
    """
    with build_lock(settings.index):
        return build_with_lock(
            settings, embedder, full=full, again=again, progress=progress, each=each
        )


def build_with_lock(
    settings: Settings,
    embedder: Embedder,
    *,
    full: bool = False,
    again: bool = False,
    progress: Progress | None = None,
    each: Each | None = None,
) -> BuildReport:
    """Do what `build` does, for one who holds the lock. Raises what that does."""
    started = time.monotonic()
    say = progress or (lambda what, done, total: None)
    with writing(settings.index):
        say("Looking for changes", 0, 1)
        sweep(settings.index)
        files = corpus_files(settings.corpus)
        plan = _plan(files, settings, embedder, full=full, again=again, say=say)
        if plan.base is not None and plan.sound and not plan.changed and not plan.gone:
            return _unchanged(plan.base, time.monotonic() - started)
        return _build(plan, settings, embedder, started, say, each or (lambda report: None))


def _plan(
    files: Sequence[CorpusFile],
    settings: Settings,
    embedder: Embedder,
    *,
    full: bool,
    again: bool,
    say: Progress,
) -> _Plan:
    base, donor, former = (None,) * 3 if full else _versions_before(settings, embedder)
    known: frozenset[str] = frozenset()
    catalogue = Catalogue.load(base.catalogue) if base is not None else None
    try:
        changed, gone = changes(files, catalogue, settings.limits, again=again, say=say)
        known = frozenset(catalogue.seen()) if catalogue is not None else known
    finally:
        if catalogue is not None:
            catalogue.close()
    sound = base is not None and _is_sound(base, settings)
    return _Plan(base, sound, donor, former, tuple(changed), tuple(gone), known)


def changes(
    files: Sequence[CorpusFile],
    catalogue: Catalogue | None,
    limits: Limits,
    *,
    again: bool = False,
    say: Progress | None = None,
) -> tuple[list[tuple[CorpusFile, Seen]], list[str]]:
    """The files that have to be read since a version was built, and the paths that have gone.

    What failed is to be read when the limits have changed, or what recognises the words of scans,
    and with `again` in any case; scanned pages that were not read, when their words can be now.
    What took too long on a busy machine is tried at `TRIES` builds.
    """
    seen = catalogue.seen() if catalogue is not None else {}
    failed = catalogue.seen_failures() if catalogue is not None else {}
    scans = catalogue.unread() if catalogue is not None and recogniser(limits) else {}
    changed, there = [], set()
    for number, file in enumerate(files):
        if say is not None:
            say("Looking for changes", number, len(files))
        try:
            now = Seen(file.sha256(), file.entry.key)
        except FileNotFoundError:
            continue  # it has gone since the folder was looked at
        except OSError:
            now = Seen("", file.entry.key)  # reading it will say what is the matter
        there.add(file.path)
        if file.path in failed:  # its former text may stand beside it
            to_read = again or failed[file.path] != seen_failed(now, limits)
        else:
            to_read = seen.get(file.path) != now
        if file.path in scans:
            to_read = to_read or again or scans[file.path] != tried_with(limits)
        if to_read:
            changed.append((file, now))
    return changed, sorted((seen.keys() | failed.keys()) - there)


def _versions_before(
    settings: Settings, embedder: Embedder
) -> tuple[VersionFiles | None, VersionFiles | None, VersionFiles | None]:
    """The newest version whose passages are as of today; whose vectors are; that can be read.

    Of these only the catalogue has to be as it was written: all else is made from it. What was
    damaged is not built on, or the new version would carry the damage on, newly signed.
    """
    base, donor, former = None, None, None
    for files in versions_on_disk(settings.index):
        try:
            manifest = Manifest.read(files)
            verify_catalogue(files, manifest)
            Catalogue.load(files.catalogue).close()
        except IndexProblem:
            continue
        former = former or files
        if manifest.model != embedder.name:
            continue
        donor = donor or files
        if manifest.reader == READER and tuple(manifest.passage_words) == settings.passage_words:
            base = base or files
    return base, donor, former


def _is_sound(files: VersionFiles, settings: Settings) -> bool:
    try:
        verify(files, read_manifest(files))
    except IndexProblem:
        return False
    return files.folder.name == current_version(settings.index)


def _unchanged(files: VersionFiles, seconds: float) -> BuildReport:
    catalogue = Catalogue.load(files.catalogue)
    report = _report(catalogue, files.folder.name, {}, (), seconds)
    catalogue.close()
    return report


def _build(
    plan: _Plan,
    settings: Settings,
    embedder: Embedder,
    started: float,
    say: Progress,
    each: Each,
) -> BuildReport:
    files = new_version(settings.index)
    try:
        if plan.base is not None:
            shutil.copyfile(plan.base.catalogue, files.catalogue)
            catalogue = Catalogue.load(files.catalogue, write=True)
        else:
            catalogue = Catalogue.create(files.catalogue)
        with contextlib.closing(catalogue):
            with catalogue.changing():
                # Read before what is gone is dropped: a renamed document keeps its vectors.
                _read_and_embed(plan, catalogue, settings, embedder, say, each)
                for path in plan.gone:
                    catalogue.drop(path)
                catalogue.renumber()
            say("Writing the index", 0, 1)
            dimensions = _write_derived(catalogue, files, embedder)
            listings, passages = catalogue.listings(), len(catalogue.passages())
            statements = len(catalogue.statements())
            statuses: dict[str, Status] = {
                file.path: "updated" if file.path in plan.known else "added"
                for file, _ in plan.changed
            }
            report = _report(catalogue, files.folder.name, statuses, plan.gone, 0.0)
        _read_back(files, passages, statements)
        keep_all(files.folder)
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
        if current_version(settings.index) != files.folder.name:
            shutil.rmtree(files.folder, ignore_errors=True)
        raise
    prune(settings.index)
    return BuildReport(
        report.version, report.documents, report.passages, time.monotonic() - started
    )


def _read_and_embed(
    plan: _Plan,
    catalogue: Catalogue,
    settings: Settings,
    embedder: Embedder,
    say: Progress,
    each: Each,
) -> None:
    # The readers are not needed when nothing has changed.
    from assistant.index.reading import ReadFile, read_file
    from assistant.ingest.read import ToRead, in_workers

    vectors = _known_vectors(plan.donor)
    to_read = [
        ToRead(file.path, file.file, seen.sha256, file.entry.facts) for file, seen in plan.changed
    ]
    read, total = 0, len(to_read)

    def on_page(path: str, page: int, pages: int) -> None:
        where = f"page {page} of {pages} of {path}" if pages else path
        say(f"Reading {where}", read, total)

    say("Reading", 0, total)
    suspicious = False
    stood, failed_before = catalogue.seen(), catalogue.seen_failures()
    tried_before = catalogue.unread()
    results = in_workers(read_file, to_read, settings.limits, progress=on_page)
    with (
        contextlib.closing(Former(plan.former if plan.base is None else None)) as former,
        contextlib.closing(cast("Generator[ReadFile | DocumentError]", results)),
    ):

        def put(result: ReadFile, passages: Sequence[Passage], entry: str, tried: str = "") -> None:
            embedded, statements = _with_vectors(passages, result, vectors, embedder)
            catalogue.put(
                result.document, entry, _now(), embedded, statements, result.figures, tried
            )

        for (file, seen), result in zip(plan.changed, results, strict=True):
            passages = _cut(result.document, settings) if isinstance(result, ReadFile) else []
            if isinstance(result, ReadFile) and passages:
                say(f"Indexing {file.path}", read, total)
                tried = ""
                if _tried_in_vain(result.document, settings.limits):
                    same = file.path in stood and stood[file.path].sha256 == seen.sha256
                    before = tried_before.get(file.path, "") if same else ""
                    tried = tried_again(before, tried_with(settings.limits))
                put(result, passages, seen.entry, tried)
                status: Status = "updated" if file.path in plan.known else "added"
                pages = len(result.document.pages) or None
                each(DocumentReport(file.path, status, pages=pages, passages=len(passages)))
            else:
                error = result if isinstance(result, DocumentError) else _nothing_to_quote(file)
                suspicious = suspicious or error.again
                kept = former.read(file.path)
                was = kept[2] if kept is not None else stood.get(file.path)
                now = remembered(error, seen, failed_before.get(file.path), settings.limits)
                keep = was is not None and may_stay(error, seen, was.sha256, now)
                if keep and kept is not None:
                    document, figures, _ = kept
                    put(ReadFile(document, figures), _cut(document, settings), kept[2].entry)
                detail = error.detail + (STAYS if keep else "")
                failure = Failure(file.path, error.reason, detail)
                catalogue.put_failure(failure, now, keep=keep)
                each(DocumentReport(file.path, "failed", error.reason, detail))
            read += 1
            say(f"Indexed {file.path}", read, total)
    if suspicious and not catalogue.listings() and _had_documents(settings):
        raise CorpusError(
            "None of the documents could be read any more: their readers ended early, so it may be "
            "the machine that lacks something, such as memory. The index was left as it was. Run "
            "`nhs-assistant build` again."
        )


def _had_documents(settings: Settings) -> bool:
    for files in versions_on_disk(settings.index):
        with contextlib.suppress(IndexProblem):
            if Manifest.read(files).documents:
                return True
    return False


def _tried_in_vain(document: Document, limits: Limits) -> bool:
    """Whether scanned pages stayed unread although something recognises words."""
    return any(page.unread for page in document.pages) and recogniser(limits) is not None


def _nothing_to_quote(file: CorpusFile) -> DocumentError:
    return DocumentError("empty", f"{file.path} has no sentences that could be quoted.")


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


def _read_back(files: VersionFiles, passages: int, statements: int) -> None:
    """Look at what was written: not every library says so when a disk takes only half of it."""
    from assistant.index.dense import DenseIndex
    from assistant.index.lexical import LexicalIndex

    try:
        there = (
            len(DenseIndex.load(files.dense)),
            len(LexicalIndex.load(files.lexical)),
            len(DenseIndex.load(files.dense_statements)),
            len(LexicalIndex.load(files.lexical_statements)),
        )
    except (ValueError, RuntimeError, OSError):
        there = (-1,) * 4
    if there != (passages, passages, statements, statements):
        raise DamagedIndex(
            f"What was written to {files.folder} cannot be read again: its disk may be full or "
            "faulty. Make room and run `nhs-assistant build`. The version before stays in use."
        )


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
    failures = {failure.path: failure for failure in catalogue.failures()}
    listings = {listing.path: listing for listing in catalogue.listings()}
    reports = [
        DocumentReport(
            path,
            statuses.get(path, "unchanged"),
            pages=listing.pages,
            passages=listing.passages,
        )
        for path, listing in listings.items()
        if path not in failures  # or its former text is asked: that is told with the failure
    ]
    reports += [
        DocumentReport(path, "failed", failure.reason, failure.detail)
        for path, failure in failures.items()
    ]
    reports += [DocumentReport(path, "removed") for path in gone]
    reports.sort(key=lambda report: report.path)
    return BuildReport(version, tuple(reports), len(catalogue.passages()), seconds)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
