"""A name that somebody brings is one part of a path, readable, and no way out of the folder."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import IntakeError
from assistant.upkeep.names import folded, other_name, safe_name


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("plan.pdf", "plan.pdf"),
        ("Board paper, 3 May (final).docx", "Board paper, 3 May (final).docx"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\Windows\\plan.pdf", "plan.pdf"),
        ("/absolute/plan.pdf", "plan.pdf"),
        ("C:\\papers\\plan.pdf", "plan.pdf"),
        ("plan\x00\n\u202e.pdf", "plan .pdf"),
        (".hidden.pdf", "hidden.pdf"),
        ("~$plan.docx", "plan.docx"),
        ("...~$.plan.docx", "plan.docx"),
        ('a<b>:"|?*.pdf', "a-b------.pdf"),
        ("  plan   of  beds .pdf. ", "plan of beds .pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
        ("\ud800plan.pdf", "-plan.pdf"),
    ],
)
def test_a_name_is_made_safe(given: str, kept: str) -> None:
    assert safe_name(given) == kept


@pytest.mark.parametrize(
    "name",
    ["", "   ", "..", "../..", "...", "---.pdf", "catalogue.toml", "CATALOGUE.TOML",
     "x/catalogue.toml", "README.md", "readme.MD", "CON", "nul.pdf", "Lpt1.txt", "\x00\x01"],
)  # fmt: skip
def test_a_name_is_refused(name: str) -> None:
    with pytest.raises(IntakeError, match="Give the file another name"):
        safe_name(name)


@given(st.text(max_size=400))
def test_no_name_leads_out_of_the_folder_or_is_hidden(name: str) -> None:
    try:
        kept = safe_name(name)
    except IntakeError:
        return
    assert kept not in ("", ".", "..") and "/" not in kept and "\\" not in kept
    assert not kept.startswith((".", "~$")) and kept.isprintable()
    assert PurePosixPath(kept).name == kept
    assert len(kept.encode()) <= 180
    assert safe_name(kept) == kept


def test_a_long_name_keeps_its_ending() -> None:
    kept = safe_name("ü" * 300 + ".pdf")
    assert kept.endswith(".pdf") and 170 < len(kept.encode()) <= 180


def test_another_name_is_one_that_nothing_has() -> None:
    taken = frozenset({"plan.pdf", "plan 2.pdf"})
    assert other_name("Plan.pdf", taken) == "Plan 3.pdf"
    assert folded("PLAN.pdf") in taken
