"""What the step `eigenvectors` claims."""

import itertools
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.linear_algebra import angle, apply, power_iteration, rayleigh_quotient, real_eigenvectors
from labs.linear_algebra.eigenvectors import step as lab
from labs.linear_algebra.eigenvectors.question import question
from labs.linear_algebra.eigenvectors.step import AGAIN, GUESSES, LINES, MATRICES, MOST, OWN, apart, eigenvectors
from labs.linear_algebra.eigenvectors.understand import understand
from tests.conftest import look, tried

WEAK = "-0.4,0.8"
tips = st.tuples(st.integers(-34, 34), st.integers(-24, 24)).filter(any).map(lambda tip: np.array(tip) / 20)
columns = st.tuples(st.integers(-15, 15), st.integers(-15, 15)).filter(any).map(lambda tip: np.array(tip) / 10)


def text(tip):
    return f"{tip[0]:g},{tip[1]:g}"


def test_the_prediction_is_where_twelve_steps_lead():
    page = tried(eigenvectors)
    v, start = page.ran.results["v"], page.ran.values["start"]
    assert page.asked[2] == min(GUESSES, key=lambda guess: apart(v, GUESSES[guess])) and apart(v, (2, 1)) < 0.01
    assert apart(start, (-1, 2)) < 3, "almost along the one that shrinks"
    assert LINES["Symmetric"][0][0] == pytest.approx(1.5) and LINES["Symmetric"][1][0] == pytest.approx(0.5)
    first, second = (direction for _, direction in LINES["Symmetric"])
    assert np.dot(first, second) == pytest.approx(0) and 1.5 / 0.5 == 3, "the part along one triples"
    assert not any(page.tasks.values())


def test_each_guess_is_shown_where_it_says():
    for place, guess in enumerate(GUESSES, start=1):
        (mark,) = [m for m in look(eigenvectors, str(place), look=AGAIN).marks if m["role"] == "guess"]
        assert apart(mark["points"][0], GUESSES[guess]) < 0.1
    assert apart((1, 3), (2, 1)) == pytest.approx(apart((1, 3), (-1, 2))), "halfway"
    assert not [m for m in look(eigenvectors, "1", look=AGAIN, matrix="Flip").marks if m["role"] == "guess"]


def test_the_matrices_do_what_their_names_say():
    directions = {name: [(round(value, 9), apart(v, (1, 0))) for value, v in lines] for name, lines in LINES.items()}
    assert directions["Shear"] == [(1, 0)] and directions["Turn"] == []
    assert [value for value, _ in directions["Flip"]] == [0.8, -1.2]
    assert np.array_equal(MATRICES["Symmetric"], MATRICES["Symmetric"].T)
    (_, u), (_, v) = LINES["Flip"]
    assert 25 < angle(u, v) < 65 or 115 < angle(u, v) < 155, "not at right angles"


def test_the_first_task_takes_both_directions_and_remembers_the_first():
    first = list(look(eigenvectors).tasks)[0]
    one = look(eigenvectors, v="1,0.5")
    assert not one.tasks[first] and one.link["found"] == "0" and "One more direction" in one.said
    assert look(eigenvectors, v="-0.5,1", found="0").tasks[first]
    assert look(eigenvectors, v="1.1,0.5").link["found"] is None, "2° away"
    passing = look(eigenvectors, v="-0.5,1", found="0", moving=True)
    assert passing.link["found"] == "0" and not passing.tasks[first], "only at rest"


def test_no_button_and_no_choice_does_a_task():
    for link in ({}, {"look": AGAIN}, {"matrix": OWN}, {"look": AGAIN, "k": str(MOST)}):
        for name in (*MATRICES, OWN):
            assert not any(look(eigenvectors, **({"matrix": name} | link)).tasks.values())


def test_the_second_task_takes_a_start_on_the_direction_that_shrinks():
    second = list(look(eigenvectors).tasks)[1]
    assert look(eigenvectors, look=AGAIN, s=WEAK, k=str(MOST)).tasks[second]
    assert not look(eigenvectors, look=AGAIN, s=WEAK, k=str(MOST - 1)).tasks[second]
    assert not look(eigenvectors, look=AGAIN, s=WEAK, k=str(MOST), matrix="Flip").tasks[second]
    for x, y in itertools.product(range(-12, 13), repeat=2):
        if x or y:
            v = power_iteration(MATRICES["Symmetric"], [x, y], MOST)[-1]
            assert (apart(v, (2, 1)) > lab.NEAR) == (y == -2 * x)


def test_the_third_task_takes_a_matrix_with_a_single_line():
    third = list(look(eigenvectors).tasks)[2]
    assert look(eigenvectors, matrix=OWN, c1="1.2,-0.4").tasks[third]
    assert "**one line**" in look(eigenvectors, matrix=OWN, c1="1.2,-0.4").said
    assert not look(eigenvectors, matrix=OWN, c1="1,0", c2="0,1").tasks[third], "every line"
    assert not look(eigenvectors, matrix="Shear").tasks[third]


@settings(max_examples=300)
@given(tips, columns, columns)
def test_the_words_about_a_matrix_of_ones_own_are_true(v, c1, c2):
    page = look(eigenvectors, matrix=OWN, v=text(v), c1=text(c1), c2=text(c2))
    (a, b), (c, d) = np.round(10 * page.ran.values["A"]).astype(int).tolist()
    under = (a - d) ** 2 + 4 * b * c
    every = a == d and b == c == 0
    many = "every line" if every else "two lines" if under > 0 else "one line" if under == 0 else "no line"
    assert f"leaves **{many}** alone" in page.said
    x, y = np.round(20 * v).astype(int).tolist()
    image = a * x + b * y, c * x + d * y
    assert ("v is an **eigenvector**" in page.said) == (x * image[1] == y * image[0])
    assert ("sends v to zero" in page.said) == (image == (0, 0))
    assert ("within 1°" not in page.said) or min(apart(v, w) for w in page.ran.results["directions"]) <= 1
    assert "-" not in page.said and "−0.00" not in page.said
    if shadow := re.search(r"is \*\*([−\d.]+)\*\* times v", page.said):
        assert float(shadow[1].replace("−", "-")) == pytest.approx(
            rayleigh_quotient(page.ran.values["A"], v), abs=0.006
        )


@pytest.mark.parametrize("name", MATRICES)
@given(tips)
def test_the_words_about_a_given_matrix_are_true(name, v):
    page, A = look(eigenvectors, matrix=name, v=text(v)), MATRICES[name]
    exact = any(apart(v, direction) < 1e-5 for _, direction in LINES[name])
    assert ("v is an **eigenvector**" in page.said) == exact
    assert ("no direction" in page.said) == (name == "Turn")
    assert ("other way" in page.said) == (exact and rayleigh_quotient(A, v) < 0)
    assert "beyond" not in page.said, "A v is always seen"
    if turned := re.search(r"turns v by \*\*(\d+)°", page.said):
        assert float(turned[1]) == pytest.approx(angle(v, apply(A, v)), abs=0.51) and turned[1] not in ("0", "180")


def test_the_words_at_the_odd_places():
    assert "A v lies exactly on v's line" in look(eigenvectors, matrix="Shear", v="1.7,0").said
    assert "by **less than 1°**. The shadow" in look(eigenvectors, matrix="Shear", v="1.7,0.05").said, "1.7° away"
    near = look(eigenvectors, v="1.65,0.8")
    assert "But an eigenvector is within 1°: there λ is **1.5**" in near.said and near.link["found"] == "0"
    assert "by **nearly 180°**" in lab.turn_words([1, 0], [-1, 0.001], -1, [])
    assert "The minus: A v points the other way" in look(eigenvectors, matrix="Flip", v="-0.5,1").said
    assert "**every line**" in look(eigenvectors, matrix=OWN, c1="0.5,0", c2="0,0.5").said
    flat = look(eigenvectors, matrix=OWN, c1="1,1", c2="0.5,0.5", v="0.5,-1")
    assert "A sends v to zero" in flat.said and "λ is **0**" in flat.said
    assert "beyond the picture" in look(eigenvectors, matrix=OWN, c1="1.5,0", c2="1.5,1.5", v="1.7,1.2").said


@settings(max_examples=60)
@given(st.sampled_from(list(MATRICES)), st.integers(0, MOST), st.integers(-12, 12), st.integers(1, 12))
def test_the_words_of_a_walk_are_true(name, k, x, y):
    page, A = look(eigenvectors, look=AGAIN, matrix=name, k=str(k), s=f"{x / 10:g},{y / 10:g}"), MATRICES[name]
    v = np.linalg.matrix_power(A, k) @ [x, y]
    assert page.ran.results["lengths"][-1] == pytest.approx(np.linalg.norm(v) / np.hypot(x, y))
    assert page.ran.results["lengths"].max() < 1e3 and page.ran.results["lengths"].min() > 1e-4, "inside the chart"
    if off := re.search(r"v is ([\d.]+)° from the direction ×\u00a0([−\d.]+)", page.said):
        (direction,) = [w for value, w in LINES[name] if lab.written(value) == off[2].rstrip(".")]
        assert float(off[1]) == pytest.approx(apart(v, direction), abs=0.006)
    assert ("never leaves it" in page.said) == (k > 0 and any(apart((x, y), w) < 1e-5 for _, w in LINES[name]))
    assert ("never comes to rest" in page.said) == (k > 0 and name == "Turn")


def test_power_iteration_turns_to_what_is_stretched_most_from_nearly_every_start():
    for name, (value, direction) in (("Symmetric", LINES["Symmetric"][0]), ("Flip", LINES["Flip"][1])):
        assert abs(value) == max(abs(each) for each, _ in LINES[name])
        for start in np.random.default_rng(0).standard_normal((100, 2)):
            assert apart(power_iteration(MATRICES[name], start, 60)[-1], direction) < 0.01
    assert apart(power_iteration(MATRICES["Shear"], [0, 1], 5000)[-1], (1, 0)) < 0.03, "slowly, but it does"
    assert {round(angle(u, v)) for u, v in itertools.pairwise(power_iteration(MATRICES["Turn"], [0, 1], 50))} == {37}


def test_the_figures_of_where_it_bites():
    bite = look(eigenvectors).bite
    assert f"{1.1**100:,.0f} times" in bite and 0.9**100 < 0.00003 and "0.00003" in bite
    with np.errstate(over="ignore"):
        assert np.isinf(np.float32(1.1) ** np.float32(1000)), "in time it is no number any more"
    links = np.array(
        [[0, 0, 1, 0.5], [1 / 3, 0, 0, 0], [1 / 3, 0.5, 0, 0.5], [1 / 3, 0.5, 0, 0]]
    )  # a web of four pages
    rank = np.abs(power_iteration(links, np.ones(4), 200)[-1])
    values, vectors = np.linalg.eig(links)
    best = np.abs(vectors[:, np.argmax(np.abs(values))])
    assert rank == pytest.approx(best / np.linalg.norm(best), abs=1e-9)


def test_symmetric_matrices_have_two_at_right_angles():
    for a, b, d in np.random.default_rng(0).integers(-9, 10, size=(300, 3)):
        _, directions = real_eigenvectors([[a, b], [b, d]])
        assert len(directions) == 2 and np.dot(*directions) == pytest.approx(0, abs=1e-9)


def test_the_checkpoint_gives_an_eigenvector():
    for seed in range(300):
        asked = question(seed)
        a, b, c, d = map(float, re.search(r"(\S+) & (\S+) \\\\ (\S+) & (\S+) ", asked.prompt).groups())
        v = np.array(re.search(r"v = \((\S+), (\S+)\)", asked.prompt).groups(), dtype=float)
        assert apply([[a, b], [c, d]], v) == pytest.approx(asked.answer * v)


# ---------------------------------------------------------------- the question to understand


def plain(text):
    return text.replace("−", "-")


@pytest.mark.parametrize("seed", range(0, 120, 5))
def test_what_a_log_of_a_part_along_an_eigenvector_shows(seed):
    asked = understand(seed)
    value = float(re.search(r"eigenvalue is (-?[\d.]+)\.", plain(asked.prompt))[1])
    n = int(re.search(r"part for (\d+)", asked.prompt)[1])
    part = np.cumprod(np.full(n, value))
    assert ("grows" in asked.answer) == (abs(part[-1]) > 1) and ("keeps changing" in asked.answer) == (part.min() < 0)
    shown = float(re.search(r"… is ([\d.,]+) after", asked.solution)[1].replace(",", ""))
    assert shown == pytest.approx(abs(part[-1]), rel=0.06)


@pytest.mark.parametrize("seed", range(1, 150, 5))
def test_what_the_angles_of_a_power_iteration_tell(seed):
    asked = understand(seed)
    angles = np.array(re.findall(r"(\d+)°", asked.prompt.split("third step")[1]), dtype=float)
    turns = (np.diff(angles) + 90) % 180 - 90
    if np.abs(turns).max() == 0:
        reason = "The start"
    elif np.ptp((np.diff(angles) % 180 + 1) % 180) <= 1:
        reason = "It turns"
    elif np.abs((angles[2:] - angles[:-2] + 90) % 180 - 90).max() <= 1:
        reason = "Two eigenvalues are alike"
    else:
        assert (np.all(turns >= 0) or np.all(turns <= 0)) and abs(turns[0]) >= abs(turns[-1]) + 2, "less and less"
        reason = "Two eigenvalues are close"
    assert asked.answer.startswith(reason), angles


@pytest.mark.parametrize("seed", range(2, 150, 5))
def test_the_right_picture_shows_such_an_eigenvector(seed):
    asked = understand(seed)
    for name, sketch in zip(asked.choices, asked.sketches):
        Av, v = (np.array(mark["tip"]) for mark in sketch.marks[1:])
        assert np.abs(Av).max() < sketch.size[1] and np.linalg.norm(Av - v) > 0.4
        on_line, value = abs(Av[0] * v[1] - Av[1] * v[0]) < 0.01, Av @ v / (v @ v)
        fits = {"**no**": not on_line, "above 1": on_line and value > 1.2, "between": on_line and 0 < value < 0.8,
                "negative": on_line and value < 0}  # fmt: skip
        (fit,) = [each for words, each in fits.items() if words in asked.prompt]
        assert fit == (name == asked.answer)


@pytest.mark.parametrize("seed", range(3, 120, 5))
def test_what_another_matrix_does_to_an_eigenvector(seed):
    asked = understand(seed)
    value = float(re.search(r"A v = (-?[\d.]+) v", plain(asked.prompt))[1])
    code = re.search(r"uses `(.*?)` instead", asked.prompt)[1]
    V = np.random.default_rng(seed).normal(size=(2, 2))
    A = V @ np.diag([value, 0.7]) @ np.linalg.inv(V)
    v = V[:, 0]
    factor = (eval(code, {"np": np, "A": A}) @ v / v).tolist()
    for choice in asked.choices:
        said = re.search(r"by (-?[\d.]+)$", plain(choice))
        assert bool(said and factor == pytest.approx([float(said[1])] * 2, abs=0.001)) == (choice == asked.answer)


@pytest.mark.parametrize("seed", range(4, 150, 5))
def test_whether_it_is_an_eigenvector(seed):
    asked = understand(seed)
    v, Av = (np.array(eval(text)) for text in re.findall(r"v = (\(.*?\))", plain(asked.prompt)))
    if v[0] * Av[1] == v[1] * Av[0]:
        assert plain(asked.answer) == f"Yes, with eigenvalue {Av[0] / v[0]:g}"
    else:
        assert asked.answer.startswith("No:")
        assert f"Yes, with eigenvalue {Av @ v / (v @ v):g}" in map(plain, asked.choices), "the Rayleigh quotient"
