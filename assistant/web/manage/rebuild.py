"""The rebuild of the index on the page: how it goes, how the last one ended, and its buttons.

It is looked at every second while one runs, and every few seconds otherwise: somebody else, the
command line or a watched folder may begin one.
"""

from __future__ import annotations

import re

import streamlit as st

from assistant.errors import IndexNotWritten
from assistant.index.build_state import RebuildState
from assistant.web import markup
from assistant.web.announce import announce
from assistant.web.library import Library, Shelf
from assistant.web.manage import manage_markup
from assistant.web.manage.desk import Desk, as_staff, rebuild
from assistant.web.person.auditing import audit, called_now
from assistant.web.person.who import may_manage, who
from assistant.wording import counted

_LOOK_SECONDS = 1.0
_GLANCE_SECONDS = 4.0
MEANWHILE = "You can leave this page: the rebuild goes on. People keep asking the previous index."
OPENING = "The new index is being opened. People ask the previous one until it is ready."
STILL_IN_USE = "The previous index is still in use. Rebuild again when you are ready."
NEW_IN_USE = (
    "The new index had been written already and is in use. What the rebuild changed was not "
    "worked out to the end."
)
FOLLOWS = (
    "A rebuild is running. Another one follows when it has ended, so that your changes are taken "
    "in."
)
NOT_WRITTEN = (
    "The index could not be rebuilt, because its folder cannot be written to. Tell whoever runs "
    "this service."
)
WAITS = "Another rebuild follows it, for what was changed meanwhile."
AGAIN = "Try the files that could not be read again"
NOTHING_TO_STOP = (
    "The rebuild could not be stopped from here: it runs on another machine, or has just ended."
)
IN_THE_BROWSER = "somebody in the browser"
_COMMAND = re.compile(r"Run `nhs-assistant build[^`]*`\.")
NEVER = "The index has not been rebuilt from here yet."


def draw_rebuild(library: Library, shelf: Shelf, titles: dict[str, str], changed: int) -> None:
    """Draw the part of the page.

    `shelf`: what people ask at the moment; `titles`: of the indexed documents by path; `changed`:
    how many files of the corpus are not in that index as they are.
    """
    drawn = _told_apart(rebuild().look())

    @st.fragment(run_every=_LOOK_SECONDS if drawn[0] == "running" else _GLANCE_SECONDS)
    def look() -> None:
        if not may_manage():
            st.rerun()  # their sign-in has ended
        now = rebuild().look()
        if _told_apart(now) != drawn or library.shelf() is not shelf:
            st.rerun()
        with st.container(key="rebuild"):
            if now is not None and now.state == "running":
                _draw_running(now)
            else:
                _draw_ended(now, shelf, titles, changed)
        announce(_said(now), "", _moment(now), key="rebuild-announcer")

    look()


def _told_apart(state: RebuildState | None) -> tuple[str, str]:
    return (state.state, state.started) if state is not None else ("", "")


def _is_opened(state: RebuildState | None, shelf: Shelf) -> bool:
    """Whether people ask what the last rebuild has made, as far as is known."""
    if state is None or state.state != "done" or state.version is None:
        return True
    return shelf.assistant is None or shelf.assistant.version >= state.version


def _draw_running(state: RebuildState) -> None:
    share = min(max(state.done / state.total, 0.0), 1.0) if state.total else 0.0
    # What is read may have the name of a file in it, and Streamlit would read that as Markdown.
    st.progress(share, markup.label(state.what or "Starting"))
    began = f"Started{manage_markup.by_whom(state)} on {manage_markup.moment(state.started)}."
    waits = f" {WAITS}" if rebuild().follows() else ""
    st.html(markup.paragraph(f"{began} {MEANWHILE}{waits}", "hint"))
    st.button("Stop the rebuild", key="rebuild-stop", on_click=as_staff, args=(_stop,))
    failed = [each for each in state.documents if each.status == "failed"]
    if failed:
        st.html(manage_markup.results(failed, {}))


def _draw_ended(
    state: RebuildState | None, shelf: Shelf, titles: dict[str, str], changed: int
) -> None:
    if shelf.assistant is None and shelf.problem is not None:
        # The sentence is for whoever has the command line at hand as well.
        st.html(markup.notice(_COMMAND.sub("Rebuild the index here.", shelf.problem)))
    opened = _is_opened(state, shelf)
    if not opened:
        st.html(markup.information(OPENING))
    if state is not None and state.state in ("failed", "died"):
        why = state.problem or ""
        after = "" if "in use" in why else _in_use(state)
        st.html(
            markup.notice(" ".join(f"{manage_markup.last_rebuild(state)} {why} {after}".split()))
        )
    elif state is not None and state.state == "stopped":
        said = f"{manage_markup.last_rebuild(state)} {_in_use(state)}"
        st.html(markup.information(said))
    if changed and opened:
        st.html(markup.information(_waiting(changed)))
    elif state is None:
        st.html(markup.paragraph(NEVER, "hint"))
    st.button(
        "Rebuild the index",
        key="rebuild-start",
        type="primary" if changed and opened else "secondary",
        on_click=as_staff,
        args=(begin_rebuild,),
    )
    if _could_not_be_read(state, shelf):
        # A build remembers what it could not read, and the very same file cannot be added again.
        st.button(
            AGAIN,
            key="rebuild-again",
            on_click=as_staff,
            args=(lambda desk: begin_rebuild(desk, again=True),),
        )
    if state is not None and state.state == "done":
        counts = manage_markup.summary(state.documents)
        last = f"{manage_markup.last_rebuild(state)} {counts.capitalize()}.".replace("  ", " ")
        st.html(markup.paragraph(last, "rebuild-summary"))
        found = manage_markup.results(state.documents, titles)
        if found:
            st.html(found)


def _in_use(state: RebuildState) -> str:
    """Which index people ask after a rebuild that did not come to its end."""
    return NEW_IN_USE if state.version else STILL_IN_USE


def _could_not_be_read(state: RebuildState | None, shelf: Shelf) -> bool:
    if shelf.assistant is not None and shelf.assistant.failures:
        return True
    return state is not None and any(each.status == "failed" for each in state.documents)


def _waiting(changed: int) -> str:
    files = counted(changed, "file")
    verb = "has" if changed == 1 else "have"
    return f"{files} {verb} changed since the index was built. Rebuild it to have them asked."


def _stop(desk: Desk) -> None:
    if not rebuild().stop():
        desk.problem = NOTHING_TO_STOP
        return
    audit("rebuild-stopped")
    state = rebuild().look()
    if state is not None and state.state == "done":
        desk.did("The rebuild had ended just before it could be stopped.")
    elif state is not None and state.version:
        desk.did(f"The rebuild was stopped. {NEW_IN_USE}")
    else:
        desk.did("The rebuild was stopped. The previous index is still in use.")


def begin_rebuild(desk: Desk, *, again: bool = False) -> None:
    """Begin a rebuild; where one runs, another follows it.

    With `again`, the files that could not be read are tried again.
    """
    person = who()
    try:
        now = rebuild().ask_for(
            again=again,
            by=person.name or person.address or IN_THE_BROWSER,
            person=called_now(),
        )
    except IndexNotWritten:
        # Its own sentence names a folder of the server, which says nothing to who reads this.
        desk.problem = NOT_WRITTEN
        return
    audit(
        "rebuild-started", **({} if now else {"waits": True}), **({"again": True} if again else {})
    )
    if now:
        desk.tell("The index is being rebuilt")
    else:
        desk.did(f"{desk.done or ''} {FOLLOWS}".strip())


def _said(state: RebuildState | None) -> str:
    """What a screen reader hears: a sentence at each quarter, not every second."""
    if state is None:
        return ""
    if state.state != "running":
        return "The index has been rebuilt" if state.state == "done" else "The rebuild has ended"
    quarter = 4 * state.done // state.total if state.total else 0
    return f"Rebuilding: {quarter * 25} per cent done" if quarter else "The index is being rebuilt"


def _moment(state: RebuildState | None) -> str:
    return f"{state.started if state else ''} {_said(state)}"
