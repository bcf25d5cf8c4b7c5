"""How the tests use the app, and read what it shows."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

OpenApp = Callable[..., AppTest]
"""The fixture `open_app`: opens the app over a class of assistants, on a page."""


def ask(app: AppTest, question: str) -> AppTest:
    """Ask a question in the box."""
    return app.chat_input[0].set_value(question).run()


def words(app: AppTest) -> list[str]:
    """What each piece of HTML of the page says, without its tags; style sheets say nothing."""
    pieces = [element.value for element in app.html if "<style>" not in element.value]
    return [html.unescape(re.sub(r"<[^>]*>", "", piece)) for piece in pieces]


def blockquotes(app: AppTest) -> list[str]:
    """The text of each quote on the page."""
    everything = "".join(element.value for element in app.html)
    found = re.findall(r"<blockquote>(.*?)</blockquote>", everything, flags=re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]*>", "", quote)) for quote in found]
