"""One line of the audit log: JSON whose hash covers the line and, through it, all before it."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any

START = "0" * 64
"""What stands in the place of the hash before the first line of all."""
_SEALED = re.compile(rb'(\{.*),"hash":"([0-9a-f]{64})"\}', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line. `time` is ISO in UTC, `before` the hash of the line before, `hash` its own."""

    number: int
    time: str
    what: str
    who: str | None
    before: str
    hash: str
    details: dict[str, Any] = field(default_factory=dict)


def sealed(
    number: int, time: str, what: str, who: str | None, details: dict[str, object], before: str
) -> bytes:
    """A line, with its end, as it is written. Raises TypeError for details that are no JSON."""
    said = {"n": number, "time": time, "what": what, "who": who, "details": details}
    text = json.dumps({**said, "before": before}, ensure_ascii=False, separators=(",", ":"))
    # Lone surrogates, which no UTF-8 has, become question marks.
    body = text.encode("utf-8", "replace")[:-1]
    return body + b',"hash":"' + _hash(body).encode() + b'"}\n'


def opened(line: bytes) -> Entry | None:
    """What a line says; None where it is not whole, or not what was written."""
    found = _SEALED.fullmatch(line.rstrip(b"\n"))
    if found is None or _hash(found[1]) != found[2].decode():
        return None
    try:
        said = json.loads(found[1] + b"}")
        return Entry(
            said["n"], said["time"], said["what"], said["who"], said["before"],
            found[2].decode(), said["details"],
        )  # fmt: skip
    except (ValueError, KeyError, TypeError):
        return None


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
