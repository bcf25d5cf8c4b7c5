"""A corpus with a catalogue that people wrote, and files that are brought to it."""

from __future__ import annotations

import io
from pathlib import Path

from assistant.ingest.corpus import CATALOGUE
from assistant.settings import Limits
from assistant.upkeep.intake import Intake
from assistant.upkeep.uploads import Staged

WRITTEN = """\
# Who wrote this: the library.\r
\r
["beds.txt"]   # the beds\r
title = "Beds" # as on the cover\r
published = "2023"\r
questions = ["How many beds?"]\r
\r
# The plan comes last.\r
["plans/plan.txt"]\r
kind = "plan"\r
"""


def brought(intake: Intake, name: str = "new.txt", text: str = "New words.") -> Staged:
    return intake.stage(name, io.BytesIO(text.encode()))


def everything(corpus: Path) -> dict[str, bytes]:
    """What people see of the folder: its documents and its catalogue."""
    files = {path: (corpus / path).read_bytes() for path in Intake(corpus, Limits()).paths()}
    return files | {CATALOGUE: (corpus / CATALOGUE).read_bytes()}
