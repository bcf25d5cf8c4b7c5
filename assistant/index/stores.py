"""Which store the settings name: a folder of files, or PostgreSQL."""

from __future__ import annotations

from assistant.errors import SettingsError
from assistant.index.face import Store
from assistant.settings import Settings


def store_of(settings: Settings) -> Store:
    """The store that holds the index; nothing is opened yet.

    Raises:
        SettingsError: what ASSISTANT_STORE needs is not installed.
    """
    if settings.store is not None:
        try:
            from assistant.index.postgres.store import PostgresStore  # imports psycopg
        except ImportError as error:
            raise SettingsError(
                "ASSISTANT_STORE names a database, and what asks PostgreSQL is not installed. "
                "Install it: pip install 'nhs-policy-assistant[scale]'."
            ) from error
        return PostgresStore(settings)
    from assistant.index.folder.store import FolderStore

    return FolderStore(settings.index)
