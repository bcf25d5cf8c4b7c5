"""Whose chats these are: an account's, or a browser's where nobody has signed in.

A browser is known again by a cookie that holds nothing but a random id. The server sets it with
the page, out of reach of scripts, so that a reload or a restart of the server finds the same
person's chats again. It says nothing of who that person is.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.access.pseudonyms import pseudonym
from assistant.errors import SettingsError
from assistant.records.database import new_id
from assistant.settings import Settings
from assistant.web.library import shared_library
from assistant.web.person.who import who

COOKIE = "policy_assistant_visitor"
_FORM = re.compile(r"[\w-]{20,60}", re.ASCII)


class KnowAgain:
    """ASGI middleware: gives every browser that opens a page its id, and prolongs it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and put the cookie on the page that comes back."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        identity = _read(headers.get("cookie", "")) or new_id()
        secure = "https" in (scope.get("scheme"), headers.get("x-forwarded-proto"))

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                # A page that has not changed comes without its type.
                unchanged = message["status"] == 304 and "text/html" in headers.get("accept", "")
                if unchanged or answer.get("content-type", "").startswith("text/html"):
                    answer.append("set-cookie", _written(identity, secure=secure))
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def visitor() -> str:
    """What the chats of this session's person are kept under: their account, else their browser.

    Without cookies it is this session.
    """
    subject = who().subject
    if subject is not None:
        return pseudonym(shared_library().settings.records, "owner", subject)
    identity = str(st.context.cookies.get(COOKIE, ""))
    if not _FORM.fullmatch(identity):
        identity = st.session_state.setdefault("visitor", new_id())
    # Whoever reads the records must not be able to pass for the people in it.
    return hashlib.sha256(identity.encode()).hexdigest()


def _read(cookies: str) -> str | None:
    # http.cookies would drop ours too where another one of this host is not to its taste.
    identity = cookie_parser(cookies).get(COOKIE, "")
    return identity if _FORM.fullmatch(identity) else None


def _written(identity: str, *, secure: bool) -> str:
    parts = [f"{COOKIE}={identity}", "Path=/", f"Max-Age={_kept_for()}", "HttpOnly"]
    return "; ".join([*parts, "SameSite=Lax", *(["Secure"] if secure else [])])


@cache
def _kept_for() -> int:
    """For how many seconds a browser keeps its cookie: as long as its chats are kept."""
    try:
        days = Settings.from_environment().keep_days
    except SettingsError:
        days = Settings().keep_days  # the pages say what is wrong
    return days * 86_400
