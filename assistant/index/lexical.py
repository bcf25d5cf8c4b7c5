"""Passages by their words: BM25 by tantivy, English stems, headings counted too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy

_WORD = re.compile(r"[^\W_]+")
_HEADING_WEIGHT = 0.5


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", stored=True, indexed=True, fast=True)
    builder.add_text_field("body", tokenizer_name="en_stem")
    builder.add_text_field("heading", tokenizer_name="en_stem")
    builder.add_text_field("document", tokenizer_name="raw")
    return builder.build()


class LexicalIndex:
    """Finds passages by the words they share with a question."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._index.reload()
        self._searcher = index.searcher()

    @classmethod
    def build(cls, folder: Path, passages: Iterable[tuple[int, str, str, str]]) -> LexicalIndex:
        """Index passages given as (id, document path, heading, text) in a new folder."""
        folder.mkdir(parents=True)
        index = tantivy.Index(_schema(), path=str(folder))
        writer = index.writer(heap_size=64_000_000, num_threads=1)
        for passage, document, heading, text in passages:
            writer.add_document(
                tantivy.Document(id=passage, document=document, heading=heading, body=text)
            )
        writer.commit()
        writer.wait_merging_threads()
        return cls(index)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Open an index that `build` has written."""
        return cls(tantivy.Index.open(str(folder)))

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
            plain, ["body", "heading"], field_boosts={"heading": _HEADING_WEIGHT}
        )
