"""Whose chats these are: a browser is known again by a cookie that holds nothing but a random id.

The server sets it with the page, out of reach of scripts, so that a reload or a restart of the
server finds the same person's chats again. It says nothing of who that person is.
"""

from __future__ import annotations

import hashlib
import re
from http.cookies import CookieError, SimpleCookie

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.records.database import new_id
from assistant.settings import Settings

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
                if answer.get("content-type", "").startswith("text/html"):
                    answer.append("set-cookie", _written(identity, secure=secure))
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def visitor() -> str:
    """What this browser's chats are kept under; without cookies, what this session's are."""
    identity = str(st.context.cookies.get(COOKIE, ""))
    if not _FORM.fullmatch(identity):
        identity = st.session_state.setdefault("visitor", new_id())
    # Whoever reads the records must not be able to pass for the people in it.
    return hashlib.sha256(identity.encode()).hexdigest()


def _read(cookies: str) -> str | None:
    try:
        found = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return None
    return found.value if found is not None and _FORM.fullmatch(found.value) else None


def _written(identity: str, *, secure: bool) -> str:
    days = Settings.from_environment().keep_days
    parts = [f"{COOKIE}={identity}", "Path=/", f"Max-Age={days * 86_400}", "HttpOnly"]
    return "; ".join([*parts, "SameSite=Lax", *(["Secure"] if secure else [])])
