"""What the step `regularisation` claims."""

import re

import numpy as np
import pytest

from core.data import diabetes
from core.models import lasso_path, ridge, root_mean_squared_error
from core.optimisation import largest_stable_rate
from labs.calculus.regularisation import step as room
from labs.calculus.regularisation.again import again
from labs.calculus.regularisation.net import answers, trained
from labs.calculus.regularisation.step import DROPOUT, EARLY, L1, L2, LASSO, RIDGE, SHARES, STEPS, found, people
from labs.calculus.regularisation.step import regularisation as STEP
from labs.calculus.regularisation.understand import bars, choose, pictures
from tests.conftest import look, tried
from ui.words import number


def rows():
    (X, y), (unseen, measured), _ = people()
    return {"X": X, "y": y, "unseen": unseen, "measured": measured}


def test_the_people_are_three_groups_and_the_last_twenty_columns_are_noise():
    groups = people()
    assert [len(y) for _, y in groups] == [80, 181, 181] and sum(len(y) for _, y in groups) == 442
    X, _ = groups[0]
    assert X.shape == (80, 30) and np.allclose(X.mean(axis=0), 0) and np.allclose(X.std(axis=0), 1)
    noise = np.vstack([X[:, 10:] for X, _ in groups])
    assert np.abs(np.corrcoef(noise.T, np.concatenate([y for _, y in groups]))[-1, :-1]).max() < 0.2


def test_the_prediction_is_what_the_picture_shows():
    question, _, answer = look(STEP).asked
    weak, strong = found(L2, RIDGE[0]), found(L2, 1.0)
    for told in (weak[2], weak[3], strong[2]):
        assert number(told, 1) in question
    assert answer == "It falls" and strong[3] < weak[3] - 5 and strong[2] > weak[2]
    page = tried(STEP)
    assert number(strong[3], 1) in page.verdict and f"**{number(strong[3], 1)}** on people held out" in page.said
    noise = [np.sum(found(L2, each)[0][10:] ** 2) for each in (RIDGE[0], 1.0)]
    assert noise[0] - noise[1] > 0.5 * noise[0], "most of what the noise columns had is gone"


@pytest.mark.parametrize("kind", [L2, L1])
def test_the_task_is_one_place_inside_and_the_error_is_a_valley(kind):
    name, options = {L2: ("l2", RIDGE), L1: ("l1", LASSO)}[kind]
    part = "L2" if kind == L2 else "L1"
    done = [k for k in range(len(options)) if look(STEP, kind=kind, **{name: str(k)}).marked[0][1][part]]
    held = [found(kind, each)[3] for each in options]
    assert done == [int(np.argmin(held))] and 0 < done[0] < len(options) - 1
    assert options[done[0]] != 1.0 or kind == L1
    seen = [found(kind, each)[2] for each in options]
    assert np.all(np.diff(seen) > -1e-9), "where it learned, a penalty only costs"
    assert "No other λ on the slider does better there" in look(STEP, kind=kind, **{name: str(done[0])}).said
    if kind == L2:
        assert room.ridge_cell(**rows(), penalty=1.35)[3] < min(held), "off the slider there is a better one"
    both = look(STEP, kind=kind, met=str(1 - (part == "L1")), **{name: str(done[0])})
    assert list(both.marked[0][1].values()).count(True) >= 1


def test_weights_shrink_with_l2_and_die_one_by_one_with_l1():
    sizes = [np.sum(found(L2, each)[0] ** 2) for each in RIDGE]
    assert np.all(np.diff(sizes) < 0) and not any((found(L2, each)[0] == 0).any() for each in RIDGE)
    grows = np.diff([np.abs(found(L2, each)[0]) for each in RIDGE], axis=0) > 0
    assert grows.any() and "taken together, the weights shrink" in " ".join(STEP.prose.split())
    alive = [np.sum(found(L1, each)[0] != 0) for each in LASSO]
    assert alive[0] >= 29 and alive[-1] <= 1 and sum(b < a for a, b in zip(alive, alive[1:])) > 9
    best = room.best_of_all(L1)
    w = found(L1, best)[0]
    assert np.mean(w[10:] == 0) > np.mean(w[:10] == 0), "of the noise a larger share is dead"


@pytest.mark.parametrize("kind, settings", [(L1, LASSO[::6]), (EARLY, [1, 20, 3000]), (DROPOUT, [0.0, 0.5])])
def test_what_is_worked_out_before_is_what_the_cell_gives(kind, settings):
    for setting in settings:
        if kind == DROPOUT:
            given, kept = room.net_cell(**rows(), share=setting, of_pass=7), room.passed(setting, 7)
        elif kind == L1:
            given = room.lasso_cell(**rows(), penalties=np.array(LASSO), penalty=setting)
            kept = found(kind, setting)
            assert room.lasso_library(**rows(), penalties=np.array(LASSO), penalty=setting) == pytest.approx(
                room.theirs(setting)
            )
        else:
            given, kept = room.early_cell(**rows(), steps=setting), found(kind, setting)
        for mine, theirs in zip(given, kept):
            assert mine == pytest.approx(theirs, abs=1e-9)


def test_stopping_early_is_much_like_a_penalty():
    assert largest_stable_rate(people()[0][0]) > room.RATE
    for steps in (2, 5, 20, 200):
        lam = 1 / (2 * room.RATE * steps)
        w, v = found(EARLY, steps)[0], ridge(*people()[0], lam)[0]
        assert np.corrcoef(w, v)[0, 1] > 0.9 and 0.5 < np.linalg.norm(w) / np.linalg.norm(v) < 2
        assert abs(found(EARLY, steps)[3] - root_mean_squared_error(people()[1][1], people()[1][0] @ v
                                                                    + people()[0][1].mean())) < 5  # fmt: skip
    sizes = [np.linalg.norm(found(EARLY, each)[0]) for each in STEPS]
    assert np.all(np.diff(sizes) > 0), "the weights grow from 0"
    assert not any((found(EARLY, each)[0] == 0).any() for each in STEPS)


def test_dropout_helps_on_people_held_out_and_varies_when_left_on():
    seen, held = ([found(DROPOUT, share)[k] for share in SHARES] for k in (2, 3))
    assert held[0] > min(held) + 5 and seen[0] == min(seen)
    page = look(STEP, kind=DROPOUT, share="5")
    said, plain = page.ran.results["said"], page.ran.results["plain"]
    assert np.ptp(said) > 20 and said.min() < plain < said.max()
    assert f"between {number(said.min())} and {number(said.max())}" in page.said
    none = look(STEP, kind=DROPOUT, share="0")
    assert np.allclose(none.ran.results["said"], none.ran.results["plain"]) and "Nothing is dropped" in none.said
    X, y = people()[0]
    net = trained(X, (y - y.mean()) / y.std(), 0.5, 30, np.random.default_rng(2))
    on = [answers(net, X[:1], 0.5, np.random.default_rng(k))[0] for k in range(4000)]
    spread = np.std(on) / np.sqrt(len(on))
    assert np.mean(on) == pytest.approx(answers(net, X[:1], 0, np.random.default_rng(0))[0], abs=4 * spread)


def test_the_figures_of_where_it_bites():
    bite, y = look(STEP).bite, diabetes().y
    for column in ("log triglycerides", "LDL"):
        x = diabetes().X[:, diabetes().names.index(column)]
        share = 1 / (np.var(x) + 1)
        assert room.taken(column) == pytest.approx(share)
        assert f"{100 * share:.1f}".removesuffix(".0") in bite
    ones = np.ones((len(y), 1))
    penalised = np.linalg.solve(ones.T @ ones / len(y) + np.eye(1), ones.T @ y / len(y))[0]
    assert penalised == pytest.approx(y.mean() / 2) and f"{number(penalised)} instead of {number(y.mean())}" in bite


def test_the_picture_called_right_is_the_one_that_was_asked_for():
    for seed in [*range(40), 295]:  # the last would draw two bars of one length
        question = pictures(np.random.default_rng(seed))
        name = next(each for each in ("least squares", "L2, ridge", "L1, the lasso") if each in
                    question.prompt.split("exactly 0.")[1])  # fmt: skip
        heights, rings = {}, {}
        for picture, sketch in zip(question.choices, question.sketches):
            heights[picture] = np.abs(np.array(sketch.marks[1]["segments"])[:, 1, 1]).max()
            rings[picture] = len(sketch.marks) > 2
        dead = [picture for picture in rings if rings[picture]]
        longest = max(heights, key=heights.get)
        right = {"L1, the lasso": dead[0], "least squares": longest}.get(name) or next(
            picture for picture in rings if picture not in (dead[0], longest)
        )
        assert sorted(heights.values())[-2] < 0.96 * heights[longest], "the longest of all is seen to be"
        assert len(dead) == 1 and longest not in dead and question.answer == right
    assert bars(np.array([0.0, 1.0])).marks[-1]["hollow"]


def test_a_rounded_error_is_the_printed_one_rounded():
    for seed in range(60):
        asked = again(seed).question
        learned, free = (
            re.search(r"it learned the error is ([\d.]+)\.", asked.prompt)[1],
            number(found(L2, RIDGE[0])[3], 1),
        )
        whys = {each.value: each.why for each in asked.mistakes}
        assert "where it learned" in whys[f"About {int(float(learned) + 0.5)}"]
        way, right = re.search(r"error (falls|rises), from [\d.]+: \*\*About (\d+)", asked.solution).groups()
        assert (way == "falls") == (float(right) < float(free)) and f"from {free}" in asked.solution


def test_the_penalty_taken_is_the_one_with_the_least_error_held_out():
    for seed in range(30):
        question = choose(np.random.default_rng(seed))
        table = re.findall(r"\| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|", question.prompt)
        best = min(table, key=lambda row: float(row[2]))
        assert question.answer == f"λ = {best[0]}"
        assert np.all(np.diff([float(row[1]) for row in table]) >= 0)


def test_what_a_penalty_does_for_certain():
    rng, moved = np.random.default_rng(0), set()
    for _ in range(40):
        X, U = rng.normal(size=(12, 5)), rng.normal(size=(30, 5))
        true = rng.normal(size=5) * rng.choice([0, 2])
        y, v = X @ true + rng.normal(size=12), U @ true + rng.normal(size=30)
        for fit, size in ((lambda lam: ridge(X, y, lam), lambda w: np.sum(w**2)),  # noqa: B023
                          (lambda lam: (w := lasso_path(X, y, [lam])[0], y.mean() - X.mean(axis=0) @ w),  # noqa: B023
                           lambda w: np.sum(np.abs(w)))):  # fmt: skip
            (w, b), (s, c) = fit(0.1), fit(1.0)
            assert np.mean((X @ w + b - y) ** 2) <= np.mean((X @ s + c - y) ** 2) + 1e-9 and size(s) <= size(w) + 1e-9
            moved.add(np.mean((U @ s + c - v) ** 2) > np.mean((U @ w + b - v) ** 2))
    assert moved == {True, False}, "held out it may go either way"
