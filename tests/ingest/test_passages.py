from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.documents import ANSWERING_ROLES, Document, Role
from assistant.ingest.assemble import assemble
from assistant.ingest.draft import Draft, DraftBlock, Facts
from assistant.ingest.passages import split_passages
from assistant.ingest.sentences import sentence_spans

WORDS = (20, 30)


def document(*blocks: tuple[Role, str]) -> Document:
    draft = Draft(tuple(DraftBlock(role, text, int(role == "heading")) for role, text in blocks))
    return assemble(draft, "a.md", "0" * 64, Facts(title="A"))


def sentence(words: int, first: str = "Beds") -> str:
    return f"{first} {' '.join(['close'] * (words - 1))}."


def split(*blocks: tuple[Role, str], words: tuple[int, int] = WORDS) -> list[str]:
    return [passage.text for passage in split_passages(document(*blocks), words)]


def test_a_section_is_never_mixed_with_another() -> None:
    assert split(
        ("heading", "One"),
        ("paragraph", sentence(5)),
        ("heading", "Two"),
        ("paragraph", sentence(6)),
    ) == [sentence(5), sentence(6)]


@pytest.mark.parametrize("role", ["heading", "note", "reference", "contents"])
def test_what_answers_nothing_is_in_no_passage(role: Role) -> None:
    found = split(
        ("heading", "One"), ("paragraph", sentence(5)), (role, "Aside"), ("paragraph", sentence(6))
    )
    assert not [text for text in found if "Aside" in text]


def test_short_paragraphs_share_a_passage_and_full_ones_do_not() -> None:
    six: list[tuple[Role, str]] = [("paragraph", sentence(30))] * 6
    found = split(*six, words=(60, 80))
    assert [len(text.split()) for text in found] == [60, 60, 60]


def test_a_long_paragraph_is_split_between_its_sentences() -> None:
    found = split(("paragraph", " ".join([sentence(12)] * 10)))
    assert len(found) > 2
    assert all(text.startswith("Beds") and text.endswith(".") for text in found)


def test_a_lead_in_stays_with_its_first_items() -> None:
    found = split(
        ("paragraph", sentence(22)),
        ("paragraph", "Each ward must:"),
        ("item", "• plan its rota"),
        ("item", "• train its nurses"),
    )
    (listed,) = [text for text in found if "must:" in text]
    assert listed.endswith("Each ward must:\n• plan its rota\n• train its nurses")


def test_little_at_the_end_of_a_section_joins_the_passage_before() -> None:
    found = split(("paragraph", sentence(25)), ("paragraph", sentence(4)))
    assert len(found) == 1


def test_a_document_of_headings_has_no_passages() -> None:
    assert split(("heading", "One"), ("heading", "Two")) == []


BLOCKS = st.lists(
    st.tuples(
        st.sampled_from(["paragraph", "item", "row", "heading", "note", "reference"]),
        st.lists(st.integers(1, 40), min_size=1, max_size=6),
    ),
    min_size=1,
    max_size=25,
)


@given(BLOCKS)
def test_passages_are_whole_sentences_within_the_words_and_miss_none(
    drawn: list[tuple[Role, list[int]]],
) -> None:
    made = document(
        *[(role, " ".join(sentence(words + 1) for words in sizes)) for role, sizes in drawn]
    )
    passages = split_passages(made, WORDS)
    spans = [
        span
        for block in made.blocks
        if block.role in ANSWERING_ROLES
        for span in sentence_spans(made, block)
    ]
    for passage in passages:
        inside = [s for s in spans if passage.start <= s[0] and s[1] <= passage.end]
        assert (inside[0][0], inside[-1][1]) == (passage.start, passage.end)
        sections = {made.section_at(start) for start, _ in inside}
        assert len(sections) == 1
        longest = max(len(made.text[a:b].split()) for a, b in inside)
        assert len(passage.text.split()) <= max(WORDS[1] * 1.25, longest) + 40
    assert all(one.end <= other.start for one, other in pairwise(passages))
    covered = sum(len(re.findall(r"\w+", passage.text)) for passage in passages)
    assert covered == sum(len(re.findall(r"\w+", made.text[a:b])) for a, b in spans)
