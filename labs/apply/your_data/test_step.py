"""What the step `your_data` claims: of the shipped tables, and of files that learners bring."""

import inspect
import json
import subprocess
import sys

import nbformat
import numpy as np
import pandas as pd
import pytest
from starlette.formparsers import MultiPartParser
from streamlit import config

from core.tables import LARGEST_FILE
from labs.apply.your_data.step import OWN, TABLES
from tests.conftest import LABS, open_step, page_of

LAB, STEP = next((lab, step) for lab in LABS for step in lab.steps if step.id == "your_data")


def with_file(name: str, data: bytes):
    app = open_step(LAB, STEP, table=OWN)
    app.file_uploader[0].set_value((name, data, "text/csv")).run()
    assert not app.exception, [e.message for e in app.exception]
    return app


def csv_of(**columns) -> bytes:
    return pd.DataFrame(columns).to_csv(index=False).encode()


def homes(rows=120, seed=3):
    rng = np.random.default_rng(seed)
    size = rng.integers(40, 200, rows)
    return {"size": size, "town": rng.choice(["Kiel", "Bonn"], rows), "price": size * 3 + rng.integers(0, 90, rows)}


def test_the_leak_of_the_bicycles():
    page = page_of(open_step(LAB, STEP), STEP)
    results = page.ran.results
    assert results["scores"].score[1] > 0.999
    assert {suspect.column for suspect in results["suspects"]} == {"casual", "registered"}
    assert "by time" in results["why"] and "Suspect" in page.said[0]


def test_the_task_is_done_by_leaving_out_what_knew():
    app = open_step(LAB, STEP)
    app.multiselect[0].set_value(["casual", "registered"]).run()
    page = page_of(app, STEP)
    assert all(page.tasks.values()) and "No suspect is in use" in page.said[0]
    app.get("button_group")[0].set_value("shuffled").run()
    assert not any(page_of(app, STEP).tasks.values())


def test_a_shuffled_test_flatters_the_bicycles():
    app = open_step(LAB, STEP)
    app.multiselect[0].set_value(["casual", "registered"]).run()
    honest = page_of(app, STEP).ran.results["scores"].score
    app.get("button_group")[0].set_value("shuffled").run()
    assert np.all(page_of(app, STEP).ran.results["scores"].score[1:] > honest[1:] + 0.2)


def test_the_figures_of_where_it_bites():
    page = page_of(open_step(LAB, STEP, table="Flights from New York"), STEP)
    late = page.ran.values["table"].value.frame["late"]
    assert len(late) == 5000 and f"{1 - late.mean():.0%}" == "91%"


@pytest.mark.parametrize("name", TABLES)
def test_every_shipped_table_has_a_report(name):
    page = page_of(open_step(LAB, STEP, table=name), STEP)
    assert page.ran.values["table"].file == TABLES[name] and page.said


def test_known_is_what_the_cell_returns():
    page = page_of(open_step(LAB, STEP, table="Penguins"), STEP)
    given = {n: getattr(v, "value", v) for n, v in page.ran.values.items()}
    names = list(page.ran.results)
    again = dict(zip(names, page.ran.cell(**given)))
    assert again["scores"].score.tolist() == page.ran.results["scores"].score.tolist()
    assert again["leans"] == page.ran.results["leans"]


def test_a_file_of_ones_own_is_read_and_reported():
    page = page_of(with_file("homes.csv", csv_of(**homes())), STEP)
    assert page.ran.values["target"] == "price" and page.ran.values["table"].file == "homes.csv"
    assert "beats the baseline" in page.said[0]


@pytest.mark.parametrize(
    "data, words",
    [
        (b"", "is empty"), (b"\x89PNG\r\n\x1a\n\0\0", "picture"), (b"a\n1\n2\n", "one column only"),
        (b"a,b\n1,2\n3,4,5\n6,7\n", "Line 3"), (b"a,b\n1,2\n2,3\n", "known in 2 rows"),
        (csv_of(a=range(50), b=[7] * 50), ""),
    ],
)  # fmt: skip
def test_broken_files_get_their_sentence_and_the_page_goes_on(data, words):
    app = with_file("mine.csv", data)
    assert words in " ".join(error.value for error in app.error)
    assert page_of(app, STEP).ran


@pytest.mark.parametrize(
    "columns",
    [
        {"a": range(10), "b": [k * 2.5 + k % 3 for k in range(10)]},
        {f"x{n}": np.arange(40) * (n % 7) % 11 for n in range(300)} | {"y": ["u", "v"] * 20},
        homes() | {"nothing": [None] * 120},
        homes() | {"same": 4},
        homes() | {"label": ["rare"] * 6 + ["common"] * 114},
        homes(2000) | {"class": [f"k{n % 200}" for n in range(2000)]},
        homes() | {"comment": [f"flat number {n} with a nice view" for n in range(120)]},
        homes() | {"<b>$x$</b> `|": range(120)},
        homes(25) | {"price": [None] * 14 + list(range(11))},
    ],
)
def test_odd_tables_get_a_report(columns):
    page = page_of(with_file("odd.csv", csv_of(**columns)), STEP)
    assert page.ran.values["table"].file == "odd.csv" and not any("nan" in said for said in page.said)


def test_two_visits_share_nothing():
    first, second = with_file("mine.csv", csv_of(**homes())), open_step(LAB, STEP, table=OWN)
    assert page_of(first, STEP).ran.values["table"].file == "mine.csv"
    assert page_of(second, STEP).ran.values["table"].file != "mine.csv"
    assert "mine.csv" not in str(list(second.session_state["_steps"]["your_data"]["kept"]["table"]))[:99]


def test_nothing_of_a_file_goes_to_disk_or_to_a_cache_of_all():
    assert MultiPartParser.spool_max_size > LARGEST_FILE == config.get_option("server.maxUploadSize") * 2**20
    source = inspect.getsource(sys.modules["labs.apply.your_data.step"]) + inspect.getsource(sys.modules["ui.uploads"])
    assert "cache" not in source.replace("shipped_table", "") and "open(" not in source
    assert "never" in STEP.prose and "written to disk" in STEP.prose.replace("\n", " ")


def test_the_notebook_runs_on_the_learners_own_file(tmp_path):
    data = csv_of(**homes())
    (tmp_path / "homes.csv").write_bytes(data)
    notebook = page_of(with_file("homes.csv", data), STEP).notebook()
    assert len(notebook) < 200_000
    cells = [cell for cell in nbformat.reads(notebook, 4).cells if cell.cell_type == "code"]
    assert any("open('homes.csv', 'rb')" in cell.source for cell in cells)
    script = "import json, sys\nnames = {'__name__': '__main__'}\n"
    script += "for source in json.load(sys.stdin): exec(compile(source, 'cell', 'exec'), names)"
    ran = subprocess.run(
        [sys.executable, "-I", "-c", script], input=json.dumps([cell.source for cell in cells]),
        capture_output=True, text=True, cwd=tmp_path, timeout=120,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-1500:]
    assert ran.stdout == cells[-1].outputs[0].text
