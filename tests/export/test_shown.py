from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from assistant.errors import PaperError
from assistant.export.markdown import markdown
from assistant.export.shown import quotes_in_markdown, quotes_in_word, unproved
from assistant.export.word import word
from tests.export.making import CONTROL, HOSTILE, TEXT, citation, item, paper

WHOLE = paper(
    *(
        item(citation(text, (0, 2), ((3, 4),), start=start))
        for start, text in enumerate([TEXT, CONTROL, *HOSTILE.values()])
    )
)


def test_what_was_exported_is_proved() -> None:
    for shown in (quotes_in_word(word(WHOLE)), quotes_in_markdown(markdown(WHOLE))):
        assert len(shown) == len(WHOLE.items)
        assert unproved(shown, WHOLE) == ()


def changed(xml: str) -> bytes:
    """The exported file with something put at the end of the first quote."""
    document = docx.Document(BytesIO(word(paper(item()))))
    (quote,) = (each for each in document.paragraphs if each.text == TEXT)
    quote._p.append(parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1)))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "xml",
    ["<w:r><w:t>Not.</w:t></w:r>", '<w:ins w:id="1"><w:r><w:t>Not.</w:t></w:r></w:ins>'],
    ids=["words", "tracked words"],
)
def test_words_added_in_word_are_not_proved(xml: str) -> None:
    assert unproved(quotes_in_word(changed(xml)), paper(item())) == (f"{TEXT}Not.",)


def test_a_quote_added_in_word_is_not_proved() -> None:
    document = docx.Document(BytesIO(word(paper(item()))))
    document.add_table(1, 1).cell(0, 0).add_paragraph("Invented.", "Quote")
    file = BytesIO()
    document.save(file)
    assert unproved(quotes_in_word(file.getvalue()), paper(item())) == ("Invented.",)


def test_words_changed_in_markdown_are_not_proved() -> None:
    text = markdown(paper(item())).replace("60,000 nurses", "60,000 doctors", 1)
    assert unproved(quotes_in_markdown(text), paper(item())) == (TEXT.replace("nurses", "doctors"),)
    added = markdown(paper(item())) + "\n> Invented.\n"
    assert unproved(quotes_in_markdown(added), paper(item())) == ("Invented.",)


def test_a_quote_that_was_taken_out_is_no_fault() -> None:
    left = paper(WHOLE.items[0])
    assert unproved(quotes_in_word(word(left)), WHOLE) == ()


def test_what_is_no_word_file_is_refused() -> None:
    with pytest.raises(PaperError):
        quotes_in_word(b"no file")
