"""Check: ten questions at most that propose where to begin. The answers stand in the link, and choose the next one."""

import re

import streamlit as st

from guide import placement
from guide.planning import read
from labs import every_lab
from ui import progress
from ui.checkpoint import escaped
from ui.focus import focus

STEPS = {step.id: (lab, step) for lab in every_lab() for step in lab.steps}


def ask(answers: str, seed: int) -> None:
    """The next question, with two ways round it."""
    place, (step_id, question) = len(placement.asked(answers)), placement.coming(answers, seed)
    lab, _ = STEPS[step_id]
    st.markdown(
        "You get ten questions at most, from the checkpoints of all labs. Some are to compute, some to understand. In "
        "each lab a right answer leads to a later step, and a missed one to an earlier step. You may use pen and paper "
        "or Python, and “I don't know” is a good answer, too. You can't fail: your answers only choose the step you "
        "begin with."
    )
    st.progress(place / placement.MOST, f"Question {place + 1} of at most {placement.MOST} · {lab.title}")
    with st.container(border=True, key="question"):
        st.markdown(question.prompt)
        with st.form(f"form-{seed}-{place}-{step_id}", border=False):
            key = f"reply-{seed}-{place}-{step_id}"
            if question.choices:
                reply = st.radio("Your answer", question.choices, index=None, key=key)
            else:
                reply = st.text_input("Your answer", key=key, width=240, autocomplete="off", max_chars=80)
            with st.container(horizontal=True):
                sent = st.form_submit_button("Answer", type="primary")
                passed = st.form_submit_button("I don't know")
        if passed:
            turn(answers, "d", seed)
        if sent:
            try:
                turn(answers, placement.mark(question, reply or ""), seed)
            except ValueError as problem:
                st.warning(escaped(str(problem)))
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("That's enough: where do I begin?", type="tertiary"):
            turn(answers, "", seed, stop=True)
        st.page_link("guide/start.py", label="Skip the check", icon=":material/home:", query_params={})


def turn(answers: str, letter: str, seed: int, stop: bool = False) -> None:
    """Go on with one more answer, as a link would: Back leads to the question before."""
    if letter:
        answers = (answers or f"{seed}-") + letter
    focus("result" if stop or placement.is_whole(answers) else "question")
    link = {"answers": answers, "seed": "" if answers else str(seed), "stop": "1" if stop else ""}
    st.query_params.from_dict(read(st.query_params) | {name: value for name, value in link.items() if value})
    st.rerun()


def result(answers: str, seed: int) -> None:
    """What the answers say, where to begin, and each question that was missed with its way."""
    says, shows = st.container(key="result").columns([5, 7], gap="large")
    lab, step = STEPS[placement.first_step(answers)]
    with says:
        st.markdown(advice(answers))
        with st.container(border=True):
            st.markdown("**Begin here**")
            lab.link(step, step.title, ":material/arrow_forward:")
        link = read(progress.plan()) | read(st.query_params) | ({"answers": answers} if answers else {})
        st.page_link("guide/plan.py", label="Make a plan with this", icon=":material/route:", query_params=link)
        st.page_link("guide/start.py", label="Back to Start", icon=":material/home:", query_params={})
        if st.button("Again, with other numbers", icon=":material/replay:", type="tertiary"):
            turn("", "", seed % 9999 + 1)
        st.caption("Only the address of this page keeps the result.")
        if placement.is_earlier(answers):
            st.caption("These are answers to an earlier check of ten fixed questions. They count.")
    with shows:
        st.markdown("## What follows from what")
        for area in placement.LADDERS:
            conclusion(area, answers)
        if placement.missed(answers):
            st.markdown("## What you missed")
        for one in placement.missed(answers, seed):
            solve(one)


def advice(answers: str) -> str:
    """The result in a few sentences."""
    right, asked = len(placement.right(answers)), len(placement.asked(answers))
    return (f"**{right} of {asked}** right. " if answers else "") + placement.reason(answers)


def conclusion(area: str, answers: str) -> None:
    """What was concluded in one lab and from which answers, and where to begin in it."""
    told, begin = placement.concluded(area, answers), placement.start(area, answers)
    on = ["So go on with this step:"] if begin and told != ["Not asked."] else []
    st.markdown("\n".join([f"**{area}**\n", *(f"- {sentence}" for sentence in told + on)]))
    if on:
        lab, step = STEPS[begin]
        lab.link(step, step.title, ":material/arrow_forward:")


def solve(one: placement.Asked) -> None:
    """A missed question: what went wrong, and the way to the answer."""
    lab, step = STEPS[one.step]
    with st.expander(f"{lab.title}: {step.title}"):
        st.markdown(one.question.prompt)
        if one.question.choices:
            st.markdown("\n".join(f"- {choice}" for choice in one.question.choices))
        if one.why:
            st.error(one.why, icon=":material/close:")
        st.markdown(one.question.solution)
        lab.link(step, "Go to the step", ":material/arrow_forward:")


given = st.query_params.get("seed", "")
answers = placement.read(st.query_params.get("answers"))
seed = placement.seed_of(answers, int(given) if re.fullmatch(r"[1-9][0-9]{0,3}", given) else 1)
st.title("What do you know already?", anchor=False)
if "stop" in st.query_params or placement.coming(answers, seed) is None:
    result(answers, seed)
else:
    with st.container(width=720):
        ask(answers, seed)
