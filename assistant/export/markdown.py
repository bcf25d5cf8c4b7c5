"""A paper as Markdown with footnotes, and back from its receipts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from assistant.answer.citation import Citation
from assistant.export import receipts
from assistant.export.markdown_text import bold, written
from assistant.export.wording import (
    COMMENT,
    EMPTY,
    by_question,
    note,
    opening,
    pieces,
    this_moment,
)
from assistant.records.papers import Paper, PaperItem
from assistant.wording import basis_words

_BEGIN = "<!-- Receipts of the NHS policy assistant, by which the quotes can be checked"
_RECEIPTS = re.compile(rf"^{_BEGIN}$(.*?)^-->", re.MULTILINE | re.DOTALL)


def markdown(paper: Paper, exported: datetime | None = None) -> str:
    """The paper as Markdown with footnotes; `exported` is now unless it is given."""
    blocks = [f"# {_line(paper.title)}"]
    blocks += [_line(sentence) for sentence in opening(exported or this_moment())]
    notes = []
    for question, items in by_question(paper):
        blocks.append(f"## {_line(question)}")
        for number, item in items:
            blocks += _item(number, item)
            notes.append(f"[^{number}]: {_line(' '.join(note(item)))}")
    if not paper.items:
        blocks.append(EMPTY)
    # A JSON text has no blank line and no ">", so the comment ends where it should.
    comment = f"{_BEGIN}\n{receipts.written(paper)}\n-->"
    return "\n\n".join([*blocks, *notes, comment]) + "\n"


def _item(number: int, item: PaperItem) -> Iterator[str]:
    quote = _quote(item.citation, f"[^{number}]")
    yield "\n".join(f"> {line}" for line in quote.split("\n"))
    yield _line(basis_words(item.citation))
    if item.comment:
        yield f"**{COMMENT}:** {''.join(written(item.comment))}"


def _line(text: str) -> str:
    """Text on one line."""
    return "".join(written(re.sub(r"[\r\n]+", " ", text)))


def _quote(citation: Citation, reference: str) -> str:
    """The words of a quote, its key words bold and its footnote marks raised."""
    characters = written(citation.text)
    before = key = after = ""
    start = 0
    for piece in pieces(citation):
        end = start + len(piece.text)
        text = "".join(characters[start:end])
        text = f"<sup>{text}</sup>" if piece.mark else text
        if piece.key:
            key += text
        elif key:
            after += text
        else:
            before += text
        start = end
    return before + bold(before, key, after + reference) + after + reference


def read_markdown(text: str) -> Paper:
    """The paper that a Markdown file was made of, from its receipts.

    What was changed in the file since, the words of a quote included, is not in it.

    Raises:
        PaperError: it is no Markdown file of this program's, or its receipts are damaged.
    """
    # The last: a comment of the person's or a quote cannot come after it.
    found = _RECEIPTS.findall(text.replace("\r\n", "\n"))
    if not found:
        raise receipts.missing("Markdown")
    return receipts.read(found[-1])
