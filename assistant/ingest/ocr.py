"""Words recognised in the picture of a page, by the tesseract program where it is installed.

The program is asked itself: OCRmyPDF would make a second PDF with a hidden text layer, and lose
how sure tesseract is of each word, which decides what may be quoted.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from functools import cache

from PIL import Image

from assistant.ingest.processes.confine import end_with_parent
from assistant.ingest.processes.cpu_time import cpu_time_of

BUSY = 8.0
"""On a machine that is busy with others what is done may take so many times its time."""
_LOOK_SECONDS = 0.2
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
    return recognise_or_fail(picture, dots_per_inch, seconds)[0] or []


def recognise_or_fail(
    picture: Image.Image, dots_per_inch: int, seconds: float
) -> tuple[list[Word] | None, float]:
    """The words of a grey picture, and the seconds that it took.

    No words are a list without any; None says that it took longer than `seconds`, or failed.
    Seconds are of a processor where the system tells them: on a busy machine it may take up to
    `BUSY` times as long.
    """
    path = shutil.which("tesseract")
    if path is None:
        return None, 0.0
    content = io.BytesIO()
    picture.save(content, "PPM")
    try:
        process = subprocess.Popen(
            [path, "stdin", "stdout", "--dpi", str(dots_per_inch), "-l", _LANGUAGE, "tsv"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Several pages are read at a time instead.
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            # A reader that is stopped takes its tesseract with it.
            preexec_fn=end_with_parent if sys.platform == "linux" else None,
        )
    except (OSError, subprocess.SubprocessError):
        return None, 0.0
    watch = _Watch(process, seconds)
    with process:
        try:
            table, _ = process.communicate(content.getvalue())
        except OSError:
            process.kill()
            return None, watch.stop()
        finally:
            spent = watch.stop()
    read = _words(table.decode("utf-8", errors="replace")) if process.returncode == 0 else None
    return read, spent


class _Watch:
    """Looks after a process, and ends it when it has worked for so many seconds."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._process, self._seconds = process, seconds
        self._began, self._worked = time.monotonic(), 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """How long it worked; it may go on alone."""
        took = time.monotonic() - self._began
        self._ended.set()
        self._thread.join()
        # What it did since it was last looked at is not known.
        return min(self._worked + _LOOK_SECONDS, took)

    def _look(self) -> None:
        while not self._ended.wait(_LOOK_SECONDS):
            took = time.monotonic() - self._began
            on_linux = sys.platform == "linux"
            worked = cpu_time_of(self._process.pid).own if on_linux else took
            self._worked = max(self._worked, worked)  # of one that has just ended nobody tells
            if self._worked > self._seconds or took > BUSY * self._seconds:
                self._process.kill()


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
