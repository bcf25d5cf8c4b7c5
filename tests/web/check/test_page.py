"""The page where a draft is checked: what is given, what is refused, what comes of it."""

from __future__ import annotations

import html
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from assistant.web.check import page as check_page
from assistant.web.check.job import Job
from tests.web.fake_assistant import FakeAssistant
from tests.web.fake_corpus import NASTY, RATE
from tests.web.fake_ledger import (
    BROKEN_DRAFT,
    DRAFT,
    EMPTY_DRAFT,
    LONG_DRAFT,
    SLOW_DRAFT,
    wait_for,
)
from tests.web.reading import OpenApp, blockquotes, headings, labels, press, raw, words


class WithoutDocuments(FakeAssistant):
    """An index of nothing."""

    with_documents = False


@pytest.fixture
def page(open_app: OpenApp) -> AppTest:
    return open_app(page="check")


def begin(page: AppTest, draft: str) -> AppTest:
    page.text_area(key="check-text").set_value(draft)
    return press(page, "Check this draft")


def checked(page: AppTest, draft: str) -> AppTest:
    begin(page, draft)
    job = page.session_state["check-desk"].job
    if job is not None:
        wait_for(lambda: job.state not in ("waiting", "running"))
    return page.run()


def upload(
    page: AppTest,
    name: str,
    content: bytes,
    monkeypatch: pytest.MonkeyPatch,
    size: int | None = None,
) -> AppTest:
    """Give a file. AppTest cannot put one into the box: what the box would hold is put there."""
    page.radio(key="check-way").set_value("Upload a file").run()
    held = SimpleNamespace(
        name=name, size=len(content) if size is None else size, getvalue=lambda: content
    )
    monkeypatch.setattr(check_page, "_chosen_file", lambda: held)
    press(page, "Check this draft")
    job = page.session_state["check-desk"].job
    if job is not None:
        wait_for(lambda: job.state not in ("waiting", "running"))
    return page.run()


def test_it_says_what_it_does_and_that_nothing_is_kept(page: AppTest) -> None:
    said = words(page)
    assert said[0].startswith("Check the figures and quotations of a draft paper")
    assert "is not kept there" in said[1]


def test_the_result_is_summed_up_marked_and_listed(page: AppTest) -> None:
    checked(page, DRAFT)
    assert headings(page) == ["Check a draft", "The draft with marks", "What was found"]
    summary = next(each for each in words(page) if each.startswith("3 figures"))
    assert summary.startswith("3 figures and 1 quotation")
    drawn = raw(page)
    for number, verdict in enumerate(("matches", "differs", "misquoted", "not-found"), start=1):
        assert f'<mark class="checked {verdict}" id="mark-{number}">' in drawn
        assert f'id="finding-{number}">{number}. <span class="verdict {verdict}">' in drawn
    assert blockquotes(page) == [RATE, RATE, NASTY]
    assert "The draft has <del>four</del>, the source <ins>three</ins>." in drawn
    assert "<b>vacancy" not in drawn
    assert "Our <b>vacancy</b> *rate* was 8.4%" in html.unescape(drawn).replace(
        '<mark class="checked matches" id="mark-1">', ""
    )


def test_only_one_verdict_can_be_shown(page: AppTest) -> None:
    checked(page, DRAFT)
    page.selectbox(key="check-verdict").set_value("differs").run()
    assert 'id="finding-2"' in raw(page)
    assert 'id="finding-1"' not in raw(page)
    assert 'id="mark-1"' in raw(page)  # the draft keeps all its marks


def test_a_long_result_comes_in_parts_and_a_mark_leads_to_its_item(page: AppTest) -> None:
    checked(page, LONG_DRAFT)
    assert 'id="finding-20"' in raw(page)
    assert 'id="finding-21"' not in raw(page)
    press(page, "Next page of the list")
    assert 'id="finding-21"' in raw(page)
    press(page, "Next part of the draft")
    assert 'id="mark-1"' not in raw(page)
    page.query_params["finding"] = "120"
    page.run()
    assert 'id="finding-120"' in raw(page)
    assert 'id="mark-120"' in raw(page)


def test_an_item_that_is_filtered_out_is_shown_when_it_is_asked_for(page: AppTest) -> None:
    checked(page, DRAFT)
    page.selectbox(key="check-verdict").set_value("differs").run()
    page.query_params["finding"] = "1"
    page.run()
    assert page.selectbox(key="check-verdict").value == "All"
    assert 'id="finding-1"' in raw(page)


@pytest.mark.parametrize("named", ["0", "99", "x", "²", "9" * 400])
def test_an_item_that_there_is_not_changes_nothing(page: AppTest, named: str) -> None:
    checked(page, DRAFT)
    page.query_params["finding"] = named
    page.run()
    assert 'id="finding-1"' in raw(page)


def test_a_draft_without_figures_says_so(page: AppTest) -> None:
    checked(page, EMPTY_DRAFT)
    assert any(each.startswith("No figures or quotations were found") for each in words(page))
    press(page, "Change this draft")
    assert page.text_area(key="check-text").value == EMPTY_DRAFT


def test_another_draft_begins_with_nothing(page: AppTest) -> None:
    press(checked(page, DRAFT), "Check another draft")
    assert page.text_area(key="check-text").value == ""


def test_while_it_is_checked_it_can_be_stopped(page: AppTest) -> None:
    begin(page, SLOW_DRAFT)
    job = page.session_state["check-desk"].job
    wait_for(lambda: job.total > 0)
    page.run()
    assert "Stop" in labels(page)
    press(page, "Stop")
    assert page.text_area(key="check-text").value == SLOW_DRAFT
    assert job.state == "stopped"


def test_nothing_to_check_is_refused(page: AppTest) -> None:
    begin(page, "  \n ")
    assert "Paste the text of your draft first." in words(page)
    page.radio(key="check-way").set_value("Upload a file").run()
    press(page, "Check this draft")
    assert "Choose a file first." in words(page)


def test_what_breaks_is_a_sentence_and_the_draft_is_still_there(page: AppTest) -> None:
    checked(page, BROKEN_DRAFT)
    assert "There is a problem with the service. Try again." in words(page)
    assert page.text_area(key="check-text").value == BROKEN_DRAFT
    assert "secret" not in raw(page)


def test_a_text_file_is_checked(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    upload(page, "<b>paper</b>.txt", DRAFT.encode(), monkeypatch)
    assert "“<b>paper</b>.txt”" in words(page)
    assert "Change this draft" not in labels(page)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("paper.pdf", b"%PDF-1.7 and so on", "paper.pdf is a PDF."),
        ("paper.txt", b"", "paper.txt holds nothing."),
        ("paper.docx", b"PK\x03\x04 torn", "paper.docx"),
    ],
)
def test_files_that_cannot_be_read_are_refused_in_words(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, said: str
) -> None:
    upload(page, name, content, monkeypatch)
    assert any(each.startswith(said) for each in words(page))
    assert "Check this draft" in labels(page)


def test_a_file_that_is_too_large_is_refused(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(page, "paper.txt", b"Much more than this.", monkeypatch, size=50_000_001)
    assert "The selected file must be smaller than 50MB." in words(page)


def test_the_source_of_a_finding_opens(page: AppTest) -> None:
    press(checked(page, DRAFT), "View page 1")
    assert [each.proto.dialog.title for each in page.get("dialog")] == ["Source"]


def test_without_documents_it_says_so(open_app: OpenApp) -> None:
    assert words(open_app(WithoutDocuments, page="check"))[0].startswith("There are no documents")


def test_the_check_goes_on_while_another_page_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    job = Job("8%", looked=0.0)
    desk = check_page.Desk(job=job)
    monkeypatch.setattr("streamlit.session_state", {"check-desk": desk})
    check_page.look_at_check()
    assert job.looked > 0
    monkeypatch.setattr("streamlit.session_state", {})
    check_page.look_at_check()  # who has no draft to check sees the page too
