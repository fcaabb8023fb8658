"""What the step `leakage` claims."""

import itertools

import numpy as np
import pytest

from charts.leakage import CENTRE, PLACES
from core.leakage import pipeline_scores
from labs.apply.leakage import (
    BIKES,
    FAMILIES,
    LATE,
    NOISE,
    RARE,
    SETS,
    asked_first,
    columns,
    found,
    honest,
    said_leaks,
    table,
)
from tests.conftest import LABS, open_step, page_of

LAB, STEP = next((lab, step) for lab in LABS for step in lab.steps if step.id == "leakage")
HONEST = {"third": f"{CENTRE},{PLACES[2]}", "scale": f"{CENTRE},{PLACES[1]}", "split": f"{CENTRE},{PLACES[0]}"}


def opened(name, **link):
    extra = {
        BIKES: {"tested_bikes": "The last fifth"},
        FAMILIES: {"tested_families": "Whole families"},
        LATE: {"delay": "false"},
    }
    return page_of(open_step(LAB, STEP, table=name, **link, **(extra.get(name, {}) if link else {})), STEP)


def leaky(name):
    here = table(name)
    return found(name, (here.third, "standardise", "split"), here.splits[0], here.extra is not None)


@pytest.mark.parametrize("name", SETS)
def test_every_table_starts_with_a_leak_that_flatters_and_can_be_made_honest(name):
    assert leaky(name).mean() > honest(name).mean() + 0.15
    start, end = opened(name), opened(name, **HONEST)
    assert "**No leak is left.**" not in start.said[0] and "**No leak is left.**" in end.said[0]
    assert end.ran.results["your_score"] == pytest.approx(honest(name).mean())
    for page in (start, end):
        your_score, scores = page.ran.cell(**page.ran.values)
        assert page.ran.results["your_score"] == your_score and np.array_equal(page.ran.results["scores"], scores)
    assert (end.verdict, end.waits) and not end.tasks[next(iter(end.tasks))], "one table of five"


def test_the_prediction_and_the_figures_of_where_it_bites():
    assert f"{leaky(NOISE).mean():.2f}" == "0.84" and 0.4 < honest(NOISE).mean() < 0.6
    assert f"{leaky(RARE).mean():.2f}" == "0.96" and f"{honest(RARE).mean():.2f}" == "0.53"
    assert page_of(open_step(LAB, STEP), STEP).asked[2] == "About 0.85"


def test_one_flight_in_twelve_is_late():
    late = table(LATE).y
    assert len(late) == 1667 and round(1 / late.mean()) == 12
    assert "1,667 flights" in table(LATE).about and "One in twelve" in table(RARE).about


@pytest.mark.parametrize("name", SETS)
def test_only_blocks_that_learn_leak(name):
    here = table(name)
    for order in itertools.permutations([here.third, "standardise", "split"]):
        leaks = said_leaks(name, list(order), here.splits[-1], False)
        before = set(order[: order.index("split")])
        assert bool(leaks) == bool(before - {"take cube roots"}), order


def test_standardising_before_the_split_is_a_small_leak():
    for name in SETS:
        here = table(name)
        third = here.third
        a = pipeline_scores(["standardise", "split", third], here.X, here.y, here.groups, here.splits[-1], here.model)
        assert abs(a.mean() - honest(name).mean()) < 0.05


def test_what_is_counted_is_true():
    assert "of 187" not in said_leaks(BIKES, ["split", "standardise", "take cube roots"], "by lot", False)[0]
    days = said_leaks(BIKES, ["split", "standardise", "take cube roots"], "by lot", False)[0]
    assert days.startswith("Of 73 days tested, ")
    kin = said_leaks(FAMILIES, ["split", "standardise", "take cube roots"], "by lot", False)[0]
    assert kin.startswith("Of 187 children tested, ")
    copied = said_leaks(RARE, ["copy the rare", "split", "standardise"], "by lot", False)[0]
    assert "have a copy of themselves" in copied
    shown = asked_first(RARE, "by lot", True).sum()
    assert copied.startswith(f"Of {shown} rows tested, "), "the strip shows these rows"
    assert len(asked_first(RARE, "by lot", False)) == len(table(RARE).y)


def test_the_delay_is_a_column_from_the_future():
    assert columns(LATE, True).shape[1] == columns(LATE, False).shape[1] + 1
    assert np.array_equal(columns(NOISE, True), table(NOISE).X)


def test_the_task_is_done_when_all_five_have_been():
    app = open_step(LAB, STEP, **HONEST)
    page = page_of(app, STEP)
    (text,) = page.tasks
    assert not page.tasks[text]
    for name in SETS:
        app.get("button_group")[0].set_value(name).run()
        for key, value in (("tested_bikes", "The last fifth"), ("tested_families", "Whole families")):
            for group in app.get("button_group"):
                if group.key == key:
                    group.set_value(value).run()
        for toggle in app.toggle:
            toggle.set_value(False).run()
        page_of(app, STEP).set(**{k: tuple(map(float, v.split(","))) for k, v in HONEST.items()})
        app.session_state["_steps"][STEP.id]["values"].update(
            {k: tuple(map(float, v.split(","))) for k, v in HONEST.items()}
        )
        app.run()
    assert not app.exception and page_of(app, STEP).tasks[text]
