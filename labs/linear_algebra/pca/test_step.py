"""What the step `pca` claims."""

import re

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from core.data import digits, wine
from core.linear_algebra import principal_components, variance_along
from labs.linear_algebra.pca import picture as draw
from labs.linear_algebra.pca.question import question
from labs.linear_algebra.pca.step import (
    DIGITS,
    FIRST,
    GUESSES,
    HOW_MANY,
    PAIRS,
    SHOWN,
    TABLES,
    at_hand,
    by_angle,
    fewest,
    pca,
    two_columns,
)
from tests.conftest import look

PLACES = [(pair, standardised) for pair in PAIRS.values() for standardised in (False, True)]


def shown(**link):
    return look(pca, **link)


def best_share(pair, standardised):
    return PCA().fit(two_columns(pair, standardised)).explained_variance_ratio_[0]


def test_the_prediction_is_the_highest_guess_that_the_best_axis_passes():
    page, best = shown(), best_share(FIRST, False)
    _, choices, answer = page.asked
    assert answer == max((c for c in choices if GUESSES[c][0] < best), key=lambda choice: GUESSES[choice][0])
    assert f"keeps {100 * best:.1f} %" in shown(guess="1").verdict
    tried = shown(**page.tries)
    assert f"The best axis keeps **{100 * best:.1f}\u00a0%**" in tried.said and not any(tried.tasks.values())
    assert np.corrcoef(two_columns(FIRST, False).T)[0, 1] > 0.5  # "the two rise together"


@pytest.mark.parametrize(("pair", "standardised"), PLACES)
def test_the_first_task_waits_for_a_hand_and_can_be_done_on_the_handles_grid(pair, standardised):
    X, best = two_columns(pair, standardised), best_share(pair, standardised)
    total = X.var(axis=0, ddof=1).sum()
    left, right, bottom, top = draw.REACH
    grid = [(x, y) for x in np.arange(left, right, 0.3) for y in np.arange(0.1, top, 0.3)]
    assert variance_along(X, (2.4, -0.9)) / total < 0.99 * best
    assert max(variance_along(X, v) for v in grid) / total >= 0.99 * best


def test_the_first_task_is_done_near_the_best_axis():
    (x, y), _ = principal_components(two_columns(FIRST, False))[0]
    page = shown(v=f"{3 * x:.2f},{3 * y:.2f}")
    assert page.ran.results["kept"] > 0.99 * page.ran.results["best"] and list(page.tasks.values()) == [True, False]


@pytest.mark.parametrize(("pair", "standardised"), PLACES)
def test_the_curve_is_that_of_the_axis_and_its_top_is_the_first_component(pair, standardised):
    curve = by_angle(pair, standardised)
    x, y = principal_components(two_columns(pair, standardised))[0][0]
    assert abs(int(np.argmax(curve)) - np.degrees(np.arctan2(y, x)) % 180) <= 1
    assert curve.max() == pytest.approx(best_share(pair, standardised), abs=1e-3)
    assert curve[0] == pytest.approx(curve[180]) and curve[:91] + curve[90:] == pytest.approx(1)  # kept and lost


@pytest.mark.parametrize("pair", PAIRS.values())
def test_standardised_columns_have_a_diagonal_for_their_best_axis(pair):
    assert np.abs(principal_components(two_columns(pair, True))[0]) == pytest.approx(np.sqrt(0.5))
    assert abs(np.corrcoef(two_columns(pair, True).T)[0, 1]) > 0.2


@pytest.mark.parametrize(("pair", "standardised"), PLACES)
def test_points_and_shadows_stay_on_their_part_of_the_plane(pair, standardised):
    X = two_columns(pair, standardised)
    X = X - X.mean(axis=0)
    for turn in np.radians(np.arange(0, 180, 7)):
        axis = np.array([np.cos(turn), np.sin(turn)])
        shadows = np.outer(X @ axis, axis)
        for x, y in (X.T, shadows.T):
            assert np.abs(x).max() / draw.scale(X) <= 3.9 and np.abs(y).max() / draw.scale(X) <= 2.45


def test_the_figures_of_where_it_bites():
    raw, weights = PCA().fit(wine().X), np.abs(PCA().fit(wine().X).components_[0])
    fair = PCA().fit(StandardScaler().fit_transform(wine().X))
    bite = shown().bite
    assert f"{100 * raw.explained_variance_ratio_[0]:.1f} % of the variance" in bite
    assert f"first component keeps {100 * fair.explained_variance_ratio_[0]:.0f} %" in bite
    assert wine().names[int(weights.argmax())] == "proline" == wine().names[int(wine().X.std(axis=0).argmax())]
    assert "proline, the column with the largest spread" in bite
    assert sorted(weights.round(1)) == [0] * 12 + [1]


def test_the_largest_numbers_alone_lead_no_component():
    X = wine().X.copy()
    X[:, 2] += 1e6  # ash: by far the largest numbers, with the spread it had
    assert wine().names[int(np.abs(principal_components(X)[0][0]).argmax())] == "proline"


def test_raw_wine_is_proline_and_the_page_says_so():
    page = shown(view=HOW_MANY, of="Wine, raw")
    assert "The first component keeps **99.8\u00a0%**" in page.said and "**proline**, with weight 1.00" in page.said
    assert "keeps **36.2\u00a0%**" in shown(view=HOW_MANY, of="Wine, standardised").said


def test_the_second_task_can_be_done_and_by_one_k_only():
    least = fewest(0.9)
    kept = PCA(svd_solver="full").fit(DIGITS).explained_variance_ratio_.cumsum()
    assert kept[least - 2] < 0.899 < 0.9 < kept[least - 1]
    done = [list(shown(view=HOW_MANY, k=str(k)).tasks.values()) for k in (least - 1, least, least + 1)]
    assert done == [[False, False], [False, True], [False, False]]


@pytest.mark.parametrize("k", [0, 1, 10, 64])
def test_digits_are_rebuilt_as_scikit_learn_rebuilds_them(k):
    page = shown(view=HOW_MANY, k=str(k))
    model = PCA(svd_solver="full").fit(DIGITS)
    rebuilt = model.mean_ + model.transform(DIGITS)[:, :k] @ model.components_[:k]
    assert page.ran.results["rebuilt"] == pytest.approx(rebuilt, abs=0.00501)
    assert page.ran.results["kept"] == pytest.approx(model.explained_variance_ratio_[:k].sum())
    kept = re.search(r"\*\*([^*]+)\*\*", page.said).group(1)
    assert kept.replace("\u00a0", " ") in {"0 %", "14.7 %", "74.1 %", "100 %"}


def test_the_digits_are_every_fourth_and_the_shown_ones_what_they_seem():
    assert len(DIGITS) == 449 and len(digits().X) == 1797
    assert digits().labels[3::4][SHOWN].tolist() == [0, 2, 3, 5, 8]


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("k", [0, 1, 7, 13])
def test_what_is_at_hand_while_it_moves_is_what_the_cell_computes(name, k):
    link = {"view": HOW_MANY, "of": name, "k" if name == "Digits" else "kw": str(k)}
    ran = shown(**link).ran
    for value, quick in zip(ran.results.values(), at_hand(name, ran.values["k"])):
        assert np.array_equal(value, quick)


def test_pixels_cut_to_what_can_be_drawn_are_said_to_be():
    for k, words in [
        ("0", "rebuilt from 0 numbers each"),
        ("1", "rebuilt from 1 number each"),
        ("10", "from 10 numbers"),
    ]:
        page = shown(view=HOW_MANY, k=k)
        said = next(mark["text"] for mark in page.marks if mark.get("text", "").startswith("rebuilt"))
        outside = page.ran.results["rebuilt"][SHOWN].min() < 0 or page.ran.results["rebuilt"][SHOWN].max() > 1
        assert words in said and said.endswith("cut to 0…1") == outside


def test_each_view_has_its_code_and_both_tasks():
    find, many = shown(), shown(view=HOW_MANY)
    assert "components" in find.ran.results and "rebuilt" in many.ran.results
    assert list(find.tasks) == list(many.tasks)


def test_the_checkpoint_reads_off_the_eigenvalues():
    for seed in range(500):
        asked = question(seed)
        eigenvalues = [int(n) for n in re.search(r"eigenvalues ([\d, ]+)\.", asked.prompt).group(1).split(", ")]
        k = int((re.search(r"first (\d) components", asked.prompt) or [0, 1])[1])
        components = np.diag(np.sqrt(eigenvalues))  # a table whose covariance has these eigenvalues
        _, variances = principal_components(np.vstack([components, -components]))
        assert asked.answer == pytest.approx(variances[:k].sum() / variances.sum())
