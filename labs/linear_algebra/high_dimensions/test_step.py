"""What the step `high_dimensions` claims."""

import inspect
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import beta
from sklearn.metrics.pairwise import cosine_similarity as library_cosines

from core.data import passages, queries
from core.linear_algebra import chance_of_cosine, pair_cosines, random_unit_vectors
from labs.linear_algebra.high_dimensions import picture as charts
from labs.linear_algebra.high_dimensions import step as step
from labs.linear_algebra.high_dimensions.question import question
from labs.linear_algebra.high_dimensions.understand import understand
from tests.conftest import look
from ui.question import judge

PROSE = step.high_dimensions.prose


def random_cosines(d):
    return pair_cosines(random_unit_vectors(148, d, np.random.default_rng(0)))


# ---------------------------------------------------------------- the two functions of core


@given(arrays(float, (5, 3), elements=st.floats(-9, 9)).filter(lambda X: np.linalg.norm(X, axis=1).min() > 1e-3))
def test_pair_cosines_are_the_librarys(X):
    assert pair_cosines(X) == pytest.approx(library_cosines(X)[np.triu_indices(5, k=1)], abs=1e-9)


def test_pair_cosines_refuse_what_has_no_direction():
    with pytest.raises(ValueError, match="Row 1 of X is a zero vector"):
        pair_cosines([[1, 2], [0, 0]])
    with pytest.raises(ValueError, match="at least two"):
        pair_cosines([[1, 2]])


@pytest.mark.parametrize("d", step.DIMENSIONS)
@pytest.mark.parametrize("c", [-1, -0.3, 0, 0.0788, 0.157, 0.5, 0.999, 1])
def test_the_chance_of_a_cosine_is_that_of_the_beta_distribution(c, d):
    # (1 + cosine) / 2 of two random directions is Beta((d − 1)/2, (d − 1)/2)
    expected = beta.sf((1 + c) / 2, (d - 1) / 2, (d - 1) / 2)
    assert chance_of_cosine(c, d) == pytest.approx(expected, rel=1e-4, abs=1e-12)


@settings(max_examples=50)
@given(st.floats(0, 1), st.integers(2, 2000))
def test_as_many_cosines_above_as_below(c, d):
    assert chance_of_cosine(c, d) + chance_of_cosine(-c, d) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(("d", "c"), [(2, 0.7), (10, 0.2), (384, 0.1)])
def test_the_chance_of_a_cosine_is_what_random_pairs_do(c, d):
    U, V = (random_unit_vectors(5000, d, np.random.default_rng(seed)) for seed in (1, 2))
    assert np.mean(np.sum(U * V, axis=1) >= c) == pytest.approx(chance_of_cosine(c, d), abs=0.02)


@pytest.mark.parametrize(("c", "d", "why"), [(1.2, 3, "from −1 to 1"), (0.5, 1, "2 or more"), ("a", 3, "numbers")])
def test_the_chance_of_what_is_no_cosine(c, d, why):
    with pytest.raises(ValueError, match=why):
        chance_of_cosine(c, d)


# ---------------------------------------------------------------- prose, prediction, task


def test_the_spreads_in_the_prose():
    figures = re.findall(r"(0\.\d+) in (\d+)", PROSE.split("spread")[1])[:2]
    assert [d for _, d in figures] == ["2", "1536"]
    for spread, d in figures:
        decimals = len(spread.split(".")[1])
        assert float(spread) == round(1 / np.sqrt(int(d)), decimals)
        assert np.std(random_cosines(int(d))) == pytest.approx(float(spread), rel=0.02)


@pytest.mark.parametrize("d", step.DIMENSIONS)
def test_the_measured_spread_stands_beside_the_rule(d):
    assert np.std(random_cosines(d)) == pytest.approx(1 / np.sqrt(d), rel=0.05)


def test_cosines_gather_around_zero():
    tried = look(step.high_dimensions, d=look(step.high_dimensions).tries["d"]).ran
    assert tried.values["d"] == 1536 and tried.results["spread"] < 0.03
    spreads = [np.std(random_cosines(d)) for d in step.DIMENSIONS]
    assert spreads == sorted(spreads, reverse=True) and spreads[-1] < 0.03
    assert np.abs(random_cosines(1536)).max() < 0.2


def test_a_cosine_of_a_fifth_is_common_in_10_dimensions_and_rare_in_384():
    assert "0.2 is nothing in 10 dimensions, and rare in 384" in " ".join(PROSE.split())
    assert chance_of_cosine(0.2, 10) > 0.25 and chance_of_cosine(0.2, 384) < 1e-4


def test_minilm_pairs_are_wider_than_chance_in_384_dimensions():
    assert np.std(pair_cosines(passages().vectors)) > 1.5 * np.std(random_cosines(384))


def test_the_task_can_be_done_with_a_mouse_and_not_at_the_start():
    pixel = (charts.SIZE[1] - charts.SIZE[0]) / 474
    thresholds = np.arange(0, 1001) / 1000
    good = [t for t in thresholds if 1 / 2000 <= chance_of_cosine(t, 384) <= 1 / 700]
    assert 0.157 in good and max(good) - min(good) > 2 * pixel
    assert 0.7 not in good


def test_hardly_a_question_reaches_the_threshold_of_another_model():
    answerable = [row for row, relevant in enumerate(queries().relevant) if relevant]
    best = (queries().vectors[answerable].astype(float) @ passages().vectors.astype(float).T).max(axis=1)
    bite = " ".join(inspect.getsource(step.high_dimensions.body).replace('"\n        "', "").split())
    assert (
        f"of the {len(best)} questions that the passages of this lab can answer, {np.sum(best < 0.7)} find no" in bite
    )


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "none"), (1, "all"), (1e-9, "fewer than 1 in a million"), (0.001, "1 in 1,000"), (0.253, "25.3 %"),
     (0.99999, "over 99.9 %"), (1 - 1e-17, "all")],
)  # fmt: skip
def test_shares_in_words(share, words):
    assert step.how_often(share) == words


# ---------------------------------------------------------------- picture


@pytest.mark.parametrize("t", [0, 0.001, 0.157, 0.16, 0.7, 1])
@pytest.mark.parametrize("d", [2, 1536])
def test_the_two_parts_of_the_histogram_meet_at_the_threshold(t, d):
    below, above, *_ = charts.cosine_marks(*bars(d), t, "")
    below, above = np.array(below["points"]), np.array(above["points"])
    assert below[:, 0].max() == t == above[:, 0].min()
    assert np.all(np.diff(below[:, 0]) >= 0) and np.all(np.diff(above[:, 0]) >= 0)


@pytest.mark.parametrize("d", step.DIMENSIONS)
def test_both_histograms_stand_on_one_scale_and_it_is_said(d):
    """Equal shares are equally high, the tallest bar is 1 high, and the legend says what share it holds."""
    tops = [shares.max() for shares in bars(d)]
    below, above, _, both, *_ = charts.cosine_marks(*bars(d), 0, "")
    outlines = np.array(below["points"] + above["points"]), np.array(both["points"])
    heights = [outline[:, 1].max() for outline in outlines]
    assert max(heights) == 1 and heights[0] / heights[1] == pytest.approx(tops[0] / tops[1], rel=0.01)
    legend = [
        mark["text"] for mark in look(step.high_dimensions, d=str(step.DIMENSIONS.index(d))).marks if "text" in mark
    ]
    assert any(f"tallest bar: {100 * max(tops):.1f}" in text for text in legend)


def bars(d):
    return charts.shares(random_cosines(d)), charts.shares(pair_cosines(passages().vectors))


@pytest.mark.parametrize("d", step.DIMENSIONS)
def test_what_is_at_hand_while_it_moves_is_what_the_cell_computes(d):
    ran = look(step.high_dimensions, d=str(step.DIMENSIONS.index(d)), t="0.157,1.16").ran
    for value, quick in zip(ran.results.values(), step.at_hand(d, 0.157)):
        assert np.array_equal(value, quick)


def test_a_chance_too_small_to_compute_is_not_called_none():
    assert chance_of_cosine(0.95, 1536) == 0, "the sum underflows"
    says = look(step.high_dimensions, d="8", t="0.95,1.16").said
    assert "**fewer than 1 in a million** of them pass by chance" in says
    says = look(step.high_dimensions, d="8", t="1,1.16").said
    assert "**none** of them pass by chance" in says


# ---------------------------------------------------------------- checkpoint


@pytest.mark.parametrize("seed", range(500))
def test_the_checkpoint(seed):
    asked = question(seed)
    d = int(re.search(r"\$(\d+)\$ numbers", asked.prompt).group(1))
    k = ["two", "three", "four", "five"].index(re.search(r"threshold (\w+) spreads", asked.prompt).group(1)) + 2
    assert asked.answer == pytest.approx(k * d**-0.5) and asked.is_clear()
    assert asked.solution.endswith(f"**{asked.answer:.3f}**.") and judge(asked, f"{asked.answer:.3f}").right
    for wrong, why in [(k / d, "divided by d"), (d**-0.5, "one spread"), ((k / d) ** 0.5, "under the root")]:
        assert why in judge(asked, f"{wrong:.4f}").why


# ---------------------------------------------------------------- the question to understand


def table_of(asked, columns):
    return re.findall(r"\| ([^|\n]+) " + r"\| ([\d.]+) " * columns + r"\|", asked.prompt)


@pytest.mark.parametrize("seed", range(0, 150, 5))
def test_the_cosine_that_chance_reaches_least_or_most_often(seed):
    asked = understand(seed)
    chances = {name: chance_of_cosine(float(cosine), int(d)) for name, d, cosine in table_of(asked, 2)}
    assert len(chances) == 3
    assert asked.answer == (max if "**random** directions reach that cosine most" in asked.prompt else min)(
        chances, key=chances.get
    )


@pytest.mark.parametrize("seed", range(1, 150, 5))
def test_what_the_cosines_of_another_model_tell(seed):
    asked = understand(seed)
    t = float(re.search(r"threshold of ([\d.]+)\.", asked.prompt)[1])
    d = int(re.search(r"(\d+) numbers", asked.prompt)[1])
    (_, mean, spread), (_, related, spread_of_related) = [(n, float(a), float(b)) for n, a, b in table_of(asked, 2)]
    if "everything" in asked.prompt:
        assert mean - 2 * spread > t and "higher" in asked.answer
    else:
        assert related + 2 * spread_of_related < t
        told_apart = related - mean > 2.5 * max(spread, spread_of_related)
        assert ("lower" if told_apart else "two models") in asked.answer
        assert told_apart or spread == spread_of_related == round(1 / np.sqrt(d), 3)
    assert related < 1


@pytest.mark.parametrize("seed", range(2, 150, 5))
def test_the_histogram_of_random_pairs(seed):
    asked = understand(seed)
    d = int(re.search(r"(\d+) numbers", asked.prompt)[1])
    found = {}
    for name, sketch in zip(asked.choices, asked.sketches):
        x, y = np.array(sketch.marks[0]["points"])[1:-1].T
        mean = np.sum(x * y) / np.sum(y)
        found[name] = mean, np.sqrt(np.sum((x - mean) ** 2 * y) / np.sum(y))
    for name, (mean, spread) in found.items():
        random = abs(mean) < 0.01 and spread == pytest.approx(1 / np.sqrt(d), rel=0.03)
        assert (random if "random" in asked.prompt else mean > 0.5) == (name == asked.answer)


@pytest.mark.parametrize("seed", range(3, 40, 5))
def test_what_another_number_of_dimensions_does_to_the_spread(seed):
    asked = understand(seed)
    less, more = sorted(map(int, re.findall(r"\b\d+\b", asked.prompt)))
    spread_of_less, spread_of_more = (np.std(random_cosines(d)) for d in (less, more))
    factor = int(re.search(r"becomes (\d+) times", asked.answer)[1])
    assert spread_of_less / spread_of_more == pytest.approx(factor, rel=0.07)
    assert ("narrower" in asked.answer) == (f"{more} numbers" in asked.prompt and f"of {less}" in asked.prompt)


@pytest.mark.parametrize("seed", range(4, 150, 5))
def test_how_many_of_the_pairs_that_pass_are_due_to_chance(seed):
    asked = understand(seed)
    pattern = r"among ([\d,]+) .* with (\d+) numbers .* 1 in ([\d,]+) pairs .* ([\d,]+) pairs pass"
    n, d, rare, found = (int(text.replace(",", "")) for text in re.search(pattern, asked.prompt).groups())
    t = float(re.search(r"threshold of ([\d.]+),", asked.prompt)[1])
    assert 1 / chance_of_cosine(t, d) == pytest.approx(rare, rel=0.06)
    share = n * (n - 1) / 2 * chance_of_cosine(t, d) / found
    assert share > 0.8 if asked.answer.startswith("Most") else share < 0.05
    assert f"1 in {rare:,}" not in asked.answer and share > 20 / rare, "not the share of random pairs that pass"
