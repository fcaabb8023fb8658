"""Look up: one box for a term, a sign, a message or a symptom; it leads to the step that explains it."""

import re

import streamlit as st

from guide.finder import Entry, find, nearest_sentence
from labs import every_lab
from ui import link
from ui.box import fill
from ui.scene import scene
from ui.terms import Term, terms

WHERE = {
    "prose": "in the text",
    "prediction": "in the prediction",
    "picture": "in the picture, once you have predicted",
    "report": "under *Your report*, once you have predicted",
    "code": "in the code that ran, once you have predicted",
    "bites": "under *Where it bites*",
    "checkpoint": "in the checkpoint, once you have predicted",
}
LEADS = {"bites": "bites", "checkpoint": "check"}  # places on a step's page that a link leads to
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
UNSURE = "Nothing here says quite that. These steps come nearest, each with its sentence closest to your words:"
UNKNOWN = (
    "No step explains that, as far as this box can tell. It knows the mathematics that machine learning uses "
    "every day, not every kind of model, nor installing, syntax or the web. Try fewer words, "
    "the last line of the message alone, or the name of the thing that looks wrong."
)
TERMS = {term.name: term for term in terms()}
STEPS = {step.id: (lab, step) for lab in every_lab() for step in lab.steps}


@st.cache_data(show_spinner=False)
def sentences(step_id: str) -> dict[str, str]:
    """Every sentence of a step's text and of its "Where it bites", each with its place."""
    step = STEPS[step_id][1]
    told = {"prose": step.prose, "bites": scene(step, {}).bite}
    return {sentence: place for place, text in told.items() for sentence in split(text)}


def split(markdown: str) -> list[str]:
    """The sentences of a text in Markdown, without listings and formulas on lines of their own."""
    plain = re.sub(r"\$\$.*?\$\$|```.*?```", "\n\n", markdown, flags=re.DOTALL)
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n|\n\s*- ", "\n" + plain)]
    return [said for block in blocks for said in re.split(r"(?<=[.?!])\s+(?=[A-Z*$`“])", block.rstrip(":")) if said]


def card(entry: Entry, first: bool = False, text: str = "") -> None:
    """A link to the place in the step, and the reason; with a text, the step's own sentence closest to it."""
    lab, step = STEPS[entry.step]
    said = nearest_sentence(text, list(sentences(step.id))) if text else ""
    place = sentences(step.id)[said] if said else entry.place
    with st.container(border=True, gap="xsmall"):
        if entry.term and not said:
            defined(TERMS[entry.term])
            return
        title = f"**{step.title}**" if first else step.title
        lab.link(step, title, ":material/arrow_forward:", LEADS.get(place, ""))
        st.markdown(f"> {said}" if said else entry.why)
        st.caption(f"{lab.heading}. Look {WHERE[place]}.")


def defined(term: Term) -> None:
    """A word of the glossary: its place there, its sentence and other names, and its step or the nearest."""
    lab, step = STEPS[term.step]
    icon, there = ":material/menu_book:", {"term": term.name}
    st.page_link("guide/glossary.py", label=f"**{term.name}**", icon=icon, query_params=there)
    st.markdown(f"{term.meaning}  \n{term.written}")
    lab.link(step, f"The nearest step: {step.title}" if term.near else step.title, ":material/arrow_forward:")


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
    sure = [entry for entry in found if entry.sure]
    for number, entry in enumerate(sure):
        card(entry, first=number == 0)
    unsure = [entry for entry in found if not entry.sure]
    if unsure:
        st.markdown("Less close, each with its sentence closest to your words:" if sure else UNSURE)
    for entry in unsure:
        card(entry, text=text)
    if not found and (text or "").strip():
        st.info(UNKNOWN, icon=":material/help:")
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
        "Type or paste an error message with its traceback, a symptom in plain words, a term, "
        "or a sign from a formula. You get the step that explains it."
    )
    search()
