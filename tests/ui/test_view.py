"""A scene on a page, under AppTest: what only the page can show. The rest is held on scenes."""

import pytest

from labs.warm_up.functions.picture import UP
from tests.conftest import ROOT, SCENES, STEPS, look, open_step, page_of
from ui import question_of
from ui.view import _seen


def parts(app) -> set[str]:
    return {part.key for part in app.get("bidi_component")}


def test_a_step_opens(lab, step):
    app = open_step(lab, step)
    page = page_of(app, step)
    assert not page.waits
    assert {"stage", "values", "results", "cell", "_road", "_browser"} <= parts(app)
    assert [title.value for title in app.title] == [step.title]
    heads = [page.heading, *(["Your turn"] if page.turn else []), "Where it bites", "Checkpoint"]
    heads += ["Three sentences to keep"] * (step is lab.steps[-1])
    assert [head.value.split(" :green")[0] for head in app.header] == heads
    shown = " ".join(block.value for block in app.markdown)
    assert page.verdict in shown and page.bite in shown and all(task in shown for task in page.tasks)


def test_before_the_guess_there_is_a_question_and_a_veiled_picture(lab, step):
    app = open_step(lab, step, guess="")
    page = page_of(app, step)
    assert page.waits and "stage" in parts(app) and not {"values", "results", "cell"} & parts(app)
    labels = [button.label for button in app.main.button if (button.key or "").startswith("guess-")]
    assert labels == [*page.asked[1], "Just show me"]
    wrong = next(number for number, choice in enumerate(page.asked[1]) if choice != page.asked[2])
    app.main.button(key=f"guess-{wrong + 1}").click().run()
    assert not app.exception
    assert f"You said :violet[**{page.asked[1][wrong]}**]" in " ".join(block.value for block in app.markdown)


def test_a_folder_of_its_own_and_a_place_in_the_list():
    from tests.conftest import LABS

    ids = [step.id for lab in LABS for step in lab.steps]
    assert len(ids) == len(set(ids))
    for lab in LABS:
        assert lab.steps
        folder = ROOT / "labs" / lab.file.split("_", 1)[1].removesuffix(".py")
        rooms = {path.parent.name for path in folder.glob("*/step.py")}
        assert rooms == {step.id for step in lab.steps}, "each step in a room of its name, and each room in the lab"


def report(app, step, n: int, **link: str) -> None:
    """What the browser reports once a hand has come to rest."""
    kept, visit = app.session_state["_scenes"][step.id], app.session_state["_visit"]
    value = {"step": step.id, "session": visit, "rev": kept["rev"], "n": n, "link": link}
    app.session_state["stage"] = {"value": value}
    app.run()
    assert not app.exception


def dot_product():
    from tests.conftest import STEPS

    return next(each for each in STEPS if each[1].id == "dot_product")


def test_what_the_browser_reports_is_taken_in_once_and_only_for_its_visit():
    lab, step = dot_product()
    app = open_step(lab, step)
    report(app, step, 1, u="1,1")
    assert page_of(app, step).link["u"] == "1,1"
    report(app, step, 1, u="2,2")
    assert page_of(app, step).link["u"] == "1,1", "a report that was heard before"
    app.session_state["stage"] = {
        "value": {"step": step.id, "session": "another", "rev": 1, "n": 9, "link": {"u": "3,3"}}
    }
    app.run()
    assert page_of(app, step).link["u"] == "1,1", "a report of another visit"
    for spoilt in (
        None,
        7,
        {"u": 7},
        {"u": "9" * 999},
        {"<b>": "1"},
        {"step": "vectors", "guess": "1"},
        [["u", "1,1"]],
    ):
        kept = app.session_state["_scenes"][step.id]
        value = {"step": step.id, "session": app.session_state["_visit"], "rev": kept["rev"], "n": kept["n"] + 1}
        app.session_state["stage"] = {"value": value | {"link": spoilt}}
        app.run()
        assert not app.exception and page_of(app, step).link["u"] is None


def test_a_new_visit_takes_what_the_browser_shows_and_kept():
    """After the server was restarted: its first run knows only the address that Streamlit remembers."""
    lab, step = dot_product()
    app = open_step(lab, step, guess="")
    address = {"session": app.session_state["_visit"], "nav": 0, "path": "", "search": "?step=dot_product&u=1,2&q=7"}
    app.session_state["_road"] = {"value": address | {"private": {step.id: {"guess": "2", "met": "0"}, "<b>": 7}}}
    app.run()
    page, kept = page_of(app, step), app.session_state["_scenes"][step.id]
    assert page.link["u"] == "1,2" and not page.waits and page.verdict.startswith("You said")
    assert kept["check"]["compute"]["seed"] == 7 and all(page.marked[0][1].values())


def test_a_session_holds_no_more_than_it_must():
    lab, step = dot_product()
    app = open_step(lab, step, **{f"n{i}": "x" for i in range(200)})
    assert len(app.session_state["_scenes"][step.id]["link"]) <= 40


@pytest.mark.parametrize(
    ("step", "link", "seen"),
    [("spread", {"a": "7,0"}, (7, 0.42)), ("functions", {"x": "3,0"}, None), ("dot_product", {"u": "4,2"}, (4, 2))],
)
def test_a_handle_is_seen_where_the_picture_has_it(step, link, seen):
    page = look(next(each for each in SCENES if each.id == step), **link)
    handle = page.drawn["handles"][0]
    x, y = _seen(handle, page)
    assert (x, y) == pytest.approx(seen or (3, page.ran.results["y"] * UP), abs=0.02)


@pytest.mark.parametrize(("name", "kind"), [("layer", "compute"), ("search", "compute"), ("layer", "understand")])
def test_a_slip_of_an_earlier_step_shows_the_way_there(name, kind):
    """It stands under the sentence and opens that step: within the lab with its address, else by a link."""
    lab, step = next(each for each in STEPS if each[1].id == name)
    make = question_of(step) if kind == "compute" else look(step).understand
    seed, slip = next((seed, slip) for seed in range(1, 60) for slip in make(seed).mistakes if slip.step)
    app = open_step(lab, step, **{"q" if kind == "compute" else "understand": str(seed)})
    form = f"{name}-{seed}" + ("" if kind == "compute" else "-understand")
    if make(seed).choices:
        app.radio(key=f"reply-{form}").set_value(slip.value)
    else:
        app.text_input(key=f"reply-{form}").set_value(f"{slip.value:.12g}")
    app.button(key=f"check-{form}").click().run()
    assert [error.value for error in app.error] == [slip.why]
    home, earlier = next(each for each in STEPS if each[1].id == slip.step)
    label = f"This slip belongs to: {earlier.title}"
    if home is lab:
        next(button for button in app.main.button if button.label == label).click().run()
        assert dict(app.query_params) == {"step": earlier.id}
        assert [title.value for title in app.title] == [earlier.title]
    else:
        (way,) = [link.proto for link in app.get("page_link") if link.proto.label == label]
        assert home.file.endswith(f"_{way.page}.py") and way.query_string == f"step={earlier.id}"
