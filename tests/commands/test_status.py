"""`status`, as docs/contract.md promises it."""

from __future__ import annotations

import re
from datetime import datetime

from assistant.index.build import build
from assistant.index.build_state import Builder, RebuildState, write_state
from assistant.settings import Settings
from assistant.wording import day_and_time
from tests.commands.runs import Command, folders
from tests.corpora import OPINION, PATHS, write
from tests.embedders import HashedWords


def test_status_says_what_is_indexed(on_built: Command, built: Settings) -> None:
    done = on_built("status", "--json")
    assert (done.status, done.err) == (0, "")
    found = done.json
    assert set(found) >= {"version", "built", "documents", "failed", "passages", "models", "stale"}
    assert found["version"] == (built.index / "CURRENT").read_text("utf-8").strip()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", found["built"])
    assert [row["path"] for row in found["documents"]] == list(PATHS)
    assert found["documents"][2]["pages"] == 3
    assert found["passages"] == sum(row["passages"] for row in found["documents"])
    assert found["models"]["embedding"] == HashedWords().name
    assert (found["failed"], found["stale"]) == ([], [])


def test_status_says_what_is_stale_or_failed(run: Command, settings: Settings) -> None:
    write(settings.corpus, "broken.pdf", b"%PDF-1.4 broken")
    build(settings, HashedWords())
    (settings.corpus / OPINION).unlink()
    done = run("status", "--json", *folders(settings))
    assert done.json["stale"] == [OPINION]
    assert [(row["path"], row["reason"]) for row in done.json["failed"]] == [
        ("broken.pdf", "damaged")
    ]
    plain = run("status", *folders(settings))
    assert plain.status == 0
    assert re.search(r"failed: broken\.pdf: .+\.", plain.out)
    assert f"changed since the build: {OPINION}" in plain.out
    assert "The bed review (report, 18 July 2024)" in plain.out


def test_times_are_told_as_the_pages_tell_them(run: Command, settings: Settings) -> None:
    version = build(settings, HashedWords()).version
    began = datetime(2018, 8, 6, 13, 5).astimezone()
    state = RebuildState("done", "", 1, 1, began.isoformat(), version=version)
    write_state(settings.index, state, Builder.here())
    shown, found = run("status", *folders(settings)), run("status", "--json", *folders(settings))
    built = datetime.fromisoformat(found.json["built"])
    assert shown.out.startswith(f"Version {version}, built {day_and_time(built)}\n")
    assert (
        f"The last build, begun 6 August 2018 at 1:05pm, was done with version {version}.\n"
        in shown.out
    )


def test_a_check_that_finds_damage_has_exit_status_1(run: Command, settings: Settings) -> None:
    build(settings, HashedWords())
    before = build(settings, HashedWords(), full=True).version
    assert run("status", "--check", *folders(settings)).status == 0
    write(settings.corpus, "later.md", "# Later\n\nThe trust opened 12 beds in Barnwood.\n")
    version = build(settings, HashedWords()).version
    file = settings.index / "versions" / version / "dense" / "vectors.npy"
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    done = run("status", "--check", *folders(settings))
    assert done.status == 1
    assert f"Until then answers come from version {before}." in done.out
