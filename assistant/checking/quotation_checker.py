"""A quotation of a draft held against all documents: word for word, nearly so, or not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Opcode

from assistant.checking.finding import Change, Finding
from assistant.checking.folded import Folded, Word, words_in
from assistant.checking.quotations import Quotation
from assistant.checking.texts import Texts, cited
from assistant.index.words import stem, words_of

_PASSAGES = 12
"""So many passages are looked at for words that are nearly those of a quotation."""
_APART = 3_000
"""Between the parts of a quotation the document may have so many characters more."""
_ALIGNED = 55.0
"""Below this rapidfuzz's partial ratio of letters no words are compared."""
_NEAR, _SHORT, _NEAR_SHORT = 0.7, 7, 0.75
"""The part of the words that must be the same; where the quotation has few, more of them."""
_NAMED = 220
"""Characters before and after a quotation that may say where it is from."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a quotation stands, or nearly: for each of its parts the words of the document."""

    path: str
    parts: tuple[range | None, ...]
    same: float


class QuotationChecker:
    """Checks quotations over the documents of an index."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def check(self, draft: str, quotation: Quotation) -> Finding:
        """What the documents say of one quotation of a draft."""
        parts = [Folded.of(draft[start:end]) for start, end in quotation.parts]
        around = draft[max(0, quotation.start - _NAMED) : quotation.start]
        around += draft[quotation.end : quotation.end + _NAMED]
        exact = self._best(self._exact(parts), around)
        place = exact or self._best(self._near(parts), around)
        text = draft[quotation.start : quotation.end]
        if place is None:
            return Finding(
                text,
                quotation.start,
                quotation.end,
                "quotation",
                "not-found",
                why="No document has these words, nor words close to them.",
            )
        document = self._texts.document(place.path)
        folded = self._texts.folded(place.path)
        spans = [folded.span(part) for part in place.parts if part]
        found = Finding(
            text,
            quotation.start,
            quotation.end,
            "quotation",
            "matches",
            cited(document, spans[0][0], spans[-1][1]),
            why="The source has these words.",
        )
        if exact:
            return found
        changes = tuple(self._changes(draft, quotation, place))
        return replace(
            found,
            verdict="misquoted",
            expected=" […] ".join(document.text[start:end] for start, end in spans),
            why=_why(draft, changes, sum(part is None for part in place.parts)),
            changes=changes,
        )

    def _best(self, places: Iterator[_Place], around: str) -> _Place | None:
        """Where most of the words are the same; of several, in what the draft names beside it."""
        return max(
            places,
            key=lambda place: (round(place.same, 2), self._named(place.path, around)),
            default=None,
        )

    def _exact(self, parts: Sequence[Folded]) -> Iterator[_Place]:
        longest = max(parts, key=lambda part: len(part.letters))
        for path in self._texts.having(longest.letters):
            folded = self._texts.folded(path)
            first: range | None = None
            while first := folded.find(parts[0], first.start + 1 if first else 0):
                found = [first]
                for part in parts[1:]:
                    after = found[-1].stop
                    following = folded.find(part, after, _further(folded, after))
                    if following is None:
                        break
                    found.append(following)
                else:
                    yield _Place(path, tuple(found), 1.0)
                    break

    def _near(self, parts: Sequence[Folded]) -> Iterator[_Place]:
        longest = max(range(len(parts)), key=lambda at: len(parts[at].words))
        words = [word.folded.strip("#") for part in parts for word in part.words]
        size = sum(len(part.letters) for part in parts) * 2
        for path, start, end in self._texts.near(words, _PASSAGES):
            folded = self._texts.folded(path)
            window = folded.between(start - size, end + size)
            found = _aligned(parts[longest], folded, window)
            if found is None:
                continue
            places: list[range | None] = [None] * len(parts)
            places[longest] = found
            at = found.stop
            for number in range(longest + 1, len(parts)):
                room = range(at, _further(folded, at))
                places[number] = here = _aligned(parts[number], folded, room)
                at = here.stop if here else at
            at = found.start
            for number in range(longest - 1, -1, -1):
                room = range(_earlier(folded, at), at)
                places[number] = here = _aligned(parts[number], folded, room)
                at = here.start if here else at
            same, total = 0, 0
            for part, here in zip(parts, places, strict=True):
                same += _same_words(part, folded, here) if here else 0
                total += max(len(part.words), len(here) if here else 0)
            if same / total >= (_NEAR_SHORT if total <= _SHORT else _NEAR):
                yield _Place(path, tuple(places), same / total)

    def _named(self, path: str, around: str) -> float:
        """Which part of the words of the document's names stands around the quotation."""
        near = {stem(word) for word in words_of(around)}
        names = (words_of(name) for name in self._texts.document(path).names)
        return max(
            (len(near & set(map(stem, name))) / len(name) for name in names if name), default=0
        )

    def _changes(self, draft: str, quotation: Quotation, place: _Place) -> Iterator[Change]:
        document = self._texts.document(place.path)
        folded = self._texts.folded(place.path)
        for (start, end), here in zip(quotation.parts, place.parts, strict=True):
            if here is None:
                yield (start, end), ""
                continue
            own = list(words_in(draft[start:end]))
            theirs = folded.words[here.start : here.stop]
            for tag, a, b, c, d in _opcodes(own, theirs):
                if tag == "equal":
                    continue
                span = _span(own, a, b)
                said = _span(theirs, c, d)
                yield (
                    (start + span[0], start + span[1]),
                    document.text[said[0] : said[1]] if c < d else "",
                )


def _span(words: Sequence[Word], first: int, after: int) -> tuple[int, int]:
    """Where some words stand; where they are none, the empty place after the word before."""
    if first < after:
        return words[first].start, words[after - 1].end
    at = words[first - 1].end if first else words[0].start
    return at, at


def _opcodes(
    own: Sequence[Word], theirs: Sequence[Word]
) -> Iterator[tuple[str, int, int, int, int]]:
    """Runs of words: equal, or replaced, left out (of the draft) or added."""
    run: tuple[int, int, int, int] | None = None
    codes = Indel.opcodes([w.folded for w in own], [w.folded for w in theirs])
    for code in codes:
        a, b, c, d = code.src_start, code.src_end, code.dest_start, code.dest_end
        if code.tag == "equal":
            if run:
                yield ("replace", *run)
            run = None
            yield ("equal", a, b, c, d)
        else:
            run = (run[0], b, run[2], d) if run else (a, b, c, d)
    if run:
        yield ("replace", *run)


def _further(folded: Folded, word: int) -> int:
    if word >= len(folded.words):
        return len(folded.words)
    return folded.between(0, folded.words[word].start + _APART).stop


def _earlier(folded: Folded, word: int) -> int:
    return folded.between(max(0, folded.words[word].start - _APART), len(folded.letters)).start


def _aligned(part: Folded, folded: Folded, window: range) -> range | None:
    """The words of a window that are nearest to those of a part, None where none are near."""
    letters = folded.part(window)
    if len(letters) < len(part.letters) // 2 or not window:
        return None
    found = fuzz.partial_ratio_alignment(part.letters, letters, score_cutoff=_ALIGNED)
    if found is None or found.dest_end <= found.dest_start:
        return None
    first_letter = folded.starts[window.start]
    first = folded.word_at(first_letter + found.dest_start)
    after = folded.word_at(first_letter + found.dest_end - 1) + 1
    # The alignment has as many letters as the part: where words were added or left out, it is
    # too narrow or too wide.
    more = 4 + len(part.words) // 3
    wide = range(max(window.start, first - more), min(window.stop, after + more))
    own, theirs = [w.folded for w in part.words], [folded.words[at].folded for at in wide]
    equal = [code for code in Indel.opcodes(own, theirs) if code.tag == "equal"]
    # A small word may as well be aligned with one that stands well before or after the rest.
    while len(equal) > 1 and _is_loose(equal[0], equal[0], equal[1]):
        del equal[0]
    while len(equal) > 1 and _is_loose(equal[-1], equal[-2], equal[-1]):
        del equal[-1]
    if not equal:
        return None
    # Words of the part before its first that is the same stand for as many of the document.
    first = wide.start + max(0, equal[0].dest_start - equal[0].src_start)
    after = wide.start + min(len(wide), equal[-1].dest_end + len(own) - equal[-1].src_end)
    return range(first, after)


def _is_loose(own: Opcode, first: Opcode, second: Opcode) -> bool:
    """Whether more words of the document lie between two runs than the one of them has."""
    between = second.dest_start - first.dest_end - (second.src_start - first.src_end)
    return between > own.src_end - own.src_start


def _same_words(part: Folded, folded: Folded, here: range) -> int:
    theirs = [folded.words[at].folded for at in here]
    codes = Indel.opcodes([w.folded for w in part.words], theirs)
    return sum(code.src_end - code.src_start for code in codes if code.tag == "equal")


def _why(draft: str, changes: Sequence[Change], missing: int) -> str:
    """What differs, in a sentence: the first change, and how many there are."""
    if missing:
        return "A part of the quotation does not stand there."
    if not changes:
        return "The words do not stand there as quoted."
    (start, end), said = changes[0]
    more = "" if len(changes) == 1 else f" {len(changes) - 1} more words or phrases differ."
    own, said = " ".join(draft[start:end].split()), " ".join(said.split())
    if not said:
        return f"The source does not have “{own}”.{more}"
    if not own:
        return f"The draft leaves out “{said}”.{more}"
    return f"The source says “{said}”, the draft “{own}”.{more}"
