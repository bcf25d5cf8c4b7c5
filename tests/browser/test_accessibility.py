"""WCAG 2.2 AA in every state, and the app with a keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import Site
from tests.browser.visits import (
    PATIENCE,
    ask,
    check_at_every_size,
    loaded,
    question_box,
    settle,
    visit,
)
from tests.web.fake_assistant import (
    BROKEN_QUESTION,
    FOLLOW_UP,
    LINES_QUESTION,
    NASTY_QUESTION,
    NO_ANSWER_QUESTION,
    RATE_QUESTION,
    SUGGESTING_QUESTION,
)

pytestmark = pytest.mark.browser
at_every_size = pytest.mark.parametrize("page", ["desktop", "phone", "enlarged"], indirect=True)


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


def statement(page: Page, site: Site) -> None:
    visit(page, site, "accessibility")


def filters(page: Page, site: Site) -> None:
    visit(page, site)
    page.get_by_role("button", name="Filters").click()
    expect(page.get_by_text("Published from")).to_be_visible(timeout=PATIENCE)
    settle(page)


def filtered(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/?kind=board+paper&since=2024&findings=only&document=gone.pdf")
    expect(page.get_by_text("No document fits these filters.")).to_be_visible(timeout=PATIENCE)
    settle(page)
    ask(page, RATE_QUESTION)


def gone(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/?chat=nobody-has-this")
    expect(page.get_by_text("This question is no longer kept")).to_be_visible(timeout=PATIENCE)
    settle(page)


def another_page(page: Page, site: Site) -> None:
    visit(page, site)
    ask(page, NASTY_QUESTION)
    page.get_by_role("button", name="Next page").click()
    loaded(page.get_by_role("img", name="Page 3 of"))


def suggestions(page: Page, site: Site) -> None:
    visit(page, site)
    ask(page, SUGGESTING_QUESTION)
    expect(page.get_by_role("heading", name="You could also ask")).to_be_visible(timeout=PATIENCE)
    settle(page)


def judged(page: Page, site: Site) -> None:
    visit(page, site)
    ask(page, NASTY_QUESTION)
    page.get_by_role("radio", name="No").click()
    expect(page.get_by_text("Thank you.")).to_be_visible(timeout=PATIENCE)
    settle(page)


def no_questions(page: Page, site: Site) -> None:
    visit(page, site, "questions")


def questions(page: Page, site: Site) -> None:
    for question in (RATE_QUESTION, NASTY_QUESTION):
        visit(page, site)
        ask(page, question)
    visit(page, site, "questions")
    page.get_by_role("button", name="Delete all your questions").click()
    expect(page.get_by_role("button", name="Keep them")).to_be_visible(timeout=PATIENCE)
    settle(page)


def empty_paper(page: Page, site: Site) -> None:
    visit(page, site, "paper")


def paper(page: Page, site: Site) -> None:
    visit(page, site)
    ask(page, RATE_QUESTION)
    for left in (1, 0):
        page.get_by_role("button", name="Add to board paper").first.click()
        expect(page.get_by_role("button", name="Add to board paper")).to_have_count(
            left, timeout=PATIENCE
        )
    visit(page, site, "paper")
    page.get_by_role("button", name="Start a new paper").click()
    expect(page.get_by_role("button", name="Keep this one")).to_be_visible(timeout=PATIENCE)
    settle(page)


def staff(page: Page, site: Site) -> None:
    judged(page, site)
    ask(page, NO_ANSWER_QUESTION)
    visit(page, site, "staff")


def manage(page: Page, site: Site) -> None:
    visit(page, site, "manage")
    page.get_by_role("button", name="Change Workforce plan").click()
    expect(page.get_by_role("button", name="Save changes")).to_be_visible(timeout=PATIENCE)
    settle(page)


def changes(page: Page, site: Site) -> None:
    visit(page, site, "changes")
    page.get_by_role("tab", name="Standing questions").click()
    expect(page.get_by_label("New standing question")).to_be_visible(timeout=PATIENCE)
    settle(page)


STATES = [
    empty, answer, passage, no_answer, error, whole_page, documents, help_page, statement, filters,
    filtered, gone, another_page, suggestions, judged, no_questions, questions, empty_paper, paper,
    staff, manage, changes,
]  # fmt: skip


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing_and_nothing_runs_off_the_side(
    fake_site: Site, page: Page, state: Callable[[Page, Site], None]
) -> None:
    state(page, fake_site)
    check_at_every_size(page)


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
        stop = page.evaluate(_STOP)
        for _ in range(10):
            if stop["seen"]:
                break
            page.wait_for_timeout(50)  # it may still be coming into view
            stop = page.evaluate(_STOP)
        found.append(stop)
    return found


@at_every_size
def test_tab_reaches_every_control_and_is_never_hidden(fake_site: Site, page: Page) -> None:
    visit(page, fake_site)
    ask(page, RATE_QUESTION)
    ask(page, NO_ANSWER_QUESTION)
    page.evaluate("document.activeElement.blur()")
    stops = tab_through(page, 50)
    assert [stop["name"] for stop in stops if not stop["seen"]] == []
    reached = {stop["name"] for stop in stops}
    assert any("Filters" in name for name in reached)  # beside the name of its icon
    assert {
        "Workforce plan *2024* <draft>",
        "View page 1",
        "Copy quote and reference",
        "Copy link to this answer",
        "Add to board paper",
        "Next passage",
        "Next page",
        "Open the PDF at page 1 (opens in new tab)",
        "View passage",
        "See the list of documents",
        "Start a new chat",
        "Show the whole page",
        "Ask a question",
    } <= reached


def test_a_question_can_be_asked_with_the_keyboard_alone(fake_site: Site, page: Page) -> None:
    visit(page, fake_site)
    for _ in range(30):
        page.keyboard.press("Tab")
        if question_box(page).evaluate("box => box === document.activeElement"):
            break
    page.keyboard.type(RATE_QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="2 quotes found")).to_be_visible(timeout=PATIENCE)


@pytest.mark.parametrize("page", ["phone"], indirect=True)
def test_the_folded_menu_takes_no_focus_and_opens(fake_site: Site, page: Page) -> None:
    visit(page, fake_site)
    link = page.get_by_role("link", name="Documents", exact=True)
    expect(link).to_have_count(0)
    page.get_by_test_id("stExpandSidebarButton").press("Enter")
    expect(link).to_be_visible()
    link.click()
    expect(page.get_by_role("heading", name="5 documents")).to_be_visible(timeout=PATIENCE)
