"""A version that is being written: one transaction, which nobody sees before it is committed."""

from __future__ import annotations

import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from assistant.errors import IndexProblem
from assistant.figures.figure import Figure
from assistant.index.figure_rows import row_of
from assistant.index.manifest import Facts, Manifest
from assistant.index.postgres import searches
from assistant.index.postgres.connections import Connection, Row
from assistant.index.postgres.packing import pack_document, vector_received, vector_sent
from assistant.index.postgres.postings import pack_words
from assistant.index.postgres.problems import told
from assistant.index.postgres.reading import DatabaseCatalogue, DatabaseReading, pack_figure
from assistant.index.postgres.schema import LIVE, NEAR, OF_A_DOCUMENT
from assistant.index.rows import Embedded, Failure, Kept, Made, Seen
from assistant.index.texts import passage_fields, statement_fields
from assistant.index.words import count_words, find_meanings

_LIVE = LIVE.format("")
KEPT_FOR = timedelta(hours=1)
"""So long a version stays after another took its place: apps take minutes to open the new one."""


class DatabaseDraft(DatabaseReading):
    """Version `number`, called `version`, being written over one connection."""

    def __init__(
        self,
        connection: Connection,
        place: str,
        version: str,
        number: int,
        donor: int | None,
        published: Callable[[str], bool],
        close: Callable[[], None],
        clock: Callable[[], datetime],
    ) -> None:
        """Write in the transaction that `connection` is in.

        `published` asks over another connection whether a version is there; `close` is called when
        the draft is done with; `clock` tells the time, with its zone.
        """
        super().__init__(self._of_draft, number, place)
        self.version = version
        self._connection: Connection | None = connection
        self._donor = donor
        self._published = published
        self._close = close
        self._clock = clock
        self._counted: Counter[str] = Counter()
        """How many more passages have each word than in the base."""

    def start_from(self, base: int | None, latest: int) -> None:
        """Take over the documents of version `base`, or none; `latest` is the newest there is."""
        if base == latest:
            return
        # Everything that is live belongs to the newest version; what the base has not, goes.
        live, had = "until IS NULL", "since <= %(base)s AND (until IS NULL OR until > %(base)s)"
        values = {"base": base if base is not None else -1}
        back = self._rows(
            f"SELECT document_id FROM nhs_assistant.documents WHERE {had} AND NOT {live}",  # noqa: S608
            **values,
        )
        failures = self._rows(
            "SELECT path, sha256, entry, reason, detail FROM nhs_assistant.failures "  # noqa: S608
            f"WHERE {had}",
            **values,
        )
        words = self._rows(f"SELECT word, passages FROM nhs_assistant.words WHERE {had}", **values)  # noqa: S608
        self._do(
            "UPDATE nhs_assistant.documents SET until = %(number)s "  # noqa: S608
            f"WHERE {live} AND NOT ({had})",
            **values,
        )
        for table in ("failures", "words"):
            self._do(f"UPDATE nhs_assistant.{table} SET until = %(number)s WHERE {live}")  # noqa: S608
        self._copy(
            "failures (path, since, sha256, entry, reason, detail)",
            [(path, self.number, *rest) for path, *rest in failures],
        )
        self._copy(
            "words (word, since, passages)", [(word, self.number, count) for word, count in words]
        )
        for (row,) in back:
            self._bring_back(row)

    def _bring_back(self, row: int) -> None:
        """Make a document of an earlier version live again, as a new row with all its parts."""
        columns = (
            "path, sha256, entry, indexed, title, kind, authors, publisher, published, pages, "
            "tried, passages, statements, text, structure, layout, digest, words, acronyms, "
            "passage_lengths, statement_lengths"
        )
        ((new,),) = self._rows(
            f"INSERT INTO nhs_assistant.documents (since, {columns}) "  # noqa: S608
            f"SELECT %(number)s, {columns} FROM nhs_assistant.documents "
            "WHERE document_id = %(row)s RETURNING document_id",
            row=row,
        )
        for table, rest in (
            ("passages", 'passage_id, "start", "end", key, vector'),
            ("statements", 'statement_id, "start", "end", key, vector'),
            ("passage_words", "stem, places"),
            ("statement_words", "stem, places"),
            ("figures", "number, key_start, key_end, value, high, unit, figure"),
        ):
            self._do(
                f"INSERT INTO nhs_assistant.{table} (document_id, {rest}) "  # noqa: S608
                f"SELECT %(new)s, {rest} FROM nhs_assistant.{table} WHERE document_id = %(row)s",
                new=new,
                row=row,
            )

    def known_vectors(self, keys: Collection[str]) -> Mapping[str, bytes]:
        """The vectors that are known for these keys, of the donor or of what was put."""
        found: dict[str, bytes] = {}
        for what in ("passages", "statements"):
            rows = self._rows(
                f"SELECT key, vector_send(vector) FROM nhs_assistant.{what} "  # noqa: S608
                "JOIN nhs_assistant.documents USING (document_id) WHERE key = ANY (%(keys)s) "
                "AND (documents.since = %(number)s OR documents.since <= %(donor)s "
                "AND (documents.until IS NULL OR documents.until > %(donor)s))",
                keys=[bytes.fromhex(key) for key in keys if key not in found],
                donor=self._donor if self._donor is not None else -1,
            )
            found |= {key.hex(): vector_received(sent).tobytes() for key, sent in rows}
        return found

    def put(self, made: Made, entry: str, indexed: str, tried: str = "") -> None:
        """Add or replace a document with its passages, its figures and what states them."""
        document, passages, statements = made.document, made.passages, made.statements
        self.drop(document.path)
        texts = [passage_fields(document, one.start, one.end) for one, _, _ in passages]
        counted = count_words(f"{heading} {text}" for heading, text in texts)
        self._counted.update(counted)
        words, lengths = pack_words(texts)
        stated, stated_lengths = pack_words(_fields_of_statements(statements, made.figures))
        text, structure, layout, digest = pack_document(document)
        values = {
            "path": document.path,
            "sha256": document.sha256,
            "entry": entry,
            "indexed": indexed,
            "title": _clean(document.title),
            "kind": document.kind,
            "authors": _clean(json.dumps(document.authors, ensure_ascii=False)),
            "publisher": document.publisher and _clean(document.publisher),
            "published": document.published and _clean(document.published),
            "pages": len(document.pages),
            "tried": tried if any(page.unread for page in document.pages) else None,
            "passages": len(passages),
            "statements": len(statements),
            "text": text,
            "structure": structure,
            "layout": layout,
            "digest": digest,
            "words": zlib.compress(json.dumps(counted).encode(), 1),
            "acronyms": _acronyms(text for _, text in texts),
            "passage_lengths": lengths,
            "statement_lengths": stated_lengths,
        }
        ((row,),) = self._rows(
            f"INSERT INTO nhs_assistant.documents (since, {', '.join(values)}) VALUES "  # noqa: S608
            f"(%(number)s, {', '.join(f'%({name})s' for name in values)}) RETURNING document_id",
            **values,
        )
        self._put_kept(row, "passages", passages, words)
        self._put_kept(row, "statements", statements, stated)
        self._copy(
            "figures (document_id, number, key_start, key_end, value, high, unit, figure)",
            [
                (
                    *(row, number, *figure.key),
                    *(figure.amount.value, figure.amount.high, figure.amount.unit),
                    pack_figure(row_of(document.path, figure)[1:]),
                )
                for number, figure in enumerate(made.figures)
            ],
        )

    def _put_kept(
        self, row: int, what: Kept, kept: Sequence[Embedded], words: Mapping[str, bytes]
    ) -> None:
        one = what[:-1]
        with (
            told(self._place),
            self._at_work().cursor() as cursor,
            cursor.copy(
                f'COPY nhs_assistant.{what} (document_id, {one}_id, "start", "end", key, vector) '
                "FROM STDIN (FORMAT binary)".encode()
            ) as copy,
        ):
            # PostgreSQL takes the bytes of the last column as its own form of a vector.
            copy.set_types(["int8", "int4", "int4", "int4", "bytea", "bytea"])
            for place, (passage, key, vector) in enumerate(kept):
                copy.write_row(
                    (
                        row,
                        place,
                        passage.start,
                        passage.end,
                        bytes.fromhex(key),
                        vector_sent(vector),
                    )
                )
        self._copy(
            f"{one}_words (stem, document_id, places)",
            [(stem, row, places) for stem, places in words.items()],
        )

    def put_failure(self, failure: Failure, seen: Seen, *, keep: bool = False) -> None:
        """Record that a document could not be read.

        What was known of it before is dropped, or with `keep` stays beside the failure.
        """
        if keep:
            self._drop_failure(failure.path)
        else:
            self.drop(failure.path)
        self._copy(
            "failures (path, since, sha256, entry, reason, detail)",
            [
                (
                    *(failure.path, self.number, seen.sha256, seen.entry),
                    *(failure.reason, _clean(failure.detail)),
                )
            ],
        )

    def drop(self, path: str) -> None:
        """Forget a document, and a failure at its path."""
        self._drop_failure(path)
        for row, since, words in self._rows(
            f"SELECT document_id, since, words FROM nhs_assistant.documents WHERE {_LIVE} "  # noqa: S608
            "AND path = %(path)s",
            path=path,
        ):
            self._counted.subtract(json.loads(zlib.decompress(words)))
            if since == self.number:
                self._delete([row])
            else:
                self._do(
                    "UPDATE nhs_assistant.documents SET until = %(number)s "
                    "WHERE document_id = %(row)s",
                    row=row,
                )

    def _drop_failure(self, path: str) -> None:
        self._do(
            "DELETE FROM nhs_assistant.failures WHERE path = %(path)s AND since = %(number)s",
            path=path,
        )
        self._do(
            "UPDATE nhs_assistant.failures SET until = %(number)s "
            "WHERE path = %(path)s AND until IS NULL",
            path=path,
        )

    def _delete(self, rows: Sequence[int]) -> None:
        """Remove documents with all that belongs to them."""
        for table in (*OF_A_DOCUMENT, "documents"):
            self._do(
                f"DELETE FROM nhs_assistant.{table} WHERE document_id = ANY (%(rows)s)",  # noqa: S608
                rows=list(rows),
            )

    def publish(self, facts: Facts) -> Manifest:
        """Make this the current version, in one step, and remove those that are too old.

        Raises:
            DamagedIndex: what was written cannot be read again; the version before stays.
            IndexProblem: the database cannot keep it; the version before stays.
        """
        self._write_words()
        counts = self.counts()
        manifest = Manifest(self.version, **asdict(facts), **asdict(counts))
        DatabaseCatalogue(self._of_draft, self.number, self._place, manifest).check_rows()
        self._write_graphs(manifest)
        ((latest,),) = self._rows(
            "SELECT coalesce(max(number), 0) FROM nhs_assistant.versions", **{}
        )
        self._do(
            "INSERT INTO nhs_assistant.versions (number, name, model, manifest) "
            "VALUES (%(number)s, %(name)s, %(model)s, %(manifest)s)",
            name=self.version,
            model=facts.model,
            manifest=json.dumps(asdict(manifest)),
        )
        self._prune(latest)
        for table in (*OF_A_DOCUMENT, "documents", "words"):
            self._do(f"ANALYZE nhs_assistant.{table}")
        self._commit()
        return manifest

    def _commit(self) -> None:
        try:
            with told(self._place):
                self._at_work().commit()
        except IndexProblem:
            # The answer to the commit may have been lost, and not the commit.
            if not self._published(self.version):
                raise
        self._end()

    def _prune(self, latest: int) -> None:
        """Remove what no reader has open: what only versions had that were replaced long ago.

        The version before this one stays however old it is.
        """
        now = self._clock()
        self._do(
            "UPDATE nhs_assistant.versions SET replaced = %(now)s WHERE number = %(latest)s",
            now=now,
            latest=latest,
        )
        ((oldest,),) = self._rows(
            "SELECT min(number) FROM nhs_assistant.versions "
            "WHERE number >= %(latest)s OR replaced > %(before)s",
            latest=latest,
            before=now - KEPT_FOR,
        )
        self._do("DELETE FROM nhs_assistant.versions WHERE number < %(oldest)s", oldest=oldest)
        gone = self._rows(
            "SELECT document_id FROM nhs_assistant.documents WHERE until <= %(oldest)s",
            oldest=oldest,
        )
        self._delete([row for (row,) in gone])
        for table in ("failures", "words"):
            self._do(
                f"DELETE FROM nhs_assistant.{table} WHERE until <= %(oldest)s",  # noqa: S608
                oldest=oldest,
            )

    def _write_words(self) -> None:
        """Count each word anew that more or fewer passages have than in the base."""
        changed = {word: count for word, count in self._counted.items() if count}
        before: dict[str, int] = dict(
            self._rows(
                f"SELECT word, passages FROM nhs_assistant.words WHERE {_LIVE} "  # noqa: S608
                "AND word = ANY (%(words)s)",
                words=list(changed),
            )
        )
        # The base's own counts may have been put by this draft: those are replaced.
        self._do(
            "DELETE FROM nhs_assistant.words WHERE since = %(number)s AND word = ANY (%(words)s)",
            words=list(changed),
        )
        self._do(
            "UPDATE nhs_assistant.words SET until = %(number)s "
            "WHERE until IS NULL AND word = ANY (%(words)s)",
            words=list(changed),
        )
        now = {word: before.get(word, 0) + count for word, count in changed.items()}
        self._copy(
            "words (word, since, passages)",
            [(word, self.number, count) for word, count in sorted(now.items()) if count > 0],
        )
        self._counted = Counter()

    def _write_graphs(self, manifest: Manifest) -> None:
        """Make the graph of the vectors where there are more than can be compared one by one."""
        for what, count in (
            ("passages", manifest.passages),
            ("statements", manifest.statements),
        ):
            if count <= searches.EXACT_UP_TO:
                continue
            name = f"nhs_assistant.{what}_near_{manifest.dimensions}"
            if self._rows("SELECT 1 WHERE to_regclass(%(name)s) IS NULL", name=name):
                self._do("SET LOCAL maintenance_work_mem = '1GB'")
                self._do(NEAR.format(what=what, dimensions=manifest.dimensions))

    def abandon(self) -> None:
        """Take back all that was written, unless it was published."""
        self._end()

    def close(self) -> None:
        """Do what `abandon` does."""
        self.abandon()

    def _end(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            try:
                if not connection.broken:
                    connection.rollback()
            finally:
                self._close()

    def _at_work(self) -> Connection:
        assert self._connection is not None, "the draft was published or abandoned"
        return self._connection

    def _of_draft(self, statement: str, values: Mapping[str, object]) -> list[Row]:
        with told(self._place):
            return self._at_work().execute(statement.encode(), values, binary=True).fetchall()

    def _do(self, statement: str, **values: object) -> None:
        with told(self._place):
            self._at_work().execute(statement.encode(), {"number": self.number, **values})

    def _copy(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        with (
            told(self._place),
            self._at_work().cursor() as cursor,
            cursor.copy(f"COPY nhs_assistant.{table} FROM STDIN".encode()) as copy,
        ):
            for row in rows:
                copy.write_row(row)


def _clean(text: str) -> str:
    """A text without what PostgreSQL cannot keep in one."""
    return text.replace("\0", "")


def _fields_of_statements(
    statements: Sequence[Embedded], figures: Sequence[Figure]
) -> list[tuple[str, str]]:
    """What stands above each statement and its text, as they are searched."""
    tables = defaultdict(list)
    for figure in figures:
        if figure.table is not None:
            tables[figure.start, figure.end].append(figure.table)
    return [
        statement_fields(one.document, one.start, one.end, tables[one.start, one.end])
        for one, _, _ in statements
    ]


def _acronyms(texts: Iterable[str]) -> str:
    """What a document defines acronyms to stand for, with how often; "" for nothing."""
    meanings = find_meanings(texts)
    packed = [[short, long, count] for (short, long), count in meanings.items()]
    return _clean(json.dumps(packed, ensure_ascii=False)) if packed else ""
