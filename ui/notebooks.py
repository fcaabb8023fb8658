"""Steps as notebooks in a zip, each at the values it starts with."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import lru_cache

from ui.lab import Lab
from ui.scene import Step, scene


@lru_cache(maxsize=200)
def notebook(step: Step, own: str = "") -> str:
    """The notebook of a step at the values it starts with, and what the learner wrote in its turn."""
    return scene(step, {"own": own}).notebook()


def zipped(chosen: list[tuple[Lab, Step]], own: Mapping[str, str] = {}) -> Callable[[], bytes]:
    """What makes the zip once it is asked for: a folder for each lab, its notebooks in their order.

    own: what the learner wrote, by the step's id.
    """

    def make() -> bytes:
        memory = io.BytesIO()
        with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
            for lab, step in chosen:
                folder = lab.file.split("/")[-1].removesuffix(".py")
                archive.writestr(
                    f"{folder}/{lab.steps.index(step) + 1:02}_{step.id}.ipynb", notebook(step, own.get(step.id, ""))
                )
        return memory.getvalue()

    return make
