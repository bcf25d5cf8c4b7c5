"""What staff do to one document: correct what is known of it, replace it, remove it."""

from __future__ import annotations

from hashlib import sha256

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from assistant.errors import IntakeError
from assistant.index.rows import Listing
from assistant.ingest.draft import Facts
from assistant.upkeep.catalogue_file import corrections
from assistant.web import markup, words
from assistant.web.manage.desk import Desk, as_staff, intake, title_of
from assistant.web.manage.facts import draw_facts, typed_facts
from assistant.web.manage.rebuild import begin_rebuild
from assistant.web.manage.removed import kept_for
from assistant.web.manage.tray import own_tray
from assistant.web.person.auditing import audit

CONFIRM = (
    "Remove this document? It is no longer asked after the next rebuild. The file is kept for "
    "{days}, and you can restore it below until then."
)


def draw_document(desk: Desk, path: str, listing: Listing | None) -> None:
    """Draw the button that opens it, or what can be done where it is open."""
    key = key_of(path)
    title = words.shortened(listing.title if listing else path, 60)
    if desk.open != path:
        st.button(
            f"Change {markup.label(title)}",
            key=f"open-{key}",
            on_click=as_staff,
            args=(lambda desk: _open(desk, path),),
        )
        return
    with st.container(key="open-document", border=True):
        if desk.removing:
            _draw_confirmation(path)
            return
        if listing is not None:
            _draw_correcting(desk, path, listing)
        upload = f"replace-{key}-{desk.round}"
        st.file_uploader(
            "Replace it with",
            key=upload,
            on_change=as_staff,
            args=(lambda desk: _bring_instead(desk, path, upload),),
        )
        st.html(
            markup.paragraph(
                "A new file is read first, and you look at it above before it takes this one’s "
                "place.",
                "hint",
            )
        )
        with st.container(key="open-does", horizontal=True):
            st.button(
                "Remove this document",
                key=f"remove-{key}",
                on_click=as_staff,
                args=(_ask_to_remove,),
            )
            st.button("Close", key=f"close-{key}", on_click=as_staff, args=(Desk.close,))


def _draw_correcting(desk: Desk, path: str, listing: Listing) -> None:
    try:
        written = intake().facts(path)
    except IntakeError:
        written = Facts()
    known = written.over(_facts(listing))
    draw_facts(_fields(desk, path), known, desk.errors or {})
    st.button(
        "Save changes",
        key=f"save-{key_of(path)}",
        type="primary",
        on_click=as_staff,
        args=(lambda desk: _correct(desk, path, known, written),),
    )


def _draw_confirmation(path: str) -> None:
    st.html(markup.information(CONFIRM.format(days=kept_for())))
    with st.container(key="confirm-remove", horizontal=True):
        st.button(
            "Yes, remove it",
            key="remove-now",
            type="primary",
            on_click=as_staff,
            args=(lambda desk: _remove(desk, path),),
        )
        st.button("Keep it", key="keep-it", on_click=as_staff, args=(Desk.close,))


def _open(desk: Desk, path: str) -> None:
    desk.close()
    desk.open, desk.opened = path, desk.opened + 1


def _ask_to_remove(desk: Desk) -> None:
    desk.removing = True


def _correct(desk: Desk, path: str, known: Facts, written: Facts) -> None:
    wanted, errors = typed_facts(_fields(desk, path), known, written)
    if errors:
        desk.errors = errors
        desk.problem = "The changes were not saved. What is wrong is said beside the field."
        return
    intake().correct(path, corrections(wanted, known, written))
    audit("facts-changed", path=path)
    desk.close()
    desk.did(f"What is known of “{wanted.title}” was changed.")
    begin_rebuild(desk)


def _remove(desk: Desk, path: str) -> None:
    removed = intake().remove(path, title=title_of(path))
    audit("document-removed", path=path)
    desk.close()
    desk.did(f"“{removed.title}” was removed.")
    desk.undo = removed.id
    begin_rebuild(desk)


def _bring_instead(desk: Desk, path: str, key: str) -> None:
    file: UploadedFile | None = st.session_state.get(key)
    if file is None:
        return
    own_tray().bring([(file.name, file)], instead=path)
    desk.close()
    desk.round += 1
    desk.did(f"“{file.name}” is being read. Look at it above before it replaces the document.")


def _facts(listing: Listing) -> Facts:
    return Facts(listing.title, listing.kind, listing.authors, listing.publisher, listing.published)


def _fields(desk: Desk, path: str) -> str:
    """Where the fields are kept in the session."""
    return f"facts-{key_of(path)}-{desk.opened}"


def key_of(path: str) -> str:
    """A path as part of a key, which is a name of CSS as well."""
    return sha256(path.encode()).hexdigest()[:10]
