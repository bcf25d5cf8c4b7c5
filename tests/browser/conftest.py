"""The app in a real browser, with every request that a page makes on record."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.server import ROOT, Site, serve
from tests.browser.visits import resize

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # All pages in one process, which has the app's scripts compiled: that takes most of a visit.
    "--process-per-site",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as the system has it."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        message = "These tests need a Chromium on the path (apt-get install chromium)."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def fake_site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Site]:
    """The app over the fake assistant."""
    folder = tmp_path_factory.mktemp("site")
    corpus, index = folder / "corpus", folder / "index"
    corpus.mkdir()
    with serve(ROOT / "tests" / "browser" / "fake_app.py", corpus, index) as site:
        yield site


@pytest.fixture(scope="session")
def window(browser: Browser, fake_site: Site) -> Iterator[Page]:
    """A page that stays open, and with it the process that has compiled the app's scripts."""
    page = browser.new_context().new_page()
    page.goto(f"{fake_site.url}/_stcore/health")
    yield page
    page.context.close()


@pytest.fixture
def requests() -> list[str]:
    """What the page has asked of any server."""
    return []


@pytest.fixture
def page(request: pytest.FixtureRequest, window: Page, requests: list[str]) -> Iterator[Page]:
    """A page of somebody who has not been here, of the size that the test is for.

    It is a desktop's unless the test says otherwise.
    """
    page = window.context.new_page()
    resize(page, getattr(request, "param", "desktop"))
    page.on("request", lambda each: requests.append(each.url))
    page.on("websocket", lambda each: requests.append(each.url))
    yield page
    _forget(window)


@pytest.fixture
def colleague(browser: Browser) -> Iterator[Page]:
    """A page in the browser of somebody else."""
    context = browser.new_context()
    page = context.new_page()
    resize(page, "desktop")
    yield page
    context.close()


def _forget(window: Page) -> None:
    """Close the other pages, and leave nothing of their visitor to the next."""
    context = window.context
    for page in context.pages:
        if page is not window:
            page.close()
    window.evaluate("localStorage.clear()")
    context.clear_cookies()
    context.clear_permissions()
