"""Signing in and out on the pages, and what somebody sees who may not read or is not staff."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assistant.access.policy import Person, sign_in_key
from assistant.access.sessions import shared_sign_ins
from assistant.web import markup, words
from assistant.web.person.auditing import audit, audit_refused, called_now, shared_audit
from assistant.web.person.who import access, claims, may_manage, who

_SUBJECT = "signed-in-as"
_SIGN_IN = "This service is for people who have an account. Sign in to ask questions."
_NO_ROLE = (
    "You are signed in, but your account may not use this service. Ask whoever looks after it to "
    "add your account, or sign out and sign in with another one."
)
_STAFF_SIGN_IN = "This page is for staff. Sign in with an account that is listed as staff."
_NOT_STAFF = (
    "This page is for staff. Your account is not listed as staff: ask whoever looks after this "
    "service to add it."
)


def let_in() -> bool:
    """Whether the person of this session may see the pages; draws what they see where not."""
    settings = access()
    if settings.sign_in == "off":
        return True
    person = who()
    _notice_change(person)
    if "reader" in person.roles:
        _draw_account(person)
        return True
    st.title(words.TITLE, anchor=False)
    if person.signed_in:
        audit_refused("the pages", called_now())
        st.html(markup.notice(_NO_ROLE))
        _draw_sign_out(person)
        return False
    st.html(markup.notice(_ended()) if claims() else markup.paragraph(_SIGN_IN, "purpose"))
    st.button("Sign in", key="sign-in", type="primary", on_click=st.login)
    return False


def only_for_staff(title: str, draw: Callable[[], None]) -> None:
    """Draw a page for staff, or say that it is for them; it is never drawn for anybody else."""
    if may_manage():
        problem = shared_audit().problem
        if problem is not None:
            st.html(markup.notice(problem))
        draw()
        return
    person = who()
    st.title(title, anchor=False)
    audit_refused(title, called_now())
    if person.signed_in:
        st.html(markup.notice(_NOT_STAFF))
    else:
        st.html(markup.notice(_ended() if claims() else _STAFF_SIGN_IN))
        st.button("Sign in", key="sign-in-staff", type="primary", on_click=st.login)


def _draw_account(person: Person) -> None:
    with st.container(
        key="account", horizontal=True, horizontal_alignment="right", vertical_alignment="center"
    ):
        if person.signed_in:
            _draw_sign_out(person)
        else:
            st.button("Sign in as staff", key="sign-in-account", type="tertiary", on_click=st.login)


def _draw_sign_out(person: Person) -> None:
    as_staff = " (staff)" if "staff" in person.roles else ""
    said = f"Signed in as {person.called}{as_staff}"
    st.html(markup.paragraph(said, "signed-in"), width="content")
    st.button("Sign out", key="sign-out", type="tertiary", on_click=_sign_out)


def _sign_out() -> None:
    found = claims()
    if found and shared_sign_ins().sign_out(sign_in_key(found)):
        audit("signed-out")
    st.session_state.clear()
    st.logout()


def _ended() -> str:
    hours = f"{access().hours:g}"
    unit = "hour" if hours == "1" else "hours"
    return f"Your sign-in has ended: it lasts {hours} {unit}. Sign in again to go on."


def _notice_change(person: Person) -> None:
    """Write down a new sign-in, and leave nothing of one person to the next in a session."""
    if st.session_state.get(_SUBJECT, person.subject) != person.subject and person.signed_in:
        st.session_state.clear()
        st.query_params.clear()  # the address names the chat
    if not person.signed_in:
        return
    st.session_state[_SUBJECT] = person.subject
    if shared_sign_ins().is_new(sign_in_key(claims())):
        audit("signed-in", roles=sorted(person.roles))
