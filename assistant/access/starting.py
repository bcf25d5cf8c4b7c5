"""Whether the app may start as it is set up: a sentence for whoever starts it, where not. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from assistant.service_settings import Access

_NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
_SHORTEST_SECRET = 32
_CALLBACK = "/oauth2callback"

OPEN_SENTENCE = (
    "without sign-in anybody there could read the documents and change them. Set "
    "ASSISTANT_SIGN_IN=everyone (or staff) and the sign-in provider, as docs/running.md says; "
    "or set ASSISTANT_OPEN=yes where that is meant."
)


def is_local(address: str | None) -> bool:
    """Whether only this machine can reach an address; none, or "", stands for all addresses."""
    if not address:
        return False
    if address.startswith("unix://") or address.casefold().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.strip("[]").partition("%")[0]).is_loopback
    except ValueError:
        return False


def address_problem(address: str | None, access: Access) -> str | None:
    """Why the app may not listen at an address: only this machine may ask without sign-in."""
    if access.sign_in != "off" or access.open or is_local(address):
        return None
    where = f"at {address}" if address else "at all addresses of this machine"
    return f"The app does not start: it would listen {where}, and {OPEN_SENTENCE}"


def sign_in_problem(
    access: Access,
    secrets: Mapping[str, Any] | None,
    *,
    has_library: bool,
    trusted_headers: bool = False,
) -> str | None:
    """Why people could not sign in; `secrets` is the section `auth`, None where there is none."""
    if access.sign_in == "off":
        return None
    if not has_library:
        return "Signing in needs Authlib, which is not installed: run make setup."
    if not (access.staff or access.staff_groups):
        return (
            f"ASSISTANT_SIGN_IN is {access.sign_in}, but nobody is staff. Name them: "
            "ASSISTANT_STAFF has addresses, ASSISTANT_STAFF_GROUPS groups."
        )
    if trusted_headers:
        return (
            "server.trustedUserHeaders is set: whoever can write these headers could pass for "
            "somebody else. Take it out of Streamlit's settings."
        )
    if secrets is None:
        return (
            "Signing in needs a secrets file with a section [auth], and none can be read. Name it "
            "in STREAMLIT_SECRETS_FILES; docs/running.md says what stands in it."
        )
    return _secrets_problem(secrets)


def _secrets_problem(secrets: Mapping[str, Any]) -> str | None:
    for name in _NEEDED:
        if not isinstance(secrets.get(name), str) or not secrets[name].strip():
            return f"The section [auth] of the secrets file needs {name}."
    if len(secrets["cookie_secret"]) < _SHORTEST_SECRET:
        return (
            f"cookie_secret in the secrets file is shorter than {_SHORTEST_SECRET} characters. "
            "Make one: python -c 'import secrets; print(secrets.token_hex(32))'."
        )
    for name in ("redirect_uri", "server_metadata_url"):
        address = urlsplit(secrets[name])
        if address.scheme != "https" and not (
            address.scheme == "http" and is_local(address.hostname)
        ):
            return f"{name} in the secrets file must begin with https://."
    if not secrets["redirect_uri"].endswith(_CALLBACK):
        return f"redirect_uri in the secrets file must end with {_CALLBACK}."
    return None
