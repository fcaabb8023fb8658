"""Glossary: every term of the steps in one sentence, with its sign, its name in NumPy and a link to its step."""

import streamlit as st

from core.glossary import Term, matching, terms
from labs import every_lab
from ui import link

LABS = every_lab()
STEPS = {step.id: (lab, step) for lab in LABS for step in lab.steps}
MANY = 12  # from so many terms on, they stand as a list under their steps


def heading(term: Term) -> str:
    """The term, its sign and its name in NumPy."""
    sign = f" &nbsp; ${term.symbol}$" if term.symbol else ""
    return f"**{term.name}**{sign}" + (f" &nbsp; `{term.numpy}`" if term.numpy else "")


def card(term: Term) -> None:
    """One term on its own."""
    lab, step = STEPS[term.step]
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"{heading(term)}  \n{term.says}")
        lab.link(step, step.title, ":material/arrow_forward:")


def listing(found: list[Term]) -> None:
    """Terms under the steps that explain them, lab by lab."""
    for lab in LABS:
        rows = {step: [term for term in found if term.step == step.id] for step in lab.steps}
        if any(rows.values()):
            st.subheader(lab.title, anchor=False)
        for step, few in rows.items():
            if few:
                lab.link(step, step.title, ":material/arrow_forward:")
                st.markdown("\n".join(f"- {heading(term)}  \n  {term.says}" for term in few))


@st.fragment
def search() -> None:
    """The box, and the terms that fit, again at every pause in typing."""
    link.opened("glossary", {"term": bool})
    text = st.text_input(
        "Find a term", key="term", live=True, type="search", icon=":material/search:",
        placeholder="A term, or its name in NumPy", autocomplete="off", max_chars=80,
    )  # fmt: skip
    link.written("glossary", term=text)
    found = [term for term in matching(text or "") if term.step in STEPS]
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
    known = sum(term.step in STEPS for term in terms())
    st.markdown(f"The {known} terms of the labs: one sentence each, the sign, the name in NumPy, and the step.")
    search()
