"""A question as it is asked: what it wants, and what it takes from the question before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer.understanding.acronyms import acronyms_in
from assistant.answer.understanding.follow_up import FollowUp, resolve
from assistant.answer.understanding.spelling import mend_spelling
from assistant.answer.understanding.stop_words import STOP_WORDS, carrying_stems
from assistant.answer.understanding.wanted import Wanted, wanted_by
from assistant.errors import QuestionError
from assistant.index.words import Vocabulary, stem, words_of


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched and read for.

    `text` is what was typed; `understood` how it was taken where that differs; `search` the text
    for the dense search; `words` the lexical terms; `stems` the stems of the words that carry the
    question; `focus` those a follow-up adds to the question before; `names` those of names and
    figures, which an answer about something else would lack; `unknown` the words, as they were
    typed, that no document has in any form.
    """

    text: str
    understood: str | None
    search: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    wanted: Wanted
    focus: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def understand(
    text: str,
    history: Sequence[str],
    vocabulary: Vocabulary,
    acronyms: Mapping[str, str],
    longest: int,
    *,
    as_typed: bool = False,
) -> Question:
    """Make out what is asked; `longest` is the most characters a question may have.

    `as_typed`: no spelling is mended and nothing is taken from the history.

    Raises:
        QuestionError: the question is empty, too long or has no words.
    """
    plain = check(text, longest)
    mended = plain if as_typed else mend_spelling(plain, vocabulary)
    earlier = () if as_typed else tuple(one for one in history if len(one) <= longest)
    taken = resolve(mended, earlier)
    whole, wanted, focus, context = mended, wanted_by(mended), tuple[str, ...](), list[str]()
    if taken is not None:
        whole = mend_spelling(taken.text, vocabulary)
        wanted, focus, context = _with_before(mended, whole, taken)
    stems = tuple(dict.fromkeys(carrying_stems(whole)))
    expansions = acronyms_in(whole, acronyms)
    return Question(
        text=text,
        understood=whole if whole != plain else None,
        search=" ".join([whole, *(f"({extra})" for extra in expansions)]),
        words=(
            *words_of(whole),
            *context,
            *(word for extra in expansions for word in words_of(extra)),
        ),
        stems=stems or tuple(stem(word) for word in words_of(whole)),
        wanted=wanted,
        focus=focus,
        names=_names(whole),
        unknown=_unknown(whole, vocabulary),
    )


def _with_before(
    text: str, whole: str, taken: FollowUp
) -> tuple[Wanted, tuple[str, ...], list[str]]:
    """What a follow-up wants, its focus, and the words of the question before that help to find.

    `whole` is the follow-up `text` with what it took.
    """
    own = tuple(carrying_stems(text))
    if taken.repeats:
        known = set(carrying_stems(taken.before))
        new = tuple(stemmed for stemmed in carrying_stems(whole) if stemmed not in known)
        return wanted_by(whole), new or own, []
    wanted = wanted_by(text)
    if wanted == "anything":
        wanted = wanted_by(taken.before)
    # A pronoun's name stands for the whole question before: its words still help to find.
    said = {*STOP_WORDS, *words_of(whole)}
    return wanted, own, [word for word in words_of(taken.before) if word not in said]


def check(text: str, longest: int) -> str:
    """The question with single spaces.

    Raises:
        QuestionError: it is empty, too long or has no words.
    """
    plain = " ".join(text.split())
    if not plain:
        raise QuestionError("Type a question about the documents.")
    if len(plain) > longest:
        raise QuestionError(
            f"The question has {len(plain):,} characters; {longest:,} are the most. "
            "Ask for one thing at a time."
        )
    if not re.search(r"[^\W\d_]{2}", plain):
        raise QuestionError("There are no words in the question. Ask it in words, in English.")
    return plain


def _names(text: str) -> tuple[str, ...]:
    """The stems of words with figures, and of words with a capital that no sentence start gives."""
    found = re.findall(r"(?<=[\w,’'] )[A-Z][\w’']+|\b[A-Z]{2,}s?\b|\S*\d\S*", text)
    words = [word for name in found for word in words_of(name) if word not in STOP_WORDS]
    return tuple(dict.fromkeys(stem(word) for word in words))


def _unknown(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The words that carry a question and stand in no document, as they were typed."""
    found = [
        written
        for written in re.findall(r"[^\W_]+(?:[’'][^\W_]+)?", text)
        for word in words_of(written)
        if word not in STOP_WORDS and len(word) > 1 and word not in vocabulary
    ]
    return tuple(dict.fromkeys(found))
