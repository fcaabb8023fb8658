"""The store of rooms: SQLite beside the app, or PostgreSQL by one setting. The rules are in `workshop.rooms`.

    JUST_ENOUGH_MATH_DATABASE   postgresql://user:password@host/name, as an environment variable or a Streamlit secret;
                                without it, a file in
    JUST_ENOUGH_MATH_FOLDER     a folder that can be written; without it, `kept/` beside the app

`the_store()` is this process's store. Every method is one transaction, and raises
- Unavailable, with a sentence, when the database can't be reached or the folder not be written; the next call tries
  anew
- NoRoom, with a sentence, for a room that isn't there (any more), and for a wrong key
- ValueError, with a sentence, for what the rules don't allow.

A facilitator is known by the room's `key`, a learner by the `token` that their browser keeps (`rooms.new_secret()`);
of both only a digest is stored. Kept are names, steps, votes, questions, calls for help and feedback, and nothing else.
The clock is the database's: PostgreSQL's own; with SQLite the server's, since they are one machine.

What a facilitator does is a rule with its arguments: `store.change(code, key, rooms.ask, poll, seconds=60)`. Whatever
else is written counts up the room's `traffic`; a change of its state its `version`.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sql
from sqlalchemy import Column, Float, ForeignKeyConstraint, Integer, Text
from sqlalchemy.dialects import postgresql, sqlite

from workshop import rooms
from workshop.rooms import Poll, Room

DATABASE, FOLDER = "JUST_ENOUGH_MATH_DATABASE", "JUST_ENOUGH_MATH_FOLDER"
BESIDE = Path(__file__).resolve().parents[1] / "kept"
MIGRATIONS = Path(__file__).parent / "migrations"
PATIENCE = 5  # seconds that anything waits for the database
SWEEP = 3600.0  # seconds from one look for rooms that have expired to the next
MOST_ROOMS = 2000
MOST_QUESTIONS = 20  # of one person
HELP = ("", "stuck", "done")
log = logging.getLogger(__name__)

UNREACHABLE = (
    "The database of the rooms can't be used just now. Try again in a moment; if this lasts, tell who runs this server."
)
UNREADABLE = f"{DATABASE} isn't the address of a PostgreSQL database."
UNWRITABLE = (
    "Rooms need a place to be kept, and this server has none: the folder {folder} can't be written. Set "
    f"{FOLDER} to a folder that can, or {DATABASE} to the address of a PostgreSQL database."
)


class Unavailable(Exception):
    """The rooms can't be reached; says so in a sentence."""


class NoRoom(ValueError):
    """There is no such room, or no such key to it."""


class Person(NamedTuple):
    """A learner, as the facilitator's page may have one. `number` is theirs in this room."""

    number: int
    name: str
    removed: bool
    help: str  # "", "stuck" or "done"
    helped: float | None  # since when
    joined: float
    step: str  # where they are


class Vote(NamedTuple):
    """A vote; `person` is None where the page may not know whose it is."""

    number: int
    round: int
    person: int | None
    answer: Any
    confidence: int | None


class Asked(NamedTuple):
    """A question to the facilitator."""

    number: int
    text: str
    votes: int
    hidden: bool
    mine: bool
    voted: bool  # whether the person that looks has voted for it


# ---------------------------------------------------------------- tables, as the migrations leave them

tables = sql.MetaData()


def _table(name: str, *columns: Any, keys: str = "") -> sql.Table:
    """A table of what belongs to rooms and goes with them; `keys`, with the room, tell its rows apart."""
    rest = [ForeignKeyConstraint(["room"], ["rooms.code"], ondelete="CASCADE")]
    return sql.Table(
        name, tables, Column("room", Text), *columns, *rest, sql.PrimaryKeyConstraint("room", *keys.split())
    )


ROOMS = sql.Table(
    "rooms",
    tables,
    Column("code", Text, primary_key=True),
    Column("key", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("traffic", Integer, nullable=False),
    Column("deadline", Float),  # the room's, for those who only wait for it
    Column("opened", Float, nullable=False),
    Column("expires", Float, nullable=False),
)
PEOPLE = _table(
    "people",
    Column("number", Integer),
    Column("token", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("removed", Integer, nullable=False),
    Column("help", Text, nullable=False),
    Column("helped", Float),
    Column("joined", Float, nullable=False),
    Column("step", Text, nullable=False),
    keys="number",
)
POLLS = _table("polls", Column("number", Integer), Column("poll", Text, nullable=False), keys="number")
VOTES = _table(
    "votes",
    Column("number", Integer),
    Column("round", Integer),
    Column("person", Integer),
    Column("answer", Text, nullable=False),
    Column("confidence", Integer),
    keys="number round person",
)
STEPS = _table(
    "steps",
    Column("person", Integer),
    Column("step", Text),
    Column("done", Integer, nullable=False),
    keys="person step",
)
QUESTIONS = _table(
    "questions",
    Column("number", Integer),
    Column("person", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("hidden", Integer, nullable=False),
    keys="number",
)
UPVOTES = _table("upvotes", Column("number", Integer), Column("person", Integer), keys="number person")
FEEDBACK = _table("feedback", Column("person", Integer), Column("taps", Text, nullable=False), keys="person")
OF_A_PERSON = (VOTES, STEPS, UPVOTES, FEEDBACK, QUESTIONS)


# ---------------------------------------------------------------- the way to the database


@cache
def the_store() -> Store:
    """The store of this process, as its settings say. It is opened by what is first asked of it."""
    return Store(setting(DATABASE) or file_in(Path(setting(FOLDER) or BESIDE)))


def setting(name: str) -> str:
    """A setting, from the environment or from Streamlit's secrets; "" where neither has it."""
    if name not in os.environ:
        from streamlit import secrets

        return str(secrets.get(name, "")) if secrets.load_if_toml_exists() else ""
    return os.environ[name]


def file_in(folder: Path) -> str:
    """The address of the rooms in this folder."""
    return f"sqlite:///{folder / 'rooms.sqlite'}"


def _engine(address: str) -> sql.Engine:
    try:
        url = sql.make_url(address.replace("postgres://", "postgresql://", 1))
    except sql.exc.ArgumentError:
        raise Unavailable(UNREADABLE) from None
    if url.get_backend_name() == "sqlite":
        folder = Path(url.database or "").parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with open(url.database, "ab"):
                pass
        except OSError:
            raise Unavailable(UNWRITABLE.format(folder=folder)) from None
        engine = sql.create_engine(url, connect_args={"timeout": PATIENCE})
        sql.event.listen(engine, "connect", _begin_with_sqlite)
        sql.event.listen(engine, "begin", _begin)
        return engine
    if url.get_backend_name() != "postgresql":
        raise Unavailable(UNREADABLE)
    limits = f"-c statement_timeout={PATIENCE}s -c lock_timeout={PATIENCE}s -c idle_in_transaction_session_timeout=30s"
    ways = {"connect_timeout": PATIENCE, "options": limits, "application_name": "just-enough-math"}
    pool = {"pool_size": 5, "max_overflow": 10, "pool_timeout": PATIENCE, "pool_pre_ping": True}
    return sql.create_engine(url.set(drivername="postgresql+psycopg"), connect_args=ways, **pool)


def _begin_with_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # sqlite3 begins no transactions by itself: `_begin` does
    for line in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {line}")


def _begin(connection: sql.Connection) -> None:
    """What writes takes the lock at once, so that what it reads is still so when it writes."""
    connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("reads") else "BEGIN IMMEDIATE")


def upgrade(connection: sql.Connection) -> None:
    """Bring the tables to what the app expects, in the connection's transaction; one server at a time."""
    from alembic import command
    from alembic.config import Config

    if connection.dialect.name == "postgresql":
        connection.execute(sql.text("SELECT pg_advisory_xact_lock(5226731)"))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


class Store:
    """The rooms in one database. Threads may share it.

    clock: for tests, in place of the database's.
    """

    def __init__(self, address: str, clock: Callable[[], float] | None = None):
        self.address, self.clock = address, clock
        self.heard: list[Callable[[str], None]] = []  # told the code of a room after each change made here
        self.lock, self.engine, self.swept = threading.Lock(), None, 0.0

    @contextmanager
    def _connection(self, reads: bool = False) -> Iterator[sql.Connection]:
        """A connection in a transaction, which is kept if nothing goes wrong."""
        try:
            with self._open().connect().execution_options(reads=reads) as connection, connection.begin():
                yield connection
        except sql.exc.SQLAlchemyError as problem:
            log.warning("The database of the rooms: %s", type(problem).__name__)
            raise Unavailable(UNREACHABLE) from problem

    def _open(self) -> sql.Engine:
        with self.lock:
            if self.engine is None:
                engine = _engine(self.address)
                try:
                    with engine.begin() as connection:
                        upgrade(connection)
                        self._sweep(connection)
                except BaseException:
                    engine.dispose()
                    raise
                self.engine = engine
        return self.engine

    def shut(self) -> None:
        """Let go of all connections; the next call opens them anew."""
        with self.lock:
            if self.engine is not None:
                self.engine.dispose()
            self.engine = None

    def _now(self, connection: sql.Connection) -> float:
        if self.clock or connection.dialect.name == "sqlite":
            return (self.clock or time.time)()
        return float(connection.execute(sql.text("SELECT extract(epoch FROM clock_timestamp())")).scalar_one())

    def _sweep(self, connection: sql.Connection) -> None:
        """Delete the rooms that have expired."""
        now = self._now(connection)
        connection.execute(sql.delete(ROOMS).where(ROOMS.c.expires <= now))
        self.swept = time.monotonic()

    @contextmanager
    def _room(self, code: str, reads: bool = False) -> Iterator[tuple[sql.Connection, Room, float, Any]]:
        """A room that nobody else changes meanwhile: the connection, the room as it is now, the moment, its row."""
        with self._connection(reads) as connection:
            if not reads and time.monotonic() - self.swept > SWEEP:
                self._sweep(connection)
            asks = sql.select(ROOMS).where(ROOMS.c.code == code)
            row = connection.execute(asks if reads else asks.with_for_update()).one_or_none()
            now = self._now(connection)
            if row is None or row.expires <= now:
                raise NoRoom("There is no such room. It may be over: a room lasts a day at most.")
            yield connection, rooms.at(_room_of(row), now), now, row

    @contextmanager
    def _led(self, code: str, key: str, reads: bool = False) -> Iterator[tuple[sql.Connection, Room, float]]:
        """The same for a facilitator."""
        with self._room(code, reads) as (connection, room, now, row):
            if not rooms.secrets.compare_digest(row.key, rooms.sealed(key)):
                raise NoRoom("This link doesn't open the room for a facilitator.")
            yield connection, room, now

    @contextmanager
    def _visited(self, code: str, token: str, reads: bool = False) -> Iterator[tuple[sql.Connection, Room, Person]]:
        """The same for a learner; what they write counts as traffic."""
        with self._room(code, reads) as (connection, room, _, _):
            person = _person(connection, code, token)
            if person is None or person.removed:
                raise NoRoom("Join the room first." if person is None else "The facilitator has removed you.")
            yield connection, room, person
            if not reads:
                _count(connection, code)
        if not reads:
            self._tell(code)

    def _tell(self, code: str) -> None:
        for hear in self.heard:
            hear(code)

    # ------------------------------------------------------------ rooms

    def open_room(self, names: bool = True) -> tuple[str, str]:
        """A new room: its code, and the facilitator's key, which is told only here."""
        code, key = rooms.new_code(), rooms.new_secret()
        with self._connection() as connection:
            self._sweep(connection)
            if connection.execute(sql.select(sql.func.count()).select_from(ROOMS)).scalar_one() >= MOST_ROOMS:
                raise ValueError("This server has as many rooms as it can hold. Delete one that is over.")
            now = self._now(connection)
            state = Room(names=names).to_json()
            times = {"opened": now, "expires": now + 3600 * rooms.HOURS}
            row = {"code": code, "key": rooms.sealed(key), "state": state, "version": 1, "traffic": 0, **times}
            connection.execute(sql.insert(ROOMS).values(row))
        return code, key

    def room(self, code: str) -> Room:
        """The room as it is now."""
        with self._room(code, reads=True) as (_, room, _, _):
            return room

    def now(self) -> float:
        """The moment by the clock that deadlines are told in."""
        with self._connection(reads=True) as connection:
            return self._now(connection)

    def leads(self, code: str, key: str) -> Room:
        """The room, for who has its key; NoRoom for who hasn't."""
        with self._led(code, key, reads=True) as (_, room, _):
            return room

    def change(self, code: str, key: str, rule: Callable[..., Room], *args: Any, **more: Any) -> Room:
        """Apply a rule of `workshop.rooms` to the room: it is given the room, the moment and these arguments."""
        with self._led(code, key) as (connection, room, now):
            after = rule(room, now, *args, **more)
            if after.number and after.round:
                row = {"room": code, "number": after.number, "poll": json.dumps(rooms.asdict(after.poll))}
                _put(connection, POLLS, row)
            of_this = (VOTES.c.room == code) & (VOTES.c.number == after.number) & (VOTES.c.round > after.round)
            connection.execute(sql.delete(VOTES).where(of_this))  # what was taken back
            news = {"state": after.to_json(), "deadline": after.deadline, "version": ROOMS.c.version + 1}
            connection.execute(sql.update(ROOMS).where(ROOMS.c.code == code).values(news))
        self._tell(code)
        return replace(after, version=room.version + 1)

    def delete(self, code: str, key: str) -> None:
        """Delete the room and all in it."""
        with self._led(code, key) as (connection, _, _):
            connection.execute(sql.delete(ROOMS).where(ROOMS.c.code == code))
        self._tell(code)

    def versions(self, codes: list[str]) -> dict[str, tuple[int, int, float | None, float]]:
        """Of each of these rooms that is there: version, traffic, deadline, and the moment now."""
        with self._connection(reads=True) as connection:
            columns = (ROOMS.c.code, ROOMS.c.version, ROOMS.c.traffic, ROOMS.c.deadline)
            now = self._now(connection)
            rows = connection.execute(sql.select(*columns).where(ROOMS.c.code.in_(codes), ROOMS.c.expires > now))
            return {row.code: (row.version, row.traffic, row.deadline, now) for row in rows}

    # ------------------------------------------------------------ people

    def join(self, code: str, token: str, name: str = "") -> Person:
        """Join, or come back as who one was: by the token, whatever the name says now. Nobody who was removed can."""
        with self._room(code) as (connection, room, now, _):
            if person := _person(connection, code, token):
                if person.removed:
                    raise NoRoom("The facilitator has removed you.")
                return person
            if room.locked:
                raise ValueError("The facilitator lets nobody new in.")
            name = rooms.clean_name(name) if room.names else ""
            number = _next(connection, PEOPLE, code)
            if number > rooms.MOST_PEOPLE:
                raise ValueError("This room is full.")
            row = {"room": code, "number": number, "token": rooms.sealed(token), "name": name, "joined": now}
            connection.execute(sql.insert(PEOPLE).values(**row, removed=0, help="", step=""))
            _count(connection, code)
        self._tell(code)
        return Person(number, name, False, "", None, now, "")

    def person(self, code: str, token: str) -> Person | None:
        """Who comes with this token: None for nobody yet. Look at `removed`."""
        with self._room(code, reads=True) as (connection, *_):
            return _person(connection, code, token)

    def rename(self, code: str, token: str, name: str) -> None:
        """Give oneself another name."""
        with self._visited(code, token) as (connection, room, person):
            if not room.names:
                raise ValueError("In this room nobody has a name.")
            _set(connection, code, person, name=rooms.clean_name(name))

    def names(self, code: str) -> list[str]:
        """The names that are taken, for the one that is offered next."""
        with self._room(code, reads=True) as (connection, *_):
            return [row.name for row in connection.execute(sql.select(PEOPLE.c.name).where(PEOPLE.c.room == code))]

    def count(self, code: str) -> tuple[int, int]:
        """How many are in the room, and how many of them have voted in the round that is held or was held last."""
        with self._room(code, reads=True) as (connection, room, _, _):
            here = sql.select(sql.func.count()).select_from(PEOPLE).where(PEOPLE.c.room == code, PEOPLE.c.removed == 0)
            of_it = (VOTES.c.room == code, VOTES.c.number == room.number, VOTES.c.round == room.round)
            voted = sql.select(sql.func.count()).select_from(VOTES).where(*of_it)
            return connection.execute(here).scalar_one(), connection.execute(voted).scalar_one()

    def reach(self, code: str, token: str, step: str, done: bool = False) -> None:
        """Say where one is, and whether that step is done; what is done once stays so."""
        rooms.check_step(step)
        with self._visited(code, token) as (connection, _, person):
            asks = sql.select(STEPS.c.done).where(
                STEPS.c.room == code, STEPS.c.person == person.number, STEPS.c.step == step
            )
            before = connection.execute(asks).scalar()
            row = {"room": code, "person": person.number, "step": step, "done": int(bool(done or before))}
            _put(connection, STEPS, row)
            _set(connection, code, person, step=step)

    def call(self, code: str, token: str, help: str) -> None:
        """Say "stuck" or "done", or take it back with ""."""
        if help not in HELP:
            raise ValueError("Say that you are stuck, or that you are done.")
        with self._visited(code, token) as (connection, _, person):
            _set(connection, code, person, help=help, helped=self._now(connection) if help else None)

    def people(self, code: str, key: str) -> list[Person]:
        """Everybody in the room, for the facilitator."""
        with self._led(code, key, reads=True) as (connection, *_):
            asks = sql.select(PEOPLE).where(PEOPLE.c.room == code, PEOPLE.c.removed == 0).order_by(PEOPLE.c.number)
            return [_person_of(row) for row in connection.execute(asks)]

    def steps(self, code: str, key: str) -> list[tuple[int, str, bool]]:
        """(person, step, done) for every step that somebody has reached, for the facilitator."""
        with self._led(code, key, reads=True) as (connection, *_):
            asks = sql.select(STEPS).where(STEPS.c.room == code).order_by(STEPS.c.person, STEPS.c.step)
            return [(row.person, row.step, bool(row.done)) for row in connection.execute(asks)]

    def answered(self, code: str, key: str, number: int) -> None:
        """A person's call for help was answered."""
        with self._led(code, key) as (connection, *_):
            connection.execute(_of(PEOPLE, code, number=number).values(help="", helped=None))
            _count(connection, code)
        self._tell(code)

    def remove(self, code: str, key: str, number: int) -> None:
        """Remove a person with all that is theirs. Their browser is told, and can't come back as them."""
        with self._led(code, key) as (connection, *_):
            mine = sql.select(QUESTIONS.c.number).where(QUESTIONS.c.room == code, QUESTIONS.c.person == number)
            connection.execute(sql.delete(UPVOTES).where(UPVOTES.c.room == code, UPVOTES.c.number.in_(mine)))
            for table in OF_A_PERSON:
                connection.execute(sql.delete(table).where(table.c.room == code, table.c.person == number))
            gone = {"removed": 1, "name": "", "help": "", "helped": None, "step": ""}
            connection.execute(_of(PEOPLE, code, number=number).values(gone))
            connection.execute(_of(ROOMS, code).values(version=ROOMS.c.version + 1))
        self._tell(code)

    # ------------------------------------------------------------ votes

    def vote(self, code: str, token: str, number: int, round: int, answer: Any, confidence: int | None = None) -> None:
        """Vote, or change one's vote, while the round is open. ValueError, and nothing written, if it is closed, or
        for what isn't on offer."""
        with self._visited(code, token) as (connection, room, person):
            kept, sure = rooms.accept(rooms.check_vote(room, number, round), answer, confidence)
            row = {"room": code, "number": number, "round": round, "person": person.number}
            _put(connection, VOTES, row | {"answer": json.dumps(kept), "confidence": sure})

    def my_votes(self, code: str, token: str) -> dict[int, Vote]:
        """One's own votes in what is asked or was asked last, by round."""
        with self._visited(code, token, reads=True) as (connection, room, person):
            asks = sql.select(VOTES).where(
                VOTES.c.room == code, VOTES.c.number == room.number, VOTES.c.person == person.number
            )
            return {row.round: _vote_of(row) for row in connection.execute(asks)}

    def votes(self, code: str, key: str | None = None, whose: bool = False) -> list[Vote]:
        """The votes of what is asked or was asked last that a page may have: with the key all, with whose each is; for
        a learner's page and the projected one those that were shown, without whose, in an order that tells nothing.
        `whose` is for counting what each answered to their own numbers: no page is told it."""
        with self._room(code, reads=True) as (connection, room, _, row):
            leads = key is not None and rooms.secrets.compare_digest(row.key, rooms.sealed(key))
            if key is not None and not leads:
                raise NoRoom("This link doesn't open the room for a facilitator.")
            may = rooms.sight(room, leads)
            asks = sql.select(VOTES).where(VOTES.c.room == code, VOTES.c.number == room.number)
            asks = asks.where(VOTES.c.round.in_(may.rounds)).order_by(VOTES.c.round, VOTES.c.person)
            votes = [_vote_of(row) for row in connection.execute(asks)]
        if may.whose or whose:
            return votes
        return sorted((vote._replace(person=None) for vote in votes), key=lambda vote: (vote.round, repr(vote[3:])))

    def history(self, code: str, key: str) -> tuple[dict[int, Poll], list[Vote]]:
        """All that was asked, by number, and all votes, for the export and the summary."""
        with self._led(code, key, reads=True) as (connection, *_):
            polls = connection.execute(sql.select(POLLS).where(POLLS.c.room == code).order_by(POLLS.c.number))
            asked = {row.number: Poll(**json.loads(row.poll)) for row in polls}
            order = (VOTES.c.number, VOTES.c.person, VOTES.c.round)
            votes = connection.execute(sql.select(VOTES).where(VOTES.c.room == code).order_by(*order))
            return asked, [_vote_of(row) for row in votes]

    # ------------------------------------------------------------ questions to the facilitator, feedback

    def put_question(self, code: str, token: str, text: str) -> None:
        """Ask the facilitator something."""
        with self._visited(code, token) as (connection, _, person):
            mine = (QUESTIONS.c.room == code, QUESTIONS.c.person == person.number)
            asked = connection.execute(sql.select(sql.func.count()).select_from(QUESTIONS).where(*mine)).scalar_one()
            if asked >= MOST_QUESTIONS:
                raise ValueError("You have asked as many questions here as one can.")
            row = {"number": _next(connection, QUESTIONS, code), "person": person.number}
            connection.execute(sql.insert(QUESTIONS).values(room=code, **row, text=rooms.clean_text(text), hidden=0))

    def upvote(self, code: str, token: str, number: int, up: bool = True) -> None:
        """Say that one has this question, too, or take that back; each person counts once, and not for their own."""
        with self._visited(code, token) as (connection, _, person):
            asks = sql.select(QUESTIONS).where(QUESTIONS.c.room == code, QUESTIONS.c.number == number)
            question = connection.execute(asks).one_or_none()
            if question is None or question.hidden or question.person == person.number:
                raise ValueError("This question can't be voted for.")
            row = {"room": code, "number": number, "person": person.number}
            mine = [UPVOTES.c[name] == value for name, value in row.items()]
            connection.execute(sql.delete(UPVOTES).where(*mine))
            if up:
                connection.execute(sql.insert(UPVOTES).values(row))

    def hide(self, code: str, key: str, number: int, hidden: bool = True) -> None:
        """Hide a question from the learners, or show it again."""
        with self._led(code, key) as (connection, *_):
            connection.execute(_of(QUESTIONS, code, number=number).values(hidden=int(hidden)))
            connection.execute(_of(ROOMS, code).values(version=ROOMS.c.version + 1))
        self._tell(code)

    def questions(self, code: str, token: str = "", key: str | None = None) -> list[Asked]:
        """The questions, those with most votes first: with the key all, else those that aren't hidden."""
        with self._room(code, reads=True) as (connection, _, _, row):
            if key is not None and not rooms.secrets.compare_digest(row.key, rooms.sealed(key)):
                raise NoRoom("This link doesn't open the room for a facilitator.")
            person = _person(connection, code, token) if token else None
            me = person.number if person else None
            ups: dict[int, set[int]] = {}
            for up in connection.execute(sql.select(UPVOTES).where(UPVOTES.c.room == code)):
                ups.setdefault(up.number, set()).add(up.person)
            rows = connection.execute(sql.select(QUESTIONS).where(QUESTIONS.c.room == code)).all()
        asked = []
        for row in rows:
            if key is not None or not row.hidden:
                up = ups.get(row.number, set())
                asked.append(Asked(row.number, row.text, len(up), bool(row.hidden), row.person == me, me in up))
        return sorted(asked, key=lambda question: (-question.votes, question.number))

    def give_feedback(self, code: str, token: str, first: int, second: int) -> None:
        """Two taps at the end, each from 1 to 5; a second time replaces."""
        if not all(type(tap) is int and 1 <= tap <= 5 for tap in (first, second)):
            raise ValueError("Tap one of the five.")
        with self._visited(code, token) as (connection, _, person):
            _put(connection, FEEDBACK, {"room": code, "person": person.number, "taps": f"{first} {second}"})

    def feedback(self, code: str, key: str) -> list[tuple[int, int]]:
        """Everybody's taps, in an order that tells nothing."""
        with self._led(code, key, reads=True) as (connection, *_):
            rows = connection.execute(sql.select(FEEDBACK.c.taps).where(FEEDBACK.c.room == code))
            return sorted(tuple(map(int, row.taps.split())) for row in rows)


# ---------------------------------------------------------------- rows


def _room_of(row: Any) -> Room:
    names = ("code", "version", "traffic", "opened", "expires")
    return Room.from_json(row.state, **{name: getattr(row, name) for name in names})


def _person_of(row: Any) -> Person:
    return Person(row.number, row.name, bool(row.removed), row.help, row.helped, row.joined, row.step)


def _vote_of(row: Any) -> Vote:
    return Vote(row.number, row.round, row.person, json.loads(row.answer), row.confidence)


def _person(connection: sql.Connection, code: str, token: str) -> Person | None:
    asks = sql.select(PEOPLE).where(PEOPLE.c.room == code, PEOPLE.c.token == rooms.sealed(token))
    row = connection.execute(asks).one_or_none()
    return _person_of(row) if row else None


def _next(connection: sql.Connection, table: sql.Table, code: str) -> int:
    """The next number in a room. The room is locked, so that nobody else takes it."""
    return 1 + (connection.execute(sql.select(sql.func.max(table.c.number)).where(table.c.room == code)).scalar() or 0)


def _put(connection: sql.Connection, table: sql.Table, row: dict) -> None:
    """Insert a row, or put it in the place of the one with the same key."""
    insert = {"sqlite": sqlite, "postgresql": postgresql}[connection.dialect.name].insert(table).values(row)
    key = [column.name for column in table.primary_key]
    connection.execute(
        insert.on_conflict_do_update(index_elements=key, set_={name: row[name] for name in row if name not in key})
    )


def _of(table: sql.Table, code: str, **which: Any) -> sql.Update:
    """An update of a room's row, or of a row that belongs to it."""
    room = table.c.code if table is ROOMS else table.c.room
    return sql.update(table).where(room == code, *(table.c[name] == value for name, value in which.items()))


def _set(connection: sql.Connection, code: str, person: Person, **values: Any) -> None:
    connection.execute(_of(PEOPLE, code, number=person.number).values(values))


def _count(connection: sql.Connection, code: str) -> None:
    connection.execute(_of(ROOMS, code).values(traffic=ROOMS.c.traffic + 1))
