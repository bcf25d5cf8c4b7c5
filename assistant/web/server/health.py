"""What programs that watch the server ask it: whether it is ready, and how it fares."""

from __future__ import annotations

import time
from datetime import UTC

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from streamlit import runtime

from assistant.errors import AssistantError, SettingsError
from assistant.health.metrics import shared_metrics
from assistant.health.ready import Readiness
from assistant.index.stores import store_of
from assistant.settings import Settings
from assistant.upkeep.rebuild import Rebuild
from assistant.web.library import shared_library
from assistant.web.page_links import base


def health_routes() -> list[Route]:
    """The routes to give to `st.App`. They need no sign-in, and say nothing that would."""
    return [Route(f"{base()}/readyz", _ready)]


def readiness() -> Readiness:
    """Whether a question that is asked now is answered."""
    try:
        library = shared_library()
    except SettingsError:
        return Readiness(False, "settings")
    shelf = library.shelf()
    assistant = shelf.assistant
    if assistant is None:
        if shelf.problem is None:
            return Readiness(False, "loading")
        return Readiness(False, "index-unusable" if _built(library.settings) else "no-index")
    if not assistant.documents:
        return Readiness(False, "no-documents")
    built_at = assistant.built.astimezone(UTC).isoformat(timespec="seconds")
    return Readiness(True, None, assistant.version, built_at, len(assistant.documents))


def _built(settings: Settings) -> bool:
    try:
        return store_of(settings).current() is not None
    except AssistantError:
        return True  # a database that is away may hold one, and nobody can use it


def begin_metrics() -> None:
    """Show on a port of this machine how the server fares, where the settings say so."""
    library = shared_library()
    port = library.settings.health.metrics_port
    if port is None:
        return
    metrics = shared_metrics()

    def age() -> float:
        assistant = library.shelf().assistant
        return time.time() - assistant.built.timestamp() if assistant else float("nan")

    def documents() -> float:
        assistant = library.shelf().assistant
        return len(assistant.documents) if assistant else 0

    def failures() -> float:
        assistant = library.shelf().assistant
        return len(assistant.failures) if assistant else 0

    def building() -> float:
        state = Rebuild(library.settings).look()
        return state is not None and state.state == "running"

    metrics.watch("assistant_ready", "1 if questions are answered", lambda: readiness().ready)
    metrics.watch("assistant_index_age_seconds", "Time since the index was built", age)
    metrics.watch("assistant_documents", "Documents that can be asked", documents)
    metrics.watch("assistant_failed_documents", "Documents that could not be read", failures)
    metrics.watch("assistant_build_running", "1 while the index is being built", building)
    metrics.watch("assistant_sessions", "Pages that are open", _sessions)
    metrics.serve(port)


def _sessions() -> float:
    # Streamlit has no public count.
    return runtime.get_instance()._session_mgr.num_active_sessions()


# Not a coroutine: Starlette runs it in a thread, where it may look at the disk.
def _ready(_: Request) -> JSONResponse:
    found = readiness()
    return JSONResponse(found.json(), found.status, headers={"Cache-Control": "no-store"})
