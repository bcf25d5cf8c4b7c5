"""A question as it is asked: what it wants, and what it takes from the question before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.answer.follow_up import resolve
from assistant.answer.spelling import mend_spelling
from assistant.answer.stop_words import STOP_WORDS as STOP_WORDS
from assistant.answer.stop_words import carrying_stems
from assistant.errors import QuestionError
from assistant.index.words import Vocabulary, stem, words_of

Wanted = Literal[
    "percentage", "money", "duration", "number", "date", "name", "list", "definition", "reason",
    "recommendation", "anything",
]  # fmt: skip

_SEVERAL = (
    "aims|benefits|causes|challenges|changes|conditions|criteria|elements|examples|factors"
    "|failings|failures|features|flaws|functions|goals|groups|issues|lessons|measures|objectives"
    "|options|parts|pillars|principles|priorities|problems|reasons|recommendations|requirements"
    "|responsibilities|rights|risks|roles|rules|stages|standards|steps|strands|targets|themes|types"
    "|values|ways"
)

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
    ("list", r"\bwhat (?:are|were) the\b|\blist\b|\bname the\b|\bexamples of\b"
             r"|\b(?:what|which) (?:[\w-]+ ){0,3}?(?!does|was|is|has|this)\w{3,}s (?:are|were"
             r"|did|do|should|have|had|must|can|will|could|would|need|make|made)\b"
             rf"|\b(?:what|which) (?:[\w-]+ ){{0,2}}(?:{_SEVERAL})\b|^(?:the )?(?:[\w-]+ )?"
             rf"(?:{_SEVERAL}) (?:of|for|in|to|behind)\b"),
    ("recommendation", r"\brecommend(?:s|ed|ation)?\b|\bpropos(?:e|es|ed|al)\b"
                       r"|\bwants?(?:ed)?\b|\bcall(?:s|ed|ing)? (?:for|on)\b|\burg(?:e|es|ed)\b"
                       r"|\bask(?:s|ed|ing)? for\b|\bexpected to\b|\b(?:must|should|has to|have to"
                       r"|need to|needs to|required to)\b"),
)  # fmt: skip
_WANTED_PATTERNS = tuple((wanted, re.compile(pattern, re.I)) for wanted, pattern in _WANTED)


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched and read for.

    `text` is what was typed; `understood` how it was taken where that differs; `search` the text
    for the dense search; `words` the lexical terms; `stems` the stems of the words that carry the
    question; `focus` those a follow-up adds to the question before; `names` those of names and
    figures, which an answer about something else would lack; `unknown` the words, as they were
    typed, that no document has in any form.
    """

    text: str
    understood: str | None
    search: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    wanted: Wanted
    focus: tuple[str, ...] = field(default=())
    names: tuple[str, ...] = field(default=())
    unknown: tuple[str, ...] = field(default=())


def understand(
    text: str,
    history: Sequence[str],
    vocabulary: Vocabulary,
    acronyms: Mapping[str, str],
    longest: int,
    *,
    as_typed: bool = False,
) -> Question:
    """Make out what is asked; `longest` is the most characters a question may have.

    `as_typed`: no spelling is mended and nothing is taken from the history.

    Raises:
        QuestionError: the question is empty, too long or has no words.
    """
    plain = check(text, longest)
    mended = plain if as_typed else mend_spelling(plain, vocabulary)
    earlier = () if as_typed else tuple(one for one in history if len(one) <= longest)
    taken = resolve(mended, earlier)
    whole, wanted, focus = mended, _wanted(mended), tuple[str, ...]()
    context: list[str] = []
    if taken is not None:
        whole = mend_spelling(taken.text, vocabulary)
        before = taken.before
        focus = tuple(carrying_stems(mended))
        if taken.repeats:
            known = set(carrying_stems(before))
            focus = tuple(own for own in carrying_stems(whole) if own not in known) or focus
            wanted = _wanted(whole)
        else:
            # A pronoun's name stands for the whole question before: its words still help to find.
            said = {*STOP_WORDS, *words_of(whole)}
            context = [word for word in words_of(before) if word not in said]
            wanted = _wanted(before) if wanted == "anything" else wanted
    stems = tuple(dict.fromkeys(carrying_stems(whole)))
    expansions = acronyms_in(whole, acronyms)
    return Question(
        text=text,
        understood=whole if whole != plain else None,
        search=" ".join([whole, *(f"({extra})" for extra in expansions)]),
        words=(
            *words_of(whole),
            *context,
            *(word for extra in expansions for word in words_of(extra)),
        ),
        stems=stems or tuple(stem(word) for word in words_of(whole)),
        wanted=wanted,
        focus=focus,
        names=_names(whole),
        unknown=_unknown(whole, vocabulary),
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


def _names(text: str) -> tuple[str, ...]:
    """The stems of words with figures, and of words with a capital that no sentence start gives."""
    found = re.findall(r"(?<=[\w,’'] )[A-Z][\w’']+|\b[A-Z]{2,}s?\b|\S*\d\S*", text)
    words = [word for name in found for word in words_of(name) if word not in STOP_WORDS]
    return tuple(dict.fromkeys(stem(word) for word in words))


def _unknown(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The words that carry a question and stand in no document, as they were typed."""
    found = [
        written
        for written in re.findall(r"[^\W_]+(?:[’'][^\W_]+)?", text)
        for word in words_of(written)
        if word not in STOP_WORDS and len(word) > 1 and word not in vocabulary
    ]
    return tuple(dict.fromkeys(found))


def _wanted(text: str) -> Wanted:
    for wanted, pattern in _WANTED_PATTERNS:
        if pattern.search(text):
            return wanted
    return "anything"


def acronyms_in(text: str, acronyms: Mapping[str, str]) -> list[str]:
    """The long forms of acronyms in a text, and the acronyms of long forms in it."""
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
