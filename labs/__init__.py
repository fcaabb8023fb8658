"""The four labs, in their order, and after them the warm-up, which not everyone needs."""

from functools import cache
from importlib import import_module

from ui.lab import KNOWN

FILES = ("01_linear_algebra", "02_probability_stats", "03_calculus", "04_apply", "00_warm_up")


@cache
def every_lab() -> list:
    """The `Lab` of each lab file."""
    labs = [import_module(f"labs.{name}").lab for name in FILES]
    KNOWN.update({step.id: (lab, step) for lab in labs for step in lab.steps})
    return labs
