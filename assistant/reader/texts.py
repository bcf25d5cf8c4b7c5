"""A passage as it is read: under the title of its document and its innermost headings."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.documents import Passage

_HEADINGS = 2


@dataclass(frozen=True, slots=True)
class Text:
    """What is read: a passage's words, and the title and headings that it stands under.

    The headings are read with the passage and are never part of an answer.
    """

    heading: str
    words: str


def heading_of(passage: Passage) -> str:
    """The title and the innermost headings, which say what "it" and "the Committee" are."""
    return ". ".join((passage.document.title, *passage.section[-_HEADINGS:]))


def text_of(passage: Passage) -> Text:
    """The passage without its footnote marks, offsets kept."""
    words = passage.document.without_marks(passage.start, passage.end)
    return Text(heading_of(passage), words)
