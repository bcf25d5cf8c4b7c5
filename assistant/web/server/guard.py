"""What every request goes through: headers that protect, and the same rules as on the pages.

The pages draw nothing for somebody who may not read. What is fetched beside them - files, page
images, uploads - is refused here, by the same signed cookie.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import get_option
from streamlit.auth_util import get_cookie_with_chunks, get_origin_from_redirect_uri
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from assistant.access.policy import Person, person_of, sign_in_key
from assistant.access.sessions import shared_sign_ins
from assistant.access.starting import OPEN_SENTENCE, is_local
from assistant.errors import SettingsError
from assistant.service_settings import Access
from assistant.web import markup
from assistant.web.library import shared_library
from assistant.web.page_links import base
from assistant.web.person.auditing import account_in_log, audit_refused, record_for

_LOG = logging.getLogger(__name__)

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# The pages fetch nothing from elsewhere, and nobody else may put them into a frame. Streamlit
# itself needs inline styles, and compiles its charts.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'self'"
)
_READERS = ("/files/", "/media/", "/component/")
_FOR_ALL = ("health", "host-config", "stream", "bidi-components/")
"""What of Streamlit's own addresses has nothing of the documents in it. A page that is fetched
through `stream` is drawn for the person who asks for it."""
_FOR_STAFF = ("metrics", "agent/")
_UPLOADS, _UPLOAD_BYTES = "/_stcore/upload_file", 52_000_000
"""Where files are sent to, and how large they may be of people who are not staff."""
_REFUSED = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body><h1>{title}</h1><p>{reason}</p></body></html>
"""
_SIGN_IN = "Sign in on the first page of this service, and open the address again."
_NOT_STAFF = "Only staff can see this."


class Guard:
    """ASGI middleware: refuses what a person may not have, and sets the headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refused = await run_in_threadpool(_refused, scope)
        if scope["type"] == "websocket":
            if refused is not None:
                await send({"type": "websocket.close", "code": 1008, "reason": refused[1][:120]})
                return
            await self._app(scope, receive, send)
            return
        secure = "https" in (scope["scheme"], Headers(scope=scope).get("x-forwarded-proto"))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _protect(MutableHeaders(scope=message), secure=secure)
            await send(message)

        if refused is not None:
            page = _REFUSED.format(title=refused[0], reason=markup.escaped(refused[1]))
            answer = HTMLResponse(page, 403, headers={"Cache-Control": "no-store"})
            await answer(scope, receive, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)


def person_of_request(cookies: str, access: Access) -> Person:
    """Who a request is from, by its cookies; `cookies` is the header as it came."""
    claims = claims_of_request(cookies) if access.sign_in != "off" else {}
    if claims and shared_sign_ins().is_out(sign_in_key(claims)):
        claims = {}
    return person_of(claims, access, time.time())


def claims_of_request(cookies: str) -> Mapping[str, Any]:
    """What the signed cookie of a request says; empty where it is missing, changed or another's.

    Streamlit reads it in the same way when a page is opened.
    """
    given = cookie_parser(cookies)
    secret = get_cookie_secret()

    def signed(name: str) -> bytes | None:
        value = given.get(name)
        return (
            decode_signed_value(secret, name, value.encode("latin-1", "replace")) if value else None
        )

    try:
        found = get_cookie_with_chunks(signed, USER_COOKIE_NAME) if secret else None
        claims = json.loads(found) if found else {}
    except ValueError:
        return {}
    if not isinstance(claims, dict) or claims.get("is_logged_in") is not True:
        return {}
    # The cookie of another app that has the same secret is no sign-in to this one.
    return claims if claims.get("origin") == get_origin_from_redirect_uri() else {}


def _refused(scope: Scope) -> tuple[str, str] | None:
    """Why a request is refused, as a title and a sentence; None where it is not."""
    try:
        access = shared_library().settings.access
    except SettingsError:
        # The pages say what is wrong, and there is nothing to be had.
        return None
    headers = Headers(scope=scope)
    if scope["type"] == "websocket" and _of_another_page(headers):
        return "Not from this page", "This address is for the pages of this service."
    if access.sign_in == "off":
        return None if access.open else _from_elsewhere(scope, headers)
    path = scope["path"].removeprefix(base())
    cookies = headers.get("cookie", "")
    if path == "/auth/logout":
        _sign_out(cookies)
    needed = _needed(path)
    if path.startswith(_UPLOADS) and _is_large(headers):
        needed = "staff"  # who checks a draft needs no more, and it is kept in memory
    if needed is None:
        return None
    person = person_of_request(cookies, access)
    if needed in person.roles:
        return None
    called = account_in_log(person, shared_library().settings) if person.signed_in else None
    audit_refused(path[:200], called)
    if needed == "staff":
        return "Only for staff", _NOT_STAFF
    return "Sign in first", _SIGN_IN


def _needed(path: str) -> str | None:
    """The role that an address is for; None where it is for everybody."""
    if path.startswith("/_stcore/"):
        name = path.removeprefix("/_stcore/")
        if name.startswith(_FOR_STAFF):
            return "staff"
        return None if name.startswith(_FOR_ALL) else "reader"
    return "reader" if path.startswith(_READERS) else None


def _is_large(headers: Headers) -> bool:
    length = headers.get("content-length", "")
    # What does not say how large it is may be of any size; browsers say it.
    return int(length) > _UPLOAD_BYTES if length.isdecimal() else "transfer-encoding" in headers


def _from_elsewhere(scope: Scope, headers: Headers) -> tuple[str, str] | None:
    """Refuse what came in from another machine, or by another name than that of this one.

    Where the app listens is checked when it starts, but other programs can start it too; and a
    page of the internet can give its own name the address of this machine.
    """
    address = (scope.get("server") or ("", None))[0]
    # “testserver” and a socket of this machine are no addresses.
    came_in_at = address if address.replace(".", "").isdigit() or ":" in address else "localhost"
    host = headers.get("host", "localhost")
    name = host.rpartition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
    if is_local(came_in_at) and (is_local(name) or name == "testserver"):
        return None
    return "Not open to others", f"This service is for the machine that it runs on: {OPEN_SENTENCE}"


def _of_another_page(headers: Headers) -> bool:
    """Whether a page of another site opened a connection.

    Streamlit would refuse it too, but only once it has asked the internet for its own address.
    """
    origin = headers.get("origin")
    if origin is None:
        return False
    named = urlsplit(origin).netloc.casefold()
    ours = {headers.get(name, "").casefold() for name in ("host", "x-forwarded-host")}
    allowed = {urlsplit(each).netloc or each for each in get_option("server.corsAllowedOrigins")}
    return named not in ours | allowed


def _sign_out(cookies: str) -> None:
    claims = claims_of_request(cookies)
    if claims and shared_sign_ins().sign_out(sign_in_key(claims)):
        settings = shared_library().settings
        person = person_of(claims, settings.access, time.time())
        if person.signed_in:
            record_for(account_in_log(person, settings), "signed-out")


def _protect(headers: MutableHeaders, *, secure: bool) -> None:
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    if headers.get("content-type", "").startswith("text/html"):
        headers.setdefault("Content-Security-Policy", _POLICY)
    if secure:
        # Streamlit sets its cookies without, because it does not know of a proxy's TLS.
        written = headers.getlist("set-cookie")
        if any("; secure" not in cookie.lower() for cookie in written):
            del headers["set-cookie"]
            for cookie in written:
                headers.append(
                    "set-cookie", cookie if "; secure" in cookie.lower() else f"{cookie}; Secure"
                )
