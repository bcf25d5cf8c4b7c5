"""Documents with figures, written for these tests."""

from __future__ import annotations

from assistant.ledger.entry import Entry
from assistant.ledger.ledger import Ledger

OLD, NEW, OPINION, LATER = "old.md", "new.md", "opinion.md", "later.md"

CATALOGUE = """
["old.md"]
title = "Review of the wards 2023"
kind = "report"
publisher = "Ward Foundation"
published = "2023-06"

["new.md"]
title = "Review of the wards 2024"
kind = "report"
publisher = "Ward Foundation"
published = "2024-06"

["later.md"]
title = "Corrections to the reviews"
kind = "report"
publisher = "Office for Wards"
published = "2025-01"

["opinion.md"]
title = "What ails the wards"
kind = "opinion piece"
published = "2024-09"
"""

DOCUMENTS = {
    OLD: """# Review of the wards 2023

## Staff

The vacancy rate for ward nurses was 8.4% in 2022/23. The vacancy rate for ward porters was 5.1% \
in 2022/23. Agency spending on ward cleaners stood at £48.3 million in 2022/23.

## Waiting

Some 214 beds stood empty in the northern wards in March 2023. The average wait for a wheelchair \
was 41 days in 2022/23.

If nothing changes, the vacancy rate for ward nurses would be 12% in 2029/30.
""",
    NEW: """# Review of the wards 2024

## Staff

The vacancy rate for ward nurses was 7.2% in 2023/24. Trusts aim for a vacancy rate for ward \
nurses of 5% in 2024/25.

Sickness absence of the cooks was one in five in 2023/24. The number of laundry vans fell by 11% \
in 2023/24.

## Waiting

The average wait for a hearing aid was 60 days in 2023/24. Some 198 beds stood empty in the \
southern wards in March 2024.

| Kind of meal | Cost in 2022/23 | Cost in 2023/24 |
|---|---|---|
| Hot breakfast | £310,000 | £355,000 |
| Cold supper | £120,000 | £118,000 |
""",
    LATER: """# Corrections to the reviews

Agency spending on ward cleaners stood at £51.9 million in 2022/23.
""",
    OPINION: """# What ails the wards

About 20% of the porters carry a red bag. The kitchens are eleven per cent smaller than they were.
""",
}


def printed(entry: Entry) -> str:
    """The words of a figure."""
    assert entry.citation.key is not None
    return entry.citation.text[slice(*entry.citation.key)]


def the_one(ledger: Ledger, text: str, words: str) -> Entry:
    """The figure that a look-up finds with these words; fails where there is none."""
    (found,) = (entry for entry in ledger.look_up(text) if words in printed(entry))
    return found
