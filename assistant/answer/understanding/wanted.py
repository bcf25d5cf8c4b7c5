"""What kind of words a question wants for an answer: a date, an amount, a list, a reason, ...

What such words look like in a document is in `reading/answer_words.py`.
"""

from __future__ import annotations

import re
from typing import Literal

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
_PATTERNS = tuple((wanted, re.compile(pattern, re.I)) for wanted, pattern in _WANTED)


def wanted_by(text: str) -> Wanted:
    """What a question wants; of several kinds that it speaks of, the first above."""
    for wanted, pattern in _PATTERNS:
        if pattern.search(text):
            return wanted
    return "anything"
