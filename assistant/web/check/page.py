"""The page where a draft paper is checked: each figure and quotation held against the documents."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from assistant.answer.assistant import Assistant
from assistant.checking.draft_file import MOST_CHARACTERS, check_size, read_draft
from assistant.errors import AssistantError
from assistant.health.metrics import shared_metrics
from assistant.ledger.ledger import Ledger
from assistant.web import markup, words
from assistant.web.announce import Told
from assistant.web.check.job import Job, shared_checker
from assistant.web.check.result import Position, draw_result
from assistant.web.copying import listen_to_copy_buttons
from assistant.web.page_links import follow_links
from assistant.web.person.auditing import NOT_WRITTEN, audit
from assistant.web.person.who import leave_unless_reader

_LOG = logging.getLogger(__name__)

_PURPOSE = (
    "Check the figures and quotations of a draft paper against these documents. Each is looked up "
    "and compared by rules: nothing is rewritten, and what is not found may still be right."
)
_PRIVACY = (
    "Your draft is checked on the computer that runs this service and is not kept there: it is "
    "gone when you close or reload this page."
)
_LIMITS = f"At most {MOST_CHARACTERS:,} characters, some 500 pages."
_FILE_MEGABYTES = 50
_PASTE, _FILE = "Paste text", "Upload a file"
_NO_TEXT = "Paste the text of your draft first."
_NO_FILE = "Choose a file first."
_NO_LEDGER = "Drafts cannot be checked at the moment. Try again."
_POLL_SECONDS = 0.5
_DESK = "check-desk"


@dataclass(slots=True)
class Desk(Told):
    """What a session checks."""

    job: Job | None = None
    text: str = ""
    """What was pasted, so that it can be changed and checked again."""
    problem: str | None = None
    position: Position = field(default_factory=Position)
    told: bool = False
    """Whether the end of the job has been said."""


def draw_check_page(assistant: Assistant, ledger: Ledger | None) -> None:
    """Draw the page."""
    st.title("Check a draft", anchor=False)
    if not assistant.documents:
        st.html(markup.notice(words.NO_DOCUMENTS))
        return
    if ledger is None:
        st.html(markup.notice(_NO_LEDGER))
        return
    desk: Desk = st.session_state.setdefault(_DESK, Desk())
    state = desk.job.look() if desk.job is not None else None
    if desk.job is not None and state in ("waiting", "running"):
        _draw_progress(desk, desk.job)
    elif desk.job is not None and state == "done":
        if not desk.told:
            desk.told = True
            desk.tell("The draft has been checked")
        draw_result(assistant, desk.job, desk.position, lambda: _draw_ways(desk), desk.tell)
    else:
        if desk.job is not None:  # it was stopped, or failed
            desk.problem, desk.job = desk.job.problem, None
        _draw_form(ledger, desk)
    desk.announce("check-result" if state == "done" else "check-form")
    listen_to_copy_buttons()
    follow_links()


def look_at_check() -> None:
    """Keep the check of a person's draft going while they are on another page."""
    desk: Desk | None = st.session_state.get(_DESK)
    if desk is not None and desk.job is not None:
        desk.job.look()


def _draw_form(ledger: Ledger, desk: Desk) -> None:
    st.html(markup.paragraph(_PURPOSE, "purpose"))
    st.html(markup.paragraph(_PRIVACY, "freshness"))
    if desk.problem is not None:
        st.html(markup.notice(desk.problem))
    with st.container(key="check-form"):
        way = st.radio(
            "How do you want to give your draft?", [_PASTE, _FILE], horizontal=True,
            key="check-way", persist_state="session",
        )  # fmt: skip
        if way == _PASTE:
            st.text_area("Text of your draft", value=desk.text, key="check-text", height=320)
            st.html(markup.paragraph(_LIMITS, "hint"))
            begin = partial(_begin_with_text, ledger, desk)
        else:
            st.file_uploader(
                "Your draft as a Word or text file",
                key="check-file",
                max_upload_size=_FILE_MEGABYTES,
            )
            hint = f"Word (.docx) or plain text, smaller than {_FILE_MEGABYTES}MB. {_LIMITS}"
            st.html(markup.paragraph(hint, "hint"))
            begin = partial(_begin_with_file, ledger, desk)
        st.button("Check this draft", key="check-begin", type="primary", on_click=begin)


def _begin_with_text(ledger: Ledger, desk: Desk) -> None:
    desk.text = str(st.session_state.get("check-text") or "")
    if not desk.text.strip():
        _refuse(desk, _NO_TEXT)
        return
    text = desk.text.replace("\r\n", "\n").replace("\r", "\n")

    def pasted() -> str:
        check_size(text, "What you pasted")
        return text

    _begin(ledger, desk, pasted, None)


def _begin_with_file(ledger: Ledger, desk: Desk) -> None:
    file = _chosen_file()
    if file is None:
        _refuse(desk, _NO_FILE)
        return
    if file.size > _FILE_MEGABYTES * 1_000_000:
        _refuse(desk, f"The selected file must be smaller than {_FILE_MEGABYTES}MB.")
        return
    _begin(ledger, desk, lambda: read_draft(file.name, file.getvalue()), file.name)


def _chosen_file() -> UploadedFile | None:
    file: UploadedFile | None = st.session_state.get("check-file")
    return file


def _begin(ledger: Ledger, desk: Desk, read: Callable[[], str], name: str | None) -> None:
    try:
        draft = read()
    except AssistantError as error:
        _refuse(desk, str(error))
        return
    except Exception as error:
        _LOG.error("A draft could not be read: %s", type(error).__name__)
        _refuse(desk, words.PROBLEM)
        return
    desk.problem, desk.position, desk.told = None, Position(), False
    st.query_params.pop("finding", None)
    # Of the draft itself nothing is written down, not even its name.
    given = "file" if name is not None else "text"
    if not audit("checked", given_as=given, characters=len(draft), index_version=ledger.version):
        _refuse(desk, NOT_WRITTEN)
        return
    shared_metrics().checks.inc()
    desk.job = shared_checker().begin(draft, ledger, name)
    desk.tell("Checking your draft")


def _refuse(desk: Desk, problem: str) -> None:
    desk.problem = problem
    desk.tell("")  # the notice is an alert, which is read out by itself


def _draw_progress(desk: Desk, job: Job) -> None:
    st.html(markup.paragraph(_PRIVACY, "freshness"))

    @st.fragment(run_every=_POLL_SECONDS)
    def progress() -> None:
        leave_unless_reader()
        state = job.look()
        if state not in ("waiting", "running"):
            st.rerun()
        with st.container(key="check-progress"):
            share = min(job.done / job.total, 1.0) if job.total else 0.0
            st.progress(share, _progress_words(job))
            st.button("Stop", key="check-stop", on_click=_stop, args=(desk, job))

    progress()
    st.html(
        markup.paragraph(
            "You can use the other pages meanwhile. Come back within two minutes.", "hint"
        )
    )


def _progress_words(job: Job) -> str:
    if job.state == "waiting":
        return "Waiting for the drafts of others to be checked"
    if not job.total:
        return "Reading your draft"
    return f"Checked {job.done:,} of {job.total:,} figures and quotations"


def _stop(desk: Desk, job: Job) -> None:
    job.stop()
    desk.tell("The check was stopped")


def _draw_ways(desk: Desk) -> None:
    """What can be done with a result but to read it."""
    if desk.text and desk.job is not None and desk.job.name is None:
        st.button("Change this draft", key="check-change", on_click=_leave, args=(desk, True))
    st.button("Check another draft", key="check-another", on_click=_leave, args=(desk, False))


def _leave(desk: Desk, keep: bool) -> None:
    desk.job, desk.problem = None, None
    if not keep:
        desk.text = ""
    st.query_params.pop("finding", None)
    desk.tell("")
