"""A passage as it is read: under the title of its document and its innermost headings."""

from __future__ import annotations

from assistant.documents import Passage
from assistant.reader.windows import Text

_HEADINGS = 2


def heading_of(passage: Passage) -> str:
    """The title and the innermost headings, which say what "it" and "the Committee" are."""
    return ". ".join((passage.document.title, *passage.section[-_HEADINGS:]))


def text_of(passage: Passage) -> Text:
    """The passage without its footnote marks, offsets kept."""
    words = passage.document.without_marks(passage.start, passage.end)
    return Text(heading_of(passage), words)
