"""The figures page as people meet it, on a desktop and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import Site
from tests.browser.visits import (
    PATIENCE,
    ask,
    check_at_every_size,
    loaded,
    settle,
    visit,
)
from tests.web.fake_assistant import RATE_QUESTION
from tests.web.fake_corpus import NASTY, RATE, RATE_WITH_MARK
from tests.web.fake_ledger import (
    BROKEN_LOOK_UP,
    MANY_LOOK_UP,
    NOTHING_LOOK_UP,
    RATE_LOOK_UP,
)

pytestmark = pytest.mark.browser
on_both_widths = pytest.mark.parametrize("page", ["desktop", "phone"], indirect=True)


def look_up(page: Page, site: Site, text: str) -> None:
    """Look a figure up by hand."""
    visit(page, site, "figures")
    box = page.get_by_role("textbox", name="Look up a figure")
    box.fill(text)
    page.get_by_role("button", name="Look up", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("figures? found"))).to_be_visible(
        timeout=PATIENCE
    )
    settle(page)


def linked(page: Page, site: Site, text: str, more: str = "") -> None:
    """Come by a link to a look-up."""
    visit(page, site, f"figures?q={quote(text)}{more}")


def over_time(page: Page, site: Site) -> None:
    linked(page, site, RATE_LOOK_UP)
    page.get_by_role("button", name="Same measure over time").first.click()
    expect(page.get_by_role("heading", name="Same measure over time")).to_be_visible(
        timeout=PATIENCE
    )
    expect(page.get_by_test_id("stVegaLiteChart").locator("svg")).to_be_visible(timeout=PATIENCE)
    settle(page)


def test_figures_are_found_and_shown_to_the_character(fake_site: Site, page: Page) -> None:
    look_up(page, fake_site, RATE_LOOK_UP)
    assert page.locator("blockquote").all_inner_texts() == [RATE, RATE_WITH_MARK, NASTY]
    assert page.locator(".figure-heading").first.inner_text().split() == (
        ["8.4%", "nursing", "vacancy", "rate", "*of*", "<trusts>"]
    )
    expect(page.locator(".announcer[role=status]")).to_have_text("3 figures found")


def test_the_address_is_the_look_up_and_brings_it_back(fake_site: Site, page: Page) -> None:
    look_up(page, fake_site, RATE_LOOK_UP)
    page.get_by_text("Unit, kind of document, period and order").click()
    page.get_by_role("textbox", name="Period from").fill("2023/24")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("from=2023"), timeout=PATIENCE)
    wanted = {"q": [RATE_LOOK_UP], "from": ["2023/24"]}
    assert parse_qs(urlsplit(page.url).query) == wanted
    page.reload()
    expect(page.get_by_role("textbox", name="Period from")).to_have_value("2023/24")
    expect(page.get_by_role("textbox", name="Look up a figure")).to_have_value(RATE_LOOK_UP)
    assert page.locator("blockquote").count() == 3


def test_the_last_look_up_is_back_when_the_browser_goes_back(fake_site: Site, page: Page) -> None:
    look_up(page, fake_site, RATE_LOOK_UP)
    page.locator("figcaption .title a").first.click()
    expect(page.get_by_role("heading", name="Page 1 of 3")).to_be_visible(timeout=PATIENCE)
    page.go_back()
    expect(page.get_by_role("heading", name="3 figures found")).to_be_visible(timeout=PATIENCE)


@on_both_widths
def test_the_page_of_a_figure_opens_with_its_words_marked(fake_site: Site, page: Page) -> None:
    linked(page, fake_site, RATE_LOOK_UP)
    page.get_by_role("button", name="View page 1").first.click()
    dialog = page.get_by_role("dialog")
    loaded(dialog.get_by_role("img", name="with the quote marked"))
    dialog.get_by_role("button", name="Next page").click()
    loaded(dialog.get_by_role("img", name="Page 2 of"))
    dialog.get_by_role("button", name="Back to the words").click()
    loaded(dialog.get_by_role("img", name="with the quote marked"))
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_a_newer_figure_is_told_and_its_page_opens(fake_site: Site, page: Page) -> None:
    visit(page, fake_site)
    ask(page, RATE_QUESTION)
    note = page.locator(".newer")
    expect(note).to_have_count(1, timeout=PATIENCE)
    expect(note).to_contain_text("A newer figure exists: below 7.5% (the 2025 to 2026 year)")
    note.get_by_role("link").click()
    expect(page.get_by_role("heading", name="Page 1 of 3")).to_be_visible(timeout=PATIENCE)


@on_both_widths
def test_a_chart_has_its_numbers_beside_it_and_asks_no_other_host(
    fake_site: Site, page: Page, requests: list[str]
) -> None:
    over_time(page, fake_site)
    chart = page.get_by_test_id("stVegaLiteChart")
    box, room = chart.locator("svg").bounding_box(), page.viewport_size
    assert box is not None and room is not None
    assert box["x"] >= 0 and box["x"] + box["width"] <= room["width"]
    assert chart.locator("summary, .vega-actions").count() == 0
    rows = page.get_by_role("table").get_by_role("row")
    expect(rows).to_have_count(4)
    assert {urlsplit(re.sub("^blob:", "", url)).netloc for url in requests} == {
        urlsplit(fake_site.url).netloc
    }
    assert fake_site.outside == []


def test_figures_are_downloaded(fake_site: Site, page: Page) -> None:
    linked(page, fake_site, RATE_LOOK_UP)
    with page.expect_download(timeout=PATIENCE) as table:
        page.get_by_role("button", name="Download CSV file").click()
    content = Path(table.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert RATE in content.decode("utf-8-sig")
    with page.expect_download(timeout=PATIENCE) as word:
        page.get_by_role("button", name="Download Word file").click()
    assert Path(word.value.path()).read_bytes().startswith(b"PK")


def nothing_yet(page: Page, site: Site) -> None:
    visit(page, site, "figures")


def found(page: Page, site: Site) -> None:
    linked(page, site, RATE_LOOK_UP)


def many(page: Page, site: Site) -> None:
    linked(page, site, MANY_LOOK_UP, "&unit=%25&from=soon&sort=period")


def nothing_found(page: Page, site: Site) -> None:
    linked(page, site, NOTHING_LOOK_UP)


def broken(page: Page, site: Site) -> None:
    linked(page, site, BROKEN_LOOK_UP)


def unknown_unit(page: Page, site: Site) -> None:
    linked(page, site, RATE_LOOK_UP, "&unit=<script>window.ran=1</script>")


def source(page: Page, site: Site) -> None:
    linked(page, site, RATE_LOOK_UP)
    page.get_by_role("button", name="View page 1").first.click()
    loaded(page.get_by_role("dialog").get_by_role("img"))
    settle(page)


def newer_below_a_quote(page: Page, site: Site) -> None:
    visit(page, site)
    ask(page, RATE_QUESTION)
    expect(page.locator(".newer")).to_have_count(1, timeout=PATIENCE)


STATES = [
    nothing_yet, found, many, nothing_found, broken, unknown_unit, source, over_time,
    newer_below_a_quote,
]  # fmt: skip


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing_and_nothing_runs_off_the_side(
    fake_site: Site, page: Page, state: Callable[[Page, Site], None]
) -> None:
    state(page, fake_site)
    check_at_every_size(page)
    assert page.evaluate("window.ran") is None
