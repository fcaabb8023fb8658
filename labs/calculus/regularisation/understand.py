"""The question to understand of `regularisation`: whose weights, which λ, and what went wrong."""

from __future__ import annotations

import numpy as np

from core.models import fit_least_squares, lasso_path, predict, ridge, root_mean_squared_error
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number

SIZE = (-0.4, 12.4, -3.4, 3.4)
TALL = 3.2  # the longest bar


def understand(seed: int) -> Question:
    """One of five situations, with numbers of its own."""
    return in_turn(seed, *SITUATIONS)


# ---------------------------------------------------------------- whose weights?


def pictures(rng: np.random.Generator) -> Question:
    """Three pictures of weights from the same rows: which is which?"""
    X = rng.normal(size=(30, 12))
    y = X[:, :3] @ rng.uniform(1, 2, 3) + rng.normal(0, 2.5, 30)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    none, small = fit_least_squares(X, y)[0], ridge(X, y, 1.5)[0]
    strong = lasso_path(X, y, [1.4])[0]
    if (
        not 3 <= np.sum(strong == 0) <= 9
        or np.min(np.abs(none)) < 0.02
        or np.abs(small).max() > 0.8 * np.abs(none).max()
        or np.abs(strong).max() > 0.95 * np.abs(none).max()
    ):
        return pictures(rng)
    drawn = dict(zip(("least squares", "L2, ridge", "L1, the lasso"), (none, small, strong)))
    asked = list(drawn)[rng.integers(3)]
    whys = {
        "least squares": "There the longest bar is the longest of all, and no weight is 0: nothing holds them back.",
        "L2, ridge": "There the longest bar is shorter, and no weight is quite 0: a square hardly hurts a small one.",
        "L1, the lasso": "There several weights are exactly 0: the rings.",
    }
    largest = np.abs(none).max()
    shown = {name: bars(w / largest) for name, w in drawn.items()}
    told = [f"Which picture shows {asked}?", f"One picture belongs to {asked}. Which?", f"Find {asked}."][
        rng.integers(3)
    ]
    rows = ["30 rows of a price table", "30 patients", "30 days of load", "30 wines"][rng.integers(4)]
    return one_of(
        rng,
        f"The same twelve standardised columns of {rows}, fitted three times: by least squares, by L2 (ridge) and by "
        f"L1 (the lasso). All three pictures have one scale, and a ring is a weight of exactly 0. {told}",
        shown[asked],
        [(shown[name], whys[name]) for name in drawn if name != asked],
        "{right}. " + whys[asked].removeprefix("There ").capitalize(),
        ("Count the weights that are exactly 0, and look for the largest.",),
    )


def bars(w) -> Sketch:
    """Weights as bars, a ring for each that is 0."""
    places = np.arange(len(w)) + 0.5
    drawn = [marks.lines([[(-0.2, 0), (12.2, 0)]], width=1, opacity=0.6)]
    drawn += [marks.lines([[(x, 0), (x, TALL * h)] for x, h in zip(places[w != 0], w[w != 0])], role="model", width=7)]
    if np.any(w == 0):
        drawn += [marks.points([(x, 0) for x in places[w == 0]], role="data", size=3.5, hollow=True)]
    return Sketch(drawn, SIZE)


# ---------------------------------------------------------------- which λ?


def choose(rng: np.random.Generator) -> Question:
    """A table of λ with two errors: which λ is it?"""
    n = int(rng.integers(24, 40))
    X, U = rng.normal(size=(n, 14)), rng.normal(size=(80, 14))
    true = np.append(rng.uniform(1, 2, 4), np.zeros(10))
    y, v = X @ true + rng.normal(0, 4, n), U @ true + rng.normal(0, 4, 80)
    lams = [0.01, 0.1, 0.5, 2.0, 10.0][: int(rng.integers(4, 6))]
    fits = [ridge(X, y, lam) for lam in lams]
    seen = [root_mean_squared_error(y, predict(X, *fit)) for fit in fits]
    held = [root_mean_squared_error(v, predict(U, *fit)) for fit in fits]
    best = int(np.argmin(held))
    if not 0 < best < len(lams) - 1 or np.min(np.abs(np.diff(np.round(held, 2)))) < 0.02:
        return choose(rng)
    table = "\n".join(f"| {lam:g} | {number(a, 2)} | {number(b, 2)} |" for lam, a, b in zip(lams, seen, held))
    what = ["A price model", "A load forecast", "A delay model", "A churn score"][rng.integers(4)]
    more = [k for k in range(1, len(lams) - 1) if k != best]
    other = more[rng.integers(len(more))]
    return one_of(
        rng,
        f"{what} with ridge, {n} rows to learn from, 80 held out:\n\n| λ | error where it learned | error held out |\n"
        f"|---|---|---|\n{table}\n\nWhich λ do you take?",
        f"λ = {lams[best]:g}",
        {
            f"λ = {lams[0]:g}": "You chose by the rows it learned from. There the weakest penalty always looks best.",
            f"λ = {lams[-1]:g}": "You took the strongest penalty. Held out, its error is larger again.",
            f"λ = {lams[other]:g}": f"Held out, its error is {number(held[other], 2)}. Another λ is lower there.",
        },
        f"Held out, λ = {lams[best]:g} has the least error, {number(held[best], 2)}. Where the model learned, "
        "a penalty only ever costs something, so that column can't choose.",
        ("Which of the two columns can say how it will do on new rows?",),
    )


# ---------------------------------------------------------------- units


def units(rng: np.random.Generator) -> Question:
    """A column changes its unit, and nothing is standardised."""
    column, units_, times = [("distance", ("metres", "kilometres"), 1000), ("load", ("watts", "kilowatts"), 1000),
                             ("height", ("centimetres", "metres"), 100), ("price", ("cents", "euros"), 100),
                             ("time", ("seconds", "minutes"), 60)][rng.integers(5)]  # fmt: skip
    smaller, standardised = bool(rng.integers(2)), bool(rng.integers(2))
    before, after = units_ if smaller else units_[::-1]
    kind = ["Ridge", "The lasso"][rng.integers(2)]
    more, less, same = "It is held back more.", "It is held back less.", "Nothing changes."
    right = same if standardised else more if smaller else less
    moved = "smaller" if smaller else "larger"
    weight = f"In {after} its numbers are {times} times {moved}, so the same effect takes a weight {times} times " + (
        "larger" if smaller else "smaller"
    )
    whys = {
        more: "For that its weight would have to become larger, for the same effect.",
        less: "For that its weight would have to become smaller, for the same effect.",
        same: f"The penalty sees the weight, not its effect. {weight}.",
    }
    if standardised:
        whys[more] = whys[less] = "Standardised, the column is the same numbers in any unit, and so is its weight."
    return one_of(
        rng,
        f"{kind} with a fixed λ, "
        + ("columns standardised first. " if standardised else "on columns as they come. ")
        + f"You give {column} in {after}, where it was in {before}. What becomes of its part in the predictions?",
        right,
        {text: why for text, why in whys.items() if text != right},
        ("Standardising divides by the column's own standard deviation, so the unit is gone before λ comes."
         if standardised else f"{weight}, and a {'larger' if smaller else 'smaller'} weight pays "
         f"{'more' if smaller else 'less'}. Standardise first.") + f" **{right}**",
        ("Does the weight have to become larger or smaller, for the same effect?",),
    )  # fmt: skip


# ---------------------------------------------------------------- what went wrong?


CAUSES = {
    "Dropout is still on in the service.": "Then the same request would get another answer each time.",
    "The intercept is penalised, too.": "Then all predictions would be drawn towards 0, the more the larger λ is.",
    "λ is far too large.": "Then all predictions would crowd around the mean of y, whatever the row.",
    "λ is far too small.": "Then the error held out would be far above the error where it learned.",
    "The columns are not standardised.": "Then one column alone would lose its part, by its unit.",
}


def symptoms(rng: np.random.Generator) -> Question:
    """A symptom: which cause?"""
    right = list(CAUSES)[rng.integers(len(CAUSES))]
    mean = int(rng.integers(8, 40)) * 10
    lam = float(rng.choice([0.5, 1, 3]))
    told = {
        "Dropout is still on in the service.": "You send the same request three times and get "
        f"{mean - 13}, {mean + 21} and {mean + 4}.",
        "The intercept is penalised, too.": f"The mean of y is {mean}, yet with λ = {lam:g} the predictions have the "
        f"mean {number(mean / (1 + lam))}, also where the model learned.",
        "λ is far too large.": f"The mean of y is {mean}, and all predictions lie between {mean - 2} and {mean + 2}.",
        "λ is far too small.": f"Where it learned the error is {int(mean * 0.04)}, held out {int(mean * 0.31)}.",
        "The columns are not standardised.": f"Since `width` comes in metres, not in millimetres, with λ = {lam:g} as "
        "before, the model ignores it. The other columns are as before.",
    }[right]
    model = ["A price model", "A small network", "A demand forecast"][rng.integers(3)]
    if right in ("The intercept is penalised, too.", "The columns are not standardised."):
        model = ["A ridge model", "A linear model with an L2 penalty"][rng.integers(2)]
    others = [cause for cause in CAUSES if cause != right]
    kept = [others[k] for k in rng.permutation(len(others))[:3]]
    return one_of(
        rng,
        f"{model} misbehaves. {told} What is the likeliest cause?",
        right,
        {cause: CAUSES[cause] for cause in kept},
        {
            "Dropout is still on in the service.": "Nothing else here is drawn by chance. Switch it off when serving; "
            "in PyTorch by model.eval().",
            "The intercept is penalised, too.": "On centred columns a penalised intercept is the mean over 1 + λ. "
            "Leave it out of the penalty.",
            "λ is far too large.": "All weights are nearly 0, and what is left is the intercept: the mean of y.",
            "λ is far too small.": "It follows the noise of its own rows. Raise λ until the error held out is least.",
            "The columns are not standardised.": "In metres the numbers are 1,000 times smaller, so the weight would "
            "have to be 1,000 times larger, and pays for it. Standardise first.",
        }[right],
        ("Is it chance, is it all predictions alike, or is it one column?",),
    )  # fmt: skip


# ---------------------------------------------------------------- what is certain?


def certain(rng: np.random.Generator) -> Question:
    """λ is raised, or descent stopped earlier: what follows for certain?"""
    a = float(rng.choice([0.01, 0.05, 0.1, 0.2, 0.5]))
    b = a * float(rng.choice([2, 5, 10, 20]))
    up = bool(rng.integers(2))
    start, end = (a, b) if up else (b, a)
    kind = ["L2", "L1"][rng.integers(2)]
    asked = int(rng.integers(3))
    more, less, either = (
        ("It rises, or stays.", "It falls, or stays.", "Either, that depends on the rows.")
    )  # fmt: skip
    target = ["error where the model learned", "error on rows held out",
              "sum of the squared weights" if kind == "L2" else "sum of the sizes of the weights"][asked]  # fmt: skip
    right = either if asked == 1 else (more if up == (asked == 0) else less)
    reason = {
        0: "A stronger penalty trades error where it learned for smaller weights: that error can't fall with λ.",
        1: "Held out, smaller weights may drop noise or drop what is real. Only the rows can tell.",
        2: "What a penalty punishes can't grow when the penalty does.",
    }[asked]
    whys = {
        more: "For that, the change of λ would have to push it up for every table of rows.",
        less: "For that, the change of λ would have to push it down for every table of rows.",
        either: "Here the rows don't matter: one direction is certain, as the fit trades the two parts of the loss.",
    }
    whys |= {each: f"{whys[each]} {reason}" for each in whys}
    model = ["A linear model", "A price model", "A forecast"][rng.integers(3)]
    return one_of(
        rng,
        f"{model} is fitted with an {kind} penalty, and you {'raise' if up else 'lower'} λ from {start:g} to {end:g}. "
        f"What can you say of the {target} before you look?",
        right,
        {text: why for text, why in whys.items() if text != right},
        f"{reason} So: **{right}**",
        ("The fit makes error plus λ times penalty as small as it can be. Which part counts more now?",),
    )


SITUATIONS = (pictures, choose, units, symptoms, certain)
