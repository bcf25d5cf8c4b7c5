"""The page where figures are looked up: by what they measure, or by the figure itself."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from assistant.answer.assistant import Assistant
from assistant.errors import AssistantError
from assistant.export.figures_table import figures_csv, figures_word, printed
from assistant.export.receipts import Source
from assistant.health.metrics import shared_metrics
from assistant.ledger.entry import Entry
from assistant.ledger.ledger import Ledger, newest_first
from assistant.records.papers import Paper, PaperItem
from assistant.web import markup, words
from assistant.web.announce import Told, announce
from assistant.web.copying import listen_to_copy_buttons
from assistant.web.figures.figures_markup import figure, period_words
from assistant.web.figures.lookup import BY_PERIOD, Lookup, typed_period
from assistant.web.figures.newer import draw_newer, draw_when_found
from assistant.web.figures.search import draw_search
from assistant.web.figures.series import draw_series
from assistant.web.page_links import follow_links
from assistant.web.paper.collecting import collected, draw_collect_button, draw_way_to_paper
from assistant.web.person.auditing import NOT_WRITTEN, Record, audit, auditor, places
from assistant.web.source.dialog import draw_source_button
from assistant.wording import counted

_LOG = logging.getLogger(__name__)

_PURPOSE = (
    "Look up the figures in the documents: by what they measure, or by the figure itself. Each is "
    "shown with its exact words, the period it is about and the page it stands on."
)
_NOTHING = (
    "No figure was found. Try words the documents are likely to use for what is measured, or fewer "
    "of the choices."
)
_NO_TEXT = "Write what the figure measures, or the figure itself."
_NO_LEDGER = "The figures of these documents cannot be looked up at the moment. Try again."
_FIRST, _MOST = 10, 50
_VIEW = "figures-view"


@dataclass(slots=True)
class _View(Told):
    """What a session looks at on this page."""

    lookup: Lookup
    version: str
    found: list[Entry]
    problem: str | None = None
    shown: int = _FIRST
    series: Entry | None = None
    """The figure whose like over time is shown."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What a figure is drawn with."""

    assistant: Assistant
    ledger: Ledger
    view: _View
    paper: Paper


def draw_figures_page(
    assistant: Assistant, ledger: Ledger | None, examples: Sequence[str] = ()
) -> None:
    """Draw the page; `examples` are look-ups that find something in these documents."""
    st.title("Figures", anchor=False)
    if not assistant.documents:
        st.html(markup.notice(words.NO_DOCUMENTS))
        return
    if ledger is None:
        st.html(markup.notice(_NO_LEDGER))
        return
    lookup = Lookup.of_address(st.query_params.to_dict())
    st.html(markup.paragraph(_PURPOSE, "purpose"))
    draw_search(assistant, ledger, lookup)
    view = _view(assistant, ledger, lookup) if lookup.text else None
    if view is not None:
        _draw_found(assistant, ledger, view)
        announce(view.say, "figures-found", f"{view.events} {lookup.address()}")
    else:
        if lookup.restricted:
            st.html(markup.information(_NO_TEXT))
        _draw_examples(examples)
        announce("", "", "")
    listen_to_copy_buttons()
    follow_links()
    if view is not None:  # last, because it may end this run
        draw_when_found(ledger, [entry.citation for entry in view.found[: view.shown]])


def _draw_examples(examples: Sequence[str]) -> None:
    if not examples:
        return
    with st.container(key="figure-examples"):
        st.header("Look-ups to start with", anchor=False)
        for number, example in enumerate(examples):
            st.button(
                markup.label(example),
                key=f"figure-example-{number}",
                on_click=_look_up,
                args=(example,),
            )


def _look_up(text: str) -> None:
    st.query_params.from_dict(Lookup(text=text).parameters())


def _view(assistant: Assistant, ledger: Ledger, lookup: Lookup) -> _View:
    """What was found for this look-up, or what is found now."""
    view: _View | None = st.session_state.get(_VIEW)
    if view is not None and (view.lookup, view.version) == (lookup, assistant.version):
        return view
    events = view.events + 1 if view is not None else 1
    view = _View(lookup, assistant.version, [], events=events)
    try:
        view.found = ledger.look_up(
            lookup.text,
            filters=lookup.filters,
            unit=lookup.unit or None,
            since=typed_period(lookup.since, last=False),
            until=typed_period(lookup.until, last=True),
            count=_MOST,
        )
        shared_metrics().look_ups.inc()
        if not audit(
            "looked-up",
            text=lookup.text,
            filters=lookup.address().partition("?")[2],
            index_version=assistant.version,
            quotes=places(entry.citation for entry in view.found[:_FIRST]),
            found=len(view.found),
        ):
            view.found, view.problem = [], NOT_WRITTEN
        view.say = view.problem or (_count(view) if view.found else "No figure found")
    except AssistantError as error:
        view.problem = view.say = str(error)
    except Exception:
        _LOG.exception("A figure could not be looked up")
        view.problem = view.say = words.PROBLEM
    if lookup.sort == BY_PERIOD:
        view.found = newest_first(view.found)
    if view.problem is None:  # what went wrong is tried again with the next run
        st.session_state[_VIEW] = view
    return view


def _count(view: _View) -> str:
    found = counted(len(view.found), "figure")
    return f"The best {found}" if len(view.found) == _MOST else f"{found} found"


def _draw_found(assistant: Assistant, ledger: Ledger, view: _View) -> None:
    with st.container(key="figures-found"):
        if view.problem is not None:
            st.html(markup.notice(view.problem))
            return
        if not view.found:
            st.header("No figure found", anchor=False)
            st.html(markup.paragraph(_NOTHING, "no-answer"))
            return
        st.header(_count(view), anchor=False)
        _draw_taking_away(view, ledger)
        paper = collected()
        entries = view.found[: view.shown]
        for number, entry in enumerate(entries):
            _draw_figure(_Context(assistant, ledger, view, paper), number, entry)
        left = len(view.found) - view.shown
        if left > 0:
            st.button(
                f"Show {counted(min(left, _FIRST), 'more figure')}",
                key="more-figures",
                on_click=_show_more,
                args=(view,),
            )
        draw_way_to_paper(paper)


def _draw_taking_away(view: _View, ledger: Ledger) -> None:
    found, lookup = list(view.found), view.lookup
    source = Source(ledger.version, ledger.built)
    name, record = words.file_name(f"figures {lookup.text}"), auditor()
    with st.container(key="figures-take-away", horizontal=True, vertical_alignment="center"):
        # Made when somebody asks for it, not each time that the page is drawn.
        st.download_button(
            "Download CSV file",
            lambda: _taken(figures_csv(found, source.index_version).encode(), record, view, "csv"),
            file_name=f"{name}.csv",
            mime="text/csv",
            key="figures-csv",
            on_click="ignore",
        )
        st.download_button(
            "Download Word file",
            lambda: _taken(figures_word(found, lookup.text, source=source), record, view, "word"),
            file_name=f"{name}.docx",
            mime=words.WORD_FILE,
            key="figures-word",
            on_click="ignore",
        )
        st.html(markup.link_button("Copy link to this look-up", lookup.address()), width="content")


def _taken(file: bytes, record: Record, view: _View, form: str) -> bytes:
    """A file that somebody takes away, which is written down."""
    quotes = places(entry.citation for entry in view.found)
    record("exported", of="figures", form=form, index_version=view.version, quotes=quotes)
    return file


def _draw_figure(context: _Context, number: int, entry: Entry) -> None:
    view, citation = context.view, entry.citation
    with st.container(key=f"entry-{number}"):
        st.html(figure(entry, number + 1))
        draw_newer(context.ledger, citation)
        with st.container(key=f"does-figure-{number}", horizontal=True):
            draw_source_button(context.assistant, citation, key=f"figure-view-{number}")
            opened = view.series == entry
            st.button(
                "Hide the same measure over time" if opened else "Same measure over time",
                key=f"figure-series-{number}",
                on_click=_open_series,
                args=(view, None if opened else entry),
            )
            copied = f"“{citation.text}”\n{citation.reference} ({period_words(entry.period)})"
            st.html(markup.copy_button(words.COPY, copied), width="content")
            draw_collect_button(
                f"figure-paper-{number}", _item(context, entry), context.paper, view.tell
            )
        if opened:
            draw_series(context.ledger, entry)


def _item(context: _Context, entry: Entry) -> PaperItem:
    """What goes into the board paper: the quote, under its figure and what that measures."""
    ledger, under = context.ledger, printed(entry)
    question = f"{under}: {entry.measure}" if entry.measure else under
    return PaperItem(entry.citation, question, ledger.version, ledger.built)


def _open_series(view: _View, entry: Entry | None) -> None:
    view.series = entry
    view.tell("The same measure over time is shown below the figure" if entry else "Hidden")


def _show_more(view: _View) -> None:
    view.shown += _FIRST
    view.tell(f"{min(view.shown, len(view.found))} figures are shown")
