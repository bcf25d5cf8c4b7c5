"""What was taken out of the corpus and can be restored for a time: corpus/.removed/<time>/."""

from __future__ import annotations

import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec

_RECORD = "removed.json"


@dataclass(frozen=True, slots=True)
class Removed:
    """A document that was taken out.

    `replaced_by` is the path of the one that came for it, and `replaced_by_sha256` its content.
    """

    id: str
    path: str
    title: str
    when: str
    replaced_by: str | None = None
    entry: str = ""
    """What catalogue.toml said of it, as TOML."""
    replaced_by_sha256: str | None = None


class Restored(NamedTuple):
    """The path of a document that was put back, and what was taken out for it."""

    path: str
    taken_out: Removed | None


class RemovedDocuments:
    """The folder of what was removed; it need not be there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> list[Removed]:
        """What can be restored, newest first."""
        found = []
        for record in self._folder.glob(f"*/{_RECORD}"):
            with suppress(OSError, msgspec.MsgspecError):
                removed = msgspec.json.decode(record.read_bytes(), type=Removed)
                if removed.id == record.parent.name and self.file(removed).is_file():
                    found.append(removed)
        return sorted(found, key=lambda removed: removed.id, reverse=True)

    def file(self, removed: Removed) -> Path:
        """Where the file of a document is kept."""
        return self._folder / removed.id / Path(removed.path).name

    def begin(
        self, path: str, title: str, entry: str, replaced_by: str | None, sha256: str | None
    ) -> Removed:
        """Write down what is about to be taken out; its file is still to be put there."""
        now = datetime.now(UTC)
        identity = f"{now:%Y%m%dT%H%M%S%f}-{secrets.token_hex(2)}"
        when = now.isoformat(timespec="seconds")
        removed = Removed(identity, path, title, when, replaced_by, entry, sha256)
        folder = self._folder / identity
        folder.mkdir(parents=True)
        (folder / _RECORD).write_bytes(msgspec.json.encode(removed))
        return removed

    def drop(self, removed: Removed) -> None:
        """Forget a document, and delete what is kept of it."""
        shutil.rmtree(self._folder / removed.id, ignore_errors=True)

    def drop_older_than(self, days: int) -> None:
        """Delete what was removed longer ago."""
        first_kept = datetime.now(UTC) - timedelta(days=days)
        for removed in self.all():
            with suppress(ValueError, TypeError):
                if datetime.fromisoformat(removed.when) < first_kept:
                    self.drop(removed)
