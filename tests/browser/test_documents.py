"""The list of documents and the pages of one, as people meet them."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import Site
from tests.browser.visits import (
    PATIENCE,
    check_at_every_size,
    loaded,
    settle,
    visit,
)
from tests.web.fake_corpus import HEADING, PADDING

pytestmark = pytest.mark.browser
on_both_widths = pytest.mark.parametrize("page", ["desktop", "phone"], indirect=True)

PLAN, NOTES = "plans/workforce_plan_*2024*.pdf", "notes_:smile:.md"
PLAN_TITLE = "Workforce plan *2024* <draft>"
PLAN_ADDRESS = "documents?document=plans/workforce_plan_*2024*.pdf"
NOTES_ADDRESS = "documents?document=notes_:smile:.md"


def parameters(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def expect_page(page: Page, number: int) -> None:
    heading = page.get_by_role("heading", name=f"Page {number} of 3")
    expect(heading).to_be_visible(timeout=PATIENCE)
    loaded(page.get_by_role("img", name=f"Page {number} of {PLAN_TITLE}"))


def listed(page: Page, site: Site) -> None:
    visit(page, site, "documents")


def nothing_found(page: Page, site: Site) -> None:
    visit(page, site, "documents")
    page.get_by_role("textbox", name="Search this list").fill("zebra")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No document in the list matches.")).to_be_visible(timeout=PATIENCE)
    settle(page)


def one_with_pages(page: Page, site: Site) -> None:
    visit(page, site, f"{PLAN_ADDRESS}&page=2")
    expect_page(page, 2)
    page.get_by_text("Text of this page").click()
    page.locator(".facts summary").click()
    settle(page)


def one_without_pages(page: Page, site: Site) -> None:
    visit(page, site, NOTES_ADDRESS)


def gone(page: Page, site: Site) -> None:
    visit(page, site, "documents?document=gone.pdf")
    expect(page.get_by_role("alert")).to_contain_text("“gone.pdf” is not among the documents.")


def bad_page(page: Page, site: Site) -> None:
    visit(page, site, f"{PLAN_ADDRESS}&page=99")
    expect(page.get_by_role("alert")).to_contain_text("has 3 pages, and no page “99”")
    expect_page(page, 1)


STATES = [listed, nothing_found, one_with_pages, one_without_pages, gone, bad_page]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing_and_nothing_runs_off_the_side(
    fake_site: Site, page: Page, state: Callable[[Page, Site], None]
) -> None:
    state(page, fake_site)
    check_at_every_size(page)


def test_a_title_opens_its_document_and_back_goes_to_the_list(fake_site: Site, page: Page) -> None:
    visit(page, fake_site, "documents")
    page.evaluate("window.stillHere = true")
    page.get_by_role("link", name=PLAN_TITLE).click()
    expect(page.get_by_role("heading", level=1, name=PLAN_TITLE)).to_be_visible(timeout=PATIENCE)
    expect_page(page, 1)
    settle(page)
    assert parameters(page) == {"document": [PLAN]}
    assert page.title() == PLAN_TITLE
    page.go_back()
    expect(page.get_by_role("heading", name="5 documents")).to_be_visible(timeout=PATIENCE)
    page.go_forward()
    expect_page(page, 1)
    page.get_by_role("link", name="All documents").click()
    expect(page.get_by_role("heading", name="5 documents")).to_be_visible(timeout=PATIENCE)
    assert page.evaluate("window.stillHere"), "the app was loaded anew"


def test_a_title_opens_in_a_new_tab(fake_site: Site, page: Page) -> None:
    visit(page, fake_site, "documents")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=PLAN_TITLE).click(modifiers=["Control"])
    expect_page(opened.value, 1)
    expect(page.get_by_role("heading", name="5 documents")).to_be_visible()


@on_both_widths
def test_the_address_follows_the_page_and_back_turns_back(fake_site: Site, page: Page) -> None:
    visit(page, fake_site, PLAN_ADDRESS)
    expect_page(page, 1)
    status = page.locator(".announcer[role=status]")
    expect(status).to_have_text("")
    page.get_by_role("button", name="Next page").first.click()
    expect_page(page, 2)
    expect(page.get_by_text("Page 2 of the file, printed as ii")).to_be_visible()
    expect(status).to_have_text("Page 2 of 3", timeout=PATIENCE)
    assert parameters(page) == {"document": [PLAN], "page": ["2"]}
    box = page.get_by_role("spinbutton", name="Go to page")
    expect(box).to_have_value("2")
    box.fill("3")
    box.press("Enter")
    expect_page(page, 3)
    assert parameters(page)["page"] == ["3"]
    page.reload()
    expect_page(page, 3)
    page.get_by_role("button", name="Previous page").last.click()
    expect_page(page, 2)
    settle(page)
    page.go_back()
    expect_page(page, 3)
    expect(box).to_have_value("3")


def test_pages_are_turned_with_the_keyboard_alone(fake_site: Site, page: Page) -> None:
    visit(page, fake_site, PLAN_ADDRESS)
    onward = page.get_by_role("button", name="Next page").first
    for _ in range(30):
        page.keyboard.press("Tab")
        if onward.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect_page(page, 2)
    settle(page)
    expect(onward).to_be_focused()
    page.keyboard.press("Enter")
    expect_page(page, 3)


@on_both_widths
def test_a_link_to_a_page_shows_it_and_a_section_its_own(fake_site: Site, page: Page) -> None:
    visit(page, fake_site, f"{PLAN_ADDRESS}&page=3")
    expect_page(page, 3)
    settle(page)
    expect(page.get_by_role("heading", name="Page 3 of 3")).to_be_in_viewport()
    page.get_by_role("link", name=HEADING).click()
    expect_page(page, 1)
    settle(page)
    assert parameters(page)["page"] == ["1"]
    expect(page.get_by_role("heading", name="Page 1 of 3")).to_be_in_viewport()


@pytest.mark.parametrize("page", ["phone"], indirect=True)
def test_a_section_of_a_text_comes_into_view(fake_site: Site, page: Page) -> None:
    visit(page, fake_site, NOTES_ADDRESS)
    text = page.locator(".section-text .heading", has_text="3 Money")
    expect(text).not_to_be_in_viewport()
    page.get_by_role("link", name="3 Money").click()
    expect(text).to_be_in_viewport(timeout=PATIENCE)


def test_the_text_of_a_page_stays_open_from_page_to_page(fake_site: Site, page: Page) -> None:
    visit(page, fake_site, PLAN_ADDRESS)
    expect_page(page, 1)
    page.get_by_text("Text of this page").click()
    text = page.locator(".section-text")
    expect(text).to_contain_text(HEADING)
    page.get_by_role("spinbutton", name="Go to page").fill("3")
    page.keyboard.press("Enter")
    expect_page(page, 3)
    expect(text).to_have_text(" ".join([PADDING] * 4), timeout=PATIENCE)
    expect(text).to_be_visible()


def test_only_this_document_is_asked_by_a_link(fake_site: Site, page: Page) -> None:
    visit(page, fake_site, PLAN_ADDRESS)
    link = page.get_by_role("link", name="Ask only this document")
    address = urlsplit(link.evaluate("link => link.href"))
    assert (address.path, parse_qs(address.query)) == ("/", {"document": [PLAN]})
    link.click()
    box = page.get_by_role("textbox", name="Ask a question")
    expect(box).to_be_enabled(timeout=PATIENCE)


def test_the_file_opens_at_the_page_in_a_new_tab(fake_site: Site, page: Page) -> None:
    visit(page, fake_site, f"{PLAN_ADDRESS}&page=2")
    link = page.get_by_role("link", name="Open the PDF at page 2 (opens in new tab)")
    address = link.evaluate("link => link.href")
    assert urlsplit(address).fragment == "page=2"
    assert link.get_attribute("target") == "_blank"
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body() == (fake_site.corpus / PLAN).read_bytes()
    with page.context.expect_page() as opened:
        link.click()
    viewer = opened.value
    viewer.wait_for_load_state()
    # Chromium's viewer is an extension in a frame of its own.
    for _ in range(100):
        if any(frame.url.startswith("chrome-extension:") for frame in viewer.frames):
            break
        viewer.wait_for_timeout(100)
    assert any(frame.url.startswith("chrome-extension:") for frame in viewer.frames)


def test_another_file_is_downloaded_under_its_name(fake_site: Site, page: Page) -> None:
    visit(page, fake_site, NOTES_ADDRESS)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the file").click()
    # A browser takes out of a name what a file system may not have.
    assert download.value.suggested_filename in (NOTES, NOTES.replace(":", "_"))


def test_a_file_that_there_is_not_is_a_page_that_says_so(fake_site: Site, page: Page) -> None:
    answer = page.goto(f"{fake_site.url}/files/unknown/plan.pdf")
    assert answer is not None and answer.status == 404
    expect(page.get_by_role("heading", name="File not found")).to_be_visible()
    page.get_by_role("link", name="See the list of documents").click()
    expect(page.get_by_role("heading", name="5 documents")).to_be_visible(timeout=PATIENCE)


def test_the_list_is_as_it_was_left(fake_site: Site, page: Page) -> None:
    visit(page, fake_site, "documents")
    page.get_by_role("textbox", name="Search this list").fill("plan")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 of 5 documents")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("link", name=PLAN_TITLE).click()
    expect_page(page, 1)
    page.get_by_role("link", name="All documents").click()
    expect(page.get_by_role("heading", name="1 of 5 documents")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("textbox", name="Search this list")).to_have_value("plan")
