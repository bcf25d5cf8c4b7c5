from __future__ import annotations

import copyreg
import os
import pickle
import struct
from pathlib import Path

import numpy as np
import pytest

from assistant.documents import Block, Document, Layout, Page
from assistant.errors import DocumentError
from assistant.ingest.draft import Facts
from assistant.ingest.processes.messages import Inbox, TooLong, unpickled
from assistant.ingest.read import ToRead, in_workers
from assistant.settings import Limits


class Evil:
    """What a reader that was taken over may send: it names a function and what to call it with."""

    def __init__(self, file: str) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (self.file,)


def to_read(path: Path) -> ToRead:
    return ToRead(path.name, path, "0" * 64, Facts())


def _evil_if_asked(file: ToRead, limits: Limits) -> object:
    return Evil(str(file.file)) if file.path == "evil" else file.path


def _fails(file: ToRead, limits: Limits) -> str:
    raise ValueError("words of a document")


def test_a_document_comes_as_it_was_sent() -> None:
    layout = Layout(np.ones(5, np.int16), np.zeros((5, 4), np.int16))
    text = "Beds."
    sent = Document(
        *("a.pdf", "", "A", "document", text, (Block(0, 5, "paragraph"),)),
        pages=(Page(1, None, 100, 100),),
        layout=layout,
    )
    got = unpickled(pickle.dumps(("done", sent)), __name__)[1]
    assert (got.text, got.blocks, got.pages) == (sent.text, sent.blocks, sent.pages)
    assert (got.layout.page == layout.page).all()
    assert (got.layout.box == layout.box).all()


def _remade(detail: str) -> DocumentError:
    return DocumentError("damaged", detail)


def _refuses(file: ToRead, limits: Limits) -> object:
    # As the library tblib does when it is imported, and with it Dask.
    copyreg.pickle(DocumentError, lambda error: (_remade, (error.detail,)))
    raise DocumentError("empty", "It is empty.", again=True)


def _makes_up_a_reason(file: ToRead, limits: Limits) -> object:
    raise DocumentError("gone wild", "It is empty.")  # type: ignore[arg-type]


def test_an_error_comes_as_it_was_raised_whatever_pickles_exceptions(tmp_path: Path) -> None:
    (error,) = in_workers(_refuses, [to_read(tmp_path / "a")], Limits(), workers=1)
    assert isinstance(error, DocumentError)
    assert (error.reason, error.detail, error.again) == ("empty", "It is empty.", True)


def test_an_error_has_one_of_the_reasons(tmp_path: Path) -> None:
    (error,) = in_workers(_makes_up_a_reason, [to_read(tmp_path / "a")], Limits(), workers=1)
    assert isinstance(error, DocumentError)
    assert error.reason == "damaged"


@pytest.mark.parametrize(
    "content",
    [
        pickle.dumps(os.system),
        b"cposix\nsystem\n(S'true'\ntR.",
        b"cassistant.__main__\nmain\n.",
        b"cassistant.errors\nannotations\n.",
        b"cassistant.ingest.processes.messages\nsys.modules\n.",
        b"cassistant.ingest.processes.workers\nPath\n.",
        b"cbuiltins\neval\n.",
        pickle.dumps(Evil("a")),
    ],
)
def test_only_the_parts_of_results_can_be_named(content: bytes) -> None:
    with pytest.raises(pickle.UnpicklingError):
        unpickled(content, __name__)


def test_what_a_reader_sends_is_never_run(tmp_path: Path) -> None:
    files = [to_read(tmp_path / "evil"), to_read(tmp_path / "good")]
    evil, good = in_workers(_evil_if_asked, files, Limits(), workers=1)
    assert isinstance(evil, DocumentError)
    assert not (tmp_path / "evil").exists()
    assert good == "good"


def test_messages_are_put_together_from_pieces() -> None:
    sent = struct.pack("!i", 3) + b"abc" + struct.pack("!i", -1) + struct.pack("!Q", 2) + b"de"
    inbox, found = Inbox(), []
    for at in range(len(sent)):
        inbox.add(sent[at : at + 1])
        if message := inbox.message(3):
            found.append(message)
    assert found == [b"abc", b"de"]
    inbox.add(struct.pack("!i", 4))
    with pytest.raises(TooLong):
        inbox.message(3)


def test_the_log_has_no_words_of_documents(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (found,) = in_workers(_fails, [to_read(tmp_path / "a.txt")], Limits(), workers=1)
    assert isinstance(found, DocumentError)
    told = capfd.readouterr().err
    assert "a.txt could not be read" in told
    assert "builtins.ValueError" in told
    assert "words of a document" not in told
