"""Who sees what, with a sign-in that the test says instead of a provider."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.user_info import UserInfoProxy

from assistant.access import sessions
from assistant.audit.reading import entries
from assistant.errors import AccessDenied
from assistant.web.person import who
from tests.web.fake_assistant import RATE_QUESTION
from tests.web.reading import OpenApp, ask, blockquotes, headings, labels, words

SignedIn = Callable[..., None]
STAFF_PAGE = """
from assistant.web import app
from assistant.web.person.sign_in import only_for_staff
only_for_staff("For staff", app.show_staff)
"""


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch) -> SignedIn:
    """Sets who has signed in, in the place of Streamlit."""
    sessions.shared_sign_ins.cache_clear()
    monkeypatch.setenv("ASSISTANT_SIGN_IN", "everyone")
    monkeypatch.setenv("ASSISTANT_STAFF", "chief@trust.example")
    monkeypatch.setenv("ASSISTANT_READERS", "@trust.example")

    def sign_in(address: str | None, **claims: Any) -> None:  # noqa: ANN401
        said = {"is_logged_in": True, "iss": "i", "sub": address, "iat": time.time()}
        said |= {"email": address, "name": "<b>Amara</b>", **claims}
        monkeypatch.setattr(UserInfoProxy, "to_dict", lambda self: said if address else {})

    sign_in(None)
    return sign_in


def staff_page() -> AppTest:
    return AppTest.from_string(STAFF_PAGE, default_timeout=20).run()


def test_without_sign_in_nothing_but_the_way_in_is_drawn(
    open_app: OpenApp, signed_in: SignedIn
) -> None:
    app = open_app()
    assert labels(app) == ["Sign in"]
    assert not app.chat_input
    assert "".join(words(app)).endswith("Sign in to ask questions.")


def test_a_reader_asks_and_sees_their_name_as_it_is(
    open_app: OpenApp, signed_in: SignedIn, tmp_path: Path
) -> None:
    signed_in("amara@trust.example")
    app = ask(open_app(), RATE_QUESTION)
    assert blockquotes(app)
    assert "Signed in as <b>Amara</b>" in words(app)
    signs, asks = entries(tmp_path / "records" / "audit")
    assert (signs.what, asks.what) == ("signed-in", "asked")
    assert signs.who == asks.who and str(asks.who).startswith("account-")


def test_people_can_stand_in_the_log_by_their_address(
    open_app: OpenApp, signed_in: SignedIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_AUDIT_WHO", "address")
    signed_in("amara@trust.example")
    open_app()
    (entry,) = entries(tmp_path / "records" / "audit")
    assert entry.who == "amara@trust.example"


def test_an_account_without_a_role_is_told(open_app: OpenApp, signed_in: SignedIn) -> None:
    signed_in("a@elsewhere.example")
    app = open_app()
    assert "may not use this service" in "".join(words(app))
    assert labels(app) == ["Sign out"]


def test_a_sign_in_that_ends_closes_the_page_that_is_open(
    open_app: OpenApp, signed_in: SignedIn
) -> None:
    signed_in("amara@trust.example")
    app = ask(open_app(), RATE_QUESTION)
    signed_in("amara@trust.example", iat=time.time() - 8 * 3600 - 1)
    app.run()
    assert blockquotes(app) == []
    assert "Your sign-in has ended: it lasts 8 hours." in "".join(words(app))


def test_nothing_of_one_person_is_left_to_the_next(open_app: OpenApp, signed_in: SignedIn) -> None:
    signed_in("amara@trust.example")
    app = ask(open_app(), RATE_QUESTION)
    signed_in("ben@trust.example")
    app.run()
    assert blockquotes(app) == []


def test_chats_follow_the_account_and_not_the_browser(
    open_app: OpenApp, signed_in: SignedIn
) -> None:
    owners = []
    for address in ("amara@trust.example", "ben@trust.example", "amara@trust.example"):
        signed_in(address)
        open_app()
        script = "import streamlit as st\nfrom assistant.web.person.visitor import visitor\n"
        owner = AppTest.from_string(script + "st.session_state.owner = visitor()").run()
        owners.append(owner.session_state.owner)
    assert owners[0] == owners[2] != owners[1]


class TestStaffPages:
    def test_staff_see_them(self, open_app: OpenApp, signed_in: SignedIn) -> None:
        signed_in("chief@trust.example")
        open_app()
        assert headings(staff_page()) == ["Questions that need attention"]

    def test_a_reader_does_not(
        self, open_app: OpenApp, signed_in: SignedIn, tmp_path: Path
    ) -> None:
        signed_in("amara@trust.example")
        open_app()
        page = staff_page()
        assert headings(page) == ["For staff"]
        assert "Your account is not listed as staff" in "".join(words(page))
        assert [e.what for e in entries(tmp_path / "records" / "audit")][-1] == "refused"

    def test_where_reading_is_open_the_others_are_asked_to_sign_in(
        self, open_app: OpenApp, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ASSISTANT_SIGN_IN", "staff")
        assert "Sign in as staff" in labels(open_app())
        assert labels(staff_page()) == ["Sign in"]

    @pytest.mark.parametrize("address", [None, "amara@trust.example"])
    def test_what_changes_anything_is_refused(
        self, open_app: OpenApp, signed_in: SignedIn, address: str | None
    ) -> None:
        signed_in(address)
        open_app()
        with pytest.raises(AccessDenied):
            who.require_staff()
        signed_in("chief@trust.example")
        who.require_staff()


def test_without_sign_in_everybody_may_do_everything(open_app: OpenApp) -> None:
    app = open_app()
    assert "Sign in" not in "".join(labels(app))
    assert who.may_read() and who.may_manage()
    who.require_staff()
