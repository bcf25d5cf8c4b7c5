"""The benchmark of reading alone, over sets of a few lines and a reader that is told its words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from assistant.reader.texts import Text
from benchmarks.reading import (
    Item,
    auroc,
    covidqa_items,
    exact_match,
    figures,
    read,
    refused,
    squad2_items,
    token_f1,
)
from training.reader.examples import Span, passage_with

BEDS = "The trust closed 214 beds. Nobody had asked the 30 nurses."


@dataclass(frozen=True)
class Said:
    span: Span
    answers: float = 0.0
    span_score: float = 0.0
    sentence: int = 0
    """The sentence that scores best."""

    def sentence_scores(self, spans: Sequence[Span]) -> list[float]:
        return [float(at == self.sentence) for at in range(len(spans))]


class Recording:
    """Keeps what it is given to read."""

    def __init__(self) -> None:
        self.pairs: list[tuple[str, Text]] = []

    def score(self, pairs: Sequence[tuple[str, Text]]) -> list[Said]:
        self.pairs += pairs
        return [Said((0, 3), answers=float(len(question))) for question, _ in pairs]


def span(text: str, of: str = BEDS) -> Span:
    return of.index(text), of.index(text) + len(text)


def item(*golds: str) -> Item:
    spans = tuple(span(gold) for gold in golds)
    return Item("How many?", passage_with("", BEDS, spans[0] if spans else None), spans)


def test_any_gold_answer_will_do() -> None:
    items = [item("214 beds", "30 nurses")] * 2 + [item("214 beds")] * 2
    said = [
        Said(span("214 beds"), sentence=0),
        Said(span("the 30 nurses"), sentence=1),  # an article does not count
        Said(span("30 nurses"), sentence=1),
        Said(span("closed 214 beds"), sentence=0),
    ]
    found = figures(items, said)
    assert found["sentence accuracy"].value == 0.75
    assert found["exact match"].value == 0.5
    assert found["token F1"].value == pytest.approx((1 + 1 + 0 + 0.8) / 4)
    assert found["sentence accuracy"].interval.of == 4
    assert set(found) == {"sentence accuracy", "exact match", "token F1"}


def test_the_answerable_are_told_from_the_others() -> None:
    items = [item("214 beds")] * 4 + [item()] * 4
    said = [Said((0, 3), answers=score) for score in (4.0, 3.0, 2.0, 0.5, 1.0, 0.0, 0.0, -1.0)]
    found = figures(items, said)
    assert found["AUROC by passage score"].value == 15 / 16
    assert found["refused at 8% false refusals, by passage score"].value == 0.75
    assert found["AUROC by span score"].value == 0.5  # it says the same of all
    for figure in found.values():
        assert figure.interval.low <= figure.value <= figure.interval.high


def test_auroc() -> None:
    assert auroc(np.array([2.0, 3.0]), np.array([0.0, 1.0])) == 1
    assert auroc(np.array([0.0]), np.array([1.0])) == 0
    assert auroc(np.array([1.0]), np.array([1.0, 1.0])) == 0.5


def test_the_threshold_refuses_no_more_than_8_in_100() -> None:
    right = np.arange(100.0)  # 8 of them are below 8.0
    assert refused(right, np.array([7.9, 8.0])) == 0.5
    ties = np.array([0.0] * 50 + [1.0] * 50)  # a threshold above the ties would refuse half
    assert refused(ties, np.array([0.5])) == 0


@pytest.mark.parametrize(
    ("given", "f1"),
    [("the 214 Beds!", 1), ("214", 2 / 3), ("wards", 0), ("", 0), ("beds beds", 0.5)],
)
def test_words_are_compared_as_squad_does(given: str, f1: float) -> None:
    assert token_f1(given, ["nothing", "214 beds"]) == pytest.approx(f1)
    assert exact_match(given, ["nothing", "214 beds"]) == (f1 == 1)


def test_the_reader_gets_every_passage_in_order() -> None:
    reader = Recording()
    items = [Item("?" * (at + 1), passage_with("A heading", BEDS, None), ()) for at in range(150)]
    assert [each.answers for each in read(reader, items)] == list(range(1, 151))
    assert reader.pairs[0] == ("?", Text("A heading", BEDS))


def test_squad_has_the_held_out_articles_with_all_answers(tmp_path: Path) -> None:
    def answer(text: str) -> dict[str, object]:
        return {"text": text, "answer_start": BEDS.index(text)}

    questions = [
        {"question": " How many? ", "is_impossible": False,
         "answers": [answer("214"), answer("214"), answer("214 beds"),
                     {"text": "lost", "answer_start": 0}]},
        {"question": "How many wards?", "is_impossible": True, "answers": []},
    ]  # fmt: skip
    articles = [
        {"title": title, "paragraphs": [{"context": BEDS, "qas": questions}]} for title in "DCBA"
    ]
    (tmp_path / "dev.json").write_text(json.dumps({"data": articles}), encoding="utf-8")
    first, second = squad2_items(tmp_path)  # of B alone
    assert (first.question, first.passage.heading) == ("How many?", "B")
    assert first.golds == (span("214"), span("214 beds"))
    assert second.golds == ()


def test_covid_questions_are_asked_again_of_another_paragraph(tmp_path: Path) -> None:
    def row(title: str, context: str) -> dict[str, object]:
        gold = {"text": "214 beds", "answer_start": context.find("214 beds")}
        return {"title": title, "context": context, "question": "How many?", "answers": [gold]}

    seen = {"data": [row("one", f"{BEDS} It was read in training.")]}
    (tmp_path / "qa_train.json").write_text(json.dumps(seen), encoding="utf-8")
    rows = [
        *seen["data"],
        row("one", BEDS),
        row("one", f"As was said, {BEDS}"),  # holds the answer, so it is no near miss
        row("two", BEDS),
    ]
    (tmp_path / "qa_test.json").write_text(json.dumps({"data": rows}), encoding="utf-8")
    assert [bool(each.golds) for each in covidqa_items(tmp_path)] == [True] * 3
    rows.append({**row("one", "Other words. No beds at all, but 30 nurses."), "answers": [
        {"text": "30 nurses", "answer_start": 33}]})  # fmt: skip
    (tmp_path / "qa_test.json").write_text(json.dumps({"data": rows}), encoding="utf-8")
    items = covidqa_items(tmp_path)
    near = [each.passage.text for each in items if not each.golds]
    assert len(items) - len(near) == 4
    assert near == ["Other words. No beds at all, but 30 nurses."] * 2
