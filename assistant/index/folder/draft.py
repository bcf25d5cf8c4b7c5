"""A version in a folder that is being written."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict
from pathlib import Path

from assistant.documents import Document
from assistant.errors import DamagedIndex, IndexProblem
from assistant.index import writing
from assistant.index.figure_rows import COLUMNS, row_of
from assistant.index.folder import checks, version_files, versions
from assistant.index.folder.catalogue import Catalogue
from assistant.index.folder.derived import read_back, write_derived
from assistant.index.folder.record import write_record
from assistant.index.folder.version_files import VersionFiles
from assistant.index.manifest import Facts, Manifest
from assistant.index.rows import PLACES, Failure, Made, Seen
from assistant.index.texts import passage_fields
from assistant.index.words import count_words, find_meanings, stem

BY_PATH_UP_TO = 100_000
"""Up to so many passages documents are numbered by their paths and all that is searched is written
anew: an index built in steps is one built at once. Beyond it they keep their numbers, and what is
searched is added to."""


class FolderDraft(Catalogue):
    """A version that is being written: see `version.Draft`."""

    def __init__(
        self, connection: sqlite3.Connection, files: VersionFiles, index: Path,
        base: VersionFiles | None, donor: Catalogue | None,
    ) -> None:  # fmt: skip
        super().__init__(connection, files.catalogue)
        self._files = files
        self._index = index
        self._base = base
        self._donor = donor
        self._published = False
        self._miscounted = False

    @classmethod
    def begin(
        cls, index: Path, base: VersionFiles | None, donor: VersionFiles | None
    ) -> FolderDraft:
        """Begin a version in a new folder, as `base` or empty."""
        files = versions.new_version(index)
        try:
            if base is None:
                Catalogue.create(files.catalogue).close()
            else:
                shutil.copyfile(base.catalogue, files.catalogue)
                files.records.mkdir()
                _take_records(base.records, files.records)
            connection = sqlite3.connect(files.catalogue)
            # Nobody reads it before it is whole, and what a crash leaves is thrown away.
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA cache_size = -200000")
            vectors = Catalogue.load(donor.catalogue) if donor is not None else None
        except BaseException:
            shutil.rmtree(files.folder, ignore_errors=True)
            raise
        return cls(connection, files, index, base, vectors)

    @property
    def version(self) -> str:
        """The name that the version will have."""
        return self._files.folder.name

    def known_vectors(self, keys: Collection[str]) -> dict[str, bytes]:
        """The vectors known for these keys, of the donor or of what was put."""
        found = super().known_vectors(keys)
        if self._donor is not None and len(found) < len(keys):
            found |= self._donor.known_vectors([key for key in keys if key not in found])
        return found

    def put(self, made: Made, entry: str, indexed: str, tried: str = "") -> None:
        """Add or replace a document: see `version.Draft.put`."""
        document, passages, statements = made.document, made.passages, made.statements
        self.drop(document.path)
        unread = any(page.unread for page in document.pages)
        record = write_record(self.records, document, passages, statements)
        row = self._connection.execute(
            "INSERT INTO documents VALUES (NULL,0,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                document.path,
                record,
                document.sha256,
                entry,
                indexed,
                document.title,
                document.kind,
                json.dumps(document.authors, ensure_ascii=False),
                document.publisher,
                document.published,
                len(document.pages),
                len(passages),
                len(statements),
                tried if unread else None,
            ),
        )
        identity = row.lastrowid
        assert identity is not None
        for table, rows in (("passages", passages), ("statements", statements)):
            self._connection.executemany(
                f"INSERT INTO {table} VALUES (?,?,?)",  # noqa: S608
                [
                    (identity << PLACES | place, one.start, one.end)
                    for place, (one, _, _) in enumerate(rows)
                ],
            )
        self._connection.executemany(
            "INSERT OR REPLACE INTO keys VALUES (?,?)",
            [(self.short(key), identity) for _, key, _ in (*passages, *statements)],
        )
        self._connection.executemany(
            f"INSERT INTO figures (document, {COLUMNS}) VALUES ({','.join('?' * 17)})",  # noqa: S608
            [row_of(identity, figure) for figure in made.figures],
        )
        self._count(document, [(one.start, one.end) for one, _, _ in passages], 1)

    def put_failure(self, failure: Failure, seen: Seen, *, keep: bool = False) -> None:
        """Record that a document could not be read: see `version.Draft.put_failure`."""
        if keep:
            self._connection.execute("DELETE FROM failures WHERE path = ?", (failure.path,))
        else:
            self.drop(failure.path)
        self._connection.execute(
            "INSERT INTO failures VALUES (?,?,?,?,?)",
            (failure.path, seen.sha256, seen.entry, failure.reason, failure.detail),
        )

    def drop(self, path: str) -> None:
        """Forget a document, and a failure at its path."""
        self._connection.execute("DELETE FROM failures WHERE path = ?", (path,))
        rows = self._rows("SELECT id, record FROM documents WHERE path = ?", path)
        if not rows:
            return
        identity, name = rows[0]
        try:
            document, places = self.document(path), self.record(name).places()
        except DamagedIndex:
            # Nobody knows which words and keys it had.
            self._miscounted = True
            self._connection.execute("DELETE FROM keys WHERE document = ?", (identity,))
        else:
            spans = [(int(start), int(end)) for start, end in places.spans[: places.passages]]
            self._count(document, spans, -1)
            self._connection.executemany(
                "DELETE FROM keys WHERE key = ? AND document = ?",
                [(self.short(key.hex()), identity) for key in places.keys],
            )
        low = identity << PLACES
        for table in ("passages", "statements"):
            self._connection.execute(
                f"DELETE FROM {table} WHERE id BETWEEN ? AND ?",  # noqa: S608
                (low, low + (1 << PLACES) - 1),
            )
        self._connection.execute("DELETE FROM figures WHERE document = ?", (identity,))
        self._connection.execute("DELETE FROM documents WHERE id = ?", (identity,))

    def _count(self, document: Document, spans: Sequence[tuple[int, int]], sign: int) -> None:
        """Bring the words and the acronyms up to date by one document that comes or goes."""
        fields = [passage_fields(document, *span) for span in spans]
        words = count_words(f"{above} {text}" for above, text in fields)
        self._connection.executemany(
            "INSERT INTO words VALUES (?,?,?) "
            "ON CONFLICT DO UPDATE SET passages = passages + excluded.passages",
            [(word, stem(word), sign * count) for word, count in words.items()],
        )
        meanings: Counter[tuple[str, str]] = find_meanings(text for _, text in fields)
        self._connection.executemany(
            "INSERT INTO meanings VALUES (?,?,?) "
            "ON CONFLICT DO UPDATE SET times = times + excluded.times",
            [(*meaning, sign * count) for meaning, count in meanings.items()],
        )
        if sign < 0:
            self._connection.execute("DELETE FROM words WHERE passages <= 0")
            self._connection.execute("DELETE FROM meanings WHERE times <= 0")

    def _count_anew(self) -> None:
        """Count all words and acronyms: a document went whose own could not be taken off."""
        self._connection.execute("DELETE FROM words")
        self._connection.execute("DELETE FROM meanings")
        for path in self.record_names():
            spans = [(start, end) for _, start, end in self.spans(path, "passages")]
            self._count(self.document(path), spans, 1)
        self._miscounted = False

    def publish(self, facts: Facts) -> Manifest:
        """Write what is searched, read it back, and make this the current version in one step."""
        if self._miscounted:
            self._count_anew()
        counts = self.counts()
        before = self._base if self._base is not None and _by_order(self._base) else None
        # Once numbers stay they do until there is half as much, so that they do not come and go.
        by_path = counts.passages <= (BY_PATH_UP_TO if before is None else BY_PATH_UP_TO // 2)
        self.number(by_path=by_path)
        self._connection.commit()
        if by_path or (before is not None and not _may_be_added_to(before)):
            before = None
        write_derived(self, self._files, facts.dimensions, before)
        self._remove_other_records()
        self.close()
        read_back(self._files, counts)
        writing.keep_all(self._files.folder)
        manifest = Manifest(
            version=self.version,
            **asdict(facts),
            **asdict(counts),
            numbered="path" if by_path else "order",
            checksums=checks.checksums(self._files, before),
        )
        version_files.write_manifest(self._files, manifest)
        versions.make_current(self._index, self.version)
        self._published = True
        versions.prune(self._index)
        return manifest

    def number(self, *, by_path: bool) -> None:
        """Number the documents, by path or in the order they came.

        Numbers break ties: by path, an index built in steps answers as one that was built at once.
        """
        if not by_path:
            self._connection.execute("UPDATE documents SET number = id WHERE number != id")
            return
        rows = self._rows("SELECT id FROM documents ORDER BY path")
        self._connection.executemany(
            "UPDATE documents SET number = ? WHERE id = ?",
            [(number, identity) for number, (identity,) in enumerate(rows, start=1)],
        )

    def _remove_other_records(self) -> None:
        names = set(self.record_names().values())
        for file in list(self.records.iterdir()):
            if file.name not in names:
                file.unlink()

    def close(self) -> None:
        """Let go of the files; what is not published can only be abandoned then."""
        super().close()
        if self._donor is not None:
            self._donor.close()

    def abandon(self) -> None:
        """Remove what was written, unless it was published."""
        self.close()
        # A build may have been stopped between the last two steps.
        if not self._published and versions.current_version(self._index) != self.version:
            shutil.rmtree(self._files.folder, ignore_errors=True)


def _by_order(base: VersionFiles) -> bool:
    return version_files.load_manifest(base).numbered == "order"


def _may_be_added_to(base: VersionFiles) -> bool:
    """Whether all that is searched is as it was written: what is shared carries damage on."""
    try:
        checks.verify_searched(base, version_files.load_manifest(base), every=True)
    except IndexProblem:
        return False
    return True


def _take_records(before: Path, folder: Path) -> None:
    """Give a version the records of the one before; a folder that is missing has none.

    While they are few it has its own copies: what damages the one version spares the other.
    """
    records = sorted(before.glob("*"))
    few = sum(record.stat().st_size for record in records) <= checks.LARGE
    for record in records:
        (shutil.copyfile if few else writing.share)(record, folder / record.name)
