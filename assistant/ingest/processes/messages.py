"""What a worker sends, read without running anything that it chose.

A pickle can name any function to be called. Here only the classes that results are made of can be
named: plain values, arrays of numbers, and the dataclasses of this program. They have to be loaded
already: nothing is imported because a worker says so. An error comes as its reason and sentence.
"""

from __future__ import annotations

import dataclasses
import io
import pickle
import struct
import sys
from typing import Any

_ARRAYS = {
    (module, name)
    for core in ("numpy.core", "numpy._core")
    for module, name in (
        (f"{core}.multiarray", "_reconstruct"),
        (f"{core}.multiarray", "scalar"),
        (f"{core}.numeric", "_frombuffer"),
    )
} | {("numpy", "ndarray"), ("numpy", "dtype")}
_PLAIN = {("builtins", name) for name in ("set", "frozenset", "bytearray", "complex")}


class _Unpickler(pickle.Unpickler):
    def __init__(self, content: bytes, own: str) -> None:
        super().__init__(io.BytesIO(content))
        self._own = own

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - as pickle has it
        if (module, name) in _ARRAYS | _PLAIN:
            return super().find_class(module, name)
        if module == "__mp_main__":  # what a worker calls the program that was started
            module = "__main__"
        found = getattr(sys.modules.get(module), name, None)
        ours = module == self._own or module.startswith("assistant.")
        if ours and _is_result(found) and found.__module__ == module:
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a result")


def _is_result(found: object) -> bool:
    return isinstance(found, type) and dataclasses.is_dataclass(found)


def unpickled(content: bytes, own: str) -> Any:  # noqa: ANN401 - the caller matches it
    """The value that a worker sent. `own` is the module of the work that it does.

    Raises:
        pickle.UnpicklingError: it names what is no part of a result. Nonsense raises anything.
    """
    return _Unpickler(content, own).load()


class TooLong(Exception):
    """A message is longer than may be."""


class Inbox:
    """Puts messages together from the pieces that have come, so that nobody waits for the rest.

    The messages are as `multiprocessing.connection.Connection.send_bytes` frames them.
    """

    def __init__(self) -> None:
        self._content = bytearray()

    def add(self, content: bytes) -> None:
        """Take in a piece."""
        self._content += content

    def message(self, most: int) -> bytes | None:
        """The next message that is whole; None where more has to come.

        Raises:
            TooLong: it is longer than `most` bytes.
        """
        start, length = 4, self._number("!i", 0)
        if length == -1:  # as a long message begins
            start, length = 12, self._number("!Q", 4)
        if length is None:
            return None
        if not 0 <= length <= most:
            raise TooLong
        if len(self._content) < start + length:
            return None
        message = bytes(memoryview(self._content)[start : start + length])
        del self._content[: start + length]
        return message

    def _number(self, form: str, at: int) -> int | None:
        if len(self._content) < at + struct.calcsize(form):
            return None
        return int(struct.unpack_from(form, self._content, at)[0])
