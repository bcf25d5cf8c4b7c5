"""The words that tell which headings name something that can be asked about."""

from __future__ import annotations

_POINTS_ELSEWHERE_LIST = """
we our ours us i my me this these those it its they them he she her his here there above below
following i'm we're
"""
POINTS_ELSEWHERE = frozenset(_POINTS_ELSEWHERE_LIST.split())
"""Words that mean nothing away from their page."""

_FINITE_LIST = """
is are was were be been am has have had do does did will would shall should must can cannot could
may might not n't provides aspires belongs commits requires includes applies works makes gives
takes means says shows sets puts depends remains affects covers contains ensures expects rose fell
grew became made said told went came got wants let lets deserve deserves
"""
FINITE = frozenset(_FINITE_LIST.split())
"""Verb forms that make a heading a sentence. Those that are nouns too are left out."""

_COMMANDS_LIST = """
achieve act add address adopt agree align apply ask assess avoid be become begin bring build
calculate call check choose clarify collect complete conduct consider continue create cut define
deliver describe develop do embed empower enable encourage engage ensure establish expand explain
explore extend find follow get give go help identify implement improve incentivise include
increase introduce invest involve join keep know lead learn listen live look maintain make manage
maximise meet minimise modernise move note optimise prevent prioritise produce promote protect
provide publish put raise read recognise record redesign reduce reform register remove replace
report respond restore review see send set share simplify speak spend standardise start stop
strengthen submit support tackle take talk tell test think transform try turn understand update
use visit work write
"""
COMMANDS = frozenset(_COMMANDS_LIST.split())
"""Verbs that begin a heading which tells people what to do."""

_AFTER_A_NOUN_LIST = """
of for in to with from between on by at and within across
"""
AFTER_A_NOUN = frozenset(_AFTER_A_NOUN_LIST.split())
"""What follows a noun: "support for carers" is a topic, "support carers" is not."""

_JOINS_LIST = """
or about over into than through under against during without around behind towards per
"""
JOINS = AFTER_A_NOUN | frozenset(_JOINS_LIST.split())
"""What may stand before "the" in the middle of a topic."""

_NO_BEGINNING_LIST = """
overview summary update updates
before after during while if as under through fit ready please everyone foreword preface
introduction introductory appendix annex session
"""
NO_BEGINNING = AFTER_A_NOUN | frozenset(_NO_BEGINNING_LIST.split())
"""What no topic begins with."""

_DANGLING_LIST = """
a an the and or of to for in on at by with from as is are our your their that which than into
between within across about
"""
DANGLING = frozenset(_DANGLING_LIST.split())
"""What no topic ends with: the rest of the heading has been lost."""

_DETERMINERS_LIST = """
a an the each every all some any no your other more most both another such many much few several
what how why where when who whether
"""
DETERMINERS = frozenset(_DETERMINERS_LIST.split())
"""What takes the place of an article."""

_COUNTED_LIST = """
act agenda agency approach authority backlog board budget case centre code commission committee
constitution context council covenant database deficit department directorate distinction duty
effect executive fall focus framework fund future gap group impact increase inquiry law link
mandate ministry mission model need office ombudsman panel plan position process programme project
public register regulator relationship requirement response rise role scheme secretariat sector
service shift state status strategy structure survey system taskforce team timeline timetable
transition treasury trust unit vision way workforce
"""
COUNTED = frozenset(_COUNTED_LIST.split())
"""Nouns that want an article: "the maintenance backlog"."""

_SAYS_NOTHING_LIST = """
activity applications case category doing identified lessons new practical possible problems
source studies study aim about abbreviations abstract acknowledgements acronyms action actions
aims analysis annex annexes appendices appendix approach assumptions authors background
bibliography box chapter citation comments committee complete conclusion conclusions consultation
contact contents context copyright credits definition definitions details disclaimer discussion
document evidence example examples exceptions feedback figure figures finding findings foreword
framework further general glossary guidance guide headlines history image index information
interests introduction issues key legal links list membership message method methodology methods
national next note notes objective objectives oral other outcome outcomes outline output outputs
overview page part pledge pledges preface principles priorities priority provider providers
publication publications publisher purpose question questions reading recommendation
recommendations references region regional remit report reports requirement research resources
response responses responsibilities result results right rights scope section sources staff status
step steps structure subscriptions summaries summary support table tables target targets terms
text theme themes title update updates witnesses written year years executive ministerial success
measure measures areas area main and the of to a in for our your adviser advisers alphabetical
author chronological contributing current date declaration declared description endnotes first
footnotes last only order organisation published receipt required session specialist submission
submissions term useful witness working words
"""
SAYS_NOTHING = frozenset(_SAYS_NOTHING_LIST.split())
"""Words that headings of any document have: of these alone no topic is made."""


_NOUNS_IN_ING_LIST = """
bullying building commissioning counselling crowding dumping fasting financing flooding funding
gambling housing learning lobbying monitoring nursing parking planning prescribing procuring
recycling safeguarding scaling screening sequencing smoking staffing tendering testing training
triaging understaffing vaping weighting whistleblowing
"""
NOUNS_IN_ING = frozenset(_NOUNS_IN_ING_LIST.split())
"""Words in -ing that alone are a topic: "funding", but not "delivering"."""
