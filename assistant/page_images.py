"""A picture of the page that a quote comes from, with the quote marked on it.

The marks are drawn from the boxes stored when the file was read: looking for the words on the page
again would fail where a page is turned, or where the words stand on it twice.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from PIL import Image, ImageChops, ImageDraw

from assistant.documents import Document, Page
from assistant.errors import AssistantError
from assistant.originals import unchanged_content
from assistant.pdfium import PDFIUM_LOCK, open_pdf

QUOTE_COLOUR = "#FFF3A6"
KEY_COLOUR = "#FFD43B"
UNDERLINE_COLOUR = "#212B32"

PAGE_WIDTH = 1440
"""Of a whole page, in pixels. `st.image` would make what is over 1460 smaller, every time that it
is shown, and that takes longer than to draw it."""

# A line of type ends where the next character is further away than this many of its heights:
# justified words are closer together, the cells of a table are not.
_WIDEST_SPACE = 3.0
# Room around the passage, in points: across, enough for the marks; up and down, some of its
# neighbours, so that the reader sees what it stands among.
_AROUND_ACROSS, _AROUND_DOWN = 14.0, 90.0
# A poster enlarged to show one line of it would take gigabytes.
_MOST_PIXELS = 24_000_000


class PageImageError(AssistantError):
    """The page cannot be shown; the quote itself is not in doubt."""


class Box(NamedTuple):
    """A rectangle in points from the top left corner of the page as it is shown."""

    left: float
    top: float
    right: float
    bottom: float


def highlights(document: Document, start: int, end: int) -> dict[int, list[Box]]:
    """What to mark for `document.text[start:end]`: for each page, one box a line of type."""
    layout = document.layout
    if layout is None:
        return {}
    pages: dict[int, list[Box]] = {}
    last: Box | None = None
    for at in range(start, end):
        page = int(layout.page[at])
        if page == 0 or document.text[at].isspace():
            continue
        character = Box(*(value / 10 for value in layout.box[at].tolist()))
        lines = pages.setdefault(page, [])
        if lines and last is not None and _same_line(lines[-1], last, character):
            lines[-1] = _around([lines[-1], character])
        else:
            lines.append(character)
        last = character
    return pages


def passage_picture(
    corpus: Path,
    document: Document,
    page: int,
    quote: tuple[int, int],
    key: tuple[int, int] | None = None,
    *,
    whole_page: bool = False,
) -> bytes:
    """A PNG of the passage on a page, or of the whole page; offsets are those of the document.

    Raises:
        PageImageError: the file is missing, has changed since it was indexed, or cannot be drawn.
    """
    marked = highlights(document, *quote).get(page, [])
    stronger = highlights(document, *key).get(page, []) if key else []
    crop = None if whole_page else _passage_area(document, document.pages[page - 1], marked)
    return page_image(
        corpus / document.path,
        document.sha256,
        page,
        marked,
        stronger,
        crop=crop,
        width=PAGE_WIDTH if whole_page else 1200,
    )


def page_image(
    file: Path,
    sha256: str,
    page: int,
    marked: Sequence[Box],
    stronger: Sequence[Box] = (),
    *,
    crop: Box | None = None,
    width: int = 1200,
) -> bytes:
    """A PNG, `width` pixels wide, of a page or of the part of it in `crop`, with boxes marked.

    Raises:
        PageImageError: the file is missing, has changed since it was indexed, or cannot be drawn.
    """
    content = _unchanged(file, sha256)
    try:
        picture = _rendered(content, page, width, crop)
    except pypdfium2.PdfiumError as error:
        raise PageImageError(f"Page {page} of {file.name} cannot be drawn.") from error
    _mark(picture, marked, stronger)
    png = io.BytesIO()
    # A third faster than the level that Pillow would choose, and no larger.
    picture.image.save(png, "PNG", compress_level=3)
    return png.getvalue()


class _Picture(NamedTuple):
    """A page or a part of it: `scale` pixels a point, with `left` and `top` pixels cut off."""

    image: Image.Image
    scale: float
    left: int = 0
    top: int = 0

    def pixels(self, box: Box) -> tuple[int, int, int, int]:
        """Where a box of the page lies in the picture, which it may run out of."""
        left, top, right, bottom = (round(value * self.scale) for value in box)
        return left - self.left, top - self.top, right - self.left, bottom - self.top


def _unchanged(file: Path, sha256: str) -> bytes:
    """The file's content; a page of another edition must never stand beside the quote."""
    mend = "run nhs-assistant build to see its pages."
    try:
        content = unchanged_content(file, sha256)
    except OSError as error:
        raise PageImageError(f"The file {file.name} cannot be read; {mend}") from error
    if content is None:
        raise PageImageError(f"The file {file.name} has changed since the index was built; {mend}")
    return content


def _rendered(content: bytes, number: int, width: int, crop: Box | None) -> _Picture:
    with PDFIUM_LOCK:
        pdf = open_pdf(content)
        try:
            page = pdf[number - 1]
            across, down = page.get_size()
            scale = width / (crop.right - crop.left if crop is not None else across)
            scale = min(scale, (_MOST_PIXELS / (across * down)) ** 0.5)
            wide, high = math.ceil(across * scale), math.ceil(down * scale)
            left, top, right, bottom = 0, 0, wide, high
            if crop is not None:
                left, top, right, bottom = (round(value * scale) for value in crop)
                right, bottom = min(right, wide), min(bottom, high)
            # PDFium draws only this part. What it cuts off is rounded up to whole pixels: half a
            # pixel less comes to the very number.
            cut = (left, high - bottom, wide - right, top)
            bitmap = page.render(scale=scale, crop=tuple((each - 0.5) / scale for each in cut))
            image = bitmap.to_pil()
        finally:
            pdf.close()
    return _Picture(image if image.mode == "RGB" else image.convert("RGB"), scale, left, top)


def _mark(picture: _Picture, marked: Sequence[Box], stronger: Sequence[Box]) -> None:
    """Draw the marks into a picture."""
    boxes = [*marked, *stronger]
    if not boxes:
        return
    image, scale = picture.image, picture.scale
    # Only where there is something to mark: to multiply a whole page takes longer than to draw it.
    left, top, right, bottom = picture.pixels(_grown(_around(boxes), 2, 3))
    part = (max(0, left), max(0, top), min(image.width, right), min(image.height, bottom))
    if part[0] >= part[2] or part[1] >= part[3]:
        return
    here = _Picture(image.crop(part), scale, picture.left + part[0], picture.top + part[1])
    # Multiplying keeps the type black, and marks that overlap get no darker.
    paint = Image.new("RGB", here.image.size, "white")
    draw = ImageDraw.Draw(paint)
    for shade, colour in ((marked, QUOTE_COLOUR), (stronger, KEY_COLOUR)):
        for box in shade:
            draw.rectangle(here.pixels(_grown(box, 1, 1)), fill=colour)
    # The key words are underlined as well, for those who do not see the shade.
    for box in stronger:
        left, _, right, bottom = here.pixels(_grown(box, 0, 1))
        draw.line(
            (left, bottom, right, bottom),
            fill=UNDERLINE_COLOUR,
            width=max(2, int(scale)),
        )
    image.paste(ImageChops.multiply(here.image, paint), part[:2])


def _passage_area(document: Document, page: Page, marked: Sequence[Box]) -> Box | None:
    """The passage with its neighbours above and below, as wide as the type on the page."""
    layout = document.layout
    if layout is None or not marked:
        return None
    boxes = layout.box[layout.page == page.number] / 10
    boxes = boxes[boxes[:, 0] < boxes[:, 2]]
    if not len(boxes):
        return None
    lefts, tops, rights, bottoms = boxes.T
    passage = _around(marked)
    top, bottom = passage.top - _AROUND_DOWN, passage.bottom + _AROUND_DOWN
    # A line of type that the edge would cut through is shown whole.
    top = min([top, *tops[(tops < top) & (bottoms > top)] - 4])
    bottom = max([bottom, *bottoms[(tops < bottom) & (bottoms > bottom)] + 4])
    return Box(
        max(0.0, min(float(lefts.min()), passage.left) - _AROUND_ACROSS),
        max(0.0, float(top)),
        min(page.width, max(float(rights.max()), passage.right) + _AROUND_ACROSS),
        min(page.height, float(bottom)),
    )


def _same_line(line: Box, last: Box, following: Box) -> bool:
    """Whether a character goes on from the last of a line, across or, in turned type, down.

    Heights are compared with the line: a full stop and a quotation mark beside it share none.
    """
    size = max(
        last.bottom - last.top,
        following.bottom - following.top,
        min(line.bottom - line.top, line.right - line.left),
    )
    if _overlap(line.top, line.bottom, following.top, following.bottom) >= 0.5:
        return -size <= following.left - last.right <= _WIDEST_SPACE * size
    gap = max(following.top - last.bottom, last.top - following.bottom)
    beneath = _overlap(last.left, last.right, following.left, following.right) >= 0.5
    return beneath and _turned(line) and gap <= size


def _turned(line: Box) -> bool:
    """Whether a line runs down the page. A line of one character may."""
    return line.bottom - line.top > 0.5 * (line.right - line.left)


def _overlap(a: float, b: float, c: float, d: float) -> float:
    """How much of the shorter of two stretches lies within the other."""
    shorter = max(min(b - a, d - c), 0.1)
    return (min(b, d) - max(a, c)) / shorter


def _around(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def _grown(box: Box, across: float, down: float) -> Box:
    return Box(box.left - across, box.top - down, box.right + across, box.bottom + down)
