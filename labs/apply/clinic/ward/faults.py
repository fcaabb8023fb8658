"""Ways to break a pipeline: one line for another. The first is the pipeline's own, the others are what it became.

Each fault names the look that tells, and what that look's facts must say. The same test, failed, rules it out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from labs.apply.clinic.ward import evidence as see
from labs.apply.clinic.ward.pipelines import gate, promise, train_line, train_net


class Look(NamedTuple):
    """Something to buy: what it is called, what it costs, what it shows."""

    label: str
    cost: int
    show: Callable[[see.Run], see.Exhibit]


class Fault(NamedTuple):
    """`line` of the working pipeline and what it is replaced by, one of `became`; the `look` that tells, and how."""

    name: str
    line: str
    became: tuple[str, ...]
    look: str
    told_by: Callable[[dict[str, float]], bool]
    repair: str


class Ward(NamedTuple):
    """A pipeline, what it comes to, what can be looked at, and what can be wrong with it."""

    pipeline: Callable
    outcome: Callable[[see.Run], see.Exhibit]
    looks: dict[str, Look]
    faults: dict[str, Fault]


LINE = Ward(
    train_line,
    see.line_dots,
    {
        "rows": Look("Rows", 1, see.line_rows),
        "shapes": Look("Shapes", 1, see.line_shapes),
        "columns": Look("Columns in training", 1, see.line_columns),
        "seen": Look("Columns at prediction", 1, see.line_seen),
        "curve": Look("Loss curve", 1, see.curve),
        "dots": Look("Predicted and actual", 2, see.line_dots),
        "gradient": Look("Gradient check", 2, see.line_gradient),
        "slower": Look("A tenth of the rate", 2, see.line_trial),
        "code": Look("The code", 4, see.code),
    },
    {
        "unscaled": Fault(
            "Columns aren't standardised",
            "Z = (X - X[train].mean(axis=0)) / X[train].std(axis=0)",
            ("Z = X", "Z = X - X[train].mean(axis=0)"),
            "columns", lambda facts: facts["ratio"] > 5,
            "Standardise each column with the training rows' mean and standard deviation.",
        ),
        "rate": Fault(
            "The learning rate is too high",
            "rate = 0.5 * largest_stable_rate(A[train])",
            ("rate = 1.05 * largest_stable_rate(A[train])", "rate = 1.3 * largest_stable_rate(A[train])",
             "rate = 9 * largest_stable_rate(A[train])"),
            "slower", lambda facts: facts["gain"] > 0.1 and facts["after"] > 0,
            "Stay below the largest stable rate: half of it is safe.",
        ),
        "sign": Fault(
            "The gradient has the wrong sign",
            "miss = A[train] @ w - target[train]",
            ("miss = target[train] - A[train] @ w",),
            "gradient", lambda facts: facts["cosine"] < 0,
            "The gradient is built from prediction minus target, not from target minus prediction.",
        ),
        "intercept": Fault(
            "The intercept is missing",
            "A = np.column_stack([Z, np.ones(len(Z))])",
            ("A = Z",),
            "dots", lambda facts: facts["off"] > 0.9,
            "Give the model a column of ones, so that it can be right on average.",
        ),
        "broadcast": Fault(
            "A column was subtracted from a row (broadcasting)",
            "said = (seen @ w).ravel()",
            ("said = seen @ w",),
            "shapes", lambda facts: facts["each"] > 1,
            "Flatten the predictions, so that each is compared with its own y only.",
        ),
        "shuffled": Fault(
            "Rows and targets are out of step",
            "target = y[:, np.newaxis]",
            ("target = y[order][:, np.newaxis]", "target = y[::-1][:, np.newaxis]"),
            "rows", lambda facts: facts["moved"] > 0.5,
            "Leave y in the order of X: what moves one must move the other.",
        ),
        "skipped": Fault(
            "A step of preparation is missing at prediction",
            "seen = A[test]",
            ("seen = np.column_stack([X[test], np.ones(len(test))])",),
            "seen", lambda facts: facts["shift"] > 1,
            "Prepare the rows to predict as the training rows were prepared.",
        ),
    },
)  # fmt: skip

WEIGHTS = "W1, W2 = rng.normal(0, np.sqrt(2 / 64), (64, hidden)), rng.normal(0, np.sqrt(2 / hidden), (hidden, 10))"
NET = Ward(
    train_net,
    see.net_confusion,
    {
        "images": Look("Images and labels", 1, see.net_images),
        "seen": Look("Mean image at prediction", 1, see.net_seen),
        "curve": Look("Loss curve", 1, see.curve),
        "units": Look("Hidden units", 2, see.net_units),
        "confusion": Look("Answers for each digit", 2, see.net_confusion),
        "gradient": Look("Gradient check", 2, see.net_gradient),
        "faster": Look("A hundred times the rate", 2, see.net_trial),
        "code": Look("The code", 4, see.code),
    },
    {
        "dead": Fault(
            "The hidden units are dead",
            WEIGHTS,
            ("W1, W2 = -rng.uniform(0, 0.3, (64, hidden)), rng.normal(0, np.sqrt(2 / hidden), (hidden, 10))",
             "W1, W2 = rng.normal(-0.5, 0.1, (64, hidden)), rng.normal(0, np.sqrt(2 / hidden), (hidden, 10))"),
            "units", lambda facts: facts["dead"] > 0.9,
            "Start with weights of both signs: pixels are never negative, and ReLU passes no slope below zero.",
        ),
        "same": Fault(
            "All hidden units start alike",
            WEIGHTS,
            ("W1, W2 = np.full((64, hidden), 0.1), np.full((hidden, 10), 0.1)",
             "W1, W2 = np.full((64, hidden), 0.02), np.full((hidden, 10), 0.5)"),
            "units", lambda facts: facts["twins"] > 0,
            "Start with random weights: units that start alike get the same gradient, and stay alike.",
        ),
        "shuffled": Fault(
            "Images and labels are out of step",
            "Y, rng = np.eye(10)[labels], np.random.default_rng(seed)",
            ("Y, rng = np.eye(10)[labels[order]], np.random.default_rng(seed)",
             "Y, rng = np.eye(10)[labels[::-1]], np.random.default_rng(seed)"),
            "images", lambda facts: facts["wrong"] > 0.5,
            "Leave the labels in the order of the images.",
        ),
        "turned": Fault(
            "Images are prepared differently at prediction",
            "seen = X[test]",
            ("seen = 1 - X[test]", "seen = X[test].reshape(-1, 8, 8).transpose(0, 2, 1).reshape(-1, 64)"),
            "seen", lambda facts: facts["gap"] > 0.07,
            "Hand over the images as they were in training.",
        ),
        "sign": Fault(
            "The gradient has the wrong sign",
            "slopes = (P - Y[train]) / len(train)",
            ("slopes = (Y[train] - P) / len(train)",),
            "gradient", lambda facts: facts["cosine"] < 0,
            "The slope of the cross-entropy is p − y, not y − p.",
        ),
        "slow": Fault(
            "The learning rate is too low",
            "rate = 0.5",
            ("rate = 0.002", "rate = 0.004"),
            "faster", lambda facts: facts["gain"] > 0.25,
            "Raise the rate until the loss falls quickly and doesn't jump.",
        ),
    },
)  # fmt: skip

PROMISE = Ward(
    promise,
    see.promise_outcome,
    {
        "rows": Look("Rows", 1, see.promise_rows),
        "split": Look("The split", 1, see.promise_split),
        "columns": Look("Columns and y", 2, see.promise_columns),
        "seen": Look("Columns at prediction", 1, see.promise_seen),
        "asked": Look("Who chose the columns", 2, see.promise_asked),
        "judges": Look("Who chose the setting", 2, see.promise_judges),
        "noise": Look("Shuffled labels", 3, see.promise_noise),
        "code": Look("The code", 4, see.code),
    },
    {
        "target": Fault(
            "A column gives the target away",
            "table = np.column_stack([X[:, early], rng.normal(size=(len(X), wide))])",
            ("table = np.column_stack([X, rng.normal(size=(len(X), wide))])",),
            "columns", lambda facts: facts["past"] > 0.5 and facts["fresh"] < 0.1,
            "Leave out what is known only afterwards.",
        ),
        "selection": Fault(
            "Columns were chosen with the test rows",
            "asked = train",
            ("asked = past",),
            "asked", lambda facts: facts["share"] > 0.5,
            "Choose the columns with the training rows alone.",
        ),
        "twins": Fault(
            "Copies stand on both sides of the split",
            "past, fresh = order[:240], order[240:]",
            ("past, fresh = rng.choice(order[:80], 240), order[240:]",
             "past, fresh = rng.permutation(np.repeat(order[:80], 3)), order[240:]"),
            "split", lambda facts: facts["twins"] > 0.2,
            "Split first. Copies, if any, belong to the training rows alone.",
        ),
        "peeking": Fault(
            "The setting was chosen on the test rows",
            "judges = tune",
            ("judges = test",),
            "judges", lambda facts: facts["share"] > 0.5,
            "Choose on rows of their own, and open the test rows once.",
        ),
        "skipped": Fault(
            "A step of preparation is missing at prediction",
            "seen = Z[fresh]",
            ("seen = chosen[fresh]",),
            "seen", lambda facts: facts["moved"] > 0.1,
            "Prepare fresh rows as the training rows were prepared.",
        ),
    },
)  # fmt: skip

OTHER = """from sklearn.linear_model import LogisticRegression

    other = LogisticRegression(max_iter=500).fit(usual, y[train])
    threshold = cheapest(y[tune], other.decision_function(scaler.transform(X[tune])), false_alarm, miss)"""
GATE = Ward(
    gate,
    see.gate_outcome,
    {
        "rows": Look("Rows", 1, see.gate_rows),
        "counts": Look("Counts and accuracy", 1, see.gate_counts),
        "seen": Look("Columns at prediction", 1, see.gate_seen),
        "scores": Look("Scores of both classes", 2, see.gate_scores),
        "calibration": Look("Reliability curve", 2, see.gate_calibration),
        "threshold": Look("Where the threshold comes from", 2, see.gate_threshold),
        "code": Look("The code", 4, see.code),
    },
    {
        "uncalibrated": Fault(
            "The probabilities are too sure of themselves",
            "p = recalibrate(model.predict_proba(seen)[:, 1], a, b)",
            ("p = model.predict_proba(seen)[:, 1]",),
            "calibration", lambda facts: 0.05 < facts["a"] < 0.7,
            "Recalibrate (Platt scaling) on rows the model hasn't learned from, before a probability decides anything.",
        ),
        "copied": Fault(
            "The threshold comes from another model",
            "threshold = false_alarm / (false_alarm + miss)",
            (OTHER, "threshold = cheapest(y[tune], sure, false_alarm, miss)"),
            "threshold", lambda facts: facts["foreign"] > 0,
            "Work out the threshold from the costs, for this model's probabilities.",
        ),
        "accuracy": Fault(
            "The threshold aims at accuracy, and the class is rare",
            "threshold = false_alarm / (false_alarm + miss)",
            ("threshold = most_accurate(y[tune], recalibrate(sure, a, b))",),
            "threshold", lambda facts: facts["accurate"] > 0 and facts["rare"] < 0.2,
            "Where one class is rare and costly to miss, let the costs set the threshold, not the accuracy.",
        ),
        "class": Fault(
            "The probability of the other class is read",
            "p = recalibrate(model.predict_proba(seen)[:, 1], a, b)",
            ("p = recalibrate(model.predict_proba(seen)[:, 0], a, b)",),
            "scores", lambda facts: facts["auc"] < 0.45,
            "Column 1 of predict_proba is the probability of a 1; column 0 is that of a 0.",
        ),
        "skipped": Fault(
            "A step of preparation is missing at prediction",
            "seen = scaler.transform(X[test])",
            ("seen = X[test]",),
            "seen", lambda facts: facts["shift"] > 1,
            "Scale the cases to judge with the scaler of the training rows.",
        ),
    },
)  # fmt: skip

WARDS = {"line": LINE, "net": NET, "promise": PROMISE, "gate": GATE}
FAULTS = [(ward, fault) for ward in WARDS for fault in WARDS[ward].faults]
