"""The words by which `basis` tells a recommendation from a promise, and a statistic from either."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ADVERB = r"(?:(?:\w+ly|also|now|then|further|therefore|should)\s+)*"
_WILL = r"(?:wil?l|shall)"

RECOMMENDATION = re.compile(
    rf"\bshould\b(?!\s+have\s+been)|\bought\s+(?:not\s+)?to\b|\b(?:is|are)\s+(?:asked|invited|requested)\s+to\b|\brecommend(?:s|ed|ing)?\s+(?:that|to|a|an|the)\b"
    rf"|\b(?:w\s?e|I)\s+{_ADVERB}(?:recommend|urge|encourage|invite|call\s+(?:on|for)|ask|propose)\b"
    r"|\bneeds?\s+to\b|\b(?:report|inquiry|committee|review)\s+(?:recommends|urges|calls)\b"
    r"|\b(?:this|it|which|that)\s+could\s+be\s+(?:done|achieved|met)\b|\brequires?\s+sufficient\b"
    r"|\b(?:it|this)\s+(?:is|will\s+be)\s+(?:therefore\s+|also\s+)?(?:essential|vital|crucial|critical"
    r"|important|imperative|necessary|time)\s+(?:that|to|for)\b"
    r"|\b(?:is|are)\s+(?:critical|crucial|vital|essential|imperative)(?=\s+(?:to|that|for|if)\b|[.,;])"
    r"|\brecommended\s+(?:practice|approach)\b|\bis\s+(?:\w+ly\s+)?recommended\b|\bgood\s+practice\b"
    r"|\b(?:strong|compelling|clear|good|powerful)\s+case\s+(?:for|to)\b"
    r"|\b(?:is|are)\s+(?:also\s+|therefore\s+)?(?:needed|required|necessary)\b"
    r"|\b(?:wil?l|would|this)\s+(?:also\s+)?requires?\b"
    r"|^(?:\w+ly\s+)?(?:Accelerate|Address|Adopt|Align|Apply|Appoint|Assess|Build|Clarify|Confirm"
    r"|Consider|Consult|Continue|Create|Deliver|Develop|Enable|Encourage|Ensure|Establish|Expand"
    r"|Explore|Extend|Focus|Give|Identify|Implement|Improve|Include|Increase|Introduce|Invest|Keep"
    r"|Maintain|Make|Prioritise|Promote|Protect|Provide|Publish|Pursue|Recognise|Reduce|Reform"
    r"|Remove|Review|Set|Simplify|Strengthen|Support|Take|Undertake|Update|Use|Work)"
    r"\s+(?!of\b|in\b|for\b|by\b|from\b)"
    r"|\b(?:would|could)\b[^.]*:\s*$"
    r"|\bcall(?:s|ing|ed)?\s+(?:on|for)\b|\basks?\s+the\s+government\b|\bthere\s+is\s+a\s+(?:\w+\s+)?need\b",
    re.IGNORECASE,
)
MUST = re.compile(r"\bmust\b(?!\s+have\s+been)", re.IGNORECASE)
COMMITMENT = re.compile(
    rf"\b(?:we|(?:the|this)\s+(?:\w+\s+)?governments?|government|NHSE|NHS\s+England|the\s+NHS|DHSC"
    rf"|the\s+(?:department|executive|agency)|ministers|northern\s+ireland\s+executive)\s+"
    rf"{_ADVERB}(?:{_WILL}\b(?!\s+need)|commits?\b|(?:is|are|remains?)\s+(?:\w+\s+)?committed"
    r"|(?:has|have)\s+(?:\w+\s+)?(?:committed|decided)|pledge[sd]?|undertakes?|promise[sd]?|intends?"
    r"|accepts?\b|agrees?\b|plans?\s+to)"
    r"|\bcommitted\s+to\s+\w+ing\b|\b(?:was|were|been)\s+promised\b"
    r"|\b(?:accepted|agreed)\s+in\s+(?:full|principle|part)\b|\(pledge\)"
    r"|\b(?:commitment|commitments|plans?|framework)\s+(?:to|commits?|promises?)\b"
    r"|\b(?:Plan|Framework|guidance|strategy)\b[^.]{0,120}:\s*$",
    re.IGNORECASE,
)
PASSIVE_WILL = re.compile(rf"\b{_WILL}\s+(?:also\s+|now\s+)?be\s+\w+(?:ed|en|t)\b", re.IGNORECASE)
REQUIREMENT = re.compile(
    r"\b(?:is|are|be)\s+(?:required|expected|asked|obliged)\s+to\b|\b(?:has|have|had)\s+to\b"
    r"|\bwil?l\s+need\s+to\b|\bmandatory\b|\bha(?:s|ve)\s+(?:the|a)\s+right\b|\bduty\s+to\b"
    r"|\b(?:providers|trusts|systems|ICBs|boards?|employers|organisations|practices|hospitals"
    r"|teams|commissioners|staff|you|code|projects|prescribers|plans)\s+(?:\w+\s+){0,4}should\b"
    r"|^Every\s+trust\s+to\b",
    re.IGNORECASE,
)
DUTY = re.compile(
    r"\b(?:is|are)\s+(?:\w+ly\s+)?(?:required|obliged|expected)\s+to\b|\bstatutory\s+duty\b"
    r"|\bare\s+(?:\w+ly\s+)?(?:committed|bound|liable)\s+(?:to|by|for)\b"
    r"|\bha(?:s|ve)\s+a\s+(?:\w+\s+)?duty\b",
    re.IGNORECASE,
)
"""A rule that a report retells."""
A_RESPONSE = re.compile(r"\bresponse\s+(?:to|from|by|of)\b", re.IGNORECASE)
"""In the title of a report: then it is what somebody answers, not what was found."""
STATED = re.compile(
    r"\b(?:written|oral)\s+evidence\b|\b(?:submission|evidence)\s+(?:to|from)\b|\bminutes\b"
    r"|\bpress\s+(?:release|statement|notice)\b|\b(?:speech|statement|letter)\s+(?:to|by|from|on)\b",
    re.IGNORECASE,
)
"""In a title: then it is what people say or write to others, whatever they name it beside."""
OPINION = re.compile(
    r"\b(?:I|[Ww]\s?e)\s+(?:\w+ly\s+|do\s+not\s+|also\s+)?(?:believe|want|think|feel|suspect|hope|fear"
    r"|consider|doubt|regret|welcome|commend|applaud|agree\s+with|would\s+(?:like|argue|suggest)"
    r"|find\s+(?:it|this)|(?:am|are|were|remain)\s+(?:not\s+|also\s+)?(?:\w+ly\s+)?(?:concerned"
    r"|disappointed|confident|proud|delighted|determined|persuaded|struck|clear\s+that"
    r"|surprised|convinced|unconvinced|pleased|sorry|grateful|of\s+the\s+(?:view|opinion)))\b"
    r"|\b(?:Inquiry|Committee|Review|Panel|Commission)\s+(?:also\s+)?(?:welcomes|commends|regrets"
    r"|hopes|agrees|disagrees|considers|believes|regards|doubts|supports|endorses|shares"
    r"|takes\s+the\s+view|is\s+(?:not\s+|also\s+)?(?:\w+ly\s+)?(?:concerned|convinced|persuaded"
    r"|disappointed|of\s+the\s+(?:view|opinion)))\b"
    r"|\b[Ii]n\s+(?:our|my)\s+(?:view|opinion|judgement|judgment)\b|\bI\b"
    r"|\b(?:surprising(?:ly)?|regrettabl[ey]|[Uu]nfortunately|disappointing(?:ly)?)\b"
    r"|\b[Ii]t\s+(?:seems|appears)\s+to\s+(?:us|me)\b|\b(?:suggests|seems)\s+to\s+us\b"
    r"|\b(?:[Ii]t\s+is|[Nn]ow\s+is\s+the)\s+time\b|\bcannot\s+(?:afford|go\s+on)\b|\b[Ll]et\s+us\b"
    r"|\b[Ww]e\s+(?:\w+\s+)?have\s+(?:\w+\s+){0,2}(?:doubts|concerns|reservations|sympathy|confidence)\b"
    r"|\bdeserves?\b|\b[Tt]he\s+time\s+for\b|\b(?:inescapable|undeniable|privilege|[Cc]ongratulations)\b"
    r"|\b[Tt]hanks\s+go\b|\b[Tt]hank\s+you\b|\b[Oo]ur\s+thanks\b|\btribute\s+to\b"
    r"|\bno\s+(?:excuse|doubt)\b|\b[Oo]f\s+course\b|\b(?:ethically|morally)\s+(?:un|in)?\w+able\b"
    r"|\b(?:is|are|was|were|be)\s+(?:\w+ly\s+)?unacceptable\b|\b(?:[Ss]ad|[Tt]hankful)ly\b"
    r"|\b(?:[Ee]xcellent|[Ww]orrying(?:ly)?|[Aa]larming(?:ly)?|indefensible|inexcusable|shameful"
    r"|laudable|commendable|admirabl[ey]|[Rr]emarkabl[ey]|[Ff]ortunately|[Aa]rguably|[Pp]erhaps"
    r"|[Uu]ndoubtedly|welcome\s+(?:step|sign|development|progress)|good\s+(?:first\s+)?step)\b"
)
GOES_ON = (
    "its ",
    "their ",
    "for example",
    "for instance",
    "indeed",
    "thus",
    "therefore",
    "consequently",
    "hence",
)
"""A sentence that begins so bears out what somebody said or thought in the one before."""
BORROWED = re.compile(r"[“\"][^”\"\s]+(?:\s+[^”\"\s]+){2,}[”\"]")
"""Some words of another: after a sentence of somebody, they are likely that person’s."""
QUOTATION = re.compile(r"[“\"][^“”\"]*(?:[”\"]|$)|(?<!\w)‘(?:[^“”\"‘’]|’(?=\w))*(?:’|$)")
YET_TO_COME = re.compile(
    rf"\b{_WILL}\b|\bwould\b(?!\s+have)|\b(?:is|are)\s+(?:due|set|forecast|expected|likely|planned|intended|to)\s+"
    r"|\b(?:aims?|plans?|intends?|intended|hopes?)\s+to\b|\bforecasting\s+to\b",
    re.IGNORECASE,
)
"""What is planned, foretold or imagined has not been found."""
SURVEYED = re.compile(
    r"(?:\d+\s?%|per\s?cent|[Hh]alf|[Tt]hirds?|[Qq]uarters?)[^.]*"
    r"\b(?:surveyed|survey|respondents|responding|polled|responses)\b"
    r"|\bsurvey(?:ed)?\b[^.]*\d+\s?%"
)
FIGURE = re.compile(
    r"\d\s?%|per\s?cent|£\s?\d|\d[\d,.]*\s?(?:million|billion|bn|m)\b|\b(?!(?:19|20)\d\d\b)\d{2,}"
    r"|\b\d,\d{3}|\b(?:rise|rose|risen|fell|fall|fallen|drop|dropped|increase[ds]?|decline[ds]?"
    r"|grew|growth|higher|lower|rebound|doubled|halved)\b",
    re.IGNORECASE,
)
_STATISTICAL = (
    r"(?:[Tt]he\s+)?(?:Office\s+for\s+National\s+Statistics(?:\s+\(ONS\))?|ONS|NHS\s+Digital"
    r"|UK\s+Statistics\s+Authority|Electronic\s+Staff\s+Record|Hospital\s+Episode\s+Statistics"
    r"|Estates\s+Returns?\s+Information\s+Collection|NHS\s+Staff\s+Survey|NISRA|StatsWales"
    r"|[Oo]fficial\s+(?:statistics|figures|data)|[Nn]ational\s+[Ss]tatistics"
    r"|[Pp]ublished\s+statistics|NHS\s+[Ww]orkforce\s+[Ss]tatistics"
    r"|NHS\s+England(?:[’']s)?\s+(?:published\s+)?(?:statistics|data|figures))"
)
STATISTIC = re.compile(
    r"(?:[Aa]ccording\s+to|[Pp]ublished\s+by|[Ff]rom|\(|[Ss]ource:|[Ee]stimates?\s+by)\s*"
    rf"(?:the\s+latest\s+)?(?P<source>{_STATISTICAL})"
    rf"|(?P<shown>{_STATISTICAL})\s+(?:(?:data|figures|statistics|estimates?|productivity)\s+)*"
    r"(?:also\s+)?(?:show|suggest|indicate|put|report|record|find|found|estimate)"
)
VIEWS = re.compile(
    r"\b(?:says?|said|told\s+us|views?|opinions?|reactions?|stakeholders|witness(?:es)?|discussion"
    r"|arguments?)\b",
    re.IGNORECASE,
)
ASKING = re.compile(r"\brecommend|\basked\s+the\s+government|\basks\s+of\b", re.IGNORECASE)
PROMISES = re.compile(r"\b(?:promise[sd]?|pledges?|commitments?)\b", re.IGNORECASE)
MEETING = re.compile(
    r"^\d{1,2}\s+[A-Z][a-z]+\s+\d{4}$|\b(?:seminar|minutes|(?:note|notes)\s+of\s+(?:a|the)\s+"
    r"(?:meeting|visit))\b",
    re.IGNORECASE,
)
"""Headings over what was said at a meeting."""
LISTED = re.compile(
    r"\b(?:references|bibliography|glossary|acronyms|publications\s+used|sources|call\s+for"
    r"\s+evidence|questions|list\s+of\s+(?:witnesses|members|submissions)|written\s+evidence)\b",
    re.IGNORECASE,
)
APPARATUS = re.compile(
    r"(?:\d{1,3}\s+)?(?:[Ww]ritten\s+evidence\s+from|Q\s?\d+|Ibid)|^(?:Source|Sources|The\s+views\s+expressed|Report\s+by"
    r"|(?:Box|Figure|Table)\s+\d+:|.{0,400}={3,}PAGE|Agenda\s+item|Paper\s+type|Printed|ISBN)\b|.{0,200}\b(?:QQ\s?\d|[Ww]ritten\s+evidence\s+from)|.{0,200}\([A-Z]{2,4}\s?\d+\)\W*$"
)
"""Footnotes, sources and imprints that were read as text."""


def of_views(headings: Sequence[str], text: str, named: str | None) -> bool:
    """Whether a sentence stands under a heading over what people say.

    Under the heading above that one, a figure or a named source tells more than the heading.
    """
    if any(VIEWS.search(heading) for heading in headings[-1:]):
        return True
    above = any(VIEWS.search(heading) for heading in headings[-2:-1])
    return above and named is None and not FIGURE.search(text)


def is_statistical(name: str | None) -> bool:
    """Whether a name is that of official statistics or of a body that publishes them."""
    return name is not None and re.search(_STATISTICAL, name) is not None


def publishes_statistics(publisher: str | None, title: str) -> bool:
    """Whether a whole document is a statistical release."""
    release = re.search(r"\b(?:statistics|statistical (?:release|bulletin))\b", title, re.I)
    return release is not None or is_statistical(publisher)
