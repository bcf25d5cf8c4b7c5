"""One version as a store keeps it: what can be read of it, and how a new one is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from assistant.documents import Document
from assistant.figures.figure import Figure
from assistant.index.manifest import Facts, Manifest
from assistant.index.rows import Counts, Failure, Kept, Listing, Made, Placed, Seen
from assistant.index.words import Vocabulary


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

    def put(self, made: Made, entry: str, indexed: str, tried: str = "") -> None:
        """Add or replace a document with its passages, its figures and what states them.

        `entry` is what catalogue.toml says of it (`Seen.entry`), `indexed` an ISO time in UTC,
        `tried` with what its pages that stayed unread were tried. A failure at its path is
        forgotten.
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
