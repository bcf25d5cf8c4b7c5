"""The files of the corpus folder, and the facts that its catalogue.toml gives about them."""

from __future__ import annotations

import errno
import json
import os
import stat
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import get_args

from assistant.documents import Kind
from assistant.errors import CorpusError
from assistant.hashing import sha256_of
from assistant.ingest.draft import Facts
from assistant.ingest.formats import SUFFIXES

CATALOGUE = "catalogue.toml"
_IGNORED = frozenset({CATALOGUE, "README.md"})
_UNWRITABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
_LARGEST = 1_000_000_000
"""In bytes. What is larger is not even hashed: it is far beyond what is read."""
_FIELDS = {"title", "kind", "authors", "publisher", "published", "questions"}


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
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
    entry: CatalogueEntry

    def sha256(self) -> str:
        """The hash of its content.

        Raises:
            OSError: it cannot be read, or must not be: then reading it says why.
        """
        size = placed(self.path, self.file).st_size
        if size > _LARGEST:
            raise OSError(errno.EFBIG, f"{self.path} is larger than any document")
        return sha256_of(self.file)


class Misplaced(OSError):
    """What is in the corpus folder and is no document of it. `str(error)` is the sentence."""


def placed(path: str, file: Path) -> os.stat_result:
    """Make sure that `file` is a plain file, is in the corpus folder, and can be named.

    `path` is what it is called; the corpus folder is as many folders above as that has parts.

    Raises:
        Misplaced: it is a link that leads out, a device or a pipe, or its name cannot be written.
        OSError: it is not there, or may not be looked at.
    """
    name = PurePosixPath(path).name
    if "\ufffd" in path:
        raise Misplaced(
            f"The name {name} holds signs that cannot be written: put the file here again under "
            "a plain name."
        )
    link = os.lstat(file)  # noqa: PTH116 - so too below: what is asked of may be a trap
    parts = PurePosixPath(path).parts
    if file.parts[-len(parts) :] == parts:
        corpus = Path(*file.parts[: -len(parts)]).resolve()
        try:
            inside = file.resolve(strict=True).is_relative_to(corpus)
        except (OSError, RuntimeError):
            inside = False
        if not inside:
            raise Misplaced(
                f"{name} is a link that leads out of the corpus folder, or nowhere: put the file "
                "itself here."
            )
    if stat.S_ISLNK(link.st_mode):
        link = os.stat(file)  # noqa: PTH116 - as above
    if not stat.S_ISREG(link.st_mode):
        raise Misplaced(f"{name} is no plain file: put a document here in its place.")
    return link


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
    found = dict(sorted(_walk(corpus)))
    files = [
        CorpusFile(path, file, entries.get(path, CatalogueEntry())) for path, file in found.items()
    ]
    if not files:
        raise CorpusError(
            f"The corpus folder {corpus} is empty. Put documents into it "
            f"({', '.join(sorted(SUFFIXES))})."
        )
    return files


def corpus_paths(corpus: Path) -> list[str]:
    """The path of every file of the corpus folder that `corpus_files` would list, in order."""
    return [path for path, _ in _walk(corpus)]


def _walk(corpus: Path) -> Iterator[tuple[str, Path]]:
    """Every file, and every link or device: nothing is passed over without a word."""
    for folder, folders, names in os.walk(corpus):  # follows no links
        folders[:] = [name for name in folders if not _hidden(name)]
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in (*names, *links):
            file = Path(folder) / name
            path = _written(file.relative_to(corpus).as_posix())
            if not _hidden(name) and path not in _IGNORED:
                yield path, file


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _written(path: str) -> str:
    """A path as it can be shown and stored; what cannot be is `\ufffd`, and is not read."""
    path = os.fsencode(path).decode("utf-8", "replace")
    return "".join("\ufffd" if unicodedata.category(c) in _UNWRITABLE else c for c in path)


def read_catalogue(file: Path) -> Mapping[str, CatalogueEntry]:
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


def _entry(file: Path, path: str, table: object) -> CatalogueEntry:
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
    return CatalogueEntry(
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
