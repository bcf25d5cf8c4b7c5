"""The files that the documents were read from, for those who want to see the original.

Whoever asks names a file by its hash. Nothing of an address is ever opened as a path: the hash is
looked up among the documents, and the document says where its file is.
"""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from assistant.index.rows import Listing
from assistant.originals import is_unchanged
from assistant.web.library import shared_library
from assistant.web.page_links import base, documents_link

_HEADERS = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
# Browsers differ in whether their viewer for PDF starts in a sandbox, and it has styles of its own.
_PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
_POLICY = "sandbox; default-src 'none'"

_UNKNOWN = "This file is not among the documents. It may have been removed or replaced."
_CHANGED = (
    "This file is missing or has changed since it was read, so it is not shown: its words may no "
    "longer be those that were quoted."
)
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>File not found</title></head>
<body><h1>File not found</h1><p>{reason}</p>
<p><a href="{documents}">See the list of documents</a></p></body></html>
"""


def file_routes() -> list[Route]:
    """The routes to give to `st.App`."""
    return [Route(f"{base()}/files/{{sha256}}/{{name:path}}", _serve)]


# Not a coroutine: Starlette runs it in a thread, where it may take the time to hash a file.
def _serve(request: Request) -> Response:
    library = shared_library()
    assistant = library.shelf().assistant
    wanted = request.path_params["sha256"]
    found = [each for each in assistant.documents if each.sha256 == wanted] if assistant else []
    for listing in found:
        file = library.settings.corpus / listing.path
        try:
            if is_unchanged(file, listing.sha256):
                return _file(file, listing)
        except OSError:
            continue
    return _not_found(_CHANGED if found else _UNKNOWN)


def _file(file: Path, listing: Listing) -> FileResponse:
    # Only a PDF has pages, and only one that could be read as a PDF is listed with them.
    is_pdf = listing.pages is not None
    return FileResponse(
        file,
        headers={**_HEADERS, "Content-Security-Policy": _PDF_POLICY if is_pdf else _POLICY},
        media_type="application/pdf" if is_pdf else "application/octet-stream",
        filename=file.name,
        stat_result=file.stat(),
        content_disposition_type="inline" if is_pdf else "attachment",
    )


def _not_found(reason: str) -> HTMLResponse:
    page = _PAGE.format(reason=reason, documents=documents_link())
    return HTMLResponse(page, 404, headers={**_HEADERS, "Content-Security-Policy": _POLICY})
