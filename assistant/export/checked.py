"""A draft that was checked, as a Word file: each finding marked, with a footnote on its source."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from assistant.checking.finding import Finding, Verdict
from assistant.checking.wording import MEANINGS, VERDICTS, summary
from assistant.export.footnotes import Footnotes
from assistant.export.receipts import Source, as_paper
from assistant.export.word_parts import add_receipts, held, saved
from assistant.export.word_styles import new_document
from assistant.export.wording import apart, found_at, this_moment
from assistant.wording import day

TITLE = "Checked draft"
_PROMISE = (
    "The figures and quotations of the draft were compared with the documents by rules, which can "
    "be wrong: look at the page before you rely on a verdict. The words of the draft are as they "
    "were given; its layout and pictures are not part of this file."
)
_SHADES: dict[Verdict, str] = {
    "matches": "CCE5D8",
    "differs": "F7D4D1",
    "misquoted": "FFF3B0",
    "not-found": "D8DDE0",
}
"""Colours behind the words, light enough for black text to have a contrast of 7 to 1 and more."""
_LONGEST = 600


def checked_word(
    draft: str,
    findings: Sequence[Finding],
    exported: datetime | None = None,
    source: Source | None = None,
) -> bytes:
    """The draft as a .docx file; `exported` is now unless it is given.

    `source` is the index that it was checked against: with it the file has receipts.

    After the words of each finding stands its verdict in brackets and the mark of a footnote: why,
    the words of the source, its reference and page.
    """
    exported = exported or this_moment()
    document = new_document(TITLE, exported)
    footnotes = Footnotes(document)
    document.add_heading(TITLE, 0)
    document.add_paragraph(f"Checked on {day(exported)}. {summary(findings)}")
    document.add_paragraph(_PROMISE)
    for verdict in dict.fromkeys(finding.verdict for finding in findings):
        key = document.add_paragraph()
        _shade(key.add_run(f"[{VERDICTS[verdict]}]"), verdict)
        key.add_run(f" {MEANINGS[verdict]}")
    document.add_heading("The draft", 1)
    _write(document, footnotes, draft, findings, source)
    if source is not None:
        cited = [(finding.text, finding.source) for finding in findings if finding.source]
        add_receipts(document, as_paper(TITLE, cited, source))
    return saved(document)


def shortened(quote: str) -> str:
    """As much of the words of a source as a footnote shows."""
    return quote if len(quote) <= _LONGEST else f"{quote[:_LONGEST]}…"


def _write(
    document: Document,
    footnotes: Footnotes,
    draft: str,
    findings: Sequence[Finding],
    index: Source | None,
) -> None:
    """The draft, line by line; what is found may go on over several of them."""
    coming = deque(sorted(findings, key=lambda finding: (finding.start, -finding.end)))
    here: list[Finding] = []
    at = 0
    for line in draft.split("\n"):
        end = at + len(line)
        while coming and coming[0].start < end:
            here.append(coming.popleft())
        if line.strip():
            _write_line(document.add_paragraph(), footnotes, draft, (at, end), here, index)
        here = [finding for finding in here if finding.end > end]
        at = end + 1


def _write_line(
    paragraph: Paragraph,
    footnotes: Footnotes,
    draft: str,
    line: tuple[int, int],
    findings: Sequence[Finding],
    index: Source | None,
) -> None:
    cuts = {*line}
    for finding in findings:
        cuts.update(cut for cut in (finding.start, finding.end) if line[0] < cut < line[1])
    ordered = sorted(cuts)
    for start, end in zip(ordered, ordered[1:], strict=False):
        run = paragraph.add_run(held(draft[start:end]))
        # Of two within each other the inner one's colour is seen.
        within = [one for one in findings if one.start <= start and end <= one.end]
        if within:
            _shade(run, within[-1].verdict)
        for finding in findings:
            if finding.end == end:
                label = paragraph.add_run(f" [{VERDICTS[finding.verdict]}]")
                label.bold = True
                footnotes.add(paragraph, [held(text) for text in _note(finding, index)])


def _shade(run: Run, verdict: Verdict) -> None:
    shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{_SHADES[verdict]}"/>'
    run._r.get_or_add_rPr().append(parse_xml(shade))


def _note(finding: Finding, index: Source | None) -> list[str]:
    """What stands in the footnote of a finding."""
    said = f"{VERDICTS[finding.verdict]}. {finding.why}".strip()
    source = finding.source
    if source is None:
        return [said]
    return [
        said,
        f"“{apart(shortened(source.text))}”",
        f"{apart(source.reference)}. {found_at(source, index)}",
    ]
