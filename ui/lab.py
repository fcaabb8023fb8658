"""A lab is an ordered list of steps; one of them is on screen, chosen by the link."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

from ui.question import Again
from ui.scene import Step

KNOWN: dict[str, tuple[Lab, Step]] = {}  # every step with its lab, by id; filled where the labs are listed


def rooms(lab: str, *ids: str) -> list[Step]:
    """The steps of a lab in their order, each from the file `step.py` in the room of its name."""
    found = []
    for name in ids:
        module = import_module(f"labs.{lab}.{name}.step")
        found.append(next(each for each in vars(module).values() if isinstance(each, Step) and each.id == name))
    return found


def question_of(step: Step, kind: str = "question") -> Callable:
    """The checkpoint's generator, from the room of the step; with "understand" the one of the other kind."""
    return getattr(import_module(f"{step.body.__module__.removesuffix('.step')}.{kind}"), kind)


def again_of(step: Step) -> Callable[[int], Again] | None:
    """What makes the prediction of a step again, at other values, from the room of the step; None if nothing does."""
    name = step.body.__module__.removesuffix(".step") + ".again"
    return import_module(name).again if find_spec(name) else None


class Lab(NamedTuple):
    """A page of steps. `file` is its path from the project's root, `number` and `title` its name, `aim` one line.

    `takes` is what it takes for granted, `gives` what you can do after it, `keep` three sentences to take away.
    """

    file: str
    number: int
    title: str
    aim: str
    takes: str
    gives: str
    keep: tuple[str, str, str]
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
        """Show the step that the address names, the outline beside it, the way on below."""
        from ui import view  # Streamlit is needed from here on

        view.show_lab(self)

    def link(self, to: Step, label: str, icon: str, place: str = "") -> None:
        """A link to a step of this lab, or to a place on its page: "bites" or "check"."""
        from ui import view

        view.link(self.file, to, label, icon, place)
