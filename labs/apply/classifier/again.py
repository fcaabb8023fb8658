"""The prediction again: another gate, for one model or the other, and how often it is wrong there."""

from functools import cache

import numpy as np

from core.models import fit_gaussian_naive_bayes, fit_logistic, naive_bayes_scores, predict
from core.probability import from_log_odds
from labs.apply.classifier import picture as chart
from labs.apply.classifier.step import halves, named
from ui.question import Again, one_of
from ui.scene import as_text
from ui.words import number, percent

ABOVE = (0, 0.4, 0.8, 1.4, 2.2, 2.9, 3.9, 4.6, 5.3, 6.2, 6.9)  # log-odds
GATES = (*ABOVE, *(-gate for gate in ABOVE[1:]))
NONE, FEW, MANY = BANDS = ("None", "1 to 3", "4 or more")


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    right = BANDS[rng.integers(3)]
    while True:
        model, gate = ("Naive Bayes", "Logistic")[rng.integers(2)], float(rng.choice(GATES))
        passed, expected, wrong_ones = let_through(model, gate)
        if band(wrong_ones) == right:
            break
    name, t, called, other = named(model), from_log_odds(gate), "malignant", "benign"
    words = f"a probability of {percent(t)} or more"
    if gate < 0:
        called, other, words = "benign", "malignant", f"a probability below {percent(t)}"
    claim = "fewer than 1" if expected < 1 else f"about {number(expected)}"
    sure = (
        "Naive Bayes takes 30 measurements as independent, though many measure nearly the same thing. So it is far too "
        "sure."
        if model == "Naive Bayes"
        else "Logistic regression learns its weights together, so that one clue counts once. It is about as sure as it "
        "may be."
    )
    fact = f"{sure} By its own probabilities {claim} would be {other}, and {wrong_ones or 'none'} "
    fact += f"{'is' if wrong_ones == 1 else 'are'}."
    whys = {
        NONE: f"You trusted the gate to let nothing wrong through. {fact}",
        FEW: f"You expected a few. {fact}",
        MANY: f"You expected it to be much too sure. {fact}",
    }
    prompt = (
        f"{name[0].upper()}{name[1:]} gives {passed} of 285 unseen tumours {words} of being malignant, and your gate "
        f"lets them through as {called}. By its own probabilities {claim} of these would be {other}. How many are?"
    )
    wrong = {choice: why for choice, why in whys.items() if choice != right}
    at = {"t": as_text((gate, -chart.RAIL * chart.UNIT)), "model": model}
    return Again(one_of(rng, prompt, right, wrong, f"{fact} **{right}**.", ()), at)


@cache
def scores() -> dict[str, np.ndarray]:
    """The log-odds that each model gives the tumours it hasn't seen."""
    X, y, new_X, _ = halves()
    return {
        "Naive Bayes": naive_bayes_scores(new_X, fit_gaussian_naive_bayes(X, y)),
        "Logistic": predict(new_X, *fit_logistic(X, y)),
    }


def let_through(model: str, gate: float) -> tuple[int, float, int]:
    """How many a gate lets through, how many of these are wrong by the model's own probabilities, and in truth."""
    z, y = scores()[model], halves().new_y
    passes, p = (z < gate, from_log_odds(z)) if gate < 0 else (z >= gate, 1 - from_log_odds(z))
    return int(passes.sum()), float(p[passes].sum()), int((y[passes] == (gate < 0)).sum())


def band(count: int) -> str:
    return NONE if count == 0 else FEW if count <= 3 else MANY
