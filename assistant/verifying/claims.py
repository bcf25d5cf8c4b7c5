"""What a file says of a quote besides its words, its figure and its source, held against today.

A table of figures or JSON shows all this openly, and anybody can change it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.answer.citation import Citation
from assistant.export.figures_table import one_line, plain_number
from assistant.figures.figure import Figure
from assistant.verifying.verdict import State
from assistant.wording import basis_words

Claims = Mapping[str, str]
"""What is said, by the name of its column in the table of figures."""

_AMOUNT = ("figure", "value", "to", "unit", "comparator", "direction", "for each")
_AROUND = (
    "measure", "period", "period from", "period to", "according to",
    "table row", "table column", "table caption",
)  # fmt: skip
_SOURCE = ("document", "publisher", "published")
_PLACE = ("page", "page label", "section")
_STANDING = ("basis", "kind", "said by")
_PAGE = re.compile(r", (?:page [^,]*|section “[^”]*”)(?=$|, words recognised from a scan$)")
"""Where in its document a quote stands, as a reference has it."""
_IN_JSON = {
    "value": "value", "high": "to", "unit": "unit", "comparator": "comparator",
    "direction": "direction", "per": "for each", "measure": "measure", "period": "period",
    "period_start": "period from", "period_end": "period to", "attribution": "according to",
    "row": "table row", "column": "table column", "caption": "table caption",
    "title": "document", "publisher": "publisher", "published": "published",
    "reference": "reference", "page": "page", "page_label": "page label", "section": "section",
    "basis": "basis", "kind": "kind", "according_to": "said by",
}  # fmt: skip
_COLUMNS = (*_AMOUNT, *_AROUND, *_SOURCE, "page", "section", "basis", "reference")


def claims_of_table(cells: Mapping[str, str]) -> Claims:
    """What a row of the table of figures says, cells as they were before they were guarded."""
    return {name: one_line(cells[name]) for name in _COLUMNS if name in cells}


def claims_of_json(row: Mapping[str, Any], citation: Citation) -> Claims:
    """What a quote or a figure in JSON says."""
    claims = {name: _written(row[key], name) for key, name in _IN_JSON.items() if key in row}
    if "value" not in row:
        # An answer has no figure; what else has these names in it is not one's either.
        claims = {name: told for name, told in claims.items() if name not in _AMOUNT + _AROUND}
    elif citation.key is not None:
        claims["figure"] = one_line(citation.text[slice(*citation.key)])
    return claims


def _written(value: object, name: str) -> str:
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value)
    if isinstance(value, int | float):
        return plain_number(float(value)) if abs(value) < 1e300 else str(value)
    if isinstance(value, list):
        return one_line((" > " if name == "section" else "; ").join(map(str, value)))
    return one_line(str(value))


def untrue(
    claims: Claims, was: Citation, where: Citation, state: State, figures: Sequence[Figure]
) -> dict[str, str]:
    """What a file says of a quote that its documents do not, by name; empty where all is so.

    `where` are the words as they stand now, and `figures` those that are read from them. Only where
    the words are found in another edition may the page be another, and what is around a figure.
    """
    same_file = was.sha256 == where.sha256
    names = [*_SOURCE, *(_STANDING if same_file else ())]
    if same_file or state == "stands":
        names += ["reference", *_PLACE]
    true = _of_source(where)
    # What is empty says nothing.
    wrong = {
        name: told for name in names if (told := claims.get(name, "")) and told not in true[name]
    }
    if "reference" not in names and "reference" in claims:
        told, now = (_PAGE.sub("", each) for each in (claims["reference"], where.reference))
        wrong |= {"reference": claims["reference"]} if told and told != one_line(now) else {}
    return wrong | _untrue_figure(claims, where, figures, around=same_file)


def _untrue_figure(
    claims: Claims, where: Citation, figures: Sequence[Figure], *, around: bool
) -> dict[str, str]:
    names = [name for name in _AMOUNT + (_AROUND if around else ()) if name in claims]
    # Held against the figure that the row can best be about.
    return min(
        (
            {name: claims[name] for name in names if claims[name] != told[name]}
            for told in (_of_figure(figure, where) for figure in figures)
        ),
        key=len,
        default={name: claims[name] for name in names if name in _AMOUNT and claims[name]},
    )


def _of_source(where: Citation) -> dict[str, tuple[str, ...]]:
    page = "" if where.page is None else str(where.page)
    return {
        "document": (one_line(where.title),),
        "publisher": (one_line(where.publisher or ""),),
        "published": (where.published or "",),
        "reference": (one_line(where.reference),),
        "page": (page, where.page_label or page),
        "page label": (one_line(where.page_label or ""),),
        "section": (one_line(" > ".join(where.section)),),
        "basis": (where.basis, one_line(basis_words(where))),
        "kind": (where.kind,),
        "said by": (one_line(where.according_to or ""),),
    }


def _of_figure(figure: Figure, where: Citation) -> dict[str, str]:
    amount, period, table = figure.amount, figure.period, figure.table
    start, end = (at - where.start for at in figure.key)
    told = {
        "figure": where.text[start:end],
        "value": plain_number(amount.value),
        "to": plain_number(amount.high),
        "unit": amount.unit,
        "comparator": amount.comparator or "",
        "direction": amount.direction or "",
        "for each": amount.per or "",
        "measure": figure.measure,
        "period": period.text if period else "",
        "period from": period.start if period else "",
        "period to": period.end if period else "",
        "according to": figure.attribution or "",
        "table row": "; ".join(table.row) if table else "",
        "table column": "; ".join(table.column) if table else "",
        "table caption": table.caption if table else "",
    }
    return {name: one_line(each) for name, each in told.items()}
