"""Browsers are known again by a cookie with a random id."""

from __future__ import annotations

import re

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.web.person import visitor
from assistant.web.person.visitor import COOKIE, KnowAgain

KNOWN = "0123456789abcdef0123456789abcdef"


def _page(_: Request) -> Response:
    return HTMLResponse("<p>A page</p>")


def _data(_: Request) -> Response:
    return JSONResponse({})


def _same(_: Request) -> Response:
    return Response(status_code=304)


@pytest.fixture
def client() -> TestClient:
    routes = [Route("/", _page), Route("/data", _data), Route("/same", _same)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(KnowAgain)]))


def test_a_new_browser_gets_an_id_that_scripts_cannot_read(client: TestClient) -> None:
    cookie = client.get("/").headers["set-cookie"]
    assert re.match(rf"{COOKIE}=[0-9a-f]{{32}}; Path=/; Max-Age=7776000; HttpOnly", cookie)
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_two_browsers_get_different_ids(client: TestClient) -> None:
    first = client.get("/").headers["set-cookie"]
    client.cookies.clear()
    assert client.get("/").headers["set-cookie"] != first


def test_a_browser_that_has_one_keeps_it(client: TestClient) -> None:
    client.cookies.set(COOKIE, KNOWN)
    assert client.get("/").headers["set-cookie"].startswith(f"{COOKIE}={KNOWN};")


@pytest.mark.parametrize("forged", ["short", "a b" * 10, "x" * 100, '"; Path=/x', "é" * 30])
def test_what_is_no_id_is_replaced(client: TestClient, forged: str) -> None:
    answer = client.get("/", headers={b"cookie": f"{COOKIE}={forged}".encode()})
    assert re.match(rf"{COOKIE}=[0-9a-f]{{32}};", answer.headers["set-cookie"])


@pytest.mark.parametrize("proxied", [True, False])
def test_over_https_the_cookie_stays_there(client: TestClient, proxied: bool) -> None:
    if proxied:
        answer = client.get("/", headers={"x-forwarded-proto": "https"})
    else:
        answer = client.get("https://testserver/")
    assert answer.headers["set-cookie"].endswith("; Secure")


def test_only_pages_set_it(client: TestClient) -> None:
    assert "set-cookie" not in client.get("/data").headers
    assert "set-cookie" not in client.head("/").headers


@pytest.mark.parametrize("other", ['theme={"dark":true,"x":1}', "flag", 'a="b', "x=é"])
def test_other_cookies_of_the_host_do_not_matter(client: TestClient, other: str) -> None:
    cookies = f"{other}; {COOKIE}={KNOWN}".encode("latin-1")
    answer = client.get("/", headers={b"cookie": cookies})
    assert answer.headers["set-cookie"].startswith(f"{COOKIE}={KNOWN};")


def test_a_page_that_has_not_changed_prolongs_it(client: TestClient) -> None:
    answer = client.get("/same", headers={"accept": "text/html,*/*", "cookie": f"{COOKIE}={KNOWN}"})
    assert answer.status_code == 304
    assert answer.headers["set-cookie"].startswith(f"{COOKIE}={KNOWN};")
    assert "set-cookie" not in client.get("/same", headers={"accept": "image/png"}).headers


def test_a_wrong_setting_does_not_keep_pages_from_coming(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_KEEP_DAYS", "a while")
    visitor._kept_for.cache_clear()
    try:
        assert client.get("/").status_code == 200
    finally:
        visitor._kept_for.cache_clear()
