"""What a session of staff does to the documents: each change, who may make it, and what is said."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

import streamlit as st

from assistant.errors import AssistantError
from assistant.upkeep.intake import Intake
from assistant.upkeep.rebuild import Rebuild
from assistant.web import words
from assistant.web.auditing import audit, called_now
from assistant.web.holder import shared_library
from assistant.web.manage.tray import shared_trays
from assistant.web.who import require_staff, who

_LOG = logging.getLogger(__name__)
_DESK = "manage-desk"

IN_THE_BROWSER = "somebody in the browser"


@dataclass(slots=True)
class Desk:
    """What a session is at, and what it has been told last."""

    done: str | None = None
    problem: str | None = None
    undo: str | None = None
    """What was removed last, by its id."""
    open: str | None = None
    """The path of the document that is being changed."""
    opened: int = 0
    """Counts how often one was opened: its fields begin anew."""
    removing: bool = False
    """Whether they were asked if the open document is to be removed."""
    errors: dict[str, str] | None = None
    """What is wrong with the facts of the open document."""
    removed_shown: int = 20
    """How many of the removed documents are listed."""
    round: int = 0
    """Counts the uploads: a new box for files is an empty one."""
    page: str | None = None
    say: str = ""
    events: int = 0

    def tell(self, done: str) -> None:
        """Say what was done."""
        self.done, self.say, self.events = done, done, self.events + 1

    def close(self) -> None:
        """Have no document open."""
        self.open, self.removing, self.errors = None, False, None


def own_desk(page: str | None = None) -> Desk:
    """The desk of this session; on another page than before, what was said there is over."""
    desk: Desk = st.session_state.setdefault(_DESK, Desk())
    if page is not None and page != desk.page:
        desk.done = desk.problem = desk.undo = None
        desk.page, desk.say = page, ""
    return desk


def intake() -> Intake:
    """The corpus folder of this service."""
    return shared_trays().intake


def rebuild() -> Rebuild:
    """The rebuild of this service's index."""
    return Rebuild(shared_library().settings)


def as_staff(change: Callable[[Desk], None]) -> None:
    """Make a change, if they may; what goes wrong is told on the page. For callbacks."""
    desk = own_desk()
    desk.done = desk.problem = desk.undo = None
    try:
        require_staff()
        change(desk)
    except AssistantError as error:
        desk.problem = str(error)
    except Exception:
        _LOG.exception("A change of the documents failed")
        desk.problem = words.PROBLEM


def called() -> str:
    """Who is said to have begun a rebuild."""
    person = who()
    return person.name or person.address or IN_THE_BROWSER


def note(what: str, **details: object) -> None:
    """Write into the audit log what this session changed."""
    audit(what, **details)


def start_rebuild(desk: Desk, *, again: bool = False) -> bool:
    """Begin a rebuild, or have one follow the one that runs; whether it was begun now.

    With `again`, the files that could not be read are tried again.
    """
    now = rebuild().ask_for(again=again, by=called(), person=called_now())
    note(
        "rebuild-started", **({} if now else {"waits": True}), **({"again": True} if again else {})
    )
    said = "The index is being rebuilt" if now else "Another rebuild follows the one that runs"
    desk.say, desk.events = said, desk.events + 1
    return now


def title_of(path: str) -> str:
    """What a document of the index is called; its file name where it is not in the index."""
    assistant = shared_library().shelf().assistant
    titles = {each.path: each.title for each in assistant.documents} if assistant else {}
    return titles.get(path, PurePosixPath(path).name)
