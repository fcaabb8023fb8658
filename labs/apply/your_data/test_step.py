"""What the step `your_data` claims: of the shipped tables, and of files that learners bring."""

import json
import re
import subprocess
import sys

import nbformat
import numpy as np
import pandas as pd
import pytest
from starlette.formparsers import MultiPartParser
from streamlit import config
from streamlit.testing.v1 import AppTest

from labs.apply.your_data import picture, words
from labs.apply.your_data import step as room
from labs.apply.your_data.step import OWN, TABLES, predicted
from labs.apply.your_data.step import your_data as STEP
from labs.apply.your_data.tables import LARGEST_FILE
from labs.apply.your_data.understand import understand
from tests.conftest import LABS, ROOT, look, open_step
from ui.scene import scene


def with_file(name: str, data: bytes, **link: str):
    """The scene of a visit that holds a file of its own."""
    return scene(STEP, {"guess": "shown", "table": OWN, **link}, memory={"uploads": {"file": (name, data)}})


def csv_of(**columns) -> bytes:
    return pd.DataFrame(columns).to_csv(index=False).encode()


def homes(rows=120, seed=3):
    rng = np.random.default_rng(seed)
    size = rng.integers(40, 200, rows)
    return {"size": size, "town": rng.choice(["Kiel", "Bonn"], rows), "price": size * 3 + rng.integers(0, 90, rows)}


def control(page, name: str) -> dict:
    return next(each for each in page.controls if each["name"] == name)


def report(page) -> str:
    return "\n".join(block.content for block in page.blocks if block.kind == "markdown" and block.where == "more")


def noted(page) -> str:
    return " ".join(each["label"] for each in page.controls if each["kind"] == "note")


def places(name: str, *columns: str) -> str:
    return ".".join(str(list(room.shipped(name).frame).index(column)) for column in columns)


LEAKS = places("bike_sharing_daily.csv", "casual", "registered")


# ---------------------------------------------------------------- the shipped tables


def test_the_leak_of_the_bicycles():
    page = look(STEP)
    results = page.ran.results
    assert results["scores"].score[1] > 0.999
    assert {suspect.column for suspect in results["suspects"]} == {"casual", "registered"}
    assert "by time" in results["why"] and "Suspect" in page.said


def test_the_task_is_done_by_leaving_out_what_knew():
    page = look(STEP, without=LEAKS)
    assert all(page.tasks.values()) and "No suspect is in use" in page.said
    assert not any(look(STEP, without=LEAKS, split="shuffled").tasks.values())
    assert not any(look(STEP, without=LEAKS.split(".")[0]).tasks.values())


@pytest.mark.parametrize("table", TABLES)
def test_the_task_is_not_done_by_choosing_a_table(table):
    assert not any(look(STEP, table=table).tasks.values())


def test_columns_are_left_out_one_by_one_and_put_back():
    page = look(STEP, leave="casual")
    assert page.link["without"] == LEAKS.split(".")[0] and page.link["leave"] is None
    assert "casual" not in control(look(STEP, without=page.link["without"]), "leave")["options"]
    both = look(STEP, leave="registered", without=page.link["without"])
    assert both.link["without"] == LEAKS and both.ran.values["left_out"] == ("casual", "registered")
    back = next(each for each in both.controls if each["label"] == "Put back casual")
    assert look(STEP, without=back["sets"]["without"]).ran.values["left_out"] == ("registered",)


def test_a_shuffled_test_flatters_the_bicycles():
    honest, shuffled = (look(STEP, without=LEAKS, split=kind).ran.results["scores"] for kind in ("honest", "shuffled"))
    assert np.all(shuffled.score[1:] > honest.score[1:] + 0.2)


def test_the_figures_of_where_it_bites():
    late = look(STEP, table="Flights from New York").ran.values["table"].value.frame["late"]
    assert f"Of {len(late):,} flights" in look(STEP).bite and f"{1 - late.mean():.0%}" == "91%"


@pytest.mark.parametrize("name", TABLES)
def test_every_shipped_table_has_a_report(name):
    page = look(STEP, table=name)
    assert page.ran.values["table"].file == TABLES[name] and page.ran.cell is predicted
    assert report(page).index("### Your report") < report(page).index("**The file.**")


def test_known_is_what_the_cell_returns():
    page = look(STEP, table="Penguins")
    given = {n: getattr(v, "value", v) for n, v in page.ran.values.items()}
    again = dict(zip(page.ran.results, page.ran.cell(**given)))
    assert again["scores"].score.tolist() == page.ran.results["scores"].score.tolist()
    assert again["leans"] == page.ran.results["leans"]


def test_the_verdict_adds_up_as_it_is_printed():
    for link in ({}, {"without": LEAKS}, {"table": "Penguins"}, {"table": "Families and heights"}):
        said = look(STEP, **link).said.replace("−", "-")
        best, base = re.findall(r"(?:R²|right in) (-?\d+(?:\.\d+)?)", said)[:2]
        gain = float(re.search(r"gain (-?\d+\.\d+)", said)[1])
        assert gain == pytest.approx((float(best) - float(base)) / (100 if "right in" in said else 1), abs=1e-9)


def test_a_target_that_rests_on_a_clock_or_an_id_is_answered_by_its_reason():
    page = look(STEP, target="date")
    assert "holds dates" in page.said and page.ran.cell is room.described and page.marks
    assert not any(page.tasks.values()) and "**Nothing is predicted.**" in report(page)


def test_leaving_out_everything_is_answered_by_a_sentence():
    everything = ".".join(map(str, range(len(room.shipped("penguins.csv").frame.columns))))
    page = look(STEP, table="Penguins", without=everything)
    assert "No column is left to predict “species” from" in page.said and "you left it out" in page.said


def test_a_score_off_the_axis_has_an_arrow_and_is_said():
    def drawn(low, score):
        guesses = dict.fromkeys(("baseline", "linear", "tree"), np.ones(4))
        scores = room.score_models(np.array([1.0, 2, 3, 4]), guesses, np.arange(4))
        scores = scores._replace(low=np.array([low] * 3), score=np.array([score] * 3))
        return scores, picture.scores(scores, True)

    scores, marks = drawn(-46.0, -45.0)
    assert sum(mark["kind"] == "arrow" for mark in marks) == 3
    assert not any(mark["kind"] == "points" for mark in marks), "no dot on the last tick"
    assert "has an arrow" in words.arrows(scores, "number", picture.LOW)[0]
    assert any("45" in mark.get("text", "") for mark in marks)
    assert any("no lowest value" in line for line in words.scored("number", scores))
    scores, marks = drawn(-0.4, 0.3)
    assert not any(mark["kind"] == "arrow" for mark in marks) and not words.arrows(scores, "number", picture.LOW)


# ---------------------------------------------------------------- a file of one's own


def test_a_file_of_ones_own_is_read_and_reported():
    page = with_file("homes.csv", csv_of(**homes()))
    assert page.ran.values["target"] == "price" and page.ran.values["table"].file == "homes.csv"
    assert "beats the baseline" in page.said and "No suspect" in page.said
    assert with_file("homes.csv", csv_of(**homes()), target="town").ran.values["target"] == "town"


def test_target_and_columns_left_out_stand_in_the_link():
    page = with_file("homes.csv", csv_of(**homes()), target="size", without="2")
    assert (page.link["target"], page.link["without"]) == ("size", "2") and page.ran.values["left_out"] == ("price",)
    gone = look(STEP, table=OWN, target="size", without="2")
    assert gone.ran.values["table"].file == TABLES[room.FIRST], "after a reload the file is gone, and said to be"
    assert "Until you choose a file" in noted(gone) and "A reload of the page forgets it" in noted(gone)


@pytest.mark.parametrize(
    "data, said",
    [
        (b"", "is empty"), (b"\x89PNG\r\n\x1a\n\0\0", "picture"), (b"a\n1\n2\n", "one column only"),
        (b"a,b\n1,2\n3,4,5\n6,7\n", "Line 3"), (b"a,b\n" + b"1,2\n" * (5 * 2**20 + 9), "21 MB, rounded up"),
    ],
)  # fmt: skip
def test_broken_files_get_their_sentence_and_the_page_goes_on(data, said):
    page = with_file("mine.csv", data)
    assert said in noted(page) and page.ran.values["table"].file == TABLES[room.FIRST]


@pytest.mark.parametrize("data, said", [(b"a,b\n1,2\n2,3\n", "known in 2 rows"), (csv_of(a=range(50), b=[7] * 50), "")])
def test_tables_with_nothing_to_predict_are_described(data, said):
    page = with_file("mine.csv", data)
    assert said in page.said and page.ran.values["table"].file == "mine.csv"
    assert page.ran.cell is room.described and [mark for mark in page.marks if mark.get("text") == "filled"]


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
        homes() | {"x" * 400: range(120)},
    ],
)
def test_odd_tables_get_a_report(columns):
    page = with_file("odd.csv", csv_of(**columns))
    assert page.ran.values["table"].file == "odd.csv" and "nan" not in page.said
    json.dumps(page.json(), allow_nan=False)


CASES = ROOT / "labs" / "apply" / "your_data" / "csv_cases"


@pytest.mark.parametrize("path", sorted(CASES.glob("*.csv")), ids=lambda path: path.stem)
def test_the_cases_on_the_page(path):
    """What may be wrong about rows, cells and header stands first, with the first rows as they were read."""
    page = with_file(path.name, path.read_bytes())
    if path.stem == "hash_first":
        assert "Line 5 has 2 cells" in noted(page)
        return
    table = page.ran.values["table"].value
    first, rows, *_ = [block for block in page.blocks if block.where == "more"]
    assert ("Check first" in first.content) == bool(table.doubts)
    assert all(each in first.content for each in table.doubts)
    assert rows.content.equals(table.frame.iloc[:5])


def test_a_table_read_with_doubts_tells_them_first():
    told = [name for name in ("header_twice", "two_tables", "two_date_orders", "backslash_quotes", "subtotals")
            if "Check first" in report(with_file("x.csv", (CASES / f"{name}.csv").read_bytes()))]  # fmt: skip
    assert len(told) == 5


# ---------------------------------------------------------------- names that look like Markdown

NASTY = ["**bold** [a](http://x)", "![i](http://x/y.png)", "`code`", "$x^2$", "__init__", "www.example.org", "a@b.org",
         "<b>b</b>", ":red[x]", "# head", "~~s~~", "&lt;b&gt;", ":material/home:"]  # fmt: skip
LIVE = re.compile(r"\]\(|https?://|www\.|\*\*(?:bold)|`|\$|~~|<b|@\w|:red\[|(?<!\w)__|&lt;|:material/home:|!\[")


@pytest.mark.parametrize("name", NASTY)
def test_a_name_never_is_markdown_or_a_link(name):
    columns = {name: np.arange(60.0) * 3, "city, of **birth**": ["Kiel", "kiel", "*Bonn*"] * 20, "price": range(60)}
    for link in ({}, {"target": name}, {"target": "price", "without": "0"}):
        page = with_file(f"{name}.csv", csv_of(**columns), **link)
        outside = page.notebook().replace(STEP.prose, "")
        cells = [cell.source for cell in nbformat.reads(outside, 4).cells if cell.cell_type == "markdown"]
        for text in [page.said, report(page), noted(page), *(cell for cell in cells if "What the picture" in cell)]:
            assert not LIVE.search(text.replace("**bold", "**b0ld") if "**bold" not in name else text), text


def test_bold_in_what_is_said_is_ours_alone():
    data = csv_of(**{"**a**": np.arange(60.0) % 7, "**b**": np.arange(60.0) % 11})
    said = with_file("x.csv", data, target="**b**").said
    assert said.count("**") % 2 == 0 and not re.search(r"\*\*[ab]\*\*", said)


def test_the_notebook_asks_for_the_very_name(tmp_path):
    name = "=evil 💁🏽.csv"
    notebook = with_file(name, csv_of(**homes())).notebook()
    source = "\n".join(cell.source for cell in nbformat.reads(notebook, 4).cells if cell.cell_type == "code")
    assert re.findall(r"open\((.+?), 'rb'\)", source) == [repr(name)]
    assert f"read_table(data, {name!r})" in source


def test_a_chosen_file_keeps_its_name(monkeypatch):
    from ui import uploads

    class Chosen:
        name = "=evil 💁🏽 (1) – Kopie.csv"

        def getvalue(self):
            return b"a,b\n"

    monkeypatch.setattr(uploads.st, "file_uploader", lambda *_, **__: Chosen())
    assert uploads.choose_file("x", "y") == (Chosen.name, b"a,b\n")


# ---------------------------------------------------------------- a visit


def test_a_file_is_uploaded_on_the_page_and_two_visits_share_nothing():
    lab = next(lab for lab in LABS if STEP in lab.steps)
    app: AppTest = open_step(lab, STEP, table=OWN)
    app.file_uploader[0].set_value(("mine.csv", csv_of(**homes()), "text/csv")).run()
    assert not app.exception, [e.message for e in app.exception]
    assert app.session_state["_scenes"]["your_data"]["latest"].ran.values["table"].file == "mine.csv"
    other = open_step(lab, STEP, table=OWN)
    assert other.session_state["_scenes"]["your_data"]["latest"].ran.values["table"].file == TABLES[room.FIRST]


def test_nothing_of_a_file_goes_to_disk_or_to_a_cache_of_all():
    assert MultiPartParser.spool_max_size > LARGEST_FILE == config.get_option("server.maxUploadSize") * 2**20
    data = csv_of(**homes(seed=11))
    before = room.shipped_answer.cache_info().currsize, room.shipped.cache_info().currsize
    with_file("mine.csv", data)
    assert before == (room.shipped_answer.cache_info().currsize, room.shipped.cache_info().currsize)
    assert "never" in STEP.prose and "written to disk" in STEP.prose.replace("\n", " ")


def test_the_notebook_runs_on_the_learners_own_file(tmp_path):
    data = csv_of(**homes())
    (tmp_path / "homes.csv").write_bytes(data)
    ran_alone(with_file("homes.csv", data).notebook(), tmp_path)


def test_the_notebook_of_a_table_that_is_only_described_runs_too(tmp_path):
    data = (CASES / "nothing_left.csv").read_bytes()
    (tmp_path / "nothing_left.csv").write_bytes(data)
    ran_alone(with_file("nothing_left.csv", data).notebook(), tmp_path)


def ran_alone(notebook: str, folder) -> None:
    assert len(notebook) < 250_000
    cells = [cell for cell in nbformat.reads(notebook, 4).cells if cell.cell_type == "code"]
    script = "import json, sys\nnames = {'__name__': '__main__'}\n"
    script += "for source in json.load(sys.stdin): exec(compile(source, 'cell', 'exec'), names)"
    ran = subprocess.run(
        [sys.executable, "-I", "-c", script], input=json.dumps([cell.source for cell in cells]),
        capture_output=True, text=True, cwd=folder, timeout=120,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-1500:]
    assert ran.stdout == cells[-1].outputs[0].text


# ---------------------------------------------------------------- to be understood


def in_minus(text: str) -> str:
    return text.replace("−", "-").replace(",", "")


@pytest.mark.parametrize("seed", range(1, 121))
def test_the_understand_questions_show_what_their_answers_say(seed):
    asked = understand(seed)
    prompt = in_minus(asked.prompt)
    if "with an interval from" in prompt:
        low, high = map(float, re.search(r"interval from (\S+) to (\S+)\.", prompt).groups())
        held = {"It has": low > 0, "Whether": low < 0 < high, "The baseline": high < 0}
        assert [name for name, is_so in held.items() if is_so and asked.answer.startswith(name)]
        model, baseline = (float(share) for share in re.findall(r"in ([\d.]+)\u00a0%", prompt))
        assert (model > baseline) == (not asked.answer.startswith("The baseline"))
    elif "Does something here give" in prompt:
        rows = [[float(cell) for cell in line.split("|")[1:-1]] for line in prompt.splitlines()
                if re.match(r"\| \d", line)]  # fmt: skip
        a, b, unit, _, y = np.array(rows).T
        adds, scales = np.allclose(a + b, y), np.ptp(unit / y) < 1e-3
        assert (adds, scales) == ("together" in asked.answer, "alone" in asked.answer) and not (adds and scales)
        assert adds or np.abs(a + b - y).min() > 5
        assert scales or np.ptp(unit / y) > 0.1 * np.mean(unit / y)
    elif "R² in the test" in prompt:
        mean, line, tree = (float(r2) for r2 in re.findall(r"\| (-?\d+\.\d\d) \|", prompt))
        most, highest = (float(re.search(part + r".*? to (\d+)", prompt)[1]) for part in ("training y", "in the test"))
        held = {"go beyond": highest > most + 20 and tree < 0 < line, "straight": tree > 0.5 > 0.2 > line,
                "little": max(line, tree) < 0.15 and abs(mean) < 0.3}  # fmt: skip
        (word,) = [word for word, is_so in held.items() if is_so]
        assert word in asked.answer
    elif "What has happened?" in prompt:
        usual = float(re.search(r"usually some (\d+)", prompt)[1])
        found = re.search(r"number \| (\S+) \| (\S+) \| (\S+) \|", prompt)
        low, _, high = map(float, found.groups()) if found else (0, 0, 0)
        held = {"code": low < 0, "Subtotals": 5 * usual < high < 200 * usual, "commas": high > 500 * usual,
                "cell": not found}  # fmt: skip
        (word,) = [word for word, is_so in held.items() if is_so]
        assert word in asked.answer
    elif "largest share of the errors" in prompt:
        rows = re.findall(r"^\| (\w+) \| ([\d.]+)\u00a0% \| ([\d.]+)\u00a0% \|$", prompt, re.M)
        removed = {name: 1 - (100 - float(hit)) / (100 - float(base)) for name, base, hit in rows}
        assert asked.answer == f"The one of {max(removed, key=removed.get)}" and len(rows) == 3
