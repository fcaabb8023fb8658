"""What is wrong, as an engineer meets it: a sentence on the script, what it printed, and the number in question."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace as Run
from typing import NamedTuple

from core.metrics import confusion_matrix
from labs.apply.clinic.ward.evidence import count, percent, tidy


class Symptom(NamedTuple):
    """`vital` is the number in question in a few characters, `called` its name; `printed` what the script printed."""

    task: str
    printed: tuple[str, ...]
    called: str
    vital: str


def line_symptom(r: Run) -> Symptom:
    columns = count(r.X.shape[1], "column")
    task = f"A line predicts {r.about.target} from {columns}, trained downhill for {len(r.losses)} steps."
    return Symptom(
        task, (*_losses(r), f"R² on {len(r.test)} unseen rows: {tidy(r.r2)}"), "R² on unseen rows", tidy(r.r2)
    )


def net_symptom(r: Run) -> Symptom:
    task = (f"A network with {r.hidden} hidden units learns to read digits from {len(r.train)} images in "
            f"{len(r.losses)} steps.")  # fmt: skip
    right = f"right on {len(r.test)} unseen: {percent(r.right)}"
    return Symptom(task, (*_losses(r), right), "unseen images read correctly", percent(r.right))


def _losses(r: Run) -> tuple[str, str]:
    return f"loss at step 1: {tidy(r.losses[0])}", f"loss at step {len(r.losses)}: {tidy(r.losses[-1])}"


def promise_symptom(r: Run) -> Symptom:
    task = (f"The nearest known rows say whether {r.about.target}. The script promises what {len(r.test)} test rows "
            f"show. Then {len(r.fresh)} fresh ones come in.")  # fmt: skip
    promised, found = percent(r.promised), percent(r.found)
    printed = (
        f"right on {len(r.test)} test rows: {promised}",
        f"right on {len(r.fresh)} fresh rows: {found}",
    )
    return Symptom(task, printed, "right: promised → fresh", f"{promised} → {found}")


def gate_symptom(r: Run) -> Symptom:
    task = (f"Naive Bayes gives each of the {r.about.things} a probability of being {r.about.target}, and flags "
            f"where that is worth its cost. A false alarm costs {r.false_alarm} €, a miss {r.miss} €.")  # fmt: skip
    (_, fp), (fn, tp) = confusion_matrix(r.y[r.test], r.flagged).tolist()
    printed = (
        f"flagged {tp + fp} of {len(r.test)}, {tp} correctly",
        f"missed {fn} of {tp + fn}",
        f"cost: {r.cost:.2f} € a case",
    )
    return Symptom(task, printed, "cost of a case", f"{r.cost:.2f} €")


SYMPTOMS: dict[str, Callable[[Run], Symptom]] = {
    "line": line_symptom, "net": net_symptom, "promise": promise_symptom, "gate": gate_symptom,
}  # fmt: skip
