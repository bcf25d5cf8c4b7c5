"""Which headings become questions, and how they read."""

from __future__ import annotations

import pytest

from assistant.answer.suggesting.heading_questions import own_question, recommends, sensible, topic
from tests.answer.making import document

TEXT = (
    "People spoke of Ward Watch, and of the maintenance backlog in the United Kingdom. It is in "
    "the backlog that the Ward Safety Board and the ICB see the risk. In a Care Quality "
    "Commission report it says so, and care is slow. The review of the Ward Safety Board was short."
)
ONE = document(("paragraph", TEXT))


@pytest.mark.parametrize(
    ("heading", "about"),
    [
        ("Staff retention", "staff retention"),
        ("4.5 Patient complexity", "patient complexity"),
        ("3 Trends in productivity", "trends in productivity"),
        ("1) Compensation for families", "compensation for families"),
        ("B. Modern general practice", "modern general practice"),
        ("Chapter 3: The assessment of risk", "the assessment of risk"),
        ("EVIDENCE-BASED POLICY", "evidence-based policy"),
        ("THE UNITED KINGDOM", "the United Kingdom"),
        ("Quality of care", "the quality of care"),
        ("Gaps in the evidence", "gaps in the evidence"),
        ("Distinction between wards and theatres", "the distinction between wards and theatres"),
        ("Maintenance backlog", "the maintenance backlog"),
        ("Ward Safety Board", "the Ward Safety Board"),
        ("Ward Watch", "Ward Watch"),
        ("Role of Care Quality Commission (CQC)", "the role of Care Quality Commission"),
        ("How wards are run", "how wards are run"),
        ("Measuring productivity", "measuring productivity"),
        ("Recommendation 2: A simpler system", "a simpler system"),
        ("Funding", "funding"),
        ("Improving beds and wards:", "improving beds and wards"),
    ],
)
def test_a_noun_phrase_is_a_topic(heading: str, about: str) -> None:
    assert topic(heading, ONE) == about


@pytest.mark.parametrize(
    "heading",
    [
        "Introduction", "Executive summary", "Conclusions and recommendations", "Annex A",
        "Table 3: Beds by ward", "Contents", "Next steps", "26 January 2011", "April 2013", "2.1",
        "Reduce the time people wait", "Please register with a practice", "Improve patient flow",
        "The NHS provides a comprehensive service", "First, we must get the basics right",
        "What this right means for patients", "Our approach to risk", "Concerns about the backlog",
        "Matt Marsh, co-founder of Ward Watch", "The Rt Hon Ada Marsh MP", "Delivering", "Closed",
        "Access to and urgent dental", "Using the reform agenda to fix",
        "Productivity the oversight framework of wards", "A new approach: what it costs",
        "Is it safe?", "• beds", "https://example.org/beds", "Support for carers and",
        "a heading that goes on and on for far more words than any question could take",
    ],
)  # fmt: skip
def test_what_would_not_read_well_is_no_topic(heading: str) -> None:
    assert topic(heading, ONE) is None


def test_a_number_that_is_part_of_a_name_stays() -> None:
    plan = document(("paragraph", "It follows the 10 Year Health Plan, as the ICB does."))
    assert topic("10 Year Health Plan", plan) == "the 10 Year Health Plan"


@pytest.mark.parametrize(
    ("heading", "question"),
    [
        ("1 What is healthcare productivity?", "What is healthcare productivity?"),
        ("2.2 How is productivity measured?", "How is productivity measured?"),
        ("Where does the Constitution apply?", "Where does the Constitution apply?"),
        ("Why is this important?", None),
        ("What are we doing?", None),
        ("What can you do about a delay?", None),
        ("Questions?", None),
        ("Really not a question at all?", None),
        ("WHAT IS A WARD FOR PATIENTS?", None),
        ("What is it? And what is a ward?", None),
        ("What is a ward", None),
        ("What is " + "a very " * 12 + "long question?", None),
    ],
)
def test_a_heading_that_asks_is_taken_where_it_stands_alone(
    heading: str, question: str | None
) -> None:
    assert own_question(heading) == question


@pytest.mark.parametrize(
    "question",
    ["What is it?", "What is said about the the beds?", f"What is said about {'b' * 80}?"],
    ids=["short", "repeats a word", "long"],
)
def test_what_is_no_sensible_question(question: str) -> None:
    assert sensible(question) is None


def test_numbered_recommendations_are_known() -> None:
    assert recommends("Recommendation 2: A simpler system")
    assert not recommends("Recommendations on beds")


@pytest.mark.parametrize("heading", ["“ Freedom ” to speak up", "“”", "“ ”", "’", "—", "1", "( )"])
def test_odd_marks_in_a_heading_do_no_harm(heading: str) -> None:
    words = f"{heading} was discussed. People spoke of {heading} at length."
    about = topic(heading, document(("paragraph", words)))
    assert about is None or about.strip()
