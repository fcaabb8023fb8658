"""The checkpoint of `clinic`: the cause of a broken run, and its number once it is repaired."""

from __future__ import annotations

import numpy as np

from core.metrics import expected_cost
from core.models import mean_squared_error
from ui.question import Mistake, Question, printed


def question(seed: int) -> Question:
    """Which line was changed, and what does the script report once it is put back?"""
    rng = np.random.default_rng(seed)
    while True:
        question = (broadcast, copies, aimed)[seed % 3](rng)
        if question is not None and question.is_clear():
            return question


def asked(run: str, options: list[tuple[str, ...]], rng: np.random.Generator, solution: str) -> Question:
    """A choice among options: the right one first; each of the others with its sentence, and the earlier step of a
    slip that belongs to one."""
    (answer,), *wrong = options
    return Question(
        prompt=f"{run} What is the cause, and what does the script report once it is repaired?",
        answer=answer,
        mistakes=tuple(Mistake(*slip) for slip in wrong),
        solution=f"{solution}\n\nSo the answer is: **{answer}**",
        choices=tuple(rng.permutation([text for text, *_ in options]).tolist()),
        hints=(
            "Settle the cause first: which one fits everything you are told?",
            "Then work out the number from what is left once the fault is gone.",
        ),
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
        f"A script predicts {listed(said)} for targets {listed(y)} and reports a mean squared error of "
        f"{printed(broken, 2)}. The targets have the shape `(3,)`, the predictions `(3, 1)`, and the differences "
        "`(3, 3)`. In training the loss fell smoothly.",
        [
            (f"Broadcasting; {printed(right, 2)}",),
            (f"Broadcasting; {printed(total, 2)}",
             "The cause is right, but that is the sum of the squares. Divide it by 3.", "regression"),
            (f"Broadcasting; {printed(mean, 2)}",
             "The cause is right, but you left out the predictions. That is the variance of the targets."),
            (f"A learning rate that is too high; {printed(right, 2)}",
             "A rate that is too high makes the training loss rise, and here it fell. Look at the shapes.", "descent"),
        ],
        rng,
        "Each target was compared with every prediction, so three differences became nine. With equal shapes the "
        f"differences are {listed(y - said)}. Their squares add up to {total:.0f}, and ${total:.0f} / 3 = "
        f"{printed(right, 2)}$.",
    )  # fmt: skip


def copies(rng: np.random.Generator) -> Question | None:
    """A test set some of whose rows are in training, too, and are all called right."""
    twins, others = int(rng.integers(20, 80)), 100
    right = int(rng.integers(50, 80))
    rows = twins + others
    reported = (twins + right) / rows
    if min(abs(right - 100 * share) for share in (reported, right / rows)) < 2:
        return None
    return asked(
        f"A script tests a model on {rows} rows and finds it right on {twins + right}, which is an accuracy of "
        f"{printed(100 * reported, 0)} %. On fresh rows the accuracy is far lower. No column alone says much about y. "
        f"{twins} of the test rows are in the training set, too, and the model is right on all of those.",
        [
            (f"Copies on both sides of the split; {right} %",),
            (f"Copies on both sides of the split; {printed(100 * right / rows, 0)} %",
             f"The cause is right. But without the copies {others} test rows are left, so divide by {others}, not by "
             f"{rows}."),
            (f"Copies on both sides of the split; {printed(100 * reported, 0)} %",
             "The cause is right, but that is what it reported with the copies. Leave them out.", "leakage"),
            (f"A column that gives the target away; {right} %",
             "Then one column alone would say much about y. Here none does, and it is the copies that it gets right.",
             "leakage"),
        ],
        rng,
        f"Without the {twins} copies {others} test rows are left. The model is right on {twins + right} − {twins} = "
        f"{right} of these.",
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
        f"Of {n:,} cases {rare} are positive. A script flags none of them, so it is right on "
        f"{printed(100 - rare / 10, 1)} %. A false alarm costs {false_alarm} € and a miss {miss} €, which makes "
        f"{printed(none, 2)} € a case. Its probabilities are calibrated, and they rank the cases well. At the "
        f"threshold {false_alarm} / ({false_alarm} + {miss}) it would find {found} of the {rare} and raise {alarms} "
        "false alarms.",
        [
            (f"The threshold aims at accuracy; {printed(cost, 2)} € a case",),
            (f"The threshold aims at accuracy; {printed(false_alarm * alarms / n, 2)} € a case",
             f"The cause is right, but you left out the {rare - found} that it still misses.", "metrics"),
            (f"The threshold aims at accuracy; {printed(misses / n, 2)} € a case",
             f"The cause is right, but you left out the {alarms} false alarms.", "metrics"),
            (f"The probabilities are too sure of themselves; {printed(cost, 2)} € a case",
             "Its probabilities are calibrated, so they are not too sure. Look at what the threshold aims at.",
             "calibration"),
        ],
        rng,
        "Because so few are positive, flagging none gives a high accuracy, but it also costs much. At the other "
        f"threshold {alarms} false alarms cost {false_alarm * alarms} €, and {rare - found} misses cost {misses} €. "
        f"That is {false_alarm * alarms + misses} € for {n:,} cases, or {printed(cost, 2)} € each.",
    )  # fmt: skip


def listed(numbers) -> str:
    return ", ".join(f"{number:g}".replace("-", "−") for number in numbers)
