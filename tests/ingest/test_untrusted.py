"""Files made to do harm: each is a reason beside it, and the next file is read."""

from __future__ import annotations

import os
import socket
import zipfile
from pathlib import Path

import pytest

from assistant.errors import DocumentError
from assistant.ingest.corpus import Misplaced, corpus_files, placed
from assistant.ingest.draft import Facts
from assistant.ingest.page_progress import page_done
from assistant.ingest.read import ToRead, in_workers, read_document
from assistant.settings import Limits
from tests.ingest.pdfs import BEDS, save, write

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def to_read(file: Path) -> ToRead:
    return ToRead(file.name, file, "0" * 64, Facts())


def word(path: Path, inside: str, head: str = "") -> Path:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Override PartName="/word/document.xml" ContentType="{main}"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="t" Type="{OFFICE}/attachedTemplate" TargetMode="External" '
        'Target="http://127.0.0.1:9/evil.dotm"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0"?>{head}<w:document xmlns:w="{WORD}"><w:body>'
        f"<w:p><w:r><w:t>{inside}</w:t></w:r></w:p></w:body></w:document>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_each_bomb_costs_only_itself(tmp_path: Path) -> None:
    laughs = '<!DOCTYPE l [<!ENTITY a "lol">' + "".join(
        f'<!ENTITY {after} "{("&" + before + ";") * 10}">'
        for before, after in zip("abcdefgh", "bcdefghi", strict=True)
    )
    (tmp_path / "deep.html").write_text("<html><body>" + "<b><i>" * 20_000 + BEDS)
    files = [
        to_read(word(tmp_path / "laughs.docx", "&i;", laughs + "]>")),
        to_read(tmp_path / "deep.html"),
        to_read(word(tmp_path / "big.docx", "A" * 300_000_000)),
        to_read(save(tmp_path / "good.pdf", [lambda c: write(c, 100, BEDS)])),
    ]
    limits = Limits(seconds=5, memory_bytes=600_000_000)
    *bombs, good = in_workers(read_document, files, limits, workers=2)
    for bomb in bombs:
        assert isinstance(bomb, DocumentError)
        assert bomb.reason in {"damaged", "too-large", "timeout", "empty"}
    assert not isinstance(good, DocumentError)
    assert good.text == BEDS


def test_nothing_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_network: None
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    page = '<html><body><img src="http://127.0.0.1:9/x.png"><iframe src="http://127.0.0.1:9/">'
    (tmp_path / "a.html").write_text(f"{page}</iframe><script>alert(1)</script><p>{BEDS}</p>")
    assert read_document(to_read(tmp_path / "a.html"), Limits()).text == BEDS
    assert read_document(to_read(word(tmp_path / "a.docx", BEDS)), Limits()).text == BEDS
    secret = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    file = word(tmp_path / "x.docx", f"{BEDS} &x;", secret)
    try:
        assert "root:" not in read_document(to_read(file), Limits()).text
    except DocumentError as error:
        assert error.reason == "damaged"


def _three_pages(file: ToRead, limits: Limits) -> str:
    for page in (1, 2, 3):
        page_done(page, 3)
    return file.path


def test_pages_are_told_as_they_are_read(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    files = [to_read(tmp_path / "a.pdf"), to_read(tmp_path / "b.pdf")]
    found = in_workers(
        _three_pages, files, Limits(), workers=1, progress=lambda *page: told.append(page)
    )
    assert list(found) == ["a.pdf", "b.pdf"]
    assert all(pages == 3 and 1 <= page <= 3 for _, page, pages in told)


def _much(file: ToRead, limits: Limits) -> bytes:
    return b"a" * 2_000_000 if file.path == "much" else b"a"


def test_what_a_worker_hands_over_is_bounded(tmp_path: Path) -> None:
    files = [to_read(tmp_path / "much"), to_read(tmp_path / "little")]
    much, little = in_workers(_much, files, Limits(result_bytes=1_000_000), workers=1)
    assert isinstance(much, DocumentError)
    assert much.reason == "too-large"
    assert little == b"a"


def test_links_that_lead_out_and_devices_are_told_and_not_read(tmp_path: Path) -> None:
    corpus, outside = tmp_path / "corpus", tmp_path / "outside"
    corpus.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text(BEDS)
    (corpus / "own.txt").write_text(BEDS)
    (corpus / "inside.txt").symlink_to(corpus / "own.txt")
    (corpus / "out.txt").symlink_to(outside / "secret.txt")
    (corpus / "folder").symlink_to(outside)
    (corpus / "zero.txt").symlink_to("/dev/zero")
    os.mkfifo(corpus / "pipe.txt")
    found = {file.path: file for file in corpus_files(corpus)}
    assert list(found) == ["folder", "inside.txt", "out.txt", "own.txt", "pipe.txt", "zero.txt"]
    for name in ("folder", "out.txt", "pipe.txt", "zero.txt"):
        with pytest.raises(Misplaced):
            found[name].sha256()
        with pytest.raises(DocumentError) as caught:
            read_document(ToRead(name, found[name].file, "", Facts()), Limits())
        assert caught.value.reason == "unsupported"
    assert found["inside.txt"].sha256() == found["own.txt"].sha256()


def test_a_name_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    for name in (b"a\xff.txt", b"a\nb.txt"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(BEDS)
    found = corpus_files(tmp_path)
    assert [file.path for file in found] == ["a\ufffd.txt", "a\ufffdb.txt"]
    for file in found:
        file.path.encode()
        with pytest.raises(Misplaced):
            placed(file.path, file.file)
