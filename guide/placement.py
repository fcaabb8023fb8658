"""The placement check: ten checkpoints of the labs, five easy and five harder, and the step to begin with.

A right answer shows that you know a step, so you may skip it. Each answer is written as one letter: `r` for right, `d`
for "I don't know", `x` for wrong, and `1` to `9` for a mistake that was recognised, by its number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from labs.calculus.derivative import question as derivative
from labs.calculus.descent import question as descent
from labs.linear_algebra.dot_product import question as dot_product
from labs.linear_algebra.matrix_product import question as matrix_product
from labs.probability_stats.bayes import question as bayes
from labs.probability_stats.conditional import question as conditional
from labs.probability_stats.sampling import question as sampling
from labs.probability_stats.spread import question as spread
from labs.warm_up.functions import question as functions
from labs.warm_up.sums import question as sums
from ui.question import Question, judge


class Item(NamedTuple):
    """One of the ten: the step whose checkpoint is asked, and where to begin for those who miss it."""

    step: str
    area: str
    level: int
    begin: str
    skips: tuple[str, ...]  # what a right answer lets you skip
    ask: Callable[[int], Question]


ITEMS = (
    Item("functions", "Basics", 1, "functions", ("functions",), functions.question),
    Item("dot_product", "Linear algebra", 1, "vectors", ("vectors", "dot_product"), dot_product.question),
    Item("conditional", "Probability", 1, "conditional", ("conditional",), conditional.question),
    Item("spread", "Statistics", 1, "spread", ("spread",), spread.question),
    Item("derivative", "Calculus", 1, "derivative", ("derivative",), derivative.question),
    Item("sums", "Basics", 2, "sums", ("sums",), sums.question),
    Item("matrix_product", "Linear algebra", 2, "matrices", ("matrices", "matrix_product"), matrix_product.question),
    Item("bayes", "Probability", 2, "bayes", ("bayes",), bayes.question),
    Item("sampling", "Statistics", 2, "sampling", ("sampling",), sampling.question),
    Item("descent", "Calculus", 2, "gradient", ("descent",), descent.question),
)
AREAS = ("Basics", "Linear algebra", "Probability", "Statistics", "Calculus")
WARM_UP_FIRST = (
    "That is what the warm-up is for: short steps on what formulas are made of. All you need to know is how a loop "
    "works. Then go on with Lab 1."
)
WARM_UP = {"functions": ("functions", "powers"), "sums": ("sums", "reading")}  # what follows from a missed basic


def asked(place: int, seed: int) -> Question:
    """The question at a place from 0 to 9; another seed gives other numbers.

    >>> asked(0, 1) == asked(0, 1), asked(0, 1) == asked(0, 2)
    (True, False)
    """
    return ITEMS[place].ask(100 * seed + place)


def mark(question: Question, reply: str) -> str:
    """The letter of a reply: `r`, the number of the mistake, or `x`. ValueError if the reply can't be read.

    >>> mark(asked(0, 1), str(asked(0, 1).answer)), mark(asked(0, 1), str(asked(0, 1).mistakes[1].value))
    ('r', '2')
    """
    verdict = judge(question, reply)
    whys = [mistake.why for mistake in question.mistakes]
    return "r" if verdict.right else str(whys.index(verdict.why) + 1) if verdict.why in whys else "x"


def read(text: str | None) -> str:
    """The answers in a link; none if the link isn't one of ours.

    >>> read("rr1dx"), read("rr<b>"), read(None)
    ('rr1dx', '', '')
    """
    return text if text and re.fullmatch(r"[rdx1-9]{1,10}", text) else ""


def why(question: Question, letter: str) -> str:
    """What went wrong, in one sentence; empty if the mistake wasn't recognised."""
    number = int(letter) if letter.isdigit() else 0
    return question.mistakes[number - 1].why if 1 <= number <= len(question.mistakes) else ""


def right(answers: str) -> list[Item]:
    """The items that were answered correctly."""
    return [item for item, letter in zip(ITEMS, answers) if letter == "r"]


def missed(answers: str) -> list[Item]:
    """The items that were asked and not answered correctly, area by area."""
    found = [item for item, letter in zip(ITEMS, answers) if letter != "r"]
    return sorted(found, key=lambda item: AREAS.index(item.area))


def known(answers: str) -> set[str]:
    """The steps that the right answers let you skip.

    >>> sorted(known("rr"))
    ['dot_product', 'functions', 'vectors']
    """
    return {step for item in right(answers) for step in item.skips}


def warm_up(answers: str) -> list[str]:
    """The steps of the warm-up to take first, for those who missed a basic question and more than half of all.

    >>> warm_up("dddddddddd"), warm_up("rddddddddd"), warm_up("drrrrrrrrr")
    (['functions', 'powers', 'sums', 'reading'], ['sums', 'reading'], [])
    """
    basics = [item for item in missed(answers) if item.area == "Basics"]
    if 2 * len(right(answers)) >= len(answers):
        return []
    return [step for item in basics for step in WARM_UP[item.step]]


def first_step(answers: str, steps: Iterable[str]) -> str:
    """Where to begin: the warm-up, else what was missed first, else what wasn't asked. With all right: the clinic.

    steps: the ids of all steps, in the order of the labs. Without answers ("") the first of them is given.

    >>> first_step("rrrrdrrrrd", ["vectors", "derivative"]), first_step("rrrrrrrrrr", ["vectors", "regression"])
    ('derivative', 'regression')
    """
    steps = list(steps)
    if len(right(answers)) == len(ITEMS):
        wanted = ["clinic", "regression"]
    else:
        wanted = [*warm_up(answers), *(item.begin for item in lacking(answers, steps) if answers)]
        wanted = [step for step in wanted if step not in known(answers)]
    return next((step for step in wanted if step in steps), steps[0])


def lacking(answers: str, steps: list[str]) -> list[Item]:
    """What was missed, or, if nothing was, what wasn't asked: in the order of the labs, the basics last."""
    left = missed(answers) or [item for item in ITEMS[len(answers) :] if item.area != "Basics"]
    order = {step: place for place, step in enumerate(steps)}
    return sorted(left, key=lambda item: (item.area == "Basics", order.get(item.begin, len(order))))


def reason(answers: str) -> str:
    """Why that step is the one to begin with.

    >>> reason("rrx")
    'The step below leads to the first question you missed, in the order of the labs.'
    """
    if not answers:
        return "You answered no question, so begin at the beginning."
    if len(right(answers)) == len(ITEMS):
        return "You know what the check asks. See it at work on real data, where it goes wrong."
    if warm_up(answers):
        return WARM_UP_FIRST
    if not missed(answers):
        return "The step below leads to the first question you were not asked, in the order of the labs."
    if all(item.area == "Basics" for item in missed(answers)):
        return "All you missed is in the warm-up. Begin with the step below, then go on with the labs."
    return "The step below leads to the first question you missed, in the order of the labs."
