"""One question asked and judged, wherever it stands: under a step, or in the review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import streamlit as st

from ui import progress
from ui.components import sketches
from ui.focus import focus, move
from ui.question import Question, Verdict, judge

FRESH = {  # of a question that has just been put on
    "verdict": None, "unread": "", "skipped": False, "begun": False, "hints": 0, "solved": False, "retried": False,
}  # fmt: skip
KINDS = {"compute": "Compute", "understand": "Understand"}


def ask(
    state: dict[str, Any],
    step_id: str,
    generator: Callable[[int], Question],
    praise: str = "Right. This step is done.",
    numbered: bool = True,
    kind: str = "compute",
    way: Callable[[str], None] | None = None,
) -> Verdict | None:
    """Show the question of `state["seed"]`, and the box or what was answered; gives the verdict once there is one.

    `state` is kept between runs: "seed" (the caller sets it before the first call, from the link), "verdict", "reply",
    "unread", "begun", "skipped", "hints" (how many are shown), "solved" (the way to the answer is shown), "retried",
    and "tell", set by the run that judged.
    numbered: the seeds are 1, 2, 3, …; then one that this browser has answered, or an earlier one, isn't asked again:
    the first call after a `turn`, and the one at which the record arrives, move `state["seed"]` on. What the link
    should say: `link`.
    kind: "compute" or "understand". `way(step)` shows a link to an earlier step, where a slip belongs to it.
    An answer belongs to its question: box and button carry step, kind and seed; what is typed for one counts for no
    other.
    """
    if numbered and state.get("verdict") is None and not state.get("begun"):
        fresh = progress.seen(step_id, kind) + 1
        state |= {"skipped": fresh > state["seed"], "seed": max(state["seed"], fresh), "begun": progress.arrived()}
    asked = Asked(step_id, generator, state["seed"], numbered, kind)
    question = generator(asked.seed)
    with st.container(key="question"):
        if state.get("skipped"):
            st.caption("New numbers: you have answered the earlier ones.")
        st.markdown(question.prompt)
        if question.sketches:
            sketches(key=f"sketches-{asked.name}", data=_sketched(question))
        verdict = state.get("verdict")
        if verdict is None:
            _reply(state, asked)
            show_hints(question.hints, state, f"hint-{asked.name}")
            move("_focus_checkpoint")
            return None
        reply = state["reply"] if question.choices else f"**{escaped(state['reply'])}**"
        st.markdown(f"Your answer: {reply}")
    with st.container(key="verdict"):
        if verdict.right:
            st.success(praise, icon=":material/check:")
            _solution(question)
        else:
            st.error(verdict.why, icon=":material/close:")
            if verdict.step and way:
                way(verdict.step)
            if state.get("solved") or not numbered:
                _solution(question)
            else:
                with st.container(horizontal=True, gap="small"):
                    same, shown = {"on_click": retry, "args": (state,)}, {"on_click": solve, "args": (state,)}
                    st.button("Same numbers again", key=f"again-{asked.name}", icon=":material/replay:", **same)
                    st.button("Show the way", key=f"way-{asked.name}", icon=":material/lightbulb:", **shown)
        if said := progress.unkept():
            st.warning(said)
        move("_focus_checkpoint")
    return verdict


class Asked(NamedTuple):
    """A question as it is asked: of which step and kind, made from which seed, and how its answer counts."""

    step_id: str
    generator: Callable[[int], Question]
    seed: int
    numbered: bool
    kind: str

    @property
    def name(self) -> str:
        """What box and buttons are called by."""
        return f"{self.step_id}-{self.seed}" + ("" if self.kind == "compute" else f"-{self.kind}")


def turn(state: dict[str, Any], seed: int) -> None:
    """Put on the question of another seed, as a link or a button names it."""
    state |= FRESH | {"seed": seed}


def again(state: dict[str, Any]) -> None:
    """Go on to the next question, and move the keyboard's focus there. A button's `on_click`."""
    turn(state, state["seed"] + 1)
    focus("question")


def retry(state: dict[str, Any]) -> None:
    """The same numbers again, while their way hasn't been shown. A button's `on_click`."""
    if state.get("verdict") is not None and not state.get("solved"):
        state |= {"verdict": None, "unread": "", "begun": True, "retried": True}
        focus("question")


def solve(state: dict[str, Any]) -> None:
    """Show the way to the answer. A button's `on_click`."""
    state["solved"] = True
    focus("verdict")


def link(state: dict[str, Any]) -> str | None:
    """What the link says of a step's question: its seed, None for the first; once it is answered, the next one's.

    So whoever reloads after an answer is asked other numbers than those whose way may have been shown.
    """
    seed = state["seed"] + (state.get("verdict") is not None or bool(state.get("retried")))
    return None if seed == 1 else str(seed)


def _solution(question: Question) -> None:
    with st.container(border=True):
        title = "Why" if question.choices else "Step by step, with your numbers"
        st.markdown(f"**{title}**\n\n{question.solution}")


def _sketched(question: Question) -> dict[str, Any]:
    drawn = [{"marks": each.marks, "size": each.size, "axes": each.axes} for each in question.sketches]
    return {"sketches": drawn, "names": question.choices}


def _reply(state: dict, asked: Asked) -> None:
    question, name = asked.generator(asked.seed), asked.name
    with st.form(f"form-{name}", border=False):
        if question.choices:
            st.radio("Your answer", question.choices, index=None, key=f"reply-{name}")
        else:
            st.text_input("Your answer", key=f"reply-{name}", width=240, autocomplete="off", max_chars=80)
        judged = {"on_click": _judge, "args": (state, asked)}
        st.form_submit_button("Check", type="primary", key=f"check-{name}", **judged)
    if state.get("unread"):
        st.warning(escaped(state["unread"]))


def show_hints(hints: tuple[str, ...], state: dict[str, Any], name: str) -> None:
    """The hints asked for so far, counted in `state["hints"]`, and a button for the next; `name` is its key's."""
    shown = state.get("hints", 0)
    for hint in hints[:shown]:
        st.info(hint, icon=":material/lightbulb:")
    if shown < len(hints):
        label = "A hint" if shown == 0 else "Another hint"
        more = {"on_click": state.update, "kwargs": {"hints": shown + 1}}
        st.button(label, key=f"{name}-{shown}", type="tertiary", icon=":material/lightbulb:", **more)


def _judge(state: dict, asked: Asked) -> None:
    """Judge what was typed for the question of this seed, once: a second press finds it answered."""
    if state["seed"] != asked.seed or state.get("verdict") is not None:
        return
    reply = st.session_state.get(f"reply-{asked.name}") or ""
    state["unread"] = ""
    try:
        verdict = judge(asked.generator(asked.seed), reply)
    except ValueError as problem:
        state["unread"] = str(problem)
        return
    state |= {"verdict": verdict, "reply": reply, "tell": True}
    seen = asked.seed if asked.numbered else 0
    progress.record(asked.step_id, verdict.right, seen=seen, kind=asked.kind)
    focus("verdict")


def escaped(text: str) -> str:
    """A typed text as Markdown that shows it letter by letter."""
    return "".join("\\" + letter if letter in r"\`*_{}[]()<>#+-.!|$:~" else letter for letter in str(text))
