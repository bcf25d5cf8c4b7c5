"""Buttons that copy or print: HTML of `markup.copy_button` and its like, with one listener for all.

Drawing a component for each of sixty quotes would slow the page down.
"""

from __future__ import annotations

import streamlit as st

_HTML = '<div class="copied" role="status"></div>'

_CSS = """
.copied {
  position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap;
}
"""

# navigator.clipboard is there on https and on localhost only. Elsewhere the old command copies what
# is selected in a box; where that is forbidden too, people get the text to copy by hand.
_JS = """
async function copied(text) {
  if (navigator.clipboard && window.isSecureContext) {
    try { await navigator.clipboard.writeText(text); return true; } catch { /* the old way */ }
  }
  const before = document.activeElement;
  const box = document.createElement("textarea");
  box.value = text;
  box.setAttribute("readonly", "");
  box.style.cssText = "position: fixed; top: 0; left: 0; opacity: 0";
  document.body.appendChild(box);
  box.select();
  let done = false;
  try { done = document.execCommand("copy"); } catch { done = false; }
  box.remove();
  if (before) before.focus();
  return done;
}

function text_of(button) {
  if (button.dataset.copy !== undefined) return button.dataset.copy;
  return new URL(button.dataset.copyLink, new URL("./", location.href)).href;
}

function tell(button, region, sentence) {
  if (button.dataset.label === undefined) button.dataset.label = button.textContent;
  button.textContent = sentence;
  region.textContent = "";
  setTimeout(() => { region.textContent = sentence; }, 100);
  clearTimeout(Number(button.dataset.timer));
  const back = () => { button.textContent = button.dataset.label; };
  button.dataset.timer = String(setTimeout(back, 4000));
}

export default function ({ parentElement }) {
  const region = parentElement.querySelector(".copied");
  const listen = async (event) => {
    const button = event.target.closest ? event.target.closest("button.copy") : null;
    if (!button) return;
    if (button.dataset.print !== undefined) { window.print(); return; }
    const text = text_of(button);
    if (await copied(text)) tell(button, region, "Copied");
    else window.prompt("Press Ctrl and C to copy", text);
  };
  document.addEventListener("click", listen);
  return () => document.removeEventListener("click", listen);
}
"""

_component = st.components.v2.component("copying", html=_HTML, css=_CSS, js=_JS)


def listen_to_copy_buttons() -> None:
    """Make the copy and print buttons of a page work. Once a page."""
    _component(key="copying")
