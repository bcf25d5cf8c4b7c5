"""What people left, opened once for all sessions of this server."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import streamlit as st

from assistant.errors import AssistantError
from assistant.records.chats import Chats
from assistant.records.database import Database, days_ago
from assistant.records.feedback import FeedbackBook
from assistant.records.papers import Papers
from assistant.web.library import shared_library

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Records:
    """What people left: their chats, board papers, and what they found useful."""

    database: Database
    chats: Chats
    papers: Papers
    feedback: FeedbackBook


@st.cache_resource(show_spinner=False, ttl=3600)
def shared_records() -> Records:
    """The records that all sessions share; what is too old is dropped every hour or so."""
    settings = shared_library().settings
    database = Database(settings.records)
    try:
        database.forget(days_ago(settings.keep_days))
    except AssistantError as error:
        _LOG.error("Old records could not be dropped: %s", error)
    return Records(database, Chats(database), Papers(database), FeedbackBook(database))
