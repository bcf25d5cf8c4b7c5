"""Passages by their words: BM25 by tantivy, English stems, with what stands around them."""

from __future__ import annotations

import re
import shutil
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import tantivy

from assistant.index.writing import share

_Row = tuple[int, str, str, str]
_WORD = re.compile(r"[^\W_]+")
_AROUND_WEIGHT = 0.3
"""What the passages before and after have counts so much: they share its subject, often unsaid."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", stored=True, indexed=True, fast=True)
    # One field for a passage and its headings: a word that only headings have is not the rarer.
    builder.add_text_field("text", tokenizer_name="en_stem")
    builder.add_text_field("around", tokenizer_name="en_stem")
    builder.add_text_field("document", tokenizer_name="raw")
    return builder.build()


class LexicalIndex:
    """Finds passages by the words they share with a question."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._index.reload()
        self._searcher = index.searcher()

    @classmethod
    def build(cls, folder: Path, passages: Iterable[_Row]) -> LexicalIndex:
        """Index passages given as (id, document path, heading, text) in a new folder.

        They come in the order of the documents: the one before and the one after count too.
        """
        folder.mkdir(parents=True)
        index = tantivy.Index(_schema(), path=str(folder))
        writer = index.writer(heap_size=64_000_000, num_threads=1)
        _add(writer, passages)
        return cls(index)

    @classmethod
    def extend(
        cls, folder: Path, before: Path, gone: Iterable[str], passages: Iterable[_Row]
    ) -> LexicalIndex:
        """The index in `before`, without some documents and with more passages, in a new folder.

        Both share the files that stay as they are: tantivy writes none of them twice. What was
        dropped counts among the passages that have a word until its part is merged with another.
        """
        folder.mkdir(parents=True)
        for file in before.iterdir():
            if file.suffix == ".json":
                shutil.copyfile(file, folder / file.name)
            elif not file.name.startswith("."):
                share(file, folder / file.name)
        index = tantivy.Index.open(str(folder))
        writer = index.writer(heap_size=64_000_000, num_threads=1)
        for path in gone:
            writer.delete_documents_by_term("document", path)
        _add(writer, passages)
        return cls(index)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Open an index that `build` has written."""
        return cls(tantivy.Index.open(str(folder)))

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(
        self, words: Sequence[str], count: int, only: Iterable[str] | None = None
    ) -> list[tuple[int, float]]:
        """The passages that share words with a question, as (id, BM25 score), best first.

        `only` restricts the search to documents with these paths.
        """
        query = self._query(words)
        if query is None:
            return []
        if only is not None:
            paths = tantivy.Query.boolean_query(
                [
                    (
                        tantivy.Occur.Should,
                        tantivy.Query.term_query(self._index.schema, "document", path),
                    )
                    for path in only
                ]
            )
            filtered = tantivy.Query.const_score_query(paths, 0.0)
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query), (tantivy.Occur.Must, filtered)]
            )
        hits = self._searcher.search(query, count).hits
        return [
            (int(self._searcher.doc(address)["id"][0]), float(score)) for score, address in hits
        ]

    def _query(self, words: Sequence[str]) -> tantivy.Query | None:
        # Only letters and figures reach the parser, so no question can be a syntax error.
        plain = " ".join(match for word in words for match in _WORD.findall(word.lower()))
        if not plain:
            return None
        return self._index.parse_query(
            plain, ["text", "around"], field_boosts={"around": _AROUND_WEIGHT}
        )


def _add(writer: tantivy.IndexWriter, passages: Iterable[_Row]) -> None:
    for (passage, document, heading, text), around in _with_neighbours(passages):
        writer.add_document(
            tantivy.Document(
                id=passage, document=document, text=f"{heading}\n{text}", around=around
            )
        )
    writer.commit()
    writer.wait_merging_threads()


def _with_neighbours(passages: Iterable[_Row]) -> Iterator[tuple[_Row, str]]:
    """Each passage with the texts before and after it in its document."""
    window: deque[_Row | None] = deque([None, None], maxlen=3)
    for following in chain(passages, [None]):
        window.append(following)
        own = window[1]
        if own is not None:
            beside = [row for row in (window[0], window[2]) if row is not None and row[1] == own[1]]
            yield own, "\n".join(row[3] for row in beside)
