"""What the step `gradient` claims."""

import numpy as np
import pytest

from core.calculus import numerical_gradient
from core.optimisation import condition_number, mse, mse_gradient
from labs.calculus.gradient import picture as chart
from labs.calculus.gradient.step import FLAT, GUESSES, direction, seen
from labs.calculus.gradient.step import gradient as STEP
from labs.calculus.gradient.understand import LINES, understand
from tests.conftest import look
from ui.view import _clean

X, Y = chart.rows()
BEST, LEAST, H = chart.surface()
PLACES = [(x, y) for x in np.arange(-64, 38.1, 17) for y in np.arange(-34, 78.1, 16)]


@pytest.mark.parametrize("height", chart.HIGHER)
def test_contours_are_where_the_loss_is_equal_and_downhill_is_at_right_angles_to_them(height):
    ring = chart.ellipse(BEST, H, height)
    assert [mse(w, X, Y) for w in ring] == pytest.approx([LEAST + height] * len(ring))
    for before, here, after in zip(ring, ring[1:], ring[2:]):
        slopes, tangent = mse_gradient(here, X, Y), after - before
        assert abs(slopes @ tangent) < 0.01 * np.linalg.norm(slopes) * np.linalg.norm(tangent)


def test_the_truth_of_the_prediction():
    assert look(STEP).asked[2] == GUESSES[1]
    for guess in (1, 3):
        assert "your guess" in [mark.get("text") for mark in look(STEP, guess=str(guess)).marks]
    for axis in np.linalg.eigh(H)[1].T:
        assert abs(cosine(-mse_gradient(BEST + 20 * axis, X, Y), -axis)) == pytest.approx(1)
    start = np.array([30.0, 40.0])
    assert cosine(-mse_gradient(start, X, Y), BEST - start) < 0.75


def cosine(a, b):
    return a @ b / np.linalg.norm(a) / np.linalg.norm(b)


def test_downhill_and_the_way_to_the_minimum_can_differ_by_nearly_a_right_angle():
    valley = np.array([[1.0, 0.0], [0.0, 30.0]])
    way = -np.array([3.0, 0.1])
    slopes = mse_gradient(-way, valley, np.zeros(2))
    assert condition_number(valley) == 30 and np.degrees(np.arccos(cosine(-slopes, way))) > 80
    assert condition_number(X) > 2.5


@pytest.mark.parametrize("p", PLACES)
def test_the_slope_towards_q_is_the_slope_of_the_slice(p):
    u = direction(np.array(p), np.array([1.0, 2.0]))
    along = numerical_gradient(lambda t: mse(np.array(p) + t[0] * u, X, Y), [0.0], 1e-3)[0]
    assert mse_gradient(p, X, Y) @ u == pytest.approx(along, abs=1e-4)
    assert mse_gradient(p, X, Y) == pytest.approx(numerical_gradient(lambda w: mse(w, X, Y), p, 1e-3), abs=1e-4)


def test_the_task_can_be_done_and_only_by_the_lowest_point():
    there = np.round(BEST * 2) / 2
    page = look(STEP, p=f"{there[0]},{there[1]}")
    assert list(page.tasks.values()) == [True] and "as good as level" in page.said
    around = [there + np.array([a, b]) / 2 for a in range(-20, 21) for b in range(-20, 21)]
    flat = [w for w in around if np.hypot(*mse_gradient(w, X, Y)) < FLAT]
    assert 5 < len(flat) < 60 and max(np.linalg.norm(w - BEST) for w in flat) < 4


@pytest.mark.parametrize("p", PLACES)
def test_words_and_marks_hold_everywhere(p):
    p, slopes = np.array(p), mse_gradient(p, X, Y)
    for r in ((0.0, 0.0), tuple(p), tuple(BEST), (p[0], p[1] + 1)):
        u = direction(p, np.array(r))
        assert np.hypot(*u) == pytest.approx(1)
        words = seen(p, np.array(r), mse(p, X, Y), slopes, slopes, slopes @ u)
        assert "nan" not in words and words.endswith(".")
        drawn = chart.slice_of(p, u, mse(p, X, Y), slopes @ u, X, Y) + chart.downhill(p, slopes)
        for mark in [inner for outer in drawn for inner in outer.get("marks", [outer])]:
            places = [mark[part] for part in ("points", "segments", "at", "tip") if part in mark]
            assert all(np.isfinite(place).all() for place in places)


def test_a_loss_above_the_slice_has_an_arrow():
    assert chart.LOW < LEAST
    for place in ("-64,78", "38,-34", "30,40", "0,0"):
        page = look(STEP, p=place)
        loss = page.ran.results["loss"]
        arrows = [mark["text"] for mark in page.marks if mark.get("text", "").startswith("↑")]
        assert arrows == ([f"↑ p: {loss:,.0f}"] if loss > chart.HIGH else [])


def test_no_minus_stands_before_0():
    p = BEST + 1e-4
    words = seen(p, p, LEAST, np.array([-0.01, -0.02]), np.array([-0.01, -0.02]), -0.01)
    assert "-0.0" not in words and "(0.0, 0.0)" in words


def test_words_for_directions():
    p = np.array([20.0, -10.0])
    slopes = mse_gradient(p, X, Y)
    steep, level = slopes / np.hypot(*slopes), np.array([-slopes[1], slopes[0]]) / np.hypot(*slopes)
    for u, words in ((-steep, "steepest way down"), (steep, "steepest way up"), (level, "along the contour")):
        assert words in seen(p, p + 9 * u, 1.0, slopes, slopes, slopes @ u)
    assert "r lies on p" in seen(p, p, 1.0, slopes, slopes, slopes[0])


def test_an_older_link_still_turns_the_slice():
    assert look(STEP, q="10,-20").said == look(STEP, r="10,-20").said != look(STEP).said
    assert look(STEP, q="12").said == look(STEP).said, "that is a question's number"


def test_the_page_lets_an_older_link_through():
    assert _clean({"q": "10,-20", "p": "1,2"}) == {"q": "10,-20", "p": "1,2"}
    assert _clean({"q": "12", "p": "1,2"}) == {"p": "1,2"}


def test_each_broken_line_shows_as_is_told():
    A = np.column_stack([np.ones(6), [-3.0, -2, -1, 1, 2, 3]])
    names = {"X": A, "y": np.array([1.0, 4, 0, -2, 7, 2]), "n": 6, "np": np, "rate": 0.02}
    for broken, (slip, symptom) in LINES.items():
        here = names | {"w": np.array([2.0, 0.5])}
        losses = []
        for _ in range(60):
            for line in LINES:
                exec(slip if line == broken else line, here)
            losses.append(float(np.mean((A @ here["w"] - here["y"]) ** 2)))
        if "climbs" in symptom:
            assert np.all(np.diff(losses) > 0)
        elif "same slope" in symptom:
            assert np.ndim(here["slopes"]) == 0
        else:
            assert here["loss"] < 0.1 and np.sum(np.abs(here["miss"]) > 1) >= 3, "many predictions are far off"


def test_what_a_gradient_does_not_say_has_a_counterexample():
    one, level = np.array([[1.0, 0.0], [-1.0, 0.0]]), np.array([0.0, 0.0])
    assert not mse_gradient(level, one, [5.0, 5.0]).any() and mse(level, one, [5.0, 5.0]) == 25, "level, and not near 0"
    A, y = np.array([[1.0, 1.0], [1.0, -1.0], [2.0, 1.0]]), np.zeros(3)
    place = next(w for w in ([1.0, v] for v in np.linspace(-2, 2, 401)) if abs(mse_gradient(w, A, y)[1]) < 0.03)
    assert abs(mse_gradient([-3.0, place[1]], A, y)[1]) > 0.5, "elsewhere the slope along w2 isn't 0"
    steep = np.array([[10.0, 0.0], [0.0, 1.0]])
    slopes = mse_gradient([0.1, 2.0], steep, [0.0, 0.0])
    assert abs(slopes[0]) > abs(slopes[1]), "steeper along w1, which is nearer to its best value and is smaller"


def test_the_arrow_called_right_stands_on_its_contour_at_right_angles():
    for seed in range(2, 202, 5):
        question = understand(seed)
        for name, sketch in zip(question.choices, question.sketches):
            *rings, _, arrow, _ = sketch.marks[0]["marks"]
            ring, place = np.array(rings[-1]["points"]), np.array(arrow["tail"])
            k = int(np.argmin(np.hypot(*(ring - place).T)))
            tangent = ring[(k + 1) % 40] - ring[k - 1]
            way = np.array(arrow["tip"]) - place
            upright, inwards = abs(cosine(way, tangent)) < 0.35, way @ place < 0
            wanted = upright and inwards == ("the gradient points" not in question.prompt)
            why = next((m.why for m in question.mistakes if m.value == name), "")
            if "lowest point" in why:
                along = cosine(way, -place)
                assert not upright and abs(along - (-1 if "away" in why else 1)) < 1e-6, "at the lowest point, or away"
                assert ("away" in why) == ("the gradient points" in question.prompt), "the tempting one"
            elif name == question.answer:
                assert upright and wanted
            elif "steepest way" in next(m.why for m in question.mistakes if m.value == name)[:30]:
                assert upright and not wanted
