"""All versions of an index in one folder: see `face.Store`, and `versions.py`."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import DamagedIndex, IndexProblem
from assistant.index.face import Before, Stamp
from assistant.index.folder.catalogue import OpenCatalogue
from assistant.index.folder.checks import (
    damaged_documents,
    verify,
    verify_catalogue,
    verify_searched,
)
from assistant.index.folder.leases import held_unless_it_fails
from assistant.index.folder.version_files import (
    VersionFiles,
    is_name,
    load_manifest,
    read_manifest,
)
from assistant.index.folder.versions import (
    KEEP,
    current_version,
    first_usable,
    prune,
    sweep,
    versions_on_disk,
)
from assistant.index.lock import build_lock
from assistant.index.manifest import Manifest
from assistant.index.opened import Index
from assistant.index.writing import writing

if TYPE_CHECKING:  # what searches or writes is imported where it is needed
    from assistant.index.folder.draft import FolderDraft


class FolderStore:
    """All versions of an index in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def locked(self) -> AbstractContextManager[None]:
        """Hold the right to build."""
        return build_lock(self.folder)

    def writing(self) -> AbstractContextManager[None]:
        """Turn what goes wrong while the folder is written into a sentence."""
        return writing(self.folder)

    def current(self) -> str | None:
        """The name of the version in use, None before the first build."""
        return current_version(self.folder)

    def stamp(self) -> Stamp:
        """The files of the current version that are searched, when they were written, how large."""
        version = current_version(self.folder) or ""
        files = [self.folder / "CURRENT"]
        if is_name(version):  # it may have been damaged
            one = VersionFiles(self.folder / "versions" / version)
            files += [one.folder, one.manifest, one.catalogue, one.records, *one.derived()]
        stamp: list[tuple[str, int, int]] = [(version, 0, 0)]
        for file in files:
            with contextlib.suppress(OSError):
                there = file.stat()
                stamp.append((str(file), there.st_size, there.st_mtime_ns))
        return tuple(stamp)

    def versions(self) -> list[str]:
        """The versions that were written to their end, the current one first, then the newest."""
        return [files.folder.name for files in versions_on_disk(self.folder)]

    def manifest(self) -> Manifest:
        """The manifest of the version in use, or of the newest before it that is whole."""
        return first_usable(self.folder, lambda files, manifest: manifest)[0]

    def open(self, model: str) -> Index:
        """Open the version in use, checked, or the newest before it that can be used."""
        from assistant.index.folder.index import open_index

        index, instead = first_usable(
            self.folder, lambda files, manifest: open_index(files, manifest, model)
        )
        index.instead = instead
        return index

    def open_version(self, version: str, model: str) -> Index:
        """Open just this version, checked."""
        from assistant.index.folder.index import open_index

        files = self._files(version)
        return open_index(files, read_manifest(files), model)

    def catalogue(self, version: str | None = None) -> OpenCatalogue:
        """The documents of a version, checked, opened without its searches."""
        if version is not None:
            files = self._files(version)
            return _catalogue(files, load_manifest(files))  # what is searched may be missing
        return first_usable(self.folder, _catalogue)[0]

    def check(self, *, every: bool = False) -> tuple[Manifest, str | None]:
        """Compare what is served with what was written: as `open` does, with `every` all of it."""

        def checked(files: VersionFiles, manifest: Manifest) -> Manifest:
            verify(files, manifest, every=every)
            return manifest

        return first_usable(self.folder, checked)

    def before(self, model: str, reader: int, passage_words: Sequence[int]) -> Before:
        """What a build can start from.

        Of a version only the catalogue has to be as it was written: what is searched is made from
        it and the records, and a document whose record is damaged is read again.
        """
        base, donor, former = None, None, None
        had_documents = False
        for files in versions_on_disk(self.folder):
            name = files.folder.name
            try:
                manifest = load_manifest(files)
                had_documents = had_documents or manifest.documents > 0
                verify_catalogue(files, manifest)
            except IndexProblem:
                continue
            former = former or name
            if manifest.model != model:
                continue
            donor = donor or name
            if manifest.reader == reader and tuple(manifest.passage_words) == tuple(passage_words):
                base = base or name
        if base is None:
            return Before(None, donor, former, had_documents=had_documents)
        damaged = tuple(damaged_documents(self._files(base), every=True))
        sound = base == self.current() and not damaged and self._is_searched(base)
        return Before(base, donor, former, sound, had_documents, damaged)

    def begin(self, base: str | None, donor: str | None) -> FolderDraft:
        """Begin a version, when what builds that died have left has been removed."""
        from assistant.index.folder.draft import FolderDraft

        sweep(self.folder)
        names = [None if name is None else self._files(name) for name in (base, donor)]
        return FolderDraft.begin(self.folder, *names)

    def sweep(self) -> None:
        """Remove what builds that died have left, and versions that nobody reads any more."""
        if len(versions_on_disk(self.folder)) > KEEP:
            prune(self.folder)
        sweep(self.folder)

    def _is_searched(self, version: str) -> bool:
        """Whether all that is searched is as it was written."""
        files = self._files(version)
        try:
            verify_searched(files, read_manifest(files), every=True)
        except IndexProblem:
            return False
        return True

    def _files(self, version: str) -> VersionFiles:
        if not is_name(version):
            raise DamagedIndex(f"{version[:40]!r} is no version of the index in {self.folder}.")
        return VersionFiles(self.folder / "versions" / version)


def _catalogue(files: VersionFiles, manifest: Manifest) -> OpenCatalogue:
    with held_unless_it_fails(files) as lease:
        verify_catalogue(files, manifest)
        return OpenCatalogue.of(files.catalogue, manifest, lease)
