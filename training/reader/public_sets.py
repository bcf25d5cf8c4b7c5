"""Public question-answering sets become examples: one function a set.

Each takes the folder of its set and gives examples of one passage. Of SQuAD 2 some articles are
never trained on; COVID-QA has a test part of its own.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from training.reader.examples import Example, Passage, Span, passage_with

_FEWEST_WORDS = 25
"""Shorter paragraphs of PolicyQA are fragments of menus."""


def squad2(folder: Path, *, held_out: bool) -> Iterator[Example]:
    """SQuAD 2.0 dev (Rajpurkar et al. 2018): every fourth article, by title, is held out."""
    articles = json.loads((folder / "dev.json").read_text("utf-8"))["data"]
    kept = set(sorted(article["title"] for article in articles)[1::4])
    for article in articles:
        if (article["title"] in kept) != held_out:
            continue
        heading = article["title"].replace("_", " ")
        for paragraph in article["paragraphs"]:
            for row in paragraph["qas"]:
                text = paragraph["context"]
                if row["is_impossible"]:
                    passage = passage_with(heading, text, None)
                else:
                    key = _most_given(text, row["answers"])
                    if key is None:
                        continue
                    passage = passage_with(heading, text, key)
                yield Example("squad2", article["title"], row["question"].strip(), (passage,))


def _most_given(text: str, answers: Sequence[dict[str, Any]]) -> Span | None:
    spans = Counter(
        (answer["answer_start"], answer["answer_start"] + len(answer["text"]))
        for answer in answers
        if text[answer["answer_start"] :].startswith(answer["text"])
    )
    return spans.most_common(1)[0][0] if spans else None


def squad_pairs(folder: Path, seed: int) -> Iterator[Example]:
    """Questions beside the sentence that answers each; neighbouring lines are of one article.

    A passage is made of three to six sentences that follow one another in the file.
    """
    chance = random.Random(seed)
    lines = (folder / "sentences.txt").read_text("utf-8").strip().split("\n")
    questions = (folder / "questions.txt").read_text("utf-8").strip().split("\n")
    sentences: list[str] = []
    places = []
    for line in map(_untokenised, lines):
        if line in sentences[-6:]:
            places.append(len(sentences) - 1 - sentences[::-1].index(line))
        else:
            sentences.append(line)
            places.append(len(sentences) - 1)
    for place, question in zip(places, questions, strict=True):
        count = chance.randint(3, 6)
        first = max(0, place - chance.randint(0, count - 1))
        text, spans = _joined(sentences[first : first + count])
        passage = Passage("", text, spans, (place - first,))
        yield Example("squad_pairs", f"pairs {place // 40}", _untokenised(question), (passage,))


def _joined(sentences: Sequence[str]) -> tuple[str, tuple[Span, ...]]:
    spans: list[Span] = []
    start = 0
    for sentence in sentences:
        spans.append((start, start + len(sentence)))
        start += len(sentence) + 1
    return " ".join(sentences), tuple(spans)


_BRACKETS = {"-lrb-": "(", "-rrb-": ")", "-lsb-": "[", "-rsb-": "]", "``": '"', "''": '"'}


def _untokenised(line: str) -> str:
    """A line without the marks and spaces of the Penn tokenisation."""
    for token, sign in _BRACKETS.items():
        line = line.replace(token, sign)
    return re.sub(r" (?=(?:'s|n't|[,.?);:]))|(?<=\() ", "", line.strip())


def policyqa(folder: Path) -> Iterator[Example]:
    """PolicyQA (Ahmad et al. 2020): questions over the privacy policies of websites."""
    for part in ("dev", "test"):
        for article in json.loads((folder / f"{part}.json").read_text("utf-8"))["data"]:
            for paragraph in article["paragraphs"]:
                text = paragraph["context"]
                if len(text.split()) < _FEWEST_WORDS:
                    continue
                for row in paragraph["qas"]:
                    key = _most_given(text, row["answers"])
                    if key is not None:
                        passage = passage_with(article["title"], text, key)
                        yield Example("policyqa", article["title"], row["question"], (passage,))


def covidqa(folder: Path, part: str) -> Iterator[Example]:
    """COVID-QA (Möller et al. 2020) by paragraph; `part` is train, dev or test.

    Of dev and test only the paragraphs that are not in train: most of the others are. The papers
    are the same.
    """
    seen = set()
    if part != "train":
        rows = json.loads((folder / "qa_train.json").read_text("utf-8"))["data"]
        seen = {row["context"] for row in rows}
    for row in json.loads((folder / f"qa_{part}.json").read_text("utf-8"))["data"]:
        answer, text = row["answers"][0]["text"], row["context"]
        if text in seen:
            continue
        start = row["answers"][0]["answer_start"]
        if not text.startswith(answer, start):
            start = text.find(answer)
        if start >= 0:
            passage = passage_with(row.get("title", ""), text, (start, start + len(answer)))
            yield Example("covidqa", text[:60], row["question"].strip(), (passage,))


def tatqa(folder: Path) -> Iterator[Example]:
    """TAT-QA (Zhu et al. 2021): questions that a paragraph of an annual report answers."""
    for part in ("dev", "test_gold"):
        rows = json.loads((folder / f"tatqa_dataset_{part}.json").read_text("utf-8"))
        for row in rows:
            texts = {str(paragraph["order"]): paragraph["text"] for paragraph in row["paragraphs"]}
            for question in row["questions"]:
                found = _tatqa_answer(question, texts)
                if found is not None:
                    passage = passage_with("", *found)
                    group = row["table"]["uid"]
                    yield Example("tatqa", group, question["question"], (passage,))


def _tatqa_answer(question: dict[str, Any], texts: dict[str, str]) -> tuple[str, Span] | None:
    if question["answer_type"] != "span" or question["answer_from"] == "table":
        return None
    answer = str(question["answer"][0])
    for order in question["rel_paragraphs"]:
        text = texts.get(str(order), "")
        if len(answer) > 2 and text.count(answer) == 1:
            start = text.index(answer)
            return text, (start, start + len(answer))
    return None


def clapnq(folder: Path) -> Iterator[Example]:
    """CLAP NQ (Rosenthal et al. 2025): passages with the sentences that answer, or none."""
    for part in ("answerable", "unanswerable"):
        for line in (folder / f"clapnq_dev_{part}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            given = row["passages"][0]
            chosen = {s for output in row["output"] for s in output.get("selected_sentences", ())}
            text, spans = _joined([sentence.strip() for sentence in given["sentences"]])
            right = tuple(
                at for at, sentence in enumerate(given["sentences"]) if sentence in chosen
            )
            if bool(right) == (part == "answerable"):
                passage = Passage(given["title"], text, spans, right)
                yield Example("clapnq", given["title"], row["input"], (passage,))


def with_a_wrong_passage(examples: Sequence[Example], share: float, seed: int) -> list[Example]:
    """Some examples together with a passage that does not answer: another of the same article.

    `share` is how many of the examples get one, from 0 to 1.
    """
    chance = random.Random(seed)
    texts: dict[str, dict[str, Passage]] = {}
    for example in examples:
        for passage in example.passages:
            texts.setdefault(example.group, {})[passage.text] = passage
    mixed = []
    for example in examples:
        own = example.passages[0]
        others = [
            passage
            for text, passage in texts[example.group].items()
            if text != own.text and not _holds_key(own, text)
        ]
        if others and chance.random() < share:
            wrong = chance.choice(others)
            passages = (own, Passage(wrong.heading, wrong.text, wrong.sentences))
            mixed.append(Example(example.source, example.group, example.question, passages))
        else:
            mixed.append(example)
    return mixed


def _holds_key(passage: Passage, text: str) -> bool:
    if passage.key is None:
        return any(passage.text[slice(*passage.sentences[at])] in text for at in passage.right)
    return passage.text[slice(*passage.key)] in text
