"""Links from page to page of the app, as addresses that can be opened in a new tab and shared.

They stand in HTML that `st.html` draws, where Streamlit would load the whole app again for each.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

import streamlit as st

LINK = "page-link"
"""The CSS class of a link that `follow_links` follows."""

# Streamlit draws the page of an address when the browser goes back to it: it is told that the
# browser has. A click with a key or another button is the browser's, as is everything where this
# is missing.
_JS = """
const main = () => document.querySelector('[data-testid="stMain"]');
function land(hash, tries) {
  const target = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
  if (target) { target.scrollIntoView({ block: "start", behavior: "instant" }); return; }
  if (tries) setTimeout(() => land(hash, tries - 1), 100);
}
function follow(event) {
  const link = event.target.closest && event.target.closest("a.page-link");
  if (!link || event.defaultPrevented || event.button !== 0) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.target) return;
  if (link.origin !== window.location.origin) return;
  event.preventDefault();
  if (link.pathname + link.search !== window.location.pathname + window.location.search) {
    window.history.pushState({}, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  }
  if (link.hash) setTimeout(() => land(link.hash, 50), 400);
  else if (main()) main().scrollTo(0, 0);
}
export default function () {
  if (window.followsPageLinks) return;
  window.followsPageLinks = true;
  document.addEventListener("click", follow);
  setTimeout(() => land(window.location.hash, 50), 400);
}
"""

_component = st.components.v2.component("page_links", js=_JS)


def follow_links() -> None:
    """Make the links of this page, and of those that follow, open without loading the app again."""
    _component(key="page-links")


def base() -> str:
    """The path that the app is served below: "" or "/assistant"."""
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


def documents_link() -> str:
    """The address of the list of documents."""
    return f"{base()}/documents"


def document_link(
    path: str, *, page: int | None = None, part: int | None = None, sha256: str | None = None
) -> str:
    """The address of one document, at a page, or at a part where it has no pages.

    `sha256` is that of the file which is meant: the page says if it is no longer the same.
    """
    edition = sha256[:16] if sha256 else None
    wanted = {"document": path, "page": page, "part": part, "edition": edition}
    return f"{documents_link()}?{_query(wanted)}"


def manage_link() -> str:
    """The address of the page where staff look after the documents."""
    return f"{base()}/manage"


def changes_link() -> str:
    """The address of the page with what the rebuilds changed, for staff."""
    return f"{base()}/changes"


def ask_link(path: str) -> str:
    """The address of the page where only this document is asked."""
    return f"{base()}/?{_query({'document': path})}"


def first_page() -> str:
    """The address of the page where people ask."""
    return f"{base()}/"


def paper_link() -> str:
    """The address of the board paper."""
    return f"{base()}/paper"


def check_link(finding: int) -> str:
    """The address of the checked draft of this session, at one of its findings."""
    return f"{base()}/check?{_query({'finding': finding})}"


def chat_link(identity: str) -> str:
    """The address of a chat."""
    return f"{base()}/?{_query({'chat': identity})}"


def file_link(sha256: str, path: str, page: int | None = None) -> str:
    """The address of the file that a document was read from, at a page of it.

    `path` is the document's; only its last part is in the address, for people to see.
    """
    # Streamlit refuses what might be a path of Windows.
    name = quote(path.rsplit("/", 1)[-1].replace("\\", "-"), safe="")
    at = f"#page={page}" if page is not None else ""
    return f"{base()}/files/{sha256}/{name}{at}"


def _query(values: dict[str, str | int | None]) -> str:
    given = {name: value for name, value in values.items() if value is not None}
    return urlencode(given, quote_via=quote, safe="/")
