from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.index.folder.lexical import LexicalIndex
from assistant.index.words import words_of

PASSAGES = [
    (11, "a.md", "Beds", "The trust closed 214 beds in older wards."),
    (12, "money.md", "Money", "Agencies were paid £48.3 million for nurses."),
    (13, "b/b b.md", "Closing wards", "Patients waited in corridors through the winter."),
    (14, "c-c.pdf", "Beds and more", "Nothing about them here."),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    return LexicalIndex.build(tmp_path_factory.mktemp("lexical") / "index", PASSAGES)


def found(index: LexicalIndex, question: str, only: list[str] | None = None) -> list[int]:
    return [identity for identity, _ in index.search(words_of(question), 10, only)]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("agency nurse", [12]),
        ("wait", [13]),
        ("corridor waiting patients", [13]),
        ("close", [11, 13]),
        ("zeppelin", []),
        ("", []),
        ("£48.3 million", [12]),
    ],
)
def test_words_are_found_by_their_stems(
    index: LexicalIndex, question: str, wanted: list[int]
) -> None:
    assert sorted(found(index, question)) == wanted


def test_headings_are_searched_with_the_text(index: LexicalIndex) -> None:
    assert sorted(found(index, "beds")[:2]) == [11, 14]


def test_a_passage_is_found_by_what_stands_beside_it(tmp_path: Path) -> None:
    rows = [(at, "a.md", "", "zeppelin" if at == 3 else "filler") for at in range(1, 7)]
    index = LexicalIndex.build(tmp_path / "index", rows)
    assert found(index, "zeppelin")[0] == 3
    assert set(found(index, "zeppelin")) == {2, 3, 4}


def test_what_stands_in_another_document_is_not_beside_it(tmp_path: Path) -> None:
    rows = [(1, "a.md", "", "beds"), (2, "b.md", "", "zeppelin"), (3, "c.md", "", "wards")]
    index = LexicalIndex.build(tmp_path / "index", rows)
    assert found(index, "zeppelin") == [2]


def test_scores_fall(index: LexicalIndex) -> None:
    scores = [score for _, score in index.search(["beds", "wards", "nurses"], 10)]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)


@pytest.mark.parametrize(
    ("only", "wanted"),
    [
        (["a.md"], [11]),
        (["b/b b.md"], [13]),
        (["b/b b.md", "c-c.pdf"], [13, 14]),
        (["b"], []),
        (["none.md"], []),
        ([], []),
    ],
    ids=["one", "a path with a space", "two", "part of a path", "none such", "none at all"],
)
def test_a_search_keeps_to_the_documents_named(
    index: LexicalIndex, only: list[str], wanted: list[int]
) -> None:
    assert sorted(found(index, "beds closing", only)) == wanted


def test_naming_all_documents_changes_no_score(index: LexicalIndex) -> None:
    every = [path for _, path, _, _ in PASSAGES]
    words = ["beds", "closed", "wards"]
    assert index.search(words, 10, every) == index.search(words, 10)


def test_at_most_so_many_are_found(index: LexicalIndex) -> None:
    assert len(index.search(["beds", "wards", "nurses"], 2)) == 2


def test_an_index_opened_again_finds_the_same(tmp_path: Path) -> None:
    built = LexicalIndex.build(tmp_path / "index", PASSAGES)
    opened = LexicalIndex.load(tmp_path / "index")
    words = ["beds", "wards", "nurses"]
    assert opened.search(words, 10) == built.search(words, 10) != []


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    assert LexicalIndex.build(tmp_path / "index", []).search(["beds"], 5) == []


@pytest.mark.parametrize(
    "question",
    [
        '"', "AND", "OR NOT", "title:beds", "(beds", "beds*", "beds^", "[a TO b]", "beds~9", "+-!",
        "\\", "body:", "NOT", "IN [", "-beds", "/a/", "*", "{", "beds AND", "heading:beds",
        "' OR 1=1",
    ],
)  # fmt: skip
def test_no_question_is_a_syntax_error(index: LexicalIndex, question: str) -> None:
    for words in (words_of(question), [question]):
        assert isinstance(index.search(words, 5), list)


@given(st.lists(st.text(max_size=30), max_size=8))
def test_no_words_are_a_syntax_error(index: LexicalIndex, words: list[str]) -> None:
    for identity, score in index.search(words, 5, ["a.md"]):
        assert identity == 11
        assert score > 0
