"""Whether the files of a version are what was written: of large ones a part is read."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import DamagedIndex
from assistant.hashing import sha256_of
from assistant.index.folder.catalogue import Catalogue
from assistant.index.folder.record import Record
from assistant.index.folder.version_files import VersionFiles, load_manifest, unreadable
from assistant.index.manifest import Manifest

LARGE = 64_000_000
"""In bytes: of files that are larger, and of records that are more together, a part is read."""
_BLOCKS, _BLOCK = 64, 65_536


def verify(files: VersionFiles, manifest: Manifest, *, every: bool = False) -> None:
    """Compare the files with the checksums that were written with them.

    Of large files a part is read, with `every` all of it. Records prove themselves when they are
    read; where they are few they are read now, with `every` in any case.

    Raises:
        DamagedIndex: a file is not what was written.
    """
    verify_catalogue(files, manifest)
    verify_searched(files, manifest, every=every)
    verify_records(files, every=every)


def verify_searched(files: VersionFiles, manifest: Manifest, *, every: bool = False) -> None:
    """Compare what is searched with its checksums, as `verify` does. Raises what that does."""
    try:
        there = {files.name_of(path): path for path in files.derived()}
        for name in sorted(there.keys() | manifest.checksums.keys() - {files.catalogue.name}):
            wanted = manifest.checksums.get(name)
            if name not in there or wanted is None or sum_of(there[name], wanted, every) != wanted:
                raise _changed(files, name)
    except OSError as error:
        raise unreadable(files, error) from error


def verify_catalogue(files: VersionFiles, manifest: Manifest) -> None:
    """Compare the catalogue alone with its checksum: all else but the records is made from it.

    Raises:
        DamagedIndex: it is not what was written.
    """
    name = files.catalogue.name
    try:
        now = sha256_of(files.catalogue)
    except OSError:
        now = ""
    if manifest.checksums.get(name) != now:
        raise _changed(files, name)


def verify_records(files: VersionFiles, *, every: bool = False) -> None:
    """See that all records are there, and where they are few that they are what was written.

    Raises:
        DamagedIndex: one is missing, or is not what was written.
    """
    for path in damaged_documents(files, every=every):
        raise DamagedIndex(
            f"The index in {files.folder} is damaged: the record of a document, {path}, is missing "
            "or is not what was written. Run `nhs-assistant build`."
        )


def damaged_documents(files: VersionFiles, *, every: bool = False) -> Iterator[str]:
    """The paths of the documents whose record is missing or, where it is read, damaged.

    Records are read where they are few, with `every` in any case.
    """
    catalogue = Catalogue.load(files.catalogue)
    names = catalogue.record_names()
    catalogue.close()
    sizes: dict[str, int] = {}
    with contextlib.suppress(OSError), os.scandir(files.records) as entries:
        sizes = {entry.name: entry.stat().st_size for entry in entries}
    few = sum(sizes.values()) <= LARGE
    for path, name in sorted(names.items()):
        try:
            if few or every or name not in sizes:
                Record(files.records / name).check()
        except (DamagedIndex, OSError):
            yield path


def _changed(files: VersionFiles, name: str) -> DamagedIndex:
    return DamagedIndex(
        f"The index in {files.folder} is damaged: {name} is not what was written. "
        "Run `nhs-assistant build`."
    )


def checksums(files: VersionFiles, before: VersionFiles | None = None) -> dict[str, str]:
    """What each file must be: see `sum_of`. The records prove themselves.

    Of files that are shared with the version `before` it is what that version says of them.
    """
    known = load_manifest(before).checksums if before is not None else {}
    sums = {files.catalogue.name: sha256_of(files.catalogue)}
    for path in files.derived():
        name = files.name_of(path)
        same = before is not None and name in known and path.samefile(before.folder / name)
        sums[name] = known[name] if same else sum_of(path)
    return sums


def sum_of(path: Path, like: str | None = None, every: bool = False) -> str:
    """What a file must be: the sha256 of all of it, and of a large one its size and of a part too.

    The part is blocks at places that follow from the size: reading a large file takes seconds. To
    be compared with the sum `like`, all of it is read only where `every` asks for it.
    """
    size = path.stat().st_size
    if size <= LARGE:
        return sha256_of(path)
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        for number in range(_BLOCKS):
            file.seek(max(0, size - _BLOCK) * number // (_BLOCKS - 1))
            digest.update(file.read(_BLOCK))
    whole = like.rpartition(":")[2] if like is not None and not every else sha256_of(path)
    return f"{size}:{digest.hexdigest()}:{whole}"
