from __future__ import annotations

import ast
import re
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import PACKAGED_MODEL, Settings

ROOT = Path(__file__).parents[1]
HANDED_OVER = {"ASSISTANT_BUILD_BY", "ASSISTANT_BUILD_LOCK", "ASSISTANT_BUILD_PERSON"}
"""What one process of the program hands to another that it starts: nobody else sets these."""


def test_without_anything_the_folders_here_are_used() -> None:
    settings = Settings.from_environment({})
    assert settings == Settings()
    assert (settings.corpus, settings.index) == (Path("corpus"), Path("index"))
    assert settings.model == PACKAGED_MODEL


def test_the_environment_names_folders_and_model() -> None:
    environment = {"ASSISTANT_CORPUS": "/a", "ASSISTANT_INDEX": "/b", "ASSISTANT_MODEL": "/c"}
    settings = Settings.from_environment(environment)
    assert (settings.corpus, settings.index, settings.model) == (Path("/a"), Path("/b"), "/c")
    assert settings.reader is None
    assert Settings.from_environment({"ASSISTANT_READER": "/r"}).reader == Path("/r")


def test_what_is_given_wins_over_the_environment() -> None:
    environment = {"ASSISTANT_CORPUS": "/a", "ASSISTANT_INDEX": "/b"}
    settings = Settings.from_environment(environment, corpus=Path("/c"), index=Path("/d"))
    assert (settings.corpus, settings.index) == (Path("/c"), Path("/d"))


def test_an_empty_variable_is_as_none() -> None:
    """`ASSISTANT_CORPUS= nhs-assistant build` must not read the folder one stands in."""
    environment = dict.fromkeys(
        ("ASSISTANT_CORPUS", "ASSISTANT_INDEX", "ASSISTANT_MODEL", "ASSISTANT_READER"), ""
    )
    assert Settings.from_environment(environment) == Settings()


def test_the_environment_of_the_process_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CORPUS", "/from/the/process")
    assert Settings.from_environment().corpus == Path("/from/the/process")


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().quotes = 5  # type: ignore[misc]  # what is tested


def test_what_people_leave_has_a_folder_and_a_time() -> None:
    settings = Settings.from_environment(
        {"ASSISTANT_RECORDS": "/r", "ASSISTANT_KEEP_DAYS": "7", "ASSISTANT_STAFF_PAGE": "No"}
    )
    assert (settings.records, settings.keep_days, settings.staff_page) == (Path("/r"), 7, False)


def test_what_was_removed_has_a_time() -> None:
    assert Settings.from_environment({}).removed_days == 90
    assert Settings.from_environment({"ASSISTANT_REMOVED_DAYS": "7"}).removed_days == 7


@pytest.mark.parametrize("days", ["0", "-1", "100000", "1.5", "a week", "٣", " "])
def test_days_that_are_no_number_are_refused(days: str) -> None:
    with pytest.raises(SettingsError, match="a whole number of days"):
        Settings.from_environment({"ASSISTANT_KEEP_DAYS": days})


def test_the_staff_page_is_there_or_not() -> None:
    with pytest.raises(SettingsError, match="must be yes or no"):
        Settings.from_environment({"ASSISTANT_STAFF_PAGE": "perhaps"})


def test_precision_is_one_of_three() -> None:
    assert Settings.from_environment({"ASSISTANT_PRECISION": " BFloat16 "}).precision == "bfloat16"
    with pytest.raises(SettingsError, match="must be auto, float32 or bfloat16"):
        Settings.from_environment({"ASSISTANT_PRECISION": "int8"})


def test_watching_is_one_of_three() -> None:
    assert Settings.from_environment({}).watch == "no"
    assert Settings.from_environment({"ASSISTANT_WATCH": "Polling"}).watch == "polling"
    with pytest.raises(SettingsError, match="must be no, yes or polling"):
        Settings.from_environment({"ASSISTANT_WATCH": "always"})


def test_the_contract_names_every_variable_that_is_read_and_no_other() -> None:
    read = {
        node.value
        for file in [*(ROOT / "assistant").rglob("*.py"), ROOT / "streamlit_app.py"]
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch("ASSISTANT_[A-Z_]*[A-Z]", node.value)
    }
    promised = (ROOT / "docs" / "contract.md").read_text("utf-8")
    assert set(re.findall("ASSISTANT_[A-Z_]*[A-Z]", promised)) == read - HANDED_OVER
