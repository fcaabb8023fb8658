"""Shared by the tests: every lab's steps, and one of them run under AppTest."""

import importlib
import logging
from pathlib import Path

import pytest
from hypothesis import settings
from streamlit.testing.v1 import AppTest

from ui.scene import Page, scene

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted(path.stem for path in (ROOT / "labs").glob("0*.py"))
LABS = [importlib.import_module(f"labs.{name}").lab for name in FILES]
STEPS = [(lab, step) for lab in LABS for step in lab.steps]
SCENES = [step for _, step in STEPS]

logging.getLogger("streamlit").setLevel(logging.ERROR)
settings.register_profile("house", deadline=None)  # the machine may be busy with something else
settings.load_profile("house")


def look(step, guess: str = "shown", moving: bool = False, **link: str) -> Page:
    """The scene of a step at a link, in milliseconds and without a browser; `guess=""` is before the prediction."""
    return scene(step, link | ({"guess": guess} if guess else {}), moving=moving)


def tried(step, **link: str) -> Page:
    """The scene where the button under the prediction leads."""
    return look(step, **{name: text for name, text in look(step).tries.items() if text is not None}, **link)


def open_step(lab, step, guess: str = "shown", **link: str) -> AppTest:
    """The app with one step open, as if by a link; fails if the page raised."""
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    app.switch_page(lab.file)
    app.query_params["step"] = step.id
    if guess:
        app.query_params["guess"] = guess
    for name, value in link.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, f"{step.id} {link}: {[e.message for e in app.exception]}"
    return app


def page_of(app: AppTest, step):
    """The scene of the step as it stood after the last run."""
    return app.session_state["_scenes"][step.id]["latest"]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log):
    """What a worker is given as one piece: a step's scenes or questions, made once; a file of small tests; else a test.

    xdist's own marks for it are lost with this pytest, which makes a test's id anew.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Pieces(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file, _, test = nodeid.partition("::")
            if file in ("tests/test_scenes.py", "tests/test_questions.py"):
                return f"{file}[{test.partition('[')[2]}"
            return file if file.startswith(("tests/core/", "tests/guide/")) else nodeid

    return Pieces(config, log)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if {"lab", "step"} <= set(metafunc.fixturenames):
        metafunc.parametrize(("lab", "step"), STEPS, ids=[step.id for _, step in STEPS])
