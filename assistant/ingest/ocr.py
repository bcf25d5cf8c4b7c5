"""Words recognised in the picture of a page, by the tesseract program where it is installed.

The program is asked itself: OCRmyPDF would make a second PDF with a hidden text layer, and lose
how sure tesseract is of each word, which decides what may be quoted.
"""

from __future__ import annotations

import csv
import ctypes
import io
import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from functools import cache

from PIL import Image

_LANGUAGE = "eng"
_WORD_LEVEL = "5"


@dataclass(frozen=True, slots=True)
class Word:
    """A word in a picture: its edges in pixels, how sure tesseract is of it (0 to 100), its line.

    `line` is (block, paragraph, line) as tesseract counts them; words come in reading order.
    """

    text: str
    left: int
    top: int
    right: int
    bottom: int
    sure: float
    line: tuple[int, int, int]


@cache
def ocr_program() -> str | None:
    """The name and version of the program that recognises words; None where there is none.

    Asked once a process: it tells whether a scan that could not be read can be read now.
    """
    path = shutil.which("tesseract")
    if path is None:
        return None
    try:
        told = [
            subprocess.run([path, asked], capture_output=True, text=True, timeout=20, check=True)
            for asked in ("--version", "--list-langs")
        ]
    except (OSError, subprocess.SubprocessError):
        return None
    version = re.search(r"tesseract v?([\d.]+)", told[0].stdout + told[0].stderr)
    if _LANGUAGE not in (told[1].stdout + told[1].stderr).split():
        return None
    return f"tesseract {version[1]}" if version else "tesseract"


def recognise(picture: Image.Image, dots_per_inch: int, seconds: float) -> list[Word]:
    """The words of a grey picture; none where it takes longer than `seconds`, or fails."""
    path = shutil.which("tesseract")
    if path is None:
        return []
    content = io.BytesIO()
    picture.save(content, "PPM")
    try:
        done = subprocess.run(
            [path, "stdin", "stdout", "--dpi", str(dots_per_inch), "-l", _LANGUAGE, "tsv"],
            input=content.getvalue(),
            capture_output=True,
            timeout=seconds,
            check=True,
            # Several pages are read at a time instead.
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )
    except (OSError, subprocess.SubprocessError):
        return []
    return _words(done.stdout.decode("utf-8", errors="replace"))


def _words(table: str) -> list[Word]:
    rows = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
    words = []
    for row in rows:
        text = (row.get("text") or "").strip()
        if row["level"] != _WORD_LEVEL or not text:
            continue
        left, top = int(row["left"]), int(row["top"])
        right, bottom = left + int(row["width"]), top + int(row["height"])
        line = (int(row["block_num"]), int(row["par_num"]), int(row["line_num"]))
        words.append(Word(text, left, top, right, bottom, float(row["conf"]), line))
    return words


_PR_SET_PDEATHSIG = 1
# Looked up here: between fork and exec nothing may be loaded.
_PRCTL = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


def _end_with_parent() -> None:
    """A reader that is stopped takes its tesseract with it."""
    if _PRCTL is not None:
        _PRCTL(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
