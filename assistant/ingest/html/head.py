"""What a web page says of itself in its head: meta tags, JSON-LD, `<time>`. Nothing is guessed."""

from __future__ import annotations

import json
import re
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from assistant.ingest.dates import iso_date
from assistant.ingest.draft import Facts

_DATES = (
    "article:published_time",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.issued",
    "dc.date",
    "dcterms.date",
    "citation_publication_date",
    "publication_date",
    "publish-date",
    "date",
    "govuk:public-updated-at",
)


def page_facts(tree: LexborHTMLParser) -> Facts:
    """The facts that the page states; None where it is silent."""
    meta: dict[str, str] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        name = (attributes.get("property") or attributes.get("name") or "").lower()
        if content := " ".join((attributes.get("content") or "").split()):
            meta.setdefault(name, content)
    linked = _json_ld(tree)
    published = next((meta[name] for name in _DATES if name in meta), None)
    published = _iso(published or str(linked.get("datePublished") or "")) or _time(tree)
    authors = (
        _names(linked.get("author"))
        or tuple(name for name in (meta.get("author"), meta.get("citation_author")) if name)[:1]
    )
    publishers = _names(linked.get("publisher"))
    return Facts(
        title=_title(tree, meta.get("og:title")),
        authors=tuple(name for name in authors if not name.startswith("http")),
        publisher=publishers[0] if publishers else meta.get("dcterms.publisher"),
        published=published,
    )


def _title(tree: LexborHTMLParser, og_title: str | None) -> str | None:
    heads = [" ".join(node.text().split()) for node in tree.css("h1")]
    heads = [head for head in heads if head]
    if len(heads) == 1:
        return heads[0]
    if og_title:
        return og_title
    node = tree.css_first("title")
    whole = " ".join(node.text().split()) if node is not None else ""
    # "Workforce plan - GOV.UK", "NHS England » Workforce plan": the longest part is the title.
    parts = [part for part in re.split(r"\s+[|»·–—-]\s+", whole) if part]
    return heads[0] if heads else max(parts, key=len, default=None)


def _time(tree: LexborHTMLParser) -> str | None:
    """The date of the first `<time>` that is one of publication."""
    for node in tree.css("time"):
        name = " ".join(node.attributes.get(key) or "" for key in ("class", "itemprop", "pubdate"))
        around = (node.parent.text() if node.parent is not None else "").lower()
        if re.search(r"publish|issued|pubdate|entry-date", f"{name} {around[:80]}", re.I):
            return _iso(node.attributes.get("datetime") or "") or iso_date(node.text())
    return None


def _iso(text: str) -> str | None:
    match = re.match(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?(?!\d)", text.strip())
    return match[0] if match else iso_date(text)


def _json_ld(tree: LexborHTMLParser) -> dict[str, Any]:
    """The first JSON-LD object that has a date or an author."""
    for node in tree.css("script[type='application/ld+json']"):
        try:
            found = json.loads(node.text() or "")
        except ValueError:
            continue
        for item in found if isinstance(found, list) else [found]:
            graph = item.get("@graph") if isinstance(item, dict) else None
            for thing in graph if isinstance(graph, list) else [item]:
                if isinstance(thing, dict) and {"datePublished", "author"} & thing.keys():
                    return thing
    return {}


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value.strip(),) if value.strip() else ()
    if isinstance(value, dict):
        return _names(value.get("name"))
    if isinstance(value, list):
        return tuple(name for item in value for name in _names(item))
    return ()
