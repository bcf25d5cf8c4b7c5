"""Citations in what a program reads: JSON of `ask`, `figures` and `check`, saved answers, CSV."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from assistant.answer.citation import Citation
from assistant.errors import VerifyError
from assistant.spreadsheet import is_guarded
from assistant.verifying.claims import Claims, claims_of_json, claims_of_table


@dataclass(frozen=True, slots=True)
class Row:
    """A citation, what it was quoted for, by which index, and what else the file says of it."""

    citation: Citation
    about: str
    index_version: str
    claims: Claims


Found = Row | str
"""A citation, or words that are shown as quoted without a receipt that could be held against it."""

_DEEPEST = 40
_LONGEST = 16 * 2**20
"""Bytes of one JSON value: an answer has some thousand."""


def citations_in_json(text: str) -> list[Found]:
    """All citations of a JSON value or of JSON lines, however deep they stand, in order.

    Raises:
        VerifyError: it is no JSON, or too large or too deep to be a file of this program.
    """
    try:
        return list(_walk(_decoded(text), "", "", 0))
    except msgspec.DecodeError:
        found: list[Found] = []
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                try:
                    found += _walk(_decoded(line), "", "", 0)
                except msgspec.DecodeError as error:
                    raise VerifyError(f"Line {number} of this file is not JSON.") from error
        return found


def _decoded(text: str) -> Any:  # noqa: ANN401 - JSON is anything
    # What is longer may be lines: each is looked at by itself.
    if len(text) > _LONGEST:
        if "\n" in text.strip():
            raise msgspec.DecodeError
        raise VerifyError("This file holds more JSON than any answer of this program.")
    try:
        return msgspec.json.decode(text.encode("utf-8", "replace"))
    except RecursionError as error:
        raise VerifyError("This file is nested deeper than any answer of this program.") from error


def _walk(value: object, about: str, version: str, depth: int) -> Iterator[Found]:
    if depth > _DEEPEST:
        raise VerifyError("This file is nested deeper than any answer of this program.")
    if isinstance(value, list):
        for each in value:
            yield from _walk(each, about, version, depth + 1)
    if not isinstance(value, dict):
        return
    about = _text(value, "question") or about
    version = _text(value, "index_version") or version
    citation = _citation(value)
    if citation is not None:
        yield Row(citation, about, version, claims_of_json(value, citation))
        about = citation.title
    elif _is_quoted(value):
        yield _text(value, "text").strip()
    for name, each in value.items():
        if name != "text" and isinstance(each, dict | list):
            yield from _walk(each, about, version, depth + 1)


def _is_quoted(row: Mapping[str, Any]) -> bool:
    """Whether a row shows words as those of a document; the text of a finding is the draft's."""
    return bool(_text(row, "text").strip()) and any(
        row.get(name) for name in ("document", "sha256", "reference")
    )


def _citation(row: Mapping[str, Any]) -> Citation | None:
    """The citation that a row is; None where it is not one."""
    text, path, sha256 = (_text(row, name) for name in ("text", "document", "sha256"))
    start, end = row.get("start"), row.get("end")
    if not (path and sha256 and type(start) is int and type(end) is int and "text" in row):
        return None
    key, section, page = (row.get(name) for name in ("key", "section", "page"))
    return Citation(
        text=text,
        key=_span(key),
        # Which words are footnote marks the document says, never the file.
        marks=(),
        document=path,
        title=_text(row, "title") or path,
        kind="document",
        authors=(),
        publisher=_text(row, "publisher") or None,
        published=None,
        page=page if type(page) is int else None,
        page_label=_text(row, "page_label") or None,
        section=tuple(section.split(" > ")) if isinstance(section, str) and section else (),
        start=start,
        end=end,
        sha256=sha256,
        reference=_text(row, "reference"),
        score=0.0,
        basis="statement",
        according_to=None,
    )


def _span(value: object) -> tuple[int, int] | None:
    if isinstance(value, list) and len(value) == 2 and all(type(at) is int for at in value):
        return (value[0], value[1])
    return None


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def citations_in_table(text: str) -> list[Found] | None:
    """The citations of a table of figures; None where the text is no such table."""
    csv.field_size_limit(min(sys.maxsize, _LONGEST))
    reader = csv.DictReader(io.StringIO(text, newline=""))
    needed = {"sentence", "file", "start", "end", "sha256", "document"}
    try:
        if not needed <= set(reader.fieldnames or ()):
            return None
        return [row for each in reader if (row := _of_row(each)) is not None]
    except csv.Error:
        return None


def _of_row(row: Mapping[str, Any]) -> Found | None:
    cells = {name: _unguarded(value) for name, value in row.items() if isinstance(value, str)}
    start, end = cells.get("start", ""), cells.get("end", "")
    citation = None
    if _number(start) and _number(end):
        citation = _citation(
            {
                "text": cells.get("sentence", ""),
                "document": cells.get("file"),
                "title": cells.get("document"),
                "sha256": cells.get("sha256"),
                "start": int(start),
                "end": int(end),
                "reference": cells.get("reference"),
            }
        )
    if citation is None:
        # A row without a sentence may still show a figure.
        return cells.get("sentence", "").strip() or cells.get("figure", "").strip() or None
    about = f"{cells.get('figure', '')}, {cells.get('measure', '')}".strip(", ")
    return Row(citation, about, cells.get("index version", ""), claims_of_table(cells))


def _number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 12


def _unguarded(text: str) -> str:
    """A cell without the sign that keeps a spreadsheet from taking it for a formula."""
    return text[1:] if is_guarded(text) else text
