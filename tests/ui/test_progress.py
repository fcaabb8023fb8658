"""Progress: what comes back from a browser or a file is checked, and nothing sound is lost."""

import base64
import json
import random
import zlib
from collections import Counter
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import STEPS
from ui import progress, review
from ui.progress import CODE, LARGEST, clean, merge, unpacked

SOUND = {"done": "2026-01-02", "right": 1, "wrong": 2, "last": "2026-01-03"}


def stored(steps) -> str:
    return json.dumps({"version": 1, "steps": steps})


def test_sound_progress_comes_back_unchanged():
    assert clean(stored({"vectors": SOUND})) == {"vectors": SOUND}


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "{", "7", '{"steps": []}', '{"steps": 3}', "[" * 10_000, None, 5, b"\xff"]
)
def test_what_is_no_progress_is_none(text):
    assert clean(text) == {}


def test_only_the_sound_part_is_kept():
    raw = {
        "vectors": SOUND,
        "<script>": SOUND,
        "x" * 50: SOUND,
        "bayes": "done",
        "layer": {"done": "<b>", "right": -3, "wrong": 1e9},
    }
    assert clean(stored(raw)) == {"vectors": SOUND, "layer": {"done": "", "right": 0, "wrong": 0, "last": ""}}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_no_text_whatever_raises(raw):
    for entry in clean(json.dumps({"steps": {"vectors": raw}})).values():
        assert set(entry) == set(SOUND)


def test_merging_keeps_what_was_done_and_forgets_nothing():
    other = {"done": "2025-12-31", "right": 5, "wrong": 0, "last": "2025-12-31"}
    merged = merge({"vectors": SOUND}, {"vectors": other, "bayes": other})
    assert merged == {"vectors": {"done": "2025-12-31", "right": 5, "wrong": 2, "last": "2026-01-03"}, "bayes": other}
    assert merge({}, {"bayes": other}) == merge({"bayes": other}, {}) == {"bayes": other}


# ---------------------------------------------------------------- the schedule in a record

TODAY = date(2026, 3, 1)
PLANNED = SOUND | {"due": "2026-01-05", "stability": 2.307, "difficulty": 2.118}


def one(**changed):
    return clean(stored({"vectors": PLANNED | changed}), TODAY)["vectors"]


def test_a_schedule_comes_back_unchanged_and_old_progress_needs_none():
    assert one() == PLANNED
    assert clean(stored({"vectors": SOUND}), TODAY)["vectors"] == SOUND


@pytest.mark.parametrize(
    "changed",
    [
        {"due": "2026-02-30"}, {"due": "soon"}, {"due": None}, {"due": "2025-12-31"}, {"due": "2090-01-01"},
        {"stability": float("nan")}, {"stability": float("inf")}, {"stability": -1}, {"stability": "2"},
        {"stability": True}, {"stability": 10**400}, {"difficulty": 0}, {"difficulty": 99}, {"difficulty": [5]},
    ],
)  # fmt: skip
def test_a_spoilt_schedule_is_left_out_and_what_was_done_stays(changed):
    assert one(**changed) == SOUND


def test_days_that_are_none_are_left_out():
    assert clean(stored({"vectors": SOUND | {"done": "2026-13-01"}}), TODAY)["vectors"]["done"] == ""


@pytest.mark.parametrize("ahead", [1, 2])
def test_a_day_that_has_come_elsewhere_stays_with_its_schedule(ahead):
    last, due = ((TODAY + timedelta(days)).isoformat() for days in (ahead, ahead + 2))
    assert one(done=last, last=last, due=due) == PLANNED | {"done": last, "last": last, "due": due}


@pytest.mark.parametrize("ahead", [3, 40, 23_317])
def test_a_clock_ahead_costs_no_schedule(ahead):
    last, due = ((TODAY + timedelta(days)).isoformat() for days in (ahead, ahead + 2))
    kept = {"done": "2026-03-01", "last": "2026-03-01", "due": "2026-03-03"}
    assert one(done=last, last=last, due=due) == PLANNED | kept, "asked again after as long a wait as was set"


@pytest.mark.parametrize("zone", [None, "", "America", "../x", "Not/There", "a\0b", 7, "x" * 5000])
def test_an_odd_time_zone_leaves_the_day_of_the_server(zone, monkeypatch):
    monkeypatch.setattr(progress, "st", SimpleNamespace(context=SimpleNamespace(timezone=zone)))
    before = date.today()
    assert before <= progress.today() <= date.today()


def test_the_day_is_the_learners(monkeypatch):
    days = []
    for zone in ("Etc/GMT+12", "Etc/GMT-14"):  # 26 hours apart: never the same day
        monkeypatch.setattr(progress, "st", SimpleNamespace(context=SimpleNamespace(timezone=zone)))
        days.append(progress.today())
    assert days[0] < days[1]


days = st.dates(TODAY - timedelta(900), TODAY).map(date.isoformat)
entries = st.fixed_dictionaries(
    {"done": days | st.just(""), "right": st.integers(0, 9), "wrong": st.integers(0, 9), "last": days | st.just("")},
    optional={
        "due": days,
        "stability": st.floats(0.01, 99),
        "difficulty": st.floats(1, 10),
        "seen": st.integers(1, 99),
        "seen_understand": st.integers(1, 99),
        "computed": days,
        "understood": days,
        "asked": st.sampled_from(["compute", "understand"]),
        "code": st.sampled_from(["return x", "return y"]),
        "coded": st.integers(1, 3),
        "own": st.just(True),
        "reviewed": days,
        "later": st.integers(1, 9),
    },
)
records = st.dictionaries(st.sampled_from(["vectors", "bayes", "layer"]), entries).map(
    lambda steps: clean(stored(steps), TODAY)
)


@given(records, records, records)
def test_merging_is_the_same_whichever_way_round_and_how_often(a, b, c):
    assert merge(a, b) == merge(b, a)
    assert merge(a, a) == a and merge(merge(a, b), b) == merge(a, b)
    assert merge(merge(a, b), c) == merge(a, merge(b, c))
    assert clean(stored(merge(a, b)), TODAY) == merge(a, b), "what was merged is sound"
    for step in a:
        assert bool(merge(a, b)[step]["done"]) >= bool(a[step]["done"]), "nothing done is undone"


# ---------------------------------------------------------------- two kinds of question, and the learner's own code


@pytest.fixture
def session(monkeypatch):
    """What a session holds, without a page."""
    monkeypatch.setattr(progress, "st", SimpleNamespace(session_state={}, context=SimpleNamespace(timezone="UTC")))
    return progress.st.session_state


def test_a_step_is_done_when_one_of_each_kind_was_right(session):
    progress.record("vectors", True, 1, "compute")
    progress.record("vectors", False, 1, "understand")
    assert progress.is_right("vectors", "compute") and not progress.is_right("vectors", "understand")
    assert not progress.is_done("vectors")
    progress.record("vectors", True, 1, "predict")
    assert not progress.is_done("vectors"), "a prediction makes no step done"
    progress.record("vectors", True, 2, "understand")
    assert progress.is_done("vectors") and progress.is_right("vectors", "understand")
    assert (progress.seen("vectors"), progress.seen("vectors", "understand")) == (1, 2)
    entry, day = progress.steps()["vectors"], progress.today().isoformat()
    assert (entry["computed"], entry["understood"], entry["done"], entry["asked"]) == (day, day, day, "understand")
    assert clean(progress.record_text()) == progress.steps(), "and it is kept"
    assert len(progress._answers()) == 4


def test_what_was_done_before_there_were_two_kinds_stays_done(session):
    session["_progress"] = clean(stored({"vectors": SOUND}))
    assert progress.is_right("vectors", "compute") and not progress.is_right("vectors", "understand")
    progress.record("vectors", False, 1, "understand")
    assert progress.steps()["vectors"]["done"] == SOUND["done"]


def test_one_kind_right_here_and_the_other_elsewhere_make_a_step_done():
    here, there = SOUND | {"done": "", "computed": "2026-01-02"}, SOUND | {"done": "", "understood": "2026-01-04"}
    assert merge({"vectors": here}, {"vectors": there})["vectors"]["done"] == "2026-01-04"
    assert one(done="", computed="2026-01-02", understood="2026-01-04")["done"] == "2026-01-04"


def test_code_is_kept_and_the_later_one_stands(session):
    progress.keep_code("vectors", "def f(x):\n    return x", False)
    before = dict(progress.steps())
    assert progress.code_of("vectors") == "def f(x):\n    return x" and not progress.is_own("vectors")
    assert not progress.is_done("vectors") and progress.memories() == {}
    progress.keep_code("vectors", "def f(x):\n    return -x", True)
    progress.keep_code("vectors", "def f(x):\n\treturn 'é'\0\ud800\r", False)
    assert progress.code_of("vectors") == "def f(x):\n\treturn 'é'", "without letters that no code has"
    assert progress.is_own("vectors"), "right once is remembered"
    assert merge(before, progress.steps()) == merge(progress.steps(), before) == progress.steps()
    assert clean(progress.record_text()) == progress.steps()
    for kind in ("compute", "understand"):
        progress.record("vectors", True, kind=kind)
    assert progress.code_of("vectors") and progress.is_done("vectors")
    assert progress.code_of("bayes") == ""


@pytest.mark.parametrize(
    "spoilt", [{"code": 7}, {"code": ["x"]}, {"coded": 0}, {"coded": "now"}, {"coded": 1e20}, {"coded": True}]
)
def test_spoilt_code_is_left_out_with_what_belongs_to_it(spoilt):
    assert one(**({"code": "x", "coded": 5, "own": True} | spoilt)) == PLANNED


def test_code_from_elsewhere_is_cut_and_own_only_if_it_says_so():
    found = one(code="x" * 9999, coded=5, own="yes")
    assert found == PLANNED | {"code": "x" * CODE, "coded": 5}


@pytest.mark.parametrize("letter", ["x", '"', "é", "\N{SNAKE}", "\n"])
def test_a_record_with_fifty_steps_of_code_is_kept_moved_by_file_and_not_by_link(session, letter):
    for number in range(50):
        progress.record(f"step_{number}", True, 3, "understand")
        progress.keep_code(f"step_{number}", letter * 9999, True)
    assert progress.code_of("step_0") == letter * CODE
    text = progress.record_text()
    assert len(text) < LARGEST and len(text.encode()) < 1_000_000, "which is what a file may have"
    assert clean(text) == progress.steps()
    linked = clean(unpacked(progress.link_text()))
    assert len(progress.link_text()) < 4000 and set(linked) == set(progress.steps())
    assert not any({"code", "coded", "own"} & set(entry) for entry in linked.values())
    assert merge(progress.steps(), linked) == progress.steps(), "the link takes no code away"


@pytest.mark.parametrize(("blocked", "framed"), [(False, False), (True, False), (False, True), (True, True)])
def test_what_cannot_be_kept_is_said(session, blocked, framed):
    session.update(_blocked=blocked, _framed=framed)
    said = progress.unkept()
    assert ("doesn't let the page keep" in said, "embedded" in said) == (blocked and not framed, framed)


# ---------------------------------------------------------------- reviews, what they practise along, and a goal


def test_a_right_answer_puts_off_what_it_rests_on(session, monkeypatch):
    session["_graph"] = {"retrieval": ("dot_product",), "dot_product": ("vectors",)}
    started = SOUND | {"due": "2026-01-13", "stability": 10.0, "difficulty": 5.0}
    session["_progress"] = clean(stored({"dot_product": started, "retrieval": SOUND, "vectors": SOUND | {"done": ""}}))
    before = json.loads(json.dumps(progress.steps()))
    monkeypatch.setattr(progress, "today", lambda: date(2026, 1, 11))
    progress.record("retrieval", False, kind="understand")
    assert progress.steps()["dot_product"] == before["dot_product"], "a wrong answer puts nothing off"
    progress.record("retrieval", True)
    entry = progress.steps()["dot_product"]
    assert entry == before["dot_product"] | {"later": 6}, "three quarters of the 8 days since"
    assert progress.memories()["dot_product"].due == date(2026, 1, 19)
    assert progress.steps()["vectors"] == before["vectors"], "what isn't done isn't reviewed"
    assert clean(progress.record_text(), date(2026, 1, 11)) == progress.steps()
    assert merge(before, progress.steps())["dot_product"] == merge(progress.steps(), before)["dot_product"] == entry
    assert progress.waiting(progress.memories()) == []
    monkeypatch.setattr(progress, "today", lambda: date(2026, 1, 19))
    assert progress.waiting(progress.memories()) == ["retrieval", "dot_product"]
    assert progress.waiting(progress.memories(), most=1) in (["retrieval"], ["dot_product"])
    progress.record("dot_product", True)
    assert "later" not in progress.steps()["dot_product"]


@pytest.mark.parametrize("later", [-1, 99, "2", 2.5, True, None])
def test_a_spoilt_delay_is_left_out_and_the_schedule_stays(later):
    assert one(later=later) == PLANNED


def test_what_was_reviewed_is_told_from_what_was_answered_on_its_own_page(session):
    for kind in ("compute", "understand"):
        progress.record("vectors", True, seen=3, kind=kind)
    progress.record("bayes", True, kind="predict")
    day = progress.today()
    assert progress.since(day) == ["bayes"] and progress.since(day, "done") == ["vectors"]
    assert progress.since(day + timedelta(1)) == progress.since(day + timedelta(1), "done") == []


def test_a_goal_is_kept_moved_and_dropped(session):
    assert progress.goal() == 0 and "goal" not in progress.record_text()
    progress.keep_goal(7)
    text = progress.record_text()
    assert progress.clean_goal(text) == 7 and progress.moment(text, "aimed") > 0
    progress.keep_goal(0)
    progress._adopt(text)
    assert progress.goal() == 0, "the later one stands"
    assert progress.take_in(text) == 0 and progress.goal() == 7, "a file brings one where there is none"
    progress.keep_goal(3)
    assert progress.take_in(text) == 0 and progress.goal() == 3
    progress.forget()
    assert progress.goal() == 0 and "goal" not in progress.record_text()


@pytest.mark.parametrize("goal", [0, -1, 100, 2.5, "7", True, None, [7]])
def test_a_spoilt_goal_is_none(goal):
    assert progress.clean_goal(json.dumps({"goal": goal})) == 0


def test_a_year_of_reviews_neither_breaks_nor_gets_stuck(session, monkeypatch):
    """Someone takes all steps within two months and is away for three weeks; the record goes through text and link."""
    graph = {step.id: step.needs for _, step in STEPS}
    monkeypatch.setattr(review, "st", progress.st)
    monkeypatch.setattr(review, "focus", lambda place: None)
    rng, start, ahead, asked = random.Random(3), date(2026, 1, 1), list(graph), Counter()
    offers = {step: dict.fromkeys(["compute", "understand", "predict"][: 2 + place % 2])
              for place, step in enumerate(graph)}  # fmt: skip
    for day in range(365):
        today = start + timedelta(day)
        monkeypatch.setattr(progress, "today", lambda today=today: today)
        session["_graph"] = graph
        if 100 <= day < 121 or rng.random() < 0.2:
            continue
        if ahead and day % 3 < 2:
            step = ahead.pop(0)
            for kind in ("compute", "understand"):
                progress.record(step, True, seen=1, kind=kind)
            assert progress.is_done(step)
        number = 0
        while step := review.current(progress.memories(), offers.get):
            kind = review.round_()["kind"]
            progress.record(step, rng.random() < 0.85, kind=kind)
            asked[step, kind] += 1
            number += 1
            assert step not in review.put_off() and number <= review.MOST
            review.go_on()
        assert number == review.MOST or not progress.waiting(progress.memories())
        assert all(memory.is_sound() for memory in progress.memories().values())
        text = progress.record_text()
        assert clean(text) == clean(unpacked(progress.link_text())) == progress.steps()
        session.clear()  # a new session, as on the next day
        progress._adopt(text)
    assert all(progress.is_done(step) for step in graph)
    for step, offered in offers.items():
        counts = [asked[step, kind] for kind in offered]
        assert min(counts) >= 1 and abs(counts[0] - counts[1]) <= 2, (step, counts)
    assert len(progress.record_text()) < 15_000


# ---------------------------------------------------------------- a record in a link


def packed(text: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(text)).decode().rstrip("=")


def test_a_link_holds_a_record():
    assert clean(unpacked(packed(stored({"vectors": PLANNED}).encode())), TODAY) == {"vectors": PLANNED}


@pytest.mark.parametrize("link", ["", "x", "é", "<b>", "A" * 5000, packed(b"\xff\xfe"), packed(b"[1]"), "eNq="])
def test_a_spoilt_link_holds_none(link):
    assert clean(unpacked(link)) == {}


def test_a_link_that_would_fill_the_memory_does_not():
    assert len(unpacked(packed(b" " * 50_000_000))) <= LARGEST


@given(st.text(), st.binary())
def test_no_link_and_no_file_raises(link, raw):
    assert clean(unpacked(link)) == {} and clean(unpacked(packed(raw))) == {} and clean(raw) == {}
