"""Predictions that come back in the review: at other values, with the answer that the picture shows there."""

import re
from collections import Counter
from fractions import Fraction
from inspect import signature

import numpy as np
import pytest

from labs.apply.drift.year import MONTHS
from labs.probability_stats.conditional.step import CELLS
from tests.conftest import LABS, SCENES, look
from ui import again_of
from ui.scene import as_text
from ui.words import number, percent, rounded

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


def whole(share: float) -> str:
    return f"About {number(100 * share)}"


def settled(page) -> str:
    found = page.ran.results
    assert abs(found["means"][0, -1] - found["E"]) < 0.12, "the mean of the rolls drawn is near it"
    return f"Near {found['E']:.2f}"


def given_the_word(page) -> str:
    row, column = CELLS[page.link["cell"] or "spam, word"]
    return whole(page.ran.results["given_word"][row, column])


def pooled(page) -> str:
    found = page.ran.results
    if page.link["data"] == "Kidneys":
        ahead = 100 * (found["open_surgery"] - found["keyhole"])
        return "They are level" if abs(ahead) < 0.5 else "Open surgery" if ahead > 0 else "Keyhole surgery"
    if abs(found["r"]) < 0.05:
        return "Next to nothing"
    return f"Longer bills are {'deeper' if found['r'] > 0 else 'shallower'}"


def rates(page) -> dict[str, str]:
    names = {"Of 100 late": "recall", "Of 100 flights that": "precision", "On how many": "accuracy"}
    return {asked: whole(page.ran.results[name]) for asked, name in names.items()}


def in_the_bin(page) -> str:
    told = re.search(r"\*\*([\d,]+)\*\* .*, ([\d.]+) on average.* \*\*([\d,]+)\*\* (are|is)\.", page.said)
    n, said, happened, _ = told.groups()
    ratio = int(happened.replace(",", "")) / int(n.replace(",", "")) / float(said)
    return "Fewer than half as many" if ratio < 0.5 else "More than twice as many" if ratio > 2 else "About as many"


def billed(page) -> dict[str, str]:
    found = page.ran.results
    if page.link["way"] == "Many prompts":
        assert "truly right on **80\u00a0%**" in page.said
        return {"on fresh tasks": "About 80 %", "on these tasks": f"About {number(100 * found['expected_best'])} %"}
    shares = found.get("fooled")
    return f"In about {number(100 * (found['at_least_one'] if shares is None else shares[int(page.link['peeks'])]))}"


def at_first(page) -> str:
    slopes, slope = page.ran.results["slopes"], page.ran.results["slope_along_u"]
    share = -slope / np.hypot(*slopes)
    if share > 0.995:
        return "It falls as fast as it can"
    if abs(share) < 0.02:
        return "It stays as good as level"
    return "It falls, but slower than it could" if share > 0 else "It rises"


def walked(page) -> str:
    losses = page.ran.results["losses"]
    if losses[-1] > losses[0]:
        return "It explodes"
    return (
        "It falls, but not that far yet" if page.ran.results["arrived"] is None else "It comes within 1 % of the least"
    )


def scaled(page) -> str:
    losses = page.ran.results["losses"]
    if losses[-1] > losses[0]:
        return "It has exploded"
    return "Within 1 % of the least" if "Within 1 %" in page.said else "Still more than 1 % above the least"


def costs(page, question) -> str:
    first = re.search(rf"In the first .*?{page.link['true'] or 'dog'} ([\d.]+)", question.prompt)[1]
    ratio = page.ran.results["loss"] / -np.log(float(first))
    if abs(ratio - 1) < 0.05:
        return "The same"
    return f"About {number(ratio, 1 if ratio >= 1 else 2)} times as much"


def agreed(page) -> dict[str, str]:
    library = int(re.search(r"agrees with solve to \*\*(\d+) digits", page.said)[1])
    band = [
        "At most 2" if n <= 2 else "3 to 9" if n <= 9 else "10 or more" for n in (library, page.ran.results["digits"])
    ]
    return dict(zip(("and the *library* agree", "does *descend* agree"), band))


def let_through(page) -> str:
    found, y = page.ran.results, page.ran.values["new_y"]
    p, t = found["logistic" if page.link["model"] else "bayes"], found["t"]
    wrong = int((y[p >= t] == 0).sum() if t >= 0.5 else (y[p < t] == 1).sum())
    return "None" if wrong == 0 else "1 to 3" if wrong <= 3 else "4 or more"


def read_right(page) -> str:
    share = page.ran.results["curve"][-1, 2]
    return "About 1 in 10" if share < 0.2 else "About half" if 0.4 < share < 0.6 else "More than 3 in 4"


def scored(page) -> str:
    measure = re.search(r"\((R²|AUC)\)", page.said)[1]
    return f"{measure} {number(page.ran.results['your_score'], 2)}"


def in_training(page) -> str:
    way, *ends = re.search(r"(rises|falls) from (\S+) to (\S+) in", page.said).groups()
    first, last = (float(end.replace(",", "").replace("overflow", "inf")) for end in ends)
    if way == "rises":
        return "It grows"
    return "It falls to less than a fifth" if last < 0.2 * first else "It keeps more than four fifths"


def told_by_the_report(page) -> str:
    _, suspects, _, scores, *_ = page.ran.results.values()
    if "**Suspect:**" in page.said:
        return "A column gives the answer away"
    return "It has learnt something" if scores.gain[1] > 0 else "It may be luck"


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


def left_to_turn(page) -> str:
    rows, can_break = page.ran.values["rows"], page.ran.results["can_break"]
    if any(can and len(cases) == 1 for can, cases in zip(can_break, rows)):
        return "None: it is refuted"
    *first, last = (name for name, can, cases in zip("ABCD", can_break, rows) if can and len(cases) > 1)
    return f"{first[0]} and {last}" if first else f"{last} alone"


# What the picture shows there, in the words of the choices, from what its cell found. Where several things are asked
# of one picture: each by the words of the prompt that ask for it. One that needs the prompt takes the question, too.
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
    "logic": left_to_turn,
    "project": lambda page: "{0.found} of {0.events}".format(page.ran.results["result"]),
    "equations": lambda page: f"x + {Fraction(page.ran.values['b']).limit_denominator(9)}",
    "powers": lambda page: f"At {page.ran.results['y']:,.0f}",
    "dot_product": factor,
    "matrices": lambda page: plain("({:g}, {:g})".format(*page.ran.results["corner"])),
    "arrays": lambda page: str(page.ran.results["total"].shape),
    "low_rank": lambda page: f"About {rounded(100 * page.ran.results['error']):g} %",
    "spread": seven,
    "bayes": lambda page: f"About {100 * page.ran.results['sure']:.0f}",
    "sampling": lambda page: "About {:.0f} point{}".format(
        200 * page.ran.results["error"], "" if round(200 * page.ran.results["error"]) == 1 else "s"
    ),
    "derivative": lambda page: plain(f"It settles near {page.ran.results['slope']:.2f}"),
    "optimisers": lambda page: "({}, {})".format(*(number(w, 1) for w in page.ran.results["paths"][1, 2])),
    "regularisation": lambda page: f"About {number(page.ran.results['held_out'])}",
    "chain_rule": lambda page: (
        f"By about {page.ran.results['whole']:.2g}" if page.ran.results["whole"] < 1 else
        f"By about {page.ran.results['whole']:,.1f}"
    ),
    "backpropagation": without_gradient,
    "transformer": said_there,
    "drift": lambda page: (
        f"In {MONTHS[page.ran.results['alarm'] - 1]}" if page.ran.results["alarm"] else "There is none"
    ),
    "rag": lambda page: f"{page.ran.results['kept'][:, 0].sum()} of 34",
    "next_token": lambda page: f"About {page.ran.results['p'][0]:.2f}",
    "distributions": lambda page: whole(page.ran.results["chance"]),
    "expectation": settled,
    "conditional": given_the_word,
    "correlation": pooled,
    "metrics": rates,
    "calibration": in_the_bin,
    "fooled": billed,
    "gradient": at_first,
    "descent": walked,
    "scaling": scaled,
    "cross_entropy": costs,
    "regression": agreed,
    "classifier": let_through,
    "network": read_right,
    "leakage": scored,
    "clinic": in_training,
    "your_data": told_by_the_report,
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
        stands = {each["name"]: as_text(each["at"]) for each in page.controls + page.drawn["handles"]}
        for key, text in at.items():
            assert text == (page.link[key] or stands[key]), "there is such a control there, and it takes this value"
        assert seen(name, page, question) == question.answer, (seed, question.prompt, question.choices)


def seen(name: str, page, question) -> str:
    shown = SHOWN[name]
    found = shown(page, question) if len(signature(shown).parameters) > 1 else shown(page)
    if isinstance(found, dict):
        (found,) = (text for words, text in found.items() if words in question.prompt)
    return found


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


@pytest.mark.parametrize("name", ROOMS)
def test_no_choice_is_right_more_often_than_chance_would_have_it(name):
    asked = [ROOMS[name][1](seed).question for seed in range(100)]
    assert len({question.answer for question in asked}) >= 3
    offered, right = Counter(choice for question in asked for choice in question.choices), Counter()
    right.update(question.answer for question in asked)
    chance = 1 / min(len(question.choices) for question in asked)
    often = [choice for choice, times in offered.items() if times >= 0.6 * len(asked)]
    assert all(right[choice] <= (chance + 0.2) * offered[choice] for choice in often), (right, offered)
