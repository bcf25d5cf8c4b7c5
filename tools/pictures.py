"""Makes the pictures of the README from the real app over the starter corpus.

    .venv/bin/python tools/pictures.py

It needs what the tests need (make test sets it up) and Chromium on the path. The app runs over an
index of its own, so that neither your documents nor your questions get into a picture.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
QUESTION = "How much has productivity fallen since the pandemic?"
UNANSWERED = "Who won the football world cup in 1966?"
LOOK_UP = "maintenance backlog"
DRAFT = (
    "The maintenance backlog has reached more than £11bn. In 2023/24, 79% of trusts did not have "
    "access to enough capital to deal with their maintenance backlogs."
)
NEW = "finance-report-month-7.txt"
NEW_TEXT = """Finance report, month 7

Example NHS Trust, 5 November 2026

The trust forecasts a deficit of £4.2 million for the year. Agency spending fell by 12% in October.
"""
PATIENCE = 60_000


def main() -> None:
    """Make every picture anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(Path(folder)) as url,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        take_pictures(browser, url)
        browser.close()


def take_pictures(browser: Browser, url: str) -> None:
    """Go the ways that people go, on a desktop and on a phone."""
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    start(page, url)
    ask(page, QUESTION)
    expect(page.get_by_role("heading", name="You could also ask")).to_be_attached(timeout=PATIENCE)
    take(page, "answer")
    page.get_by_role("button", name="Add to board paper").first.click()
    expect(page.get_by_role("button", name="Remove from board paper")).to_be_visible()
    page.get_by_role("button", name="Filters").click()
    expect(page.get_by_text("Published from")).to_be_visible()
    take(page, "filters")
    page.keyboard.press("Escape")
    ask(page, UNANSWERED)
    take(page, "no-answer")
    page.goto(f"{url}/paper")
    expect(page.get_by_text("How it prints")).to_be_visible(timeout=PATIENCE)
    take(page, "board-paper")
    page.goto(f"{url}/documents")
    page.get_by_role("link", name="NHS productivity", exact=False).first.click()
    expect(page.get_by_role("img", name="Page 1 of")).to_be_visible(timeout=PATIENCE)
    take(page, "document")
    page.goto(f"{url}/figures?q={LOOK_UP}")
    expect(page.get_by_role("heading", name="figures found")).to_be_visible(timeout=PATIENCE)
    take(page, "figures")
    page.goto(f"{url}/check")
    page.get_by_label("Text of your draft").fill(DRAFT)
    page.get_by_role("button", name="Check this draft").click()
    expect(page.get_by_role("heading", name="What was found")).to_be_visible(timeout=PATIENCE)
    take(page, "check")
    page.goto(f"{url}/manage")
    upload = page.locator("input[type=file]")
    upload.set_input_files({"name": NEW, "mimeType": "text/plain", "buffer": NEW_TEXT.encode()})
    expect(page.get_by_role("button", name="Add 1 document")).to_be_visible(timeout=PATIENCE)
    take(page, "manage")
    phone = browser.new_page(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    start(phone, url)
    ask(phone, QUESTION)
    take(phone, "phone")


def start(page: Page, url: str) -> None:
    """Open the first page and wait until it can be used."""
    page.goto(url)
    expect(page.get_by_role("heading", name="Questions to start with")).to_be_visible(
        timeout=PATIENCE
    )
    settle(page)


def ask(page: Page, question: str) -> None:
    """Ask a question and wait for what comes of it."""
    turns = page.locator("h3.found").count()
    page.get_by_role("textbox", name="Ask a question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator("h3.found")).to_have_count(turns + 1, timeout=PATIENCE)
    settle(page)


def settle(page: Page) -> None:
    """Wait until the page has been drawn and has stopped moving."""
    expect(page.locator('[data-test-script-state="notRunning"]')).to_have_count(1, timeout=PATIENCE)
    page.wait_for_timeout(1500)


def take(page: Page, name: str) -> None:
    """Take a picture of what is seen, in few colours: it is for a README."""
    settle(page)
    page.evaluate("document.activeElement.blur()")
    file = PICTURES / f"{name}.png"
    page.screenshot(path=file)
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(128).save(file, optimize=True)
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1000} kB")  # noqa: T201 - for whoever runs it


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """The app over a copy of the starter corpus, with all that it makes below `folder`."""
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    environment = os.environ | {
        "ASSISTANT_CORPUS": str(folder / "corpus"),
        "ASSISTANT_INDEX": str(folder / "index"),
        "ASSISTANT_RECORDS": str(folder / "records"),
        "ASSISTANT_STAFF_PAGE": "no",
    }
    subprocess.run([sys.executable, "-m", "assistant", "build"], env=environment, check=True)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py"]
    options = ["--server.port", str(port), "--server.headless", "true"]
    server = subprocess.Popen(command + options, cwd=ROOT, env=environment)
    try:
        url = f"http://localhost:{port}"
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=2).close()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.25)
        yield url
    finally:
        server.terminate()
        server.wait(20)


if __name__ == "__main__":
    main()
