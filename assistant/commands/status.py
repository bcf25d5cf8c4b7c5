"""The command `status`: what is indexed, what of it is stale, and how builds went."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import datetime
from typing import Any

from assistant.commands.terminal import printable, show
from assistant.dates import written_date
from assistant.index.build_state import RebuildState
from assistant.index.status import Status, status
from assistant.settings import Settings
from assistant.wording import counted, day_and_time


def add_flags(command: argparse.ArgumentParser) -> None:
    """Add the flag of the command."""
    command.add_argument(
        "--check", action="store_true", help="read all of the index: is it as it was written?"
    )


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print how the index stands; exit status 1 where --check finds damage."""
    found = status(settings, check=options.check)
    show(options, status_json(found), status_lines(found))
    return 1 if options.check and found.instead is not None else 0


def status_json(status: Status) -> dict[str, Any]:
    """How the index stands, in the form of docs/contract.md."""
    manifest = status.manifest
    return {
        "version": manifest.version,
        "built": manifest.built,
        "documents": [asdict(document) for document in status.documents],
        "failed": [asdict(failure) for failure in status.failures],
        "passages": manifest.passages,
        "models": {
            "embedding": manifest.model,
            "dimensions": manifest.dimensions,
            "reader": status.reader,
        },
        "stale": list(status.stale),
        "advice": status.advice,
        "versions": list(status.versions),
        "instead": status.instead,
        "build": asdict(status.build) if status.build is not None else None,
    }


def status_lines(status: Status) -> list[str]:
    """How the index stands, for people; times are those of this machine's time zone."""
    manifest = status.manifest
    lines = [
        f"Version {manifest.version}, built {_time(manifest.built)}",
        f"{counted(manifest.documents, 'document')}, {counted(manifest.passages, 'passage')}, "
        f"model {manifest.model.split(':')[0]}",
    ]
    for document in status.documents:
        date = written_date(document.published) if document.published else "no date"
        said = f"{document.path}: {document.title} ({document.kind}, {date})"
        lines.append(f"  {printable(said)}")
    lines += [f"  {printable(f'failed: {one.path}: {one.detail}')}" for one in status.failures]
    lines += [f"  {printable(f'changed since the build: {path}')}" for path in status.stale]
    if status.build is not None:
        lines.append(_build_line(status.build))
    lines += [status.advice] if status.advice else []
    return [status.instead, *lines] if status.instead else lines


def _build_line(state: RebuildState) -> str:
    """How the build that runs stands, or how the last one ended."""
    started = _time(state.started)
    if state.state == "running":
        return f"A build is running since {started}: {state.what}, {state.done} of {state.total}."
    last = f"The last build, begun {started}, "
    match state.state:
        case "done":
            return f"{last}was done with version {state.version}."
        case "stopped":
            return f"{last}was stopped."
        case "died":
            return f"{last}did not come to its end. {state.problem}"
        case _:
            return f"{last}failed. {state.problem}"


def _time(iso: str) -> str:
    return day_and_time(datetime.fromisoformat(iso))
