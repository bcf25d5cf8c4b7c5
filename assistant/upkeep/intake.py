"""What is done to the corpus folder: documents are added, replaced, removed, described.

    corpus/.incoming/<id>/       a file that was brought and has not gone in yet
    corpus/.removed/<time>/      a document that was removed or replaced, and its entry

Both are hidden, so neither is indexed. Whatever goes in is written there first and takes its place
in one step: a build that runs meanwhile finds the old file or the new one. Nothing is deleted at
once: what was removed or replaced can be restored for some time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from assistant.errors import IntakeError
from assistant.hashing import sha256_of
from assistant.ingest.corpus import corpus_paths
from assistant.ingest.draft import Facts
from assistant.settings import Limits
from assistant.upkeep.catalogue_file import CatalogueFile
from assistant.upkeep.disk import INCOMING, NOT_WRITABLE, alone, keep_copy, place
from assistant.upkeep.names import folded, other_name, safe_name
from assistant.upkeep.removed import Removed, RemovedDocuments, Restored
from assistant.upkeep.uploads import Staged, Uploads

MOST_FILES = 20
"""So many files can be brought at once."""
_LOCK = "lock"
_PATIENCE_SECONDS = 10.0


class Intake:
    """One corpus folder.

    Raises (every method that changes something):
        IntakeError: why nothing was changed, as a sentence.
    """

    def __init__(self, corpus: Path, limits: Limits, removed_days: int = 90) -> None:
        """`removed_days`: for so long what was removed can be restored."""
        self._corpus = corpus
        self.removed_days = removed_days
        self._uploads = Uploads(corpus, limits)
        self._removed = RemovedDocuments(corpus / ".removed")
        self._catalogue = CatalogueFile(corpus, corpus / INCOMING)

    def problem(self) -> str | None:
        """Why nothing can be changed at all, or None."""
        if not self._corpus.is_dir() or not os.access(self._corpus, os.W_OK | os.X_OK):
            return NOT_WRITABLE
        try:
            self._catalogue.entries()
        except IntakeError as error:
            return str(error)
        except OSError:
            return NOT_WRITABLE
        return None

    def paths(self) -> list[str]:
        """The path of every file in the folder that may be a document."""
        return corpus_paths(self._corpus) if self._corpus.is_dir() else []

    def facts(self, path: str) -> Facts:
        """What people have written about a document."""
        return self._catalogue.facts(path)

    def stage(self, name: str, content: BinaryIO) -> Staged:
        """Keep a file that somebody brought until it goes in or is discarded."""
        return self._uploads.stage(name, content)

    def discard(self, staged: Staged) -> None:
        """Drop a file that is not to go in."""
        self._uploads.discard(staged)

    def same_as(self, staged: Staged) -> str | None:
        """The path of a document that is this very file, byte for byte."""
        for path in self.paths():
            file = self._corpus / path
            with suppress(OSError):
                if file.stat().st_size == staged.size and sha256_of(file) == staged.sha256:
                    return path
        return None

    def taken(self, name: str) -> str | None:
        """The path of the document that has this name already, however it is capitalised."""
        wanted = folded(name)
        return next((path for path in self.paths() if folded(path) == wanted), None)

    def free_name(self, name: str) -> str:
        """The name, or one like it that no document has."""
        taken = frozenset(folded(path) for path in self.paths())
        return name if folded(name) not in taken else other_name(name, taken)

    def add(self, staged: Staged, name: str, facts: Facts) -> str:
        """Put a file in under a name that no document has; its path.

        `facts` is what catalogue.toml is to say of it: what the file does not say itself.
        """
        name = safe_name(name)
        with self._alone():
            self._refuse_taken(name)
            self._uploads.require(staged)
            with self._catalogue_back_if_not_done():
                self._catalogue.put_facts(name, facts)
                place(staged.file, self._corpus / name)
        self.discard(staged)
        return name

    def replace(self, path: str, staged: Staged, name: str, facts: Facts, *, title: str) -> Removed:
        """Put a file in for a document, under the document's name or another that none has.

        What catalogue.toml says of the document besides facts stays. `title`: the document's, by
        which people find it among those that were removed.
        """
        name = safe_name(name)
        parent, _, last = path.rpartition("/")
        after = path if folded(name) == folded(last) else f"{parent}/{name}".lstrip("/")
        with self._alone():
            old = self._document(path)
            self._uploads.require(staged)
            if after != path:
                self._refuse_taken(after)
            with self._leaving(path, title, after, staged.sha256) as (removed, kept):
                keep_copy(old, kept)
                self._catalogue.move(path, after)
                self._catalogue.put_facts(after, facts)
                if after == path:
                    staged.file.replace(old)
                else:
                    self._put_instead(staged.file, self._corpus / after, old)
            self._removed.drop_older_than(self.removed_days)
        self.discard(staged)
        return removed

    def remove(self, path: str, *, title: str) -> Removed:
        """Take a document out of the folder; it can be restored."""
        with self._alone():
            removed = self._take_out(path, title)
            self._removed.drop_older_than(self.removed_days)
            return removed

    def tidy(self, *, at_start: bool = False) -> None:
        """Drop uploads that were forgotten, and what was removed too long ago to be restored.

        With `at_start` all uploads: nobody knows any more what waited when the app was stopped.
        It never raises; what cannot be dropped now is dropped later.
        """
        self._uploads.drop_forgotten(at_start=at_start)
        if self._removed.all():
            with suppress(IntakeError), self._alone():
                self._removed.drop_older_than(self.removed_days)

    def removed(self) -> list[Removed]:
        """What was removed or replaced and can be restored, newest first."""
        return self._removed.all()

    def restore(self, identity: str) -> Restored:
        """Put back what was removed, in place of what replaced it if that is still there."""
        with self._alone():
            removed = next((each for each in self.removed() if each.id == identity), None)
            if removed is None:
                raise IntakeError("This document is no longer kept, so it cannot be restored.")
            instead = self._replacing(removed)
            # Refused before anything is taken out.
            taken = self.taken(removed.path)
            there = os.path.lexists(self._corpus / removed.path)
            if taken != instead and (taken is not None or there):
                raise IntakeError(
                    f"There is another document named “{taken or removed.path}” now. Nothing was "
                    "changed. To have this one back, remove that one first."
                )
            with self._catalogue_back_if_not_done():
                taken_out = None
                if instead is not None:
                    taken_out = self._take_out(instead, Path(instead).name)
                try:
                    self._put_back(removed)
                except BaseException:
                    if taken_out is not None:
                        self._put_back(taken_out)
                    raise
            return Restored(removed.path, taken_out)

    def correct(self, path: str, facts: Facts) -> None:
        """Have catalogue.toml say these facts of a document, and no others."""
        with self._alone():
            self._document(path)
            self._catalogue.put_facts(path, facts)

    def _replacing(self, removed: Removed) -> str | None:
        """The path of the file that replaced a document, while it is that very file."""
        path = removed.replaced_by
        if path is None or path not in self.paths():
            return None
        return path if sha256_of(self._corpus / path) == removed.replaced_by_sha256 else None

    def _put_back(self, removed: Removed) -> None:
        target = self._corpus / removed.path
        target.parent.mkdir(parents=True, exist_ok=True)
        with self._catalogue_back_if_not_done():
            self._catalogue.put_back(removed.path, removed.entry)
            place(self._removed.file(removed), target)
        self._removed.drop(removed)

    def _take_out(self, path: str, title: str) -> Removed:
        file = self._document(path)
        with self._leaving(path, title, None) as (removed, kept):
            keep_copy(file, kept)
            self._catalogue.take(path)
            file.unlink()
        return removed

    @contextmanager
    def _leaving(
        self, path: str, title: str, replaced_by: str | None, replacing: str | None = None
    ) -> Iterator[tuple[Removed, Path]]:
        """A record of what is about to go, and where its file is kept; neither, if it stays."""
        entry = self._catalogue.entry(path)
        removed = self._removed.begin(path, title, entry, replaced_by, replacing)
        try:
            with self._catalogue_back_if_not_done():
                yield removed, self._removed.file(removed)
        except BaseException:
            if (self._corpus / path).is_file():
                self._removed.drop(removed)
            raise

    @contextmanager
    def _catalogue_back_if_not_done(self) -> Iterator[None]:
        before = self._catalogue.as_it_is()
        try:
            yield
        except BaseException:
            with suppress(OSError):
                self._catalogue.put_all_back(before)
            raise

    def _put_instead(self, file: Path, target: Path, old: Path) -> None:
        """Put a file beside an old one, and only then take the old one away."""
        place(file, target)
        try:
            old.unlink()
        except BaseException:
            target.rename(file)
            raise

    def _document(self, path: str) -> Path:
        """The file of a document. Only what is listed is ever touched, whatever a path says."""
        if path not in self.paths():
            raise IntakeError(
                f"“{path}” is not among the documents any more. Somebody may have removed it."
            )
        return self._corpus / path

    def _refuse_taken(self, path: str) -> None:
        taken = self.taken(path)
        if taken is not None or os.path.lexists(self._corpus / path):
            raise IntakeError(
                f"There is a document named “{taken or path}” already. Give this one another name, "
                "or replace the other."
            )

    def _alone(self) -> AbstractContextManager[None]:
        """Nobody else changes the documents meanwhile."""
        return alone(self._corpus, _LOCK, _PATIENCE_SECONDS)
