"""The versions of the index on disk: what each holds, which one is current, who may write.

    index/CURRENT                names the version that is in use
    index/versions/<id>/         one version: manifest.json, catalogue.sqlite, dense.faiss, lexical/
                                 and, of what states figures, statements.faiss and statements/
    index/build.lock             held by the build that is running

A build writes a new version beside the old and then replaces CURRENT in one step. A build that
dies leaves the old version serving.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import DamagedIndex, IndexLocked, NoIndex, StaleIndex

FORMAT = 2
"""Raised when a version on disk is no longer understood by the code that reads it."""

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
            path.relative_to(self.folder).as_posix(): _sha256(path)
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
        """Write the manifest into its version."""
        text = json.dumps(asdict(self), indent=2, ensure_ascii=False)
        files.manifest.write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, files: VersionFiles) -> Manifest:
        """Read the manifest of a version.

        Raises:
            DamagedIndex: it is missing or is not what was written.
            StaleIndex: another version of the program wrote it.
        """
        try:
            values = json.loads(files.manifest.read_text(encoding="utf-8"))
            if values["format"] != FORMAT:
                raise StaleIndex(
                    f"The index in {files.folder} was built by another version of the program. "
                    "Run `nhs-assistant build`."
                )
            return cls(**values)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise DamagedIndex(
                f"The index in {files.folder} is damaged (manifest.json). "
                "Run `nhs-assistant build --full`."
            ) from error


def current_version(index: Path) -> str | None:
    """The name of the version in use, or None before the first build."""
    try:
        name = (index / "CURRENT").read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return None
    return name or None


def open_version(index: Path) -> tuple[VersionFiles, Manifest]:
    """The files and the manifest of the version in use.

    Raises:
        NoIndex: nothing has been built yet.
        DamagedIndex: a file is missing.
        StaleIndex: another version of the program wrote it.
    """
    version = current_version(index)
    if version is None:
        raise NoIndex(f"There is no index in {index} yet. Run `nhs-assistant build`.")
    files = VersionFiles(index / "versions" / version)
    if not _NAME.fullmatch(version) or not files.folder.is_dir():
        raise DamagedIndex(
            f"The index in {index} names version {version[:40]!r}, which is not there. "
            "Run `nhs-assistant build --full`."
        )
    manifest = Manifest.read(files)
    if missing := files.missing():
        raise DamagedIndex(
            f"The index in {files.folder} is damaged: {', '.join(missing)} is missing. "
            "Run `nhs-assistant build --full`."
        )
    return files, manifest


def verify(files: VersionFiles, manifest: Manifest) -> None:
    """Compare the files with the checksums that were written with them.

    Raises:
        DamagedIndex: a file is not what was written.
    """
    now = files.checksums()
    for name in sorted(now.keys() | manifest.checksums.keys()):
        if manifest.checksums.get(name) != now.get(name):
            raise DamagedIndex(
                f"The index in {files.folder} is damaged: {name} is not what was written. "
                "Run `nhs-assistant build --full`."
            )


def new_version(index: Path) -> VersionFiles:
    """An empty folder for a version, named by the time; later names are larger ones."""
    versions = index / "versions"
    versions.mkdir(parents=True, exist_ok=True)
    newest = max((path.name for path in versions.iterdir()), default="")
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    folder = versions / (stamp if stamp > newest else f"{newest}a")
    folder.mkdir()
    return VersionFiles(folder)


def make_current(index: Path, version: str) -> None:
    """Point CURRENT at a version in one step, and prune versions that nobody needs."""
    pointer = index / "CURRENT.new"
    with pointer.open("w", encoding="utf-8") as file:
        file.write(version + "\n")
        file.flush()
        os.fsync(file.fileno())
    pointer.replace(index / "CURRENT")
    prune(index)


def prune(index: Path) -> None:
    """Remove all but the newest versions, and what builds that died have left."""
    current = current_version(index)
    folders = sorted(
        (path for path in (index / "versions").iterdir() if path.is_dir()), reverse=True
    )
    whole = [path for path in folders if VersionFiles(path).manifest.is_file()]
    keep = {path.name for path in whole[:_KEEP]} | {current}
    for path in folders:
        if path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def build_lock(index: Path) -> Iterator[None]:
    """Hold the right to build.

    Raises:
        IndexLocked: another build has it.
    """
    index.mkdir(parents=True, exist_ok=True)
    lock = FileLock(index / "build.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise IndexLocked(
            f"Another build of the index in {index} is running. Wait until it is done."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
