"""Whether questions can be answered now, in a word for programs that watch the server."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Readiness:
    """Ready, with `version` and `built` (ISO, UTC) of the index; else `reason`, a word."""

    ready: bool
    reason: str | None = None
    version: str | None = None
    built: str | None = None
    documents: int = 0

    @property
    def status(self) -> int:
        """The status of the HTTP answer."""
        return 200 if self.ready else 503

    def json(self) -> dict[str, object]:
        """The body of the HTTP answer; nothing of the documents themselves."""
        if not self.ready:
            return {"ready": False, "reason": self.reason}
        return {
            "ready": True,
            "version": self.version,
            "built": self.built,
            "documents": self.documents,
        }
