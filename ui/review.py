"""The review's round: which question is on, of which kind, and what was asked before it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import streamlit as st

from ui import checkpoint, progress
from ui.focus import focus
from ui.lab import again_of
from ui.question import Question
from ui.scene import Step, scene
from ui.schedule import Memory, weakest

MOST = 20  # questions a day
PREDICTS = 3  # every so many answers of a step, the review asks its prediction again
PLACE = "review"  # the container the keyboard's focus goes to when a pressed button is gone

Offers = Mapping[str, Callable[[int], Question]]  # each kind of question that a step has, with its generator


@cache
def offers(step: Step) -> Offers:
    """The kinds of question that a step has, each with what makes one of a seed."""
    page, again = scene(step, {}), again_of(step)
    found = {"compute": page.generator, "understand": page.understand}
    found["predict"] = again and (lambda seed: again(seed).question)
    return {kind: made for kind, made in found.items() if made}


def round_() -> dict[str, Any]:
    """What is kept of the round: the step that is asked ("" for none) and the kind, its checkpoint, the steps asked,
    `practises`, and the other steps' memories `before` the question was answered."""
    return st.session_state.setdefault("_review", {"step": "", "asked": [], "practises": False})


def left() -> int:
    """How many questions may still be asked today."""
    return max(0, MOST - len(progress.since(progress.today())))


def current(memories: dict[str, Memory], offers: Callable[[str], Offers]) -> str:
    """The step whose question is on; "" if none is due, or none is left for today, and the learner doesn't practise."""
    kept = round_()
    if kept["step"] not in memories:
        ahead = progress.waiting(memories, left())
        if kept["practises"] and not ahead:
            fresh = {step: memory for step, memory in memories.items() if step not in kept["asked"]}
            ahead = weakest(fresh, progress.today())[: left()]
        _put(ahead[0] if ahead else "", memories, offers)
        kept["practises"] = kept["practises"] and bool(ahead)
    return kept["step"]


def kind_of(entry: Mapping[str, Any], offered: Offers) -> str:
    """The kind to ask: the prediction after every third answer, else of the other two the one asked less recently."""
    answers = entry.get("right", 0) + entry.get("wrong", 0)
    if "predict" in offered and answers and answers % PREDICTS == 0:
        return "predict"
    other = "compute" if entry.get("asked") == "understand" else "understand"
    return other if other in offered else "compute"


def put_off() -> list[str]:
    """The steps that are asked later since the answer given last has practised them."""
    before, now = round_().get("before", {}), progress.memories()
    same = [step for step in before if step in now and now[step].last == before[step].last]
    return [step for step in same if now[step].later > before[step].later]


def ask_goal() -> None:
    """A box for the goal of the week; it shows what the record says."""
    st.session_state["goal"] = progress.goal()
    told = "0 is no goal. A step counts once a week, done or reviewed. Weeks begin on Monday."
    label = "Steps a week, if you want a goal"
    st.number_input(label, 0, progress.MOST_GOAL, key="goal", step=1, help=told, on_change=_aim)


def _aim() -> None:
    progress.keep_goal(int(st.session_state["goal"] or 0))


def go_on() -> None:
    """Leave the answered question."""
    round_()["step"] = ""
    focus(PLACE)


def practise() -> None:
    """Ask though nothing is due: every finished step once, the weakest first."""
    round_().update(practises=True, asked=[])
    focus(PLACE)


def stop() -> None:
    """End the practice; what is due is asked all the same."""
    round_().update(practises=False, step="")
    focus(PLACE)


def _put(step: str, memories: dict[str, Memory], offers: Callable[[str], Offers]) -> None:
    """Put a step's question on. Its kind and its numbers follow from what is known of the step: others after each
    answer, and the same ones where a session ends and begins anew."""
    kept, known = round_(), progress.steps().get(step, {})
    told = json.dumps([step, known.get("right"), known.get("wrong")])
    kept |= checkpoint.FRESH | {"step": step, "seed": zlib.crc32(told.encode()) % 1_000_000}
    if step:
        before = {other: memory for other, memory in memories.items() if other != step}
        kept |= {"asked": [*kept["asked"], step], "kind": kind_of(known, offers(step)), "before": before}
