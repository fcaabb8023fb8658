"""Can I trust its probabilities?"""

from functools import cache
from typing import NamedTuple

import numpy as np

from core.calibration import log_loss
from core.data import tumours
from core.metrics import cost_by_threshold, expected_cost
from core.models import fit_gaussian_naive_bayes, fit_logistic, naive_bayes_scores, predict
from core.probability import from_log_odds
from labs.apply.classifier import picture as chart
from labs.apply.classifier.question import question
from labs.apply.classifier.turn import turn
from labs.apply.classifier.understand import understand
from ui.scene import Handle, step
from ui.words import number, percent

GUESSES = {"1 of 273": 1, "16 of 273": 16, "60 of 273": 60}
GRID = np.round(np.arange(-chart.REACH, chart.REACH + 0.05, 0.1), 2)
SLACK = 1.05


class Halves(NamedTuple):
    """Half of the tumours to learn from, half to be asked about, standardised by what is known of the first half."""

    X: np.ndarray
    y: np.ndarray
    new_X: np.ndarray
    new_y: np.ndarray


@cache
def halves() -> Halves:
    from sklearn.model_selection import train_test_split

    X, y, _ = tumours()
    train, test = train_test_split(np.arange(len(y)), test_size=0.5, random_state=0, stratify=y)
    mean, spread = X[train].mean(axis=0), X[train].std(axis=0)
    return Halves((X[train] - mean) / spread, y[train], (X[test] - mean) / spread, y[test])


@step(
    "Can I trust its probabilities?",
    why="A threshold on a probability decides who is called back, and honest probabilities say where to put it.",
    needs=["metrics", "calibration"],
)
def classifier(page):
    r"""
    Two models say how probable it is that a tumour is malignant.

    - **Gaussian naive Bayes** lets each of 30 measurements add its evidence, as if they were independent within each
      class. Many measure nearly the same thing, so one clue counts again and again.
    - **Logistic regression** squeezes $x \cdot w + b$ into 0 to 1. Its weights are learned together and share a clue.

    You call a tumour malignant where $p \ge t$. A false alarm costs $c_f$, a miss $c_m$. If the probabilities are
    honest (calibrated), the cheapest threshold is

    $$t = \frac{c_f}{c_f + c_m}$$

    A model that is too sure breaks this rule, and you pay for it.
    """
    page.predict(
        "Of 285 unseen tumours, naive Bayes is more than 99 % sure of 273, one way or the other. "
        "On how many of these is it wrong?",
        list(GUESSES),
        answer="16 of 273",
        because="By its own probabilities it would be fewer than 3. Logistic regression is that sure of 186, and wrong "
        "on none of them.",
        tries={},
    )
    base = -chart.RAIL * chart.UNIT
    (handle,) = page.plane(
        size=chart.SIZE, bare=True,
        t=Handle((0, base), "point", role="ink", along="x", step=0.1, label=" ", says="the threshold t, as log-odds",
                 bounds=(-chart.REACH, chart.REACH, base, base)),
    )  # fmt: skip
    false_alarm = page.slider("alarm", "A false alarm costs", 1, 20, 2, unit="€")
    miss = page.slider("miss", "A miss costs", 1, 100, 40, unit="€", beside=True)
    model = page.choose("model", "Your model", list(chart.LINES), default="Naive Bayes", quiet=False)
    X, y, new_X, new_y = halves()

    def cell(X, y, new_X, new_y, log_odds_at_t, false_alarm, miss):
        w, b = fit_logistic(X, y)
        z = predict(new_X, w, b)  # log-odds, as drawn
        bayes_z = naive_bayes_scores(new_X, fit_gaussian_naive_bayes(X, y))
        logistic, bayes = from_log_odds(z), from_log_odds(bayes_z)
        logistic_loss, bayes_loss = log_loss(new_y, logistic), log_loss(new_y, bayes)

        t = from_log_odds(log_odds_at_t)
        honest_t = false_alarm / (false_alarm + miss)
        logistic_cost = expected_cost(new_y, (logistic >= t).astype(int), false_alarm, miss)
        bayes_cost = expected_cost(new_y, (bayes >= t).astype(int), false_alarm, miss)
        logistic_costs, thresholds = cost_by_threshold(new_y, z, false_alarm, miss)  # the curves
        bayes_costs, bayes_thresholds = cost_by_threshold(new_y, bayes_z, false_alarm, miss)

        over_99 = np.abs([bayes_z, z]) > np.log(99)  # more than 99 % sure, one way or the other
        sure = over_99.sum(axis=1)
        wrong = (over_99 & ((np.array([bayes_z, z]) > 0) != new_y)).sum(axis=1)
        return (
            t, honest_t, logistic_cost, bayes_cost, logistic_loss, bayes_loss, sure, wrong, logistic, bayes,
            z, bayes_z, logistic_costs, thresholds, bayes_costs, bayes_thresholds,
        )  # fmt: skip

    def library(X, y, new_X, new_y, log_odds_at_t, false_alarm, miss):
        from sklearn.linear_model import LogisticRegression
        from sklearn.naive_bayes import GaussianNB

        logistic = LogisticRegression(solver="newton-cholesky", tol=1e-8).fit(X, y).predict_proba(new_X)[:, 1]
        bayes = GaussianNB().fit(X, y).predict_proba(new_X)[:, 1]
        return logistic, bayes

    at = float(handle[0])
    prices = {"false_alarm": false_alarm, "miss": miss}
    page.yours(turn)
    ran = page.run(cell, library, X=X, y=y, new_X=new_X, new_y=new_y, log_odds_at_t=at, **prices)
    t, honest, logistic_cost, bayes_cost, logistic_loss, bayes_loss, sure, wrong, _, _, *drawn = ran
    z, bayes_z, costs, thresholds, bayes_costs, bayes_thresholds = drawn
    said = {"Naive Bayes": bayes_z, "Logistic": z}
    sureness = [f"over 99 % sure of {many}, wrong on {few}" for many, few in zip(sure, wrong)]
    now = {"Naive Bayes": bayes_cost, "Logistic": logistic_cost}
    lines = {"Naive Bayes": on_grid(bayes_costs, bayes_thresholds), "Logistic": on_grid(costs, thresholds)}
    least = min(bayes_costs.min(), costs.min())
    page.picture(
        chart.axis(at, float(np.log(false_alarm / miss)))
        + [mark for name, words in zip(said, sureness) for mark in chart.said(name, said[name], new_y, at,
                                                                              name == model, words)]
        + chart.costs(GRID, lines, now, at, model),
        says=seen(model, t, honest, now, {"Naive Bayes": bayes_loss, "Logistic": logistic_loss}),
    )  # fmt: skip
    page.task(
        "A miss costs 20 times a false alarm. Choose model and threshold: within 5 % of the least cost there is.",
        done=miss == 20 * false_alarm and now[model] <= SLACK * least + 1e-9,
    )
    page.bites(
        "A robot may act alone wherever the model says more than 0.9. Naive Bayes lets 104 tumours through this gate, "
        "and 10 of them are benign. You raise the gate to 0.95, and the same 104 pass. At 0.999 it is still 98, 4 of "
        "them benign: about one in 25, where it claimed fewer than one in 1,000. "
        "The symptom: nearly every probability is close to 0 or to 1, and moving the gate changes little. "
        "Before you set a gate, count how often the model is wrong where it is sure, on cases it has not seen. What a "
        "gate that was chosen on them will cost, only further cases can tell."
    )
    page.check(question, understand)


def on_grid(costs: np.ndarray, thresholds: np.ndarray) -> np.ndarray:
    """What a model costs at every threshold of GRID, from its costs at its own thresholds, the highest first."""
    return costs[np.searchsorted(-thresholds, -GRID, side="right") - 1]


def seen(model: str, t: float, honest: float, now: dict[str, float], losses: dict[str, float]) -> str:
    """What the picture shows, in words."""
    other = next(name for name in now if name != model)
    return (
        f"With t at {percent(t)}, {named(model)} costs **{number(now[model], 2)} €** a tumour on average, "
        f"{named(other)} {number(now[other], 2)} €. An honest model wants t at {percent(honest)}, the dashed line. "
        f"Log-loss: naive Bayes {number(losses['Naive Bayes'], 2)}, logistic {number(losses['Logistic'], 2)}."
    )


def named(model: str) -> str:
    return "naive Bayes" if model == "Naive Bayes" else "logistic regression"
