"""Every step's notebook is valid, runs with NumPy and scikit-learn alone, and prints what the page shows."""

import json
import subprocess
import sys
from functools import cache

import nbformat
import pytest

from tests.conftest import SCENES, look
from ui.notebooks import notebook as taken_along

RUNNER = """
import contextlib, io, json, os, sys, traceback
import sklearn.linear_model, sklearn.model_selection  # loaded once: every notebook gets a fork of its own

class Bare:  # a machine with nothing installed but NumPy and scikit-learn
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in missing:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

for line in sys.stdin:
    if os.fork():
        os.wait()
        continue
    cells, missing = json.loads(line)
    sys.meta_path.insert(0, Bare())
    for name in missing:
        sys.modules.pop(name, None)
    names, printed = {"__name__": "__main__"}, []
    try:
        for source in cells:
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(compile(source, "cell", "exec"), names)
            printed.append(out.getvalue())
    except BaseException:
        printed = traceback.format_exc()
    print(json.dumps(printed), flush=True)
    os._exit(0)
"""


@cache
def runner() -> subprocess.Popen:
    """A Python that runs the notebooks it is sent, one a line."""
    return subprocess.Popen([sys.executable, "-I", "-c", RUNNER], stdin=-1, stdout=-1, text=True)


def run(cells: list[str], *missing: str) -> list[str]:
    """What each cell prints, where the modules named are not installed; fails if one raises."""
    runner().stdin.write(json.dumps([cells, missing]) + "\n")
    runner().stdin.flush()
    printed = json.loads(runner().stdout.readline())
    assert isinstance(printed, list), printed[-2000:]
    return printed


@pytest.fixture(params=SCENES, ids=[step.id for step in SCENES])
def step(request):
    return request.param


def test_the_notebook_is_valid_and_prints_what_the_page_shows(step):
    notebook = look(step).notebook()
    assert taken_along(step) == notebook, "the zip holds the same"
    assert len(notebook) < 600_000, "small enough to mail"
    missing = {"core", "ui", "labs", "guide", "streamlit", "altair", "pandas"}
    missing -= {"pandas"} if step.id in ("your_data", "project") else set()  # which reads any file that people bring
    document = nbformat.reads(notebook, as_version=4)
    nbformat.validate(document)
    cells = [cell for cell in document.cells if cell.cell_type == "code"]
    shown = ["".join(output.text for output in cell.outputs) for cell in cells]
    assert run([cell.source for cell in cells], *missing) == shown
    assert any(shown)


def test_a_notebook_takes_the_learners_values_along():
    notebook = look(next(step for step in SCENES if step.id == "dot_product"), u="1.5,-2").notebook()
    assert "u = np.array([1.5, -2.0])" in nbformat.reads(notebook, as_version=4).cells[4].source
