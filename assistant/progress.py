"""How far a build is: a bar on a terminal, else nothing."""

from __future__ import annotations

from types import TracebackType
from typing import NoReturn, Self, TextIO

from tqdm import tqdm


class Progress:
    """Draws a bar for `build` while it is called; clears it at the end."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._bar: tqdm[NoReturn] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show what is being done, how much of it is done and how much there is."""
        if not self._stream.isatty():
            return
        if self._bar is None:
            self._bar = tqdm(
                file=self._stream, leave=False, bar_format="{desc} {bar} {n_fmt} of {total_fmt}"
            )
        self._bar.total, self._bar.n = total, done
        self._bar.set_description_str(what[-60:])
