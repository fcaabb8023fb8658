"""Glossary: every term of the steps, and words beside them, in one sentence each, with sign, names and step."""

import streamlit as st

from guide.finder import known_terms, matching
from labs import every_lab
from ui import link
from ui.terms import Term

LABS = every_lab()
STEPS = {step.id: (lab, step) for lab in LABS for step in lab.steps}
MANY = 12  # from so many terms on, they stand as a list under their steps


def card(term: Term) -> None:
    """One term on its own."""
    lab, step = STEPS[term.step]
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"{term.heading}  \n{term.meaning}")
        lab.link(step, f"The nearest step: {step.title}" if term.near else step.title, ":material/arrow_forward:")


def listing(found: list[Term]) -> None:
    """Terms under the steps that explain them, lab by lab; after them the words that a step comes nearest to."""
    for lab in LABS:
        rows = {step: [term for term in found if term.step == step.id] for step in lab.steps}
        if any(rows.values()):
            st.subheader(lab.title, anchor=False)
        for step, few in rows.items():
            if few:
                lab.link(step, step.title, ":material/arrow_forward:")
            for beside in (False, True):
                lines = [f"- {term.heading}  \n  {term.meaning}" for term in few if term.near == beside]
                if lines:
                    st.markdown("\n".join(["Words near it that it doesn't use:\n", *lines] if beside else lines))


@st.fragment
def search() -> None:
    """The box, and the terms that fit, again at every pause in typing."""
    link.opened("glossary", {"term": bool})
    text = st.text_input(
        "Find a term", key="term", live=True, type="search", icon=":material/search:",
        placeholder="A term, a sign, or a name in NumPy", autocomplete="off", max_chars=80,
    )  # fmt: skip
    link.written("glossary", term=text)
    found = matching(text or "")
    if not found:
        st.info("No term is called that. The box under Look up also reads messages, symptoms and other words.")
        st.page_link("guide/look_up.py", label="Look it up", icon=":material/search:", query_params={"ask": text})
    elif len(found) < MANY:
        for term in found:
            card(term)
    else:
        listing(found)


with st.container(width=720):
    st.title("Glossary", anchor=False)
    known = known_terms()
    near = sum(term.near for term in known)
    st.markdown(
        f"The {len(known) - near} terms of the labs, and {near} words you meet beside them. Each has one sentence, "
        "its sign, its name in NumPy or scikit-learn, and a link to its step."
    )
    search()
