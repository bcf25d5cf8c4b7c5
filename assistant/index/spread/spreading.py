"""A build's documents, read and embedded by the workers of a scheduler."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.index.embedder import Embedder
from assistant.index.keeping import recogniser
from assistant.index.making import Known, OnPage, Results
from assistant.index.manifest import READER
from assistant.index.spread.cluster import connected
from assistant.index.spread.job import Program, program_version
from assistant.index.spread.results import results
from assistant.ingest.read import ToRead
from assistant.settings import Settings


def make_spread(
    files: Sequence[ToRead],
    settings: Settings,
    embedder: Embedder,
    known: Known,
    on_page: OnPage,
) -> Results:
    """Make of each file what is kept of it, as `Make` does, by the workers of the scheduler.

    In the order of the files, so that the index is as it would be if one machine had made it.
    `on_page` is not called: workers tell of whole documents only. When it is closed the cluster is
    let go, and what it still does for this build is stopped.

    Raises:
        SpreadError: the cluster cannot do it, or cannot go on; the sentence says why.
    """
    scheduler = settings.scheduler
    if scheduler is None:
        raise ValueError("the settings name no scheduler")
    if not files:
        return
    program = Program(program_version(), READER, embedder.name, recogniser(settings.limits))
    with connected(scheduler, program, settings.limits) as crew:
        yield from results(files, settings, program, crew, embedder, known)
