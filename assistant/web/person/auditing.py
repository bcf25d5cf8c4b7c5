"""What the person of the running session does, for the audit log and the metrics."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, Literal, Protocol

import streamlit as st

from assistant.access.policy import Person
from assistant.access.pseudonyms import pseudonym
from assistant.access.refusals import shared_refusals
from assistant.answer.citation import Citation, SavedAnswer
from assistant.audit.log import AuditLog
from assistant.health.metrics import shared_metrics
from assistant.settings import Settings
from assistant.web.library import shared_library
from assistant.web.person.visitor import visitor
from assistant.web.person.who import who
from assistant.wording import filters_in_words

NOT_WRITTEN = (
    "This was not answered, because it cannot be written down in the audit log at the moment. "
    "Try again, or tell whoever looks after this service."
)


class Record(Protocol):
    """Writes for somebody; False where it could not be written and has to be."""

    def __call__(self, what: str, **details: Any) -> bool:  # noqa: ANN401 - what JSON can hold
        """Write that they did this."""


def audit(what: str, **details: Any) -> bool:  # noqa: ANN401 - what JSON can hold
    """Write what the person of this session did.

    It never raises: a failure is logged, counted and shown to staff. False only where it failed
    and ASSISTANT_AUDIT=required says that nothing may be done then.
    """
    return auditor()(what, **details)


def auditor() -> Record:
    """What writes for the person of this session later, when no session is at hand."""
    return partial(_record, shared_audit(), called_now())


def audit_answer(question: str, answer: SavedAnswer) -> bool:
    """Write what was asked and what was shown. The words of the documents are not written."""
    outcome: Literal["answered", "no-answer"] = "answered" if answer.answered else "no-answer"
    shared_metrics().asked(outcome, answer.seconds)
    return audit(
        "asked",
        question=question,
        understood=answer.understood,
        filters=filters_in_words(answer.filters) or None,
        outcome=outcome,
        index_version=answer.index_version,
        quotes=places(answer.quotes),
        related=places(answer.related),
    )


def audit_problem(question: str, kind: str) -> bool:
    """Write that a question could not be answered; `kind` is what went wrong, in a word."""
    shared_metrics().asked("problem")
    return audit("asked", question=question, outcome="problem", problem=kind)


def audit_refused(path: str, person: str | None = None) -> None:
    """Write that somebody was not allowed something; many in a row are only counted."""
    shared_metrics().refused.inc()
    if shared_refusals().may_write():
        record_for(person, "refused", path=path)


def record_for(person: str | None, what: str, **details: Any) -> bool:  # noqa: ANN401 - what JSON can hold
    """Write what somebody did who has no session at hand; `person` is as in the log."""
    return _record(shared_audit(), person, what, **details)


def places(citations: Iterable[Citation]) -> list[dict[str, object]]:
    """Where quotes stand: which file by its hash, the page, and characters of its stored text."""
    return [
        {
            "document": each.document,
            "sha256": each.sha256,
            "page": each.page,
            "start": each.start,
            "end": each.end,
        }
        for each in citations
    ]


def called_in_log(person: Person, settings: Settings) -> str:
    """What a person is called in the log: a pseudonym, or their address where it is set so."""
    if person.subject is None:
        return "browser-" + pseudonym(settings.records, "audit", visitor())[:16]
    return account_in_log(person, settings)


def called_now() -> str:
    """What the person of this session is called in the log."""
    return called_in_log(who(), shared_library().settings)


def account_in_log(person: Person, settings: Settings) -> str:
    """What somebody who has signed in is called in the log."""
    if settings.audit.who == "address" and person.address is not None:
        return person.address
    return "account-" + pseudonym(settings.records, "audit", person.subject or "")[:16]


def _record(log: AuditLog, person: str | None, what: str, **details: Any) -> bool:  # noqa: ANN401 - what JSON can hold
    if log.record(what, who=person, **details):
        return True
    shared_metrics().audit_failures.inc()
    return not log.required


@st.cache_resource(show_spinner=False)
def shared_audit() -> AuditLog:
    """The audit log of this server."""
    log = AuditLog(shared_library().settings)
    log.drop_old()
    return log
