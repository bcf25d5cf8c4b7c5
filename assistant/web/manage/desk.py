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
from assistant.web.announce import Told
from assistant.web.library import shared_library
from assistant.web.manage.tray import shared_trays
from assistant.web.person.who import require_staff

_LOG = logging.getLogger(__name__)
_DESK = "manage-desk"


@dataclass(slots=True)
class Desk(Told):
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

    def did(self, done: str) -> None:
        """Say what was done, on the page as well."""
        self.done = done
        self.tell(done)

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


def title_of(path: str) -> str:
    """What a document of the index is called; its file name where it is not in the index."""
    assistant = shared_library().shelf().assistant
    titles = {each.path: each.title for each in assistant.documents} if assistant else {}
    return titles.get(path, PurePosixPath(path).name)
