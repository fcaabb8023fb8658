"""The questions to understand of `pca`: what a component is made of, and what variance doesn't say."""

from __future__ import annotations

import numpy as np

from core.linear_algebra import principal_components
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of, printed

TABLES = [  # the first column's numbers are the largest, and spread most as they stand
    ("pumps", ("pressure (hPa)", "flow (l/min)", "temperature (°C)", "current (A)")),
    ("flats", ("rent (euros)", "floor area (m²)", "rooms", "distance to the station (km)")),
    ("patients", ("white cells (per µl)", "weight (kg)", "temperature (°C)", "age (years)")),
    ("cars", ("price (euros)", "power (kW)", "doors", "fuel (l/100 km)")),
    ("songs", ("length (ms)", "tempo (beats/min)", "loudness (dB)", "key changes")),
]
PAIRS = [  # two columns in one unit, so that a plot on one scale makes sense
    ("machines", "the temperature inside", "the temperature outside"), ("pupils", "points in maths", "points in art"),
    ("shops", "sales in the morning", "sales in the evening"), ("servers", "load by day", "load at night"),
    ("fields", "the rain of May", "the rain of June"),
]  # fmt: skip
GOALS = [
    ("which machine fails", "faults"), ("who cancels a contract", "cancellations"), ("which mail is spam", "spam"),
    ("who pays back a loan", "repayments"), ("which plant is ill", "diseases"),
]  # fmt: skip
NAMES = ("Alder", "Birch", "Cedar", "Elm", "Fir", "Hazel")


def understand(seed: int) -> Question:
    """Six situations in turn: why one component keeps all, a claim, a picture, three tables, a change, a line."""
    return in_turn(seed, one_keeps_all, claim, which_picture, three_tables, what_moves, which_line)


def one_keeps_all(rng: np.random.Generator) -> Question:
    """The first component keeps nearly everything: one column that spreads far more, or columns that rise together?"""
    things, columns = TABLES[rng.integers(len(TABLES))]
    widest, columns = columns[0], [str(column) for column in rng.permutation(columns)]
    version = int(rng.integers(3))
    if version == 0:
        weights = np.array([1.0, 0, 0, 0]) + np.append(0, rng.integers(-6, 7, size=3) / 100)
    else:
        weights = 0.5 + rng.integers(-6, 7, size=4) / 100
    weights = weights / np.sqrt(np.sum(weights**2))
    weights = rng.permutation(weights)
    if version == 0:
        here, there = columns.index(widest), int(np.argmax(weights))
        weights[[here, there]] = weights[[there, here]]
    share = int(rng.integers(93, 99)) if version < 2 else int(rng.integers(27, 36))
    loud = f"One column, {columns[int(np.argmax(np.abs(weights)))]}, spreads far more than the rest"
    together, apart = "All the columns rise and fall together", "The columns have little to do with each other"
    predicts = "It must be what you want to predict"
    table = "\n".join(f"| {column} | {_short(weight)} |" for column, weight in zip(columns, weights))
    if version == 2:
        loud = "One column spreads far more than the rest"
    whys = {
        loud: "Then one weight would be near 1 and the others near 0."
        if version == 1
        else ("Standardised columns spread alike, each with standard deviation 1.", "vectors"),
        together: "Then all the weights would be of much the same size."
        if version == 0
        else f"Then one component would keep most of the variance, and this one keeps {share} %.",
        apart: "Then the first component would keep little more than its share, a quarter.",
        predicts: "PCA never saw it. It only measures spread.",
    }
    right = (loud, together, apart)[version]
    del whys[right]
    if version == 0:  # the other columns may have little to do with each other, or much: that can't be seen here
        del whys[apart]
    done = "as it is, in its units" if version == 0 else "standardised"
    solution = (
        "One weight is nearly 1, so the component is that column under another name. Standardise first.",
        "All weights are alike: one number a row says most of what the four say.",
        f"Each of four standardised columns brings a quarter of the variance, and the best axis keeps {share} %: "
        "hardly more.",
    )[version]
    return one_of(
        rng,
        f"You run PCA on a table of {things}, {done}. The first component keeps {share} % of the variance. Its weights "
        f"are:\n\n| column | weight |\n|---|---:|\n{table}\n\nWhat does that tell you?",
        right, whys, f"{solution} **{right}**.",
        ("Which columns does the component lean on?", "What share would each of four equal, unrelated columns bring?"),
    )  # fmt: skip


def claim(rng: np.random.Generator) -> Question:
    """What follows from the share of the variance that is kept, and what doesn't?"""
    goal, noun = GOALS[rng.integers(len(GOALS))]
    d, k, share = int(rng.integers(20, 80)), int(rng.integers(2, 8)), int(rng.integers(85, 98))
    right = f"Rebuilt rows miss by {100 - share} % of the variance"
    wrong = {
        f"{share} % of the {noun} can be predicted from them": "PCA never saw that. What spreads most need not be "
        "what you want to predict.",
        f"The other {d - k} directions are nothing but noise": "They spread little, and that is all. What you need "
        "may lie in one of them.",
        f"{share} % of the columns are kept as they are": f"Each component mixes all {d} columns. None is kept, "
        "and none is left out.",
        f"Each row keeps {share} % of its numbers": f"Each row becomes {k} numbers instead of {d}. The share is one "
        "of the "
        "variance.",
    }
    return one_of(
        rng,
        f"To predict {goal}, you replace {d} standardised columns by their first {k} principal components. They keep "
        f"{share} "
        "% of the variance. What follows?",
        right, {each: wrong[each] for each in (list(wrong)[place] for place in rng.permutation(4)[:3])},
        f"A row rebuilt from its {k} numbers misses by what the other {d - k} directions held. Over all rows, in mean "
        f"square: **{right}**. Whether the {noun} can still be told from "
        "it, only "
        "a test on held-out rows says.",
        ("What does PCA look at, and what not?", "A share of what is it?"),
    )  # fmt: skip


def which_picture(rng: np.random.Generator) -> Question:
    """Along which axis do the shadows spread most?"""
    things, a, b = PAIRS[rng.integers(len(PAIRS))]
    version = int(rng.integers(2))
    while True:
        angle = rng.uniform(20, 70) * rng.choice([-1, 1])
        axis = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
        draws = rng.normal(size=(40, 2))
        draws = (draws - draws.mean(axis=0)) / draws.std(axis=0) * [1.7, rng.uniform(0.5, 0.9)]
        points = draws @ np.array([axis, [-axis[1], axis[0]]])
        components, _ = principal_components(points)
        if np.abs(points).max() < 4.3 and 18 < abs(np.degrees(np.arctan2(*components[0][::-1]))) % 180 % 162 < 75:
            break
    first, second = components
    flat = np.array([1.0, 0.0]) if rng.random() < 0.5 else np.array([0.0, 1.0])
    mirrored = first * [1, -1]
    choices = {"first": first, "second": second, "flat": flat, "mirrored": mirrored}
    key = ("first", "second")[version]
    shares = {name: float(np.var(points @ v) / np.var(points, axis=0).sum()) for name, v in choices.items()}
    if abs(mirrored @ second) > 0.9:
        others = ["flat", ("second", "first")[version]]
    else:
        others = [("second", "first")[version], str(rng.choice(["flat", "mirrored"]))]
    told = {
        "first": "That axis keeps most: it is the first component.",
        "second": "That axis stands at right angles to the first component, and keeps least.",
        "flat": "That is a column as it stands. A component may mix both columns.",
        "mirrored": "That axis leans the wrong way: look which way the cloud is drawn out.",
    }
    reason = "the shadows spread most along it" if version == 0 else "it stands at right angles to the first"
    return one_of(
        rng,
        f"You plot two columns of {things} on one scale, {a} across and {b} upwards, both measured from their means. "
        "In which "
        f"picture is the line the **{'first' if version == 0 else 'second'}** principal component?",
        _sketch(points, choices[key]),
        [(_sketch(points, choices[name]), f"{told[name]} It keeps {printed(100 * shares[name])} "
            "%.") for name in others],
        f"**{{right}}**: {reason}, and it keeps {printed(100 * shares[key])} % of the variance.",
        ("In which direction is the cloud drawn out?", "Where would the shadows of the dots fall on each line?"),
    )  # fmt: skip


def three_tables(rng: np.random.Generator) -> Question:
    """Which table can be narrowed to k numbers at the least loss? The share decides, not the size."""
    names = [str(name) for name in rng.permutation(NAMES)[:3]]
    k, least = int(rng.integers(1, 3)), bool(rng.random() < 0.4)
    while True:
        scale = rng.permutation([1, 5, 25])
        lists = [np.sort(rng.integers(1, 40, size=4) * each)[::-1] for each in scale]
        shares = [values[:k].sum() / values.sum() for values in lists]
        loud = [int(values[:k].sum()) for values in lists]
        best = int(np.argmin(shares) if least else np.argmax(shares))
        order = np.sort(shares)
        clear = (order[1] - order[0] if least else order[-1] - order[-2]) > 0.07
        if clear and np.argmax(loud) != best and len({*loud}) == 3:
            break
    table = "\n".join(
        f"| {name} | {', '.join(str(int(value)) for value in values)} |" for name, values in zip(names, lists)
    )
    first = "first component alone" if k == 1 else f"first {k} components"
    whys = {}
    for place, name in enumerate(names):
        whys[name] = f"Its share is {loud[place]} of {int(lists[place].sum())}, {printed(100 * shares[place])} %."
        if place == np.argmax(loud):
            whys[name] += " Its eigenvalues are the largest, but so is their sum: that is a matter of units."
    del whys[names[best]]
    return one_of(
        rng,
        f"These are the eigenvalues of the covariance matrices of three tables. Which table loses the "
        f"{'**largest**' if least else '**smallest**'} share of its variance if you keep its {first}?\n\n"
        f"| table | eigenvalues |\n|---|---|\n{table}",
        names[best], whys,
        f"**{names[best]}**: it keeps {loud[best]} of {int(lists[best].sum())}, {printed(100 * shares[best])} %, "
        f"{'less' if least else 'more'} than the others.",
        ("An eigenvalue is a variance. What do all of them add up to?", "Compare shares, not eigenvalues."),
    )  # fmt: skip


def what_moves(rng: np.random.Generator) -> Question:
    """What becomes of the first component when a column is shifted, gets another unit, or rows are doubled?"""
    things, columns = TABLES[rng.integers(len(TABLES))]
    measured = [column for column in columns if "(" in column]
    column, factor, c = str(rng.choice(measured)), int(rng.choice([100, 1000])), int(rng.integers(20, 400))
    lean, away = f"It turns towards {column}", f"It turns away from {column}"
    none, order = "It stays as it was", "It trades places with the second"
    cases = [
        (f"{c} is added to every number in the column {column}", False, none, "The mean moves along, and PCA "
            "measures from "
         "the mean."),
        (f"the column {column} gets another unit, which makes its numbers {factor} times as large", False, lean,
         f"Its variance becomes {factor**2:,} times as large, and drowns the others'."),
        (f"the column {column} gets another unit, which makes its numbers {factor} times smaller", False, away,
         f"Its variance becomes {factor**2:,} times smaller, next to nothing."),
        (f"the column {column} gets another unit, which makes its numbers {factor} times as large", True, none,
         "Standardising divides by the standard deviation, and that has grown as much."),
        ("by mistake each row is stored twice", False, none, "All covariances change by one and the same "
         "factor, so no direction does."),
    ]  # fmt: skip
    change, standardised, right, why = cases[rng.integers(len(cases))]
    slips = {
        lean: ("It would on raw columns. Standardised, its standard deviation is 1 "
            "again.", "vectors") if standardised else
        "Larger numbers alone turn nothing. What counts is how far they spread about their "
        "mean." if "added" in change else
        "No column spreads more than before, compared with the others." if "twice" in change else
        "Look which way the variance goes: smaller numbers spread less.",
        away: "A new unit changes nothing here: it is divided out again." if standardised else
        "The column spreads as much as before, compared with the others." if right == none else
        "Look which way the variance goes: larger numbers spread more.",
        none: "To you the rows mean the same. PCA sees numbers only, and these spread differently now.",
        order: "For that the second component would have to spread more than the first from now on. Nothing brings "
            "that about."
        if right == none else "More happens than that: all directions are sought anew, and the first is another one.",
    }  # fmt: skip
    whys = {text: slips[text] for text in (lean, away, none, order) if text != right}
    return one_of(
        rng,
        f"You run PCA on a table of {things} whose columns are not standardised; all of them have variances of about "
        "the same "
        "size. "
        f"Then {change}. What becomes of the direction of the first component?"
        if not standardised
        else f"You run PCA on a table of {things}, standardised anew each time. Then {change}. What becomes of the "
            "direction "
        "of the first component?",
        right, whys, f"{why} **{right}**.",
        ("What becomes of that column's variance?", "From where does PCA measure a spread?"),
    )  # fmt: skip


def which_line(rng: np.random.Generator) -> Question:
    """Which line of code finds this first component? Not centred, or centred by rows instead of columns."""
    things, _ = TABLES[rng.integers(len(TABLES))]
    version = int(rng.integers(2))
    n, mean = 10 * int(rng.integers(5, 40)), int(rng.integers(40, 90))
    centre = np.array([mean, mean + int(rng.integers(5, 15))])
    direction = np.array([0.8, -0.6]) if rng.random() < 0.5 else np.array([0.6, -0.8])
    towards = centre / np.hypot(*centre)
    found = (towards, direction)[version]
    right = ("`svd(X)`", "`svd(X - X.mean(axis=0))`")[version]
    told = (
        f"Its first row is ({_short(found[0])}, {_short(found[1])}), and that points straight from the origin to the "
        "mean of "
        f"the data, ({centre[0]}, {centre[1]})",
        f"Its first row is ({_short(found[0])}, {_short(found[1])}), along the long side of the cloud, though the "
        "mean, "
        f"({centre[0]}, {centre[1]}), lies in quite another direction",
    )[version]
    whys = {
        "`svd(X - X.mean(axis=0))`": "That is centred, so the direction of the mean plays no part. The first row "
        "would lie "
        "along the cloud.",
        "`svd(X)`": "Without subtracting the mean, the first direction points from the origin to the mean.",
        "`svd(X - X.mean(axis=1, keepdims=True))`": "That takes from each row its own mean. With two columns, what "
        "is left "
        "is (a, −a): the first row would be (0.71, −0.71).",
        "`svd(X.T - X.mean(axis=0)[:, None])`": f"There rows and columns are swapped, so each direction has {n} "
        "numbers.",
    }
    wrong = {line: why for line, why in whys.items() if line != right}
    return one_of(
        rng,
        f"X holds {n} {things} with two columns each. You take the directions (the last result) of `np.linalg.svd`. "
        f"{told}. "
        "Which line ran?",
        right, wrong,
        f"**{right}**. "
        + ("It is centred column by column, so its first direction lies along the cloud, wherever the mean "
            "is." if version
           else f"{whys[right]} Subtract each column's mean first."),
        ("What does each line subtract?", "From where are the directions measured?"),
    )  # fmt: skip


def _sketch(points, v) -> Sketch:
    dots = marks.points(points.round(2), role="data", size=2.5, opacity=0.8)
    line = marks.line([-9 * np.asarray(v), 9 * np.asarray(v)], role="model", width=2.5)
    cross = marks.lines([[(-5, 0), (5, 0)], [(0, -5), (0, 5)]], width=1, opacity=0.4)
    return Sketch([cross, line, dots], (-5, 5, -5, 5))


def _short(value: float) -> str:
    return printed(float(value), 2).replace("-", "−")
