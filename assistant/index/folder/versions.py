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
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from assistant.errors import DamagedIndex, IndexProblem, NoIndex
from assistant.index.folder.checks import verify
from assistant.index.folder.leases import nobody_holds
from assistant.index.folder.version_files import VersionFiles, is_name, read_manifest
from assistant.index.manifest import Manifest
from assistant.index.writing import keep, replace_text

Used = TypeVar("Used")

KEEP = 2
"""How many versions stay: the current one, and the one that a reader may still have open."""


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
    names = sorted((name for name in names if is_name(name)), reverse=True)
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


def new_version(index: Path) -> VersionFiles:
    """An empty folder for a version, named by the time; later names are larger ones."""
    versions = index / "versions"
    versions.mkdir(parents=True, exist_ok=True)
    names = [path.name for path in versions.iterdir() if is_name(path.name)]
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
            if path.is_dir() and path not in whole and is_name(path.name):
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
        if not nobody_holds(manifest):
            return  # somebody reads it: the build after this one removes it
        # The manifest goes first: a version that is half removed must not be taken for one.
        files.manifest.unlink()
        keep(files.folder)
    if not files.manifest.exists():
        shutil.rmtree(files.folder, ignore_errors=True)
