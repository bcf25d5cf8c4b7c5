"""The browser app: `streamlit run streamlit_app.py`.

Streamlit reads this file twice: the server imports it and takes `app`, and every visit runs it as
the main script.
"""

import streamlit as st

from assistant.web.app import draw, load_at_start, report

if __name__ == "__main__":
    draw()
else:
    app = st.App(__file__, lifespan=load_at_start, on_script_error=report)
