"""Break important lines one at a time, in a copy, and see that the tests notice.

    python -m benchmarks.mutations [NAME ...]

Each mutation replaces a text that stands once in assistant/, and names the tests that should fail
then; these pass before. Exit status 1 where one is missed, where a text is not found any more, or
where the tests cannot be run. All of them take some minutes.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
_FAILED = 1
"""The exit status of pytest where tests have run and some failed; others are no catch."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """`old` stands once in assistant/ and becomes `new`; `tests` are paths that should notice."""

    name: str
    old: str
    new: str
    tests: tuple[str, ...]


class CannotBreak(Exception):
    """A mutation cannot be made, or nothing can be said about it."""


MUTATIONS = (
    Mutation(
        "a quote begins one character late",
        "return Quote(document, start, end, key=",
        "return Quote(document, start + 1, end, key=",
        ("tests/answer/test_quotes.py",),
    ),
    Mutation(
        "a quote is said to be on the next page",
        "return self.pages[int(on_page[0]) - 1]",
        "return self.pages[int(on_page[0]) % len(self.pages)]",
        ("tests/test_documents.py", "tests/answer/test_assistant.py"),
    ),
    Mutation(
        "every question is answered, however unlikely the answer is right",
        "answered = readings.answerable >= self.settings.answer_from",
        "answered = True",
        ("tests/answer/test_assistant.py",),
    ),
    Mutation(
        "a filter by kind does nothing",
        "if self.kinds and document.kind not in self.kinds:",
        "if False:",
        ("tests/answer/test_filters.py",),
    ),
    Mutation(
        "a filter by publisher does nothing",
        "if self.publishers and document.publisher not in self.publishers:",
        "if False:",
        ("tests/answer/test_filters.py",),
    ),
    Mutation(
        "a filter by date does nothing",
        "return since[: len(published)] <= published and published[: len(until)] <= until",
        "return True",
        ("tests/answer/test_filters.py",),
    ),
    Mutation(
        "the search by words looks past the filter",
        "index.sharing_words(carrying_words(question), candidates, only)",
        "index.sharing_words(carrying_words(question), candidates, None)",
        ("tests/answer/test_search.py", "tests/answer/test_filters.py"),
    ),
    Mutation(
        "the pointer to the version in use is written in place",
        'replace_text(index / "CURRENT", version + "\\n")',
        '(index / "CURRENT").write_text(version + "\\n")',
        ("tests/index/folder/test_versions.py",),
    ),
    Mutation(
        "the pointer moves before the version is whole",
        "version_files.write_manifest(self._files, manifest)\n"
        "        versions.make_current(self._index, self.version)\n",
        "versions.make_current(self._index, self.version)\n"
        "        version_files.write_manifest(self._files, manifest)\n",
        ("tests/index/folder/test_full_disk.py", "tests/index/test_build.py"),
    ),
    Mutation(
        "a record is believed whatever it says",
        "if hashlib.sha256(part).digest() != digest:",
        "if False:",
        ("tests/index/folder/test_damage.py",),
    ),
    Mutation(
        "the words of documents are taken for HTML",
        'return html.escape(text).replace("\\n", "&#10;")',
        'return text.replace("\\n", "&#10;")',
        ("tests/web/test_markup.py",),
    ),
    Mutation(
        "requests pass without a sign-in",
        "if needed in person.roles:",
        "if True:",
        ("tests/web/server/test_guard.py",),
    ),
    Mutation(
        "uploads of any size are taken in",
        "if size > self._limits.file_bytes:",
        "if False:",
        ("tests/upkeep/test_uploads.py",),
    ),
    Mutation(
        "a file may be read for ever",
        "late = worker.task is not None and time.monotonic() >= worker.until",
        "late = False",
        ("tests/ingest/test_read.py",),
    ),
    Mutation(
        "a line of the audit log holds nothing of the line before",
        '{**said, "before": before}',
        '{**said, "before": START}',
        ("tests/audit/test_log.py",),
    ),
    Mutation(
        "the check of the audit log does not compare a line with the line before",
        "elif entry.before != last.hash:",
        "elif False:",
        ("tests/audit/test_log.py",),
    ),
    Mutation(
        "a million is one",
        "by = _SCALES[word.lower()]",
        "by = 1.0",
        ("tests/figures/test_numbers.py", "tests/figures/test_amounts.py"),
    ),
    Mutation(
        "the unit of a table's header is left out",
        "if sign := _MONEY.search(header):",
        "if sign := None:",
        ("tests/figures/test_cells.py",),
    ),
)


def place_of(mutation: Mutation, root: Path) -> Path:
    """The one file below `root`/assistant that has the text.

    Raises:
        CannotBreak: no file has it, or it stands more than once.
    """
    texts = {path: path.read_text("utf-8") for path in sorted((root / "assistant").rglob("*.py"))}
    found = {path: text.count(mutation.old) for path, text in texts.items() if mutation.old in text}
    if sum(found.values()) != 1:
        raise CannotBreak(
            f"its text stands {sum(found.values())} times in assistant/, not once: {mutation.old}"
        )
    return next(iter(found))


@contextmanager
def broken(mutation: Mutation, root: Path) -> Iterator[None]:
    """Have a line broken below `root` until the block ends. Raises what `place_of` raises."""
    path = place_of(mutation, root)
    text = path.read_text("utf-8")
    try:
        _write(path, text.replace(mutation.old, mutation.new))
        yield
    finally:
        _write(path, text)


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    # What was compiled is trusted where time, in seconds, and size are the same: they may be.
    Path(importlib.util.cache_from_source(str(path))).unlink(missing_ok=True)


def status_of(tests: Sequence[str], root: Path) -> int:
    """The exit status of pytest over these paths below `root`.

    Raises:
        CannotBreak: a path is not there.
    """
    if missing := [path for path in tests if not (root / path).exists()]:
        raise CannotBreak(f"there is no {missing[0]}")
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    # Before the installed project, in the processes too that tests start.
    environment = os.environ | {"PYTHONPATH": str(root)}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True).returncode


def copied(to: Path) -> Path:
    """A copy of what git knows or would add."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)
    return to


def outcome(mutation: Mutation, root: Path) -> str:
    """What comes of a mutation: "caught", "missed", or why nothing can be said."""
    try:
        with broken(mutation, root):
            status = status_of(mutation.tests, root)
    except CannotBreak as error:
        return f"not tried: {error}"
    names = {0: "missed", _FAILED: "caught"}
    return names.get(status, f"not tried: pytest ended with status {status}")


def main() -> int:
    """Run and print the account."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="part of a mutation's name")
    names = parser.parse_args().names
    chosen = [each for each in MUTATIONS if not names or any(name in each.name for name in names)]
    caught = 0
    with tempfile.TemporaryDirectory() as folder:
        root = copied(Path(folder))
        tests = sorted({path for mutation in chosen for path in mutation.tests})
        if status_of(tests, root) != 0:
            sys.stdout.write("The tests do not pass as the project stands: nothing can be said.\n")
            return 1
        for mutation in chosen:
            began = time.monotonic()
            what = outcome(mutation, root)
            caught += what == "caught"
            sys.stdout.write(f"{time.monotonic() - began:5.0f} s  {mutation.name}: {what}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{caught} of {len(chosen)} caught\n")
    return 0 if caught == len(chosen) else 1


if __name__ == "__main__":
    raise SystemExit(main())
