"""The question to understand of `scaling`: columns of different spread, their valley, and noisy batches."""

from __future__ import annotations

import numpy as np

from core.linear_algebra import standardise
from core.optimisation import bowl, largest_stable_rate, minibatch_descent, mse
from labs.calculus.gradient import picture as contours
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number

SIZE = (-5.6, 5.6, -4.6, 4.6)
SIGNS = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1.0]])  # times two standard deviations: uncorrelated columns
TABLES = [  # columns with a mean, and the least and the largest standard deviation, in tenths
    (("pressure in hPa", 1013, 40, 90), ("humidity in %", 62, 120, 200), ("wind in m/s", 5, 10, 25)),
    (("year built", 1975, 150, 250), ("floor area in m²", 85, 300, 450), ("rooms", 3.4, 7, 13)),
    (("body temperature in K", 310, 4, 9), ("pulse", 71, 80, 130), ("age in years", 46, 150, 220)),
    (("voltage in V", 230, 12, 25), ("load in %", 44, 150, 250), ("price an hour", 2.5, 4, 9)),
]


def understand(seed: int) -> Question:
    """One of five situations, with numbers of its own."""
    return in_turn(seed, *SITUATIONS)


def columns(rng: np.random.Generator) -> Question:
    """Which column limits the rate, and whose weight arrives last?"""
    table = TABLES[rng.integers(len(TABLES))]
    picked = [table[k] for k in rng.permutation(3)]
    names, means = [name for name, *_ in picked], [mean for _, mean, *_ in picked]
    spreads = [int(rng.integers(low, high)) / 10 for *_, low, high in picked]
    slow = bool(rng.integers(2))
    limits = [largest_stable_rate(np.array([[s], [-s]])) for s in spreads]  # of each weight by itself
    right = int(np.argmax(limits) if slow else np.argmin(limits))
    mean = int(np.argmin(means) if slow else np.argmax(means))
    table = "| column | mean | standard deviation |\n|:--|--:|--:|\n"
    table += "\n".join(f"| {name} | {m:g} | {s:g} |" for name, m, s in zip(names, means, spreads))
    asked = "Whose weight arrives last" if slow else "Which column sets the largest stable rate"
    whys = {
        k: ("You went by the mean. It has been taken away, and the loss doesn't feel it. " if k == mean else "")
        + f"Its curvature is 2 · {spreads[k]:g}² = {number(2 * spreads[k] ** 2, 2)}. You are looking for the "
        + ("smallest, where the valley is flattest." if slow else "largest, where the valley is steepest.")
        for k in range(3)
        if k != right
    }
    return one_of(
        rng,
        f"{table}\n\nEach column is measured from its mean, not divided by anything, and they are uncorrelated. You "
        f"train by gradient descent with one rate for all weights. {asked}?",
        f"{names[right]}",
        {names[k]: (why, "spread" if k == mean else "") for k, why in whys.items()}
        | {"No column: the rate does that alone.": "You left out the columns. The same rate is too large for one "
           "weight and tiny for another, by the square of their columns' standard deviations."},
        f"The curvature along a weight is 2 times the square of its column's standard deviation: here "
        f"{number(2 * spreads[right] ** 2, 2)}, the {'smallest' if slow else 'largest'}. "
        + ("The rate must suit the steepest, so this one crawls. " if slow else "So the limit is "
           f"2 / {number(2 * spreads[right] ** 2, 2)}, whatever the others could bear. ")
        + "Standardise the columns.",
        ("The curvature grows with the square of the standard deviation.",),
    )  # fmt: skip


def unit(rng: np.random.Generator) -> Question:
    """The column that sets the limit changes its unit: what becomes of the largest stable rate?"""
    column, old, new, by = [("distance", "km", "m", 1000), ("duration", "minutes", "seconds", 60),
                            ("length", "m", "cm", 100), ("size", "GB", "MB", 1000), ("weight", "t", "kg", 1000),
                            ("width", "cm", "mm", 10)][rng.integers(6)]  # fmt: skip
    up = bool(rng.integers(2))
    spread = np.array([float(rng.integers(5, 40)), float(rng.integers(1, 4))])
    factor = by if up else 1 / by
    X = SIGNS * spread * (1, 1) if up else SIGNS * spread * (by, 1 / by)
    change = largest_stable_rate(X * (factor, 1)) / largest_stable_rate(X)
    words = {
        f"It falls to 1/{number(by**2)} of what it was.": by**-2.0,
        f"It falls to 1/{number(by)} of what it was.": 1 / by,
        "It stays what it was.": 1.0,
        f"It becomes {number(by)} times as large.": float(by),
        f"It becomes {number(by**2)} times as large.": float(by**2),
    }  # fmt: skip
    right = min(words, key=lambda text: abs(np.log(words[text] / change)))
    if not np.isclose(words[right], change):
        return unit(rng)
    way = f"{number(by)} times as large" if up else f"1/{number(by)} as large"
    once, turned = "You counted the factor once. ", "You turned it round. "
    whys = dict(zip(words, (turned, once if up else turned, "", turned if up else once, turned)))
    whys["It stays what it was."] = "You took a unit for a matter of taste. "
    kept = [text for text in words if text != right and text in
            (list(words)[:4] if up else list(words)[1:])]  # fmt: skip
    first, second = (old, new) if up else (new, old)
    return one_of(
        rng,
        f"The column `{column}` has by far the largest standard deviation{'' if up else ', before and after'}. A "
        f"new export gives it in {second}, not in {first}, and nothing is standardised. Roughly what becomes of the "
        "largest stable rate?",
        right,
        {text: f"{whys[text]}The numbers become {way}, the curvature goes with their square, and the limit is 2 over "
         "the curvature." for text in kept[:3]},
        f"The numbers become {way}, so the largest curvature changes by the square of that, and the limit by the "
        "inverse. "
        + ("The rate that worked yesterday explodes today. " if up else "The old rate now crawls. ")
        + "Standardise, and units don't matter.",
        ("How does the curvature depend on the numbers in the column?",),
    )  # fmt: skip


def ovals(rng: np.random.Generator) -> Question:
    """Which contours belong to these two columns?"""
    kind, times = int(rng.integers(3)), float(rng.choice([2.5, 3.0, 3.5, 4.0]))
    low = round(float(rng.integers(4, 30)) / 10, 1)
    spreads = [(round(low * times, 1), low), (low, round(low * times, 1)), (low, low)][kind]
    raw = SIGNS * spreads * (rng.choice([3.0, 7.0]), 1) if kind == 2 else SIGNS * spreads
    X = standardise(raw) if kind == 2 else raw
    H = bowl(X, np.zeros(4)).H
    drawn = {
        "wide": oval(np.diag([1.0, times**2])), "tall": oval(np.diag([times**2, 1.0])), "round": oval(np.eye(2))
    }  # fmt: skip
    names = ["tall", "wide", "round"]
    right = names[kind]
    assert np.sign(round(H[0, 0] - H[1, 1], 6)) == {"tall": 1, "wide": -1, "round": 0}[right]
    drawn[right] = oval(H)
    told = (
        f"standard deviations {spreads[0]:g} and {spreads[1]:g}, and nothing is standardised"
        if kind < 2
        else "standard deviations {:g} and {:g}, and then they are standardised".format(*np.std(raw, axis=0).round(1))
    )
    whys = {
        "wide": "That valley is flat along $w_1$ and steep along $w_2$: column 2 would have the larger standard "
        "deviation.",
        "tall": "That valley is steep along $w_1$ and flat along $w_2$: column 1 would have the larger standard "
        "deviation.",
        "round": "A round valley bends alike in all directions: both columns would have the same standard deviation.",
    }
    what = ["A model with two weights", "A regression on two columns", "A price model"][rng.integers(3)]
    return one_of(
        rng,
        f"{what} is trained on the mean squared error. Its columns are uncorrelated and have {told}. "
        "Which picture shows the contours of its loss, $w_1$ to the right and $w_2$ upwards?",
        drawn[right],
        [
            (drawn[name], whys[name] + (" Once standardised, both have 1." if kind == 2 else ""))
            for name in names
            if name != right
        ],
        "{right}. The larger a column's standard deviation, the steeper the loss along its weight, and the narrower "
        + ("the oval that way. " if kind < 2 else "the oval. Standardised columns have the same one, 1. ")
        + "Downhill from a place on a long oval leads mostly across it.",
        ("Along which weight does the loss rise faster?",),
    )


def oval(H) -> Sketch:
    """Contours of one size around 0."""
    heights = [0.5 * np.linalg.eigvalsh(H)[0] * reach**2 for reach in (1.4, 2.8, 4.2)]
    rings = [marks.line(contours.ellipse(np.zeros(2), H, h, 48), role="truth", width=1.8) for h in heights]
    axes = marks.lines([[(-5.4, 0), (5.4, 0)], [(0, -4.4), (0, 4.4)]], width=1, opacity=0.5)
    words = [
        marks.text((5.4, 0), "w₁", anchor="end", dx=0, dy=-5),
        marks.text((0, 4.4), "w₂", anchor="start", dx=5, dy=9),
    ]
    return Sketch([axes, *rings, *words], SIZE)


def runs(rng: np.random.Generator) -> Question:
    """Six losses of a run: what slows it down or shakes it?"""
    kind = int(rng.integers(3))
    draw = np.random.default_rng(int(rng.integers(10**6)))
    X = standardise(draw.normal(size=(64, 2))) * ((8, 0.6) if kind == 0 else (1, 1))
    y = X @ draw.normal(3, 1, size=2) + draw.normal(0, 1.5, size=64)
    share, batch = [(0.9, 64), (0.2, 1), (1.06, 64)][kind]
    path = minibatch_descent(X, y, [0, 0], share * largest_stable_rate(X), 60, batch, draw)
    losses = np.array([mse(w, X, y) for w in path])
    shown = losses[[0, 10, 20, 40, 50, 60]]
    least = bowl(X, y).least
    ups = int(np.sum(np.diff(losses[-20:]) > 0))
    fits = (
        shown[-1] > 1.3 * least and np.all(np.diff(shown) < 0) and shown[1] < 0.8 * shown[0],
        5 < ups < 15 and losses[-20:].max() < shown[0] and np.any(np.diff(shown[2:]) > 0.1),
        shown[-1] > 1.5 * shown[0] and np.all(np.diff(shown) > 0),
    )
    if not fits[kind]:
        return runs(rng)
    choices = {
        "Raw columns of very different spread.": "Then the loss would fall at every step, fast at first and ever more "
        "slowly.",
        "Batches of a single row.": "Then the loss would jitter: each step follows one row, and is right only on "
        "average.",
        "A rate beyond the limit.": "Then the loss would grow from step to step.",
        "Too few weights for these rows.": "A model that is too small ends at a high loss, but it gets there, and "
        "stays.",
    }
    seen = ["falls fast at first, then slowly, without a jump", "falls, then goes up and down", "grows without end"][
        kind
    ]
    right = list(choices)[kind]
    what = ["A regression", "A price model", "A load forecast", "A ranking model"][rng.integers(4)]
    figures = " → ".join(number(loss, 2) for loss in shown)
    return one_of(
        rng,
        f"{what} is trained by gradient descent. Its loss over all rows at steps 0, 10, 20, 40, 50 and 60: {figures}. "
        f"No weights have a loss below {number(least, 2)}. What is behind this?",
        right,
        {text: f"{why} This one {seen}." for text, why in choices.items() if text != right},
        [
            "One weight has arrived, and the other, on a column of small spread, creeps along the flat of the valley. "
            "Standardise the columns, and choose the rate anew.",
            "The gradient of one row points where that row wants, so near the bottom the path jumps about. Take more "
            "rows a step, or a smaller rate towards the end.",
            "Each step lands higher on the other side. Take a smaller rate: neither the columns nor the batch need a "
            "change for that.",
        ][kind],
        ("Does the loss ever rise? And if so, does it go on rising?",),
    )


WRONG = {
    "It uses the request's own mean and standard deviation.": "You took the rows at hand for the training rows.",
    "It passes the value on as it is.": "That leaves out both steps.",
    "It subtracts the mean and doesn't divide.": "That leaves out the standard deviation.",
    "It divides and doesn't subtract the mean.": "That leaves out the mean.",
}


def served(rng: np.random.Generator) -> Question:
    """Training standardised a column; what does the service make of a row?"""
    mean, spread, z = int(rng.integers(3, 12)) * 10, int(rng.integers(2, 9)), int(rng.choice([-2, -1, 1, 2, 3]))
    x = mean + z * spread
    others = [x + int(d) for d in rng.choice([-9, -6, -4, 5, 7, 8], 3, replace=False)]
    own = standardise(np.array([[x], *[[o] for o in others]], dtype=float))[0, 0]
    did = {
        "It uses the request's own mean and standard deviation.": round(float(own), 2),
        "It passes the value on as it is.": float(x),
        "It subtracts the mean and doesn't divide.": float(x - mean),
        "It divides and doesn't subtract the mean.": round(x / spread, 2),
    }
    right = list(did)[rng.integers(4)]
    if len({*did.values(), float(z)}) < 5:
        return served(rng)
    column = ["age", "load", "price", "delay"][rng.integers(4)]
    return one_of(
        rng,
        f"Training standardised `{column}` with mean {mean} and standard deviation {spread}. A request of four rows "
        f"has the values {x}, {others[0]}, {others[1]} and {others[2]}. For the first, the model in the service gets "
        f"{number(did[right], 0 if did[right] == int(did[right]) else 2)}. What does the service do?",
        right,
        {
            way: f"Then it would get {number(value, 0 if value == int(value) else 2)}. "
            + WRONG[way]
            for way, value in did.items()
            if way != right
        },
        f"Right is ({x} − {mean}) / {spread} = {number(z)}: minus the mean of the training rows, divided by their "
        "standard deviation, for every row and every request. Save both numbers with the model.",
        (f"What should the model get for {x}?",),
    )  # fmt: skip


SITUATIONS = (columns, unit, ovals, runs, served)
