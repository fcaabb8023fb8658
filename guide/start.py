"""Start: what this is, where to begin or go on, the labs, the areas and the usual doubts."""

import streamlit as st

from guide.planning import SKIPS, duration
from guide.way import way
from labs import every_lab
from ui import progress
from ui.view import head

LABS = every_lab()
STEPS = {step.id: (lab, step) for lab in LABS for step in lab.steps}
IDS = [step.id for lab in LABS if lab.number for step in lab.steps]

FIRST = {
    "Two jobs go by one name.": "Some people in AI look for new kinds of models: research. Most of the work is "
    "engineering: people build products with models that are there. Research takes years of mathematics, engineering "
    "takes what is in these labs. They are made for engineers. On the way to research they are a beginning.",
    "Linear algebra comes first.": "To a model everything is a vector or a matrix: a word, a picture, a row of your "
    "table, the weights of a layer. So Lab 1 is the language. Probability and statistics come next, to judge what a "
    "model says. Then comes calculus, to see how it learned.",
    "Build first, deepen as you hit it.": "You don't have to finish the labs before you build. Build something. When a "
    "result looks wrong, type what you see into the look-up, and take the step that explains it.",
    "Where to go afterwards.": "As an engineer, back to what you build. On the way to research, first the derivations "
    "left out here: matrix calculus, then optimisation, probability with proofs, statistical learning theory and "
    "information theory.",
}
AREAS = {
    "Linear algebra": (
        "A dot product measures how similar two things are. A matrix moves space. Shapes must fit.",
        "Search, embeddings and attention compare things by dot products, and a layer multiplies by a matrix. Many "
        "bugs are shapes that fit by accident.",
        ("dot_product", "matrices", "retrieval"),
    ),
    "Probability": (
        "What a distribution promises, what happens on average, and what a result tells you once you know how rare "
        "the thing is.",
        "Models answer in probabilities. When you look for something rare, even a good detector can be wrong in most "
        "of its alarms.",
        ("distributions", "conditional", "bayes"),
    ),
    "Statistics": (
        "What an average hides, how much a sample can tell you, and which number shows that a model is good.",
        "“It got better” is a claim about a sample. Without a ± beside it, you can't tell progress from luck.",
        ("sampling", "metrics", "fooled"),
    ),
    "Calculus": (
        "What a slope is, which way is downhill, and how slopes multiply along a chain.",
        "Training looks for the way down on a loss. When it explodes, crawls or stops, the slopes tell you why.",
        ("derivative", "descent", "backpropagation"),
    ),
}


def doubts() -> dict[str, str]:
    """The usual doubts, answered."""
    basics, calculus = (len(next(lab for lab in LABS if lab.number == number).steps) for number in (0, 3))
    return {
        "Do I need maths at all?": "Not to call a model. To see why its result is wrong you need some, but not much: "
        "four areas, as far as you can picture them. Each step tells you about the day you will need it.",
        "I was always bad at maths.": "School asks you to calculate fast and without a slip. Here the computer "
        "calculates; you predict and look. If you can read a loop and a function call, you can read these formulas. "
        f"The warm-up shows how, in {basics} steps.",
        "How much calculus?": f"Slopes, and what to do with them: {calculus} steps. You integrate nothing, and you "
        "derive nothing by hand.",
        "Linear algebra or statistics first?": "If you work with text, pictures or networks, begin with linear "
        "algebra. If you work with tables, experiments or a dashboard, begin with statistics. The plan asks what you "
        "work on and decides for you.",
        "How long does it take?": "A step takes 5 to 10 minutes, from its question to its checkpoint; some of Lab 4 "
        f"take longer. All {len(IDS)} come to {duration(len(IDS))}.",
    }


def begin() -> None:
    """The next step: of the plan that was kept, else of the labs in their order."""
    if progress.reading():
        st.container(border=True).markdown(progress.READING)
        return
    mine, planned = way(IDS)
    ahead = [step for step in mine if not progress.is_done(step)]
    done = len(mine) - len(ahead)
    if not ahead:
        whole = "step of your plan" if planned else "step"
        st.success(f"You have done every {whole}. The labs stay open, and each checkpoint has new numbers every time.")
        return
    lab, step = STEPS[ahead[0]]
    with st.container(border=True):
        of_plan = "of your plan " if planned else ""
        st.markdown(f"**Go on here** ({done} of {len(mine)} {of_plan}done)" if done else "**Begin here**")
        lab.link(step, step.title, ":material/arrow_forward:")


def outline(lab) -> None:
    """A lab's steps, with what is done."""
    done = sum(progress.is_done(step.id) for step in lab.steps)
    st.subheader(lab.heading.removeprefix("Lab "), anchor=False)
    st.markdown(lab.aim)
    head(lab)
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
        Machine learning needs less mathematics than most people fear: four areas, as far as you can picture them. That
        is enough to understand what your tools do, **and why a result looks wrong**. There are no proofs, and you
        derive nothing by hand.

        Every step answers one question, most of them in 5 to 10 minutes:

        1. You **predict** what will happen.
        2. You **move** the picture with your hands and see.
        3. You **read the code** that made it, with your own numbers in it.
        4. You learn **where it bites** in a real project.
        5. You **check** yourself. If you slip, you are told where.
        """
    )
    if said := progress.unkept():
        st.warning(f"{said} No account is needed.")
    else:
        st.markdown(f"Most of the data is real. {progress.KEPT} No account is needed.")
with on:
    begin()
    with st.container(border=True):
        st.markdown("**Or make it yours**\n\nThree questions: what to learn, in which order, and what to skip for now.")
        label = "Open my plan" if progress.plan() else "Make a plan"
        st.page_link("guide/plan.py", label=label, icon=":material/route:", query_params=progress.plan())
    with st.container(border=True):
        st.markdown(
            "**Do you know some of it?**\n\nTen questions at most find your first step. You can stop at any of them."
        )
        st.page_link("guide/check.py", label="Check what I know", icon=":material/quiz:", query_params={})

st.header("Which maths, and for whom", anchor=False)
columns = st.columns(2, gap="large")
for number, (heading, text) in enumerate(FIRST.items()):
    columns[number % 2].markdown(f"**{heading}** {text}")
with columns[0]:
    st.page_link("guide/look_up.py", label="Look up what you ran into", icon=":material/search:", query_params={})
with columns[1]:
    st.page_link(
        "guide/plan.py", label="A plan for research", icon=":material/route:", query_params={"path": "Research"}
    )
st.subheader("What you can skip for now", anchor=False)
columns = st.columns(2, gap="large")
for number, (what, reason) in enumerate(SKIPS.items()):
    columns[number % 2].markdown(f"**{what}.** {reason}")

st.header("The labs", anchor=False)
with st.container(key="place-labs"):
    columns = st.columns(2, gap="large")
    for number, lab in enumerate(LABS):
        with columns[number % 2]:
            outline(lab)

st.header("Four areas: what to understand, and why", anchor=False)
columns = st.columns(2, gap="large")
for number, (area, (what, why, steps)) in enumerate(AREAS.items()):
    with columns[number % 2]:
        st.markdown(f"**{area}.** {what}\n\n*Why:* {why}")
        with st.container(gap="xsmall"):
            for lab, step in [STEPS[step] for step in steps if step in STEPS]:
                lab.link(step, step.title, ":material/arrow_forward:")

st.header("Doubts", anchor=False)
for doubt, answer in doubts().items():
    with st.expander(doubt):
        st.markdown(answer, width=680)
