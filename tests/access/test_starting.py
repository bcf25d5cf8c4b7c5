from __future__ import annotations

import pytest

from assistant.access.starting import address_problem, is_local, sign_in_problem
from assistant.service_settings import Access

EVERYONE = Access(sign_in="everyone", staff=frozenset(["a@b.uk"]))
SECRETS = {
    "redirect_uri": "https://policy.trust.example/oauth2callback",
    "cookie_secret": "x" * 32,
    "client_id": "policy",
    "client_secret": "y",
    "server_metadata_url": "https://sign-in.example/.well-known/openid-configuration",
}


@pytest.mark.parametrize(
    "address", ["localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1", "[::1]", "unix:///run/a"]
)
def test_only_this_machine_reaches(address: str) -> None:
    assert is_local(address)
    assert address_problem(address, Access()) is None


@pytest.mark.parametrize(
    "address", [None, "", "0.0.0.0", "::", "10.1.2.3", "policy.example", "localhost.evil.uk", "1"]
)
def test_others_may_reach_it_only_with_sign_in_or_where_that_is_meant(address: str | None) -> None:
    problem = address_problem(address, Access())
    assert problem is not None
    assert "ASSISTANT_SIGN_IN" in problem and "ASSISTANT_OPEN=yes" in problem
    assert address_problem(address, EVERYONE) is None
    assert address_problem(address, Access(open=True)) is None


def test_without_sign_in_no_secrets_are_needed() -> None:
    assert sign_in_problem(Access(), None, has_library=False) is None


def test_sign_in_that_is_set_up_whole_has_no_problem() -> None:
    assert sign_in_problem(EVERYONE, SECRETS, has_library=True) is None
    local = {
        "redirect_uri": "http://localhost:8501/oauth2callback",
        "server_metadata_url": "http://127.0.0.1:9400/.well-known/openid-configuration",
    }
    assert sign_in_problem(EVERYONE, SECRETS | local, has_library=True) is None


@pytest.mark.parametrize("name", sorted(SECRETS))
@pytest.mark.parametrize("value", [None, "", "  ", 7])
def test_a_secret_that_is_missing_is_named(name: str, value: object) -> None:
    problem = sign_in_problem(EVERYONE, SECRETS | {name: value}, has_library=True)
    assert problem is not None and problem.endswith(f"needs {name}.")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"cookie_secret": "short"}, "shorter than 32"),
        ({"redirect_uri": "http://policy.example/oauth2callback"}, "https://"),
        ({"redirect_uri": "https://policy.example/"}, "/oauth2callback"),
        ({"server_metadata_url": "http://sign-in.example/"}, "https://"),
    ],
)
def test_a_secret_that_is_unsafe_is_refused(changed: dict[str, str], said: str) -> None:
    problem = sign_in_problem(EVERYONE, SECRETS | changed, has_library=True)
    assert problem is not None and said in problem
    assert SECRETS["client_secret"] not in problem.split() and "short" not in problem.split()


def test_the_library_staff_and_a_secrets_file_are_asked_for() -> None:
    nobody = Access(sign_in="staff")
    assert "Authlib" in str(sign_in_problem(EVERYONE, SECRETS, has_library=False))
    assert "ASSISTANT_STAFF" in str(sign_in_problem(nobody, SECRETS, has_library=True))
    assert "STREAMLIT_SECRETS_FILES" in str(sign_in_problem(EVERYONE, None, has_library=True))


def test_headers_that_name_a_person_are_not_trusted() -> None:
    problem = sign_in_problem(EVERYONE, SECRETS, has_library=True, trusted_headers=True)
    assert "trustedUserHeaders" in str(problem)
