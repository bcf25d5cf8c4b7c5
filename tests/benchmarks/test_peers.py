from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.peer_systems import plain_text_of
from benchmarks.peers import answerable, holds_answer, table_of

ANSWER = {"document": "bed-review", "quote": "The trust closed 214 beds.", "span": "214 beds"}


@pytest.mark.parametrize(
    ("stem", "text", "holds"),
    [
        ("bed-review", "In that year the  trust CLOSED 214\nbeds. Then it rained.", True),
        ("parking", "The trust closed 214 beds.", False),
        ("bed-review", "There were 214 beds in all of them.", False),
        ("bed-review", "The trust closed many beds.", False),
    ],
    ids=["white space and case", "another document", "another sentence", "without the answer"],
)
def test_what_counts_as_found(stem: str, text: str, holds: bool) -> None:
    assert holds_answer([("other", "Nothing."), (stem, text)], [ANSWER]) is holds


def test_only_questions_that_stand_alone_are_asked(tmp_path: Path) -> None:
    rows = [
        {"question": "a", "answerable": True, "follow_up_to": None, "answers": [ANSWER]},
        {"question": "b", "answerable": True, "follow_up_to": "a", "answers": [ANSWER]},
        {"question": "c", "answerable": False, "answers": []},
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)) + "\n")
    assert [row["question"] for row in answerable(file)] == ["a"]


def test_ratios_are_medians_of_rounds_and_a_peer_that_failed_says_so() -> None:
    def run(ingest: float) -> dict[str, Any]:
        return {
            "ingest": ingest,
            "question": 1.0,
            "size": 1.0,
            "found": 0.5,
            "passages": 7,
            "precision": "float32",
        }

    rounds: list[dict[str, dict[str, Any]]] = [
        {"ours": run(10.0), "txtai": run(20.0), "chroma": {"error": "no disk"}},
        {"ours": run(10.0), "txtai": run(90.0), "chroma": {"error": "no disk"}},
        {"ours": run(20.0), "txtai": run(60.0), "chroma": {"error": "no disk"}},
    ]
    table = table_of(["ours", "txtai", "chroma"], rounds)
    assert "| txtai | 60.0 (× 3.00) |" in table
    assert "| chroma | did not run: no disk |" in table


def test_peers_read_plain_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.")
    (tmp_path / "b.docx").write_text("Two.")
    assert [(file.name, text) for file, text in plain_text_of(tmp_path)] == [("a.txt", "One.")]
