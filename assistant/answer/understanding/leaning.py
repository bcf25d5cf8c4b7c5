"""Whether a question leans on the one before: it has a pronoun for something that it does not name.

Rules over words, no model: a question that stands alone must stay as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer.understanding.slots import swapped
from assistant.answer.understanding.stop_words import STOP_WORDS, carrying_stems
from assistant.index.words import words_of

HELPERS = (
    r"(?:is|are|was|were|be|do|does|did|has|have|had|will|would|should|can|could|must|may|might"
    r"|shall)"
)
_ASKING = r"(?:what|which|who|whom|whose|when|where|why|how)"
_LINK = re.compile(
    r"^(?:(?:and|but|so|or|also|then|ok(?:ay)?)\b[\s,]*)*(?:(?:what|how) about\b|what of\b)?[\s,]*",
    re.I,
)
PRONOUN = re.compile(
    r"\b(?:(?P<one>it|it's|its|he|she|him|his|her|hers)"
    r"|(?P<many>they|they're|them|their|theirs)"
    r"|(?P<shown>this|that|these|those))\b",
    re.I,
)
_POINTS_BACK = re.compile(
    rf"^which ones?\b|\b(?:(?:the|an?) (?:[\w-]+ ){{0,3}}ones?|too|as well|instead|then|there)\W*$"
    rf"|\b(?:for|than|of|have|get|use|need|join|want|with|without) one\W*$|\bthat time\W*$"
    rf"|\b(?:who|what|where) else\b|\bthe (?:other (?:one|two|three)|former|latter|rest)\b(?! of)"
    rf"|^how many (?:are|were|have|had)\b(?! there\b)|^(?:which|whose) {HELPERS}\b(?! the\b)",
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
POSSESSIVE = frozenset({"its", "their", "his", "her"})

_ASKED_OF_IT = re.compile(rf"\W*(?:what|which|whose|how) (?:(?!{HELPERS}\b)\S+ )*{HELPERS} ", re.I)
"""What comes before the pronoun in "what share of the cost did it cover"."""
_OWNER = re.compile(
    r" (?:do|does|did|has|have|will|would|should|can|could|must) (?!it\b|they\b)", re.I
)
_GROUPS = frozenset({"people", "women", "men", "children", "staff", "government", "committee"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "has", "have", "had"})
_OWN_TIME = (
    r"(?:year|month|week|winter|summer|report|document|guidance|handbook|edition|publication"
    r"|framework|plan|parliament|page|country)\b"
)
"""After "this" these need no question before: "this year", "this report"."""
_CLAUSE = frozenset(
    ["so", "now", "such", "say", "says", "said", "tell", "show", "state", "states", "mean"]
)
"""After these, "that" begins a clause."""


def is_follow_up(text: str, before: str) -> bool:
    """Whether a question needs the one before it to make sense."""
    carrying, linked = carrying_stems(text), link_end(text)
    if linked:
        # "What about ...", when it goes on for long, names its subject itself.
        named = text.lower().startswith(("what", "how")) and len(carrying) > 4
        return not named or bool(re.match(r"(?:ones?|those|these)\b", text[linked:], re.I))
    if not carrying or is_fragment(text) and _may_swap(text, carrying, before):
        return True
    if _POINTS_BACK.search(text) and len(carrying) <= 4:
        return True
    if _RELATIVE_TIME.search(text) and len(carrying_stems(_TIMES.sub("", text))) <= 2:
        return True
    return bool(leaning_pronouns(text))


def link_end(text: str) -> int:
    """Where a question goes on after its "and", "but" or "what about"; 0 where it has none."""
    match = _LINK.match(text)
    return match.end() if match else 0


def is_fragment(text: str) -> bool:
    """Whether a question is only some words: it has no verb that helps another and asks nothing."""
    return not re.search(rf"\b(?:{HELPERS}|{_ASKING})\b", text, re.I)


def _may_swap(text: str, carrying: Sequence[str], before: str) -> bool:
    """Whether a few words without a verb are a case of what was asked, not words to search for."""
    if re.match(r"(?:in|at|for|by|on|since|from|with|without|within|under|among)\b", text, re.I):
        return len(carrying) <= 4
    return len(carrying) <= 3 and swapped(before, text, sure=True) is not None


def leaning_pronouns(text: str) -> list[re.Match[str]]:
    """The pronouns of a question that stand for nothing in it; groups as in `PRONOUN`."""
    return [match for match in PRONOUN.finditer(text) if _leans(text, match)]


def _leans(text: str, pronoun: re.Match[str]) -> bool:
    """Whether a pronoun stands for nothing that the question itself has named."""
    if pronoun["shown"]:
        return _shows(text, pronoun)
    if pronoun["one"] and pronoun[0].lower() == "it" and _EMPTY_IT.search(text):
        return False
    carrying = carrying_stems(text)
    before = text[: pronoun.start()]
    # "Which trusts lost their funding?", "How much of its budget did the trust spend?"
    owns = pronoun[0].lower() in POSSESSIVE
    if owns and before.endswith("of ") and _OWNER.search(text[pronoun.end() :]):
        return False
    if owns and carrying_stems(before):
        return len(carrying) <= 3 and not nouns(before)
    if len(carrying) > 6:
        return False
    if pronoun["many"] and re.match(
        r"\W*(?:who|whom)\b|.*\b(?:some|any)(?:one|body)\b", text, re.I
    ):
        return len(carrying) < 2
    named = nouns(before)
    if pronoun["many"]:
        return not any(word[0].isupper() or is_plural(word) for word in named)
    return not any(word[0].isupper() or not is_plural(word) for word in named)


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


def nouns(before: str) -> list[str]:
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
            skips = verb or words[0].lower() == "who" and bool(re.fullmatch(HELPERS, plain))
    return kept


def is_plural(word: str) -> bool:
    """Whether a word looks like a plural, or names a group that "they" may stand for."""
    return word.endswith("s") and not word.endswith("ss") or word.lower() in _GROUPS
