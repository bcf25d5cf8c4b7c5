from __future__ import annotations

import pytest

from assistant.ingest.dates import is_dated, iso_date


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("on 3rd May 2024", "2024-05-03"), ("May, 2024", "2024-05"), ("maybe 2024", None)],
)
def test_iso_date(text: str, wanted: str | None) -> None:
    assert iso_date(text) == wanted


@pytest.mark.parametrize(
    ("line", "dated"),
    [
        ("01 July 2024", True),
        ("Date published: 3 May, 2024", True),
        ("Last updated: Thursday 3rd July 2025", True),
        ("July 2025", True),
        ("In July 2025", False),
        ("July 2025 plan", False),
        ("2025", False),
    ],
)
def test_a_line_is_a_date_and_little_else(line: str, dated: bool) -> None:
    assert is_dated(line) == dated
