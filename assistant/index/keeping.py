"""What is remembered of files that could not be read, and whether their former text may stay.

One bad read is no reason to take a good document from those who ask: a disk that gives an error, a
file that is being replaced, a reader that died. A file that holds something else now, which cannot
be read for a reason of its own, is: its former text is no longer what the file says.
"""

from __future__ import annotations

import logging

from assistant.errors import DocumentError, IndexProblem
from assistant.index.face import Store
from assistant.index.rows import ReadFile, Seen
from assistant.index.version import Catalogue
from assistant.settings import Limits

_LOG = logging.getLogger(__name__)

TRIES = 3
"""At so many builds is tried what may do better when the machine is less busy."""
STAYS = " The text that was read before can still be asked."
_TIMES = "\ntried "


def recogniser(limits: Limits) -> str | None:
    """What recognises the words of scans; None where nothing does or may."""
    from assistant.ingest.ocr import ocr_program

    return ocr_program() if limits.ocr else None


def tried_with(limits: Limits) -> str:
    """With what a file is tried: where it is the same, so is what comes of it."""
    return f"{limits}\n{recogniser(limits)}"


def seen_failed(seen: Seen, limits: Limits) -> Seen:
    """What is remembered of a file that could not be read, so that other limits try it again."""
    return Seen(seen.sha256, f"{seen.entry}\n{tried_with(limits)}")


def tried_again(before: str, now: str) -> str:
    """What to remember of what may do better another time: `now` after `TRIES` times, else more.

    `before` is what was remembered the last time, "" where nothing was.
    """
    began, _, times = before.rpartition(_TIMES)
    count = int(times) + 1 if began == now and times.isdecimal() else 1
    return now if count >= TRIES or before == now else f"{now}{_TIMES}{count}"


def remembered(error: DocumentError, seen: Seen, before: Seen | None, limits: Limits) -> Seen:
    """What to remember of a file that could not be read; `before` is what was the last time."""
    entry = before.entry if before is not None else ""
    if error.again and error.reason == "timeout":
        failed = seen_failed(seen, limits)
        return Seen(failed.sha256, tried_again(entry, failed.entry))
    if error.again:
        # A reader that crashed may do better next time: no file is as this one was seen.
        return Seen("", tried_again(entry, f"{seen.entry}\n{seen.sha256}"))
    return seen_failed(seen, limits)


def may_stay(error: DocumentError, seen: Seen, former: str, now: Seen) -> bool:
    """Whether a file's former text, of the hash `former`, may be asked though it cannot be read.

    `now` is what is remembered of the failure. A file that has changed, and whose reader dies of
    it each time, does not keep the former text for ever.
    """
    unchanged = seen.sha256 in ("", former)
    if error.again:
        return unchanged or _TIMES in now.entry
    return unchanged and error.reason == "timeout"


class Former:
    """The documents of the version before, where a new one is made from nothing."""

    def __init__(self, store: Store, version: str | None) -> None:
        """Open nothing yet: most builds need none of it."""
        self._store = store
        self._version = version
        self._catalogue: Catalogue | None = None

    def close(self) -> None:
        """Let go of it."""
        if self._catalogue is not None:
            self._catalogue.close()

    def read(self, path: str) -> tuple[ReadFile, Seen] | None:
        """A document with its figures, and what was seen of it; None where it was not read then."""
        if self._version is None:
            return None
        try:
            if self._catalogue is None:
                self._catalogue = self._store.catalogue(self._version)
            seen = self._catalogue.seen().get(path)
            if seen is None:
                return None
            figures = tuple(self._catalogue.figures(path))
            return ReadFile(self._catalogue.document(path), figures), seen
        except (IndexProblem, KeyError, ValueError, TypeError) as error:
            # Another program wrote it, in another form.
            _LOG.warning("%s cannot be taken over: %s", path, type(error).__name__)
            return None
