"""What is looked at before the app starts to listen: that it is not open to whom it is not for."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.runtime.secrets import secrets_singleton

from assistant.access.starting import address_problem, sign_in_problem
from assistant.errors import SettingsError
from assistant.settings import Settings


def refuse_to_start_open() -> None:
    """End the process with a sentence on standard error where the app may not start as it is."""
    try:
        settings = Settings.from_environment()
    except SettingsError:
        return  # every page says so, and shows nothing else
    problem = start_problem(settings)
    if problem is not None:
        sys.exit(problem)


def start_problem(settings: Settings) -> str | None:
    """Why the app may not start with Streamlit's settings as they are; None where it may."""
    address = st.get_option("server.address")
    return address_problem(address, settings.access) or sign_in_problem(
        settings.access,
        _secrets() if settings.access.sign_in != "off" else None,
        has_library=all(importlib.util.find_spec(name) for name in ("authlib", "httpx")),
        trusted_headers=bool(st.get_option("server.trustedUserHeaders")),
    )


def _secrets() -> Mapping[str, Any] | None:
    """The section of the secrets file on signing in; None where it cannot be read."""
    if not secrets_singleton.load_if_toml_exists():
        return None
    section = secrets_singleton.get("auth")
    return section.to_dict() if section else None
