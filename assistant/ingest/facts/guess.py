"""What a document says of itself on its first page: title, kind, authors, publisher, date.

Every rule would rather say nothing than something wrong: a wrong date or publisher goes into the
reference that people paste under a quote.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from assistant.ingest.draft import DraftBlock, Facts
from assistant.ingest.facts.authors import authors_of, names_in
from assistant.ingest.facts.kinds import kind_of
from assistant.ingest.facts.published import published_on
from assistant.ingest.facts.publishers import guess_publisher, publishes
from assistant.ingest.facts.titles import title_of, words_of

_FIRST = 60


def guess_facts(blocks: Sequence[DraftBlock], path: Path) -> Facts:
    """What the first page and the file name tell; `title` and `kind` are always given."""
    first = [block for block in blocks[:_FIRST] if block.role not in ("contents", "note")]
    title = title_of(first, path)
    kind = kind_of(title, first, blocks, path)
    return Facts(
        title, kind, authors_of(first), guess_publisher(first, blocks, kind), published_on(first)
    )


def checked_facts(stated: Facts, blocks: Sequence[DraftBlock]) -> Facts:
    """What the properties of a file say, as far as it can be believed.

    Programs fill them in: with the name of a template, of a file before this one, or of whoever's
    computer it was. A title must stand on the first pages; an author must be a person's name.
    """
    opening = words_of(" ".join(block.text for block in blocks[:_FIRST]))
    words = words_of(stated.title or "")
    pairs, printed_pairs = list(pairwise(words)), set(pairwise(opening))
    printed = sum(word in set(opening) for word in words) >= 0.8 * len(words) > 0
    printed = printed and 2 * sum(pair in printed_pairs for pair in pairs) >= len(pairs)
    authors = [name for author in stated.authors for name in names_in(author) if " " in name]
    named = (publishes(author) for author in stated.authors)
    return Facts(
        title=stated.title if printed else None,
        authors=tuple(authors),
        publisher=stated.publisher or next((name for name in named if name), None),
        published=stated.published,
    )
