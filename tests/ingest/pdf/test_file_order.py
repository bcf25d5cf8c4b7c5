"""Words in another order than the file's are kept and never quoted."""

import numpy as np

from assistant.documents import Role
from assistant.ingest.draft import DraftBlock
from assistant.ingest.pdf.file_order import mark_doubtful


def block(role: Role, text: str, page: int = 1) -> DraftBlock:
    pages = np.full(len(text), page, np.int16)
    return DraftBlock(role, text, page=pages, box=np.zeros((len(text), 4), np.int16))


def test_a_row_in_the_order_of_the_file_can_be_quoted() -> None:
    row = block("row", "Beds in use 96,000")
    assert mark_doubtful([row], ["Bedsinuse96,000"])[0].role == "row"


def test_a_row_put_together_in_another_order_cannot() -> None:
    row = block("row", "Beds 96,000 in use")
    assert mark_doubtful([row], ["Bedsinuse96,000"])[0].role == "contents"


def test_one_misread_paragraph_among_many_cannot_be_quoted() -> None:
    good = [block("paragraph", f"Paragraph {number}.") for number in range(20)]
    page = "".join(one.text for one in good) + "leftrightleftright"
    marked = mark_doubtful([*good, block("paragraph", "left left right right")], [page])
    assert [one.role for one in marked] == ["paragraph"] * 20 + ["contents"]


def test_a_file_that_writes_all_its_lines_in_disorder_can_still_be_quoted() -> None:
    blocks = [block("paragraph", "first second"), block("paragraph", "third fourth")]
    marked = mark_doubtful(blocks, ["fourthsecondthirdfirst"])
    assert [one.role for one in marked] == ["paragraph", "paragraph"]


def test_a_sentence_over_two_pages_stands_in_both() -> None:
    text = "begins here and ends there"
    pages = np.array([1] * 11 + [2] * (len(text) - 11), np.int16)
    whole = DraftBlock("row", text, page=pages, box=np.zeros((len(text), 4), np.int16))
    assert mark_doubtful([whole], ["beginshere", "andendsthere"])[0].role == "row"
