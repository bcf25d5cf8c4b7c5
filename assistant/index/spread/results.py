"""What comes of each document, in the order of the corpus, while others are still being read."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from assistant.errors import DocumentError, SpreadError
from assistant.index.embedder import Embedder
from assistant.index.making import Cut, Known, Results, with_vectors
from assistant.index.rows import Made
from assistant.index.spread.checked import check_cut, check_vectors
from assistant.index.spread.job import EmbedJob, Program, ReadJob, in_parts
from assistant.index.spread.sent import content_of
from assistant.index.spread.work import embed, read
from assistant.ingest.read import ToRead
from assistant.settings import Settings

_A_WORKER = 4
"""So many documents for each worker may be on their way or wait for their turn."""
_BYTES = 256_000_000
"""So many bytes of files may be on their way: the scheduler holds them until they are read."""
_TEXTS = 512
"""So many texts are embedded by one worker at a time."""
_LOOK_SECONDS = 1.0


class Lost(Exception):
    """A task ended its workers as often as the scheduler lets it, so it is not tried again."""


class Crew(Protocol):
    """Those who do what is asked; see cluster.py for the one that is a Dask cluster."""

    def size(self) -> int:
        """How many tasks can be done at a time, 1 at least. Raises SpreadError: nobody is left."""

    def submit(
        self, key: str, work: Callable[..., object], *arguments: object, soon: bool = False
    ) -> None:
        """Have something done, which is called `key`; `soon` before what is not."""

    def done(self, seconds: float) -> tuple[str, object] | None:
        """The key of a task that is done and what came of it; None where none is after a while.

        What came of it is a `Lost` where it ended its workers. Raises SpreadError: the cluster
        cannot go on.
        """


@dataclass(slots=True)
class _Document:
    file: ToRead
    size: int = 0
    result: Cut | DocumentError | None = None
    vectors: dict[str, bytes] = field(default_factory=dict)
    waits_for: set[str] = field(default_factory=set)


def results(
    files: Sequence[ToRead],
    settings: Settings,
    program: Program,
    crew: Crew,
    embedder: Embedder,
    known: Known,
) -> Results:
    """What became of each file, in their order; see `assistant.index.making.Make`.

    A document is read first, then only its texts that no vector is known for are embedded. No more
    than a few documents for each worker are held at a time.

    Raises:
        SpreadError: the cluster cannot go on: no scheduler, no workers, or workers of another kind.
    """
    return _Run(files, settings, program, crew, embedder, known).results()


class _Run:
    def __init__(
        self,
        files: Sequence[ToRead],
        settings: Settings,
        program: Program,
        crew: Crew,
        embedder: Embedder,
        known: Known,
    ) -> None:
        self._waiting = deque(files)
        self._settings, self._program, self._crew = settings, program, crew
        self._embedder, self._known = embedder, known
        self._line: deque[_Document] = deque()
        """Those that are on their way or done, in order."""
        self._tasks: dict[str, list[_Document]] = {}
        """Who waits for which task: the same texts are embedded once."""
        self._parts: dict[str, tuple[str, ...]] = {}
        """The keys of the texts of each task that embeds."""
        self._length: int | None = None
        """Of the vectors, in bytes, once one has been seen."""

    def results(self) -> Results:
        while self._waiting or self._line:
            self._send_out()
            while self._line and self._line[0].result is not None and not self._line[0].waits_for:
                document = self._line.popleft()
                yield document.file.path, self._made(document)
                self._send_out()
            if not self._line:
                continue
            done = self._crew.done(_LOOK_SECONDS)
            if done is None:
                self._crew.size()  # says so where nobody is left
                continue
            key, outcome = done
            for document in self._tasks.pop(key, []):
                document.waits_for.discard(key)
                self._heed(document, key, outcome)
            self._parts.pop(key, None)

    def _send_out(self) -> None:
        while self._waiting and len(self._line) < _A_WORKER * self._crew.size():
            on_their_way = sum(one.size for one in self._line)
            document = _Document(self._waiting[0])
            # One that has to wait for others is looked at again and again, so it is not read yet.
            if on_their_way and on_their_way + _size_of(document.file) > _BYTES:
                return
            try:
                content = content_of(document.file, self._settings.limits)
            except DocumentError as error:
                document.result = error
            else:
                document.size = len(content)
                self._ask(document, self._job(document.file), read, content)
            self._line.append(document)
            self._waiting.popleft()

    def _job(self, file: ToRead) -> ReadJob:
        return ReadJob(
            file.path,
            file.sha256,
            file.facts,
            self._settings.limits,
            self._settings.passage_words,
            self._program,
        )

    def _ask(
        self,
        document: _Document,
        job: ReadJob | EmbedJob,
        work: Callable[..., object],
        *more: bytes,
    ) -> None:
        document.waits_for.add(job.key)
        waiting = self._tasks.setdefault(job.key, [])
        if not waiting:
            self._crew.submit(job.key, work, job, *more, soon=work is embed)
        waiting.append(document)

    def _heed(self, document: _Document, key: str, outcome: object) -> None:
        """Take in what came of a task that a document waits for."""
        if document.result is None:
            document.size = 0  # nobody holds its content any more
        match outcome:
            case Lost():
                document.result = _ended_its_workers(document.file)
            case ("refused", str(reason), str(detail), bool(again)):
                document.result = DocumentError(reason, detail, again=again)  # type: ignore[arg-type]
            case Cut() as cut:
                check_cut(cut, document.file)
                document.result = cut
                self._embed(document, cut)
            case ("vectors", tuple(vectors)):
                keys = self._parts[key]
                self._length = check_vectors(vectors, len(keys), self._length, document.file)
                document.vectors.update(zip(keys, vectors, strict=True))
            case ("other", str(why)):
                raise SpreadError(
                    f"A worker cannot take part: {why}. Install the same version of the program "
                    "and the same model on every machine, start its worker again, and build again."
                )
            case _:
                raise SpreadError(
                    f"What a worker did for {document.file.path} went wrong "
                    f"({_named(outcome)}). Look at that worker's own log, then build again."
                )

    def _embed(self, document: _Document, cut: Cut) -> None:
        document.vectors = dict(self._known(set(cut.keys)))
        if self._length is None and document.vectors:
            self._length = len(next(iter(document.vectors.values())))
        texts = dict(zip(cut.keys, cut.texts, strict=True))
        new = [key for key in texts if key not in document.vectors]
        for keys in in_parts(new, _TEXTS):
            job = EmbedJob(tuple(texts[key] for key in keys), self._program)
            self._parts[job.key] = keys
            self._ask(document, job, embed)

    def _made(self, document: _Document) -> Made | DocumentError:
        result = document.result
        assert result is not None
        if isinstance(result, DocumentError):
            return result
        (made,) = with_vectors([result], lambda keys: document.vectors, self._embedder)
        return made


def _size_of(file: ToRead) -> int:
    try:
        return file.file.stat().st_size
    except OSError:
        return 0  # what is wrong with it is said when it is read


def _ended_its_workers(file: ToRead) -> DocumentError:
    return DocumentError(
        "damaged",
        f"{file.path.rsplit('/', 1)[-1]} could not be read: each worker that tried ended early. "
        "Make sure that they have memory enough, or open it in the program that made it and save "
        "it anew.",
        again=True,
    )


def _named(outcome: object) -> str:
    return f"{type(outcome).__name__}: {outcome}" if isinstance(outcome, Exception) else "nonsense"
