"""The documents that staff removed or replaced, each with the way back."""

from __future__ import annotations

import streamlit as st

from assistant.errors import IntakeError
from assistant.upkeep.removed import Removed
from assistant.web import markup, words
from assistant.web.manage import manage_markup
from assistant.web.manage.desk import Desk, as_staff, intake, own_desk
from assistant.web.manage.rebuild import begin_rebuild
from assistant.web.person.auditing import audit
from assistant.wording import counted

KEPT = "You can restore a document for {days} after it was removed or replaced. Then it is deleted."
_MORE = 20


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
    st.html(markup.paragraph(KEPT.format(days=kept_for()), "hint"))
    with st.expander(f"{counted(len(removed), 'document')} removed or replaced"):
        for each in removed[: desk.removed_shown]:
            with st.container(key=f"removed-{each.id}"):
                st.html(manage_markup.removed_document(each))
                st.button(
                    f"Restore {markup.label(words.shortened(each.title, 60))}",
                    key=f"restore-{each.id}",
                    on_click=as_staff,
                    args=(lambda desk, each=each: _restore(desk, each),),
                )
        if len(removed) > desk.removed_shown:
            left = len(removed) - desk.removed_shown
            more = f"{counted(left, 'more document')} removed earlier"
            st.html(markup.paragraph(f"There {'is' if left == 1 else 'are'} {more}.", "hint"))
            st.button("Show more removed documents", key="more-removed", on_click=_show_more)


def _show_more() -> None:
    own_desk().removed_shown += _MORE


def kept_for() -> str:
    """For how long a document that was removed can be restored: "90 days"."""
    return counted(intake().removed_days, "day")


def _undo(desk: Desk, identity: str) -> None:
    for removed in intake().removed():
        if removed.id == identity:
            _restore(desk, removed)
            return
    raise IntakeError("This document is no longer kept, so it cannot be restored.")


def _restore(desk: Desk, removed: Removed) -> None:
    path, taken_out = intake().restore(removed.id)
    if taken_out is not None:
        audit("document-removed", path=taken_out.path, restored=path)
    audit("document-added", path=path, restored=True)
    desk.did(f"“{removed.title}” was restored.")
    begin_rebuild(desk)
