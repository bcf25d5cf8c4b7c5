"""What becomes of a citation, for each way in which its document can have changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer.citation import Citation
from assistant.documents import Document
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


def marked(text: str, mark: str, **facts: str) -> Document:
    """A report of one sentence with a footnote mark."""
    made = report("New.", text, **facts)
    at = made.text.index(mark)
    return replace(made, marks=((at, at + len(mark)),))


NOTED = marked("The trust closed 214 beds 3 in 2023.", "3")
RENUMBERED = marked("The  trust closed\n214 beds 17 in 2023.", "17", sha256=OTHER)


@pytest.mark.parametrize(
    "words", ["The trust closed 214 beds 17 in 2023.", "The trust closed 214 beds in 2023."]
)
@pytest.mark.parametrize("start", [5, 9])
def test_white_space_and_the_marks_of_today_do_not_count(words: str, start: int) -> None:
    citation = replace(cited(NOTED, NOTED.text[5:]), text=words, marks=(), start=start,
                       end=start + len(RENUMBERED.text) - 5)  # fmt: skip
    verdict = verify(citation, *held(RENUMBERED))
    assert verdict.state == ("stands" if start == 5 else "moved")
    assert verdict.where is not None
    assert verdict.where.text == RENUMBERED.text[5:]


def test_marks_of_our_own_records_may_be_renumbered() -> None:
    citation = cited(NOTED, NOTED.text[5:])
    verdict = verify(citation, *held(RENUMBERED), own=True)
    assert verdict.where is not None
    assert (verdict.state, verdict.where.text) == ("moved", RENUMBERED.text[5:])
    # In a file anything may be called a mark.
    assert verify(citation, *held(RENUMBERED)).state == "changed"


@pytest.mark.parametrize("start", [0, 3])
def test_words_called_footnote_marks_count(start: int) -> None:
    now = report("Staff should work at night.")
    forged = replace(cited(now, now.text), text="Staff should NOT work at night.",
                     marks=((13, 17),), start=start)  # fmt: skip
    assert verify(forged, *held(now)).state == "changed"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It was 15% of staff.", "5% of staff."), ("It was 15% of staff.", "% of staff."),
        ("It was 1.5% of staff.", ".5% of staff."), ("It had 15 beds", "It had 1"),
        ("It was 5% of staff.", "It was 5"), ("It was 5-10 beds.", "It was 5"),
        ("It was >5 beds.", "5 beds."), ("Staff can\u2019t work.", "Staff can"),
        ("All non-clinical staff.", "clinical staff."), ("It is unsafe.", "safe."),
    ],
)  # fmt: skip
def test_cut_off_words_and_numbers_do_not_stand(text: str, words: str) -> None:
    now = report(text)
    assert verify(cited_as(now, words), *held(now)).state == "changed"


def cited_as(made: Document, words: str) -> Citation:
    start = made.text.index(words)
    return replace(cited(made, made.text), text=words, key=None, start=start,
                   end=start + len(words))  # fmt: skip


def test_a_place_that_ends_beyond_the_document() -> None:
    assert verify(replace(CITATION, end=CITATION.end + 50), *held(WAS)).state == "moved"


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
