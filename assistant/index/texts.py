"""The texts by which passages and statements are found: by their meaning and by their words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from assistant.documents import Document, Passage
from assistant.figures.figure import Figure, InTable

_FEW_WORDS = 4
"""A statement of fewer words, such as a number on a line of its own, does not say of what it is."""
_LABEL_WORDS = 15
_ROW_WORDS = 30
_DIGIT = re.compile(r"\d")


def passage_text(passage: Passage) -> str:
    """A passage as it is embedded: its headings, and its words without footnote marks."""
    words = " ".join(passage.document.without_marks(passage.start, passage.end).split())
    headings = passage.section[-2:]
    return f"{' - '.join(headings)}. {words}" if headings else words


def passage_fields(document: Document, start: int, end: int) -> tuple[str, str]:
    """A passage as its words are searched: what stands above it, and its text."""
    above = (*document.names, *document.section_at(start))
    return " ".join(above), document.without_marks(start, end)


def statement_fields(
    document: Document, start: int, end: int, tables: Iterable[InTable]
) -> tuple[str, str]:
    """A statement as its words are searched; `tables` are where its figures stand in tables."""
    above = (
        *(*document.names, *document.section_at(start)),
        *(label_before(document, start, end), headers(tables)),
    )
    return " ".join(above), document.without_marks(start, end)


def statements_of(
    document: Document, figures: Sequence[Figure]
) -> list[tuple[Passage, list[Figure]]]:
    """The sentences and rows that state figures, in order of place, each with its figures."""
    found: dict[tuple[int, int], list[Figure]] = defaultdict(list)
    for figure in figures:
        found[figure.start, figure.end].append(figure)
    return [(Passage(document, *span), found[span]) for span in sorted(found)]


def statement_text(statement: Passage, figures: Sequence[Figure]) -> str:
    """A statement as it is embedded: a sentence after its heading, a row by its headers.

    Of a row's own words a few go with them: labels within its cells say what is measured. Its
    numbers say nothing of what it is about.
    """
    document = statement.document
    label = label_before(document, statement.start, statement.end)
    heading = ". ".join([*statement.section[-1:], *([label] if label else [])])
    tables = [figure.table for figure in figures if figure.table is not None]
    words = headers(tables) if tables else ""
    own = document.without_marks(statement.start, statement.end).split()
    if words:
        named = set(re.findall(r"[^\W_]+", words))
        labels = [
            word for word in own if word.strip(",.:;") not in named and not _DIGIT.search(word)
        ]
        words = ". ".join([words, *([" ".join(labels[:_ROW_WORDS])] if labels else [])])
    else:
        words = " ".join(own)
    return f"{heading}. {words}" if heading else words


def label_before(document: Document, start: int, end: int) -> str:
    """The short line before a statement of hardly any words, which says of what it is; else ""."""
    if len(document.without_marks(start, end).split()) >= _FEW_WORDS:
        return ""
    at = bisect_right(document.blocks, start, key=lambda block: block.start) - 1
    if at < 1:
        return ""
    before = document.blocks[at - 1]
    label = " ".join(document.without_marks(before.start, before.end).split())
    return label if len(label.split()) <= _LABEL_WORDS else ""


def headers(tables: Iterable[InTable]) -> str:
    """The caption and the headers of the rows and columns of some figures, each said once."""
    said: dict[str, None] = {}
    for table in tables:
        said |= dict.fromkeys((table.caption, *table.row, *table.column))
    return ". ".join(" ".join(one.split()) for one in said if one.strip())
