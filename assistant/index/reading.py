"""What a worker makes of one file: its document and the figures that the document states."""

from __future__ import annotations

import logging

from assistant.documents import Document
from assistant.errors import DocumentError
from assistant.figures.extract import figures_of
from assistant.hashing import sha256_of
from assistant.index.rows import ReadFile
from assistant.ingest.read import ToRead, read_document
from assistant.settings import Limits

_LOG = logging.getLogger(__name__)


def read_file(file: ToRead, limits: Limits) -> ReadFile:
    """Read one file in this process. Raises DocumentError as `read_document` does."""
    document = _read_as_it_was_seen(file, limits)
    try:
        return ReadFile(document, figures_of(document))
    except (ValueError, IndexError, KeyError, ArithmeticError):
        # A fault of ours: the document can still be searched and quoted.
        _LOG.exception("the figures of %s could not be read", document.path)
        return ReadFile(document, ())


def _read_as_it_was_seen(file: ToRead, limits: Limits) -> Document:
    """Read a file that may be replaced meanwhile: a citation names the hash of what was read."""
    try:
        document = read_document(file, limits)
    except FileNotFoundError as error:
        raise taken_away(file) from error
    except OSError as error:
        raise not_given(file, error) from error
    except DocumentError as error:
        # A reader that could not open the file, or met half of a new one, calls it damaged.
        if not error.again and error.reason in _OF_THE_CONTENT:
            _as_it_was_seen(file)
        raise
    _as_it_was_seen(file)
    return document


_OF_THE_CONTENT = ("damaged", "empty", "needs-ocr", "password", "timeout")


def _as_it_was_seen(file: ToRead) -> None:
    try:
        same = sha256_of(file.file) == file.sha256
    except FileNotFoundError as error:
        raise taken_away(file) from error
    except OSError as error:
        raise not_given(file, error) from error
    if not same:
        raise changed_meanwhile(file)


def changed_meanwhile(file: ToRead) -> DocumentError:
    """The failure of a file that is not as it was seen."""
    return DocumentError(
        "damaged",
        f"{file.path} was changed while it was read. It is read again at the next build.",
        again=True,
    )


def taken_away(file: ToRead) -> DocumentError:
    """The failure of a file that is no longer there."""
    return DocumentError("damaged", f"{file.path} was taken away while it was read.", again=True)


def not_given(file: ToRead, error: OSError) -> DocumentError:
    """The failure of a file that its disk does not give."""
    why = f" ({error.strerror})" if error.strerror else ""
    return DocumentError(
        "damaged",
        f"{file.path} could not be read from its disk{why}. It is read again at the next build.",
        again=True,
    )
