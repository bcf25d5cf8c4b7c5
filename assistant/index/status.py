"""What is indexed, and how it stands to the corpus of today."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from assistant.errors import CorpusError
from assistant.index.build_state import RebuildState, read_state
from assistant.index.manifest import READER, Manifest
from assistant.index.planning import changes
from assistant.index.rows import Failure, Listing
from assistant.index.stores import store_of
from assistant.index.version import Reading
from assistant.ingest.corpus import corpus_files
from assistant.reader.files import SHIPPED, weights_sha256
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Status:
    """One version of the index; `stale` names what a build would change, and `advice` why.

    `reader` is the file of the reader's weights with their hash. `versions` are those on disk, the
    current one first; `instead` says why an earlier one than the current serves, where it does, and
    `build` how the build that runs stands or the last one ended.
    """

    manifest: Manifest
    documents: tuple[Listing, ...]
    failures: tuple[Failure, ...]
    stale: tuple[str, ...]
    advice: str | None
    reader: str
    versions: tuple[str, ...] = ()
    instead: str | None = None
    build: RebuildState | None = None


def status(settings: Settings, *, check: bool = False) -> Status:
    """Look at the index and the corpus, loading no models; with `check` at all of the index.

    Raises:
        IndexProblem: there is no index, or it cannot be used.
        ModelError: the reader's weights are not where they should be.
    """
    store = store_of(settings)
    manifest, instead = store.check(every=check)
    with contextlib.closing(store.catalogue(manifest.version)) as catalogue:
        stale, advice = _stale(settings, manifest, catalogue)
        listings, failures = tuple(catalogue.listings()), tuple(catalogue.failures())
    weights = settings.reader or SHIPPED
    return Status(
        manifest,
        listings,
        failures,
        stale,
        advice,
        reader=f"{weights.name}:{weights_sha256(weights)[:16]}",
        versions=tuple(store.versions()),
        instead=instead,
        build=read_state(settings.index),
    )


def _stale(
    settings: Settings, manifest: Manifest, catalogue: Reading
) -> tuple[tuple[str, ...], str | None]:
    try:
        changed, gone = changes(corpus_files(settings.corpus), catalogue, settings.limits)
    except CorpusError as error:
        return (), str(error)
    stale = sorted([*(file.path for file, _ in changed), *gone])
    if manifest.model.rsplit(":", 1)[0] != settings.model:
        return tuple(stale), "The index was built with another model. Run `nhs-assistant build`."
    if manifest.reader != READER:
        return tuple(stale), "The program has changed since the build. Run `nhs-assistant build`."
    if stale:
        return tuple(stale), "The corpus has changed since the build. Run `nhs-assistant build`."
    return (), None
