"""What is sent to a worker, and what comes back: plain values, the same wherever they are made."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

from assistant.errors import Reason
from assistant.ingest.draft import Facts
from assistant.settings import Limits


@dataclass(frozen=True, slots=True)
class Program:
    """What has to be the same on every machine, or one index would hold two kinds of results."""

    version: str
    reader: int
    """As `READER` in assistant/index/build.py."""
    model: str
    """The embedding model with the hash of its weights, as `Embedder.name` has it."""
    recogniser: str | None
    """What recognises the words of scans."""

    def differs(self, there: Program) -> str | None:
        """What another machine has otherwise, for people to read; None where all is the same."""
        names = {
            "version": "version of the program",
            "reader": "generation of the readers",
            "model": "embedding model",
            "recogniser": "program that recognises scans",
        }
        for one in fields(self):
            here, other = getattr(self, one.name), getattr(there, one.name)
            if here != other:
                return f"its {names[one.name]} is {other or 'none'}, here it is {here or 'none'}"
        return None


def program_version() -> str:
    """The version of this program; "" where it is not installed as a package."""
    try:
        return version("nhs-policy-assistant")
    except PackageNotFoundError:
        return ""


@dataclass(frozen=True, slots=True)
class ReadJob:
    """One document to read: its name, its facts, its hash, and how it is to be read.

    The content goes beside the job.
    """

    path: str
    sha256: str
    facts: Facts
    limits: Limits
    passage_words: tuple[int, int]
    program: Program

    @property
    def key(self) -> str:
        """What Dask calls it. It follows from all that the result depends on.

        So a job that is done twice, because the worker that did it was lost, has one result.
        """
        return f"read-{hashlib.sha256(repr(self).encode()).hexdigest()}"


@dataclass(frozen=True, slots=True)
class EmbedJob:
    """Texts to embed."""

    texts: tuple[str, ...]
    program: Program

    @property
    def key(self) -> str:
        """What Dask calls it, as with `ReadJob.key`."""
        return f"embed-{hashlib.sha256(repr(self).encode()).hexdigest()}"


Refused = tuple[Literal["refused"], Reason, str, bool]
"""A `DocumentError` in plain values: Dask changes how exceptions are pickled, by its version."""
Other = tuple[Literal["other"], str]
"""This worker cannot do it as it has to be done, and why."""


def in_parts(texts: Sequence[str], most: int) -> list[tuple[str, ...]]:
    """Texts in groups of at most `most`, so that one long document does not wait for one worker."""
    return [tuple(texts[at : at + most]) for at in range(0, len(texts), most)]
