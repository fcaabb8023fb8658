"""What a learner has done: held in the session, kept in the browser's own storage, read with suspicion.

The form is `{"version": 1, "steps": {id: {"done": date or "", "right": n, "wrong": n, "last": date}}, "plan": {…}}`.
The plan is what the link of the page Plan held when the learner kept it.
"""

from __future__ import annotations

import json
import re
import uuid
from datetime import date
from typing import Any

import streamlit as st

from ui.components import browser

STORE = "just-enough-math"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
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
    kept = {"plan": plan()} if "_plan" in st.session_state else {}
    text = json.dumps({"version": 1, "steps": steps(), **kept}) if steps() or kept or forget else ""
    data = {"store": STORE, "ask": ask, "save": text, "forget": forget}
    browser(key="_browser", data=data, on_stored_change=lambda: None, height=1)


def steps() -> dict[str, dict[str, Any]]:
    """Everything known of this learner, by step id."""
    return st.session_state.setdefault("_progress", {})


def is_done(step: str) -> bool:
    return bool(steps().get(step, {}).get("done"))


def record(step: str, right: bool) -> None:
    """Count one answered checkpoint; a right one marks the step done."""
    today = date.today().isoformat()
    entry = steps().setdefault(step, {"done": "", "right": 0, "wrong": 0, "last": today})
    entry["right" if right else "wrong"] += 1
    entry["last"] = today
    if right and not entry["done"]:
        entry["done"] = today


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


def clean(text: Any) -> dict[str, dict[str, Any]]:
    """The sound part of a stored or uploaded progress text; whatever is malformed is left out."""
    try:
        found = json.loads(text)["steps"].items()
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError):
        return {}
    return {step: _entry(raw) for step, raw in found if STEP.fullmatch(step) and isinstance(raw, dict)}


def clean_plan(text: Any) -> dict[str, str]:
    """The plan in a stored progress text, if it is short names with short texts. What they mean is judged elsewhere."""
    try:
        found = json.loads(text)["plan"].items()
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError):
        return {}
    return {name: value for name, value in found if isinstance(value, str) and len(name) < 20 and len(value) < 40}


def _entry(raw: dict) -> dict[str, Any]:
    def day(value):
        return value if isinstance(value, str) and DAY.fullmatch(value) else ""

    def count(value):
        return min(value, 9999) if type(value) is int and value > 0 else 0

    counts = {"right": count(raw.get("right")), "wrong": count(raw.get("wrong"))}
    return {"done": day(raw.get("done")), **counts, "last": day(raw.get("last"))}


def merge(ours: dict, theirs: dict) -> dict:
    """Two records of the same person: done wins with its earliest day, counts take the larger, last the latest."""
    merged = dict(ours)
    for step, b in theirs.items():
        a = merged.get(step, b)
        counts = {name: max(a[name], b[name]) for name in ("right", "wrong")}
        done = min(filter(None, (a["done"], b["done"])), default="")
        merged[step] = {"done": done, **counts, "last": max(a["last"], b["last"])}
    return merged
