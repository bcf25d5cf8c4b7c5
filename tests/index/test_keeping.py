"""Documents that cannot be read: what is said of them, what stays, when they are tried again."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfWriter

from assistant.changes.report import report_changes
from assistant.commands.status import status_lines
from assistant.documents import Document
from assistant.errors import CorpusError, DocumentError, Reason
from assistant.index import build as build_module
from assistant.index.build import BuildReport, build
from assistant.index.build_state import DocumentReport
from assistant.index.folder.versions import current_version
from assistant.index.keeping import TRIES
from assistant.index.manifest import READER
from assistant.index.status import status
from assistant.ingest import read as read_module
from assistant.ingest.corpus import CorpusFile
from assistant.ingest.read import ToRead, read_document
from assistant.settings import Limits, Settings
from tests.conftest import in_this_process
from tests.corpora import (
    GUIDANCE,
    OPINION,
    PATHS,
    REPORT,
    write,
    write_corpus,
    write_report,
)
from tests.embedders import HashedWords
from tests.index.asking import (
    answers,
    catalogue_of,
    passages_of,
    statuses,
)


def encrypted_pdf(file: Path) -> None:
    plain = write_report(file.parent, "plain.pdf")
    writer = PdfWriter(clone_from=plain)
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(file)
    plain.unlink()


BAD: dict[str, tuple[bytes, Reason]] = {
    "binary.txt": (bytes(range(256)) * 40, "unsupported"),
    "nothing.txt": (b"", "empty"),
    "blank.md": (b" \n\n \n", "empty"),
    "cut-off.pdf": (b"%PDF-1.7\n1 0 obj <<", "damaged"),
    "no-pdf.pdf": (b"\x00\x01" * 500, "damaged"),
    "no-word.docx": (b"PK\x03\x04 broken", "damaged"),
    "table.xyz": (b"unheard of", "unsupported"),
}


def test_a_bad_document_does_not_stop_the_build(tmp_path: Path) -> None:
    """With the real workers: what is raised in them must come back as it was."""
    settings = Settings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index")
    for name, (content, _) in BAD.items():
        write(settings.corpus, name, content)
    encrypted_pdf(settings.corpus / "locked.pdf")
    report = build(settings, HashedWords())
    failed = {one.path: one for one in report.documents if one.status == "failed"}
    assert {path: one.reason for path, one in failed.items()} == {
        "locked.pdf": "password",
        **{name: reason for name, (_, reason) in BAD.items()},
    }
    for name, one in failed.items():
        assert one.detail is not None, name
        assert re.fullmatch(r"[A-Z0-9a-z].{20,}\.", one.detail), name
    assert {path for path, status in statuses(report).items() if status == "added"} == set(PATHS)


def test_a_document_that_failed_is_not_tried_again_until_it_changes(settings: Settings) -> None:
    write(settings.corpus, "new.md", "")
    first = build(settings, HashedWords())
    again = build(settings, HashedWords())
    assert again.version == first.version
    assert statuses(again)["new.md"] == "failed"
    write(settings.corpus, "new.md", "# Porters\n\nPorters carry bags.\n")
    mended = build(settings, HashedWords())
    assert statuses(mended)["new.md"] == "added"
    assert catalogue_of(settings).failures() == []


def test_a_document_that_breaks_is_dropped_from_the_answers(settings: Settings) -> None:
    build(settings, HashedWords())
    write(settings.corpus, REPORT, b"%PDF-1.7 cut off")
    report = build(settings, HashedWords())
    assert statuses(report)[REPORT] == "failed"
    assert REPORT not in {passage.document.path for passage in passages_of(settings)}


def _fails_with(
    monkeypatch: pytest.MonkeyPatch, reason: Reason, *, again: bool, path: str = REPORT
) -> None:
    """Have one document fail from now on."""

    def read(file: ToRead, limits: Limits) -> Document:
        if file.path == path:
            raise DocumentError(reason, "It was not read.", again=again)
        return read_document(file, limits)

    monkeypatch.setattr("assistant.index.reading.read_document", read)


def _asked(settings: Settings) -> set[str]:
    return {passage.document.path for passage in passages_of(settings)}


def _recovers(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.index.reading.read_document", read_document)
    assert statuses(build(settings, HashedWords()))[REPORT] in {"updated", "added"}
    assert catalogue_of(settings).failures() == []
    assert REPORT in _asked(settings)


def _kept_beside_its_failure(settings: Settings, report: BuildReport) -> None:
    assert [one.status for one in report.documents if one.path == REPORT] == ["failed"]
    assert REPORT in _asked(settings)
    (failure,) = catalogue_of(settings).failures()
    assert failure.path == REPORT
    assert failure.detail.endswith("The text that was read before can still be asked.")
    assert status_lines(status(settings))
    assert report_changes(settings, report, None) is not None


def test_a_disk_that_fails_costs_no_document(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(settings, HashedWords())
    hashed = CorpusFile.sha256

    def sha256(file: CorpusFile) -> str:
        if file.path == REPORT:
            raise OSError(errno.EIO, "Input/output error")
        return hashed(file)

    def read(file: ToRead, limits: Limits) -> Document:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(CorpusFile, "sha256", sha256)
    monkeypatch.setattr("assistant.index.reading.read_document", read)
    for _ in range(TRIES + 1):  # each build tries again, and nothing is lost
        _kept_beside_its_failure(settings, build(settings, HashedWords()))
    monkeypatch.setattr(CorpusFile, "sha256", hashed)
    _recovers(settings, monkeypatch)


def test_a_document_that_is_replaced_while_it_is_read_can_still_be_asked(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(settings, HashedWords())
    write_report(settings.corpus, beds="The trust opened 99 beds.")
    _fails_with(monkeypatch, "damaged", again=True)
    _kept_beside_its_failure(settings, build(settings, HashedWords()))
    _recovers(settings, monkeypatch)


def test_a_new_file_that_kills_each_reader_replaces_the_former_in_the_end(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(settings, HashedWords())
    write_report(settings.corpus, beds="The trust opened 99 beds.")
    _fails_with(monkeypatch, "damaged", again=True)
    for _ in range(TRIES):
        assert REPORT in _asked(settings)
        build(settings, HashedWords())
    assert REPORT not in _asked(settings)


def test_another_reader_that_takes_too_long_costs_no_document(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(settings, HashedWords())
    _fails_with(monkeypatch, "timeout", again=False)
    monkeypatch.setattr(build_module, "READER", READER + 1)
    report = build(settings, HashedWords())
    _kept_beside_its_failure(settings, report)
    assert build(settings, HashedWords()).version == report.version  # not tried at every build
    settings = replace(settings, limits=replace(settings.limits, seconds=99.0))
    _recovers(settings, monkeypatch)


@pytest.mark.parametrize("reason", ["timeout", "password", "damaged"])
def test_a_changed_file_with_a_fault_of_its_own_replaces_the_former(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, reason: Reason
) -> None:
    build(settings, HashedWords())
    write_report(settings.corpus, beds="The trust opened 99 beds.")
    _fails_with(monkeypatch, reason, again=False)
    build(settings, HashedWords())
    assert REPORT not in _asked(settings)
    assert len(catalogue_of(settings).failures()) == 1


def test_pages_that_stayed_unread_are_tried_again_but_not_for_ever(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def read(file: ToRead, limits: Limits) -> Document:
        asked.append(file.path)
        document = read_document(file, limits)
        return replace(document, pages=tuple(replace(one, unread=True) for one in document.pages))

    monkeypatch.setattr("assistant.ingest.ocr.ocr_program", lambda: "tesseract 5")
    monkeypatch.setattr("assistant.index.reading.read_document", read)
    for _ in range(TRIES + 3):
        build(settings, HashedWords())
    assert asked.count(REPORT) == TRIES
    build(settings, HashedWords(), again=True)
    assert asked.count(REPORT) == TRIES + 1
    build(settings, HashedWords())
    assert asked.count(REPORT) == TRIES + 1
    monkeypatch.setattr("assistant.ingest.ocr.ocr_program", lambda: "tesseract 6")
    build(settings, HashedWords())
    assert asked.count(REPORT) == TRIES + 2


def test_a_failed_document_that_is_taken_away_is_forgotten(settings: Settings) -> None:
    file = write(settings.corpus, "new.md", "")
    build(settings, HashedWords())
    file.unlink()
    assert statuses(build(settings, HashedWords()))["new.md"] == "removed"
    assert catalogue_of(settings).failures() == []


def test_a_corpus_of_bad_documents_makes_an_empty_index(settings: Settings) -> None:
    shutil.rmtree(settings.corpus)
    write(settings.corpus, "nothing.txt", "")
    report = build(settings, HashedWords())
    assert report.passages == 0
    assert not any(row["answered"] for row in answers(settings))


def test_a_document_that_is_too_large_says_so(settings: Settings) -> None:
    small = Settings(settings.corpus, settings.index, limits=Limits(file_bytes=1500))
    report = build(small, HashedWords())
    reasons = {one.path: one.reason for one in report.documents}
    assert reasons == {GUIDANCE: None, OPINION: None, REPORT: "too-large"}


def test_a_document_of_more_passages_than_ids_have_room_for_says_so(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.index.making.PLACES", 0)
    report = build(settings, HashedWords())
    failed = [one for one in report.documents if one.status == "failed"]
    assert {one.reason for one in failed} == {"too-large"}
    assert all("more than 1 passages. Split it" in (one.detail or "") for one in failed)


def test_what_failed_is_tried_again_with_other_limits_or_when_asked(settings: Settings) -> None:
    write(settings.corpus, "broken.pdf", b"%PDF-1.4 broken")
    version = build(settings, HashedWords()).version
    assert build(settings, HashedWords()).version == version
    asked: list[str] = []

    def each(report: DocumentReport) -> None:
        asked.append(report.path)

    version = build(settings, HashedWords(), again=True, each=each).version
    assert asked == ["broken.pdf"]
    assert build(settings, HashedWords(), each=each).version == version
    more = replace(settings, limits=replace(settings.limits, seconds=999.0))
    assert build(more, HashedWords(), each=each).version != version
    assert asked == ["broken.pdf"] * 2


def test_a_file_that_changes_while_it_is_read_is_not_taken(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replaced(file: ToRead, limits: Limits) -> Document:
        document = read_document(file, limits)
        if file.path == GUIDANCE:
            write(settings.corpus, GUIDANCE, "# Another\n\nAnother text stands here now.\n")
        return document

    monkeypatch.setattr("assistant.index.reading.read_document", replaced)
    report = build(settings, HashedWords())
    assert {one.path: one.status for one in report.documents}[GUIDANCE] == "failed"
    monkeypatch.undo()
    monkeypatch.setattr("assistant.ingest.read.in_workers", in_this_process)
    report = build(settings, HashedWords())
    assert {one.path: one.status for one in report.documents}[GUIDANCE] == "added"


def _none_comes_to_its_end(
    work: object, files: Sequence[object], *_: object, **__: object
) -> Iterator[object]:
    for _file in files:
        yield DocumentError("damaged", "It could not be read.", again=True)


def test_where_no_reader_comes_to_its_end_the_index_is_left_as_it_was(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(settings, HashedWords())
    version, before = current_version(settings.index), answers(settings)
    monkeypatch.setattr(read_module, "in_workers", _none_comes_to_its_end)
    with pytest.raises(CorpusError, match="left as it was"):
        build(settings, HashedWords(), full=True)
    assert current_version(settings.index) == version
    assert answers(settings) == before


def test_where_no_reader_comes_to_its_end_a_first_build_says_what_became_of_each(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_module, "in_workers", _none_comes_to_its_end)
    report = build(settings, HashedWords())
    assert {document.status for document in report.documents} == {"failed"}
