"""The question to understand of `sums`: loops that add the wrong thing, and totals that hide something."""

from __future__ import annotations

import numpy as np

from core.warm_up import running_sum
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number

SIZE = (0.2, 5.8, -3.6, 3.6)


def understand(seed: int) -> Question:
    """One of five situations, with numbers of its own."""
    return in_turn(seed, *SITUATIONS)


def total(terms) -> float:
    """Σ terms."""
    return float(running_sum(terms)[-1])


def average(rng: np.random.Generator) -> Question:
    """What do the sum of the misses and the sum of their sizes say together?"""
    kind, n, sizes = int(rng.integers(4)), int(rng.integers(4, 9)) * 10, 2 * int(rng.integers(40, 250))
    misses = [0, sizes, -sizes, 2 * int(rng.integers(10, sizes // 2 - 9))][kind]
    what, unit = [("delivery times", "minutes"), ("temperatures", "degrees"), ("prices", "euros"),
                  ("loads", "requests a second")][rng.integers(4)]  # fmt: skip
    choices = {
        "Too high and too low come to the same in all.": "Then the misses would cancel, and add up to 0. They add up "
        f"to {number(misses)}.",
        "Not one prediction is too low.": f"Then nothing would cancel, and the misses would add up to {sizes}, as "
        "their sizes do.",
        "Not one prediction is too high.": f"Then all would count with a minus, and add up to {number(-sizes)}.",
        "Some are too low, but more of the sum is too high.": f"Then the misses would add up to less than {sizes} and "
        "more than 0, for some of them would cancel.",
    }
    right = list(choices)[kind]
    cancels = ["all of it cancels", "nothing cancels", "nothing cancels", "a part cancels"][kind]
    return one_of(
        rng,
        f"A model predicts {what}. Over {n} rows prediction minus truth, in whole {unit}, adds up to {number(misses)}. "
        f"The sizes of these misses, without their signs, add up to {sizes}. What follows?",
        right,
        {choice: why for choice, why in choices.items() if choice != right},
        f"A sum lets plus and minus cancel; the sum of the sizes doesn't. Here {cancels}. Report both: "
        "one says which way the model leans, the other how far it misses.",
        ("When do a sum and the sum of the sizes come out alike?",),
    )  # fmt: skip


def loop(rng: np.random.Generator) -> Question:
    """Which slip in the loop prints this number?"""
    x, c = rng.integers(-3, 8, size=int(rng.integers(3, 6))), int(rng.integers(1, 5))
    off = x - c
    slips = {
        "`total` is squared after the loop.": total(off) ** 2,
        "The loop begins at 1.": total(off[1:] ** 2),
        "`=` stands for `+=`.": float(off[-1] ** 2),
        "`return total` stands inside the loop.": float(off[0] ** 2),
        f"{c} is taken off once, at the end.": total(x**2) - c,
    }
    names = [list(slips)[k] for k in rng.permutation(len(slips))[:4]]
    whys = {
        "`total` is squared after the loop.": "That squares the sum, and not each term.",
        "The loop begins at 1.": f"That leaves out the first term, {int(off[0])} squared.".replace("-", "−"),
        "`=` stands for `+=`.": "Then only the last term is left.",
        "`return total` stands inside the loop.": "Then the first term is all there is.",
        f"{c} is taken off once, at the end.": "That squares the entries themselves.",
    }
    if len({*slips.values(), total(off**2)}) < 6:
        return loop(rng)
    place = ["A metric", "A loss", "A test"][rng.integers(3)]
    return one_of(
        rng,
        f"{place} should be $\\sum_i (x_i - {c})^2$. For `x = {x.tolist()}` that is {number(total(off**2))}. A loop "
        f"over `x` gives {number(slips[names[0]])}. Which slip is in it?",
        names[0],
        {name: f"{whys[name]} It would give {number(slips[name])} here." for name in names[1:]},
        f"{names[0]} {whys[names[0]]} What stands behind Σ is done for each entry, then "
        "added: test a loop on three numbers that you have added by hand.",
        ("Write down the terms one below the other.",),
    )


def formula(rng: np.random.Generator) -> Question:
    """Which formula does the loop compute?"""
    ranges = {
        "range(n)": ("i=1", "n"),
        "range(1, n)": ("i=2", "n"),
        "range(n - 1)": ("i=1", "n-1"),
        "range(2, n)": ("i=3", "n"),
    }
    code, inside = list(ranges)[rng.integers(4)], bool(rng.integers(2))
    name = "xdz"[rng.integers(3)]

    def tex(limits, squared_inside):
        sigma = f"\\sum_{{{limits[0]}}}^{{{limits[1]}}} {name}_i"
        return f"${sigma}^2$" if squared_inside else f"$\\big({sigma}\\big)^2$"

    lines = ["total = 0", f"for i in {code}:", f"    total += {name}[i]{' ** 2' if inside else ''}"]
    lines += [] if inside else ["total = total ** 2"]
    by_index = {"range(n)": ("i=0", "n"), "range(1, n)": ("i=1", "n"), "range(n - 1)": ("i=0", "n-1"),
                "range(2, n)": ("i=2", "n")}[code]  # fmt: skip
    other = ("i=1", "n") if code != "range(n)" else ("i=1", "n-1")
    return one_of(
        rng,
        f"A list `{name}` has $n$ entries, ${name}_1$ to ${name}_n$. Which formula is this code?\n\n```\n"
        + "\n".join(lines)
        + "\n```",
        tex(ranges[code], inside),
        {
            tex(ranges[code], not inside): f"You put the square {'outside' if inside else 'inside'}. The code squares "
            + ("each entry before it adds." if inside else "once, after all have been added."),
            tex(by_index, inside): f"You took Python's index for the one of maths. `{name}[0]` is the first entry, "
            f"${name}_1$.",
            tex(other, inside): f"You took `{code}` for another range. Write down the values that `i` takes for n = 4.",
        },
        f"With n = 4, `{code}` gives {listed(eval_range(code, 4))} as indices, and Python counts from 0: the entries "
        f"number {listed([i + 1 for i in eval_range(code, 4)])}. The square is taken "
        f"{'of each entry, before adding' if inside else 'of the total, after adding'}.",
        ("Write down which entries the loop takes when n is 4.", f"`{name}[0]` is ${name}_1$."),
    )


def eval_range(code: str, n: int) -> list[int]:
    """The indices that a `range` of the question gives."""
    return list({"range(n)": range(n), "range(1, n)": range(1, n), "range(n - 1)": range(n - 1),
                 "range(2, n)": range(2, n)}[code])  # fmt: skip


def listed(numbers: list[int]) -> str:
    """Numbers in a row: `0, 1 and 2`."""
    *first, last = map(str, numbers)
    return f"{', '.join(first)} and {last}" if first else last


def bars(rng: np.random.Generator) -> Question:
    """Which picture of a model's misses has the least or the largest total of some kind?"""
    shapes = rng.integers(-3, 4, size=(3, 5))
    kinds = {
        "the mean of the misses is nearest to 0": (lambda x: -abs(total(x)), "mean", lambda x: total(x) / 5),
        "the mean of the squared misses is largest": (lambda x: total(x**2), "mean of squares",
                                                      lambda x: total(x**2) / 5),
        "the mean of the squared misses is smallest": (lambda x: -total(x**2), "mean of squares",
                                                       lambda x: total(x**2) / 5),
        "the mean of the misses is largest": (total, "mean", lambda x: total(x) / 5),
    }  # fmt: skip
    asked = list(kinds)[rng.integers(4)]
    score, name, value = kinds[asked]
    order = sorted(range(3), key=lambda k: -score(shapes[k]))
    best, second, third = (shapes[k] for k in order)
    tempting = score(np.abs(best)) < max(score(np.abs(second)), score(np.abs(third)))
    if (
        score(best) - score(second) < 3
        or (len(set(np.abs(shapes).sum(1).tolist())) < 3)
        or ("nearest" in asked and not tempting)
    ):
        return bars(rng)
    what = ["Three models miss five values", "A model misses the same weekdays in three cities",
            "Three versions are tried on five rows"][rng.integers(3)]  # fmt: skip
    return one_of(
        rng,
        f"{what}; each bar is a prediction minus the truth. In which picture is {' '.join(asked.split(' is '))}?",
        sketch(best),
        [
            (sketch(x), f"There the {name} is {number(value(x), 1)}, in the right one {number(value(best), 1)}. "
             + ("You have to let plus and minus cancel." if name == "mean" else
                "You have to square each bar before adding: one long bar counts for many short ones."))
            for x in (second, third)
        ],
        f"{{right}}: there the {name} is {number(value(best), 1)}; in the others it is {number(value(second), 1)} and "
        f"{number(value(third), 1)}. "
        + ("Signs cancel in a sum of misses." if name == "mean" else "Squares have no sign, so nothing cancels."),
        ("Add up each picture's bars, step by step, as the formula says.",),
    )  # fmt: skip


def sketch(x: np.ndarray) -> Sketch:
    """Five bars around 0."""
    drawn = [marks.line([(0.4, 0), (5.6, 0)], width=1.3)]
    drawn += [marks.lines([[(0.4, y), (5.6, y)] for y in (-3, -2, -1, 1, 2, 3)], width=1, opacity=0.3)]
    for k, value in enumerate(x, start=1):
        corners = [(k - 0.33, 0), (k + 0.33, 0), (k + 0.33, value), (k - 0.33, value)]
        drawn.append(marks.polygon(corners, role="data", fill=0.4, width=1.5))
    return Sketch(drawn, SIZE)


def units(rng: np.random.Generator) -> Question:
    """A column changes its unit: what becomes of a sum?"""
    old, new, by = [("km", "m", 1000), ("m", "cm", 100), ("minutes", "seconds", 60), ("hours", "minutes", 60),
                    ("GB", "MB", 1000), ("cm", "mm", 10)][rng.integers(6)]  # fmt: skip
    n = int(rng.integers(3, 9)) * 10
    kind = int(rng.integers(3))
    texts = ["$\\sum_i x_i$", "$\\sum_i x_i^2$", "$\\frac{1}{n}\\sum_i x_i^2$"]
    x = rng.integers(1, 9, size=n).astype(float)
    measure = [total, lambda x: total(x**2), lambda x: total(x**2) / len(x)][kind]
    grew = round(measure(by * x) / measure(x))
    reasons = {
        by: "You counted the unit once. Each term is squared, so the factor is squared, too.",
        by**2: "You squared the factor, but these terms aren't squared: it comes out in front as it is.",
        by * n: f"You multiplied by the {n} rows, too. The factor is common to all terms, so it comes out in front "
        "of the sum once.",
        2 * by: "You took squaring for doubling. A square multiplies a number by itself."
        if kind
        else "You doubled the factor. Nothing in this sum is taken twice.",
    }
    return one_of(
        rng,
        f"A job stores a column of {n} values in {new} instead of {old}, so each $x_i$ is {number(by)} times as large. "
        f"A dashboard shows {texts[kind]}. By which factor does it grow?",
        number(grew),
        {number(factor): why for factor, why in reasons.items() if factor != grew},
        f"Each term grows by the factor {number(grew)}, and what is common to all terms comes out in front of Σ. "
        "When a loss jumps by such a factor overnight, look for a change of units.",
        ("What happens to a single term?",),
    )


SITUATIONS = (average, loop, formula, bars, units)
