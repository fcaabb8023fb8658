"""The question to understand of `reading`: conditions that are joined, counted, and taken for something else."""

from __future__ import annotations

import numpy as np

from core.warm_up import share
from labs.warm_up.reading import picture as chart
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number

SIZE = (7.8, 13.1, -0.2, 4.7)


def understand(seed: int) -> Question:
    """One of five situations, with numbers of its own."""
    return in_turn(seed, *SITUATIONS)


def alarm(rng: np.random.Generator) -> Question:
    """Which line counts what the sentence says?"""
    a, b = [("cpu", "mem"), ("late", "lost"), ("cold", "wet"), ("slow", "big")][rng.integers(4)]
    p, q = (rng.random((2, 8)) < 0.5).astype(bool)
    counts = {
        "both": (f"`({a} & {b}).sum()`", np.sum(p & q), "counts the rows in which both are true"),
        "at least one of them": (f"`({a} | {b}).sum()`", np.sum(p | q), "counts the rows in which at least one is"),
        f"{a} without {b}": (f"`({a} & ~{b}).sum()`", np.sum(p & ~q), f"leaves out the rows in which {b} is true"),
        "exactly one of them": (f"`({a} != {b}).sum()`", np.sum(p != q), "counts the rows in which they differ"),
        "": (f"`{a}.sum() + {b}.sum()`", np.sum(p) + np.sum(q), "counts rows twice in which both are true"),
    }
    asked = list(counts)[rng.integers(4)]
    line, truth, _ = counts[asked]
    others = [kind for kind in counts if kind not in (asked, "exactly one of them" if asked == "both" else "")][:3]
    if len({int(counts[kind][1]) for kind in (asked, *others)}) < 4:
        return alarm(rng)
    table = f"| {a} | {b} |\n|:--|:--|\n" + "\n".join(f"| {bool(x)} | {bool(y)} |" for x, y in zip(p, q))
    where = ["A report", "An alarm", "A filter", "A test"][rng.integers(4)]
    return one_of(
        rng,
        f"{table}\n\n{where} has to count the rows with **{asked}**. Which line does?",
        line,
        {counts[kind][0]: f"That {counts[kind][2]}: here {counts[kind][1]}, and you want {truth}." for kind in others},
        f"{line} gives {truth} here. Say the sentence with *and*, *or* and *not* first: they are `&`, `|` and `~`.",
        ("Say in words which rows count, with “and”, “or” and “not”.",),
    )


def overlap(rng: np.random.Generator) -> Question:
    """Two counts are known: between which limits must the third lie?"""
    n = int(rng.integers(3, 10)) * 100
    big, small = sorted((int(k) * 10 for k in rng.choice(np.arange(3, n // 21), 2, replace=False)), reverse=True)
    first, second = [("slow", "large"), ("new", "mobile"), ("paid", "returned")][rng.integers(3)]
    swap = bool(rng.integers(2))
    in_a, in_b = (small, big) if swap else (big, small)
    what = ["requests", "orders", "sessions"][rng.integers(3)]
    asked, kind = [("or", 0), ("and", 1), ("and not", 2)][rng.integers(3)]
    both = np.arange(max(0, in_a + in_b - n), small + 1)
    found = [in_a + in_b - both, both, in_a - both][kind]
    low, high = int(found.min()), int(found.max())
    words = {"or": f"{first} or {second}, or both", "and": f"both {first} and {second}",
             "and not": f"{first} and not {second}"}[asked]  # fmt: skip

    def limits(low, high):
        return f"It lies between {low} and {high}." if low != high else f"It is {low}."

    wrong = {
        "or": {
            limits(in_a + in_b, in_a + in_b): "You added, and counted those twice that are both. Nobody said that "
            "there are none.",
            limits(0, small): "That is how many can be both. “Or” takes in everything of either.",
            limits(big, n): f"You let it grow to all {n}. Even if none is both, there are no more than {in_a + in_b}.",
        },
        "and": {
            limits(0, big): f"You took the larger one for the limit. Only {small} are {second if not swap else first}.",
            limits(small, small): "That would need every one of them to be the other, too. Nobody said so.",
            limits(small, big): f"You took the two counts as limits. It may be that none is both: that leaves "
            f"{n - in_a - in_b} that are neither.",
        },
        "and not": {
            limits(in_a - in_b, in_a - in_b) if in_a > in_b else limits(in_a, in_a): "That holds only if "
            + (f"every {second} one is {first}, too." if in_a > in_b else f"not one {second} is {first}."),
            limits(0, n - in_b): f"You counted all that are not {second}. Only {in_a} are {first}.",
            limits(0, small) if (0, small) != (low, high) else limits(small, big): "Those are the limits of another "
            "count. Ask how many can be both, at least and at most.",
        },
    }[asked]
    if len({*wrong, limits(low, high)}) < 4:
        return overlap(rng)
    return one_of(
        rng,
        f"Of {n} {what}, {in_a} are {first} and {in_b} are {second}. How many are {words}? What do these "
        "numbers tell you?",
        limits(low, high),
        wrong,
        f"From none up to {small} can be both: the smaller circle lies outside the larger one, or inside, or "
        f"partly so. So the count runs from {low} to {high}, and to know it you have to count with the mask.",
        ("Draw two circles. How far can they overlap, and how little?",),
    )


def circles(rng: np.random.Generator) -> Question:
    """Which circles show the rows that a mask keeps?"""
    masks = {
        "a & b": ("what is in both", (0, 1, 0)),
        "a | b": ("what is in at least one", (1, 1, 1)),
        "a & ~b": ("what is in A alone", (1, 0, 0)),
        "~a & b": ("what is in B alone", (0, 0, 1)),
        "(a | b) & ~(a & b)": ("what is in exactly one", (1, 0, 1)),
        "a | (b & ~a)": ("what is in at least one", (1, 1, 1)),
        "a & ~(a & b)": ("what is in A alone", (1, 0, 0)),
        "b": ("all of B", (0, 1, 1)),
    }
    mask = [m for m in masks if m != "b"][rng.integers(7)]
    keeps, parts = masks[mask]
    others = [one for one in masks.values() if one[1] != parts]
    distinct = list({one[1]: one for one in others}.values())
    first, second = (distinct[k] for k in rng.permutation(len(distinct))[:2])
    what = ["penguins", "requests", "patients", "orders"][rng.integers(4)]
    how = [f"`{what}[{mask}]` takes", f"`np.sum({mask})` counts"][rng.integers(2)]
    return one_of(
        rng,
        f"Circle A holds the {what} for which `a` is true, circle B those for which `b` is. Which picture shades what "
        f"{how}?",
        sketch(parts),
        [(sketch(one[1]), f"That is {one[0]}. `{mask}` takes {keeps}.") for one in (first, second)],
        f"{{right}}: `{mask}` takes {keeps}. Try it on one row of each part: only in A, in both, only in B.",
        ("Take a row that is in both circles. Is the mask true for it?",),
    )


def sketch(parts: tuple[int, int, int]) -> Sketch:
    """Two circles, of which only A, the overlap and only B are shaded or not."""
    (left, y), (right, _) = chart.CENTRES
    drawn = [
        marks.polygon(part, role="truth", fill=0.4 if chosen else False, width=0)
        for part, chosen in zip(chart.parts(), parts)
    ]
    for x, role in ((left, "data"), (right, "guess")):
        drawn.append(marks.line(chart.arc(x, y, 0, 2 * np.pi), role=role, width=2))
    names = ((left - 0.9, "A", "data"), (right + 0.9, "B", "guess"))
    drawn += [marks.text((x, y + chart.RADIUS), name, role=role, anchor="middle", dy=-2) for x, name, role in names]
    return Sketch(drawn, SIZE)


EDITS = {  # what is changed, and what becomes of the share: up, down, or either
    "raise the limit in `x > a`": ("`x > a`", "down"),
    "lower the limit in `x > a`": ("`x > a`", "up"),
    "write `>=` in place of `>`": ("`x > a`", "up"),
    "write `|` in place of `&`": ("`(x > a) & (y > b)`", "up"),
    "write `&` in place of `|`": ("`(x > a) | (y > b)`", "down"),
    "add `& (z > c)`": ("`x > a`", "down"),
    "add `| (z > c)`": ("`x > a`", "up"),
    "put `~` in front of it": ("`x > a`", "either"),
    "raise b": ("`(x > a) & ~(y > b)`", "up"),
    "write `y` in place of `x`": ("`x > a`", "either"),
    "raise a and lower b": ("`(x > a) & (y > b)`", "either"),
    "lower both limits": ("`(x > a) | (y > b)`", "up"),
}


def edited(rng: np.random.Generator) -> Question:
    """A condition is changed: which way can the share go?"""
    edit = list(EDITS)[rng.integers(len(EDITS))]
    condition, way = EDITS[edit]
    n = int(rng.integers(2, 90)) * 100
    what = ["rows", "patients", "flights", "users"][rng.integers(4)]
    choices = {
        "up": ("It grows or stays.", "For it to grow whatever the data, every row that was in would have to stay in"),
        "down": ("It falls or stays.", "For it to fall whatever the data, no row may come in that was out"),
        "either": ("It can go either way.", "For that, some rows would have to come in and others go out"),
        "stays": ("It stays as it is.", "For that, the condition would have to take the same rows as before"),
    }
    told = {"up": "no row that was in goes out, and some may come in", "down": "no row that was out comes in, and some "
            "may go out", "either": "rows can come in and others go out"}[way]  # fmt: skip
    return one_of(
        rng,
        f"A report shows the share of {number(n)} {what} for which {condition} holds. You {edit}. What can you say "
        "about the share before you see the data?",
        choices[way][0],
        {text: f"{why}. Here {told}." for key, (text, why) in choices.items() if key != way},
        f"Go row by row: {told}. Such a check costs nothing, and finds a filter that was turned round.",
        ("Think of one row. Can the change let it in, or throw it out?",),
    )


def spoken(rng: np.random.Generator) -> Question:
    """Which line of code is the formula?"""
    x, a = rng.integers(1, 10, size=6), int(rng.integers(3, 7))
    n, over = len(x), x > a
    if not 1 < over.sum() < n - 1:
        return spoken(rng)
    pieces = {
        "\\frac{1}{n}\\sum_i 1[x_i > a]": ("`(x > a).mean()`", share(over), "the share of entries over a"),
        "\\sum_i 1[x_i > a]": ("`(x > a).sum()`", float(over.sum()), "the number of entries over a"),
        "\\sum_i x_i \\cdot 1[x_i > a]": ("`x[x > a].sum()`", float(x[over].sum()), "the sum of the entries over a"),
        "\\frac{1}{n}\\sum_i x_i \\cdot 1[x_i > a]": (
            "`(x * (x > a)).mean()`", float((x * over).mean()), "the sum of the entries over a, divided by all n"),
        "1\\big[\\frac{1}{n}\\sum_i x_i > a\\big]": (
            "`float(x.mean() > a)`", float(x.mean() > a), "1 if the mean is over a, else 0"),
        "\\frac{\\sum_i x_i \\cdot 1[x_i > a]}{\\sum_i 1[x_i > a]}": (
            "`x[x > a].mean()`", float(x[over].mean()), "the mean of the entries over a"),
    }  # fmt: skip
    order = [list(pieces)[k] for k in rng.permutation(len(pieces))[:4]]
    line, value, words = pieces[order[0]]
    if len({round(pieces[tex][1], 2) for tex in order}) < 4:
        return spoken(rng)
    return one_of(
        rng,
        f"A paper reports ${order[0]}$. Which line computes it? (For a = {a} and the entries "
        f"{', '.join(map(str, x.tolist()))} it comes to {shown(value)}.)",
        line,
        {pieces[tex][0]: f"You read {pieces[tex][2]}: here {shown(pieces[tex][1])}. The formula says {words}."
         for tex in order[1:]},
        f"Read it aloud: {words}. In code that is {line}, here {shown(value)}.",
        ("What does 1[…] make of each entry? And what is done with it then?",),
    )  # fmt: skip


def shown(value: float) -> str:
    """A number as it is if it is whole, else to two decimals."""
    return number(value, 0 if value == int(value) else 2)


SITUATIONS = (alarm, overlap, circles, edited, spoken)
