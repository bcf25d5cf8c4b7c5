"""HTML made of the documents' words, character for character.

`st.markdown` would change them: it eats `*`, turns `--` into a dash and `:smile:` into a picture.
Everything that comes from a document or from a person goes through here and then `st.html`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import datetime

from assistant.documents import Block, Document, Quote, written_date
from assistant.index.catalogue import Failure, Listing
from assistant.web import words

Span = tuple[int, int]


def escaped(text: str) -> str:
    """Text as HTML. Line ends become entities, because st.html tidies white space at them."""
    return html.escape(text).replace("\n", "&#10;")


def paragraph(text: str, css_class: str) -> str:
    """A paragraph of plain text."""
    return f'<p class="{css_class}">{escaped(text)}</p>'


def label(text: str) -> str:
    """Text as the label of a button, which Streamlit reads as Markdown.

    A backslash keeps punctuation as it is; a word joiner (of no width) breaks up what is changed
    even then, such as `--` and `:smile:`.
    """
    joined = re.sub(r"(?<=[-.:])(?=[-.:\w])", "\u2060", text)
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", joined)


def marked_text(document: Document, span: Span, quote: Span, key: Span | None = None) -> str:
    """`document.text` in `span`, its footnote marks raised, with the quote and key words marked."""
    start, end = span
    layers: tuple[tuple[str, Iterable[Span]], ...] = (
        ('mark class="quote"', (quote,)),
        ('mark class="key"', (key,) if key else ()),
        ("sup", document.marks),
    )
    cuts = {start, end}
    for _, spans in layers:
        cuts.update(cut for span in spans for cut in span if start < cut < end)
    ordered = sorted(cuts)
    pieces = []
    for a, b in zip(ordered, ordered[1:], strict=False):
        tags = [tag for tag, spans in layers if any(x <= a and b <= y for x, y in spans)]
        opening = "".join(f"<{tag}>" for tag in tags)
        closing = "".join(f"</{tag.split()[0]}>" for tag in reversed(tags))
        pieces.append(f"{opening}{escaped(document.text[a:b])}{closing}")
    return "".join(pieces)


def key_span(quote: Quote) -> Span | None:
    """The key words of a quote, as offsets of its document."""
    return (quote.start + quote.key[0], quote.start + quote.key[1]) if quote.key else None


def quotation(quote: Quote, css_class: str) -> str:
    """A quote with what it is from under it."""
    # Without a quote span only the key words are marked: here everything is the quote.
    span = (quote.start, quote.end)
    text = marked_text(quote.document, span, (0, 0), key_span(quote))
    return (
        f'<figure class="{css_class}"><blockquote>{text}</blockquote><figcaption>'
        f'<span class="title">{escaped(quote.document.title)}</span>'
        f"<span>{escaped(words.passage_facts(quote))}</span>"
        f"<span>{escaped(words.passage_place(quote))}</span>"
        f"</figcaption></figure>"
    )


def section_text(quote: Quote, characters: int | None = None) -> str:
    """The section that a quote stands in, with the quote marked.

    `characters`: about how much of it to show before and after the quote; all where None.
    """
    document = quote.document
    first, last = 0, len(document.text)
    for section in document.sections:
        if section.start > quote.start:
            last = min(last, section.start)
            break
        first, last = section.start, section.end
    last = max(last, quote.end)
    room = len(document.text) if characters is None else characters
    start, end = max(first, quote.start - room), min(last, quote.end + room)
    blocks = [block for block in document.blocks if block.start < end and block.end > start]
    drawn = "".join(_block(document, block, quote) for block in blocks)
    before = _ELLIPSIS if start > first else ""
    after = _ELLIPSIS if end < last else ""
    return f'<div class="section-text">{before}{drawn}{after}</div>'


_ELLIPSIS = '<p class="more">…</p>'


def _block(document: Document, block: Block, quote: Quote) -> str:
    text = marked_text(
        document, (block.start, block.end), (quote.start, quote.end), key_span(quote)
    )
    return f'<p class="{block.role} level-{min(block.level, 4)}">{text}</p>'


_COLUMNS = ("Title", "Kind", "Publisher", "Date", "Pages", "Passages", "Indexed")


def document_table(listings: Iterable[Listing]) -> str:
    """The list of documents. The roles keep it a table where CSS stacks it on a phone."""
    heads = "".join(f'<th role="columnheader" scope="col">{name}</th>' for name in _COLUMNS)
    rows = "".join(_row(listing) for listing in listings)
    return (
        '<table class="documents" role="table"><thead role="rowgroup"><tr role="row">'
        f'{heads}</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
    )


def _row(listing: Listing) -> str:
    cells = (
        listing.kind.capitalize(),
        listing.publisher or ", ".join(listing.authors) or "Not known",
        written_date(listing.published) if listing.published else "Not known",
        "None" if listing.pages is None else f"{listing.pages:,}",
        f"{listing.passages:,}",
        words.day(datetime.fromisoformat(listing.indexed)),
    )
    drawn = "".join(
        f'<td role="cell" data-label="{name}">{escaped(cell)}</td>'
        for name, cell in zip(_COLUMNS[1:], cells, strict=True)
    )
    return (
        f'<tr role="row"><th role="rowheader" scope="row">{escaped(listing.title)}'
        f'<span class="path">{escaped(listing.path)}</span></th>{drawn}</tr>'
    )


def failure_list(failures: Iterable[Failure]) -> str:
    """The files that could not be read, and why."""
    items = "".join(
        f'<li><span class="title">{escaped(failure.path)}</span>'
        f"<span>{escaped(words.REASONS[failure.reason])}. {escaped(failure.detail)}</span></li>"
        for failure in failures
    )
    return f'<ul class="failures">{items}</ul>'


def notice(text: str) -> str:
    """A sentence about something that went wrong or is missing."""
    return f'<div class="notice" role="alert">{escaped(text)}</div>'
