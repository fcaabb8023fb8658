"""The checkpoint of `cross_entropy`: the loss of one row."""

from __future__ import annotations

import math

import numpy as np

from core.optimisation import cross_entropy
from ui.question import Mistake, Question, printed

CLASSES = ("cat", "dog", "fox")


def question(seed: int) -> Question:
    """What does a row cost, from its probabilities and its true class?"""
    rng = np.random.default_rng(seed)
    while True:
        cuts = np.sort(rng.choice(np.arange(2, 99), 2, replace=False))
        percents, true_class = np.diff([0, *cuts, 100]), int(rng.integers(3))
        p = [round(int(percent) / 100, 2) for percent in percents]
        given = p[true_class]
        other = max(p[:true_class] + p[true_class + 1 :])
        loss = cross_entropy(np.log(p), true_class)
        question = Question(
            prompt="A classifier gives one row these probabilities: "
            + ", ".join(f"{name} {share:g}" for name, share in zip(CLASSES, p))
            + f". The row is a **{CLASSES[true_class]}**. What is its cross-entropy loss, with the natural logarithm? "
            "Two decimals will do. (A calculator calls this logarithm `ln`.)",
            answer=loss,
            tolerance=0.006,
            mistakes=(
                Mistake(-math.log(other), "You took the logarithm for a class that isn't the true one. The loss looks "
                        f"only at the true class, the {CLASSES[true_class]}."),
                Mistake(-math.log10(given), "You took the logarithm to base 10. Take the natural one, to base e.",
                        "powers"),
                Mistake(math.log(given), "The minus is missing. The logarithm of a probability is never above 0, "
                        "and a loss is never below it."),
                Mistake(given, "That is the probability of the true class. Take minus its logarithm."),
            ),
            hints=("Only one of the three probabilities counts.", "A loss is never below 0: mind the sign."),
            solution=(
                f"The true class is {CLASSES[true_class]}, and the classifier gives it the probability {given:g}. The "
                "other two probabilities play no part.\n\n"
                f"The loss is $-\\log {given:g} =$ **{printed(loss, 2)}**."
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
