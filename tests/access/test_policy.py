from __future__ import annotations

from typing import Any

import pytest

from assistant.access.policy import ANYBODY, Person, check_staff, person_of, sign_in_key
from assistant.errors import AccessDenied
from assistant.service_settings import Access

NOW = 1_800_000_000.0
SIGNED_IN: dict[str, Any] = {
    "is_logged_in": True,
    "iss": "https://sign-in.example",
    "sub": "17",
    "iat": NOW - 60,
    "name": "Amara Okafor",
    "email": "Amara.Okafor@Trust.nhs.uk",
    "nonce": "n",
}
EVERYONE = Access(sign_in="everyone", staff=frozenset(["chief@trust.nhs.uk"]))


def person(access: Access = EVERYONE, **claims: object) -> Person:
    return person_of({**SIGNED_IN, **claims}, access, NOW)


def test_without_sign_in_everybody_is_reader_and_staff() -> None:
    assert person_of({}, Access(), NOW) is ANYBODY
    assert ANYBODY.roles == {"reader", "staff"}


def test_who_has_not_signed_in_may_read_only_where_reading_is_open() -> None:
    assert person_of({}, EVERYONE, NOW).roles == set()
    assert person_of({}, Access(sign_in="staff"), NOW).roles == {"reader"}


def test_who_signs_in_reads_and_is_no_staff() -> None:
    found = person()
    assert found.roles == {"reader"}
    assert (found.name, found.address) == ("Amara Okafor", "amara.okafor@trust.nhs.uk")
    with pytest.raises(AccessDenied, match="Only staff"):
        check_staff(found)


@pytest.mark.parametrize("listed", ["amara.okafor@trust.nhs.uk", "@trust.nhs.uk"])
def test_staff_by_address_or_domain(listed: str) -> None:
    found = person(Access(sign_in="everyone", staff=frozenset([listed])))
    assert found.roles == {"reader", "staff"}
    check_staff(found)


@pytest.mark.parametrize(
    "address",
    ["x@evil.uk", "amara.okafor@trust.nhs.uk.evil.uk", "a@b@trust.nhs.uk", "@trust.nhs.uk", "", 7],
)
def test_another_address_is_not_staff(address: object) -> None:
    access = Access(sign_in="everyone", staff=frozenset(["amara.okafor@trust.nhs.uk", "@nhs.net"]))
    assert "staff" not in person(access, email=address).roles


@pytest.mark.parametrize("verified", [False, "false", None, 0])
def test_an_address_that_nobody_has_checked_is_none(verified: object) -> None:
    access = Access(sign_in="everyone", staff=frozenset(["amara.okafor@trust.nhs.uk"]))
    found = person(access, email_verified=verified)
    assert found.address is None
    assert found.roles == {"reader"}


@pytest.mark.parametrize(
    ("claim", "claims"),
    [
        ("groups", {"groups": ["Policy", "Board"]}),
        ("groups", {"groups": "Policy"}),
        ("realm_access.roles", {"realm_access": {"roles": ["Policy"]}}),
        ("https://trust.example/roles", {"https://trust.example/roles": ["Policy"]}),
    ],
)
def test_staff_by_group(claim: str, claims: dict[str, Any]) -> None:
    access = Access("everyone", staff_groups=frozenset(["Policy"]), groups_claim=claim)
    assert person(access, **claims).roles == {"reader", "staff"}
    assert person(access).roles == {"reader"}


@pytest.mark.parametrize("groups", ["policy", ["policy"], {"Policy": 1}, [["Policy"]], None, 5])
def test_another_group_or_another_form_is_none(groups: object) -> None:
    access = Access("everyone", staff_groups=frozenset(["Policy"]))
    assert person(access, groups=groups).roles == {"reader"}


def test_where_readers_are_named_the_others_may_not_read() -> None:
    access = Access("everyone", readers=frozenset(["@nhs.net"]), reader_groups=frozenset(["R"]))
    assert person(access).roles == set()
    assert person(access).signed_in
    assert person(access, email="a@nhs.net").roles == {"reader"}
    assert person(access, groups=["R"]).roles == {"reader"}


@pytest.mark.parametrize(
    "issued",
    [NOW - 8 * 3600, NOW - 9 * 3600, NOW + 3600, None, "now", True, float("nan")],
    ids=["to the second", "too old", "in the future", "none", "a word", "a truth", "not a number"],
)
def test_a_sign_in_ends(issued: object) -> None:
    assert person(iat=issued).roles == set()
    assert not person(iat=issued).signed_in
    assert person(Access(sign_in="staff"), iat=issued).roles == {"reader"}


def test_how_long_a_sign_in_lasts_can_be_set() -> None:
    assert person(Access("everyone", hours=0.5), iat=NOW - 1799).signed_in
    assert not person(Access("everyone", hours=0.5), iat=NOW - 1800).signed_in


@pytest.mark.parametrize("claims", [{"sub": ""}, {"sub": None}, {"is_logged_in": False}])
def test_without_an_account_nobody_has_signed_in(claims: dict[str, Any]) -> None:
    assert not person(**claims).signed_in


def test_accounts_of_two_providers_are_two_people() -> None:
    assert person().subject != person(iss="https://other.example").subject
    assert person().subject == person(email="married@trust.nhs.uk", name="A. Adeyemi").subject


def test_each_sign_in_has_a_key_of_its_own() -> None:
    keys = {sign_in_key(SIGNED_IN), sign_in_key({**SIGNED_IN, "nonce": "m"}), sign_in_key({})}
    assert len(keys) == 3
    assert sign_in_key(SIGNED_IN) == sign_in_key({**SIGNED_IN, "name": "changed"})
