"""The title of a document, from its first page and the name of its file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from assistant.ingest.dates import MONTH, is_dated
from assistant.ingest.draft import DraftBlock
from assistant.ingest.lines import heads_contents

_SMALL_WORDS = frozenset(
    {"the", "of", "and", "a", "an", "in", "to", "for", "on", "by", "pdf", "final", "web"}
)
_DATED_END = re.compile(rf"(?<=\w)[,|–-]? (?:\d{{1,2}} )?{MONTH} \d{{4}}$", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:research |policy )?(?:briefing|report|paper|guidance)(?: paper)?|classification:.*|"
    r"official(?: sensitive)?|publication.*|agenda item.*|report by.*|paper type.*|draft|"
    r"executive summary|summary|foreword|introduction|contents?|read more|skip to .*|home|menu|"
    r"(?:hc|hl|cp|cm)[ .]?\d.*|cp\d+|isbn.*|house of (?:lords|commons)|\W*",
    re.IGNORECASE,
)


def readable_name(path: Path) -> str:
    """A file name as a title: `workforce-plan_2023.pdf` is "Workforce plan 2023"."""
    words = " ".join(re.sub(r"[-_.+\s]+", " ", path.stem).split())
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", words) if " " not in words else words
    words = re.sub(r"\b(nhs|icb|gp|uk|cqc|ons|nice|hc)\b", lambda m: m[0].upper(), words)
    return words[:1].upper() + words[1:] if words else path.name


def title_of(first: Sequence[DraftBlock], path: Path) -> str:
    """What heads the first page, else what the file name says of it, else the file name."""
    long = [at for at, block in enumerate(first) if len(block.text.split()) > 30]
    front = first[: long[1] if len(long) > 1 else 25]  # beyond this, headings are of sections
    named = _named_title(front[:25], path)
    tops = [block for block in first if block.role == "heading" and block.level == 1]
    if len(tops) == 1 and tops[0] in first[:10] and not _LABEL.fullmatch(tops[0].text):
        top = tops[0].text
        return named if named is not None and named.startswith(top) else top
    if named is not None:
        return named
    headings = [block for block in front if block.role == "heading" and _titles(block)]
    if headings:
        highest = min(block.level for block in headings)
        return next(block.text for block in headings if block.level == highest)
    return readable_name(path)


def _named_title(first: Sequence[DraftBlock], path: Path) -> str | None:
    """The lines of the first page that say what the file name says, if any do.

    Title pages set a title over several lines, and conversions lose its size; a file is mostly
    named after its title.
    """
    # A year in a file name is not part of a title, but 2025-26 is.
    wanted = {word for word in words_of(path.stem) if not re.fullmatch(r"(?:19|20)\d\d", word)}
    best: tuple[float, int, int] = (0.0, 0, 0)
    for start, block in enumerate(first):
        for end in range(start + 1, min(start + 5, len(first) + 1)):
            lines = first[start:end]
            if not _titles(block) or not all(len(line.text) <= 110 for line in lines):
                break
            if any(is_dated(line.text) or line.role == "item" for line in lines):
                break
            found = set(words_of(" ".join(line.text for line in lines)))
            shared = len(found & wanted)
            # All the words of the name count for more than having no others (F2).
            score = 5 * shared / (len(found) + 4 * len(wanted)) if shared else 0.0
            if score > best[0] + 0.01:
                best = (score, start, end)
    score, start, end = best
    if score < 0.5:
        return None
    words = " ".join(line.text for line in first[start:end])
    while end < len(first) and len(words) < 150 and _goes_on(words, first[end].text):
        words, end = f"{words} {first[end].text}", end + 1
    return _DATED_END.sub("", words).rstrip(" :")


def _goes_on(title: str, line: str) -> bool:
    open_end = re.search(r"(?::|\b(?:the|of|to|and|for|in|on|a|by))$", title) is not None
    return len(line) <= 90 and (open_end or line[:1].islower()) and not is_dated(line)


def _titles(block: DraftBlock) -> bool:
    """Whether a block could be (the beginning of) a title."""
    return (
        block.role in ("heading", "paragraph")
        and len(block.text.split()) <= 25
        and not block.text[0].islower()
        and not block.text.endswith((".", ";", ","))
        and not _LABEL.fullmatch(block.text)
        and not is_dated(block.text)
        and not heads_contents(block.text)
        and sum(character.isalpha() for character in block.text) >= 5
    )


def words_of(text: str) -> list[str]:
    """The words that tell one title from another, in lower case."""
    return [word for word in re.findall(r"[a-z0-9]+", text.lower()) if word not in _SMALL_WORDS]
