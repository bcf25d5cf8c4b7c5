"""The page where a draft is checked, as people meet it on a desktop and on a phone."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import docx
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
from tests.web.fake_corpus import NASTY, RATE
from tests.web.fake_ledger import BROKEN_DRAFT, DRAFT, EMPTY_DRAFT, LONG_DRAFT, SLOW_DRAFT

pytestmark = pytest.mark.browser


# Typing thousands of lines, which is what `fill` does, takes many seconds: they come at once.
_PUT = """
(box, text) => {
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, text);
  box.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
}
"""


def paste(page: Page, site: Site, draft: str) -> None:
    visit(page, site, "check")
    box = page.get_by_role("textbox", name="Text of your draft")
    if draft == LONG_DRAFT:
        box.focus()
        box.evaluate(_PUT, draft)
        expect(box).to_have_value(draft)
    else:
        box.fill(draft)
    page.get_by_role("button", name="Check this draft").click()


def check(page: Page, site: Site, draft: str) -> None:
    """Paste a draft and wait until it has been checked."""
    paste(page, site, draft)
    expect(page.get_by_role("heading", name="Your draft", exact=True)).to_be_visible(
        timeout=PATIENCE
    )
    settle(page)


def upload(page: Page, site: Site, name: str, content: bytes) -> None:
    visit(page, site, "check")
    page.get_by_text("Upload a file").click()
    box = page.locator("input[type=file]")
    box.set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
    expect(page.get_by_test_id("stFileUploader").get_by_text(name)).to_be_visible(timeout=PATIENCE)
    settle(page)
    page.get_by_role("button", name="Check this draft").click()


def word_file(text: str) -> bytes:
    document = docx.Document()
    for paragraph in text.split("\n\n"):
        document.add_paragraph(paragraph)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def draft_as_shown(page: Page) -> str:
    """The draft without the numbers behind its marks."""
    shown: str = page.locator(".draft").evaluate(
        """draft => {
          const copy = draft.cloneNode(true);
          copy.querySelectorAll(".label").forEach(each => each.remove());
          return copy.textContent;
        }"""
    )
    return shown


def test_a_draft_is_marked_and_listed_to_the_character(fake_site: Site, page: Page) -> None:
    check(page, fake_site, DRAFT)
    assert draft_as_shown(page) == DRAFT
    assert page.locator("blockquote").all_inner_texts() == [RATE, RATE, NASTY]
    expect(page.locator(".summary")).to_contain_text("3 figures and 1 quotation")
    expect(page.locator(".announcer[role=status]")).to_have_text("The draft has been checked")
    expect(page.get_by_role("heading", name="2. Differs Figure")).to_be_visible()


def test_a_mark_leads_to_its_item_and_back(fake_site: Site, page: Page) -> None:
    check(page, fake_site, LONG_DRAFT)
    expect(page.locator("#finding-21")).to_have_count(0)
    page.get_by_role("button", name="Next page of the list").first.click()
    expect(page.locator("#finding-21")).to_be_attached(timeout=PATIENCE)
    settle(page)
    page.get_by_role("link", name="Show item 21 in the draft").click()
    expect(page.locator("#mark-21")).to_be_in_viewport(timeout=PATIENCE)
    settle(page)
    page.get_by_role("link", name=re.compile("see item 22$")).click()
    expect(page.locator("#finding-22")).to_be_in_viewport(timeout=PATIENCE)


def test_a_word_file_is_checked_and_comes_back_with_marks(fake_site: Site, page: Page) -> None:
    upload(page, fake_site, "paper.docx", word_file(DRAFT))
    expect(page.get_by_role("heading", name="“paper.docx”")).to_be_visible(timeout=PATIENCE)
    settle(page)
    with page.expect_download(timeout=PATIENCE) as word:
        page.get_by_role("button", name="Download Word file").click()
    content = Path(word.value.path()).read_bytes()
    text = "\n".join(each.text for each in docx.Document(io.BytesIO(content)).paragraphs)
    assert "We have 12,000" in text


def test_while_it_is_checked_other_pages_can_be_used_and_it_can_be_stopped(
    fake_site: Site, page: Page
) -> None:
    paste(page, fake_site, SLOW_DRAFT)
    expect(page.get_by_text(re.compile("Checked [0-9]+ of 1,200"))).to_be_visible(timeout=PATIENCE)
    page.get_by_role("link", name="Help", exact=True).click()
    expect(page.get_by_role("heading", name="How to ask")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("link", name="Check a draft").click()
    page.get_by_role("button", name="Stop").click()
    box = page.get_by_role("textbox", name="Text of your draft")
    expect(box).to_have_value(SLOW_DRAFT, timeout=PATIENCE)


def test_what_cannot_be_read_is_said(fake_site: Site, page: Page) -> None:
    upload(page, fake_site, "paper.pdf", b"%PDF-1.7 and so on")
    expect(page.get_by_role("alert")).to_contain_text("paper.pdf is a PDF.", timeout=PATIENCE)


def test_a_draft_is_gone_with_a_reload(fake_site: Site, page: Page) -> None:
    check(page, fake_site, DRAFT)
    page.reload()
    box = page.get_by_role("textbox", name="Text of your draft")
    expect(box).to_have_value("", timeout=PATIENCE)


def nothing_yet(page: Page, site: Site) -> None:
    visit(page, site, "check")


def result(page: Page, site: Site) -> None:
    check(page, site, DRAFT)
    page.get_by_text("What the verdicts mean").click()
    settle(page)


def long_result(page: Page, site: Site) -> None:
    check(page, site, LONG_DRAFT)


def no_figures(page: Page, site: Site) -> None:
    check(page, site, EMPTY_DRAFT)


def broken(page: Page, site: Site) -> None:
    paste(page, site, BROKEN_DRAFT)
    expect(page.get_by_text("There is a problem with the service.")).to_be_visible(timeout=PATIENCE)
    settle(page)


def running(page: Page, site: Site) -> None:
    paste(page, site, SLOW_DRAFT)
    expect(page.get_by_text(re.compile("Checked [0-9]+ of 1,200"))).to_be_visible(timeout=PATIENCE)


def a_file(page: Page, site: Site) -> None:
    visit(page, site, "check")
    page.get_by_text("Upload a file").click()
    expect(page.get_by_test_id("stFileUploader")).to_be_visible(timeout=PATIENCE)
    settle(page)


def refused_file(page: Page, site: Site) -> None:
    upload(page, site, "paper.pdf", b"%PDF-1.7 and so on")
    expect(page.get_by_role("alert")).to_be_visible(timeout=PATIENCE)
    settle(page)


def source(page: Page, site: Site) -> None:
    check(page, site, DRAFT)
    page.get_by_role("button", name="View page 1").first.click()
    loaded(page.get_by_role("dialog").get_by_role("img"))
    settle(page)


STATES = [
    nothing_yet, result, long_result, no_figures, broken, running, a_file, refused_file, source
]  # fmt: skip


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing_and_nothing_runs_off_the_side(
    fake_site: Site, page: Page, state: Callable[[Page, Site], None]
) -> None:
    state(page, fake_site)
    check_at_every_size(page)
    stop = page.get_by_role("button", name="Stop")
    if stop.count():  # its place is for the next
        stop.click()
        expect(page.get_by_role("textbox", name="Text of your draft")).to_be_visible(
            timeout=PATIENCE
        )
