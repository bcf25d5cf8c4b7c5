"""A browser session without a browser: speaks the app's own protocol and does what its page does.

It opens the page, asks questions in its box, answers the page's requests to be drawn again, and
fetches the pictures that it is shown. So one machine can be many people; what a browser takes to
draw is not in the times.
"""

from __future__ import annotations

import asyncio
import html
import re
import secrets
import time
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import httpx
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE = 60.0
_QUOTED = re.compile(
    r'<figure class="quote">.*?<blockquote>(.*?)</blockquote>.*?href="([^"]*)"', re.DOTALL
)
_FOUND = re.compile(r'<h3 class="found" data-found="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Shown:
    """A quote on the page: its words, and the document and page that its link names."""

    text: str
    document: str
    page: int | None


@dataclass(slots=True)
class Asked:
    """What came of one question: seconds until the answer stood there, and its quotes."""

    question: str
    seconds: float
    quotes: list[Shown]
    problem: str | None = None


@dataclass
class Session:
    """One person's page of the app at `url`; use `opened` around what they do."""

    url: str
    asked: list[Asked] = field(default_factory=list)

    async def live(self, questions: list[str], until: float, pause: float) -> None:
        """Open the page and ask, one question after the other, until a moment (monotonic)."""
        address = self.url.replace("http", "ws", 1) + "/_stcore/stream"
        cookie = f"policy_assistant_visitor={secrets.token_urlsafe(16)}"
        async with (
            httpx.AsyncClient(base_url=self.url, timeout=PATIENCE) as files,
            websockets.connect(
                address,
                subprotocols=[websockets.Subprotocol("streamlit")],
                additional_headers={"Cookie": cookie},
                max_size=None,
                ping_interval=None,
            ) as socket,
        ):
            page = _Page(socket, files)
            reading = asyncio.create_task(page.read())
            try:
                await page.run()
                for question in questions:
                    if time.monotonic() >= until:
                        break
                    self.asked.append(await page.ask(question))
                    await asyncio.sleep(pause)
            finally:
                reading.cancel()
                page.close()


class _Page:
    """What the browser keeps of a page: its box, its fragments, what has been drawn."""

    def __init__(self, socket: websockets.ClientConnection, files: httpx.AsyncClient) -> None:
        self._socket, self._files = socket, files
        self._box: str | None = None
        self._hash = ""
        self._drawn: list[str] = []
        self._known: set[str] = set()
        self._finished, self._found = asyncio.Event(), asyncio.Event()
        self._box_there = asyncio.Event()
        self._repeats: dict[str, asyncio.Task[None]] = {}
        self._fetched: set[str] = set()
        self._fetching: set[asyncio.Task[None]] = set()
        self.problem: str | None = None

    async def run(self) -> None:
        """Open the page and wait until it takes a question."""
        await self._send()
        await asyncio.wait_for(self._box_there.wait(), PATIENCE)
        await asyncio.wait_for(self._finished.wait(), PATIENCE)

    async def ask(self, question: str) -> Asked:
        """Ask, and wait until the answer stands on the page with its quotes."""
        self._drawn, self.problem = [], None
        self._found.clear()
        self._finished.clear()
        started = time.monotonic()
        await self._send(question)
        try:
            await asyncio.wait_for(self._found.wait(), PATIENCE)
            seconds = time.monotonic() - started
            await asyncio.wait_for(self._finished.wait(), PATIENCE)
        except TimeoutError:
            return Asked(question, PATIENCE, [], "no answer within a minute")
        return Asked(question, seconds, _quotes(self._drawn), self.problem)

    async def _send(self, question: str | None = None, fragment: str = "") -> None:
        message = BackMsg()
        state = message.rerun_script
        state.page_script_hash = self._hash
        if fragment:
            state.fragment_id = fragment
            state.is_auto_rerun = True
        if question is not None and self._box is not None:
            widget = state.widget_states.widgets.add()
            widget.id = self._box
            widget.chat_input_value.data = question
        await self._socket.send(message.SerializeToString())

    async def read(self) -> None:
        """Take what the server sends, for as long as the page is open."""
        async for packed in self._socket:
            if isinstance(packed, bytes):
                message = ForwardMsg()
                message.ParseFromString(packed)
                self._take(message)
        self.problem = "the connection was closed"
        self._found.set()
        self._finished.set()

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._hash = message.new_session.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._draw(message.delta.new_element)
        elif kind == "auto_rerun":
            again = message.auto_rerun
            self._stop(again.fragment_id)
            self._repeats[again.fragment_id] = asyncio.create_task(
                self._repeat(again.fragment_id, again.interval)
            )
        elif kind == "stop_auto_rerun":
            for fragment in message.stop_auto_rerun.fragment_ids:
                self._stop(fragment)
        elif (
            kind == "script_finished"
            # A fragment that was drawn again also ends so, with another status.
            and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        ):
            self._finished.set()

    def _draw(self, element: object) -> None:
        kind = element.WhichOneof("type")  # type: ignore[attr-defined]
        if kind == "html":
            body = element.html.body  # type: ignore[attr-defined]
            self._drawn.append(body)
            if 'role="alert"' in body:
                self.problem = html.unescape(_TAG.sub("", body))
            found = _FOUND.search(body)
            if found and found[1] not in self._known:  # earlier answers are drawn again too
                self._known.add(found[1])
                self._found.set()
        elif kind == "chat_input":
            self._box = element.chat_input.id  # type: ignore[attr-defined]
            self._box_there.set()
        elif kind == "exception":
            self.problem = "an error was shown"
            self._found.set()
        elif kind == "imgs":
            for image in element.imgs.imgs:  # type: ignore[attr-defined]
                task = asyncio.create_task(self._fetch(image.url))
                self._fetching.add(task)
                task.add_done_callback(self._fetching.discard)

    async def _fetch(self, address: str) -> None:
        if address not in self._fetched:
            self._fetched.add(address)
            answer = await self._files.get(address)
            if answer.status_code != httpx.codes.OK:
                self.problem = f"a picture could not be had ({answer.status_code})"

    async def _repeat(self, fragment: str, seconds: float) -> None:
        while True:
            await asyncio.sleep(seconds)
            await self._send(fragment=fragment)

    def _stop(self, fragment: str) -> None:
        task = self._repeats.pop(fragment, None)
        if task is not None:
            task.cancel()

    def close(self) -> None:
        """End what goes on by itself."""
        for fragment in list(self._repeats):
            self._stop(fragment)


def _quotes(drawn: list[str]) -> list[Shown]:
    shown = []
    for quote, address in _QUOTED.findall("".join(drawn)):
        named = parse_qs(urlsplit(html.unescape(address)).query)
        page = named.get("page", [None])[0]
        shown.append(
            Shown(
                html.unescape(_TAG.sub("", quote)),
                named.get("document", [""])[0],
                int(page) if page else None,
            )
        )
    return shown
