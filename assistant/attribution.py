"""Who says what a sentence says: "X told us", "according to X", words in quotation marks.

The rules look for a name next to a verb of saying. What a document says in its own voice ("the
Inquiry concludes" in the report of that inquiry) is nobody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.documents import Kind

How = Literal["said", "found", "recommended"]
"""`found` is what data, a study or an investigation showed; `said` is anything that a person or
a body only says."""

_NO_NAMES = (
    r"(?!(?:The|A|An|We|I|You|He|She|They|It|Its|Their|His|Her|Our|There|Here|This|That|These|Those"
    r"|In|On|At|As|By|To|Of|For|From|With|But|And|Or|If|Yet|So|Although|While|Whilst|When|Where"
    r"|What|Who|Why|How|Since|Both|Also|Then|Thus|Despite|Given|After|Before|During|However"
    r"|Therefore|Indeed|Further|Furthermore|Moreover|Similarly|Separately|Additionally|Finally"
    r"|Firstly|Secondly|Thirdly|Fourthly|Fifthly|Sixthly|Lastly|Successive|Some|Many|Much|Several|Most"
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
    r"(?:\b(?i:(?:some|many|several|most|other|a number of|all|two|three)\s+)?(?i:of\s+)?"
    r"(?i:the\s+)?"
    r"(?:[a-z]+\s+)?(?i:witnesses|critics|commentators|stakeholders|respondents|contributors"
    r"|participants|speakers|leaders|executives|experts|campaigners|economists|analysts"
    r"|organisations|bodies|charities|unions|companies|clinicians|nurses|doctors|staff|patients"
    r"|ministers|officials|researchers|authors|colleagues|others|some|many|government|managers"
    r"|directors|interviewees|(?:policy-?)?makers)\b"
    r"|\b(?i:one|a|an|another)\s+(?:[a-z-]+\s+){0,3}(?:executive|director|manager|leader|nurse|sister"
    r"|doctor|consultant|clinician|patient|respondent|interviewee|participant|witness|official"
    r"|minister|spokes(?:person|man|woman))\b)"
    r"(?:\s+(?:in|at|of|from|across)(?:\s+(?!which\b|whom\b|that\b)[\w’'&-]+){1,4}?)?"
)
_PRONOUN = r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|who)\b"
_A_PERSON = frozenset(("He", "he", "She", "she"))
_ASIDE = (
    r"(?:\s*\([^()]{1,150}\))?"
    r"(?:\s*,(?:[^.;:“”()]|\([^()]{1,150}\)){2,220}?,|\s+[–—]\s+[^–—.;“”]{2,200}\s+[–—]|,)?"
)
_BETWEEN = (
    r"(?:\s+(?:has|have|had|also|both|all|each|then|further|similarly|therefore|rightly|however"
    r"|later|previously|recently|again|went on to|did not|does not|do not|would|too"
    r"|itself|himself|herself|themselves|[“\"][^”\"]{1,30}[”\"]))*"
)
# These forms are plural nouns as well: "the ONS estimates that", but not "ONS estimates of".
_AS_VERB = r"(?=\s+(?:that|a|an|the|its?|how|why|there|this|these|they|between)\b)"
_SAYS = (
    r"(?:said|says?|told|argue[sd]?|explain(?:ed|s)?|stated|suggest(?:ed|s)?|believe[sd]?"
    r"|think|thinks|thought|claimed|noted|describe[sd]?|warn(?:ed|s)?|emphasise[sd]?"
    r"|acknowledge[sd]?|express(?:ed|es)?|comment(?:ed|s)|added|adds|recall(?:ed|s)"
    r"|agrees?\b(?!\s+to)|consider(?:ed|s)?|felt|feels?|highlighted"
    r"|assert(?:ed|s)?|contend(?:ed|s)?|urge[sd]?|call(?:ed|s)?\s+(?:for|on|it|them|this|the)|propose[sd]?"
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
    r"|justif(?:y|ied|ies)|underst(?:ands?|ood)|testified|denie[sd]|reiterated?|echoed|recounted"
    r"|underlined?s?|underscore[sd]?|signalled|voiced|summari[sz]ed|characteri[sz]ed|impl(?:y|ie[sd])"
    r"|credit(?:ed|s)|liken(?:ed|s)|defend(?:ed|s)|advised|made\s+(?:it\s+)?clear"
    r"|remarked|concur(?:red|s)?|(?:re)?assured|t(?:akes?|ook)\s+the\s+view|accepts\s+that"
    r"|gave\s+(?:oral\s+|written\s+)?(?:evidence|an\s+account)|responded\s+that"
    r"|ask(?:ed|s)?\s+(?:for|that|in\s+\d+\s+that|the\s+government)|reflect(?:ed|s)?\s+that"
    r"|(?:is|are|was|were|been)\s+(?:\w+ly\s+)?(?:concerned|worried|sceptical|critical)"
    r"|promise[sd]?|pledge[sd]?|queried|thank(?:ed|s)|congratulate[sd]?"
    r"|s(?:aw|ees?)\s+(?:[\w’-]+\s+){1,6}as\b"
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
    rf"|(?P<own>{_NAME})[’']s?\s+(?:view|opinion|belief|argument|position|submission"
    r"|testimony)\b"
)
_NOBODY = re.compile(
    r"\b(?:[Ii]t\s+(?:was|is|has\s+been|had\s+been)\s+(?:also\s+|further\s+|widely\s+|often\s+)?"
    r"(?:noted|argued|suggested|claimed|said|felt|thought|believed|acknowledged|proposed|alleged)"
    r"|(?:[Cc]oncerns?|[Ss]cepticism|[Dd]oubts?|[Vv]iews?|[Ff]ears?)\s+(?:was|were|has\s+been"
    r"|have\s+been|had\s+been)\s+(?:also\s+)?(?:expressed|raised|voiced)"
    r"|(?:[Ww]e|Inquiry|Committee|Review|Panel|Commission)\s+(?:also\s+)?(?:heard|received\s+evidence"
    r"|(?:was|were|has\s+been|have\s+been|had\s+been)\s+(?:also\s+)?told)"
    r"|(?:[Ii]n|[Tt]heir|[Hh]is|[Hh]er|[Ii]ts)\s+(?:oral|written)\s+evidence"
    r"|(?:[Oo]ur|[Ii]ts|[Tt]heir)\s+members\s+(?:\w+\s+)?(?:say|tell|told|report|feel|know|want"
    r"|believe|would)"
    r"|(?:given|put|said|suggested|described|presented|reported|explained|submitted|drawn)\s+to"
    r"\s+(?:us|our\s+attention|the\s+(?:Inquiry|Committee|Review))"
    r"|(?<!\b[Ww]e\s)(?:is|are|was|were|remains?)\s+(?:\w+ly\s+|also\s+)?(?:concerned|worried|anxious|sceptical"
    r"|frustrated|disappointed|keen|hopeful|confident|optimistic)\s+(?:about|that|by|over|at|to)"
    r"|(?:the|a)\s+(?:\w+\s+)?(?:view|belief|perception|impression|opinion|feeling)\s+(?:(?:was|is)\s+)?that"
    r"|(?:is|are|was|were|been)\s+(?:\w+ly\s+)?(?:(?:cited|described|criticised|praised)"
    r"\s+(?:as|by)|(?:characterised|portrayed)\s+as)"
    r"|(?<!\b[Ww]e\s)ha(?:ve|s|d)\s+(?:\w+\s+){0,2}(?:doubts|concerns|reservations|misgivings)"
    r"|evidence\s+(?:\w+ly\s+)?(?:agreed|argued|felt|believed|considered|called|favoured|opposed)"
    r"|(?:[Bb]oard|[Cc]ommittee|[Gg]roup|[Mm]eeting|[Mm]embers)\s+(?:was|were)\s+(?:also\s+)?(?:assured"
    r"|reminded|informed|advised|told)"
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
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Baroness|Prof(?:essor)?)\.?\s+"
    rf"{_CAPITAL}(?:\s+{_CAPITAL}){{0,4}}"
)
_WORDS_OF = re.compile(r"[“\"][^”\"]*\w[^”\"]*[”\"]")
_FOUND_OUT = re.compile(r"\bf(?:ound|inds?)$")
_EVIDENCE = re.compile(
    r"\b(?:data|evidence|figures|statistics|results|research|study|studies|analysis|analyses|survey"
    r"|trial|table|figure|chart|estimates|polling|Survey|Study)$",
)

_OWN_VOICE: Mapping[Kind, str] = {
    "report": "inquiry|committee|report|review|panel|commission|investigation|survey|summary",
    "research briefing": "briefing|library|paper",
    "board paper": "paper|board|trust",
    "government response": r"(?:\w+\s+)?governments?|northern\s+ireland\s+executive|response|dhsc"
    r"|department(?:\s+of\s+[\w\s]+)?|nhs\s+england|ministers?",
    "guidance": r"guidance|handbook|framework|nhs(?:\s+england)?|government|dhsc|department"
    r"|constitution",
    "plan": r"plan|framework|strategy|nhs(?:\s+england)?|government|dhsc|department",
    "document": r"nhs(?:\s+england)?|government|dhsc|department|constitution|policy",
    "opinion piece": "article|piece",
}
"""By what names a kind of document speaks of those who wrote it."""
_OWN_WORK = r"\s+(?:internal\s+)?(?:report|analysis|data|figures|review|survey|statistics)"


@dataclass(frozen=True, slots=True)
class Attribution:
    """How a sentence gives what it says to another; `name` is as printed, None where not named."""

    how: How
    name: str | None


@lru_cache(maxsize=64)
def own_voice(kind: Kind, publisher: str | None) -> re.Pattern[str]:
    """The names by which a document of this kind and publisher speaks of those who wrote it."""
    names = [_OWN_VOICE[kind], *([re.escape(publisher)] if publisher else [])]
    return re.compile(rf"(?i:(?:the\s+|this\s+|our\s+)?(?:{'|'.join(names)})(?:{_OWN_WORK})?)")


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
        a_person = _TITLED.fullmatch(name) if name else match["pronoun"] in _A_PERSON
        if how == "found" and (a_person or people) and not _FOUND_OUT.search(match["found"]):
            how = "said"  # what a person identifies or concludes, a person says
        yield Attribution(how, name or _as_people(people))
    person = _TITLED.search(sentence)
    if person and _WORDS_OF.search(sentence):
        yield Attribution("said", person[0])
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
