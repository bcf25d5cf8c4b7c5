"""What a check says in words: the verdicts' names and a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.checking.finding import Finding, Verdict
from assistant.wording import counted

VERDICTS: dict[Verdict, str] = {
    "differs": "Differs",
    "misquoted": "Quoted inexactly",
    "not-found": "Not found",
    "matches": "Matches",
}
"""What each verdict is called, those that need attention first."""
MEANINGS: dict[Verdict, str] = {
    "differs": "a document measures the same and says something else.",
    "misquoted": "a document has nearly these words.",
    "not-found": "no document was recognised as saying this, which does not make it wrong.",
    "matches": "a document says the same.",
}
NOTHING = "The draft has no figures and no quotations to check."


def summary(findings: Sequence[Finding]) -> str:
    """How many figures and quotations were checked and what came of it, in a sentence."""
    if not findings:
        return NOTHING
    kinds = Counter(finding.kind for finding in findings)
    verdicts = Counter(finding.verdict for finding in findings)
    checked = [counted(kinds[kind], kind) for kind in ("figure", "quotation") if kinds[kind]]
    came = [f"{words.lower()}: {verdicts[v]:,}" for v, words in VERDICTS.items() if verdicts[v]]
    return f"{' and '.join(checked)} checked. {'; '.join(came).capitalize()}."
