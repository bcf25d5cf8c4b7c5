"""What the server counts, for Prometheus to collect on a port of this machine.

Nothing in here says what was asked, or who asked it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from typing import Literal

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    start_http_server,
)

_LOG = logging.getLogger(__name__)
_SECONDS = (0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0)
Outcome = Literal["answered", "no-answer", "problem"]


class Metrics:
    """The counts of one server. Safe for all threads."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        self.questions = Counter(
            "assistant_questions",
            "Questions asked, by what came of them",
            ["outcome"],
            registry=registry,
        )
        for outcome in ("answered", "no-answer", "problem"):
            self.questions.labels(outcome)  # so that it is 0 before the first, rather than missing
        self.answer_seconds = Histogram(
            "assistant_answer_seconds",
            "How long finding an answer took",
            buckets=_SECONDS,
            registry=registry,
        )
        self.look_ups = Counter("assistant_look_ups", "Figures looked up", registry=registry)
        self.checks = Counter("assistant_checks", "Drafts checked", registry=registry)
        self.refused = Counter(
            "assistant_refused", "What people tried and were not allowed to do", registry=registry
        )
        self.audit_failures = Counter(
            "assistant_audit_failures", "Entries that the audit log could not take",
            registry=registry,
        )  # fmt: skip

    def asked(self, outcome: Outcome, seconds: float | None = None) -> None:
        """Count a question; `seconds` is how long the answer took."""
        self.questions.labels(outcome).inc()
        if seconds is not None:
            self.answer_seconds.observe(seconds)

    def watch(self, name: str, what: str, value: Callable[[], float]) -> None:
        """Show a value that is asked for whenever the metrics are collected."""
        Gauge(name, what, registry=self.registry).set_function(_or_nothing(name, value))

    def serve(self, port: int) -> None:
        """Let this machine, and no other, collect them at a port."""
        try:
            start_http_server(port, addr="127.0.0.1", registry=self.registry)
        except OSError as error:
            # The people who ask are not to wait for a port.
            _LOG.error("Metrics cannot be shown on port %s: %s", port, error.strerror)


def _or_nothing(name: str, value: Callable[[], float]) -> Callable[[], float]:
    """A value that does not keep the others from being collected where it cannot be told."""

    def told() -> float:
        try:
            return value()
        except Exception as error:
            _LOG.error("%s cannot be told: %s", name, type(error).__name__)
            return float("nan")

    return told


@cache
def shared_metrics() -> Metrics:
    """The counts of this server."""
    return Metrics()
