"""The live line tells of every change and of nothing else, rests when nobody listens, and ends when it should."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading

import pytest
from starlette.requests import Request

from tests.conftest import ROOT
from tests.workshop.conftest import POLL, Hour
from workshop import live, rooms
from workshop.live import Line
from workshop.store import Store, Unavailable, file_in

PATIENCE = 60  # s


@pytest.fixture
def store(tmp_path):
    store = Store(file_in(tmp_path))
    yield store
    store.shut()


def ask(line: Line, code: str):
    return line.answer(Request({"type": "http", "method": "GET", "headers": [], "path_params": {"code": code}}))


async def listens(line: Line, code: str):
    """What a listener is told, without what only keeps the line."""
    answer = await ask(line, code)
    assert answer.status_code == 200, answer.body
    async for part in answer.body_iterator:
        if part.startswith("data: "):
            yield json.loads(part.removeprefix("data: "))
        elif part.startswith("event: over"):
            yield None


def run(told):
    """As `asyncio.run`, where a browser of other tests may have its own loop in this thread."""
    theirs = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        return asyncio.run(told)
    finally:
        asyncio._set_running_loop(theirs)


async def soon(awaited):
    return await asyncio.wait_for(awaited, PATIENCE)


async def until(true) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true():
            await asyncio.sleep(0.001)


def test_a_change_made_here_is_told_at_once(store, monkeypatch):
    monkeypatch.setattr(live, "EVERY", 3600)  # so that it isn't found by looking
    hour, line = Hour(store, learners=1), Line(lambda: store)

    async def tell():
        told = listens(line, hour.code)
        first = await soon(anext(told))
        again = asyncio.create_task(anext(told))
        await until(lambda: store.heard)
        await asyncio.to_thread(hour.do, rooms.ask, POLL, seconds=60)
        return first, await soon(again)

    first, again = run(tell())
    assert (first["version"], again["version"]) == (1, 2)
    assert set(again) == {"version", "traffic", "deadline", "now"}
    assert again["deadline"] == store.room(hour.code).deadline


def test_a_change_made_on_another_server_is_found(store, monkeypatch):
    monkeypatch.setattr(live, "EVERY", 0.06)
    hour, line = Hour(store, learners=1), Line(lambda: store)
    other = Store(store.address)

    async def tell():
        told = listens(line, hour.code)
        await soon(anext(told))
        await asyncio.to_thread(other.reach, hour.code, hour.tokens[0], "vectors")
        return await soon(anext(told))

    assert run(tell())["traffic"] == 2
    other.shut()


def test_a_deadline_that_passes_is_news(tmp_path, monkeypatch):
    monkeypatch.setattr(live, "EVERY", 0.06)
    moment = [1e9]
    store = Store(file_in(tmp_path), clock=lambda: moment[0])
    hour, line = Hour(store), Line(lambda: store)
    hour.do(rooms.ask, POLL, seconds=30)

    async def tell():
        told = listens(line, hour.code)
        first = await soon(anext(told))
        moment[0] += 30
        return first, await soon(anext(told))

    first, again = run(tell())
    assert first["version"] == again["version"] and first["now"] < first["deadline"] <= again["now"]


def test_the_line_ends_with_the_room(store, monkeypatch):
    hour, line = Hour(store), Line(lambda: store)

    async def tell():
        told = listens(line, hour.code)
        await soon(anext(told))
        await asyncio.to_thread(store.delete, hour.code, hour.key)
        return [each async for each in told]

    assert run(tell()) == [None]
    assert not line.listening and not line.latest


def test_what_is_no_room_gets_a_few_words(store):
    line = Line(lambda: store)
    for code in ("AAAAAAAAA", "x", "../../etc/passwd", "' OR 1=1 --", "9" * 5000):
        answer = run(ask(line, code))
        assert (answer.status_code, answer.body) == (404, b"There is no such room.")
    assert not line.listening and not line.latest


def test_a_typed_code_is_read_as_on_the_page_of_joining(store):
    hour, line = Hour(store), Line(lambda: store)
    assert run(ask(line, rooms.shown_code(hour.code).lower())).status_code == 200


def test_listeners_are_bounded(store, monkeypatch):
    hour, other, line = Hour(store), Hour(store), Line(lambda: store)

    async def tell():
        first, second = listens(line, hour.code), listens(line, other.code)
        await soon(anext(first))
        await soon(anext(second))
        monkeypatch.setattr(live, "MOST_IN_A_ROOM", 1)
        a = (await ask(line, hour.code)).status_code
        monkeypatch.setattr(live, "MOST_IN_A_ROOM", 9)
        b = (await ask(line, hour.code)).status_code
        monkeypatch.setattr(live, "MOST", 2)
        return a, b, (await ask(line, hour.code)).status_code

    assert run(tell()) == (503, 200, 503)


class Fake:
    """A store of one room, whose database does as told."""

    def __init__(self):
        self.heard, self.asked, self.version, self.down = [], 0, 1, False
        self.gate = threading.Event()
        self.gate.set()

    def versions(self, codes):
        self.asked += 1
        assert self.gate.wait(PATIENCE)
        if self.down:
            raise Unavailable("down")
        return {code: (self.version, 0, None, 0.0) for code in codes}


def test_with_no_listener_nothing_is_asked(monkeypatch):
    monkeypatch.setattr(live, "EVERY", 0.06)
    line = Line(lambda: fake)
    fake = Fake()

    async def tell():
        answer = await ask(line, "AAAAAAAAA")
        parts = answer.body_iterator
        await soon(anext(parts))
        await soon(anext(parts))
        waits = asyncio.create_task(anext(parts))
        await until(lambda: fake.asked > 2)
        waits.cancel()  # the page was closed
        await asyncio.gather(waits, return_exceptions=True)
        await soon(line.task)
        return fake.asked

    assert run(tell()) == fake.asked
    assert not fake.heard and not line.listening and not line.latest


def test_a_database_that_is_down_for_a_while_ends_no_line(monkeypatch):
    monkeypatch.setattr(live, "EVERY", 0.06)
    fake = Fake()
    line = Line(lambda: fake)

    async def tell():
        told = listens(line, "AAAAAAAAA")
        await soon(anext(told))
        again = asyncio.create_task(anext(told))
        fake.down, asked = True, fake.asked
        await until(lambda: fake.asked > asked + 2)
        answer = await ask(line, "CCCCCCCCC")
        fake.version, fake.down = 2, False
        return answer, (await soon(again))["version"]

    answer, version = run(tell())
    assert version == 2 and (answer.status_code, answer.body) == (503, b"down")


def test_who_comes_while_it_is_asked_is_not_told_that_the_room_is_over(monkeypatch):
    monkeypatch.setattr(live, "EVERY", 0.06)
    fake = Fake()
    line = Line(lambda: fake)

    async def tell():
        told = listens(line, "AAAAAAAAA")
        await soon(anext(told))
        fake.gate.clear()
        waits, asked = asyncio.create_task(anext(told)), fake.asked
        await until(lambda: fake.asked > asked)
        line.latest["CCCCCCCCC"] = (1, 0, None, 0.0)  # as if another had asked for it
        other = listens(line, "CCCCCCCCC")
        await soon(anext(other))
        again = asyncio.create_task(anext(other))
        await asyncio.sleep(0)
        fake.version = 2
        fake.gate.set()
        return await soon(waits), await soon(again)

    assert [each["version"] for each in run(tell())] == [2, 2]


def test_a_server_that_is_told_to_stop_does_not_wait_for_the_lines(store):
    stopped, line, hour = [], Line(lambda: store), Hour(store)
    before = signal.signal(signal.SIGTERM, lambda number, frame: stopped.append(number))

    async def tell():
        told = listens(line, hour.code)
        await soon(anext(told))
        rest = asyncio.create_task(anext(told, "ended"))
        await until(lambda: line.signals)
        os.kill(os.getpid(), signal.SIGTERM)
        return await soon(rest)

    try:
        assert run(tell()) == "ended", "and not that the room is over"
        assert stopped == [signal.SIGTERM]
    finally:
        signal.signal(signal.SIGTERM, before)
        signal.signal(signal.SIGINT, line.signals.get(signal.SIGINT, signal.default_int_handler))


def test_who_is_in_no_room_waits_for_no_database():
    program = (
        "import sys, workshop.live; sys.exit(bool({'sqlalchemy', 'alembic', 'psycopg', 'segno'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT).returncode == 0
