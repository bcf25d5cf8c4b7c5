"""Text as XML can hold it."""

from __future__ import annotations

import re

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def held(text: str) -> str:
    """The text, with U+FFFD for each character that XML cannot hold; a line ends with one sign."""
    return _NOT_XML.sub("\ufffd", re.sub("\r\n?", "\n", text))
