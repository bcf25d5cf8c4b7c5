from __future__ import annotations

import pytest

from assistant.errors import PaperError
from assistant.export import receipts
from tests.export.making import CONTROL, HOSTILE, citation, item, paper


@pytest.mark.parametrize("text", [*HOSTILE.values(), CONTROL], ids=[*HOSTILE, "control"])
def test_receipts_give_the_paper_again(text: str) -> None:
    whole = paper(item(citation(text, (0, 1), ((0, 1),)), text, text), title=text)
    written = receipts.written(whole)
    assert receipts.read(written) == whole
    assert written.isascii()
    assert not set(written) & {"<", ">", "&"}


def test_an_empty_paper_has_receipts() -> None:
    assert receipts.read(receipts.written(paper())) == paper()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "damaged"),
        ("{}", "damaged"),
        ('{"format": 1, "paper": {"title": 3}}', "damaged"),
        ('{"format": 1, "paper"', "damaged"),
        ('{"format": 2}', "another version"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, says: str) -> None:
    with pytest.raises(PaperError, match=says):
        receipts.read(text)
