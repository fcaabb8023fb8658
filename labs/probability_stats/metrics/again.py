"""The prediction again: another threshold, another share of late flights, and another of the numbers."""

import numpy as np

from core.metrics import confusion_matrix
from core.probability import from_log_odds
from labs.probability_stats.metrics import picture as draw
from labs.probability_stats.metrics.step import prevalences, unseen
from ui.question import Again, one_of
from ui.scene import as_text
from ui.words import number, percent

THRESHOLDS = (-3.5, -3, -2.5, -2, -1.5, -1, -0.5, 0)  # log-odds
LATE = (2, 5, 15, 20, 30, 40)  # per cent
MANY = 10_000
ASKED = {
    "recall": ("Of 100 late flights, how many does it call late?", "of 100 late flights, so many are called late"),
    "precision": (
        "Of 100 flights that it calls late, how many are late?",
        "of 100 flights that are called late, so many are late",
    ),
    "accuracy": ("On how many of 100 flights is it right?", "of 100 flights, so many are called what they are"),
}


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    flights = unseen()
    while True:
        t, late, asked = float(rng.choice(THRESHOLDS)), int(rng.choice(LATE)), str(rng.choice(list(ASKED)))
        counts = confusion_matrix(flights.late, (flights.score >= t).astype(int))
        (tn, fp), (fn, tp) = MANY * counts / counts.sum(axis=1, keepdims=True) * [[1 - late / 100], [late / 100]]
        exact = np.array([tp / (tp + fn), tp / (tp + fp), (tp + tn) / MANY])
        found, alarms = round(tp), round(fp)  # as they are told
        told = [found / (100 * late), found / (found + alarms), (MANY - 100 * late - alarms + found) / MANY]
        values = [number(100 * value) for value in exact]
        if values == [number(100 * value) for value in told] and min(np.diff(sorted(map(float, values)))) >= 3:
            break
    shares = dict(zip(ASKED, values))
    wrong = {said(value): f"That is the {name}: {ASKED[name][1]}." for name, value in shares.items() if name != asked}
    prompt = (
        f"At another airport {100 * late:,} of {MANY:,} flights land an hour late or more. From a probability of "
        f"{percent(from_log_odds(t))} on this model calls a flight late. It calls {found + alarms:,} late, "
        f"{found:,} of them rightly. {ASKED[asked][0]}"
    )
    way = {
        "recall": f"It finds {found:,} of {100 * late:,}",
        "precision": f"Of {found + alarms:,} that it calls late, {found:,} are",
        "accuracy": f"It misses {100 * late - found:,} and calls {alarms:,} late that aren't, so it is right on "
        f"{MANY - 100 * late - alarms + found:,} of {MANY:,}",
    }[asked]
    at = {"t": as_text((t, round(-draw.BASE * draw.UNIT, 2))), "prev": f"{prevalences().index(late / 100)}"}
    return Again(one_of(rng, prompt, said(shares[asked]), wrong, f"{way}. **{said(shares[asked])}**.", ()), at)


def said(share: str) -> str:
    return f"About {share}"
