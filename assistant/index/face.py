"""The seam: what the program knows of an index, whichever store holds it.

Two stores have this face: a folder of files (`folder/`), which is the default, and PostgreSQL
(`postgres/`). The same tests run against both. What they keep is in `rows.py`, how a version is
read and written in `version.py`, and how it is asked in `opened.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from assistant.index.manifest import Manifest
from assistant.index.opened import Index
from assistant.index.version import Catalogue, Draft

Stamp = tuple[object, ...]


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
