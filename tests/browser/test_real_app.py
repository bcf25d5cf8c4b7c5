"""The app over an index that was really built, from the corpus to the marked page."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.server import ROOT, Site, serve
from tests.browser.visits import PATIENCE, ask, loaded, settle, visit
from tests.web.fake_corpus import RATE, paged_document, unpaged_document

pytestmark = [pytest.mark.browser, pytest.mark.models]

# Loading the models of the real assistant takes longer than drawing a page.
LOADING = 90_000


def build(corpus: Path, index: Path) -> None:
    environment = os.environ | {"ASSISTANT_CORPUS": str(corpus), "ASSISTANT_INDEX": str(index)}
    command = [sys.executable, "-m", "assistant", "build", "--json"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Site]:
    """The real app over two documents."""
    folder = tmp_path_factory.mktemp("real")
    corpus, index = folder / "corpus", folder / "index"
    paged_document(corpus, "workforce_plan_*2024*.pdf")
    unpaged_document(corpus, "notes.md")
    build(corpus, index)
    with serve(ROOT / "streamlit_app.py", corpus, index) as site:
        yield site


@pytest.fixture
def ready(site: Site, page: Page) -> Page:
    """The app's first page, as soon as the models are loaded."""
    page.goto(site.url)
    box, problem = page.get_by_role("textbox", name="Ask a question"), page.get_by_role("alert")
    expect(box.or_(problem)).to_be_visible(timeout=LOADING)
    expect(box).to_be_enabled(timeout=PATIENCE)
    settle(page)
    return page


def test_a_question_is_answered_from_the_file(ready: Page) -> None:
    ask(ready, "What did the nursing vacancy rate fall to by March 2024?")
    expect(ready.locator("blockquote").first).to_contain_text("fell to 8.4% by March 2024")
    assert ready.locator("blockquote").first.inner_text() in RATE
    picture = ready.get_by_role("img", name="Page 1 of")
    assert loaded(picture).evaluate("image => image.naturalWidth") > 800


def test_what_the_documents_do_not_say_is_not_answered(ready: Page) -> None:
    ask(ready, "Who won the football world cup in 1966?")
    expect(ready.get_by_text("I could not find an answer in these documents.")).to_be_visible()


def test_a_rebuild_is_picked_up_while_the_app_runs(site: Site, ready: Page) -> None:
    visit(ready, site, "documents")
    expect(ready.get_by_role("heading", name="2 documents")).to_be_visible()
    (site.corpus / "more.md").write_text("# More\n\nThe trust opened 40 beds in May 2024.\n")
    build(site.corpus, site.index)
    for _ in range(30):
        visit(ready, site, "documents")
        if ready.get_by_role("heading", name="3 documents").count():
            break
        ready.wait_for_timeout(1000)
    expect(ready.get_by_role("heading", name="3 documents")).to_be_visible()


def test_the_server_asks_nobody_for_anything(site: Site, ready: Page) -> None:
    assert site.outside == []
