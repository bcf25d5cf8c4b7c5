"""The systems that `benchmarks/peers.py` compares, each behind the same few steps.

Each of these runs in a process of its own, in an environment where its packages are: it builds an
index of a folder, answers questions out of it, and says how large it is. All peers get the same
chunks (pypdf's text in pieces of 150 words, `ingest_peers.py`) and the same MiniLM weights. Kinds
of files that a tutorial would not read (Word, HTML) are left out by peers, not by this project.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

from benchmarks.ingest_peers import chunks, minilm, minilm_folder

Found = list[tuple[str, str]]
"""What was found for a question, best first: the stem of its document's name, and its text."""
FOUND = 10


class System(Protocol):
    """One way to make documents searchable; `precision` is that of the network's arithmetic."""

    precision: str

    def build(self, documents: Path) -> int:
        """Index a folder from nothing; returns how many passages there are."""

    def search(self, question: str) -> Found:
        """The best `FOUND` passages for a question."""


def plain_text_of(documents: Path) -> Iterator[tuple[Path, str]]:
    """The text of each PDF by pypdf, and of each plain file as it is."""
    from pypdf import PdfReader

    for file in sorted(documents.rglob("*")):
        if file.suffix.lower() == ".pdf":
            yield file, "\n".join(page.extract_text() for page in PdfReader(file).pages)
        elif file.suffix.lower() in (".md", ".txt"):
            yield file, file.read_text("utf-8", errors="replace")


def pieces_of(documents: Path) -> list[tuple[str, str]]:
    """The stem of a document's name and a chunk of its text, for every chunk of all documents."""
    return [
        (file.stem, piece) for file, text in plain_text_of(documents) for piece in chunks([text])
    ]


class _Embedding:
    """What most peers share: the model by sentence-transformers, loaded before the clock runs."""

    precision = "float32"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.model = minilm()
        self.pieces: list[tuple[str, str]] = []

    def vectors(self, texts: list[str]) -> Any:  # noqa: ANN401 - no types come with these packages
        return self.model.encode(texts, normalize_embeddings=True, show_progress_bar=False)

    def read(self, documents: Path) -> Any:  # noqa: ANN401
        """Read and embed; returns the vectors."""
        self.pieces = pieces_of(documents)
        return self.vectors([piece for _, piece in self.pieces])


class Tutorial(_Embedding):
    """pypdf, SentenceTransformer.encode, faiss.IndexFlatIP, and the chunks as JSON."""

    def build(self, documents: Path) -> int:
        """Index a folder."""
        import faiss

        vectors = self.read(documents)
        self.index = faiss.IndexFlatIP(vectors.shape[1])
        self.index.add(vectors)
        faiss.write_index(self.index, str(self.folder / "index.faiss"))
        (self.folder / "chunks.json").write_text(json.dumps(self.pieces), encoding="utf-8")
        return len(self.pieces)

    def search(self, question: str) -> Found:
        """Search by meaning."""
        _, numbers = self.index.search(self.vectors([question]), FOUND)
        return [self.pieces[number] for number in numbers[0] if number >= 0]


class Txtai(_Embedding):
    """txtai with `hybrid` and `content`: its own pooling, faiss, BM25 and SQLite."""

    def __init__(self, folder: Path) -> None:
        from txtai import Embeddings

        self.folder = folder
        self.index = Embeddings({"path": str(minilm_folder()), "hybrid": True, "content": True})
        self.index.batchtransform(["warm up"])

    def build(self, documents: Path) -> int:
        """Index a folder."""
        self.pieces = pieces_of(documents)
        self.index.index(
            (number, {"text": text, "stem": stem}, None)
            for number, (stem, text) in enumerate(self.pieces)
        )
        self.index.save(str(self.folder / "txtai"))
        return len(self.pieces)

    def search(self, question: str) -> Found:
        """Search by meaning and by words, as txtai weighs them."""
        return [self.pieces[int(one["id"])] for one in self.index.search(question, FOUND)]


class Haystack(_Embedding):
    """Haystack's in-memory store: BM25 and embeddings, joined by reciprocal rank fusion.

    Retrieval only: no question-answering model for an extractive reader comes with the package.
    """

    def build(self, documents: Path) -> int:
        """Index a folder."""
        from haystack import Document
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import (
            InMemoryBM25Retriever,
            InMemoryEmbeddingRetriever,
        )
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        vectors = self.read(documents)
        store = InMemoryDocumentStore(embedding_similarity_function="dot_product")
        store.write_documents(
            [
                Document(content=text, meta={"stem": stem, "n": n}, embedding=vector.tolist())
                for n, ((stem, text), vector) in enumerate(zip(self.pieces, vectors, strict=True))
            ]
        )
        store.save_to_disk(str(self.folder / "haystack.json"))
        self.words = InMemoryBM25Retriever(store, top_k=FOUND * 2)
        self.meaning = InMemoryEmbeddingRetriever(store, top_k=FOUND * 2)
        self.join = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=FOUND)
        return len(self.pieces)

    def search(self, question: str) -> Found:
        """Search by meaning and by words."""
        words = self.words.run(query=question)["documents"]
        vector = self.vectors([question])[0].tolist()
        meaning = self.meaning.run(query_embedding=vector)["documents"]
        joined = self.join.run(documents=[words, meaning])["documents"]
        return [(one.meta["stem"], one.content) for one in joined]


class Chroma(_Embedding):
    """Chroma on disk, given the vectors."""

    def build(self, documents: Path) -> int:
        """Index a folder."""
        import chromadb

        vectors = self.read(documents)
        client = chromadb.PersistentClient(
            str(self.folder / "chroma"), chromadb.Settings(anonymized_telemetry=False)
        )
        self.index = client.create_collection(
            "passages", embedding_function=None, metadata={"hnsw:space": "ip"}
        )
        most = client.get_max_batch_size()
        for at in range(0, len(self.pieces), most):
            part = self.pieces[at : at + most]
            self.index.add(
                ids=[str(at + number) for number in range(len(part))],
                embeddings=vectors[at : at + most],
                documents=[text for _, text in part],
                metadatas=[{"stem": stem} for stem, _ in part],
            )
        return len(self.pieces)

    def search(self, question: str) -> Found:
        """Search by meaning."""
        found = self.index.query(query_embeddings=self.vectors([question]), n_results=FOUND)
        return [self.pieces[int(identity)] for identity in found["ids"][0]]


class Milvus(_Embedding):
    """Milvus Lite in one file, given the vectors."""

    def build(self, documents: Path) -> int:
        """Index a folder."""
        from pymilvus import MilvusClient

        vectors = self.read(documents)
        self.client = MilvusClient(str(self.folder / "milvus.db"))
        self.client.create_collection("passages", dimension=vectors.shape[1], metric_type="IP")
        rows = [
            {"id": number, "vector": vector.tolist(), "stem": stem, "text": text}
            for number, ((stem, text), vector) in enumerate(zip(self.pieces, vectors, strict=True))
        ]
        for at in range(0, len(rows), 1_000):
            self.client.insert("passages", rows[at : at + 1_000])
        return len(self.pieces)

    def search(self, question: str) -> Found:
        """Search by meaning."""
        (found,) = self.client.search(
            "passages", data=[self.vectors([question])[0].tolist()], limit=FOUND
        )
        return [self.pieces[int(one["id"])] for one in found]


class Ours:
    """This project: its build, and its search of passages without the reader."""

    def __init__(self, folder: Path) -> None:
        from assistant.encoder.precision import dtype_of
        from assistant.index.embedder import SentenceEmbedder
        from assistant.settings import Settings

        self.settings = Settings(index=folder / "index")
        self.embedder = SentenceEmbedder()
        self.embedder.encode(["warm up"])
        self.precision = str(dtype_of("auto")).removeprefix("torch.")

    def build(self, documents: Path) -> int:
        """Index a folder."""
        from dataclasses import replace

        from assistant.index.build import build

        self.settings = replace(self.settings, corpus=documents)
        return build(self.settings, self.embedder).passages

    def search(self, question: str) -> Found:
        """Search by meaning and by words."""
        understood = self._asked().understand(question)
        vector = self.embedder.encode([understood.search])[0]
        found = self._asked().search(understood, vector)
        return [(Path(one.passage.document.path).stem, one.passage.text) for one in found[:FOUND]]

    def _asked(self) -> Any:  # noqa: ANN401
        if not hasattr(self, "_assistant"):
            from assistant.answer.assistant import Assistant

            self._assistant = Assistant.open(self.settings, self.embedder)
        return self._assistant


class OursAnswers(Ours):
    """This project, the whole answer: search, the reader, and quotes."""

    def search(self, question: str) -> Found:
        """Answer; what is found are the quotes."""
        answer = self._asked().ask(question)
        return [(Path(one.document.path).stem, one.text) for one in answer.quotes]


SYSTEMS: dict[str, Callable[[Path], System]] = {
    "ours": Ours,
    "ours, answers": OursAnswers,
    "tutorial": Tutorial,
    "txtai": Txtai,
    "haystack": Haystack,
    "chroma": Chroma,
    "milvus-lite": Milvus,
}
OURS = ("ours", "ours, answers")
