"""Predictions that come back in the review: at other values, with the answer that the picture shows there."""

import re
from fractions import Fraction

import numpy as np
import pytest

from tests.conftest import LABS, SCENES, look
from ui import again_of
from ui.words import percent

ROOMS = {step.id: (step, again_of(step)) for step in SCENES if again_of(step)}
SEEDS = range(60)


def factor(page) -> str:
    return plain(f"It is multiplied by {round(page.ran.results['agreement'] / 7, 4):g}")  # 7 at the start


def seven(page) -> str:
    moved = (page.ran.results["means"][0] - 10, page.ran.results["medians"][0] - 10)
    said = [f"moves by {by:g}".replace("-", "−") if by else "stays" for by in (round(by, 9) for by in moved)]
    return f"The mean {said[0]}, the median {said[1]}"


def without_gradient(page) -> str:
    names = ["w₁", "w₂", "b₁", "w₃", "w₄", "b₂", "v₁", "v₂", "c"]
    found = [name for name, slope in zip(names, page.ran.results["slopes"]) if slope == 0]
    return " ".join(found) if len(found) > 1 else f"Only {found[0]}"


def plain(number: str) -> str:
    return number.replace("-", "−")


def said_there(page) -> str:
    (leads,) = [mark["text"] for mark in page.marks if mark["kind"] == "text" and mark["at"] == [77.0, 41.5]]
    return leads  # the first row of the list beside the skyline


def become(page) -> str:
    """What became of the weights, beside those that the same word has where the step starts."""
    before = look(ROOMS["attention"][0], asks=page.link["asks"] or "bank").ran.results["weights"][0]
    weights = page.ran.results["weights"][0]
    if np.array_equal(weights, before):
        return "They stay"
    if np.array_equal(np.argsort(weights), np.argsort(-before)):
        return "The largest becomes the smallest"
    return f"The largest {'grows' if weights.max() > before.max() else 'falls'}"


def nearer(page) -> str:
    v = page.ran.results["path"][-1]
    stretches, shrinks = abs(v @ (2, 1)), abs(v @ (-1, 2))  # the two directions of the symmetric matrix
    if abs(stretches - shrinks) < 1e-9:
        return "Halfway between the two"
    return f"Nearer to the one that {'stretches' if stretches > shrinks else 'shrinks'}"


def both_orders(page) -> str:
    one, other = page.ran.results["A_then_B"], page.ran.results["B_then_A"]
    if np.allclose(one, -other):
        return "The same, but turned half round"
    return "The same picture" if np.allclose(one, other) else "Two different shapes"


def of_the_second_layer(page) -> str:
    H, W2 = page.ran.results["activations"], page.ran.values["W2"]
    if isinstance(page.ran.results["answers"], str):
        return "An error: the shapes don't fit"
    return f"Scores of shape {(len(H), W2.shape[1])}"


def reach(page) -> str:
    if "lie on one line" in page.said:
        assert "The target is not on that line" in page.said
        return "No, whatever the numbers"
    assert "You are at the **target**" in page.said
    signs = sorted(np.sign([page.ran.values["a"], page.ran.values["b"]]))
    words = {(1, 1): "two positive numbers", (-1, 1): "one positive and one negative number"}
    return f"Yes, with {words.get(tuple(signs), 'two negative numbers')}"


def most_weight(page) -> str:
    return re.search(r"Most weight: (\S+) ", page.said)[1]


def passing(page) -> str:
    share = page.ran.results["passing"]
    if abs(share - 0.5) < 1e-9:
        return "Half of them"
    return "Fewer than 1 in 1,000" if share < 0.001 else "Between 1 in 10 and 4 in 10" if 0.1 <= share <= 0.4 else ""


# What the picture shows there, in the words of the choices, from what its cell found.
SHOWN = {
    "functions": lambda page: plain(f"{page.ran.results['y']:g}"),
    "sums": lambda page: plain(f"{page.ran.results['total']:g}"),
    "reading": lambda page: f"{page.ran.results['count']} of 342",
    "vectors": reach,
    "high_dimensions": passing,
    "embeddings": lambda page: page.ran.results["neighbours"][0][0],
    "retrieval": lambda page: ("None", "One", "Two", "Three", "Four", "Five")[len(page.ran.results["found"])],
    "matrix_product": both_orders,
    "eigenvectors": nearer,
    "layer": of_the_second_layer,
    "attention": become,
    "pca": lambda page: percent(page.ran.results.get("best", page.ran.results["kept"])),
    "search": lambda page: percent(page.ran.results["accuracy"]),
    "attention_real": lambda page: most_weight(page),
    "equations": lambda page: f"x + {Fraction(page.ran.values['b']).limit_denominator(9)}",
    "powers": lambda page: f"At {page.ran.results['y']:,.0f}",
    "dot_product": factor,
    "matrices": lambda page: plain("({:g}, {:g})".format(*page.ran.results["corner"])),
    "arrays": lambda page: str(page.ran.results["total"].shape),
    "spread": seven,
    "bayes": lambda page: f"About {100 * page.ran.results['sure']:.0f}",
    "sampling": lambda page: "About {:.0f} point{}".format(
        200 * page.ran.results["error"], "" if round(200 * page.ran.results["error"]) == 1 else "s"
    ),
    "derivative": lambda page: plain(f"It settles near {page.ran.results['slope']:.2f}"),
    "chain_rule": lambda page: (
        f"By about {page.ran.results['whole']:.2g}" if page.ran.results["whole"] < 1 else
        f"By about {page.ran.results['whole']:,.1f}"
    ),
    "backpropagation": without_gradient,
    "transformer": said_there,
    "rag": lambda page: f"{page.ran.results['kept'][:, 0].sum()} of 34",
    "next_token": lambda page: f"About {page.ran.results['p'][0]:.2f}",
    "overfitting": lambda page: plain(f"About {page.ran.results['validation']:.2f}"),
}  # fmt: skip


def test_every_lab_has_predictions_that_come_back():
    assert set(ROOMS) == set(SHOWN) and len(ROOMS) >= 8
    for lab in LABS:
        assert any(step.id in ROOMS for step in lab.steps), lab.heading


@pytest.mark.parametrize("name", ROOMS)
def test_the_answer_is_what_the_picture_shows(name):
    step, again = ROOMS[name]
    for seed in SEEDS:
        question, at = again(seed)
        page = look(step, moving=True, **at)
        for key, text in at.items():
            assert page.link[key] in (text, None), "there is such a control there, and it takes this value"
        assert SHOWN[name](page) == question.answer, (seed, question.prompt, question.choices)


@pytest.mark.parametrize("name", ROOMS)
def test_the_question_is_clear_and_another_one_each_time(name):
    _, again = ROOMS[name]
    asked = [again(seed) for seed in SEEDS]
    for question, at in asked:
        assert question.is_clear() and len(question.choices) == len(set(question.choices)) >= 3
        assert {mistake.value for mistake in question.mistakes} | {question.answer} == set(question.choices)
        assert at and all(len(mistake.why.split()) > 5 for mistake in question.mistakes)
        assert question.solution.rstrip().count(f"**{question.answer}**") == 1, question.solution
    assert len({question.prompt for question, _ in asked}) >= 8
    places = [question.choices.index(question.answer) for question, _ in asked]
    assert max(np.bincount(places)) < 0.6 * len(asked), "the right choice stands anywhere"
