"""PDFium is not thread-safe: whoever calls it, in any thread, holds this lock."""

from __future__ import annotations

import threading

PDFIUM_LOCK = threading.Lock()
"""Held around every use of pypdfium2, closing included."""
