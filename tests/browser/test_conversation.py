"""What people do over several pages and visits: come back, share, filter, take away."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from assistant.export.markdown import read_markdown
from assistant.export.word import read_word
from tests.browser.server import Site
from tests.browser.visits import PATIENCE, ask, loaded, question_box, settle, visit
from tests.web.fake_assistant import (
    FOLLOW_UP,
    LINES_QUESTION,
    NASTY_QUESTION,
    NO_ANSWER_QUESTION,
    RATE_QUESTION,
)
from tests.web.fake_corpus import NASTY, RATE

pytestmark = pytest.mark.browser
on_both_widths = pytest.mark.parametrize("page", ["desktop", "phone"], indirect=True)


def read_clipboard(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text.replace("\r\n", "\n")


@pytest.fixture
def clipboard(page: Page) -> Page:
    """A page that may read what was copied."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return page


def test_a_reload_brings_the_chat_back(fake_site: Site, page: Page) -> None:
    visit(page, fake_site)
    ask(page, RATE_QUESTION)
    page.reload()
    expect(page.locator("h2.question")).to_have_text(RATE_QUESTION, timeout=PATIENCE)
    assert page.locator("blockquote").all_inner_texts() == [RATE, NASTY]
    ask(page, FOLLOW_UP)
    expect(page.get_by_text(f"Understood as: {FOLLOW_UP} ({RATE_QUESTION})")).to_be_visible()


def test_chats_are_listed_opened_and_deleted(fake_site: Site, page: Page) -> None:
    visit(page, fake_site)
    ask(page, NASTY_QUESTION)
    visit(page, fake_site, "questions")
    page.get_by_role("link", name=NASTY_QUESTION).click()
    expect(page.locator("blockquote")).to_have_text(NASTY, timeout=PATIENCE)
    visit(page, fake_site, "questions")
    page.get_by_role("button", name=f"Delete “{NASTY_QUESTION}”").click()
    expect(page.get_by_text("You have not asked anything yet.")).to_be_visible(timeout=PATIENCE)


def test_a_colleague_opens_the_link_to_one_answer(
    fake_site: Site, clipboard: Page, colleague: Page
) -> None:
    visit(clipboard, fake_site)
    ask(clipboard, RATE_QUESTION)
    ask(clipboard, NASTY_QUESTION)
    clipboard.get_by_role("button", name="Copy link to this answer").last.click()
    expect(clipboard.get_by_role("button", name="Copied")).to_be_visible()
    colleague.goto(read_clipboard(clipboard))
    expect(colleague.get_by_text("Somebody shared this question with you.")).to_be_visible(
        timeout=PATIENCE
    )
    assert colleague.locator("blockquote").all_inner_texts() == [NASTY]
    settle(colleague)
    ask(colleague, RATE_QUESTION)
    visit(colleague, fake_site, "questions")
    expect(colleague.get_by_role("link", name=NASTY_QUESTION)).to_be_visible()


def test_each_browser_has_a_list_of_its_own(fake_site: Site, page: Page, colleague: Page) -> None:
    visit(page, fake_site)
    ask(page, NASTY_QUESTION)
    visit(colleague, fake_site, "questions")
    expect(colleague.get_by_text("You have not asked anything yet.")).to_be_visible()


def test_an_id_that_nobody_has_says_so_and_one_can_ask(fake_site: Site, page: Page) -> None:
    page.goto(f"{fake_site.url}/?chat=%3Cscript%3Ealert(1)%3C/script%3E")
    expect(page.get_by_text("This question is no longer kept")).to_be_visible(timeout=PATIENCE)
    settle(page)
    ask(page, NASTY_QUESTION)
    expect(page.locator("blockquote")).to_have_text(NASTY)


@on_both_widths
def test_filters_are_chosen_beside_the_question_and_come_back(fake_site: Site, page: Page) -> None:
    visit(page, fake_site)
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("combobox", name="Kind of document").fill("board")
    page.get_by_role("option", name="Board paper").click()
    in_use = page.get_by_text("Asking 1 document: board paper")
    expect(in_use).to_be_visible(timeout=PATIENCE)
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"kind=board(\+|%20)paper"))
    page.reload()
    expect(in_use).to_be_visible(timeout=PATIENCE)
    settle(page)
    ask(page, NASTY_QUESTION)
    expect(page.get_by_text("Asked with filters: board paper")).to_be_visible()
    page.get_by_role("button", name="Remove all filters").click()
    expect(in_use).to_have_count(0, timeout=PATIENCE)
    expect(page).not_to_have_url(re.compile("kind="))


def test_filters_of_a_link_stay_when_another_is_added(fake_site: Site, page: Page) -> None:
    page.goto(f"{fake_site.url}/?kind=board+paper")
    expect(page.get_by_text("Asking 1 document: board paper")).to_be_visible(timeout=PATIENCE)
    settle(page)
    ask(page, NASTY_QUESTION)
    page.get_by_role("button", name=re.compile("^Filters")).click()
    page.get_by_text("Findings and statistics only").click()
    expect(page).to_have_url(re.compile("kind=board.paper&findings=only"), timeout=PATIENCE)
    page.get_by_role("textbox", name="Published from").fill("2024")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("since=2024-01-01"), timeout=PATIENCE)


def test_the_question_can_be_changed_in_the_box(fake_site: Site, page: Page) -> None:
    visit(page, fake_site)
    ask(page, RATE_QUESTION)
    ask(page, FOLLOW_UP)
    expect(page.get_by_text(f"Understood as: {FOLLOW_UP} ({RATE_QUESTION})")).to_be_visible()
    page.get_by_role("button", name="Change the question").click()
    expect(question_box(page)).to_have_value(f"{FOLLOW_UP} ({RATE_QUESTION})", timeout=PATIENCE)
    expect(page.locator("h2.question")).to_have_count(2)


def test_a_quote_is_copied_with_its_reference(fake_site: Site, clipboard: Page) -> None:
    visit(clipboard, fake_site)
    ask(clipboard, LINES_QUESTION)
    clipboard.get_by_role("button", name="Copy quote and reference").click()
    expect(clipboard.get_by_role("button", name="Copied")).to_be_visible()
    quote = clipboard.locator("blockquote").inner_text()
    assert read_clipboard(clipboard).startswith(f"“{quote}”\nA. Writer, Notes on :smile: and --")
    expect(clipboard.locator(".copied[role=status]")).to_have_text("Copied")


def test_copying_works_where_the_page_is_not_secure(fake_site: Site, clipboard: Page) -> None:
    # What a browser does on plain http: the clipboard is not there for scripts.
    clipboard.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false });")
    visit(clipboard, fake_site)
    ask(clipboard, NASTY_QUESTION)
    clipboard.get_by_role("button", name="Copy quote and reference").click()
    expect(clipboard.get_by_role("button", name="Copied")).to_be_visible()
    assert read_clipboard(clipboard).startswith(f"“{NASTY}”\n")


def test_a_board_paper_is_collected_and_exported(fake_site: Site, page: Page) -> None:
    visit(page, fake_site)
    ask(page, RATE_QUESTION)
    page.get_by_role("button", name="Add to board paper").first.click()
    expect(page.get_by_role("button", name="Remove from board paper")).to_have_count(
        1, timeout=PATIENCE
    )
    page.get_by_role("button", name="Add to board paper").first.click()
    page.get_by_role("link", name="Go to your board paper (2 quotes)").click()
    expect(page.get_by_role("heading", name="Board paper", level=1)).to_be_visible(timeout=PATIENCE)
    page.get_by_role("textbox", name="Title of the paper").fill("Vacancies, item 7/2")
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Your comment (optional)").first.fill("Ask <why> *now*.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".printed-paper").get_by_text("Ask <why> *now*.")).to_be_visible(
        timeout=PATIENCE
    )
    settle(page)

    with page.expect_download(timeout=PATIENCE) as word:
        page.get_by_role("button", name="Download Word file").click()
    assert word.value.suggested_filename == "Vacancies-item-72.docx"
    content = Path(word.value.path()).read_bytes()
    text = "\n".join(each.text for each in docx.Document(io.BytesIO(content)).paragraphs)
    assert RATE in text
    assert NASTY in text
    assert "Ask <why> *now*." in text
    paper = read_word(content)
    assert [item.citation.text for item in paper.items] == [RATE, NASTY]
    assert paper.items[0].citation.page == 1

    with page.expect_download(timeout=PATIENCE) as markdown:
        page.get_by_role("button", name="Download Markdown file").click()
    assert read_markdown(Path(markdown.value.path()).read_text(encoding="utf-8")) == paper


def test_a_paper_prints_its_quotes_and_nothing_to_press(fake_site: Site, page: Page) -> None:
    visit(page, fake_site)
    ask(page, RATE_QUESTION)
    for _ in range(2):
        settle(page)
        page.get_by_role("button", name="Add to board paper").first.click()
    page.get_by_role("link", name="Go to your board paper (2 quotes)").click()
    expect(page.locator(".printed-paper")).to_be_visible(timeout=PATIENCE)
    settle(page)
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = " ".join(" ".join(each.extract_text() for each in printed.pages).split())
    assert RATE in text
    assert text.count("The nursing vacancy rate fell") == 1
    assert "SHA-256" in text
    for label in ("Download", "Move quote", "Your questions", "Ask a question"):
        assert label not in text


def test_a_chat_prints_all_its_answers(fake_site: Site, page: Page) -> None:
    visit(page, fake_site)
    for question in (RATE_QUESTION, NO_ANSWER_QUESTION, NASTY_QUESTION, LINES_QUESTION):
        ask(page, question)
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = " ".join(" ".join(each.extract_text() for each in printed.pages).split())
    for question in (RATE_QUESTION, NO_ANSWER_QUESTION, NASTY_QUESTION, LINES_QUESTION):
        assert question in text
    assert "Copy quote" not in text


def test_the_dialog_turns_pages_and_closes(fake_site: Site, page: Page) -> None:
    visit(page, fake_site)
    ask(page, NASTY_QUESTION)
    page.get_by_role("button", name="Show the whole page").click()
    dialog = page.get_by_role("dialog")
    picture = loaded(dialog.get_by_role("img", name="Page 2 of"))
    assert picture.evaluate("image => image.naturalHeight > image.naturalWidth"), "the whole of it"
    dialog.get_by_role("button", name="Next page").click()
    loaded(dialog.get_by_role("img", name="Page 3 of"))
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    loaded(page.get_by_role("img", name="Page 2 of"))


def test_the_file_opens_at_the_page(fake_site: Site, page: Page) -> None:
    visit(page, fake_site)
    ask(page, NASTY_QUESTION)
    link = page.get_by_role("link", name="Open the PDF at page 2 (opens in new tab)")
    address = str(link.get_attribute("href"))
    assert address.endswith(".pdf#page=2")
    answer = page.request.get(f"{fake_site.url}/{address.lstrip('/')}")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")


def test_neither_text_of_a_person_nor_of_a_link_runs(fake_site: Site, page: Page) -> None:
    evil = '<img src=x onerror="window.ran=1"> <script>window.ran=1</script> [x](javascript:y)'
    page.goto(f"{fake_site.url}/?document={evil}&kind={evil}&publisher={evil}")
    expect(question_box(page)).to_be_enabled(timeout=PATIENCE)
    settle(page)
    ask(page, evil)
    assert page.locator("h2.question").inner_text() == evil
    visit(page, fake_site, "questions")
    expect(page.get_by_role("link", name="<script>window.ran=1</script>")).to_be_visible()
    assert page.evaluate("window.ran") is None
