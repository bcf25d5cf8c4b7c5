"""Three short documents, a PDF, a Markdown and a text, and questions that they answer."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

REPORT = "reports/bed-review.pdf"
GUIDANCE = "discharge-guidance.md"
OPINION = "opinion/parking.txt"
PATHS = (GUIDANCE, OPINION, REPORT)

CATALOGUE = """
["reports/bed-review.pdf"]
title = "The bed review"
kind = "report"
authors = ["Ada Marsh"]
publisher = "Ward Foundation"
published = "2024-07-18"
questions = ["How many beds did the trust close?"]

["discharge-guidance.md"]
kind = "guidance"
publisher = "Office for Discharge"
published = "2025-03"
questions = ["What is a virtual ward?"]

["opinion/parking.txt"]
kind = "opinion piece"
"""

CLOSED = "The trust closed 214 beds between April 2022 and March 2023."
OCCUPANCY = "Bed occupancy reached 94.6% in January 2023, against a target of 92%."
LEADER = "The review was led by Professor Ada Marsh of the University of Barnwood."
AGENCY = "Agency staff cost the trust £48.3 million in 2022/23."
OVER_THE_PAGE = "Nurses told the review that corridors were used as wards on most nights of winter."

_BEDS = (
    f"{CLOSED} Most of them stood in older wards that no longer met the fire regulations. "
    f"{OCCUPANCY} {LEADER}"
)
_WARDS = (
    "Cleaning of the older wards took twice as long as planned, and porters were moved to the "
    "new building in the spring. The kitchens were rebuilt in the same year."
)
_MONEY = (
    f"{AGENCY} The maintenance backlog stood at £112 million at the end of the year. "
    "Sickness absence in acute trusts was 5.1%. Sickness absence in mental health trusts was 6.2%."
)

GUIDANCE_TEXT = """# Leaving hospital safely

## Plans

An integrated care board (ICB) must publish its discharge plan by 30 September 2025. Each ICB \
reports on the plan to the regional team. An integrated care board (ICB) may share its plan with \
its neighbours.

A discharge plan has four parts:

- the clinician who is named for the patient
- the date on which the patient is expected to leave
- the medicines that the patient takes home
- the telephone number of the community team

## Care at home

A virtual ward is a service that lets patients receive hospital care at home. Patients should be \
reviewed within 14 days of discharge. Community teams visit every patient on the first day. This \
reduced readmissions because problems were found early.
"""

OPINION_TEXT = """Why hospital parking needs a rethink

Hospital parking has been free since the spring. That was a mistake, and the trusts pay for it.

At 20p an hour the scheme would raise £90,000 a year. At 40p an hour the scheme would raise \
£150,000 a year. Visitors rarely stay longer than two hours.

Colleagues at the ambulance station have asked for more bicycle shelters instead.
"""

QUESTIONS = (
    "How many beds did the trust close?",
    "What was the bed occupancy in January 2023?",
    "How much did agency staff cost the trust?",
    "Who led the review of beds?",
    "When must an integrated care board publish its discharge plan?",
    "How long after discharge should patients be reviewed?",
    "What are the parts of a discharge plan?",
    "What is a virtual ward?",
    "Why did community teams reduce readmissions?",
    "What would the parking scheme raise at 20p an hour?",
    "Which nights of winter were corridors used as wards?",
    "What is the tariff of the zeppelin?",
)
"""The last one has no answer."""


def write_corpus(corpus: Path) -> Path:
    """Write the three documents and catalogue.toml; returns the folder."""
    write_report(corpus)
    write(corpus, GUIDANCE, GUIDANCE_TEXT)
    write(corpus, OPINION, OPINION_TEXT)
    write(corpus, "catalogue.toml", CATALOGUE)
    return corpus


def write(corpus: Path, path: str, text: str | bytes) -> Path:
    """Write one file of a corpus."""
    file = corpus / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def write_report(corpus: Path, path: str = REPORT, *, beds: str = _BEDS) -> Path:
    """The PDF, of three pages, the first of which is printed as "i"."""
    half = OVER_THE_PAGE.index("were used")
    pages = [
        [("The bed review", 22), ("1 Beds", 15), (beds, 10), (OVER_THE_PAGE[:half], 10)],
        [(OVER_THE_PAGE[half:], 10), ("2 Wards", 15), (_WARDS, 10)],
        [("3 Money", 15), (_MONEY, 10)],
    ]
    return write_pdf(corpus / path, pages)


def write_pdf(file: Path, pages: list[list[tuple[str, int]]]) -> Path:
    """A PDF of these paragraphs, each with the size of its letters; large ones are bold."""
    file.parent.mkdir(parents=True, exist_ok=True)
    canvas = Canvas(str(file), pagesize=(595, 842), invariant=1)
    canvas.addPageLabel(0, style="ROMAN_LOWER", start=1)
    canvas.addPageLabel(1, style="ARABIC", start=1)
    for page in pages:
        height = 770
        for text, size in page:
            canvas.setFont("Helvetica-Bold" if size > 12 else "Helvetica", size)
            for line in _lines(text, 5000 // (size * 6)):
                canvas.drawString(60, height, line)
                height -= size + 3
            height -= size
        canvas.showPage()
    canvas.save()
    return file


def _lines(text: str, characters: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= characters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
