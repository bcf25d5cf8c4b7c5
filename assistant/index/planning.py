"""What a build has to do: which files have changed since which version, and what has gone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from assistant.index.face import Before, Store
from assistant.index.keeping import recogniser, seen_failed, tried_with
from assistant.index.rows import Seen
from assistant.index.version import Reading
from assistant.ingest.corpus import CorpusFile
from assistant.settings import Limits

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is. Not always from
the thread that builds."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What has to be done to the version before, if it can be built on.

    `known` are the documents that were read before.
    """

    before: Before
    changed: tuple[tuple[CorpusFile, Seen], ...]
    gone: tuple[str, ...]
    known: frozenset[str]

    @property
    def nothing(self) -> bool:
        """Whether the current version is as a build would make it."""
        return self.before.sound and not self.changed and not self.gone


def plan(
    store: Store,
    before: Before,
    files: Sequence[CorpusFile],
    limits: Limits,
    *,
    again: bool,
    say: Progress,
) -> Plan:
    """Compare the files with what was seen of them when `before.base` was built."""
    if before.base is None:
        changed, gone = changes(files, None, limits, again=again, say=say)
        return Plan(before, tuple(changed), tuple(gone), frozenset())
    catalogue = store.catalogue(before.base)
    try:
        changed, gone = changes(
            files, catalogue, limits, again=again, say=say, damaged=before.damaged
        )
        return Plan(before, tuple(changed), tuple(gone), frozenset(catalogue.seen()))
    finally:
        catalogue.close()


def changes(
    files: Sequence[CorpusFile],
    catalogue: Reading | None,
    limits: Limits,
    *,
    again: bool = False,
    say: Progress | None = None,
    damaged: Collection[str] = (),
) -> tuple[list[tuple[CorpusFile, Seen]], list[str]]:
    """The files that have to be read since a version was built, and the paths that have gone.

    What failed is to be read when the limits have changed, or what recognises the words of scans,
    and with `again` in any case; scanned pages that were not read, when their words can be now.
    What took too long on a busy machine is tried at `TRIES` builds. What the index has of a
    document that is `damaged` is of no use: it is read again.
    """
    seen = catalogue.seen() if catalogue is not None else {}
    failed = catalogue.seen_failures() if catalogue is not None else {}
    scans = catalogue.unread() if catalogue is not None and recogniser(limits) else {}
    changed, there = [], set()
    for number, file in enumerate(files):
        if say is not None:
            say("Looking for changes", number, len(files))
        try:
            now = Seen(file.sha256(), file.entry.key)
        except FileNotFoundError:
            continue  # it has gone since the folder was looked at
        except OSError:
            now = Seen("", file.entry.key)  # reading it will say what is the matter
        there.add(file.path)
        if file.path in failed:  # its former text may stand beside it
            to_read = again or failed[file.path] != seen_failed(now, limits)
        else:
            to_read = seen.get(file.path) != now
        if file.path in scans:
            to_read = to_read or again or scans[file.path] != tried_with(limits)
        if to_read or file.path in damaged:
            changed.append((file, now))
    return changed, sorted((seen.keys() | failed.keys()) - there)
