"""Where the patients come from: real data, cut for each pipeline, with the words that speak of it.

Each ward has a function from a random generator to (about, inputs): what is said of the data, and what the pipeline
is given.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from core.data import diabetes, digits, flights, messages, penguins, tumours, wine


class About(NamedTuple):
    """Words for a data set: `rows` as in "442 people with diabetes", or `things`; what is predicted; the columns."""

    rows: str
    things: str
    target: str
    names: tuple[str, ...]


Patient = tuple[About, dict[str, Any]]


def line_patient(rng: np.random.Generator) -> Patient:
    """A number to predict from a few columns: diabetes, penguins, or one measurement of wines from the others."""
    which = rng.choice(["diabetes", "penguins", "alcohol", "flavanoids", "colour intensity", "proline"])
    if which == "diabetes":
        data = diabetes()
        about = About("442 people with diabetes", "people", "how far the disease moved on", data.names)
        X, y = data.X, data.y
    elif which == "penguins":
        data = penguins()
        about = About("342 penguins", "penguins", "body mass in grams", ("bill length", "bill depth", "flipper length"))
        X, y = np.column_stack([data.bill_length_mm, data.bill_depth_mm, data.flipper_length_mm]), data.body_mass_g
    else:
        data = wine()
        at = data.names.index(which)
        about = About("178 wines", "wines", f"{which}", data.names[:at] + data.names[at + 1 :])
        X, y = np.delete(data.X, at, axis=1), data.X[:, at]
    return about, {"X": X, "y": y, "order": rng.permutation(len(y)), "steps": int(rng.choice([150, 200, 300]))}


def net_patient(rng: np.random.Generator) -> Patient:
    """Handwritten digits, 300 to learn from and 300 to read."""
    rows = rng.choice(1797, 600, replace=False)
    about = About("600 handwritten digits", "digits", "which digit it is", ())
    inputs = {"X": digits().X[rows], "labels": digits().labels[rows], "order": rng.permutation(600)}
    return about, {**inputs, "hidden": int(rng.choice([12, 16, 20, 24])), "steps": int(rng.choice([60, 80, 100])),
                   "seed": int(rng.integers(1000))}  # fmt: skip


def promise_patient(rng: np.random.Generator) -> Patient:
    """Yes or no, in equal numbers: 240 past rows, and fresh ones in which the last column isn't known yet, and is 0."""
    if rng.random() < 0.7:
        data = flights()
        yes, no = (rng.choice(np.flatnonzero(data.late == kind), 250, replace=False) for kind in (1, 0))
        rows, own = np.concatenate([yes, no]), [0, 1, 2, 3, 4, 6]
        about = About(
            "500 flights",
            "flights",
            "a flight is an hour late or more",
            (*(data.names[i].split("_")[0] for i in own), "departure delay"),
        )
        X, y = np.column_stack([data.X[rows][:, own], data.dep_delay_min[rows]]), data.late[rows]
    else:
        data = diabetes()
        about = About(
            "442 people with diabetes",
            "people",
            "the disease moved on more than in half of them",
            (*data.names, "score a year later"),
        )
        X, y = np.column_stack([data.X, data.y]), (data.y > np.median(data.y)).astype(int)
    order = rng.permutation(len(y))
    X[order[240:], -1] = 0
    return about, {"X": X, "y": y, "order": order, "early": list(range(X.shape[1] - 1)),
                   "wide": int(rng.choice([0, 800, 800])), "seed": int(rng.integers(1000))}  # fmt: skip


def gate_patient(rng: np.random.Generator) -> Patient:
    """Something to flag, an error of either kind with its cost."""
    which = rng.choice(["flights", "messages", "tumours"])
    if which == "flights":
        data = flights()
        about = About("flights", "flights", "late", tuple(name.split("_")[0] for name in data.names))
        X, y = data.X, data.late
    elif which == "messages":
        about = About("messages", "messages", "spam", NUMBERS)
        X, y = message_numbers(), messages().spam
    else:
        data = tumours()
        about = About("tumours", "tumours", "malignant", data.names)
        X, y = data.X, data.malignant
    rows = rng.permutation(len(y))[:1500]
    false_alarm, miss = (int(cost) for cost in rng.choice([(1, 60), (2, 80), (5, 50), (50, 10), (60, 5)]))
    about = about._replace(rows=f"{len(rows):,} {about.rows}")
    return about, {
        "X": X[rows],
        "y": y[rows],
        "order": rng.permutation(len(rows)),
        "false_alarm": false_alarm,
        "miss": miss,
    }


NUMBERS = ("characters", "words", "digits", "capitals", "exclamation marks", "currency signs")


def message_numbers() -> np.ndarray:
    """Six counts for each message: characters, words, digits, capitals, exclamation marks, currency signs."""
    counts = [
        (len(text), len(text.split()), sum(map(str.isdigit, text)), sum(map(str.isupper, text)), text.count("!"),
         sum(text.count(sign) for sign in "£$€"))
        for text in messages().texts
    ]  # fmt: skip
    return np.array(counts, dtype=float)


PATIENTS = {"line": line_patient, "net": net_patient, "promise": promise_patient, "gate": gate_patient}
