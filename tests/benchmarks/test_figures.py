"""The benchmark of figures: over a document of two pages, and the form of the gold files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from assistant.documents import Block, Document, Layout, Page
from assistant.figures.figure import Amount, Figure, Period
from assistant.ledger.entry import Entry
from benchmarks.figures import GOLD
from benchmarks.figures_drafts import RIGHT, CheckScore, draft_of, read_drafts
from benchmarks.figures_ledger import (
    GoldFigure,
    GoldPlace,
    period_right,
    read_figures,
    score_ledger,
    unit_right,
    value_right,
)
from benchmarks.figures_look_up import LookUp, Right, read_look_ups, score_look_ups
from benchmarks.figures_places import Place, find, find_run, hashed

FIRST = "In 2031 the trust shut 214 beds and 7 wards. Page 7 tells why: 11% of beds were old. "
SECOND = "The board of the trust wants every porter to have a warm coat before the winter begins."
WHERE = Place("beds.pdf", page=1)
BEDS = GoldFigure("214", 214, None, ("beds",), (None,), (None,), (None,), ("2031-01-01", None))
WARDS = GoldFigure("7", 7, None, ("wards",), (None,), (None,), (None,), None)
SHARE = GoldFigure("11%", 11, None, ("%",), (None,), (None,), (None,), "any", table=True)
YEAR_2031 = Period("In 2031", "2031-01-01", "2031-12-31")


def document() -> Document:
    text = FIRST + SECOND
    pages = np.array([1] * len(FIRST) + [2] * len(SECOND), np.int16)
    return Document(
        "beds.pdf",
        "0" * 64,
        "Beds",
        "report",
        text,
        (Block(0, len(FIRST), "paragraph"), Block(len(FIRST), len(text), "paragraph")),
        pages=(Page(1, None, 595, 842), Page(2, None, 595, 842)),
        layout=Layout(pages, np.zeros((len(text), 4), np.int16)),
    )


def figure(key: str, amount: Amount, period: Period | None = None, nth: int = 0) -> Figure:
    start = -1
    for _ in range(nth + 1):
        start = (FIRST + SECOND).index(key, start + 1)
    return Figure(0, len(FIRST), (start, start + len(key)), amount, "", period)


def scored(golds: Sequence[GoldFigure], found: Sequence[Figure]) -> dict[str, list[bool]]:
    place = GoldPlace(WHERE, tuple(golds))
    score = score_ledger([place], {"beds.pdf": document()}, lambda _: list(found))
    return dict(score.measures())


def test_a_number_is_found_on_its_page_as_it_is_printed() -> None:
    text, on_page = document().text, WHERE.holds(document())
    assert [text[slice(*span)] for span in find(document(), on_page, "7")] == ["7", "7"]
    assert find(document(), on_page, "14") == []
    assert find(document(), Place("beds.pdf", page=2).holds(document()), "214") == []


def test_a_page_that_is_not_there_is_another_edition() -> None:
    with pytest.raises(LookupError, match="page 3"):
        Place("beds.pdf", page=3).holds(document())


def test_a_run_of_words_is_found_by_its_ends_with_the_signs_of_its_numbers() -> None:
    words = FIRST.casefold().replace(":", "").replace(".", "").replace("%", "").split()
    place = Place("beds.pdf", first=hashed(words[-11:-3]), last=hashed(words[-8:]))
    ((start, end),) = place.holds(document())
    assert document().text[start:end] == "7 wards. Page 7 tells why: 11% of beds were old."
    ends_in_a_share = Place("beds.pdf", first=hashed(words[:8]), last=hashed(words[-12:-4]))
    ((start, end),) = ends_in_a_share.holds(document())
    assert document().text[start:end].endswith("11%")


def test_a_run_that_is_not_there_or_not_on_its_page_is_another_edition() -> None:
    words = SECOND.casefold().rstrip(".").split()
    ends = hashed(words[:8]), hashed(words[-8:])
    assert find_run(document(), *ends, page=2) == (len(FIRST), len(FIRST + SECOND))
    with pytest.raises(LookupError, match="no run"):
        find_run(document(), *ends, page=1)


def test_what_is_found_missed_and_made_up_is_counted() -> None:
    beds = figure("214 beds", Amount(214, "beds"), YEAR_2031)
    made_up = figure("7", Amount(7, "pages"), nth=1)
    found = scored([BEDS, WARDS, SHARE], [beds, made_up])
    assert found["recall in prose"] == [True, False]
    assert found["recall in tables"] == [False]
    assert found["precision"] == [True, False]


def test_a_figure_that_is_optional_counts_neither_way() -> None:
    optional = replace(WARDS, optional=True)
    wards = figure("7 wards", Amount(7, "wards"))
    assert scored([optional], [wards])["recall in prose"] == []
    assert scored([optional], [wards])["precision"] == [True]
    assert scored([optional], [])["precision"] == []


def test_one_figure_cannot_stand_for_two() -> None:
    both = figure("214 beds and 7 wards", Amount(214, "beds"), YEAR_2031)
    assert scored([BEDS, WARDS], [both])["recall in prose"] == [True, False]


def test_of_several_figures_at_a_place_the_one_that_agrees_is_judged() -> None:
    wrong = figure("14", Amount(14, "beds"), nth=0)
    right = figure("214 beds", Amount(214, "beds"), YEAR_2031)
    found = scored([BEDS], [wrong, right])
    assert found["value right, of those found"] == [True]
    assert found["precision"] == [True, True]


def test_periods_are_judged_where_there_is_one_and_where_there_is_none() -> None:
    beds = figure("214 beds", Amount(214, "beds"))
    wards = figure("7 wards", Amount(7, "wards"), YEAR_2031)
    share = figure("11%", Amount(11, "%"), YEAR_2031)
    found = scored([BEDS, WARDS, SHARE], [beds, wards, share])
    assert found["period right, where there is one"] == [False]
    assert found["no period invented, where there is none"] == [False]


def test_what_is_said_of_an_amount_is_judged_one_by_one() -> None:
    rise = figure("11%", Amount(11, "%", None, "about", "rise", "year"))
    found = scored([SHARE], [rise])
    assert found["value and unit right, of those found"] == [True]
    assert found["comparator right, of those found"] == [False]
    assert found["direction right, of those found"] == [False]
    assert found["per right, of those found"] == [False]


@pytest.mark.parametrize(
    ("amount", "value", "unit"),
    [
        (Amount(8, "recommendations"), True, True),
        (Amount(0.3636, "ratio"), True, True),
        (Amount(8, "ratio"), True, False),
        (Amount(22, "recommendations"), False, False),
        (Amount(8, "recommendations", 22), True, True),
    ],
)
def test_a_figure_may_be_right_in_several_ways(amount: Amount, value: bool, unit: bool) -> None:
    gold = replace(WARDS, value=0.363636, units=("ratio",), amounts=((8, "recommendations"),))
    assert value_right(gold, amount) is value
    assert unit_right(gold, amount) is unit


def test_both_ends_of_a_range_have_to_be_right() -> None:
    gold = replace(SHARE, value=5, high=7)
    assert value_right(gold, Amount(5, "%", 7))
    assert not value_right(gold, Amount(5, "%"))
    assert not value_right(gold, Amount(5, "%", 8))
    assert not value_right(SHARE, Amount(11, "%", 12))


def test_the_noun_decides_about_a_unit() -> None:
    assert unit_right(BEDS, Amount(214, "hospital beds"))
    assert unit_right(replace(BEDS, units=("baby",)), Amount(2, "babies"))
    assert not unit_right(BEDS, Amount(214, "hospitals"))
    assert not unit_right(BEDS, Amount(214, ""))


def test_a_period_without_an_end_fits_every_end() -> None:
    assert period_right(("2031-01-01", None), YEAR_2031)
    assert not period_right(("2031-01-01", "2031-06-30"), YEAR_2031)
    assert not period_right(("2030-01-01", None), YEAR_2031)
    assert not period_right(("2031-01-01", None), None)


def entry(value: float, unit: str, page: int | None = 1) -> Entry:
    citation = SimpleNamespace(document="beds.pdf", page=page)
    return cast("Entry", SimpleNamespace(amount=Amount(value, unit), citation=citation))


class LooksUp:
    def __init__(self, *entries: Entry) -> None:
        self.entries = entries

    def look_up(self, text: str, *, count: int) -> Sequence[Entry]:
        assert text == "beds shut"
        return self.entries


def test_a_look_up_is_right_first_or_among_the_first_five() -> None:
    look_up = LookUp("beds shut", "prose", (Right(214, "beds", "beds.pdf", 1),))
    other, right = entry(7, "wards"), entry(214, "hospital beds")
    documents = {"beds.pdf": document()}
    for found, first, among in [
        ([right], True, True),
        ([other, right], False, True),
        ([other] * 5 + [right], False, False),
        ([entry(214, "beds", page=2), entry(214, "wards")], False, False),
        ([], False, False),
    ]:
        score = score_look_ups([look_up], documents, LooksUp(*found))
        assert (score.first, score.among) == ([first], [among])
    with pytest.raises(LookupError, match=r"beds\.pdf"):
        score_look_ups([look_up], {}, LooksUp())


def recipe(**more: object) -> dict[str, Any]:
    words = SECOND.casefold().rstrip(".").split()
    return {
        "kind": "misquoted",
        "document": "beds.pdf",
        "page": 2,
        "first": hashed(words[:8]),
        "last": hashed(words[-8:]),
        "lead": "It says: “{}”.",
        **more,
    }


def test_a_quotation_is_put_together_by_its_recipe() -> None:
    documents = {"beds.pdf": document()}
    right = draft_of(recipe(kind="quotation"), documents)
    assert right.text == f"It says: “{SECOND.rstrip('.')}”."
    assert right.text[slice(*right.judged)] == f"“{SECOND.rstrip('.')}”"
    changed = draft_of(recipe(change={"word": 11, "by": "thick"}), documents)
    assert "have a thick coat before" in changed.text
    dropped = draft_of(recipe(change={"word": 11, "by": ""}), documents)
    assert "have a coat before" in dropped.text


def test_the_figure_that_is_judged_is_found_in_its_sentence() -> None:
    draft = draft_of({"kind": "right", "draft": "It shut 214 beds.", "figure": "214"}, {})
    assert draft.text[slice(*draft.judged)] == "214"


def test_a_changed_figure_called_a_match_is_told_apart_from_one_not_found() -> None:
    score = CheckScore(
        kinds=["value", "year", "right", "absent"],
        verdicts=["matches", "not-found", "matches", "matches"],
    )
    found = dict(score.measures())
    assert found["right verdicts"] == [False, False, True, False]
    assert found["changed figures called a match"] == [True, False]
    assert found["misquoted or absent called a match"] == [True]
    assert "| year | 0 | 0 | 0 | 1 | 0 |" in score.confusion_table()


def rows(name: str) -> list[dict[str, Any]]:
    lines = (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [row for row in map(json.loads, lines) if "note" not in row]


def test_the_gold_set_is_as_large_as_it_has_to_be() -> None:
    figures = [
        figure
        for part in ("tune", "test")
        for place in read_figures(GOLD / f"figures-{part}.jsonl")
        for figure in place.figures
        if not figure.optional
    ]
    assert sum(not each.table for each in figures) >= 260
    assert sum(each.table for each in figures) >= 90
    look_ups = [
        each for part in ("tune", "test") for each in read_look_ups(GOLD / f"look-ups-{part}.jsonl")
    ]
    assert len(look_ups) == 60
    assert sum(each.kind == "table" for each in look_ups) == 15
    kinds = [
        row["kind"]
        for part in ("tune", "test")
        for row in read_drafts(GOLD / f"drafts-{part}.jsonl")
    ]
    assert {kind: kinds.count(kind) for kind in RIGHT} == {
        "right": 20,
        "value": 8,
        "unit": 4,
        "year": 4,
        "direction": 4,
        "absent": 5,
        "absent quotation": 5,
        "quotation": 10,
        "misquoted": 10,
    }


def test_what_is_held_back_is_not_in_the_part_to_tune_with() -> None:
    for name, keys in (
        ("figures", ("document", "page", "first")),
        ("look-ups", ("query",)),
        ("drafts", ("draft", "first")),
    ):
        tune, test = (
            {tuple(row.get(key) for key in keys) for row in rows(f"{name}-{part}")}
            for part in ("tune", "test")
        )
        assert tune
        assert test
        assert not tune & test
        assert "Held back" in (GOLD / f"{name}-test.jsonl").read_text("utf-8").splitlines()[0]


@pytest.mark.parametrize("part", ["tune", "test"])
def test_gold_figures_hold_facts_and_no_sentences(part: str) -> None:
    for place in rows(f"figures-{part}"):
        assert ("page" in place) != ("first" in place)
        for each in place["figures"]:
            assert len(each["measures"].split()) <= 8
            assert len(each["printed"].split()) <= 4
            assert each["where"] in ("prose", "table")
            assert each.get("high", each["value"] + 1) > each["value"]
            period = each["period"]
            assert period in (None, "any") or period[1] is None or period[0] <= period[1]
