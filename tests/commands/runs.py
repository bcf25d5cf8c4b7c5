"""One run of a command, and what docs/contract.md promises of all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from assistant.settings import Settings

ANSWER_KEYS = {
    "question", "answered", "confidence", "index_version", "seconds", "quotes", "related",
}  # fmt: skip
QUOTE_KEYS = {
    "text", "key", "document", "title", "kind", "publisher", "published", "page", "page_label",
    "section", "start", "end", "sha256", "reference",
}  # fmt: skip
BEDS = "How many beds did the trust close?"


class Run:
    """One run of a command: its exit status and what it printed."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def json(self) -> Any:  # noqa: ANN401 - JSON is anything
        """The one JSON value on standard output; fails where there is more or less."""
        return json.loads(self.out)

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Command = Callable[..., Run]


def folders(settings: Settings) -> list[object]:
    return ["--corpus", settings.corpus, "--index", settings.index]


def is_sentence(text: str) -> bool:
    return re.fullmatch(r"[A-Z/][^\n]*\.\n", text) is not None


def lines(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)
