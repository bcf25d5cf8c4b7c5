"""A `Ledger` for tests: the figures of the fake documents, and a checker of drafts that knows them.

It keeps to the interfaces of the real ones, and needs no index and no model.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Literal

from assistant.answer.assistant import Assistant
from assistant.answer.citation import Citation, cite
from assistant.answer.filters import Filters
from assistant.checking.finding import Change, Finding, Verdict
from assistant.documents import Document
from assistant.errors import FilterError, QuestionError
from assistant.figures.figure import Amount, InTable, Period
from assistant.ledger.entry import Entry
from assistant.ledger.ledger import Ledger
from assistant.ledger.series import Series
from tests.web.fake_assistant import FakeAssistant, quoted
from tests.web.fake_corpus import NASTY, PADDING, RATE, RATE_WITH_MARK

RATE_LOOK_UP = "vacancy *rate* -- <b>nursing</b>"
MONEY_LOOK_UP = "spending :smile:"
MANY_LOOK_UP = "everything"
NOTHING_LOOK_UP = "zeppelins"
REFUSED_LOOK_UP = "???"
BROKEN_LOOK_UP = "break it"
REFUSAL = "The look-up has no *words*: write what is <measured>."

STARTING = ("nursing vacancy rate *of* <trusts>", "Who says 8.4%?")
"""What the page offers to start with."""

MARCH_2024 = Period("March 2024", "2024-03-01", "2024-03-31")
END_2026 = Period("the 2025 to 2026 year", "2025-04-01", "2026-03-31")


class FakeLedger(Ledger):
    """The ledger over the fake documents."""

    def __init__(self, assistant: FakeAssistant) -> None:
        self.version = assistant.version
        self.built = assistant.built.isoformat()
        plan, notes = assistant.paged, assistant.unpaged
        rate = "nursing vacancy rate *of* <trusts>"
        self.rate = entry(plan, RATE, "8.4%", Amount(8.4, "%"), rate, MARCH_2024)
        self.target = entry(plan, RATE, "9.0%", Amount(9.0, "%"), rate, MARCH_2024)
        self.expected = entry(
            plan, RATE_WITH_MARK, "below 7.5%", Amount(7.5, "%", comparator="below"), rate,
            END_2026, attribution="The <trust>",
        )  # fmt: skip
        table = InTable(("Row *one*", "<b>two</b>"), ("2024",), "Table 1: -- what it :smile: costs")
        money = Amount(5_000_000.0, "$", high=10_000_000.0)
        self.money = entry(notes, NASTY, "$5m to $10m", money, "", None, table=table)
        self.asked: list[dict[str, object]] = []

    @classmethod
    def over(cls, assistant: Assistant) -> FakeLedger:
        """The ledger of a fake assistant."""
        assert isinstance(assistant, FakeAssistant)
        return cls(assistant)

    def look_up(
        self,
        text: str,
        *,
        filters: Filters | None = None,
        unit: str | None = None,
        since: str | None = None,
        until: str | None = None,
        count: int = 20,
        by_amount: bool = True,
    ) -> list[Entry]:
        """What is known of a look-up."""
        self.asked.append({"text": text, "filters": filters, "unit": unit, "since": since,
                           "until": until})  # fmt: skip
        if text == REFUSED_LOOK_UP:
            raise QuestionError(REFUSAL)
        if text == BROKEN_LOOK_UP:
            raise RuntimeError("secret internal detail")
        if unit not in (None, *self.units()):
            raise FilterError(f"No figure has the unit “{unit}”.")
        found = {
            RATE_LOOK_UP: [self.rate, self.expected, self.money],
            MONEY_LOOK_UP: [self.money],
            self.rate.measure: [self.rate, self.target],
            MANY_LOOK_UP: [self.rate, self.target, self.expected, self.money] * 4,
        }.get(text, [])
        return [each for each in found if unit in (None, each.amount.unit)][:count]

    def units(self) -> list[str]:
        """The units of the figures."""
        return ["%", "$", "beds"]

    def series(self, entry: Entry) -> Series:
        """The rates belong together; the money stands alone."""
        if entry == self.money:
            return Series((entry,), ())
        return Series((self.target, self.rate, self.expected), ((self.rate, self.target),))

    def newer(self, citation: Citation) -> list[Entry]:
        """A newer rate exists than that of March 2024."""
        return [self.expected] if citation.text == RATE else []

    def at(self, citation: Citation) -> list[Entry]:
        """The figures within a citation."""
        every = (self.rate, self.target, self.expected, self.money)
        return [each for each in every if each.citation.text in citation.text]


def entry(
    document: Document,
    words: str,
    key: str,
    amount: Amount,
    measure: str,
    period: Period | None,
    *,
    attribution: str | None = None,
    table: InTable | None = None,
) -> Entry:
    """The figure `key` of a sentence of a document."""
    citation = cite(quoted(document, words, key))
    return Entry(amount, measure, period, attribution, table, citation, 1.0)


DRAFT = (
    "Our <b>vacancy</b> *rate* was 8.4% in March 2024, against a target of 9.5%.\n\n"
    "The plan says “The *board* agreed _two_ things -- <b>not</b> four & no more”. "
    "We have 12,000 :smile: zeppelins."
)
LONG_DRAFT = "\n".join([DRAFT, *[PADDING] * 60] * 30)
"""A draft of several parts and pages of findings."""
SLOW_DRAFT = "This takes its time: 8.4%."
BROKEN_DRAFT = "This breaks it: 8.4%."
EMPTY_DRAFT = "There is nothing to check in this."


class FakeCheck:
    """Stands in for `check_draft`: knows the words of `DRAFT` wherever they stand."""

    def __init__(self) -> None:
        self.let = threading.Event()
        """What `SLOW_DRAFT` waits for."""

    def __call__(
        self, draft: str, ledger: Ledger, progress: Callable[[int, int], None] | None = None
    ) -> tuple[Finding, ...]:
        """Find what is known in a draft."""
        assert isinstance(ledger, FakeLedger)
        progress = progress or (lambda done, total: None)
        if draft == BROKEN_DRAFT:
            raise RuntimeError("secret words of the draft")
        if draft == SLOW_DRAFT:
            for done in range(1200):
                progress(done, 1200)
                if self.let.wait(0.05):
                    break
        found: list[Finding] = []
        for text, kind, verdict, source, expected, why in _known(ledger):
            at = draft.find(text)
            while at >= 0:
                changes: tuple[Change, ...] = ()
                if verdict == "misquoted":
                    four = draft.index("four", at)
                    changes = (((four, four + 4), "three"),)
                found.append(
                    Finding(text, at, at + len(text), kind, verdict, source, expected, why, changes)
                )
                at = draft.find(text, at + 1)
        return tuple(sorted(found, key=lambda each: each.start))


_Kind = Literal["figure", "quotation"]


def _known(
    ledger: FakeLedger,
) -> list[tuple[str, _Kind, Verdict, Citation | None, str | None, str]]:
    quotation = "The *board* agreed _two_ things -- <b>not</b> four & no more"
    exact = quotation.replace("four", "three")
    return [
        ("8.4%", "figure", "matches", ledger.rate.citation, None, ""),
        ("9.5%", "figure", "differs", ledger.target.citation, "9.0%",
         "The source says 9.0%, the draft 9.5%."),
        (quotation, "quotation", "misquoted", ledger.money.citation, exact,
         "One word differs from the source."),
        ("12,000", "figure", "not-found", None, None, "No document has this figure."),
    ]  # fmt: skip


def wait_for(what: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait until something holds."""
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "It did not come about"
        threading.Event().wait(0.01)
