"""Which documents are asked: chosen beside the question, kept in the address."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assistant.answer.filters import Filters
from tests.web.conftest import APP
from tests.web.fake_assistant import NO_ANSWER_QUESTION, RATE_QUESTION, FakeAssistant
from tests.web.reading import OpenApp, ask, blockquotes, labels, press, words

PLAN = "plans/workforce_plan_*2024*.pdf"
NO_DOCUMENT = "No document fits these filters. Remove one of them to ask."


def at_address(open_app: OpenApp, **parameters: str | list[str]) -> AppTest:
    open_app()
    app = AppTest.from_file(APP, default_timeout=20)
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run()


def address(app: AppTest) -> dict[str, list[str]]:
    values = {name: [v] if isinstance(v, str) else list(v) for name, v in app.query_params.items()}
    values.pop("chat", None)
    return values


def choose(app: AppTest, key: str, *values: str) -> AppTest:
    changed: AppTest = box(app, key).set_value(list(values)).run()
    return changed


def box(app: AppTest, name: str) -> Any:  # noqa: ANN401 - of several kinds
    """The widget of a filter, whatever round it is in."""
    for each in (*app.multiselect, *app.text_input, *app.checkbox):
        if str(each.key).startswith(f"filter-{name}-"):
            return each
    raise AssertionError(f"There is no filter {name}")


def in_use(app: AppTest) -> list[str]:
    return [each for each in words(app) if each.startswith("Asking ")]


class TestChoosing:
    def test_without_filters_everything_is_asked(
        self, open_app: OpenApp, opened: list[FakeAssistant]
    ) -> None:
        app = ask(open_app(), RATE_QUESTION)
        assert opened[0].filters == [Filters()]
        assert in_use(app) == []
        assert "Remove all filters" not in labels(app)

    def test_a_kind_is_asked_and_stands_in_the_address(
        self, open_app: OpenApp, opened: list[FakeAssistant]
    ) -> None:
        app = choose(open_app(), "kinds", "board paper", "opinion piece")
        assert in_use(app) == ["Asking 2 documents: board paper or opinion piece"]
        assert address(app) == {"kind": ["board paper", "opinion piece"]}
        ask(app, RATE_QUESTION)
        assert opened[0].filters == [Filters(kinds=frozenset({"board paper", "opinion piece"}))]

    def test_every_filter_goes_with_the_question(
        self, open_app: OpenApp, opened: list[FakeAssistant]
    ) -> None:
        app = choose(open_app(), "publishers", "Example Trust")
        choose(app, "documents", PLAN)
        box(app, "since").set_value("1/1/2024").run()
        box(app, "until").set_value("2024").run()
        box(app, "findings_only").check().run()
        ask(app, RATE_QUESTION)
        asked = Filters(
            publishers=frozenset({"Example Trust"}),
            documents=frozenset({PLAN}),
            since="2024-01-01",
            until="2024-12-31",
            findings_only=True,
        )
        assert opened[0].filters == [asked]
        assert in_use(app) == [
            "Asking 1 document: Workforce plan *2024* <draft>, published by Example Trust, "
            "published from 1 January 2024, published to 31 December 2024, "
            "findings and statistics only (documents without a date are left out)"
        ]

    def test_what_is_offered_is_what_the_index_has(self, open_app: OpenApp) -> None:
        app = open_app()
        assert box(app, "kinds").options == [
            "Board paper",
            "Opinion piece",
            "Report",
        ]
        assert box(app, "publishers").options == ["Example Trust"]
        assert "Notes on :smile: and -- dashes" in box(app, "documents").options

    def test_they_can_all_be_removed(self, open_app: OpenApp) -> None:
        app = press(choose(open_app(), "kinds", "report"), "Remove all filters")
        assert box(app, "kinds").value == []
        assert address(app) == {}
        assert in_use(app) == []

    def test_they_stay_for_the_next_question_and_for_a_new_chat(
        self, open_app: OpenApp, opened: list[FakeAssistant]
    ) -> None:
        app = ask(choose(open_app(), "kinds", "board paper"), RATE_QUESTION)
        ask(app, RATE_QUESTION)
        press(app, "Start a new chat")
        ask(app, RATE_QUESTION)
        assert opened[0].filters == [Filters(kinds=frozenset({"board paper"}))] * 3

    def test_under_the_question_stands_what_it_was_asked_of(self, open_app: OpenApp) -> None:
        app = ask(choose(open_app(), "kinds", "board paper"), RATE_QUESTION)
        press(app, "Remove all filters")
        assert "Asked with filters: board paper" in words(app)

    def test_documents_of_one_title_are_told_apart(
        self, open_app: OpenApp, opened: list[FakeAssistant]
    ) -> None:
        app = open_app()
        same = [replace(each, title="Report") for each in opened[0].documents[2:]]
        opened[0].documents = (*opened[0].documents[:2], *same)
        app.run()
        options = box(app, "documents").options
        assert len(set(options)) == 5
        assert "Report (reports/2.html)" in options
        choose(app, "documents", "reports/2.html")
        assert address(app) == {"document": ["reports/2.html"]}

    def test_a_date_that_cannot_be_read_stays_and_is_said(self, open_app: OpenApp) -> None:
        app = open_app()
        box(app, "since").set_value("last week").run()
        assert box(app, "since").value == "last week"
        assert "Write a year, such as 2024, a month, 7/2024, or a day, 1/7/2024." in words(app)
        assert address(app) == {}
        box(app, "since").set_value("July 2024").run()
        assert in_use(app)[0].startswith("Asking 1 document: published from 1 July 2024")
        assert address(app) == {"since": ["2024-07-01"]}
        box(app, "since").set_value("").run()
        assert address(app) == {}

    def test_they_are_shown_again_after_a_question(self, open_app: OpenApp) -> None:
        app = ask(at_address(open_app, document=PLAN), RATE_QUESTION).run()
        box(app, "findings_only").check().run()
        assert address(app) == {"document": [PLAN], "findings": ["only"]}


class TestFromALink:
    def test_a_link_sets_them(self, open_app: OpenApp, opened: list[FakeAssistant]) -> None:
        app = at_address(open_app, document=PLAN, findings="only", since="2024")
        assert box(app, "documents").value == [PLAN]
        ask(app, RATE_QUESTION)
        filters = Filters(documents=frozenset({PLAN}), findings_only=True, since="2024-01-01")
        assert opened[0].filters == [filters]

    def test_what_the_index_does_not_have_is_shown_and_can_be_removed(
        self, open_app: OpenApp
    ) -> None:
        app = at_address(open_app, document="gone <b>.pdf", kind="novel")
        assert in_use(app) == [f"Asking no document. {NO_DOCUMENT} Chosen: gone <b>.pdf, novel."]
        assert "gone <b>.pdf (not in the index)" in box(app, "documents").options
        press(app, "Remove all filters")
        assert blockquotes(ask(app, RATE_QUESTION))

    @pytest.mark.parametrize("value", ["yesterday", "2024-99-99", "", "<script>"])
    def test_a_date_that_is_none_is_left_out(self, open_app: OpenApp, value: str) -> None:
        app = at_address(open_app, since=value, until=value)
        assert not app.exception
        assert in_use(app) == []

    def test_a_link_within_the_app_changes_the_chats_filters(self, open_app: OpenApp) -> None:
        app = choose(open_app(), "kinds", "report")
        app.query_params.clear()
        app.query_params["document"] = PLAN
        app.run()
        assert in_use(app) == ["Asking 1 document: Workforce plan *2024* <draft>"]


class TestNothingLeft:
    def test_a_question_to_no_document_says_so(self, open_app: OpenApp) -> None:
        app = at_address(open_app, kind="plan")
        ask(app, RATE_QUESTION)
        assert f"Asking no document. {NO_DOCUMENT} Chosen: plan." in words(app)
        assert "No answer found" in words(app)

    def test_one_click_asks_all_documents(
        self, open_app: OpenApp, opened: list[FakeAssistant]
    ) -> None:
        app = ask(at_address(open_app, kind="plan"), RATE_QUESTION)
        press(app, "Ask all documents")
        assert opened[0].asked[-1] == (RATE_QUESTION, ())
        assert opened[0].filters[-1] == Filters()
        assert blockquotes(app)
        assert address(app) == {}

    def test_it_is_not_offered_where_there_are_no_filters(self, open_app: OpenApp) -> None:
        assert "Ask all documents" not in labels(ask(open_app(), NO_ANSWER_QUESTION))
