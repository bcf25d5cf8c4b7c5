"""The documents that there are, and what staff do to one: correct, replace or remove it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from hashlib import sha256

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from assistant.errors import IntakeError
from assistant.index.rows import Failure, Listing
from assistant.ingest.draft import Facts
from assistant.present import counted
from assistant.upkeep.corrections import corrections
from assistant.upkeep.kept import Removed
from assistant.web import markup, words
from assistant.web.manage import manage_markup
from assistant.web.manage.desk import Desk, as_staff, intake, note, own_desk, title_of
from assistant.web.manage.facts import draw_facts, typed_facts
from assistant.web.manage.rebuild import begin_after_adding
from assistant.web.manage.tray import own_tray

_SHOWN = 15
_REMOVED_MORE = 20
_PLACE, _SEARCH = "manage-place", "manage-search"
_NOT_INDEXED = "Not in the index yet: rebuild it to have it asked."
_GONE = "Its file is no longer there: rebuild the index to take it out."
_CHANGED = "Changed since the index was built."
CONFIRM = (
    "Remove this document? It is no longer asked after the next rebuild. The file is kept for "
    "{days}, and you can restore it below until then."
)
KEPT = "You can restore a document for {days} after it was removed or replaced. Then it is deleted."
_NONE = "There are no documents yet. Upload some above."
_NONE_MATCHES = "No document matches. Try fewer words."


def draw_list(
    listings: Sequence[Listing],
    failures: Sequence[Failure],
    changed: frozenset[str],
    *,
    writable: bool,
) -> None:
    """Draw the part of the page. `changed`: paths of files that the index does not have so."""
    listed = {listing.path: listing for listing in listings}
    failed = {failure.path: failure for failure in failures}
    there = set(intake().paths())
    every = sorted(
        there | listed.keys(),
        key=lambda path: (listed[path].title if path in listed else path).casefold(),
    )
    st.header(counted(len(every), "document"), anchor=False)
    if not every:
        st.html(markup.paragraph(_NONE, "none"))
        return
    search = st.text_input(
        "Search these documents", key=_SEARCH, on_change=_begin_again, persist_state="session"
    )
    shown = [path for path in every if _matches(path, listed.get(path), search or "")]
    if not shown:
        st.html(markup.paragraph(_NONE_MATCHES, "none"))
        return
    last = math.ceil(len(shown) / _SHOWN)
    place = min(int(st.session_state.get(_PLACE, 1)), last)
    desk = own_desk()
    with st.container(key="managed-documents"):
        for path in shown[(place - 1) * _SHOWN :][:_SHOWN]:
            listing = listed.get(path)
            state = _state(path, listing, failed.get(path), there, changed)
            with st.container(key=f"managed-{_key(path)}"):
                st.html(manage_markup.document_facts(path, listing, state))
                if path in there and writable:
                    _draw_document(desk, path, listing)
    if last > 1:
        _draw_places(place, last)


def _state(
    path: str,
    listing: Listing | None,
    failure: Failure | None,
    there: set[str],
    changed: frozenset[str],
) -> str:
    if path not in there:
        return _GONE
    if failure is not None and (listing is not None or path not in changed):
        return f"{words.REASONS.get(failure.reason, 'Could not be read')}. {failure.detail}"
    if listing is None:
        return _NOT_INDEXED
    return _CHANGED if path in changed else ""


def _matches(path: str, listing: Listing | None, search: str) -> bool:
    if listing is not None:
        return words.matches(listing, search)
    return all(word in path.casefold() for word in search.casefold().split())


def _draw_document(desk: Desk, path: str, listing: Listing | None) -> None:
    key = _key(path)
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
            try:
                written = intake().facts(path)
            except IntakeError:
                written = Facts()
            known = written.over(_facts(listing))
            draw_facts(f"facts-{key}-{desk.opened}", known, desk.errors or {})
            st.button(
                "Save changes",
                key=f"save-{key}",
                type="primary",
                on_click=as_staff,
                args=(lambda desk: _correct(desk, path, known, written),),
            )
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


def _draw_confirmation(path: str) -> None:
    st.html(markup.information(CONFIRM.format(days=_days())))
    with st.container(key="confirm-remove", horizontal=True):
        st.button(
            "Yes, remove it",
            key="remove-now",
            type="primary",
            on_click=as_staff,
            args=(lambda desk: _remove(desk, path),),
        )
        st.button("Keep it", key="keep-it", on_click=as_staff, args=(Desk.close,))


def draw_undo() -> None:
    """Draw the button that restores what was removed last."""
    desk = own_desk()
    if desk.undo is not None:
        identity = desk.undo
        st.button(
            "Undo",
            key="undo-remove",
            on_click=as_staff,
            args=(lambda desk: _undo(desk, identity),),
        )


def draw_removed() -> None:
    """Draw what was removed or replaced, and can be restored."""
    removed = intake().removed()
    if not removed:
        return
    st.header("Removed documents", anchor=False)
    desk = own_desk()
    st.html(markup.paragraph(KEPT.format(days=_days()), "hint"))
    with st.expander(f"{counted(len(removed), 'document')} removed or replaced"):
        for each in removed[: desk.removed_shown]:
            with st.container(key=f"removed-{each.id}"):
                how = f"Replaced by {each.replaced_by}" if each.replaced_by else "Removed"
                when = manage_markup.moment(each.when)
                st.html(
                    f'<p class="managed"><span class="title">{markup.escaped(each.title)}</span>'
                    f'<span class="path">{markup.escaped(each.path)}</span>'
                    f"<span>{markup.escaped(f'{how}, {when}')}</span></p>"
                )
                st.button(
                    f"Restore {markup.label(words.shortened(each.title, 60))}",
                    key=f"restore-{each.id}",
                    on_click=as_staff,
                    args=(lambda desk, each=each: _restore(desk, each),),
                )
        if len(removed) > desk.removed_shown:
            more = counted(len(removed) - desk.removed_shown, "more document")
            said = f"{more} removed earlier"
            st.html(
                markup.paragraph(f"There {'is' if more[:2] == '1 ' else 'are'} {said}.", "hint")
            )
            st.button("Show more removed documents", key="more-removed", on_click=_show_more)


def _show_more() -> None:
    own_desk().removed_shown += _REMOVED_MORE


def _days() -> str:
    return counted(intake().removed_days, "day")


def _open(desk: Desk, path: str) -> None:
    desk.close()
    desk.open, desk.opened = path, desk.opened + 1


def _ask_to_remove(desk: Desk) -> None:
    desk.removing = True


def _correct(desk: Desk, path: str, known: Facts, written: Facts) -> None:
    prefix = f"facts-{_key(path)}-{desk.opened}"
    wanted, errors = typed_facts(prefix, known, written)
    if errors:
        desk.errors = errors
        desk.problem = "The changes were not saved. What is wrong is said beside the field."
        return
    intake().correct(path, corrections(wanted, known, written))
    note("facts-changed", path=path)
    desk.close()
    desk.tell(f"What is known of “{wanted.title}” was changed.")
    _rebuild(desk)


def _remove(desk: Desk, path: str) -> None:
    removed = intake().remove(path, title=title_of(path))
    note("document-removed", path=path)
    desk.close()
    desk.tell(f"“{removed.title}” was removed.")
    desk.undo = removed.id
    _rebuild(desk)


def _undo(desk: Desk, identity: str) -> None:
    for removed in intake().removed():
        if removed.id == identity:
            _restore(desk, removed)
            return
    raise IntakeError("This document is no longer kept, so it cannot be restored.")


def _restore(desk: Desk, removed: Removed) -> None:
    path, taken_out = intake().restore(removed.id)
    if taken_out is not None:
        note("document-removed", path=taken_out.path, restored=path)
    note("document-added", path=path, restored=True)
    desk.tell(f"“{removed.title}” was restored.")
    _rebuild(desk)


def _bring_instead(desk: Desk, path: str, key: str) -> None:
    file: UploadedFile | None = st.session_state.get(key)
    if file is None:
        return
    own_tray().bring([(file.name, file)], instead=path)
    desk.close()
    desk.round += 1
    desk.tell(f"“{file.name}” is being read. Look at it above before it replaces the document.")


def _rebuild(desk: Desk) -> None:
    if st.session_state.get("manage-rebuild-too", True):
        begin_after_adding(desk)


def _facts(listing: Listing) -> Facts:
    return Facts(listing.title, listing.kind, listing.authors, listing.publisher, listing.published)


def _draw_places(place: int, last: int) -> None:
    st.html(markup.paragraph(f"Part {place} of {last} of the list", "more-rows"))
    with st.container(horizontal=True):
        for name, key, to in (
            ("Previous documents", "managed-before", place - 1),
            ("Next documents", "managed-after", place + 1),
        ):
            # Not disabled at either end: a button that has the focus would lose it.
            st.button(name, key=key, on_click=_go, args=(min(max(to, 1), last),))


def _go(place: int) -> None:
    st.session_state[_PLACE] = place


def _begin_again() -> None:
    st.session_state[_PLACE] = 1


def _key(path: str) -> str:
    """A path as part of a key, which is a name of CSS as well."""
    return sha256(path.encode()).hexdigest()[:10]
