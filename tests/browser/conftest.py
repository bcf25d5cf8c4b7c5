"""The app in a real browser, with every request that a page makes on record."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.server import ROOT, Site, serve

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A desktop at 200% has half the pixels in each direction.
WIDTHS = {"desktop": (1366, 900), "phone": (320, 800), "enlarged": (683, 450)}


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


@pytest.fixture
def requests() -> list[str]:
    """What the page has asked of any server."""
    return []


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, requests: list[str]) -> Iterator[Page]:
    """A page of the width that the test is for: on a desktop unless it says otherwise."""
    width, height = WIDTHS[getattr(request, "param", "desktop")]
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.on("request", lambda each: requests.append(each.url))
    page.on("websocket", lambda each: requests.append(each.url))
    yield page
    context.close()
