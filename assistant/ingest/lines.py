"""Lines of text by their words: ends of sentences, headings, list items, and halves joined."""

from __future__ import annotations

import re

from assistant.ingest.characters import BOLD, BULLETS, MARK, PLAIN, UNMARK, clean, without_signs
from assistant.ingest.dates import is_dated

_SENTENCE_END = re.compile(rf"[.!?…][\"'”’)\]]*(?:\s?{MARK}\w+{UNMARK}|\s\d{{1,3}})?$")
SECTION_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[A-Z]\.?\d{1,2}(?:\.\d{1,2})?)\.?")
_SMALL_WORD_LAST = re.compile(
    r"\b(?:the|of|and|to|in|for|with|a|an|by|or|on|as|at|from|our|their|its|this|that|is|are|"
    r"will|be|we|not|into|than|NHS)$"
)
_FIRST_PART_WORDS = (
    "non self long short high low well cross multi co pre post out anti ex year day two three four "
    "full part real mid half all ever evidence so risk cost patient nurse data"
)
_FIRST_PARTS = frozenset(_FIRST_PART_WORDS.split())


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does."""
    return _SENTENCE_END.search(_strip_bold(text)) is not None


def ends_open(text: str) -> bool:
    """Whether the text announces what follows: it ends with a colon."""
    return _strip_bold(text).endswith((":", ":-", ": –"))


def breaks_off(text: str) -> bool:
    """Whether the text ends with a word that more must follow: "the", "and", "will"."""
    return _SMALL_WORD_LAST.search(text) is not None


def starts_lower(text: str) -> bool:
    """Whether the text goes on in the middle of a sentence."""
    return re.match(r"[\"'“‘(]*[a-zà-ÿ]", _strip_bold(text)) is not None


def _strip_bold(text: str) -> str:
    return text.replace(BOLD, "").replace(PLAIN, "").strip()


def could_be_heading(text: str) -> bool:
    """Whether a short line could head a section: words, a capital or a number, no full stop."""
    text = clean(without_signs(text))
    words = text.split()
    if not 1 <= len(words) <= 22 or len(text) > 140 or text.endswith((".", ",", ";")):
        return False
    if starts_lower(text) or is_dated(text) or re.search(r"https?:|www\.|@\w|\.{4}", text):
        return False
    letters = sum(character.isalpha() for character in text)
    return letters >= 4 and letters * 2 > len(text.replace(" ", ""))


def section_number(text: str) -> int:
    """How many parts the number of a heading has: "3.2 Retention" 2, "Retention" 0."""
    match = re.match(rf"({SECTION_NUMBER.pattern})\s+\S", text)
    return len(re.findall(r"\d+", match[1])) if match else 0


def glue(before: str, after: str, vocabulary: frozenset[str] = frozenset()) -> str:
    """Two halves of a sentence as one, with a word that a hyphen broke at the line end mended."""
    before, after = before.rstrip(), after.lstrip()
    if re.search(r"\S/$", before) and re.search(r"(?:https?:|www\.)\S*$", before):
        return before + after
    broken = re.search(r"([^\W\d_]+)-$", before)
    if not broken:
        return f"{before}{after}" if re.search(r"\w-$", before) else f"{before} {after}"
    rest = re.match(r"[^\W\d_]*", after)
    first, second = broken[1].lower(), rest[0].lower() if rest else ""
    whole = first + second in vocabulary or (
        f"{first}-{second}" not in vocabulary and first not in _FIRST_PARTS
    )
    if vocabulary and whole and after[:1].islower() and not after[len(second) :].startswith("-"):
        return before[:-1] + after
    return before + after


def vocabulary_of(text: str) -> frozenset[str]:
    """The words of a text, and its compounds with their hyphens, in lower case."""
    return frozenset(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*(?!-\n)", text.lower()))


def has_bullet(text: str) -> bool:
    """Whether the text begins with a bullet sign."""
    return re.match(rf"(?:{BOLD}|\s)*[{BULLETS}]", text) is not None


_REFERENCES = re.compile(
    r"(?:\W*[\dA-Z]{1,3}[.:]?\s+)?(?:references|bibliography|end\s?notes|footnotes|works cited|"
    r"references and (?:notes|further reading)|notes and references|list of references)\W*",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"\W*(?:table of )?contents?(?: page| list)?\W*|in this (?:section|report)|on this page\W*|"
    r"document outline|page contents\W*",
    re.IGNORECASE,
)


def heads_references(text: str) -> bool:
    """Whether a heading opens a list of references or endnotes."""
    return _REFERENCES.fullmatch(text) is not None


def heads_contents(text: str) -> bool:
    """Whether a heading opens a table of contents."""
    return _CONTENTS.fullmatch(text) is not None
