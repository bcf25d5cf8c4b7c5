"""The marks on a page lie where the words of the quote are, and nowhere else."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from streamlit.elements.lib import image_utils

from assistant.documents import Document, Layout
from assistant.page_images import (
    KEY_COLOUR,
    PAGE_WIDTH,
    QUOTE_COLOUR,
    Box,
    PageImageError,
    highlights,
    page_image,
    passage_picture,
)
from tests.web.fake_corpus import (
    HEIGHT,
    NASTY,
    RATE,
    WIDTH,
    Setting,
    paged_document,
    unpaged_document,
)

Pixels = npt.NDArray[np.int_]


@pytest.fixture(params=["upright", "landscape", "turned"])
def document(request: pytest.FixtureRequest, tmp_path: Path) -> Document:
    return paged_document(tmp_path, "plan.pdf", setting=request.param)


def span_of(document: Document, words: str) -> tuple[int, int]:
    start = document.text.index(words)
    return start, start + len(words)


def pixels(png: bytes) -> Pixels:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def near(picture: Pixels, colour: str) -> npt.NDArray[np.bool_]:
    wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return np.asarray((np.abs(picture - wanted) < 6).all(axis=2))


def dark(picture: Pixels) -> npt.NDArray[np.bool_]:
    return np.asarray(picture.max(axis=2) < 100)


def area(mask: npt.NDArray[np.bool_]) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero(mask)
    return columns.min(), rows.min(), columns.max(), rows.max()


def test_one_box_for_each_line_of_type(document: Document) -> None:
    boxes = highlights(document, *span_of(document, NASTY))
    assert list(boxes) == [2]
    assert len(boxes[2]) == 3


def test_a_box_spans_its_line_from_first_to_last_character(tmp_path: Path) -> None:
    document = paged_document(tmp_path, "plan.pdf")
    boxes = highlights(document, *span_of(document, "vacancy rate fell"))
    # "The nursing " stands before, of twelve characters 6.6 points wide, in the 18th line.
    assert boxes == {1: [Box(139.2, 323.8, 251.4, 334.8)]}


def test_a_quote_over_two_pages_is_marked_on_both(document: Document) -> None:
    first, second = span_of(document, NASTY)[0] - 10, span_of(document, NASTY)[1]
    assert list(highlights(document, first, second)) == [1, 2]


def test_cells_far_apart_on_one_line_are_marked_apart(tmp_path: Path) -> None:
    document = paged_document(tmp_path, "plan.pdf")
    start, end = span_of(document, "vacancy rate")
    assert document.layout is not None
    box = document.layout.box.copy()
    box[start + len("vacancy ") : end, [0, 2]] += 1500
    moved = replace(document, layout=Layout(document.layout.page, box))
    assert len(highlights(moved, start, end)[1]) == 2


def test_a_document_without_pages_has_nothing_to_mark(tmp_path: Path) -> None:
    document = unpaged_document(tmp_path, "notes.md")
    assert highlights(document, 0, 20) == {}


def test_the_ink_of_the_quote_lies_under_the_marks(document: Document, tmp_path: Path) -> None:
    # Page 2 holds the quote and nothing else: its ink and its marks cover the same area.
    quote = span_of(document, NASTY)
    picture = pixels(passage_picture(tmp_path, document, 2, quote, whole_page=True))
    marks = area(near(picture, QUOTE_COLOUR))
    ink = area(dark(picture))
    scale = picture.shape[1] / document.pages[1].width
    assert all(abs(a - b) < 5 * scale for a, b in zip(marks, ink, strict=True))
    assert marks[0] <= ink[0] and marks[1] <= ink[1]
    assert marks[2] >= ink[2] and marks[3] >= ink[3]


def test_ink_outside_the_quote_is_not_marked(document: Document, tmp_path: Path) -> None:
    quote = span_of(document, RATE)
    unmarked = pixels(passage_picture(tmp_path, document, 3, quote, whole_page=True))
    assert dark(unmarked).any()
    assert not near(unmarked, QUOTE_COLOUR).any()
    marked = pixels(passage_picture(tmp_path, document, 1, quote, whole_page=True))
    scale = marked.shape[1] / document.pages[0].width
    boxes = highlights(document, *quote)[1]
    for row, column in np.argwhere(near(marked, QUOTE_COLOUR))[::50]:
        x, y = column / scale, row / scale
        assert any(b.left - 2 <= x <= b.right + 2 and b.top - 2 <= y <= b.bottom + 2 for b in boxes)


def test_key_words_have_the_stronger_shade(document: Document, tmp_path: Path) -> None:
    quote = span_of(document, RATE)
    start = document.text.index("8.4%")
    key = (start, start + 4)
    picture = pixels(passage_picture(tmp_path, document, 1, quote, key, whole_page=True))
    scale = picture.shape[1] / document.pages[0].width
    shade = area(near(picture, KEY_COLOUR))
    box = highlights(document, *key)[1][0]
    expected = [value * scale for value in box]
    assert all(abs(a - b) < 3 * scale for a, b in zip(shade, expected, strict=True))


def test_the_crop_shows_the_whole_quote_and_less_than_the_page(
    document: Document, tmp_path: Path
) -> None:
    quote = span_of(document, RATE)
    whole = pixels(passage_picture(tmp_path, document, 1, quote, whole_page=True))
    cropped = pixels(passage_picture(tmp_path, document, 1, quote))
    shown = near(cropped, QUOTE_COLOUR)
    # Nothing of the marks is cut off: none touches the edge.
    edges = np.concatenate([shown[0], shown[-1], shown[:, 0], shown[:, -1]])
    assert shown.any() and not edges.any()
    assert shown.mean() > 1.5 * near(whole, QUOTE_COLOUR).mean()


def test_the_crop_cuts_no_line_of_type_in_two(tmp_path: Path) -> None:
    document = paged_document(tmp_path, "plan.pdf")
    cropped = pixels(passage_picture(tmp_path, document, 1, span_of(document, RATE)))
    assert dark(cropped).any()
    assert not dark(cropped)[0].any() and not dark(cropped)[-1].any()


@pytest.mark.parametrize("corner", [(0.0, 0.0), (33.25, 71.75), (0.25, 300.75)])
def test_a_part_of_a_page_is_that_part_to_the_pixel(
    document: Document, tmp_path: Path, corner: tuple[float, float]
) -> None:
    left, top = corner
    page = document.pages[0]
    marks = highlights(document, *span_of(document, RATE))[1]
    given = (tmp_path / document.path, document.sha256, 1, marks, marks[:1])
    # Two pixels a point, in both.
    whole = pixels(page_image(*given, width=int(page.width) * 2))
    part = Box(left, top, left + 500, page.height - 9.75)
    cropped = pixels(page_image(*given, crop=part, width=1000))
    rows, columns = (slice(round(a * 2), round(b * 2)) for a, b in (part[1::2], part[0::2]))
    assert dark(cropped).any()
    assert np.array_equal(cropped, whole[rows, columns])


@pytest.mark.parametrize("setting", ["upright", "turned"])
def test_streamlit_shows_a_whole_page_as_it_was_drawn(tmp_path: Path, setting: Setting) -> None:
    document = paged_document(tmp_path, "plan.pdf", setting=setting)
    png = passage_picture(tmp_path, document, 1, span_of(document, RATE), whole_page=True)
    assert PAGE_WIDTH <= pixels(png).shape[1] <= image_utils.MAXIMUM_CONTENT_WIDTH


def test_a_page_without_marks_is_the_page(document: Document, tmp_path: Path) -> None:
    file = tmp_path / document.path
    plain = pixels(page_image(file, document.sha256, 1, ()))
    marks = highlights(document, *span_of(document, RATE))[1]
    marked = pixels(page_image(file, document.sha256, 1, marks))
    changed = (plain != marked).any(axis=2)
    assert not near(plain, QUOTE_COLOUR).any()
    assert changed.any() and (marked <= plain).all()
    scale = plain.shape[1] / document.pages[0].width
    lefts, tops, rights, bottoms = np.array(marks).T * scale
    outer = (lefts.min(), tops.min(), rights.max(), bottoms.max())
    assert all(abs(a - b) < 4 * scale for a, b in zip(area(changed), outer, strict=True))


def test_marks_beside_the_part_that_is_shown_are_not_drawn(tmp_path: Path) -> None:
    document = paged_document(tmp_path, "plan.pdf")
    file, marks = tmp_path / document.path, highlights(document, *span_of(document, RATE))[1]
    above = Box(0, 0, 595, marks[0].top - 20)
    picture = pixels(page_image(file, document.sha256, 1, marks, marks, crop=above))
    assert not near(picture, QUOTE_COLOUR).any() and not near(picture, KEY_COLOUR).any()


def test_a_rotated_page_is_shown_as_a_reader_shows_it(tmp_path: Path) -> None:
    document = paged_document(tmp_path, "plan.pdf", setting="landscape")
    quote = span_of(document, RATE)
    picture = pixels(passage_picture(tmp_path, document, 1, quote, whole_page=True))
    assert picture.shape[1] / picture.shape[0] == pytest.approx(HEIGHT / WIDTH, rel=0.01)


def test_a_file_that_has_changed_is_not_shown(document: Document, tmp_path: Path) -> None:
    file = tmp_path / document.path
    file.write_bytes(file.read_bytes() + b"\n")
    with pytest.raises(PageImageError, match="The file plan.pdf has changed since the index"):
        passage_picture(tmp_path, document, 1, span_of(document, RATE))


def test_a_missing_file_is_reported(document: Document, tmp_path: Path) -> None:
    (tmp_path / document.path).unlink()
    with pytest.raises(PageImageError, match="The file plan.pdf cannot be read; run nhs-assistant"):
        passage_picture(tmp_path, document, 1, span_of(document, RATE))


def test_a_file_that_pdfium_cannot_open_is_reported(tmp_path: Path) -> None:
    paged = paged_document(tmp_path, "plan.pdf")
    text = unpaged_document(tmp_path, "notes.md")
    document = replace(paged, path=text.path, sha256=text.sha256)
    with pytest.raises(PageImageError, match="Page 1 of notes.md cannot be drawn"):
        passage_picture(tmp_path, document, 1, span_of(document, RATE))
