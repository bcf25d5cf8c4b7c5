"""What was found once is not looked for again: of questions, and of documents."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from assistant.background import gives_way
from assistant.documents import Document

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembering(Generic[Key, Value]):
    """The last `most` results, by what they are of. Safe to use from several threads.

    `functools.lru_cache` would have each of those who ask the same at once work it out.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._known: OrderedDict[Key, Future[Value]] = OrderedDict()

    def of(self, key: Key, find: Callable[[], Value]) -> Value:
        """What is known of `key`, else what `find` gives; who asks meanwhile waits for that.

        Nobody waits for one who gives way, who may take long at its low priority. What `find`
        raises is raised to all who wait, and not remembered.
        """
        own: Future[Value] = Future()
        with self._lock:
            known = self._known.get(key)
            if known is None and not gives_way():
                self._known[key] = own
            elif known is not None:
                self._known.move_to_end(key)
        if known is not None and (known.done() or not gives_way()):
            error = known.exception()
            if error is None or isinstance(error, Exception):
                return known.result()
            # Who was to find it was stopped, which is nothing to those who waited.
        try:
            value = find()
        except BaseException as error:
            with self._lock:
                if self._known.get(key) is own:
                    del self._known[key]
            own.set_exception(error)
            raise
        own.set_result(value)
        with self._lock:
            self._known.setdefault(key, own)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return value


def once_a_document(make: Callable[[Document], Value]) -> Callable[[Document], Value]:
    """What `make` gives for a document, made once and kept as long as that document is in use.

    It must not hold the document itself, which would then stay for ever.
    """
    made: WeakKeyDictionary[Document, Value] = WeakKeyDictionary()

    def once(document: Document) -> Value:
        if document not in made:
            made[document] = make(document)
        return made[document]

    return once
