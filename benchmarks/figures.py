"""Figures by the gold set: `python -m benchmarks.figures --documents DIR [--index DIR]`.

Three measures over documents that are not in this repository, with Wilson's 95% intervals:

- ledger: of the figures that a person listed on sampled pages, how many are found, what is found
  there that is none, and what is right of those found (figures_ledger.py);
- look-up: how often a right figure comes first and among the first five (figures_look_up.py);
- checker: of sentences as authors of board papers write them, right and wrong, how many get the
  right verdict (figures_drafts.py).

The gold set has a part to improve the rules with (`tune`) and one held back (`test`); how it was
made says benchmarks/figures/GUIDELINE.md. Without `--index` one is built in a temporary folder; for
`--only ledger` none is needed. Figures of one page are alike, which the intervals do not know.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from tqdm import tqdm

from assistant.documents import Document
from assistant.evaluate.intervals import wilson
from assistant.figures.extract import figures_of
from assistant.ingest.corpus import corpus_files
from assistant.ingest.read import ToRead, in_workers, read_document
from assistant.settings import Limits, Settings
from benchmarks.figures_ledger import GoldPlace, LedgerScore, read_figures, score_ledger

GOLD = Path(__file__).with_name("figures")
_LIMITS = Limits(seconds=1_800)  # a busy machine must not change what is scored
Part = Literal["tune", "test"]


def main() -> None:
    """Score what was asked for and print the tables."""
    options = _options()
    parts: tuple[Part, ...] = ("tune", "test") if options.part == "all" else (options.part,)
    settings = Settings(corpus=options.documents, limits=_LIMITS)
    if options.only == "ledger" and options.index is None:
        documents = read_straight(settings)
        places = _places(parts, documents)
        _ledger(score_ledger(places, documents, figures_of), misses=options.misses)
        return
    with _index(options.index) as folder:
        _with_index(replace(settings, index=folder), parts, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    evaluation = os.environ.get("ASSISTANT_EVALUATION")
    parser.add_argument(
        "--documents",
        type=Path,
        default=Path(evaluation) / "documents" if evaluation else None,
        required=not evaluation,
        help="the evaluation documents (default: documents in $ASSISTANT_EVALUATION)",
    )
    parser.add_argument("--index", type=Path, help="an index of them; it is brought up to date")
    parser.add_argument("--part", choices=("tune", "test", "all"), default="tune")
    parser.add_argument("--only", choices=("ledger", "look-up", "checker"))
    parser.add_argument("--misses", action="store_true", help="list what is wrong of part tune")
    options = parser.parse_args()
    if options.misses and options.part != "tune":
        parser.error("--misses is for the part tune: no rule is to be made from the others")
    return options


@contextmanager
def _index(given: Path | None) -> Iterator[Path]:
    if given is not None:
        yield given
        return
    with TemporaryDirectory(prefix="figures-") as folder:
        yield Path(folder)


def _with_index(settings: Settings, parts: Sequence[Part], options: argparse.Namespace) -> None:
    # What is not asked for is not imported: the ledger alone needs no model.
    from assistant.index.build import build
    from assistant.index.embedder import SentenceEmbedder
    from assistant.index.folder.store import FolderStore
    from assistant.ledger.ledger import Ledger

    embedder = SentenceEmbedder(settings.model)
    failed = [each for each in build(settings, embedder).documents if each.status == "failed"]
    for each in failed:
        sys.stderr.write(f"{each.path} could not be read: {each.detail}\n")
    index = FolderStore(settings.index).open(embedder.name)
    documents = {each.path: index.document(each.path) for each in index.listings}
    if options.only in (None, "ledger"):
        score = score_ledger(
            _places(parts, documents),
            documents,
            lambda document: index.figures(document.path, 0, len(document.text)),
        )
        _ledger(score, misses=options.misses)
    ledger = Ledger(index, embedder, settings)
    if options.only in (None, "look-up"):
        from benchmarks.figures_look_up import read_look_ups, score_look_ups

        looked_up = score_look_ups(_read(parts, "look-ups", read_look_ups), documents, ledger)
        print_table("Look-up", looked_up.measures())
        _list(looked_up.misses, wanted=options.misses)
    if options.only in (None, "checker"):
        from benchmarks.figures_drafts import read_drafts, score_drafts

        checked = score_drafts(_read(parts, "drafts", read_drafts), documents, ledger)
        print_table("Checker", checked.measures())
        sys.stdout.write(checked.confusion_table())
        _list(checked.misses, wanted=options.misses)


def read_straight(settings: Settings) -> dict[str, Document]:
    """The documents of the corpus by path, without an index.

    Raises:
        DocumentError: one of them cannot be read.
    """
    files = [
        ToRead(file.path, file.file, file.sha256(), file.entry.facts)
        for file in corpus_files(settings.corpus)
    ]
    documents = {}
    for read in tqdm(
        in_workers(read_document, files, settings.limits),
        total=len(files),
        leave=False,
        disable=None,
    ):
        if not isinstance(read, Document):
            raise read
        documents[read.path] = read
    return documents


def _places(parts: Sequence[Part], documents: Mapping[str, Document]) -> list[GoldPlace]:
    places: list[GoldPlace] = _read(parts, "figures", read_figures)
    missing = {each.place.document for each in places} - set(documents)
    if missing:
        sys.exit(f"These documents are not there: {', '.join(sorted(missing))}")
    return places


def _read(parts: Sequence[Part], name: str, reader: Any) -> list[Any]:  # noqa: ANN401
    return [each for part in parts for each in reader(GOLD / f"{name}-{part}.jsonl")]


def _ledger(score: LedgerScore, *, misses: bool) -> None:
    print_table("Ledger", score.measures())
    _list(score.misses, wanted=misses)


def print_table(name: str, measures: Iterable[tuple[str, Sequence[bool]]]) -> None:
    """Shares with their intervals, as a table of Markdown."""
    sys.stdout.write(f"\n| {name} | share | 95% interval | of |\n|---|---|---|---|\n")
    for measure, judged in measures:
        if not judged:
            sys.stdout.write(f"| {measure} | | | 0 |\n")
            continue
        between = wilson(sum(judged), len(judged))
        sys.stdout.write(
            f"| {measure} | {sum(judged) / len(judged):.3f} "
            f"| {between.low:.3f}-{between.high:.3f} | {between.of} |\n"
        )


def _list(misses: Sequence[str], *, wanted: bool) -> None:
    if wanted:
        sys.stdout.write("\n" + "".join(f"- {miss}\n" for miss in misses))


if __name__ == "__main__":
    main()
