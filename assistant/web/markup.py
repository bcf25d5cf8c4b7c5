"""HTML made of the documents' words, character for character.

`st.markdown` would change them: it eats `*`, turns `--` into a dash and `:smile:` into a picture.
Everything that comes from a document or from a person goes through here and then `st.html`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from assistant.answer.citation import Citation
from assistant.documents import Block, Document, Quote
from assistant.web import words
from assistant.web.page_links import LINK, document_link
from assistant.wording import basis_words

Span = tuple[int, int]


def escaped(text: str) -> str:
    """Text as HTML. Line ends become entities, because st.html tidies white space at them."""
    return html.escape(text).replace("\n", "&#10;")


def paragraph(text: str, css_class: str) -> str:
    """A paragraph of plain text."""
    return f'<p class="{css_class}">{escaped(text)}</p>'


def heading(level: int, text: str, css_class: str) -> str:
    """A heading of plain text."""
    return f'<h{level} class="{css_class}">{escaped(text)}</h{level}>'


def found_heading(text: str, asked: str) -> str:
    """How many quotes were found; when is for benchmarks/app.py: how long until it is drawn?"""
    return f'<h3 class="found" data-found="{escaped(asked)}">{escaped(text)}</h3>'


def facts_list(facts: Iterable[tuple[str, str]], css_class: str = "") -> str:
    """Names with what is to be said of each, as plain text; what is empty is left out."""
    drawn = "".join(fact(name, escaped(text)) for name, text in facts if text)
    return f'<dl class="{css_class}">{drawn}</dl>'


def fact(name: str, drawn: str) -> str:
    """A name with what is to be said of it, as HTML, for a list of facts."""
    return f"<div><dt>{name}</dt><dd>{drawn}</dd></div>"


def label(text: str) -> str:
    """Text as the label of a button, which Streamlit reads as Markdown.

    A backslash keeps punctuation as it is; a word joiner (of no width) breaks up what is changed
    even then, such as `--` and `:smile:`.
    """
    joined = re.sub(r"(?<=[-.:])(?=[-.:\w])", "\u2060", text)
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", joined)


Layer = tuple[str, Iterable[Span]]
"""A tag with its attributes, and the spans of a text that it goes around."""


def layered(text: str, first: int, layers: Iterable[Layer]) -> str:
    """Text with tags around spans of it that may overlap; spans count from `first`, its place."""
    layers = [(tag, tuple(spans)) for tag, spans in layers]
    start, end = first, first + len(text)
    cuts = {start, end}
    for _, spans in layers:
        cuts.update(cut for span in spans for cut in span if start < cut < end)
    ordered = sorted(cuts)
    pieces = []
    for a, b in zip(ordered, ordered[1:], strict=False):
        tags = [tag for tag, spans in layers if any(x <= a and b <= y for x, y in spans)]
        opening = "".join(f"<{tag}>" for tag in tags)
        closing = "".join(f"</{tag.split()[0]}>" for tag in reversed(tags))
        pieces.append(f"{opening}{escaped(text[a - first : b - first])}{closing}")
    return "".join(pieces)


def marked_text(document: Document, span: Span, quote: Span, key: Span | None = None) -> str:
    """`document.text` in `span`, its footnote marks raised, with the quote and key words marked."""
    layers: list[Layer] = [
        ('mark class="quote"', [quote]),
        ('mark class="key"', [key] if key else []),
        ("sup", document.marks),
    ]
    return layered(document.text[slice(*span)], span[0], layers)


def key_span(quote: Quote) -> Span | None:
    """The key words of a quote, as offsets of its document."""
    return (quote.start + quote.key[0], quote.start + quote.key[1]) if quote.key else None


def quotation(citation: Citation, css_class: str) -> str:
    """A quote with what stands behind it above, and what it is from below."""
    key = (citation.key,) if citation.key else ()
    text = layered(citation.text, 0, [('mark class="key"', key), ("sup", citation.marks)])
    return (
        f'<figure class="{css_class}">{basis_label(citation)}'
        f"<blockquote>{text}</blockquote><figcaption>"
        f'<span class="title">{page_link(citation.title, source_address(citation))}</span>'
        f"<span>{escaped(words.passage_facts(citation))}</span>"
        f"<span>{escaped(words.passage_place(citation))}</span>"
        f"</figcaption></figure>"
    )


def source_address(citation: Citation) -> str:
    """The address of the page that a quote is from, in the edition that was quoted."""
    return document_link(citation.document, page=citation.page, sha256=citation.sha256)


def page_link(text: str, address: str) -> str:
    """A link to another page of the app, which `follow_links` opens without loading it again."""
    return f'<a class="{LINK}" href="{escaped(address)}">{escaped(text)}</a>'


def way(text: str, address: str) -> str:
    """A link to another page that stands by itself."""
    return f'<p class="way">{page_link(text, address)}</p>'


def basis_label(citation: Citation) -> str:
    """What stands behind a quote, told by words and not by colour alone."""
    css_class = citation.basis.replace(" ", "-")
    return f'<p class="basis {css_class}">{escaped(basis_words(citation))}</p>'


def copy_button(label: str, text: str) -> str:
    """A button that copies a text; assistant/web/copying.py listens to it."""
    return (
        f'<button type="button" class="copy" data-copy="{escaped(text)}">{escaped(label)}</button>'
    )


def link_button(label: str, address: str) -> str:
    """A button that copies a link to an address of this app, which the browser completes."""
    return (
        f'<button type="button" class="copy" data-copy-link="{escaped(address)}">'
        f"{escaped(label)}</button>"
    )


def print_button(label: str) -> str:
    """A button that opens the browser's printing."""
    return f'<button type="button" class="copy" data-print="">{escaped(label)}</button>'


def new_tab_link(label: str, address: str) -> str:
    """A link that opens in a new tab, and says so."""
    return (
        f'<p class="file-link"><a href="{escaped(address)}" target="_blank" rel="noopener">'
        f"{escaped(label)} (opens in new tab)</a></p>"
    )


def download_link(label: str, address: str) -> str:
    """A link to a file that the browser keeps."""
    return f'<a href="{escaped(address)}">{escaped(label)}</a>'


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
    span, quoted = (block.start, block.end), (quote.start, quote.end)
    text = marked_text(document, span, quoted, key_span(quote))
    return f'<p class="{block.role} level-{min(block.level, 4)}">{text}</p>'


def status(text: str) -> str:
    """What is being waited for."""
    return f'<p class="waiting" role="status">{escaped(text)}</p>'


def information(text: str) -> str:
    """A sentence that people should see, about nothing that is wrong."""
    return f'<div class="information">{escaped(text)}</div>'


def notice(text: str) -> str:
    """A sentence about something that went wrong or is missing."""
    return f'<div class="notice" role="alert">{escaped(text)}</div>'
