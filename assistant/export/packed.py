"""Word files as packages: nothing of one is unpacked before it is known to be small enough."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from docx.opc.exceptions import OpcError
from lxml import etree

from assistant.errors import PaperError

_LARGEST = 64 * 2**20
"""Bytes of one part: more than any paper has, less than would fill the memory."""
_ALL = 4 * _LARGEST
_PARTS = 5_000

UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    etree.LxmlError,
    OpcError,
    EOFError,
    RuntimeError,  # a password, a way of packing that Python does not know, or too deep
    ValueError,
    KeyError,
    AttributeError,  # a part without what python-docx takes for granted
    AssertionError,
    OSError,
)
"""What reading a damaged file may raise."""


def check_size(data: bytes) -> None:
    """Refuse a file that unpacks to too much. Python unpacks no more of a part than it states.

    Raises:
        PaperError: it does.
        UNREADABLE: it is no package.
    """
    with zipfile.ZipFile(BytesIO(data)) as package:
        sizes = [entry.file_size for entry in package.infolist()]
    if len(sizes) > _PARTS or max(sizes, default=0) > _LARGEST or sum(sizes) > _ALL:
        raise PaperError(
            "This file unpacks to more than any export of this program has, so it was not read."
        )
