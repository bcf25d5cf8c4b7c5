"""The NHS policy assistant: questions answered with the exact words of documents and their page.

The names below are what a program uses, in the order in which data flows. They are imported when
they are first used, so that the command line answers `--help` before any library is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.answer.assistant import Assistant as Assistant
    from assistant.answer.filters import Filters as Filters
    from assistant.documents import Answer as Answer
    from assistant.documents import Document as Document
    from assistant.documents import Quote as Quote
    from assistant.errors import AssistantError as AssistantError
    from assistant.errors import IndexProblem as IndexProblem
    from assistant.errors import NoIndex as NoIndex
    from assistant.errors import QuestionError as QuestionError
    from assistant.index.build import build as build
    from assistant.settings import Settings as Settings

_HOMES = {
    "Settings": "assistant.settings",
    "build": "assistant.index.build",
    "Document": "assistant.documents",
    "Assistant": "assistant.answer.assistant",
    "Filters": "assistant.answer.filters",
    "Answer": "assistant.documents",
    "Quote": "assistant.documents",
    "AssistantError": "assistant.errors",
    "IndexProblem": "assistant.errors",
    "NoIndex": "assistant.errors",
    "QuestionError": "assistant.errors",
}

__all__ = list(_HOMES)

if not TYPE_CHECKING:  # a type checker is to know each name, and no other

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name not in _HOMES:
            raise AttributeError(f"module 'assistant' has no attribute {name!r}")
        return getattr(import_module(_HOMES[name]), name)
