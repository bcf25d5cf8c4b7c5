"""Figures as a table for a spreadsheet and as a Word file, each with its words and its place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from assistant.export.footnotes import Footnotes
from assistant.export.receipts import Source, as_paper
from assistant.export.word_parts import add_quote, add_receipts, held, saved
from assistant.export.word_styles import REMARK, new_document
from assistant.export.wording import found_at, this_moment
from assistant.ledger.entry import Entry
from assistant.spreadsheet import table_csv
from assistant.wording import basis_words, day

COLUMNS = (
    "figure", "value", "to", "unit", "comparator", "direction", "for each", "measure", "period",
    "period from", "period to", "according to", "table row", "table column", "table caption",
    "sentence", "basis", "document", "publisher", "published", "page", "section", "reference",
    "file", "start", "end", "sha256", "index version",
)  # fmt: skip
"""The columns of the spreadsheet."""

NO_PERIOD = "no period stated"
PROMISE = (
    "Every sentence is word for word from the document named in its note. Figures, periods and "
    "measures were read from the sentences by rules: check them before they are used."
)


def figures_csv(entries: Sequence[Entry], index_version: str = "") -> str:
    """A table of figures for a spreadsheet, with a heading row of `COLUMNS`."""
    return table_csv(COLUMNS, [[*_cells(entry), index_version] for entry in entries])


def figures_word(
    entries: Sequence[Entry],
    looked_up: str,
    exported: datetime | None = None,
    source: Source | None = None,
) -> bytes:
    """The figures as a .docx file: a table of all, then each sentence with a footnote.

    `looked_up` is what was looked up; `exported` is now unless it is given; `source` is the index
    that they are from: with it the file has receipts.
    """
    exported = exported or this_moment()
    title = f"Figures: {one_line(looked_up)}"
    document = new_document(held(title), exported)
    footnotes = Footnotes(document)
    document.add_heading(held(title), 0)
    document.add_paragraph(f"Exported on {day(exported)}.")
    if not entries:
        document.add_paragraph("No figure was found.")
    else:
        document.add_paragraph(PROMISE)
        _add_table(document, entries)
    for entry in entries:
        quote = document.add_paragraph(style="Quote")
        cited = entry.citation
        add_quote(quote, cited)
        footnotes.add(quote, [held(cited.reference), held(found_at(cited, source))])
        document.add_paragraph(held(basis_words(cited)), REMARK)
    if source is not None:
        about = one_line(looked_up)
        cites = [(f"{printed(entry)}, {about}", entry.citation) for entry in entries]
        add_receipts(document, as_paper(title, cites, source))
    return saved(document)


def printed(entry: Entry) -> str:
    """The words of a figure as they are printed, on one line."""
    citation = entry.citation
    return one_line(citation.text[slice(*citation.key)] if citation.key else citation.text)


def one_line(text: str) -> str:
    """A text with single spaces."""
    return " ".join(text.split())


def plain_number(value: float | None) -> str:
    """A number without a decimal point where it is whole: 11, 1.9, 1200000000; "" for None."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(value)


def _cells(entry: Entry) -> list[str]:
    amount, citation, period, table = entry.amount, entry.citation, entry.period, entry.table
    page = citation.page_label or (str(citation.page) if citation.page is not None else "")
    return [
        printed(entry),
        plain_number(amount.value),
        plain_number(amount.high),
        amount.unit,
        amount.comparator or "",
        amount.direction or "",
        amount.per or "",
        one_line(entry.measure),
        one_line(period.text) if period else "",
        period.start if period else "",
        period.end if period else "",
        one_line(entry.attribution or ""),
        one_line("; ".join(table.row)) if table else "",
        one_line("; ".join(table.column)) if table else "",
        one_line(table.caption) if table else "",
        one_line(citation.text),
        basis_words(citation),
        citation.title,
        citation.publisher or "",
        citation.published or "",
        page,
        " > ".join(citation.section),
        citation.reference,
        citation.document,
        str(citation.start),
        str(citation.end),
        citation.sha256,
    ]


def _add_table(document: Document, entries: Sequence[Entry]) -> None:
    heads = ("Figure", "What it measures", "Period", "Source")
    table = document.add_table(rows=1, cols=len(heads))
    # Rules between the rows: the template's looks of tables are taken out.
    borders = table._tbl.tblPr.makeelement(qn("w:tblBorders"), {})
    for side in ("top", "bottom", "insideH"):
        line = {qn("w:val"): "single", qn("w:sz"): "4", qn("w:color"): "AEB7BD"}
        borders.append(borders.makeelement(qn(f"w:{side}"), line))
    table._tbl.tblPr.append(borders)
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    repeated = table.rows[0]._tr.get_or_add_trPr()
    repeated.append(repeated.makeelement(qn("w:tblHeader"), {}))
    for entry in entries:
        period = one_line(entry.period.text) if entry.period else NO_PERIOD
        texts = (printed(entry), one_line(entry.measure), period, entry.citation.reference)
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.paragraphs[0].add_run(held(text)).font.size = Pt(9)
