"""Adding documents: the box for files, and each file with what is to be known before it goes in."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import streamlit as st
from rapidfuzz import fuzz
from streamlit.runtime.uploaded_file_manager import UploadedFile

from assistant.errors import AssistantError
from assistant.index.rows import Listing
from assistant.ingest.draft import Facts
from assistant.upkeep.catalogue_file import corrections
from assistant.upkeep.intake import MOST_FILES
from assistant.web import markup
from assistant.web.library import shared_library
from assistant.web.manage import manage_markup
from assistant.web.manage.desk import Desk, as_staff, intake, own_desk, title_of
from assistant.web.manage.facts import draw_facts, typed_facts
from assistant.web.manage.rebuild import begin_rebuild
from assistant.web.manage.tray import Item, own_tray
from assistant.web.person.auditing import audit
from assistant.web.person.who import may_manage
from assistant.wording import counted

_LOOK_SECONDS = 0.5
_ALIKE = 88
"""Titles that are so similar, of 100, may be two editions of one document."""
_NEW = "new"


def draw_uploads(listings: Sequence[Listing], *, writable: bool) -> None:
    """Draw the part of the page. `listings`: what the index has, and so can be replaced."""
    desk, tray = own_desk(), own_tray()
    most = shared_library().settings.limits.file_bytes // 1_000_000
    key = f"manage-files-{desk.round}"
    if writable:
        st.file_uploader(
            "Upload documents",
            accept_multiple_files=True,
            key=key,
            max_upload_size=most,
            on_change=as_staff,
            args=(lambda desk: _bring(desk, key),),
        )
    hint = (
        f"PDF, Word (.docx), HTML, Markdown or text files, each smaller than {most}MB, up to "
        f"{MOST_FILES} at once. Nothing goes in before you have looked at it."
    )
    st.html(markup.paragraph(hint, "hint"))
    items = tray.items()
    with st.container(key="waiting-files"):
        if any(item.state == "reading" for item in items):
            _draw_reading()
        for item in items:
            if item.state != "reading":
                _draw_item(item, listings)
        if any(item.state == "ready" for item in items):
            _draw_adding(items)


def _bring(desk: Desk, key: str) -> None:
    files: list[UploadedFile] = st.session_state.get(key) or []
    if not files:
        return
    own_tray().bring([(file.name, file) for file in files])
    desk.round += 1  # or the files would stay in memory, and in the box
    desk.tell(f"Reading {counted(len(files), 'file')}")


def _draw_reading() -> None:
    @st.fragment(run_every=_LOOK_SECONDS)
    def reading() -> None:
        if not may_manage():
            st.rerun()  # their sign-in has ended
        left = [item for item in own_tray().items() if item.state == "reading"]
        if not left:
            own_desk().tell("The files have been read")
            st.rerun()
        for item in left:
            with st.container(key=f"reading-{item.id}", border=True):
                st.html(manage_markup.item_heading(item))
                share = min(item.page / item.pages, 1.0) if item.pages else 0.0
                st.progress(share, _progress_words(item))
                st.button(
                    f"Leave out {markup.label(item.name)}",
                    key=f"leave-{item.id}",
                    on_click=as_staff,
                    args=(lambda desk, item=item: _leave_out(desk, item),),
                )

    reading()


def _progress_words(item: Item) -> str:
    if item.pages:
        return f"Reading page {item.page:,} of {item.pages:,}"
    return "Reading, or waiting to be read"


def _draw_item(item: Item, listings: Sequence[Listing]) -> None:
    with st.container(key=f"item-{item.id}", border=True):
        st.html(manage_markup.item_heading(item))
        if item.state == "refused" or item.described is None:
            titles = {listing.path: listing.title for listing in listings}
            st.html(manage_markup.refused(item, titles.get(item.same or "")))
        else:
            if item.problem is not None:
                st.html(markup.notice(item.problem))
            chosen = _draw_choice(item, listings)
            draw_facts(_fields(item, chosen), _known(item, chosen), item.errors)
        st.button(
            f"Leave out {markup.label(item.name)}",
            key=f"leave-{item.id}",
            on_click=as_staff,
            args=(lambda desk: _leave_out(desk, item),),
        )


def _draw_choice(item: Item, listings: Sequence[Listing]) -> str:
    """What is to be done with a file: added, or put in for a document. `new` or that one's path."""
    titles = {listing.path: listing.title for listing in listings}
    taken = intake().taken(item.name)
    options = [_NEW, *replaceable(item, listings, taken)]
    if len(options) == 1:
        return _NEW
    if item.instead in options:
        said = "You chose this file to replace a document."
    elif taken is not None:
        said = f"There is a document named “{taken}” already."
    else:
        said = "A document with nearly the same title is there already."
    st.html(markup.information(said))

    def named(option: str) -> str:
        if option != _NEW:
            return markup.label(f"Replace “{titles.get(option, option)}” ({option})")
        free = intake().free_name(item.name)
        return markup.label(
            "Add as a new document" + (f", named “{free}”" if free != item.name else "")
        )

    st.radio(
        "What do you want to do with this file?",
        options,
        index=1 if taken is not None or item.instead in options else 0,
        format_func=named,
        key=f"{_key(item)}-what",
    )
    chosen: str = st.session_state.get(f"{_key(item)}-what", _NEW)
    return chosen


def replaceable(item: Item, listings: Sequence[Listing], taken: str | None) -> list[str]:
    """The paths of the documents that a file may be another edition of, the likeliest first."""
    title = (item.described.facts.title if item.described else None) or item.name
    there = set(intake().paths())
    alike = [
        (fuzz.token_sort_ratio(title.casefold(), listing.title.casefold()), listing.path)
        for listing in listings
        if listing.path in there and listing.path != taken
    ]
    found = [path for score, path in sorted(alike, reverse=True) if score >= _ALIKE]
    likeliest = [item.instead if item.instead in there else None, taken, *found[:3]]
    return list(dict.fromkeys(path for path in likeliest if path is not None))


def _known(item: Item, chosen: str) -> Facts:
    """What the fields are filled with: what the file says, and of its predecessor what lasts."""
    assert item.described is not None
    read = item.described.facts
    if chosen == _NEW:
        return read
    before = intake().facts(chosen)
    return Facts(
        title=read.title,
        kind=before.kind or read.kind,
        authors=before.authors or read.authors,
        publisher=before.publisher or read.publisher,
        published=read.published,
    )


def _draw_adding(items: Sequence[Item]) -> None:
    ready = sum(item.state == "ready" for item in items)
    st.checkbox("Rebuild the index now", value=True, key="manage-rebuild-now")
    st.button(
        f"Add {counted(ready, 'document')}",
        key="manage-add",
        type="primary",
        on_click=as_staff,
        args=(_add,),
    )


def _add(desk: Desk) -> None:
    ready = [item for item in own_tray().items() if item.state == "ready"]
    wrong, added = 0, []
    for item in ready:
        chosen = str(st.session_state.get(f"{_key(item)}-what") or _NEW)
        try:
            if _add_one(item, chosen):
                added.append(item.name)
            else:
                wrong += 1
        except AssistantError as error:
            item.problem = str(error)
            wrong += 1
    if added:
        verb = "was" if len(added) == 1 else "were"
        desk.did(f"{counted(len(added), 'document')} {verb} added.")
        if st.session_state.get("manage-rebuild-now", True):
            begin_rebuild(desk)
    if wrong:
        files = "1 file was" if wrong == 1 else f"{wrong} files were"
        desk.problem = f"{files} not added. What is wrong is said beside each."


def _add_one(item: Item, chosen: str) -> bool:
    """Put one file in; False where its facts are wrong, which is then said beside them."""
    assert item.described is not None and item.staged is not None
    written = intake().facts(chosen) if chosen != _NEW else Facts()
    wanted, item.errors = typed_facts(_fields(item, chosen), _known(item, chosen), written)
    item.problem = None
    if item.errors:
        return False
    facts = corrections(wanted, item.described.facts)
    staged = item.staged
    if chosen == _NEW:
        name = intake().free_name(item.name)
        path = intake().add(staged, name, facts)
        audit("document-added", path=path, sha256=staged.sha256)
    else:
        removed = intake().replace(chosen, staged, item.name, facts, title=title_of(chosen))
        path = removed.replaced_by or chosen
        audit("document-replaced", path=chosen, by=path, sha256=staged.sha256)
    own_tray().forget(item)
    return True


def _leave_out(desk: Desk, item: Item) -> None:
    own_tray().leave_out(item)
    desk.did(f"“{item.name}” was left out.")


def _key(item: Item) -> str:
    return f"upload-{item.staged.id if item.staged else item.id}"


def _fields(item: Item, chosen: str) -> str:
    """Where the fields are kept: others for each choice, because they are filled otherwise."""
    return f"{_key(item)}-{sha256(chosen.encode()).hexdigest()[:8]}"
