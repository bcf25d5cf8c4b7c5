"""What the docs point to is there: pages, headings, files, settings. Each says whom it is for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import (
    FOLDERS,
    PAGES,
    PATHS,
    ROOT,
    anchors,
    first_paragraph,
    inline_code,
    links,
    name_of,
)

DECISIONS = ROOT / "docs" / "decisions"
SOURCES = [
    path
    for name in (*FOLDERS, ".")
    for suffix in ("py", "sh", "toml", "yaml", "service", "conf", "html", "env")
    for path in (ROOT / name).glob(f"*.{suffix}" if name == "." else f"**/*.{suffix}")
]
SETTING = re.compile(r"\bASSISTANT_[A-Z_]+[A-Z]\b")
BETWEEN_PROCESSES = {"ASSISTANT_BUILD_BY", "ASSISTANT_BUILD_LOCK", "ASSISTANT_BUILD_PERSON"}
"""Variables that no person sets: the app tells the build that it starts."""

page_by_name = pytest.mark.parametrize("page", PAGES, ids=name_of)


@page_by_name
def test_links_lead_somewhere(page: Path) -> None:
    for link in links(page):
        if "://" in link:
            continue
        target, _, heading = link.partition("#")
        file = (page.parent / target).resolve() if target else page
        assert file.exists(), link
        assert not heading or heading in anchors(file), link


@page_by_name
def test_files_that_are_named_are_there(page: Path) -> None:
    ends = {"/" + path for path in PATHS}
    for code in inline_code(page):
        if re.fullmatch(rf"({'|'.join(FOLDERS)})/[\w./*-]+", code):
            assert [*ROOT.glob(code)], code
        elif re.fullmatch(r"[\w/]+\.py", code):
            assert any(path.endswith("/" + code) for path in ends), code


def test_pages_that_the_code_names_are_there() -> None:
    named = re.compile(r"\bdocs/(?:decisions/\d{4}|[\w/-]+\.\w+)")
    there = "\n".join(sorted(PATHS))
    for source in SOURCES:
        for page in named.findall(source.read_text(encoding="utf-8")):
            assert page in there, f"{name_of(source)} names {page}"


def test_every_decision_is_listed_under_its_title() -> None:
    listed = (DECISIONS / "README.md").read_text(encoding="utf-8")
    for page in sorted(DECISIONS.glob("0*.md")):
        number, title = re.findall(r"\A# (\d+)\. (.+)", page.read_text(encoding="utf-8"))[0]
        assert f"\n{number}. [{title}]({page.name})" in listed
        assert int(number) == int(page.name[:4])


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.parent == ROOT / "docs"], ids=name_of
)
def test_a_page_begins_with_whom_it_is_for(page: Path) -> None:
    assert first_paragraph(page).startswith("For ")


def test_every_setting_is_in_the_contract_and_every_one_there_is_real() -> None:
    code = [path for path in SOURCES if path.is_relative_to(ROOT / "assistant")]
    real = {name for path in code for name in SETTING.findall(path.read_text(encoding="utf-8"))}
    told = set(SETTING.findall((ROOT / "docs" / "contract.md").read_text(encoding="utf-8")))
    assert sorted(real - told - BETWEEN_PROCESSES) == []
    named = {name for page in PAGES for name in SETTING.findall(page.read_text(encoding="utf-8"))}
    assert sorted((named | told) - real) == []


def test_every_picture_is_shown() -> None:
    shown = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    pictures = (ROOT / "docs" / "pictures").glob("*.png")
    assert [each.name for each in pictures if f"pictures/{each.name}" not in shown] == []
