"""Names for people in the records that do not say who they are.

They are made with a key that lies beside the records: without it nobody can find out by trying
addresses whose pseudonym one is.
"""

from __future__ import annotations

import hmac
import logging
import os
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path

_LOG = logging.getLogger(__name__)
_NAME = "pseudonym.key"
_BYTES = 32


def pseudonym(records: Path, purpose: str, text: str) -> str:
    """The pseudonym of a text, 64 hexadecimal digits; for each purpose another."""
    message = f"{purpose}\0{text}".encode("utf-8", "replace")
    return hmac.new(_key(records), message, "sha256").hexdigest()


@cache
def _key(records: Path) -> bytes:
    try:
        return _kept(records / _NAME)
    except OSError as error:
        # Nothing is kept either while this folder cannot be written: any key will do until then.
        _LOG.error("The key for pseudonyms cannot be kept in %s: %s", records, error.strerror)
        return secrets.token_bytes(_BYTES)


def _kept(path: Path) -> bytes:
    """The key of a file, which is made where there is none."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = path.with_name(f".{_NAME}.{secrets.token_hex(8)}")
        try:
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(secrets.token_bytes(_BYTES))
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):  # of several that begin at once the first one's stands
                os.link(new, path)
        finally:
            new.unlink(missing_ok=True)
    key = path.read_bytes()
    if len(key) < _BYTES:
        raise OSError(0, f"{path} is no key")
    return key
