"""The versions of the index on disk: what each holds, which one is current, who may write.

    index/CURRENT                names the version that is in use
    index/versions/<id>/         one version: manifest.json, catalogue.sqlite, documents/ (a record
                                 for each), dense/ and lexical/, and of what states figures
                                 statements-dense/ and statements/
    index/build.lock             held by the build that is running
    index/build.json             how that build stands, or how the last one ended

A build writes a new version beside the old and then replaces CURRENT in one step. A build that
dies leaves the old version serving. A version is whole when it has its manifest, which is written
last and removed first; where the current one has been damaged, the one before it serves. Files that
two versions share are one file with two names: none is ever written into.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, TypeVar

from assistant.errors import DamagedIndex, IndexProblem, NoIndex, StaleIndex
from assistant.index import dense
from assistant.index.catalogue import Catalogue
from assistant.index.manifest import FORMAT, Manifest
from assistant.index.record import Record
from assistant.index.writing import keep, replace_text

Used = TypeVar("Used")

_NAME = re.compile(r"\w{1,100}", re.ASCII)
"""What a version may be called: CURRENT may have been damaged too."""

LARGE = 64_000_000
"""In bytes: of files that are larger, and of records that are more together, a part is read."""
_BLOCKS, _BLOCK = 64, 65_536

KEEP = 2
"""How many versions stay: the current one, and the one that a reader may still have open."""


@dataclass(frozen=True, slots=True)
class VersionFiles:
    """The names on disk below one version's folder."""

    folder: Path

    @property
    def manifest(self) -> Path:
        """What the version is; written last."""
        return self.folder / "manifest.json"

    @property
    def catalogue(self) -> Path:
        """The rows of documents, places, figures and words (SQLite)."""
        return self.folder / "catalogue.sqlite"

    @property
    def records(self) -> Path:
        """The texts and the vectors: a file for each document, which proves itself."""
        return self.folder / "documents"

    @property
    def dense(self) -> Path:
        """The passages' vectors, to be searched (a folder)."""
        return self.folder / "dense"

    @property
    def lexical(self) -> Path:
        """The words (a tantivy folder)."""
        return self.folder / "lexical"

    @property
    def dense_statements(self) -> Path:
        """The vectors of what states figures (a folder)."""
        return self.folder / "statements-dense"

    @property
    def lexical_statements(self) -> Path:
        """The words of what states figures (a tantivy folder)."""
        return self.folder / "statements"

    def derived(self) -> Iterator[Path]:
        """The files that are searched, but what tantivy keeps for itself (".name")."""
        for folder in (self.dense, self.lexical, self.dense_statements, self.lexical_statements):
            yield from sorted(one for one in folder.glob("*") if not one.name.startswith("."))

    def checksums(self, before: VersionFiles | None = None) -> dict[str, str]:
        """What each file must be: see `sum_of`. The records prove themselves.

        Of files that are shared with the version `before` it is what that version says of them.
        """
        known = load_manifest(before).checksums if before is not None else {}
        sums = {self.catalogue.name: sha256_of(self.catalogue)}
        for path in self.derived():
            name = self.name_of(path)
            same = before is not None and name in known and path.samefile(before.folder / name)
            sums[name] = known[name] if same else sum_of(path)
        return sums

    def name_of(self, path: Path) -> str:
        """The name of a file below the version's folder."""
        return path.relative_to(self.folder).as_posix()

    def missing(self) -> list[str]:
        """The files that a whole version has and this one has not."""
        parts = (
            self.manifest,
            self.catalogue,
            self.dense / dense.IDS,
            self.lexical / "meta.json",
            self.dense_statements / dense.IDS,
            self.lexical_statements / "meta.json",
        )
        return [self.name_of(part) for part in parts if not part.is_file()]


def write_manifest(files: VersionFiles, manifest: Manifest) -> None:
    """Write the manifest into its version, whose other files the disk has."""
    values = asdict(manifest)
    values["own"] = _own(values)
    replace_text(files.manifest, json.dumps(values, indent=2, ensure_ascii=False) + "\n")


def load_manifest(files: VersionFiles) -> Manifest:
    """Read the manifest of a version.

    Raises:
        DamagedIndex: it is missing or is not what was written.
        StaleIndex: another version of the program wrote it.
    """
    try:
        values = json.loads(files.manifest.read_text(encoding="utf-8"))
        own = values.pop("own", None)
        if own is not None and own != _own(values):
            raise ValueError("own")
        if values["format"] != FORMAT:
            raise StaleIndex(
                f"The index in {files.folder} was built by another version of the program. "
                "Run `nhs-assistant build`."
            )
        manifest = Manifest(**values)
        if manifest.version != files.folder.name:
            raise ValueError(manifest.version)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise DamagedIndex(
            f"The index in {files.folder} is damaged (manifest.json). Run `nhs-assistant build`."
        ) from error
    return manifest


def _own(values: Mapping[str, object]) -> str:
    """The hash of a manifest without this hash."""
    kept = {name: value for name, value in values.items() if name != "own"}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def is_name(version: str) -> bool:
    """Whether a version may be called so."""
    return _NAME.fullmatch(version) is not None


def current_version(index: Path) -> str | None:
    """The name of the version in use, or None before the first build."""
    try:
        name = (index / "CURRENT").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return None
    return name or None


def versions_on_disk(index: Path) -> list[VersionFiles]:
    """Every version that was written to its end, the current one first, then the newest."""
    try:
        names = [path.name for path in (index / "versions").iterdir()]
    except OSError:
        return []
    current = current_version(index)
    names = sorted((name for name in names if _NAME.fullmatch(name)), reverse=True)
    names.sort(key=lambda name: name != current)
    every = [VersionFiles(index / "versions" / name) for name in names]
    return [files for files in every if files.manifest.exists()]


def first_usable(
    index: Path, use: Callable[[VersionFiles, Manifest], Used]
) -> tuple[Used, str | None]:
    """What `use` makes of the current version, or of the newest before it that can be used.

    With it comes a sentence that says so, where it is not the current one. `use` raises
    IndexProblem where a version cannot be used.

    Raises:
        NoIndex: nothing has been built yet.
        IndexProblem: no version can be used; of the current one, it says why.
    """
    problem: IndexProblem | None = None
    current = current_version(index)
    versions = versions_on_disk(index)
    if current is None and not versions:
        raise NoIndex(f"There is no index in {index} yet. Run `nhs-assistant build`.")
    if not versions or versions[0].folder.name != current:
        problem = _not_there(index, current)
    for files in versions:
        try:
            used = use(files, read_manifest(files))
        except IndexProblem as error:
            problem = problem or error
            continue
        if problem is None:
            return used, None
        return used, f"{problem} Until then answers come from version {files.folder.name}."
    if current_version(index) != current:  # a build has replaced them all meanwhile
        return first_usable(index, use)
    assert problem is not None
    raise problem


def read_manifest(files: VersionFiles) -> Manifest:
    """The manifest of a version that has all its files.

    Raises:
        DamagedIndex: a file is missing.
        StaleIndex: another version of the program wrote it.
    """
    manifest = load_manifest(files)
    if missing := files.missing():
        raise DamagedIndex(
            f"The index in {files.folder} is damaged: {', '.join(missing)} is missing. "
            "Run `nhs-assistant build`."
        )
    return manifest


def _not_there(index: Path, current: str | None) -> DamagedIndex:
    if current is None:
        return DamagedIndex(
            f"The index in {index} does not say which version is in use (CURRENT is missing). "
            "Run `nhs-assistant build`."
        )
    return DamagedIndex(
        f"The index in {index} names version {current[:40]!r}, which is not there. "
        "Run `nhs-assistant build`."
    )


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
        raise _unreadable(files, error) from error


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


def _unreadable(files: VersionFiles, error: OSError) -> DamagedIndex:
    return DamagedIndex(
        f"The index in {files.folder} is damaged or cannot be read "
        f"({error.strerror or error}). Run `nhs-assistant build`."
    )


def _changed(files: VersionFiles, name: str) -> DamagedIndex:
    return DamagedIndex(
        f"The index in {files.folder} is damaged: {name} is not what was written. "
        "Run `nhs-assistant build`."
    )


def new_version(index: Path) -> VersionFiles:
    """An empty folder for a version, named by the time; later names are larger ones."""
    versions = index / "versions"
    versions.mkdir(parents=True, exist_ok=True)
    names = [path.name for path in versions.iterdir() if _NAME.fullmatch(path.name)]
    newest = max(names, default="")
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    folder = versions / (stamp if stamp > newest else _after(newest))
    folder.mkdir()
    return VersionFiles(folder)


def _after(name: str) -> str:
    """A larger name, for a second build in a second, or when the clock was put back."""
    last = name[-1]
    return f"{name[:-1]}{chr(ord(last) + 1)}" if "a" <= last < "z" else f"{name}a"


def make_current(index: Path, version: str) -> None:
    """Point CURRENT at a version in one step, once the disk knows of the version."""
    keep(index / "versions")
    replace_text(index / "CURRENT", version + "\n")


def prune(index: Path) -> None:
    """Remove all but the current version and the newest before it that is whole."""
    current = current_version(index)
    kept = 0
    for files in versions_on_disk(index):
        # One that is damaged is no version to fall back to: it must not take the place of one.
        if files.folder.name == current or (kept < KEEP and _is_whole(files)):
            kept += 1
        else:
            _remove(files)
    sweep(index)


def sweep(index: Path) -> None:
    """Remove what builds that died have left: it takes room and is of no use to the next one."""
    whole = {files.folder for files in versions_on_disk(index)}
    with contextlib.suppress(OSError):
        for path in (index / "versions").iterdir():
            if path.is_dir() and path not in whole and _NAME.fullmatch(path.name):
                shutil.rmtree(path, ignore_errors=True)


def _is_whole(files: VersionFiles) -> bool:
    try:
        verify(files, read_manifest(files))
    except IndexProblem:
        return False
    return True


def _remove(files: VersionFiles) -> None:
    # Opened for writing, though nothing is written: NFS gives no lock of its own without.
    with contextlib.suppress(OSError), files.manifest.open("r+b") as manifest:
        if not _nobody_holds(manifest):
            return  # somebody reads it: the build after this one removes it
        # The manifest goes first: a version that is half removed must not be taken for one.
        files.manifest.unlink()
        keep(files.folder)
    if not files.manifest.exists():
        shutil.rmtree(files.folder, ignore_errors=True)


_NO_LOCKS = (errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.ENOLCK)
"""What a file system without locks says."""


class Lease:
    """Keeps a version from being removed, for as long as somebody has it."""

    def __init__(self, manifest: Path) -> None:
        self._file = os.open(manifest, os.O_RDONLY | os.O_CLOEXEC)
        # Where it is being removed, or the file system has no locks, it is no lease.
        with contextlib.suppress(OSError):
            fcntl.flock(self._file, fcntl.LOCK_SH | fcntl.LOCK_NB)

    def close(self) -> None:
        """Let go of it."""
        file, self._file = self._file, -1
        if file >= 0:
            os.close(file)

    def __del__(self) -> None:
        try:
            self.close()
        except (AttributeError, TypeError, OSError):
            return  # the program ends, and has let go of its modules


@contextlib.contextmanager
def held_unless_it_fails(files: VersionFiles) -> Iterator[Lease]:
    """Keep a version from being removed while it is opened, and after that where it could be.

    Raises DamagedIndex where it has been removed.
    """
    try:
        lease = Lease(files.manifest)
    except OSError as error:
        raise _unreadable(files, error) from error
    try:
        yield lease
    except BaseException:
        lease.close()
        raise


def _nobody_holds(manifest: BinaryIO) -> bool:
    """Whether nobody holds a version."""
    try:
        fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in _NO_LOCKS
    return True


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


def sha256_of(path: Path) -> str:
    """The hash of a file's content. Raises OSError where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
