"""A web page becomes a draft: its main text with headings, lists, tables and notes in order.

selectolax and a walk of our own, not trafilatura: tried on the same pages, trafilatura glued
footnote marks to words, made a table's caption its header and, on a short page, one paragraph of
everything, headings and cookie notices too. Nothing is ever fetched.
"""

from __future__ import annotations

import re
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from assistant.errors import DocumentError
from assistant.ingest.characters import without_signs
from assistant.ingest.draft import Draft
from assistant.ingest.facts.guess import guess_facts
from assistant.ingest.html.body import Body
from assistant.ingest.html.head import page_facts
from assistant.ingest.pieces import finish, mark_lists
from assistant.ingest.source import decode

_DROPPED = (
    "script style noscript template nav aside iframe svg canvas button select input textarea "
    "dialog object video audio map"
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)


def read_html(path: Path) -> Draft:
    """The draft of a saved web page.

    Raises:
        DocumentError: `empty` where there are no words, `unsupported` where the file is no text,
            `damaged` where it cannot be read.
    """
    tree = LexborHTMLParser(_source(path))
    known = page_facts(tree)
    main = _main(tree)
    try:
        pieces = list(Body().blocks(main)) if main is not None else []
    except RecursionError as error:
        raise DocumentError(
            "damaged", f"{path.name} is nested too deeply: save the page again from a browser."
        ) from error
    blocks = finish(mark_lists(pieces), path.name)
    return Draft(blocks, known.over(guess_facts(blocks, path)))


def _source(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError("damaged", f"{path.name} cannot be read: {error.strerror}.") from error
    if not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        named = _CHARSET.search(data[:4096])
        try:
            if named is not None and b"\0" not in data[:4096]:
                label = named[1].decode("ascii").lower()
                # Browsers read pages that say Latin-1 as Windows-1252: the quotes are in that one.
                label = "cp1252" if label in ("iso-8859-1", "latin1", "ascii") else label
                return without_signs(data.decode(label))
        except (UnicodeDecodeError, LookupError):
            pass  # a wrong label is worse than none
    return without_signs(decode(data, path.name))


def _main(tree: LexborHTMLParser) -> LexborNode | None:
    """The part of the page that holds its text, without what surrounds it on every page."""
    tree.strip_tags(_DROPPED.split(), recursive=True)
    body = tree.body
    if body is None:
        return None
    for selector in ("main", "[role='main']", "article", "#content"):
        found = tree.css(selector)
        if len(found) == 1 and len(found[0].text()) * 2 > len(body.text()) * 0.4:
            return found[0]
    return body
