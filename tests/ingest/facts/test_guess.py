from __future__ import annotations

from pathlib import Path

import pytest

from assistant.documents import Kind
from assistant.ingest.draft import DraftBlock, Facts
from assistant.ingest.facts.guess import guess_facts
from assistant.ingest.facts.titles import readable_name


def facts(name: str, *lines: str) -> Facts:
    return guess_facts([DraftBlock("paragraph", line) for line in lines], Path(name))


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Date published: 3 December, 2024", "2024-12-03"),
        ("Published on Thursday 3 July 2025 by us", "2025-07-03"),
        ("Ordered to be printed 1 May 2011 and published 9 May 2011", "2011-05-09"),
        ("23 July 2025", "2025-07-23"),
        ("1st of March 2025", None),
        ("July 2025", "2025-07"),
        ("Date last updated: 5 December 2024", None),
        ("Library briefing, 23 July 2025", "2025-07-23"),
        ("© Crown copyright 2018", "2018"),
        ("2026/27 to 2028/29", None),
        ("In July 2025 the plan was made known to the trusts.", None),
    ],
)
def test_dates_of_publication(line: str, wanted: str | None) -> None:
    assert facts("a.txt", line).published == wanted


@pytest.mark.parametrize(
    ("name", "lines", "wanted"),
    [
        ("x.md", ("Government response to the inquiry into beds",), "government response"),
        ("x.md", ("Research Briefing", "Beds"), "research briefing"),
        ("x.md", ("Workforce plan update", "Agenda item: 5"), "board paper"),
        ("x.md", ("Beds", "This opinion piece was first published elsewhere."), "opinion piece"),
        ("bed-guidance.md", ("Beds",), "guidance"),
        ("x.md", ("Five year plan for beds",), "plan"),
        ("bed-inquiry.md", ("Beds",), "report"),
        ("x.md", ("Beds",), "document"),
        (
            "response-to-the-ombudsmans-investigation.md",
            ("Response to the Ombudsman’s investigation", "Government’s decision"),
            "government response",
        ),
        ("fund-response-to-the-review.md", ("Beds",), "document"),
        ("review-of-the-response-to-the-report.md", ("Beds", "Department"), "report"),
    ],
)
def test_kinds(name: str, lines: tuple[str, ...], wanted: Kind) -> None:
    assert facts(name, *lines).kind == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("By Dr Ann Lee, Tom Powell", ("Dr Ann Lee", "Tom Powell")),
        ("Report by: Ann Lee, Chief Nurse", ("Ann Lee",)),
        (
            "A report by The Rt Hon the Baroness Seacole DBE",
            ("The Rt Hon the Baroness Seacole DBE",),
        ),
        ("By 2029 we will act", ()),
        ("Published by NHS England", ()),
    ],
)
def test_authors(line: str, wanted: tuple[str, ...]) -> None:
    assert facts("a.txt", line).authors == wanted


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (("NHS England",), "NHS England"),
        (("Published by the Health Foundation",), "The Health Foundation"),
        (("Response to", "the Infected Blood Inquiry"), None),
        (("NHS England says that beds are full.",), None),
    ],
)
def test_publishers(lines: tuple[str, ...], wanted: str | None) -> None:
    assert facts("a.txt", *lines).publisher == wanted


def test_the_title_is_the_lines_that_the_file_is_named_after() -> None:
    found = facts("bed-review-report.pdf", "HC 18", "The Bed", "Review:", "full wards", "July 2024")
    assert found.title == "The Bed Review: full wards"


def test_a_title_falls_back_on_the_file_name() -> None:
    assert readable_name(Path("nhs-bed_plan-2024.txt")) == "NHS bed plan 2024"
