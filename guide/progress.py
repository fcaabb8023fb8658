"""Progress: what is done, due and next; take it elsewhere, bring it back, take the steps along as notebooks."""

import streamlit as st

from guide.way import way
from labs import every_lab
from ui import progress
from ui.notebooks import zipped
from ui.schedule import due

LABS = every_lab()
STEPS = {step.id: (lab, step) for lab in LABS for step in lab.steps}
IDS = [step.id for lab in LABS if lab.number for step in lab.steps]
NO_RECORD = "No record could be read from that file, so nothing was changed. Choose one that “Save to a file” gave you."
NO_FILE = (
    "There is no file to add. Choose one that “Save to a file” gave you. A file of more than 1 MB is refused: no "
    "record is that large."
)


def done_of(text: str) -> int:
    """How many of our steps a record tells are done."""
    return sum(bool(entry["done"]) for step, entry in progress.clean(text).items() if step in STEPS)


def steps(number: int) -> str:
    return f"{number} step" + ("" if number == 1 else "s")


def state() -> None:
    """Done, due, next."""
    done = [step for step in STEPS if progress.is_done(step)]
    waiting = due({step: memory for step, memory in progress.memories().items() if step in STEPS}, progress.today())
    mine, planned = way(IDS)
    ahead = [step for step in mine if step in STEPS and not progress.is_done(step)]
    st.progress(len(done) / len(STEPS), f"**{len(done)}** of {steps(len(STEPS))} done")
    one, two = st.columns([4, 7], gap="medium")
    with one.container(border=True, height="stretch"):
        st.markdown(f"**Due today: {len(waiting)}**" if waiting else "**Nothing due today**")
        label = "Review them" if waiting else "Open the review"
        st.page_link("guide/review.py", label=label, icon=":material/replay:", query_params={})
    with two.container(border=True, height="stretch"):
        if ahead:
            st.markdown("**Next in your plan**" if planned else "**Next**")
            lab, step = STEPS[ahead[0]]
            lab.link(step, step.title, ":material/arrow_forward:")
        else:
            whole = "step of your plan" if planned else "step"
            st.markdown(f"**You have done every {whole}.** The review asks again, so that you remember.")


def labs() -> None:
    """Each lab with its steps: done or not, how often right and wrong."""
    for lab in LABS:
        done = sum(progress.is_done(step.id) for step in lab.steps)
        with st.expander(f"{lab.heading} · {done} of {len(lab.steps)} done", key=f"lab-{lab.number}"):
            with st.container(gap="xsmall"):
                for step in lab.steps:
                    entry = progress.steps().get(step.id)
                    icon = ":material/check_circle:" if progress.is_done(step.id) else ":material/circle:"
                    counts = f" · {entry['right']} right, {entry['wrong']} wrong" if entry and entry["last"] else ""
                    lab.link(step, f"{step.name}{counts}", icon)


def save() -> None:
    """The record as a file, and as a link."""
    st.header("Take it with you", anchor=False)
    kept = "" if progress.unkept() else f"{progress.KEPT} "
    st.markdown(f"{kept}A file or a link takes it to another browser.")
    st.download_button(
        "Save to a file", key="save", icon=":material/download:", on_click="ignore", data=progress.record_text(),
        file_name=f"just-enough-math-{progress.today()}.json", mime="application/json",
    )  # fmt: skip
    with st.expander("As a link"):
        address = (st.context.url or "").split("?")[0].split("#")[0]
        st.markdown(
            "The link holds what you have done so far, but no code that you wrote: a file takes that along, too. "
            "Opening the link adds nothing until you agree."
        )
        st.code(f"{address}?record={progress.link_text()}", language=None, height=120, wrap_lines=True)


def load() -> None:
    """A file from elsewhere, merged into this record."""
    st.header("Bring it here", anchor=False)
    with st.form("load", clear_on_submit=True, border=False):
        file = st.file_uploader("A file saved from here", key="file", type="json", max_upload_size=1)
        sent = st.form_submit_button("Add it to this record", icon=":material/merge:")
    st.caption("Nothing is replaced: a step done in either record stays done. Adding a file twice does no harm.")
    if sent and file is None:
        st.warning(NO_FILE)
    elif sent:
        add(file.getvalue())


def add(text: str | bytes) -> None:
    """Merge a record, and say what came of it in the next run; raises nothing whatever it is."""
    before = sum(progress.is_done(step) for step in STEPS)
    told = progress.take_in(text)
    if told is None:
        st.error(NO_RECORD, icon=":material/close:")
        return
    now = sum(progress.is_done(step) for step in STEPS)
    progress.tell(f"Added a record of {steps(told)}. You have done {now} now; it was {before} before.")
    st.rerun()


def linked(link: str) -> None:
    """A record that came by link: asked about before it is added."""
    text = progress.unpacked(link)
    with st.container(border=True):
        if not progress.clean(text):
            st.warning("No record can be read from this link. Part of it may be missing. Nothing was changed.")
            st.button("All right", key="leave", on_click=st.query_params.clear)
            return
        st.markdown(f"**This link brings a record with {steps(done_of(text))} done.** Add it to yours?")
        with st.container(horizontal=True):
            if st.button("Add it", key="add", type="primary"):
                st.query_params.clear()
                add(text)
            st.button("Leave it", key="leave", on_click=st.query_params.clear)


def notebooks() -> None:
    """One step, one lab or all as notebooks."""
    st.header("Take the steps as notebooks", anchor=False)
    st.markdown("Each notebook runs on its own, with the values that the step starts with.")
    which = st.selectbox("Which", ["All", *(lab.heading for lab in LABS), "One step"], key="which")
    chosen, name = list(STEPS.values()), "just-enough-math"
    if which == "One step":
        picked = st.selectbox("Step", list(STEPS), format_func=lambda step: STEPS[step][1].title, key="one")
        chosen, name = [STEPS[picked]], picked
    elif which != "All":
        lab = next(lab for lab in LABS if lab.heading == which)
        chosen, name = [(lab, step) for step in lab.steps], lab.file.split("/")[-1].removesuffix(".py")
    label = "Take the notebook" if len(chosen) == 1 else f"Take {len(chosen)} notebooks"
    st.download_button(
        label, key="notebooks", icon=":material/download:", on_click="ignore",
        data=zipped(chosen, {step.id: progress.code_of(step.id) for _, step in chosen}),
        file_name=f"{name}.zip", mime="application/zip",
    )  # fmt: skip


def afresh() -> None:
    """Forget everything, after a question."""
    with st.popover("Start afresh", icon=":material/delete:", type="tertiary"):
        st.markdown("This browser forgets what you have done, when to review it, and your plan. Save it first?")
        st.button("Forget everything", key="forget", type="primary", on_click=progress.forget)


st.title("Progress", anchor=False)
if told := progress.tell():
    st.success(told, icon=":material/check:")
    st.toast(told, icon=":material/check:")
if link := st.query_params.get("record"):
    linked(link)
if progress.reading():
    st.markdown(progress.READING)
else:
    if said := progress.unkept():
        st.warning(f"{said} Save it to a file or a link below to have it again.")
    state()
    left, right = st.columns(2, gap="large")
    with left:
        st.header("What you have done", anchor=False)
        labs()
        afresh()
    with right:
        save()
        load()
        notebooks()
