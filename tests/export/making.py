"""Quotes and papers made by hand."""

from __future__ import annotations

from datetime import UTC, datetime

from assistant.answer.citation import Citation, Span
from assistant.records.papers import Paper, PaperItem

TEXT = "We recruited 60,000 nurses 3 by March 2024."
EXPORTED = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

HOSTILE = {
    "tags": "<b>bold</b> <script>alert(1)</script> &amp; &#65; <!-- no comment -->",
    "markdown": "# a **b** _c_ `d` ~~e~~ [f](g) ![h](i) | j | \\ [^1]: k $l$ m^2^ H~2~O",
    "dashes": "a -- b --- c ... :smile: (c) +- \"q\" 'q' ::: == ++ @name #tag :+1:",
    "lists": "1. one\n2) two\n(3) three\n- four\n+ five\n* six\na. seven\niv) eight\n: nine\n% ten",
    "setext": "a\n===\nb\n---\n***\n> c\n    code\n```\nfence\n~~~",
    "white space": "two  spaces\ttab\u00a0no break\u2003em\u200bnone",
    "line breaks": "one\ntwo\n\n\nfive\r\nsix\rseven",
    "indented": "one\n    four spaces\n\ttab\n\u00a0no break",
    "bidi": "abc \u202edef\u2067ghi \u05d0\u05d1\u05d2 \u0661\u0662\u200f",
    "emoji": "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467 e\u0301 \U0001d49c",
    "links": "https://example.nhs.uk/a_b_c?d=1&e=2 www.example.org a@example.org",
    "receipts": "-->\n\n<!-- Receipts of the NHS policy assistant",
    "long": "word " * 2_000 + "end",
}
CONTROL = "a\x00b\x08c\x0bd\x0ce\x1ff\ufffeg\uffffh\x85i\u2028j\x7fk"


def citation(
    text: str = TEXT,
    key: Span | None = None,
    marks: tuple[Span, ...] = (),
    *,
    start: int = 100,
    title: str = "A report",
    document: str = "reports/a report.pdf",
    page: int | None = 14,
    section: tuple[str, ...] = ("3 Workforce", "3.2 Recruitment"),
    reference: str | None = None,
) -> Citation:
    place = "page xii (page 14 of the file)" if page else f"section “{section[-1]}”"
    return Citation(
        text=text,
        key=key,
        marks=marks,
        document=document,
        title=title,
        kind="report",
        authors=(),
        publisher="NHS England",
        published="2024-07-18",
        page=page,
        page_label="xii" if page else None,
        section=section,
        start=start,
        end=start + len(text),
        sha256="ab" * 32,
        reference=reference or f"NHS England, {title}, 18 July 2024, {place}",
        score=1.5,
        basis="finding",
        according_to=None,
    )


def item(
    cited: Citation | None = None, question: str = "How many nurses?", comment: str = ""
) -> PaperItem:
    return PaperItem(
        cited or citation(), question, "20261122T130500", "2026-11-22T13:05:00+00:00", comment
    )


def paper(*items: PaperItem, title: str = "Workforce") -> Paper:
    return Paper(title, items)
