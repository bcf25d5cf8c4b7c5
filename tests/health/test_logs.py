from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from assistant.health.logs import set_up_logs
from assistant.service_settings import LogForm
from assistant.wordless import without_words


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Leave the loggers of the process as they were."""
    ours = logging.getLogger("assistant")
    kept = ours.handlers, ours.level, ours.propagate
    others = [
        (handler, handler.formatter)
        for name in (None, "streamlit", "uvicorn", "uvicorn.error", "uvicorn.access")
        for handler in logging.getLogger(name).handlers
    ]
    yield
    ours.handlers, ours.level, ours.propagate = kept
    for handler, formatter in others:
        handler.setFormatter(formatter)


def fail() -> None:
    try:
        raise ValueError("words of a document")
    except ValueError as error:
        raise RuntimeError("the question of a person") from error


def log_a_failure(form: LogForm, capsys: pytest.CaptureFixture[str]) -> str:
    set_up_logs(form)
    try:
        fail()
    except RuntimeError:
        logging.getLogger("assistant.web.ask.chat").exception("A question could not be answered")
    return capsys.readouterr().err


@pytest.mark.parametrize("form", ["plain", "json"])
def test_a_traceback_says_where_and_what_kind_but_no_words(
    form: LogForm, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ASSISTANT_DEBUG", raising=False)
    written = log_a_failure(form, capsys)
    assert "words of a document" not in written
    assert "question of a person" not in written
    assert "builtins.RuntimeError" in written and "caused by builtins.ValueError" in written
    assert "in fail" in written and "test_logs.py" in written


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = log_a_failure("json", capsys).splitlines()
    said = json.loads(line)
    assert (said["level"], said["logger"]) == ("ERROR", "assistant.web.ask.chat")
    assert said["message"] == "A question could not be answered"
    assert said["time"]


def test_whoever_looks_for_a_fault_can_see_it_all(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DEBUG", "1")
    assert "words of a document" in log_a_failure("plain", capsys)


def test_an_exception_that_leads_to_itself_ends() -> None:
    error = ValueError("a")
    error.__cause__ = error
    assert without_words(error) == "builtins.ValueError"
