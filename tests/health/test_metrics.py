from __future__ import annotations

import socket

import pytest
from prometheus_client import generate_latest

from assistant.health.metrics import Metrics
from assistant.health.ready import Readiness


def shown(metrics: Metrics) -> list[str]:
    return generate_latest(metrics.registry).decode().splitlines()


def test_questions_are_counted_by_what_came_of_them() -> None:
    metrics = Metrics()
    assert 'assistant_questions_total{outcome="no-answer"} 0.0' in shown(metrics)
    metrics.asked("answered", 0.3)
    metrics.asked("no-answer", 0.2)
    metrics.asked("problem")
    lines = shown(metrics)
    for outcome in ("answered", "no-answer", "problem"):
        assert f'assistant_questions_total{{outcome="{outcome}"}} 1.0' in lines
    assert 'assistant_answer_seconds_bucket{le="0.25"} 1.0' in lines
    assert "assistant_answer_seconds_count 2.0" in lines


def test_what_cannot_be_told_leaves_the_others(caplog: pytest.LogCaptureFixture) -> None:
    def fails() -> float:
        raise ValueError("words of a document")

    metrics = Metrics()
    metrics.watch("assistant_a", "A", fails)
    metrics.watch("assistant_b", "B", lambda: 3)
    lines = shown(metrics)
    assert "assistant_a NaN" in lines and "assistant_b 3.0" in lines
    assert "words" not in caplog.text


def test_a_port_that_is_taken_is_told(caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        Metrics().serve(taken.getsockname()[1])
    assert "Metrics cannot be shown" in caplog.text


def test_ready_or_not_is_told_with_a_word() -> None:
    ready = Readiness(True, None, "20260806", "2026-08-06T09:00:00+00:00", 3)
    assert (ready.status, ready.json()["version"]) == (200, "20260806")
    waiting = Readiness(False, "loading")
    assert (waiting.status, waiting.json()) == (503, {"ready": False, "reason": "loading"})
