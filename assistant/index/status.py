"""What is indexed, and how it stands to the corpus of today."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.errors import CorpusError
from assistant.index.build import READER
from assistant.index.catalogue import Catalogue, Failure, Listing, Seen
from assistant.index.versions import Manifest, open_version
from assistant.ingest.corpus import corpus_files
from assistant.reader.files import SHIPPED, sha256_of
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Status:
    """One version of the index; `stale` names what a build would change, and `advice` why.

    `reader` is the file of the reader's weights with their hash.
    """

    manifest: Manifest
    documents: tuple[Listing, ...]
    failures: tuple[Failure, ...]
    stale: tuple[str, ...]
    advice: str | None
    reader: str


def status(settings: Settings) -> Status:
    """Look at the index and the corpus, loading no models.

    Raises:
        IndexProblem: there is no index, or it cannot be used.
        ModelError: the reader's weights are not where they should be.
    """
    files, manifest = open_version(settings.index)
    catalogue = Catalogue.load(files.catalogue)
    try:
        seen = catalogue.seen() | catalogue.seen_failures()
        listings, failures = tuple(catalogue.listings()), tuple(catalogue.failures())
    finally:
        catalogue.close()
    stale, advice = _stale(settings, manifest, seen)
    weights = settings.reader or SHIPPED
    reader = f"{weights.name}:{sha256_of(weights)[:16]}"
    return Status(manifest, listings, failures, stale, advice, reader)


def _stale(
    settings: Settings, manifest: Manifest, seen: dict[str, Seen]
) -> tuple[tuple[str, ...], str | None]:
    try:
        files = corpus_files(settings.corpus)
        now = {file.path: Seen(file.sha256(), file.entry.key) for file in files}
    except CorpusError as error:
        return (), str(error)
    stale = sorted(path for path in now.keys() | seen.keys() if now.get(path) != seen.get(path))
    if manifest.model.rsplit(":", 1)[0] != settings.model:
        return tuple(stale), "The index was built with another model. Run `nhs-assistant build`."
    if manifest.reader != READER:
        return tuple(stale), "The program has changed since the build. Run `nhs-assistant build`."
    if stale:
        return tuple(stale), "The corpus has changed since the build. Run `nhs-assistant build`."
    return (), None
