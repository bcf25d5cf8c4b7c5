"""What is indexed, and how it stands to the corpus of today."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.errors import CorpusError
from assistant.index.build import READER, changes
from assistant.index.build_state import RebuildState, read_state
from assistant.index.catalogue import Catalogue, Failure, Listing
from assistant.index.versions import (
    Manifest,
    VersionFiles,
    first_usable,
    verify,
    versions_on_disk,
)
from assistant.ingest.corpus import corpus_files
from assistant.reader.files import SHIPPED, sha256_of
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


def status(settings: Settings) -> Status:
    """Look at the index and the corpus, loading no models.

    Raises:
        IndexProblem: there is no index, or it cannot be used.
        ModelError: the reader's weights are not where they should be.
    """
    (files, manifest), instead = first_usable(settings.index, _whole)
    catalogue = Catalogue.load(files.catalogue)
    try:
        stale, advice = _stale(settings, manifest, catalogue)
        listings, failures = tuple(catalogue.listings()), tuple(catalogue.failures())
    finally:
        catalogue.close()
    weights = settings.reader or SHIPPED
    return Status(
        manifest,
        listings,
        failures,
        stale,
        advice,
        reader=f"{weights.name}:{sha256_of(weights)[:16]}",
        versions=tuple(files.folder.name for files in versions_on_disk(settings.index)),
        instead=instead,
        build=read_state(settings.index),
    )


def _whole(files: VersionFiles, manifest: Manifest) -> tuple[VersionFiles, Manifest]:
    verify(files, manifest)
    return files, manifest


def _stale(
    settings: Settings, manifest: Manifest, catalogue: Catalogue
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
