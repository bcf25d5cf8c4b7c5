from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from assistant.answer.basis.standing import FINDINGS, Basis, Standing, is_finding, standing
from assistant.documents import Document, Kind, Role
from tests.answer.making import document


def one(kind: Kind, *blocks: tuple[Role, str] | str, **facts: str) -> Document:
    """A document of this kind; a text alone is a paragraph."""
    made = document(*(("paragraph", it) if isinstance(it, str) else it for it in blocks))
    return replace(made, kind=kind, **facts)  # type: ignore[arg-type]


def of(made: Document, words: str) -> Standing:
    start = made.text.index(words)
    return standing(made, start, start + len(words))


CLOSED = "The trust closed 214 beds in 2023."


@pytest.mark.parametrize(
    ("kind", "basis"),
    [
        ("report", "finding"),
        ("research briefing", "finding"),
        ("board paper", "finding"),
        ("guidance", "statement"),
        ("plan", "statement"),
        ("government response", "statement"),
        ("document", "statement"),
        ("opinion piece", "opinion"),
    ],
)
def test_a_plain_sentence_is_what_its_document_is(kind: Kind, basis: Basis) -> None:
    assert of(one(kind, CLOSED), CLOSED) == Standing(basis)


def test_every_kind_of_document_has_a_standing() -> None:
    for kind in get_args(Kind):
        assert of(one(kind, CLOSED), CLOSED).basis in get_args(Basis)


@pytest.mark.parametrize(
    ("text", "basis", "name"),
    [
        ("Professor Ada Marsh told us that beds were short.", "quoted", "Professor Ada Marsh"),
        ("Mr Grey, for example, said that beds were short.", "quoted", "Mr Grey"),
        ("The Ward Fund argues that beds are short.", "quoted", "The Ward Fund"),
        ("According to Ada Marsh, beds are short.", "quoted", "Ada Marsh"),
        ("Beds, said Ada Marsh, are short.", "quoted", "Ada Marsh"),
        ("In Mr Grey’s view beds are short.", "quoted", "Mr Grey"),
        ("Several witnesses believed that beds were short.", "quoted", "Several witnesses"),
        ("Some argued that beds were short.", "quoted", None),
        ("It was argued that beds were short.", "quoted", None),
        ("Concerns were raised about beds.", "quoted", None),
        ("We heard that beds were short.", "quoted", None),
        ("We believe that beds were short.", "opinion", None),
        ("In our view beds were short.", "opinion", None),
        ("The trust should open beds.", "recommendation", None),
        ("We recommend that the trust open beds.", "recommendation", None),
        ("The government must open beds.", "recommendation", None),
        ("The government will open beds.", "commitment", None),
        ("Beds will be short again in 2030.", "statement", None),
        ("How many beds were closed?", "statement", None),
        ("The Inquiry found that 214 beds were closed.", "finding", None),
        ("The Health Audit found that 214 beds were closed.", "finding", "The Health Audit"),
        ("The evidence suggests that beds were closed.", "finding", None),
        ("In our survey, 89% of leaders said that beds were short.", "finding", None),
        ("According to the ONS, 214 beds were closed.", "official statistic", "ONS"),
        ("ONS data shows a fall in beds.", "official statistic", "ONS"),
        ("The Electronic Staff Record shows 1,200 staff.", "official statistic",
         "The Electronic Staff Record"),
        ("The ONS changed its method in 2012.", "finding", None),
        ("Mr Grey said that ONS data shows a fall in beds.", "quoted", "Mr Grey"),
        ("Dr Grey identified two causes.", "quoted", "Dr Grey"),
        ("Dr Grey found that 214 beds were closed.", "finding", "Dr Grey"),
        ("Ms Hay justified this on the ground of cost.", "quoted", "Ms Hay"),
        ("Mr Grey was “repeatedly told” that beds were short.", "quoted", "Mr Grey"),
        ("The Ward Fund itself argued that beds were short.", "quoted", "The Ward Fund"),
        ("Ada Marsh – who had led the ward – observed that it was full.", "quoted", "Ada Marsh"),
        ("The Ward Fund has been critical of the change.", "quoted", "The Ward Fund"),
        ("The Ward Fund pledged to open beds.", "quoted", "The Ward Fund"),
        ("The Ward Fund’s submission set out a shortfall.", "quoted", "The Ward Fund"),
        ("RM queried whether the figure was right.", "quoted", "RM"),
        ("One chief executive called it blunt.", "quoted", "One chief executive"),
        ("Managers in six trusts saw it as the key.", "quoted", "Managers in six trusts"),
        ("The Inquiry heard evidence that beds were short.", "quoted", None),
        ("Examples given to us included a lack of beds.", "quoted", None),
        ("Universities are concerned about beds.", "quoted", "Universities"),
        ("Planning rested on the view that beds were many.", "quoted", None),
        ("The deals were cited as a poor form of working.", "quoted", None),
        ("The ONS has acknowledged that this is hard.", "quoted", "The ONS"),
        ("Much of our evidence agreed that beds were short.", "quoted", None),
        ("We have major doubts about the ward.", "opinion", None),
        ("It is recommended practice that wards are small.", "recommendation", None),
        ("The signatories are committed to sharing their plans.", "commitment", None),
        ("Leaders of trusts described the same strain.", "quoted", "Leaders of trusts"),
        ("The UK government committed to opening beds.", "commitment", None),
        ("A last report was promised by May.", "commitment", None),
        ("Dates from which screening is recognised: 1985 and 1991.", "finding", None),
        ("The Ward Briefing of 23 July adds two comparisons.", "finding", None),
        ("The ward is characterised by long stays.", "finding", None),
        ("Our members tell us that beds are short.", "quoted", None),
        ("The committee was assured that the action was closed.", "quoted", None),
        ("We were also concerned to hear of the ward.", "opinion", None),
        ("The Inquiry agrees that beds were short.", "opinion", None),
        ("It is time to open beds.", "opinion", None),
        ("Now is the time for beds.", "opinion", None),
        ("Patients deserve better than this.", "opinion", None),
        ("It was unacceptable to close the ward.", "opinion", None),
        ("Our thanks go to the staff.", "opinion", None),
        ("There is a strong case for more beds.", "recommendation", None),
        ("For the ward, speed is critical.", "recommendation", None),
        ("Hospitals ought not to close beds.", "recommendation", None),
        ("The Board is asked to note the report.", "recommendation", None),
        ("Trusts are legally required to publish this.", "requirement", None),
        ("Critical care had 214 beds.", "finding", None),
        ("‘Bed watch’ was a national campaign that began in 2007.", "finding", None),
        ('The "bed unit" was a team of six civil servants in London.', "finding", None),
    ],
)  # fmt: skip
def test_the_words_of_a_report_tell(text: str, basis: Basis, name: str | None) -> None:
    found = of(one("report", text), text)
    assert found.basis == basis
    assert (found.according_to or "").removeprefix("the ") == (name or "")
    assert found.according_to is None or found.according_to in text


@pytest.mark.parametrize(
    ("kind", "text", "basis"),
    [
        ("guidance", "Trusts must publish a plan.", "requirement"),
        ("guidance", "Providers should publish a plan.", "requirement"),
        ("guidance", "A visit should be short.", "recommendation"),
        ("document", "You have the right to be seen within 18 weeks.", "requirement"),
        ("document", "The NHS commits to short waits.", "commitment"),
        ("plan", "We will open 100 centres.", "commitment"),
        ("plan", "ICBs are expected to open centres.", "requirement"),
        ("government response", "The Government accepts this.", "commitment"),
        ("government response", "These are accepted in principle by the ministers.", "commitment"),
        ("government response", "We recommend that a register be kept.", "recommendation"),
    ],
)
def test_asking_promising_and_requiring(kind: Kind, text: str, basis: Basis) -> None:
    assert of(one(kind, text), text).basis == basis


@pytest.mark.parametrize(
    "text",
    [
        CLOSED,
        "ONS data shows that 214 beds were closed.",
        "The report found that 214 beds were closed.",
        "Beds should be opened.",
    ],
)
def test_an_opinion_piece_holds_no_findings(text: str) -> None:
    assert of(one("opinion piece", text), text).basis == "opinion"


def test_an_opinion_piece_names_whom_it_cites() -> None:
    text = "The Ward Fund found that 214 beds were closed."
    assert of(one("opinion piece", text), text) == Standing("opinion", "The Ward Fund")


def test_a_pronoun_is_named_by_what_stands_before() -> None:
    made = one("report", "Dr Grey told us of the ward. She added that beds were short.")
    assert of(made, "She added that beds were short.") == Standing("quoted", "Dr Grey")


def test_a_sentence_within_a_quotation_is_quoted() -> None:
    made = one("report", "Dr Grey told us: “The ward was full. Nobody slept. It was bad.” We went.")
    assert of(made, "Nobody slept.") == Standing("quoted", "Dr Grey")
    assert of(made, "We went.").basis == "finding"


def test_who_spoke_before_is_not_who_is_meant_by_nobody() -> None:
    made = one("report", "Dr Grey told us of the ward. It was argued that beds were short.")
    assert of(made, "It was argued that beds were short.").basis == "quoted"
    made = one("report", "Dr Grey told us of it. The Inquiry heard that beds were short.")
    assert of(made, "The Inquiry heard that beds were short.") == Standing("quoted")


def test_some_words_in_quotation_marks_after_a_quoted_sentence_are_the_same_persons() -> None:
    made = one("report", "Dr Grey told us of it. The trust did “quite a lot of work” on beds.")
    assert of(made, "The trust did").basis == "quoted"
    made = one("report", "The ward was full. The trust did “quite a lot of work” on beds.")
    assert of(made, "The trust did").basis == "finding"


def test_an_example_of_an_opinion_is_no_finding() -> None:
    made = one("report", "We are not convinced by this. For example, 20 beds were open.")
    assert of(made, "For example, 20 beds were open.").basis == "opinion"


@pytest.mark.parametrize(
    "title",
    [
        "Review of pay: written evidence from the Ward Fund",
        "Oral evidence: workforce report",
        "Press statement on the inspection report",
        "Letter to the Secretary of State on the bed review",
        "Minutes of the review group",
    ],
)
def test_what_people_write_to_others_is_no_finding(title: str) -> None:
    assert of(one("report", CLOSED, title=title), CLOSED).basis == "statement"
    assert of(one("board paper", CLOSED, title=title), CLOSED).basis == "statement"


def test_a_figure_under_a_part_of_views_is_a_finding() -> None:
    headings: list[tuple[Role, str]] = [("heading", "What leaders said"), ("heading", "Beds")]
    made = one("report", *headings, f"{CLOSED} Wards were closed at night.")
    made = replace(made, blocks=(made.blocks[0], replace(made.blocks[1], level=2), made.blocks[2]))
    assert of(made, CLOSED).basis == "finding"
    assert of(made, "Wards were closed at night.").basis == "quoted"


def test_a_quotation_set_off_from_its_lead_in() -> None:
    made = one("report", "Dr Grey told the Inquiry:", "The ward was full on most nights.")
    assert of(made, "The ward was full") == Standing("quoted", "Dr Grey")


def test_a_few_words_in_quotation_marks_are_a_term() -> None:
    text = "The “lost wards” were closed in 2019."
    assert of(one("report", text), text).basis == "finding"


def test_an_item_is_what_leads_in_to_it() -> None:
    made = one(
        "report",
        "The government must:",
        ("item", "open 200 beds"),
        ("item", "a new ward in each town"),
    )
    assert of(made, "a new ward in each town").basis == "recommendation"


@pytest.mark.parametrize(
    ("heading", "basis"),
    [
        ("Recommendation 3: Beds", "recommendation"),
        ("What the plan promises", "commitment"),
        ("What leaders said", "quoted"),
        ("Glossary", "statement"),
        ("Beds", "finding"),
    ],
)
def test_a_heading_tells(heading: str, basis: Basis) -> None:
    made = one("report", ("heading", heading), "A ward of 20 beds in each town.")
    assert of(made, "A ward of 20 beds").basis == basis


def test_a_sentence_broken_by_a_page_is_read_whole() -> None:
    made = one(
        "report",
        "Dr Ada Grey, who led the ward for years, argued that",
        "beds were short on most nights of winter.",
    )
    assert of(made, "beds were short").basis == "quoted"


def test_a_quote_of_two_sentences_has_the_weaker_standing() -> None:
    text = f"{CLOSED} We believe that this was wrong."
    assert of(one("report", text), text).basis == "opinion"
    assert of(one("report", text), CLOSED).basis == "finding"


def test_a_report_that_answers_another_is_no_finding() -> None:
    made = one("report", CLOSED, title="Ward closures: Response to the Ombudsman’s report")
    assert of(made, CLOSED).basis == "statement"


def test_a_name_is_a_slice_of_the_document_over_a_line_end() -> None:
    made = one("report", "Professor\nAda Marsh said that beds were short.")
    found = of(made, "beds were short").according_to
    assert found == "Professor\nAda Marsh"


def test_findings_are_statistics_and_findings() -> None:
    assert set(FINDINGS) == {"official statistic", "finding"}
    made = one("report", f"{CLOSED} Beds should be opened.")
    assert is_finding(made, 0, len(CLOSED))
    assert not is_finding(made, 0, len(made.text))
