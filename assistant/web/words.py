"""What the app says, and how it says a date, a count or a citation. Plain text, no mark-up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from assistant.answer.assistant import Assistant
from assistant.answer.citation import Citation
from assistant.answer.filters import Filters
from assistant.documents import Page, Quote, written_date
from assistant.errors import Reason
from assistant.index.rows import Listing
from assistant.present import clock, counted, day, filters_in_words
from assistant.records.chats import ChatListing, Turn

TITLE = "Ask the documents"
PURPOSE = (
    "Ask a question in your own words and get the exact words of the documents that answer it, "
    "with the page they stand on."
)
SEARCHING = "Searching the documents"
GETTING_READY = "Getting ready. This takes a few seconds."
PROBLEM = "There is a problem with the service. Try again."
RELATED = "Related passages, not an answer"
NO_DOCUMENTS = (
    "There are no documents to ask yet. Put PDF, Word, HTML, Markdown or text files in the corpus "
    "folder, then run nhs-assistant build."
)

GONE = "This question is no longer kept: it was deleted, or its time ran out. Ask it again below."
NOT_OPENED = "Earlier questions cannot be opened at the moment. You can ask new ones below."
NOT_KEPT = (
    "Your questions cannot be kept at the moment, so they will be gone when you close this page. "
    "You can go on asking."
)
PAPER_EMPTY = (
    "There are no quotes in your board paper yet. Choose “Add to board paper” beside a quote."
)
PAPER_PURPOSE = (
    "Put your quotes in order, add comments of your own, and take them away. Each quote goes with "
    "its document, page, the date of the index and a fingerprint of the file."
)
PAPER_CONFIRM = "Remove all quotes from your board paper? This cannot be undone."
PAPER_NOT_KEPT = "Your board paper could not be changed. Try again."
PAPER_NOT_OPENED = "Your board paper cannot be opened at the moment. Try again."
NOT_DELETED = "This could not be deleted. Try again."
SHARED_ANSWER = (
    "Somebody shared this question with you. What you ask next is kept in a chat of your own."
)
SHARED_CHAT = "Somebody shared this chat with you. What you ask next is kept in a copy of your own."
COPY = "Copy quote and reference"
COPY_LINK = "Copy link to this answer"
FINDINGS_ONLY = (
    "Leaves out what is recognised as opinion, somebody's words, a recommendation, promise or "
    "rule. Some of these may still be shown: look at the page."
)
NO_DATE = "Write a year, such as 2024, a month, 7/2024, or a day, 1/7/2024."
NO_DOCUMENT_FITS = "No document fits these filters. Remove one of them to ask."

UNITS: dict[str, str] = {
    "%": "Per cent (%)",
    "£": "Pounds (£)",
    "$": "Dollars ($)",
    "€": "Euros (€)",
    "p": "Pence (p)",
    "ratio": "Ratio, such as one in five",
    "rank": "Rank, such as third largest",
    "times": "Times, such as double",
}
"""What the units of figures are called; the others go by their own name."""

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
    return f"{documents}. Last updated on {day(assistant.built)} at {clock(assistant.built)}."


def kept_for(days: str) -> str:
    """How long chats are kept, and who sees them."""
    return (
        f"What you ask in this browser is kept on this service for {days} after you last asked in "
        "a chat. Only you see this list."
    )


def chat_facts(listing: ChatListing) -> str:
    """When a chat was last used, and how long it is."""
    asked = datetime.fromisoformat(listing.updated)
    return (
        f"{counted(listing.questions, 'question')}. Last asked on {day(asked)} at {clock(asked)}."
    )


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


def passage_facts(citation: Citation) -> str:
    """What a citation says of the document: "Report, UK Covid-19 Inquiry, 18 July 2024"."""
    # "document" is the kind where nothing tells: it would tell nobody anything.
    kind = "" if citation.kind == "document" else citation.kind
    by = citation.publisher or ", ".join(citation.authors)
    date = written_date(citation.published) if citation.published else "no date"
    return _sentence(kind, by, date)


def passage_place(citation: Citation) -> str:
    """What a citation says of the place: "Page 14, section 3 Workforce > 3.2 Retention"."""
    # Many a file begins with its title as its first heading: the line above says that already.
    headings = [each for each in citation.section if each != citation.title]
    section = f"section {' > '.join(headings)}" if headings else ""
    return _sentence(place(citation), section)


def asked_of(filters: Filters, admitted: Sequence[Listing]) -> str:
    """Which documents are asked: "4 documents: reports, published from 1 January 2024"."""
    titles = told_apart(admitted)
    chosen = filters_in_words(filters, titles)
    if not admitted:
        return f"no document. {NO_DOCUMENT_FITS} Chosen: {chosen}."
    # Nobody would look for what is missing because nothing is known of its date.
    dates = " (documents without a date are left out)" if filters.since or filters.until else ""
    return f"{counted(len(admitted), 'document')}: {chosen}{dates}"


def told_apart(listings: Sequence[Listing]) -> dict[str, str]:
    """The titles of documents by path; where several have the same, with what tells them apart."""
    titles = Counter(listing.title for listing in listings)
    told = {}
    for each in listings:
        by = each.publisher or ", ".join(each.authors)
        date = written_date(each.published) if each.published else ""
        more = ", ".join(part for part in (by, date, each.path) if part)
        told[each.path] = each.title if titles[each.title] == 1 else f"{each.title} ({more})"
    return told


def _sentence(*parts: str) -> str:
    """The parts that there are, with commas between them and a capital at the start."""
    joined = ", ".join(part for part in parts if part)
    return joined[:1].upper() + joined[1:]


def matches(listing: Listing, search: str) -> bool:
    """Whether a document is one that the search of the list asks for."""
    parts = (
        listing.title,
        listing.path,
        listing.kind,
        listing.publisher or "",
        *listing.authors,
    )
    haystack = " ".join(parts).casefold()
    return all(word in haystack for word in search.casefold().split())


def file_name(title: str) -> str:
    """A title as the name of a file that every system takes."""
    kept = re.sub(r"[^\w\- ]+", "", title).strip()
    return re.sub(r"\s+", "-", kept)[:80] or "board-paper"


OLDER_VERSION = (
    "The newest version of the documents cannot be used at the moment. You can go on: answers come "
    "from the version of {date}. Tell the person who looks after this service."
)
"""Shown above every page while the version before serves."""
