"""Requests made by hand, without a page: what the server itself refuses."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from assistant.access.policy import sign_in_key
from assistant.access.refusals import Refusals
from assistant.access.sessions import SignIns
from assistant.audit.log import AuditLog
from assistant.audit.reading import entries
from assistant.service_settings import Access
from assistant.settings import Settings
from assistant.web.person import auditing
from assistant.web.server import guard

SECRET, ORIGIN, COOKIE = "s" * 32, "https://policy.example", "_streamlit_user"
EVERYONE = Access("everyone", staff=frozenset(["chief@trust.uk"]), readers=frozenset(["@trust.uk"]))
READING = ["/files/abc/a.pdf", "/media/abc.png", "/component/a/b.js", "/_stcore/anything-new"]
STAFF = ["/_stcore/metrics", "/_stcore/agent/mcp", "/_stcore/agent/interact"]
OPEN = ["/", "/staff", "/readyz", "/_stcore/health", "/_stcore/host-config", "/static/a.js"]

Client = Callable[[Access], TestClient]


async def _page(request: Any) -> Response:  # noqa: ANN401
    if request.url.path == "/":
        return HTMLResponse("<p>page</p>", headers={"Set-Cookie": "a=b; Path=/"})
    return PlainTextResponse("content")


async def _stream(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("content")
    await websocket.close()


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The guard before an app that gives everybody everything."""
    sign_ins, refusals = SignIns(), Refusals()

    def with_access(access: Access) -> TestClient:
        settings = Settings(records=tmp_path, access=access)
        log = AuditLog(settings)
        for module in (guard, auditing):
            monkeypatch.setattr(
                module, "shared_library", lambda: SimpleNamespace(settings=settings)
            )
        monkeypatch.setattr(auditing, "shared_audit", lambda: log)
        monkeypatch.setattr(auditing, "shared_refusals", lambda: refusals)
        monkeypatch.setattr(guard, "shared_sign_ins", lambda: sign_ins)
        monkeypatch.setattr(guard, "get_cookie_secret", lambda: SECRET)
        monkeypatch.setattr(guard, "get_origin_from_redirect_uri", lambda: ORIGIN)
        every = ["GET", "PUT", "POST", "DELETE"]
        routes = [
            WebSocketRoute("/_stcore/stream", _stream),
            Route("/{p:path}", _page, methods=every),
        ]
        app = Starlette(routes=routes, middleware=[Middleware(guard.Guard)])
        return TestClient(app, base_url="http://localhost")

    return with_access


def claims(**changed: Any) -> dict[str, Any]:  # noqa: ANN401
    said = {"iss": "i", "sub": "17", "email": "amara@trust.uk", "nonce": "n", "iat": time.time()}
    return {**said, "is_logged_in": True, "origin": ORIGIN, **changed}


def cookie(said: object, secret: str = SECRET, name: str = COOKIE) -> dict[str, str]:
    value = create_signed_value(secret, name, json.dumps(said)).decode()
    return {"Cookie": f"other=1; {COOKIE}={value}"}


def refused(folder: Path) -> list[object]:
    return [entry.details["path"] for entry in entries(folder / "audit") if entry.what == "refused"]


@pytest.mark.parametrize("path", READING + STAFF)
def test_without_sign_in_nothing_of_the_documents_is_given(
    client: Client, tmp_path: Path, path: str
) -> None:
    answer = client(EVERYONE).get(path)
    assert answer.status_code == 403
    assert "content" not in answer.text
    assert refused(tmp_path) == [path]


def test_without_sign_in_nothing_can_be_uploaded(client: Client) -> None:
    path = "/_stcore/upload_file/session/file"
    for method in ("PUT", "DELETE", "POST"):
        assert client(EVERYONE).request(method, path, content=b"x").status_code == 403
    assert client(EVERYONE).put(path, headers=cookie(claims())).status_code == 200


@pytest.mark.parametrize("path", OPEN)
def test_what_is_for_everybody_needs_no_sign_in(client: Client, path: str) -> None:
    assert client(EVERYONE).get(path).status_code == 200


@pytest.mark.parametrize("path", READING)
def test_who_has_signed_in_reads(client: Client, path: str) -> None:
    assert client(EVERYONE).get(path, headers=cookie(claims())).text == "content"


@pytest.mark.parametrize("path", STAFF)
def test_what_is_for_staff_is_for_staff(client: Client, path: str) -> None:
    assert client(EVERYONE).get(path, headers=cookie(claims())).status_code == 403
    chief = cookie(claims(email="chief@trust.uk"))
    assert client(EVERYONE).get(path, headers=chief).status_code == 200


def _tampered() -> dict[str, str]:
    whole = cookie(claims(email="a@other.uk"))["Cookie"]
    payload, rest = whole.split(".", 1)
    return {"Cookie": f"{payload[:-3]}AAA.{rest}"}


BAD: dict[str, Callable[[], dict[str, str]]] = {
    "tampered": _tampered,
    "of another secret": lambda: cookie(claims(), "t" * 32),
    "of another name": lambda: cookie(claims(), name="_streamlit_user_tokens"),
    "of another app": lambda: cookie(claims(origin="https://other.example")),
    "expired": lambda: cookie(claims(iat=time.time() - 8 * 3600 - 1)),
    "without a time": lambda: cookie(claims(iat=None)),
    "of nobody": lambda: cookie(claims(is_logged_in=False)),
    "of one who may not": lambda: cookie(claims(email="a@other.uk")),
    "no object": lambda: cookie(["is_logged_in"]),
    "no JSON": lambda: {"Cookie": f"{COOKIE}={create_signed_value(SECRET, COOKIE, '{').decode()}"},
    "nonsense": lambda: {"Cookie": f"{COOKIE}=é.è.x"},
    "empty": lambda: {"Cookie": f"{COOKIE}="},
    "chunks that are missing": lambda: cookie("chunks-3"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_cookie_is_refused(client: Client, name: str) -> None:
    headers = [(key.encode(), value.encode("latin-1")) for key, value in BAD[name]().items()]
    assert client(EVERYONE).get("/files/abc/a.pdf", headers=headers).status_code == 403


def test_after_signing_out_a_copied_cookie_is_refused(client: Client, tmp_path: Path) -> None:
    app, amara = client(EVERYONE), cookie(claims())
    assert app.get("/files/abc/a.pdf", headers=amara).status_code == 200
    app.get("/auth/logout", headers=amara)
    assert app.get("/files/abc/a.pdf", headers=amara).status_code == 403
    again = cookie(claims(nonce="m"))
    assert app.get("/files/abc/a.pdf", headers=again).status_code == 200
    assert [entry.what for entry in entries(tmp_path / "audit")] == ["signed-out", "refused"]


def test_people_stand_in_the_log_under_a_pseudonym(client: Client, tmp_path: Path) -> None:
    client(EVERYONE).get("/files/a/b", headers=cookie(claims(email="a@other.uk")))
    (entry,) = entries(tmp_path / "audit")
    assert str(entry.who).startswith("account-") and "other.uk" not in str(entry)


@pytest.mark.parametrize("path", READING)
def test_where_reading_is_open_it_needs_no_sign_in(client: Client, path: str) -> None:
    staff_only = Access("staff", staff=frozenset(["chief@trust.uk"]))
    assert client(staff_only).get(path).status_code == 200
    assert client(staff_only).get("/_stcore/metrics").status_code == 403


class TestWithoutSignIn:
    """The rules where everybody who can reach the app may do everything."""

    @pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1", "[::1]:8501", "LOCALHOST"])
    def test_this_machine_is_let_in(self, client: Client, host: str) -> None:
        assert client(Access()).get("/", headers={"Host": host}).status_code == 200

    @pytest.mark.parametrize("host", ["policy.example", "10.0.0.3:8501", "localhost.evil.uk", ""])
    def test_another_name_is_not(self, client: Client, host: str) -> None:
        """A page of the internet could give its own name the address of this machine."""
        answer = client(Access()).get("/", headers={"Host": host})
        assert answer.status_code == 403
        assert "ASSISTANT_OPEN=yes" in answer.text
        assert client(Access(open=True)).get("/", headers={"Host": host}).status_code == 200

    @pytest.mark.parametrize("address", ["10.0.0.3", "0.0.0.0", "fd00::1"])
    def test_another_address_of_this_machine_is_not(self, address: str) -> None:
        headers = Headers({"host": "localhost"})
        scope = {"server": (address, 8501)}
        assert guard._from_elsewhere(scope, headers) is not None
        assert guard._from_elsewhere({"server": ("127.0.0.1", 1)}, headers) is None

    def test_nor_by_a_web_socket(self, client: Client) -> None:
        with client(Access()).websocket_connect("/_stcore/stream") as stream:
            assert stream.receive_text() == "content"
        with (
            pytest.raises(WebSocketDisconnect),
            client(Access()).websocket_connect("/_stcore/stream", headers={"Host": "a.example"}),
        ):
            pass


def test_a_page_of_another_site_gets_no_connection(client: Client) -> None:
    app = client(Access(open=True))
    for origin in ("http://testserver", "https://TESTSERVER"):
        with app.websocket_connect("/_stcore/stream", headers={"Origin": origin}) as stream:
            assert stream.receive_text() == "content"
    with (
        pytest.raises(WebSocketDisconnect),
        app.websocket_connect("/_stcore/stream", headers={"Origin": "https://a.example"}),
    ):
        pass


def test_large_uploads_are_for_staff(client: Client) -> None:
    reading = Access("staff", staff=frozenset(["chief@trust.uk"]))
    app, upload = client(reading), "/_stcore/upload_file/a/b"
    assert app.put(upload, content=b"x").status_code != 403
    headers = {"Content-Length": str(53_000_000)}
    assert app.put(upload, headers=headers).status_code == 403


class TestHeaders:
    def test_pages_are_protected(self, client: Client) -> None:
        headers = client(Access()).get("/").headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["x-frame-options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
        assert "http" not in headers["content-security-policy"]

    def test_behind_tls_every_cookie_is_for_tls_alone(self, client: Client) -> None:
        app = client(Access())
        assert app.get("/").headers["set-cookie"] == "a=b; Path=/"
        behind = app.get("/", headers={"X-Forwarded-Proto": "https"})
        assert behind.headers["set-cookie"] == "a=b; Path=/; Secure"


def test_the_key_of_a_sign_in_is_the_same_on_a_page_and_in_a_request() -> None:
    """Streamlit takes the origin out before a page can see the claims."""
    with_origin = claims()
    page = {name: value for name, value in with_origin.items() if name != "origin"}
    assert sign_in_key(with_origin) == sign_in_key(page)
