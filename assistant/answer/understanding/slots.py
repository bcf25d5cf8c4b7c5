"""The parts of a question that a follow-up exchanges: a period, an amount, a place, a body, ...."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import takewhile

from assistant.answer.understanding.stop_words import STOP_WORDS, carrying_stems
from assistant.index.words import stem

_YEAR = r"(?:19|20)\d\d(?:\s?[/–-]\s?(?:(?:19|20)\d\d|\d\d)\b)?"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_PART = (
    r"(?:(?:(?:the )?(?:first|second|third|fourth|last|final) (?:quarter|half|months?)|"
    r"(?:the )?(?:start|beginning|middle|end)) of |early |late |mid-)?"
)
_PERIOD = re.compile(
    rf"(?:\b(?P<when>in|by|since|from|until|before|after|during|for|at|back in) )?"
    rf"(?P<period>\b{_PART}(?:(?:\d{{1,2}} )?{_MONTH} )?{_YEAR})",
    re.I,
)
_LATER = re.compile(
    r"\b(?:(?P<one>the year (?:before|after)(?: that)?|(?:a|one|the) (?:following|previous) year"
    r"|(?:a|one) year (?:earlier|later))|(?P<many>\w+) years (?:earlier|before|later|after))\b",
    re.I,
)
_COUNTED = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
            "eight": 8, "nine": 9, "ten": 10}  # fmt: skip
_AMOUNTS = (
    re.compile(r"\d[\d,.]*\s?(?:%|per ?cent\b)", re.I),
    re.compile(r"£\d[\d,.]*(?:\s?(?:million|billion|bn|m|k)\b)?|\d[\d,.]*\s?(?:p|pence)\b", re.I),
)
_PLACES = frozenset(
    {"england", "scotland", "wales", "northern ireland", "ireland", "britain", "great britain",
     "uk", "united kingdom", "london", "europe", "eu", "england and wales"}
)  # fmt: skip
_NAME = re.compile(
    r"[A-Z][\w&'’-]*(?:(?: (?:of|for|and|of the))? [A-Z][\w&'’-]*|(?<=[a-zA-Z]) \d+\b)*"
)
_PREPOSITION = re.compile(
    r"^(?:in|for|at|on|among|by|from|with|within|without|under|between|during|since|about|as|over"
    r"|after|before|into|of|to)$"
)
_MERELY = re.compile(
    r"\b(?:just|only|please|though|specifically|alone|then|too|as well|on (?:its|their) own|back)\b"
    r"|[\s?.!,]+$",
    re.I,
)


def is_place(name: str) -> bool:
    """Whether a name is that of a nation or of a part of the world that reports compare."""
    return name.lower().removeprefix("the ") in _PLACES


def names_in(text: str) -> list[str]:
    """The names of a text, each with the "the" before it, without a capital at the start only."""
    found = []
    for match in _NAME.finditer(text):
        name, start = match[0], match.start()
        first = name.split()[0]
        begins = start == 0 and not first.isupper()
        if begins and (" " not in name or first.lower() in STOP_WORDS):
            name = name[len(first) :].strip()
        if name and name.lower() not in STOP_WORDS and not re.fullmatch(_MONTH, name):
            start = text.index(name, start)
            article = text[max(0, start - 4) : start]
            found.append(article + name if article.lower() == "the " else name)
    return list(dict.fromkeys(found))


def swapped(before: str, fragment: str, *, sure: bool = False) -> str | None:
    """The question `before` with the part that is of the same kind as `fragment` replaced by it.

    None where no part, or more than one, could be meant. `sure`: only by period, amount or place,
    or with a question mark by the same noun, which other words to search for seldom match.
    """
    asks = fragment.rstrip().endswith("?")
    fragment = " ".join(_MERELY.sub(" ", fragment).split())
    if not fragment or len(fragment.split()) > 8:
        return None
    ways: tuple[Callable[[str, str], str | None], ...] = (_period, _amount, _place)
    if sure and asks:
        ways += (_kindred,)
    elif not sure:
        ways += (_kindred, _name, _after_preposition, _counted, _last)
    for way in ways:
        whole = way(before, fragment)
        if whole is not None:
            return whole
    return None


def _replaced(text: str, start: int, end: int, by: str) -> str:
    whole = " ".join((text[:start] + by + text[end:]).split())
    return whole[0].upper() + whole[1:]


def _period(before: str, fragment: str) -> str | None:
    own = _PERIOD.search(fragment)
    found = list(_PERIOD.finditer(before))
    if own is None:
        later = _LATER.search(fragment)
        if later is None or len(found) != 1:
            return None
        year = re.search(_YEAR, found[0]["period"])
        moved = _moved(year[0], later) if year else None
        if year is None or moved is None:
            return None
        if later[0] == fragment:  # 31 March stays 31 March
            moved = found[0]["period"].replace(year[0], moved)
        fragment = fragment[: later.start()] + moved + fragment[later.end() :]
        own = _PERIOD.search(fragment)
        if own is None:
            return None
    rest = _LATER.sub("", fragment[: own.start()]) + fragment[own.end() :]
    if len(found) > 1 or carrying_stems(rest):
        return None
    when = own["when"]
    if not found:
        return f"{before.rstrip(' ?.!')} {own[0] if when else f'in {own[0]}'}?"
    by = own[0] if when and found[0]["when"] else own["period"]
    if not when and found[0]["when"]:
        by = f"{found[0]['when']} {by}"
    return _replaced(before, found[0].start(), found[0].end(), by)


def _moved(year: str, later: re.Match[str]) -> str | None:
    """A year or financial year so many years before or after."""
    many = later["many"]
    years = 1 if many is None else _COUNTED.get(many.lower(), int(many) if many.isdecimal() else 0)
    if not years:
        return None
    if re.search(r"before|previous|earlier", later[0], re.I):
        years = -years
    return re.sub(r"\d+", lambda part: str(int(part[0]) + years).zfill(len(part[0])), year)


def _amount(before: str, fragment: str) -> str | None:
    for amount in _AMOUNTS:
        own, found = amount.search(fragment), list(amount.finditer(before))
        if own is None or len(found) != 1:
            continue
        rest = carrying_stems(fragment[: own.start()] + fragment[own.end() :])
        if set(rest) <= set(carrying_stems(before)):
            return _replaced(before, found[0].start(), found[0].end(), own[0])
    return None


def _bare(fragment: str) -> tuple[str, str]:
    """A fragment's preposition, or "", and the rest of it."""
    first, _, rest = fragment.partition(" ")
    return (first.lower(), rest) if _PREPOSITION.match(first.lower()) and rest else ("", fragment)


def _place(before: str, fragment: str) -> str | None:
    preposition, own = _bare(fragment)
    if not is_place(own):
        return None
    own = own if own != own.lower() else own.title().replace("Uk", "UK").replace("Eu", "EU")
    found = [name for name in names_in(before) if is_place(name)]
    others = [name for name in names_in(before) if not is_place(name)]
    if len(found) == 1 or not found and len(others) == 1 and not preposition:
        return _for_name(before, (found or others)[0], own)
    if not found and not others and preposition in {"in", "for"}:
        return f"{before.rstrip(' ?.!')} {preposition} {own}?"
    return None


def _for_name(before: str, name: str, own: str) -> str | None:
    start = before.index(name)
    end = start + len(name)
    if re.match(r"['’]s\b", before[end:]):
        return None
    return _replaced(before, start, end, own)


def _name(before: str, fragment: str) -> str | None:
    """Another name in the place of the only one, be it of a body, a person or a document."""
    _, own = _bare(fragment)
    plain = own.removeprefix("the ")
    found = [name for name in names_in(before) if not is_place(name)]
    if len(found) != 1 or not plain[:1].isupper():
        return None
    return _for_name(before, found[0], own)


def _kindred(before: str, fragment: str) -> str | None:
    """Another case of the same noun: "bank staff" for "agency staff", "category 3" for "4"."""
    _, own = _bare(fragment)
    own = re.sub(r"^(?:the|an?|their|its|those|these|people|ones) ", "", own)
    words = own.split()
    spans = [(match[0], match.start(), match.end()) for match in re.finditer(r"[\w'’/-]+", before)]
    if len(words) == 2 and _numbers(words[1]):
        for (word, _, _), (number, start, end) in zip(spans, spans[1:], strict=False):
            if stem(word.lower()) == stem(words[0].lower()) and _numbers(number):
                return _replaced(before, start, end, words[1])
    head = stem(words[-1].lower()) if words else ""
    if not head or head in STOP_WORDS | {"one"} or not words[-1].isalpha() or len(words) > 5:
        return None
    at = [n for n, (word, _, _) in enumerate(spans) if stem(word.lower()) == head]
    if len(at) != 1 or at[0] == 0:
        return None
    first = at[0]
    while first > 1 and at[0] - first < len(words):
        word, _, end = spans[first - 1]
        if before[end : spans[first][1]] != " " or _closes(word):
            break
        first -= 1
    else:
        first = at[0] - len(words) + 1
        if first > 2 and spans[first - 1][0] in {"and", "or"}:
            first -= 2
    return _replaced(before, spans[max(first, 1)][1], spans[at[0]][2], own)


def _closes(word: str) -> bool:
    return word.lower() in STOP_WORDS - {"and", "or"}


def _numbers(word: str) -> bool:
    return word.isdecimal() or word.lower() in _COUNTED or len(word) == 1


def _after_preposition(before: str, fragment: str) -> str | None:
    """What stands after the same preposition: "for bank staff" for "for agency staff"."""
    preposition, own = _bare(fragment)
    if preposition in {"", "of", "to"} or re.search(_TIME_WORD, own, re.I):
        return None
    found = list(re.finditer(rf"\b{preposition} (?:the |an? )?(?=\w)", before, re.I))
    noun = re.match(r"(?:[\w'’-]+(?: |(?=\W)|$))+", before[found[0].end() :]) if found else None
    if len(found) != 1 or noun is None:
        return None
    words = list(takewhile(lambda word: not _closes(word), noun[0].split()))
    # A word in -ed or -ing is a verb: what follows the preposition does not end where it seems.
    if not 0 < len(words) <= 4 or any(word.endswith(("ed", "ing")) for word in words):
        return None
    start = found[0].start() + len(preposition) + 1
    return _replaced(before, start, found[0].end() + len(" ".join(words)), own)


_TIME_WORD = r"\b(?:years?|months?|weeks?|days?|hours?|then|that|this|those|these|here|there)\b"


def _counted(before: str, fragment: str) -> str | None:
    """Another thing that is counted: "and rockets?" for "How many satellites does ...?"."""
    found = re.match(r"how many (?P<noun>[\w '’-]+?) (?:did|does|do|are|were|have|has|will)\b",
                     before, re.I)  # fmt: skip
    preposition, _ = _bare(fragment)
    if found is None or preposition or not fragment.endswith("s"):
        return None
    return _replaced(before, found.start("noun"), found.end("noun"), fragment)


_YES_NO = re.compile(r"(?:is|are|was|were|do|does|did|has|have|can|should|must|will|would)\b", re.I)


def _last(before: str, fragment: str) -> str | None:
    """The noun that ends a question for a share, an amount or a reason: "... comes from cars?"."""
    preposition, own = _bare(fragment)
    found = re.search(
        r" (?:in|for|at|on|among|from|to|of|with|about) (?P<noun>(?:[a-z'’-]+ ){0,2}[a-z'’-]+)\W*$",
        before,
    )
    if preposition or found is None or _YES_NO.match(before):
        return None
    noun = found["noun"].split()
    if " " not in own and not own.endswith("s"):
        return None  # it may be an adjective: "military"
    if any(word in STOP_WORDS or word in _COUNTED for word in noun) or own.startswith("the "):
        return None
    return _replaced(before, found.start("noun"), found.end("noun"), own)
