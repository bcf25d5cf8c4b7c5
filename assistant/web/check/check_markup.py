"""HTML of a draft that was checked: its figures and quotations marked, and a list of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.checking import wording
from assistant.checking.finding import Finding, Verdict
from assistant.checking.wording import MEANINGS
from assistant.web.markup import escaped, fact, page_link, quotation
from assistant.web.page_links import check_link

VERDICTS: dict[Verdict, str] = {
    **wording.VERDICTS,
    "not-found": "Not found in these documents",
}
"""What each verdict is called, those that need attention first."""

_SIGNS: dict[Verdict, str] = {"matches": "✓", "differs": "≠", "misquoted": "≈", "not-found": "?"}
_PART_CHARACTERS = 12_000


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a draft that is shown at once, `draft[start:end]`."""

    start: int
    end: int


def meanings() -> str:
    """What the verdicts mean."""
    listed = "".join(
        fact(badge(verdict), escaped(_capital(MEANINGS[verdict]))) for verdict in VERDICTS
    )
    return f'<dl class="verdicts">{listed}</dl>'


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def badge(verdict: Verdict) -> str:
    """A verdict in words, with its sign and colour."""
    sign = f'<span aria-hidden="true">{_SIGNS[verdict]}</span> '
    return f'<span class="verdict {verdict}">{sign}{VERDICTS[verdict]}</span>'


def parts_of(draft: str, findings: Sequence[Finding]) -> list[Part]:
    """The draft in parts of some pages, cut at line ends where there are any, in no finding."""
    cuts = [0]
    while len(draft) - cuts[-1] > _PART_CHARACTERS * 1.25:
        at = draft.rfind("\n", cuts[-1] + 1, cuts[-1] + _PART_CHARACTERS) + 1
        if at == 0:
            at = draft.rfind(" ", cuts[-1] + 1, cuts[-1] + _PART_CHARACTERS) + 1
        at = at or cuts[-1] + _PART_CHARACTERS
        at = max([at, *(one.end for one in findings if one.start < at < one.end)])
        cuts.append(at)
    ends = [*cuts[1:], len(draft)]
    return [Part(start, end) for start, end in zip(cuts, ends, strict=True) if start < end]


def marked_draft(draft: str, part: Part, findings: Sequence[Finding]) -> str:
    """A part of the draft as it was given, each finding marked and with a link to what is said.

    Findings may stand within others: a figure in a quotation.
    """
    numbered = [
        (number, one)
        for number, one in enumerate(findings, start=1)
        if part.start <= one.start and one.end <= part.end
    ]
    cuts = {part.start, part.end}
    cuts.update(cut for _, one in numbered for cut in (one.start, one.end))
    ordered = sorted(cuts)
    pieces = []
    for a, b in zip(ordered, ordered[1:], strict=False):
        around = [(n, one) for n, one in numbered if one.start <= a and b <= one.end]
        opening = "".join(_opening(n, one, first=one.start == a) for n, one in around)
        pieces.append(f"{opening}{escaped(draft[a:b])}{'</mark>' * len(around)}")
        pieces += [_label(n, one) for n, one in numbered if one.end == b]
    return (
        '<div class="draft" tabindex="0" role="region" aria-label="The draft with marks">'
        f"{''.join(pieces)}</div>"
    )


def _opening(number: int, finding: Finding, *, first: bool) -> str:
    identity = f' id="mark-{number}"' if first else ""
    return f'<mark class="checked {finding.verdict}"{identity}>'


def _label(number: int, finding: Finding) -> str:
    said = f"{VERDICTS[finding.verdict]}: see item {number}"
    address = f"{check_link(number)}#finding-{number}"
    name = (
        f'<span class="hidden">{said}</span>'
        f'<span aria-hidden="true">{_SIGNS[finding.verdict]}{number}</span>'
    )
    link = page_link("", address).replace("></a>", f">{name}</a>")
    return f'<sup class="label {finding.verdict}">{link}</sup>'


def finding_item(number: int, draft: str, finding: Finding) -> str:
    """What is said of one finding: its verdict, the draft's words and those of the source."""
    heading = (
        f'<h3 class="finding" id="finding-{number}">{number}. {badge(finding.verdict)} '
        f'<span class="kind">{finding.kind.capitalize()}</span></h3>'
    )
    lines = [("The draft says", _among(draft, finding))]
    if finding.changes:
        lines.append(("Words that differ", _changes(draft, finding)))
    if finding.expected and finding.verdict != "matches":
        name = "The exact words" if finding.verdict == "misquoted" else "The source says"
        lines.append((name, f"<strong>{escaped(finding.expected)}</strong>"))
    if finding.why:
        lines.append(("Why", escaped(finding.why)))
    listed = "".join(fact(name, text) for name, text in lines)
    back = page_link(f"Show item {number} in the draft", f"{check_link(number)}#mark-{number}")
    source = ""
    if finding.source is not None:
        source = f'<p class="source-name">Source</p>{quotation(finding.source, "quote")}'
    return f'{heading}<dl class="finding-facts">{listed}</dl>{source}<p class="to-draft">{back}</p>'


_AROUND = 90


def _among(draft: str, finding: Finding) -> str:
    """The words of the draft with some of those around them."""
    first = max(0, finding.start - _AROUND)
    last = min(len(draft), finding.end + _AROUND)
    before, after = draft[first : finding.start], draft[finding.end : last]
    if first:
        before = "… " + before.partition(" ")[2]
    if last < len(draft):
        after = after.rpartition(" ")[0] + " …"
    # What stands in other paragraphs is no part of what is said.
    before, after = before.rpartition("\n")[2], after.partition("\n")[0]
    mark = f'<mark class="checked {finding.verdict}">{escaped(finding.text)}</mark>'
    return f"{escaped(before.lstrip())}{mark}{escaped(after.rstrip())}"


def _changes(draft: str, finding: Finding) -> str:
    """The words that differ, each way in words as well as in colour."""
    items = []
    for (start, end), exact in finding.changes:
        old = " ".join(draft[start:end].split())
        new = " ".join(exact.split())
        had, has = f"<del>{escaped(old)}</del>", f"<ins>{escaped(new)}</ins>"
        if old and new:
            items.append(f"The draft has {had}, the source {has}.")
        elif old:
            items.append(f"The draft adds {had}.")
        else:
            items.append(f"The draft leaves out {has}.")
    return f'<ul class="word-changes">{"".join(f"<li>{item}</li>" for item in items)}</ul>'
