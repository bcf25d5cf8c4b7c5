"""What is searched, made from the catalogue and the records: without a model, and at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from assistant.errors import DamagedIndex
from assistant.index.embedder import Vectors
from assistant.index.folder.catalogue import Catalogue
from assistant.index.folder.dense import DenseIndex
from assistant.index.folder.dense_writing import write_dense
from assistant.index.folder.lexical import LexicalIndex
from assistant.index.folder.version_files import VersionFiles
from assistant.index.rows import Counts, Kept
from assistant.index.texts import passage_fields, statement_fields

Row = tuple[int, str, str, str]
"""Id, path, headings and text."""


def write_derived(
    catalogue: Catalogue,
    files: VersionFiles,
    dimensions: int,
    before: VersionFiles | None = None,
) -> None:
    """Write all that is searched; `before` is the version that it is added to, where it is.

    There a number must be of the same document.
    """
    numbered = catalogue.numbered()
    paths = {number: path for number, path, _ in numbered}
    there: dict[int, str] = {}
    if before is not None:
        old = Catalogue.load(before.catalogue)
        there = {number: path for number, path, _ in old.numbered()}
        old.close()
    gone = [path for number, path in there.items() if number not in paths]
    came = [path for number, path in paths.items() if number not in there]
    whats: tuple[tuple[Kept, Callable[[Catalogue, Iterable[str]], Iterator[Row]]], ...] = (
        ("passages", passage_rows),
        ("statements", statement_rows),
    )
    for what, rows in whats:
        dense, lexical = _folders(files, what)

        def vectors_of(number: int, what: Kept = what) -> Vectors:
            return catalogue.vectors_of(paths[number], what)

        counts = catalogue.counts_by_number(what)
        if before is None:
            write_dense(dense, counts, vectors_of, dimensions)
            LexicalIndex.build(lexical, rows(catalogue, came))
        else:
            old_dense, old_lexical = _folders(before, what)
            write_dense(dense, counts, vectors_of, dimensions, old_dense)
            LexicalIndex.extend(lexical, old_lexical, gone, rows(catalogue, came))


def read_back(files: VersionFiles, counts: Counts) -> None:
    """Look at what was written: not every library says so when a disk takes only half of it.

    Raises:
        DamagedIndex: it cannot be read again.
    """
    catalogue = Catalogue.load(files.catalogue)
    live = [number for number, _, _ in catalogue.numbered()]
    catalogue.close()
    try:
        there = [
            count
            for what in ("passages", "statements")
            for dense, lexical in [_folders(files, what)]
            for count in (len(DenseIndex.load(dense, live)), len(LexicalIndex.load(lexical)))
        ]
    except (ValueError, RuntimeError, OSError, EOFError):
        there = []
    if there != [counts.passages] * 2 + [counts.statements] * 2:
        raise DamagedIndex(
            f"What was written to {files.folder} cannot be read again: its disk may be full or "
            "faulty. Make room and run `nhs-assistant build`. The version before stays in use."
        )


def _folders(files: VersionFiles, what: str) -> tuple[Path, Path]:
    if what == "passages":
        return files.dense, files.lexical
    return files.dense_statements, files.lexical_statements


def passage_rows(catalogue: Catalogue, paths: Iterable[str]) -> Iterator[Row]:
    """The passages of some documents as they are searched by their words."""
    for path in paths:
        document = catalogue.document(path)
        for number, start, end in catalogue.spans(path, "passages"):
            yield number, path, *passage_fields(document, start, end)


def statement_rows(catalogue: Catalogue, paths: Iterable[str]) -> Iterator[Row]:
    """The statements of some documents as they are searched by their words."""
    for path in paths:
        spans = catalogue.spans(path, "statements")
        if not spans:
            continue
        document = catalogue.document(path)
        for number, start, end in spans:
            tables = [
                one.table for one in catalogue.figures(path, start, end) if one.table is not None
            ]
            yield number, path, *statement_fields(document, start, end, tables)
