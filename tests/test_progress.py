from __future__ import annotations

import io

from assistant.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_is_shown_how_far_it_is() -> None:
    terminal = Terminal()
    with Progress(terminal) as progress:
        progress("Reading a.pdf", 0, 3)
        progress("Reading b.pdf", 2, 3)
    assert "Reading a.pdf" in terminal.getvalue()
    assert "0 of 3" in terminal.getvalue()


def test_a_file_is_shown_nothing() -> None:
    file = io.StringIO()
    with Progress(file) as progress:
        progress("Reading a.pdf", 0, 3)
    assert file.getvalue() == ""
