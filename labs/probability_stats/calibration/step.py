"""Is 0.99 a 99 %?"""

from functools import cache
from typing import NamedTuple

import numpy as np
import streamlit as st

from core.calibration import (
    brier_score,
    expected_calibration_error,
    fit_platt,
    log_loss,
    recalibrate,
    reliability_curve,
)
from core.data import Forecasts, cancer_forecasts, flight_forecasts
from labs.probability_stats.calibration import picture as draw
from labs.probability_stats.calibration.question import question
from ui import Handle, step

GUESSES = {"About 97 %": 0.97, "About 50 %": 0.5, "About 18 %": 0.18}
SETS = {"Flights": ("flights", "an hour late or more"), "Tumours": ("tumours", "malignant")}
MODELS = {"Naive Bayes": "naive_bayes", "Logistic": "logistic"}


class Shown(NamedTuple):
    """What the picture shows of one model, one number of bins, before or after the repair."""

    happened: np.ndarray
    said: np.ndarray
    cases: np.ndarray
    ece: float
    brier: float
    loss: float


def forecasts(name: str) -> Forecasts:
    return flight_forecasts() if name == "Flights" else cancer_forecasts()


@cache
def shown(name: str, model: str, repaired: bool, n_bins: int) -> Shown:
    """The same as the step's cell gives, kept for the comparison of before and after."""
    known = forecasts(name)
    p = getattr(known, MODELS[model])
    if repaired:
        p = recalibrate(p, *fit_platt(known.train_y, getattr(known, f"train_{MODELS[model]}")))
    curve = reliability_curve(known.y, p, n_bins)
    ece = expected_calibration_error(known.y, p, n_bins)
    return Shown(*curve, ece, brier_score(known.y, p), log_loss(known.y, p))


@step("Is 0.99 a 99 %?")
def calibration(page):
    r"""
    Ask what happened. Of all cases that got about 0.9, nine in ten should happen: then the model is **calibrated**.
    Sort the cases into **bins** by what was said, and see how often it happened in each. On the diagonal the model
    means what it says. Three scores, all best at 0:

    - **ECE**: the **gap** between said and happened, averaged over the bins, each counting by its $n_b$ cases:
      $\sum_b \frac{n_b}{n}\,|\text{gap}_b|$
    - **Brier**: the mean of $(p - y)^2$, with $y = 1$ if it happened, else 0.
    - **Log-loss**: the mean of $-\log$ of the probability given to what happened.

    A **repair** stretches and shifts $\log\frac{p}{1-p}$, by two numbers learned from training cases the model
    had not seen.
    """
    guess = page.predict(
        "Naive Bayes gives 223 unseen flights a probability above 0.9 of landing an hour late or more, 0.97 on "
        "average. How many of them do?",
        list(GUESSES),
        answer="About 18 %",
        because="It counts each sign as if it stood alone, so it is far too sure.",
    )
    (handle,) = page.plane(
        size=draw.SIZE, bare=True,
        bin=Handle((0.55, 0), kind="point", role="ink", along="x", step=0.01, bounds=(0, 1, 0, 0), label=" "),
    )  # fmt: skip
    with page.controls.container(horizontal=True, vertical_alignment="center"):
        options = {"required": True, "bind": "query-params", "label_visibility": "collapsed"}
        name = st.segmented_control("Data", list(SETS), default="Flights", key="data", **options)
        model = st.segmented_control("Model", list(MODELS), default="Naive Bayes", key="model", **options)
        repaired = st.toggle("Repair", key="repair", bind="query-params", on_change=st.rerun)
    n_bins = page.slider("bins", "Number of bins", 2, 20, 10)

    def cell(y, p, n_bins):
        happened, said, cases = reliability_curve(y, p, n_bins)
        ece = expected_calibration_error(y, p, n_bins)
        brier = brier_score(y, p)
        loss = log_loss(y, p)
        return happened, said, cases, ece, brier, loss

    def repair(y, p, n_bins, train_y, train_p):
        a, b = fit_platt(train_y, train_p)
        p = recalibrate(p, a, b)

        happened, said, cases = reliability_curve(y, p, n_bins)
        ece = expected_calibration_error(y, p, n_bins)
        brier = brier_score(y, p)
        loss = log_loss(y, p)
        return a, b, happened, said, cases, ece, brier, loss

    def library(y, p, n_bins):
        from sklearn.calibration import calibration_curve
        from sklearn.metrics import brier_score_loss, log_loss

        happened, said = calibration_curve(y, p, n_bins=n_bins)
        brier = brier_score_loss(y, p)
        loss = log_loss(y, p)
        return happened, said, brier, loss

    known, which = forecasts(name), MODELS[model]
    values = {"y": known.y, "p": getattr(known, which), "n_bins": n_bins}
    learned = {"train_y": known.train_y, "train_p": getattr(known, f"train_{which}")}
    ran = page.run(repair, **values, **learned) if repaired else page.run(cell, library, **values)
    happened, said, cases, ece, _, _ = ran[-6:]

    width = 1 / n_bins
    number = draw.bin_of(float(handle[0]), width)
    places = [draw.bin_of(p, width) for p in said]
    chosen = places.index(number) if number in places else None
    before, after = (shown(name, model, each, n_bins) for each in (False, True))
    things, kind = SETS[name]
    adds = cases * np.abs(happened - said) / cases.sum()
    low, high = f"{number * width:.3g}", f"{(number + 1) * width:.3g}"
    if chosen is None:
        lines = [(f"from {low} to {high}", "", "ink"), ("cases", "0", "ink")]
        says = f"Not one of the {cases.sum():,} {things} got a probability from {low} to {high}: nothing to judge."
        point = None
    else:
        n, x, y = int(cases[chosen]), float(said[chosen]), float(happened[chosen])
        lines = [
            (f"from {low} to {high}", "", "ink"),
            ("cases", f"{n:,}", "ink"),
            ("said", f"{x:.3f}", "truth"),
            ("happened", f"{y:.3f}", "model"),
            ("adds to ECE", f"{adds[chosen]:.4f}", "ink"),
        ]
        says = (
            f"**{n:,}** {things} got a probability from {low} to {high}, {x:.3f} on average, so about "
            f"**{n * x:.1f}** should be {kind}. **{round(n * y):,}** are. "
            f"This bin adds {adds[chosen]:.4f} to the ECE of {ece:.4f}."
        )
        point = (x, y)
    first = name == "Flights" and model == "Naive Bayes" and not repaired
    page.picture(
        draw.diagram(happened, said, cases, width, chosen, (before.said, before.happened) if repaired else None)
        + (draw.guess(0.97, GUESSES[guess]) if guess and first else [])
        + draw.choice(number * width, width, point)
        + draw.words(lines)
        + draw.scores(
            {
                "Brier": (before.brier, after.brier),
                "ECE": (before.ece, after.ece),
                "log-loss": (before.loss, after.loss),
            },
            repaired,
        ),
        says=says,
    )
    page.task(
        "Find the bin that lies most, the one that adds most to the ECE, of the logistic model of flights as trained, "
        "with 10 bins or more.",
        done=name == "Flights"
        and model == "Logistic"
        and not repaired
        and n_bins >= 10
        and chosen == int(adds.argmax()),
    )
    page.bites(
        "Naive Bayes is over 99 % sure, one way or the other, of 96.5 % of the tumours. It is wrong on 5.9 % of those. "
        "You built a gate on it: at 0.99 the machine decides, below it a person looks. Nearly everything passes, and "
        "one in 17 that passes is wrong. The symptom: the queue for people is empty, and the errors come with full "
        "confidence. Look at the bins, on cases the model has not seen, before a probability decides anything."
    )
    page.check(question)
