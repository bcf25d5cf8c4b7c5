"""The figures page: what is looked up, what is found, and what can be done with it."""

from __future__ import annotations

import html
import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.web import library
from tests.web.fake_assistant import FakeAssistant, RememberedAssistant
from tests.web.fake_corpus import NASTY, RATE, RATE_WITH_MARK
from tests.web.fake_ledger import (
    BROKEN_LOOK_UP,
    MANY_LOOK_UP,
    MONEY_LOOK_UP,
    NOTHING_LOOK_UP,
    RATE_LOOK_UP,
    REFUSAL,
    REFUSED_LOOK_UP,
    FakeLedger,
)
from tests.web.reading import OpenApp, blockquotes, headings, labels, press, raw, settled, words


class WithoutDocuments(FakeAssistant):
    """An index of nothing."""

    with_documents = False


def ledger() -> FakeLedger:
    found = library.shared_library().shelf().ledger
    assert isinstance(found, FakeLedger)
    return found


def look_up(app: AppTest, text: str) -> AppTest:
    return app.text_input(key="figure-text").set_value(text).run()


@pytest.fixture
def page(open_app: OpenApp) -> AppTest:
    return open_app(page="figures")


@pytest.fixture
def rates(page: AppTest) -> AppTest:
    return look_up(page, RATE_LOOK_UP)


def test_it_says_what_it_is_for_and_offers_look_ups_that_find_something(page: AppTest) -> None:
    assert words(page)[0].startswith("Look up the figures in the documents")
    assert headings(page) == ["Figures", "Look-ups to start with"]
    # How a button says it is Markdown: nothing of a document is taken for that.
    assert r"nursing vacancy rate \*of\* \<trusts\>" in labels(page)
    assert r"Who says 8\.4\%\?" in [label.replace("\u2060", "") for label in labels(page)]
    found = page.button(key="figure-example-0").click().run()
    assert blockquotes(found) == [RATE, RATE]


def test_figures_are_shown_with_their_words_measure_period_and_source(rates: AppTest) -> None:
    assert headings(rates) == ["Figures", "3 figures found"]
    assert blockquotes(rates) == [RATE, RATE_WITH_MARK, NASTY]
    shown = html.unescape(raw(rates))
    assert '<strong class="amount">8.4%</strong>' in shown
    assert "<dt>Period</dt><dd>March 2024</dd>" in shown
    assert "<dt>Period</dt><dd>Period not stated</dd>" in shown
    assert '<mark class="key">$5m to $10m</mark>' in shown
    assert "Page 1, section 2 Workforce" in shown


def test_where_in_a_table_a_figure_stands_is_told_in_words(page: AppTest) -> None:
    drawn = raw(look_up(page, MONEY_LOOK_UP))
    assert "<dt>Table</dt><dd>Table 1: -- what it :smile: costs</dd>" in drawn
    assert "<dt>Row</dt><dd>Row *one*, &lt;b&gt;two&lt;/b&gt;</dd>" in drawn
    assert "<dt>Column</dt><dd>2024</dd>" in drawn


def test_nothing_of_a_document_is_taken_for_html(rates: AppTest) -> None:
    drawn = raw(rates)
    assert "<trust" not in drawn
    assert "nursing vacancy rate *of* &lt;trusts&gt;" in drawn


def test_the_look_up_is_in_the_address_and_comes_back_from_it(rates: AppTest) -> None:
    assert dict(rates.query_params) == {"q": RATE_LOOK_UP}
    rates.selectbox(key="figure-unit").set_value("%")
    rates.text_input(key="figure-since").set_value("2023/24").run()
    assert dict(rates.query_params) == {"q": RATE_LOOK_UP, "unit": "%", "from": "2023/24"}
    again = AppTest.from_string("from assistant.web import app\napp.show_figures()")
    for name, value in (
        ("q", RATE_LOOK_UP),
        ("unit", "%"),
        ("from", "2023/24"),
        ("sort", "period"),
    ):
        again.query_params[name] = value
    again.run()
    assert again.text_input(key="figure-text").value == RATE_LOOK_UP
    assert again.selectbox(key="figure-unit").value == "%"
    assert blockquotes(again) == [RATE_WITH_MARK, RATE]  # the newest period first


def test_the_choices_are_passed_on(page: AppTest) -> None:
    look_up(page, RATE_LOOK_UP)
    page.selectbox(key="figure-kind").set_value("board paper")
    page.text_input(key="figure-since").set_value("2023/24")
    page.text_input(key="figure-until").set_value("7/2024").run()
    asked = ledger().asked[-1]
    assert (asked["since"], asked["until"]) == ("2023-04-01", "2024-07-31")
    assert getattr(asked["filters"], "kinds", None) == {"board paper"}


def test_a_period_that_is_none_is_said_and_left_out(page: AppTest) -> None:
    look_up(page, RATE_LOOK_UP)
    page.text_input(key="figure-until").set_value("soon").run()
    assert "Write a year, such as 2024 or 2023/24" in raw(page)
    assert ledger().asked[-1]["until"] is None
    assert len(blockquotes(page)) == 3


def test_choices_without_words_ask_for_words(page: AppTest) -> None:
    page.selectbox(key="figure-unit").set_value("%").run()
    assert "Write what the figure measures, or the figure itself." in words(page)


def test_nothing_found_is_said_in_plain_words(page: AppTest) -> None:
    look_up(page, NOTHING_LOOK_UP)
    assert headings(page) == ["Figures", "No figure found"]
    assert any(each.startswith("No figure was found. Try words") for each in words(page))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (REFUSED_LOOK_UP, REFUSAL),
        (BROKEN_LOOK_UP, "There is a problem with the service. Try again."),
    ],
)
def test_errors_are_sentences(page: AppTest, text: str, said: str) -> None:
    look_up(page, text)
    assert said in words(page)
    assert "secret" not in raw(page)


def test_more_are_shown_when_asked_for(page: AppTest) -> None:
    look_up(page, MANY_LOOK_UP)
    assert len(blockquotes(page)) == 10
    press(page, "Show 6 more figures")
    assert len(blockquotes(page)) == 16
    assert not [label for label in labels(page) if label.startswith("Show")]


def test_that_a_newer_figure_exists_is_told_below_the_older(rates: AppTest) -> None:
    drawn = raw(settled(rates))
    assert drawn.count("A newer figure exists: ") == 1
    newer = drawn[drawn.index("A newer figure exists: ") :].split("</p>")[0]
    assert "<strong>below 7.5%</strong> (the 2025 to 2026 year)" in newer
    assert "Workforce plan *2024* &lt;draft&gt;, page 1</a>" in newer


class TestOverTime:
    def test_the_measure_is_drawn_and_told_as_a_table(self, rates: AppTest) -> None:
        press(rates, "Same measure over time")
        drawn = html.unescape(raw(rates))
        table = drawn[drawn.index('<table class="documents series"') :].split("</table>")[0]
        assert table.count('<th role="rowheader"') == 3
        assert table.index("9.0%") < table.index("8.4%") < table.index("below 7.5%")
        (chart,) = rates.get("vega_lite_chart")
        assert json.loads(chart.proto.spec)["usermeta"]["embedOptions"]["actions"] is False

    def test_disagreements_are_told_in_words(self, rates: AppTest) -> None:
        press(rates, "Same measure over time")
        said = next(each for each in words(rates) if "says both" in each)
        assert said.startswith("One document says both for March 2024: 8.4% in Workforce plan")

    def test_a_figure_that_stands_alone_says_so(self, rates: AppTest) -> None:
        press(rates, "Same measure over time", 2)
        assert any(each.startswith("No other figure of the same measure") for each in words(rates))

    def test_it_can_be_hidden_again(self, rates: AppTest) -> None:
        press(press(rates, "Same measure over time"), "Hide the same measure over time")
        assert "<table" not in raw(rates)


def test_the_source_opens_with_the_words_marked(rates: AppTest) -> None:
    press(rates, "View page 1")
    dialog = rates.get("dialog")
    assert [each.proto.dialog.title for each in dialog] == ["Source"]
    (image,) = [image.alt for element in rates.image for image in element.proto.imgs]
    assert image == "Page 1 of Workforce plan *2024* <draft>, with the quote marked"


def test_a_figure_goes_into_the_board_paper_and_out_again(rates: AppTest) -> None:
    press(rates, "Add to board paper")
    assert "Go to your board paper (1 quote)" in raw(rates)
    # Every figure of these words is in it: a paper has the words of a passage once.
    press(rates, "Remove from board paper")
    assert "Go to your board paper" not in raw(rates)


def test_it_can_be_taken_away_in_two_ways(rates: AppTest) -> None:
    files = [button.label for button in rates.download_button]
    assert files == ["Download CSV file", "Download Word file"]


def test_without_documents_it_says_so(open_app: OpenApp) -> None:
    assert words(open_app(WithoutDocuments, page="figures"))[0].startswith("There are no documents")


def test_without_a_ledger_questions_can_still_be_asked(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(cls: type, assistant: object) -> FakeLedger:
        raise RuntimeError("secret internal detail")

    monkeypatch.setattr(FakeLedger, "over", classmethod(broken))
    page = open_app(RememberedAssistant, page="figures")
    assert words(page) == [
        "The figures of these documents cannot be looked up at the moment. Try again."
    ]
    assert "Try again" not in raw(open_app(RememberedAssistant))


def test_while_the_index_is_opened_it_says_so(
    folders: tuple[Path, Path], open_app: OpenApp
) -> None:
    assert headings(open_app(page="figures"))[0] == "Figures"
