"""The facilitator's page and the wall, drawn from the room alone: what each shows in every phase, and what not."""

import csv
import io

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT
from tests.workshop.conftest import Hour
from workshop import host, polls, rooms
from workshop import store as stores
from workshop.store import Store, Unavailable, file_in


@pytest.fixture
def hour(tmp_path, monkeypatch):
    store = Store(file_in(tmp_path))
    for name in ("workshop.host", "workshop.wall", "workshop.store"):
        monkeypatch.setattr(f"{name}.the_store", lambda: store)
    yield Hour(store, learners=6)
    store.shut()


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    app.switch_page("workshop/workshop.py")
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def led(hour) -> AppTest:
    return opened(room=hour.code, key=hour.key)


def wall(hour) -> AppTest:
    return opened(room=hour.code, wall="1")


def said(app: AppTest) -> str:
    """Everything that stands on a page in words."""
    parts = [*app.main.title, *app.main.header, *app.main.markdown, *app.main.caption, *app.main.info, *app.main.error]
    parts += [*app.main.warning, *app.main.get("html")]
    texts = [getattr(part, "value", "") or part.proto.body for part in parts]
    bars = [part.proto.text for part in app.main.get("progress")]
    return "\n".join([*map(str, texts), *bars])


def press(app: AppTest, label: str) -> None:
    (button,) = [each for each in app.main.button if each.label == label]
    button.click()
    app.run()
    assert not app.exception


def test_a_room_is_opened_and_its_links_stand_there(hour):
    app = opened()
    press(app, "Open a room")
    code, key = app.query_params["room"], app.query_params["key"]
    assert hour.store.leads(code, key).code == code
    assert rooms.shown_code(code) in said(app)
    assert f"room={code}&key={key}" in " ".join(each.value for each in app.main.code)
    assert len(app.main.get("image")) == 1 and host.qr("x").startswith("<svg")


def test_a_vote_is_held_from_the_page(hour):
    app = led(hour)
    app.selectbox(key="ask-step").set_value("dot_product").run()
    press(app, "Vote on its prediction")
    room = hour.store.room(hour.code)
    assert (room.phase, room.poll.step, room.poll.kind, room.round) == ("open", "dot_product", "prediction", 1)
    assert room.deadline is not None
    right = room.poll.choices.index(polls.right_answer(room.poll))
    for learner in range(6):
        hour.vote(learner, right if learner < 3 else (right + 1) % 3)
    press(app, "Close the vote")
    assert "**3 of 6** are right. Between 30 and 70 %" in said(app)
    press(app, "Let them talk, 2 min")
    press(app, "Open round two")
    assert hour.store.room(hour.code).round == 2
    for learner in range(6):
        hour.vote(learner, right, round=2)
    press(app, "Close the vote")
    press(app, "Show both rounds")
    assert "Before the talk: 3 · 50\u00a0%" in said(app) and "After the talk: 6 · 100\u00a0%" in said(app)
    press(app, "Tell the answer")
    assert hour.store.room(hour.code).truth
    press(app, "Take it back")
    assert hour.store.room(hour.code).round == 1
    assert {vote.round for vote in hour.store.votes(hour.code, hour.key)} == {1}


@pytest.mark.parametrize("kind", ["prediction", "compute", "understand", "placement"])
def test_the_wall_shows_round_one_only_once_it_is_shown(hour, kind):
    poll = polls.make(kind, "dot_product", seed=20_000 if kind in ("compute", "understand") else 0, confidence=True)
    answers = {"compute": "17.77", "placement": {"v": [4.321, 0.123]}}
    hour.do(rooms.ask, poll)
    for learner in range(6):
        hour.vote(learner, answers.get(kind, learner % 2), confidence=3)

    def told() -> str:
        app = wall(hour)
        drawn = [str(each.proto) for each in app.main if "component" in str(getattr(each, "type", ""))]
        return said(app) + "".join(drawn)

    marks = ("17.77", "4.321", " · 50", "sure and wrong")
    for rule in (None, rooms.close, rooms.talk):
        if rule:
            hour.do(rule)
        text = told()
        assert not any(mark in text for mark in marks), rule
        if kind in ("compute", "understand"):
            assert polls.solution(poll) not in text
    hour.do(rooms.show)
    shown = told()
    assert "What you said" in shown and polls.solution(poll) not in shown and "sure and wrong" not in shown
    if kind in ("prediction", "understand"):
        assert "3 · 50\u00a0%" in shown
    hour.do(rooms.tell)
    assert polls.solution(poll) in told()


def test_the_wall_counts_right_what_each_answered_to_their_own_numbers(hour):
    poll = polls.make("compute", "dot_product", seed=None)
    hour.do(rooms.ask, poll)
    for learner, person in enumerate(hour.store.people(hour.code, hour.key)[:4]):
        hour.vote(learner, polls.right_answer(poll, rooms.own_seed(hour.code, 1, person.number)))
    hour.vote(4, "123456")
    for rule in (rooms.close, rooms.show, rooms.tell):
        assert "4 · 80\u00a0%" not in said(wall(hour))
        hour.do(rule)
    assert "4 · 80\u00a0%" in said(wall(hour))


def test_what_was_taken_back_is_held_again(hour):
    hour.do(rooms.ask, polls.make("prediction", "dot_product"))
    app = led(hour)
    press(app, "Take it back")
    press(app, "Hold it again, 1 min")
    assert (hour.store.room(hour.code).phase, hour.store.room(hour.code).number) == ("open", 1)


def test_the_wall_says_how_to_join_and_where_the_room_is(hour):
    assert rooms.shown_code(hour.code) in said(wall(hour)) and len(wall(hour).main.get("image")) == 1
    hour.do(rooms.bring, "pca")
    assert polls.step_of("pca").title in said(wall(hour))


def test_who_is_stuck_is_seen_and_answered(hour):
    hour.store.call(hour.code, hour.tokens[2], "stuck")
    hour.store.reach(hour.code, hour.tokens[2], "pca")
    hour.store.put_question(hour.code, hour.tokens[1], "Why *n* - 1?")
    app = led(hour)
    assert "Learner 2: :red[:material/front\\_hand:] stuck".replace("\\_", "_") in said(app)
    assert "Why \\*n\\*" in said(app)
    press(app, "Seen")
    assert not any(person.help for person in hour.store.people(hour.code, hour.key))
    press(app, "Hide")
    assert hour.store.questions(hour.code) == []


def test_the_votes_go_home_with_their_questions(hour):
    poll = polls.make("understand", "dot_product", seed=None)
    hour.do(rooms.ask, poll)
    hour.vote(0, 0)
    hour.vote(1, 1)
    hour.do(rooms.close)
    hour.do(rooms.ask, polls.make("placement", "dot_product"))
    hour.vote(2, {"v": [-1.0, 2.0]}, number=2)
    rows = list(csv.DictReader(io.StringIO(host.votes_csv(hour.code, hour.key).lstrip("\ufeff"))))
    asked = [polls.question(poll, rooms.own_seed(hour.code, 1, person)) for person in (1, 2)]
    assert [row["question"] for row in rows[:2]] == [rooms.cell(each.prompt) for each in asked]
    assert [row["answer"] for row in rows[:2]] == [rooms.cell(each.choices[n]) for n, each in enumerate(asked)]
    assert rows[2]["answer"] == "v (-1, 2)" and rows[2]["right"] == "yes" and rows[2]["name"] == "Learner 2"


def test_a_wrong_key_and_no_database_are_told_in_words(hour, monkeypatch):
    assert "doesn't open the room" in said(opened(room=hour.code, key="no"))
    assert "There is no such room" in said(opened(room="K7M4XWRPA", wall="1"))

    def gone(*_):
        raise Unavailable(stores.UNREACHABLE)

    monkeypatch.setattr(hour.store, "_open", gone)
    assert stores.UNREACHABLE in said(led(hour)) and stores.UNREACHABLE in said(wall(hour))
    app = opened()
    press(app, "Open a room")
    assert stores.UNREACHABLE in said(app)
