from __future__ import annotations

from assistant.commands.terminal import harmless, indented, printable, shortened, writable


def test_what_could_steer_a_terminal_is_left_out() -> None:
    assert harmless("two\nlines \x1b[31mred") == "two\nlines \ufffd[31mred"
    assert printable(" two\n lines\x07") == "two lines\ufffd"


def test_a_long_text_is_cut() -> None:
    assert shortened("Beds\nclosed.", 12) == "Beds closed."
    assert shortened("Beds closed.", 4) == "Beds…"


def test_a_sentence_is_indented_on_every_line() -> None:
    lines = indented("word " * 40, 3)
    assert len(lines) == 3
    assert all(line.startswith("   word") and len(line) <= 88 for line in lines)


def test_a_text_without_lone_surrogates_stays() -> None:
    assert writable("zażółć") == "zażółć"
    assert writable("q\ud800") == "q?"
