"""Opening PDF files with PDFium.

PDFium is not thread-safe: whoever calls it, in any thread, holds the lock, closing included.
"""

from __future__ import annotations

import threading
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
from pypdf import PdfReader, PdfWriter

PDFIUM_LOCK = threading.Lock()
"""Held around every use of pypdfium2."""


def open_pdf(file: Path | bytes) -> pdfium.PdfDocument:
    """Open a file, given by its path or its content. The caller holds the lock.

    Some files only ask for a password to be changed, in a way that pypdf understands and PDFium
    does not; such a file is opened from a copy in memory.

    Raises:
        PdfiumError: it is damaged, or nobody may read it without a password.
    """
    try:
        return pdfium.PdfDocument(file)
    except pdfium.PdfiumError:
        content = file if isinstance(file, bytes) else file.read_bytes()
        plain = _without_protection(content) if b"/Encrypt" in content else None
        if plain is None:
            raise
        return pdfium.PdfDocument(plain)


def _without_protection(content: bytes) -> bytes | None:
    try:
        reader = PdfReader(BytesIO(content))
        if not reader.decrypt(""):
            return None
        copy = BytesIO()
        PdfWriter(clone_from=reader).write(copy)
    except Exception:  # noqa: BLE001 - pypdf raises many kinds; the caller knows what to say
        return None
    return copy.getvalue()
