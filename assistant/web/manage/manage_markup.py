"""HTML of the page where documents are looked after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from assistant.dates import written_date
from assistant.index.build_state import DocumentReport, RebuildState
from assistant.index.rows import Listing
from assistant.upkeep.described import Described
from assistant.upkeep.removed import Removed
from assistant.upkeep.watch import WATCH
from assistant.web import words
from assistant.web.documents.document_markup import MENDS
from assistant.web.manage.tray import Item
from assistant.web.markup import escaped, page_link
from assistant.web.page_links import document_link
from assistant.wording import counted, day_and_time

FORMATS = {
    "pdf": "PDF",
    "docx": "Word",
    "html": "HTML",
    "markdown": "Markdown",
    "text": "Text",
}
LATER = (
    "It is a scan or takes long to read, so nothing is known of it yet. The next rebuild reads it "
    "in full, and says if it cannot be read. What you leave as it is below is then taken from the "
    "file."
)
_ENDED = {
    "done": "Rebuilt",
    "failed": "The rebuild failed",
    "stopped": "The rebuild was stopped",
    "died": "The rebuild ended before it was done",
}
_RESULTS = {
    "added": "Added",
    "updated": "Updated",
    "removed": "Removed",
    "failed": "Could not be read",
}


def item_heading(item: Item) -> str:
    """The name of a file that waits, and what it is."""
    said = described_facts(item.described) if item.described else ""
    return (
        f'<h3 class="waiting-file">{escaped(item.name)}</h3>'
        f'<p class="hint">{escaped(said)}</p>'
    )  # fmt: skip


def described_facts(described: Described) -> str:
    """What a file is: "PDF, 80 pages"."""
    if described.later:
        return f"{FORMATS[described.format]}. {LATER}"
    parts = [FORMATS[described.format]]
    parts += [counted(described.pages, "page")] if described.pages else []
    if described.recognised:
        parts.append(f"words of {counted(described.recognised, 'page')} recognised from a scan")
    return ", ".join(parts)


def refused(item: Item, title_of_same: str | None) -> str:
    """Why a file cannot go in, and how to mend it."""
    if item.same is not None:
        where = page_link(title_of_same or item.same, document_link(item.same))
        same = f"This very file is among the documents already: {where}."
        return f'<p class="waiting-problem">{same}</p>'
    if item.unreadable is not None:
        reason = words.REASONS.get(item.unreadable.reason, "Could not be read")
        mend = MENDS.get(item.unreadable.reason, "")
        return (
            f'<p class="waiting-problem">{escaped(reason)}. {escaped(item.unreadable.detail)}</p>'
            f'<p class="mend">{escaped(mend)}</p>'
        )
    return f'<p class="waiting-problem">{escaped(item.problem or words.PROBLEM)}</p>'


def document_facts(path: str, listing: Listing | None, state: str) -> str:
    """A document of the corpus folder in the list of those that can be changed."""
    if listing is None:
        title, facts = escaped(path), ""
    else:
        title = page_link(listing.title, document_link(path))
        date = written_date(listing.published) if listing.published else "no date"
        facts = ", ".join(
            each for each in (listing.kind.capitalize(), words.by(listing), date) if each
        )
    where = "" if listing is None else f'<span class="path">{escaped(path)}</span>'
    said = f'<span class="document-state">{escaped(state)}</span>' if state else ""
    shown = f"<span>{escaped(facts)}</span>" if facts else ""
    return f'<p class="managed"><span class="title">{title}</span>{where}{shown}{said}</p>'


def removed_document(removed: Removed) -> str:
    """A document in the list of those that can be restored."""
    how = f"Replaced by {removed.replaced_by}" if removed.replaced_by else "Removed"
    return (
        f'<p class="managed"><span class="title">{escaped(removed.title)}</span>'
        f'<span class="path">{escaped(removed.path)}</span>'
        f"<span>{escaped(f'{how}, {moment(removed.when)}')}</span></p>"
    )


def last_rebuild(state: RebuildState) -> str:
    """How the last rebuild ended, when, and who began it."""
    ended = moment(state.ended or state.started)
    by = f", started{by_whom(state)}"
    said = _ENDED.get(state.state, "Rebuilt")
    if state.state == "done":
        return f"Last rebuilt on {ended}{by}."
    return f"{said} on {ended}{by}."


def by_whom(state: RebuildState) -> str:
    """Who began a rebuild, or why it began: after the word “started”."""
    if state.by == WATCH:
        return " because files in the folder changed"
    return f" by {state.by}" if state.by else " from the command line"


def moment(iso: str) -> str:
    """A time as people write it."""
    return day_and_time(datetime.fromisoformat(iso))


def summary(reports: Sequence[DocumentReport]) -> str:
    """How many files came to what: "2 added, 1 could not be read, 7 unchanged"."""
    counts = {
        status: sum(report.status == status for report in reports)
        for status in ("added", "updated", "removed", "failed", "unchanged")
    }
    names = {**{key: name.lower() for key, name in _RESULTS.items()}, "unchanged": "unchanged"}
    return ", ".join(f"{count:,} {names[status]}" for status, count in counts.items() if count)


def results(reports: Iterable[DocumentReport], titles: dict[str, str]) -> str:
    """What became of each file that is not as it was."""
    order = list(_RESULTS)
    changed = [report for report in reports if report.status in _RESULTS]
    changed.sort(key=lambda report: (-(report.status == "failed"), order.index(report.status)))
    items = "".join(_result(report, titles) for report in changed)
    return f'<ul class="failures results" role="list">{items}</ul>' if items else ""


def _result(report: DocumentReport, titles: dict[str, str]) -> str:
    title = titles.get(report.path)
    there = title is not None and report.status in ("added", "updated")
    shown = escaped(title or report.path)
    if there:
        shown = page_link(title or report.path, document_link(report.path))
    said = _RESULTS[report.status]
    if report.status in ("added", "updated"):
        pages = f"{counted(report.pages, 'page')}, " if report.pages else ""
        said += f": {pages}{counted(report.passages, 'passage')}"
    mend = ""
    if report.status == "failed" and report.reason is not None:
        said += f": {words.REASONS.get(report.reason, report.reason).lower()}. {report.detail}"
        mend = f'<span class="mend">{escaped(MENDS.get(report.reason, ""))}</span>'
    return (
        f'<li><span class="title">{shown}</span>'
        f'<span class="result {report.status}">{escaped(said)}</span>{mend}</li>'
    )
