"""Sentences that a page break tears apart in a text file are kept and never quoted."""

from pathlib import Path

import pytest

from assistant.documents import Block, Document
from assistant.ingest.draft import Facts
from assistant.ingest.passages import split_passages
from assistant.ingest.quotable import without_torn_sentences
from assistant.ingest.read import ToRead, read_document
from assistant.settings import Limits

TEXT = "The first stands. The second is torn apart. The third stands."


def document(text: str = TEXT) -> Document:
    return Document("a.md", "", "A", "report", text, (Block(0, len(text), "paragraph"),))


def roles(checked: Document) -> list[tuple[str, str]]:
    return [(block.role, checked.text[block.start : block.end]) for block in checked.blocks]


def test_the_torn_sentence_alone_cannot_be_quoted() -> None:
    checked = without_torn_sentences(
        document(),
        "The first stands. The second\n\n7\n\nBoard paper\n\nis torn apart. The third stands.",
    )
    assert roles(checked) == [
        ("paragraph", "The first stands."),
        ("contents", "The second is torn apart."),
        ("paragraph", "The third stands."),
    ]
    assert checked.text == TEXT
    assert all("torn" not in passage.text for passage in split_passages(checked, (120, 180)))


@pytest.mark.parametrize(
    "file_text",
    [TEXT, TEXT.replace(" ", "\n"), TEXT.replace("torn", "**torn**"), TEXT.replace("first", "[first](http://a.b/c-d)")],
    ids=["as it is", "other white space", "emphasis", "a link"],
)  # fmt: skip
def test_what_is_not_torn_stays_whole(file_text: str) -> None:
    assert without_torn_sentences(document(), file_text).blocks == document().blocks


def test_what_is_read_from_a_file_is_checked(tmp_path: Path) -> None:
    file = tmp_path / "paper.md"
    pages = [
        f"Every page {n} begins here.\n\nIt has more to say about ward {n} and goes\n\n"
        f"{n}\n\nExample Trust board paper\n\non upon the next page {n}.\n"
        for n in range(1, 9)
    ]
    file.write_text("# Paper\n\n" + "\n".join(pages), "utf-8")
    read = read_document(ToRead("paper.md", file, "", Facts()), Limits())
    whole = "".join(file.read_text("utf-8").split())
    for passage in split_passages(read, (20, 40)):
        for line in passage.text.splitlines():
            assert "".join(line.split()) in whole
