"""The cells that lines and colours make, without any file."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.ingest.pdf.drawn import Box, Drawn
from assistant.ingest.pdf.grids import Grid, find_grids

BLACK, BLUE, PALE, WHITE = (0, 0, 0), (20, 50, 90), (230, 240, 255), (255, 255, 255)


def grids(
    rules: Sequence[Box] = (),
    fills: Sequence[tuple[Box, tuple[int, int, int]]] = (),
    letters: Sequence[tuple[Box, float]] = (),
) -> list[Grid]:
    """`letters` are characters, each with its base line."""
    box = np.array([letter for letter, _ in letters], np.float32).reshape(-1, 4)
    base = np.array([line for _, line in letters], np.float32)
    return find_grids(Drawn(tuple((rule, BLACK) for rule in rules), tuple(fills)), box, base)


def ruled(xs: Sequence[float], ys: Sequence[float]) -> list[Box]:
    """Every line of a table, from its first to its last edge."""
    flat = [(xs[0], y, xs[-1], y) for y in ys]
    return [*flat, *((x, ys[0], x, ys[-1]) for x in xs)]


def shape(grid: Grid) -> tuple[int, int, int]:
    return grid.rows, grid.columns, len(grid.cells)


def test_lines_make_cells() -> None:
    (grid,) = grids(ruled((50, 150, 300), (100, 120, 140, 180)))
    assert shape(grid) == (3, 2, 6)
    assert grid.box == (50, 100, 300, 180)
    assert grid.cells[3].box == (150, 120, 300, 140)
    assert [(cell.row, cell.column) for cell in grid.cells[:3]] == [(0, 0), (0, 1), (1, 0)]


def test_lines_that_do_not_quite_meet_make_cells_all_the_same() -> None:
    lines = [(52, 100, 298, 100.4), (50, 119, 300, 119), (49, 141, 302, 141)]
    lines = [(a, b, c, b) for a, b, c, _ in lines]
    sides = [(50, 101, 50, 140), (151, 101.5, 151, 140), (300, 99, 300, 142)]
    (grid,) = grids([*lines, *sides])
    assert shape(grid) == (2, 2, 4)


def test_a_missing_line_makes_one_cell_over_two_columns_and_one_over_two_rows() -> None:
    across = [(50, 100, 350, 100), (50, 120, 350, 120), (150, 140, 350, 140), (50, 160, 350, 160)]
    down = [(50, 100, 50, 160), (150, 100, 150, 160), (250, 120, 250, 160), (350, 100, 350, 160)]
    (grid,) = grids([*across, *down])
    assert shape(grid) == (3, 3, 7)
    spans = {(cell.row, cell.column): (cell.rows, cell.columns) for cell in grid.cells}
    assert spans[0, 1] == (1, 2)
    assert spans[1, 0] == (2, 1)


def test_a_header_in_one_colour_is_parted_where_its_cells_were_filled() -> None:
    head = [((50.0, 80.0, 150.0, 100.0), BLUE), ((150.0, 80.0, 300.0, 100.0), BLUE)]
    (grid,) = grids(ruled((50, 150, 300), (100, 120, 140)), head)
    assert shape(grid) == (3, 2, 6)
    assert {cell.colour for cell in grid.cells if not cell.row} == {BLUE}


def test_colours_alone_make_cells() -> None:
    colours = [BLUE, PALE, (200, 30, 30)]
    fills = [
        ((50.0 + 100 * column, 100.0 + 20 * row, 150.0 + 100 * column, 120.0 + 20 * row), colour)
        for row in range(3)
        for column, colour in enumerate((colours[row], colours[(row + 1) % 3]))
    ]
    (grid,) = grids((), fills)
    assert grid.columns == 2


def test_strips_of_one_colour_behind_lines_of_text_are_one_field() -> None:
    strips = [((50.0, 100.0 + 12 * i, 300.0, 112.0 + 12 * i), PALE) for i in range(6)]
    assert grids((), strips) == []


def test_a_line_in_the_colour_of_what_it_crosses_is_not_seen() -> None:
    fill = ((50.0, 100.0, 300.0, 180.0), PALE)
    box = np.zeros((0, 4), np.float32)
    lines = ruled((50, 150, 300), (100, 120, 140, 180))
    for colour, found in ((PALE, 0), (WHITE, 1)):
        drawn = Drawn(tuple((line, colour) for line in lines), (fill,))
        assert len(find_grids(drawn, box, box[:, 0])) == found


def test_lines_under_words_part_no_cell() -> None:
    table = ruled((50, 150, 300), (100, 140, 180))
    link = (160.0, 116.0, 290.0, 116.0)
    letters = [((160.0 + 10 * i, 104.0, 170.0 + 10 * i, 118.0), 114.5) for i in range(13)]
    (grid,) = grids([*table, link], letters=letters)
    assert shape(grid) == (2, 2, 4)


def test_a_table_may_have_no_lines_at_its_sides() -> None:
    across = [(50, y, 300, y) for y in (100, 120, 140, 160)]
    (grid,) = grids([*across, (150, 100, 150, 160)])
    assert shape(grid) == (3, 2, 6)


def test_lines_across_alone_are_rows_of_one_column() -> None:
    (grid,) = grids([(50, y, 300, y) for y in (100, 120, 140, 160)])
    assert shape(grid) == (3, 1, 3)


def test_boxes_apart_from_one_another_are_no_table() -> None:
    boxes = [
        line
        for left, top in ((50, 100), (200, 100), (50, 200), (200, 200))
        for line in ruled((left, left + 100), (top, top + 50))
    ]
    arrows = [(150.0, 125.0, 200.0, 125.0), (100.0, 150.0, 100.0, 200.0)]
    assert all(grid.columns == 1 for grid in grids([*boxes, *arrows]))


def test_a_frame_around_text_is_no_table() -> None:
    assert grids(ruled((50, 500), (100, 300))) == []


def test_a_drawing_of_very_many_lines_is_left_alone() -> None:
    lines = ruled([10.0 + 4 * i for i in range(400)], [10.0 + 4 * i for i in range(400)])
    assert grids(lines) == []


def test_lines_far_off_the_page_do_no_harm() -> None:
    far = [(-1e30, 50.0, 1e30, 50.0), (1e9, -1e9, 1e9, 1e9)]
    assert len(grids([*far, *ruled((50, 150, 300), (100, 120, 140))])) == 1
