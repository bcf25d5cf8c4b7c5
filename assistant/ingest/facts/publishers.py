"""Who published a document: bodies whose names stand on the papers that NHS staff read.

A name counts only where it stands by itself, as a web address or as "published by …": most papers
name many bodies that did not publish them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.documents import Kind
from assistant.ingest.draft import DraftBlock

_PUBLISHERS: tuple[tuple[str, str], ...] = (
    (
        "House of Commons Library",
        r"(?:house of )?commons library|commonslibrary\.parliament\.uk",
    ),
    ("House of Lords Library", r"lords library|lordslibrary\.parliament\.uk"),
    ("House of Lords", r"(?:authority of the )?house of lords"),
    ("House of Commons", r"(?:authority of the )?house of commons"),
    ("NHS England", r"nhs england|(?:www\.)?england\.nhs\.uk"),
    ("NHS Providers", r"nhs providers|nhsproviders\.org"),
    ("NHS Confederation", r"nhs confederation|nhsconfed\.org"),
    (
        "Department of Health and Social Care",
        r"department of health (?:and|&) social care",
    ),
    ("Department of Health", r"department of health"),
    ("UK Health Security Agency", r"uk health security agency"),
    ("Care Quality Commission", r"care quality commission|cqc\.org\.uk"),
    ("National Audit Office", r"national audit office|nao\.org\.uk"),
    ("The King’s Fund", r"(?:the )?king['’]s fund|kingsfund\.org\.uk"),
    ("Nuffield Trust", r"(?:the )?nuffield trust|nuffieldtrust\.org\.uk"),
    ("The Health Foundation", r"(?:the )?health foundation|health\.org\.uk"),
    ("Institute for Fiscal Studies", r"institute for fiscal studies|ifs\.org\.uk"),
    (
        "Institute for Government",
        r"institute for government|instituteforgovernment\.org\.uk",
    ),
    ("National Institute for Health and Care Excellence", r"nice\.org\.uk"),
    ("Office for National Statistics", r"office for national statistics|ons\.gov\.uk"),
    ("UK Covid-19 Inquiry", r"uk covid-19 inquiry|covid19\.public-inquiry\.uk"),
    ("Infected Blood Inquiry", r"(?:the )?infected blood inquiry"),
    ("HM Government", r"hm government|(?:her|his) majesty['’]s government"),
    ("HM Treasury", r"hm treasury"),
    ("Cabinet Office", r"cabinet office"),
    ("Welsh Government", r"welsh government"),
    ("Scottish Government", r"(?:the )?scottish government"),
    ("Public Health England", r"public health england"),
)


_COMMAND = re.compile(r"\bby command of (?:his|her) majesty", re.IGNORECASE)


def guess_publisher(
    first: Sequence[DraftBlock], blocks: Sequence[DraftBlock], kind: Kind
) -> str | None:
    """The publisher that the first page names, else the body whose own plan or guidance it is."""
    before = ""
    for block in first:
        # A title page may break "Response to the … Inquiry" before the name of the inquiry.
        part = block.text.startswith("the ") or re.search(r"\b(?:the|of|to|for|on|by|in)$", before)
        before = block.text
        if not part and len(block.text) <= 120 and (publisher := publishes(block.text)):
            return publisher
    ends = [block.text for block in blocks if block.role != "note"][-8:]
    for text in ends:
        if publisher := publishes(text, alone=False):
            return publisher
    if any(_COMMAND.search(block.text) for block in first):
        return "HM Government"
    if kind not in ("guidance", "plan", "board paper"):
        return None
    # A body that sets out its own plan or guidance names itself again and again.
    counts: Counter[str] = Counter()
    for block in blocks:
        for name, pattern in _PUBLISHERS:
            counts[name] += len(re.findall(rf"\b(?:{pattern})\b", block.text, re.IGNORECASE))
    (name, most), (_, second) = counts.most_common(2)
    return name if most >= 8 and most >= 3 * second else None


def publishes(line: str, *, alone: bool = True) -> str | None:
    """The publisher that a line names as its publisher, or (`alone`) names and nothing else."""
    for name, only, says in _PATTERNS:
        if (alone and only.fullmatch(line)) or says.search(line):
            return name
    return None


def _patterns(name: str, pattern: str) -> tuple[str, re.Pattern[str], re.Pattern[str]]:
    only = rf"(?:the )?(?:{pattern})(?: research briefing.*)?\W*"
    says = rf"(?:published|prepared|produced|issued)(?: \w+){{0,3}} by (?:the )?(?:{pattern})\b"
    made = rf"produced by .{{3,40}} for (?:the )?(?:{pattern})\b"
    owns = rf"(?:©|copyright) (?:\d{{4}} )?(?:the )?(?:{pattern})\b"
    whole = f"(?<!first ){says}|{made}|{owns}"
    return name, re.compile(only, re.IGNORECASE), re.compile(whole, re.IGNORECASE)


_PATTERNS = tuple(_patterns(name, pattern) for name, pattern in _PUBLISHERS)
