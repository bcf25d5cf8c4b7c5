"""The page of the questions that need attention, in each of its states."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.answer.filters import Filters
from assistant.export.cases_table import cases_csv
from assistant.records.attention import cases_of
from assistant.records.chats import Chats, Turn
from assistant.records.database import Database
from assistant.records.feedback import FeedbackBook
from assistant.records.papers import Papers
from assistant.web.records import Records
from tests.records.making import ODD, answered, feedback_on, unanswered
from tests.web.reading import words

OWNER = "somebody-in-particular"
NOBODY = "Nobody marked an answer in this period as not useful."
NONE = "No question in this period was left without an answer."


def ago(**time: float) -> str:
    return (datetime.now(UTC) - timedelta(**time)).isoformat(timespec="seconds")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "records")


@pytest.fixture
def chats(database: Database) -> Chats:
    return Chats(database)


@pytest.fixture
def book(database: Database) -> FeedbackBook:
    return FeedbackBook(database)


@pytest.fixture
def opened(database: Database, chats: Chats, book: FeedbackBook) -> Callable[[], AppTest]:
    """Opens the page in a new session."""
    records = Records(database, chats, Papers(database), book)

    # AppTest takes the source of the function alone: names in its annotations would be unknown.
    def page(records):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        from assistant.web.attention.page import draw_attention_page

        draw_attention_page(records)

    return lambda: AppTest.from_function(page, args=(records,), default_timeout=20).run()


def text(piece: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", piece))


def questions(app: AppTest, tab: int) -> list[str]:
    """The questions that a tab shows."""
    pieces = "".join(element.value for element in app.tabs[tab].html)
    return [text(each) for each in re.findall(r"<h2[^>]*>(.*?)</h2>", pieces, re.DOTALL)]


def facts(app: AppTest, tab: int, question: int = 0) -> list[tuple[str, str]]:
    """What is said of a question that a tab shows."""
    pieces = "".join(element.value for element in app.tabs[tab].html)
    item = re.findall(r"<li>(.*?)</li>", pieces, re.DOTALL)[question]
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", item, re.DOTALL)
    return [(text(name), text(value)) for name, value in found]


def labels(app: AppTest) -> list[str]:
    return [tab.label for tab in app.tabs]


def test_without_anything_it_says_so(opened: Callable[[], AppTest]) -> None:
    app = opened()
    assert not app.exception
    assert [title.value for title in app.title] == ["Questions that need attention"]
    assert labels(app) == ["Found no answer (0)", "Found not useful (0)"]
    assert words(app)[1:] == [
        "Nobody has said in this period whether an answer was useful.", NONE, NOBODY,
    ]  # fmt: skip
    assert not app.get("download_button")


def test_each_question_stands_where_it_belongs(
    opened: Callable[[], AppTest], book: FeedbackBook, chats: Chats
) -> None:
    good, bad = answered("Good?"), answered("Bad?")
    for turn in (good, bad, unanswered("Missing?"), Turn("???", problem="It has no words.")):
        chats.add("1", OWNER, turn)
    book.give(feedback_on(good, useful=True))
    book.give(feedback_on(bad, useful=False))
    app = opened()
    assert labels(app) == ["Found no answer (2)", "Found not useful (1)"]
    assert sorted(questions(app, 0)) == ["???", "Missing?"]
    assert questions(app, 1) == ["Bad?"]
    assert "1 of 2 answers that people judged were found useful." in words(app)
    assert OWNER not in "".join(words(app))


def test_all_is_said_of_an_answer_that_was_no_use(
    opened: Callable[[], AppTest], book: FeedbackBook
) -> None:
    moment = datetime.now(UTC) - timedelta(days=1)
    given = moment.isoformat(timespec="seconds")
    book.give(feedback_on(answered("Bad?"), comment="Of 2019.", given=given))
    ((asked, when), *others) = facts(opened(), 1)
    assert asked == "Asked"
    assert str(moment.astimezone().year) in when and re.search(r"\d(am|pm)$", when)
    assert others == [
        ("Understood as", "How many nurses left in 2024?"),
        ("Comment", "Of 2019."),
        (
            "Filters",
            "plans/a.pdf, plan or report, published by Example Trust, "
            "published from 1 January 2024, published to 31 December 2024, "
            "findings and statistics only",
        ),
        (
            "Quotes shown",
            "Example Trust, Plan 1, 18 July 2024, page 1\n"
            "Example Trust, Plan 2, 18 July 2024, page 2",
        ),
        ("Index version", "20240806-1"),
    ]


def test_all_is_said_of_a_question_without_an_answer(
    opened: Callable[[], AppTest], chats: Chats
) -> None:
    chats.add("1", OWNER, unanswered("Missing?"))
    chats.add("1", OWNER, Turn("???", problem="It has no words.", asked=ago(days=1)))
    app = opened()
    assert [name for name, _ in facts(app, 0)] == [
        "Asked",
        "Understood as",
        "Near misses shown",
        "Index version",
    ]
    assert facts(app, 0, 1)[1:] == [("Problem", "It has no words.")]


def test_the_same_question_stands_once_with_each_comment(
    opened: Callable[[], AppTest], book: FeedbackBook
) -> None:
    for hours, wording in enumerate(("How many beds?", "how many beds", "How many beds?")):
        turn = Turn(wording, answered().answer, filters=Filters())
        book.give(feedback_on(turn, comment=f"Comment {hours}.", given=ago(hours=hours + 1)))
    app = opened()
    assert labels(app)[1] == "Found not useful (3)"
    assert questions(app, 1) == ["How many beds?"]
    said = facts(app, 1)
    assert said[0][1].startswith("3 times, last on ")
    assert said[2:6] == [
        ("Also asked as", "how many beds"),
        ("Comment", "Comment 0."),
        ("Comment", "Comment 1."),
        ("Comment", "Comment 2."),
    ]


def test_what_people_wrote_is_shown_as_written_and_runs_nothing(
    opened: Callable[[], AppTest], book: FeedbackBook
) -> None:
    nasty = f'<script>alert("1")</script> {ODD}'
    book.give(feedback_on(answered(nasty), comment=nasty))
    app = opened()
    assert questions(app, 1) == [nasty]
    assert ("Comment", nasty) in facts(app, 1)
    assert "<script" not in "".join(element.value for element in app.html)
    assert not app.markdown


@pytest.mark.parametrize(
    ("period", "shown"),
    [("Last 7 days", 1), ("Last 30 days", 2), ("Last 90 days", 3), ("All", 4)],
)
def test_the_period_decides_what_is_shown(
    opened: Callable[[], AppTest], chats: Chats, book: FeedbackBook, period: str, shown: int
) -> None:
    for days in (1, 20, 80, 400):
        chats.add(f"{days}", OWNER, unanswered(f"Missing {days}?", asked=ago(days=days)))
        book.give(feedback_on(answered(f"Bad {days}?"), given=ago(days=days)))
    app = opened()
    assert app.radio[0].value == "Last 30 days"
    app.radio[0].set_value(period).run()
    ages = ("1", "20", "80", "400")[:shown]
    assert questions(app, 0) == [f"Missing {days}?" for days in ages]
    assert questions(app, 1) == [f"Bad {days}?" for days in ages]


def test_a_long_list_comes_in_parts(opened: Callable[[], AppTest], chats: Chats) -> None:
    for number in range(45):
        asked = ago(minutes=number + 1)
        chats.add("1", OWNER, unanswered(f"Question number {number}?", asked=asked))
    app = opened()
    assert labels(app)[0] == "Found no answer (45)"
    for length, label in ((20, "Show 20 more of 25 questions"), (40, "Show 5 more of 5 questions")):
        assert len(questions(app, 0)) == length
        assert [each.label for each in app.button] == [label]
        app.button[0].click().run()
    assert questions(app, 0) == [f"Question number {number}?" for number in range(45)]
    assert not app.button


def test_the_file_has_what_is_shown_and_more(
    opened: Callable[[], AppTest],
    chats: Chats,
    book: FeedbackBook,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    good = answered("Good?")
    chats.add("1", OWNER, unanswered("=Missing?"))
    book.give(feedback_on(good, useful=True))
    book.give(feedback_on(answered("Long ago?"), given=ago(days=50)))
    downloads: list[tuple[str, bytes, str]] = []

    def download(label: str, data: bytes, *, file_name: str, **_: object) -> bool:
        downloads.append((label, data, file_name))
        return False

    # AppTest keeps no file that a page offers.
    monkeypatch.setattr("streamlit.download_button", download)
    opened()
    ((label, data, name),) = downloads
    assert label == "Download as CSV"
    assert re.fullmatch(r"questions-\d{4}-\d\d-\d\d\.csv", name)
    month = datetime.now(UTC) - timedelta(days=30)
    assert data == cases_csv(cases_of(book, month)).encode()
    assert data.startswith(b'\xef\xbb\xbf"what","date","question"')
    assert b',"\'=Missing?",' in data and b',"Good?",' in data and b"Long ago?" not in data


def test_records_that_cannot_be_read_are_a_sentence(
    opened: Callable[[], AppTest], database: Database
) -> None:
    database.path.parent.mkdir()
    database.path.write_text("These are the minutes of a meeting. " * 100)
    app = opened()
    assert not app.exception
    assert words(app)[-1] == (
        f"{database.path} is damaged or is no file of this program. "
        "Move it away to begin with a new one."
    )
    assert not app.tabs
