"""The review's round: which question is on, and what was asked before it."""

from __future__ import annotations

import json
import zlib
from datetime import date
from typing import Any

import streamlit as st

from core.review import Memory, due, weakest
from ui import checkpoint, progress
from ui.focus import focus

PLACE = "review"  # the container the keyboard's focus goes to when a pressed button is gone


def round_() -> dict[str, Any]:
    """What is kept of the round: the step that is asked ("" for none), its checkpoint, the steps asked, `practises`."""
    return st.session_state.setdefault("_review", {"step": "", "asked": [], "practises": False})


def current(memories: dict[str, Memory], today: date) -> str:
    """The step whose question is on; "" if none is due and the learner doesn't practise."""
    kept = round_()
    if kept["step"] not in memories:
        waiting = due(memories, today)
        if kept["practises"] and not waiting:
            fresh = {step: memory for step, memory in memories.items() if step not in kept["asked"]}
            waiting = weakest(fresh, today)
        _put(waiting[0] if waiting else "")
        kept["practises"] = kept["practises"] and bool(waiting)
    return kept["step"]


def go_on() -> None:
    """Leave the answered question."""
    _put("")
    focus(PLACE)


def practise() -> None:
    """Ask though nothing is due: every finished step once, the weakest first."""
    round_().update(practises=True, asked=[])
    focus(PLACE)


def stop() -> None:
    """End the practice; what is due is asked all the same."""
    round_().update(practises=False)
    _put("")
    focus(PLACE)


def _put(step: str) -> None:
    """Put a step's question on. Its numbers follow from what is known of the step: others after each answer, and the
    same ones where a session ends and begins anew."""
    kept = round_()
    if step:
        kept["asked"] = [*kept["asked"], step]
    kept["step"] = step
    known = progress.steps().get(step, {})
    told = json.dumps([step, known.get("right"), known.get("wrong")])
    kept |= checkpoint.FRESH | {"seed": zlib.crc32(told.encode()) % 1_000_000}
