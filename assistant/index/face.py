"""The seam: what the program knows of an index, whichever store holds it.

Two stores have this face: the embedded one (`embedded.py`), a folder of files, which is the
default, and PostgreSQL (`postgres/`). The same tests run against both.

An id packs the number of a document and the number of a passage (or statement) within it:
`number << PLACES | place`. So what belongs to a document is one range of ids, and a table can be
spread by document. Numbers of documents differ from version to version unless a store says more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal, Protocol

from assistant.documents import Document, Passage
from assistant.figures.figure import Figure
from assistant.index.embedder import Vectors
from assistant.index.manifest import Facts, Manifest
from assistant.index.rows import Embedded, Failure, Listing, Placed, Seen
from assistant.index.words import Vocabulary

PLACES = 20
"""So many bits of an id are the number within the document."""

Kept = Literal["passages", "statements"]
Stamp = tuple[object, ...]


def pack(number: int, place: int) -> int:
    """The id of passage or statement `place` (from 0) of document `number` (from 1)."""
    return number << PLACES | place


def unpack(identity: int) -> tuple[int, int]:
    """The number of the document and the place within it."""
    return identity >> PLACES, identity & ((1 << PLACES) - 1)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a version holds."""

    documents: int
    passages: int
    statements: int


class Reading(Protocol):
    """What can be read of the documents without searching: a version's, or a draft's so far."""

    def listings(self) -> Sequence[Listing]:
        """Every document that was read, by path."""
        ...

    def failures(self) -> Sequence[Failure]:
        """Every document that could not be read, by path. It may have a listing too: STAYS."""
        ...

    def seen(self) -> dict[str, Seen]:
        """What was seen of the documents that were read, by path."""
        ...

    def seen_failures(self) -> dict[str, Seen]:
        """What was seen of the documents that could not be read, by path."""
        ...

    def unread(self) -> dict[str, str]:
        """The documents with scanned pages that nobody has recognised, with `put`'s `tried`."""
        ...

    def document(self, path: str) -> Document:
        """One document with its text and layout.

        Raises:
            KeyError: there is none at this path.
            DamagedIndex: it is not what was written.
        """
        ...

    def figures(self, path: str, start: int = 0, end: int | None = None) -> list[Figure]:
        """The figures of a document, in order, or those whose words stand within `start:end`."""
        ...

    def figures_of_value(
        self, low: float, high: float, only: Collection[str] | None = None
    ) -> list[tuple[str, Figure]]:
        """The figures with a value from `low` to `high`, or a range that begins or ends there.

        With the paths of their documents, by path and place.
        """
        ...

    def units(self) -> dict[str, int]:
        """The units of all figures, with how many have each, the most frequent first."""
        ...

    def vocabulary(self) -> Vocabulary:
        """The words of all passages, with how many passages have each."""
        ...

    def acronyms(self) -> Mapping[str, str]:
        """What the acronyms that the documents define stand for."""
        ...

    def questions(self) -> Sequence[tuple[str, str]]:
        """The questions that people wrote for documents, as (path, question), by path."""
        ...

    def counts(self) -> Counts:
        """How much there is."""
        ...

    def placed(self, path: str, what: Kept) -> list[Placed]:
        """The passages or statements of a document, by place, each with its id, key and vector."""
        ...

    def close(self) -> None:
        """Let go of files or connections. Nothing can be read afterwards."""
        ...


class Catalogue(Reading, Protocol):
    """The documents of one version, opened for reading without its searches."""

    @property
    def manifest(self) -> Manifest:
        """What the version is made of."""
        ...


class Draft(Reading, Protocol):
    """A version that is being written: nobody else reads it until `publish`.

    It reads as its base with what was put and dropped. It is used by one thread. A draft that is
    neither published nor abandoned (the process died) is removed by a later `begin`.
    """

    @property
    def version(self) -> str:
        """The name that the version will have; later names are larger ones."""
        ...

    def known_vectors(self, keys: Collection[str]) -> Mapping[str, bytes]:
        """The vectors (float32, little endian) known for these keys, of the donor or what was put.

        A key (sha256 in hex) is of the text that was embedded. Those that nothing is known for are
        left out. Not all that is known has to be found.
        """
        ...

    def put(
        self,
        document: Document,
        entry: str,
        indexed: str,
        passages: Sequence[Embedded],
        statements: Sequence[Embedded] = (),
        figures: Sequence[Figure] = (),
        tried: str = "",
    ) -> None:
        """Add or replace a document with its passages, its figures and what states them.

        `entry` is what catalogue.toml says of it (`Seen.entry`), `indexed` an ISO time in UTC,
        `tried` with what its pages that stayed unread were tried. A failure at its path is
        forgotten. Passages and statements come by place.
        """
        ...

    def put_failure(self, failure: Failure, seen: Seen, *, keep: bool = False) -> None:
        """Record that a document could not be read.

        What was known of it before is dropped, or with `keep` stays beside the failure.
        """
        ...

    def drop(self, path: str) -> None:
        """Forget a document, and a failure at its path."""
        ...

    def publish(self, facts: Facts) -> Manifest:
        """Write what is searched, read it back, and make this the current version in one step.

        Then remove versions that are too old. The draft is closed.

        Raises:
            DamagedIndex: what was written cannot be read again; the version before stays.
        """
        ...

    def abandon(self) -> None:
        """Remove what was written, unless it was published; the version before stays current."""
        ...


class Statements(Protocol):
    """The sentences and rows of one version that state figures, with their figures."""

    def __len__(self) -> int: ...

    def place(self, identity: int) -> tuple[str, int, int]:
        """Where a statement stands: the path of its document, its start and its end."""
        ...

    def at(self, path: str, start: int, end: int) -> int | None:
        """The id of the statement at just this place, None where there is none."""
        ...

    def nearest(
        self, vector: Vectors, count: int, only: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """Statements by the cosine with a vector, best first, as (id, cosine)."""
        ...

    def sharing_words(
        self, words: Sequence[str], count: int, only: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """Statements by the words they share with a text, best first, as (id, score)."""
        ...

    def vectors(self, identities: Sequence[int]) -> dict[int, Vectors]:
        """The vectors of some statements."""
        ...

    def figures(self, identity: int) -> list[Figure]:
        """The figures of one statement, in order."""
        ...

    def within(self, path: str, start: int, end: int) -> list[Figure]:
        """The figures of a document whose words stand between two offsets, in order."""
        ...

    def of_value(
        self, low: float, high: float, only: Collection[str] | None = None
    ) -> list[tuple[str, Figure]]:
        """The figures with a value from `low` to `high`, or a range that begins or ends there."""
        ...

    def units(self) -> dict[str, int]:
        """The units of all figures, with how many have each, the most frequent first."""
        ...


class Index(Protocol):
    """The passages and the figures of one version, and the two ways to find them.

    Threads share it. `instead` is a sentence that says why this is not the current version, where
    it is not. It goes on to answer after builds that made other versions, until it is let go.
    """

    instead: str | None
    manifest: Manifest
    statements: Statements
    listings: Sequence[Listing]
    failures: Sequence[Failure]
    vocabulary: Vocabulary
    acronyms: Mapping[str, str]
    written_questions: Sequence[tuple[str, str]]

    def document(self, path: str) -> Document:
        """The document at a path below the corpus; the last 64 or so are kept in memory.

        Raises:
            KeyError: there is none at this path.
            DamagedIndex: it is not what was written.
        """
        ...

    def figures(self, path: str, start: int, end: int) -> list[Figure]:
        """The figures of a document whose words stand between two offsets, in order."""
        ...

    def passage(self, identity: int) -> Passage:
        """The passage with this id. Raises KeyError where there is none."""
        ...

    def nearest(
        self, vector: Vectors, count: int, only: Collection[str] | None
    ) -> list[tuple[int, float]]:
        """Passages by the cosine with a vector, best first, as (id, cosine).

        `only` names the documents to search, by path: None is all of them.
        """
        ...

    def sharing_words(
        self, words: Sequence[str], count: int, only: Iterable[str] | None
    ) -> list[tuple[int, float]]:
        """Passages by the words they share with a question, best first, as (id, score)."""
        ...

    def vectors(self, identities: Sequence[int]) -> dict[int, Vectors]:
        """The vectors of some passages, by id; shape (dimensions,) each."""
        ...


@dataclass(frozen=True, slots=True)
class Before:
    """The versions that a build can start from; each is the newest that will do, or None.

    `base`: documents and vectors are as this program and model would make them. `donor`: its
    vectors are of this model. `former`: its documents can be read. `sound`: `base` is the current
    version, and all of it is as it was written. `had_documents`: some version has documents.
    `damaged`: the paths of documents of `base` that are not as they were written.
    """

    base: str | None = None
    donor: str | None = None
    former: str | None = None
    sound: bool = False
    had_documents: bool = False
    damaged: tuple[str, ...] = ()


class Store(Protocol):
    """All versions of an index: where builds write and readers open."""

    def locked(self) -> AbstractContextManager[None]:
        """Hold the right to build, the one that this process inherited where there is one.

        Raises:
            IndexLocked: another build has it.
            IndexNotWritten: it cannot be written to.
        """
        ...

    def writing(self) -> AbstractContextManager[None]:
        """Turn what goes wrong while the store is written into IndexNotWritten, a sentence."""
        ...

    def current(self) -> str | None:
        """The name of the version in use, None before the first build. Quick: it is asked often.

        Raises:
            IndexProblem: the store cannot be reached.
        """
        ...

    def stamp(self) -> Stamp:
        """What tells one state of the current version from another; raises nothing."""
        ...

    def versions(self) -> list[str]:
        """The versions that were written to their end, the current one first, then the newest."""
        ...

    def manifest(self) -> Manifest:
        """The manifest of the version in use, or of the newest before it that is whole.

        Looked at but not read: it says at once what is wrong, before models are loaded.

        Raises:
            NoIndex: nothing has been built yet.
            IndexProblem: no version can be used.
        """
        ...

    def open(self, model: str) -> Index:
        """Open the version in use, checked; `model` is the name of the embedder at hand.

        Where the current one cannot be used it is the newest before it that can: `instead` says so.

        Raises:
            NoIndex: nothing has been built yet.
            StaleIndex: it was built with another model or by another version of the program.
            DamagedIndex: something is missing or is not what was written.
        """
        ...

    def open_version(self, version: str, model: str) -> Index:
        """Open just this version, checked. Raises what `open` does."""
        ...

    def catalogue(self, version: str | None = None) -> Catalogue:
        """The documents of a version, checked, opened without its searches.

        Without a name it is the version in use, or the newest before it whose documents are sound.

        Raises:
            NoIndex: nothing has been built yet.
            IndexProblem: it is not there, or cannot be used.
        """
        ...

    def check(self, *, every: bool = False) -> tuple[Manifest, str | None]:
        """Compare what is served with what was written: as `open` does, with `every` all of it.

        Returns its manifest, and a sentence where it is not the current version. Raises what
        `open` does.
        """
        ...

    def before(self, model: str, reader: int, passage_words: Sequence[int]) -> Before:
        """What a build with this model, reader and these sizes of passages can start from.

        What was damaged is not built on, or the new version would carry the damage on.
        """
        ...

    def sweep(self) -> None:
        """Remove what builds that died have left."""
        ...

    def begin(self, base: str | None, donor: str | None) -> Draft:
        """Begin a version: as `base`, or empty; `donor` has vectors of the same model.

        Raises:
            OSError, sqlite3.Error and the like: within `writing` they become a sentence.
        """
        ...
