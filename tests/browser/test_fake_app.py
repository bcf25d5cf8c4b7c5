"""The app as people meet it, over the fake assistant."""

from __future__ import annotations

import io
import re
from urllib.parse import urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.server import Site
from tests.browser.visits import PATIENCE, ask, loaded, question_box, settle, visit
from tests.web.fake_assistant import (
    FOLLOW_UP,
    LINES_QUESTION,
    NO_ANSWER_QUESTION,
    RATE_QUESTION,
    SLOW_QUESTION,
)
from tests.web.fake_corpus import HEADING, NASTY, PADDING, RATE

pytestmark = pytest.mark.browser
on_both_widths = pytest.mark.parametrize("page", ["desktop", "phone"], indirect=True)


def yellow(picture: Locator) -> float:
    """How much of a picture is in the colours of the marks."""
    seen = np.asarray(Image.open(io.BytesIO(picture.screenshot())).convert("RGB")).astype(int)
    red, green, blue = seen[..., 0], seen[..., 1], seen[..., 2]
    return float(((red > 240) & (green > 190) & (blue < 190)).mean())


@on_both_widths
def test_a_question_brings_quotes_and_the_marked_page(fake_site: Site, page: Page) -> None:
    visit(page, fake_site)
    ask(page, RATE_QUESTION)
    expect(page.get_by_role("heading", name="2 quotes found")).to_be_visible()
    expect(page.get_by_role("heading", name="Source page")).to_be_visible()
    picture = page.get_by_role("img", name="Page 1 of Workforce plan *2024* <draft>")
    assert loaded(picture).evaluate("image => image.naturalWidth") == 1200
    assert 0.005 < yellow(picture) < 0.5


def test_text_is_shown_to_the_character(fake_site: Site, page: Page) -> None:
    visit(page, fake_site)
    ask(page, RATE_QUESTION)
    assert page.locator("blockquote").all_inner_texts() == [RATE, NASTY]
    assert page.locator("h2.question").all_inner_texts() == [RATE_QUESTION]
    assert page.locator("figcaption .title").all_inner_texts() == [
        "Workforce plan *2024* <draft>",
        "Notes on :smile: and -- dashes",
    ]
    ask(page, LINES_QUESTION)
    lines = page.locator("blockquote").last.inner_text()
    assert lines == f"{NASTY}\n{PADDING}\n3 Money\n{PADDING}"
    blocks = page.locator(".section-text p")
    assert blocks.all_inner_texts() == [HEADING, PADDING, NASTY, PADDING, "3 Money", PADDING]
    visit(page, fake_site, "documents")
    assert page.locator(".documents .path").first.inner_text() == "plans/workforce_plan_*2024*.pdf"
    assert page.locator(".failures .title").first.inner_text() == "scans/old_*minutes*.pdf"


def test_an_example_reads_as_it_was_written_and_asks_itself(fake_site: Site, page: Page) -> None:
    visit(page, fake_site)
    example = page.locator(".st-key-example-0 button")
    # The word joiners that keep Streamlit's hands off are of no width.
    assert example.inner_text().replace("\u2060", "") == RATE_QUESTION
    example.click()
    expect(page.locator("h2.question")).to_have_text(RATE_QUESTION, timeout=PATIENCE)


def test_while_it_searches_it_says_so_and_takes_no_other_question(
    fake_site: Site, page: Page
) -> None:
    visit(page, fake_site)
    question_box(page).fill(SLOW_QUESTION)
    question_box(page).press("Enter")
    expect(page.get_by_text("Searching the documents")).to_be_visible()
    expect(question_box(page)).to_be_disabled()
    expect(page.get_by_role("heading", name="No answer found")).to_be_visible(timeout=PATIENCE)
    expect(question_box(page)).to_be_enabled()


@on_both_widths
def test_the_newest_turn_is_in_view_and_the_source_that_is_asked_for(
    fake_site: Site, page: Page
) -> None:
    visit(page, fake_site)
    for question in (RATE_QUESTION, NO_ANSWER_QUESTION, FOLLOW_UP):
        ask(page, question)
    expect(page.locator("h2.question").last).to_be_in_viewport()
    expect(page.locator("h3.found").last).to_be_in_viewport()
    page.get_by_role("button", name="View passage").last.click()
    settle(page)
    expect(page.get_by_role("heading", name="Source passage")).to_be_in_viewport()


def test_screen_readers_are_told_what_was_found(fake_site: Site, page: Page) -> None:
    visit(page, fake_site)
    status = page.locator(".announcer[role=status]")
    expect(status).to_have_text("")
    ask(page, RATE_QUESTION)
    expect(status).to_have_text("2 quotes found")
    ask(page, NO_ANSWER_QUESTION)
    expect(status).to_have_text("No answer found")
    page.get_by_role("button", name="View passage").last.click()
    expect(status).to_have_text("Showing the source of passage 2", timeout=PATIENCE)


def test_nobody_else_is_asked_for_anything(
    fake_site: Site, page: Page, requests: list[str]
) -> None:
    visit(page, fake_site)
    ask(page, RATE_QUESTION)
    ask(page, NO_ANSWER_QUESTION)
    page.get_by_role("link", name="See the list of documents").click()
    expect(page.get_by_role("heading", name="5 documents")).to_be_visible(timeout=PATIENCE)
    for other in ("figures", "check", "help", "accessibility", "questions", "paper", "staff"):
        visit(page, fake_site, other)
    here = urlsplit(fake_site.url).netloc
    hosts = {urlsplit(re.sub("^blob:", "", url)).netloc for url in requests}
    assert hosts == {here}
    assert fake_site.outside == []


def test_the_chat_is_still_there_after_a_look_at_the_documents(fake_site: Site, page: Page) -> None:
    visit(page, fake_site)
    ask(page, RATE_QUESTION)
    page.get_by_role("link", name="Documents", exact=True).click()
    expect(page.get_by_role("heading", name="5 documents")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("link", name="Ask").click()
    expect(page.locator("blockquote").first).to_have_text(RATE, timeout=PATIENCE)
