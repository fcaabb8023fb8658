"""Check: ten questions that propose where to begin. Question and answers stand in the link."""

import re

import streamlit as st

from guide import placement
from guide.placement import ITEMS
from guide.planning import read
from labs import every_lab
from ui import progress
from ui.focus import focus

STEPS = {step.id: (lab, step) for lab in every_lab() for step in lab.steps}


def ask(answers: str, seed: int) -> None:
    """The next question, with two ways round it."""
    place = len(answers)
    item, question = ITEMS[place], placement.asked(place, seed)
    st.markdown(
        "These ten questions, five easy and five harder, come from the checkpoints of the labs. You may use pen and "
        "paper or Python, and “I don't know” is a good answer, too. You can't fail: your answers only choose the step "
        "you begin with."
    )
    st.progress(place / len(ITEMS), f"Question {place + 1} of {len(ITEMS)} · {item.area}")
    with st.container(border=True, key="question"):
        st.markdown(question.prompt)
        with st.form(f"form-{seed}-{place}", border=False):
            reply = st.text_input(
                "Your answer", key=f"reply-{seed}-{place}", width=240, autocomplete="off", max_chars=80
            )
            with st.container(horizontal=True):
                sent = st.form_submit_button("Answer", type="primary")
                passed = st.form_submit_button("I don't know")
        if passed:
            turn(answers + "d", seed)
        if sent:
            try:
                turn(answers + placement.mark(question, reply), seed)
            except ValueError as problem:
                st.warning(str(problem))
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("That's enough: where do I begin?", type="tertiary"):
            turn(answers, seed, stop=True)
        st.page_link("guide/start.py", label="Skip the check", icon=":material/home:", query_params={})


def turn(answers: str, seed: int, stop: bool = False) -> None:
    """Go on with these answers, as a link would: Back leads to the question before."""
    focus("question" if len(answers) < len(ITEMS) and not stop else "result")
    link = {"answers": answers, "seed": str(seed), "stop": "1" if stop else ""}
    st.query_params.from_dict(read(st.query_params) | {name: value for name, value in link.items() if value})
    st.rerun()


def result(answers: str, seed: int) -> None:
    """What the answers say, where to begin, and each question that was missed with its way."""
    says, shows = st.container(key="result").columns([5, 7], gap="large")
    lab, step = STEPS[placement.first_step(answers, list(STEPS))]
    with says:
        st.markdown(advice(answers))
        with st.container(border=True):
            st.markdown("**Begin here**")
            lab.link(step, step.title, ":material/arrow_forward:")
        link = read(progress.plan()) | read(st.query_params) | ({"answers": answers} if answers else {})
        st.page_link("guide/plan.py", label="Make a plan with this", icon=":material/route:", query_params=link)
        st.page_link("guide/start.py", label="Back to Start", icon=":material/home:", query_params={})
        if st.button("Again, with other numbers", icon=":material/replay:", type="tertiary"):
            turn("", seed % 9999 + 1)
        st.caption("Only the address of this page keeps the result.")
    with shows:
        for area in placement.AREAS:
            st.markdown(line(area, answers))
        if placement.missed(answers):
            st.markdown("## What you missed")
        for item in placement.missed(answers):
            solve(ITEMS.index(item), answers, seed)


def advice(answers: str) -> str:
    """The result in a few sentences."""
    right = len(placement.right(answers))
    count = f"**{right} of {len(answers)}** right. " if answers else ""
    return count + placement.reason(answers)


def line(area: str, answers: str) -> str:
    """One area with its easy and its harder question."""
    words = []
    for place, item in enumerate(ITEMS):
        if item.area == area:
            level = "easy" if item.level == 1 else "harder"
            if place >= len(answers):
                words.append(f":gray[:material/remove: {level}, not asked]")
            elif answers[place] == "r":
                words.append(f":green[:material/check:] {level}, right")
            else:
                words.append(f":material/close: {level}, " + ("not known" if answers[place] == "d" else "missed"))
    return f"**{area}** · " + " · ".join(words)


def solve(place: int, answers: str, seed: int) -> None:
    """A missed question: what went wrong, and the way to the answer."""
    question, (lab, step) = placement.asked(place, seed), STEPS[ITEMS[place].step]
    with st.expander(f"{ITEMS[place].area}: {step.title}"):
        st.markdown(question.prompt)
        if slip := placement.why(question, answers[place]):
            st.error(slip, icon=":material/close:")
        st.markdown(question.solution)
        lab.link(step, "Go to the step", ":material/arrow_forward:")


given = st.query_params.get("seed", "")
seed = int(given) if re.fullmatch(r"[1-9][0-9]{0,3}", given) else 1
answers = placement.read(st.query_params.get("answers"))
st.title("What do you know already?", anchor=False)
if len(answers) == len(ITEMS) or "stop" in st.query_params:
    result(answers, seed)
else:
    with st.container(width=720):
        ask(answers, seed)
