"""For staff: the questions that found no answer, and the answers that were no use.

It shows what was asked, and of nobody who.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from assistant.errors import RecordsError
from assistant.export.cases_table import cases_csv
from assistant.records.attention import UNANSWERED, Case, Group, cases_of, grouped
from assistant.records.database import days_ago
from assistant.web import markup
from assistant.web.attention.attention_markup import question_list
from assistant.web.records import Records
from assistant.wording import counted

_PERIODS: dict[str, int | None] = {
    "Last 7 days": 7,
    "Last 30 days": 30,
    "Last 90 days": 90,
    "All": None,
}
_AT_FIRST = "Last 30 days"
_SHOWN = 20
"""How many questions are shown, and how many more each time."""

_PURPOSE = (
    "Questions that the documents did not answer, and answers that people did not find useful. "
    "They show which documents are missing and what should be put better. Nobody’s name is kept "
    "with a question, but people may have written one: read the file before you pass it on."
)
_NO_ANSWERS_MISSING = "No question in this period was left without an answer."
_NONE_UNHELPFUL = "Nobody marked an answer in this period as not useful."


def draw_attention_page(records: Records) -> None:
    """Draw the page."""
    st.title("Questions that need attention", anchor=False)
    st.html(markup.paragraph(_PURPOSE, "purpose"))
    period = st.radio(
        "Period", list(_PERIODS), index=list(_PERIODS).index(_AT_FIRST), horizontal=True,
        key="staff-period",
    )  # fmt: skip
    days = _PERIODS[period]
    try:
        cases = cases_of(records.feedback, None if days is None else days_ago(days))
    except RecordsError as error:
        st.html(markup.notice(str(error)))
        return
    unanswered = [case for case in cases if case.what in UNANSWERED]
    unhelpful = [case for case in cases if case.what == "not useful"]
    st.html(markup.paragraph(_summary(cases), "staff-summary"))
    if cases:
        _draw_download(cases)
    no_answer, not_useful = st.tabs(
        [
            f"Found no answer ({len(unanswered):,})",
            f"Found not useful ({len(unhelpful):,})",
        ]
    )
    with no_answer:
        _draw_groups("no-answer", grouped(unanswered), _NO_ANSWERS_MISSING)
    with not_useful:
        _draw_groups("not-useful", grouped(unhelpful), _NONE_UNHELPFUL)


def _summary(cases: Sequence[Case]) -> str:
    rated = [case for case in cases if case.useful is not None]
    if not rated:
        return "Nobody has said in this period whether an answer was useful."
    useful = sum(case.useful is True for case in rated)
    return f"{useful:,} of {counted(len(rated), 'answer')} that people judged were found useful."


def _draw_download(cases: Sequence[Case]) -> None:
    st.download_button(
        "Download as CSV",
        cases_csv(cases).encode(),
        file_name=f"questions-{datetime.now(UTC).astimezone().date().isoformat()}.csv",
        mime="text/csv",
        key="staff-download",
        on_click="ignore",
    )


def _draw_groups(name: str, groups: Sequence[Group], empty: str) -> None:
    if not groups:
        st.html(markup.paragraph(empty, "none"))
        return
    shown = st.session_state.get(f"staff-shown-{name}", _SHOWN)
    st.html(question_list(groups[:shown]))
    left = len(groups) - shown
    if left > 0:
        st.button(
            f"Show {min(left, _SHOWN)} more of {counted(left, 'question')}",
            key=f"staff-more-{name}",
            on_click=_show_more,
            args=(name, shown),
        )


def _show_more(name: str, shown: int) -> None:
    st.session_state[f"staff-shown-{name}"] = shown + _SHOWN
