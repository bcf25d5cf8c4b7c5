"""Words that set measures apart, and words that say little of what is measured."""

from __future__ import annotations

from collections.abc import Mapping

GROUPS: Mapping[str, str] = {
    "nation": "england english scotland scottish wales welsh ireland irish uk britain british "
    "kingdom",
    "region": "london midlands yorkshire cornwall devon kent north south east west northern "
    "southern eastern western",
    "abroad": "france germany italy spain japan canada australia sweden denmark netherlands "
    "norway usa america american europe european eu oecd global world worldwide international",
    "age": "child children young adult adults older elderly infant infants baby babies teenage "
    "adolescents pensioners",
    "sex": "men women male males female females boys girls",
    "ethnicity": "black white asian ethnic minority mixed",
    "setting": "acute ambulance community mental dental dentist dentistry maternity pharmacy "
    "primary secondary tertiary specialist hospice social",
    "stay": "inpatient inpatients outpatient outpatients daycase admitted overnight virtual",
    "urgency": "elective emergency urgent planned routine non-elective unplanned",
    "staff": "nurse nurses nursing doctor doctors midwife midwives consultant consultants gp gps "
    "manager managers managerial resident junior trainee trainees volunteer volunteers "
    "pharmacist pharmacists dentists paramedics therapists",
    "contract": "agency bank permanent temporary locum substantive",
    "money": "capital revenue resource cash nominal real pay wage wages drugs medicines "
    "investment saving savings deficit surplus income backlog debt budget cost costs price tax",
    "statistic": "average mean median maximum minimum highest lowest peak record percentile top "
    "bottom half first second third fourth last",
    "change": "growth increase decrease rise rose risen fall fell fallen reduction reduced "
    "improvement improved decline declined cut change grew grown",
    "comparison": "compared relative below above higher lower lowest highest gap difference than",
    "illness": "cancer diabetes stroke heart cardiovascular respiratory dementia covid flu "
    "influenza sepsis obesity asthma copd hiv hepatitis cervical breast lung bowel prostate",
    "mortality": "death deaths died survival survived birth births",
    "opinion": "agree agreed disagree disagreed satisfied dissatisfied support oppose",
    "whose": "public private voluntary independent trust trusts icb icbs council councils "
    "national local regional",
    "extra": "further additional another extra more remaining rest other",
    "negation": "not non no never without fewer less more unable neither nor",
}  # fmt: skip
"""Words of one kind that set measures apart: "inpatients" are not "outpatients"."""

ALWAYS_SAID = frozenset(
    {"age", "sex", "ethnicity", "stay", "urgency", "contract", "illness", "abroad", "statistic",
     "negation", "opinion", "mortality", "staff"}
)  # fmt: skip
"""Kinds of words that are not left unsaid: who says "children" means no adults."""

LITTLE = """
year years month months week weeks day days quarter number numbers total overall figure figures
percentage proportion share rate level levels per cent percent around nearly almost approximately
reached stood represents accounted including following currently latest recent recently now today
period date time nhs
"""
"""Words that stand with most figures, whatever these measure."""
