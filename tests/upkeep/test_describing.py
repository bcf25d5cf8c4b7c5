"""Files that were brought are read in a process beside this one, which says how far it is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from assistant.errors import DocumentError
from assistant.ingest.draft import Facts
from assistant.ingest.read import ToRead
from assistant.settings import Limits
from assistant.upkeep import described
from assistant.upkeep.described import Described, Unreadable, short, unread
from assistant.upkeep.describing import Describing
from assistant.upkeep.intake import Intake
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
    reading = Describing([each.to_read() for each in staged], Limits())
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


def test_a_scan_or_a_slow_file_is_not_refused_because_somebody_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = ToRead("id/A scan.pdf", tmp_path / "scan.pdf", "0", Facts())
    monkeypatch.setattr(described, "ocr_program", lambda: "tesseract 5")
    later = Described("pdf", Facts("A scan", "document"), None, 0, later=True)
    slow, scan = (DocumentError(reason, "Why.") for reason in ("timeout", "needs-ocr"))
    assert unread(file, slow, Limits()) == later
    assert unread(file, scan, Limits()) == later
    refused = Unreadable("needs-ocr", "Why.")
    assert unread(file, scan, Limits(ocr=False)) == refused
    monkeypatch.setattr(described, "ocr_program", lambda: None)
    assert unread(file, scan, Limits()) == refused
    assert unread(file, DocumentError("password", "Why."), Limits()).reason == "password"  # type: ignore[union-attr]
    assert short(Limits()).ocr_seconds < 10
    assert short(Limits(ocr_seconds=1.0)).ocr_seconds == 1.0


def test_a_reading_that_is_stopped_still_says_something_of_every_file(tmp_path: Path) -> None:
    intake = Intake(tmp_path, Limits())
    staged = [intake.stage(f"{number}.txt", io.BytesIO(b"Some words.")) for number in range(3)]
    reading = Describing([each.to_read() for each in staged], Limits())
    reading.stop()
    results = dict(reading.results(lambda *said: None))
    assert sorted(results) == [0, 1, 2]
