"""Signing in at a provider of this machine: the whole way there and back, in a browser."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from assistant.audit.reading import check, entries
from tests.browser.server import ROOT, Site, free_port, serve

pytestmark = pytest.mark.browser

_SECRET = "c" * 40
_USERS = [
    {"sub": "chief", "name": "Chi Chief", "email": "chief@trust.example"},
    {"sub": "member", "name": "Mo Member", "email": "mo@trust.example", "groups": ["Policy team"]},
    {"sub": "guest", "name": "Gus Guest", "email": "gus@elsewhere.example"},
]


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A provider whose people are let in with a click."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    for user in _USERS:
        command += ["--user-claims", json.dumps(user)]
    log = tmp_path_factory.mktemp("provider") / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
    address = f"http://localhost:{port}"
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{address}/.well-known/openid-configuration", timeout=2)
                break
            except OSError:
                assert process.poll() is None, log.read_text()
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def signed_site(
    tmp_path_factory: pytest.TempPathFactory, provider: str, browser: Browser
) -> Iterator[Site]:
    """The app over the fake assistant, for people who have signed in."""
    folder = tmp_path_factory.mktemp("signed")
    corpus, index, secrets = folder / "corpus", folder / "index", folder / "secrets.toml"
    corpus.mkdir()
    secrets.write_text(
        "[auth]\n"
        'redirect_uri = "http://localhost:{port}/oauth2callback"\n'
        f'cookie_secret = "{_SECRET}"\nclient_id = "policy"\nclient_secret = "{"d" * 20}"\n'
        f'server_metadata_url = "{provider}/.well-known/openid-configuration"\n'
    )
    settings = {
        "STREAMLIT_SECRETS_FILES": str(secrets),
        "ASSISTANT_SIGN_IN": "everyone",
        "ASSISTANT_STAFF": "chief@trust.example",
        "ASSISTANT_STAFF_GROUPS": "Policy team",
        "ASSISTANT_READERS": "@trust.example",
        "ASSISTANT_LOG": "json",
        "NO_PROXY": "localhost",
        "no_proxy": "localhost",
    }
    fake = ROOT / "tests" / "browser" / "fake_app.py"
    with serve(fake, corpus, index, settings) as site:
        yield site


def _sign_in(page: Page, site: Site, who: str) -> None:
    page.goto(site.url)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name=who).click()


def _status(site: Site, path: str, cookies: str = "") -> int:
    request = urllib.request.Request(site.url + path, headers={"Cookie": cookies})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def _cookies(page: Page) -> str:
    return "; ".join(f"{each['name']}={each['value']}" for each in page.context.cookies())


def test_people_sign_in_by_role_and_out_again(signed_site: Site, browser: Browser) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{signed_site.url}/staff")
    expect(page.get_by_text("Sign in to ask questions")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Questions that need attention")).to_have_count(0)
    _sign_in(page, signed_site, "chief")  # staff by address
    expect(page.get_by_text("Signed in as Chi Chief (staff)")).to_be_visible(timeout=20_000)
    cookies = _cookies(page)
    assert _status(signed_site, "/media/nothing.png", cookies) == 404
    assert _status(signed_site, "/media/nothing.png") == 403
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_function("() => !document.body.innerText.includes('Signed in as')")
    # What was copied before is no use after.
    assert _status(signed_site, "/media/nothing.png", cookies) == 403
    page.context.clear_cookies()
    _sign_in(page, signed_site, "member")  # staff by group
    expect(page.get_by_text("Signed in as Mo Member (staff)")).to_be_visible(timeout=20_000)
    page.goto(f"{signed_site.url}/staff")
    heading = page.get_by_role("heading", name="Questions that need attention")
    expect(heading).to_be_visible(timeout=20_000)
    page.context.clear_cookies()
    _sign_in(page, signed_site, "guest")
    expect(page.get_by_text("your account may not use this service")).to_be_visible(timeout=20_000)
    expect(page.get_by_label("Ask a question")).to_have_count(0)
    assert _status(signed_site, "/files/abc/a.pdf", _cookies(page)) == 403
    page.context.close()
    _look_at_what_was_kept(signed_site)


def _look_at_what_was_kept(site: Site) -> None:
    folder = site.corpus.parent / "records" / "audit"
    found = list(entries(folder))
    assert check(folder).broken == ()
    assert [entry.what for entry in found].count("signed-in") == 3
    assert {"signed-out", "refused"} <= {entry.what for entry in found}
    log = (site.corpus.parent / "server.log").read_text()
    for text in ["trust.example", "Chief", _SECRET, "d" * 20]:
        assert text not in "".join(map(str, found)) + log


def test_a_sign_in_ends_and_a_reader_is_not_staff(signed_site: Site, browser: Browser) -> None:
    page = browser.new_context().new_page()
    _come_back(page, signed_site, time.time() - 60)
    page.goto(f"{signed_site.url}/staff")
    expect(page.get_by_text("Your account is not listed as staff")).to_be_visible(timeout=20_000)
    assert _status(signed_site, "/media/nothing.png", _cookies(page)) == 404
    _come_back(page, signed_site, time.time() - 8 * 3600 - 1)
    page.goto(signed_site.url)
    expect(page.get_by_text("Your sign-in has ended")).to_be_visible(timeout=20_000)
    expect(page.get_by_label("Ask a question")).to_have_count(0)
    assert _status(signed_site, "/media/nothing.png", _cookies(page)) == 403
    page.context.close()


def _come_back(page: Page, site: Site, signed_in: float) -> None:
    """Give the browser the cookie of a reader who signed in at a time."""
    claims = {
        "iss": "i", "sub": "reader", "email": "ri@trust.example", "iat": int(signed_in),
        "is_logged_in": True, "origin": site.url,
    }  # fmt: skip
    name = "_streamlit_user"
    value = create_signed_value(_SECRET, name, json.dumps(claims)).decode()
    page.context.add_cookies([{"name": name, "value": value, "url": site.url}])
