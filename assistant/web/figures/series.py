"""One measure over time and across documents: a chart, and a table that says the same."""

from __future__ import annotations

import logging

import streamlit as st

from assistant.ledger.entry import Entry
from assistant.ledger.ledger import Ledger
from assistant.web import markup, words
from assistant.web.figures import figures_markup
from assistant.web.figures.series_chart import alternative, can_be_drawn, lettered, series_chart

_LOG = logging.getLogger(__name__)

_ALONE = "No other figure of the same measure was found in these documents."
_CARE = (
    "Put together by rules from the words of the documents: check on the pages that they measure "
    "the same."
)


def draw_series(ledger: Ledger, entry: Entry) -> None:
    """Draw what else the documents say of the measure of a figure."""
    with st.container(key="figure-over-time", border=True):
        st.html(markup.heading(4, "Same measure over time", "series-heading"))
        try:
            series = ledger.series(entry)
        except Exception:
            _LOG.exception("A series could not be made")
            st.html(markup.notice(words.PROBLEM))
            return
        entries = list(series.entries)
        if len(entries) < 2:
            st.html(markup.paragraph(_ALONE, "none"))
            return
        for differing in series.disagreements:
            st.html(figures_markup.disagreement(differing))
        letters = lettered(entries)
        drawn = can_be_drawn(entries)
        if drawn:
            st.altair_chart(
                series_chart(entries, letters),
                theme=None,
                width="stretch",
                alt=alternative(entries),
                key="series-chart",
            )
        lettered_rows = drawn and len(letters) > 1  # what the chart tells apart by letters
        rows = [
            (letters[each.citation.document] if lettered_rows else "", each) for each in entries
        ]
        caption = f"{entry.measure}: by the period that each figure is about"
        st.html(figures_markup.series_table(caption, rows))
        st.html(markup.paragraph(_CARE, "hint"))
