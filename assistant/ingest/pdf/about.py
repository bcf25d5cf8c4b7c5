"""What a PDF file says of itself, as pypdf reads it: its properties, bookmarks and page labels."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from assistant.ingest.draft import Facts
from assistant.ingest.pdf.headings import OutlineEntry


class About:
    """What the file says of itself; empty where pypdf cannot read it."""

    def __init__(self, reader: PdfReader | None) -> None:
        self.facts = _facts(reader) if reader else Facts()
        self.outline = _outline(reader) if reader else []
        self.labels = _labels(reader) if reader else []
        self.pages = len(reader.pages) if reader else None


def read_about(path: Path) -> About:
    """Read it; nothing where pypdf cannot read the file, which PDFium may."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings are for developers
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = PdfReader(path)
            if reader.is_encrypted and not reader.decrypt(""):
                return About(None)
            return About(reader)
    except Exception:  # noqa: BLE001 - pypdf raises many kinds; PDFium may still read the file
        return About(None)


def _facts(reader: PdfReader) -> Facts:
    info: Any = reader.metadata or {}
    title = " ".join(str(info.get("/Title") or "").split())
    author = " ".join(str(info.get("/Author") or "").split())
    created = re.match(r"D:(\d{4})(0\d|1[0-2])([0-2]\d|3[01])", str(info.get("/CreationDate")))
    return Facts(
        title=title or None,
        authors=(author,) if author else (),
        published="-".join(created.groups()) if created else None,
    )


def _outline(reader: PdfReader) -> list[OutlineEntry]:
    try:
        return list(_entries(reader, reader.outline, 1))
    except Exception:  # noqa: BLE001 - a broken outline costs section names, not the document
        return []


def _entries(reader: PdfReader, items: Sequence[Any], depth: int) -> Iterator[OutlineEntry]:
    for item in items:
        if isinstance(item, list):
            yield from _entries(reader, item, depth + 1)
            continue
        number = reader.get_destination_page_number(item)
        if number is not None and number >= 0 and item.title:
            yield OutlineEntry(" ".join(str(item.title).split()), number + 1, depth)


def _labels(reader: PdfReader) -> list[str]:
    try:
        if "/PageLabels" not in reader.root_object:
            return []
        return list(reader.page_labels)
    except Exception:  # noqa: BLE001 - page labels are a courtesy
        return []
