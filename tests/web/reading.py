"""How the tests use the app, and read what it shows."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from assistant.web.figures.newer import shared_newer

OpenApp = Callable[..., AppTest]
"""The fixture `open_app`: opens the app over a class of assistants, on a page."""


def ask(app: AppTest, question: str) -> AppTest:
    """Ask a question in the box."""
    return app.chat_input[0].set_value(question).run()


def settled(app: AppTest) -> AppTest:
    """The page when all that is looked for in the background has been found."""
    shared_newer().wait()
    return app.run()


def words(app: AppTest) -> list[str]:
    """What each piece of HTML of the page says, without its tags.

    Style sheets say nothing, and what buttons and hints beside fields say is left out.
    """
    others = ("<style>", "<button", 'class="hint"')
    pieces = [
        element.value for element in app.html if not any(each in element.value for each in others)
    ]
    return [html.unescape(re.sub(r"<[^>]*>", "", piece)) for piece in pieces]


def blockquotes(app: AppTest) -> list[str]:
    """The text of each quote on the page."""
    everything = "".join(element.value for element in app.html)
    found = re.findall(r"<blockquote>(.*?)</blockquote>", everything, flags=re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]*>", "", quote)) for quote in found]


def headings(app: AppTest) -> list[str]:
    """The headings of the page and of its parts."""
    return [heading.value for heading in (*app.title, *app.header)]


def pictures(app: AppTest) -> list[str]:
    """What the pictures of pages say of themselves."""
    return [image.alt for element in app.image for image in element.proto.imgs]


def labels(app: AppTest) -> list[str]:
    """What the buttons say."""
    return [each.label for each in app.button]


def press(app: AppTest, label: str, position: int = 0) -> AppTest:
    """The page after pressing the nth button that says this."""
    return [each for each in app.button if each.label == label][position].click().run()


def raw(app: AppTest) -> str:
    """All HTML of the page."""
    return "".join(element.value for element in app.html)
