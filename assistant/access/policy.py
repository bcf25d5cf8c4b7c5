"""Who a person is and what they may do, from what the sign-in says of them. No web in here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.errors import AccessDenied
from assistant.service_settings import Access

Role = Literal["reader", "staff"]

_EARLY = 300.0
"""Seconds that the provider's clock may be ahead of ours."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who uses the app; without a name, address and subject nobody has signed in.

    `subject` names the account, for good, as the provider and its number within it.
    """

    name: str | None
    address: str | None
    roles: frozenset[Role]
    subject: str | None = None

    @property
    def signed_in(self) -> bool:
        """Whether they have signed in."""
        return self.subject is not None

    @property
    def called(self) -> str:
        """What they are called on a page."""
        return self.name or self.address or "you"


ANYBODY = Person(None, None, frozenset(("reader", "staff")))
"""Everybody, where there is no sign-in."""


def person_of(claims: Mapping[str, Any], access: Access, now: float) -> Person:
    """The person that an id token's claims are about; `now` is in seconds since 1970.

    Claims that are empty, or from a sign-in that has ended, are nobody's.
    """
    if access.sign_in == "off":
        return ANYBODY
    open_to_read: frozenset[Role] = frozenset(("reader",) if access.sign_in == "staff" else ())
    if not claims or ended(claims, access, now):
        return Person(None, None, open_to_read)
    address = _address(claims)
    groups = _groups(claims, access.groups_claim)
    roles: set[Role] = set(open_to_read)
    if _named(address, access.staff) or groups & access.staff_groups:
        roles |= {"reader", "staff"}
    nobody_named = not (access.readers or access.reader_groups)
    if nobody_named or _named(address, access.readers) or groups & access.reader_groups:
        roles.add("reader")
    return Person(_text(claims.get("name")), address, frozenset(roles), _subject(claims))


def ended(claims: Mapping[str, Any], access: Access, now: float) -> bool:
    """Whether a sign-in is too old, or does not say when it was or whose it is."""
    issued = claims.get("iat")
    if isinstance(issued, bool) or not isinstance(issued, int | float):
        return True
    if not _text(claims.get("sub")) or claims.get("is_logged_in") is False:
        return True
    return not now - access.hours * 3600 < issued <= now + _EARLY


def sign_in_key(claims: Mapping[str, Any]) -> str:
    """What tells one sign-in from another, of the same person too; nothing can be read from it."""
    parts = [str(claims.get(name)) for name in ("iss", "sub", "iat", "nonce")]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def check_staff(person: Person) -> None:
    """Raise AccessDenied unless a person is staff."""
    if "staff" not in person.roles:
        raise AccessDenied(
            "Only staff can do this. Sign in with an account that is listed as staff, or ask "
            "whoever looks after this service to add yours."
        )


def _address(claims: Mapping[str, Any]) -> str | None:
    """Their e-mail address, unless the provider says that nobody has checked it is theirs."""
    if claims.get("email_verified", True) not in (True, "true"):
        return None
    address = _text(claims.get("email"))
    return address.casefold() if address and address.count("@") == 1 else None


def _groups(claims: Mapping[str, Any], claim: str) -> frozenset[str]:
    """The groups of a claim; `a.b` also stands for `b` within `a`, as Keycloak has it."""
    value: Any = claims.get(claim)
    if value is None and "." in claim:
        value = claims
        for part in claim.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
    if isinstance(value, str):
        value = [value]
    listed = value if isinstance(value, list | tuple) else []
    return frozenset(each for each in listed if isinstance(each, str))


def _named(address: str | None, listed: frozenset[str]) -> bool:
    """Whether an address is in a list of addresses, and of domains such as “@trust.nhs.uk”."""
    if address is None:
        return False
    return address in listed or "@" + address.partition("@")[2] in listed


def _subject(claims: Mapping[str, Any]) -> str:
    return f"{claims.get('iss', '')}\0{claims['sub']}"


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
