"""The question to understand of `powers`: growth by factors, log scales, and logarithms that went wrong."""

from __future__ import annotations

import math

import numpy as np

from core.warm_up import logarithm, power
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number

SIZE = (-0.5, 10.5, -1.2, 7)


def understand(seed: int) -> Question:
    """One of five situations, with numbers of its own."""
    return in_turn(seed, *SITUATIONS)


def product(rng: np.random.Generator) -> Question:
    """A product of many factors left the range of a float: what helps?"""
    small = bool(rng.integers(2))
    n, factor = (int(rng.integers(400, 900)), 0.1) if small else (int(rng.integers(1100, 2000)), 2.0)
    what = ["words", "frames", "clicks"][rng.integers(3)] if small else ["days", "rounds", "stages"][rng.integers(3)]
    told = "0.0" if small else "inf"
    share = f"each with a probability of about {factor:g}" if small else f"each of which multiplies by about {factor:g}"
    return one_of(
        rng,
        f"A score is the product over {number(n)} {what}, {share}. For short inputs it looks fine. Here it is "
        f"`{told}`, and so every comparison of two long inputs is a tie. What do you change?",
        "Add up the logarithms of the factors.",
        {
            "Take the logarithm of the product.": f"That comes too late. The product is {told} by then, and its "
            f"logarithm is `{'-' if small else ''}inf`.",
            "Multiply the factors in another order.": "The order of factors doesn't change a product. In every order "
            f"this one ends as {told}.",
            "Round each factor before multiplying.": f"You took it for noise in the last digits. The product is too "
            f"{'small' if small else 'large'} for a float, however its factors are rounded.",
        },
        f"The product has about {number(abs(n * logarithm(factor, 10)))} digits {'behind' if small else 'before'} the "
        "point, and a float ends near 308. The logarithm of a product is the sum of the logarithms, about "
        f"{number(n * math.log(factor))} here: a harmless number.",
        ("How many decimal places does the product have, roughly?",),
    )


def base(rng: np.random.Generator) -> Question:
    """Two programs report the logarithm of one number: who took which?"""
    p = int(rng.integers(3, 96)) / 100
    logs = {"log": math.log(p), "log2": logarithm(p, 2), "log10": logarithm(p, 10)}
    names = [list(logs)[k] for k in rng.permutation(3)]
    pairs = [(names[0], names[1]), (names[1], names[0]), (names[0], names[2]), (names[2], names[1])]
    yours, theirs = pairs[0]
    shown = {name: number(-value, 3) for name, value in logs.items()}
    who = ["a colleague's notebook", "the paper's code", "the old service", "a dashboard"][rng.integers(4)]
    of = ["the confidence", "the share of clicks", "the hit rate"][rng.integers(3)]
    return one_of(
        rng,
        f"Your code prints {shown[yours]} as minus the logarithm of {of}, and {who} prints {shown[theirs]}. "
        f"Both got the same number, {p:g}. What explains it?",
        f"You took `{yours}`, the other `{theirs}`.",
        {
            f"You took `{a}`, the other `{b}`.": f"Then the two would be {shown[a]} and {shown[b]}. Keep in mind that "
            "the smaller the base, the more factors it takes."
            for a, b in pairs[1:]
        },
        f"Base 2 needs the most factors to make {p:g}, base 10 the fewest, and `log`, to base e, lies between: "
        f"{shown['log2']}, {shown['log10']} and {shown['log']}. Write the base beside every logarithm you report.",
        ("Which base needs more factors to make the same number, 2 or 10?",),
    )


def scales(rng: np.random.Generator) -> Question:
    """Which picture shows growth by factors, or by equal amounts, on a plain or on a log scale?"""
    multiplies, log, falls = (bool(flag) for flag in rng.integers(2, size=3))
    days = np.arange(11)
    if multiplies:
        b = float(rng.choice([0.6, 0.7] if falls else [1.4, 1.5, 1.6]))
        values = 100 * np.array([power(b, int(n)) for n in days])
        rule = f"is multiplied by {b:g} every day"
    else:
        a = int(rng.integers(7, 10)) if falls else int(rng.integers(40, 90))
        values = 100.0 + (-a if falls else a) * days
        rule = f"{'loses' if falls else 'gains'} {a} every day"
    heights = np.array([logarithm(value, 10) for value in values]) if log else values
    shapes = {"straight": days / 10, "late": (np.exp(days / 4) - 1) / (np.exp(2.5) - 1)}
    shapes["early"] = 1 - shapes["late"][::-1]
    shape = "straight" if multiplies == log else "early" if log != falls else "late"
    drawn = {name: sketch((1 - rise) if falls else rise) for name, rise in shapes.items()}
    drawn[shape] = sketch((heights - heights.min()) / np.ptp(heights))
    what = ["The number of users", "The size of a table", "A queue's length", "The loss"][rng.integers(4)]
    scale = "a log scale" if log else "a plain scale, where equal steps add"
    how, other, way = *(("factors", "plain") if multiplies else ("amounts", "log")), "fall" if falls else "grow"
    why = {
        "straight": f"You took equal {how} for equal {'factors' if log else 'amounts'}. Only those are straight "
        "on this scale.",
        "early": f"You let it change most at the beginning. Equal {how} that make it {way} look like that on neither "
        "scale.",
        "late": f"You let it change most at the end. Equal {how} that make it {way} look like that on neither scale.",
    }
    why["late" if multiplies != falls else "early"] = (
        f"You took the other scale: that is how equal {how} look on a {other} one."
    )
    return one_of(
        rng,
        f"{what} starts at 100 and {rule}. The dashboard draws ten days on {scale}. Which picture is it?",
        drawn[shape],
        [(drawn[name], why[name]) for name in drawn if name != shape],
        f"{{right}}. {'Equal factors' if multiplies else 'Equal amounts'} are equal steps on a "
        f"{'log' if multiplies else 'plain'} scale, and only there a straight line. Read the axis before you read the "
        "curve.",
        ("Compare the first day's step with the last day's, as the scale draws them.",),
    )  # fmt: skip


def sketch(rise: np.ndarray) -> Sketch:
    """A curve of ten days, from 0 to 1."""
    axes = marks.lines([[(0, 0), (10, 0)], [(0, 0), (0, 6.5)]], width=1, opacity=0.6)
    at = np.column_stack([np.arange(11), 0.3 + 5.7 * rise])
    words = marks.text((10, 0), "days", anchor="end", dx=0, dy=14)
    return Sketch([axes, words, marks.line(at, role="data", width=2.5), marks.points(at, role="data", size=2)], SIZE)


def rewritten(rng: np.random.Generator) -> Question:
    """Which of the rewritten logarithms is wrong?"""
    x, y = ["p", "a", "u"][rng.integers(3)], ["q", "b", "v"][rng.integers(3)]
    n, k = int(rng.integers(2, 6)), int(rng.integers(1, 5))
    p, q = power(2, k), power(2, int(rng.choice([m for m in range(1, 7) if m != k])))
    a, b = math.log(p), math.log(q)
    lines = {  # as it was: right and wrong after it, with what each comes to
        f"log({x} * {y})": ((f"log({x}) + log({y})", a + b), (f"log({x}) * log({y})", a * b), a + b),
        f"log({x} / {y})": ((f"log({x}) - log({y})", a - b), (f"log({x}) / log({y})", a / b), a - b),
        f"log({x} ** {n})": ((f"{n} * log({x})", n * a), (f"log({x}) ** {n}", a**n), n * a),
        f"log(1 / {x})": ((f"-log({x})", -a), (f"1 / log({x})", 1 / a), -a),
        f"log({x} + {y})": ((f"log({x} + {y})", math.log(p + q)), (f"log({x}) + log({y})", a + b), math.log(p + q)),
    }
    order = [list(lines)[i] for i in rng.permutation(5)]
    broken = order[0]
    kept = [line for line in order[1:] if "+" not in line][:3]
    if abs(lines[broken][1][1] - lines[broken][2]) < 0.01:
        return rewritten(rng)

    def choice(line):
        return f"`{line}` → `{lines[line][line == broken][0]}`"

    return one_of(
        rng,
        f"A pull request rewrites four logarithms. Its test takes {x} = {p:g} and {y} = {q:g}. One of the four "
        "changes the result. Which?",
        choice(broken),
        {
            choice(line): f"That one is right: both sides are {number(lines[line][2], 2)} here. "
            + ("A power comes out in front as a factor." if "**" in line else "A factor inside is a term outside: "
               "what multiplies is added, what divides is subtracted.")
            for line in kept
        },
        f"It is {number(lines[broken][2], 2)} before, and {number(lines[broken][1][1], 2)} after. A logarithm counts "
        "factors: products become sums, quotients differences, powers factors. For a sum inside there is no such rule.",
        (f"The logarithm counts factors. How many 2s make {p:g}, how many make {q:g}?",),
    )  # fmt: skip


def full(rng: np.random.Generator) -> Question:
    """When is it full, if it grows by a factor?"""
    b, n = [(2, 3), (2, 4), (2, 5), (2, 6), (3, 2), (3, 3), (3, 4), (10, 2), (10, 3)][rng.integers(9)]
    every = int(rng.integers(2, 10))
    times = int(power(b, n))
    grows = {2: "doubles", 3: "triples", 10: "grows to ten times its size"}[b]
    what, unit, end = [
        ("A log file", "days", "fills its disk"),
        ("A table", "weeks", "reaches the limit of its plan"),
        ("The traffic", "months", "is more than the servers can bear"),
    ][rng.integers(3)]
    took = every * round(logarithm(times, b))
    return one_of(
        rng,
        f"{what} {grows} every {every} {unit}. It {end} when it is {number(times)} times as large as now. If it goes "
        "on like this, when is that?",
        f"in {number(took)} {unit}",
        {
            f"in {number(every * (times - 1) // (b - 1))} {unit}": "You let it grow by equal amounts. A factor stays "
            "the same, so the amounts grow with it.",
            f"in {number(every * times)} {unit}": f"You took {number(times)} for the number of steps. It is what the "
            "steps come to: ask for the logarithm.",
            f"in {number(every * b * n)} {unit}": f"You counted {b * n} steps, {b} times {n}. The factor {b} says how "
            "large each step is, not how many there are.",
        },
        f"It takes {n} factors of {b} to make {number(times)}: the logarithm of {number(times)} to base {b} is {n}. "
        f"That is {n} times {every} {unit}. Long before, it looks as if there were room to spare.",
        (f"How many factors of {b} make {number(times)}?",),
    )


SITUATIONS = (product, base, scales, rewritten, full)
