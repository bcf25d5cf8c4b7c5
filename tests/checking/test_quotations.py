from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checking.quotations import quotations_in

LONG = "patients should be at the centre"


def found(draft: str) -> list[str]:
    return [draft[one.start : one.end] for one in quotations_in(draft)]


@pytest.mark.parametrize(
    "draft",
    [
        f"It says “{LONG}”.",
        f'It says "{LONG}".',
        f"It says ‘{LONG}’.",
        f"It says '{LONG}'.",
        f'("{LONG}")',
    ],
)
def test_marks_of_all_kinds(draft: str) -> None:
    assert found(draft) == [LONG]


@pytest.mark.parametrize(
    "draft",
    [
        "The “free lunch” of “three words only” and 'so called' care.",
        "The trust's beds and the patients' wards aren't the nurses' problem, it's said.",
        'A 5" pipe and a 7" pipe were laid across the yard.',
        "“It was never closed, and so it is anybody's guess where it ends.",
        "",
    ],
)
def test_what_is_no_quotation(draft: str) -> None:
    assert found(draft) == []


def test_one_within_another_is_part_of_it() -> None:
    draft = "She said “they told me ‘this bed is not for you’ and left me there”."
    assert found(draft) == [draft[draft.index("they") : -2]]


def test_an_apostrophe_after_an_s_ends_nothing() -> None:
    words = "the nurses’ station was empty all night"
    assert found(f"He wrote ‘{words}’ in the book.") == [words]


def test_over_paragraphs_each_of_which_opens_it() -> None:
    draft = "“The first part of it stands here.\n\n“The second part ends it.”"
    assert found(draft) == [draft[1:-1]]


def test_a_block_quote_without_who_said_it() -> None:
    draft = "It says:\n\n> The first line of it\n> and the second.\n> — Ada Marsh\n\nWe agree."
    assert found(draft) == ["The first line of it\n> and the second."]


@pytest.mark.parametrize("sign", ["…", "[…]", "[...]", "(…)", "...", ". . .", "[the trust]"])
def test_omissions_cut_it_into_parts(sign: str) -> None:
    draft = f"“Patients should be {sign} at the centre”"
    parts = [draft[start:end].strip() for start, end in quotations_in(draft)[0].parts]
    assert parts == ["Patients should be", "at the centre"]


def test_a_changed_capital_cuts_nothing() -> None:
    assert len(quotations_in("“[P]atients should be at the centre”")[0].parts) == 1


@given(st.text(alphabet="ab c‘’“”\"'\n>[]…. ", max_size=300))
def test_any_text_gives_parts_in_order_within_the_text(draft: str) -> None:
    end = 0
    for one in quotations_in(draft):
        assert end <= one.start < one.end <= len(draft)
        end = one.end
        cuts = [cut for part in one.parts for cut in part]
        assert cuts == sorted(cuts) and one.start <= cuts[0] and cuts[-1] <= one.end


def test_many_marks_take_no_time() -> None:
    words = '"one two three four" ' * 8_000
    assert len(quotations_in(words)) == 8_000
    assert quotations_in('"a ' * 25_000) == []
