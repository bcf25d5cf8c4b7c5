"""The browser app over the fake assistant, for `streamlit run`: what the browser tests drive."""

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[2]))

from assistant.web import holder
from assistant.web.app import MIDDLEWARE, draw, load_at_start, report
from assistant.web.files import file_routes
from tests.web.fake_assistant import FakeAssistant

holder.Assistant = FakeAssistant  # type: ignore[attr-defined, assignment]

if __name__ == "__main__":
    draw()
else:
    app = st.App(
        __file__,
        lifespan=load_at_start,
        routes=file_routes(),
        middleware=MIDDLEWARE,
        on_script_error=report,
    )
