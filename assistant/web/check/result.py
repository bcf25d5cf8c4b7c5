"""What came of checking a draft: a summary, the draft with its marks, and a list of it all."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from assistant.answer.assistant import Assistant
from assistant.checking.finding import Finding
from assistant.checking.wording import summary
from assistant.export.checked import checked_word
from assistant.web import markup, words
from assistant.web.check.check_markup import (
    VERDICTS,
    Part,
    finding_item,
    marked_draft,
    meanings,
    parts_of,
)
from assistant.web.check.job import Job
from assistant.web.person.auditing import Record, auditor, places
from assistant.web.source.dialog import draw_source_button
from assistant.web.turning import draw_previous_and_next

_ITEMS = 20
_ALL = "All"
_NOTHING = (
    "No figures or quotations were found in this draft, so there is nothing to check. Dates, page "
    "numbers and references are not figures; a quotation stands between quotation marks."
)
_CARE = "The verdicts are found by rules and can be wrong. Look at the page before you rely on one."
_Tell = Callable[[str], None]


@dataclass(slots=True)
class Position:
    """Where in a result a session stands: part of the draft and of the list, counted from 0."""

    part: int = 0
    page: int = 0
    seen: str | None = None
    """The finding of the address that was last gone to."""


def draw_result(
    assistant: Assistant,
    job: Job,
    position: Position,
    draw_ways: Callable[[], None],
    tell: _Tell,
) -> None:
    """Draw the result of a check; `draw_ways` draws what leads away from it."""
    draft, findings, record = job.draft, job.findings, auditor()
    with st.container(key="check-result"):
        of = f"“{job.name}”" if job.name else "Your draft"
        st.html(markup.heading(2, of, "check-of"))
        if not findings:
            st.html(markup.information(_NOTHING))
            with st.container(key="check-ways", horizontal=True):
                draw_ways()
            return
        st.html(markup.paragraph(summary(findings), "summary"))
        st.html(markup.paragraph(_CARE, "freshness"))
        with st.container(key="check-ways", horizontal=True):
            st.download_button(
                "Download Word file",
                lambda: _taken(checked_word(draft, findings, source=job.source), record, findings),
                file_name=f"{words.file_name('checked ' + (job.name or 'draft'))}.docx",
                mime=words.WORD_FILE,
                key="check-word",
                on_click="ignore",
            )
            draw_ways()
        with st.expander("What the verdicts mean"):
            st.html(meanings())
        parts = parts_of(draft, findings)
        chosen = _filtered(findings)
        _go_to_finding(findings, chosen, parts, position)
        _draw_draft(draft, findings, parts, position, tell)
        _draw_list(assistant, job, chosen, position, tell)


def _taken(file: bytes, record: Record, findings: tuple[Finding, ...]) -> bytes:
    """A file that somebody takes away, which is written down; nothing of the draft is."""
    quotes = places(finding.source for finding in findings if finding.source is not None)
    record("exported", of="checked draft", form="word", quotes=quotes)
    return file


def _filtered(findings: tuple[Finding, ...]) -> list[tuple[int, Finding]]:
    """The findings with their numbers, those with the verdict that is chosen further down."""
    named = st.session_state.get("check-verdict")
    return [
        (number, finding)
        for number, finding in enumerate(findings, start=1)
        if named in (None, _ALL, finding.verdict)
    ]


def _go_to_finding(
    findings: tuple[Finding, ...],
    chosen: list[tuple[int, Finding]],
    parts: list[Part],
    position: Position,
) -> None:
    """Show the part of the draft and of the list that the finding of the address stands in."""
    named = st.query_params.get("finding")
    if named == position.seen:
        return
    position.seen = named
    if named is None or not (named.isascii() and named.isdigit()):
        return
    number = int(named[:9])
    if not 1 <= number <= len(findings):
        return
    at = findings[number - 1].start
    position.part = next(i for i, part in enumerate(parts) if part.start <= at < part.end)
    numbers = [each for each, _ in chosen]
    if number not in numbers:  # what was asked for goes before the filter
        st.session_state["check-verdict"] = _ALL
        numbers = list(range(1, len(findings) + 1))
        chosen[:] = list(enumerate(findings, start=1))
    position.page = numbers.index(number) // _ITEMS


def _draw_draft(
    draft: str,
    findings: tuple[Finding, ...],
    parts: list[Part],
    position: Position,
    tell: _Tell,
) -> None:
    last = len(parts)
    position.part = min(position.part, last - 1)
    st.header("The draft with marks", anchor=False)
    if last > 1:
        _draw_turning("part", "of the draft", position.part, last, position, tell)
    st.html(marked_draft(draft, parts[position.part], findings))


def _draw_list(
    assistant: Assistant,
    job: Job,
    chosen: list[tuple[int, Finding]],
    position: Position,
    tell: _Tell,
) -> None:
    st.header("What was found", anchor=False)
    findings = job.findings
    counts = Counter(finding.verdict for finding in findings)
    options = [_ALL, *(verdict for verdict in VERDICTS if counts[verdict])]
    if st.session_state.get("check-verdict", _ALL) not in options:
        del st.session_state["check-verdict"]

    def name(option: str) -> str:
        for verdict, named in VERDICTS.items():
            if verdict == option:
                return f"{named} ({counts[verdict]:,})"
        return f"All ({len(findings):,})"

    st.selectbox(
        "Show", options, format_func=name, key="check-verdict", persist_state="session",
        on_change=_begin_list, args=(position,),
    )  # fmt: skip
    last = max(1, math.ceil(len(chosen) / _ITEMS))
    position.page = min(position.page, last - 1)
    shown = chosen[position.page * _ITEMS :][:_ITEMS]
    if last > 1:
        _draw_turning("page", "of the list", position.page, last, position, tell)
    for number, finding in shown:
        with st.container(key=f"found-{number}"):
            st.html(finding_item(number, job.draft, finding))
            if finding.source is not None:
                with st.container(key=f"does-finding-{number}", horizontal=True):
                    draw_source_button(assistant, finding.source, key=f"finding-view-{number}")
                    copied = f"“{finding.source.text}”\n{finding.source.reference}"
                    st.html(markup.copy_button(words.COPY, copied), width="content")
    if last > 1:
        _draw_turning("page", "of the list", position.page, last, position, tell, below=True)


def _begin_list(position: Position) -> None:
    position.page = 0


def _draw_turning(
    unit: str,
    of: str,
    shown: int,
    last: int,
    position: Position,
    tell: _Tell,
    *,
    below: bool = False,
) -> None:
    """The buttons to the part before and after; `shown` counts from 0."""
    where = "-below" if below else ""

    def turn(to: int) -> None:
        setattr(position, unit, to - 1)
        tell(f"{unit.capitalize()} {to} of {last} {of}")

    with st.container(
        key=f"check-turning-{unit}{where}", horizontal=True, vertical_alignment="center"
    ):
        draw_previous_and_next(f"{unit} {of}", f"check-{unit}{where}", shown + 1, last, turn)
        at = f"{unit.capitalize()} {shown + 1} of {last}"
        st.html(markup.paragraph(at, "step"), width="content")
