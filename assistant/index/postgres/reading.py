"""What is read of one version without searching: `version.Reading`, of a version or of a draft."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

import msgspec

from assistant.documents import Document
from assistant.errors import DamagedIndex
from assistant.figures.figure import Figure
from assistant.index.figure_rows import figure_of
from assistant.index.manifest import Manifest
from assistant.index.postgres.connections import Ask, Row
from assistant.index.postgres.packing import digest_of, unpack_document, vector_received
from assistant.index.postgres.schema import LIVE
from assistant.index.rows import (
    LISTED,
    Counts,
    Failure,
    Kept,
    Listing,
    Placed,
    Seen,
    listing_of,
    pack,
    questions_in,
)
from assistant.index.words import Vocabulary, most_frequent

_LIVE = LIVE.format("")
_OF = LIVE.format("documents.")
_DOCUMENTS = f"FROM nhs_assistant.documents WHERE {_LIVE}"  # noqa: S608


class DatabaseReading:
    """Reads the rows of version `number` by `ask`."""

    def __init__(self, ask: Ask, number: int, place: str) -> None:
        self._asks = ask
        self.number = number
        self._place = place
        self._figures_of: Callable[[str], tuple[Figure, ...]] = self._fetch_figures

    def _rows(self, statement: str, **values: object) -> list[Row]:
        return self._asks(statement, {"number": self.number, **values})

    def listings(self) -> list[Listing]:
        """Every document that was read, by path."""
        return [listing_of(row) for row in sorted(self._rows(f"SELECT {LISTED} {_DOCUMENTS}"))]

    def failures(self) -> list[Failure]:
        """Every document that could not be read, by path."""
        rows = self._rows(
            "SELECT path, reason, detail FROM nhs_assistant.failures "  # noqa: S608
            f"WHERE {_LIVE}"
        )
        return [Failure(path, reason, detail) for path, reason, detail in sorted(rows)]

    def seen(self) -> dict[str, Seen]:
        """What was seen of the documents that were read, by path."""
        rows = self._rows(f"SELECT path, sha256, entry {_DOCUMENTS}")
        return {path: Seen(sha256, entry) for path, sha256, entry in rows}

    def seen_failures(self) -> dict[str, Seen]:
        """What was seen of the documents that could not be read, by path."""
        rows = self._rows(
            f"SELECT path, sha256, entry FROM nhs_assistant.failures WHERE {_LIVE}"  # noqa: S608
        )
        return {path: Seen(sha256, entry) for path, sha256, entry in rows}

    def unread(self) -> dict[str, str]:
        """The documents with scanned pages that nobody has recognised: path, and what was tried."""
        return dict(self._rows(f"SELECT path, tried {_DOCUMENTS} AND tried IS NOT NULL"))

    def document(self, path: str) -> Document:
        """One document with its text; its layout is fetched when it is needed.

        Raises:
            KeyError: there is none at this path.
            DamagedIndex: it is not what was written.
        """
        rows = self._rows(
            "SELECT document_id, sha256, title, kind, authors, publisher, published, text, "
            f"structure, layout IS NOT NULL, digest {_DOCUMENTS} AND path = %(path)s",
            path=path,
        )
        if not rows:
            raise KeyError(path)
        identity, sha256, title, kind, authors, publisher, published = rows[0][:7]
        text, structure, has_layout, digest = rows[0][7:]
        if digest_of(text, structure) != digest:
            raise self.damaged(f"the text of {path} is not what was written")
        try:
            return unpack_document(
                text,
                structure,
                (lambda: self._layout(identity)) if has_layout else None,
                path=path,
                sha256=sha256,
                title=title,
                kind=kind,
                authors=tuple(json.loads(authors)),
                publisher=publisher,
                published=published,
            )
        except (msgspec.DecodeError, zlib.error, TypeError, ValueError) as error:
            raise self.damaged(f"{path} cannot be unpacked") from error

    def _layout(self, identity: int) -> bytes:
        rows = self._rows(
            f"SELECT layout {_DOCUMENTS} AND document_id = %(identity)s", identity=identity
        )
        if not rows or rows[0][0] is None:
            raise self.damaged("the layout of a document is missing")
        return bytes(rows[0][0])

    def figures(self, path: str, start: int = 0, end: int | None = None) -> list[Figure]:
        """The figures of a document, in order, or those whose words stand within `start:end`."""
        return [
            one
            for one in self._figures_of(path)
            if start <= one.key[0] and (end is None or one.key[1] <= end)
        ]

    def _fetch_figures(self, path: str) -> tuple[Figure, ...]:
        rows = self._rows(
            "SELECT key_start, key_end, number, figure FROM nhs_assistant.figures "  # noqa: S608
            f"JOIN nhs_assistant.documents USING (document_id) WHERE {_OF} AND path = %(path)s",
            path=path,
        )
        return tuple(_figure(packed) for *_, packed in sorted(rows))

    def figures_of_value(
        self, low: float, high: float, only: Collection[str] | None = None
    ) -> list[tuple[str, Figure]]:
        """The figures with a value from `low` to `high`, or a range that begins or ends there."""
        rows = self._rows(
            "SELECT path, key_start, number, figure FROM nhs_assistant.figures "  # noqa: S608
            "JOIN nhs_assistant.documents USING (document_id) "
            "WHERE (value BETWEEN %(low)s::float8 AND %(high)s::float8 "
            "OR figures.high BETWEEN %(low)s::float8 AND %(high)s::float8) "
            f"AND {_OF} AND (%(only)s::text[] IS NULL OR path = ANY (%(only)s::text[]))",
            low=low,
            high=high,
            only=list(only) if only is not None else None,
        )
        return [(path, _figure(packed)) for path, *_, packed in sorted(rows)]

    def units(self) -> dict[str, int]:
        """The units of all figures, with how many have each, the most frequent first."""
        return dict(
            sorted(
                self._rows(
                    "SELECT unit, count(*) FROM nhs_assistant.figures "  # noqa: S608
                    "JOIN nhs_assistant.documents USING (document_id) "
                    f"WHERE {_OF} GROUP BY unit"
                ),
                key=lambda row: (-row[1], row[0]),
            )
        )

    def vocabulary(self) -> Vocabulary:
        """The words of all passages, with how many passages have each."""
        return Vocabulary(self.words(), self.counts().passages)

    def words(self) -> dict[str, int]:
        """Every word of the passages, with how many passages have it."""
        return dict(
            self._rows(
                f"SELECT word, passages FROM nhs_assistant.words WHERE {_LIVE}"  # noqa: S608
            )
        )

    def acronyms(self) -> Mapping[str, str]:
        """What the acronyms that the documents define stand for."""
        meanings: Counter[tuple[str, str]] = Counter()
        for (packed,) in self._rows(f"SELECT acronyms {_DOCUMENTS} AND acronyms <> ''"):
            for short, long, count in json.loads(packed):
                meanings[short, long] += count
        return most_frequent(meanings)

    def questions(self) -> list[tuple[str, str]]:
        """The questions that people wrote for documents, as (path, question), by path."""
        rows = self._rows(f"SELECT path, entry {_DOCUMENTS} AND entry <> ''")
        return questions_in(sorted(rows))

    def counts(self) -> Counts:
        """How much there is."""
        rows = self._rows(
            "SELECT count(*), coalesce(sum(passages), 0)::bigint, "
            f"coalesce(sum(statements), 0)::bigint {_DOCUMENTS}"
        )
        return Counts(*rows[0])

    def placed(self, path: str, what: Kept) -> list[Placed]:
        """The passages or statements of a document, by place, each with its id, key and vector."""
        one = what[:-1]
        rows = self._rows(
            f'SELECT {one}_id, "start", "end", key, vector_send(vector) '  # noqa: S608
            f"FROM nhs_assistant.{what} JOIN nhs_assistant.documents USING (document_id) "
            f"WHERE {_OF} AND path = %(path)s",
            path=path,
        )
        if not rows:
            return []
        number = self.numbers()[path]
        return [
            Placed(pack(number, place), start, end, key.hex(), vector_received(sent).tobytes())
            for place, start, end, key, sent in sorted(rows, key=itemgetter(0))
        ]

    def ranked(self) -> list[tuple[str, int]]:
        """The paths of the documents with what their rows are called, in order of path.

        The number of a document within ids is its place here, from 1: ids are in order of path
        and place, and break ties so.
        """
        return sorted(
            (path, identity)
            for path, identity in self._rows(f"SELECT path, document_id {_DOCUMENTS}")
        )

    def numbers(self) -> dict[str, int]:
        """The number of each document within ids, by path."""
        return {path: number for number, (path, _) in enumerate(self.ranked(), start=1)}

    def damaged(self, what: str) -> DamagedIndex:
        """The error for what is not as it was written."""
        return DamagedIndex(
            f"The index in the database at {self._place} is damaged: {what}. "
            "Run `nhs-assistant build --full`."
        )


class DatabaseCatalogue(DatabaseReading):
    """The documents of one version, opened for reading without its searches."""

    def __init__(self, ask: Ask, number: int, place: str, manifest: Manifest) -> None:
        super().__init__(ask, number, place)
        self.manifest = manifest
        self._figures_of = lru_cache(maxsize=64)(self._fetch_figures)  # a version does not change

    def close(self) -> None:
        """Let go of nothing: the connections are this process's."""

    def check(self) -> None:
        """Read all of it and compare it with what was written. Raises DamagedIndex."""
        self.check_rows()
        for listing in self.listings():
            document = self.document(listing.path)
            passages = self.placed(listing.path, "passages")
            if len(passages) != listing.passages or any(
                one.end > len(document.text) for one in passages
            ):
                raise self.damaged(f"the passages of {listing.path} are not what was written")

    def check_counts(self) -> None:
        """Count what its documents say they have. Raises DamagedIndex where it is too little."""
        self._compare(self.counts())

    def check_rows(self) -> None:
        """Count every row that a version should have. Raises DamagedIndex where one is missing."""
        rows = self._rows(
            "SELECT (SELECT count(*) FROM nhs_assistant.passages JOIN nhs_assistant.documents "  # noqa: S608
            f"USING (document_id) WHERE {_OF}), "
            "(SELECT count(*) FROM nhs_assistant.statements JOIN nhs_assistant.documents "
            f"USING (document_id) WHERE {_OF}), (SELECT count(*) {_DOCUMENTS})"
        )
        self._compare(Counts(rows[0][2], rows[0][0], rows[0][1]))

    def _compare(self, kept: Counts) -> None:
        manifest = self.manifest
        if kept != Counts(manifest.documents, manifest.passages, manifest.statements):
            raise DamagedIndex(
                f"Version {manifest.version} in the database at {self._place} should have "
                f"{manifest.documents} documents, {manifest.passages} passages and "
                f"{manifest.statements} statements of figures and has {kept.documents}, "
                f"{kept.passages} and {kept.statements}. Run `nhs-assistant build --full`."
            )


def pack_figure(row: Sequence[Any]) -> str:
    """A figure as a row has it: what `figure_rows.row_of` makes, without the path."""
    return json.dumps(list(row), ensure_ascii=False)


def _figure(packed: str) -> Figure:
    return figure_of(tuple(json.loads(packed)))
