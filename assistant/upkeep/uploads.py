"""Files that were brought and have not gone in yet: corpus/.incoming/<id>/, which is hidden."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from assistant.errors import IntakeError
from assistant.hashing import sha256_of
from assistant.ingest.draft import Facts
from assistant.ingest.read import ToRead
from assistant.settings import Limits
from assistant.upkeep.disk import INCOMING, NO_ROOM, alone, size_of
from assistant.upkeep.names import safe_name

MOST_WAITING_BYTES = 1_000_000_000
"""What files that have not gone in yet may take together, all people's."""
_RESERVE_BYTES = 200_000_000
"""What has to stay free on the disk: the index is written to one too."""
_FORGOTTEN_SECONDS = 86_400.0
"""What was brought and left for so long is dropped: whoever brought it has gone."""
_PATIENCE_SECONDS = 60.0
"""Uploads are written one after the other, so that together they stay within what may wait."""
_LOCK = "uploads"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that was brought and waits: under which name it would go in, and where it is."""

    id: str
    name: str
    file: Path
    sha256: str
    size: int

    def to_read(self) -> ToRead:
        """The file as a reader takes it."""
        return ToRead(f"{self.id}/{self.name}", self.file, self.sha256, Facts())


class Uploads:
    """The uploads for one corpus folder."""

    def __init__(self, corpus: Path, limits: Limits) -> None:
        self._corpus = corpus
        self._folder = corpus / INCOMING
        self._limits = limits

    def stage(self, name: str, content: BinaryIO) -> Staged:
        """Keep a file until it goes in or is discarded.

        Raises:
            IntakeError: its name or its size will not do, or it cannot be written.
        """
        name = safe_name(name)
        with alone(self._corpus, _LOCK, _PATIENCE_SECONDS):
            self._drop(_FORGOTTEN_SECONDS)
            waiting = size_of(self._folder)
            identity = secrets.token_hex(8)
            folder = self._folder / identity
            folder.mkdir()
            try:
                digest, size = self._write(folder / name, content, MOST_WAITING_BYTES - waiting)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
        return Staged(identity, name, folder / name, digest, size)

    def require(self, staged: Staged) -> None:
        """Raise IntakeError where a file does not wait any more as it was brought."""
        if not staged.file.is_file() or sha256_of(staged.file) != staged.sha256:
            raise IntakeError(f"“{staged.name}” has to be uploaded again: it is no longer here.")

    def discard(self, staged: Staged) -> None:
        """Drop a file: it has gone in, or is not to."""
        shutil.rmtree(self._folder / staged.id, ignore_errors=True)

    def drop_forgotten(self, *, at_start: bool = False) -> None:
        """Drop the files that nobody will come back for; at a start of the app all that wait.

        It never raises; what cannot be dropped now is dropped later.
        """
        if self._folder.is_dir():
            with suppress(IntakeError), alone(self._corpus, _LOCK, _PATIENCE_SECONDS):
                self._drop(None if at_start else _FORGOTTEN_SECONDS)

    def _drop(self, seconds: float | None) -> None:
        """Drop what is older than so many seconds; None for all."""
        for folder in self._folder.iterdir():
            with suppress(OSError):
                old = seconds is None or time.time() - folder.stat().st_mtime > seconds
                if old and folder.is_dir() and not folder.is_symlink():
                    shutil.rmtree(folder, ignore_errors=True)

    def _write(self, file: Path, content: BinaryIO, room: int) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        with file.open("xb") as out:
            while chunk := content.read(_CHUNK):
                size += len(chunk)
                if size > self._limits.file_bytes:
                    most = f"{self._limits.file_bytes / 1e6:.0f}MB"
                    raise IntakeError(f"The selected file must be smaller than {most}.")
                if size > room:
                    raise IntakeError(
                        "Too many files are waiting to be added. Add or leave out some, then "
                        "upload this one again."
                    )
                if shutil.disk_usage(self._folder).free < _RESERVE_BYTES:
                    raise IntakeError(NO_ROOM)
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        if not size:
            raise IntakeError("The selected file is empty.")
        return digest.hexdigest(), size
