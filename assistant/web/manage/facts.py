"""The fields in which staff correct what is known of a document, and what is wrong with them."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from assistant.dates import written_date
from assistant.documents import Kind
from assistant.ingest.draft import Facts
from assistant.web import markup
from assistant.web.addresses import typed_day

_MOST = 300
_KINDS: tuple[Kind, ...] = get_args(Kind)
KINDS: dict[Kind, str] = {kind: kind.capitalize() for kind in _KINDS} | {
    "document": "Document (not known)"
}
NO_TITLE = "Enter a title"
NO_DATE = "Enter a date such as 18 July 2024, July 2024 or 2024"
_NOT_EMPTY = "Enter the {name}: the document itself says “{said}”, so it cannot be left empty"


def draw_facts(prefix: str, facts: Facts, errors: dict[str, str]) -> None:
    """Draw the fields, filled with facts. `prefix` is where they are kept in the session."""
    _text(prefix, "title", "Title", facts.title or "", errors)
    left, right = st.columns(2)
    with left:
        kind = facts.kind or "document"
        st.selectbox(
            "Kind of document",
            _KINDS,
            index=_KINDS.index(kind),
            format_func=lambda kind: KINDS[kind],
            key=f"{prefix}-kind",
        )
    with right:
        date = written_date(facts.published) if facts.published else ""
        _text(prefix, "published", "Date published (such as July 2024)", date, errors)
    left, right = st.columns(2)
    with left:
        _text(prefix, "publisher", "Publisher", facts.publisher or "", errors)
    with right:
        authors = "; ".join(facts.authors)
        _text(prefix, "authors", "Authors, with semicolons between", authors, errors)


def typed_facts(
    prefix: str, shown: Facts, written: Facts | None = None
) -> tuple[Facts, dict[str, str]]:
    """What the fields say, and what is wrong with them, by field.

    `shown` is what they were filled with, and `written` what of that is a person's correction: only
    that can be taken away again, because the rest is what the document says of itself.
    """
    written = written or Facts()
    errors: dict[str, str] = {}
    title = _typed(prefix, "title", shown.title or "")
    if not title:
        errors["title"] = NO_TITLE
    date = _typed(prefix, "published", written_date(shown.published) if shown.published else "")
    published = iso_date(date)
    if date and published is None:
        errors["published"] = NO_DATE
    publisher = _typed(prefix, "publisher", shown.publisher or "")
    authors = _typed(prefix, "authors", "; ".join(shown.authors))
    for name, typed, known, mine in (
        ("date published", date, shown.published, written.published),
        ("publisher", publisher, shown.publisher, written.publisher),
        ("authors", authors, "; ".join(shown.authors), written.authors),
    ):
        if not typed and known and not mine:
            field = "published" if name == "date published" else name
            said = written_date(known) if field == "published" else known
            errors[field] = _NOT_EMPTY.format(name=name, said=said)
    kind: Kind = st.session_state.get(f"{prefix}-kind", shown.kind or "document")
    names = tuple(name for each in authors.split(";") if (name := " ".join(each.split())))
    return Facts(title, kind, names, publisher or None, published), errors


def iso_date(text: str) -> str | None:
    """A date as people write it, as exact as they write it: "July 2024" is 2024-07."""
    first, last = typed_day(text, last=False), typed_day(text, last=True)
    if first is None or last is None:
        return None
    if first == last:
        return first
    return first[:7] if first[:7] == last[:7] else first[:4]


def _text(prefix: str, name: str, label: str, value: str, errors: dict[str, str]) -> None:
    problem = errors.get(name)
    if problem is not None:
        st.html(markup.paragraph(f"Error: {problem}", "field-problem"))
    st.text_input(label, value=value, max_chars=_MOST, key=f"{prefix}-{name}")


def _typed(prefix: str, name: str, shown: str) -> str:
    return " ".join(str(st.session_state.get(f"{prefix}-{name}", shown)).split())
