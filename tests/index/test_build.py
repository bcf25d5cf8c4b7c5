"""What a build takes anew and what it leaves, and that it equals one from nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from assistant.errors import IndexLocked
from assistant.index import build as build_module
from assistant.index import making
from assistant.index.build import build
from assistant.index.folder.versions import current_version
from assistant.index.lock import build_lock
from assistant.index.manifest import READER
from assistant.index.texts import passage_text
from assistant.settings import Settings
from tests.corpora import (
    GUIDANCE,
    GUIDANCE_TEXT,
    OPINION,
    OPINION_TEXT,
    PATHS,
    REPORT,
    write,
    write_report,
)
from tests.embedders import CountingEmbedder, DyingEmbedder, HashedWords
from tests.index.asking import (
    answers,
    catalogue_of,
    content_of,
    embedded_texts,
    passages_of,
    statuses,
)


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
    monkeypatch.setattr(build_module, "READER", READER + 1)
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
    texts = [passage_text(passage) for passage in passages_of(built)]
    assert any(text.startswith("1 Beds. The trust closed 214 beds") for text in texts)


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
