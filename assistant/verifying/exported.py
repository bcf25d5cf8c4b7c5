"""Reads the citations of a file that this program wrote: an export, a saved answer, answers.

The file may have been changed since, by people or on purpose: nothing of it is believed but what
`verify` finds in the documents.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from rapidfuzz import fuzz, process

from assistant.answer.citation import Citation
from assistant.errors import PaperError, VerifyError
from assistant.export import shown
from assistant.export.checked import TITLE as CHECKED
from assistant.export.checked import shortened
from assistant.export.markdown import read_markdown
from assistant.export.packed import UNREADABLE
from assistant.export.printed import read_printed
from assistant.export.word import read_word
from assistant.export.word_parts import held
from assistant.records.papers import Paper
from assistant.verifying.claims import Claims
from assistant.verifying.rows import Found, Row, citations_in_json, citations_in_table

Shown = Literal["as quoted", "edited", "left out"]
"""Whether the file shows the words of a quote, others in their place, or none."""

_MOST_BYTES = 64 * 2**20
_MOST = 5_000
_LIKE = 50.0


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of a file: what it was quoted for, by which version of the index.

    `shown` and `words` say what the file shows of it now: `words` are the edited ones. `claims` is
    what it says of it besides.
    """

    citation: Citation
    about: str = ""
    index_version: str = ""
    shown: Shown = "as quoted"
    words: str = ""
    claims: Claims = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exported:
    """The citations of a file, and what it shows as quotes without a citation for it."""

    cited: tuple[Cited, ...]
    unproved: tuple[str, ...] = ()


def read_exported(path: Path) -> Exported:
    """The citations of a Word, Markdown, HTML, JSON, JSON lines or CSV file of this program's.

    Raises:
        VerifyError: it cannot be read, is too large, or has no citations.
    """
    data = _content(path)
    try:
        found = _read(data)
    except PaperError as error:
        raise VerifyError(f"The file {path.name} cannot be verified. {error}") from error
    except UNREADABLE as error:
        raise VerifyError(
            f"The file {path.name} is damaged, so its quotes cannot be verified."
        ) from error
    if not (found.cited or found.unproved):
        raise VerifyError(
            f"The file {path.name} has no citations to verify. Give a file that this program "
            "exported: a board paper, figures, a checked draft, or the output of `ask --json`."
        )
    if (many := len(found.cited) + len(found.unproved)) > _MOST:
        raise VerifyError(
            f"The file {path.name} has {many:,} citations; {_MOST:,} are verified at once."
        )
    return found


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise VerifyError(f"The file {path} cannot be read: {error.strerror or error}.") from error
    if len(data) > _MOST_BYTES:
        raise VerifyError(
            f"The file {path.name} is larger than {_MOST_BYTES / 2**20:.0f} MB, which no export is."
        )
    return data


def _read(data: bytes) -> Exported:
    if data.startswith(b"PK"):
        return _of_paper(read_word(data), lambda: shown.in_word(data), lambda: shown.in_notes(data))
    text = data.decode("utf-8-sig", "replace")
    start = text.lstrip()[:1]
    if start in ("{", "["):
        return _of_rows(citations_in_json(text))
    if start == "<" and "data-receipts=" in text:
        paper, article = read_printed(text)
        return _of_paper(paper, lambda: shown.in_page(article))
    table = citations_in_table(text)
    if table is not None:
        return _of_rows(table)
    if "Receipts of the NHS policy assistant" not in text:
        return Exported(())
    return _of_paper(read_markdown(text), lambda: shown.in_markdown(text))


def _of_rows(found: Sequence[Found]) -> Exported:
    """What a table or JSON shows openly: its words are its receipt."""
    return Exported(
        tuple(
            Cited(one.citation, one.about, one.index_version, claims=one.claims)
            for one in found
            if isinstance(one, Row)
        ),
        tuple(one for one in found if isinstance(one, str)),
    )


def _of_paper(
    paper: Paper,
    now_shown: Callable[[], Sequence[str]],
    now_in_notes: Callable[[], Sequence[str]] = tuple,
) -> Exported:
    """The items of a paper, each with what the file shows of it.

    `now_in_notes` are the quotes in footnotes: those of a checked draft are cut short where they
    are long.
    """
    notes = {_plain(text) for text in (now_in_notes() if paper.title == CHECKED else ())}
    texts = {_plain(text): text for text in now_shown()}
    proved = {_plain(text) for item in paper.items for text in _as_shown(item.citation.text, notes)}
    other = {plain: text for plain, text in texts.items() if plain not in proved}
    cited = []
    for item in paper.items:
        plain = _plain(item.citation.text)
        whole = any(_plain(text) in texts for text in _as_shown(item.citation.text, notes))
        state: Shown = "as quoted" if whole else "left out"
        words = ""
        if state == "left out":
            best = process.extractOne(plain, other.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE)
            if best is not None:
                state, words = "edited", other.pop(best[0])
        cited.append(Cited(item.citation, item.question, item.index_version, state, words))
    return Exported(tuple(cited), tuple(other.values()))


def _as_shown(text: str, notes: Set[str]) -> tuple[str, ...]:
    """The texts that a quote is shown as: itself, and as a footnote of a checked draft has it."""
    short = shortened(text)
    return (text, short) if _plain(short) in notes else (text,)


def _plain(text: str) -> str:
    """Words as they are compared: a file cannot hold every character, nor all white space."""
    return " ".join(held(text).replace("\ufffd", " ").split())
