from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import DocumentError, SpreadError
from assistant.index.embedder import Vectors
from assistant.index.rows import Made
from assistant.index.spread import results as module
from assistant.index.spread.job import Program
from assistant.index.spread.results import results
from assistant.index.spread.sent import content_of
from assistant.ingest.read import ToRead
from assistant.settings import Limits, Settings
from tests.embedders import DIMENSIONS, HashedWords
from tests.index.spread.crews import PROGRAM, Crew, documents, settings_for, vectors


@pytest.fixture
def there(tmp_path: Path) -> Path:
    folder = tmp_path / "there"
    folder.mkdir()
    return folder


def made_of(
    files: list[ToRead],
    settings: Settings,
    crew: Crew,
    before: dict[str, bytes] | None = None,
    program: Program = PROGRAM,
) -> list[Made | DocumentError]:
    """What became of each, with no more known than `before`; the builder itself embeds nothing."""

    def known(keys: Collection[str]) -> dict[str, bytes]:
        return {key: vector for key, vector in (before or {}).items() if key in keys}

    made = list(results(files, settings, program, crew, NoEmbedder(), known))
    assert [path for path, _ in made] == [file.path for file in files]
    return [one for _, one in made]


class NoEmbedder(HashedWords):
    def encode(self, texts: Sequence[str], *, quick: bool = False) -> Vectors:
        raise AssertionError("the workers are to embed")


def test_results_come_in_order_with_a_vector_for_each_text(tmp_path: Path, there: Path) -> None:
    files = documents(tmp_path / "corpus", 9)
    crew = Crew(there, size=2)
    found = made_of(files, settings_for(tmp_path / "corpus"), crew)
    vector_of = {
        hashlib.sha256(text.encode()).hexdigest(): vector.tobytes()
        for text, vector in zip(crew.embedded, vectors(crew.embedded), strict=True)
    }
    for file, one in zip(files, found, strict=True):
        assert isinstance(one, Made)
        assert one.document.path == file.path
        rows = (*one.passages, *one.statements)
        assert len(one.passages) == 1
        assert len(one.statements) == 1
        assert all(vector == vector_of[key] for _, key, vector in rows)


def test_only_a_few_are_on_their_way(tmp_path: Path, there: Path) -> None:
    files = documents(tmp_path / "corpus", 30)
    crew = Crew(there, size=2)
    assert len(made_of(files, settings_for(tmp_path), crew)) == 30
    assert crew.most <= 8


def test_what_is_known_is_not_embedded_again(tmp_path: Path, there: Path) -> None:
    files = documents(tmp_path / "corpus", 2)
    crew = Crew(there)
    first, _ = made_of(files, settings_for(tmp_path), crew)
    assert isinstance(first, Made)
    ((_, key, _),) = first.passages
    mark = bytes(4 * DIMENSIONS)
    again = Crew(there)
    second, _ = made_of(files, settings_for(tmp_path), again, {key: mark})
    assert isinstance(second, Made)
    assert [vector for _, _, vector in second.passages] == [mark]
    assert len(again.embedded) == len(crew.embedded) - 1


def test_a_document_that_ends_its_workers_costs_only_itself(tmp_path: Path, there: Path) -> None:
    files = documents(tmp_path / "corpus", 3)
    crew = Crew(there, loses=files[1].path)
    one, lost, other = made_of(files, settings_for(tmp_path), crew)
    assert isinstance(one, Made)
    assert isinstance(other, Made)
    assert isinstance(lost, DocumentError)
    assert lost.again
    assert "ward-001.md could not be read: each worker that tried ended early" in str(lost)


def test_a_file_that_is_not_as_it_was_seen_is_not_sent(tmp_path: Path, there: Path) -> None:
    files = documents(tmp_path / "corpus", 3)
    files[1].file.write_text("Something else.")
    files[2].file.unlink()
    crew = Crew(there)
    good, changed, gone = made_of(files, settings_for(tmp_path), crew)
    assert isinstance(good, Made)
    assert isinstance(changed, DocumentError)
    assert isinstance(gone, DocumentError)
    assert "was changed while it was read" in str(changed)
    assert "cannot be read" in str(gone)
    assert [key.partition("-")[0] for key in crew.keys] == ["read", "embed"]


def test_a_link_that_leads_out_of_the_corpus_is_not_sent(tmp_path: Path, there: Path) -> None:
    (file,) = documents(tmp_path / "corpus", 1)
    outside = tmp_path / "secret.md"
    file.file.rename(outside)
    file.file.symlink_to(outside)
    crew = Crew(there)
    (refused,) = made_of([file], settings_for(tmp_path), crew)
    assert isinstance(refused, DocumentError)
    assert "leads out of the corpus folder" in str(refused)
    assert crew.keys == []


def test_a_key_follows_from_all_that_the_result_depends_on(tmp_path: Path, there: Path) -> None:
    (file,) = documents(tmp_path / "corpus", 1)
    settings = settings_for(tmp_path)
    other_model = replace(PROGRAM, model="another:1")
    runs = [
        (file, settings, PROGRAM),
        (file, settings, PROGRAM),
        (replace(file, path="another.md"), settings, PROGRAM),
        (file, replace(settings, passage_words=(10, 20)), PROGRAM),
        (file, settings, other_model),
    ]
    keys = []
    for one, how, program in runs:
        crew = Crew(there)
        made_of([one], how, crew, program=program)
        keys.append(crew.keys[0])
    assert keys[0] == keys[1]
    assert len(set(keys)) == 4


def test_a_worker_of_another_kind_stops_the_build(tmp_path: Path, there: Path) -> None:
    files = documents(tmp_path / "corpus", 1)
    crew = Crew(there, other="host: its embedding model is b, here it is a")
    with pytest.raises(SpreadError, match="cannot take part: host: its embedding model is b"):
        made_of(files, settings_for(tmp_path), crew)


def test_what_a_worker_refuses_is_told_of_the_document(tmp_path: Path, there: Path) -> None:
    class Refusing(Crew):
        def _do(self, job: object, *content: object) -> object:
            return "refused", "needs-ocr", "It is a scan.", True

    files = documents(tmp_path / "corpus", 1)
    (error,) = made_of(files, settings_for(tmp_path), Refusing(there))
    assert isinstance(error, DocumentError)
    assert (error.reason, str(error), error.again) == ("needs-ocr", "It is a scan.", True)


@pytest.mark.parametrize("what", [{"path": "another.md"}, {"sha256": "0" * 64}])
def test_another_document_than_was_asked_for_is_not_taken(
    tmp_path: Path, there: Path, what: dict[str, str]
) -> None:
    class Mixing(Crew):
        def _do(self, job: object, *content: object) -> object:
            done = super()._do(job, *content)
            return replace(done, document=replace(done.document, **what)) if content else done  # type: ignore[type-var,attr-defined]

    files = documents(tmp_path / "corpus", 1)
    with pytest.raises(SpreadError, match=f"did for {files[0].path} cannot be used: it is of"):
        made_of(files, settings_for(tmp_path), Mixing(there))


def test_texts_have_to_be_those_of_the_passages(tmp_path: Path, there: Path) -> None:
    class Short(Crew):
        def _do(self, job: object, *content: object) -> object:
            done = super()._do(job, *content)
            return replace(done, passages=()) if content else done  # type: ignore[type-var]

    files = documents(tmp_path / "corpus", 1)
    with pytest.raises(SpreadError, match="its texts are not those of its passages"):
        made_of(files, settings_for(tmp_path), Short(there))


_GOOD = np.full(DIMENSIONS, 0.1, np.float32).tobytes()


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ((_GOOD,), "1 vectors came for 2 texts"),
        ((_GOOD, _GOOD[:-4]), f"has {DIMENSIONS - 1} numbers, others {DIMENSIONS}"),
        ((_GOOD, _GOOD[:-1]), "a vector is none"),
        ((_GOOD, b""), "a vector is none"),
        ((_GOOD, np.full(DIMENSIONS, np.nan, np.float32).tobytes()), "what is no number"),
    ],
)
def test_vectors_that_cannot_be_are_not_taken(
    tmp_path: Path, there: Path, sent: tuple[bytes, ...], why: str
) -> None:
    class Torn(Crew):
        def _do(self, job: object, *content: object) -> object:
            return super()._do(job, *content) if content else ("vectors", sent)

    files = documents(tmp_path / "corpus", 1)
    with pytest.raises(SpreadError, match=why):
        made_of(files, settings_for(tmp_path), Torn(there))


def test_vectors_are_as_long_as_those_that_are_known(tmp_path: Path, there: Path) -> None:
    files = documents(tmp_path / "corpus", 1)
    (first,) = made_of(files, settings_for(tmp_path), Crew(there))
    assert isinstance(first, Made)
    ((_, key, vector),) = first.passages
    with pytest.raises(SpreadError, match=f"{DIMENSIONS} numbers, others {DIMENSIONS // 2}"):
        made_of(files, settings_for(tmp_path), Crew(there), {key: vector[: len(vector) // 2]})


def test_a_file_that_waits_for_others_is_read_once(
    tmp_path: Path, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = documents(tmp_path / "corpus", 6)
    seen: list[str] = []

    def counted(file: ToRead, limits: Limits) -> bytes:
        seen.append(file.path)
        return content_of(file, limits)

    monkeypatch.setattr(module, "content_of", counted)
    monkeypatch.setattr(module, "_BYTES", 1)
    made_of(files, settings_for(tmp_path), Crew(there, size=2))
    assert seen == [file.path for file in files]
