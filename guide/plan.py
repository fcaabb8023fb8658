"""Plan: three questions, and what to learn in which order. The answers stand in the link."""

from itertools import groupby

import streamlit as st

from guide import placement
from guide.planning import PATHS, SKIPS, TIME, WORK, Plan, duration, plan, read
from labs import every_lab
from ui import link, progress
from ui.focus import focus

LABS = every_lab()
STEPS = {step.id: (lab, step) for lab in LABS for step in lab.steps}
IDS = [step.id for lab in LABS if lab.number for step in lab.steps]
READS = {
    "path": lambda text: text in PATHS,
    "work": lambda text: text in WORK,
    "time": lambda text: text in TIME,
    "answers": placement.read,
}


def ask() -> dict[str, str]:
    """The three questions; gives what has been answered."""
    path = st.segmented_control("Which path are you on?", list(PATHS), key="path")
    st.caption(PATHS.get(path, "Do you build things with models, or do you want to understand and change them?"))
    work = st.radio("What do you work on?", list(WORK), captions=list(WORK.values()), index=None, key="work")
    time = st.segmented_control("How much time do you have?", TIME, key="time")
    return read({"path": path, "work": work, "time": time})


def show(made: Plan) -> None:
    """The plan with the first step ahead on top, then lab by lab."""
    ahead = [step for step in made.steps if not progress.is_done(step)]
    done = len(made.steps) - len(ahead)
    count = f"{len(made.steps)} step{'s' if len(made.steps) != 1 else ''}"
    st.markdown(f"## {count}, {duration(len(made.steps))}" + (f" · {done} done" if done else ""))
    if ahead:
        with st.container(border=True):
            st.markdown("**Go on here**" if done else "**Begin here**")
            step_link(ahead[0], ":material/arrow_forward:")
    else:
        st.success("You have done every step of this plan.")
    for heading, listed in groupby(made.steps, key=lambda step: STEPS[step][0].heading):
        st.caption(heading)
        with st.container(gap="xsmall"):
            for step in listed:
                step_link(step, ":material/check_circle:" if progress.is_done(step) else ":material/circle:")


def step_link(step: str, icon: str) -> None:
    """A link to a step, with its question."""
    lab, found = STEPS[step]
    lab.link(found, found.title, icon)


def skip(made: Plan, path: str) -> None:
    """What can be left out for now, and why."""
    st.header("What you can skip for now, and why", anchor=False)
    columns = st.columns(2, gap="medium")
    for number, (what, reason) in enumerate(SKIPS.items()):
        columns[number % 2].markdown(f"**{what}.** {reason}")
    if path == "Research":
        st.markdown(
            "As a researcher you may want each of them one day. They are easier once you have seen what they are for.",
            width=680,
        )
    if made.later:
        st.markdown("On your path, these steps can wait as well:")
        columns = st.columns(2, gap="medium")
        for number, (step, reason) in enumerate(made.later.items()):
            with columns[number % 2]:
                step_link(step, ":material/schedule:")
                st.caption(reason)


def keep(now: dict[str, str]) -> None:
    """The plan's address, and a button that makes Start go on with it."""
    st.caption("The address of this page holds your plan. Send it, or open it on another machine.")
    if progress.plan() == now:
        kept = progress.unkept() or "This browser keeps the plan, unless the window is a private one."
        st.markdown(f":green[:material/check:] Start goes on with it. {kept}")
        st.button("Drop it", type="tertiary", on_click=change, args=({},))
    else:
        st.button("Keep this plan", icon=":material/bookmark:", on_click=change, args=(now,))


def change(plan: dict[str, str]) -> None:
    """Keep a plan, or drop the one that is kept; the pressed button goes, and the focus to what comes instead."""
    progress.keep_plan(plan)
    focus("kept")


def checked(answers: str, chosen: dict[str, str]) -> None:
    """What the placement check adds, or the way to it."""
    if answers:
        right, asked = len(placement.right(answers)), len(placement.asked(answers))
        told = "What you know is left out." if placement.known(answers) else "Nothing is left out."
        basics = " The warm-up comes first." if placement.warm_up(answers) else ""
        st.markdown(f"Your check: {right} of {asked} right. {told}{basics}")
        st.page_link("guide/check.py", label="Check again", icon=":material/quiz:", query_params=chosen)
    else:
        st.markdown("Do you know some of it already? Ten questions at most find out what to leave out.")
        st.page_link("guide/check.py", label="Check what I know", icon=":material/quiz:", query_params=chosen)


answers = link.opened("plan", READS, progress.plan()).get("answers", "")
st.title("What to learn, in which order", anchor=False)
asks, tells = st.columns([5, 7], gap="large")
with asks:
    chosen = ask()
    checked(answers, chosen)
link.written("plan", **{name: chosen.get(name) for name in READS} | {"answers": answers})
if len(chosen) == 3:
    first = [step for step in placement.warm_up(answers) if step in STEPS]
    made = plan(**chosen, steps=IDS, known=placement.known(answers), warm_up=first)
    with tells:
        show(made)
        with st.container(key="kept"):
            keep(chosen | ({"answers": answers} if answers else {}))
    skip(made, chosen["path"])
else:
    tells.info("Answer the three questions. Your plan will stand here.", icon=":material/route:")
