"""The text of a file that is text, whatever its encoding."""

from __future__ import annotations

from pathlib import Path

from charset_normalizer import from_bytes

from assistant.errors import DocumentError
from assistant.ingest.characters import without_signs

_CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})


def decode(data: bytes, name: str) -> str:
    """The characters of a text file: by its byte order mark, else UTF-8, else as it looks.

    Raises:
        DocumentError: `unsupported` where the bytes are no text.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    control = len(data[:65536]) - len(data[:65536].translate(None, delete=_CONTROL))
    if b"\0" in data[:65536] or control * 10 > len(data[:65536]):
        raise DocumentError(
            "unsupported",
            f"{name} is not text. Save it as PDF, DOCX, HTML, Markdown or UTF-8 text.",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # English text in a single-byte encoding: the detector is asked only about the likely ones.
        best = from_bytes(
            data, cp_isolation=["cp1252", "latin_1", "mac_roman", "iso8859_15"]
        ).best()
        return str(best) if best is not None else data.decode("cp1252", errors="replace")


def read_source(path: Path) -> str:
    """The text of a file with plain line ends, free of the signs that this module uses.

    Raises:
        DocumentError: `unsupported` where it is no text, `empty` where it holds none, `damaged`
            where it cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError("damaged", f"{path.name} cannot be read: {error.strerror}.") from error
    text = without_signs(decode(data, path.name)).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise DocumentError(
            "empty", f"{path.name} holds no text. Put a file with text in its place."
        )
    return text
