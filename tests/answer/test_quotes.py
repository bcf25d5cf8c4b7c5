"""Readings become quotes that stand by themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.quotes import make_quotes
from assistant.answer.reading.reader import Reading
from assistant.answer.understanding.wanted import Wanted
from assistant.documents import Document, Quote
from assistant.ingest.sentences import sentence_spans
from tests.answer.making import document, question, reading

PLAN = document(
    ("heading", "Plans"),
    ("paragraph", "Every trust has one. A discharge plan has these parts:"),
    ("item", "• the clinician who is named"),
    ("item", "• the date of leaving"),
    ("item", "• the medicines to take home"),
    ("paragraph", "Community teams visit on day one. This cut readmissions. Costs fell by 4%."),
    ("paragraph", "It was popular with patients."),
)
LEAD_IN = "A discharge plan has these parts:"
WHOLE_LIST = PLAN.text[PLAN.text.index(LEAD_IN) : PLAN.text.index("\nCommunity")]


def quotes_of(
    *readings: Reading, wanted: Wanted = "anything", most: int = 3, worth: float = 2.0
) -> tuple[Quote, ...]:
    return make_quotes(readings, question("what of the plan?", wanted), most, worth=worth)


def quote_of(one: Reading, wanted: Wanted = "anything") -> Quote:
    (quote,) = quotes_of(one, wanted=wanted)
    return quote


def test_a_sentence_is_quoted_with_its_key_and_score() -> None:
    quote = quote_of(reading(PLAN, "Costs fell by 4%.", "4%", score=0.7))
    assert quote.text == "Costs fell by 4%."
    assert quote.key is not None
    assert quote.text[slice(*quote.key)] == "4%"
    assert quote.score == 0.7


def test_a_reading_without_a_key_is_its_own_key() -> None:
    assert quote_of(reading(PLAN, "Costs fell by 4%.")).key == (0, len("Costs fell by 4%."))


@pytest.mark.parametrize(
    "one",
    [reading(PLAN, LEAD_IN), reading(PLAN, "the date of leaving", "date"),
     reading(PLAN, "the medicines to take home")],
    ids=["from its lead-in", "from an item", "from its last item"],
)  # fmt: skip
def test_a_list_is_quoted_whole(one: Reading) -> None:
    quote = quote_of(one, "list")
    assert quote.text == WHOLE_LIST
    assert quote.key is not None
    assert quote.text[slice(*quote.key)] in WHOLE_LIST


def test_a_lead_in_brings_its_list_whatever_is_wanted() -> None:
    assert quote_of(reading(PLAN, LEAD_IN)).text == WHOLE_LIST


def test_a_short_list_is_quoted_whole_unless_one_thing_is_wanted() -> None:
    assert quote_of(reading(PLAN, "the date of leaving"), "anything").text == WHOLE_LIST


def test_an_item_is_quoted_from_its_lead_in() -> None:
    quote = quote_of(reading(PLAN, "the date of leaving", "date of leaving"), "date")
    assert quote.text.startswith(LEAD_IN)
    assert quote.text.endswith("the date of leaving")
    assert quote.key is not None
    assert quote.text[slice(*quote.key)] == "date of leaving"


def test_an_item_far_from_its_lead_in_is_quoted_alone() -> None:
    items = [("item", f"point {number} {'of some words ' * 5}") for number in range(9)]
    far = document(("paragraph", "There are these:"), *items)  # type: ignore[arg-type]
    wanted = far.text[far.blocks[9].start : far.blocks[9].end].strip()
    assert quote_of(reading(far, wanted)).text == wanted


def test_a_list_without_a_lead_in_is_its_items() -> None:
    bare = document(
        ("paragraph", "The board met."), ("item", "beds were closed"), ("item", "wards were opened")
    )
    assert quote_of(reading(bare, "wards were opened"), "list").text == (
        "beds were closed\nwards were opened"
    )


@pytest.mark.parametrize("items", [1, 3])
@pytest.mark.parametrize("at", [0, -1], ids=["the first item", "the last item"])
def test_a_document_may_begin_with_a_list(items: int, at: int) -> None:
    names = [f"ward number {number}" for number in range(items)]
    bare = document(*[("item", name) for name in names])
    assert quote_of(reading(bare, names[at]), "list").text == "\n".join(names)


def test_a_very_long_list_is_cut_and_still_holds_the_answer() -> None:
    names = [f"ward {number} with a name of some eight words" for number in range(80)]
    long = document(("paragraph", "The wards are:"), *[("item", name) for name in names])
    for name in (names[0], names[40], names[79]):
        quote = quote_of(reading(long, name, "some eight"), "list")
        assert name in quote.text
        assert len(quote.text.split()) <= 240
        assert quote.key is not None
        assert quote.text[slice(*quote.key)] == "some eight"


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("This cut readmissions.", "Community teams visit on day one. This cut readmissions."),
        ("Costs fell by 4%.", "Costs fell by 4%."),
        ("It was popular with patients.", "It was popular with patients."),
    ],
    ids=["points back", "stands alone", "has none before it in its paragraph"],
)
def test_a_sentence_that_points_back_brings_the_one_before(sentence: str, text: str) -> None:
    quote = quote_of(reading(PLAN, sentence, sentence.split()[1]))
    assert quote.text == text
    assert quote.key is not None
    assert quote.text[slice(*quote.key)] == sentence.split()[1]


@pytest.mark.parametrize("wanted", ["anything", "name"])
def test_what_is_said_comes_with_who_says_it(wanted: Wanted) -> None:
    said = "“Beds are closed in spring.”"
    told = "Professor Grey told us:"
    apart = document(("paragraph", f"The winter was long. {told}"), ("paragraph", said))
    assert quote_of(reading(apart, said), wanted).text == f"{told}\n{said}"
    within = document(("paragraph", f"It was cold. She told us. {said}"))
    assert quote_of(reading(within, said), wanted).text == f"She told us. {said}"
    alone = document(("paragraph", "It was cold."), ("paragraph", said))
    assert quote_of(reading(alone, said), wanted).text == said


def test_a_long_sentence_before_is_left_out() -> None:
    before = f"The board {'met and ' * 40} left."
    long = document(("paragraph", f"{before} This cut readmissions."))
    assert quote_of(reading(long, "This cut readmissions.")).text == "This cut readmissions."


def test_at_most_so_many_quotes() -> None:
    said = ["Beds were closed.", "Nurses were hired.", "Parking is free.", "Kitchens moved."]
    many = document(*[("paragraph", words) for words in said])
    readings = [reading(many, words, score=1 - at / 10) for at, words in enumerate(said)]
    assert [quote.text for quote in quotes_of(*readings)] == said[:3]
    assert [quote.text for quote in quotes_of(*readings, most=1)] == said[:1]


def test_a_much_worse_reading_is_no_answer() -> None:
    said = document(("paragraph", "Beds were closed."), ("paragraph", "Parking is free."))
    readings = [
        reading(said, "Beds were closed.", score=5.0), reading(said, "Parking is free.", score=2.9),
    ]  # fmt: skip
    assert [quote.text for quote in quotes_of(*readings)] == ["Beds were closed."]
    assert len(quotes_of(*readings, worth=2.2)) == 2


def test_no_two_quotes_overlap() -> None:
    quotes = quotes_of(
        reading(PLAN, "the date of leaving"), reading(PLAN, "the medicines to take home"),
        reading(PLAN, LEAD_IN), reading(PLAN, "This cut readmissions."),
        reading(PLAN, "Community teams visit on day one."), wanted="list",
    )  # fmt: skip
    assert [quote.text for quote in quotes] == [
        WHOLE_LIST, "Community teams visit on day one. This cut readmissions.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The trust closed 214 beds in 2023.", "The trust closed 214 beds in 2023."),
        ("The trust closed 214 beds in 2023.", "In 2023, the trust closed 214 beds."),
        ("The trust closed 214 beds in 2023.", "The Trust closed 214 beds in 2023!"),
    ],
    ids=["a copy", "another order", "other marks"],
)
def test_no_two_quotes_say_the_same(one: str, other: str) -> None:
    first, second = document(("paragraph", one)), document(("paragraph", other), path="b.md")
    assert [quote.text for quote in quotes_of(reading(first, one), reading(second, other))] == [one]


def test_the_same_figure_of_another_year_is_another_quote() -> None:
    said = ["Acute trusts spent £48 million in 2022.", "Mental health wards saw 9,000 people."]
    both = document(*[("paragraph", words) for words in said])
    assert len(quotes_of(*[reading(both, words) for words in said])) == 2


def test_no_readings_no_quotes() -> None:
    assert quotes_of() == ()


def _every_reading() -> list[Reading]:
    return [
        Reading(PLAN, start, end, None, 1.0, 0)
        for block in PLAN.blocks
        if block.role != "heading"
        for start, end in sentence_spans(PLAN, block)
    ]


@given(
    st.lists(st.sampled_from(_every_reading()), max_size=8),
    st.sampled_from(["list", "number", "anything"]),
)
def test_whatever_is_read_quotes_are_whole(readings: list[Reading], wanted: Wanted) -> None:
    quotes = quotes_of(*readings, wanted=wanted)
    assert len(quotes) <= 3
    assert bool(quotes) == bool(readings)
    sentences = _every_reading()
    starts, ends = {one.start for one in sentences}, {one.end for one in sentences}
    for quote in quotes:
        assert (quote.start in starts, quote.end in ends) == (True, True)
        assert quote.key is not None
    for first in quotes:
        for second in quotes:
            assert first is second or first.end <= second.start or second.end <= first.start


def test_a_footnote_mark_is_not_read_but_kept() -> None:
    """The words of a quote are those of the page, with the mark that stands among them."""
    plain = document(("paragraph", "Beds were closed. 3 Wards were opened."))
    at = plain.text.index("3")
    marked = Document(
        plain.path, plain.sha256, plain.title, plain.kind, plain.text, plain.blocks,
        marks=((at, at + 1),),
    )  # fmt: skip
    quote = quote_of(reading(marked, "Wards were opened."))
    assert quote.text == "Wards were opened."


# --- more than one sentence ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("score", "together"), [(4.0, True), (1.6, True), (1.4, False), (-5.0, False)]
)
def test_a_sentence_beside_it_that_answers_as_well_is_quoted_with_it(
    score: float, together: bool
) -> None:
    best = reading(PLAN, "Costs fell by 4%.", "4%", score=4.0)
    beside = reading(PLAN, "This cut readmissions.", score=score)
    first = quotes_of(best, beside, worth=20.0)[0]
    assert first.text == ("This cut readmissions. " if together else "") + "Costs fell by 4%."
    assert first.key is not None
    assert first.text[slice(*first.key)] == "4%"


def test_sentences_that_do_not_touch_are_two_quotes() -> None:
    one = reading(PLAN, "Costs fell by 4%.", score=2.0)
    other = reading(PLAN, "Community teams visit on day one.", score=1.9)
    assert [quote.text for quote in quotes_of(one, other)] == [
        "Costs fell by 4%.",
        "Community teams visit on day one.",
    ]


def test_sentences_of_two_paragraphs_stay_apart() -> None:
    one = reading(PLAN, "Costs fell by 4%.", score=2.0)
    other = reading(PLAN, "It was popular with patients.", score=1.9)
    assert [quote.text for quote in quotes_of(one, other)][0] == "Costs fell by 4%."


def test_long_sentences_are_not_joined() -> None:
    long = "The board " + "very " * 66 + "much agreed."
    one = document(("heading", "Minutes"), ("paragraph", f"{long} It then rose."))
    quotes = quotes_of(reading(one, "It then rose.", score=2.0), reading(one, long, score=2.0))
    assert quotes[0].text == "It then rose."


ROWS = document(
    ("heading", "Table 1"),
    ("row", "Disease  Cases  Deaths"),
    ("row", "Measles  12  1"),
    ("row", "Mumps  7  0"),
)


def test_a_table_row_comes_with_the_rows_above_it() -> None:
    quote = quote_of(reading(ROWS, "Mumps  7  0", "7"))
    assert quote.text == "Disease  Cases  Deaths\nMeasles  12  1\nMumps  7  0"
    assert quote.key is not None
    assert quote.text[slice(*quote.key)] == "7"


def test_a_row_of_a_long_table_stands_alone() -> None:
    rows = [("row", f"Ward {number}  {number * 3} beds  {number} closed") for number in range(40)]
    one = document(("heading", "Table 2"), *rows)  # type: ignore[arg-type]  # the role is a row
    last = "Ward 39  117 beds  39 closed"
    assert quote_of(reading(one, last)).text == last


THREE = document(("paragraph", "One came first. Two came next. Three came last."))


@pytest.mark.parametrize(
    ("scores", "texts"),
    [
        ((5.0, 4.6, 4.8), ["One came first. Two came next. Three came last."]),
        ((5.0, 4.0, 2.0), ["One came first. Two came next.", "Three came last."]),
        ((5.0, 2.0, 4.9), ["One came first.", "Three came last.", "Two came next."]),
    ],
)
def test_no_sentence_that_answers_is_lost_to_its_neighbours(
    scores: tuple[float, ...], texts: list[str]
) -> None:
    sentences = ("One came first.", "Two came next.", "Three came last.")
    readings = [
        reading(THREE, sentence, score=score)
        for sentence, score in zip(sentences, scores, strict=True)
    ]
    readings.sort(key=lambda one: -one.score)
    assert [quote.text for quote in quotes_of(*readings, worth=9.0)] == texts


LINES = document(
    ("paragraph", "Trusts face pressure. This will require:"),
    ("paragraph", "more beds in the community"),
    ("paragraph", "reform of social care"),
    ("paragraph", "The board agreed to all of it."),
    ("paragraph", "They define a nudge as"),
    ("paragraph", "a small change that steers a choice. It forbids nothing."),
)


@pytest.mark.parametrize("wanted", ["list", "anything"])
def test_lines_after_a_colon_are_a_list(wanted: Wanted) -> None:
    quote = quote_of(reading(LINES, "This will require:"), wanted)
    assert quote.text.split("\n") == [
        "This will require:", "more beds in the community", "reform of social care",
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["more beds in the community", "reform of social care"])
def test_a_line_of_a_list_brings_the_list_where_one_is_wanted(line: str) -> None:
    whole = quote_of(reading(LINES, "This will require:"), "list")
    assert quote_of(reading(LINES, line), "list").text == whole.text
    assert quote_of(reading(LINES, line), "number").text.startswith("This will require:")
    assert quote_of(reading(LINES, line), "number").text.endswith(line)


def test_a_sentence_that_leads_on_comes_with_what_follows() -> None:
    quote = quote_of(reading(LINES, "They define a nudge as"))
    assert quote.text.endswith("as\na small change that steers a choice.")


def test_a_sentence_that_ends_stands_alone() -> None:
    assert quote_of(reading(LINES, "The board agreed to all of it.")).text.endswith("all of it.")


def test_a_quote_takes_in_only_what_is_admitted() -> None:
    """Where "This cut readmissions." may not be shown with what stands before it, it is alone."""
    one = reading(PLAN, "This cut readmissions.", "readmissions")
    asked = question("what of the plan?")

    def without_visits(document: Document, start: int, end: int) -> bool:
        return "visit" not in document.text[start:end]

    (wide,) = make_quotes([one], asked, 3, worth=2.0)
    (narrow,) = make_quotes([one], asked, 3, worth=2.0, admits=without_visits)
    assert "visit" in wide.text
    assert narrow.text == "This cut readmissions."
    assert make_quotes([one], asked, 3, worth=2.0, admits=lambda *_: False) == ()
