"""Feed the readers mutated files, and the answer path random text, and count what is not foreseen.

    python -m benchmarks.fuzz --minutes 30 [--part readers|answers] [--index DIR] [--corpus DIR]
                              [--keep FOLDER] [--seed N]

Everything but a DocumentError (readers) or an AssistantError (answers) is an unhandled exception;
the file or the text that caused it is kept in FOLDER. Readers run in workers, so that one that
dies or hangs counts too. Exit status 1 where anything was found.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import AssistantError, DocumentError
from assistant.ingest.draft import Facts
from assistant.ingest.read import ToRead, in_workers
from assistant.settings import Limits, Settings

_BATCH = 60
_BITS: list[bytes | str] = [
    *(b"\0", b"\xff", b"<", b">", b"&", b"%", b"(", b"[", b"]" * 40, b"<<", b">>", b"obj", b"\xfe"),
    *(b"-1", b"99999999999", b"1e38", b"NaN", b"/Kids", b"/Parent", b"/Length", b"stream", b"\r"),
    *(b"<table>", b"<td rowspan=9999>", b"</p>", b"<ul><li>", b"&#x1F600;", b"|", b"- ", b"# "),
    *("\u202e", "\u0000", "\ue000", "\ue005", "\u00ad", "ﬁ", "٣", "½", "\U0001f600"),
]
_TEXTS = [bit if isinstance(bit, bytes) else bit.encode() for bit in _BITS]


def read_any(file: ToRead, limits: Limits) -> str:
    """Read one file in a worker: "" or, where something unforeseen was raised, what it was."""
    from assistant.index.reading import read_file
    from assistant.ingest.passages import split_passages

    try:
        split_passages(read_file(file, limits).document, (80, 120))
    except (DocumentError, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - this is what is looked for
        return traceback.format_exc()
    return ""


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The content with a few places changed, cut out, doubled or filled with odd signs."""
    content = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 8, 30))):
        at = chance.randrange(len(content) + 1)
        size = chance.choice((1, 2, 8, 64, 512))
        match chance.randrange(6):
            case 0:
                content[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del content[at : at + size]
            case 2:
                content[at:at] = content[at : at + size] * chance.choice((1, 3, 50))
            case 3:
                content[at:at] = chance.choice(_TEXTS) * chance.choice((1, 1, 5, 200))
            case 4:
                other = chance.randrange(len(content) + 1)
                content[at : at + size] = content[other : other + size]
            case _:
                content[at : at + size] = chance.randbytes(size)
    return bytes(content)


def seeds(corpus: Path) -> list[tuple[str, bytes]]:
    """The files of the starter corpus: one at least of every format, and small."""
    return [
        (file.suffix, file.read_bytes())
        for file in sorted(corpus.iterdir())
        if file.is_file() and file.suffix != ".toml" and file.stat().st_size < 400_000
    ]


def reads(corpus: Path, keep: Path, minutes: float, chance: random.Random) -> Counter[str]:
    """Read mutated files for so long; what came of them, counted."""
    found: Counter[str] = Counter()
    until = time.monotonic() + 60 * minutes
    first = seeds(corpus)
    while time.monotonic() < until:
        with tempfile.TemporaryDirectory() as name:
            files = []
            for number in range(_BATCH):
                suffix, data = chance.choice(first)
                path = Path(name) / f"{number}{chance.choice((suffix, suffix, '.txt', '.pdf'))}"
                content = mutated(data, chance)
                path.write_bytes(content)
                digest = hashlib.sha256(content).hexdigest()
                files.append(ToRead(path.name, path, digest, Facts()))
            limits = Limits(ocr=False)
            for file, result in zip(
                files, in_workers(read_any, files, limits, workers=2), strict=True
            ):
                if isinstance(result, DocumentError):
                    found[f"told: {result.reason}"] += 1
                    died = result.again or result.reason == "timeout"
                    if died:
                        found["died or took too long (told, kept)"] += 1
                else:
                    found["read" if not result else "UNHANDLED"] += 1
                    died = bool(result)
                if died:
                    shutil.copy(file.file, keep / f"{file.sha256[:12]}{file.file.suffix}")
                    if isinstance(result, str):
                        (keep / f"{file.sha256[:12]}.trace").write_text(result)
    return found


def _text(chance: random.Random, words: list[str]) -> str:
    parts = []
    for _ in range(chance.choice((0, 1, 3, 8, 20, 60))):
        match chance.randrange(5):
            case 0:
                parts.append("".join(chr(chance.randrange(1, 0xD800)) for _ in range(4)))
            case 1:
                parts.append(chance.choice(_TEXTS).decode("utf-8", "replace"))
            case 2:
                parts.append(
                    chance.choice(("12%", "£1.2 billion", "“", "”", "…", "[…]", "?", "\n"))
                )
            case _:
                parts.append(chance.choice(words))
    return chance.choice((" ", "", "  ")).join(parts)


def answers(settings: Settings, keep: Path, minutes: float, chance: random.Random) -> Counter[str]:
    """Ask, look up and check random text for so long; what came of it, counted."""
    from assistant.answer.assistant import Assistant
    from assistant.answer.filters import Filters
    from assistant.checking.check import check_draft
    from assistant.index.embedder import SentenceEmbedder
    from assistant.ledger.ledger import Ledger

    embedder = SentenceEmbedder(settings.model)
    assistant, ledger = Assistant.open(settings, embedder), Ledger.open(settings, embedder)
    texts = [data.decode("utf-8", "ignore") for _, data in seeds(settings.corpus)]
    words = sorted({word for text in texts for word in text.split() if word.isprintable()})

    def filters() -> Filters:
        def some() -> frozenset[str]:
            return frozenset(_text(chance, words) for _ in range(chance.randrange(2)))

        return Filters(documents=some(), publishers=some())

    found: Counter[str] = Counter()
    until = time.monotonic() + 60 * minutes
    while time.monotonic() < until:
        text = _text(chance, words)
        history = [_text(chance, words) for _ in range(chance.randrange(3))]
        what = chance.choice(("ask", "ask with history", "ask with filters", "look up", "check"))
        try:
            match what:
                case "ask":
                    assistant.ask(text)
                case "ask with history":
                    assistant.ask(text, history)
                case "ask with filters":
                    assistant.ask(text, filters=filters())
                case "look up":
                    ledger.look_up(text)
                case _:
                    check_draft(text, ledger)
            found[what] += 1
        except AssistantError:
            found[f"{what}: told"] += 1
        except Exception:  # noqa: BLE001 - this is what is looked for
            found["UNHANDLED"] += 1
            name = hashlib.sha256(text.encode()).hexdigest()[:12]
            (keep / f"{name}.trace").write_text(f"{what}\n{text!r}\n{history!r}\n"
                                                f"{traceback.format_exc()}")  # fmt: skip
    return found


def parts(options: argparse.Namespace) -> Iterator[tuple[str, Counter[str]]]:
    """Run the parts that are asked for, each for its share of the time."""
    wanted = [options.part] if options.part else ["readers", "answers"]
    for part in wanted:
        chance = random.Random(options.seed)
        minutes = options.minutes / len(wanted)
        if part == "readers":
            yield part, reads(options.corpus, options.keep, minutes, chance)
        else:
            settings = Settings.from_environment(corpus=options.corpus, index=options.index)
            yield part, answers(settings, options.keep, minutes, chance)


def main() -> int:
    """Run and print the account."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--part", choices=("readers", "answers"))
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "fuzz")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    options.keep.mkdir(parents=True, exist_ok=True)
    bad = 0
    for part, found in parts(options):
        sys.stdout.write(f"{part} (seed {options.seed}): {sum(found.values())} tried\n")
        for what, count in sorted(found.items()):
            sys.stdout.write(f"  {count:8} {what}\n")
        bad += found["UNHANDLED"]
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
