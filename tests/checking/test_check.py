"""Drafts over the three documents, each with what is right, changed and made up."""

from __future__ import annotations

import pytest

from assistant.checking.check import check_draft
from assistant.checking.finding import Finding
from assistant.errors import DocumentError
from assistant.ledger.ledger import Ledger


def only(draft: str, ledger: Ledger) -> Finding:
    (finding,) = check_draft(draft, ledger)
    assert draft[finding.start : finding.end] == finding.text
    return finding


@pytest.mark.parametrize(
    "draft",
    [
        "The trust closed 214 beds between April 2022 and March 2023.",
        "Agency staff cost the trust £48.3m in 2022/23.",
        "In January 2023 bed occupancy reached 94.6 per cent.",
        "The maintenance backlog stood at £112 million.",
        "Sickness absence was 6.2% in mental health trusts.",
        "Agency staff cost the trust about £48 million in 2022/23.",
    ],
)
def test_a_figure_matches(ledger: Ledger, draft: str) -> None:
    finding = only(draft, ledger)
    assert (finding.kind, finding.verdict) == ("figure", "matches"), finding.why
    assert finding.source is not None and finding.source.key is not None


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("The trust closed 241 beds between April 2022 and March 2023.", "214 beds"),
        ("Agency staff cost the trust £48.3 billion in 2022/23.", "£48.3 million"),
        ("Agency staff cost the trust £48.3 million in 2023/24.", "£48.3 million (2022/23)"),
        ("Bed occupancy fell below 94.6% in January 2023.", "94.6%"),
        ("Sickness absence was 5.1% in mental health trusts.", "6.2%"),
        ("Sickness absence was 6.2 percentage points in mental health trusts.", "6.2%"),
        ("Patients should be reviewed within 14 weeks of discharge.", "up to 14 days"),
        ("The maintenance backlog stood at less than £112 million.", "£112 million"),
    ],
)
def test_a_changed_figure_differs(ledger: Ledger, draft: str, expected: str) -> None:
    finding = only(draft, ledger)
    assert (finding.verdict, finding.expected) == ("differs", expected)
    assert finding.source is not None and finding.why.endswith(".")


def test_figures_that_changed_places_match_nothing(ledger: Ledger) -> None:
    draft = "Sickness absence in acute trusts was 6.2%, in mental health trusts 5.1%."
    assert [one.verdict for one in check_draft(draft, ledger)] == ["differs", "differs"]


@pytest.mark.parametrize(
    "draft",
    [
        "The canteen sold 2,300 pies in the summer of 2019.",
        "The choir of the trust has 48 singers.",
    ],
)
def test_what_no_document_states(ledger: Ledger, draft: str) -> None:
    finding = only(draft, ledger)
    assert (finding.verdict, finding.source, finding.expected) == ("not-found", None, None)


def test_a_quotation_over_a_page_matches(ledger: Ledger) -> None:
    finding = only("It found “corridors were used as wards on most nights”.", ledger)
    assert (finding.kind, finding.verdict) == ("quotation", "matches")
    assert finding.source is not None and finding.source.page == 1
    assert "Nurses told the review" in finding.source.text


def test_a_misquotation_says_which_words_differ(ledger: Ledger) -> None:
    draft = "It found “corridors were often used as beds on most nights of winter”."
    finding = only(draft, ledger)
    assert finding.verdict == "misquoted"
    assert finding.expected == "corridors were used as wards on most nights of winter"
    assert [(draft[a:b], words) for (a, b), words in finding.changes] == [
        ("often", ""),
        ("beds", "wards"),
    ]


def test_a_number_that_differs_in_a_quotation_is_found_once(ledger: Ledger) -> None:
    finding = only("“The trust closed 412 beds between April 2022 and March 2023.”", ledger)
    assert (finding.kind, finding.verdict) == ("quotation", "misquoted")
    assert finding.changes[0][1] == "214"


def test_words_that_are_left_out_are_told(ledger: Ledger) -> None:
    draft = "“Most of them stood in wards that no longer met the fire regulations.”"
    finding = only(draft, ledger)
    ((start, end), words), *more = finding.changes
    assert (finding.verdict, start, words, more) == ("misquoted", end, "older", [])


def test_parts_have_to_stand_in_their_order(ledger: Ledger) -> None:
    right = "“Most of them stood in older wards […] no longer met the fire regulations.”"
    wrong = "“no longer met the fire regulations […] Most of them stood in older wards”"
    assert only(right, ledger).verdict == "matches"
    assert only(wrong, ledger).verdict != "matches"


def test_words_of_no_document_are_not_found(ledger: Ledger) -> None:
    finding = only("“Every porter shall be given a golden trumpet at Easter.”", ledger)
    assert (finding.kind, finding.verdict, finding.source) == ("quotation", "not-found", None)


@pytest.mark.parametrize(
    "draft",
    ["Nothing here is a figure.", "1,00,000 and 12.5.3 and 1..2 are broken.", "See page 3."],
)
def test_where_there_is_nothing_nothing_is_invented(ledger: Ledger, draft: str) -> None:
    assert check_draft(draft, ledger) == ()


def test_a_table_is_read_with_its_headers(ledger: Ledger) -> None:
    draft = "Sickness absence | Rate\nAcute trusts | 5.1%\nMental health trusts | 6.3%\n"
    verdicts = {one.text: one.verdict for one in check_draft(draft, ledger)}
    assert verdicts["5.1%"] == "matches"
    assert verdicts["6.3%"] != "matches"


def test_a_figure_in_brackets_within_a_quotation_is_checked(ledger: Ledger) -> None:
    draft = "It found “corridors [in all 48 wards] were used as wards on most nights”."
    assert [one.text for one in check_draft(draft, ledger) if one.kind == "figure"] == ["48 wards"]


@pytest.mark.parametrize("draft", ["", " \n\t", "--- ..."])
def test_a_draft_without_words_is_refused(ledger: Ledger, draft: str) -> None:
    with pytest.raises(DocumentError) as caught:
        check_draft(draft, ledger)
    assert caught.value.reason == "empty"


def test_a_long_draft_says_how_far_it_is(ledger: Ledger) -> None:
    told: list[tuple[int, int]] = []
    draft = "The trust closed 214 beds between April 2022 and March 2023. " * 40
    check_draft(draft, ledger, lambda done, total: told.append((done, total)))
    assert told[0] == (0, 0)  # while the draft is read, so that it can be stopped
    assert [one for one in told if one[1]] == [(done, 40) for done in range(41)]


def test_a_text_without_an_end_takes_no_time(ledger: Ledger) -> None:
    draft = "beds " * 3_000 + "..... " * 3_000 + "“" * 2_000 + "> " * 2_000
    assert check_draft(draft, ledger) == ()
