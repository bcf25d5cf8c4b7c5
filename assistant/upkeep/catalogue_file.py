"""catalogue.toml, changed entry by entry: what people wrote beside it stays as they wrote it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import replace
from pathlib import Path
from shutil import copymode
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError

from assistant.errors import CorpusError, IntakeError
from assistant.ingest.corpus import CATALOGUE, CatalogueEntry, read_catalogue
from assistant.ingest.draft import Facts

_FACTS = ("title", "kind", "authors", "publisher", "published")


class CatalogueFile:
    """The catalogue of a corpus folder; `scratch` is a folder beside it for what is being written.

    Raises (every method that changes it):
        IntakeError: the file is not in its form: it is left as it is, for a person to mend.
        OSError: it cannot be written; it is as it was.
    """

    def __init__(self, corpus: Path, scratch: Path) -> None:
        self.path = corpus / CATALOGUE
        self._scratch = scratch

    def facts(self, path: str) -> Facts:
        """What people have written about a document."""
        entry = self.entries().get(path)
        return entry.facts if entry else Facts()

    def put_facts(self, path: str, facts: Facts) -> None:
        """Write these facts about a document, and no others; its other fields stay."""

        def put(document: TOMLDocument) -> None:
            entry = _entry(document, path)
            if entry is None:
                if facts == Facts():
                    return
                entry = tomlkit.table()
                _append(document, path, entry)
            for name in _FACTS:
                value = getattr(facts, name)
                if value:
                    entry[name] = list(value) if name == "authors" else value
                elif name in entry:
                    del entry[name]
            if not entry:
                del document[path]

        self._change({path}, put)

    def entry(self, path: str) -> str:
        """The entry of a document as TOML, or "" where there is none."""
        self.entries()
        entry = _entry(self._parsed()[1], path)
        if entry is None:
            return ""
        alone = tomlkit.document()
        alone[path] = entry
        return alone.as_string()

    def take(self, path: str) -> None:
        """Take the entry of a document away, if there is one."""

        def drop(document: TOMLDocument) -> None:
            if path in document:
                del document[path]

        self._change({path}, drop)

    def put_back(self, path: str, taken: str) -> None:
        """Put an entry back that was taken, for the document at `path`."""
        if not taken:
            return
        tables = tomlkit.parse(taken)
        entry = next(iter(tables.values()))

        def put(document: TOMLDocument) -> None:
            if path not in document:
                _append(document, path, entry)

        self._change({path}, put)

    def move(self, before: str, after: str) -> None:
        """Give the entry of one document to another that has none."""
        if before == after:
            return

        def give(document: TOMLDocument) -> None:
            entry = _entry(document, before)
            if entry is not None and after not in document:
                del document[before]
                _append(document, after, entry)

        self._change({before, after}, give)

    def as_it_is(self) -> bytes | None:
        """The whole file, to be put back if what is begun cannot be done; None where none is."""
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None

    def put_all_back(self, content: bytes | None) -> None:
        """Have the file as `as_it_is` found it."""
        if content is None:
            self.path.unlink(missing_ok=True)
        elif content != self.as_it_is():
            self._written(content).replace(self.path.resolve())

    def entries(self) -> Mapping[str, CatalogueEntry]:
        """What people have written about each document, by path.

        Raises:
            IntakeError: the file is not in its form, so nothing is changed.
        """
        try:
            return read_catalogue(self.path)
        except CorpusError as error:
            raise IntakeError(f"Documents cannot be changed here at the moment: {error}") from error

    def _change(self, paths: set[str], change: Callable[[TOMLDocument], None]) -> None:
        before = self.entries()
        text, document = self._parsed()
        try:
            change(document)
            changed = document.as_string()
        except TOMLKitError as error:
            raise _not_understood(error) from error
        if changed != text:
            self._write(changed, paths, before)

    def _parsed(self) -> tuple[str, TOMLDocument]:
        try:
            # Bytes, so that the line ends stay those that people have.
            text = self.path.read_bytes().decode("utf-8")
        except FileNotFoundError:
            text = ""
        try:
            return text, tomlkit.parse(text)
        except TOMLKitError as error:
            raise _not_understood(error) from error

    def _write(self, text: str, paths: set[str], before: Mapping[str, CatalogueEntry]) -> None:
        new = self._written(text.encode("utf-8"))
        # Better no change than a catalogue that stops every build, or says less of the others.
        try:
            after = read_catalogue(new)
            others = (before.keys() | after.keys()) - paths
            if any(before.get(each) != after.get(each) for each in others):
                raise CorpusError("Its other entries would have changed. Change it by hand.")
        except CorpusError as error:
            new.unlink(missing_ok=True)
            raise IntakeError(f"{CATALOGUE} was not changed. {error}") from error
        new.replace(self.path.resolve())

    def _written(self, content: bytes) -> Path:
        """A new file, on the disk, that is to take the place of what the catalogue is or names."""
        new = self._scratch / f"{CATALOGUE}.new"
        with new.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if self.path.exists():
            copymode(self.path, new)
        return new


def corrections(wanted: Facts, known: Facts, written: Facts | None = None) -> Facts:
    """What catalogue.toml has to say so that `wanted` is what people see.

    `known` is what they see now; `written` is what the catalogue says already, which stays where
    nothing is changed. What is wanted as it is known needs no writing.
    """
    changed = {
        name: getattr(wanted, name)
        for name in _FACTS
        if getattr(wanted, name) != getattr(known, name)
    }
    return replace(written or Facts(), **changed)


def _not_understood(error: TOMLKitError) -> IntakeError:
    return IntakeError(f"Nothing was changed, because {CATALOGUE} cannot be understood: {error}.")


def _entry(document: TOMLDocument, path: str) -> MutableMapping[str, Any] | None:
    entry = document.get(path)
    return entry if isinstance(entry, MutableMapping) else None


def _append(document: TOMLDocument, path: str, entry: object) -> None:
    written = document.as_string()
    if written and not written.endswith("\n\n"):
        document.add(tomlkit.nl())
    document[path] = entry
