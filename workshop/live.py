"""The live line: `GET _room/<code>` tells the pages of a room that something has changed, past Streamlit.

What it sends are server-sent events: {"version", "traffic", "deadline", "now"}, as `Room` has them. There is nothing
else in them, so nothing can be seen early. One request is held open for as long as a page is; a browser opens a lost
one again by itself, and proxies pass it on: they are asked not to hold it back. With long polling each change would
cost a request of every page. Where the line can't be had, the component asks Python every three seconds, a rerun each.

One watcher in each process looks at the versions of all rooms that somebody listens to, twice a second, with one short
query, and at once after a change made in this process. With no listener it rests.

    listen(room, store.now())       # in a page or a fragment: that is run again once the room has changed
"""

from __future__ import annotations

import asyncio
import json
import signal
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from workshop.rooms import Room, read_code

LINE = "_room/"
EVERY = 0.5  # seconds from one look at the versions to the next
TOGETHER = 0.05  # seconds in which changes made here are told as one
BREATH = 15.0  # seconds after which a silent line shows that it is alive
MOST, MOST_IN_A_ROOM = 2000, 1000  # listeners of a process
HERE = Path(__file__).parent
COMPONENTS = HERE.parent / "ui" / "components"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

News = tuple[int, int, float | None, float]  # version, traffic, deadline, now


def _store() -> Any:
    from workshop.store import the_store  # who is in no room doesn't wait for its libraries

    return the_store()


class Line:
    """The listeners of a process, and the watcher that wakes them. `find` gives the store."""

    def __init__(self, find: Callable[[], Any] = _store):
        self.find = find
        self.listening: dict[str, set[asyncio.Event]] = {}
        self.latest: dict[str, News | None] = {}
        self.task: asyncio.Task | None = None
        self.stops, self.signals = False, {}  # what was done at each signal before

    async def answer(self, request: Request) -> Response:
        """A line to a room, or a few words."""
        from workshop.store import Unavailable

        code = read_code(request.path_params["code"])
        news = self.latest.get(code)
        if news is None and code:
            try:
                news = (await asyncio.to_thread(lambda: self.find().versions([code]))).get(code)
            except Unavailable as problem:
                return PlainTextResponse(str(problem), 503, {"Retry-After": "3"})
        if news is None:
            return PlainTextResponse("There is no such room.", 404)
        count = sum(map(len, self.listening.values()))
        if count >= MOST or len(self.listening.get(code, ())) >= MOST_IN_A_ROOM:
            return PlainTextResponse("Too many pages listen.", 503, {"Retry-After": "30"})
        return StreamingResponse(self.events(code, news), media_type="text/event-stream", headers=HEADERS)

    async def events(self, code: str, news: News | None) -> AsyncIterator[str]:
        """What a listener is told, from these news on, until the room is over."""
        woken, told = asyncio.Event(), None
        self.latest.setdefault(code, news)
        self.listening.setdefault(code, set()).add(woken)
        try:
            yield "retry: 1000\n\n"  # a lost line is opened again after so many milliseconds
            while not self.stops and (news := self.latest[code]) is not None:
                if told != marks(news):
                    told = marks(news)
                    yield f"data: {json.dumps(dict(zip(('version', 'traffic', 'deadline', 'now'), news)))}\n\n"
                if self.task is None or self.task.done():
                    self.task = asyncio.create_task(self.watch())
                    self.stop_with_the_server()
                try:
                    await asyncio.wait_for(woken.wait(), BREATH)
                except TimeoutError:
                    yield ": still here\n\n"
                woken.clear()
            if not self.stops:
                yield "event: over\ndata: \n\n"
        finally:
            self.listening[code].discard(woken)
            if not self.listening[code]:
                del self.listening[code], self.latest[code]

    def stop_with_the_server(self) -> None:
        """A server that is told to stop waits for what is open: so lines end at the same signal, to be opened again."""
        if self.signals or threading.current_thread() is not threading.main_thread():
            return
        loop = asyncio.get_running_loop()

        def heard(number: int, frame: Any) -> None:
            loop.call_soon_threadsafe(self.stop)
            self.signals[number](number, frame)

        for number in (signal.SIGINT, signal.SIGTERM):
            if callable(before := signal.getsignal(number)):
                self.signals[number] = before
                signal.signal(number, heard)

    def stop(self) -> None:
        """End all lines."""
        self.stops = True
        for woken in (each for listeners in self.listening.values() for each in listeners):
            woken.set()

    async def watch(self) -> None:
        """Look for news for as long as somebody listens."""
        from workshop.store import Unavailable

        loop, stirred = asyncio.get_running_loop(), asyncio.Event()
        store = self.find()

        def stir(code: str) -> None:
            if code in self.listening:
                loop.call_soon_threadsafe(stirred.set)

        store.heard.append(stir)
        try:
            while self.listening:
                asked = list(self.listening)
                try:
                    found = await asyncio.to_thread(store.versions, asked)
                except Unavailable:
                    found = self.latest  # the pages say so themselves; the line waits
                for code in self.listening.keys() & asked:
                    news = found.get(code)
                    if marks(news) != marks(self.latest[code]):
                        self.latest[code] = news
                        for woken in self.listening[code]:
                            woken.set()
                await asyncio.sleep(TOGETHER)
                try:
                    await asyncio.wait_for(stirred.wait(), EVERY - TOGETHER)
                except TimeoutError:
                    pass
                stirred.clear()
        finally:
            store.heard.remove(stir)


def marks(news: News | None) -> tuple | None:
    """What of the news makes them news: not the moment, but whether it is past the deadline."""
    return news and (*news[:3], news[2] is not None and news[3] >= news[2])


def route(line: Line | None = None) -> Route:
    """The route of the line, for the entry."""
    return Route("/" + LINE + "{code}", (line or Line()).answer)


live = st.components.v2.component(
    "live",
    html='<p class="left" role="timer" hidden></p>',
    css=(HERE / "live.css").read_text(encoding="utf-8"),
    js="".join(path.read_text(encoding="utf-8") for path in (COMPONENTS / "link.js", HERE / "live.js")),
)


def listen(
    room: Room, now: float, follow: str = "state", every: float = 1.0, until: float | None = None, key: str = "live"
) -> None:
    """Run the page, or the fragment in which this is called, again once the room has changed.

    room    as the page is drawn from it: a change from there on counts
    now     the store's moment, for the count-down
    follow  "state": only what a page of learners is drawn from; "all": votes, people, steps and questions, too
    every   at most once in so many seconds
    until   a moment to count down to, such as `room.deadline` or `room.until`; None shows no count-down
    """
    data = {"address": LINE + room.code, "follow": follow, "every": every, "until": until, "now": now}
    seen = {"version": room.version, "traffic": room.traffic, "over": room.phase != "open"}
    live(data=data | {"seen": seen}, key=key, on_value_change=lambda: None)
