"""HTML of figures: each with its sentence, what it measures, when, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer.citation import Citation
from assistant.export.figures_table import printed
from assistant.figures.compare import written
from assistant.figures.figure import InTable, Period
from assistant.ledger.entry import Entry
from assistant.web import words
from assistant.web.markup import escaped, facts_list, page_link, quotation, source_address

NO_PERIOD = "Period not stated"
_MOST_NEWER = 3
_UNIT_SIGNS = "£$€%"
_COLUMNS = ("Period", "Figure", "What it measures", "Document")


def told(entry: Entry) -> str:
    """The figure as it is printed, and what it is where the print does not say: a bare cell."""
    words_of_it, whole = printed(entry), written(entry.amount)
    says_unit = any(letter.isalpha() or letter in _UNIT_SIGNS for letter in words_of_it)
    return words_of_it if says_unit or whole == words_of_it else f"{words_of_it} ({whole})"


def period_words(period: Period | None) -> str:
    """The period that a figure is about, as it is printed; "by" and "from" change what it is."""
    if period is None:
        return NO_PERIOD
    return re.sub(r"^(?:in|for|of|on|at|during) ", "", " ".join(period.text.split()), flags=re.I)


def figure(entry: Entry, number: int) -> str:
    """A figure of the ledger: a heading, its facts, and its sentence as it is printed."""
    measure = f'<span class="measure">{escaped(entry.measure)}</span>' if entry.measure else ""
    heading = (
        f'<h3 class="figure-heading" id="figure-{number}">'
        f'<strong class="amount">{escaped(told(entry))}</strong> {measure}</h3>'
    )
    facts = {"Period": period_words(entry.period), "According to": entry.attribution or ""}
    if entry.table is not None:
        facts |= table_facts(entry.table)
    tidy = ((name, " ".join(text.split())) for name, text in facts.items())
    return f"{heading}{facts_list(tidy, 'figure-facts')}{quotation(entry.citation, 'quote')}"


def table_facts(table: InTable) -> dict[str, str]:
    """Where in a table a figure stands, in words; "" for what the table does not have."""
    return {
        "Table": table.caption,
        "Row": ", ".join(table.row),
        "Column": ", ".join(table.column),
    }


def newer(entries: Sequence[Entry]) -> str:
    """That newer figures exist, with the way to them; "" where there are none."""
    if not entries:
        return ""
    items = [
        f"<strong>{escaped(told(entry))}</strong> ({escaped(period_words(entry.period))}), "
        f"{_source_link(entry.citation)}"
        for entry in entries[:_MOST_NEWER]
    ]
    if len(items) == 1:
        return f'<p class="newer">A newer figure exists: {items[0]}</p>'
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f'<div class="newer"><p>Newer figures exist:</p><ul>{listed}</ul></div>'


def series_table(caption: str, rows: Sequence[tuple[str, Entry]]) -> str:
    """Figures of one measure as a table; each with the letter of its document, "" for none.

    The roles keep it a table where CSS stacks it on a phone.
    """
    heads = "".join(f'<th role="columnheader" scope="col">{name}</th>' for name in _COLUMNS)
    drawn = "".join(_row(letter, entry) for letter, entry in rows)
    return (
        f'<table class="documents series" role="table"><caption>{escaped(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{drawn}</tbody></table>'
    )


def _row(letter: str, entry: Entry) -> str:
    source = f"{letter}: " if letter else ""
    cells = (
        f"<strong>{escaped(told(entry))}</strong>",
        escaped(entry.measure),
        f"{escaped(source)}{_source_link(entry.citation)}",
    )
    drawn = "".join(
        f'<td role="cell" data-label="{name}">{cell}</td>'
        for name, cell in zip(_COLUMNS[1:], cells, strict=True)
    )
    period = escaped(period_words(entry.period))
    return f'<tr role="row"><th role="rowheader" scope="row">{period}</th>{drawn}</tr>'


def disagreement(entries: Sequence[Entry]) -> str:
    """That documents say different things of the same, in words, with the way to each."""
    documents = {entry.citation.document for entry in entries}
    who = "Two documents differ" if len(documents) == 2 else "Documents differ"
    if len(documents) == 1:
        who = "One document says both"
    said = " and ".join(
        f"<strong>{escaped(told(entry))}</strong> in {_source_link(entry.citation)}"
        for entry in entries
    )
    periods = list(dict.fromkeys(period_words(entry.period) for entry in entries if entry.period))
    about = f" for {escaped(periods[0])}" if len(periods) == 1 else ""
    return f'<p class="differ"><strong>{who}{about}:</strong> {said}.</p>'


def _source_link(citation: Citation) -> str:
    at = words.place(citation)
    name = f"{citation.title}, {at}" if at else citation.title
    return page_link(name, source_address(citation))
