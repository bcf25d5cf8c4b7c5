"""HTML of the list of documents, and of one document: its facts, its sections, its text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

import numpy as np

from assistant.dates import written_date
from assistant.documents import Block, Document, Section
from assistant.errors import Reason
from assistant.index.rows import Failure, Listing
from assistant.web import words
from assistant.web.markup import Span, escaped, fact, layered, page_link
from assistant.web.page_links import document_link, manage_link
from assistant.wording import counted, day, day_and_time

MENDS: dict[Reason, str] = {
    "password": "Save a copy that opens without a password.",
    "damaged": "Fetch the file again from where it was published, or save it anew.",
    "needs-ocr": "Make its text readable with text recognition (OCR), or get it as text.",
    "empty": "Check that it is the right file.",
    "too-large": "Split it into several files.",
    "timeout": "Split it into several files, or save it anew.",
    "unsupported": "Save it as PDF, Word, HTML, Markdown or text.",
}

_COLUMNS = ("Title", "Kind", "Publisher", "Date", "Pages", "Passages", "Indexed")
_FEW_SECTIONS = 12
"""So many are shown at once; of more, each level is unfolded when it is wanted."""


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
        words.by(listing) or "Not known",
        _date(listing),
        "None" if listing.pages is None else f"{listing.pages:,}",
        f"{listing.passages:,}",
        day(datetime.fromisoformat(listing.indexed)),
    )
    drawn = "".join(
        f'<td role="cell" data-label="{name}">{escaped(cell)}</td>'
        for name, cell in zip(_COLUMNS[1:], cells, strict=True)
    )
    return (
        '<tr role="row"><th role="rowheader" scope="row">'
        f"{page_link(listing.title, document_link(listing.path))}"
        f'<span class="path">{escaped(listing.path)}</span></th>{drawn}</tr>'
    )


def failure_list(failures: Iterable[Failure]) -> str:
    """The files that could not be read, why, and how to mend each."""
    items = "".join(
        f'<li><span class="title">{escaped(failure.path)}</span>'
        f"<span>{escaped(words.REASONS[failure.reason])}. {escaped(failure.detail)}</span>"
        f'<span class="mend">{MENDS[failure.reason]}</span></li>'
        for failure in failures
    )
    return f'<ul class="failures">{items}</ul>'


def mend_all() -> str:
    """Where staff mend what could not be read."""
    link = page_link("Manage documents", manage_link())
    return f"<p>Replace or remove them on the page {link}.</p>"


def facts(listing: Listing) -> str:
    """What is known of a document."""
    indexed = datetime.fromisoformat(listing.indexed)
    lines = {
        "Kind": listing.kind.capitalize(),
        "Authors": ", ".join(listing.authors),
        "Publisher": listing.publisher or "Not known",
        "Date": _date(listing),
        "Pages": "None" if listing.pages is None else f"{listing.pages:,}",
        "Passages": f"{listing.passages:,}",
        "Indexed": day_and_time(indexed),
        "File": listing.path,
    }
    drawn = "".join(fact(name, escaped(text)) for name, text in lines.items() if text)
    # Few want the whole of it, and those who do want to copy it.
    sha256 = (
        f"<details><summary>{escaped(listing.sha256[:12])}</summary>"
        f"<code>{escaped(listing.sha256)}</code></details>"
    )
    return f'<dl class="facts">{drawn}{fact("SHA-256", sha256)}</dl>'


@dataclass(slots=True)
class _Node:
    section: Section
    title: str
    under: list[_Node] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.under) + sum(node.size for node in self.under)


def section_tree(document: Document, address: dict[int, str]) -> str:
    """The sections of a document, those within others under them.

    `address`: where a section is shown, by the character where it starts.
    """
    roots = _tree(document)
    fold = len(document.sections) > _FEW_SECTIONS
    name = counted(len(document.sections), "section")
    opened = "" if fold else " open"
    return (
        f'<details class="sections"{opened}><summary>{name}</summary>'
        f"{_branch(document, roots, address, fold=fold)}</details>"
    )


def _tree(document: Document) -> list[_Node]:
    headings = [block for block in document.blocks if block.role == "heading"]
    roots: list[_Node] = []
    above: list[_Node] = []
    for section, heading in zip(document.sections, headings, strict=True):
        title = " ".join(document.text[heading.start : heading.end].split())
        node = _Node(section, title)
        while above and above[-1].section.level >= section.level:
            above.pop()
        (above[-1].under if above else roots).append(node)
        above.append(node)
    return roots


def _branch(
    document: Document, nodes: Sequence[_Node], address: dict[int, str], *, fold: bool
) -> str:
    items = []
    for node in nodes:
        page = document.page_at(node.section.start, node.section.end)
        at = f' <span class="at">page {page.number}</span>' if page else ""
        item = f"{page_link(node.title, address[node.section.start])}{at}"
        if node.under:
            branch = _branch(document, node.under, address, fold=fold)
            summary = f"{counted(node.size, 'section')} in it"
            folded = f"<details><summary>{summary}</summary>{branch}</details>"
            item += folded if fold else branch
        items.append(f"<li>{item}</li>")
    return f"<ul>{''.join(items)}</ul>"


def page_text(document: Document, page: int) -> str:
    """The stored text that stands on a page, for those who cannot see its picture."""
    placed = np.flatnonzero(document.layout.page == page) if document.layout else np.array([])
    if not len(placed):
        return ""
    # Only these blocks are gone through: a report has hundreds of pages.
    first = bisect_right(document.blocks, placed[0], key=lambda block: block.end)
    last = bisect_right(document.blocks, placed[-1], key=lambda block: block.start)
    drawn = "".join(
        _paragraph(document, block, span)
        for block in document.blocks[first:last]
        for span in _on_page(document, block, page)
    )
    return f'<div class="section-text">{drawn}</div>' if drawn else ""


def _on_page(document: Document, block: Block, page: int) -> list[Span]:
    """The parts of a block that stand on a page; white space, which stands on none, within them."""
    if document.layout is None:
        return []
    numbers = document.layout.page[block.start : block.end].tolist()
    placed = [(at, number) for at, number in enumerate(numbers, start=block.start) if number]
    runs = [(number, list(run)) for number, run in groupby(placed, key=lambda each: each[1])]
    return [(run[0][0], run[-1][0] + 1) for number, run in runs if number == page]


def blocks_text(document: Document, blocks: Iterable[Block]) -> str:
    """Blocks as paragraphs with their roles; a heading can be linked to."""
    drawn = "".join(_paragraph(document, block, (block.start, block.end)) for block in blocks)
    return f'<div class="section-text">{drawn}</div>'


def anchor(start: int) -> str:
    """The id of the heading that begins at a character."""
    return f"at-{start}"


def _paragraph(document: Document, block: Block, span: Span) -> str:
    name = f' id="{anchor(block.start)}"' if block.role == "heading" else ""
    marks = [(start, end) for start, end in document.marks if span[0] <= start and end <= span[1]]
    text = layered(document.text[span[0] : span[1]], span[0], [("sup", marks)])
    return f'<p class="{block.role} level-{min(block.level, 4)}"{name}>{text}</p>'


def _date(listing: Listing) -> str:
    return written_date(listing.published) if listing.published else "Not known"
