"""One question asked and judged, wherever it stands: under a step, or in the review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from ui import progress
from ui.focus import focus, move
from ui.question import Question, Verdict, judge

FRESH = {"verdict": None, "unread": "", "skipped": False, "begun": False}  # of a question that has just been put on


def ask(
    state: dict[str, Any],
    step_id: str,
    generator: Callable[[int], Question],
    praise: str = "Right. This step is done.",
    numbered: bool = True,
) -> Verdict | None:
    """Show the question of `state["seed"]`, and the box or what was answered; gives the verdict once there is one.

    `state` is kept between runs: "seed" (the caller sets it before the first call, from the link), "verdict", "reply",
    "unread", "begun", "skipped", and "tell", set by the run that judged.
    numbered: the seeds are 1, 2, 3, …; then one that this browser has answered, or an earlier one, isn't asked again:
    the first call after a `turn`, and the one at which the record arrives, move `state["seed"]` on. What the link
    should say: `link`.
    An answer belongs to its question: box and button carry step and seed; what is typed for one counts for no other.
    """
    if numbered and state.get("verdict") is None and not state.get("begun"):
        fresh = progress.seen(step_id) + 1
        state |= {"skipped": fresh > state["seed"], "seed": max(state["seed"], fresh), "begun": progress.arrived()}
    seed = state["seed"]
    question = generator(seed)
    with st.container(key="question"):
        if state.get("skipped"):
            st.caption("New numbers: you have answered the earlier ones.")
        st.markdown(question.prompt)
        verdict = state.get("verdict")
        if verdict is None:
            _reply(state, step_id, generator, numbered)
            move("_focus_checkpoint")
            return None
        st.markdown(f"Your answer: **{escaped(state['reply'])}**")
    with st.container(key="verdict"):
        if verdict.right:
            st.success(praise, icon=":material/check:")
        else:
            st.error(verdict.why, icon=":material/close:")
            with st.container(border=True):
                st.markdown(f"**Step by step, with your numbers**\n\n{question.solution}")
        if said := progress.unkept():
            st.warning(said)
        move("_focus_checkpoint")
    return verdict


def turn(state: dict[str, Any], seed: int) -> None:
    """Put on the question of another seed, as a link or a button names it."""
    state |= FRESH | {"seed": seed}


def again(state: dict[str, Any]) -> None:
    """Go on to the next question, and move the keyboard's focus there. A button's `on_click`."""
    turn(state, state["seed"] + 1)
    focus("question")


def link(state: dict[str, Any]) -> str | None:
    """What the link says of a step's question: its seed, None for the first; once it is answered, the next one's.

    So whoever reloads after an answer is asked other numbers than those whose way was shown.
    """
    seed = state["seed"] + (state.get("verdict") is not None)
    return None if seed == 1 else str(seed)


def _reply(state: dict, step_id: str, generator: Callable[[int], Question], numbered: bool) -> None:
    seed, question = state["seed"], generator(state["seed"])
    name = f"{step_id}-{seed}"
    with st.form(f"form-{name}", border=False):
        if question.choices:
            st.radio("Your answer", question.choices, index=None, key=f"reply-{name}")
        else:
            st.text_input("Your answer", key=f"reply-{name}", width=240, autocomplete="off", max_chars=80)
        judged = {"on_click": _judge, "args": (state, step_id, generator, seed, numbered)}
        st.form_submit_button("Check", type="primary", key=f"check-{name}", **judged)
    if state.get("unread"):
        st.warning(state["unread"])


def _judge(state: dict, step_id: str, generator: Callable[[int], Question], seed: int, numbered: bool) -> None:
    """Judge what was typed for the question of this seed, once: a second press finds it answered."""
    if state["seed"] != seed or state.get("verdict") is not None:
        return
    reply = st.session_state.get(f"reply-{step_id}-{seed}") or ""
    state["unread"] = ""
    try:
        verdict = judge(generator(seed), reply)
    except ValueError as problem:
        state["unread"] = str(problem)
        return
    state |= {"verdict": verdict, "reply": reply, "tell": True}
    progress.record(step_id, verdict.right, seen=seed if numbered else 0, both=False)
    focus("verdict")


def escaped(text: str) -> str:
    """A typed text as Markdown that shows it letter by letter."""
    return "".join("\\" + letter if letter in r"\`*_{}[]()<>#+-.!|$:~" else letter for letter in str(text))
