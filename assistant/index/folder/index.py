"""A version in a folder, opened for asking."""

from __future__ import annotations

from assistant.errors import DamagedIndex
from assistant.index.folder.catalogue import OpenCatalogue
from assistant.index.folder.checks import verify
from assistant.index.folder.leases import held_unless_it_fails
from assistant.index.folder.searches import FolderSearches
from assistant.index.folder.version_files import VersionFiles
from assistant.index.manifest import Manifest
from assistant.index.opened import Index, made_for


def open_index(files: VersionFiles, manifest: Manifest, model: str) -> Index:
    """Open one version, checked.

    Raises:
        StaleIndex: it was built with another model or by another version of the program.
        DamagedIndex: a file is missing or is not what was written.
    """
    made_for(manifest, model)
    with held_unless_it_fails(files) as lease:
        verify(files, manifest)
        catalogue = OpenCatalogue.of(files.catalogue, manifest, lease)
        passages = FolderSearches.load(catalogue, "passages", files.dense, files.lexical)
        statements = FolderSearches.load(
            catalogue, "statements", files.dense_statements, files.lexical_statements
        )
        for what, there, expected in (
            ("passages", len(passages), manifest.passages),
            ("statements of figures", len(statements), manifest.statements),
        ):
            if there != expected:
                raise DamagedIndex(
                    f"Version {manifest.version} should have {expected} {what} and has "
                    f"{there}. Run `nhs-assistant build`."
                )
        return Index(catalogue, passages, statements)
