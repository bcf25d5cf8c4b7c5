"""Who says what a sentence says: "X told us", "according to X", words in quotation marks.

The rules look for a name next to a verb of saying. What a document says in its own voice ("the
Inquiry concludes" in the report of that inquiry) is nobody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

How = Literal["said", "found", "recommended"]
"""`found` is what data, a study or an investigation showed; `said` is anything that a person or
a body only says."""

_NO_NAMES = (
    r"(?!(?:The|A|An|We|I|You|He|She|They|It|Its|Their|His|Her|Our|There|Here|This|That|These|Those"
    r"|In|On|At|As|By|To|Of|For|From|With|But|And|Or|If|Yet|So|Although|While|Whilst|When|Where"
    r"|What|Who|Why|How|Since|Both|Also|Then|Thus|Despite|Given|After|Before|During|However"
    r"|Therefore|Indeed|Further|Furthermore|Moreover|Similarly|Separately|Additionally|Finally"
    r"|Firstly|Secondly|Thirdly|Fourthly|Fifthly|Sixthly|Lastly|Successive|Some|Many|Several|Most"
    r"|Other|Others|All|Each|Every|No|Not|One|Two|Three|January|February|March|April|May|June|July"
    r"|August|September|October|November|December)\b)"
)
"""Capitals that begin a sentence or a date, not a name."""
_CAPITAL = r"[A-Z](?:[\w&’'-]*\w)?"
_JOINED = rf"(?:\s+(?:(?:of|for|and|the|de|van|von|at|in|on|&)\s+){{0,3}}{_CAPITAL})"
_WORK = (
    r"(?:\s+(?:internal\s+)?(?:fund|trust|foundation|association|union|society|report|review|survey|analysis|research|study|data|figures|statistics"
    r"|board paper|paper|briefing|plan|framework|inquiry|investigation))?"
)
_NAME = rf"(?:\b[Tt]he\s+)?\b{_NO_NAMES}[A-Z][\w&’'-]*\w{_JOINED}{{0,9}}{_WORK}"
_PEOPLE = (
    r"\b(?i:(?:some|many|several|most|other|a number of|all|two|three)\s+)?(?i:of\s+)?(?i:the\s+)?"
    r"(?:[a-z]+\s+)?(?i:witnesses|critics|commentators|stakeholders|respondents|contributors"
    r"|participants|speakers|leaders|executives|experts|campaigners|economists|analysts"
    r"|organisations|bodies|charities|unions|companies|clinicians|nurses|doctors|staff|patients"
    r"|ministers|officials|researchers|authors|colleagues|others|some|many|government)\b"
)
_PRONOUN = r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|who)\b"
_ASIDE = r"(?:\s*\([^()]{1,150}\))?(?:\s*,(?:[^.;:“”()]|\([^()]{1,150}\)){2,220}?,|,)?"
_BETWEEN = (
    r"(?:\s+(?:has|have|had|also|both|all|each|then|further|similarly|therefore|rightly|however"
    r"|later|previously|recently|again|went on to|did not|does not|do not|would|too))*"
)
# These forms are plural nouns as well: "the ONS estimates that", but not "ONS estimates of".
_AS_VERB = r"(?=\s+(?:that|a|an|the|its?|how|why|there|this|these|they|between)\b)"
_SAYS = (
    r"(?:said|says?|told|argue[sd]?|explain(?:ed|s)?|stated|suggest(?:ed|s)?|believe[sd]?"
    r"|think|thinks|thought|claimed|noted|describe[sd]?|warn(?:ed|s)?|emphasise[sd]?"
    r"|acknowledge[sd]?|express(?:ed|es)?|comment(?:ed|s)|added|adds|recall(?:ed|s)"
    r"|agrees?\b(?!\s+to)|consider(?:ed|s)?|felt|feels?|highlighted"
    r"|assert(?:ed|s)?|contend(?:ed|s)?|urge[sd]?|call(?:ed|s)?\s+(?:for|on)|propose[sd]?"
    r"|observe[sd]?|point(?:ed|s)?\s+out|maintain(?:ed|s)?\s+that|accepted\s+that|admit(?:ted|s)?"
    r"|concede[sd]?|confirm(?:ed|s)?|insist(?:ed|s)?|stress(?:ed|es)?|caution(?:ed|s)?"
    r"|encourage[sd]?|criticise[sd]?|question(?:ed|s)?\s+(?:whether|the|how)|welcome[sd]?"
    r"|hope[sd]?|fear(?:ed|s)?|wr(?:ote|ites)|complain(?:ed|s)?|predict(?:ed|s)?|put\s+it"
    r"|report(?:ed|s)?\s+that|judge[sd]?|attribute[sd]?|link(?:ed|s)(?=\s+\w)|estimated"
    r"|point(?:ed|s)?\s+to|wants|favour(?:ed|s)?|oppose[sd]?|reject(?:ed|s)?|advocate[sd]?"
    r"|regard(?:ed|s)?|doubt(?:ed|s)?|dispute[sd]?|disagree[sd]?|prefers|blame[sd]?"
    r"|raise[sd]?|cite[sd]?|viewed|recogni[sz]e[sd]?|made\s+(?:comments?|the\s+(?:case|point))"
    r"|spoke|speaks|refer(?:red|s)\s+to|drew\s+attention|submitted|champion(?:ed|s)"
    r"|informed|agreed|disputes|equate[sd]?|contrast(?:ed|s)|indicate[sd]?|outline[sd]?|alleged?"
    r"|made\s+(?:\w+\s+)?criticisms?|complained|regretted|supports|supported\s+(?:the|a|this)"
    r"|praise[sd]?|foresee[sn]?|anticipate[sd]?|expect(?:ed|s)\s+(?:that|the|a)"
    r"|ask(?:ed|s)?\s+(?:for|that|in\s+\d+\s+that|the\s+government)|reflect(?:ed|s)?\s+that"
    r"|(?:is|are|was|were)\s+(?:\w+ly\s+)?(?:concerned|worried|sceptical|critical)"
    rf"|(?:claims|notes?|highlights?|estimates|states|views|reports){_AS_VERB})"
)
_SHOWS = (
    r"(?:found|finds?|show(?:ed|s|n)?|identified|identifies|reveal(?:ed|s)?|conclude[sd]?"
    r"|demonstrate[sd]?|recorded|establish(?:ed|es)|put[s]?\s+the)"
)
_RECOMMENDS = r"(?:recommend(?:ed|s)?)"
_SPEAKING = re.compile(
    rf"(?:(?P<name>{_NAME})|(?P<people>{_PEOPLE})|(?P<pronoun>{_PRONOUN})){_ASIDE}{_BETWEEN}\s+"
    rf"(?:(?P<said>{_SAYS})|(?P<found>{_SHOWS})|(?P<recommended>{_RECOMMENDS}))\b"
)
_NAMED = re.compile(
    rf"(?:\b[Aa]ccording\s+to|\b[Ii]n\s+the\s+(?:view|opinion|words)\s+of)\s+"
    rf"(?P<after>{_NAME}|(?:the|a|some|many)\s+[a-z][\w’'-]+(?:\s+[a-z][\w’'-]+)?)"
    rf"|[,”]\s*(?:said|says|argued|added|explained|wrote|asked)\s+(?P<inverted>{_NAME})"
    rf"|(?P<own>{_NAME})[’']s?\s+(?:view|opinion|belief|argument|position)\b"
)
_NOBODY = re.compile(
    r"\b(?:[Ii]t\s+(?:was|is|has\s+been|had\s+been)\s+(?:also\s+|further\s+|widely\s+|often\s+)?"
    r"(?:noted|argued|suggested|claimed|said|felt|thought|believed|acknowledged|proposed|alleged)"
    r"|(?:[Cc]oncerns?|[Ss]cepticism|[Dd]oubts?|[Vv]iews?|[Ff]ears?)\s+(?:was|were|has\s+been"
    r"|have\s+been|had\s+been)\s+(?:also\s+)?(?:expressed|raised|voiced)"
    r"|[Ww]e\s+(?:also\s+)?heard|[Ww]e\s+(?:were|have\s+been|had\s+been)\s+told"
    r"|[Tt]here\s+(?:was|is|were|are|has\s+been)\s+(?:\w+\s+){0,2}(?:support|agreement|consensus"
    r"|concerns?|criticism|scepticism|disagreement)\s+(?:for|among|amongst|that|about|from|with|over)"
    r"|(?:is|are|was|were)\s+(?:\w+ly\s+|often\s+)?(?:seen|viewed|regarded)\s+as"
    r"|[Ii]n\s+(?:his|her|their|its)\s+(?:view|opinion)|(?:[Cc]ritics|[Cc]ommentators|[Ss]takeholders)"
    r"|(?<!expert\s)[Ww]itness(?:es)?(?!\s+(?:statements?|list))"
    r"|(?:has|have|had)\s+been\s+(?:suggested|argued|claimed|proposed|criticised|described)"
    r"|\b(?:issues?|points?|concerns?|arguments?|problems?)\s+raised|\bclaiming\b|\barguing\b"
    r"|\b(?:concerns?|sense|criticisms?|fears?|hopes?)\s+(?:that|is|was|of\s+the)\b"
    r"|(?:is|are|was|were)\s+said\s+to|reportedly|allegedly|counter-arguments?)\b"
)
_EVIDENCE = re.compile(
    r"\b(?:data|evidence|figures|statistics|results|research|study|studies|analysis|analyses|survey"
    r"|trial|table|figure|chart|estimates|polling|Survey|Study)$",
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """How a sentence gives what it says to another; `name` is as printed, None where not named."""

    how: How
    name: str | None


def attributions(sentence: str, own: re.Pattern[str]) -> Iterator[Attribution]:
    """Those to whom a sentence gives its words; `own` are the names of the document's own voice."""
    for match in _NAMED.finditer(sentence):
        name = match["after"] or match["inverted"] or match["own"]
        if not own.fullmatch(name):
            yield Attribution("said", name)
    for match in _SPEAKING.finditer(sentence):
        name, people = match["name"], match["people"]
        if own.fullmatch(name or people or ""):
            continue
        how: How = "found" if match["found"] else "recommended" if match["recommended"] else "said"
        if name and _EVIDENCE.search(name) and how == "said":
            how = "found"
        yield Attribution(how, name or _as_people(people))
    if _NOBODY.search(sentence):
        yield Attribution("said", None)


def _as_people(words: str | None) -> str | None:
    """Who is meant, where words say it: "several witnesses", but not "and staff" or "others"."""
    named = words is not None and re.match(r"[A-Z]\w+\s|(?:some|many|several|most|the)\s", words)
    return words if named else None


def open_quotation(before: str) -> bool:
    """Whether a quotation that was opened in these words is still open at their end."""
    curly = before.count("“") - before.count("”")
    return curly > 0 or (curly == 0 and before.count('"') % 2 == 1)
