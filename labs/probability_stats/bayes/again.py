"""The prediction again: another illness and another test."""

import numpy as np

from core.probability import posterior
from labs.probability_stats.bayes.step import PREVALENCES
from ui.question import Again, one_of

ILL, FINDS, ALARMS = (1, 2, 3, 5, 8, 10), (70, 80, 90, 95, 99), (1, 2, 5, 10, 15, 20)  # in per cent


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    while True:
        prior, sensitivity, alarm = (int(rng.choice(values)) for values in (ILL, FINDS, ALARMS))
        right = round(100 * posterior(prior / 100, sensitivity / 100, alarm / 100))
        values = sorted([right, sensitivity, 100 - alarm, prior])
        if min(b - a for a, b in zip(values, values[1:])) >= 4:
            break
    wrong = {
        said(sensitivity): "That is the other way round: of 100 ill people, so many test positive.",
        said(100 - alarm): "So many of 100 healthy people get no alarm. You were asked about those who test positive.",
        said(prior): "That is what you knew before the test. A positive test makes it more likely.",
    }
    prompt = (
        f"{prior} % of people are ill. A test finds {sensitivity} % of the ill, and wrongly alarms {alarm} % of the "
        "healthy. Of 100 people who test positive, how many are ill?"
    )
    ill, found, alarmed = 100 * prior, prior * sensitivity, (100 - prior) * alarm
    way = (
        f"Of 10,000 people, {ill:,} are ill, and the test finds {found:,} of them. Of the {10_000 - ill:,} healthy it "
        f"alarms {alarmed:,}. So {found:,} of {found + alarmed:,} who test positive are ill: **{said(right)}** of 100."
    )
    at = {"prev": f"{PREVALENCES.index(prior)}", "sens": f"{sensitivity}", "fpr": f"{alarm}"}
    return Again(one_of(rng, prompt, said(right), wrong, way, ()), at)


def said(count: int) -> str:
    return f"About {count}"
