"""WCAG 2.2 AA in every state, and the app with a keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.server import Site
from tests.browser.visits import PATIENCE, ask, question_box, settle, visit
from tests.web.fake_assistant import (
    BROKEN_QUESTION,
    FOLLOW_UP,
    LINES_QUESTION,
    NASTY_QUESTION,
    NO_ANSWER_QUESTION,
    RATE_QUESTION,
)

pytestmark = pytest.mark.browser
on_both_widths = pytest.mark.parametrize("page", ["desktop", "phone"], indirect=True)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def empty(page: Page, site: Site) -> None:
    visit(page, site)


def answer(page: Page, site: Site) -> None:
    visit(page, site)
    ask(page, RATE_QUESTION)
    ask(page, FOLLOW_UP)


def passage(page: Page, site: Site) -> None:
    visit(page, site)
    ask(page, LINES_QUESTION)


def no_answer(page: Page, site: Site) -> None:
    visit(page, site)
    ask(page, NO_ANSWER_QUESTION)


def error(page: Page, site: Site) -> None:
    visit(page, site)
    ask(page, BROKEN_QUESTION)


def whole_page(page: Page, site: Site) -> None:
    visit(page, site)
    ask(page, NASTY_QUESTION)
    page.get_by_role("button", name="Show the whole page").click()
    expect(page.get_by_role("dialog").get_by_role("img")).to_be_visible(timeout=PATIENCE)
    settle(page)


def documents(page: Page, site: Site) -> None:
    visit(page, site, "documents")


def help_page(page: Page, site: Site) -> None:
    visit(page, site, "help")


STATES = [empty, answer, passage, no_answer, error, whole_page, documents, help_page]
in_every_state = pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
State = Callable[[Page, Site], None]


@on_both_widths
@in_every_state
def test_axe_finds_nothing_and_nothing_runs_off_the_side(
    fake_site: Site, page: Page, state: State
) -> None:
    state(page, fake_site)
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert len(results.response["passes"]) > 5, "axe has looked at nothing"
    assert [
        (violation["id"], [node["html"] for node in violation["nodes"]])
        for violation in results.response["violations"]
    ] == []


class Stop(TypedDict):
    """Where Tab has come to: what it says, and whether a person can see it."""

    name: str
    seen: bool


_STOP = """
() => {
  const it = document.activeElement;
  const name = it.getAttribute("aria-label") || it.innerText || it.tagName;
  if (it === document.body || it.matches("main, section")) return { name: "", seen: true };
  const box = it.getBoundingClientRect();
  const x = box.x + box.width / 2, y = box.y + box.height / 2;
  const top = document.elementFromPoint(x, y);
  return { name: name.trim(), seen: !!top && (it.contains(top) || top.contains(it)) };
}
"""


def tab_through(page: Page, stops: int) -> list[Stop]:
    found: list[Stop] = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        page.wait_for_timeout(120)
        found.append(page.evaluate(_STOP))
    return found


@on_both_widths
def test_tab_reaches_every_control_and_is_never_hidden(fake_site: Site, page: Page) -> None:
    visit(page, fake_site)
    ask(page, RATE_QUESTION)
    ask(page, NO_ANSWER_QUESTION)
    page.evaluate("document.activeElement.blur()")
    stops = tab_through(page, 24)
    assert [stop["name"] for stop in stops if not stop["seen"]] == []
    reached = {stop["name"] for stop in stops}
    assert {
        "View page 1",
        "View passage",
        "See the list of documents",
        "Start a new chat",
        "Show the whole page",
        "Ask a question",
    } <= reached


def test_a_question_can_be_asked_with_the_keyboard_alone(fake_site: Site, page: Page) -> None:
    visit(page, fake_site)
    for _ in range(12):
        page.keyboard.press("Tab")
        if question_box(page).evaluate("box => box === document.activeElement"):
            break
    page.keyboard.type(RATE_QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="2 quotes found")).to_be_visible(timeout=PATIENCE)


@pytest.mark.parametrize("page", ["phone"], indirect=True)
def test_the_folded_menu_takes_no_focus_and_opens(fake_site: Site, page: Page) -> None:
    visit(page, fake_site)
    link = page.get_by_role("link", name="Documents")
    expect(link).to_have_count(0)
    page.get_by_test_id("stExpandSidebarButton").press("Enter")
    expect(link).to_be_visible()
    link.click()
    expect(page.get_by_role("heading", name="5 documents")).to_be_visible(timeout=PATIENCE)
