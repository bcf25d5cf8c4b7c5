"""The NHS policy assistant: questions answered with the exact words of documents and their page.

The public names stand in the order in which data flows. They are imported when they are first
used, so that the command line answers `--help` before any model library is loaded.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "Settings": "assistant.settings",
    "Document": "assistant.documents",
    "Page": "assistant.documents",
    "Passage": "assistant.documents",
    "SentenceEmbedder": "assistant.index.embedder",
    "build": "assistant.index.build",
    "Assistant": "assistant.answer.assistant",
    "Filters": "assistant.answer.filters",
    "Answer": "assistant.documents",
    "Quote": "assistant.documents",
    "read_questions": "assistant.evaluate",  # not `evaluate`: the module itself has that name
    "AssistantError": "assistant.errors",
}

__all__ = list(_HOMES)  # noqa: PLE0604 - the names stand once, above


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module holds anything
    if name not in _HOMES:
        raise AttributeError(f"module 'assistant' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
