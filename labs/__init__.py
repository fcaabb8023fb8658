"""The four labs, in their order, and after them the warm-up, which not everyone needs."""

from importlib import import_module

FILES = ("01_linear_algebra", "02_probability_stats", "03_calculus", "04_apply", "00_warm_up")


def every_lab() -> list:
    """The `Lab` of each lab file."""
    return [import_module(f"labs.{name}").lab for name in FILES]
