"""The starter corpus is what its sources make, keeps its figures and names where they are from."""

import subprocess
import sys
import tomllib
import zipfile
from functools import cache
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
MAKE = ROOT / "tools" / "starter_corpus" / "make.py"
PDF = "nhs-productivity-and-finance-report.pdf"
WORD = "workforce-and-estates-briefing.docx"
ARTICLE = "NHS trusts are committed to productivity, but the government needs to step up too"
BOARD_PAPER = "board paper"
FRAMEWORK = "Medium Term Planning Framework"
GUIDANCE = "2025/26 priorities and operational planning guidance"
LIBRARY = "Commons Library briefing"

# What each document must name as the origin of its facts.
SOURCES = {
    PDF: [ARTICLE, FRAMEWORK, GUIDANCE, LIBRARY, BOARD_PAPER, "10 Year Health Plan"],
    WORD: [ARTICLE, FRAMEWORK, LIBRARY, BOARD_PAPER, "10 Year Health Plan"],
    "waiting-times-and-access.html": ["Handbook to the NHS Constitution", FRAMEWORK, GUIDANCE],
    "inquiries-what-they-recommended.md": [
        "Module 1: The resilience and preparedness of the United Kingdom",
        "UK Government Response to the Covid-19 Inquiry Module 1 Report",
        "Government Response to the Infected Blood Inquiry",
        "Government Response to the Science and Technology Select Committee Report",
    ],
    "opinion-capital-before-targets.txt": [ARTICLE, "report on NHS productivity, NHS Providers"],
    "productivity-survey-2023-summary.md": ["report on NHS productivity", ARTICLE],
    "planning-framework-2026-29-guide.md": [FRAMEWORK, GUIDANCE],
}

# The figures of the opinion piece of 2024 and of the report summary of 2023.
FIGURES = {
    "acute productivity": ["11%", "before the pandemic"],
    "yearly pledge": ["1.9% a year from 2025/26 to 2029/30"],
    "cost improvement": ["cost improvement programmes of up to 8%"],
    "planning gap": ["gap of £6bn"],
    "maintenance backlog": ["more than £11bn"],
    "return on spending": ["£1 spent on healthcare", "£4"],
    "incentives": ["incentives back into the financial framework in 2024/25"],
    "capital": ["73% of trusts", "2023/24"],
    "efficiency": ["89%"],
    "survey": ["110 responses", "over half", "April and May 2023"],
    "author": ["February 2023", "since 2013", "In 2019", "in 2022", "1 July 2024"],
}


@cache
def text_of(name: str) -> str:
    """Return the words of a document, white space folded."""
    path = CORPUS / name
    if path.suffix == ".pdf":
        text = " ".join(page.extract_text() for page in PdfReader(path).pages)
    elif path.suffix == ".docx":
        text = " ".join(part.text for part in Document(str(path)).paragraphs)
    else:
        text = path.read_text(encoding="utf-8")
    return " ".join(text.split())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the PDF and the Word file freshly made."""
    folder = tmp_path_factory.mktemp("made")
    subprocess.run([sys.executable, str(MAKE), str(folder)], check=True)
    return folder


def test_the_pdf_is_what_its_source_makes(made: Path) -> None:
    assert (made / PDF).read_bytes() == (CORPUS / PDF).read_bytes()


def test_the_word_file_is_what_its_source_makes(made: Path) -> None:
    # Part by part: the bytes of a zip file also depend on the compressor.
    with zipfile.ZipFile(made / WORD) as new, zipfile.ZipFile(CORPUS / WORD) as kept:
        assert new.namelist() == kept.namelist()
        for name in new.namelist():
            assert new.read(name) == kept.read(name), name


@pytest.mark.parametrize("figures", FIGURES.values(), ids=FIGURES)
def test_the_figures_of_the_two_short_texts_are_in_the_corpus(figures: list[str]) -> None:
    assert [f for f in figures if not any(f in text_of(name) for name in SOURCES)] == []


@pytest.mark.parametrize("name", SOURCES)
def test_every_document_names_its_sources(name: str) -> None:
    assert [source for source in SOURCES[name] if source not in text_of(name)] == []


@pytest.mark.parametrize("name", SOURCES)
def test_every_document_says_that_the_originals_are_the_authority(name: str) -> None:
    assert "written for the starter corpus" in text_of(name)
    assert "authority" in text_of(name)


def test_the_catalogue_speaks_only_of_documents_that_are_there() -> None:
    catalogue = tomllib.loads((CORPUS / "catalogue.toml").read_text(encoding="utf-8"))
    assert [name for name in [*SOURCES, *catalogue] if not (CORPUS / name).is_file()] == []
