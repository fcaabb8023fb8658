"""The report on a table: targets, suspects, splits and scores, each against a reference or a planted fault."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some
from sklearn import datasets
from sklearn.metrics import accuracy_score, r2_score

from labs.apply.your_data import report
from labs.apply.your_data.tables import read_table
from tests.conftest import ROOT


def table_of(**columns):
    return read_table(pd.DataFrame(columns).to_csv(index=False).encode(), "made.csv")


def shipped(name):
    return read_table((ROOT / "data" / name).read_bytes(), name)


RNG = np.random.default_rng(5)
N = 200
X1, X2 = RNG.normal(size=(2, N)).round(3)


@pytest.mark.parametrize(
    "name, target", [("penguins.csv", "species"), ("flights_nyc_2013.csv", "late"), ("anscombe.csv", "y")]
)
def test_the_target_is_guessed_as_people_would(name, target):
    assert report.suggest_target(shipped(name)) == target


@pytest.mark.parametrize(
    "values, reason",
    [
        ([7] * N, "never changes"),
        ([f"u{k:04d}x" for k in range(N)], "holds ids"),
        ([f"some words number {k} of it all" for k in range(N)], "free text"),
        ([f"w{k // 2}" for k in range(N)], "100 classes"),
        ([1.5, 2.5] + [None] * (N - 2), "known in 2 rows"),
    ],
)
def test_what_cannot_be_predicted_gets_a_reason(values, reason):
    with pytest.raises(ValueError, match=reason):
        report.task_of(table_of(a=X1, word=["u", "v"] * (N // 2), t=values), "t")


def test_leaks_that_were_planted_are_found():
    y = X1 + RNG.normal(size=N)
    late = np.where(y > 1, "yes", "no")
    when = [f"{k:.2f}" if answer == "yes" else "" for k, answer in zip(X2, late)]
    number = table_of(a=X1, copy=2 * y + 1, part=X2, rest=y - X2, y=y)
    found = report.leak_suspects(number, "y")
    assert found[0].column == "copy" and found[0].strength > 0.9
    added = {suspect.column for suspect in report.leak_suspects(table_of(a=X1, part=X2, rest=y - X2, y=y), "y")}
    assert added == {"part", "rest"}
    gaps = report.leak_suspects(table_of(a=X1, closed=when, b=X2, late=late), "late")
    assert any(suspect.column == "closed" for suspect in gaps)
    assert report.leak_suspects(table_of(a=X1, b=X2, y=y), "y") == []


def planted(kind: str, n: int, seed: int):
    """A table with a leak of one kind: its target, and the columns that leak."""
    rng = np.random.default_rng(seed)
    a, b, c = rng.normal(size=(3, n)).round(3)
    y = (100 + 15 * (a + 0.5 * b) + 10 * rng.normal(size=n)).round(2)
    yes = np.where(y > np.quantile(y, 0.7), "yes", "no")
    part, count, price = rng.normal(50, 10, n).round(2), rng.integers(1, 9, n), rng.uniform(2, 9, n).round(2)
    made = {
        "nothing": ({"y": y}, "y", set()),
        "nothing in classes": ({"late": yes}, "late", set()),
        "another unit": ({"eur": (1.1 * y).round(2), "y": y}, "y", {"eur"}),
        "a logarithm": ({"log": np.log(y).round(4), "y": y}, "y", {"log"}),
        "steps": ({"band": pd.cut(y, 4, labels=list("abcd")), "y": y}, "y", {"band"}),
        "parts of a sum": ({"p": part, "q": (y - part).round(2), "y": y}, "y", {"p", "q"}),
        "a product": ({"k": count, "price": price, "y": (count * price).round(2)}, "y", {"k", "price"}),
        "a cut": ({"minutes": y, "late": yes}, "late", {"minutes"}),
        "other names": ({"status": np.where(yes == "yes", "closed", "open"), "late": yes}, "late", {"status"}),
        "a telling gap": ({"refund": np.where(yes == "yes", c, np.nan), "late": yes}, "late", {"refund"}),
    }
    columns, target, leak = made[kind]
    return table_of(a=a, b=b, word=rng.choice(["u", "v", "w"], n), c=c, **columns), target, leak


KINDS = ["nothing", "nothing in classes", "another unit", "a logarithm", "steps", "parts of a sum", "a product",
         "a cut", "other names", "a telling gap"]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n, seed", [(60, 0), (200, 1), (500, 2)])
def test_a_leak_is_found_and_nothing_else(kind, n, seed):
    table, target, leak = planted(kind, n, seed)
    assert {suspect.column for suspect in report.leak_suspects(table, target)} == leak


def test_a_strong_column_is_no_suspect():
    """Area and rooms each tell much of a price; the temperature tells nearly all of the ice cream sold."""
    area = RNG.uniform(30, 200, N).round()
    rooms = (area / 30 + RNG.normal(0, 0.5, N)).round().clip(1)
    homes = table_of(area_m2=area, rooms=rooms, year=RNG.integers(1900, 2020, N), price=(3 * area + 20 * rooms).round())
    assert {s.column for s in report.leak_suspects(homes, "price")} == {"area_m2", "rooms"}, "made from them"
    homes = table_of(area_m2=area, rooms=rooms, price=(3 * area + 20 * rooms + RNG.normal(0, 30, N)).round())
    assert report.leak_suspects(homes, "price") == []
    heat = table_of(heat=X1, day=["mon", "tue"] * (N // 2), wind=X2, a=X2**2, sold=(50 + 10 * X1 + X2 / 10).round(2))
    assert report.leak_suspects(table_of(**heat.frame.drop(columns="wind")), "sold") == []


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "diabetes", "digits"])
def test_the_tables_of_scikit_learn_have_no_suspect(name):
    frame = getattr(datasets, f"load_{name}")(as_frame=True).frame
    table = read_table(frame.to_csv(index=False).encode(), f"{name}.csv")
    assert report.leak_suspects(table, "target") == []


def test_the_suspects_of_the_shipped_tables_are_leaks():
    """Of every column of every shipped table that can be predicted: sums and means of others, and the delays."""
    found = {}
    for path in (ROOT / "data").glob("*.csv"):
        try:
            table = read_table(path.read_bytes(), path.name)
        except ValueError:
            continue
        for target in filter(lambda name: report.can_be_target(table, name), table.frame):
            if suspects := report.leak_suspects(table, target):
                found[path.stem, target] = {suspect.column for suspect in suspects}
    bikes, heights = {"casual", "registered", "rentals"}, {"father_in", "mother_in", "midparent_in"}
    expected = {("bike_sharing_daily", name): bikes - {name} for name in bikes}
    expected |= {("galton_families", name): heights - {name} for name in heights}
    expected |= {("smollm2_lens", "answer"): {"prompt"}, ("smollm2_lens", "prompt"): {"answer"}}  # one answer a prompt
    assert found == expected | {("flights_nyc_2013", "late"): {"arr_delay_min", "dep_delay_min"}}


def test_a_trend_over_time_is_no_suspect():
    """Screened in the order of the rows: the day tells of a rising number only because the number rises."""
    days = pd.date_range("2020-01-01", periods=N).astype(str)
    rising = (np.arange(N) * 3.0 + RNG.normal(0, 1, N)).round(2)
    late = np.where(np.arange(N) < 120, "no", "yes")
    table = table_of(day=days, week=np.arange(N) // 7, other=(rising * 2 + RNG.normal(0, 5, N)).round(1), y=rising)
    assert report.leak_suspects(table, "y") == []
    assert report.leak_suspects(table_of(day=days, row=np.arange(N) + 0.5, a=X1, late=late), "late") == []


def test_people_stay_on_one_side():
    table = table_of(patient=[f"p{k // 5}" for k in range(N)], a=X1, y=X2)
    split = report.honest_split(table, "y", np.arange(N))
    who = table.frame["patient"].to_numpy()
    assert split.kind == "group" and not set(who[split.train]) & set(who[split.test])
    assert "patient" in report.usable(table, "y")[1]


def test_the_future_is_tested_and_the_past_trained():
    days = pd.date_range("2020-01-01", periods=N).astype(str)
    order = RNG.permutation(N)
    table = table_of(day=np.array(days)[order], a=X1, y=X2)
    split = report.honest_split(table, "y", np.arange(N))
    when = table.frame["day"].to_numpy()
    assert split.kind == "time" and when[split.train].max() <= when[split.test].min()


def test_repeated_rows_stay_together():
    table = table_of(a=np.tile(X1[:100], 2), y=np.tile(X2[:100], 2))
    split = report.honest_split(table, "y", np.arange(N))
    assert not set(table.frame["a"].iloc[split.train]) & set(table.frame["a"].iloc[split.test])


@pytest.mark.parametrize("name", ["penguins.csv", "galton_families.csv"])
def test_splits_share_no_row_and_lose_none(name):
    table = shipped(name)
    target = report.suggest_target(table)
    rows = report.known_rows(table, target)[0]
    for split in (report.honest_split(table, target, rows), report.drawn_split(table, target, rows)):
        assert sorted([*split.train, *split.test]) == rows.tolist() and len(split.units) == len(split.test)


def test_scores_are_those_of_the_library():
    y, guess = X1, X1 + 0.3 * X2
    scores = report.score_models(
        y, {"baseline": np.full(N, y.mean()), "linear": guess, "tree": guess * 0.5}, np.arange(N)
    )
    assert scores.score == pytest.approx([0, r2_score(y, guess), r2_score(y, guess * 0.5)])
    words = np.where(X1 > 0, "a", "b").astype(object)
    other = np.where(X1 > 0.3, "a", "b").astype(object)
    scores = report.score_models(
        words, {"baseline": np.full(N, "a", object), "linear": other, "tree": words}, np.arange(N)
    )
    assert scores.score == pytest.approx([accuracy_score(words, guess) for guess in (np.full(N, "a"), other, words)])
    assert np.all(scores.low <= scores.score) and np.all(scores.score <= scores.high) and scores.better == "tree"


def test_rows_that_belong_together_make_the_interval_wider():
    guess = np.repeat(RNG.random(20) < 0.7, 10)
    y = np.full(N, "a", object)
    predicted = {"baseline": y, "linear": np.where(guess, "a", "b").astype(object), "tree": y}
    apart, together = (report.score_models(y, predicted, units) for units in (np.arange(N), np.arange(N) // 10))
    assert together.high[1] - together.low[1] > 2 * (apart.high[1] - apart.low[1])


def test_scales_and_the_strongest_pair_are_told():
    table = table_of(m=X1, mm=1000 * X1 + X2, other=np.cumsum(np.arange(N) % 7.0), y=X2)
    scales, pair = report.relations(table, "y")
    frame = table.frame
    assert f"{frame['mm'].std() / frame['m'].std():,.0f} times" in scales and "“mm”" in scales
    assert f"“m” and “mm”, r = {np.corrcoef(frame['m'], frame['mm'])[0, 1]:.3f}." in pair
    assert report.relations(table_of(word=["u", "v"] * 100, y=X2), "y") == []


def test_a_score_of_tiny_numbers_is_a_number():
    y = X1 * 1e-9
    sums = report.unit_sums(y, y + X2 * 1e-10, np.arange(N)).sum(axis=0)
    assert float(report.score_of(sums)) == pytest.approx(r2_score(X1, X1 + X2 / 10))


def test_what_lies_beyond_training_is_counted():
    told = report.beyond_told(np.array([1.0, 2, 3]), np.array([0.5, 1, 2, 2, 4, 4]))
    assert told.startswith("2 of 6 test rows lie above all that training saw") and "tree" in told
    assert report.beyond_told(np.array([1.0, 3]), np.array([1.0, 2, 3])) == ""
    assert report.beyond_told(np.array([1.0, 3]), np.array([0.5, 2])).startswith("1 of 2 test rows lies below")


@pytest.mark.parametrize(
    "name, values, group",
    [
        ("years_member", np.arange(N) % 10, False), ("family_size", np.arange(N) % 9, False),
        ("n_customers", np.arange(N) % 12, False), ("customer", np.arange(N) % 12, True),
        ("store_nr", np.arange(N) % 12, True), ("patientId", np.arange(N) % 12, True),
        ("player name", [f"P{n % 12} A" for n in range(N)], True), ("number_of_rooms", np.arange(N) % 30, False),
    ],
)  # fmt: skip
def test_a_count_named_like_a_group_is_none(name, values, group):
    table = table_of(**{name: values, "a": X1, "y": X2})
    assert (report.group_column(table, "y") == name) == group
    assert (name in report.usable(table, "y")[0]) != group


def test_most_alike_is_said_of_columns_that_are():
    assert "Most alike" not in " ".join(report.relations(table_of(a=X1, b=X2, y=X1 + X2), "y"))
    said = " ".join(report.relations(table_of(a=X1, b=-X1 + X2 / 5, y=X2), "y"))
    assert re.search(r"“a” and “b”, r = −0\.9", said)


numbers = some.lists(some.floats(-1e6, 1e6).map(lambda value: round(value, 3)), min_size=3, max_size=30)


@given(numbers, some.floats(0.1, 100), some.floats(-1e3, 1e3))
@settings(max_examples=80)
def test_a_score_knows_no_units(values, factor, shift):
    y = np.array(values)
    guess, units = np.roll(y, 1), np.arange(len(y))
    assume(np.std(y) > 0.01 + 1e-4 * np.abs(y).max())
    one, other = (
        float(report.score_of(report.unit_sums(a, b, units).sum(axis=0)))
        for a, b in ((y, guess), (factor * y + shift, factor * guess + shift))
    )
    assert one == pytest.approx(r2_score(y, guess), rel=1e-6, abs=1e-6)
    assert other == pytest.approx(one, rel=1e-4, abs=1e-4)
    assert report.error_removed(y, guess) == pytest.approx(one, rel=1e-6, abs=1e-6)


@given(some.lists(some.integers(0, 12), min_size=10, max_size=80), some.integers(0, 9))
@settings(max_examples=60)
def test_a_unit_is_never_on_both_sides(groups, seed):
    units = pd.factorize(np.array(groups))[0]
    assume(len(set(units)) > 1)
    rows = np.arange(len(units)) * 3
    split = report.split_by_units(rows, units, "group", "", seed)
    sides = set(units[split.train // 3]), set(units[split.test // 3])
    assert not sides[0] & sides[1] and sorted([*split.train, *split.test]) == rows.tolist()
    assert len(split.units) == len(split.test) and len(set(split.units)) == len(sides[1])


@given(some.lists(some.sampled_from("abc"), min_size=4, max_size=60), some.integers(0, 99))
@settings(max_examples=60)
def test_the_baseline_gains_nothing_on_itself(words, seed):
    y = np.array(words, dtype=object)
    base, units = np.full(len(y), pd.Series(words).mode()[0], dtype=object), np.arange(len(y))
    right = report.score_models(y, {"baseline": base, "linear": base, "tree": y}, units, seed)
    assert right.low[2] == right.score[2] == right.high[2] == 1 and right.better in ("linear", "tree")
    assert right.score[0] == right.score[1] and right.low[0] <= right.high[0]
    same = report.score_models(y, {"baseline": base, "linear": base, "tree": base}, units, seed)
    assert same.gain == (0, 0, 0) and report.error_removed(y, base) == 0
