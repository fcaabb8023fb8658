"""What the step `project` claims: of the shipped tables, and of a table that a learner brings."""

import re

import numpy as np
import pandas as pd
import pytest

from core.metrics import expected_cost
from labs.apply.project.decisions import (
    ALWAYS,
    CHEAPEST,
    HALF,
    HONEST,
    LINEAR,
    NEVER,
    NO_BASE,
    SHUFFLED,
    TREE,
    WITHOUT,
    event_rows,
    events_of,
    interval,
    judged,
    outcome,
    rows_cut,
    suspects_of,
)
from labs.apply.project.sceptic import DECISIONS, RIGHT, SAVES, Choices, points
from labs.apply.project.step import FIRST, MISSES, TABLES, shipped
from labs.apply.project.step import project as STEP
from labs.apply.project.understand import PARTS, STORIES, understand, written
from labs.apply.your_data.step import OWN
from tests.conftest import look, tried
from ui.scene import scene

FLIGHTS = shipped(FIRST)
KNEW = suspects_of(FLIGHTS, "late")
SIGNED = {
    "asks": "Crews get a call by noon", "columns": WITHOUT, "split": HONEST, "base": NEVER, "rule": CHEAPEST,
    "miss": f"{MISSES.index(10)}", "claim": SAVES, "model": LINEAR,
}  # fmt: skip


def at(decision: str) -> str:
    return f"{DECISIONS.index(decision)}"


def report(page) -> str:
    return next(block.content for block in page.blocks if block.kind == "code")


def test_the_guess():
    start = look(STEP).ran.results["result"]
    assert start.found == start.events and not start.alarms and start.right == 1, "without one mistake"
    page = tried(STEP)
    result = page.ran.results["result"]
    assert page.ran.values["left_out"] == KNEW and set(KNEW) == {"dep_delay_min", "arr_delay_min"}
    assert (result.found, result.events) == (8, 65) and result.threshold == 0.5
    assert "8 of 65" in page.verdict and abs(8 / 65 - 1 / 8) < 0.005
    assert "It finds 8 of 65 events" in page.said


def test_where_it_bites():
    result = outcome(FLIGHTS, "late", "yes", KNEW, HONEST, TREE, 1, HALF)
    assert round(100 * result.right) == 94 == round(100 * (1 - result.events / result.rows))


def test_the_page_shows_what_the_cell_gives():
    for link in ({}, SIGNED):
        page = look(STEP, **link)
        given = {name: getattr(value, "value", value) for name, value in page.ran.values.items()}
        assert outcome(**given) == page.ran.results["result"]


def test_a_cost_is_that_of_the_errors_for_each_hundred():
    y, alarm = np.array([1, 1, 0, 0, 0]), np.array([1, 0, 1, 0, 0])
    found = judged(y, alarm, np.arange(5), 4, 0.5)
    assert found.cost == 100 * (1 + 4) / 5 == 100 * expected_cost(y, alarm, 1, 4)
    assert (found.never, found.always) == (160, 60) and found.saved == 60 - 100
    assert (found.found, found.events, found.alarms, found.rows, found.right) == (1, 2, 1, 5, 0.6)


def test_units_are_drawn_as_wholes():
    values = np.repeat([0.0, 1.0], 50)
    together, apart = interval(values, np.repeat([0, 1], 50)), interval(values, np.arange(100))
    assert together == (0, 1) and apart[1] - apart[0] < 0.25


def test_each_decision_is_signed_or_says_why_not_and_all_seven_can_be():
    page = look(STEP, **SIGNED)
    assert list(page.tasks.values()) == [True] and "Signed by the sceptic: 7 of 7" in report(page)
    back = {"asks": "", "columns": "every column", "split": SHUFFLED, "base": ALWAYS, "rule": HALF, "claim": RIGHT}
    names = {"asks": "Question", "columns": "Target", "split": "Split", "base": "Baseline", "rule": "Threshold",
             "claim": "Sentence"}  # fmt: skip
    for name, value in back.items():
        page = look(STEP, **SIGNED | {name: value}, at=at(names[name]))
        assert not any(page.tasks.values()) and f"**{names[name]}**, not signed" in page.said
        assert f"- {names[name]}: " in report(page)
    assert not any(look(STEP, **SIGNED, table="Penguins").tasks.values()), "no column of the penguins knows too much"


@pytest.mark.parametrize("table", TABLES)
def test_every_decision_can_be_turned_back_and_the_words_say_what_that_costs(table):
    for decision in DECISIONS:
        for link in ({}, SIGNED):
            page = look(STEP, table=table, at=at(decision), **link)
            cost = page.ran.results["result"].cost
            told = re.search(r"Turned back, the cost (rises|falls|stays)(?: to)? ([\d,]+\.\d)", page.said)
            assert bool(told) == (decision in ("Split", "Model", "Threshold") or (decision == "Target" and (
                "In use" in page.said or "Left out" in page.said)))  # fmt: skip
            if told and decision == "Model":
                other = {TREE: LINEAR, LINEAR: TREE}[page.ran.values["model"]]
                there = look(STEP, table=table, at=at(decision), **link | {"model": other}).ran.results["result"].cost
                assert abs(there - float(told[2].replace(",", ""))) < 0.06
                assert {"rises": there > cost, "falls": there < cost, "stays": abs(there - cost) < 0.06}[told[1]]


def test_the_sentence_says_what_the_interval_shows():
    unsure, sure = look(STEP, **SIGNED), look(STEP, **SIGNED | {"columns": "every column"})
    for page in (unsure, sure):
        found = page.ran.results["result"]
        assert ("no saving is shown" in page.said) == (found.low <= 0 <= found.high)
        assert ("it saves" in page.said) == (found.low > 0)
        assert f"On {found.rows:,} rows that it never saw, where a missed event costs 10 false alarms" in page.said
    assert "no saving is shown" in unsure.said and "it saves" in sure.said


def test_the_event_of_a_number_is_told_by_the_rows_that_train():
    bikes = shipped("bike_sharing_daily.csv")
    train = rows_cut(bikes, "rentals", HONEST).train
    happened = event_rows(bikes, "rentals", "in its top quarter", train)
    limit = np.quantile(bikes.frame["rentals"].iloc[train], 0.75)
    assert (happened == (bikes.frame["rentals"] > limit)).all() and abs(happened[train].mean() - 0.25) < 0.01
    assert events_of(shipped("penguins.csv"), "species")[0] == "Chinstrap", "the rarest first"


def own(table: pd.DataFrame, **link: str):
    data = table.to_csv(index=False).encode()
    return scene(STEP, {"guess": "shown", "table": OWN, **link}, memory={"uploads": {"file": ("mine.csv", data)}})


def test_a_table_of_ones_own():
    rng = np.random.default_rng(1)
    load = rng.normal(size=300)
    table = pd.DataFrame({"load": load, "noise": rng.normal(size=300), "failed": np.where(
        load + rng.normal(size=300) > 1, "yes", "no")})  # fmt: skip
    page = own(table, **SIGNED)
    assert page.ran.values["target"] == "failed" and "mine.csv" in report(page)
    assert "No column was caught giving the answer away" in own(table, **SIGNED, at=at("Target")).said
    few = own(table.assign(failed=["yes"] * 5 + ["no"] * 295))
    assert "too few on one side" in few.said or "at least" in few.said.lower()
    assert own(table[["noise"]]).said and own(pd.DataFrame({"a": [1, 1]})).said
    nothing = scene(STEP, {"guess": "shown", "table": OWN}, memory={})
    assert any("Until you choose a file" in each["label"] for each in nothing.controls)
    shouted = own(table, **SIGNED | {"asks": "**bold** [x](y) $1$ <b>"}, at=at("Question"))
    assert not set("*$<[") & set(re.search("“(.*?)”", shouted.said)[1])


def test_a_report_lacks_what_it_is_said_to_lack():
    seen = set()
    for seed in range(300):
        text, gap, story = written(np.random.default_rng(seed))
        lines = text.splitlines()
        has = {
            "use": story.use in lines[0], "columns": story.knew not in lines[1], "split": story.split in lines[2],
            "base": "without a model" in lines[3], "price": story.miss in lines[4], "sure": "interval" in lines[5],
        }  # fmt: skip
        assert [part for part, there in has.items() if not there] == [gap], text
        seen.add((gap, story.event))
    assert len(seen) == len(PARTS) * len(STORIES)
    for seed in range(60):
        asked = understand(seed)
        assert asked.answer in {part[seed % 3] for part in PARTS.values()}


@pytest.mark.parametrize("base", [NO_BASE, NEVER, ALWAYS])
@pytest.mark.parametrize("miss", range(len(MISSES)))
def test_what_is_said_of_the_sentence_is_true_of_it(base, miss):
    page = look(STEP, **SIGNED | {"base": base, "miss": f"{miss}"}, at=at("Sentence"))
    ends = re.search("The report ends: “(.*)”", page.said)[1]
    assert ("what is saved, and how sure" in page.said) == ("interval" in ends) == ("**Sentence**, signed" in page.said)
    assert ("compares it with nothing" in page.said) == (base == NO_BASE)
    assert ("if both errors" in ends) == (not miss), "nobody has said that they cost the same"


def test_of_rules_that_cost_the_same_either_will_do():
    y = np.repeat([0, 1], 50)
    even = judged(y, y == 1, np.arange(100), 1, 0.5)
    assert even.never == even.always
    for base in (NEVER, ALWAYS):
        made = Choices("who does what", "late", "yes", WITHOUT, HONEST, base, TREE, 1, HALF, SAVES)
        assert all(point.signed for point in points(made, even, (), "", "at random"))


def test_one_false_alarm_is_told_as_one():
    page = look(STEP, **SIGNED, table="Penguins")
    assert page.ran.results["result"].alarms == 1 and "with 1 false alarm." in page.said
    assert "1 false alarm\n" in report(page)


def test_a_column_that_isnt_caught_isnt_called_innocent():
    failed = np.arange(300) % 2 == 0
    after = np.where(np.arange(300) % 10 == 0, ~failed, failed)  # written down later, and right nine times in ten
    table = pd.DataFrame({"after": after, "load": np.arange(300) % 7, "failed": np.where(failed, "yes", "no")})
    page = own(table, target="failed", columns=WITHOUT, at=at("Target"))
    assert not page.ran.values["left_out"] and "only you can say" in page.said
