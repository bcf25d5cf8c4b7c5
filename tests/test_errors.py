from __future__ import annotations

import pickle
import re

import pytest

from assistant import errors, page_images
from assistant.errors import AssistantError, DocumentError


def tree_of(kind: type[AssistantError]) -> list[type[AssistantError]]:
    return [kind, *(each for child in kind.__subclasses__() for each in tree_of(child))]


EVERY = [kind for kind in tree_of(AssistantError) if kind.__module__.startswith("assistant.")]


def drawn() -> dict[str, int]:
    """The names in the tree of the docstring, with the column where each stands."""
    tree = re.findall(r"^([ │├└─]*)([A-Z]\w+)\b", errors.__doc__ or "", re.MULTILINE)
    return {
        name: len(indent) for indent, name in tree if name.endswith(("Error", "Index")) or indent
    }


def test_the_docstring_draws_every_error() -> None:
    assert page_images.PageImageError in EVERY
    assert set(drawn()) == {kind.__name__ for kind in EVERY}


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
def test_the_docstring_draws_each_below_its_parent(kind: type[AssistantError]) -> None:
    names = list(drawn())
    at = drawn()[kind.__name__]
    above = [name for name in names[: names.index(kind.__name__)] if drawn()[name] < at]
    parent = kind.__mro__[1].__name__
    assert (above[-1] if above else "Exception") == parent


def test_a_document_error_comes_whole_out_of_a_worker() -> None:
    error = pickle.loads(pickle.dumps(DocumentError("needs-ocr", "Its pages are pictures.")))
    assert isinstance(error, DocumentError)
    assert (error.reason, error.detail, str(error)) == (
        "needs-ocr", "Its pages are pictures.", "Its pages are pictures.",
    )  # fmt: skip
