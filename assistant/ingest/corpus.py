"""The files of the corpus folder, and the facts that its catalogue.toml gives about them."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import get_args

from assistant.documents import Kind
from assistant.errors import CorpusError
from assistant.ingest.draft import Facts
from assistant.ingest.formats import SUFFIXES

CATALOGUE = "catalogue.toml"
_IGNORED = frozenset({CATALOGUE, "README.md"})
_FIELDS = {"title", "kind", "authors", "publisher", "published", "questions"}


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person has written about a document in catalogue.toml."""

    facts: Facts = field(default_factory=Facts)
    questions: tuple[str, ...] = ()
    key: str = ""
    """The entry as one string: when it changes, the document is read again."""


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """One file; `path` is relative to the corpus folder, with `/`."""

    path: str
    file: Path
    entry: Entry

    def sha256(self) -> str:
        """The hash of its content."""
        with self.file.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def corpus_files(corpus: Path) -> list[CorpusFile]:
    """Every file in the corpus folder that may be a document, by path.

    Hidden files and folders, catalogue.toml and a README.md at the top are no documents. A file
    of an unknown kind is listed, so that the build can say why it is left out.

    Raises:
        CorpusError: the folder is missing or holds no files, or catalogue.toml is not in its form.
    """
    if not corpus.is_dir():
        raise CorpusError(
            f"There is no corpus folder {corpus}. Make it and put documents into it "
            f"({', '.join(sorted(SUFFIXES))}), or name another with --corpus."
        )
    entries = read_catalogue(corpus / CATALOGUE)
    files = [CorpusFile(path, file, entries.get(path, Entry())) for path, file in _walk(corpus)]
    if not files:
        raise CorpusError(
            f"The corpus folder {corpus} is empty. Put documents into it "
            f"({', '.join(sorted(SUFFIXES))})."
        )
    return files


def _walk(corpus: Path) -> Iterator[tuple[str, Path]]:
    for file in sorted(corpus.rglob("*")):
        relative = file.relative_to(corpus)
        hidden = any(part.startswith((".", "~$")) for part in relative.parts)
        if file.is_file() and not hidden and str(relative) not in _IGNORED:
            yield relative.as_posix(), file


def read_catalogue(file: Path) -> Mapping[str, Entry]:
    """The entries of catalogue.toml by document path; none where there is no such file.

    Raises:
        CorpusError: it is no TOML, or an entry has a field or value that is not understood.
    """
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{file} cannot be read: {error}. Correct it or take it away.") from error
    return {path: _entry(file, path, table) for path, table in tables.items()}


def _entry(file: Path, path: str, table: object) -> Entry:
    if not isinstance(table, dict) or not set(table) <= _FIELDS:
        raise CorpusError(
            f'{file}: the entry ["{path}"] may have {", ".join(sorted(_FIELDS))} and no other '
            "field."
        )
    for name in ("title", "kind", "publisher", "published"):
        if not isinstance(table.get(name, ""), str):
            raise CorpusError(f'{file}: {name} of ["{path}"] must be text in quotation marks.')
    for name in ("authors", "questions"):
        values = table.get(name, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise CorpusError(f'{file}: {name} of ["{path}"] must be a list of texts.')
    kind, published = table.get("kind"), table.get("published")
    if kind is not None and kind not in get_args(Kind):
        raise CorpusError(
            f'{file}: kind of ["{path}"] is "{kind}"; it must be one of '
            f"{', '.join(get_args(Kind))}."
        )
    if published is not None and not _is_date(published):
        raise CorpusError(
            f'{file}: published of ["{path}"] is "{published}"; it must be a day, month or year '
            'such as "2024-07-18", "2024-07" or "2024".'
        )
    return Entry(
        facts=Facts(
            title=table.get("title"),
            kind=kind,
            authors=tuple(table.get("authors", ())),
            publisher=table.get("publisher"),
            published=published,
        ),
        questions=tuple(table.get("questions", ())),
        key=json.dumps(table, sort_keys=True, ensure_ascii=False),
    )


def _is_date(text: str) -> bool:
    # A month or a year is a date when its first day is one.
    try:
        date.fromisoformat(text + {4: "-01-01", 7: "-01"}.get(len(text), ""))
    except ValueError:
        return False
    return len(text) in {4, 7, 10}
