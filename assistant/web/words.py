"""What the app says, and how it says a date, a count or a citation. Plain text, no mark-up."""

from __future__ import annotations

from datetime import datetime

from assistant.answer.assistant import Assistant
from assistant.documents import Passage, written_date
from assistant.errors import Reason
from assistant.index.catalogue import Listing
from assistant.present import counted

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

REASONS: dict[Reason, str] = {
    "password": "Protected by a password",
    "damaged": "Damaged",
    "needs-ocr": "Pictures of text, with no text to read",
    "empty": "Empty",
    "too-large": "Too large",
    "timeout": "Took too long to read",
    "unsupported": "Not a kind of file that can be read",
}


def day(moment: datetime) -> str:
    """The day of a moment, as people write it here: 6 August 2018."""
    return written_date(moment.astimezone().date().isoformat())


def clock(moment: datetime) -> str:
    """The time of a moment, as people write it here: 1:05pm."""
    moment = moment.astimezone()
    return f"{moment.hour % 12 or 12}:{moment:%M}{'am' if moment.hour < 12 else 'pm'}"


def freshness(assistant: Assistant) -> str:
    """How many documents can be asked, and how fresh the index is."""
    documents = counted(len(assistant.documents), "document")
    return f"{documents}. Last updated on {day(assistant.built)} at {clock(assistant.built)}."


def found(quotes: int) -> str:
    """What is announced and shown above the answer."""
    return f"{counted(quotes, 'quote')} found" if quotes else "No answer found"


def place(passage: Passage) -> str:
    """Where a passage stands: "page 14 of the file, printed as xii", or "" without pages."""
    page = passage.page
    if page is None:
        return ""
    if page.label is None or page.label == str(page.number):
        return f"page {page.number}"
    return f"page {page.number} of the file, printed as {page.label}"


def view(passage: Passage) -> str:
    """What the button that shows the source says."""
    return "View passage" if passage.page is None else f"View page {passage.page.number}"


def passage_facts(passage: Passage) -> str:
    """What a citation says of the document: "Report, UK Covid-19 Inquiry, 18 July 2024"."""
    document = passage.document
    # "document" is the kind where nothing tells: it would tell nobody anything.
    kind = "" if document.kind == "document" else document.kind
    by = document.publisher or ", ".join(document.authors)
    date = written_date(document.published) if document.published else "no date"
    return _sentence(kind, by, date)


def passage_place(passage: Passage) -> str:
    """What a citation says of the place: "Page 14, section 3 Workforce > 3.2 Retention"."""
    # Many a file begins with its title as its first heading: the line above says that already.
    headings = [each for each in passage.section if each != passage.document.title]
    section = f"section {' > '.join(headings)}" if headings else ""
    return _sentence(place(passage), section)


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
