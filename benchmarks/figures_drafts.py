"""How well drafts are checked: sentences as authors of board papers write them, right and wrong.

Each sentence has one figure or one quotation that is judged. Quotations are words of others, so
the gold file has a recipe: where the words stand (by hashes) and which word to change; the sentence
is put together from the documents.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tqdm import tqdm

from assistant.checking.check import check_draft
from assistant.checking.finding import Finding, Verdict
from assistant.documents import Document
from assistant.ledger.ledger import Ledger
from benchmarks.figures_places import Span, find_run

RIGHT: Mapping[str, Verdict] = {
    "right": "matches",
    "value": "differs",
    "unit": "differs",
    "year": "differs",
    "direction": "differs",
    "absent": "not-found",
    "absent quotation": "not-found",
    "quotation": "matches",
    "misquoted": "misquoted",
}
"""The verdict that each kind of sentence should get."""
CHANGED = frozenset({"value", "unit", "year", "direction"})
_MISSED = "no finding"


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence with the part of it that is judged, and the document that decides, if any."""

    kind: str
    text: str
    judged: Span
    document: str | None = None
    page: int | None = None


@dataclass
class CheckScore:
    """The verdict of each sentence."""

    kinds: list[str] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)
    sources: list[bool] = field(default_factory=list)
    """Of the sentences with a source that were found in one, whether it was that one."""
    misses: list[str] = field(default_factory=list)

    def measures(self) -> Iterator[tuple[str, list[bool]]]:
        """Each measure by name with what was judged, in the order of the report."""
        pairs = list(zip(self.kinds, self.verdicts, strict=True))
        figures = [pair for pair in pairs if RIGHT_KINDS[pair[0]] == "figure"]
        quotations = [pair for pair in pairs if RIGHT_KINDS[pair[0]] == "quotation"]
        for name, of in (("", pairs), (", figures", figures), (", quotations", quotations)):
            yield f"right verdicts{name}", [verdict == RIGHT[kind] for kind, verdict in of]
        for kind in RIGHT:
            yield (
                f"right verdicts, {kind}",
                [verdict == RIGHT[kind] for own, verdict in pairs if own == kind],
            )
        yield (
            "changed figures called a match",
            [verdict == "matches" for kind, verdict in pairs if kind in CHANGED],
        )
        yield (
            "misquoted or absent called a match",
            [
                verdict == "matches"
                for kind, verdict in pairs
                if RIGHT[kind] in ("misquoted", "not-found")
            ],
        )
        yield "the document named, of those with a source", self.sources

    def confusion_table(self) -> str:
        """Kinds of sentences by verdict, as a table of Markdown."""
        counts = Counter(zip(self.kinds, self.verdicts, strict=True))
        columns = ("matches", "differs", "misquoted", "not-found", _MISSED)
        lines = [f"\n| kind | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
        lines += [
            f"| {kind} | " + " | ".join(str(counts[kind, each]) for each in columns) + " |"
            for kind in RIGHT
        ]
        return "\n".join(lines) + "\n"


RIGHT_KINDS: Mapping[str, str] = {
    kind: "quotation" if "quot" in kind else "figure" for kind in RIGHT
}


def read_drafts(path: Path) -> list[Mapping[str, Any]]:
    """The rows of a gold file; `draft_of` makes sentences of them."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [row for row in rows if "kind" in row]


def draft_of(row: Mapping[str, Any], documents: Mapping[str, Document]) -> Draft:
    """A sentence: as it is written down, or put together by its recipe.

    Raises:
        LookupError: the words are not in the document: it is another edition.
    """
    source, page = row.get("document"), row.get("page")
    if "lead" not in row:
        text = row["draft"]
        start = text.index(row["figure"]) if "figure" in row else text.index("“")
        end = start + len(row["figure"]) if "figure" in row else text.index("”") + 1
        return Draft(row["kind"], text, (start, end), source, page)
    if source not in documents:
        raise LookupError(f"{source} is not among the documents")
    span = find_run(documents[source], row["first"], row["last"], page)
    words = documents[source].without_marks(*span).split()
    change = row.get("change")
    if change is not None:
        words[change["word"]] = change["by"]
    # The run ends with its words; the sentence has its own full stop.
    quoted = " ".join(word for word in words if word).rstrip(".,;:")
    text = row["lead"].replace("{}", quoted)
    start = text.index("“")
    return Draft(row["kind"], text, (start, start + len(quoted) + 2), source, page)


def score_drafts(
    rows: Sequence[Mapping[str, Any]], documents: Mapping[str, Document], ledger: Ledger
) -> CheckScore:
    """Check each sentence alone and hold the verdict on its judged part against the right one."""
    score = CheckScore()
    for row in tqdm(rows, leave=False, disable=None):
        draft = draft_of(row, documents)
        finding = _finding(draft, check_draft(draft.text, ledger))
        verdict = finding.verdict if finding else _MISSED
        score.kinds.append(draft.kind)
        score.verdicts.append(verdict)
        if draft.document and finding and finding.source:
            score.sources.append(finding.source.document == draft.document)
        if verdict != RIGHT[draft.kind]:
            shown = draft.text if "lead" not in row else f"a quotation of {draft.document}"
            why = f": {finding.why} Expected: {finding.expected}" if finding else ""
            score.misses.append(f"{draft.kind}, called {verdict}: {shown}{why}")
    return score


def _finding(draft: Draft, findings: Sequence[Finding]) -> Finding | None:
    kind = RIGHT_KINDS[draft.kind]
    start, end = draft.judged
    return next(
        (each for each in findings if each.kind == kind and each.start < end and start < each.end),
        None,
    )
