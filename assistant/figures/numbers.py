"""Numbers in words and digits: "1,200", "eleven", "two and a half", "half a million", "1.2bn".

What is written like a number and is none ("1,00,000", "12.5.3") is left out whole: half of it
would be another number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.folding import without_letters_that_only_match

_BELOW_TWENTY = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen
"""
_TENFOLD = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: value for value, word in enumerate(_BELOW_TWENTY.split())}
_TENS = {word: 10 * value for value, word in enumerate(_TENFOLD.split(), start=2)}
_SCALES = {"dozen": 12.0, "hundred": 100.0, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6,
           "mn": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12, "tn": 1e12}  # fmt: skip
_HALVES = {"½": 0.5, "¼": 0.25, "¾": 0.75}

_RUN = re.compile(
    r"(?:(?<![\w.,/\\’'_·])|(?<=\bc\.))(?:(?<=£)\d{1,3}(?: \d{3})+(?![\d,])"
    r"|\d{1,3}(?: \d{3})* 000(?![\d,])|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?![\d,])"
    r"|\d[\d.,·/:]*)[½¼¾]?|[½¼¾]"
)
"""Digits with what stands between them; a plain space only where it is sure to part thousands."""
_SOUND = re.compile(
    r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+|\d+)(?:[.·]\d+)?[½¼¾]?|[½¼¾]"
)
_WITH_MARK = re.compile(r"\d{1,3}(?:,\d{3})+\.\d{3}")
"""A number that ends a sentence, with the mark of a footnote behind its full stop."""
_MOST_DIGITS = 15
"""More digits are a code or broken, and more than a float can hold."""
_SCALE_AFTER = re.compile(
    r"[\s-]?(?P<scale>hundred|thousand|million|billion|trillion)s?(?![A-Za-z])"
    r"|\s?(?P<short>bn|tn|mn|[mkMK])(?![A-Za-z])"
    r"|\s?(?P<broken>(?:m|b|tr)il\sion)\b"
)
"""The scale of digits. PDFs that lost their ligatures have "mil ion"."""
_LENGTH = re.compile(
    r"\s+(?:apart|distanc\w*|away|from|tall|wide|long|high|deep|rule|radius|gap)\b|²"
)
_MANY = re.compile(r"\s+(?:\w+\s+){0,2}?\w+(?:s|people|children|women|men|staff)\b")
_AFTER_DIGITS = re.compile(r"(?:st|nd|rd|th|p|pp)\b|[a-z]{2,}|g(?![\w)])")
_WORD = re.compile(
    rf"(?<![\w’'])(?:{'|'.join([*_SMALL, *_TENS])}|hundred|thousand|million|billion|trillion|dozen)"
    r"(?![\w’'])",
    re.IGNORECASE,
)
_BEFORE_SCALE = re.compile(
    r"(?:(?P<part>\bhalf\s+an?|(?:\ba\s+|\bone\s+)?\bquarter\s+of\s+an?|\bthree[\s-]quarters\s+of\s+an?)"
    r"|\ban?)\s+$",
    re.IGNORECASE,
)
_AND_PART = re.compile(
    r"\s+and\s+(?:(?P<half>a\s+half)|(?P<quarter>(?:a|one)\s+quarter)|three[\s-]quarters)"
    r"(?!\s+(?:of|the)\b|\w)(?P<scale>\s+(?:hundred|thousand|million|billion|trillion)\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number, `text[start:end]` with its scale ("1.2 billion", "two and a half").

    `written`: how its digits stand, "" for words. `scale`: what its scale multiplies by, 1 for
    none; `mantissa` times `scale` is `value`.
    """

    start: int
    end: int
    value: float
    written: str = ""
    scale: float = 1.0

    @property
    def mantissa(self) -> float:
        """The number before its scale: 1.2 of "1.2 billion"."""
        return self.value / self.scale


def numbers_in(text: str) -> list[Number]:
    """The numbers of a text, in order; they do not overlap."""
    text = without_letters_that_only_match(text)
    found = [*_in_digits(text), *_in_words(text)]
    return sorted(found, key=lambda number: number.start)


def value_of(digits: str) -> float | None:
    """The value of digits as they are printed, None where they are no sound number."""
    if sum(sign.isdigit() for sign in digits) > _MOST_DIGITS or not _SOUND.fullmatch(digits):
        return None
    part = _HALVES.get(digits[-1], 0.0)
    whole = re.sub(r"[,\s½¼¾]", "", digits).replace("·", ".")
    return (float(whole) if whole else 0.0) + part


def _in_digits(text: str) -> list[Number]:
    found = []
    for run in _RUN.finditer(text):
        # "7, 8" and "ended at 7." hold no broken numbers: what ends a run belongs to the sentence.
        digits = run[0].rstrip(".,/:·")
        end = run.start() + len(digits)
        if _WITH_MARK.fullmatch(digits):
            digits = digits.split(".")[0]
            end = run.start() + len(digits)
        value = value_of(digits)
        if value is None:
            continue
        scale = _SCALE_AFTER.match(text, end)
        by = 1.0
        if scale is not None and _is_scale(text, run.start(), scale):
            word = scale["scale"] or scale["short"] or scale["broken"].replace("l ", "ll")
            by = _SCALES[word.lower()]
            end = scale.end()
        elif text[end : end + 1].isalpha() and not _AFTER_DIGITS.match(text, end):
            continue  # "7b", "2A": a label
        found.append(Number(run.start(), end, value * by, digits, by))
    return found


def _is_scale(text: str, start: int, scale: re.Match[str]) -> bool:
    """Whether the "m" after a number is million: metres stand in the same place."""
    short = scale["short"]
    if (
        short is None
        or short in ("bn", "tn", "mn")
        or text[max(0, start - 2) : start].rstrip()[-1:] in ("£", "$", "€")
    ):
        return True
    if scale[0] != short or _LENGTH.match(text, scale.end()):
        return False
    return "." in text[start : scale.start()] or _MANY.match(text, scale.end()) is not None


def _in_words(text: str) -> list[Number]:
    found: list[Number] = []
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        number, at = _spelled_out(text, words, at)
        if number is not None:
            found.append(number)
    return found


def _spelled_out(text: str, words: list[re.Match[str]], at: int) -> tuple[Number | None, int]:
    """The number that begins with the word at `at`, and the first word that is no part of it."""
    first = words[at]
    start, before, last = first.start(), "", first[0].lower()
    total, group, scale = 0.0, 0.0, 1.0
    if last in _SCALES:
        leading = _BEFORE_SCALE.search(text, max(0, start - 30), start)
        if leading is None:
            return None, at + 1  # it belongs to digits, or says no number: "millions of"
        start = leading.start()
        part = (leading["part"] or "").lower()
        group = 1.0 if not part else 0.5 if part[0] == "h" else 0.75 if part[0] == "t" else 0.25
        total, group, scale = _scaled(total, group, last)
    else:
        group = _word_value(last)
    end = first.end()
    at += 1
    while at < len(words):
        between, word = text[end : words[at].start()].lower(), words[at][0].lower()
        if not _goes_on(last, between, word, before):
            break
        if word in _SCALES:
            total, group, scale = _scaled(total, group, word)
        else:
            group += _word_value(word)
        before, last, end = last, word, words[at].end()
        at += 1
    part_after = _AND_PART.match(text, end)
    if part_after is not None:
        part = 0.5 if part_after["half"] else 0.25 if part_after["quarter"] else 0.75
        end = part_after.end()
        if part_after["scale"]:
            scale = _SCALES[part_after["scale"].strip().lower()]
            total, group = total + (group + part) * scale, 0.0
            at += 1
        else:
            group += part * (scale if last in _SCALES else 1.0)
    return Number(start, end, total + group, "", scale), at


def _word_value(word: str) -> float:
    return float(_SMALL[word] if word in _SMALL else _TENS[word])


def _scaled(total: float, group: float, word: str) -> tuple[float, float, float]:
    by = _SCALES[word]
    if by < 1000:
        return total, group * by, by
    return total + group * by, 0.0, by


def _goes_on(last: str, between: str, word: str, before: str) -> bool:
    """Whether a number goes on with the next word: "twenty-five" does, "two and three" does not."""
    joined = between.replace("-", " ").isspace() and len(between) == 1
    if word in _SCALES:
        return joined and (last not in _SCALES or _SCALES[last] < _SCALES[word])
    if last in _SCALES:
        return (joined or " ".join(between.split()) == "and") and _word_value(word) < _SCALES[last]
    return joined and last in _TENS and 0 < _word_value(word) < 10 and before not in _TENS
