"""For staff: what each rebuild changed, and the standing questions that are asked after each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from assistant.changes.changed import Changes
from assistant.errors import RecordsError
from assistant.records.standing import MOST, StandingQuestions
from assistant.settings import Settings
from assistant.web import markup, words
from assistant.web.changes import changes_markup
from assistant.web.changes.kept import all_reports
from assistant.web.manage.desk import Desk, as_staff, own_desk
from assistant.web.page_links import follow_links
from assistant.web.person.auditing import audit
from assistant.web.person.who import may_manage
from assistant.web.records import Records, shared_records
from assistant.wording import counted

_PURPOSE = (
    "After each rebuild the citations that people saved are looked up again, the standing "
    "questions are asked again, and figures are compared."
)
STAFF_ONLY = "Only staff can see this page. Sign in with an account that may manage documents."
NOTHING_YET = "There is no report yet. The next rebuild makes one."
_NOTHING = "Nothing changed with this rebuild."
_STANDING = (
    "Questions whose answers you rely on. They are asked again after each rebuild, and you see "
    f"here which are answered differently. Up to {MOST}. Do not write anything about a patient."
)
_NO_STANDING = "There are no standing questions yet."
_SHOWN = 20

T = TypeVar("T")


def draw_changes_page(settings: Settings, records: Records) -> None:
    """Draw the page."""
    st.title("What changed", anchor=False)
    if not may_manage():
        st.html(markup.notice(STAFF_ONLY))
        return
    desk = own_desk("changes")
    st.html(markup.paragraph(_PURPOSE, "purpose"))
    with st.container(key="changes-said"):
        if desk.problem is not None:
            st.html(markup.notice(desk.problem))
        if desk.done is not None:
            st.html(markup.information(desk.done))
    reports, standing = st.tabs(["Reports", "Standing questions"])
    with reports:
        _draw_reports(all_reports(settings))
    with standing:
        _draw_standing(records)
    desk.announce()
    follow_links()


def _draw_reports(reports: Sequence[Changes]) -> None:
    if not reports:
        st.html(markup.paragraph(NOTHING_YET, "none"))
        return
    by_version = {each.version: each for each in reports}
    version = st.selectbox(
        "Rebuild of",
        list(by_version),
        format_func=lambda version: changes_markup.when(by_version[version]),
        key="changes-version",
    )
    changes = by_version.get(version, reports[0])
    for problem in changes.problems:
        st.html(markup.notice(problem))
    if not changes.anything:
        st.html(markup.information(_NOTHING))
    st.header("Documents", anchor=False)
    if changes.documents:
        st.html(markup.paragraph(f"{changes_markup.summary(changes.documents)}.", "hint"))
        _draw_some("documents", changes, changes_markup.documents, changes.documents)
    else:
        st.html(markup.paragraph("No document changed.", "none"))
    st.header("Saved citations", anchor=False)
    st.html(markup.paragraph(_citations(changes), "hint"))
    _draw_some("citations", changes, changes_markup.citations, changes.citations)
    st.header("Standing questions", anchor=False)
    st.html(markup.paragraph(_standing(changes), "hint"))
    for each in changes.standing:
        st.html(markup.heading(3, each.question, "standing-question"))
        st.html(changes_markup.both_answers(each.before, each.now))
    st.header("Figures", anchor=False)
    st.html(markup.paragraph(_figures(changes), "hint"))
    _draw_some("figures", changes, changes_markup.figures, changes.figures)


def _draw_some(
    name: str, changes: Changes, draw: Callable[[Sequence[T]], str], items: Sequence[T]
) -> None:
    if not items:
        return
    key = f"changes-{name}-{changes.version}"
    shown = int(st.session_state.get(key, _SHOWN))
    st.html(draw(items[:shown]))
    if len(items) > shown:
        st.button(
            f"Show {min(len(items) - shown, _SHOWN)} more {name}",
            key=f"more-{name}",
            on_click=_show_more,
            args=(key, shown),
        )


def _show_more(key: str, shown: int) -> None:
    st.session_state[key] = shown + _SHOWN


def _citations(changes: Changes) -> str:
    checked = f"{counted(changes.checked, 'saved citation')} looked up again"
    if not (changes.moved or changes.broken):
        return f"{checked}. All stand." if changes.checked else "No citations have been saved."
    return f"{checked}: {changes.moved:,} moved, {changes.broken:,} broken."


def _standing(changes: Changes) -> str:
    if not changes.asked:
        return "No standing question was asked."
    asked = f"{counted(changes.asked, 'standing question')} asked again"
    if not changes.standing:
        return f"{asked}. All are answered as before."
    return f"{asked}: {len(changes.standing):,} answered differently."


def _figures(changes: Changes) -> str:
    if not changes.figures_changed:
        return "No figure changed in a document that was updated."
    return f"{counted(changes.figures_changed, 'figure')} with another value than before."


def _draw_standing(records: Records) -> None:
    st.html(markup.paragraph(_STANDING, "hint"))
    questions = StandingQuestions(records.database)
    try:
        every = questions.all()
    except RecordsError as error:
        st.html(markup.notice(str(error)))
        return
    with st.form("standing-form", clear_on_submit=True, border=False):
        st.text_input("New standing question", key="standing-new", max_chars=1000)
        st.form_submit_button("Add question", key="standing-add", on_click=as_staff, args=(_add,))
    if not every:
        st.html(markup.paragraph(_NO_STANDING, "none"))
    with st.container(key="standing-questions"):
        for number, question in enumerate(every, start=1):
            with st.container(key=f"standing-{number}"):
                st.html(markup.paragraph(f"{number}. {question}", "standing"))
                st.button(
                    f"Remove question {number}",
                    key=f"standing-remove-{number}",
                    on_click=as_staff,
                    args=(lambda desk, question=question: _remove(desk, question),),
                )


def _add(desk: Desk) -> None:
    question = str(st.session_state.get("standing-new") or "")
    StandingQuestions(shared_records().database).add(question)
    audit("standing-added", question=question.strip())
    desk.did("The question was added. It is asked after the next rebuild.")


def _remove(desk: Desk, question: str) -> None:
    StandingQuestions(shared_records().database).remove(question)
    audit("standing-removed", question=question)
    desk.did(f"The question “{words.shortened(question, 80)}” was removed.")
