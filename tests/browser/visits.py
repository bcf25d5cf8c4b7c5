"""What a person does in the app, and waits for."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.server import Site

PATIENCE = 20_000
# In pixels, width and height. A desktop at 200% has half of them in each direction.
SIZES = {"desktop": (1366, 900), "phone": (320, 800), "enlarged": (683, 450)}
_FOLDS = 400
"""So many milliseconds the menu takes to fold where there is no room for it."""
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def visit(page: Page, site: Site, path: str = "") -> None:
    """Open a page of the app and wait for it to be drawn."""
    page.goto(f"{site.url}/{path}")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE)
    if not path:
        expect(question_box(page)).to_be_enabled(timeout=PATIENCE)
    settle(page)


def question_box(page: Page) -> Locator:
    """Where a question is typed."""
    return page.get_by_role("textbox", name="Ask a question")


def ask(page: Page, question: str) -> None:
    """Ask a question and wait for what comes of it."""
    turns = page.locator("h2.question").count()
    question_box(page).fill(question)
    question_box(page).press("Enter")
    expect(page.locator("h2.question")).to_have_count(turns + 1, timeout=PATIENCE)
    expect(page.get_by_text("Searching the documents")).to_have_count(0, timeout=PATIENCE)
    settle(page)


def settle(page: Page) -> None:
    """Wait until the page has been drawn and has stopped moving."""
    expect(page.locator('[data-test-script-state="notRunning"]')).to_have_count(1, timeout=PATIENCE)
    page.wait_for_timeout(700)


def loaded(picture: Locator) -> Locator:
    """A picture, when all of it has come: its place on the page is there before it is."""
    expect(picture).to_be_visible(timeout=PATIENCE)
    picture.evaluate("image => image.decode()")
    return picture


def resize(page: Page, size: str) -> None:
    """Make a page as large as on one of the `SIZES`."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})


def check_at_every_size(page: Page) -> None:
    """Fail where a page, as it stands, cannot be used by everybody on every device."""
    for size in SIZES:
        resize(page, size)
        page.wait_for_timeout(_FOLDS)
        _check_nothing_runs_off_the_side(page)
        _check_with_axe(page)


def _check_nothing_runs_off_the_side(page: Page) -> None:
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")


def _check_with_axe(page: Page) -> None:
    # Of what is in order it is to count the rules only, not to describe every part of the page.
    options = {"runOnly": {"type": "tag", "values": _RULES}, "resultTypes": ["violations"]}
    results = Axe().run(page, options=options)
    assert len(results.response["passes"]) > 5, "axe has looked at nothing"
    assert [
        (violation["id"], [node["html"] for node in violation["nodes"]])
        for violation in results.response["violations"]
    ] == []
