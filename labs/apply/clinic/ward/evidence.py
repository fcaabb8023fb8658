"""What can be looked at in a run of one of the pipelines: each look gives a picture's data, a sentence, and the facts.

A look is bought before it is known what it tells, so each works on every run of its pipeline, healthy or broken.
`run` holds the pipeline's inputs and what it returned, by name, `names` for the columns, and `script`, the pipeline.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from types import SimpleNamespace as Run
from typing import Any, NamedTuple

import numpy as np

from core.attention import softmax
from core.calibration import fit_platt, recalibrate, reliability_curve
from core.linear_algebra import cosine_similarity, dense
from core.metrics import accuracy, confusion_matrix, roc_auc_score
from core.optimisation import mse
from labs.apply.clinic.ward.pipelines import cheapest, correlations, most_accurate
from labs.apply.clinic.ward.scripts import body_of, changed, run, text_of

TIDY = 1e6  # numbers beyond this are written with a power of ten


class Exhibit(NamedTuple):
    """What a look shows. `kind` says how `data` is drawn; `facts` are the numbers a diagnosis rests on."""

    kind: str
    data: dict[str, Any]
    words: str
    facts: dict[str, float] = {}


def tidy(number: float) -> str:
    """A number as it is read: 29,087, 0.48, 3.1e+120, or "overflow" where it is too large for a float.

    >>> tidy(29087.3), tidy(0.4812), tidy(-3.13e120), tidy(float("inf"))
    ('29,087', '0.48', '−3.1e+120', 'overflow')
    """
    if not np.isfinite(number):
        return "overflow"
    number = 0.0 if abs(number) < 1e-12 else float(number)
    size = abs(number)
    if size >= TIDY:
        text = f"{number:.1e}"
    elif size >= 100:
        text = f"{half_up(number):,.0f}"
    else:
        text = f"{number:.3g}" if size < 0.01 else f"{half_up(number, 2):.2f}"
    return text.replace("-", "−", 1) if number < 0 else text


def half_up(number: float, decimals: int = 0) -> float:
    """The nearest number with so many decimals, halves away from 0, as people round.

    >>> half_up(12.5), half_up(0.125, 2), half_up(-2.5)
    (13.0, 0.13, -3.0)
    """
    read = Decimal(repr(round(float(number), 9)))
    return float(read.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def percent(share: float) -> str:
    return f"{half_up(100 * share):.0f} %"


def count(number: int, thing: str, things: str = "") -> str:
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def table(head: list[str], rows: list[list[str]]) -> dict[str, Any]:
    return {"head": head, "rows": rows}


def shape(value) -> str:
    return str(np.shape(value))


# --- A line, trained downhill ------------------------------------------------------------------------------------


def line_rows(r: Run) -> Exhibit:
    rows = [[str(i), tidy(r.A[i, 0]), tidy(r.y[i]), tidy(r.target[i, 0])] for i in r.train[:6]]
    moved = int(np.sum(r.target[r.train, 0] != r.y[r.train]))
    words = f"All {len(r.train)} training rows learn the y that stands beside them in the file."
    if moved:
        words = f"{moved} of {len(r.train)} training rows learn a y that isn't the one beside them in the file."
    head = ["row", r.names[0], "y in the file", "y it learns"]
    return Exhibit("table", table(head, rows), words, {"moved": moved / len(r.train)})


def line_shapes(r: Run) -> Exhibit:
    n = len(r.test)
    shapes = {"X": r.X, "A, with training rows": r.A[r.train], "w": r.w, "y of the unseen rows": r.y[r.test],
              "said": r.said, "y − said": r.error}  # fmt: skip
    words = f"The {n} differences y − said have shape {shape(r.error)}: "
    words += f"{np.size(r.error):,} numbers for {n} rows." if np.size(r.error) != n else "one for each row."
    rows = [[name, shape(value)] for name, value in shapes.items()]
    return Exhibit("table", table(["array", "shape"], rows), words, {"each": np.size(r.error) / n})


def line_columns(r: Run) -> Exhibit:
    spreads = r.A[r.train, : r.X.shape[1]].std(axis=0)
    order = np.argsort(-spreads)[:8]
    low, high = tidy(spreads.min()), tidy(spreads.max())
    span = f"are all {low}" if low == high else f"go from {low} to {high}"
    words = f"The standard deviations of the columns it trains on {span}."
    data = {"names": [r.names[i] for i in order], "values": spreads[order], "log": True, "label": "standard deviation"}
    return Exhibit("bars", data, words, {"ratio": float(spreads.max() / spreads.min())})


def line_seen(r: Run) -> Exhibit:
    d = r.X.shape[1]
    return _drift(r.A[r.train, :d], r.seen[:, :d], r.names, "unseen rows")


def _drift(usual, seen, names, which: str) -> Exhibit:
    """How far each column's mean lies from the training rows' when the model predicts, in their standard deviations."""
    spread = usual.std(axis=0)
    shift = (seen.mean(axis=0) - usual.mean(axis=0)) / np.where(spread > 0, spread, 1)
    order = np.argsort(-np.abs(shift))[:8]
    worst = order[0]
    words = (f"Of the {which} as the model sees them, the columns' means lie at most {tidy(abs(shift[worst]))} of a "
             f"standard deviation from the training rows'.") if abs(shift[worst]) < 1 else (
             f"Of the {which} as the model sees them, {names[worst]} is {tidy(seen[:, worst].mean())} on average. In "
             f"training it was {tidy(usual[:, worst].mean())} (standard deviation {tidy(spread[worst])}).")  # fmt: skip
    data = {"names": [names[i] for i in order], "values": np.abs(shift[order]), "log": True,
            "top": max(1.0, float(abs(shift[worst]))),
            "label": "distance of the means, in standard deviations"}  # fmt: skip
    return Exhibit("bars", data, words, {"shift": float(abs(shift[worst])), "moved": float(np.mean(np.abs(shift) > 1))})


def curve(r: Run) -> Exhibit:
    first, last = r.losses[0], r.losses[-1]
    way = "rises" if not last <= first else "falls"
    words = f"The loss on the training rows {way} from {tidy(first)} to {tidy(last)} in {len(r.losses)} steps."
    return Exhibit("curve", {"losses": r.losses, "label": "loss on the training rows"}, words, {"last": last / first})


def line_dots(r: Run) -> Exhibit:
    said, actual = np.ravel(r.said), r.y[r.test]
    off = float(np.mean(said) - np.mean(actual))
    way = "high" if off > 0 else "low"
    spread = tidy(actual.std())
    words = f"Predictions are {tidy(abs(off))} too {way} on average. The standard deviation of y is {spread}."
    data = {"x": actual, "y": said, "x_label": "actual y", "y_label": "predicted y"}
    return Exhibit("dots", data, words, {"off": abs(off) / float(actual.std())})


def line_gradient(r: Run) -> Exhibit:
    A, target = r.A[r.train], r.target[r.train, 0]
    taken = run(r.script, {**r.inputs, "steps": 1})["w"][:, 0]
    downhill = -np.array([mse(h, A, target) - mse(-h, A, target) for h in 1e-3 * np.eye(len(taken))]) / 2e-3
    return _checked(taken, downhill, [*r.names, "intercept"][: len(taken)])


def _checked(taken, downhill, names) -> Exhibit:
    """The first step beside the way downhill that nudging each weight measures, both made as long as 1."""
    cosine = cosine_similarity(taken, downhill)
    taken, downhill = taken / np.linalg.norm(taken), downhill / np.linalg.norm(downhill)
    order = np.argsort(-np.abs(downhill))[:8]
    words = (
        f"Nudging each weight measures the way downhill. The cosine between it and the first step is {tidy(cosine)}."
    )
    data = {"names": [names[i] for i in order], "values": taken[order], "seconds": downhill[order],
            "label": "first step", "second_label": "downhill, measured"}  # fmt: skip
    return Exhibit("pairs", data, words, {"cosine": float(cosine)})


def line_trial(r: Run) -> Exhibit:
    slower = changed(r.script, *_at(r.script, 0.1))
    r2 = run(slower, r.inputs)["r2"]
    words = f"With a tenth of the rate R² is {tidy(r2)} instead of {tidy(r.r2)}."
    rows = [["as delivered", tidy(r.rate), tidy(r.r2)], ["a tenth of the rate", tidy(r.rate / 10), tidy(r2)]]
    return Exhibit(
        "table",
        table(["", "rate", "R²"], rows),
        words,
        {"gain": float(min(r2, 1) - max(r.r2, -1e9)), "after": float(r2)},
    )


def _at(script, share: float) -> tuple[str, str]:
    """The line that sets the rate, and the same with a share of it."""
    line = re.search(r"    rate = (.+)\n", text_of(script))
    return line.group(), f"    rate = {share:g} * {line.group(1)}\n"


def code(r: Run) -> Exhibit:
    return Exhibit("code", {"text": body_of(r.script)}, "The script as it was delivered, line by line.")


# --- A network on digits -----------------------------------------------------------------------------------------


def net_images(r: Run) -> Exhibit:
    told = r.Y.argmax(axis=1)
    wrong = int(np.sum(told[r.train] != r.labels[r.train]))
    some = r.train[:12]
    words = (f"{wrong} of {len(r.train)} training images are learned under another image's label." if wrong else
             f"All {len(r.train)} training images are learned under the label they have in the file.")  # fmt: skip
    return Exhibit(
        "images",
        {"images": r.X[some], "captions": [f"“{told[i]}”" for i in some]},
        words,
        {"wrong": wrong / len(r.train)},
    )


def net_seen(r: Run) -> Exhibit:
    usual, seen = r.X[r.train].mean(axis=0), r.seen.mean(axis=0)
    gap = float(np.mean(np.abs(usual - seen)))
    words = (f"The mean training image and the mean image at prediction, as the network gets them, differ by "
             f"{tidy(gap)} a pixel on average.")  # fmt: skip
    return Exhibit(
        "images", {"images": np.array([usual, seen]), "captions": ["in training", "to predict"]}, words, {"gap": gap}
    )


def net_units(r: Run) -> Exhibit:
    fires = (r.H > 0).mean(axis=0)
    never, twins = int(np.sum(fires == 0)), bool(np.ptp(r.H, axis=1).max() < 1e-9)
    order = np.argsort(-fires)
    words = f"{never} of {len(fires)} hidden units {'is' if never == 1 else 'are'} 0 for every training image."
    if twins and never == 0:
        words += f" All {len(fires)} give the very same number for the same image."
    elif never == 0:
        words += f" They fire on {percent(fires.min())} to {percent(fires.max())} of the images."
    data = {
        "names": [f"unit {i + 1}" for i in order[:8]],
        "values": fires[order[:8]],
        "label": "share of images it fires on",
    }
    return Exhibit("bars", data, words, {"dead": never / len(fires), "twins": float(twins and never == 0)})


def net_confusion(r: Run) -> Exhibit:
    counts = np.zeros((10, 10))
    np.add.at(counts, (r.labels[r.test], r.said), 1)
    often = np.bincount(r.said, minlength=10)
    most = percent(often.max() / often.sum())
    words = (
        f"It answers with {np.sum(often > 0)} of the ten digits, most often {often.argmax()}: for {most} of the images."
    )
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    return Exhibit("heat", {"values": shares, "rows": "is", "columns": "answered"}, words)


def net_gradient(r: Run) -> Exhibit:
    once = {**r.inputs, "steps": 1}
    start, after = run(changed(r.script, *_at(r.script, 0)), once), run(r.script, once)
    Y = r.Y[r.train]

    def loss(b2):
        return -np.mean(np.log(softmax(dense(start["H"], start["W2"], b2))[Y == 1]))

    downhill = -np.array([loss(h) - loss(-h) for h in 1e-4 * np.eye(10)]) / 2e-4  # b2 starts at zero
    return _checked(after["b2"], downhill, [f"class {k}" for k in range(10)])


def net_trial(r: Run) -> Exhibit:
    try:
        right = run(changed(r.script, *_at(r.script, 100)), r.inputs)["right"]
    except ValueError:  # core's functions refuse numbers this large
        right = -1.0
    read = percent(right) if right >= 0 else "an error"
    words = f"With a hundred times the rate {read} of unseen images are read correctly, instead of {percent(r.right)}."
    if right < 0:
        words = "With a hundred times the rate the script stops with an error: its numbers grow too large."
    rows = [["as delivered", tidy(r.rate), percent(r.right)], ["a hundred times", tidy(100 * r.rate), read]]
    return Exhibit("table", table(["", "rate", "read correctly"], rows), words, {"gain": right - r.right})


# --- What was promised, and what fresh rows find -----------------------------------------------------------------


def promise_rows(r: Run) -> Exhibit:
    head = ["row", r.names[0], r.names[-1], "y"]
    rows = [[str(i), tidy(r.X[i, 0]), tidy(r.X[i, -1]), str(r.y[i])] for i in [*r.train[:3], *r.fresh[:3]]]
    rows[0][0], rows[3][0] = f"train {rows[0][0]}", f"fresh {rows[3][0]}"
    words = f"Three training rows, three fresh ones. “{r.names[-1]}” is filled in afterwards: fresh rows hold 0 there."
    return Exhibit("table", table(head, rows), words)


def promise_split(r: Run) -> Exhibit:
    parts = {"train": r.train, "tune": r.tune, "test": r.test, "fresh": r.fresh}
    rows = [
        [name, f"{len(part)}", f"{len(np.unique(part))}", f"{int(np.isin(part, r.train).sum())}"]
        for name, part in parts.items()
    ]
    twins = int(np.isin(r.test, r.train).sum())
    words = f"{twins} of the {len(r.test)} test rows stand in the training rows too."
    head = ["part", "rows", "different", "also in train"]
    return Exhibit("table", table(head, rows), words, {"twins": twins / len(r.test)})


def promise_columns(r: Run) -> Exhibit:
    past = np.unique(np.concatenate([r.train, r.tune, r.test]))
    before, later = (correlations(r.table[rows], r.y[rows]) for rows in (past, r.fresh))
    order = np.argsort(-np.abs(before))[:8]
    top, named = order[0], _signals(r)
    words = (f"Of {r.table.shape[1]:,} columns, {named[top]} goes with y most: |r| is {tidy(abs(before[top]))} in the "
             f"past rows, {tidy(abs(later[top]))} in the fresh ones.")  # fmt: skip
    data = {"names": [named[i] for i in order], "values": np.abs(before[order]), "seconds": np.abs(later[order]),
            "label": "|r| with y, past rows", "second_label": "fresh rows"}  # fmt: skip
    return Exhibit("pairs", data, words, {"past": float(abs(before[top])), "fresh": float(abs(later[top]))})


def _signals(r: Run) -> list[str]:
    wide = r.inputs["wide"]
    own = r.table.shape[1] - wide
    return [*r.names[:own], *(f"signal {i + 1}" for i in range(wide))]


def promise_asked(r: Run) -> Exhibit:
    return _who(r, r.asked, "chose the columns")


def promise_judges(r: Run) -> Exhibit:
    return _who(r, r.judges, "chose the best of 20 settings")


def _who(r: Run, rows, what: str) -> Exhibit:
    parts = {"training rows": r.train, "tuning rows": r.tune, "test rows": r.test, "fresh rows": r.fresh}
    asked = {name: float(np.isin(part, rows).mean()) for name, part in parts.items()}
    only = np.setdiff1d(r.test, r.train)  # a copy of a training row is no secret to begin with
    share = float(np.isin(only, rows).mean()) if len(only) else 0.0
    words = (f"{count(len(np.unique(rows)), 'row')} {what}. Of the test rows that aren't copies of training rows, "
             f"{percent(share)} had a say.")  # fmt: skip
    data = {"names": list(asked), "values": np.array(list(asked.values())), "label": f"share of rows that {what}"}
    return Exhibit("bars", data, words, {"share": share})


def promise_seen(r: Run) -> Exhibit:
    return _drift(r.Z[r.train], r.seen, [_signals(r)[i] for i in r.picked], "fresh rows")


def promise_noise(r: Run) -> Exhibit:
    mixed = np.random.default_rng(r.inputs["seed"]).permutation(r.y)
    got = run(r.script, {**r.inputs, "y": mixed})
    words = (f"The same script on shuffled labels, from which nothing can be learned, promises "
             f"{percent(got['promised'])}; on fresh rows it finds {percent(got['found'])}.")  # fmt: skip
    rows = [
        ["the labels of the file", percent(r.promised), percent(r.found)],
        ["shuffled", percent(got["promised"]), percent(got["found"])],
    ]
    return Exhibit("table", table(["labels", "promised", "found"], rows), words)


# --- A gate that flags -------------------------------------------------------------------------------------------


def gate_rows(r: Run) -> Exhibit:
    some = np.concatenate([np.flatnonzero(r.flagged == k)[:3] for k in (1, 0)])
    rows = [[str(r.test[i]), tidy(r.p[i]), "yes" if r.flagged[i] else "no", str(r.y[r.test][i])] for i in some]
    words = f"It flags where p reaches {tidy(r.threshold)}: {count(int(r.flagged.sum()), 'case')} of {len(r.test)}."
    return Exhibit("table", table(["case", "p", "flagged", "y"], rows), words)


def gate_counts(r: Run) -> Exhibit:
    (tn, fp), (fn, tp) = confusion_matrix(r.y[r.test], r.flagged).tolist()
    right, none = accuracy(r.y[r.test], r.flagged), accuracy(r.y[r.test], np.zeros(len(r.test), dtype=int))
    rows = [["flagged", str(tp), str(fp)], ["left alone", str(fn), str(tn)]]
    words = f"It is right on {percent(right)} of the cases. Flagging nobody is right on {percent(none)}."
    return Exhibit("table", table(["", r.kind, f"not {r.kind}"], rows), words)


def gate_seen(r: Run) -> Exhibit:
    return _drift(r.usual, r.seen, r.names, "cases to judge")


def gate_scores(r: Run) -> Exhibit:
    y = r.y[r.test]
    area = roc_auc_score(y, r.p)
    words = (f"Take a case that is {r.kind} and one that isn't: in {percent(area)} of such pairs the first gets the "
             "higher p (ties count half). Each bar is the square root of a share of its own class.")  # fmt: skip
    data = {
        "up": r.p[y == 1],
        "down": r.p[y == 0],
        "at": r.threshold,
        "labels": (f"{r.kind}: {count(int(y.sum()), 'case')}", f"not {r.kind}: {count(int((1 - y).sum()), 'case')}"),
    }
    return Exhibit("hist", data, words, {"auc": float(area)})


def gate_calibration(r: Run) -> Exhibit:
    y = r.y[r.test]
    happened, said, cases = reliability_curve(y, r.p, 5)
    a, _ = fit_platt(y, r.p)
    top = int(np.argmax(said))
    words = (f"In its highest bin it says {percent(said[top])} on average, and {percent(happened[top])} of those "
             f"{count(int(cases[top]), 'case is', 'cases are')} {r.kind}. For its probabilities to come true, its "
             f"log-odds would have to be multiplied by {tidy(a)} (Platt scaling).")  # fmt: skip
    data = {"x": said, "y": happened, "sizes": cases, "x_label": "said to happen", "y_label": "happened", "unit": True}
    return Exhibit("dots", data, words, {"a": float(a)})


def gate_threshold(r: Run) -> Exhibit:
    y, p = r.y[r.tune], recalibrate(r.sure, r.a, r.b)
    false_alarm, miss = r.inputs["false_alarm"], r.inputs["miss"]
    called, best = false_alarm / (false_alarm + miss), most_accurate(y, p)
    rows = [["in use", tidy(r.threshold)], [f"{false_alarm} / ({false_alarm} + {miss}), by the costs", tidy(called)],
            ["cheapest on the tuning rows", tidy(cheapest(y, p, false_alarm, miss))],
            ["most accurate on the tuning rows", tidy(best)]]  # fmt: skip
    is_best, is_called = abs(r.threshold - best) < 1e-12, abs(r.threshold - called) < 1e-12
    where = "neither the one the costs call for nor the most accurate one"
    if is_best or is_called:
        where = "the one that is right most often on the tuning rows" if is_best else "the one the costs call for"
    words = f"The threshold in use is {tidy(r.threshold)}: {where}."
    facts = {"accurate": is_best and not is_called, "foreign": not is_best and not is_called, "rare": float(np.mean(y))}
    return Exhibit("table", table(["threshold", ""], rows), words, facts)


# --- What it all comes to, shown once a patient is cured ---------------------------------------------------------


def promise_outcome(r: Run) -> Exhibit:
    data = {
        "names": ["promised", "found on fresh rows"],
        "values": np.array([r.promised, r.found]),
        "label": "called right",
        "top": 1.0,
    }
    return Exhibit("bars", data, f"It promised {percent(r.promised)}; on fresh rows it finds {percent(r.found)}.")


def gate_outcome(r: Run) -> Exhibit:
    (_, fp), (fn, tp) = confusion_matrix(r.y[r.test], r.flagged).tolist()
    data = {
        "names": ["correctly flagged", "missed", "false alarms"],
        "values": np.array([tp, fn, fp], dtype=float),
        "label": f"of {len(r.test)} cases",
    }
    return Exhibit("bars", data, f"It flags {tp} correctly, misses {fn}, and raises {count(fp, 'false alarm')}.")
