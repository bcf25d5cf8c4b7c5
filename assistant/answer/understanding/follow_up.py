"""Follow-up questions: what one that leans on the question before takes from it.

What is taken is shown to the person, so it must read as a question that they could have asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer.understanding.leaning import (
    HELPERS,
    POSSESSIVE,
    PRONOUN,
    is_follow_up,
    is_fragment,
    is_plural,
    leaning_pronouns,
    link_end,
    nouns,
)
from assistant.answer.understanding.slots import is_place, names_in, swapped
from assistant.answer.understanding.stop_words import STOP_WORDS, carrying_stems
from assistant.index.words import words_of

_TURNS = 20
"""So many questions before are looked at, at most."""
_JOIN = " – "


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up with what it took: `text` stands alone, `before` is the question it leans on.

    `repeats` tells that it is the question before with another period, place, measure, ....
    """

    text: str
    before: str
    repeats: bool


def resolve(text: str, history: Sequence[str]) -> FollowUp | None:
    """What a question comes to after the earlier ones; None where it stands alone."""
    before: str | None = None
    # A follow-up to a follow-up takes from what that one was understood as.
    for earlier in history[-_TURNS:]:
        earlier = " ".join(earlier.split())
        if earlier and before is not None and is_follow_up(earlier, before):
            before = complete(earlier, before).text
        else:
            before = earlier or before
    if before is None or not is_follow_up(text, before):
        return None
    return complete(text, before)


def complete(text: str, before: str) -> FollowUp:
    """A follow-up with what it leaves out, from the question before as it was understood."""
    rest = text[link_end(text) :].strip() or text
    if is_fragment(rest) or _PLACEHOLDER.match(rest):
        repeated = swapped(before, _PLACEHOLDER.sub("", rest))
        if repeated is not None:
            return FollowUp(repeated, before, repeats=True)
    for whole in (_led(rest, before), _named(rest, before)):
        if whole is not None:
            return FollowUp(whole, before, repeats=False)
    parts = before.rstrip(" ?.!").split(_JOIN)
    # Words of its own take the place of what the follow-up before added; a bare "why?" asks on.
    kept = parts[:1] if carrying_stems(rest) else parts[:2]
    return FollowUp(_JOIN.join([*kept, rest]), before, repeats=False)


_PLACEHOLDER = re.compile(
    r"^(?:what|how (?:much|many)) (?:is|was|were|are) (?:it|that|they|(?:the|that) "
    r"(?:figure|number|rate|share|total|amount|level|one|percentage|proportion))\b[\s,]*",
    re.I,
)
_YES_NO = re.compile(rf"{HELPERS} ", re.I)
_ADVERB = r"(?:why|when|where|how|by when|since when|how (?:long|often|much|far|soon))"
_ASKS_ADVERB = re.compile(
    rf"{_ADVERB} (?P<clause>(?:do|does|did|has|have|had|will|would|should|can|could|must|was|were)"
    r" .+)",
    re.I,
)
_COUNTS = re.compile(r"how many (?P<what>[\w -]+?) (?P<helper>are|were|was|is) (?P<rest>.+)", re.I)


def _led(rest: str, before: str) -> str | None:
    """A bare "why?" or "by when?" put before what was asked."""
    asking = rest.strip(" ?.!")
    if not re.fullmatch(_ADVERB, asking, re.I) or _JOIN in before:
        return None
    asking = asking[0].upper() + asking[1:]
    if _YES_NO.match(before):
        return f"{asking} {before[0].lower()}{before[1:]}"
    if clause := _ASKS_ADVERB.match(before):
        return f"{asking} {clause['clause']}"
    if counts := _COUNTS.match(before):
        return f"{asking} {counts['helper']} {counts['what']} {counts['rest']}"
    return None


_TOPIC = re.compile(
    r"(?:what|who)(?:'s| is| are| was| were) (?P<thing>(?:(?:the|an?) )?(?:[\w'’-]+ ?){1,5}?)\W*$",
    re.I,
)
_QUANTITY = re.compile(
    rf"{_JOIN}|^(?:how (?!many)\w+|(?:what|which) (?:share|proportion|percentage|figure|number))\b",
    re.I,
)
"""Of what is asked so, "it" may be the amount."""


def _named(rest: str, before: str) -> str | None:
    """The pronouns of a follow-up replaced by the one thing that the question before is about."""
    pronouns = leaning_pronouns(rest)
    if not pronouns or any(match["shown"] for match in pronouns) or _QUANTITY.search(before):
        return None
    topic = _TOPIC.match(before)
    names = [name for name in names_in(before) if not is_place(name)]
    if topic is not None and _is_thing(topic["thing"]):
        thing = re.sub(r"^an? ", "the ", topic["thing"].strip(), flags=re.I)
    elif len(names) == 1 and _stands_by_itself(names[0], before):
        thing = names[0]
    else:
        return None
    person = bool(re.match(r"(?:[A-Z][\w'’-]+ ?){2,}$", thing))
    for match in reversed(pronouns):
        word = match[0].lower()
        if word in {"he", "she", "him", "his", "her", "hers"} and not person:
            return None
        others = [word for word in nouns(before.replace(thing, "")) if is_plural(word)]
        if match["many"] and (others or not is_plural(thing)):
            return None
        if "'" in word or word in {"hers", "theirs"}:
            return None
        after = (words_of(rest[match.end() :]) or [""])[0]
        owns = word in POSSESSIVE and (word != "her" or after not in STOP_WORDS)
        said = f"{thing}'" if owns and thing.endswith("s") else f"{thing}'s" if owns else thing
        rest = rest[: match.start()] + said + rest[match.end() :]
    return rest[0].upper() + rest[1:]


def _is_thing(words: str) -> bool:
    last = (words_of(words) or [""])[-1]
    return bool(last) and not _is_function_word(last) and not PRONOUN.search(words)


def _stands_by_itself(name: str, before: str) -> bool:
    """Whether no further word belongs to a name, as in "ESA contracts"."""
    after = (words_of(before[before.index(name) + len(name) :]) or [""])[0]
    return not after or _is_function_word(after)


def _is_function_word(word: str) -> bool:
    # "Report" tells nothing when one searches reports, but it is part of the name of one.
    return word in STOP_WORDS and word not in {"report", "document", "list", "state"}
