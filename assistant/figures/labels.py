"""What has digits and is no figure: dates, references, names, telephone numbers, ages of groups."""

from __future__ import annotations

import re

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
YEAR = r"(?:1[5-9]\d\d|20\d\d)"

_NTH = r"(?:st|nd|rd|th)"
_TO_TEN = r"(?:[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en)"
_MEASURED = r"\s*(?:%|per\s?cent|million|billion|bn\b)"
"""What makes a figure of a number that stands where a reference would."""

_DATES = (
    # 1 July, 1 to 3 July 2024, July 2024, July 1, 1/7/2024, 2024-07-01
    rf"\b\d{{1,2}}{_NTH}?(?:\s*(?:[-–—]|to|and|,|&)\s*\d{{1,2}}{_NTH}?)*\s+(?:of\s+)?{MONTH}(?!\w)"
    rf"(?:,?\s+{YEAR}\b)?",
    rf"\b{MONTH}\s+\d{{1,2}}{_NTH}?,?\s+{YEAR}\b",
    rf"\b{MONTH}[\s-]+(?:{YEAR}|\d\d)\b",
    rf"\b{MONTH}\s+\d{{1,2}}{_NTH}?\b(?!{_MEASURED})",
    r"\b\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})\b",
    r"\b\d{4}-\d\d-\d\d\b",
    # 2023/24, 2010-19, mid-2019, the 1990s, 20th century, Q1, FY24
    rf"\b{YEAR}\s?[/–—-]\s?(?:{YEAR}|\d\d)\b(?!%|,\d)",
    rf"\b(?:mid|early|late|pre|post)[-–\s]{YEAR}s?\b|\b{YEAR}s\b|\b\d0s\b",
    r"\b(?:2[01]|1\d|[1-9])(?:st|nd|rd|th)[\s-][Cc]entur(?:y|ies)\b",
    r"\bQ[1-4]\b(?:\s*[-–]\s*Q?[1-4]\b)?|\b[FS][YR]\s?\d\d(?:[/–-]\d\d)?\b",
    # times of day
    r"\b\d{1,2}[:.]\d\d\s?(?:am|pm|hrs)\b|\b\d{1,2}\s?(?:am|pm)\b|\b\d{1,2}:\d\d\b",
    r"\b\d{1,2}\s+o[’']clock|\b(?:9/11|7/7|24/7)\b",
    r"\b24[\s-]hours?\s+a\s+day(?:,?\s+(?:and\s+)?(?:7|seven)\s+days\s+a\s+week)?"
    r"(?:,?\s+365\s+days\s+a\s+year)?",
)
_ADDRESSES = (
    r"https?://\S+|\bwww\.\S+|@\S+\.\w+|\bdoi:\s?\S+|\b10\.\d{4,}/\S+|\bISBN[\s:]*[\d-]+",
    r"\.(?:gov|org|co|nhs|com)(?:\.uk)?/\S*",
    # telephone numbers, and what else begins with a nought
    r"(?<![\w£$€,.])(?:\+44\s?(?:\(0\))?|\(?0)\d{2,4}\)?[\s-]?\d{3,4}[\s-]?\d{3,4}\b",
    r"(?<![\w£$€,.])0\d{3,}\b|\b1800\s\d{3}\s\d{3}\b|\bPO\s+Box\s+\d+",
    r"\b\d+[A-Za-z]?\s+(?:[A-Z][a-z]+\s+){1,3}(?:Street|Road|Lane|Square|Avenue|Place|Walk|House"
    r"|Terrace|Gardens|Yard)\b",
)
_AGE = rf"(?:\d+|[a-z]{{3,5}}teen|[a-z]{{3,5}}ty(?:-[a-z]{{3,5}})?|{_TO_TEN})"
_AGES = (
    r"\bage[sd]?\s+(?:(?:of|at|between|over|under|from|above|below|up\s+to)\s+)*"
    rf"{_AGE}(?:\+|\s*(?:[-–]|to|and)\s*(?:\d+|over|above|under|older|below|up))?"
    r"(?:\s+years?(?:\s+(?:old|of\s+age))?)?(?:\s+(?:and|or)\s+(?:over|above|under|older|younger))?",
    r"\b\d+(?:\s*(?:[-–]|to)\s*\d+)?[\s-]*years?[\s-]*(?:olds?|of\s+age)\b"
    r"(?:\s+(?:and|or)\s+(?:over|above|under|older|younger))?",
    rf"\b{_AGE}[\s-]years?[\s-](?:olds?|of\s+age)\b",
    r"\b\d+\s+(?:years\s+)?(?:and|or)\s+(?:over|older|younger)\b"
    r"(?=[\s,.;)]*$|\s+(?:who|are|were|with|in|have|had|living)\b)",
    r"\b(?:[Oo]ver|[Uu]nder)[-\s–]\d+[’']?s\b|\b(?:[Oo]ver|[Uu]nder)\s+the\s+age\s+of\s+\w+",
    r"\b(?:people|adults|those|women|men|patients|children|anyone|everyone|persons?|population)\s+"
    r"(?:who\s+are\s+)?(?:over|under|above|below)\s+\d+\b"
    r"(?!,\d|\s*(?:%|per|weeks|days|hours|months|minutes|million|years\s+(?:of|in)))",
    r"\bunder\s+(?:5|11|16|18|19|25)(?=[,.;)]|\s+(?:who|are|were|in|with|and|to|years?\s+old)\b|\s*$)",
    r"\b\d\d\+(?=s\b|\s+(?:age\s+)?(?:groups?|cohorts?|population)\b)",
    r"\bpension\s+age\s+(?:\w+\s+){0,2}\d+",
)
_REFERRING = (
    r"(?:[Mm]odules?|[Aa]rticles?|[Ss]ections?|ss?\.|[Pp]arts?|[Cc]hapters?|[Pp]ages?|pp?\.|[Pp]aras?\.?"
    r"|[Pp]aragraphs?|[Ff]ig(?:ure|s|ures)?\.?|[Tt]ables?|[Bb]ox(?:es)?|[Aa]nnex(?:es)?"
    r"|[Aa]ppendi(?:x|ces)|[Rr]ecommendations?|[Ss]chedules?|[Rr]ules?|[Rr]egulations?|[Cc]lauses?"
    r"|[Pp]hases?|[Ss]tages?|[Ss]teps?|[Tt]iers?|[Ll]evels?|[Bb]ands?|[Gg]rades?|[Cc]ategor(?:y|ies)"
    r"|[Tt]ypes?|[Vv]ersions?|[Vv]ol(?:ume|s)?\.?|[Nn]os?\.|[Nn]umbers|[Qq]uestions?|QQ?"
    r"|[Pp]rinciples?|[Oo]bjectives?|[Pp]riorit(?:y|ies)|[Gg]oals?|[Cc]lass(?:es)?|[Ww]aves?"
    r"|[Cc]oncerns?|[Ss]cenarios?|[Oo]ptions?|[Ii]tems?|[Ff]ootnotes?|[Nn]otes?|[Ll]ines?"
    r"|[Dd]omains?|[Ss]tandards?|[Ee]xhibits?|[Dd]irectives?|[Pp]rotocols?|[Cc]m[nd]?|HC|HL|CP|SI|BC"
    r"|SDG|ISO|[Qq]uartile|[Qq]uintile|[Dd]ecile|[Qq]uarters?|[Ss]egments?|[Cc]odes?|[Pp]illars?"
    r"|[Pp]aper|[Bb]ook|[Cc]ohorts?|[Gg]roups?|[Aa]reas?|[Ww]ard|[Rr]oom|[Zz]one|[Ss]hifts?|[Ss]lide"
    r"|[Cc]riteri(?:on|a)|[Ii]ssue|[Mm]ilestones?|[Cc]hart|[Dd]iagram|[Mm]ap|[Aa]ction|[Aa]genda"
    r"|[Ff]law|[Tt]ranche|[Aa]nswer|[Ee]xample|[Cc]ase(?=\s\d+\b)|[Ss]tudy(?=\s\d+\b))"
)
_REFERRED_TO = r"[A-Z]{0,2}\d+(?:[.:]\d+)*[a-z]{0,2}(?:\([\w-]+\))*"
_REFERENCES = (
    rf"(?<![\w-]){_REFERRING}\s*{_REFERRED_TO}(?![\d%]|[,.]\d|{_MEASURED})"
    rf"(?:\s*(?:,|;|&|and|or|to|[-–—])\s*(?:and\s+)?{_REFERRED_TO}(?![\d%]|{_MEASURED}"
    r"|\s+(?!and\b|or\b|of\b|in\b|to\b)[a-z]+s\b))*",
    r"\b(?:[Mm]odule|[Aa]rticle|[Ss]ection|[Pp]art|[Cc]hapter|[Pp]hase|[Ss]tage|[Ss]tep|[Tt]ier"
    r"|[Ll]evel|[Gg]rade|[Tt]ype|[Vv]olume|[Ww]ave|[Qq]uarter|[Ss]egment|[Rr]ecommendation|[Bb]ox"
    rf"|[Tt]able|[Ff]igure)\s+{_TO_TEN}\b",
    # what numbers a list, a paragraph or a footnote
    r"\(\s*(?:\d{1,2}|[ivx]+)\s*\)|\[\s*\d+(?:\s*[-–,]\s*\d+)*\s*\]",
    r"^\s*\(?\d{1,3}(?:\.\d{1,3})*[.)](?=\s)|^\s*\d{1,3}(?:\.\d{1,3})+(?=\s+[A-Z])",
    r"^\s*\d{1,2}[a-fhij]\b\)?|(?<![\w.,£])\d{1,2}\.(?=\s+[a-z])",
    r"(?<=[”\"’)\]])\d{1,3}(?![\d%.,])|^[”\"’]?\s*\d{1,3}(?=\s+(?:[A-Z][a-z]+\b|https?:))",
    r"\bINQ\d+\w*|\b(?:p{1,2}|paras?|Q{1,2})\.?\s?\d+(?:\s?[-–,]\s?\d+)*|\b\d+[-–]\d+[-–]\d+\b",
)
_YEARS_AND_POINTS = r"(?:Year|Point|Steps?|Nations|Principles?|Priorities|Horizons?)"
_NAMES = (
    r"[A-Za-z][‑-]\d+[a-z]?\b(?!\s*%)|[A-Za-z]\d+[\w.]*|\b(?:Covid|COVID)\s19\b",
    r"\b(?:Acts?|Regulations?|Order|Bill|Measure|Rules|Directive|Strategy|Review|Plan|Programme"
    r"|Exercise|Transfusion|Horizon|Agenda|Vision|Survey|Budget|Statement|Framework)\s+\(?\d{4}\b",
    r"(?<![\d][,.])(?<![£$€])\b(?:NHS\s+|call(?:ing)?\s+)?(?:111|999)\b"
    r"(?![,.]\d|\s*(?:%|per\s?cent|million|billion|people|[a-z]+s\b))|\bNHS\s+111\b",
    r"(?<![\d][,.])\b(?:111|999)\s+(?:calls|services|providers|online)\b|\bNumber\s+1[01]\b|\bNo\.?\s?\d+\b",
    rf"\b(?:\d{{1,2}}|{_TO_TEN})[\s-]{_YEARS_AND_POINTS}\b(?:\s+[A-Z]\w+)*|\b10\s+Downing\b",
    r"\b(?:10|[Tt]en)[\s-][Yy]ear\s+(?:[Hh]ealth\s+)?[Pp]lan\b",
    r"\b(?:[Ff]our|4)[\s-][Nn]ations?\b|\b360[\s-]degrees?\b|\b80[/:]20\b|\b[Tt]wo[\s-]way\b",
    r"\b[Oo]ne[\s-](?:to[\s-]one|off|stop|way|size)\b|\b[Tt]hird[\s-]part(?:y|ies)\b",
    r"\b1[:-]1\b(?=\s+(?:care|support|meeting|nursing|observ))|\b[Ff]irst[\s-]and[\s-]second\b",
    r"\b[Hh]alf[\s-]?(?:term|way|hearted|time|day|baked)\b|\bone\s+another\b|\bthe\s+one\s+hand\b",
    r"\b[Zz]ero[\s-](?:sum|hours|tolerance|carbon|emission)|\b[Nn]et[\s-]+zero\b",
    r"\b(?:two|three|four|five)[\s-](?:tier|pronged|part|stage|step|dimensional)\b",
)
# None begins with a letter within a word but an address, or one that a figure or hyphen follows,
# and none with white space but at the start of a line: most places are passed over at once.
_NO_START = r"(?!(?<=\w)(?!http)[A-Za-z](?![\d‑-]))(?!(?<=[^\n])\s)"
_LABELS = re.compile(
    f"{_NO_START}(?:{'|'.join((*_ADDRESSES, *_DATES, *_AGES, *_REFERENCES, *_NAMES))})",
    re.MULTILINE,
)
_YEAR_ALONE = re.compile(
    rf"(?<![\w.,£$€/–-]){YEAR}(?:\.\d{{1,3}}(?=\s|$))?"  # with the mark of a footnote
    rf"(?![\w%/]|[,.]\d|[-–]\d{{1,3}},\d|{_MEASURED})"
)
_COUNTED = re.compile(
    r"(?:(?:more|fewer|less|greater)\s+than|over|nearly|almost|around|about|approximately|at\s+least"
    r"|up\s+to|some|an?\s+(?:extra|additional|further))\s+$"
)
_PLURAL = re.compile(r"\s+[a-z]+s\b")


def label_spans(text: str) -> list[tuple[int, int]]:
    """The spans of a text that hold digits or number words and state no figure, in order."""
    spans = [match.span() for match in _LABELS.finditer(text)]
    spans.extend(
        match.span() for match in _YEAR_ALONE.finditer(text) if not _is_counted(text, match)
    )
    return sorted(spans)


def _is_counted(text: str, year: re.Match[str]) -> bool:
    """Whether what looks like a year counts something: "more than 2000 beds"."""
    led = _COUNTED.search(text, max(0, year.start() - 30), year.start())
    return led is not None and _PLURAL.match(text, year.end()) is not None
