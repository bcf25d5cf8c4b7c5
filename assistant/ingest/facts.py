"""What a document says of itself on its first page: title, kind, authors, publisher, date.

Every rule would rather say nothing than something wrong: a wrong date or publisher goes into the
reference that people paste under a quote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from assistant.documents import Kind
from assistant.ingest.draft import DraftBlock, Facts
from assistant.ingest.lines import heads_contents, is_dated
from assistant.ingest.publishers import guess_publisher, publishes

_FIRST = 60
_SMALL_WORDS = "the of and a an in to for on by pdf final web"
_MONTH_NAMES = (
    "january february march april may june july august september october november december"
)
_MONTHS = _MONTH_NAMES.split()
_MONTH = f"(?P<month>{'|'.join(_MONTHS)})"
_DATE = re.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?)?{_MONTH},? (?P<year>(?:19|20)\d\d)(?!\d|/)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:date published|publication date|published date|date of publication|published(?: on)?|"
    r"date issued|issued(?: on)?|publication)\s*:?\s*(?:[A-Z]\w+day,? )?(?=\d|[A-Z])",
    re.IGNORECASE,
)
_DATED_END = re.compile(rf"(?<=\w)[,|–-]? (?:\d{{1,2}} )?{_MONTH} \d{{4}}$", re.IGNORECASE)
_NO_DATE = re.compile(
    r"\b(?:updated|until|since|from|by|to|between|in|of|on|meeting|review)\W+(?:\d{1,2} )?"
    r"\w+ \d{4}$",
    re.IGNORECASE,
)
_STRONG_KINDS: tuple[tuple[Kind, str], ...] = (
    ("research briefing", r"\b(?:research|library) briefing\b|\bbriefing paper\b"),
    ("board paper", r"^agenda item\b|^report by:|^paper type:|\bboard paper\b"),
    (
        "opinion piece",
        r"\bthis (?:opinion piece|blog|comment piece)\b|^(?:opinion|comment|blog)$",
    ),
)
_WORD_KINDS: tuple[tuple[Kind, str], ...] = (
    (
        "government response",
        r"\b(?:government|ministerial|executive|department\w*)\b.{0,20}\bresponse\b|"
        r"\bresponse (?:from|by) (?:the |her |his )?(?:\w+ )?government\b",
    ),
    ("research briefing", r"\bresearch briefing\b|\bbriefing paper\b"),
    ("board paper", r"\bboard (?:paper|report|meeting)\b"),
    ("opinion piece", r"\bopinion\b|\bblog\b"),
    ("guidance", r"\b(?:guidance|guidelines?|handbook|toolkit|code of practice)\b"),
    ("report", r"\b(?:report|inquiry|review|investigation|survey)\b"),
    ("plan", r"\b(?:plan|strategy|framework|roadmap|road map)\b"),
)
_ANSWER = re.compile(
    r"(?<!the )(?<!its )(?<!their )\bresponse to\b.{0,80}\b(?:report|review|inquiry|investigation|"
    r"ombudsman|committee|commission|recommendations|consultation)\b",
    re.IGNORECASE,
)
"""A title that answers another's work, and so is not a report itself."""
_MINISTERS = re.compile(r"\b(?:government|department|ministry|secretary of state)\b", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:research |policy )?(?:briefing|report|paper|guidance)(?: paper)?|classification:.*|"
    r"official(?: sensitive)?|publication.*|agenda item.*|report by.*|paper type.*|draft|"
    r"executive summary|summary|foreword|introduction|contents?|read more|skip to .*|home|menu|"
    r"(?:hc|hl|cp|cm)[ .]?\d.*|cp\d+|isbn.*|house of (?:lords|commons)|\W*",
    re.IGNORECASE,
)
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


def guess_facts(blocks: Sequence[DraftBlock], path: Path) -> Facts:
    """What the first page and the file name tell; `title` and `kind` are always given."""
    first = [block for block in blocks[:_FIRST] if block.role not in ("contents", "note")]
    title = _title(first, path)
    kind = _kind(title, first, blocks, path)
    return Facts(
        title, kind, _authors(first), guess_publisher(first, blocks, kind), _published(first)
    )


def checked_facts(stated: Facts, blocks: Sequence[DraftBlock]) -> Facts:
    """What the properties of a file say, as far as it can be believed.

    Programs fill them in: with the name of a template, of a file before this one, or of whoever's
    computer it was. A title must stand on the first pages; an author must be a person's name.
    """
    opening = _words(" ".join(block.text for block in blocks[:_FIRST]))
    words = _words(stated.title or "")
    pairs, printed_pairs = list(pairwise(words)), set(pairwise(opening))
    printed = sum(word in set(opening) for word in words) >= 0.8 * len(words) > 0
    printed = printed and 2 * sum(pair in printed_pairs for pair in pairs) >= len(pairs)
    authors = [name for author in stated.authors for name in _names(author) if " " in name]
    named = (publishes(author) for author in stated.authors)
    return Facts(
        title=stated.title if printed else None,
        authors=tuple(authors),
        publisher=stated.publisher or next((name for name in named if name), None),
        published=stated.published,
    )


def readable_name(path: Path) -> str:
    """A file name as a title: `workforce-plan_2023.pdf` is "Workforce plan 2023"."""
    words = " ".join(re.sub(r"[-_.+\s]+", " ", path.stem).split())
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", words) if " " not in words else words
    words = re.sub(r"\b(nhs|icb|gp|uk|cqc|ons|nice|hc)\b", lambda m: m[0].upper(), words)
    return words[:1].upper() + words[1:] if words else path.name


def iso_date(text: str) -> str | None:
    """The first date of a text as `2024-07-18` or `2024-07`."""
    match = _DATE.search(text)
    if match is None:
        return None
    month = _MONTHS.index(match["month"].lower()) + 1
    day = int(match["day"] or 0)
    return f"{match['year']}-{month:02d}" + (f"-{day:02d}" if 1 <= day <= 31 else "")


def _title(first: Sequence[DraftBlock], path: Path) -> str:
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
    wanted = {word for word in _words(path.stem) if not re.fullmatch(r"(?:19|20)\d\d", word)}
    best: tuple[float, int, int] = (0.0, 0, 0)
    for start, block in enumerate(first):
        for end in range(start + 1, min(start + 5, len(first) + 1)):
            lines = first[start:end]
            if not _titles(block) or not all(len(line.text) <= 110 for line in lines):
                break
            if any(is_dated(line.text) or line.role == "item" for line in lines):
                break
            found = set(_words(" ".join(line.text for line in lines)))
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


def _words(text: str) -> list[str]:
    small = frozenset(_SMALL_WORDS.split())
    return [word for word in re.findall(r"[a-z0-9]+", text.lower()) if word not in small]


def _kind(
    title: str, first: Sequence[DraftBlock], blocks: Sequence[DraftBlock], path: Path
) -> Kind:
    name = f"{title}\n{readable_name(path)}"
    response = _WORD_KINDS[0]
    if re.search(response[1], name, re.IGNORECASE):
        return response[0]
    lines = [block.text for block in first if len(block.text) <= 120]
    whole = [*lines, *(block.text for block in blocks[-30:] if len(block.text) <= 200)]
    for kind, pattern in _STRONG_KINDS:
        where = whole if kind == "opinion piece" else lines
        if any(re.search(pattern, line, re.IGNORECASE) for line in where):
            return kind
    for text in (
        name,
        "\n".join(line for line in lines[:12] if len(line.split()) <= 10),
    ):
        for kind, pattern in _WORD_KINDS:
            if re.search(pattern, text, re.IGNORECASE):
                if kind == "report" and _ANSWER.search(name):
                    by_ministers = any(_MINISTERS.search(line) for line in lines[:12])
                    return "government response" if by_ministers else "document"
                return kind
    return "document"


def _published(first: Sequence[DraftBlock]) -> str | None:
    date = _first_date(first)
    if date is None or len(date) != 7:
        return date
    # A title page often gives the month, and the page behind it the day.
    short = [block.text for block in first[:40] if len(block.text.split()) <= 20]
    days = {iso_date(text[match.start() :]) for text in short for match in _DATE.finditer(text)}
    exact = {day for day in days if day and len(day) == 10 and day.startswith(date)}
    return exact.pop() if len(exact) == 1 else date


def _first_date(first: Sequence[DraftBlock]) -> str | None:
    for block in first:
        for match in _PUBLISHED.finditer(block.text[:300]):
            date = iso_date(block.text[match.end() : match.end() + 40])
            if date and _DATE.match(block.text, match.end()):
                return date
    for block in first[:40]:
        if is_dated(block.text) and "updated" not in block.text.lower():
            return iso_date(block.text)
    for block in first[:40]:
        ending = re.search(rf"[,|–-] (?=(?:\d{{1,2}} )?{_MONTH} \d{{4}}$)", block.text, re.I)
        if ending and len(block.text.split()) <= 12:
            return iso_date(block.text[ending.end() :])
    for block in first[:6]:
        # The last line of a title: "for England 27 July 2015".
        ending = re.search(rf"(?:\d{{1,2}} )?{_MONTH} \d{{4}}$", block.text, re.I)
        if ending and len(block.text.split()) <= 12 and not _NO_DATE.search(block.text):
            return iso_date(block.text[ending.start() :])
    copyright_ = [re.search(r"(?:©|\bcopyright\b)\D{0,30}((?:19|20)\d\d)\b", b.text) for b in first]
    return next((match[1] for match in copyright_ if match), None)


def _authors(first: Sequence[DraftBlock]) -> tuple[str, ...]:
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
            return _names(names)
    for block, role in zip(first[:15], first[1:16], strict=False):
        named = _NAME.fullmatch(block.text) and 2 <= len(block.text.split()) <= 5
        titled = role.role == "paragraph" and len(role.text) <= 60 and role.text[-1] != "."
        if named and titled and _ROLE.search(role.text) and not _ROLE.search(block.text):
            return (block.text,)
    return ()


def _names(text: str) -> tuple[str, ...]:
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
