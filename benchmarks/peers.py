"""This project beside other ways to search documents, in one run, on the same documents.

    python -m benchmarks.peers DOCUMENTS QUESTIONS --peers-python PEERS/bin/python

PEERS is an environment with the extra `benchmarks`; each system runs in a process of its own. Ours
and theirs take turns, in another order each round. A ratio is the median of the rounds' ratios,
peer over ours: above 1 they take longer, or more. `--markdown` and `--picture` write the table and
the plot. Of a question p50 is told: embedding and searching, without a reader, but for
“ours, answers”. Found is the part of the answerable questions without a history for which one of
the ten passages is of the right document and holds the answer and half of the words of its quote.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.peer_systems import OURS, SYSTEMS, Found

Run = Mapping[str, Any]
MEASURES = {
    "ingest": "ingest, s",
    "question": "question p50, ms",
    "size": "index, MB",
    "found": "found@10",
}


def main() -> None:
    """Measure, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--peers-python", default=sys.executable)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=list(SYSTEMS), choices=list(SYSTEMS))
    parser.add_argument("--markdown", type=Path)
    parser.add_argument("--picture", type=Path, help="an SVG or PNG file")
    parser.add_argument("--run", help=argparse.SUPPRESS)  # what this program starts
    options = parser.parse_args()
    if options.run:
        sys.stdout.write(json.dumps(_run(options.run, options.documents, options.questions)))
        return
    names = [name for name in SYSTEMS if name in options.only]
    rounds = []
    for number in range(options.rounds):
        turn = number % len(names)
        order = names[turn:] + names[:turn]
        rounds.append({name: _in_its_process(name, options) for name in order})
        for name in order:
            sys.stderr.write(f"{number + 1} {name}: {_without_names(rounds[-1][name])}\n")
    table = table_of([one for one in names if all(one in each for each in rounds)], rounds)
    sys.stdout.write(table)
    if options.markdown:
        options.markdown.write_text(table, encoding="utf-8")
    if options.picture:
        _draw(rounds, names, options)


def _in_its_process(name: str, options: argparse.Namespace) -> Run:
    python = sys.executable if name in OURS else options.peers_python
    command = [python, "-m", "benchmarks.peers", str(options.documents), str(options.questions)]
    offline = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "true"}
    done = subprocess.run(
        [*command, "--run", name], env={**os.environ, **offline}, capture_output=True, check=False
    )
    if done.returncode:
        return {"error": done.stderr.decode(errors="replace").strip().rpartition("\n")[2]}
    run: Run = json.loads(done.stdout.rpartition(b"\n")[2])
    return run


def _run(name: str, documents: Path, questions: Path) -> Run:
    """Build and ask, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        system = SYSTEMS[name](Path(folder))
        started = time.perf_counter()
        passages = system.build(documents)
        ingest = time.perf_counter() - started
        gold = answerable(questions)
        system.search(gold[0]["question"])  # what is loaded at the first question
        seconds, hits = [], 0
        for row in gold:
            began = time.perf_counter()
            found = system.search(row["question"])
            seconds.append(time.perf_counter() - began)
            hits += holds_answer(found, row["answers"])
        files = (file for file in Path(folder).rglob("*") if file.is_file())
        size = sum(file.stat().st_size for file in files)
    return {
        "ingest": ingest,
        "question": statistics.median(seconds) * 1000,
        "size": size / 1e6,
        "found": hits / len(gold),
        "passages": passages,
        "precision": system.precision,
    }


def answerable(questions: Path) -> list[dict[str, Any]]:
    """The questions of a gold file that stand alone and have an answer."""
    rows = [json.loads(line) for line in questions.read_text("utf-8").splitlines() if line.strip()]
    return [row for row in rows if row["answerable"] and not row.get("follow_up_to")]


def holds_answer(found: Found, answers: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a passage of the right document holds the answer and half the words of its quote."""
    for stem, text in found:
        plain = _folded(text)
        words = set(plain.split())
        for answer in answers:
            quote = set(_folded(answer["quote"]).split())
            right = Path(answer["document"]).stem == stem
            if right and _folded(answer["span"]) in plain and 2 * len(quote & words) >= len(quote):
                return True
    return False


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def table_of(names: Sequence[str], rounds: Sequence[Mapping[str, Run]]) -> str:
    """A Markdown table: the medians, and in brackets the medians of the ratios to ours."""
    lines = [
        f"| system | {' | '.join(MEASURES.values())} | passages | vectors made in |",
        "|---|" + "---|" * (len(MEASURES) + 2),
    ]
    for name in names:
        errors = [each[name]["error"] for each in rounds if "error" in each[name]]
        if errors:
            lines.append(f"| {name} | did not run: {errors[0]} |" + " |" * (len(MEASURES) + 1))
            continue
        cells = []
        for measure in MEASURES:
            value = statistics.median(each[name][measure] for each in rounds)
            cells.append(f"{value:.2f}" if measure == "found" else f"{value:,.1f}")
            if name not in OURS and measure != "found" and "ours" in rounds[0]:
                cells[-1] += f" (× {_ratio(name, measure, rounds):.2f})"
        first = rounds[0][name]
        cells += [f"{first['passages']:,}", first["precision"]]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _ratio(name: str, measure: str, rounds: Sequence[Mapping[str, Run]]) -> float:
    return float(statistics.median(each[name][measure] / each["ours"][measure] for each in rounds))


def _without_names(run: Run) -> str:
    return ", ".join(
        f"{what} {value:.3g}" if isinstance(value, float) else f"{what} {value}"
        for what, value in run.items()
    )


def _draw(
    rounds: Sequence[Mapping[str, Run]], names: Sequence[str], options: argparse.Namespace
) -> None:
    """Bars of the ratios; vl-convert-python, of the peers' environment, makes the picture."""
    import altair as alt

    peers = [
        name for name in names if name not in OURS and all("error" not in r[name] for r in rounds)
    ]
    rows = [
        {"system": name, "measure": MEASURES[measure], "ratio": _ratio(name, measure, rounds)}
        for name in peers
        for measure in ("ingest", "question", "size")
    ]
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(color="#005eb8")
        .encode(
            x=alt.X("ratio:Q", title="times ours (1 = as ours)"),
            y=alt.Y("system:N", title=None, sort=peers),
            column=alt.Column("measure:N", title=None, sort=list(MEASURES.values())),
        )
        .properties(width=180)
        .resolve_scale(x="independent")
    )
    ending = options.picture.suffix.lstrip(".")
    script = (
        "import sys, vl_convert as vl\n"
        f"made = vl.vegalite_to_{ending}(sys.stdin.read())\n"
        "sys.stdout.buffer.write(made.encode() if isinstance(made, str) else made)"
    )
    made = subprocess.run(
        [options.peers_python, "-c", script],
        input=chart.to_json().encode(),
        capture_output=True,
        check=True,
    )
    options.picture.write_bytes(made.stdout)


if __name__ == "__main__":
    main()
