"""Steps as notebooks in a zip, each at the values it starts with."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import lru_cache

from ui.lab import Lab
from ui.scene import Step, scene


@lru_cache(maxsize=200)
def notebook(step: Step) -> str:
    """The notebook of a step at the values it starts with."""
    return scene(step, {}).notebook()


def zipped(chosen: list[tuple[Lab, Step]]) -> Callable[[], bytes]:
    """What makes the zip once it is asked for: a folder for each lab, its notebooks in their order."""

    def make() -> bytes:
        memory = io.BytesIO()
        with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
            for lab, step in chosen:
                folder = lab.file.split("/")[-1].removesuffix(".py")
                archive.writestr(f"{folder}/{lab.steps.index(step) + 1:02}_{step.id}.ipynb", notebook(step))
        return memory.getvalue()

    return make
