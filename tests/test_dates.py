from __future__ import annotations

import pytest

from assistant.dates import written_date


@pytest.mark.parametrize(
    ("published", "written"),
    [("2024-07-08", "8 July 2024"), ("2024-12", "December 2024"), ("2024", "2024")],
)
def test_dates_are_written_as_people_do(published: str, written: str) -> None:
    assert written_date(published) == written
