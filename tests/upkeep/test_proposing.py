"""Files that were brought are read in a process beside this one, which says how far it is."""

from __future__ import annotations

import io
from pathlib import Path

from assistant.settings import Limits
from assistant.upkeep.described import Described, Unreadable
from assistant.upkeep.intake import Intake
from assistant.upkeep.proposing import Reading
from tests.corpora import REPORT, write_corpus


def test_each_file_is_described_or_refused(tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.mkdir()
    write_corpus(made)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    intake = Intake(corpus, Limits())
    staged = [
        intake.stage("bed-review.pdf", io.BytesIO((made / REPORT).read_bytes())),
        intake.stage("broken.pdf", io.BytesIO(b"%PDF-1.4 nothing")),
        intake.stage("same name.txt", io.BytesIO(b"Note\n\nThe board met on 3 May 2024.")),
        intake.stage("same name.txt", io.BytesIO(b"PK\x03\x04 an archive")),
    ]
    seen: list[tuple[int, int, int]] = []
    reading = Reading([each.to_read() for each in staged], Limits())
    results = dict(reading.results(lambda *said: seen.append(said)))

    assert sorted(results) == [0, 1, 2, 3]
    pdf = results[0]
    assert isinstance(pdf, Described)
    assert (pdf.format, pdf.recognised) == ("pdf", 0)
    assert pdf.pages is not None and pdf.facts.title
    assert (0, pdf.pages, pdf.pages) in seen
    assert results[1] == Unreadable("damaged", results[1].detail)  # type: ignore[union-attr]
    text = results[2]
    assert isinstance(text, Described) and (text.format, text.pages) == ("text", None)
    assert isinstance(results[3], Unreadable) and results[3].reason == "unsupported"


def test_a_reading_that_is_stopped_still_says_something_of_every_file(tmp_path: Path) -> None:
    intake = Intake(tmp_path, Limits())
    staged = [intake.stage(f"{number}.txt", io.BytesIO(b"Some words.")) for number in range(3)]
    reading = Reading([each.to_read() for each in staged], Limits())
    reading.stop()
    results = dict(reading.results(lambda *said: None))
    assert sorted(results) == [0, 1, 2]
