"""Who wrote a document, by its byline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.ingest.draft import DraftBlock
from assistant.ingest.facts.publishers import publishes

_ROLE = re.compile(
    r"\b(?:chief|director|officer|professor|chair(?:man|woman)?|minister|secretary|editor|author|"
    r"president|manager|correspondent|fellow|researcher|analyst|consultant|head of|economist)\b",
    re.IGNORECASE,
)
_TITLES = r"(?:(?:The )?Rt Hon|Professor|Prof|Sir|Dame|Lord|Lady|Baroness|Mr|Mrs|Ms|Miss|Dr)\.?"
_NAME = re.compile(
    rf"(?:{_TITLES} )*(?:the )?(?:[A-Z][a-zà-ÿ]*[’'-]?[A-Za-zà-ÿ]*\.? )"
    r"(?:(?:de|van|von|der|of|la|le|al) )?(?:[A-Z](?:[’'-]?[A-Za-zà-ÿ]+)*\.?\s?){1,3}"
    r"(?:,? (?:[A-Z]{2,4}))?"
)


def authors_of(first: Sequence[DraftBlock]) -> tuple[str, ...]:
    """The names of a byline, or the person whose office stands below the name; else none."""
    for at, block in enumerate(first[:30]):
        by = re.match(
            r"(?:(?:a |the )?(?:report|review|paper|written|blog|article) by:?|by|authors?:|"
            r"author\(s\):|report of) (?=\S)",
            block.text,
            re.IGNORECASE,
        )
        if by and len(block.text) <= 160:
            names = block.text[by.end() :]
            if names.rstrip().endswith(",") and at + 1 < len(first):
                names = f"{names} {first[at + 1].text}"
            return names_in(names)
    for block, role in zip(first[:15], first[1:16], strict=False):
        named = _NAME.fullmatch(block.text) and 2 <= len(block.text.split()) <= 5
        titled = role.role == "paragraph" and len(role.text) <= 60 and role.text[-1] != "."
        if named and titled and _ROLE.search(role.text) and not _ROLE.search(block.text):
            return (block.text,)
    return ()


def names_in(text: str) -> tuple[str, ...]:
    """The names that a byline begins with; none where one of them is not a name."""
    text = re.sub(r"\s(?:Chair|Chief|Director|Secretary|Minister)\b.*", "", text)
    parts = [part.strip(" .") for part in re.split(r",|;| and | & ", text) if part.strip(" .")]
    names: list[str] = []
    for part in parts:
        if _ROLE.search(part) or re.fullmatch(r"[A-Z]{2,5}", part):
            break
        if not _NAME.fullmatch(part) or publishes(part):
            break
        names.append(part)
    return tuple(names)
