"""Start: what this is, the four labs in order, where to begin."""

import streamlit as st

from labs import every_lab
from ui import progress

labs = every_lab()
steps = [(lab, step) for lab in labs for step in lab.steps]
ahead = [(lab, step) for lab, step in steps if not progress.is_done(step.id)]
fresh = len(ahead) == len(steps)

st.title("Just enough math, for the people who build it", anchor=False)
words, way = st.columns([5, 7], gap="medium")

with words:
    st.markdown(
        """
        Machine learning needs less mathematics than people fear. Four areas, none exotic, at the level of intuition:
        enough to understand what your tools do, **and why a result looks wrong**. No proofs, nothing derived by hand.

        Every step answers one question in about five minutes:

        1. You **predict** what will happen.
        2. You **move** the picture with your hands and see.
        3. You **read the code** that made it, with your own numbers in it.
        4. You learn **where it bites** in a real project.
        5. You **check** yourself. A wrong answer is told what went wrong.

        All data are real. Your progress stays in this browser: no account.
        """
    )
    if ahead:
        lab, step = ahead[0]
        with st.container(border=True):
            st.markdown(
                "**Begin here**" if fresh else f"**Go on here** ({len(steps) - len(ahead)} of {len(steps)} done)"
            )
            lab.link(step, step.title, ":material/arrow_forward:")
    else:
        st.success("You have done every step. The labs stay open: each checkpoint has new numbers every time.")

with way:
    for lab in labs:
        done = sum(progress.is_done(step.id) for step in lab.steps)
        with st.container(border=True):
            st.markdown(f"##### {lab.number} · {lab.title}\n\n{lab.aim}")
            for step in lab.steps:
                icon = ":material/check_circle:" if progress.is_done(step.id) else ":material/circle:"
                lab.link(step, step.title, icon)
            if done:
                st.progress(done / len(lab.steps), f"{done} of {len(lab.steps)} done")
