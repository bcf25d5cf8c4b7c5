from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import DocumentError
from assistant.ingest.draft import Draft
from assistant.ingest.html.read import read_html


def read(folder: Path, source: str | bytes, name: str = "paper.html") -> Draft:
    path = folder / name
    path.write_bytes(source.encode() if isinstance(source, str) else source)
    return read_html(path)


def roles(draft: Draft) -> list[tuple[str, int, str]]:
    return [(block.role, block.level, block.text) for block in draft.blocks]


PAGE = """<!doctype html><html><head><title>Staff plan - GOV.UK</title><style>p{}</style></head>
<body>
<div class="cookie-banner"><p>We use cookies.</p></div>
<header><nav><ul><li>Home</li></ul></nav></header>
<nav class="breadcrumb">Home &gt; Plans</nav>
<main><h1>Staff plan</h1><p>The <b>NHS</b> needs
staff.</p><h2>Retention</h2><p>Trusts must:</p>
<ul><li>keep staff<ul><li>in wards</li><li><p>in clinics</p></li></ul></li><li>train them</li></ul>
<table><caption>Staff by year</caption><tr><th>Year</th><th>Staff</th></tr>
<tr><td>2023</td><td>1,200</td></tr><tr><td colspan="2">none</td></tr></table>
<aside>Get help</aside><script>var words = "not text";</script>
<section class="related-content"><p>Other plans</p></section>
<h2>Related content</h2><ul><li>More</li></ul><h2>Next steps</h2><p>Act.</p></main>
<footer>© Crown copyright</footer></body></html>"""


def test_a_page_keeps_its_structure_and_loses_its_surroundings(tmp_path: Path) -> None:
    assert roles(read(tmp_path, PAGE)) == [
        ("heading", 1, "Staff plan"),
        ("paragraph", 0, "The NHS needs staff."),
        ("heading", 2, "Retention"),
        ("paragraph", 0, "Trusts must:"),
        ("item", 0, "keep staff"),
        ("item", 1, "in wards"),
        ("item", 1, "in clinics"),
        ("item", 0, "train them"),
        ("paragraph", 0, "Staff by year"),
        ("row", 0, "Year | Staff"),
        ("row", 0, "2023 | 1,200"),
        ("row", 0, "none"),
        ("heading", 2, "Next steps"),
        ("paragraph", 0, "Act."),
    ]


def test_a_page_without_main_is_read_from_its_body(tmp_path: Path) -> None:
    source = "<body><div id=nav class=navbar>Home</div><div>First<p>second</p>third</div></body>"
    assert [text for _, _, text in roles(read(tmp_path, source))] == ["First", "second", "third"]


def test_words_are_verbatim_and_clean(tmp_path: Path) -> None:
    source = "<p>The &#64257;rst&nbsp;co&shy;op’s<br>“non‑stop”  caf&eacute; H<sub>2</sub>O</p>"
    assert roles(read(tmp_path, source))[0][2] == "The first coop’s “non‑stop” café H2O"


def test_linked_superscripts_are_marks_and_powers_are_not(tmp_path: Path) -> None:
    source = (
        '<p>It is full<sup><a href="#n1">1</a></sup>. So <a href="#n2"><sup>[2]</sup></a> be it'
        "<sup>st</sup>, 5 m<sup>2</sup>, 10<sup>6</sup>.</p>"
    )
    (block,) = read(tmp_path, source).blocks
    assert block.text == "It is full 1. So 2 be itst, 5 m2, 106."
    assert [block.text[a:b] for a, b in block.marks] == ["1", "2"]
    assert all(block.text[a - 1] == " " for a, _ in block.marks)


def test_footnotes_are_notes_with_their_number(tmp_path: Path) -> None:
    source = (
        '<p>Beds are full.</p><div class="footnotes"><ol><li id="n1"><p>Smith, 2020. '
        '<a href="#r1">↩</a></p></li><li id="n2">Jones, 2021.</li></ol></div>'
    )
    assert roles(read(tmp_path, source))[1:] == [
        ("note", 0, "1 Smith, 2020."),
        ("note", 0, "2 Jones, 2021."),
    ]


def test_a_table_for_layout_is_read_as_text(tmp_path: Path) -> None:
    source = "<table><tr><td><h2>Beds</h2><p>Beds are full.</p></td><td>Act.</td></tr></table>"
    assert roles(read(tmp_path, source)) == [
        ("heading", 2, "Beds"),
        ("paragraph", 0, "Beds are full."),
        ("paragraph", 0, "Act."),
    ]


def test_a_contents_list_and_references_have_their_roles(tmp_path: Path) -> None:
    source = (
        "<h1>Beds</h1><h2>Contents</h2><ul><li>Wards</li></ul><h2>Wards</h2><p>Full.</p>"
        "<h2>References</h2><ol><li>Smith, 2020.</li></ol>"
    )
    found = [(role, text) for role, _, text in roles(read(tmp_path, source))]
    assert ("contents", "Contents") in found
    assert ("contents", "Wards") in found
    assert ("heading", "Wards") in found
    assert ("reference", "Smith, 2020.") in found


HEAD = "<h1>A</h1><h1>B</h1><p>Words of the page.</p>"


@pytest.mark.parametrize(
    ("source", "title"),
    [
        pytest.param(
            "<title>x | GOV.UK</title><h1> Staff\nplan </h1><p>Act.", "Staff plan", id="h1"
        ),
        pytest.param(
            f'<meta property="og:title" content="Staff plan">{HEAD}', "Staff plan", id="og"
        ),
        pytest.param("<title>Staff plan - GOV.UK</title><p>Act now.", "Staff plan", id="title"),
        pytest.param(
            "<title>NHS » Staff plan 2024</title><p>Act.", "Staff plan 2024", id="site first"
        ),
    ],
)
def test_titles(tmp_path: Path, source: str, title: str) -> None:
    assert read(tmp_path, source).facts.title == title


@pytest.mark.parametrize(
    "source",
    [
        '<meta name="article:published_time" content="2024-05-03T10:00:00Z"><p>Act.',
        '<meta name="DCTERMS.issued" content="2024-05-03"><p>Act.',
        '<script type="application/ld+json">{"datePublished": "2024-05-03"}</script><p>Act.',
        '<script type="application/ld+json">{"@graph": [{}, {"datePublished": "2024-05-03T1"}]}'
        "</script><p>Act.",
        "<p>Published <time datetime='2024-05-03'>3 May 2024</time></p>",
        "<p>Date published: 3 May, 2024</p>",
    ],
    ids=["meta", "dcterms", "json-ld", "graph", "time", "text"],
)
def test_dates(tmp_path: Path, source: str) -> None:
    assert read(tmp_path, source).facts.published == "2024-05-03"


def test_authors_and_publisher(tmp_path: Path) -> None:
    source = (
        '<script type="application/ld+json">{"author": [{"name": "Jane Smith"}, "Tom Jones"],'
        '"publisher": {"name": "NHS Providers"}}</script><p>Act.'
    )
    facts = read(tmp_path, source).facts
    assert facts.authors == ("Jane Smith", "Tom Jones")
    assert facts.publisher == "NHS Providers"


def test_a_broken_json_ld_is_passed_over(tmp_path: Path) -> None:
    broken = '<script type="application/ld+json">{"author": </script>'
    source = f'{broken}<meta name=author content="Jo Li"><p>Act.'
    assert read(tmp_path, source).facts.authors == ("Jo Li",)


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", ""),
        ("utf-8-sig", "<meta charset=latin1>"),
        ("utf-16", ""),
        ("cp1252", "<meta charset='iso-8859-1'>"),
        ("cp1252", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'),
        ("cp1252", "<meta charset=utf-8>"),
        ("utf-8", "<meta charset=nonsense>"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, head: str) -> None:
    words = "The trust’s “plan” costs £5 million."
    draft = read(tmp_path, f"<html><head>{head}</head><p>{words}</p>".encode(encoding))
    assert draft.blocks[0].text == words


@pytest.mark.parametrize(
    "source", ["<html></html>", "<p> </p>", "<script>words</script>", "<nav>Home</nav>", "   "]
)
def test_no_words_is_empty(tmp_path: Path, source: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(tmp_path, source)
    assert caught.value.reason == "empty"


def test_endless_nesting_is_an_error_of_the_document(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        read(tmp_path, "<div>" * 5000 + "words" + "</div>" * 5000)
    assert caught.value.reason == "damaged"


def test_broken_markup_gives_clean_blocks(tmp_path: Path) -> None:
    blocks = read(tmp_path, "<ul><li>a<p>one\ntwo<table><td>x<ul></li></main><h2>b</b>\tc").blocks
    assert {word for block in blocks for word in block.text.split()} >= {"one", "two", "x", "c"}
    assert all(block.text == " ".join(block.text.split()) for block in blocks)
