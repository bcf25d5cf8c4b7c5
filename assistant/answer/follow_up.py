"""Follow-up questions: which lean on the one before, and what they take from it.

Rules over words, no model: a question that stands alone must stay as it is, and what is taken is
shown to the person, so that it must read as a question that they could have asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer.slots import is_place, names_in, swapped
from assistant.answer.stop_words import STOP_WORDS, carrying_stems
from assistant.index.words import words_of

_TURNS = 20
"""So many questions before are looked at, at most."""
_JOIN = " – "

_HELPERS = (
    r"(?:is|are|was|were|be|do|does|did|has|have|had|will|would|should|can|could|must|may|might"
    r"|shall)"
)
_ASKING = r"(?:what|which|who|whom|whose|when|where|why|how)"
_LINK = re.compile(
    r"^(?:(?:and|but|so|or|also|then|ok(?:ay)?)\b[\s,]*)*(?:(?:what|how) about\b|what of\b)?[\s,]*",
    re.I,
)
_PRONOUN = re.compile(
    r"\b(?:(?P<one>it|it's|its|he|she|him|his|her|hers)"
    r"|(?P<many>they|they're|them|their|theirs)"
    r"|(?P<shown>this|that|these|those))\b",
    re.I,
)
_POINTS_BACK = re.compile(
    rf"^which ones?\b|\b(?:(?:the|an?) (?:[\w-]+ ){{0,3}}ones?|too|as well|instead|then|there)\W*$"
    rf"|\b(?:for|than|of|have|get|use|need|join|want|with|without) one\W*$|\bthat time\W*$"
    rf"|\b(?:who|what|where) else\b|\bthe (?:other (?:one|two|three)|former|latter|rest)\b(?! of)"
    rf"|^how many (?:are|were|have|had)\b(?! there\b)|^(?:which|whose) {_HELPERS}\b(?! the\b)",
    re.I,
)
_RELATIVE_TIME = re.compile(
    r"\b(?:the (?:year|month|week|quarter|one)s? (?:before|after)\b(?! the\b)"
    r"|the (?:following|previous) year|\w+ (?:years|months) (?:earlier|later)"
    r"|(?:at|over|in) the same \w+)",
    re.I,
)
_TIMES = re.compile(rf"{_RELATIVE_TIME.pattern}|\b\d{{4}}\S*|\b(?:figure|rate|number)\b", re.I)
_EMPTY_IT = re.compile(
    r"\b(?:is|was|be|been) it (?:not |now )?(?:[\w-]+ ){0,3}?"
    r"(?:to|that|for|when|if|how|what|\w+ing)\b"
    r"|\bit (?:costs?|takes?|mean|matters?|be|is|was) .*?\b(?:to|that|when|if|for)\b",
    re.I,
)
_REPORTS = re.compile(r"\b(?:say|says|said|thinks?|believes?|expects?|wants?|claims?)\b", re.I)


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


def is_follow_up(text: str, before: str) -> bool:
    """Whether a question needs the one before it to make sense."""
    link = _LINK.match(text)
    carrying = carrying_stems(text)
    if link is not None and link.end():
        # "What about ...", when it goes on for long, names its subject itself.
        named = link[0].lower().startswith(("what", "how")) and len(carrying) > 4
        return not named or bool(re.match(r"(?:ones?|those|these)\b", text[link.end() :], re.I))
    if not carrying or _is_fragment(text) and _may_swap(text, carrying, before):
        return True
    if _POINTS_BACK.search(text) and len(carrying) <= 4:
        return True
    if _RELATIVE_TIME.search(text) and len(carrying_stems(_TIMES.sub("", text))) <= 2:
        return True
    return any(_leans(text, match) for match in _PRONOUN.finditer(text))


def _is_fragment(text: str) -> bool:
    return not re.search(rf"\b(?:{_HELPERS}|{_ASKING})\b", text, re.I)


def _may_swap(text: str, carrying: Sequence[str], before: str) -> bool:
    """Whether a few words without a verb are a case of what was asked, not words to search for."""
    if re.match(r"(?:in|at|for|by|on|since|from|with|without|within|under|among)\b", text, re.I):
        return len(carrying) <= 4
    return len(carrying) <= 3 and swapped(before, text, sure=True) is not None


def _leans(text: str, pronoun: re.Match[str]) -> bool:
    """Whether a pronoun stands for nothing that the question itself has named."""
    if pronoun["shown"]:
        return _shows(text, pronoun)
    if pronoun["one"] and pronoun[0].lower() == "it" and _EMPTY_IT.search(text):
        return False
    carrying = carrying_stems(text)
    before = text[: pronoun.start()]
    # "Which trusts lost their funding?", "How much of its budget did the trust spend?"
    owns = pronoun[0].lower() in _POSSESSIVE
    if owns and before.endswith("of ") and _OWNER.search(text[pronoun.end() :]):
        return False
    if owns and carrying_stems(before):
        return len(carrying) <= 3 and not _nouns(before)
    if len(carrying) > 6:
        return False
    if pronoun["many"] and re.match(
        r"\W*(?:who|whom)\b|.*\b(?:some|any)(?:one|body)\b", text, re.I
    ):
        return len(carrying) < 2
    named = _nouns(before)
    if pronoun["many"]:
        return not any(word[0].isupper() or _is_plural(word) for word in named)
    return not any(word[0].isupper() or not _is_plural(word) for word in named)


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith("ss") or word.lower() in _GROUPS


_ASKED_OF_IT = re.compile(
    rf"\W*(?:what|which|whose|how) (?:(?!{_HELPERS}\b)\S+ )*{_HELPERS} ", re.I
)
"""What comes before the pronoun in "what share of the cost did it cover"."""
_OWNER = re.compile(
    r" (?:do|does|did|has|have|will|would|should|can|could|must) (?!it\b|they\b)", re.I
)
_GROUPS = frozenset({"people", "women", "men", "children", "staff", "government", "committee"})


def _nouns(before: str) -> list[str]:
    """The words before a pronoun that it may stand for.

    What is asked for is none of them, nor its verb: "which industries rely on it", "who led it".
    """
    if _ASKED_OF_IT.fullmatch(before):
        return []
    words = re.findall(r"[\w'’-]+", before)
    kept: list[str] = []
    asked = bool(words) and words[0].lower() in {"who", "what", "which", "whose", "how"}
    skips = asked and not _REPORTS.search(before)
    for at, word in enumerate(words):
        plain = word.lower()
        if plain not in STOP_WORDS and not plain.endswith("ing"):
            if not skips:
                kept.append(word)
        elif skips and at:
            # After the noun of what is asked, "was" brings its verb; "does" brings another noun.
            verb = plain in _BE and words[at - 1].lower() not in STOP_WORDS
            skips = verb or words[0].lower() == "who" and bool(re.fullmatch(_HELPERS, plain))
    return kept


_BE = frozenset({"is", "are", "was", "were", "be", "been", "has", "have", "had"})
_OWN_TIME = (
    r"(?:year|month|week|winter|summer|report|document|guidance|handbook|edition|publication"
    r"|framework|plan|parliament|page|country)\b"
)


_CLAUSE = frozenset(
    ["so", "now", "such", "say", "says", "said", "tell", "show", "state", "states", "mean"]
)
"""After these, "that" begins a clause."""


def _shows(text: str, word: re.Match[str]) -> bool:
    """Whether "this", "that", "these" or "those" points at something said before."""
    before, after = text[: word.start()].rstrip(), text[word.end() :].lstrip()
    if re.search(r"[,–:-]\s*\S*\s*\S*$", before) and carrying_stems(before):
        return False  # "personal budget - what is that?"
    last = (words_of(before) or [""])[-1]
    following = (words_of(after) or [""])[0]
    near = word[0].lower() in {"this", "these"} and re.match(_OWN_TIME, after, re.I)
    if near or last in _CLAUSE or len(carrying_stems(before)) > 4:
        return False
    if following in {"who", "that", "which", "whose", "with", "without", "not", "in", "at"}:
        return False
    if word[0].lower() in {"these", "those"}:
        return True if following in STOP_WORDS or not following else not carrying_stems(before)
    # After a word of its own "that" begins a clause, unless it ends the question.
    return last in STOP_WORDS or not following


def complete(text: str, before: str) -> FollowUp:
    """A follow-up with what it leaves out, from the question before as it was understood."""
    rest = text[_match_end(text) :].strip() or text
    if _is_fragment(rest) or _PLACEHOLDER.match(rest):
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


def _match_end(text: str) -> int:
    match = _LINK.match(text)
    return match.end() if match else 0


_PLACEHOLDER = re.compile(
    r"^(?:what|how (?:much|many)) (?:is|was|were|are) (?:it|that|they|(?:the|that) "
    r"(?:figure|number|rate|share|total|amount|level|one|percentage|proportion))\b[\s,]*",
    re.I,
)
_YES_NO = re.compile(rf"{_HELPERS} ", re.I)
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
_POSSESSIVE = frozenset({"its", "their", "his", "her"})


def _named(rest: str, before: str) -> str | None:
    """The pronouns of a follow-up replaced by the one thing that the question before is about."""
    pronouns = [match for match in _PRONOUN.finditer(rest) if _leans(rest, match)]
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
        others = [word for word in _nouns(before.replace(thing, "")) if _is_plural(word)]
        if match["many"] and (others or not _is_plural(thing)):
            return None
        if "'" in word or word in {"hers", "theirs"}:
            return None
        after = (words_of(rest[match.end() :]) or [""])[0]
        owns = word in _POSSESSIVE and (word != "her" or after not in STOP_WORDS)
        said = f"{thing}'" if owns and thing.endswith("s") else f"{thing}'s" if owns else thing
        rest = rest[: match.start()] + said + rest[match.end() :]
    return rest[0].upper() + rest[1:]


def _is_thing(words: str) -> bool:
    last = (words_of(words) or [""])[-1]
    return bool(last) and not _is_function_word(last) and not _PRONOUN.search(words)


def _stands_by_itself(name: str, before: str) -> bool:
    """Whether no further word belongs to a name, as in "ESA contracts"."""
    after = (words_of(before[before.index(name) + len(name) :]) or [""])[0]
    return not after or _is_function_word(after)


def _is_function_word(word: str) -> bool:
    # "Report" tells nothing when one searches reports, but it is part of the name of one.
    return word in STOP_WORDS and word not in {"report", "document", "list", "state"}
