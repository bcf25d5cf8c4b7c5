"""Words that people use for one another when they look up a figure: "deaths" for "fatalities".

Stems part some words that belong together ("assumed" and "assumption"), and people seldom know
which of two words a document uses. Only words that measure the same are together here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from assistant.index.words import stem, words_of

_FAMILIES = """
deaths died fatality fatalities mortality
flu influenza
new novel emerging
assumed assumption
reduced reduction
growth grew grown
spend spent spending expenditure outlay
saved savings
staff workforce employees
posts jobs
doctors medics physicians
hospitalised hospitalisation
vaccinated vaccination immunisation
loss lost losses
older elderly
homes houses dwellings
mistakes errors
yearly annual annually
wait waited waiting waits
therapy therapies
"""


def _by_stem() -> Mapping[str, str]:
    families: dict[str, str] = {}
    for line in _FAMILIES.strip().splitlines():
        stems = [stem(word) for word in line.split()]
        for one in stems:
            families.setdefault(one, stems[0])
    return families


_FAMILY = _by_stem()
_WORDS: Mapping[str, tuple[str, ...]] = {
    stem(line.split()[0]): tuple(line.split()) for line in _FAMILIES.strip().splitlines()
}


def family(one: str) -> str:
    """The stem that stands for all of a stem's family; the stem itself where it has none."""
    return _FAMILY.get(one, one)


@lru_cache(maxsize=20_000)
def families_of(text: str) -> frozenset[str]:
    """The stems of the words of a text, one for all words of a family."""
    return frozenset(family(stem(word)) for word in words_of(text))


def relatives(word: str) -> tuple[str, ...]:
    """The words that a document may use in the place of one, itself not among them."""
    return tuple(other for other in _WORDS.get(family(stem(word)), ()) if other != word)
