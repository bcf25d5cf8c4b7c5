"""A paper as HTML to print from the browser, its notes at the end."""

from __future__ import annotations

import html
from datetime import datetime

import lxml.html
from lxml import etree

from assistant.answer.citation import Citation
from assistant.export import receipts
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


def printed(paper: Paper, exported: datetime | None = None, *, level: int = 1) -> str:
    """The paper as a fragment for `st.html`; `exported` is now unless it is given.

    `level` is that of the title's heading, where the fragment stands under others.
    """
    title, part = f"h{level}", f"h{level + 1}"
    # The browser keeps the attribute when somebody saves the page, so that it can be verified.
    proofs = html.escape(receipts.written(paper, indent=None))
    parts = [f'<article class="paper" lang="en-GB" data-receipts="{proofs}">']
    parts.append(f"<{title}>{_escaped(paper.title)}</{title}>")
    parts += [f"<p>{_escaped(sentence)}</p>" for sentence in opening(exported or this_moment())]
    notes = []
    for question, items in by_question(paper):
        parts.append(f"<{part}>{_escaped(question)}</{part}>")
        for number, item in items:
            parts.append(_item(number, item))
            notes.append(_note(number, item))
    if notes:
        parts.append(f'<{part}>Notes</{part}><ol class="paper-notes">{"".join(notes)}</ol>')
    else:
        parts.append(f"<p>{EMPTY}</p>")
    return "".join([*parts, "</article>"])


def read_printed(text: str) -> tuple[Paper, lxml.html.HtmlElement]:
    """The paper of a printed page that was saved as HTML, from its receipts, and its element.

    Raises:
        PaperError: there is none in it, or its receipts are damaged.
    """
    try:
        page = lxml.html.fromstring(text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
        # The last: nothing that a person wrote can come after it and look like it.
        article = page.xpath("//article[@data-receipts]")[-1]
    except (etree.LxmlError, IndexError, ValueError, AssertionError) as error:
        raise receipts.missing("a page") from error
    return receipts.read(article.get("data-receipts")), article


def _item(number: int, item: PaperItem) -> str:
    # The style is here because without it the white space of the quote is not what it was.
    quote = (
        f'<blockquote class="paper-quote" dir="auto" style="white-space: pre-wrap" '
        f'id="paper-quote-{number}">{_quote(item.citation)}'
        f'<sup><a href="#paper-note-{number}" aria-label="Note {number}">{number}</a></sup>'
        "</blockquote>"
    )
    basis = f'<p class="basis">{_escaped(basis_words(item.citation))}</p>'
    comment = (
        f'<p style="white-space: pre-wrap"><strong>{COMMENT}:</strong> {_escaped(item.comment)}</p>'
    )
    return quote + basis + (comment if item.comment else "")


def _quote(citation: Citation) -> str:
    drawn = []
    for piece in pieces(citation):
        text = _escaped(piece.text)
        text = f"<sup>{text}</sup>" if piece.mark else text
        drawn.append(f"<strong>{text}</strong>" if piece.key else text)
    return "".join(drawn)


def _note(number: int, item: PaperItem) -> str:
    lines = "<br>".join(_escaped(line) for line in note(item))
    back = f'<a class="back" href="#paper-quote-{number}">Back to quote {number}</a>'
    return f'<li id="paper-note-{number}">{lines} {back}</li>'


def _escaped(text: str) -> str:
    """Text as HTML. Line ends become entities, because st.html tidies white space at them."""
    return html.escape(text).replace("\r", "&#13;").replace("\n", "&#10;")
