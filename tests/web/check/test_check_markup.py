"""A checked draft as HTML: character for character, each finding marked and told in words."""

from __future__ import annotations

import html
import re
from typing import Literal

from assistant.checking.finding import Finding, Verdict
from assistant.web.check.check_markup import finding_item, marked_draft, parts_of

DRAFT = "It *fell* by 11% <b>, or\n“one in five & more”, in 2024."


def finding(
    draft: str, text: str, verdict: Verdict, kind: Literal["figure", "quotation"] = "figure"
) -> Finding:
    at = draft.index(text)
    return Finding(text, at, at + len(text), kind, verdict)


def whole(draft: str, *findings: Finding) -> str:
    (part,) = parts_of(draft, findings)
    return marked_draft(draft, part, findings)


def without_labels(drawn: str) -> str:
    kept = re.sub(r'<sup class="label.*?</sup>', "", drawn)
    return html.unescape(re.sub(r"<[^>]*>", "", kept))


def test_the_draft_stays_as_it_was_given() -> None:
    found = finding(DRAFT, "11%", "matches"), finding(DRAFT, "one in five", "not-found")
    assert without_labels(whole(DRAFT, *found)) == DRAFT
    assert "&lt;b&gt;" in whole(DRAFT, *found)


def test_a_mark_is_told_by_number_and_words_and_leads_to_its_item() -> None:
    drawn = whole(DRAFT, finding(DRAFT, "11%", "differs"))
    assert '<mark class="checked differs" id="mark-1">11%</mark>' in drawn
    assert '<span class="hidden">Differs: see item 1</span>' in drawn
    assert 'href="/check?finding=1#finding-1"' in drawn


def test_a_figure_within_a_quotation_has_a_mark_of_its_own() -> None:
    quotation = finding(DRAFT, "one in five & more", "misquoted", "quotation")
    figure = finding(DRAFT, "five", "matches")
    drawn = whole(DRAFT, quotation, figure)
    assert without_labels(drawn) == DRAFT
    assert drawn.count('id="mark-1"') == drawn.count('id="mark-2"') == 1
    inner = '<mark class="checked misquoted"><mark class="checked matches" id="mark-2">five'
    assert inner in drawn


def test_findings_at_the_very_ends_are_marked() -> None:
    draft = "11% and 12%"
    drawn = whole(draft, finding(draft, "11%", "matches"), finding(draft, "12%", "differs"))
    assert drawn.count("<mark") == 2
    assert without_labels(drawn) == draft


def test_a_long_draft_comes_in_parts_that_are_all_of_it_and_cut_no_finding() -> None:
    draft = "\n".join(f"Line {number} has words and 11% in it." for number in range(3_000))
    findings = [
        Finding("11%", match.start(), match.end(), "figure", "matches")
        for match in re.finditer("11%", draft)
    ]
    across = Finding(draft[11_900:12_300], 11_900, 12_300, "quotation", "not-found")
    found = [across, *findings]
    parts = parts_of(draft, found)
    assert len(parts) > 5
    assert "".join(draft[part.start : part.end] for part in parts) == draft
    for each in found:
        assert sum(part.start <= each.start and each.end <= part.end for part in parts) == 1


def test_a_draft_without_spaces_is_cut_all_the_same() -> None:
    parts = parts_of("x" * 50_000, [])
    assert len(parts) > 3
    assert (parts[0].start, parts[-1].end) == (0, 50_000)


def test_differing_words_are_told_in_words() -> None:
    draft = "They “agreed four things at once”."
    at = draft.index("four")
    end = draft.index("”")
    changes = (
        ((at, at + 4), "three"),
        ((at + 5, at + 11), ""),
        ((end, end), "only <then>"),
    )
    found = Finding(
        draft[6:end], 6, end, "quotation", "misquoted", None, "agreed three", "Why.", changes
    )
    drawn = finding_item(7, draft, found)
    assert 'id="finding-7"' in drawn
    assert "The draft has <del>four</del>, the source <ins>three</ins>." in drawn
    assert "The draft adds <del>things</del>." in drawn
    assert "The draft leaves out <ins>only &lt;then&gt;</ins>." in drawn
    assert "<dt>The exact words</dt><dd><strong>agreed three</strong></dd>" in drawn
