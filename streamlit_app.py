"""The browser app: `streamlit run streamlit_app.py`.

Streamlit reads this file twice: the server imports it and takes `app`, and every visit runs it as
the main script.
"""

import streamlit as st

from assistant.web.app import MIDDLEWARE, draw, load_at_start, report, routes

if __name__ == "__main__":
    draw()
else:
    # Streamlit looks for these very words, `app = st.App(`, before it runs anything.
    app = st.App(
        __file__,
        lifespan=load_at_start,
        routes=routes(),
        middleware=MIDDLEWARE,
        on_script_error=report,
    )
