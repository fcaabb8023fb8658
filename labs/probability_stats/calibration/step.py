"""Does 0.99 mean 99 %?"""

from functools import lru_cache, wraps

import numpy as np

from core import calibration as textbook
from core.calibration import (
    brier_score,
    expected_calibration_error,
    log_loss,
    recalibrate,
    reliability_curve,
)
from core.data import Forecasts, cancer_forecasts, flight_forecasts
from labs.probability_stats.calibration import picture as draw
from labs.probability_stats.calibration.question import question
from labs.probability_stats.calibration.turn import turn
from labs.probability_stats.calibration.understand import understand
from ui.scene import Handle, step
from ui.words import counted, number

GUESSES = {"About 97 %": 0.97, "About 50 %": 0.5, "About 18 %": 0.18}
SETS = {"Flights": ("flight", "an hour late or more"), "Tumours": ("tumour", "malignant")}
MODELS = {"Naive Bayes": "naive_bayes", "Logistic": "logistic"}


def forecasts(name: str) -> Forecasts:
    return flight_forecasts() if name == "Flights" else cancer_forecasts()


@step(
    "Does 0.99 mean 99 %?",
    why="A gate, a queue or a price built on a probability is only as good as that probability.",
    needs=["metrics"],
)
def calibration(page):
    r"""
    It should. Of all cases that get about 0.9, nine in ten should happen: then the model is **calibrated**.
    Sort the cases into **bins** by what was said, and see how often it happened in each. On the diagonal the model
    means what it says. Three scores, all best at 0:

    - **ECE**: the **gap** between said and happened, averaged over the bins, each weighted by its $n_b$ cases:
      $\sum_b \frac{n_b}{n}\,|\text{gap}_b|$
    - **Brier**: the mean of $(p - y)^2$, with $y = 1$ if it happened, else 0.
    - **Log-loss**: the mean of $-\log$ of the probability given to what happened.

    A **repair** (Platt scaling) stretches and shifts $\log\frac{p}{1-p}$, by two numbers learned from training cases
    that the model had not seen.
    """
    guess = page.predict(
        "Naive Bayes gives 223 unseen flights a probability above 0.9 of landing an hour late or more, 0.97 on "
        "average. What share of them does?",
        list(GUESSES),
        answer="About 18 %",
        because="It takes each sign as independent of the others, given late or not. They aren't, so the same evidence "
        "counts many times, and it is far too sure.",
        tries={"bin": (0.95, 0)},
    )
    (handle,) = page.plane(
        size=draw.SIZE, bare=True,
        bin=Handle((0.55, 0), kind="point", role="ink", along="x", step=0.01, bounds=(0, 1, 0, 0), label=" ",
                   says="a probability in the chosen bin"),
    )  # fmt: skip
    name = page.choose("data", "Data", list(SETS))
    model = page.choose("model", "Model", list(MODELS), beside=True)
    repaired = page.toggle("repair", "Repair", beside=True)
    n_bins = page.slider("bins", "Number of bins", 2, 20, 10)

    values = asked(name, model, repaired, n_bins)
    page.yours(turn)
    ran = page.run(cell, library, known={cell: found(name, model, repaired, n_bins)}, **values)
    _, _, happened, said, cases, adds, happened_before, said_before, cases_before, brier, ece, loss = ran

    width = 1 / n_bins
    place = draw.bin_of(float(handle[0]), width)
    places = [draw.bin_of(p, width) for p in said]
    chosen = places.index(place) if place in places else None
    stretch = f"from {place * width:.3g} to {(place + 1) * width:.3g}"
    if chosen is None:
        lines, point = [(stretch, "", "ink"), ("cases", "0", "ink")], None
        held = sum(int(n) for n, p in zip(cases_before, said_before) if draw.bin_of(p, width) == place)
        says = nothing_there(name, stretch, int(cases.sum()), held if repaired else None)
    else:
        n, x, y = int(cases[chosen]), float(said[chosen]), float(happened[chosen])
        lines = [
            (stretch, "", "ink"),
            ("cases", f"{n:,}", "ink"),
            ("said", number(x, 3), "truth"),
            ("happened", number(y, 3), "model"),
            ("adds to ECE", number(adds[chosen], 4), "ink"),
        ]
        point = x, y
        says = f"{should_and_do(name, stretch, n, x, y)} "
        says += f"This bin adds {number(adds[chosen], 4)} to the ECE of {number(ece[int(repaired)], 4)}."
    if repaired:
        says += f" {what_it_does(ece, brier, loss)}"
    first = name == "Flights" and model == "Naive Bayes" and not repaired
    page.picture(
        draw.diagram(happened, said, cases, width, chosen, (said_before, happened_before) if repaired else None)
        + (draw.guess(0.97, GUESSES[guess]) if guess and first else [])
        + draw.choice(place * width, width, point)
        + draw.words(lines)
        + draw.scores({"Brier": brier, "ECE": ece, "log-loss": loss}, repaired),
        says=says,
    )
    page.task(
        "With 15 bins, find the one that lies most: the bin that adds most to the ECE of the logistic model of "
        "flights, before the repair.",
        done=(name, model, repaired, n_bins, chosen) == ("Flights", "Logistic", False, 15, int(adds.argmax())),
    )
    page.bites(
        "Naive Bayes is over 99 % sure, one way or the other, of 96.5 % of the tumours. It is wrong on 5.9 % of those. "
        "You built a gate on it: at 0.99 the machine decides, below it a person looks. Nearly everything passes, and "
        "one in 17 that passes is wrong. The symptom: the queue for people is empty, and the errors come with full "
        "confidence. Look at the bins, on cases the model has not seen, before a probability decides anything."
    )
    page.check(question, understand)


REPAIRS: dict[tuple[int, int], tuple] = {}  # the forecasts themselves too, so that no other array gets their ids


@wraps(textbook.fit_platt)
def fit_platt(y_true, y_prob):
    """Once for each model, whose forecasts stay in memory: it takes longer than a move of a hand may."""
    key = id(y_true), id(y_prob)
    if key not in REPAIRS:
        REPAIRS[key] = y_true, y_prob, textbook.fit_platt(y_true, y_prob)
    return REPAIRS[key][-1]


def cell(y, p, n_bins, train_y, train_p, repaired):
    a, b = fit_platt(train_y, train_p)
    after = recalibrate(p, a, b)
    happened, said, cases = reliability_curve(y, after if repaired else p, n_bins)
    adds = cases * np.abs(happened - said) / len(y)  # to the ECE
    happened_before, said_before, cases_before = reliability_curve(y, p, n_bins)

    brier = [brier_score(y, each) for each in (p, after)]
    ece = [expected_calibration_error(y, each, n_bins) for each in (p, after)]
    loss = [log_loss(y, each) for each in (p, after)]
    return a, b, happened, said, cases, adds, happened_before, said_before, cases_before, brier, ece, loss


def library(y, p, n_bins, train_y, train_p, repaired):
    from scipy.special import logit
    from sklearn.calibration import calibration_curve
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import brier_score_loss, log_loss

    tiny = np.finfo(float).eps
    z, train_z = (logit(np.clip(each, tiny, 1 - tiny))[:, None] for each in (p, train_p))
    after = LogisticRegression().fit(train_z, train_y).predict_proba(z)[:, 1]
    happened, said = calibration_curve(y, after if repaired else p, n_bins=n_bins)
    happened_before, said_before = calibration_curve(y, p, n_bins=n_bins)
    brier = [brier_score_loss(y, each) for each in (p, after)]
    loss = [log_loss(y, each) for each in (p, after)]
    return happened, said, happened_before, said_before, brier, loss


def asked(name: str, model: str, repaired: bool, n_bins: int) -> dict:
    """What the cell is given."""
    known, which = forecasts(name), MODELS[model]
    learned = {"train_y": known.train_y, "train_p": getattr(known, f"train_{which}")}
    return {"y": known.y, "p": getattr(known, which), "n_bins": n_bins, **learned, "repaired": repaired}


@lru_cache(maxsize=256)
def found(name: str, model: str, repaired: bool, n_bins: int) -> tuple:
    """What the cell gives."""
    return cell(**asked(name, model, repaired, n_bins))


def nothing_there(name: str, stretch: str, total: int, before: int | None) -> str:
    """What is told of an empty bin; `before`: how many it held before a repair."""
    thing, _ = SETS[name]
    lead = "Not one" if before is None else "After the repair not one"
    words = f"{lead} of the {counted(total, thing)} got a probability {stretch}"
    return f"{words}, where {before:,} did before: nothing to judge." if before else f"{words}: nothing to judge."


def should_and_do(name: str, stretch: str, n: int, x: float, y: float) -> str:
    """How many of a bin's cases should happen by what was said, and how many do."""
    thing, kind = SETS[name]
    said, expected = (number(x, 3), number(n * x, 1)) if n < 100 else (number(x, 4), number(n * x))
    average = "" if n == 1 else " on average"
    do = round(n * y)
    return (
        f"**{n:,}** {thing}{'' if n == 1 else 's'} got a probability {stretch}, {said}{average}, so about "
        f"**{expected}** should be {kind}. **{do:,}** {'is' if do == 1 else 'are'}."
    )


def what_it_does(ece: list[float], brier: list[float], loss: list[float]) -> str:
    """The repair's effect on the three scores, each given before and after."""
    better = [after < before for before, after in (ece, brier, loss)]
    goes = f"from {number(ece[0], 4)} to {number(ece[1], 4)}"
    if all(better):
        return f"The repair makes all three scores better: the ECE goes {goes}."
    if not any(better):
        return f"There was little to repair, and all three scores get **worse**: the ECE goes {goes}."
    other = "better" if better[1] else "worse"
    return (
        f"There was little to repair: the ECE gets {'better' if better[0] else 'worse'}, {goes}, but "
        f"{'Brier and log-loss get' if better[1] == better[2] else 'Brier gets'} {other}."
    )
