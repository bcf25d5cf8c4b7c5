"""What a person does in the app, and waits for."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.server import Site

PATIENCE = 20_000
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


def check_nothing_runs_off_the_side(page: Page) -> None:
    """Fail where a part of the page is wider than the window."""
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")


def check_with_axe(page: Page) -> None:
    """Fail where axe finds a breach of WCAG 2.2 AA."""
    # Of what is in order it is to count the rules only, not to describe every part of the page.
    options = {"runOnly": {"type": "tag", "values": _RULES}, "resultTypes": ["violations"]}
    results = Axe().run(page, options=options)
    assert len(results.response["passes"]) > 5, "axe has looked at nothing"
    assert [
        (violation["id"], [node["html"] for node in violation["nodes"]])
        for violation in results.response["violations"]
    ] == []
