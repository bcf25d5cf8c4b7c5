"""What a file is, told from its content before its name, and the reader that it goes to."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Literal

import puremagic

from assistant.errors import DocumentError
from assistant.ingest.draft import Draft
from assistant.ingest.source import decode
from assistant.settings import Limits

Format = Literal["pdf", "docx", "html", "markdown", "text"]

SUFFIXES = frozenset({".pdf", ".docx", ".html", ".htm", ".md", ".markdown", ".txt"})
"""The file endings that are looked for in the corpus folder."""

_MEND = "Save it as PDF, DOCX, HTML, Markdown or text."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|title|meta|article|main)\b",
    re.IGNORECASE | re.DOTALL,
)


def sniff(path: Path) -> Format:
    """The format of a file.

    Raises:
        DocumentError: `empty` for zero bytes (`damaged` where the name ends in .pdf), `password`
            for an encrypted Office file, `damaged` for a broken one, `unsupported` for anything
            that no reader is for.
    """
    suffix = path.suffix.lower()
    try:
        with path.open("rb") as file:
            head = file.read(65536)
    except OSError as error:
        raise DocumentError("damaged", f"{path.name} cannot be read: {error.strerror}.") from error
    if not head:
        # A PDF of no bytes is one whose copying was cut off; a text of no bytes is just empty.
        if suffix == ".pdf":
            raise DocumentError("damaged", f"{path.name} holds nothing: copy it here again.")
        raise DocumentError("empty", f"{path.name} holds nothing: copy it here again.")
    return _container(path, head, suffix) or _text(path, head, suffix)


def _container(path: Path, head: bytes, suffix: str) -> Format | None:
    """A format with a signature of its own; None where the file has to be looked at as text."""
    if b"%PDF" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK"):
        return _zipped(path, suffix)
    if head.startswith(_OLE):
        raise _ole(path, suffix)
    if suffix in (".pdf", ".docx"):
        kind = suffix[1:].upper()
        raise DocumentError("damaged", f"{path.name} is not a {kind} file: copy it here again.")
    return None


def _zipped(path: Path, suffix: str) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        if suffix == ".docx":
            raise DocumentError(
                "damaged", f"{path.name} is broken: open it in Word and save it again."
            ) from error
        raise DocumentError("unsupported", f"{path.name} is a broken archive. {_MEND}") from error
    if "word/document.xml" in names or any(re.match(r"word/document\d*\.xml", n) for n in names):
        return "docx"
    if suffix == ".docx":
        raise DocumentError("damaged", f"{path.name} holds no Word document: save it again.")
    what = "a spreadsheet" if any(name.startswith("xl/") for name in names) else "an archive"
    if any(name.startswith("ppt/") for name in names):
        what = "a presentation"
    raise DocumentError("unsupported", f"{path.name} is {what}. {_MEND}")


def _ole(path: Path, suffix: str) -> DocumentError:
    """An OLE container: an Office file of before 2007, or a new one under a password."""
    with path.open("rb") as file:
        data = file.read(4_000_000)
    if suffix == ".docx" or "EncryptedPackage".encode("utf-16-le") in data:
        return DocumentError(
            "password",
            f"{path.name} is protected by a password: open it in Word, remove the password, save.",
        )
    return DocumentError("unsupported", f"{path.name} was made by Office before 2007. {_MEND}")


def _text(path: Path, head: bytes, suffix: str) -> Format:
    if suffix not in SUFFIXES or not _is_text(head):
        raise DocumentError("unsupported", f"{path.name} is {_named(path, head)}. {_MEND}")
    if suffix in (".html", ".htm") or _HTML.match(decode(head, path.name)):
        return "html"
    return "markdown" if suffix in (".md", ".markdown") else "text"


def _is_text(head: bytes) -> bool:
    try:
        decode(head, "")
    except DocumentError:
        return False
    return True


def _named(path: Path, head: bytes) -> str:
    """What a file seems to be, in words: `puremagic` knows some hundreds of signatures."""
    try:
        matches = puremagic.magic_string(head, filename=path.name)
    except (puremagic.PureError, ValueError):
        matches = []
    named = [match.name for match in matches if match.name and match.byte_match]
    ending = path.suffix.lower() or "no ending"
    return f"of a kind that is not read here ({named[0] if named else ending})"


def read_draft(path: Path, limits: Limits) -> Draft:
    """Reads a file with the reader of its format.

    Raises:
        DocumentError: what `sniff` and the readers raise; `too-large` for more text than
            `limits.characters` and `limits.blocks` allow.
    """
    format_ = sniff(path)
    is_text = format_ in ("html", "markdown", "text")
    if is_text and path.stat().st_size > 2 * limits.characters:
        raise _too_much_text(path)
    draft = _read(path, format_, limits)
    characters = sum(len(block.text) for block in draft.blocks)
    if len(draft.blocks) > limits.blocks or characters > limits.characters:
        raise _too_much_text(path)
    return draft


def _too_much_text(path: Path) -> DocumentError:
    return DocumentError(
        "too-large",
        f"{path.name} holds more text than one document may have: split it into parts.",
    )


def _read(path: Path, format_: Format, limits: Limits) -> Draft:
    # Each reader brings its own large libraries: only the one that is needed is loaded.
    match format_:
        case "pdf":
            from assistant.ingest.pdf.read import read_pdf

            return read_pdf(path, limits)
        case "docx":
            from assistant.ingest.word.read import read_docx

            return read_docx(path)
        case "html":
            from assistant.ingest.html.read import read_html

            return read_html(path)
        case "markdown":
            from assistant.ingest.markdown.read import read_markdown

            return read_markdown(path)
        case "text":
            from assistant.ingest.text import read_text

            return read_text(path)
