"""HTML of the questions that need attention."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from assistant.records.attention import Case, Group
from assistant.web.markup import facts_list, heading
from assistant.wording import day_and_time, filters_in_words


def question_list(groups: Iterable[Group]) -> str:
    """The questions, each time that they were asked."""
    drawn = "".join(_group(group) for group in groups)
    # The role keeps it a list where CSS takes its bullets away.
    return f'<ol class="questions" role="list">{drawn}</ol>'


def _group(group: Group) -> str:
    """A question with what is to be known of it, each time that it was asked."""
    latest = group.cases[0]
    asked = heading(2, latest.question, "asked")
    facts = [("Asked", _asked(group))]
    understood = latest.answer.understood if latest.answer else None
    facts += [("Understood as", understood)] if understood else []
    facts += [("Also asked as", wording) for wording in group.wordings[1:]]
    facts += [("Comment", case.comment) for case in group.cases if case.comment]
    filters = dict.fromkeys(filters_in_words(case.filters) for case in group.cases)
    facts += [("Filters", used) for used in filters if used]
    facts += _outcome(latest)
    return f"<li>{asked}{facts_list(facts)}</li>"


def _asked(group: Group) -> str:
    moment = datetime.fromisoformat(group.cases[0].date)
    last = day_and_time(moment)
    times = len(group.cases)
    return last if times == 1 else f"{times:,} times, last on {last}"


def _outcome(case: Case) -> list[tuple[str, str]]:
    """What was shown the last time, and from which index."""
    if case.problem is not None:
        return [("Problem", case.problem)]
    if case.answer is None:
        return []
    name = "Quotes shown" if case.answer.answered else "Near misses shown"
    references = "\n".join(passage.reference for passage in case.shown)
    return [(name, references or "None"), ("Index version", case.index_version)]
