from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import DocumentError
from assistant.ingest.draft import Draft
from assistant.ingest.text import read_text


def read(folder: Path, source: str | bytes, name: str = "paper.txt") -> Draft:
    path = folder / name
    path.write_bytes(source.encode() if isinstance(source, str) else source)
    return read_text(path)


def roles(draft: Draft) -> list[tuple[str, int, str]]:
    return [(block.role, block.level, block.text) for block in draft.blocks]


def test_block_text_is_clean(tmp_path: Path) -> None:
    draft = read(tmp_path, "A co\u00adope\u00adration of the ﬁrst\u00a0ﬂoor, the eﬃcient  one\n")
    assert [block.text for block in draft.blocks] == [
        "A cooperation of the first floor, the efficient one"
    ]


def test_the_first_short_line_is_the_title(tmp_path: Path) -> None:
    draft = read(
        tmp_path, "Staffing the wards\n\nTrusts spend more on staff than on anything else."
    )
    assert draft.facts.title == "Staffing the wards"
    assert roles(draft)[0] == ("heading", 1, "Staffing the wards")


@pytest.mark.parametrize(
    ("line", "level"),
    [
        pytest.param("3.2 Retention", 3, id="numbered"),
        pytest.param("NEXT STEPS", 2, id="capitals"),
        pytest.param("About the survey", 2, id="sentence case"),
    ],
)
def test_a_short_line_of_its_own_is_a_heading(tmp_path: Path, line: str, level: int) -> None:
    sentence = "Trusts told us that they spend more on staff than on anything else this year."
    draft = read(tmp_path, f"Title here\n\n{sentence}\n\n{line}\n\n{sentence}\n")
    assert ("heading", level, line) in roles(draft)


@pytest.mark.parametrize(("rule", "level"), [("=====", 1), ("-----", 2)])
def test_an_underlined_line_is_a_heading(tmp_path: Path, rule: str, level: int) -> None:
    draft = read(tmp_path, f"Some words come first.\n\nRetention\n{rule}\nStaff stay.\n")
    assert roles(draft)[1:] == [("heading", level, "Retention"), ("paragraph", 0, "Staff stay.")]


@pytest.mark.parametrize(
    "line", ["01 July 2024", "Mary Seacole", "Chief Executive", "Mary Seacole profile picture"]
)
def test_dates_and_bylines_are_paragraphs_of_their_own(tmp_path: Path, line: str) -> None:
    source = (
        "Wards need staff\n\nMary Seacole profile picture\n\n01 July 2024\n\n"
        "Mary Seacole\nChief Executive\n\nMoney is short and the wards are full this summer.\n"
    )
    assert ("paragraph", 0, line) in roles(read(tmp_path, source))


def test_facts_come_from_the_byline(tmp_path: Path) -> None:
    source = (
        "Wards need staff\n\n01 July 2024\n\nMary Seacole\nChief Executive\n\n"
        "Money is short.\n\nThis opinion piece was first published by Public Money.\n"
    )
    facts = read(tmp_path, source).facts
    assert facts.authors == ("Mary Seacole",)
    assert facts.published == "2024-07-01"
    assert facts.kind == "opinion piece"
    assert facts.publisher is None


@pytest.mark.parametrize("sign", ["•", "-", "*", "–", "o"])
def test_bullets_are_items_with_the_sign_that_stands_in_the_file(tmp_path: Path, sign: str) -> None:
    draft = read(tmp_path, f"We will:\n\n{sign} train staff\n\n{sign} keep staff\n")
    assert roles(draft)[-2:] == [
        ("item", 0, f"{sign} train staff"),
        ("item", 0, f"{sign} keep staff"),
    ]


@pytest.mark.parametrize(
    ("code", "sign"),
    [("\uf0b7", "•"), ("\uf0a7", "▪"), ("\uf0d8", "➢")],
    ids=["disc", "square", "arrow"],
)
def test_bullets_of_symbol_fonts_become_signs(tmp_path: Path, code: str, sign: str) -> None:
    draft = read(tmp_path, f"We will:\n\n{code} train staff\n")
    assert roles(draft)[-1] == ("item", 0, f"{sign} train staff")


@pytest.mark.parametrize("number", ["1.", "(a)", "i."])
def test_numbers_of_items_stay(tmp_path: Path, number: str) -> None:
    draft = read(tmp_path, f"We will do this:\n\n{number} train staff\n")
    assert roles(draft)[-1] == ("item", 0, f"{number} train staff")


def test_items_nest_by_their_indent(tmp_path: Path) -> None:
    source = "They must:\n\n  • act\n\n    • now\n\n    • soon\n\n  • rest\n"
    levels = [
        (level, text) for role, level, text in roles(read(tmp_path, source)) if role == "item"
    ]
    assert levels == [(0, "• act"), (1, "• now"), (1, "• soon"), (0, "• rest")]


def test_an_item_wrapped_over_lines_is_one_block(tmp_path: Path) -> None:
    source = "Trusts must act:\n\n- keep the staff that they\n  have in the wards\n- train more\n"
    items = [text for role, _, text in roles(read(tmp_path, source)) if role == "item"]
    assert items == ["- keep the staff that they have in the wards", "- train more"]


def test_a_bullet_glued_into_a_line_is_cut_off(tmp_path: Path) -> None:
    draft = read(tmp_path, "Read more• The service is under pressure.\n")
    assert roles(draft) == [
        ("paragraph", 0, "Read more"),
        ("item", 0, "• The service is under pressure."),
    ]


def test_hard_wrapped_lines_are_joined_and_hyphens_mended(tmp_path: Path) -> None:
    source = (
        "The productivity of the service has fallen since the pandemic and it is not yet\n"
        "back where it was before, so trusts are asked for plans that raise their produc-\n"
        "tivity and their use of beds, and to think in the long-\n"
        "term about how they spend money on buildings and on machines for the wards.\n"
    )
    (block,) = read(tmp_path, source).blocks
    assert "raise their productivity and" in block.text
    assert "the long-term about" in block.text


def test_lines_that_are_not_wrapped_stay_apart(tmp_path: Path) -> None:
    long = "Trusts have told us " + "again and again " * 12 + "that money is short."
    draft = read(tmp_path, f"{long}\n{long}\n\nMary Seacole\nMatron\n")
    assert [block.text for block in draft.blocks][-2:] == ["Mary Seacole", "Matron"]
    assert len(draft.blocks) == 4


def test_entries_under_references_are_references(tmp_path: Path) -> None:
    source = "Beds\n\nBeds are full.\n\nREFERENCES\n\n1. Smith. Beds. 2020.\n2. Li. Wards. 2021.\n"
    found = [block.role for block in read(tmp_path, source).blocks]
    assert found == ["heading", "paragraph", "heading", "reference", "reference"]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        pytest.param("utf-8", b"", id="utf-8"),
        pytest.param("utf-8", b"\xef\xbb\xbf", id="utf-8 with mark"),
        pytest.param("utf-16-le", b"\xff\xfe", id="utf-16 little"),
        pytest.param("utf-16-be", b"\xfe\xff", id="utf-16 big"),
        pytest.param("cp1252", b"", id="windows"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, mark: bytes) -> None:
    words = "The trust’s “plan” costs £5 million – and the café stays open."
    (block,) = read(tmp_path, mark + words.encode(encoding)).blocks
    assert block.text == words


@pytest.mark.parametrize("source", [" \n\t\n ", "\ufeff", "---\n***\n"])
def test_no_words_is_empty(tmp_path: Path, source: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(tmp_path, source)
    assert caught.value.reason == "empty"


@pytest.mark.parametrize("source", [b"abc\0def", bytes(range(1, 9)) * 40], ids=["nul", "control"])
def test_binary_is_unsupported(tmp_path: Path, source: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        read(tmp_path, source)
    assert caught.value.reason == "unsupported"


def test_any_lines_give_clean_blocks(tmp_path: Path) -> None:
    source = "\r\n".join(
        ["A\tline\f", "", "•", "", " • \u2028x y", "\x0b", "1.", "===", "word\u200bs"]
    )
    for block in read(tmp_path, source).blocks:
        assert block.text == " ".join(block.text.split())
        assert block.page is None and block.box is None
