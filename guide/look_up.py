"""Look up: one box for a term, a sign, a message or a symptom; it leads to the step that explains it."""

import streamlit as st

from core.look_up import Entry, find
from labs import every_lab
from ui import link
from ui.box import fill

WHERE = {
    "prose": "in the text",
    "prediction": "in the prediction",
    "picture": "in the picture",
    "report": "under *Your report*",
    "code": "in the code that ran",
    "bites": "under *Where it bites*",
    "checkpoint": "in the checkpoint",
}
EXAMPLES = {
    "A message": [
        "mat1 and mat2 shapes cannot be multiplied",
        "ConvergenceWarning: lbfgs failed to converge",
        "LinAlgError: Singular matrix",
    ],
    "A symptom": [
        "loss is nan",
        "great in the notebook, useless in production",
        "all my similarities are high",
    ],
    "A term or a sign": ["∇", "p-value", "temperature", "Σ"],
}
STEPS = {step.id: (lab, step) for lab in every_lab() for step in lab.steps}


def card(entry: Entry, first: bool) -> None:
    """One entry: the step's question as a link, the reason, and the place in the step."""
    lab, step = STEPS[entry.step]
    with st.container(border=True, gap="xsmall"):
        lab.link(step, f"**{step.title}**" if first else step.title, ":material/arrow_forward:")
        st.markdown(entry.why)
        st.caption(f"{lab.heading}. Look {WHERE[entry.place]}.")


@st.fragment
def search() -> None:
    """The box and what it finds, again at every pause in typing."""
    link.opened("look_up", {"ask": bool})
    text = st.text_input(
        "What have you run into?",
        key="ask",
        live=True,
        type="search",
        icon=":material/search:",
        placeholder="Paste the whole message, or say it in your words",
        autocomplete="off",
    )
    link.written("look_up", ask=text)
    found = [entry for entry in find(text or "", limit=8) if entry.step in STEPS][:3]
    for number, entry in enumerate(found):
        card(entry, first=number == 0)
    if found and len(found) < 3:
        st.caption("Nothing else comes close.")
    if not found and (text or "").strip():
        st.info(
            "No step explains that, as far as this box can tell. It knows the mathematics behind machine learning, "
            "not installing, syntax or the web. Try fewer words, the last line of the message alone, "
            "or the name of the thing that looks wrong.",
            icon=":material/help:",
        )
    if not found:
        examples()


def examples() -> None:
    """Things to ask for, each one press away."""
    for kind, texts in EXAMPLES.items():
        st.caption(kind)
        with st.container(horizontal=True, gap="xsmall"):
            for text in texts:
                st.button(text, on_click=fill, args=("ask", text))


with st.container(width=720):
    st.title("Look up what you ran into", anchor=False)
    st.markdown(
        "An error message with its traceback, a symptom in plain words, a term, a sign from a formula: "
        "type it, and go to the step that explains it."
    )
    search()
