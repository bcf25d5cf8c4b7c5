from __future__ import annotations

import pytest

from assistant.ingest.table_headers import Cue, header_size, is_amount


def cues(*rows: tuple[str, ...], bold: int = 0, shaded: int = 0) -> list[Cue]:
    """The cells of a table; the first rows may be bold or shaded."""
    return [
        Cue(r, c, 1, 1, text, r < bold, 0xDDEEFF if r < shaded else None)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if text
    ]


BEDS = (("Ward", "2022", "2023"), ("Elm", "24", "20"), ("Ash", "30", "12"))
NAMES = (("Name", "Post"), ("Ada Marsh", "Chair"), ("Bo Ward", "Member"))


def test_words_over_amounts_are_the_header() -> None:
    assert header_size(cues(*BEDS)) == (1, 1)


def test_names_alone_have_a_header_only_where_it_looks_like_one() -> None:
    assert header_size(cues(*NAMES)) == (0, 1)
    assert header_size(cues(*NAMES, bold=1)) == (1, 1)
    assert header_size(cues(*NAMES, shaded=1)) == (1, 1)


def test_stripes_head_nothing() -> None:
    striped = [
        Cue(row, column, 1, 1, f"text {row}", False, None if row % 2 else 0xDDEEFF)
        for row in range(8)
        for column in range(2)
    ]
    assert header_size(striped)[0] == 0


def test_a_column_of_amounts_names_no_row() -> None:
    assert header_size(cues(("Beds", "Ward"), ("24", "Elm"), ("30", "Ash"), bold=1)) == (1, 0)


def test_a_column_of_years_names_the_rows() -> None:
    rows = (("Year", "Beds"), ("2022", "24"), ("2022/23", "30"), ("2023-24", "31"))
    assert header_size(cues(*rows)) == (1, 1)


def test_a_name_over_two_columns_has_their_names_below_it() -> None:
    cells = [
        Cue(0, 0, 2, 1, "Ward", True),
        Cue(0, 1, 1, 2, "Beds", True),
        Cue(1, 1, 1, 1, "2022", True),
        Cue(1, 2, 1, 1, "2023", True),
        Cue(2, 0, 1, 1, "Elm"),
        Cue(2, 1, 1, 1, "24"),
        Cue(2, 2, 1, 1, "20"),
    ]
    assert header_size(cells) == (2, 1)


def test_a_name_over_several_rows_takes_the_names_beside_it_along() -> None:
    cells = [
        *cues(("Site", "Ward", "Beds"), bold=1),
        Cue(1, 0, 2, 1, "North"),
        Cue(1, 1, 1, 1, "Elm"),
        Cue(1, 2, 1, 1, "24"),
        Cue(2, 1, 1, 1, "Ash"),
        Cue(2, 2, 1, 1, "30"),
    ]
    assert header_size(cells) == (1, 2)


def test_a_table_of_one_row_has_no_header() -> None:
    assert header_size(cues(("Elm", "24"))) == (0, 1)
    assert header_size([]) == (0, 0)


@pytest.mark.parametrize(
    "text", ["24", "1,234", "£1.2bn", "£3 million", "11%", "<0.1%", "–4.5", "(12)", "132,000*"]
)
def test_amounts(text: str) -> None:
    assert is_amount(text)


@pytest.mark.parametrize("text", ["2022", "2022/23", "2019 to 2020", "Elm", "24 beds", ""])
def test_no_amounts(text: str) -> None:
    assert not is_amount(text)
