from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfWriter

from assistant.changes.report import report_changes
from assistant.documents import Document
from assistant.errors import CorpusError, DocumentError, IndexLocked, Reason
from assistant.index import build as build_module
from assistant.index import making
from assistant.index.build import BuildReport, build, search_text
from assistant.index.build_state import DocumentReport
from assistant.index.keeping import TRIES
from assistant.index.lock import build_lock
from assistant.index.status import status
from assistant.index.versions import current_version
from assistant.ingest.corpus import CorpusFile
from assistant.ingest.read import ToRead, read_document
from assistant.present import status_lines
from assistant.settings import Limits, Settings
from tests.conftest import in_this_process
from tests.corpora import (
    CLOSED,
    GUIDANCE,
    GUIDANCE_TEXT,
    OPINION,
    OPINION_TEXT,
    PATHS,
    REPORT,
    write,
    write_corpus,
    write_report,
)
from tests.embedders import CountingEmbedder, DyingEmbedder, HashedWords
from tests.index.asking import answers, catalogue_of, content_of, embedded_texts, passages_of


def statuses(report: BuildReport) -> dict[str, str]:
    return {document.path: document.status for document in report.documents}


def versions(settings: Settings) -> list[str]:
    return sorted(folder.name for folder in (settings.index / "versions").iterdir())


def test_a_first_build_adds_every_document(settings: Settings) -> None:
    report = build(settings, HashedWords())
    assert statuses(report) == dict.fromkeys(PATHS, "added")
    assert report.version == current_version(settings.index)
    assert report.passages == sum(document.passages for document in report.documents)
    assert all(document.passages > 0 for document in report.documents)
    pages = {document.path: document.pages for document in report.documents}
    assert pages == {REPORT: 3, GUIDANCE: None, OPINION: None}


def test_passages_are_slices_that_never_mix_two_sections(built: Settings) -> None:
    passages = passages_of(built)
    for passage in passages:
        document = passage.document
        assert passage.text == document.text[passage.start : passage.end]
        assert document.section_at(passage.start) == document.section_at(passage.end - 1)
        assert passage.text == passage.text.strip()
    assert {passage.document.path for passage in passages} == set(PATHS)


def test_a_build_again_gives_the_same_answers(settings: Settings) -> None:
    build(settings, HashedWords())
    before = answers(settings)
    assert sum(row["answered"] for row in before) >= 8
    build(settings, HashedWords(), full=True)
    assert answers(settings) == before


def test_nothing_is_done_for_an_unchanged_corpus(settings: Settings) -> None:
    first = build(settings, HashedWords())
    embedder = CountingEmbedder()
    second = build(settings, embedder)
    assert embedder.texts == []
    assert second.version == first.version
    assert second.passages == first.passages
    assert statuses(second) == dict.fromkeys(PATHS, "unchanged")
    assert versions(settings) == [first.version]


def test_a_touched_file_is_no_change(settings: Settings) -> None:
    first = build(settings, HashedWords())
    file = settings.corpus / OPINION
    file.write_bytes(file.read_bytes())
    assert build(settings, HashedWords()).version == first.version


def test_a_full_build_uses_nothing_of_the_one_before(settings: Settings) -> None:
    first = build(settings, HashedWords())
    embedder = CountingEmbedder()
    second = build(settings, embedder, full=True)
    assert sorted(embedder.texts) == embedded_texts(settings)
    assert second.version != first.version
    assert statuses(second) == dict.fromkeys(PATHS, "added")


def test_only_new_passages_and_statements_are_embedded(settings: Settings) -> None:
    embedder = CountingEmbedder()
    build(settings, embedder)
    assert sorted(embedder.texts) == embedded_texts(settings)
    embedder.texts.clear()
    write(settings.corpus, GUIDANCE, GUIDANCE_TEXT.replace("14 days", "21 days"))
    second = build(settings, embedder)
    assert statuses(second) == {GUIDANCE: "updated", OPINION: "unchanged", REPORT: "unchanged"}
    assert [text for text in embedder.texts if "21 days" not in text] == []
    assert len(embedder.texts) == 2, "the passage, and its sentence that states a figure"


def test_a_renamed_document_is_not_embedded_again(settings: Settings) -> None:
    build(settings, HashedWords())
    (settings.corpus / GUIDANCE).rename(settings.corpus / "guidance-of-2025.md")
    embedder = CountingEmbedder()
    report = build(settings, embedder)
    assert embedder.texts == []
    assert statuses(report) == {
        GUIDANCE: "removed", "guidance-of-2025.md": "added",
        OPINION: "unchanged", REPORT: "unchanged",
    }  # fmt: skip
    documents = {quote["document"] for row in answers(settings) for quote in row["quotes"]}
    assert "guidance-of-2025.md" in documents
    assert GUIDANCE not in documents


def test_a_removed_document_is_dropped(settings: Settings) -> None:
    build(settings, HashedWords())
    (settings.corpus / REPORT).unlink()
    assert statuses(build(settings, HashedWords()))[REPORT] == "removed"
    assert REPORT not in {passage.document.path for passage in passages_of(settings)}
    quotes = [q for row in answers(settings) for q in row["quotes"] + row["related"]]
    assert quotes
    assert REPORT not in {quote["document"] for quote in quotes}
    assert "barnwood" not in catalogue_of(settings).vocabulary().counts


def steps_add_one_by_one(settings: Settings, step: Callable[[], object]) -> None:
    whole = settings.corpus.with_name("whole")
    settings.corpus.rename(whole)
    settings.corpus.mkdir()
    shutil.copy(whole / "catalogue.toml", settings.corpus)
    for path in (REPORT, OPINION, GUIDANCE):
        (settings.corpus / path).parent.mkdir(exist_ok=True)
        shutil.copy(whole / path, settings.corpus / path)
        step()


def steps_change_and_change_back(settings: Settings, step: Callable[[], object]) -> None:
    write(settings.corpus, GUIDANCE, GUIDANCE_TEXT + "\n\nPorters carry a red bag on Mondays.\n")
    write_report(settings.corpus, beds="The trust opened 3 beds.")
    step()
    write(settings.corpus, GUIDANCE, GUIDANCE_TEXT)
    step()
    write_report(settings.corpus)
    step()


def steps_remove_and_put_back(settings: Settings, step: Callable[[], object]) -> None:
    extra = write(settings.corpus, "a-first.md", GUIDANCE_TEXT.replace("virtual", "mobile"))
    step()
    (settings.corpus / OPINION).unlink()
    extra.unlink()
    step()
    write(settings.corpus, OPINION, OPINION_TEXT)
    step()


@pytest.mark.parametrize(
    "steps",
    [steps_add_one_by_one, steps_change_and_change_back, steps_remove_and_put_back],
    ids=["added one by one", "changed and changed back", "removed and put back"],
)
def test_a_build_in_steps_equals_one_from_scratch(
    settings: Settings, steps: Callable[[Settings, Callable[[], object]], None]
) -> None:
    steps(settings, lambda: build(settings, HashedWords()))
    in_steps, answers_in_steps = content_of(settings), answers(settings)
    build(settings, HashedWords(), full=True)
    assert in_steps == content_of(settings)
    assert answers_in_steps == answers(settings)


def test_one_passage_in_two_documents_is_embedded_once(settings: Settings) -> None:
    write(settings.corpus, "copy.md", GUIDANCE_TEXT)
    embedder = CountingEmbedder()
    build(settings, embedder)
    assert len(embedder.texts) == len(set(embedder.texts))


def test_another_model_embeds_all_anew(settings: Settings) -> None:
    build(settings, HashedWords("one:1"))
    embedder = CountingEmbedder("two:2")
    build(settings, embedder)
    assert sorted(embedder.texts) == embedded_texts(settings)
    assert answers(settings, HashedWords("two:2"))


def test_another_reader_reads_all_anew(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build(settings, HashedWords())
    monkeypatch.setattr(build_module, "READER", build_module.READER + 1)
    embedder = CountingEmbedder()
    second = build(settings, embedder)
    assert not embedder.texts, "what was embedded before was embedded again"
    assert second.version != first.version
    assert set(statuses(second).values()) == {"added"}


def test_other_sizes_of_passages_cut_all_anew(settings: Settings) -> None:
    first = build(settings, HashedWords())
    smaller = Settings(settings.corpus, settings.index, passage_words=(10, 20))
    assert build(smaller, HashedWords()).passages > first.passages


@pytest.mark.parametrize("calls", [0, 1, 2])
def test_a_build_that_dies_leaves_the_old_version_serving(
    settings: Settings, calls: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "TOGETHER", 1)
    first = build(settings, HashedWords())
    before = answers(settings)
    with pytest.raises(RuntimeError, match="the embedder died"):
        build(settings, DyingEmbedder(calls), full=True)
    assert current_version(settings.index) == first.version
    assert versions(settings) == [first.version]
    assert answers(settings) == before
    write(settings.corpus, "new.md", "# Ambulances\n\nAmbulances wait for 41 minutes.\n")
    assert statuses(build(settings, HashedWords()))["new.md"] == "added"


def test_a_first_build_that_dies_leaves_no_index(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "TOGETHER", 1)
    with pytest.raises(RuntimeError, match="the embedder died"):
        build(settings, DyingEmbedder(1))
    assert current_version(settings.index) is None
    assert statuses(build(settings, HashedWords())) == dict.fromkeys(PATHS, "added")


def test_what_a_killed_build_left_is_swept_up(settings: Settings) -> None:
    left = settings.index / "versions" / "20200101T000000"
    left.mkdir(parents=True)
    (left / "catalogue.sqlite").write_bytes(b"half a file")
    report = build(settings, HashedWords())
    assert versions(settings) == [report.version]


def test_only_the_last_two_versions_are_kept(settings: Settings) -> None:
    built = [build(settings, HashedWords(), full=True).version for _ in range(4)]
    assert versions(settings) == sorted(built[-2:])
    assert current_version(settings.index) == built[-1]


def test_two_builds_at_once_are_refused(settings: Settings) -> None:
    with build_lock(settings.index), pytest.raises(IndexLocked, match=r"Another build .* running"):
        build(settings, HashedWords())
    assert build(settings, HashedWords()).passages


def test_a_build_reports_how_far_it_is(settings: Settings) -> None:
    seen: list[tuple[str, int, int]] = []
    build(settings, HashedWords(), progress=lambda *step: seen.append(step))
    assert all(0 <= done <= total for _, done, total in seen)
    assert {f"Indexed {path}" for path in PATHS} <= {what for what, _, _ in seen}


def test_a_passage_is_embedded_with_its_headings(built: Settings) -> None:
    texts = [search_text(passage) for passage in passages_of(built)]
    assert any(text.startswith("1 Beds. The trust closed 214 beds") for text in texts)


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


# --- documents that cannot be read ---------------------------------------------------------------


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
    monkeypatch.setattr(build_module, "READER", build_module.READER + 1)
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


# --- the folder and catalogue.toml ----------------------------------------------------------------


def test_a_document_of_more_passages_than_ids_have_room_for_says_so(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.index.making.PLACES", 0)
    report = build(settings, HashedWords())
    failed = [one for one in report.documents if one.status == "failed"]
    assert {one.reason for one in failed} == {"too-large"}
    assert all("more than 1 passages. Split it" in (one.detail or "") for one in failed)


def test_a_document_that_stays_has_its_vectors_still_when_its_copy_goes(
    settings: Settings,
) -> None:
    write(settings.corpus, "copy.md", (settings.corpus / GUIDANCE).read_text("utf-8"))
    build(settings, HashedWords())
    (settings.corpus / GUIDANCE).rename(settings.corpus / "renamed.md")
    (settings.corpus / "copy.md").unlink()
    build(settings, HashedWords())
    (settings.corpus / "renamed.md").rename(settings.corpus / GUIDANCE)
    embedder = CountingEmbedder()
    build(settings, embedder)
    assert embedder.texts == []


def test_a_missing_corpus_says_what_to_do(settings: Settings) -> None:
    missing = Settings(settings.corpus / "nowhere", settings.index)
    with pytest.raises(CorpusError, match=r"There is no corpus folder .*nowhere.*--corpus"):
        build(missing, HashedWords())


def test_an_empty_corpus_says_what_to_do(settings: Settings) -> None:
    shutil.rmtree(settings.corpus)
    settings.corpus.mkdir()
    write(settings.corpus, "README.md", "What lies here")
    write(settings.corpus, ".hidden/notes.md", "Not a document")
    with pytest.raises(CorpusError, match=r"is empty\. Put documents into it"):
        build(settings, HashedWords())


def test_an_emptied_corpus_does_not_empty_the_index(settings: Settings) -> None:
    build(settings, HashedWords())
    before = answers(settings)
    shutil.rmtree(settings.corpus)
    settings.corpus.mkdir()
    with pytest.raises(CorpusError):
        build(settings, HashedWords())
    assert answers(settings) == before


def test_catalogue_toml_has_the_last_word(settings: Settings) -> None:
    build(settings, HashedWords())
    document = catalogue_of(settings).document(REPORT)
    assert (document.title, document.kind, document.publisher) == (
        "The bed review", "report", "Ward Foundation",
    )  # fmt: skip
    assert (document.authors, document.published) == (("Ada Marsh",), "2024-07-18")
    text = (settings.corpus / "catalogue.toml").read_text(encoding="utf-8")
    write(settings.corpus, "catalogue.toml", text.replace("The bed review", "Beds, reviewed"))
    embedder = CountingEmbedder()
    report = build(settings, embedder)
    assert statuses(report) == {GUIDANCE: "unchanged", OPINION: "unchanged", REPORT: "updated"}
    assert catalogue_of(settings).document(REPORT).title == "Beds, reviewed"
    assert embedder.texts == []


def test_catalogue_toml_taken_away_is_a_change(settings: Settings) -> None:
    build(settings, HashedWords())
    (settings.corpus / "catalogue.toml").unlink()
    build(settings, HashedWords())
    assert catalogue_of(settings).document(OPINION).kind == "document"
    content = content_of(settings)
    build(settings, HashedWords(), full=True)
    assert content_of(settings) == content


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('["a.md"]\ncolour = "red"', ['["a.md"]', "title", "no other field"]),
        ('["a.md"]\nkind = "novel"', ['"novel"', "report", "board paper"]),
        ('["a.md"]\npublished = "July 2024"', ['"July 2024"', "2024-07"]),
        ('["a.md"]\npublished = "2024-13"', ['"2024-13"']),
        ('["a.md"]\npublished = "2024-02-30"', ['"2024-02-30"']),
        ('["a.md"]\npublished = 2024', ["published", "quotation marks"]),
        ('["a.md"]\nauthors = "Ada Marsh"', ["authors", "list"]),
        ('["a.md"]\nquestions = [1]', ["questions", "list"]),
        ('"a.md" = "report"', ['["a.md"]', "field"]),
        ('["a.md"\ntitle = "x"', ["cannot be read", "line 1"]),
        (b"\xff\xfe\x00", ["cannot be read"]),
    ],
    ids=[
        "unknown field", "unknown kind", "date in words", "no such month", "no such day",
        "date as a number", "authors no list", "question no text", "no table", "no TOML",
        "no UTF-8",
    ],
)  # fmt: skip
def test_a_fault_in_catalogue_toml_is_named(
    settings: Settings, text: str | bytes, words: list[str]
) -> None:
    write(settings.corpus, "catalogue.toml", text)
    with pytest.raises(CorpusError) as fault:
        build(settings, HashedWords())
    for word in ["catalogue.toml", *words]:
        assert word in str(fault.value)


def test_an_entry_for_a_document_that_is_not_there_does_no_harm(settings: Settings) -> None:
    text = (settings.corpus / "catalogue.toml").read_text(encoding="utf-8")
    write(settings.corpus, "catalogue.toml", text + '\n["gone.pdf"]\ntitle = "Gone"\n')
    assert "gone.pdf" not in statuses(build(settings, HashedWords()))


def test_the_first_example_questions_are_those_of_catalogue_toml(settings: Settings) -> None:
    from assistant.answer.assistant import Assistant

    build(settings, HashedWords())
    examples = Assistant.open(settings, HashedWords()).find_examples()
    assert set(examples[:2]) == {"How many beds did the trust close?", "What is a virtual ward?"}


def test_the_index_is_not_in_the_corpus(settings: Settings) -> None:
    before = sorted(path for path in settings.corpus.rglob("*"))
    build(settings, HashedWords())
    assert sorted(path for path in settings.corpus.rglob("*")) == before
    assert CLOSED in catalogue_of(settings).document(REPORT).text
