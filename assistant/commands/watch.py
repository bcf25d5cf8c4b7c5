"""The command `watch`: builds whenever files of the corpus change."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from dataclasses import asdict

from assistant.commands.terminal import say
from assistant.settings import Settings
from assistant.upkeep.rebuild import Rebuild
from assistant.upkeep.watch import watch


def add_flags(command: argparse.ArgumentParser) -> None:
    """Add the flag of the command."""
    command.add_argument(
        "--polling", action="store_true", help="look at the folder: for network drives"
    )


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Watch until Ctrl-C or SIGTERM; a line for each build, with --json a JSON value."""
    stop = threading.Event()
    rebuild = Rebuild(settings)

    def tell(sentence: str) -> None:
        line = sentence
        if options.json:
            state = rebuild.look()
            build = asdict(state) if state is not None else None
            line = json.dumps({"said": sentence, "build": build}, ensure_ascii=False)
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    before = {
        number: signal.signal(number, lambda *_: stop.set())
        for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        say(f"Watching {settings.corpus}. Stop with Ctrl-C.")
        watch(settings, stop, tell, polling=options.polling or settings.watch == "polling")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0
