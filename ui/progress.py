"""What a learner has done: held in the session, kept in the browser's own storage, read with suspicion.

The form is `{"version": 1, "steps": {id: {"done": date or "", "right": n, "wrong": n, "last": date}}, "plan": {…}}`.
A step may also have
"computed", "understood"           the days on which a question of that kind was first right: see `record`
"seen", "seen_understand"          the last numbers of each kind that were answered in its checkpoint
"asked"                            the kind that was answered last
"reviewed"                         the last day it was answered in the review
"due", "stability", "difficulty"   when to ask again, see `ui.schedule`
"later"                            days by which it is due later still, since steps that rest on it were answered
"code", "coded", "own"             the learner's own code, the moment it was kept, and true once it was right
The plan is what the link of the page Plan held when the learner kept it; "goal" is how many steps a week they want to
do or review, 0 for none. "planned", "aimed" and "forgotten" are moments: of two plans and of two goals the later one
stands, and a tab that doesn't know yet that everything was forgotten brings nothing of it back.
"""

from __future__ import annotations

import base64
import json
import re
import time
import uuid
import zlib
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import streamlit as st

from ui.components import browser
from ui.schedule import LONGEST, Graph, Memory, answered, due, practised, rests_on

STORE = "just-enough-math"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
WHEN = ("due", "stability", "difficulty")
KINDS = {"compute": "computed", "understand": "understood"}  # the kinds of question, each with its day
SEEN = {"compute": "seen", "understand": "seen_understand"}
CODE = 4000  # letters of the learner's own code in a step
NO_CODE = re.compile(r"[^\t\n -~\xa0-\ud7ff\ue000-\U0010ffff]")  # letters that no code needs
LARGEST = 600_000  # letters in a record; a full one has some 15,000, and fifty steps of code at most 400,000 more
NEW = {"done": "", "right": 0, "wrong": 0, "last": ""}  # what is known of a step before its first answer
MOMENTS = ("planned", "aimed", "forgotten")
MOST_GOAL = 99  # steps a week
STEP = re.compile(r"[a-z][a-z0-9_]{0,39}")
ZONES = timedelta(2)  # at one moment, the calendars of two places can be two days apart
READING = "Reading what this browser keeps …"
UNKEPT = "This browser doesn't let the page keep anything, so your progress lasts only while this tab is open."
FRAMED = (
    "This page is embedded in another one. Some browsers keep nothing there, so your progress may last only while it "
    "is open. Open it in a tab of its own to keep it."
)
KEPT = "Your progress is kept in this browser, unless the window is a private one."


def today() -> date:
    """The learner's day; the server's where the browser tells no time zone, or an odd one."""
    try:
        return datetime.now(ZoneInfo(st.context.timezone)).date()
    except (AttributeError, KeyError, OSError, TypeError, ValueError):
        return date.today()


def exchange(graph: Graph) -> None:
    """Hand the progress to the browser, and take in what it tells. Called by the entry between navigation and page.

    graph: each step with those it rests on, which an answer to it practises, too.

    The component says at once what the browser told last: so a session that goes on with an open page, after a restart,
    knows the record in its first run, and the page stays as it was.
    """
    state = st.session_state
    state["_graph"] = graph
    ask, known = state.setdefault("_ask", _name()), _knows_something()
    data = {
        "store": STORE,
        "ask": ask,
        "save": record_text() if known else "",
        "page": urlsplit(st.context.url or "").path,
    }
    data |= {"writer": state.setdefault("_writer", _name()), "answers": _answers(), "focus": state.get("_focus", {})}
    told = browser(key="_browser", data=data, on_stored_change=lambda: None, height=1).get("stored")
    told = told if isinstance(told, dict) else {}
    state["_address"] = "" if arrived() else str(told.get("search", ""))
    if told.get("ask") == ask:
        state.update(_loaded=True, _blocked=told.get("blocked") is True, _framed=told.get("framed") is True)
    if told.get("text") != state.get("_read"):
        state["_read"] = told.get("text")
        _adopt(told.get("text"))


def _adopt(text: Any) -> None:
    """Merge what the browser keeps into this session; if that was emptied, only answers it hasn't counted stay."""
    state, forgotten = st.session_state, moment(text, "forgotten")
    if forgotten < state.get("_forgotten", 0):
        return
    fresh = []
    if forgotten > state.get("_forgotten", 0):
        counted = _part(text, "tabs").get(state.get("_writer"), 0)
        fresh = _answers()[counted if type(counted) is int else 0 :]
        _begin_afresh(forgotten)
    state["_progress"] = merge(clean(text), steps())
    if (moment(text, "planned"), bool(clean_plan(text))) > (state.get("_planned", 0), bool(plan())):
        state.update(_plan=clean_plan(text), _planned=moment(text, "planned"))
    if moment(text, "aimed") > state.get("_aimed", 0):
        state.update(_goal=clean_goal(text), _aimed=moment(text, "aimed"))
    for answer in fresh:
        record(*answer)
    if fresh:
        st.rerun()  # which hands them to the browser


def address() -> dict[str, str]:
    """What the browser's own address says, in the first runs of a session; else empty.

    A session that goes on with an open page, after a restart or a long sleep, isn't told of what our own script wrote
    into the link: there this says more than `st.query_params`.
    """
    return dict(parse_qsl(st.session_state.get("_address", "").removeprefix("?")))


def arrived() -> bool:
    """True once the browser has told what it keeps."""
    return "_loaded" in st.session_state


def reading() -> bool:
    """True while nothing is known and the browser may still tell: then no page says that nothing is done."""
    return not (arrived() or _knows_something())


def _knows_something() -> bool:
    return bool(steps() or {"_plan", "_goal", "_forgotten"} & set(st.session_state))


def unkept() -> str:
    """A sentence to say instead of KEPT where the browser blocks its storage or may drop it; else empty."""
    return FRAMED if st.session_state.get("_framed") else UNKEPT if st.session_state.get("_blocked") else ""


def record_text(code: bool = True) -> str:
    """All that is known of this learner, as the text that is kept and carried elsewhere; without their code if so."""
    state, left_out = st.session_state, () if code else ("code", "coded", "own")
    told = {step: {name: entry[name] for name in entry if name not in left_out} for step, entry in steps().items()}
    moments = {name: state[f"_{name}"] for name in MOMENTS if state.get(f"_{name}")}
    kept = {"plan": plan()} if plan() or "planned" in moments else {}
    kept |= {"goal": goal()} if "aimed" in moments else {}
    return json.dumps({"version": 1, "steps": told, **kept, **moments}, ensure_ascii=False)


def steps() -> dict[str, dict[str, Any]]:
    """Everything known of this learner, by step id."""
    return st.session_state.setdefault("_progress", {})


def _answers() -> list[list]:
    """What was answered in this session, as `record` was told of it. The browser counts each of them once."""
    return st.session_state.setdefault("_answers", [])


def is_done(step: str) -> bool:
    return bool(steps().get(step, {}).get("done"))


def is_right(step: str, kind: str) -> bool:
    """True if a question of this kind, "compute" or "understand", was right once."""
    entry = steps().get(step, {})
    return bool(entry.get(KINDS[kind]) or (kind == "compute" and entry.get("done")))  # done before there were two kinds


def seen(step: str, kind: str = "compute") -> int:
    """The last numbers that were answered in a step's checkpoint; 0 for none."""
    return steps().get(step, {}).get(SEEN[kind], 0)


def record(step: str, right: bool, seen: int = 0, kind: str = "compute") -> None:
    """Count one answer; it sets the day the step is asked again, and marks it done once one of each kind was right. A
    right one has practised the steps that this one rests on: they are asked later.

    seen: the seed of its numbers on the step's own page, where they aren't to be asked again; 0 in the review.
    kind: "compute", "understand", or "predict", a prediction that came back, which makes no step done.
    """
    day, known = today(), steps().get(step, {})
    entry = NEW | known
    entry["right" if right else "wrong"] += 1
    if not seen:
        entry["reviewed"] = day.isoformat()
    if kind in KINDS:
        entry["asked"] = kind
        if right and not entry.get(KINDS[kind]):
            entry[KINDS[kind]] = day.isoformat()
        if seen > entry.get(SEEN[kind], 0):
            entry[SEEN[kind]] = seen
        if right and not entry["done"] and all(entry.get(name) for name in KINDS.values()):
            entry["done"] = day.isoformat()
    memory = answered(_memory(known) if known.get("last") or known.get("done") else None, right, day)
    steps()[step] = _scheduled(entry, memory)
    for need, share in rests_on(step, _graph()).items() if right else ():
        if is_done(need):
            steps()[need] = _scheduled(steps()[need], practised(_memory(steps()[need]), share, day))
    _answers().append([step, right, seen, kind])


def _graph() -> Graph:
    return st.session_state.get("_graph", {})


def keep_code(step: str, text: str, right: bool) -> None:
    """Keep what the learner wrote for a step, its first 4,000 letters; `right` is remembered from then on."""
    entry = NEW | steps().get(step, {})
    entry |= {"code": _code(text), "coded": _now(entry.get("coded", 0))} | ({"own": True} if right else {})
    steps()[step] = entry


def code_of(step: str) -> str:
    """What the learner wrote for a step; empty if nothing."""
    return steps().get(step, {}).get("code", "")


def is_own(step: str) -> bool:
    """True once the learner's own code of a step was right."""
    return bool(steps().get(step, {}).get("own"))


def _code(text: str) -> str:
    return NO_CODE.sub("", text)[:CODE]


def memories() -> dict[str, Memory]:
    """When to ask again, for every step that is done."""
    return {step: _memory(entry) for step, entry in steps().items() if entry["done"]}


def waiting(known: dict[str, Memory], most: int = 999_999) -> list[str]:
    """Of these steps, those that are due today, at most so many, in the order in which to ask them."""
    return due(known, today(), _graph(), most)


def since(day: date, what: str = "reviewed") -> list[str]:
    """The steps reviewed, or those "done", on a day or after it."""
    return [step for step, entry in steps().items() if entry.get(what, "") >= day.isoformat()]


def _memory(entry: dict[str, Any]) -> Memory:
    """The schedule in a sound entry. One from before there was a schedule counts as answered once, on its last day."""
    last = date.fromisoformat(entry["last"] or entry["done"])
    if "due" in entry:
        later = entry.get("later", 0)
        due = date.fromisoformat(entry["due"]) + timedelta(later)
        return Memory(last, due, entry["stability"], entry["difficulty"], later)
    return answered(None, entry["right"] >= entry["wrong"], last)


def _scheduled(entry: dict[str, Any], memory: Memory) -> dict[str, Any]:
    """The entry with this schedule. Its "due" is the day without the practice by other steps."""
    firm = {"stability": round(memory.stability, 3), "difficulty": round(memory.difficulty, 3)}
    due = (memory.due - timedelta(memory.later)).isoformat()
    kept = {name: value for name, value in entry.items() if name != "later"}
    kept |= {"last": memory.last.isoformat(), "due": due, **firm}
    return kept | ({"later": memory.later} if memory.later else {})


def plan() -> dict[str, str]:
    """What stands in the link of the plan that the learner kept; empty if none was."""
    return st.session_state.get("_plan", {})


def keep_plan(link: dict[str, str]) -> None:
    """Keep a plan, here and in the browser; an empty one drops it."""
    st.session_state.update(_plan=link, _planned=_now(st.session_state.get("_planned", 0)))


def goal() -> int:
    """How many steps a week the learner wants to do or review; 0 for no goal."""
    return st.session_state.get("_goal", 0)


def keep_goal(number: int) -> None:
    """Keep a goal for the week, here and in the browser; 0 drops it."""
    st.session_state.update(_goal=number, _aimed=_now(st.session_state.get("_aimed", 0)))


def forget() -> None:
    """Start afresh, here and in the browser."""
    _begin_afresh(_now(st.session_state.get("_forgotten", 0)))


def _begin_afresh(forgotten: int) -> None:
    empty = {"_progress": {}, "_plan": {}, "_planned": 0, "_goal": 0, "_aimed": 0, "_answers": [], "_held": {}}
    st.session_state.update(empty, _forgotten=forgotten, _writer=_name())


def _name() -> str:
    return uuid.uuid4().hex[:12]


def _now(last: int) -> int:
    """Milliseconds since 1970, later than the last one whatever the clock says."""
    return max(time.time_ns() // 1_000_000, last + 1)


def take_in(text: Any) -> int | None:
    """Merge a record from elsewhere into this one. Gives how many steps it tells of; None if it is no record."""
    theirs, planned, wanted = clean(text), clean_plan(text), clean_goal(text)
    if not (theirs or planned or wanted):
        return None
    st.session_state["_progress"] = merge(steps(), theirs)
    if planned and not plan():
        keep_plan(planned)
    if wanted and not goal():
        keep_goal(wanted)
    return len(theirs)


def tell(text: str = "") -> str:
    """Leave a sentence for the next run, or, without one, pick up what was left."""
    left = st.session_state.pop("_told", "")
    if text:
        st.session_state["_told"] = text
    return left


def link_text() -> str:
    """The record packed for a link, which is too short for the learner's code."""
    return base64.urlsafe_b64encode(zlib.compress(record_text(code=False).encode(), 9)).decode().rstrip("=")


def unpacked(link: str) -> str:
    """The record in a link; empty if it holds none. Never more than LARGEST bytes, whatever it was packed from."""
    try:
        packed = base64.b64decode(link + "=" * (-len(link) % 4), altchars=b"-_", validate=True)
        return zlib.decompressobj().decompress(packed, LARGEST).decode()
    except (ValueError, zlib.error):
        return ""


def clean(text: Any, day: date | None = None) -> dict[str, dict[str, Any]]:
    """The sound part of a stored or uploaded progress text; whatever is malformed is left out. `day`: the learner's."""
    day = day or today()
    return {
        step: _entry(raw, day)
        for step, raw in _part(text, "steps").items()
        if STEP.fullmatch(step) and isinstance(raw, dict)
    }


def moment(text: Any, name: str) -> int:
    """A moment in a stored text, one of MOMENTS; 0 if it has none."""
    return _moment(_whole(text).get(name))


def _moment(value: Any) -> int:
    return value if type(value) is int and 0 < value < 1e14 else 0


def clean_plan(text: Any) -> dict[str, str]:
    """The plan in a stored progress text, if it is short names with short texts. What they mean is judged elsewhere."""
    found = _part(text, "plan").items()
    short = [(name, value) for name, value in found if isinstance(value, str) and len(name) < 20 and len(value) < 40]
    return {name: value for name, value in short if (name + value).isprintable()}


def clean_goal(text: Any) -> int:
    """The goal in a stored progress text; 0 for none."""
    found = _whole(text).get("goal")
    return found if type(found) is int and 0 < found <= MOST_GOAL else 0


def _whole(text: Any) -> dict[str, Any]:
    """A stored or uploaded text as a dictionary; empty if it is no record."""
    try:
        found = json.loads(text) if len(text) <= LARGEST else {}
    except (TypeError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _part(text: Any, name: str) -> dict[str, Any]:
    """One part of a record; empty if it isn't there."""
    found = _whole(text).get(name)
    return found if isinstance(found, dict) else {}


def _entry(raw: dict, today: date) -> dict[str, Any]:
    """A step's entry without what is malformed. A day that no place on Earth has yet, from a clock ahead, is today."""

    def day(value):
        found = _day(value)
        return found if found is None or found <= today + ZONES else today

    def count(value, most=9999):
        return min(value, most) if type(value) is int and value > 0 else 0

    def written(value):
        return value.isoformat() if value else ""

    last, due = day(raw.get("last")), _day(raw.get("due"))
    firsts = {name: written(first) for name in KINDS.values() if (first := day(raw.get(name)))}
    entry = {"done": _done(firsts, written(day(raw.get("done"))))}
    entry |= {"right": count(raw.get("right")), "wrong": count(raw.get("wrong")), "last": written(last)} | firsts
    entry |= {name: number for name in SEEN.values() if (number := count(raw.get(name), 9_999_999))}
    entry |= {"reviewed": written(reviewed)} if (reviewed := day(raw.get("reviewed"))) else {}
    entry |= {"asked": raw["asked"]} if raw.get("asked") in list(KINDS) else {}
    if isinstance(raw.get("code"), str) and (coded := _moment(raw.get("coded"))):
        entry |= {"code": _code(raw["code"]), "coded": coded} | ({"own": True} if raw.get("own") is True else {})
    firm = [raw.get(name) for name in ("stability", "difficulty")]
    if last and due and all(type(value) in (int, float) and 0 < value < 1e6 for value in firm):
        memory = Memory(last, last + (due - _day(raw["last"])), *firm)  # the wait stays as it was
        later = count(raw.get("later"), LONGEST)
        put_off = memory._replace(due=memory.due + timedelta(later), later=later)
        sound = next((each for each in (put_off, memory) if each.is_sound()), None)
        return _scheduled(entry, sound) if sound else entry
    return entry


def _done(firsts: dict[str, str], *days: str) -> str:
    """The day a step was done: the first one told, or that on which the second kind of question was right."""
    both = [max(firsts.values())] if len(firsts) == len(KINDS) else []
    return min(filter(None, [*days, *both]), default="")


def _day(value: Any) -> date | None:
    """A day, or None. One ahead of the clock is left for the caller to judge."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and DAY.fullmatch(value) else None
    except ValueError:
        return None


def merge(ours: dict, theirs: dict) -> dict:
    """Two records of the same person: done wins with its earliest day, counts take the larger, the schedule is the
    latest one's; of two from the same day the one that asks again first. Of two codes the later stands. The browser
    does the same, see browser.js."""
    return ours | {step: _together(ours.get(step, entry), entry) for step, entry in theirs.items()}


def _together(a: dict[str, Any], b: dict[str, Any]) -> dict[str, Any]:
    both = (a, b)
    days = {name: [e[name] for e in both if e.get(name)] for name in KINDS.values()}
    firsts = {name: min(known) for name, known in days.items() if known}
    merged = {"done": _done(firsts, a["done"], b["done"])}
    merged |= {name: max(a[name], b[name]) for name in ("right", "wrong", "last")} | firsts
    merged |= {name: most for name in SEEN.values() if (most := max(e.get(name, 0) for e in both))}
    latest = [e for e in both if e["last"] == merged["last"]]
    asked = [e["asked"] for e in latest if "asked" in e]
    merged |= {"asked": max(asked)} if asked else {}
    reviewed = max(e.get("reviewed", "") for e in both)
    merged |= {"reviewed": reviewed} if reviewed else {}
    times = [{name: e[name] for name in (*WHEN, "later") if name in e} for e in latest if "due" in e]
    merged |= min(times, key=lambda e: [*(e[name] for name in WHEN), -e.get("later", 0)], default={})
    codes = [(e["coded"], e["code"]) for e in both if "code" in e]
    merged |= dict(zip(("coded", "code"), max(codes))) if codes else {}
    return merged | ({"own": True} if a.get("own") or b.get("own") else {})
