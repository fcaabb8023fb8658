"""A learner's page and the strip, drawn from the room alone: joining, voting, what is shown when, and what is not."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT
from tests.workshop.conftest import Hour
from workshop import join, polls, rooms
from workshop import store as stores
from workshop.store import Store, Unavailable, file_in

BROWSER = "0123456789abcdef" * 2


@pytest.fixture
def hour(tmp_path, monkeypatch):
    store = Store(file_in(tmp_path))
    for name in ("workshop.host", "workshop.wall", "workshop.join", "workshop.store"):
        monkeypatch.setattr(f"{name}.the_store", lambda: store)
    monkeypatch.setattr(join, "TRIES", rooms.Tries())
    yield Hour(store, learners=5)
    store.shut()


def opened(page: str = "workshop/workshop.py", sits: str = "", **query: str) -> AppTest:
    """A page of the app for a browser that has told its token, and the room in which it sits."""
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    app.session_state["_seated"] = {"browser": BROWSER, "kept": True} | ({"room": sits} if sits else {})
    app.switch_page(page)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def token(hour) -> str:
    return f"{BROWSER} {hour.code}"


def learner(hour) -> AppTest:
    if hour.store.person(hour.code, token(hour)) is None:
        hour.store.join(hour.code, token(hour), "Quiet Otter")
    return opened(sits=hour.code, room=hour.code)


def said(app: AppTest) -> str:
    """Everything that stands on a page in words."""
    kinds = ("title", "header", "markdown", "caption", "info", "error", "warning", "success")
    texts = [str(each.value) for kind in kinds for each in getattr(app.main, kind)]
    return "\n".join(texts + [each.proto.text for each in app.main.get("progress")])


def press(app: AppTest, label: str) -> None:
    (button,) = [each for each in app.main.button if each.label == label]
    button.click()
    app.run()
    assert not app.exception


def queried(app: AppTest, name: str) -> str:
    found = app.query_params[name]
    return found if isinstance(found, str) else found[0]


def own(hour) -> dict:
    return hour.store.my_votes(hour.code, token(hour))


def asked(hour, kind: str = "prediction", seed: int | None = 0, **more) -> rooms.Poll:
    poll = polls.make(kind, "dot_product", seed, **more)
    hour.do(rooms.ask, poll)
    return poll


def test_who_has_the_code_joins_by_the_name_that_is_offered(hour):
    app = opened()
    app.text_input(key="enter-code").set_value(rooms.shown_code(hour.code).lower())
    press(app, "Join")
    assert queried(app, "room") == hour.code
    offered = app.text_input(key="join-name").value
    press(app, "Join the room")
    assert hour.store.person(hour.code, token(hour)).name == offered
    assert "Nothing is asked just now" in said(app)
    app = learner(hour)  # a reload
    assert hour.store.count(hour.code)[0] == 6 and offered in said(app)


def test_a_name_that_cannot_be_is_refused_in_words(hour):
    app = opened()
    app.text_input(key="enter-code").set_value(hour.code)
    press(app, "Join")
    for name in ("x" * 25, "   ", "\u202e"):
        app.text_input(key="join-name").set_value(name)
        press(app, "Join the room")
        assert app.main.error and hour.store.person(hour.code, token(hour)) is None
    hour.do(rooms.settle, locked=True)
    app.text_input(key="join-name").set_value("Ada")
    press(app, "Join the room")
    assert "lets nobody new in" in said(app)


def test_a_vote_is_cast_changed_and_comes_too_late(hour):
    poll = asked(hour, confidence=True)
    app, here = learner(hour), f"{hour.code}-1-1"
    press(app, "Vote")
    assert "Pick one of the answers first." in said(app) and own(hour) == {}
    app.radio(key=f"vote-{here}").set_value(1)
    press(app, "Vote")
    assert own(hour)[1].answer == 1 and f"**{poll.choices[1]}**" in said(app)
    app = learner(hour)
    assert app.radio(key=f"vote-{here}").value == 1, "after a reload"
    app.radio(key=f"vote-{here}").set_value(0)
    press(app, "Change my vote")
    assert own(hour)[1].answer == 0
    app.radio(key=f"vote-{here}").set_value(2)
    hour.do(rooms.close)
    press(app, "Change my vote")
    assert own(hour)[1].answer == 0
    assert "came too late" in said(app) and "The vote is closed" in said(app)
    assert f"Your answer: **{poll.choices[0]}**" in said(app)


@pytest.mark.parametrize("kind", ["prediction", "compute", "understand"])
@pytest.mark.parametrize("each", [False, True])
def test_what_others_said_and_what_is_right_stands_there_only_once_it_is_shown(hour, kind, each):
    if kind == "prediction" and each:
        return
    poll = asked(hour, kind, None if each else 0 if kind == "prediction" else 20_000)
    app = learner(hour)
    seed = polls.seed_of(poll, hour.code, 1, 6)
    for place in range(5):
        hour.vote(place, "17.77" if kind == "compute" else 1)
    question = polls.question(poll, seed)
    assert question.prompt in said(app), "one's own numbers"
    right = f"{question.answer}" if kind == "compute" else question.choices.index(question.answer)
    hour.store.vote(hour.code, token(hour), 1, 1, right)
    for rule in (None, rooms.close, rooms.talk, rooms.show):
        if rule:
            hour.do(rule)
        text = said(learner(hour))
        assert question.solution not in text and "You are right" not in text, rule
        assert ("5 · " in text) == (rule is rooms.show and not each and kind != "compute"), rule
    hour.do(rooms.tell)
    text = said(learner(hour))
    assert question.solution in text and "You are right." in text
    votes = hour.store.votes(hour.code, hour.key)
    count = sum(polls.judge(poll, vote.answer, polls.seed_of(poll, hour.code, 1, vote.person)).right for vote in votes)
    assert f"{count} · " in text


def test_a_wrong_choice_is_told_what_it_means(hour):
    poll = asked(hour, "understand", 20_000)
    wrong = next(n for n in range(len(poll.choices)) if not polls.judge(poll, n).right)
    learner(hour)
    hour.store.vote(hour.code, token(hour), 1, 1, wrong)
    for rule in (rooms.close, rooms.show, rooms.tell):
        hour.do(rule)
    assert polls.judge(poll, wrong).why in [each.value for each in learner(hour).main.error]


def test_a_wrong_prediction_is_told_so(hour):
    poll = asked(hour)
    wrong = next(n for n in range(len(poll.choices)) if not polls.judge(poll, n).right)
    learner(hour)
    hour.store.vote(hour.code, token(hour), 1, 1, wrong)
    for rule in (rooms.close, rooms.show, rooms.tell):
        hour.do(rule)
    text = said(learner(hour))
    assert "It comes out otherwise" in text and text.count(polls.solution(poll)) == 1


def test_a_place_is_voted_as_the_hand_left_it(hour):
    poll = asked(hour, "placement")
    app = learner(hour)
    press(app, "Vote")
    (name,) = poll.handles
    kept = own(hour)[1].answer[name]
    assert kept == [float(x) for x in polls.PLACEMENTS["dot_product"].handles[name].at]
    assert f"{name} at (" in said(app)


def test_help_questions_and_feedback_reach_the_facilitator(hour):
    app = learner(hour)
    press(app, "I'm stuck")
    assert [each.help for each in hour.store.people(hour.code, hour.key)] == [""] * 5 + ["stuck"]
    press(app, "I'm stuck")
    assert not any(each.help for each in hour.store.people(hour.code, hour.key))
    app.segmented_control(key="tap-0").set_value(4).run()
    assert hour.store.feedback(hour.code, hour.key) == []
    app.segmented_control(key="tap-1").set_value(5).run()
    assert hour.store.feedback(hour.code, hour.key) == [(4, 5)]


def test_who_is_removed_is_told_and_codes_cannot_be_tried_for_ever(hour):
    learner(hour)
    hour.store.remove(hour.code, hour.key, 6)
    assert "removed you" in said(learner(hour))
    for _ in range(10):
        app = opened()
        app.text_input(key="enter-code").set_value("K7M4XWRPA")
        press(app, "Join")
    assert "There is no such room" in said(app)
    app = opened()
    app.text_input(key="enter-code").set_value(hour.code)
    press(app, "Join")
    assert join.TOO_MANY in said(app)


def test_no_database_is_told_in_words(hour, monkeypatch):
    app = learner(hour)

    def gone(*_):
        raise Unavailable(stores.UNREACHABLE)

    monkeypatch.setattr(hour.store, "_open", gone)
    app.run()
    assert not app.exception and stores.UNREACHABLE in said(app)


def test_the_strip_stands_on_a_lab_page_for_who_is_in_a_room(hour):
    learner(hour)
    lab = "labs/01_linear_algebra.py"
    app = opened(lab, sits=hour.code, step="dot_product")
    assert [each.step for each in hour.store.people(hour.code, hour.key)][-1] == "dot_product"
    assert "Vote now" not in links(app)
    asked(hour)
    assert "Vote now" in links(opened(lab, sits=hour.code, step="pca"))
    assert "The facilitator's picture" not in links(opened("labs/03_calculus.py", sits=hour.code)), (
        "it tells the answer"
    )
    for rule in (rooms.close, rooms.finish):
        hour.do(rule)
    hour.do(rooms.bring, "pca", "spin=1")
    assert "The facilitator's picture" in links(opened("labs/03_calculus.py", sits=hour.code))
    app = opened(lab, sits=hour.code, step="dot_product")
    (button,) = [each for each in app.main.button if each.key == "to-picture"]
    button.click().run()
    assert queried(app, "step") == "pca" and queried(app, "spin") == "1"
    assert polls.step_of("pca").title in said(app)


def test_who_is_in_no_room_sees_no_strip_and_one_that_is_over_is_left(hour):
    assert "I'm stuck" not in [each.label for each in opened("labs/01_linear_algebra.py").main.button]
    learner(hour)
    hour.store.delete(hour.code, hour.key)
    app = opened("labs/01_linear_algebra.py", sits=hour.code)
    assert "I'm stuck" not in [each.label for each in app.main.button]


def links(app: AppTest) -> str:
    return " ".join(each.proto.label for each in app.main.get("page_link"))
