"""What several pages say in the same words, as plain text; what one says alone stands with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.answer.assistant import Assistant
from assistant.answer.citation import Citation
from assistant.dates import written_date
from assistant.documents import Page, Quote
from assistant.errors import Reason
from assistant.index.rows import Listing
from assistant.records.chats import Turn
from assistant.wording import counted, day_and_time

TITLE = "Ask the documents"
WORD_FILE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""The media type of what is downloaded as a Word file."""
PROBLEM = "There is a problem with the service. Try again."
NO_DOCUMENTS = (
    "There are no documents to ask yet. Put PDF, Word, HTML, Markdown or text files in the corpus "
    "folder, then run nhs-assistant build."
)
NOT_OPENED = "Earlier questions cannot be opened at the moment. You can ask new ones below."
COPY = "Copy quote and reference"

REASONS: dict[Reason, str] = {
    "password": "Protected by a password",
    "damaged": "Damaged",
    "needs-ocr": "Pictures of text, with no text to read",
    "empty": "Empty",
    "too-large": "Too large",
    "timeout": "Took too long to read",
    "unsupported": "Not a kind of file that can be read",
}


def freshness(assistant: Assistant) -> str:
    """How many documents can be asked, and how fresh the index is."""
    documents = counted(len(assistant.documents), "document")
    return f"{documents}. Last updated on {day_and_time(assistant.built)}."


def shortened(text: str, most: int) -> str:
    """The beginning of a text, in one line, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


def found(quotes: int) -> str:
    """What is announced and shown above the answer."""
    return f"{counted(quotes, 'quote')} found" if quotes else "No answer found"


def outcome(turn: Turn) -> str:
    """What is announced when a question has been asked."""
    if turn.answer is None:
        return turn.problem or PROBLEM
    return found(len(turn.answer.quotes))


def place(citation: Citation) -> str:
    """Where a passage stands: "page 14 of the file, printed as xii", or "" without pages."""
    if citation.page is None:
        return ""
    return page_place(Page(citation.page, citation.page_label, 0, 0))


def page_place(page: Page) -> str:
    """A page of a document: "page 14 of the file, printed as xii"."""
    if page.label is None or page.label == str(page.number):
        return f"page {page.number}"
    return f"page {page.number} of the file, printed as {page.label}"


def moved(quote: Quote) -> str:
    """What is said where the document is another edition than the one that was quoted."""
    at = f"on {page_place(quote.page)}" if quote.page else "in it"
    return f"The document has changed since this was quoted. The same words now stand {at}."


def view(citation: Citation) -> str:
    """What the button that shows the source says."""
    return "View passage" if citation.page is None else f"View page {citation.page}"


def by(source: Citation | Listing) -> str:
    """Who published a document, or who wrote it; "" where neither is known."""
    return source.publisher or ", ".join(source.authors)


def passage_facts(citation: Citation) -> str:
    """What a citation says of the document: "Report, UK Covid-19 Inquiry, 18 July 2024"."""
    # "document" is the kind where nothing tells: it would tell nobody anything.
    kind = "" if citation.kind == "document" else citation.kind
    date = written_date(citation.published) if citation.published else "no date"
    return _sentence(kind, by(citation), date)


def passage_place(citation: Citation) -> str:
    """What a citation says of the place: "Page 14, section 3 Workforce > 3.2 Retention"."""
    # Many a file begins with its title as its first heading: the line above says that already.
    headings = [each for each in citation.section if each != citation.title]
    section = f"section {' > '.join(headings)}" if headings else ""
    return _sentence(place(citation), section)


def told_apart(listings: Sequence[Listing]) -> dict[str, str]:
    """The titles of documents by path; where several have the same, with what tells them apart."""
    titles = Counter(listing.title for listing in listings)
    told = {}
    for each in listings:
        date = written_date(each.published) if each.published else ""
        more = ", ".join(part for part in (by(each), date, each.path) if part)
        told[each.path] = each.title if titles[each.title] == 1 else f"{each.title} ({more})"
    return told


def _sentence(*parts: str) -> str:
    """The parts that there are, with commas between them and a capital at the start."""
    joined = ", ".join(part for part in parts if part)
    return joined[:1].upper() + joined[1:]


def matches(search: str, path: str, listing: Listing | None) -> bool:
    """Whether the search of a list asks for a document; `listing` is None before it is indexed."""
    parts = [path]
    if listing is not None:
        parts += [listing.title, listing.kind, listing.publisher or "", *listing.authors]
    haystack = " ".join(parts).casefold()
    return all(word in haystack for word in search.casefold().split())


def file_name(title: str) -> str:
    """A title as the name of a file that every system takes."""
    kept = re.sub(r"[^\w\- ]+", "", title).strip()
    return re.sub(r"\s+", "-", kept)[:80] or "board-paper"
