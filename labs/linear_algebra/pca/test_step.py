"""What the step `pca` claims."""

import re

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from core.data import digits, wine
from core.linear_algebra import principal_components, standardise, variance_along
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
from labs.linear_algebra.pca.understand import understand
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


# ---------------------------------------------------------------- the question to understand


def plain(text):
    return text.replace("−", "-")


@pytest.mark.parametrize("seed", range(0, 120, 6))
def test_what_the_weights_and_the_share_of_the_first_component_tell(seed):
    asked = understand(seed)
    weights = np.abs(np.array(re.findall(r"\| (-?[\d.]+) \|", plain(asked.prompt)), dtype=float))
    share = int(re.search(r"keeps (\d+) %", asked.prompt)[1]) / 100
    assert len(weights) == 4 and np.sum(weights**2) == pytest.approx(1, abs=0.03)
    together = (4 * share - 1) / 3  # four standardised columns, each two of which correlate by this, keep such a share
    assert np.linalg.eigvalsh(np.full((4, 4), together) + (1 - together) * np.eye(4))[-1] / 4 == pytest.approx(share)
    if "in its units" in asked.prompt:
        assert weights.max() > 0.95 and asked.answer.startswith("One column, ")
        column = re.search(r"\| ([^|]*) \| 1\.00 \|", asked.prompt) or re.search(
            r"\| ([^|]*) \| 0\.99 \|", asked.prompt
        )
        assert column[1] in asked.answer
    else:
        assert weights.min() > 0.35 and weights.max() < 0.65
        assert asked.answer.startswith(
            "All the columns" if together > 0.85 else "The columns have little" if together < 0.2 else "?"
        )


def test_a_share_of_the_variance_says_nothing_of_what_is_to_be_predicted():
    rng = np.random.default_rng(0)
    wanted = rng.choice([-1.0, 1.0], size=500)
    X = np.column_stack([10 * rng.normal(size=500), wanted + 0.1 * rng.normal(size=500)])
    components, variances = principal_components(X)
    first, second = np.abs(np.corrcoef([*(X @ components.T).T, wanted])[-1, :2])
    assert variances[0] > 0.95 * variances.sum() and first < 0.2 and second > 0.95
    for asked in map(understand, range(1, 120, 6)):
        share = int(re.search(r"keep (\d+) %", " ".join(asked.prompt.split()))[1])
        assert asked.answer == f"Rebuilt rows miss by {100 - share} % of the variance"
    kept = (X - X.mean(axis=0)) @ components[:1].T @ components[:1] + X.mean(axis=0)
    missed = np.mean(np.sum((X - kept) ** 2, axis=1)) / np.sum(np.var(X, axis=0))
    assert missed == pytest.approx(1 - variances[0] / variances.sum())


@pytest.mark.parametrize("seed", range(2, 150, 6))
def test_the_right_picture_shows_the_component(seed):
    asked = understand(seed)
    number = 0 if "**first**" in asked.prompt else 1
    for name, sketch in zip(asked.choices, asked.sketches):
        points, (a, b) = np.array(sketch.marks[2]["points"]), np.array(sketch.marks[1]["points"])
        assert np.abs(points).max() < sketch.size[1]
        v = principal_components(points)[0][number]
        assert (abs((b - a) @ v) / np.linalg.norm(b - a) > 0.9999) == (name == asked.answer)
        assert name == asked.answer or abs((b - a) @ v) / np.linalg.norm(b - a) < 0.96


@pytest.mark.parametrize("seed", range(3, 150, 6))
def test_which_table_loses_the_least_or_the_most(seed):
    asked = understand(seed)
    k = int((re.search(r"first (\d) comp", asked.prompt) or [0, 1])[1])
    tables = {
        name: list(map(int, values.split(", ")))
        for name, values in re.findall(r"\| (\w+) \| ([\d, ]+) \|", asked.prompt)
    }
    kept = {name: sum(values[:k]) / sum(values) for name, values in tables.items()}
    assert len(kept) == 3
    assert asked.answer == (min if "**largest**" in asked.prompt else max)(kept, key=kept.get)
    assert asked.answer != max(tables, key=lambda name: sum(tables[name][:k])), "not the largest eigenvalues"


@pytest.mark.parametrize("seed", range(4, 150, 6))
def test_what_becomes_of_the_first_component(seed):
    asked = understand(seed)
    rng = np.random.default_rng(seed)
    X = standardise(rng.normal(size=(60, 4)) + rng.normal(size=(60, 1))) * [1.1, 1, 0.9, 1]
    Y, change = X.copy(), re.search(r"Then (.*?)\. What", asked.prompt)[1]
    if "added" in change:
        Y[:, 0] += float(re.search(r"\d+", change)[0])
    elif "twice" in change:
        Y = np.vstack([X, X])
    else:
        factor, how = re.search(r"(\d+) times (as large|smaller)", change).groups()
        Y[:, 0] *= float(factor) if how == "as large" else 1 / float(factor)
    if "standardised anew" in asked.prompt:
        X, Y = standardise(X), standardise(Y)
    (before, *_), (after, *_) = (principal_components(each)[0] for each in (X, Y))
    if abs(before @ after) > 0.999:
        assert "stays" in asked.answer
    else:
        assert ("towards" if abs(after[0]) > abs(before[0]) else "away") in asked.answer
        assert abs(after[0]) > 0.99 or abs(after[0]) < 0.05


@pytest.mark.parametrize("seed", range(5, 120, 6))
def test_only_the_right_line_finds_this_direction(seed):
    asked = understand(seed)
    n = int(re.search(r"holds (\d+)", asked.prompt)[1])
    row, centre = (np.array(eval(text)) for text in re.findall(r"(\(-?[\d.]+, -?[\d.]+\))", plain(asked.prompt)))
    row = row / np.linalg.norm(row)
    along = row if row[0] * row[1] < 0 else np.array([0.8, -0.6])
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, 1)) * 6 * along + 0.3 * rng.normal(size=(n, 2))
    X = X - X.mean(axis=0) + centre
    for line in asked.choices:
        directions = eval(line.strip("`"), {"X": X, "svd": lambda M: np.linalg.svd(M, full_matrices=False)})[2]
        found = directions.shape[1] == 2 and abs(directions[0] @ row) > 0.998
        assert found == (line == asked.answer), line
