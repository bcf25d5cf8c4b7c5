"""A question as it is asked: what it wants, and what it takes from the question before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.answer.spelling import mend_spelling
from assistant.errors import QuestionError
from assistant.index.words import Vocabulary, stem, words_of

Wanted = Literal[
    "percentage", "money", "duration", "number", "date", "name", "list", "definition", "reason",
    "recommendation", "anything",
]  # fmt: skip

_STOP_WORDS = """
a about above all also am an and any are as at be because been before being between both but by
can could d did do does doing done down during each few for from further had has have having he
her here hers him his how i if in into is it its itself just ll me more most my no nor not now
of off on once only or other our ours out over own please re s same say said says she should so
some such t tell than that the their theirs them then there these they this those through to too
under until up us ve very was we were what when where which while who whom whose why will with
would you your give list show find many much get got there's what's who's that's it's i'm
exactly actually really roughly report document documents according state states
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Words that say nothing about what is asked."""

_WANTED: tuple[tuple[Wanted, str], ...] = (
    ("definition", r"\bstands? for\b|\bdefin(?:e|ed|ition)\b|\bmean[st]? by\b|\bmeaning of\b"
                   r"|\bwhat does .{2,60} mean\b"
                   r"|\bwhat(?:'s| is) (?:(?:an? )(?:\S+ ){0,3}|the )?[^ ]+\??$"),
    ("percentage", r"\b(?:what|which) (?:percentage|per ?cent|proportion|share|fraction)\b|%"
                   r"|\bproportion of\b|\bpercentage\b|\bhow far\b"),
    ("money", r"\bhow much (?:money|funding|cost|did .* (?:cost|spend|pay)|does .* cost|is .* "
              r"(?:paid|spent))\b|\b(?:cost|price|budget|spend|spending|funding|worth)\b"
              r"|£|\bpounds?\b"),
    ("duration", r"\bhow long\b|\bhow soon\b|\bhow often\b|\bhow quickly\b|\bhow frequently\b"),
    ("date", r"^(?:\W|and |but |so )*when\b|\b(?:by|since|until|from) when\b|[,–] when\b"
             r"|\bwhen\W*$|\b(?:what|which) (?:date|year|month|day)\b"
             r"|\bhow recently\b|\b(?:date|deadline)\b|\bby what\b"),
    ("number", r"\bhow (?:many|much|big|large|high|low|old|few)\b|\bwhat (?:number|figure|rate|"
               r"level|score|total|ratio)\b|\b(?:number|toll|total|figure|rate) of\b"
               r"|\b(?:rate|size|level|amount|number|ratio|score|toll|total|target)\W*$"),
    ("reason", r"\bwhy\b|\bwhat (?:caused|led to|is the reason|was the reason)\b|\breasons?\b"
               r"|\bhow come\b"),
    ("name", r"\bwho\b|\bwhom\b|\bwhose\b|\b(?:which|what) (?:person|minister|body|organisation|"
             r"organization|department|agency|company|committee|professor|secretary|group|team|"
             r"institution|author|chair|country|trust|act|law|exercise|office)\b"),
    ("list", r"\bwhat (?:are|were) the\b|\blist\b|\bwhich (?:\w+ )?\w+s (?:are|were|did|do|should|"
             r"have)\b|\bname the\b|\bexamples of\b|\bwhat (?:\w+ )?(?:measures|steps|reasons|"
             r"factors|aims|principles|flaws|recommendations|priorities|criteria|types|ways)\b"),
    ("recommendation", r"\brecommend(?:s|ed|ation)?\b|\bpropos(?:e|es|ed|al)\b"
                       r"|\bwants?(?:ed)?\b|\bcall(?:s|ed|ing)? (?:for|on)\b|\burg(?:e|es|ed)\b"
                       r"|\bask(?:s|ed|ing)? for\b|\bexpected to\b|\b(?:must|should|has to|have to"
                       r"|need to|needs to|required to)\b"),
)  # fmt: skip
_WANTED_PATTERNS = tuple((wanted, re.compile(pattern, re.I)) for wanted, pattern in _WANTED)

_LINK = re.compile(
    r"^(?:and|but|so|or|also|then|ok(?:ay)?|what about|how about|what of)\b[\s,]*", re.I
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|that|this|those|these|they|them|their|he|she|his|her|there|then|instead|the same"
    r"|the figure|the former|the latter|one|ones|the year before|the year after)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched and read for.

    `text` is what was typed; `understood` how it was taken where that differs; `search` the text
    for the dense search; `words` the lexical terms; `stems` the stems of the words that carry the
    question; `focus` those a follow-up adds to the question before; `names` those of names and
    figures, which an answer about something else would lack.
    """

    text: str
    understood: str | None
    search: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    wanted: Wanted
    focus: tuple[str, ...] = field(default=())
    names: tuple[str, ...] = field(default=())


def understand(
    text: str,
    history: Sequence[str],
    vocabulary: Vocabulary,
    acronyms: Mapping[str, str],
    longest: int,
) -> Question:
    """Make out what is asked; `longest` is the most characters a question may have.

    Raises:
        QuestionError: the question is empty, too long or has no words.
    """
    plain = check(text, longest)
    mended = mend_spelling(plain, vocabulary)
    subject = _subject(history) if is_follow_up(mended, bool(history)) else None
    own = _carrying(mended)
    if subject is None:
        whole, focus = mended, tuple[str, ...]()
    else:
        subject = mend_spelling(subject, vocabulary)
        rest = _LINK.sub("", mended).strip()
        whole, focus = f"{subject.rstrip(' ?.')} – {rest}", tuple(own)
    stems = tuple(dict.fromkeys(_carrying(whole)))
    expansions = _expansions(whole, acronyms)
    wanted = _wanted(mended)
    if subject is not None and wanted == "anything":
        wanted = _wanted(subject)
    return Question(
        text=text,
        understood=whole if whole != plain else None,
        search=" ".join([whole, *(f"({extra})" for extra in expansions)]),
        words=(*words_of(whole), *(word for extra in expansions for word in words_of(extra))),
        stems=stems or tuple(stem(word) for word in words_of(whole)),
        wanted=wanted,
        focus=focus,
        names=_names(whole),
    )


def check(text: str, longest: int) -> str:
    """The question with single spaces.

    Raises:
        QuestionError: it is empty, too long or has no words.
    """
    plain = " ".join(text.split())
    if not plain:
        raise QuestionError("Type a question about the documents.")
    if len(plain) > longest:
        raise QuestionError(
            f"The question has {len(plain):,} characters; {longest:,} are the most. "
            "Ask for one thing at a time."
        )
    if not re.search(r"[^\W\d_]{2}", plain):
        raise QuestionError("There are no words in the question. Ask it in words, in English.")
    return plain


def is_follow_up(text: str, has_history: bool) -> bool:
    """Whether a question needs the one before to make sense."""
    if not has_history:
        return False
    carrying = _carrying(text)
    if _LINK.match(text):
        return True
    return len(carrying) <= 4 and bool(_POINTS_BACK.search(text)) or len(carrying) <= 1


def _subject(history: Sequence[str]) -> str | None:
    """The last question before that stands by itself."""
    for at in range(len(history) - 1, -1, -1):
        if history[at].strip() and not is_follow_up(history[at], at > 0):
            return " ".join(history[at].split())
    return None


def _carrying(text: str) -> list[str]:
    return [stem(word) for word in words_of(text) if word not in STOP_WORDS]


def _names(text: str) -> tuple[str, ...]:
    """The stems of words with figures, and of words with a capital that no sentence start gives."""
    found = re.findall(r"(?<=[\w,’'] )[A-Z][\w’']+|\b[A-Z]{2,}s?\b|\S*\d\S*", text)
    words = [word for name in found for word in words_of(name) if word not in STOP_WORDS]
    return tuple(dict.fromkeys(stem(word) for word in words))


def _wanted(text: str) -> Wanted:
    for wanted, pattern in _WANTED_PATTERNS:
        if pattern.search(text):
            return wanted
    return "anything"


def _expansions(text: str, acronyms: Mapping[str, str]) -> list[str]:
    """The long forms of acronyms in a question, and the acronyms of long forms in it."""
    lower = f" {' '.join(words_of(text))} "
    extra = []
    for word in dict.fromkeys(re.findall(r"[A-Za-z&]{2,8}", text)):
        short = word.rstrip("s") if word[:-1].isupper() else word
        if short in acronyms and short.isupper():
            extra.append(acronyms[short])
        elif short.upper() in acronyms and short.islower() and len(short) >= 3:
            extra.append(acronyms[short.upper()]) if short not in _COMMON else None
    for short, long in acronyms.items():
        if f" {' '.join(words_of(long))} " in lower:
            extra.append(short)
    return extra


_COMMON = STOP_WORDS | frozenset({"act", "aim", "aims", "care", "cope", "help", "safe", "plan"})
"""Words in lower case that are also somebody's acronym."""
