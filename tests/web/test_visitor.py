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

from assistant.web.visitor import COOKIE, KnowAgain

KNOWN = "0123456789abcdef0123456789abcdef"


def _page(_: Request) -> Response:
    return HTMLResponse("<p>A page</p>")


def _data(_: Request) -> Response:
    return JSONResponse({})


@pytest.fixture
def client() -> TestClient:
    routes = [Route("/", _page), Route("/data", _data)]
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
