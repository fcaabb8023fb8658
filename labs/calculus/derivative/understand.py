"""The question to understand of `derivative`: what a measured slope says, and when it deceives."""

from __future__ import annotations

import numpy as np

from core.calculus import central_difference, difference_quotient
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number

SIZE = (-0.4, 6.6, -2.6, 2.6)
CURVES = {  # how it is told, where it is looked at, the function and its slope
    "\\sin x": (0.6, 2.4, np.sin, np.cos),
    "\\cos x": (0.4, 2.6, np.cos, lambda x: -np.sin(x)),
    "e^{-x}": (0.2, 1.5, lambda x: np.exp(-x), lambda x: -np.exp(-x)),
    "\\log x": (0.6, 3.0, np.log, lambda x: 1 / x),
    "x^3": (0.5, 1.5, lambda x: x**3, lambda x: 3 * x**2),
}


def understand(seed: int) -> Question:
    """One of five situations, with numbers of its own."""
    return in_turn(seed, *SITUATIONS)


def gradient_check(rng: np.random.Generator) -> Question:
    """A derivative written by hand is held against measured slopes: who is right?"""
    tex, (low, high, f, slope) = curve(rng)
    x, kind = round(float(rng.uniform(low, high)), 2), int(rng.integers(3))
    bug = [("the sign", lambda s: -s), ("a factor 2", lambda s: 2 * s)][rng.integers(2)][1]
    by_hand = bug(slope(x)) if kind == 1 else slope(x)
    steps = [(0.1, "0.1"), (1e-5, "1e-5"), (1e-17, "1e-17")] if kind != 2 else [(1.0, "1"), (0.5, "0.5")]
    measured = [difference_quotient(f, x, h) for h, _ in steps]
    agree = number(measured[1], 4) == number(by_hand, 4)
    if (kind == 2 and abs(measured[1] - by_hand) < 0.05) or abs(by_hand) < 0.15 or (kind == 0 and not agree):
        return gradient_check(rng)
    choices = {
        "The code is right, and the smallest step is too small.": "Then a step of middle size would agree with the "
        "code.",
        "The code is wrong, whatever the smallest step says.": "Then a step of middle size would settle on another "
        "number than the code gives.",
        "That can't be told: the steps are too large for it.": "There is a small step among them that rounding doesn't "
        "spoil yet, 1e-5: compare with that one.",
        "Both are off, for they don't agree in every digit.": "A measured slope is never exact. It is off by the "
        "bend of the curve, and by rounding.",
    }
    if kind == 2:
        for text in list(choices)[:2]:
            choices[text] = "With steps this large the curve bends on the way, so that a right derivative and a wrong "
            choices[text] += "one may both differ from what is measured."
    who = ["You check", "A test checks", "A reviewer checks"][rng.integers(3)]
    rows = "; ".join(f"h = {name}: {number(value, 4)}" for (_, name), value in zip(steps, measured))
    right = list(choices)[kind]
    return one_of(
        rng,
        f"{who} the code of a derivative, that of ${tex}$, by forward differences at $x = {x:g}$. The code says "
        f"{number(by_hand, 4)}. Measured, in float64: {rows}. What follows?",
        right,
        {text: why for text, why in choices.items() if text != right},
        {
            0: f"At 1e-5 both say {number(by_hand, 4)}. At 1e-17, x + h rounds to x itself, and the rise is gone. "
            "Check with central differences and a step of about 1e-5.",
            1: f"At 1e-5 the slope is {number(measured[1], 4)}, and the code says {number(by_hand, 4)}. The 0 at 1e-17 "
            "is rounding, and excuses nothing: mend the code.",
            2: "As the step shrinks, the measured slope still changes. Measure with about 1e-5 before you judge.",
        }[kind],
        ("Which of the steps is neither so large that the curve bends, nor so small that digits are lost?",),
    )


def curve(rng: np.random.Generator) -> tuple:
    """One of the curves."""
    return list(CURVES.items())[rng.integers(len(CURVES))]


STORIES = {  # a curve over time: what it does in words, its values
    "rises fast at first, then ever more slowly": lambda t: 2.2 * (1 - np.exp(-t / 1.5)),
    "falls fast at first, then levels off": lambda t: 2.2 * np.exp(-t / 1.5),
    "rises slowly at first, then ever faster": lambda t: 0.12 * (np.exp(t / 2) - 1),
    "rises until the middle, and falls from there": lambda t: 2 - 0.22 * (t - 3) ** 2,
    "falls until the middle, and rises from there": lambda t: 0.22 * (t - 3) ** 2,
    "rises evenly": lambda t: 0.3 + 0.3 * t,
}


def pictures(rng: np.random.Generator) -> Question:
    """Which picture is the slope of a curve that is told in words?"""
    told = list(STORIES)[rng.integers(len(STORIES))]
    f, t = STORIES[told], np.linspace(0.05, 5.95, 40)
    slope = central_difference(f, t, 1e-4)
    scale = 2 / np.abs(slope).max()
    what = ["A queue's length", "The loss", "The number of users", "A battery's charge", "The load"][rng.integers(5)]
    level = np.full(40, slope.mean() * scale)
    sign = "The sign is turned round. A slope is above 0 where the curve rises, below 0 where it falls."
    itself = "That is the curve itself: how high it stands. The slope says how fast it changes."
    even = "A level slope would mean that the curve rises or falls evenly. Here it doesn't."
    wrong = [(-slope * scale, sign), (f(t) - (f(t).mean() if "until" in told else 0), itself)]
    if "evenly" in told:
        wrong[0] = (-0.3 * t, "You let the slope fall. The curve rises by the same amount all the time.")
    if "levels off" in told:
        wrong[0] = (level, even)
    if "faster" in told:
        wrong[1] = (level, even)
    return one_of(
        rng,
        f"{what} {told}. Which picture shows its slope? The line in the middle is 0.",
        sketch(slope * scale),
        [(sketch(y), why) for y, why in wrong],
        "{right}. Read the curve from left to right: where it rises the slope is above 0, where it falls below, and "
        "the steeper it is, the farther from 0.",
        ("Is the slope above 0 or below it at the beginning? And at the end?",),
    )


def sketch(y: np.ndarray) -> Sketch:
    """A curve over time around 0."""
    axes = [marks.line([(0, 0), (6.3, 0)], width=1.3), marks.line([(0, -2.3), (0, 2.3)], width=1, opacity=0.6)]
    words = [marks.text((0, 0), "0", anchor="end", dx=-4, dy=4), marks.text((6.3, 0), "t", anchor="start", dx=2, dy=4)]
    at = np.column_stack([np.linspace(0.05, 5.95, 40), y])
    return Sketch([*axes, *words, marks.window(SIZE, [marks.line(at, role="truth", width=2.5)])], SIZE)


def sides(rng: np.random.Generator) -> Question:
    """Slopes on the left and on the right of a place: a corner, a smooth place, or a jump?"""
    kind, a, c = int(rng.integers(3)), int(rng.integers(1, 5)), round(float(rng.integers(2, 9)) / 4, 2)
    b = int(rng.choice([n for n in range(-4, 5) if abs(n - a) > 1]))
    height = int(rng.integers(1, 4))
    f = [
        lambda x: np.where(x < c, b * (x - c), a * (x - c)),
        lambda x: a * (x - c) + 2 * (x - c) ** 2,
        lambda x: np.where(x < c, 0.0, height) + a * (x - c),
    ][kind]
    rows = [(h, difference_quotient(f, c, -h), difference_quotient(f, c, h)) for h in (0.1, 0.01, 0.001)]
    table = "| h | to the left | to the right |\n|--:|--:|--:|\n"
    table += "\n".join(f"| {h:g} | {number(left, 3)} | {number(right, 3)} |" for h, left, right in rows)
    choices = {
        "The curve has a corner there.": "At a corner each side keeps a slope of its own, however small the step.",
        "The curve is smooth there.": "On a smooth curve both sides come closer to one number as the step shrinks.",
        "The curve jumps there.": "At a jump one side's rise stays as it is while the run shrinks, so that the slope "
        "grows without end.",
        "Rounding spoils the slopes.": "Steps from 0.1 to 0.001 are far too large for that: rounding shows below about "
        "1e-8.",
    }
    seen = [
        f"to the left it stays {number(rows[2][1], 3)}, to the right {number(rows[2][2], 3)}",
        f"both sides come closer to {a}",
        f"to the left it grows about tenfold with each step, to the right it stays {a}",
    ][kind]
    right = list(choices)[kind]
    where = ["a price", "a delay", "an activation", "a penalty"][rng.integers(4)]
    return one_of(
        rng,
        f"{table}\n\nSlopes of {where} function, measured at one place with steps to either side. What do they say?",
        right,
        {text: f"{why} Here {seen}." for text, why in choices.items() if text != right},
        f"Read down the columns: {seen}. "
        + [
            "So there is no single slope; a library picks one, and a central difference gives the mean of both.",
            f"So the slope there is {a}.",
            "So there is no slope, and a method that follows slopes doesn't see the jump.",
        ][kind],
        ("What does each column come to as the step shrinks?",),
    )


def local(rng: np.random.Generator) -> Question:
    """A slope is known at one place: what does it say close by, and far away?"""
    slope, at = round(float(rng.integers(2, 19)) / 10, 1), int(rng.integers(3, 12)) * 10
    value = int(rng.integers(40, 99)) * 10
    what, unit, by, each = [
        ("latency", "ms", "load", "request a second"),
        ("memory", "MB", "batch", "row"),
        ("cost", "euros", "traffic", "thousand calls"),
    ][rng.integers(3)]
    near = bool(rng.integers(2))
    to = at + 2 if near else 5 * at
    rise = round(slope * (to - at), 1)
    yes = {
        f"By about {rise:g} {unit}": f"You multiplied by the whole way, from {at} to {to}. The slope at {at} "
        "holds close to it: farther off the curve may bend.",
        f"By about {slope * to:g} {unit}": f"You multiplied by {to}. A slope counts the change: from {at} to "
        f"{to} it is {to - at}.",
        f"To about {slope * to:g} {unit}": f"You took the curve for a line through 0. A slope says nothing of "
        f"the height, which is {number(value)} at {at}.",
        "That doesn't follow from it": "A step this small is close by: there the curve goes along with its tangent.",
    }
    right = list(yes)[0 if near else 3]
    return one_of(
        rng,
        f"At a {by} of {at} the {what} is {number(value)} {unit}, and its slope there is {slope:g} {unit} for each "
        f"{each}. By how much will the {what} change when the {by} goes from {at} to {to}?",
        right,
        {text: why for text, why in yes.items() if text != right},
        f"The slope times the step, {slope:g} times {to - at}, is {rise:g}. "
        + ("So close by the tangent tells what the curve does." if near else f"That would hold if nothing bent on the "
           f"way to {to}, and a slope at {at} can't say. Measure at {to}."),
        ("A slope belongs to one place. How far from it do you want to go?",),
    )  # fmt: skip


def shrinking(rng: np.random.Generator) -> Question:
    """The step is made ten times smaller: which formula was it?"""
    tex, (low, high, f, slope) = curve(rng)
    x, kind = round(float(rng.uniform(low, high)), 2), int(rng.integers(3))
    before, after = [(1e-2, 1e-3), (1e-2, 1e-3), (1e-12, 1e-13)][kind]
    formula = central_difference if kind == 1 else difference_quotient
    first, second = (abs(formula(f, x, h) - slope(x)) for h in (before, after))
    factor = first / second if second else 0
    if not [9.5 < factor < 10.5, 95 < factor < 105, 0 < factor < 0.4][kind]:
        return shrinking(rng)
    choices = {
        "It was a forward difference.": "Its error shrinks with h itself: a tenth of the step, about a tenth of the "
        "error.",
        "It was a central difference.": "Its error shrinks with the square of h: a tenth of the step, about a "
        "hundredth of the error.",
        "The step is too small: it is rounding.": "Where rounding rules, a smaller step makes the error larger, not "
        "smaller.",
        "The curve has a corner there.": f"${tex}$ is smooth, and at a corner the error wouldn't shrink so regularly.",
    }
    if kind == 2:
        choices["The curve has a corner there."] = f"${tex}$ is smooth, and has one slope at every place it is defined."
    right = list(choices)[kind]
    which = ["An old", "An unknown", "A borrowed"][rng.integers(3)]
    change = f"{number(1 / factor, 1)} times as large" if kind == 2 else f"{number(factor)} times smaller"
    return one_of(
        rng,
        f"{which} routine measures the slope of ${tex}$ at $x = {x:g}$. With a step of {before:g} it is off by "
        f"{first:.1e}, with {after:g} by {second:.1e}. What does that tell you?",
        right,
        {text: why for text, why in choices.items() if text != right},
        f"With a tenth of the step the error is {change}. "
        + [
            "Forward differences do that: their error goes with h. Central ones would do better at the same step.",
            "Central differences do that: their error goes with h².",
            "The two heights share nearly all of their digits, and what is left is noise. Take a step of about 1e-5.",
        ][kind],
        ("By which factor did the error change?",),
    )


SITUATIONS = (gradient_check, pictures, sides, local, shrinking)
