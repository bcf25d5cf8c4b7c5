"""What a worker makes of one file: its document and the figures that the document states."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from assistant.documents import Document
from assistant.figures.extract import figures_of
from assistant.figures.figure import Figure
from assistant.ingest.read import ToRead, read_document
from assistant.settings import Limits

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class ReadFile:
    """A document with its figures, in order of place."""

    document: Document
    figures: tuple[Figure, ...]


def read_file(file: ToRead, limits: Limits) -> ReadFile:
    """Read one file in this process. Raises DocumentError as `read_document` does."""
    document = read_document(file, limits)
    try:
        return ReadFile(document, figures_of(document))
    except (ValueError, IndexError, KeyError, ArithmeticError):
        # A fault of ours: the document can still be searched and quoted.
        _LOG.exception("the figures of %s could not be read", document.path)
        return ReadFile(document, ())
