"""Start: what this is, where to begin or go on, the labs, the areas and the usual doubts."""

import streamlit as st

from core.plan import duration
from guide.way import way
from labs import every_lab
from ui import progress

LABS = every_lab()
STEPS = {step.id: (lab, step) for lab in LABS for step in lab.steps}
IDS = [step.id for lab in LABS if lab.number for step in lab.steps]

AREAS = {
    "Linear algebra": (
        "Similarity is a dot product. A matrix moves space. Shapes must fit.",
        "Search, embeddings and attention are dot products, and a layer is a matrix. Many a bug is a shape that fits "
        "by accident.",
        ("dot_product", "matrices", "retrieval"),
    ),
    "Probability": (
        "What a distribution promises, what happens on average, and what a result says once you know how rare a thing "
        "is.",
        "Models answer in probabilities. Where the thing you look for is rare, most alarms of a good detector can be "
        "false.",
        ("distributions", "conditional", "bayes"),
    ),
    "Statistics": (
        "What an average hides, how sure a sample is, and which number says that a model is good.",
        "“It got better” is a claim about a sample. Without a ± beside it, you can't tell progress from luck.",
        ("sampling", "metrics", "fooled"),
    ),
    "Calculus": (
        "A slope, which way is downhill, and how slopes multiply along a chain.",
        "Training walks downhill on a loss. When it explodes, crawls or stops, the slopes say why.",
        ("derivative", "descent", "backpropagation"),
    ),
}


def doubts() -> dict[str, str]:
    """The usual doubts, answered."""
    calculus = len(next(lab for lab in LABS if lab.number == 3).steps)
    return {
        "Do I need maths at all?": "To call a model, no. To see why its result is wrong, yes, but not much: four "
        "areas, as far as you can picture them. Each step ends with the day on which it bites.",
        "I was always bad at maths.": "School asks you to calculate, fast and without a slip. Here the computer "
        "calculates; you predict and look. If you can read a loop and a function call, you can read these formulas. "
        "The warm-up shows how, in four steps.",
        "How much calculus?": f"Slopes, and what to do with them: {calculus} steps. Nothing is integrated, and nothing "
        "is derived by hand.",
        "Linear algebra or statistics first?": "With text, pictures or networks: linear algebra. With tables, "
        "experiments or a dashboard: statistics. The plan asks what you work on and decides by that.",
        "How long does it take?": f"A step takes 5 to 10 minutes, from its question to its checkpoint; some of Lab 4 "
        f"take longer. All {len(IDS)} come to {duration(len(IDS))}.",
    }


def begin() -> None:
    """The next step: of the plan that was kept, else of the labs in their order."""
    mine, planned = way(IDS)
    ahead = [step for step in mine if not progress.is_done(step)]
    done = len(mine) - len(ahead)
    if not ahead:
        whole = "step of your plan" if planned else "step"
        st.success(f"You have done every {whole}. The labs stay open: each checkpoint has new numbers every time.")
        return
    lab, step = STEPS[ahead[0]]
    with st.container(border=True):
        of_plan = "of your plan " if planned else ""
        st.markdown(f"**Go on here** ({done} of {len(mine)} {of_plan}done)" if done else "**Begin here**")
        lab.link(step, step.title, ":material/arrow_forward:")


def outline(lab) -> None:
    """A lab's steps, with what is done."""
    done = sum(progress.is_done(step.id) for step in lab.steps)
    st.markdown(f"##### {lab.heading.removeprefix('Lab ')}\n\n{lab.aim}")
    with st.container(gap="xsmall"):
        for step in lab.steps:
            icon = ":material/check_circle:" if progress.is_done(step.id) else ":material/circle:"
            lab.link(step, step.title, icon)
    if done:
        st.progress(done / len(lab.steps), f"{done} of {len(lab.steps)} done")


st.title("Just enough math, for the people who build it", anchor=False)
words, on = st.columns([6, 5], gap="large")
with words:
    st.markdown(
        """
        Machine learning needs less mathematics than people fear. Four areas, as far as you can picture them: enough to
        understand what your tools do, **and why a result looks wrong**. No proofs, nothing derived by hand.

        Every step answers one question in 5 to 10 minutes:

        1. You **predict** what will happen.
        2. You **move** the picture with your hands and see.
        3. You **read the code** that made it, with your own numbers in it.
        4. You learn **where it bites** in a real project.
        5. You **check** yourself. A wrong answer is told what went wrong.

        Data sets are real, with their source. Your progress stays in this browser: no account.
        """
    )
with on:
    begin()
    with st.container(border=True):
        st.markdown("**Or make it yours**\n\nThree questions: what to learn, in which order, and what to skip for now.")
        label = "Open my plan" if progress.plan() else "Make a plan"
        st.page_link("guide/plan.py", label=label, icon=":material/route:", query_params=progress.plan())
    with st.container(border=True):
        st.markdown("**Know some of it?**\n\nTen questions find the step to begin with. You can stop at any of them.")
        st.page_link("guide/check.py", label="Check what I know", icon=":material/quiz:", query_params={})

st.subheader("The labs", anchor=False)
with st.container(key="place-labs"):
    columns = st.columns(2, gap="large")
    for number, lab in enumerate(LABS):
        with columns[number % 2]:
            outline(lab)

st.subheader("Four areas: what to understand, and why", anchor=False)
columns = st.columns(2, gap="large")
for number, (area, (what, why, steps)) in enumerate(AREAS.items()):
    with columns[number % 2]:
        st.markdown(f"**{area}.** {what}\n\n*Why:* {why}")
        with st.container(gap="xsmall"):
            for lab, step in [STEPS[step] for step in steps if step in STEPS]:
                lab.link(step, step.title, ":material/arrow_forward:")

st.subheader("Doubts", anchor=False)
for doubt, answer in doubts().items():
    with st.expander(doubt):
        st.markdown(answer, width=680)
