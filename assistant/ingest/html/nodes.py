"""The words of a part of a page, and which parts are not its text."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from assistant.ingest.pieces import raised

_DROPPED_ROLES = frozenset(
    {
        "navigation",
        "banner",
        "contentinfo",
        "search",
        "complementary",
        "dialog",
        "alertdialog",
        "menu",
    }
)
_BACK = re.compile(r"(?:back(?: to .*)?|return(?: to .*)?|↩.?|↑|\^)\W*", re.IGNORECASE)
_BOILERPLATE = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|breadcrumbs?|related(?:-\w+)*|sidebar|side-bar|skip-?link|"
    r"share|sharing|social(?:-\w+)*|newsletter|subscribe|promo|advert(?:isement)?|ads?|pagination|"
    r"site-?(?:header|footer|nav)|footer|navbar|navigation|menu|back-to-top|feedback|comments|"
    r"phase-banner|visually-hidden|sr-only|screen-reader-text|see-also|recommended|popup|modal)"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
_NOT_BOILERPLATE = re.compile(r"(?:^|[\s_-])(?:no|with|has)-", re.IGNORECASE)
_BLOCK_NAMES = (
    "address article blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer header hr li main ol p pre section summary table tr td th ul h1 h2 h3 h4 h5 h6"
)
BLOCKS = frozenset(_BLOCK_NAMES.split())
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def text_of(node: LexborNode) -> str:
    """All words of a node on one line, with footnote marks."""
    words: list[str] = []
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        if tag == "-text":
            words.append(child.text_content or "")
        elif tag == "sup":
            words.append(mark_of(child, "".join(words)))
        elif tag not in ("-comment", "img") and not is_boilerplate(child):
            gap = " " if tag in BLOCKS or tag == "br" else ""
            words.append(f"{gap}{text_of(child)}{gap}")
    return "".join(words)


def mark_of(node: LexborNode, before: str) -> str:
    """A superscript: a mark where it is linked to a note or looks like one, else as it stands."""
    text = node.text().strip()
    linked = node.css_first("a[href^='#']") is not None or (
        node.parent is not None and node.parent.tag == "a"
    )
    return raised("word" if linked else before, text)


def is_named(node: LexborNode, pattern: re.Pattern[str]) -> bool:
    """Whether the class, id or role of a node has a pattern."""
    attributes = node.attributes
    names = " ".join(attributes.get(name) or "" for name in ("class", "id", "role"))
    return pattern.search(names) is not None


def is_boilerplate(node: LexborNode) -> bool:
    """Whether a node is hidden, or what a site has around every text of it."""
    attributes = node.attributes
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()
    style = (attributes.get("style") or "").replace(" ", "")
    if "display:none" in style or "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    if attributes.get("role") in _DROPPED_ROLES:
        return True
    if not names or node.tag in ("body", "main", "article", "html", *HEADINGS):
        return False
    named = [name for name in names.split() if not _NOT_BOILERPLATE.match(name)]
    return any(_BOILERPLATE.search(name) for name in named) and node.css_first("main,h1") is None


def is_back_link(node: LexborNode) -> bool:
    """Whether a node is the link from a note back to its mark."""
    return node.tag == "a" and _BACK.fullmatch(node.text().strip()) is not None


def in_article(node: LexborNode) -> bool:
    """Whether a header or footer belongs to the text: a header that holds the title does."""
    return node.tag == "header" and node.css_first("h1") is not None
