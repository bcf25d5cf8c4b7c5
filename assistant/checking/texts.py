"""The documents as the checker searches them for words, each read and folded once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.answer.citation import Citation, cite
from assistant.checking.folded import Folded
from assistant.documents import Document, Quote
from assistant.index.opened import Index
from assistant.ingest.sentences import sentence_spans

_KEPT = 24
"""So many documents are kept folded, which takes some twenty times the room of their text."""
_LONGEST = 1_200
"""What is cited to show a quotation has so many characters at most."""


class Texts:
    """All documents of an index, folded when they are first needed."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._letters: dict[str, str] = {}
        self.paths: Sequence[str] = [listing.path for listing in index.listings]
        self.folded = lru_cache(maxsize=_KEPT)(self._folded)

    def document(self, path: str) -> Document:
        """The document at a path."""
        return self._index.document(path)

    def _folded(self, path: str) -> Folded:
        document = self.document(path)
        return Folded.of(document.without_marks(0, len(document.text)))

    def having(self, letters: str) -> Iterator[str]:
        """The documents that have these folded letters, in order; words may be cut."""
        for path in self.paths:
            if path not in self._letters:
                self._letters[path] = self.folded(path).letters
            if letters in self._letters[path]:
                yield path

    def near(self, words: Sequence[str], count: int) -> Iterator[tuple[str, int, int]]:
        """Where passages share most words with a quotation, best first: path, start, end."""
        for identity, _ in self._index.sharing_words(words, count, None):
            passage = self._index.passage(identity)
            yield passage.document.path, passage.start, passage.end


def cited(document: Document, start: int, end: int) -> Citation:
    """The sentences that hold `text[start:end]`, with that part as the key words."""
    first, last = start, end
    for block in document.blocks:
        if block.start < end and start < block.end:
            for sentence_start, sentence_end in sentence_spans(document, block):
                if sentence_start <= start < sentence_end:
                    first = sentence_start
                if sentence_start < end <= sentence_end:
                    last = sentence_end
    if last - first > _LONGEST:
        first, last = start, min(end, start + _LONGEST)
    return cite(Quote(document, first, last, key=(start - first, min(end, last) - first)))
