"""A file's content as it is sent to a worker: the bytes of the hash that was seen, or why not."""

from __future__ import annotations

import hashlib

from assistant.index.reading import changed_meanwhile, not_given, taken_away
from assistant.ingest.read import ToRead, admitted
from assistant.settings import Limits


def content_of(file: ToRead, limits: Limits) -> bytes:
    """The content of a file of the corpus.

    It goes with its task, so that workers need no folder of the corpus, and one that is lost costs
    no more than sending it again.

    Raises:
        DocumentError: it is none that may be read, is not there, or is not as it was seen.
    """
    admitted(file, limits)
    try:
        content = file.file.read_bytes()
    except FileNotFoundError as error:
        raise taken_away(file) from error
    except OSError as error:
        raise not_given(file, error) from error
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise changed_meanwhile(file)
    return content
