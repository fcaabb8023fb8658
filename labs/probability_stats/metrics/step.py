"""Which number says the model is good?"""

from functools import cache
from typing import NamedTuple

import numpy as np

from core.calibration import log_odds
from core.data import flight_forecasts
from core.metrics import auc, confusion_matrix, cost_by_threshold, roc_curve
from labs.probability_stats.metrics import picture as draw
from labs.probability_stats.metrics.question import question
from labs.probability_stats.metrics.turn import turn
from labs.probability_stats.metrics.understand import understand
from ui.scene import Handle, step
from ui.words import number, percent, rounded

GUESSES = {"About 90": 0.9, "About 50": 0.5, "About 1": 0.01}
GRID = np.linspace(*draw.BOUNDS, 106)  # thresholds at which the cost is drawn
TARGET, SLACK = 0.9, 1.05


class Flights(NamedTuple):
    """The flights of the test days, with what the model scored them."""

    late: np.ndarray  # (n,) int, 1 for an hour late or more
    score: np.ndarray  # (n,) log-odds
    share: float  # of the flights that are late


@cache
def unseen() -> Flights:
    forecasts = flight_forecasts()
    return Flights(forecasts.y, log_odds(forecasts.logistic).round(3), float(np.mean(forecasts.y)))


@cache
def prevalences() -> list[float]:
    """The shares of late flights to choose from: that of the test days, and whole per cents."""
    return sorted({unseen().share} | {n / 100 for n in range(1, 51)})


def amount(told: float, exact: float) -> str:
    """How many of 1,000, with one decimal where it has one; something is never said to be nothing."""
    return "under 0.1" if told == 0 < exact else number(told, 1).removesuffix(".0")


@step(
    "Which number says the model is good?",
    why="A fine score for the wrong question gets a useless model shipped.",
)
def metrics(page):
    r"""
    A model **scores** flights: the higher, the surer that one lands an hour late or more. You set the **threshold**
    $t$; from there on a flight is *called* late. The results make the **confusion matrix**: late ones found (TP) or
    missed (FN), on-time ones called late (FP) or left alone (TN).

    - **Recall** $\frac{TP}{TP+FN}$: of the late, the share found.
    - **Precision** $\frac{TP}{TP+FP}$: of those called late, the share that is.
    - **F1** $\frac{2TP}{2TP+FP+FN}$: high only if both are.
    - **Accuracy** $\frac{TP+TN}{\text{all}}$: the share called right.

    The curves ROC and PR show every threshold at once. The **prevalence** is the share that is late.
    """
    guess = page.predict(
        "9 % of flights land an hour late or more. This model calls a flight late from a probability of one half on, "
        "and is right on 91 % of all flights. Of 100 late ones, how many does it find?",
        list(GUESSES),
        answer="About 1",
        because="It calls almost nothing late, and is right on the 91 % that are on time. Another model could be right "
        "on 91 % and find many: accuracy alone doesn't tell.",
        tries={},
    )
    flights = unseen()
    share = flights.share
    base = round(-draw.BASE * draw.UNIT, 2)
    (handle,) = page.plane(
        size=draw.SIZE, bare=True,
        t=Handle((0, base), kind="point", role="ink", along="x", step=0.01, bounds=(*draw.BOUNDS, base, base),
                 says="the threshold"),
    )  # fmt: skip
    options = prevalences()
    texts = [f"{100 * p:.1f} %, as tested" if p == share else f"{100 * p:.0f} %" for p in options]
    prevalence = page.slider("prev", "Prevalence", value=share, options=options, texts=texts)
    false_alarm = page.slider("alarm", "A false alarm costs", 1, 20, 5, unit="€")
    miss = page.slider("miss", "A missed late flight costs", 1, 100, 50, unit="€", beside=True)

    def cell(late, score, threshold, prevalence, false_alarm, miss):
        called = (score >= threshold).astype(int)
        counts = confusion_matrix(late, called)
        rates = counts / counts.sum(axis=1, keepdims=True)
        (tn, fp), (fn, tp) = 1000 * rates * [[1 - prevalence], [prevalence]]

        accuracy = (tp + tn) / 1000
        recall = tp / (tp + fn)
        precision = tp / (tp + fp) if tp + fp else 0.0
        f1 = 2 * tp / (2 * tp + fp + fn)
        cost = (fp * false_alarm + fn * miss) / 1000

        alarmed, found, thresholds = roc_curve(late, score, drop_intermediate=False)
        area = auc(alarmed, found)
        precisions = prevalence * found[1:] / (prevalence * found[1:] + (1 - prevalence) * alarmed[1:])
        costs, _ = cost_by_threshold(late, score, false_alarm, miss, prevalence)
        return (
            counts, tp, fn, fp, tn, accuracy, recall, precision, f1, cost, area,
            alarmed, found, precisions, costs, thresholds,
        )  # fmt: skip

    def library(late, score, threshold, prevalence, false_alarm, miss):
        from sklearn.metrics import accuracy_score, precision_recall_fscore_support, roc_auc_score

        called = (score >= threshold).astype(int)
        weight = np.where(late == 1, prevalence / late.mean(), (1 - prevalence) / (1 - late.mean()))
        accuracy = accuracy_score(late, called, sample_weight=weight)
        precision, recall, f1, _ = precision_recall_fscore_support(
            late, called, average="binary", sample_weight=weight, zero_division=0
        )
        area = roc_auc_score(late, score)
        return accuracy, recall, precision, f1, area

    t = float(handle[0])
    prices = {"prevalence": prevalence, "false_alarm": false_alarm, "miss": miss}
    page.yours(turn)
    ran = page.run(cell, library, late=flights.late, score=flights.score, threshold=t, **prices)
    _, found, missed, alarms, alone, accuracy, recall, precision, f1, cost, area = ran[:11]
    *roc, precisions, costs, thresholds = ran[11:]
    drawn = costs[np.searchsorted(-thresholds, -GRID, side="right") - 1]
    least = costs[roc[1] >= TARGET].min()
    calls, told = found + alarms > 0, as_printed(found, alarms, prevalence)
    page.picture(
        draw.histograms(
            flights.score[flights.late == 1],
            flights.score[flights.late == 0],
            t,
            prevalence,
            [[amount(told.missed, missed), amount(told.found, found)],
             [amount(told.alone, alone), amount(told.alarms, alarms)]],
        )
        + draw.cost(GRID, drawn, t, cost)
        + draw.shares(
            {"accuracy": accuracy, "recall": recall, "precision": precision, "F1": f1},
            target=("recall", TARGET),
            guess=GUESSES.get(guess),
        )
        + draw.curves(*roc, precisions, (alarms / (alone + alarms), recall, precision if calls else None), area),
        says=in_words(found, alarms, accuracy, prevalence, share),
    )  # fmt: skip
    page.task(
        "Catch 90 % of the late flights or more, at no more than 5 % above the least cost that allows it.",
        done=bool(recall >= TARGET - 1e-9 and cost <= SLACK * least + 1e-9),
    )
    page.bites(
        "You move the model to an airport where 2 % of flights are late, and leave the threshold at a probability of "
        "one half. Accuracy rises to 98 %, and the report is green. It finds 1 in 76 late flights. A model that never "
        "says late is right on 98 %, too. The symptom: a fine number, and nobody was warned. "
        "Put the number of the model that always says no beside yours, and report recall and precision "
        "at the prevalence you will meet."
    )
    page.check(question, understand)


class Printed(NamedTuple):
    """The four parts of 1,000 flights with one decimal, so that they add up as printed."""

    found: float
    missed: float
    alarms: float
    alone: float


def as_printed(found: float, alarms: float, prevalence: float) -> Printed:
    """The late ones are those found and those missed, all others are alarmed or left alone."""
    late, found, alarms = rounded(1000 * prevalence, 1), rounded(found, 1), rounded(alarms, 1)
    return Printed(found, rounded(late - found, 1), alarms, rounded(1000 - late - alarms, 1))


def in_words(found: float, alarms: float, accuracy: float, prevalence: float, share: float) -> str:
    """What the picture shows; where nothing is called late, that precision has nothing to divide by."""
    told = as_printed(found, alarms, prevalence)
    words = f"Of 1,000 flights {amount(told.found + told.missed, prevalence)} are late. "
    if found + alarms == 0:
        words += "**Not one** is called late, so precision has nothing to divide by: 0 stands for it. "
    else:
        called = amount(rounded(told.found + told.alarms, 1), found + alarms)
        words += (
            f"**{called}** {'is' if called == '1' else 'are'} called late, **{amount(told.found, found)}** rightly. "
        )
    words += f"Accuracy is **{percent(accuracy)}**; calling none late gets {percent(1 - prevalence)}."
    if prevalence != share:
        weight = prevalence / share / ((1 - prevalence) / (1 - share))
        words += f" To make up this prevalence, a late flight counts {number(weight, 2)} times as much as one on time; "
        words += "the scores are as tested."
    return words
