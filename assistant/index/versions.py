"""The versions of the index on disk: what each holds, which one is current, who may write.

    index/CURRENT                names the version that is in use
    index/versions/<id>/         one version: manifest.json, catalogue.sqlite, dense.faiss, lexical/
                                 and, of what states figures, statements.faiss and statements/
    index/build.lock             held by the build that is running
    index/build.json             how that build stands, or how the last one ended

A build writes a new version beside the old and then replaces CURRENT in one step. A build that
dies leaves the old version serving. A version is whole when it has its manifest, which is written
last and removed first; where the current one has been damaged, the one before it serves.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from assistant.errors import DamagedIndex, IndexProblem, NoIndex, StaleIndex
from assistant.index.writing import keep, replace_text

FORMAT = 2
"""Raised when a version on disk is no longer understood by the code that reads it."""

Used = TypeVar("Used")

_NAME = re.compile(r"\w{1,100}", re.ASCII)
"""What a version may be called: CURRENT may have been damaged too."""

_KEEP = 2
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
        """The source of truth (SQLite)."""
        return self.folder / "catalogue.sqlite"

    @property
    def dense(self) -> Path:
        """The vectors (FAISS)."""
        return self.folder / "dense.faiss"

    @property
    def lexical(self) -> Path:
        """The words (a tantivy folder)."""
        return self.folder / "lexical"

    @property
    def dense_statements(self) -> Path:
        """The vectors of what states figures (FAISS)."""
        return self.folder / "statements.faiss"

    @property
    def lexical_statements(self) -> Path:
        """The words of what states figures (a tantivy folder)."""
        return self.folder / "statements"

    def checksums(self) -> dict[str, str]:
        """The sha256 of each file but the manifest and what tantivy keeps for itself (".name")."""
        words = sorted(
            path
            for folder in (self.lexical, self.lexical_statements)
            for path in folder.glob("*")
            if not path.name.startswith(".")
        )
        return {
            path.relative_to(self.folder).as_posix(): sha256_of(path)
            for path in (self.catalogue, self.dense, self.dense_statements, *words)
        }

    def missing(self) -> list[str]:
        """The files that a whole version has and this one has not."""
        parts = (
            self.manifest,
            self.catalogue,
            self.dense,
            self.lexical / "meta.json",
            self.dense_statements,
            self.lexical_statements / "meta.json",
        )
        return [str(part.relative_to(self.folder)) for part in parts if not part.is_file()]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version is made of."""

    version: str
    built: str
    model: str
    dimensions: int
    reader: int
    documents: int
    passages: int
    statements: int = 0
    passage_words: Sequence[int] = ()
    format: int = FORMAT
    checksums: dict[str, str] = field(default_factory=dict)

    def write(self, files: VersionFiles) -> None:
        """Write the manifest into its version, whose other files the disk has."""
        values = asdict(self)
        values["own"] = _own(values)
        replace_text(files.manifest, json.dumps(values, indent=2, ensure_ascii=False) + "\n")

    @classmethod
    def read(cls, files: VersionFiles) -> Manifest:
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
            manifest = cls(**values)
            if manifest.version != files.folder.name:
                raise ValueError(manifest.version)
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise DamagedIndex(
                f"The index in {files.folder} is damaged (manifest.json). "
                "Run `nhs-assistant build`."
            ) from error
        return manifest


def _own(values: Mapping[str, object]) -> str:
    """The hash of a manifest without this hash."""
    kept = {name: value for name, value in values.items() if name != "own"}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


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


def open_version(index: Path) -> tuple[VersionFiles, Manifest]:
    """The files and the manifest of the version in use, looked at but not read.

    Where the current one is not whole it is the newest before it that is.

    Raises:
        NoIndex: nothing has been built yet.
        DamagedIndex: a file is missing.
        StaleIndex: another version of the program wrote it.
    """
    return first_usable(index, lambda files, manifest: (files, manifest))[0]


def read_manifest(files: VersionFiles) -> Manifest:
    """The manifest of a version that has all its files.

    Raises:
        DamagedIndex: a file is missing.
        StaleIndex: another version of the program wrote it.
    """
    manifest = Manifest.read(files)
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


def verify(files: VersionFiles, manifest: Manifest) -> None:
    """Compare the files with the checksums that were written with them.

    Raises:
        DamagedIndex: a file is not what was written.
    """
    try:
        now = files.checksums()
    except OSError as error:
        raise DamagedIndex(
            f"The index in {files.folder} cannot be read "
            f"({error.strerror or error}). Run `nhs-assistant build`."
        ) from error
    for name in sorted(now.keys() | manifest.checksums.keys()):
        if manifest.checksums.get(name) != now.get(name):
            raise _changed(files, name)


def verify_catalogue(files: VersionFiles, manifest: Manifest) -> None:
    """Compare the catalogue alone with its checksum: all else can be made from it.

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
        if files.folder.name == current or (kept < _KEEP and _is_whole(files)):
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
    # The manifest goes first: a version that is half removed must not be taken for one.
    with contextlib.suppress(OSError):
        files.manifest.unlink()
        keep(files.folder)
    shutil.rmtree(files.folder, ignore_errors=True)


def sha256_of(path: Path) -> str:
    """The hash of a file's content. Raises OSError where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
