"""The files behind the documents: those that are listed and unchanged, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.web import page_links
from assistant.web.server import files
from assistant.web.server.files import file_routes
from tests.web.fake_assistant import FakeAssistant
from tests.web.reading import OpenApp

Opened = tuple[TestClient, FakeAssistant, Path]


@pytest.fixture
def opened_files(
    open_app: OpenApp, opened: list[FakeAssistant], folders: tuple[Path, Path]
) -> Iterator[Opened]:
    """A client of the routes, the assistant behind them, and its corpus."""
    open_app(page="help")
    with TestClient(Starlette(routes=file_routes())) as client:
        yield client, opened[-1], folders[0]


def pdf_of(assistant: FakeAssistant) -> str:
    return page_links.file_link(assistant.paged.sha256, assistant.paged.path)


def notes_of(assistant: FakeAssistant) -> str:
    return page_links.file_link(assistant.unpaged.sha256, assistant.unpaged.path)


def test_a_pdf_is_shown_by_the_browser(opened_files: Opened) -> None:
    client, assistant, corpus = opened_files
    answer = client.get(pdf_of(assistant))
    assert answer.status_code == 200
    assert answer.content == (corpus / assistant.paged.path).read_bytes()
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == (
        "inline; filename*=utf-8''workforce_plan_%2A2024%2A.pdf"
    )


def test_what_is_no_pdf_is_saved_and_never_shown(opened_files: Opened) -> None:
    client, assistant, corpus = opened_files
    answer = client.get(notes_of(assistant))
    assert answer.content == (corpus / assistant.unpaged.path).read_bytes()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == (
        "attachment; filename*=utf-8''notes_%3Asmile%3A.md"
    )
    assert answer.headers["content-security-policy"].startswith("sandbox;")


@pytest.mark.parametrize("address", [pdf_of, notes_of, lambda _: "/files/0/unknown"])
def test_nothing_is_guessed_run_or_kept(
    opened_files: Opened, address: Callable[[FakeAssistant], str]
) -> None:
    client, assistant, _ = opened_files
    headers = client.get(address(assistant)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "private, no-store"
    assert "default-src 'none'" in headers["content-security-policy"]


def test_a_part_of_a_file_and_its_head_can_be_asked_for(opened_files: Opened) -> None:
    client, assistant, corpus = opened_files
    content = (corpus / assistant.paged.path).read_bytes()
    part = client.get(pdf_of(assistant), headers={"Range": "bytes=5-9"})
    assert (part.status_code, part.content) == (206, content[5:10])
    assert part.headers["content-range"] == f"bytes 5-9/{len(content)}"
    head = client.head(pdf_of(assistant))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(content))
    assert client.post(pdf_of(assistant)).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/files/{sha}/../secret.txt",
        "/files/{sha}/..%2fsecret.txt",
        "/files/{sha}/%2e%2e/%2e%2e/secret.txt",
        "/files/{sha}//etc/passwd",
        "/files/{sha}/secret.txt",
    ],
)
def test_the_name_in_an_address_opens_nothing(opened_files: Opened, path: str) -> None:
    client, assistant, corpus = opened_files
    (corpus / "secret.txt").write_text("secret")
    (corpus.parent / "secret.txt").write_text("secret")
    answer = client.get(path.format(sha=assistant.paged.sha256))
    if answer.status_code == 200:  # The hash alone names the file.
        assert answer.content.startswith(b"%PDF")
    assert b"secret" not in answer.content
    assert client.get(path.format(sha="..%2fsecret.txt")).status_code == 404


@pytest.mark.parametrize("sha256", ["0" * 63, "plans", "%00", "secret.txt"])
def test_an_unknown_hash_is_not_found_and_says_so(opened_files: Opened, sha256: str) -> None:
    client, _, _ = opened_files
    answer = client.get(f"/files/{sha256}/plan.pdf")
    assert answer.status_code == 404
    assert "This file is not among the documents." in answer.text
    assert 'href="/documents"' in answer.text


def test_a_changed_file_is_not_served(opened_files: Opened) -> None:
    client, assistant, corpus = opened_files
    assert client.get(pdf_of(assistant)).status_code == 200
    with (corpus / assistant.paged.path).open("ab") as file:
        file.write(b"\n")
    answer = client.get(pdf_of(assistant))
    assert answer.status_code == 404
    assert "has changed since it was read" in answer.text


def test_a_listed_file_that_is_missing_is_not_served(opened_files: Opened) -> None:
    client, assistant, corpus = opened_files
    (corpus / assistant.unpaged.path).unlink()
    answer = client.get(notes_of(assistant))
    assert answer.status_code == 404
    assert "missing or has changed" in answer.text


def test_there_is_nothing_to_serve_without_an_index(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Nothing:
        assistant = None

    class Empty:
        def shelf(self) -> Nothing:
            return Nothing()

    monkeypatch.setattr(files, "shared_library", Empty)
    with TestClient(Starlette(routes=file_routes())) as client:
        assert client.get("/files/0/plan.pdf").status_code == 404


def test_a_link_says_the_name_and_the_page_and_keeps_them_apart() -> None:
    assert page_links.file_link("ab", "plans/Plan #1 50%?.pdf", 14) == (
        "/files/ab/Plan%20%231%2050%25%3F.pdf#page=14"
    )
    assert page_links.file_link("ab", "Übersicht.md") == "/files/ab/%C3%9Cbersicht.md"
    assert page_links.file_link("ab", "C:\\x.md") == "/files/ab/C%3A-x.md"


def test_everything_works_below_a_path(
    opened_files: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, assistant, _ = opened_files
    monkeypatch.setattr(st, "get_option", lambda _: "board/assistant/")
    assert page_links.document_link("a b.pdf", page=2) == (
        "/board/assistant/documents?document=a%20b.pdf&page=2"
    )
    assert page_links.ask_link("a&b.pdf") == "/board/assistant/?document=a%26b.pdf"
    with TestClient(Starlette(routes=file_routes())) as client:
        assert pdf_of(assistant).startswith("/board/assistant/files/")
        assert client.get(pdf_of(assistant)).status_code == 200
