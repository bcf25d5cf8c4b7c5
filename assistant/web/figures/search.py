"""The boxes of the figures page. The address says what is looked up, and they follow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

import streamlit as st

from assistant.answer.assistant import Assistant
from assistant.ledger.ledger import Ledger
from assistant.web import markup
from assistant.web.figures.lookup import BY_PERIOD, Lookup, parameter, typed_period

_UNITS: dict[str, str] = {
    "%": "Per cent (%)",
    "£": "Pounds (£)",
    "$": "Dollars ($)",
    "€": "Euros (€)",
    "p": "Pence (p)",
    "ratio": "Ratio, such as one in five",
    "rank": "Rank, such as third largest",
    "times": "Times, such as double",
}
"""What the units of figures are called; the others go by their own name."""
_HINT = "For example: maintenance backlog, nurses who left in 2024, or who says 11%?"
_NO_PERIOD = "Write a year, such as 2024 or 2023/24, a month, 7/2024, or a day, 1/7/2024."
_ORDERS = {"": "Best match first", BY_PERIOD: "Newest period first"}


def draw_search(assistant: Assistant, ledger: Ledger, lookup: Lookup) -> None:
    """The boxes. The address says what is looked up; they follow it, so that links work."""
    for each in fields(lookup):
        st.session_state[_key(each.name)] = getattr(lookup, each.name)
    with st.container(key="figure-search"):
        with st.container(key="figure-box", horizontal=True, vertical_alignment="bottom"):
            st.text_input("Look up a figure", key=_key("text"), on_change=_choose)
            st.button("Look up", key="figure-look-up", type="primary")
        st.html(markup.paragraph(_HINT, "hint"))
        with st.expander("Unit, kind of document, period and order", expanded=_expanded(lookup)):
            unit, kind, order = st.columns(3)
            units = _with_chosen(ledger.units(), lookup.unit)
            unit.selectbox(
                "Unit", units, key=_key("unit"), format_func=_unit_name, on_change=_choose
            )
            kinds = sorted({listing.kind for listing in assistant.documents})
            kind.selectbox(
                "Kind of document",
                _with_chosen(kinds, lookup.kind),
                key=_key("kind"),
                format_func=lambda name: name.capitalize() if name else "All kinds",
                on_change=_choose,
            )
            order.selectbox(
                "Order",
                _with_chosen([BY_PERIOD], lookup.sort),
                key=_key("sort"),
                format_func=lambda name: _ORDERS.get(name, name),
                on_change=_choose,
            )
            since, until = st.columns(2)
            for column, label, name in (
                (since, "Period from", "since"),
                (until, "Period to", "until"),
            ):
                column.text_input(
                    label, key=_key(name), placeholder="2024 or 2023/24", on_change=_choose
                )
                typed = getattr(lookup, name)
                if typed and typed_period(typed, last=name == "until") is None:
                    column.html(markup.paragraph(_NO_PERIOD, "field-problem"))


def _expanded(lookup: Lookup) -> bool:
    return lookup.restricted or bool(lookup.sort)


def _with_chosen(options: Sequence[str], chosen: str) -> list[str]:
    """The choices, that of none first; what a link names is among them, so it can be removed."""
    return list(dict.fromkeys(["", *options, chosen]))


def _unit_name(unit: str) -> str:
    return _UNITS.get(unit, unit.capitalize()) if unit else "All units"


def _key(name: str) -> str:
    return f"figure-{name}"


def _choose() -> None:
    """Write what is in the boxes into the address, from where it is looked up."""
    chosen = {each.name: str(st.session_state[_key(each.name)] or "") for each in fields(Lookup)}
    written = {parameter(name): value for name, value in chosen.items()}
    st.query_params.from_dict(Lookup.of_address(written).parameters())
