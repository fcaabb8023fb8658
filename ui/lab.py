"""A lab is an ordered list of steps; one of them is on screen, chosen by the link."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

import streamlit as st

from ui import progress, scene, view
from ui.page import Page, Places, Unseen
from ui.prose import linked

NAMES = {"pca": "PCA", "bayes": "Bayes"}  # ids whose words are names


class Step(NamedTuple):
    """One question of a lab. `id` is for ever: it stands in links, in progress and in tests."""

    id: str
    title: str
    prose: str
    body: Callable[[Page], None]

    @property
    def name(self) -> str:
        """A short name for the outline: the id in words."""
        words = self.id.replace("_", " ")
        return NAMES.get(words, words.capitalize())


def step(title: str, id: str = "") -> Callable[[Callable[[Page], None]], Step]:
    """Make a function a step: its name is the step's id, its docstring (raw, Markdown and LaTeX) the prose.

    Give an `id` where the cell calls a function of `core` by that very name: `correlation_step`, id `correlation`.
    """
    return lambda body: Step(id or body.__name__, title, inspect.getdoc(body) or "", body)


def rooms(lab: str, *ids: str) -> list[Step]:
    """The steps of a lab in their order, each from the file `step.py` in the room of its name."""
    found = []
    for name in ids:
        module = import_module(f"labs.{lab}.{name}.step")
        found.append(next(each for each in vars(module).values() if getattr(each, "id", "") == name))
    return found


def question_of(step: Step) -> Callable:
    """The checkpoint's generator, from the room of the step."""
    return import_module(step.body.__module__.removesuffix(".step") + ".question").question


class Lab(NamedTuple):
    """A page of steps. `file` is its path from the project's root, `number` and `title` its name, `aim` one line."""

    file: str
    number: int
    title: str
    aim: str
    steps: list[Step]

    @property
    def name(self) -> str:
        """What it is called where its title is too long: the one without a number is the warm-up."""
        return f"Lab {self.number}" if self.number else self.title

    @property
    def heading(self) -> str:
        """Number and title; the warm-up has no number."""
        return f"Lab {self.number} · {self.title}" if self.number else self.title

    def run(self) -> None:
        """Show the step that the link names, the outline beside it, the way on below."""
        current = view.current(self.steps)
        if isinstance(current, scene.Step):
            self._outline(current)
            view.show(current)
            self._turn(current)
            return
        state = st.session_state
        if state.get("_step", current.id) != current.id:
            for key in [key for key in state if not key.startswith("_")]:
                del state[key]
        state["_step"] = current.id
        self._outline(current)
        st.title(current.title, anchor=False)
        left, right = st.columns([5, 7], gap="medium")
        left.markdown(linked(current.prose, current.id))
        more, heading = st.container(), st.container()
        listing, printed = st.columns([7, 5], gap="medium")
        places = Places(
            task=left.container(),
            verdict=right.container(),
            picture=right.container(key="place-picture"),
            controls=right.container(key="place-controls"),
            more=more,
            heading=heading,
            values=listing.container(),
            listing=listing,
            found=printed.container(),
            results=printed.container(),
            below=st.container(),
        )
        page = _live(current, places)
        page.show_rest()
        self._turn(current)

    def _outline(self, current: Step) -> None:
        done = sum(progress.is_done(each.id) for each in self.steps)
        with st.sidebar:
            st.progress(done / len(self.steps), f"{self.name}: {done} of {len(self.steps)} steps done")
            with st.container(gap=None):
                for each in self.steps:
                    icon = ":material/check_circle:" if progress.is_done(each.id) else ":material/circle:"
                    label = f":primary[**{each.name}**]" if each is current else each.name
                    st.button(label, key=f"go-{each.id}", icon=icon, type="tertiary", on_click=view.go, args=(each.id,))

    def _turn(self, current: Step) -> None:
        place = self.steps.index(current)
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            if place > 0:
                before = self.steps[place - 1]
                st.button(
                    before.title, key="way-back", icon=":material/arrow_back:", on_click=view.go, args=(before.id,)
                )
            if place + 1 < len(self.steps):
                after = self.steps[place + 1]
                label, icon = f"Next: {after.title}", ":material/arrow_forward:"
                st.button(label, key="way-on", type="primary", icon=icon, on_click=view.go, args=(after.id,))
            else:
                st.page_link("guide/start.py", label="Next: choose a lab", icon=":material/home:", query_params={})

    def link(self, to: Step, label: str, icon: str, place: str = "") -> None:
        """A link to a step of this lab, or to a place on its page: "bites" or "check"."""
        query = {"step": to.id} | ({"place": place} if place else {})
        st.page_link(self.file, label=label, icon=icon, query_params=query)


@st.fragment
def _live(current: Step, places: Places) -> Page:
    """Run one step; every control in it reruns only this."""
    page = Page(current.id, current.title, current.prose, places)
    try:
        current.body(page)
    except Unseen:
        pass
    page.show_values()
    return page
