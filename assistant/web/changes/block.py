"""What the rebuilds changed among the documents, in short, for everybody."""

from __future__ import annotations

import streamlit as st

from assistant.changes.changed import Changes
from assistant.settings import Settings
from assistant.web import markup
from assistant.web.changes import changes_markup
from assistant.web.changes.kept import all_reports
from assistant.web.page_links import changes_link

_SHOWN_AT_ONCE = 3
_BUILDS = 10
MORE = "See what this changed in answers and figures"


def draw_changes_block(settings: Settings, *, staff: bool) -> None:
    """Draw what the last build that changed a document did, and those before it on demand."""
    reports = [each for each in all_reports(settings) if each.documents]
    if not reports:
        return
    latest, *earlier = reports
    st.header("What changed", anchor=False)
    with st.container(key="what-changed"):
        _draw(latest, _SHOWN_AT_ONCE)
        rest = latest.documents[_SHOWN_AT_ONCE:]
        if rest or earlier:
            with st.expander("See all changes" if earlier else "See all documents that changed"):
                if rest:
                    st.html(changes_markup.documents(rest))
                for each in earlier[:_BUILDS]:
                    _draw(each, None)
        if staff:
            st.html(markup.way(MORE, changes_link()))


def _draw(changes: Changes, most: int | None) -> None:
    said = f"{changes_markup.when(changes)}: {changes_markup.summary(changes.documents)}."
    st.html(markup.paragraph(said, "changes-summary"))
    st.html(changes_markup.documents(changes.documents[:most]))
