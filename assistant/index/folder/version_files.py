"""One version on disk: the names of its files, and its manifest, which is written last."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.errors import DamagedIndex, StaleIndex
from assistant.index.folder import dense
from assistant.index.manifest import FORMAT, Manifest
from assistant.index.writing import replace_text

_NAME = re.compile(r"\w{1,100}", re.ASCII)
"""What a version may be called: CURRENT may have been damaged too."""


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


def is_name(version: str) -> bool:
    """Whether a version may be called so."""
    return _NAME.fullmatch(version) is not None


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


def unreadable(files: VersionFiles, error: OSError) -> DamagedIndex:
    """The error for a version with a file that the disk does not give."""
    return DamagedIndex(
        f"The index in {files.folder} is damaged or cannot be read "
        f"({error.strerror or error}). Run `nhs-assistant build`."
    )
