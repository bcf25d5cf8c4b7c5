from __future__ import annotations

import pytest

from assistant.documents import Block, Document, Role
from assistant.ingest.sentences import sentence_spans


def sentences(text: str, role: Role = "paragraph", *marks: tuple[int, int]) -> list[str]:
    block = Block(0, len(text), role)
    document = Document(
        "a.md",
        "0" * 64,
        "A",
        "report",
        f"{text}\n\nH",
        (block, Block(len(text) + 2, len(text) + 3, "heading", 1)),
        marks=marks,
    )
    return [document.text[start:end] for start, end in sentence_spans(document, block)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Beds closed. Staff left.", ["Beds closed.", "Staff left."]),
        (
            "It fell by 2.5% to £1.3 billion. Then it rose.",
            ["It fell by 2.5% to £1.3 billion.", "Then it rose."],
        ),
        (
            "Dr. Marsh led it, e.g. on beds. It ended.",
            ["Dr. Marsh led it, e.g. on beds.", "It ended."],
        ),
        ("“Beds closed.” Staff left.", ["“Beds closed.”", "Staff left."]),
        ("Why? Nobody knew!", ["Why?", "Nobody knew!"]),
        ("no full stop at all", ["no full stop at all"]),
    ],
    ids=["two", "decimals", "abbreviations", "quotation", "question", "fragment"],
)
def test_sentences(text: str, wanted: list[str]) -> None:
    assert sentences(text) == wanted


@pytest.mark.parametrize("marker", ["•", "–", "o", "(a)", "1.", "2.14", "iv)", "*", "▪"])
def test_what_stands_in_front_of_an_item_is_no_part_of_its_sentence(marker: str) -> None:
    assert sentences(f"{marker} Close the beds. Keep the staff.", "item") == [
        "Close the beds.",
        "Keep the staff.",
    ]


def test_footnote_marks_are_within_a_sentence_or_outside_never_a_sentence() -> None:
    text = "Beds closed 1 in May. 2 Staff left."
    assert sentences(text, "paragraph", (12, 13), (22, 23)) == [
        "Beds closed 1 in May.",
        "Staff left.",
    ]


def test_a_row_is_read_as_a_whole() -> None:
    assert sentences("Elm. 24 beds. Closed.", "row") == ["Elm. 24 beds. Closed."]


@pytest.mark.parametrize("text", ["•", "1.", "..."])
def test_every_block_has_a_sentence(text: str) -> None:
    assert sentences(text, "item") == [text]


@pytest.mark.parametrize("role", ["paragraph", "item", "row"])
@pytest.mark.parametrize(("text", "marks"), [("•", ()), ("12", ((0, 2),)), ("4.2. 7", ((5, 6),))])
def test_a_block_without_words_is_one_span(
    role: Role, text: str, marks: tuple[tuple[int, int], ...]
) -> None:
    block = Block(0, len(text), role)
    document = Document("a", "", "A", "report", text, (block,), marks=marks)
    assert sentence_spans(document, block) == [(0, len(text))]
