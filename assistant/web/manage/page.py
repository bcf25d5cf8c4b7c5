"""For staff: adding documents, looking after those that there are, and rebuilding the index."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import streamlit as st

from assistant.answer.assistant import Assistant
from assistant.web import markup, words
from assistant.web.library import Library, shared_library
from assistant.web.manage.desk import intake, own_desk, rebuild
from assistant.web.manage.list import draw_list
from assistant.web.manage.rebuild import draw_rebuild
from assistant.web.manage.removed import draw_removed, draw_undo
from assistant.web.manage.uploads import draw_uploads
from assistant.web.page_links import follow_links
from assistant.web.person.who import may_manage

PURPOSE = (
    "Add documents, correct what is known of them, replace or remove them, and rebuild the index "
    "so that people can ask them."
)
STAFF_ONLY = "Only staff can see this page. Sign in with an account that may manage documents."


def draw_manage_page() -> None:
    """Draw the page."""
    st.title("Manage documents", anchor=False)
    if not may_manage():
        st.html(markup.notice(STAFF_ONLY))
        return
    library, desk = shared_library(), own_desk("manage")
    shelf = library.shelf()
    assistant = shelf.assistant
    st.html(markup.paragraph(PURPOSE, "purpose"))
    problem = intake().problem()
    if problem is not None:
        st.html(markup.notice(problem))
    with st.container(key="manage-said"):
        if desk.problem is not None:
            st.html(markup.notice(desk.problem))
        if desk.done is not None:
            st.html(markup.information(desk.done))
            draw_undo()
    listings = tuple(assistant.documents) if assistant else ()
    failures = tuple(assistant.failures) if assistant else ()
    changed = changed_files(library, assistant)
    st.header("Add documents", anchor=False)
    draw_uploads(listings, writable=problem is None)
    st.header("The index", anchor=False)
    if assistant is not None:
        st.html(markup.paragraph(words.freshness(assistant), "freshness"))
    titles = {listing.path: listing.title for listing in listings}
    draw_rebuild(library, shelf, titles, len(changed))
    draw_list(listings, failures, changed, writable=problem is None)
    draw_removed()
    desk.announce("manage-said" if desk.done or desk.problem else "")
    follow_links()


def changed_files(library: Library, assistant: Assistant | None) -> frozenset[str]:
    """The files of the corpus that the index does not have as they are.

    Told from names and times alone: to hash a large corpus for each look would take too long. A
    build looks at what is in the files.
    """
    corpus = library.settings.corpus
    there = set(intake().paths())
    if assistant is None:
        return frozenset(there)
    known = {listing.path for listing in assistant.documents}
    known |= {failure.path for failure in assistant.failures}
    since = _read_from(assistant)
    return frozenset(
        (there ^ known) | {path for path in there & known if _newer(corpus / path, since)}
    )


def _read_from(assistant: Assistant) -> float:
    """When the build of the open index began to read; what was changed later it may have missed."""
    state = rebuild().look()
    if state is not None and state.state == "done" and state.version == assistant.version:
        return datetime.fromisoformat(state.started).timestamp()
    return assistant.built.timestamp()


def _newer(file: Path, since: float) -> bool:
    try:
        # The time of the change of its name or place as well: a file may be old and have just come.
        return file.stat().st_ctime > since
    except OSError:
        return False
