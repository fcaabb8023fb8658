"""The questions to understand of `vectors`: what decides a distance, and which points a combination reaches."""

from __future__ import annotations

import numpy as np

from core.linear_algebra import distance, linear_combination, norm
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of, printed

TABLES = [  # rows; then three columns, each with the ranges of its mean and of its standard deviation
    ("pumps", ("pressure in hPa", (900, 1100), (1, 5)), ("flow in l/min", (60, 120), (20, 40)),
     ("temperature in °C", (30, 60), (2, 7))),
    ("servers", ("disk size in GB", (3800, 4200), (2, 6)), ("requests a second", (200, 300), (60, 90)),
     ("CPU load in %", (30, 50), (5, 10))),
    ("flats", ("year built", (1960, 1990), (4, 8)), ("area in m²", (70, 95), (25, 40)), ("rooms", (3, 5), (1, 3))),
    ("runners", ("year of birth", (1980, 1999), (3, 6)), ("kilometres a week", (40, 60), (18, 30)),
     ("resting pulse", (50, 60), (3, 6))),
]  # fmt: skip
UNITS = [  # things, column, old unit, new unit, by what its numbers are multiplied
    ("parcels", "weight", "kilograms", "grams", 1000), ("flats", "floor area", "cm²", "m²", 0.0001),
    ("patients", "height", "metres", "centimetres", 100), ("dye batches", "pigment", "milligrams", "grams", 0.001),
    ("songs", "length", "seconds", "milliseconds", 1000), ("bike rides", "climb", "metres", "kilometres", 0.001),
]  # fmt: skip
MOVERS = [
    ("A drone has two thrusters, one along u and one along v.", "the thrusts a and b"),
    ("A plotter has two belts: one pulls the pen along u, the other along v.", "the pulls a and b"),
    ("A paint mixer doses two pastes; u and v say how much blue and red each gives.", "the doses a and b"),
    ("A sound desk blends two tracks; u and v say how much bass and treble each brings.", "the levels a and b"),
]
PLANS = [
    "A robot arm drives along", "A colleague edits an image's vector: the result is", "A game moves a ship by",
    "A search tool adds words and takes them away. It computes",
]  # fmt: skip
LINES = {  # each line with what it computes, and what is wrong with it
    "`np.sqrt(np.sum(u - v) ** 2)`": (
        lambda u, v: abs(np.sum(u - v)), "adds the differences before it squares, so that they can cancel"),
    "`np.sum((u - v) ** 2)`": (lambda u, v: np.sum((u - v) ** 2), "forgets the root"),
    "`np.sqrt(np.sum((u + v) ** 2))`": (lambda u, v: norm(u + v), "adds v instead of subtracting it"),
    "`np.sum(np.abs(u - v))`": (
        lambda u, v: np.sum(np.abs(u - v)), "adds the sizes of the differences, with no squares and no root"),
    "`np.abs(norm(u) - norm(v))`": (
        lambda u, v: abs(norm(u) - norm(v)), "compares the two lengths only, whatever the directions"),
}  # fmt: skip


def understand(seed: int) -> Question:
    """Five situations in turn: a column that decides, a new unit, a point out of reach, a picture, a line of code."""
    return in_turn(seed, which_column, new_unit, out_of_reach, which_picture, which_line)


def which_column(rng: np.random.Generator) -> Question:
    """The column with the largest standard deviation decides a raw distance, not the one with the largest numbers."""
    rows, *columns = TABLES[rng.integers(len(TABLES))]
    names = [name for name, _, _ in columns]
    means, spreads = ([int(rng.integers(*ends)) for ends in (column[at] for column in columns)] for at in (1, 2))
    standardised, alike = bool(rng.random() < 0.35), "All three count about as much"
    shares = np.square(spreads) / np.sum(np.square(spreads))
    largest, loud = names[int(np.argmax(means))], names[int(np.argmax(spreads))]
    (quiet,) = {*names} - {largest, loud}
    table = "\n".join(f"| {name} | {mean} | {spread} |" for name, mean, spread in zip(names, means, spreads))
    if standardised:
        right = alike
        why = "That was so before. Standardised, every column has standard deviation 1, so none counts for more."
        wrong = {loud: why, largest: "Standardising takes the mean away, so large numbers no longer matter. They never "
                 "did: a distance is made of differences.", quiet: why}  # fmt: skip
        solution = "Standardising gives every column the same standard deviation, 1. So **each counts about as much**."
    else:
        right = loud
        wrong = {
            largest: f"Its numbers are the largest, but they differ by about {spreads[names.index(largest)]} only. A "
            "distance is made of differences.",
            quiet: f"Its standard deviation, {spreads[names.index(quiet)]}, is far smaller than "
            f"{max(spreads)}. Squared, the gap grows further.",
            alike: "A raw distance adds squares of differences as large as they come. Only standardised columns count "
            "alike.",
        }
        solution = (
            f"Squared differences are about as large as the standard deviation squared. So **{loud}** makes up about "
            f"{printed(100 * max(shares))} % of the squared distances. Standardise first if that isn't what you want."
        )
    done = "Every column was standardised first." if standardised else "The rows are taken as they are."
    return one_of(
        rng,
        f"You look up the nearest {rows} by distance. {done} This was measured on the raw table:\n\n"
        f"| column | mean | standard deviation |\n|---|---:|---:|\n{table}\n\nWhich column decides who is near?",
        right, wrong, solution,
        ("A distance is the length of a difference. What is the typical difference in each column?",
         "What has been done to the columns before the distance is taken?"),
    )  # fmt: skip


def new_unit(rng: np.random.Generator) -> Question:
    """A new unit multiplies one column: raw distances follow it, standardised ones don't."""
    things, column, old, new, factor = UNITS[rng.integers(len(UNITS))]
    standardised, count = bool(rng.random() < 0.4), int(rng.integers(4, 15))
    grown = factor > 1
    times = f"{factor:,.0f} times as large" if grown else f"{1 / factor:,.0f} times smaller"
    more, less = "This column counts for more", "This column counts for less"
    same, every = "The distances stay as they were", "All distances change by one factor"
    if standardised:
        undone = "Its mean and standard deviation change along, so standardising undoes the new unit."
        right = same
        wrong = {
            more: f"On raw rows it would. {undone}"
            if grown
            else f"Its numbers get smaller. But {undone[0].lower() + undone[1:]}",
            less: f"Its numbers get larger. But {undone[0].lower() + undone[1:]}"
            if grown
            else f"On raw rows they would. {undone}",
            every: "That would take every column in a new unit, and no standardising. Here one is, and it is undone.",
        }
        solution = f"Subtracting the mean and dividing by the standard deviation removes the unit. **{same}**."
    else:
        right = more if grown else less
        wrong = {
            less if grown else more: f"Look which way the numbers go: in {new} the differences are {times}.",
            same: f"To you it is the same {column}. To the distance the differences are {times} now.",
            every: f"Only one of {count} columns changes. The differences in the others stay.",
        }
        solution = (
            f"The differences in this column are {times}, all others stay. **{right}** in every distance. "
            "Standardise the columns, and the unit no longer matters."
        )
    rows = "the raw rows"
    if standardised:
        rows = "the standardised rows: minus the mean, divided by the standard deviation"
    return one_of(
        rng,
        f"A service finds similar {things} by the distance between {rows}. There are {count} columns. A release stores "
        f"one of them, {column}, in {new} instead of {old}, for all rows. What becomes of the distances?",
        right, wrong, solution,
        ("Write one difference in the old unit and in the new one.", "Which other numbers change along with it?"),
    )  # fmt: skip


def out_of_reach(rng: np.random.Generator) -> Question:
    """Why a·u + b·v with weights from 0 to 3 misses a target: one line, a negative weight, or one too large."""
    story, weights = MOVERS[rng.integers(len(MOVERS))]
    version = int(rng.integers(3))
    while True:
        u, v = rng.integers(1, 5, size=(2, 2))
        a, b = int(rng.integers(1, 4)), int(rng.integers(1, 4))
        if version == 0:
            v, t = u * int(rng.integers(2, 4)), u * a + [b, 0]
        elif u[0] * v[1] == u[1] * v[0]:
            continue
        else:
            b = -b if version == 1 else b + 3
            t = linear_combination([u, v], [a, b]).astype(int)
        if np.all(t > 0) and u[0] * v[0] + u[1] * v[1] != 0:
            break
    line, negative, large = (
        "u and v lie on one line",
        "A weight would have to be negative",
        "A weight would have to be above 3",
    )
    angle = "u and v are not at right angles"
    needs = f"u and v don't. With a = {a} and b = {b} the sum would be t.".replace("-", "−")
    no_weight = "No weights would do, negative or large: every sum stays on the line of u and v."
    right = (line, negative, large)[version]
    wrong = {
        line: f"One is no multiple of the other, so {needs}",
        negative: no_weight if version == 0 else f"It would be b = {b}, which is positive, but too large.",
        large: no_weight if version == 0 else f"It would be a = {a} and b = −{-b}. Neither is above 3.",
        angle: "Any two arrows that don't share a line reach every point, if all weights are allowed. Right angles "
        "aren't needed.",
    }
    del wrong[right]
    solution = {
        line: f"v is {v[0] // u[0]} times u, so every sum stays on one line, and t = {_row(t)} isn't on it. "
        "**They lie on one line**: you need an arrow that leaves it.",
        negative: f"t = {_sum_words(a, b)} is the only way there. **A weight would have to be negative**, and "
        "none may be.",
        large: f"t = {_sum_words(a, b)} is the only way there. **A weight would have to be above 3**: allow "
        "more, or take longer arrows.",
    }[right]
    return one_of(
        rng,
        f"{story} With u = {_row(u)} and v = {_row(v)} it reaches a·u + b·v. You can set {weights} anywhere from 0 "
        f"to 3. It never reaches t = {_row(t)}. Why?",
        right, wrong, solution,
        ("Try to make t of u and v: how many of each?",
         "Solve a·u + b·v = t for a and b, if you can. What do they come to?"),
    )  # fmt: skip


def which_picture(rng: np.random.Generator) -> Question:
    """Which of three pictures shows a·u + b·v?"""
    story = PLANS[rng.integers(len(PLANS))]
    a, b = ((1, -1), (-1, 1), (2, -1), (-1, 2), (2, 1), (1, 2))[rng.integers(6)]
    swapped = "There u and v have changed places: each number belongs to the letter behind it."
    if (a, b) in ((1, -1), (-1, 1)):
        swapped = "That goes the other way round: from one tip to the other, you subtract the arrow you start from."
    slips = {(b, a): swapped, (-a, -b): "That one points the opposite way: every sign is turned round."}
    slips[1, 1] = "That is u + v. One of them is taken twice."
    if min(a, b) < 0:
        slips[1, 1] = "That is u + v. The minus turns an arrow round before it is added."
    pairs = [(a, b), *slips]
    while True:
        u, v = rng.integers(-2, 4, size=(2, 2))
        tips = np.array([p * u + q * v for p, q in pairs])
        apart = np.hypot(*(tips[:, np.newaxis] - tips).T) + 9 * (np.array([[p == q for p in pairs] for q in pairs]))
        inside = np.all(np.abs(tips) <= (5.2, 3.8)) and np.hypot(*tips.T).min() > 1
        if inside and apart.min() > 1.5 and abs(u[0] * v[1] - u[1] * v[0]) > 3:
            break
    wrong = [list(slips)[place] for place in rng.permutation(len(slips))[:2]]
    return one_of(
        rng,
        f"{story} w = {_sum_words(a, b)}. In which picture does the arrow w end in the right place?",
        _sketch(u, v, tips[0]),
        [(_sketch(u, v, tips[pairs.index(pair)]), slips[pair]) for pair in wrong],
        f"Scale each arrow by its number, a minus turning it round, and put one to the tip of the other. That is "
        f"**{{right}}**: w = {_row(tips[0])}, from u = {_row(u)} and v = {_row(v)}.",
        ("Draw the first part from the origin, then the second from where it ends.",
         "What does a minus do to an arrow?" if min(a, b) < 0 else "Which of the two is taken twice?"),
    )  # fmt: skip


def which_line(rng: np.random.Generator) -> Question:
    """Which line of code gave this distance? The number that came out tells."""
    rows = str(
        rng.choice(["two users", "two invoices", "two sensor readings", "two pictures", "two songs", "two houses"])
    )
    slips = list(LINES)
    right = slips[rng.integers(len(slips))]
    zero = right in (slips[0], slips[4]) and bool(rng.random() < 0.6)
    while True:
        u, v = rng.integers(-5, 8, size=(2, int(rng.integers(2, 4))))
        values = {line: float(compute(u, v)) for line, (compute, _) in LINES.items()}
        if zero and np.array_equal(np.sort(u), np.sort(v)):
            continue
        texts = {printed(value, 2) for value in [distance(u, v), *values.values()]}
        if len(texts) > len(values) and (values[right] < 1e-9) == zero and min(norm(u), norm(v)) > 0:
            break
    shown = [line for line in slips if line != right]
    wrong = {
        line: f"That line {LINES[line][1]}. Here it gives {printed(values[line], 2)}."
        for line in (shown[place] for place in rng.permutation(len(shown))[:3])
    }
    odd = f"{rows} that differ come out at distance 0" if zero else f"a distance between {rows} looks wrong"
    return one_of(
        rng,
        f"In a code review, {odd}: u = {_row(u)} and v = {_row(v)}, result {printed(values[right], 2)}. The distance "
        f"is {printed(distance(u, v), 2)}. Which line ran?",
        right, wrong,
        f"This line {LINES[right][1]}: **{right}** gives {printed(values[right], 2)}. The distance squares each "
        "difference, adds, and takes the root at the end.",
        ("Work out u − v first.", "Follow each line from the inside out, with these numbers."),
    )  # fmt: skip


def _sketch(u, v, w) -> Sketch:
    grid = [[(x, -4.3), (x, 4.3)] for x in range(-5, 6)] + [[(-5.8, y), (5.8, y)] for y in range(-4, 5)]
    drawn = [marks.lines(grid, width=1, opacity=0.2)]
    drawn += [marks.arrow(u, role="data", label="u"), marks.arrow(v, role="model", label="v")]
    return Sketch([*drawn, marks.arrow(w, role="truth", label="w", width=3)], (-5.8, 5.8, -4.3, 4.3))


def _sum_words(a: int, b: int) -> str:
    """a·u + b·v as people write it, what is added first."""
    parts = sorted([(a, "u"), (b, "v")], key=lambda part: part[0] < 0)
    words = " ".join(f"{'+' if n > 0 else '−'} {abs(n) if abs(n) > 1 else ''}{letter}" for n, letter in parts)
    return words.removeprefix("+ ")


def _row(u) -> str:
    return "(" + ", ".join(str(int(entry)).replace("-", "−") for entry in u) + ")"
