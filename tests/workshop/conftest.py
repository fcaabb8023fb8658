"""The two databases that rooms are kept in, both real: a file of SQLite, and a PostgreSQL of our own on a socket in a
folder of its own. With CI set, a missing PostgreSQL is a failure; elsewhere its tests are skipped."""

import os
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

import pytest

from workshop import rooms
from workshop.store import Store, file_in

POLL = rooms.Poll("prediction", "dot_product", "Twice as long?", "u=1,2", ("It doubles", "It stays"), confidence=True)


class Postgres:
    """A PostgreSQL server that belongs to the tests. It refuses to run as root, who asks another user to run it."""

    def __init__(self, programs: Path):
        self.programs, self.folder = programs, Path(tempfile.mkdtemp(prefix="rooms-"))
        self.user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
        if self.user:
            shutil.chown(self.folder, "postgres", "postgres")
        self._run("initdb", "-D", self.data, "-U", "rooms", "-A", "trust", "-N", "-E", "UTF8", "--locale=C")

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def address(self, database: str = "postgres") -> str:
        return f"postgresql://rooms@/{database}?host={self.folder}"

    def _run(self, program: str, *arguments: str) -> None:
        line = [str(self.programs / program), *arguments]
        done = subprocess.run(
            line, **self.user, cwd=self.folder, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self) -> None:
        settings = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c fsync=off"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", self.data, "-w", "-l", log, "-o", settings, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-w", "-m", "immediate", "stop")

    def database(self, name: str) -> str:
        """A new, empty database; its address."""
        self._run("createdb", "-h", str(self.folder), "-U", "rooms", name)
        return self.address(name)


@pytest.fixture(scope="session")
def postgres():
    found = shutil.which("initdb") or max(map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb")), default="")
    if not found:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("PostgreSQL isn't installed")
    server = Postgres(Path(found).resolve().parent)
    try:
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(server.folder, ignore_errors=True)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def address(request, tmp_path_factory):
    if request.param == "sqlite":
        return file_in(tmp_path_factory.mktemp("rooms"))
    return request.getfixturevalue("postgres").address()


@pytest.fixture
def store(address):
    store = Store(address)
    yield store
    store.shut()


class Hour:
    """A room with what a facilitator and some learners do in it."""

    def __init__(self, store: Store, learners: int = 0, **settings):
        self.store = store
        self.code, self.key = store.open_room(**settings)
        self.tokens = [rooms.new_secret() for _ in range(learners)]
        for place, token in enumerate(self.tokens):
            store.join(self.code, token, f"Learner {place}")

    def do(self, rule, *arguments, **more):
        return self.store.change(self.code, self.key, rule, *arguments, **more)

    def vote(self, learner: int, answer, round: int = 1, number: int = 1, confidence=None) -> None:
        self.store.vote(self.code, self.tokens[learner], number, round, answer, confidence)

    def answers(self) -> dict:
        """What everybody has answered, by (round, person)."""
        return {(vote.round, vote.person): vote.answer for vote in self.store.votes(self.code, self.key)}


@pytest.fixture
def hour(store):
    return Hour(store, learners=2)


def at_once(*tasks) -> list:
    """Do these in as many threads, begun together; what each gave, or the exception that it raised."""
    gate, gave = threading.Barrier(len(tasks)), [None] * len(tasks)

    def run(place: int, task) -> None:
        gate.wait()
        try:
            gave[place] = task()
        except Exception as problem:
            gave[place] = problem

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return gave
