"""Tells screen readers what has changed, and brings it into view.

Streamlit's chat is no live region. This one says only "2 quotes found", never the whole answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

_HTML = '<div class="announcer" role="status"></div>'

_CSS = """
.announcer {
  position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap;
}
"""

# A session's first run only takes note of the moment: nothing has happened yet to be announced.
# `moment` changes with every event; a rerun for another reason must neither speak nor scroll.
_JS = """
const seen = new WeakMap();
export default function ({ data, parentElement }) {
  const before = seen.get(parentElement);
  seen.set(parentElement, data.moment);
  if (before === data.moment || !data.say) return;
  const region = parentElement.querySelector(".announcer");
  region.textContent = "";
  setTimeout(() => { region.textContent = data.say; }, 100);
  if (data.target) setTimeout(() => {
    const target = document.querySelector(".st-key-" + data.target);
    if (!target) return;
    const place = target.getBoundingClientRect();
    const inView = place.top >= 0 && place.top < window.innerHeight * 0.6;
    if (inView && data.target === "source") return;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    target.scrollIntoView({ block: "start", behavior: still ? "instant" : "smooth" });
  }, 150);
}
"""

_component = st.components.v2.component("announcer", html=_HTML, css=_CSS, js=_JS)


def announce(say: str, target: str, moment: str, key: str = "announcer") -> None:
    """Say a sentence, and scroll to the container with the key `target`, once for each `moment`.

    Where a page has several announcers, each has a key. Without a target, nothing is scrolled.
    """
    _component(key=key, data={"say": say, "target": target, "moment": moment})


@dataclass(slots=True, kw_only=True)
class Told:
    """What a session was told last."""

    say: str = ""
    events: int = 0
    """How often it was told something: the same sentence may be said again."""

    def tell(self, say: str) -> None:
        """Have a sentence said to screen readers when the page is drawn."""
        self.say, self.events = say, self.events + 1

    def announce(self, target: str = "") -> None:
        """Say it, and scroll to the container with the key `target`."""
        announce(self.say, target, str(self.events))
