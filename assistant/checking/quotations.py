"""The quotations of a draft: words between quotation marks, and paragraphs set off as quoted."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

LEAST_WORDS = 4
"""Fewer words between quotation marks are a term, a name or irony, not a quotation."""
_LONGEST = 6_000
_BLOCK = re.compile(r"(?m)^[ \t]*>[^\n]*(?:\n[ \t]*>[^\n]*)*")
_BREAK = re.compile(r"\n[ \t]*\n\s*")
_OPENS = r"(?:(?<=^)|(?<=[\s(\[{–—/“‘\"'-]))"
_STRAIGHT = re.compile(_OPENS + r'"(?=[^\s"])')
_STRAIGHT_END = re.compile(r'(?<=[^\s(])"(?!\w)')
_SINGLE = re.compile(rf"‘(?=\S)|{_OPENS}'(?=[^\s'])")
_SINGLE_END = re.compile(r"(?<=[^\s(])[’'](?![\w])")
_LEFT_OUT = re.compile(
    r"\[\s*(?:…|\.\s?\.\s?\.)\s*\]|\(\s*(?:…|\.\s?\.\s?\.)\s*\)|…|\.\s?\.\s?\.(?:\s?\.)?"
    r"|\[(?!\w\])[^\[\]\n]{0,80}\]"
)
"""An omission, or words of the draft's own in square brackets; "[T]he" is a change of case only."""
_ATTRIBUTION = re.compile(r"[\s>]*(?:[–—―]|--)\s*[A-Z][^.\n]{0,80}\s*$")


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words between quotation marks, `draft[start:end]`; `parts` are what omissions leave."""

    start: int
    end: int
    parts: tuple[tuple[int, int], ...]


def quotations_in(draft: str) -> list[Quotation]:
    """The quotations of at least four words, in order; one within another is part of it."""
    found: list[Quotation] = []
    covered: list[tuple[int, int]] = []  # in order, and none over another
    for spans in (_blocks(draft), _doubles(draft), _straight(draft), _singles(draft)):
        for start, end in spans:
            at = bisect_left(covered, (start, end))
            if any(start < b and a < end for a, b in covered[max(0, at - 1) : at + 1]):
                continue
            covered.insert(at, (start, end))
            quotation = _quotation(draft, start, end)
            if quotation is not None:
                found.append(quotation)
    return sorted(found, key=lambda quotation: quotation.start)


def _quotation(draft: str, start: int, end: int) -> Quotation | None:
    words = draft[start:end]
    start, end = end - len(words.lstrip()), start + len(words.rstrip())
    if len(re.findall(r"[\w’'.,%£-]*\w[\w’'.,%£-]*", words)) < LEAST_WORDS:
        return None
    cuts = [start]
    for match in _LEFT_OUT.finditer(draft, start, end):
        cuts += match.span()
    cuts.append(end)
    parts = tuple(
        (a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if re.search(r"\w", draft[a:b])
    )
    return Quotation(start, end, parts) if parts else None


def _blocks(draft: str) -> Iterator[tuple[int, int]]:
    """Paragraphs with ">" before each line, as Markdown writes them and `read_draft` Word's."""
    for match in _BLOCK.finditer(draft):
        start = match.start() + len(match[0]) - len(match[0].lstrip(" \t>"))
        attribution = _ATTRIBUTION.search(draft, start, match.end())
        yield start, attribution.start() if attribution else match.end()


def _doubles(draft: str) -> Iterator[tuple[int, int]]:
    """From “ to its ”; a quotation over paragraphs opens each of them and closes the last."""
    depth, start = 0, 0
    for match in re.finditer("[“”]", draft):
        at = match.start()
        if match[0] == "“":
            again = _BREAK.search(draft, max(start, at - 200), at)
            if depth and again and again.end() == at:
                continue
            if depth and (at - start > _LONGEST or _BREAK.search(draft, start, at)):
                depth = 0  # the one before was never closed
            if not depth:
                start = at + 1
            depth += 1
        elif depth:
            depth -= 1
            if not depth and at - start <= _LONGEST and _hangs_together(draft, start, at):
                yield start, at


def _hangs_together(draft: str, start: int, end: int) -> bool:
    """Whether each paragraph after the first begins with “: else the sign is another's."""
    return all(draft.startswith("“", match.end()) for match in _BREAK.finditer(draft, start, end))


def _straight(draft: str) -> Iterator[tuple[int, int]]:
    yield from _pairs(draft, _STRAIGHT, _STRAIGHT_END)


def _singles(draft: str) -> Iterator[tuple[int, int]]:
    """From ‘ to ’, which is also an apostrophe: after an s the last of several is taken."""
    yield from _pairs(draft, _SINGLE, _SINGLE_END)


def _pairs(
    draft: str, opens: re.Pattern[str], closes: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    at = 0
    while match := opens.search(draft, at):
        at = match.end()
        until = min(len(draft), at + _LONGEST)
        stop = _BREAK.search(draft, at, until)
        until = stop.start() if stop else until
        following = opens.search(draft, at, until)
        close = closes.search(draft, at, following.start() if following else until)
        if close is None and following:
            close = closes.search(draft, at, until)  # one quotation within another
        while close and draft[close.start() - 1] == "s" and '"' not in close[0]:
            later = closes.search(draft, close.end(), following.start() if following else until)
            if later is None:
                break
            close = later
        if close:
            yield match.end(), close.start()
            at = close.end()
