"""What every store has to do: the same tests of the one in a folder and of PostgreSQL."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import NoIndex, StaleIndex
from assistant.index.face import Store
from assistant.index.opened import Index
from assistant.index.rows import Failure, Made, Seen, unpack
from tests.cluster.postgres_filling import (
    EMBEDDER,
    FACTS,
    fill,
    made_of,
    put,
    said_by,
    store_at,
)
from tests.corpora import GUIDANCE, OPINION, PATHS, REPORT, write_report

pytest.importorskip("psycopg")


@pytest.fixture(params=["folder", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return _new(str(request.param), request, tmp_path)


def _new(kind: str, request: pytest.FixtureRequest, folder: Path) -> Store:
    if kind == "postgres":
        return store_at(request.getfixturevalue("database"), folder / "index")
    from assistant.index.folder.store import FolderStore

    return FolderStore(folder / "index")


def test_the_same_questions_find_the_same_in_both(
    request: pytest.FixtureRequest, made: list[Made], tmp_path: Path
) -> None:
    stores = [_new(kind, request, tmp_path) for kind in ("folder", "postgres")]
    for store in stores:
        fill(store, made)
    for only in (None, [GUIDANCE], [OPINION, REPORT], []):
        one, other = (said_by(store.open(EMBEDDER.name), only) for store in stores)
        assert one == other


def test_both_tell_the_same_of_documents_and_figures(
    request: pytest.FixtureRequest, made: list[Made], tmp_path: Path
) -> None:
    stores = [_new(kind, request, tmp_path) for kind in ("folder", "postgres")]
    for store in stores:
        fill(store, made)
    one, other = (_all_of(store.open(EMBEDDER.name)) for store in stores)
    assert one == other
    assert one["figures"]


def test_a_version_in_steps_is_as_one_at_once(store: Store, made: list[Made]) -> None:
    for count in range(1, len(made) + 1):
        base = store.current()
        with store.locked():
            draft = store.begin(base, base)
            put(draft, made[-count])  # the last first
            draft.publish(FACTS)
    steps = _all_of(store.open(EMBEDDER.name)), said_by(store.open(EMBEDDER.name))
    fill(store, made)
    assert steps == (_all_of(store.open(EMBEDDER.name)), said_by(store.open(EMBEDDER.name)))


def test_who_has_a_version_open_keeps_it_for_one_more(store: Store, made: list[Made]) -> None:
    first = fill(store, made)
    index = store.open(EMBEDDER.name)
    said = said_by(index)
    second = fill(store, made[:1])
    assert said_by(index) == said
    assert store.versions() == [second, first]
    assert said_by(store.open_version(first, EMBEDDER.name)) == said
    third = fill(store, made[1:])
    assert store.versions()[:2] == [third, second]


def test_what_is_dropped_is_found_no_more(store: Store, made: list[Made]) -> None:
    first = fill(store, made)
    with store.locked():
        draft = store.begin(first, first)
        draft.drop(GUIDANCE)
        assert [one.path for one in draft.listings()] == [OPINION, REPORT]
        manifest = draft.publish(FACTS)
    index = store.open(EMBEDDER.name)
    assert manifest.documents == 2
    assert {place[0] for said in said_by(index) for place in said[2]} <= {OPINION, REPORT}
    assert "virtual" not in index.vocabulary
    with pytest.raises(KeyError):
        index.document(GUIDANCE)


def test_what_is_put_again_takes_the_place_of_what_was(
    store: Store, made: list[Made], tmp_path: Path
) -> None:
    first = fill(store, made)
    write_report(tmp_path / "other", beds="The trust closed 7 beds in May 2024.")
    (other,) = made_of(tmp_path / "other")
    with store.locked():
        draft = store.begin(first, first)
        put(draft, other)
        put(draft, other)  # what made it may be told twice
        draft.publish(FACTS)
    index = store.open(EMBEDDER.name)
    assert "closed 7 beds" in index.document(REPORT).text
    assert index.manifest.documents == 3
    assert index.manifest.passages == sum(one.passages for one in index.listings)
    fill(store, [*made[:2], other])
    assert _all_of(index) == _all_of(store.open(EMBEDDER.name))


def test_a_draft_that_is_abandoned_was_never_there(store: Store, made: list[Made]) -> None:
    first = fill(store, made[:1])
    said = _all_of(store.open(EMBEDDER.name))
    with store.locked():
        draft = store.begin(first, first)
        put(draft, made[1])
        draft.drop(made[0].document.path)
        draft.abandon()
    assert store.versions() == [first]
    assert _all_of(store.open(EMBEDDER.name)) == said
    fill(store, made)


def test_failures_are_kept_beside_what_was_read_before(store: Store, made: list[Made]) -> None:
    first = fill(store, made)
    seen = Seen("0" * 64, "as it was")
    with store.locked():
        draft = store.begin(first, first)
        draft.put_failure(Failure(GUIDANCE, "damaged", "It is torn."), seen, keep=True)
        draft.put_failure(Failure(OPINION, "empty", "It is empty."), seen)
        second = draft.publish(FACTS).version
    index = store.open(EMBEDDER.name)
    assert [one.path for one in index.failures] == [GUIDANCE, OPINION]
    assert [one.path for one in index.listings] == [GUIDANCE, REPORT]
    with store.locked():
        draft = store.begin(second, second)
        assert draft.seen_failures() == {GUIDANCE: seen, OPINION: seen}
        put(draft, made[0])  # it can be read again
        draft.drop(OPINION)
        draft.publish(FACTS)
    assert store.open(EMBEDDER.name).failures == type(index.failures)()


def test_an_earlier_version_can_be_built_on(store: Store, made: list[Made]) -> None:
    first = fill(store, made)
    said = _all_of(store.open(EMBEDDER.name)), said_by(store.open(EMBEDDER.name))
    fill(store, made[2:])
    with store.locked():
        store.begin(first, first).publish(FACTS)
    index = store.open(EMBEDDER.name)
    assert (_all_of(index), said_by(index)) == said


def test_known_vectors_are_those_of_the_donor_and_of_the_draft(
    store: Store, made: list[Made]
) -> None:
    first = fill(store, made[:1])
    keys = [[key for _, key, _ in one.passages] for one in made]
    with store.locked():
        draft = store.begin(None, first)
        assert draft.known_vectors(keys[0]) == {key: one for _, key, one in made[0].passages}
        assert not draft.known_vectors(keys[1])
        draft.abandon()
        draft = store.begin(None, None)
        assert not draft.known_vectors(keys[0])
        draft.abandon()


def test_before_says_what_can_be_built_on(store: Store, made: list[Made]) -> None:
    model, reader, words = FACTS.model, FACTS.reader, FACTS.passage_words
    assert store.before(model, reader, words).former is None
    version = fill(store, made)
    before = store.before(model, reader, words)
    assert (before.base, before.donor, before.former) == (version,) * 3
    assert before.sound
    assert before.had_documents
    assert store.before(model, reader, (1, 2)).base is None
    assert store.before(model, reader + 1, words).donor == version


def test_nothing_was_built_yet(store: Store) -> None:
    assert store.current() is None
    assert store.versions() == []
    for ask in (lambda: store.open(EMBEDDER.name), store.catalogue, store.manifest, store.check):
        with pytest.raises(NoIndex):
            ask()


def test_another_model_is_told(store: Store, made: list[Made]) -> None:
    version = fill(store, made)
    with pytest.raises(StaleIndex, match="another model"):
        store.open("x:1")
    with pytest.raises(StaleIndex, match="another model"):
        store.open_version(version, "x:1")


def test_stamps_tell_versions_apart(store: Store, made: list[Made]) -> None:
    stamps = [store.stamp()]
    for count in (1, 2):
        version = fill(store, made[:count])
        assert store.current() == version
        stamps.append(store.stamp())
        assert store.stamp() == stamps[-1]
    assert len(set(stamps)) == 3


def test_the_catalogue_has_the_places_with_their_vectors(store: Store, made: list[Made]) -> None:
    fill(store, made)
    catalogue = store.catalogue()
    index = store.open(EMBEDDER.name)
    for one in made:
        placed = catalogue.placed(one.document.path, "passages")
        kept = [(place.start, place.end, key, vector) for place, key, vector in one.passages]
        assert [(row.start, row.end, row.key, row.vector) for row in placed] == kept
        for row in placed:
            assert index.passage(row.id).start == row.start
            assert index.vectors([row.id])[row.id].tobytes() == row.vector
    assert catalogue.counts().passages == catalogue.manifest.passages
    catalogue.close()


def test_passages_that_score_the_same_come_by_path_and_place(
    store: Store, made: list[Made]
) -> None:
    copies = [
        replace(one, document=replace(one.document, path=path))
        for one, path in itertools.product(made[:1], ("z.md", "a.md", "m.md"))
    ]
    copies = [
        replace(
            one,
            passages=tuple(
                (replace(place, document=one.document), key, vector)
                for place, key, vector in one.passages
            ),
            statements=(),
            figures=(),
        )
        for one in copies
    ]
    fill(store, copies)
    index = store.open(EMBEDDER.name)
    vector = np.frombuffer(made[0].passages[0][2], np.float32)
    best = [identity for identity, _ in index.nearest(vector, 3, None)]
    assert [index.passage(identity).document.path for identity in best] == ["a.md", "m.md", "z.md"]
    assert [unpack(identity)[1] for identity in best] == [0, 0, 0]


def _all_of(index: Index) -> dict[str, object]:
    """All that an index says of its documents."""
    statements = index.statements
    return {
        "listings": [replace(one, indexed="") for one in index.listings],
        "failures": list(index.failures),
        "texts": {one.path: index.document(one.path).text for one in index.listings},
        "layouts": {
            one.path: None if layout is None else (layout.page.tobytes(), layout.box.tobytes())
            for one in index.listings
            for layout in [index.document(one.path).layout]
        },
        "sections": {one.path: index.document(one.path).sections for one in index.listings},
        "figures": {one.path: index.figures(one.path, 0, 10**6) for one in index.listings},
        "units": statements.units(),
        "of value": statements.of_value(5, 300),
        "of value in one": statements.of_value(0, 10**9, [REPORT]),
        "words": dict(index.vocabulary.counts),
        "acronyms": dict(index.acronyms),
        "questions": list(index.written_questions),
        "statements": [
            statements.place(identity)
            for identity, _ in statements.sharing_words(["beds", "closed", "raise"], 9)
        ],
        "near": [
            (statements.place(identity), statements.figures(identity))
            for identity, _ in statements.nearest(EMBEDDER.encode(["sickness absence"])[0], 9)
        ],
        "at": [
            statements.at(path, one.start, one.end) is not None
            for path in PATHS
            for one in index.figures(path, 0, 10**6)
        ],
        "count": len(statements),
    }
