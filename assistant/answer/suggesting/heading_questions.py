"""A heading as a question that reads as English: its own, or one about what it names.

Most headings make none: these rules would rather say nothing than ask in broken English. What a
question of theirs asks is never known to be answered; `suggestions.py` asks it to find out.
"""

from __future__ import annotations

import re
from collections import Counter

from assistant.answer.remembering import once_a_document
from assistant.answer.suggesting.heading_words import (
    AFTER_A_NOUN,
    COMMANDS,
    COUNTED,
    DANGLING,
    DETERMINERS,
    FINITE,
    JOINS,
    NO_BEGINNING,
    NOUNS_IN_ING,
    POINTS_ELSEWHERE,
    SAYS_NOTHING,
)
from assistant.documents import Document
from assistant.index.words import words_of

MOST_CHARACTERS = 90
_WORDS = range(4, 17)
_TOPIC_WORDS = range(1, 10)

_NUMBER = re.compile(
    r"^(?:(?:chapter|part|section|module|theme|principle|priority|goal|objective|strand|pillar)\s+"
    r"(?:\d+|[ivxlc]+|one|two|three|four|five|six|seven|eight|nine|ten)\b\s*[:.–—-]*\s*"
    r"|\d+(?:\.\d+)+[.):]?\s+|\d{1,2}[a-z]?[.):]\s*|\(?[a-z][.)]\s*(?=\w\w)|[ivxl]+[.)]\s+)",
    re.I,
)
_BARE_NUMBER = re.compile(r"^\d{1,2}\s+(?=\D)")
_RECOMMENDATION = re.compile(r"^(?:key )?recommendation\s+\w{1,4}\s*[:.–—-]\s*(?=\S)", re.I)

_ASKS = re.compile(
    r"(?:what|how|why|who|when|where|which|is|are|was|were|does|do|did|can|should|will|has|have|to"
    r" whom)\b",
    re.I,
)
_EMBEDDED = re.compile(r"(?:how|why|what|where|when|who|whether)\b(?! (?:is|are|was|were|do|does"
                       r"|did|can|should|will|has|have|must|would|could)\b)", re.I)  # fmt: skip
_NO_END = DANGLING | {"introduction", "supporting", "continued"}
_NOT_A_TOPIC = re.compile(
    r"[|•*_#<>@=]|[:;!?]|\s[–—-]\s|https?:|www\.|\b(?:Rt Hon|MP|MSP|MLA|DBE|CBE|Dr|Prof(?:essor)?"
    r"|Sir|Dame|Lord|Baroness|Mrs?|Ms|chair of|co-founder|member of|presented|laid|printed"
    r"|published|ISBN|Crown copyright|continued|cont)\b",
    re.I,
)
_DATED = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"(?:\s+\d{1,2},?)?\s+(?:19|20)\d\d|(?:19|20)\d\d(?:[/–-]\d\d(?:\d\d)?)?",
    re.I,
)  # fmt: skip
_DAY = re.compile(
    r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\b"
)
_NUMBERED_THING = re.compile(r"^(?:table|figure|box|chart|graph|annex|appendix|case study)\b", re.I)


def own_question(heading: str) -> str | None:
    """The question that a heading asks, without its number; None where it does not stand alone."""
    text = _BARE_NUMBER.sub("", _NUMBER.sub("", " ".join(heading.split())))
    words = set(words_of(text))
    if not text.endswith("?") or not _ASKS.match(text) or words & POINTS_ELSEWHERE:
        return None
    if text.isupper() or "?" in text[:-1] or re.search(r"\b(?:do|can|should) you\b", text):
        return None
    return sensible(text[0].upper() + text[1:])


def sensible(question: str) -> str | None:
    """The question, if it is neither so short nor so long that nobody would choose it."""
    fits = len(question.split()) in _WORDS and len(question) <= MOST_CHARACTERS
    repeats = re.search(r"\b(\w+) \1\b", question, re.I)
    return question if fits and not repeats else None


def recommends(heading: str) -> bool:
    """Whether a heading is that of a numbered recommendation, with what it is about."""
    return bool(_RECOMMENDATION.match(" ".join(heading.split())))


def topic(heading: str, document: Document) -> str | None:
    """What a heading names, in the words that follow "about": "the quality of care".

    In capitals only where the document writes it so; None unless it reads as a noun phrase.
    """
    text = bare(heading, document)
    if text is None:
        return None
    words = _as_in_running_text(text, document).split()
    if words[0].lower() in ("a", "an", "the"):
        words[0] = words[0].lower()
    phrase = " ".join(words)
    return f"the {phrase}" if _wants_article(words, phrase, document) else phrase


def bare(heading: str, document: Document) -> str | None:
    """A heading without number and brackets, as printed; None unless it reads as a noun phrase."""
    text = " ".join(heading.split()).strip(" .:–—-")
    if _NUMBERED_THING.match(text) or _DATED.fullmatch(text) or _DAY.search(text):
        return None
    text = _NUMBER.sub("", _RECOMMENDATION.sub("", text))
    # "3 Trends in productivity" has a number, "10 Year Health Plan" is a name.
    if _BARE_NUMBER.match(text) and text.casefold() not in _running_text(document).casefold():
        text = _BARE_NUMBER.sub("", text)
    text = re.sub(r"\s*\([^()]*\)$", "", text).strip(" .:,–—-")
    return text if _is_noun_phrase(text) else None


def _is_noun_phrase(text: str) -> bool:
    words = [word.lower().strip("“”‘’\"'(),.") for word in text.split()]
    if len(words) not in _TOPIC_WORDS or _NOT_A_TOPIC.search(text) or "(" in text or ")" in text:
        return False
    if text.count("“") != text.count("”") or '"' in text or text[-1] in ",-/&":
        return False
    if not re.match(r"[“A-Za-z\d]", text) or not re.search(r"[A-Za-z]{4}|\b[A-Z]{2,4}\b", text):
        return False
    if set(words) & POINTS_ELSEWHERE or words[0] in NO_BEGINNING or words[-1] in _NO_END:
        return False
    if "about" in words:  # "What does it say about concerns about ...?"
        return False
    if len(words) == 1 and words[0].endswith(("ed", "ing")) and words[0] not in NOUNS_IN_ING:
        return False
    if all(word in SAYS_NOTHING or not re.search("[a-z]", word) for word in words):
        return False
    if _runs_together(text, words):
        return False
    if _EMBEDDED.match(text):
        return len(words) > 3
    if _ASKS.match(text):
        return False
    if words[0] in COMMANDS and (len(words) == 1 or words[1] not in AFTER_A_NOUN):
        return False
    return not set(words) & FINITE


def _runs_together(text: str, words: list[str]) -> bool:
    """Whether it is broken off, or two headings in one, as from a page in columns."""
    pairs = list(zip(words, words[1:], strict=False))
    if any(a in DANGLING and b in ("and", "or") for a, b in pairs) or words[-1] in ("to", "fix"):
        return True
    if "," in text and not {"and", "or"} & set(words):
        return True
    embedded = _EMBEDDED.match(text)
    return not embedded and any(
        b == "the" and a not in JOINS and not a.endswith("ing") and before != "to"
        for before, (a, b) in zip(["", *words], pairs, strict=False)
    )


def _wants_article(words: list[str], phrase: str, document: Document) -> bool:
    first = words[0].strip("“").lower()
    if first in DETERMINERS or first.endswith("ing"):
        return False
    if len(words) > 1:
        # Where more of the noun follows ("the Sure Start programme"), its article says nothing.
        said = re.findall(
            rf"(?i:(\bthe )?)\b{re.escape(phrase)}{_PHRASE_ENDS}", _running_text(document)
        )
        enough = len(said) > 1 or not phrase.islower()
        if enough and sum(map(bool, said)) > len(said) / 2:
            return True
    if not first or first[0].isdigit():
        return False
    for at, word in enumerate(words[1:], start=1):
        if word in ("of", "between"):
            head = words[at - 1].lower()
            plural = head.endswith("s") and not head.endswith(("ss", "is", "us"))
            return at == 1 and not plural and not head.endswith("ing")
        if word.lower() in AFTER_A_NOUN and word != "and":
            return words[at - 1].lower() in COUNTED and "and" not in words[:at]
    return words[-1].lower() in COUNTED


_PHRASE_ENDS = (
    r"(?=[.,;:)]| (?:and|or|is|are|was|were|has|have|in|to|of|for|on|at|by|with|will|should|must"
    r"|from|that|which)\b)"
)


def _as_in_running_text(text: str, document: Document) -> str:
    """A heading with the capitals that its words have in the middle of the document's sentences.

    The longest runs of words that the document has are taken as it mostly writes them: so a name
    keeps its capitals, and what is in capitals only because it is a heading loses them.
    """
    shouted = text.isupper()
    words = text.split()
    title_case = shouted or sum(word[0].isupper() for word in words) > 2
    written = _rewritten(words, _running_text(document), title_case=title_case, shouted=shouted)
    # As it is after a word without a capital: "Quality" in "Care Quality Commission" says nothing.
    own = Counter(
        re.findall(rf"\b[a-z]+ ((?i:{re.escape(words[0])}))(?![\w’'-])", _running_text(document))
    )
    lower = not own or own.most_common(1)[0][0].islower()
    in_sentence_case = words[0] == words[0].capitalize() and not any(
        word != word.lower() and word == word.capitalize() for word in words[1:]
    )
    if in_sentence_case and (lower and (len(words) > 1 or own) or words[0].endswith("ing")):
        # Its capital is that of the heading, even where the document names the section by it.
        written[0] = words[0].lower()
    half_a_name = (
        len(words) > 1
        and written[-1] == words[-1].capitalize()
        and (written[-2] != words[-2] and len(words[-2]) > 3)
    )
    # "leadership Framework" is a name that the text never has in a sentence.
    return text if half_a_name and title_case and not shouted else " ".join(written)


def _rewritten(words: list[str], running: str, *, title_case: bool, shouted: bool) -> list[str]:
    for count in range(len(words), 0, -1):
        for at in range(len(words) - count + 1):
            found = _written(words[at : at + count], running)
            if found:
                before, after = (
                    _rewritten(rest, running, title_case=title_case, shouted=shouted)
                    for rest in (words[:at], words[at + count :])
                )
                return [*before, *found, *after]
    # Nothing of it is known: what has capitals or figures within stays as a name.
    return [
        word if not shouted and (not title_case or word != word.capitalize()) else word.lower()
        for word in words
    ]


def _written(words: list[str], running: str) -> list[str] | None:
    """How a text mostly writes some words in the middle of its sentences."""
    pattern = rf"(?<=[a-z,;] )(?i:{re.escape(' '.join(words))})(?![\w’'-])"
    found = Counter(re.findall(pattern, running))
    if not found:
        return None
    usual = found.most_common(1)[0][0].split()
    # What a heading has without a capital needs none.
    return [own if own.islower() else other for own, other in zip(words, usual, strict=True)]


@once_a_document
def _running_text(document: Document) -> str:
    """What stands in paragraphs, items and rows, in one line."""
    parts = [
        document.without_marks(block.start, block.end)
        for block in document.blocks
        if block.role in ("paragraph", "item", "row")
    ]
    return re.sub(r"\s+", " ", " ".join(parts))
