"""The store keeps a room's promises, on both databases: no vote lost or doubled, none early, none late."""

import json
import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
import sqlalchemy as sql

from tests.conftest import ROOT
from tests.workshop.conftest import POLL, Hour, at_once
from workshop import rooms
from workshop import store as stores
from workshop.store import NoRoom, Store, Unavailable, file_in

pytestmark = pytest.mark.xdist_group("rooms")


# ---------------------------------------------------------------- votes


def test_a_second_vote_takes_the_place_of_the_first(hour):
    hour.do(rooms.ask, POLL)
    hour.vote(0, 0, confidence=1)
    hour.vote(0, 1, confidence=3)
    hour.vote(1, 0)
    assert hour.answers() == {(1, 1): 1, (1, 2): 0}
    assert hour.store.my_votes(hour.code, hour.tokens[0])[1].confidence == 3
    assert hour.store.count(hour.code) == (2, 2)


def test_nothing_is_written_before_between_and_after(hour):
    hour.do(rooms.ask, POLL)
    hour.vote(0, 0)
    for rule, more in ((rooms.close, {}), (rooms.talk, {}), (rooms.second, {}), (rooms.close, {}), (rooms.show, {})):
        room = hour.do(rule, **more)
        with pytest.raises(ValueError, match="too late"):
            hour.vote(0, 1, round=1)
        if room.phase != "open":
            with pytest.raises(ValueError, match="too late"):
                hour.vote(0, 1, round=2)
    assert hour.answers() == {(1, 1): 0}
    with pytest.raises(ValueError, match="too late"):
        hour.vote(0, 1, number=2)


def test_a_vote_after_the_deadline_is_late_though_nobody_has_closed_it(address):
    moment = [1e9]
    hour = Hour(Store(address, clock=lambda: moment[0]), learners=1)
    hour.do(rooms.ask, POLL, seconds=30)
    moment[0] += 29.9
    hour.vote(0, 0)
    moment[0] += 0.2
    with pytest.raises(ValueError, match="too late"):
        hour.vote(0, 1)
    assert hour.answers() == {(1, 1): 0} and hour.store.room(hour.code).phase == "closed"
    hour.do(rooms.more_time, 10)
    hour.vote(0, 1)
    assert hour.answers() == {(1, 1): 1}
    hour.store.delete(hour.code, hour.key)
    hour.store.shut()


@pytest.mark.parametrize("answer", [2, -1, True, None, "0", 0.0, [0], {"u": [0, 0]}, 10**30])
def test_what_is_not_on_offer_is_no_vote(hour, answer):
    hour.do(rooms.ask, POLL)
    with pytest.raises(ValueError, match="Pick one"):
        hour.vote(0, answer)
    with pytest.raises(ValueError, match="how sure"):
        hour.vote(0, 0, confidence=4)
    assert hour.answers() == {}


def test_two_hundred_at_once_lose_and_double_nothing(store):
    hour = Hour(store, learners=20)
    hour.do(rooms.ask, POLL)
    with ThreadPoolExecutor(20) as pool:
        done = [pool.submit(hour.vote, n % 20, (n // 20) % 2) for n in range(200)]
        assert [each.exception() for each in done] == [None] * 200
    assert sorted(person for _, person in hour.answers()) == list(range(1, 21))
    assert store.room(hour.code).traffic == 20 + 200


def test_a_vote_and_the_close_at_once_agree_on_whether_it_counts(store):
    for _ in range(10):
        hour = Hour(store, learners=4)
        hour.do(rooms.ask, POLL)
        votes = [partial(hour.vote, learner, 1) for learner in range(4)]
        *voted, closed = at_once(*votes, partial(hour.do, rooms.close))
        assert closed.phase == "closed"
        counted = {n + 1 for n, gave in enumerate(voted) if gave is None}
        assert all(gave is None or "too late" in str(gave) for gave in voted)
        assert {person for _, person in hour.answers()} == counted


def test_one_person_votes_twice_at_once_and_has_one_vote(hour):
    hour.do(rooms.ask, POLL)
    assert at_once(lambda: hour.vote(0, 0), lambda: hour.vote(0, 1)) == [None, None]
    assert len(hour.answers()) == 1


def test_two_facilitators_at_once_do_one_thing(hour):
    hour.do(rooms.ask, POLL)
    gave = at_once(lambda: hour.do(rooms.close), lambda: hour.do(rooms.close))
    assert sorted(isinstance(each, ValueError) for each in gave) == [False, True]
    assert hour.store.room(hour.code).version == 3


def test_round_one_is_nobodys_before_it_is_shown(hour):
    store = hour.store
    hour.do(rooms.ask, POLL)
    hour.vote(0, 1, confidence=3)
    hidden = [{}]
    for rule in (None, rooms.close, rooms.talk, rooms.second):
        if rule:
            hour.do(rule)
        hidden.append(store.votes(hour.code))
        assert store.room(hour.code).to_json() == store.leads(hour.code, hour.key).to_json()
    assert not any(hidden)
    hour.vote(1, 0, round=2)
    hour.do(rooms.close)
    assert store.votes(hour.code) == [] and len(store.votes(hour.code, hour.key)) == 2
    hour.do(rooms.show)
    assert {(vote.round, vote.person, vote.answer) for vote in store.votes(hour.code)} == {(1, None, 1), (2, None, 0)}


def test_a_room_says_nothing_about_votes(hour):
    """What all pages are drawn from is the same whatever was voted."""
    hour.do(rooms.ask, POLL)
    before = hour.store.room(hour.code)
    hour.vote(0, 1)
    hour.vote(1, 1)
    assert hour.store.room(hour.code) == before


def test_a_round_is_taken_back_and_held_again(hour):
    hour.do(rooms.ask, POLL)
    hour.vote(0, 0)
    for rule in (rooms.close, rooms.talk, rooms.second):
        hour.do(rule)
    hour.vote(0, 1, round=2)
    hour.do(rooms.take_back)
    assert hour.answers() == {(1, 1): 0}, "only the second round"
    hour.do(rooms.second)
    assert hour.answers() == {(1, 1): 0}, "it is held anew"
    hour.vote(0, 0, round=2)
    hour.do(rooms.take_back)
    hour.do(rooms.take_back)
    assert hour.answers() == {} and hour.store.room(hour.code).phase == "idle"
    hour.do(rooms.hold_again)
    assert hour.answers() == {}
    hour.vote(0, 1)
    assert hour.answers() == {(1, 1): 1}, "under the same number"


def test_what_was_asked_before_stays_for_the_export(hour):
    for number, kind in enumerate(["first", "second"], start=1):
        hour.do(rooms.ask, rooms.replace(POLL, text=kind))
        hour.vote(0, 1, number=number)
        hour.do(rooms.close)
        hour.do(rooms.finish)
    polls, votes = hour.store.history(hour.code, hour.key)
    assert [poll.text for poll in polls.values()] == ["first", "second"] and polls[2].link == "u=1,2"
    assert [(vote.number, vote.person, vote.answer) for vote in votes] == [(1, 1, 1), (2, 1, 1)]


def test_a_placement_is_kept_as_it_was_placed(hour):
    hour.do(rooms.ask, rooms.Poll("placement", "descent", handles=("w",), size=(-3, 3, -2, 2)))
    hour.vote(0, {"w": (1.5, -2)})
    assert hour.answers() == {(1, 1): {"w": [1.5, -2.0]}}
    for doctored in ({"w": (3.1, 0)}, {"w": (float("nan"), 0)}, {"w": (1,)}, {"v": (0, 0)}, {}, {"w": "12"}, 3):
        with pytest.raises(ValueError):
            hour.vote(0, doctored)
    assert hour.answers() == {(1, 1): {"w": [1.5, -2.0]}}


# ---------------------------------------------------------------- people


def test_who_comes_back_is_the_same_with_the_vote(hour, address):
    hour.do(rooms.ask, POLL)
    hour.vote(1, 1)
    other = Store(address)  # another server
    again = other.join(hour.code, hour.tokens[1], "Another name")
    assert (again.number, again.name) == (2, "Learner 1")
    assert other.my_votes(hour.code, hour.tokens[1])[1].answer == 1
    assert other.count(hour.code) == (2, 1)
    other.shut()


def test_one_browser_in_two_tabs_is_one_person(store):
    hour, token = Hour(store), rooms.new_secret()
    first, second = at_once(*[lambda: store.join(hour.code, token, "Ada")] * 2)
    assert first.number == second.number == 1


def test_many_join_at_once_and_each_is_somebody(store):
    hour = Hour(store)
    with ThreadPoolExecutor(20) as pool:
        joined = list(pool.map(lambda n: store.join(hour.code, f"token {n}", f"L {n}"), range(60)))
    assert sorted(person.number for person in joined) == list(range(1, 61))


def test_a_thousand_joins_fill_a_room_and_no_more(address):
    hour = Hour(store := Store(address))
    with store._connection() as connection:
        row = {"room": hour.code, "name": "", "removed": 0, "help": "", "joined": 0.0, "step": ""}
        rows = [row | {"number": n, "token": str(n)} for n in range(1, rooms.MOST_PEOPLE)]
        connection.execute(sql.insert(stores.PEOPLE), rows)
    store.join(hour.code, "the last", "Ada")
    for n in range(20):
        with pytest.raises(ValueError, match="full"):
            store.join(hour.code, f"more {n}", "Ada")
    assert store.join(hour.code, "the last", "").number == rooms.MOST_PEOPLE, "who is in comes back"
    assert store.count(hour.code) == (rooms.MOST_PEOPLE, 0)
    store.shut()


def test_a_locked_room_lets_back_who_was_in(hour):
    hour.do(rooms.settle, locked=True)
    with pytest.raises(ValueError, match="nobody new"):
        hour.store.join(hour.code, "new", "Ada")
    assert hour.store.join(hour.code, hour.tokens[0], "").number == 1


def test_a_room_without_names_keeps_none(store):
    hour = Hour(store, names=False)
    assert store.join(hour.code, "token", "Ada Lovelace").name == ""
    with pytest.raises(ValueError, match="nobody has a name"):
        store.rename(hour.code, "token", "Ada")


def test_who_is_removed_is_gone_with_all_that_was_theirs(hour):
    store, code, key = hour.store, hour.code, hour.key
    hour.do(rooms.ask, POLL)
    hour.vote(0, 1)
    hour.vote(1, 1)
    store.reach(code, hour.tokens[0], "vectors", done=True)
    store.put_question(code, hour.tokens[0], "Why?")
    store.upvote(code, hour.tokens[1], 1)
    store.give_feedback(code, hour.tokens[0], 1, 1)
    store.remove(code, key, 1)
    assert [person.number for person in store.people(code, key)] == [2]
    assert hour.answers() == {(1, 2): 1} and store.steps(code, key) == [] and store.questions(code, key=key) == []
    assert store.feedback(code, key) == [] and "Learner 0" not in store.names(code)
    for deed in (
        lambda: store.join(code, hour.tokens[0], "Ada"),
        lambda: hour.vote(0, 0),
        lambda: store.reach(code, hour.tokens[0], "vectors"),
    ):
        with pytest.raises(NoRoom, match="removed you"):
            deed()
    assert store.join(code, "another", "Ada").number == 3, "no number is given twice"


def test_where_everybody_is(hour):
    store, code = hour.store, hour.code
    store.reach(code, hour.tokens[0], "vectors", done=True)
    store.reach(code, hour.tokens[0], "dot_product")
    store.reach(code, hour.tokens[0], "vectors")  # once more: it stays done
    store.reach(code, hour.tokens[1], "vectors")
    assert store.steps(code, hour.key) == [(1, "dot_product", False), (1, "vectors", True), (2, "vectors", False)]
    assert [person.step for person in store.people(code, hour.key)] == ["vectors", "vectors"]
    for doctored in ("", "x" * 10_000, "<b>", "../vectors", "vectors\n"):
        with pytest.raises(ValueError, match="no such step"):
            store.reach(code, hour.tokens[0], doctored)


def test_calls_for_help(hour):
    store, code = hour.store, hour.code
    store.call(code, hour.tokens[0], "stuck")
    store.call(code, hour.tokens[1], "done")
    store.call(code, hour.tokens[1], "")
    assert [(each.help, each.helped is None) for each in store.people(code, hour.key)] == [("stuck", False), ("", True)]
    store.answered(code, hour.key, 1)
    assert [each.help for each in store.people(code, hour.key)] == ["", ""]
    with pytest.raises(ValueError):
        store.call(code, hour.tokens[0], "<b>stuck</b>")


def test_questions_are_upvoted_once_a_person_and_hidden(hour):
    store, code, key = hour.store, hour.code, hour.key
    for learner, text in ((0, "Why?"), (1, "What for?")):
        store.put_question(code, hour.tokens[learner], text)
    store.upvote(code, hour.tokens[0], 2)
    store.upvote(code, hour.tokens[0], 2)
    at_once(*[lambda: store.upvote(code, hour.tokens[0], 2)] * 3)
    seen = store.questions(code, hour.tokens[0])
    assert [(each.text, each.votes, each.mine, each.voted) for each in seen] == [
        ("What for?", 1, False, True),
        ("Why?", 0, True, False),
    ]
    for question in (1, 3):  # one's own, and none
        with pytest.raises(ValueError):
            store.upvote(code, hour.tokens[0], question)
    store.hide(code, key, 2)
    assert [each.text for each in store.questions(code, hour.tokens[0])] == ["Why?"]
    assert len(store.questions(code, key=key)) == 2
    with pytest.raises(ValueError):
        store.upvote(code, hour.tokens[0], 2)
    for _ in range(stores.MOST_QUESTIONS - 1):
        store.put_question(code, hour.tokens[0], "And?")
    with pytest.raises(ValueError, match="as many"):
        store.put_question(code, hour.tokens[0], "And?")


def test_feedback_counts_once(hour):
    hour.store.give_feedback(hour.code, hour.tokens[0], 2, 5)
    hour.store.give_feedback(hour.code, hour.tokens[0], 4, 5)
    hour.store.give_feedback(hour.code, hour.tokens[1], 1, 3)
    assert hour.store.feedback(hour.code, hour.key) == [(1, 3), (4, 5)]
    for taps in ((0, 1), (1, 6), (True, 1), ("1", 1)):
        with pytest.raises(ValueError):
            hour.store.give_feedback(hour.code, hour.tokens[0], *taps)


# ---------------------------------------------------------------- rooms


def test_only_the_key_leads(hour):
    store, code, token = hour.store, hour.code, hour.tokens[0]
    for wrong in ("", token, code, hour.key[:-1], hour.key + "=", "ключ", "\udcff"):
        for deed in (store.leads, store.people, store.votes, store.history, store.steps, store.feedback, store.delete):
            with pytest.raises(NoRoom, match="doesn't open"):
                deed(code, wrong)
        for deed in (store.answered, store.remove, store.hide):
            with pytest.raises(NoRoom, match="doesn't open"):
                deed(code, wrong, 1)
        with pytest.raises(NoRoom, match="doesn't open"):
            store.change(code, wrong, rooms.ask, POLL)
        with pytest.raises(NoRoom, match="doesn't open"):
            store.questions(code, key=wrong)
    assert store.room(code).version == 1 and len(store.people(code, hour.key)) == 2


def test_secrets_are_not_in_the_database(hour):
    with hour.store._connection(reads=True) as connection:
        for table in stores.tables.sorted_tables:
            kept = json.dumps([tuple(row) for row in connection.execute(sql.select(table))])
            assert not [secret for secret in (hour.key, *hour.tokens) if secret in kept], table.name


def test_a_code_that_is_none_says_so(store):
    for code in ("", "AAAAAAAAA", "' OR 1=1 --", "x" * 10_000):
        with pytest.raises(NoRoom, match="no such room"):
            store.room(code)
        with pytest.raises(NoRoom, match="no such room"):
            store.join(code, "token", "Ada")


def test_a_deleted_room_takes_all_with_it(hour):
    hour.do(rooms.ask, POLL)
    hour.vote(0, 1)
    hour.store.reach(hour.code, hour.tokens[0], "vectors")
    hour.store.put_question(hour.code, hour.tokens[0], "Why?")
    hour.store.upvote(hour.code, hour.tokens[1], 1)
    hour.store.give_feedback(hour.code, hour.tokens[0], 1, 1)
    filled = {table.name for table in stores.tables.sorted_tables if rows_of(hour.store, table, hour.code)}
    assert filled == set(stores.tables.tables)
    hour.store.delete(hour.code, hour.key)
    assert not [table.name for table in stores.tables.sorted_tables if rows_of(hour.store, table, hour.code)]
    with pytest.raises(NoRoom):
        hour.store.person(hour.code, hour.tokens[0])


def rows_of(store, table, code) -> list:
    with store._connection(reads=True) as connection:
        of_it = (table.c.code if table.name == "rooms" else table.c.room) == code
        return connection.execute(sql.select(table).where(of_it)).all()


def test_a_room_is_over_after_a_day_and_is_deleted(address):
    moment = [1e9]
    hour = Hour(store := Store(address, clock=lambda: moment[0]), learners=1)
    moment[0] += 3600 * rooms.HOURS - 1
    store.room(hour.code)
    moment[0] += 1
    with pytest.raises(NoRoom, match="may be over"):
        store.room(hour.code)
    assert store.versions([hour.code]) == {}
    assert rows_of(store, stores.PEOPLE, hour.code)
    other = Hour(store)  # whoever opens a room deletes what is over
    assert not rows_of(store, stores.PEOPLE, hour.code)
    store.delete(other.code, other.key)
    store.shut()


def test_what_is_over_is_deleted_once_an_hour_by_whoever_is_there(address):
    moment = [1e9]
    old = Hour(store := Store(address, clock=lambda: moment[0]), learners=1)
    moment[0] += 3600
    hour = Hour(store, learners=1)
    moment[0] += 3600 * rooms.HOURS - 1
    store.reach(hour.code, hour.tokens[0], "vectors")
    assert rows_of(store, stores.PEOPLE, old.code), "not at every step"
    store.swept -= stores.SWEEP
    store.reach(hour.code, hour.tokens[0], "vectors")
    assert not rows_of(store, stores.PEOPLE, old.code) and rows_of(store, stores.PEOPLE, hour.code)
    store.delete(hour.code, hour.key)
    store.shut()


def test_every_change_is_counted(hour):
    store, code = hour.store, hour.code
    heard = []
    store.heard.append(heard.append)
    count = store.versions([code])[code][:2]
    deeds = [
        (lambda: hour.do(rooms.ask, POLL), (1, 0)),
        (lambda: hour.vote(0, 1), (0, 1)),
        (lambda: store.reach(code, hour.tokens[0], "vectors"), (0, 1)),
        (lambda: store.call(code, hour.tokens[0], "stuck"), (0, 1)),
        (lambda: store.answered(code, hour.key, 1), (0, 1)),
        (lambda: store.put_question(code, hour.tokens[0], "Why?"), (0, 1)),
        (lambda: store.upvote(code, hour.tokens[1], 1), (0, 1)),
        (lambda: store.hide(code, hour.key, 1), (1, 0)),
        (lambda: store.rename(code, hour.tokens[0], "Ada"), (0, 1)),
        (lambda: store.join(code, "new", "Ada"), (0, 1)),
        (lambda: store.give_feedback(code, hour.tokens[0], 5, 5), (0, 1)),
        (lambda: store.remove(code, hour.key, 1), (1, 0)),
    ]
    for times, (deed, more) in enumerate(deeds, start=1):
        deed()
        assert heard == [code] * times
        now = store.versions([code])[code][:2]
        assert (now[0] - count[0], now[1] - count[1]) == more, times
        count = now


# ---------------------------------------------------------------- the database


def test_three_servers_open_a_new_database_at_once(postgres, tmp_path):
    for address in (file_in(tmp_path), postgres.database("opened_at_once")):
        servers = [Store(address) for _ in range(3)]
        gave = at_once(*[server.open_room for server in servers])
        assert all(isinstance(each, tuple) for each in gave), gave
        assert all(server.room(code) for server in servers for code, _ in gave)
        for server in servers:
            server.shut()


def test_the_migrations_make_the_tables_that_are_used(store):
    store.now()
    seen = sql.inspect(store.engine)
    assert set(seen.get_table_names()) == {*stores.tables.tables, "alembic_version"}
    for table in stores.tables.sorted_tables:
        columns = {column["name"]: column["nullable"] for column in seen.get_columns(table.name)}
        assert set(columns) == set(table.c.keys())
        assert seen.get_pk_constraint(table.name)["constrained_columns"] == [each.name for each in table.primary_key]
        for column in table.c:
            assert column.primary_key or columns[column.name] == column.nullable, f"{table.name}.{column.name}"


def test_a_database_that_stops_and_starts(postgres):
    hour = Hour(Store(postgres.address()), learners=1)
    hour.do(rooms.ask, POLL)
    hour.vote(0, 0)
    postgres.stop()
    try:
        for deed in (lambda: hour.vote(0, 1), lambda: hour.store.room(hour.code), Store(postgres.address()).open_room):
            with pytest.raises(Unavailable, match="can't be used"):
                deed()
    finally:
        postgres.start()
    assert hour.answers() == {(1, 1): 0}
    hour.vote(0, 1)
    assert hour.answers() == {(1, 1): 1}
    postgres.stop()
    postgres.start()
    hour.vote(0, 0)  # nobody has noticed
    assert hour.answers() == {(1, 1): 0}
    hour.store.shut()


def test_a_locked_file_is_a_sentence_and_then_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(stores, "PATIENCE", 0.01)
    hour = Hour(Store(file_in(tmp_path)), learners=1)
    hour.do(rooms.ask, POLL)
    other = sqlite3.connect(tmp_path / "rooms.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="Try again"):
        hour.vote(0, 1)
    assert hour.store.room(hour.code).phase == "open", "who only reads doesn't wait"
    other.execute("ROLLBACK")
    hour.vote(0, 1)
    assert hour.answers() == {(1, 1): 1}


def test_no_folder_to_write_says_what_is_missing(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    store = Store(file_in(tmp_path / "file" / "kept"))
    with pytest.raises(Unavailable, match=f"{stores.FOLDER}.*{stores.DATABASE}"):
        store.open_room()
    (tmp_path / "file").unlink()
    store.open_room()  # once it can be written


def test_a_secret_of_streamlit_is_a_setting(tmp_path):
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text(f'{stores.DATABASE} = "postgresql://host/name"')
    program = "from workshop.store import the_store; print(the_store().address)"
    free = {name: value for name, value in os.environ.items() if name not in (stores.DATABASE, stores.FOLDER)}
    ways = {"cwd": tmp_path, "env": free | {"PYTHONPATH": str(ROOT)}, "capture_output": True, "text": True}
    said = subprocess.run([sys.executable, "-c", program], **ways)
    assert said.stdout.strip() == "postgresql://host/name", said.stderr


def test_the_settings_say_where(tmp_path, monkeypatch):
    def chosen() -> str:
        stores.the_store.cache_clear()
        return stores.the_store().address

    monkeypatch.delenv(stores.DATABASE, raising=False)
    monkeypatch.delenv(stores.FOLDER, raising=False)
    assert chosen() == file_in(stores.BESIDE)
    monkeypatch.setenv(stores.FOLDER, str(tmp_path))
    assert chosen() == file_in(tmp_path)
    monkeypatch.setenv(stores.DATABASE, "postgres://host/name")
    assert chosen() == "postgres://host/name"
    for wrong in ("mysql://host/name", "nonsense"):
        monkeypatch.setenv(stores.DATABASE, wrong)
        assert chosen() == wrong
        with pytest.raises(Unavailable, match=stores.DATABASE):
            stores.the_store().now()
    stores.the_store.cache_clear()
