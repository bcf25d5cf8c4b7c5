"""Who the person of the running session is, and what they may do."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import streamlit as st

from assistant.access.policy import Person, check_staff, person_of, sign_in_key
from assistant.access.sessions import shared_sign_ins
from assistant.service_settings import Access
from assistant.web.library import shared_library


def who() -> Person:
    """The person of this session, as their sign-in stands now."""
    settings = access()
    found = claims() if settings.sign_in != "off" else {}
    if found and shared_sign_ins().is_out(sign_in_key(found)):
        found = {}
    return person_of(found, settings, time.time())


def may_read() -> bool:
    """Whether they may ask and see documents."""
    return "reader" in who().roles


def may_manage() -> bool:
    """Whether they may see the pages for staff and change the documents."""
    return "staff" in who().roles


def require_staff() -> None:
    """Refuse what only staff may do; every callback that changes anything begins with it.

    Raises:
        AccessDenied: they are not staff, or their sign-in has ended.
    """
    check_staff(who())


def leave_unless_reader() -> None:
    """End a part of a page that is drawn by itself where its person's sign-in has ended."""
    if not may_read():
        st.rerun()


def access() -> Access:
    """The settings of who may do what."""
    return shared_library().settings.access


def claims() -> Mapping[str, Any]:
    """What the sign-in of this session says; empty where there is none."""
    said = st.user.to_dict()
    return said if said.get("is_logged_in") is True else {}
