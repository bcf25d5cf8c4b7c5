"""The packaged model, run by ourselves: what sentence-transformers makes of it, only sooner."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.encoder.files import encoder_folder
from assistant.encoder.sentences import SentenceVectors
from assistant.errors import ModelError
from assistant.index.other_model import OtherModel

pytestmark = pytest.mark.models

TEXTS = {
    "nothing": "",
    "a word": "Beds.",
    "a question": "How many hospital beds were shut in the spring?",
    "white space": "  214\tbeds \n\n were  shut ",
    "marks": "The café’s £5 “meal” costs 3½% more – ﬁnally… 病院 🛏",
    "markup": "[CLS] beds [SEP] [MASK] <b>wards</b>",
    "a long word": "x" * 300,
    "a paragraph": "The trust closed 214 beds because the roof of the east wing was unsafe. " * 4,
    "just as long as it may be": "bed " * 254,
    "longer than is read": "The board will decide in June whether the wing opens again. " * 60,
}


@pytest.fixture(scope="module")
def exact() -> SentenceVectors:
    return SentenceVectors.open(encoder_folder(), "float32")


@pytest.fixture(scope="module")
def quick() -> SentenceVectors:
    return SentenceVectors.open(encoder_folder(), "bfloat16")


@pytest.mark.usefixtures("no_network")
def test_it_makes_the_vectors_of_the_library(exact: SentenceVectors) -> None:
    ours = exact.encode(list(TEXTS.values()))
    theirs = OtherModel(encoder_folder()).encode(list(TEXTS.values()))
    assert ours.dtype == theirs.dtype == np.float32
    for name, one, other in zip(TEXTS, ours, theirs, strict=True):
        assert np.allclose(one, other, atol=2e-6), name


def test_bfloat16_is_close(exact: SentenceVectors, quick: SentenceVectors) -> None:
    texts = list(TEXTS.values())
    cosines = np.sum(exact.encode(texts) * quick.encode(texts), axis=1)
    assert cosines.min() > 0.999


@pytest.mark.parametrize("precision", ["exact", "quick"])
def test_a_vector_is_the_same_to_the_bit_whatever_is_encoded_beside_it(
    precision: str, request: pytest.FixtureRequest
) -> None:
    model: SentenceVectors = request.getfixturevalue(precision)
    texts = [f"{text} {number}" for number in range(3) for text in TEXTS.values()]
    together = model.encode(texts)
    assert np.array_equal(model.encode(texts[::-1])[::-1], together)
    for text, vector in zip(texts[:10], together[:10], strict=True):
        assert np.array_equal(model.encode([text])[0], vector), text


def test_no_text_gives_no_vector(exact: SentenceVectors) -> None:
    assert exact.encode([]).shape == (0, 384)


@pytest.mark.parametrize("broken", ["model.safetensors", "tokenizer.json"])
def test_a_damaged_model_says_how_to_mend_it(tmp_path: Path, broken: str) -> None:
    for name in ("model.safetensors", "tokenizer.json"):
        shutil.copy(encoder_folder() / name, tmp_path)
    (tmp_path / broken).write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match=r"is damaged.*make setup"):
        SentenceVectors.open(tmp_path)


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_a_processor_that_cannot_lay_out_weights_computes_all_the_same(
    exact: SentenceVectors, tmp_path: Path, precision: str
) -> None:
    file = tmp_path / "vectors.npy"
    # oneDNN looks at its instructions once: the processor of another process is an older one.
    program = (
        "import sys, numpy; from pathlib import Path; "
        "from assistant.encoder.sentences import SentenceVectors; "
        "vectors = SentenceVectors.open(Path(sys.argv[1]), sys.argv[2]); "
        "numpy.save(sys.argv[3], vectors.encode(['How many beds were shut?']))"
    )
    subprocess.run(
        [sys.executable, "-c", program, str(encoder_folder()), precision, str(file)],
        env={**os.environ, "ONEDNN_MAX_CPU_ISA": "AVX2"},
        check=True,
    )
    assert float(exact.encode(["How many beds were shut?"])[0] @ np.load(file)[0]) > 0.999
