"""Words that say nothing about what is asked, and those of a text that do."""

from __future__ import annotations

from assistant.index.words import stem, words_of

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


def carrying_stems(text: str) -> list[str]:
    """The stems of the words that carry a question, in their order."""
    return [stem(word) for word in words_of(text) if word not in STOP_WORDS]
