"""One question asked and judged, wherever it stands: under a step, or in the review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from ui import progress
from ui.question import Question, Verdict, judge


def ask(
    state: dict[str, Any],
    step_id: str,
    generator: Callable[[int], Question],
    praise: str = "Right. This step is done.",
) -> Verdict | None:
    """Show the question of `state["seed"]`, and the box or what was answered; gives the verdict once there is one.

    `state` is kept between runs: "seed", "verdict", "reply", "unread", and "tell", set by the run that judged.
    """
    question = generator(state["seed"])
    st.markdown(question.prompt)
    verdict = state.get("verdict")
    if verdict is None:
        _reply(state, step_id, generator, question)
        return None
    st.markdown(f"Your answer: **{escaped(state['reply'])}**")
    if verdict.right:
        st.success(praise, icon=":material/check:")
    else:
        st.error(verdict.why, icon=":material/close:")
        with st.container(border=True):
            st.markdown(f"**Step by step, with your numbers**\n\n{question.solution}")
    return verdict


def turn(state: dict[str, Any], seed: int) -> None:
    """Go on to the question of another seed."""
    state |= {"verdict": None, "unread": "", "seed": seed}
    st.session_state.pop("check-reply", None)


def _reply(state: dict, step_id: str, generator: Callable[[int], Question], question: Question) -> None:
    with st.form("check-form", border=False):
        if question.choices:
            st.radio("Your answer", question.choices, index=None, key="check-reply")
        else:
            st.text_input("Your answer", key="check-reply", width=240, autocomplete="off", max_chars=80)
        judged = {"on_click": _judge, "args": (state, step_id, generator)}
        st.form_submit_button("Check", type="primary", key="check-submit", **judged)
    if state.get("unread"):
        st.warning(state["unread"])


def _judge(state: dict[str, Any], step_id: str, generator: Callable[[int], Question]) -> None:
    reply = st.session_state.get("check-reply") or ""
    state["unread"] = ""
    try:
        verdict = judge(generator(state["seed"]), reply)
    except ValueError as problem:
        state["unread"] = str(problem)
        return
    state |= {"verdict": verdict, "reply": reply, "tell": True}
    progress.record(step_id, verdict.right)


def escaped(text: str) -> str:
    """A typed text as Markdown that shows it letter by letter."""
    return "".join("\\" + letter if letter in r"\`*_{}[]()<>#+-.!|$:~" else letter for letter in str(text))
