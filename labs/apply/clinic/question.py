"""The checkpoint of `clinic`: the cause of a broken run, and its number once it is repaired."""

from __future__ import annotations

import numpy as np

from core.metrics import expected_cost
from core.models import mean_squared_error
from ui.question import Mistake, Question


def question(seed: int) -> Question:
    """Which line was changed, and what does the script report once it is put back?"""
    rng = np.random.default_rng(seed)
    while True:
        question = (broadcast, copies, aimed)[seed % 3](rng)
        if question is not None and question.is_clear():
            return question


def asked(run: str, options: list[tuple[str, str]], rng: np.random.Generator, solution: str) -> Question:
    """A choice among (what is picked, why it is wrong); the right one first, and without a why."""
    (answer, _), *wrong = options
    return Question(
        prompt=f"{run} What is the cause, and what does the script report once it is repaired?",
        answer=answer,
        mistakes=tuple(Mistake(text, why) for text, why in wrong),
        solution=f"{solution}\n\n**{answer}**",
        choices=tuple(rng.permutation([text for text, _ in options]).tolist()),
    )


def broadcast(rng: np.random.Generator) -> Question | None:
    """Three predictions as a column, three targets as a row: nine differences."""
    y, miss = rng.integers(1, 15, size=3), rng.integers(-2, 3, size=3)
    said = y + miss
    broken, right = float(np.mean((y - said[:, np.newaxis]) ** 2)), mean_squared_error(y, said)
    if not 0 < right < broken / 3:
        return None
    mean, total = float(np.mean((y - y.mean()) ** 2)), float(np.sum(miss**2))
    return asked(
        f"A script predicts {listed(said)} for targets {listed(y)} and reports a mean squared error of {broken:.2f}. "
        "The targets have shape `(3,)`, the predictions `(3, 1)`, the differences `(3, 3)`. The loss on the training "
        "rows fell smoothly.",
        [
            (f"Broadcasting; {right:.2f}", ""),
            (f"Broadcasting; {total:.2f}", "The cause is right. That is the sum of the squares: divide it by 3."),
            (f"Broadcasting; {mean:.2f}", "The cause is right. You left the predictions out: that is how y spreads."),
            (f"A learning rate that is too high; {right:.2f}",
             "A rate that is too high makes the training loss rise, and it fell. Look at the shapes."),
        ],
        rng,
        "Three differences became nine: each target minus each prediction. Once flat, the differences are "
        f"{listed(y - said)}; their squares add up to {total:.0f}, and {total:.0f} / 3 = {right:.2f}.",
    )  # fmt: skip


def copies(rng: np.random.Generator) -> Question | None:
    """A test set some of whose rows stand in training too, and are all called right."""
    twins, others = int(rng.integers(20, 80)), 100
    right = int(rng.integers(50, 80))
    rows = twins + others
    reported = (twins + right) / rows
    if min(abs(right - 100 * share) for share in (reported, right / rows)) < 2:
        return None
    return asked(
        f"A script tests on {rows} rows and calls {twins + right} right: accuracy {100 * reported:.0f} %. On fresh "
        f"rows it is far lower. Each column alone tells little of y. {twins} of the test rows stand in the training "
        "rows too, and it calls all of those right.",
        [
            (f"Copies on both sides of the split; {right} %", ""),
            (f"Copies on both sides of the split; {100 * right / rows:.0f} %",
             f"The cause is right. Without the copies {others} test rows are left to divide by, not {rows}."),
            (f"Copies on both sides of the split; {100 * reported:.0f} %",
             "The cause is right, but that is what it reported with the copies: leave them out."),
            (f"A column that gives the target away; {right} %",
             "Then one column alone would tell y. Here none does, and the copies are what it calls right."),
        ],
        rng,
        f"Without the {twins} copies {others} rows are left; of these {twins + right} − {twins} = {right} are right.",
    )  # fmt: skip


def aimed(rng: np.random.Generator) -> Question | None:
    """A threshold that aims at accuracy where the class is rare, and one that the costs call for."""
    rare, n = int(rng.integers(20, 60)), 1000
    found, alarms = int(rng.integers(rare // 2, rare - 3)), int(rng.integers(50, 200))
    false_alarm, miss = int(rng.choice([1, 2, 5])), int(rng.choice([50, 60, 100]))
    y = np.arange(n) < rare
    flagged = (np.arange(n) < found) | (np.arange(n) >= n - alarms)
    none, cost = (expected_cost(y.astype(int), f.astype(int), false_alarm, miss) for f in (np.zeros(n, bool), flagged))
    misses = miss * (rare - found)
    if cost > 0.8 * none:
        return None
    return asked(
        f"{rare} of {n:,} cases are positive. A script flags none of them and is right on {100 - rare / 10:.1f} %. A "
        f"false alarm costs {false_alarm} €, a miss {miss} €, so it costs {none:.2f} € a case. Its probabilities mean "
        f"what they say, and rank well. At the threshold {false_alarm} / ({false_alarm} + {miss}) it would find "
        f"{found} and raise {alarms} false alarms.",
        [
            (f"The threshold aims at accuracy; {cost:.2f} € a case", ""),
            (f"The threshold aims at accuracy; {false_alarm * alarms / n:.2f} € a case",
             f"The cause is right. You forgot the {rare - found} that it still misses."),
            (f"The threshold aims at accuracy; {misses / n:.2f} € a case",
             f"The cause is right. You forgot the {alarms} false alarms."),
            (f"The probabilities are too sure of themselves; {cost:.2f} € a case",
             "Its probabilities mean what they say: nothing to recalibrate. Look at what the threshold aims at."),
        ],
        rng,
        f"{alarms} false alarms cost {false_alarm * alarms} €, {rare - found} misses {misses} €: "
        f"{false_alarm * alarms + misses} € for {n:,} cases, {cost:.2f} € each. With so few positives, flagging none "
        "is right most often.",
    )  # fmt: skip


def listed(numbers) -> str:
    return ", ".join(f"{number:g}".replace("-", "−") for number in numbers)
