"""What becomes of a citation, for each way in which its document can have changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.verifying.verify import verify
from tests.verifying.making import CLOSED, REST, cited, held, report

OTHER = "cd" * 32
WAS = report(REST, CLOSED)
CITATION = cited(WAS)


def test_it_stands() -> None:
    verdict = verify(CITATION, *held(WAS))
    assert verdict.state == "stands"
    assert verdict.where is not None
    assert (verdict.where.text, verdict.where.key) == (CLOSED, (0, 9))


def test_it_stands_in_another_file_of_the_name() -> None:
    verdict = verify(CITATION, *held(report(REST, CLOSED, "More.", sha256=OTHER)))
    assert verdict.state == "stands"
    assert "has changed since" in verdict.why


def test_moved_within_its_document() -> None:
    verdict = verify(CITATION, *held(report("New.", REST, CLOSED, sha256=OTHER)))
    assert verdict.state == "moved"
    assert verdict.where is not None
    assert (verdict.where.text, verdict.where.start) == (CLOSED, CITATION.start + 5)
    assert f"{CITATION.start} to {CITATION.end}" in verdict.why
    assert f"{CITATION.start + 5} to {CITATION.end + 5}" in verdict.why


def test_moved_to_another_file_name() -> None:
    verdict = verify(
        CITATION, *held(report("Else.", sha256=OTHER), report(REST, CLOSED, path="b.md"))
    )
    assert verdict.state == "moved"
    assert "b.md" in verdict.why
    assert "a.md" in verdict.why


def test_the_very_file_goes_before_another_of_its_name() -> None:
    now = report(REST, sha256=OTHER), report(REST, CLOSED, path="z.md")
    verdict = verify(CITATION, *held(*now))
    assert verdict.where is not None
    assert (verdict.state, verdict.where.document) == ("moved", "z.md")


def test_other_white_space_and_footnote_marks_are_the_same_words() -> None:
    was = report("The trust closed 214 beds 3 in 2023.")
    mark = was.text.index(" 3 ") + 1
    was = replace(was, marks=((mark, mark + 1),))
    citation = cited(was, was.text)
    now = report("New.", "The  trust closed\n214 beds 17 in 2023.", sha256=OTHER)
    mark = now.text.index("17")
    now = replace(now, marks=((mark, mark + 2),))
    verdict = verify(citation, *held(now))
    assert verdict.state == "moved"
    assert verdict.where is not None
    assert verdict.where.text == now.text[5:]


@pytest.mark.parametrize(
    ("words", "now"),
    [
        ("214 beds", "9214 beds"), ("214 beds", "1,214 beds"), ("214 beds", "£214 beds"),
        ("214 beds", "214 bedsteads"), ("It had 5", "It had 5.2"), ("It had 5", "It had 5%"),
        ("214  beds", "1,214 beds"), ("214  beds", "9214 beds"),
    ],
)  # fmt: skip
def test_part_of_another_figure_is_not_the_same_words(words: str, now: str) -> None:
    citation = replace(CITATION, text=words, start=50, end=50 + len(words), marks=(), key=None)
    assert verify(citation, *held(report(f"{now} in 2023.", sha256=OTHER))).state == "changed"


def test_changed_with_the_most_similar_sentence() -> None:
    now = report(REST, "The trust closed 230 beds in 2023.", sha256=OTHER)
    verdict = verify(CITATION, *held(now))
    assert verdict.state == "changed"
    assert verdict.where is not None
    assert verdict.where.text == "The trust closed 230 beds in 2023."
    assert verdict.where.key is None
    assert "most similar" in verdict.why


def test_changed_with_nothing_like_it() -> None:
    verdict = verify(CITATION, *held(report(REST, sha256=OTHER)))
    assert (verdict.state, verdict.where) == ("changed", None)


def test_changed_where_two_are_as_similar() -> None:
    now = report("The trust closed 215 beds in 2023.", "The trust closed 216 beds in 2023.",
                 sha256=OTHER)  # fmt: skip
    assert verify(CITATION, *held(now)).where is None


def test_the_words_twice_cannot_be_told_apart() -> None:
    verdict = verify(CITATION, *held(report("New.", CLOSED, CLOSED, sha256=OTHER)))
    assert (verdict.state, verdict.where) == ("changed", None)
    assert "2 times" in verdict.why


def test_words_that_never_stood_in_the_file() -> None:
    forged = replace(CITATION, text="The trust closed 999 beds in 2023.")
    verdict = verify(forged, *held(WAS))
    assert verdict.state == "changed"
    assert "the same file" in verdict.why
    assert verdict.where is not None
    assert verdict.where.text == CLOSED


def test_gone() -> None:
    verdict = verify(
        CITATION, *held(replace(report("Else.", path="b.md", sha256=OTHER), title="B"))
    )
    assert (verdict.state, verdict.where) == ("gone", None)
    assert "a.md" in verdict.why


def test_gone_but_said_by_another_file_of_the_title() -> None:
    verdict = verify(CITATION, *held(report(CLOSED, path="b.md", sha256=OTHER)))
    assert verdict.state == "gone"
    assert verdict.where is not None
    assert verdict.where.document == "b.md"


@pytest.mark.parametrize(
    "odd",
    [
        {"start": -5, "end": 3}, {"start": 10**12, "end": 10**12 + 5}, {"start": 9, "end": 2},
        {"key": (50, 900)}, {"key": (-3, -1)}, {"marks": ((9, 1), (-4, 90))}, {"page": -1},
    ],
)  # fmt: skip
def test_odd_numbers_do_no_harm(odd: dict[str, object]) -> None:
    assert verify(replace(CITATION, **odd), *held(WAS)).state in ("stands", "moved")  # type: ignore[arg-type]


def test_no_words() -> None:
    assert verify(replace(CITATION, text=" \n"), *held(WAS)).state == "changed"
    assert verify(replace(CITATION, text="", document="b"), *held()).state == "gone"


def test_words_without_end() -> None:
    long = replace(CITATION, text="word " * 200_000)
    assert verify(long, *held(WAS)).state == "changed"
