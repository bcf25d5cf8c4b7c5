"""What people feel of the app: `python -m benchmarks.app URL QUESTIONS.jsonl`.

Asks a running app the questions in Chromium, each in a page of its own, and prints the median and
the 95th percentile of

- usable: from opening the address until the box takes a question, on a server that is warm;
- drawn: from the moment at which the app had found the answer until it stands on the page;
- picture: from asking to see another quote until its page has been drawn.

Times of the browser on the same machine: what the network adds is not in them.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PATIENCE = 30_000
_BOX = 'textarea[aria-label="Ask a question"]:not([disabled])'


def main() -> None:
    """Measure, and print a line for each measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url", help="where the app is")
    parser.add_argument("questions", type=Path, help="a gold question file, or lines of questions")
    parser.add_argument("--most", type=int, default=30, help="so many questions are asked")
    options = parser.parse_args()
    lines = options.questions.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines if line][: options.most]
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        times = measure(browser, options.url, questions)
        browser.close()
    for name, seconds in times.items():
        ordered = sorted(seconds)
        worst = ordered[max(0, round(0.95 * len(ordered)) - 1)]
        sys.stdout.write(
            f"{name:8} {len(seconds):3} times: median {1000 * statistics.median(ordered):5.0f} ms, "
            f"p95 {1000 * worst:5.0f} ms\n"
        )


def measure(browser: Browser, url: str, questions: list[str]) -> dict[str, list[float]]:
    """The seconds of each measure; the first page is opened once before, to warm the server."""
    times: dict[str, list[float]] = defaultdict(list)
    _open(browser, url)
    for question in questions:
        started = time.monotonic()
        page = _open(browser, url)
        times["usable"].append(time.monotonic() - started)
        page.wait_for_timeout(500)
        _ask(page, question, times)
        page.context.close()
    return times


def _open(browser: Browser, url: str) -> Page:
    page = browser.new_context(viewport={"width": 1366, "height": 900}).new_page()
    page.goto(url, wait_until="commit")
    page.wait_for_selector(_BOX, timeout=PATIENCE)
    return page


def _ask(page: Page, question: str, times: dict[str, list[float]]) -> None:
    page.fill(_BOX, question)
    page.keyboard.press("Enter")
    drawn = page.wait_for_function(
        """() => {
          const found = document.querySelector("h3.found");
          if (!found || !document.querySelector(".st-key-turn-0 [data-testid=stButton]")) return 0;
          return (Date.now() - Date.parse(found.dataset.found)) / 1000;
        }""",
        timeout=PATIENCE,
    )
    times["drawn"].append(float(drawn.json_value()))
    page.wait_for_selector('[data-test-script-state="notRunning"]', timeout=PATIENCE)
    if page.locator('button:has-text("Next quote")').count():
        _look(page, times)


def _look(page: Page, times: dict[str, list[float]]) -> None:
    before = page.locator(".st-key-source .step").inner_text()
    started = time.monotonic()
    page.click('button:has-text("Next quote")')
    page.wait_for_function(
        """before => {
          const step = document.querySelector(".st-key-source .step");
          const picture = document.querySelector('.st-key-source [data-testid="stImage"] img');
          const stale = document.querySelector('.st-key-source [data-stale="true"]');
          return step && !stale && step.innerText !== before
            && (!picture || (picture.complete && picture.naturalWidth > 0));
        }""",
        arg=before,
        timeout=PATIENCE,
    )
    if page.locator('.st-key-source [data-testid="stImage"] img').count():
        times["picture"].append(time.monotonic() - started)


if __name__ == "__main__":
    main()
