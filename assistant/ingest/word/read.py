"""A Word document becomes a draft: python-docx opens it and tells what it says of itself."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from assistant.errors import DocumentError
from assistant.ingest.characters import without_signs
from assistant.ingest.draft import Draft, Facts
from assistant.ingest.facts.guess import guess_facts
from assistant.ingest.pieces import finish, mark_lists
from assistant.ingest.word.body import Body

_TEMPLATE_WORDS = frozenset({"python-docx", "word document", "microsoft word document"})
_TEMPLATE_CREATED = datetime(2013, 12, 23, 23, 15)  # of python-docx's own template
# What python-docx, zipfile and lxml raise for parts that are missing or broken.
_BREAKS = (
    PackageNotFoundError,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    etree.LxmlError,
    LookupError,
    ValueError,
    TypeError,
    OSError,
    EOFError,
    NotImplementedError,
    AttributeError,
)


def read_docx(path: Path) -> Draft:
    """The draft of a Word document.

    Raises:
        DocumentError: `damaged` for what is no Word document, `empty` for one without words.
    """
    try:
        document = docx.Document(str(path))
        body = Body(document)
        pieces = [*body.blocks(document.element.body), *body.notes()]
        known = _core_facts(document)
    except _BREAKS as error:
        raise DocumentError(
            "damaged", f"{path.name} is broken: open it in Word and save it again."
        ) from error
    blocks = finish(mark_lists(pieces), path.name)
    guessed = guess_facts(blocks, path)
    if guessed.published is not None:
        # The date on the page is that of publication; the file's is when somebody began it.
        known = replace(known, published=guessed.published)
    return Draft(blocks, known.over(guessed))


def _core_facts(document: WordDocument) -> Facts:
    """What the file says of itself, unless it is what a template says."""
    core = document.core_properties
    title = without_signs(core.title or "").strip()
    author = without_signs(core.author or "").strip()
    created = core.created
    if created is not None and created.replace(tzinfo=None) == _TEMPLATE_CREATED:
        created = None
    authors = tuple(name for name in re.split(r"\s*[;,]\s*", author) if name)
    return Facts(
        title=None if _is_default(title) else title,
        authors=() if _is_default(author) else authors,
        published=created.date().isoformat() if isinstance(created, datetime) else None,
    )


def _is_default(text: str) -> bool:
    return not text or text.lower() in _TEMPLATE_WORDS or text.lower().startswith("microsoft word")
