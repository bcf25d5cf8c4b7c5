from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import DocumentError
from tests.ingest.markdown.drafts import read, roles, texts

WELL = """---
title: "Staff: a plan"
authors: [Jane Smith, Tom Jones]
date: 2024-05-03
publisher: NHS England
---
# Staff

The **NHS** needs *staff*, see [the plan](https://x.org/a_b) ![picture](a.png) and `code`.

## Retention

Trusts must:

- keep staff
  - in wards
  - in clinics
- train \\(new\\) staff

1. first
2. second

| Year | Staff |
|------|-------|
| 2023 | **1,200** |

```
x = 2 ** 3
```

<div>Words in <b>HTML</b></div>
"""


def test_a_well_written_file(tmp_path: Path) -> None:
    assert roles(read(tmp_path, WELL)) == [
        ("heading", 1, "Staff"),
        ("paragraph", 0, "The NHS needs staff, see the plan and code."),
        ("heading", 2, "Retention"),
        ("paragraph", 0, "Trusts must:"),
        ("item", 0, "keep staff"),
        ("item", 1, "in wards"),
        ("item", 1, "in clinics"),
        ("item", 0, "train (new) staff"),
        ("item", 0, "1. first"),
        ("item", 0, "2. second"),
        ("row", 0, "Year | Staff"),
        ("row", 0, "2023 | 1,200"),
        ("paragraph", 0, "x = 2 ** 3"),
        ("paragraph", 0, "Words in HTML"),
    ]


def test_front_matter_gives_the_facts(tmp_path: Path) -> None:
    facts = read(tmp_path, WELL).facts
    assert facts.title == "Staff: a plan"
    assert facts.authors == ("Jane Smith", "Tom Jones")
    assert facts.published == "2024-05-03"
    assert facts.publisher == "NHS England"


def test_a_rule_at_the_top_is_not_front_matter(tmp_path: Path) -> None:
    assert texts(read(tmp_path, "---\n\nBeds are full.\n"), "paragraph") == ["Beds are full."]


def test_footnotes_are_notes_and_their_marks_are_spans(tmp_path: Path) -> None:
    draft = read(
        tmp_path, "Beds are full[^b]. So what[^a]?\n\n[^a]: Jones.\n[^b]: Smith,\n    2020.\n"
    )
    first, *notes = draft.blocks
    assert first.text == "Beds are full 1. So what 2?"
    assert [first.text[a:b] for a, b in first.marks] == ["1", "2"]
    assert [(note.role, note.text) for note in notes] == [
        ("note", "1 Smith, 2020."),
        ("note", "2 Jones."),
    ]


def test_a_raised_number_is_a_mark(tmp_path: Path) -> None:
    (block,) = read(tmp_path, "Beds are full<sup>1</sup> on 5 m<sup>2</sup>.").blocks
    assert block.text == "Beds are full 1 on 5 m2."
    assert [block.text[a:b] for a, b in block.marks] == ["1"]


def test_headings_of_a_well_written_file_keep_their_level_when_repeated(tmp_path: Path) -> None:
    source = "# Plan\n\n" + "## Success measure\n\nWe count beds.\n\n" * 6
    assert texts(read(tmp_path, source), "heading").count("Success measure") == 6


@pytest.mark.parametrize("source", ["", "  \n", "![](a.png)", "---\n", "**"])
def test_no_words_is_empty(tmp_path: Path, source: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(tmp_path, source)
    assert caught.value.reason == "empty"


@pytest.mark.parametrize(
    "source",
    [
        "**a **b** c\n\n** **\n\n****\n\nd",
        "> quoted\nlines\n\n1) x\n\n\ty\n",
        "• • •\n\n•\n\nword",
        "[^1]\n\n[^1]: note",
        "\ue000x\ue001\ue002y\ue003",
    ],
)
def test_any_marks_give_clean_blocks(tmp_path: Path, source: str) -> None:
    for block in read(tmp_path, source).blocks:
        assert block.text == " ".join(block.text.split())
        assert not set(block.text) & set("\ue000\ue001\ue002\ue003")
        assert all(block.text[a:b].isdigit() for a, b in block.marks)
