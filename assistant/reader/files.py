"""Where the reader's weights are; imports no model library."""

from __future__ import annotations

from pathlib import Path

from assistant.errors import ModelError
from assistant.hashing import sha256_of

SHIPPED = Path(__file__).with_name("weights") / "reader.safetensors"
SHIPPED_SHA256 = "8b968be3db9c5c7de75309154a7fc3e5243af479d6a64a4c0d1d57a3ab13ed7b"
"""Of the file that ships: another one is not what the figures in docs/quality.md are of."""


def weights_sha256(file: Path) -> str:
    """The SHA-256 of a file of weights.

    Raises:
        ModelError: it cannot be read.
    """
    try:
        return sha256_of(file)
    except OSError as error:
        raise ModelError(
            f"There are no weights of a reader in {file}. Correct ASSISTANT_READER, or unset it to "
            "use the reader that comes with the program."
        ) from error
