"""Markdown, well written or roughly converted from a PDF."""
