"""Which words are nouns in the plural, as what is counted mostly is, and which are persons."""

from __future__ import annotations

_PEOPLE = """
people persons person patients patient staff nurses nurse doctors doctor midwives adults adult
children child women woman men man employees employee workers worker gps gp clinicians clinician
consultants residents carers carer volunteers respondents participants citizens individuals
individual victims babies infants students trainees physicians surgeons dentists pharmacists
managers colleagues members member paramedics practitioners professionals therapists radiographers
apprentices graduates smokers experts witnesses users clients visitors inmates prisoners pupils
teachers registrars officers officials ministers inpatients outpatients leavers joiners mothers
girls boys pensioners taxpayers customers beneficiaries claimants applicants veterans learners
leaders attendees delegates wte ftes fte wtes scientists researchers economists commissioners
directors executives servants assistants psychologists survivors donors recipients complainants
returners starters sonographers radiologists pathologists anaesthetists psychiatrists soldiers
refugees migrants homeowners tenants drivers owners users-of-services governors chairs
representatives councillors trustees lawyers advisers
"""
_PLURAL_WITHOUT_S = (
    "people children women men staff criteria media midwives data phenomena mice feet"
)
_NOT_PLURAL = """
this is was has its us as thus plus various previous serious less across always perhaps towards
besides overseas sometimes yes gas bus status basis analysis process access business progress
success virus illness nhs uks ics ons does versus whereas afterwards upwards onwards nonetheless
nevertheless unless focus continuous numerous continues minus means religious infectious
dangerous ambitious indigenous simultaneous rigorous cross mass class loss press stress address
fitness wellness awareness sepsis diagnosis crisis census campus aids sars mers hers his ours yours
theirs tens hundreds thousands millions billions sets makes takes gives shows says needs remains
includes requires analytics economics politics physics ethics logistics genomics diagnostics
mathematics robotics statistics england's wales rs covid-19s pm's headquarters respectively
"""
_HEADS = """
trusts providers boards centres hospitals sites practices services teams systems bodies groups
networks organisations programmes schemes units areas sectors homes providers beds places cases
deaths appointments visits calls admissions attendances episodes procedures tests scans courses
"""
PEOPLE_NOUNS = frozenset(_PEOPLE.split())
_PLURAL = frozenset(_PLURAL_WITHOUT_S.split())
_NO_PLURAL = frozenset(_NOT_PLURAL.split())
_HEAD = frozenset(_HEADS.split())


def is_plural(word: str) -> bool:
    """Whether a word in small letters looks like a noun in the plural."""
    if word in _PLURAL:
        return True
    return (
        len(word) > 2
        and word.endswith("s")
        and not word.endswith(("ss", "ous", "’s", "'s", "-terms", "-based"))
        and word not in _NO_PLURAL
    )


def is_head(word: str) -> bool:
    """Whether a plural after a plural is what is counted: "services managers" are managers."""
    return word in PEOPLE_NOUNS or word in _HEAD
