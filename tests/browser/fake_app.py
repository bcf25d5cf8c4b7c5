"""The browser app over the fake assistant, for `streamlit run`: what the browser tests drive."""

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[2]))

from assistant.web import library
from assistant.web.app import MIDDLEWARE, draw, load_at_start, report, routes
from assistant.web.check import job as check_job
from tests.web.fake_assistant import FakeAssistant
from tests.web.fake_ledger import STARTING, FakeCheck, FakeLedger

library.Assistant = FakeAssistant  # type: ignore[attr-defined, assignment]
library.Ledger = FakeLedger  # type: ignore[attr-defined, assignment]
library.starting_look_ups = lambda ledger: STARTING  # type: ignore[attr-defined]
check_job.check_draft = FakeCheck()  # type: ignore[attr-defined, assignment]

if __name__ == "__main__":
    draw()
else:
    app = st.App(
        __file__,
        lifespan=load_at_start,
        routes=routes(),
        middleware=MIDDLEWARE,
        on_script_error=report,
    )
