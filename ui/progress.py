"""What a learner has done: held in the session, kept in the browser's own storage, read with suspicion.

The form is `{"version": 1, "steps": {id: {"done": date or "", "right": n, "wrong": n, "last": date}}, "plan": {…}}`.
A step may also have "due": date, "stability" and "difficulty": when to ask again, see `core.review`.
The plan is what the link of the page Plan held when the learner kept it.
"""

from __future__ import annotations

import base64
import json
import re
import uuid
import zlib
from datetime import date
from typing import Any

import streamlit as st

from core.review import Memory, answered
from ui.components import browser

STORE = "just-enough-math"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
WHEN = ("due", "stability", "difficulty")
LARGEST = 200_000  # letters in a record; a full one has some 10,000
STEP = re.compile(r"[a-z][a-z0-9_]{0,39}")


def load() -> None:
    """Take in what the browser kept, once a session. Called by the entry before the page."""
    state = st.session_state
    reported = (state.get("_browser") or {}).get("stored")
    if "_loaded" not in state and isinstance(reported, dict) and reported.get("ask") == state.get("_ask"):
        state["_loaded"] = True
        state["_progress"] = merge(clean(reported.get("text", "")), steps())
        if kept := clean_plan(reported.get("text", "")):
            state.setdefault("_plan", kept)


def save() -> None:
    """Hand the progress to the browser, and ask it for what it kept. Called by the entry after the page."""
    ask = st.session_state.setdefault("_ask", uuid.uuid4().hex)
    forget = st.session_state.get("_forget", "")
    text = record_text() if steps() or "_plan" in st.session_state or forget else ""
    data = {"store": STORE, "ask": ask, "save": text, "forget": forget}
    browser(key="_browser", data=data, on_stored_change=lambda: None, height=1)


def record_text() -> str:
    """All that is known of this learner, as the text that is kept and carried elsewhere."""
    kept = {"plan": plan()} if "_plan" in st.session_state else {}
    return json.dumps({"version": 1, "steps": steps(), **kept})


def steps() -> dict[str, dict[str, Any]]:
    """Everything known of this learner, by step id."""
    return st.session_state.setdefault("_progress", {})


def is_done(step: str) -> bool:
    return bool(steps().get(step, {}).get("done"))


def record(step: str, right: bool) -> None:
    """Count one answered checkpoint; a right one marks the step done, and either sets the day it is asked again."""
    today = date.today()
    known = steps().get(step, {})
    entry = {"done": "", "right": 0, "wrong": 0} | known
    entry["right" if right else "wrong"] += 1
    if right and not entry["done"]:
        entry["done"] = today.isoformat()
    memory = answered(_memory(known) if known.get("last") or known.get("done") else None, right, today)
    steps()[step] = entry | _written(memory)


def memories() -> dict[str, Memory]:
    """When to ask again, for every step that is done."""
    return {step: _memory(entry) for step, entry in steps().items() if entry["done"]}


def _memory(entry: dict[str, Any]) -> Memory:
    """The schedule in a sound entry. One from before there was a schedule counts as answered once, on its last day."""
    last = date.fromisoformat(entry["last"] or entry["done"])
    if "due" in entry:
        return Memory(last, date.fromisoformat(entry["due"]), entry["stability"], entry["difficulty"])
    return answered(None, entry["right"] >= entry["wrong"], last)


def _written(memory: Memory) -> dict[str, Any]:
    firm = {"stability": round(memory.stability, 3), "difficulty": round(memory.difficulty, 3)}
    return {"last": memory.last.isoformat(), "due": memory.due.isoformat(), **firm}


def plan() -> dict[str, str]:
    """What stands in the link of the plan that the learner kept; empty if none was."""
    return st.session_state.get("_plan", {})


def keep_plan(link: dict[str, str]) -> None:
    """Keep a plan, here and in the browser; an empty one drops it."""
    st.session_state["_plan"] = link


def forget() -> None:
    """Start afresh, here and in the browser."""
    st.session_state["_progress"] = {}
    keep_plan({})
    st.session_state["_forget"] = uuid.uuid4().hex


def take_in(text: Any) -> int | None:
    """Merge a record from elsewhere into this one. Gives how many steps it tells of; None if it is no record."""
    theirs, planned = clean(text), clean_plan(text)
    if not theirs and not planned:
        return None
    st.session_state["_progress"] = merge(steps(), theirs)
    if planned and not plan():
        keep_plan(planned)
    return len(theirs)


def tell(text: str = "") -> str:
    """Leave a sentence for the next run, or, without one, pick up what was left."""
    left = st.session_state.pop("_told", "")
    if text:
        st.session_state["_told"] = text
    return left


def link_text() -> str:
    """The record packed for a link."""
    return base64.urlsafe_b64encode(zlib.compress(record_text().encode(), 9)).decode().rstrip("=")


def unpacked(link: str) -> str:
    """The record in a link; empty if it holds none. Never more than LARGEST bytes, whatever it was packed from."""
    try:
        packed = base64.b64decode(link + "=" * (-len(link) % 4), altchars=b"-_", validate=True)
        return zlib.decompressobj().decompress(packed, LARGEST).decode()
    except (ValueError, zlib.error):
        return ""


def clean(text: Any, today: date | None = None) -> dict[str, dict[str, Any]]:
    """The sound part of a stored or uploaded progress text; whatever is malformed is left out."""
    today = today or date.today()
    return {
        step: _entry(raw, today)
        for step, raw in _part(text, "steps").items()
        if STEP.fullmatch(step) and isinstance(raw, dict)
    }


def clean_plan(text: Any) -> dict[str, str]:
    """The plan in a stored progress text, if it is short names with short texts. What they mean is judged elsewhere."""
    found = _part(text, "plan").items()
    return {name: value for name, value in found if isinstance(value, str) and len(name) < 20 and len(value) < 40}


def _part(text: Any, name: str) -> dict[str, Any]:
    """One part of a stored or uploaded text; empty if it isn't there, or the text is no record."""
    try:
        return dict(json.loads(text)[name].items()) if len(text) <= LARGEST else {}
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError):
        return {}


def _entry(raw: dict, today: date) -> dict[str, Any]:
    def day(value):
        return min(value, today).isoformat() if (value := _day(value)) else ""

    def count(value):
        return min(value, 9999) if type(value) is int and value > 0 else 0

    counts = {"right": count(raw.get("right")), "wrong": count(raw.get("wrong"))}
    entry = {"done": day(raw.get("done")), **counts, "last": day(raw.get("last"))}
    last, due, firm = _day(raw.get("last")), _day(raw.get("due")), [raw.get(n) for n in ("stability", "difficulty")]
    if last and last <= today and due and all(type(value) in (int, float) and 0 < value < 1e6 for value in firm):
        memory = Memory(last, due, *firm)
        return entry | _written(memory) if memory.is_sound() else entry
    return entry


def _day(value: Any) -> date | None:
    """A day of this app's time, or None. One ahead of the clock is left for the caller to judge."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and DAY.fullmatch(value) else None
    except ValueError:
        return None


def merge(ours: dict, theirs: dict) -> dict:
    """Two records of the same person: done wins with its earliest day, counts take the larger, the schedule is the
    latest one's; of two from the same day the one that asks again first."""
    merged = dict(ours)
    for step, b in theirs.items():
        a = merged.get(step, b)
        counts = {name: max(a[name], b[name]) for name in ("right", "wrong")}
        done = min(filter(None, (a["done"], b["done"])), default="")
        last = max(a["last"], b["last"])
        times = [{name: e[name] for name in WHEN} for e in (a, b) if e["last"] == last and "due" in e]
        when = min(times, key=lambda e: [e[name] for name in WHEN], default={})
        merged[step] = {"done": done, **counts, "last": last, **when}
    return merged
