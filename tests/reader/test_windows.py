from __future__ import annotations

import pytest
from tokenizers import Tokenizer

from assistant.reader.texts import Text
from assistant.reader.weights import load_tokenizer
from assistant.reader.windows import MOST_TOKENS, Window, windows_of

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_tokenizer()


def read_back(tokenizer: Tokenizer, window: Window) -> str:
    return str(tokenizer.decode(list(window.tokens), skip_special_tokens=False))


def test_a_short_passage_is_one_window_under_its_heading(tokenizer: Tokenizer) -> None:
    text = Text("Winter plan", "Beds were closed.")
    (window,) = windows_of(tokenizer, [("How many beds?", text)])
    assert read_back(tokenizer, window) == (
        "[CLS] how many beds? [SEP] winter plan : beds were closed. [SEP]"
    )
    assert [text.words[start:end] for start, end in window.spans] == [
        "Beds", "were", "closed", ".",
    ]  # fmt: skip
    assert window.tokens[window.first - 1] == tokenizer.token_to_id(":")
    assert window.tokens[window.second - 1] == tokenizer.token_to_id("[SEP]")


def test_without_a_heading_there_is_no_colon(tokenizer: Tokenizer) -> None:
    (window,) = windows_of(tokenizer, [("Beds?", Text("", "Closed."))])
    assert window.first == window.second


def test_a_long_passage_is_read_whole_in_windows_that_overlap(tokenizer: Tokenizer) -> None:
    text = Text("Plan", " ".join(f"ward {number} has beds." for number in range(200)))
    windows = windows_of(tokenizer, [("Beds?", text)])
    assert len(windows) > 3
    assert all(len(window.tokens) == MOST_TOKENS for window in windows)
    seen = {span for window in windows for span in window.spans}
    assert seen == set(tokenizer.encode(text.words, add_special_tokens=False).offsets)
    for one, other in zip(windows, windows[1:], strict=False):
        assert len(set(one.spans) & set(other.spans)) >= 64


def test_a_question_and_a_heading_of_any_length_leave_room(tokenizer: Tokenizer) -> None:
    (window,) = windows_of(tokenizer, [("why " * 500, Text("plan " * 500, "Beds were closed."))])
    assert len(window.spans) == 4
    assert len(window.tokens) <= MOST_TOKENS


def test_the_end_of_a_long_question_is_read(tokenizer: Tokenizer) -> None:
    question = "My mother is ill. " * 40 + "Who pays for her care?"
    (window,) = windows_of(tokenizer, [(question, Text("", "The council pays."))])
    assert "who pays for her care? [SEP]" in read_back(tokenizer, window)


def test_windows_name_the_pair_they_are_of(tokenizer: Tokenizer) -> None:
    pairs = [("a", Text("", "One.")), ("b", Text("", "Two. " * 300)), ("c", Text("", "Three."))]
    of = [window.pair for window in windows_of(tokenizer, pairs)]
    assert of == sorted(of)
    assert set(of) == {0, 1, 2}
    assert of.count(1) > 1
