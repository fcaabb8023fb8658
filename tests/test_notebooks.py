"""Every step's notebook is valid, runs with NumPy and scikit-learn alone, and prints what the page shows."""

import json
import subprocess
import sys

import nbformat
import pytest

from tests.conftest import SCENES, look
from ui.notebooks import notebook as taken_along

RUNNER = """
import contextlib, io, json, sys

class Bare:  # a machine with nothing installed but NumPy and scikit-learn
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in sys.argv[1:]:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Bare())
names, printed = {"__name__": "__main__"}, []
for source in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(source, "cell", "exec"), names)
    printed.append(out.getvalue())
sys.__stdout__.write(json.dumps(printed))
"""


@pytest.fixture(params=SCENES, ids=[step.id for step in SCENES])
def step(request):
    return request.param


def test_the_notebook_is_valid_and_prints_what_the_page_shows(step):
    notebook = look(step).notebook()
    assert taken_along(step) == notebook, "the zip holds the same"
    assert len(notebook) < 600_000, "small enough to mail"
    missing = {"core", "ui", "labs", "guide", "streamlit", "altair", "pandas"}
    missing -= {"pandas"} if step.id == "your_data" else set()  # which reads any file that people bring
    document = nbformat.reads(notebook, as_version=4)
    nbformat.validate(document)
    cells = [cell for cell in document.cells if cell.cell_type == "code"]
    run = subprocess.run(
        [sys.executable, "-I", "-c", RUNNER, *missing],
        input=json.dumps([cell.source for cell in cells]),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    shown = ["".join(output.text for output in cell.outputs) for cell in cells]
    assert json.loads(run.stdout) == shown
    assert any(shown)


def test_a_notebook_takes_the_learners_values_along():
    notebook = look(next(step for step in SCENES if step.id == "dot_product"), u="1.5,-2").notebook()
    assert "u = np.array([1.5, -2.0])" in nbformat.reads(notebook, as_version=4).cells[4].source
