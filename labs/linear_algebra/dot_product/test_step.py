"""What the step `dot_product` claims."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.linear_algebra import angle, cosine_similarity, dot, norm, projection
from labs.linear_algebra.dot_product.step import shadow_words, sign_words
from labs.linear_algebra.dot_product.understand import understand
from ui.question import judge

vectors = arrays(float, 2, elements=st.integers(-50, 50).map(lambda n: n / 10)).filter(lambda u: norm(u) > 0)


@given(vectors, vectors)
def test_doubling_u_doubles_the_product_and_leaves_the_cosine(u, v):
    assert dot(2 * u, v) == pytest.approx(2 * dot(u, v))
    assert cosine_similarity(2 * u, v) == pytest.approx(cosine_similarity(u, v))


@given(vectors, vectors)
def test_the_product_is_the_length_of_v_times_the_shadow_of_u(u, v):
    behind = -1 if dot(u, v) < 0 else 1
    assert dot(u, v) == pytest.approx(behind * norm(v) * norm(projection(u, v)), abs=1e-9)


def say(u, v):
    agreement, similarity, shadow = dot(u, v), cosine_similarity(u, v), projection(u, v)
    return sign_words(agreement, angle(u, v), similarity), shadow_words(agreement, shadow, v)


def test_a_shadow_that_falls_behind_counts_as_negative():
    assert say([-2.0, 1.0], [4.0, 0.0])[1] == (
        "The shadow falls behind: it is 2.00 long, and counts as −2.00. Then −2.00 times v's length 4.00 is −8.00."
    )
    assert say([3.0, 2.0], [0.0, 2.0])[1] == "The shadow is 2.00 long: 2.00 times v's length 2.00 is 4.00."


@settings(max_examples=400)
@given(vectors, vectors)
def test_the_equation_in_words_holds_as_printed(u, v):
    lead, shadow = say(u, v)
    assert "-" not in lead + shadow and not re.search(r"−0\.0+\b", lead + shadow)
    if found := re.search(r"([−\d.]+) times v's length ([\d.]+) is ([−\d.]+?)(, up to rounding)?\.$", shadow):
        a, b, c = (float(part.replace("−", "-")) for part in found.groups()[:3])
        assert c == pytest.approx(dot(u, v), abs=0.0051)
        assert (abs(a * b - c) >= 0.0049) if found[4] else (abs(a * b - c) <= 0.0051)
        assert abs(a * b - c) < 0.005 * (norm(u) + norm(v)) + 0.006
    else:
        assert dot(u, v) == pytest.approx(0) and "right angles" in lead and "shrinks to a point" in shadow
    degrees, cosine = (float(part.replace("−", "-")) for part in re.findall(r"\*\*([−\d.]+)°?\*\*", lead)[1:])
    assert np.sign(cosine) == np.sign(round(dot(u, v), 6)) == np.sign(90 - degrees)


def test_the_task_can_be_done_on_the_grid_of_the_plane():
    u, v = np.array([2.0, 4.0]), np.array([4.0, -2.0])
    assert dot(u, v) == 0 and norm(u) > 2 and norm(v) > 2


def test_a_long_document_beats_a_closer_one_by_raw_product():
    query, close, long = [1, 1], [1, 1], [9, 1]
    assert dot(query, long) > dot(query, close)
    assert cosine_similarity(query, long) < cosine_similarity(query, close)


# ---------------------------------------------------------------- the question to understand


def plain(text):
    return text.replace("−", "-")


def rows_in(text, name):
    return np.array(re.search(rf"{name} = \(([^)]*)\)", plain(text)).group(1).split(","), dtype=float)


@pytest.mark.parametrize("seed", range(0, 150, 6))
def test_what_puts_an_item_on_top(seed):
    asked = understand(seed)
    rows = re.findall(r"\| (.+) \| ([\d.]+) \| ([\d.]+) \|", asked.prompt)
    table = {name: (float(length), float(cosine)) for name, length, cosine in rows}
    top = max(table, key=lambda name: np.prod(table[name]))
    assert f"**{top}**" in asked.prompt
    longest, closest = (top == max(table, key=lambda name: table[name][place]) for place in (0, 1))
    expected = {(True, False): "Its length, not", (False, True): "Its direction, not", (True, True): "Both"}
    assert asked.answer.startswith(expected[longest, closest])


@pytest.mark.parametrize("seed", range(1, 150, 6))
def test_what_becomes_of_an_order(seed):
    asked = understand(seed)
    rng = np.random.default_rng(seed)
    query, items = rng.normal(size=5), rng.normal(size=(30, 5)) * rng.uniform(1, 5, size=(30, 1))
    change = plain(re.search(r"Now (.*)\. What", asked.prompt).group(1))
    factor = float(re.search(r"by (-?\d+)", change).group(1)) if "multiplied" in change else 1
    new = items / np.linalg.norm(items, axis=1, keepdims=True) if "own length" in change else items
    before, after = items @ query, factor * (new @ query)
    cosines = items @ query / np.linalg.norm(items, axis=1)
    orders = {"It stays": before, "It turns round": -before, "It becomes the order by cosine": cosines}
    same = [words for words, scores in orders.items() if np.array_equal(np.argsort(scores), np.argsort(after))]
    assert len(same) == 1 and asked.answer.startswith(same[0])


@pytest.mark.parametrize("seed", range(2, 150, 6))
def test_what_a_part_that_is_added_does_to_the_score(seed):
    asked = understand(seed)
    v, w = (rows_in(asked.prompt, name) for name in "vw")
    for u in np.random.default_rng(seed).normal(size=(5, 2)):
        change = (u + w) @ v - u @ v
        word = "larger" if change > 1e-9 else "smaller" if change < -1e-9 else "stays"
        assert word in asked.answer


@pytest.mark.parametrize("seed", range(3, 150, 6))
def test_the_right_picture_is_the_extreme_one(seed):
    asked = understand(seed)
    pairs = [[np.array(mark["tip"]) for mark in sketch.marks] for sketch in asked.sketches]
    products, cosines = ([f(u, v) for u, v in pairs] for f in (dot, cosine_similarity))
    words = re.search(r"In which picture (.*)\?", asked.prompt).group(1)
    nearest, least = [-abs(product) for product in products], [-product for product in products]
    key = {"largest": products, "highest": cosines, "least": least, "0": nearest}[words.split()[-1]]
    order = np.sort(key)
    assert asked.choices[int(np.argmax(key))] == asked.answer
    assert order[-1] - order[-2] > (0.25 if key is cosines else 2)
    if words.endswith("largest"):
        assert np.argmax(cosines) != np.argmax(products), "the smallest angle alone doesn't do"


@pytest.mark.parametrize("seed", range(4, 150, 6))
def test_what_follows_from_two_products(seed):
    asked = understand(seed)
    high, low = map(float, re.search(r"product is ([\d.]+) with .* and ([\d.]+) with", asked.prompt).groups())
    if "length 1" in asked.prompt:
        assert np.arccos(high) < np.arccos(low) and "smaller" in asked.answer
        assert np.arccos(low) / np.arccos(high) != pytest.approx(high / low, rel=0.1), "angles go another way"
    else:  # vectors with these very products: every order of the angles, and of the lengths
        query, found = [1, 0], set()
        for one, other in (([high, 0], [low, low]), ([high, 10 * high], [low, 0]), ([high, 0], [low, 10 * high])):
            angles = angle(one, query), angle(other, query)
            assert (dot(one, query), dot(other, query)) == (high, low) and max(angles) < 90
            found |= {("angle", angles[0] < angles[1]), ("length", norm(one) > norm(other))}
        assert len(found) == 4 and asked.answer.startswith("Both angles are below 90°")


@pytest.mark.parametrize("seed", range(5, 150, 6))
def test_only_the_right_line_gives_the_score_in_the_log(seed):
    asked = understand(seed)
    u, v = (rows_in(asked.prompt, name) for name in "uv")
    said = float(re.search(r"log says (-?[\d.]+)\. W", plain(asked.prompt)).group(1))
    assert ("right angles" in asked.prompt) == (dot(u, v) == 0) and dot(u, v) != said
    for line in asked.choices:
        value = eval(line.strip("`"), {"np": np, "norm": norm, "u": u, "v": v})
        assert (abs(value - said) < 0.0051) == (line == asked.answer)
        if line != asked.answer:
            written = float(re.search(r"give (-?[\d.]+)\.$", plain(judge(asked, line).why)).group(1))
            assert value == pytest.approx(written, abs=0.0051)
