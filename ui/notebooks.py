"""Steps as notebooks in a zip: each step's code is run without a browser, at the values it starts with."""

from __future__ import annotations

import io
import logging
import threading
import zipfile
from collections.abc import Callable
from functools import lru_cache

import streamlit as st

from ui.lab import Lab, Step
from ui.page import Page, Places

ALONE = threading.Lock()
THREAD = "notebooks"  # runs apart from every session, of which Streamlit would warn at each call
logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").addFilter(
    lambda record: record.threadName != THREAD
)
logging.getLogger("streamlit.runtime.state.session_state_proxy").addFilter(lambda record: record.threadName != THREAD)


@lru_cache(maxsize=200)
def notebook(step: Step) -> str:
    """The notebook of a step at the values it starts with."""
    made: list[str] = []
    with ALONE:
        thread = threading.Thread(target=_run, args=(step, made), name=THREAD)
        thread.start()
        thread.join()
    if not made:
        raise RuntimeError(f"the notebook of {step.id} could not be made")
    return made[0]


def _run(step: Step, made: list[str]) -> None:
    """Go through a step as if "Just show me" had been pressed. What it puts on screen goes nowhere."""
    st.session_state["_steps"] = {step.id: {"values": {}, "rev": {}, "met": [], "guess": "shown"}}
    page = Page(step.id, step.title, step.prose, Places(*(st.container() for _ in Places._fields)))
    step.body(page)
    made.append(page.notebook())


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
