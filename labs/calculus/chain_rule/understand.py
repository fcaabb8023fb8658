"""The question to understand of `chain_rule`: slopes in a row, and what one of them does to the whole."""

from __future__ import annotations

import numpy as np

from core.calculus import central_difference, chain
from labs.calculus.chain_rule.picture import written
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number

SIZE = (-1.2, 11, -4.6, 4.6)


def understand(seed: int) -> Question:
    """One of five situations, with numbers of its own."""
    return in_turn(seed, *SITUATIONS)


def whole(slopes) -> float:
    """The slope of a chain of links with these local slopes."""
    return float(np.prod(chain([(lambda x, s=s: s * x, lambda x, s=s: s) for s in slopes], 1.0)[1]))


def norms(rng: np.random.Generator) -> Question:
    """The gradient's length, layer by layer: what do the layers do?"""
    kind, layers = int(rng.integers(3)), int(rng.integers(5, 9))
    factor = [float(rng.choice([0.1, 0.2, 0.25])), float(rng.choice([3, 4, 5])), 1.0][kind]
    jitter = rng.uniform(0.9, 1.1, size=layers)
    last = float(rng.choice([0.2, 0.5, 0.8, 1.5]))
    back = [last * jitter[0]]
    for wobble in jitter[1:]:
        back.append(back[-1] * factor ** float(wobble) if kind < 2 else last * float(wobble))
    choices = {
        "Each layer passes on less than half.": "Then the norm would shrink from the last layer to the first.",
        "Each layer passes on more than double.": "Then the norm would grow from the last layer to the first.",
        "The layers pass the gradient on at full size.": "Then all norms would be of about one size.",
        "The first layer has already learned its part.": "You took a norm for progress. It says how much "
        "reaches a layer, and is read from the last layer to the first.",
    }
    told = ["shrink", "grow", "stay of one size"][kind]
    right = list(choices)[kind]
    rows = ", ".join(f"layer {layers - k}: {written(value, 2)}" for k, value in enumerate(back))
    net = ["A network of sigmoids", "A deep network", "A recurrent network, unrolled,"][rng.integers(3)]
    return one_of(
        rng,
        f"{net} doesn't learn as it should. You print the norm of the gradient for each layer, as the backward walk "
        f"meets them: {rows}. What do you see?",
        right,
        {text: f"{why} Here they {told}." for text, why in choices.items() if text != right},
        [
            f"From layer to layer about {factor:g} of it is left: slopes below 1 multiply, and the gradient vanishes. "
            "Try ReLU, a better scale for the first weights, or connections that skip layers.",
            f"From layer to layer it becomes about {factor:g} times as much: slopes above 1 multiply, and the gradient "
            "explodes. Try smaller first weights, or clip the gradient.",
            "The product of the slopes stays near 1, as it should. The fault lies elsewhere: look at the rate, the "
            "data and the loss.",
        ][kind],
        ("Divide each norm by the one before it.",),
    )


OUTER = {  # a function, how it is written around something, and its slope there
    "sin": (np.sin, "sin({})", "cos({})", np.cos),
    "exp": (np.exp, "exp({})", "exp({})", np.exp),
    "log": (np.log, "log({})", "1 / ({})", lambda u: 1 / u),
    "square": (np.square, "({}) ** 2", "2 * ({})", lambda u: 2 * u),
}
AT_X = "You took the outer slope at x. The outer function gets what the inner one gives, so its slope belongs there."
INNER = {
    "x ** 2": (np.square, "2 * x", lambda x: 2 * x),
    "3 * x": (lambda x: 3 * x, "3", lambda x: 3.0),
    "x ** 3": (lambda x: x**3, "3 * x ** 2", lambda x: 3 * x**2),
    "1 + x ** 2": (lambda x: 1 + x**2, "2 * x", lambda x: 2 * x),
}


def filled(slope: str, inside: str) -> str:
    """A slope with something put in: `1 / x` and `cos(x)`, without brackets that nothing needs."""
    bare = slope[0].isdigit() and " " not in inside
    return (slope.replace("({})", "{}") if bare else slope).format(inside)


def code(rng: np.random.Generator) -> Question:
    """Which line of code is the slope of a function in a function?"""
    f, outer, outer_slope, df = OUTER[list(OUTER)[rng.integers(4)]]
    inner = list(INNER)[rng.integers(4)]
    g, inner_slope, dg = INNER[inner]
    x = round(float(rng.integers(5, 16)) / 10, 1)
    by = f"({inner_slope})" if " " in inner_slope else inner_slope
    lines = {
        f"`{outer_slope.format(inner)} * {by}`": (df(g(x)) * dg(x), ""),
        f"`{filled(outer_slope, 'x')} * {by}`": (df(x) * dg(x), AT_X),
        f"`{outer_slope.format(inner)}`": (df(g(x)), "You left out the inner slope. A nudge to x is scaled by it "
            "before it gets to the outer function."),
        f"`{outer_slope.format(inner)} + {by}`": (df(g(x)) + dg(x), "You added the slopes. Each link scales what the "
            "one before passes on, so they multiply."),
        f"`{outer_slope.format(inner)} * ({inner})`": (df(g(x)) * g(x), "You multiplied by the inner function's "
            "value. It is the inner slope that scales the nudge."),
        f"`{filled(outer_slope, inner_slope)}`": (df(dg(x)), "You put the inner slope into the outer one. What "
            "goes in is the inner function's value."),
    }  # fmt: skip
    truth = central_difference(lambda x: f(g(x)), x, 1e-5)
    (right, (value, _)), *others = lines.items()
    assert np.isclose(value, truth, rtol=1e-6)
    others = [(line, told) for line, told in others if abs(told[0] - truth) > 0.02]
    if len(others) < 3 or len({round(float(told[0]), 2) for _, told in others}) < len(others):
        return code(rng)
    kept = [others[k] for k in rng.permutation(len(others))[:3]]
    where = ["A hand-written layer", "A custom loss", "A pull request"][rng.integers(3)]
    return one_of(
        rng,
        f"{where} computes `{outer.format(inner)}`, and needs its slope along x. At x = {x:g} nudging gives "
        f"{number(truth, 2)}. Which line is right, there and everywhere?",
        right,
        {
            line: (f"{why} At {x:g} this gives {number(value, 2)}.", "functions" if why == AT_X else "")
            for line, (value, why) in kept
        },
        f"The outer slope, taken where the inner function's value is, times the inner slope: at {x:g} that is "
        f"{number(df(g(x)), 2)} times {number(dg(x), 2)}. Check each such line by nudging, at two places.",
        ("Which number does the outer function get?", "Slopes of links in a row multiply."),
    )


def weights(rng: np.random.Generator) -> Question:
    """Weights of a chain change: what becomes of the slope of the whole?"""
    n, by = (
        int(rng.integers(4, 11)),
        [(2, "double"), (3, "triple"), (0.5, "halve"), (5, "multiply by 5")][rng.integers(4)],
    )
    kind = int(rng.integers(3))
    slopes = rng.uniform(0.5, 2, size=n)
    changed = slopes.copy()
    if kind == 0:
        changed[int(rng.integers(n))] *= by[0]
    elif kind == 1:
        changed *= by[0]
    else:
        changed[int(rng.integers(n))] = 0.0
    assert np.isclose(whole(changed) / whole(slopes), [by[0], float(by[0]) ** n, 0][kind])
    verb, times = by[1].partition(" by ")[::2]
    tail = f" by {times}" if times else ""
    act = [f"You {verb} the weight of one of them{tail}", f"You {verb} the weight of every one of them{tail}",
           "You set the weight of one of them to 0"][kind]  # fmt: skip

    def text(factor):
        if factor in (0, 1):
            return "It stays what it was." if factor else "It becomes 0."
        if np.isclose(factor, (n - 1) / n):
            return f"It becomes {n - 1}/{n} of what it was."
        if factor < 1:
            return f"It becomes 1/{number(1 / factor)} of what it was."
        return f"It becomes {number(factor)} times as large."

    one, each = float(by[0]), float(by[0]) ** n
    counted = one * n if one > 1 else one / n
    reasons = {
        one: "You changed one factor. All of them changed.",
        each: f"You changed all {n} factors. Only one of them was changed.",
        counted: f"You multiplied by the {n} links. Factors in a row multiply with each other, not with their number.",
        1.0: "You let the others make up for it. Each factor counts in the product.",
        0.0: "A factor of 0 would do that. No weight here is 0.",
        (n - 1) / n: f"You took one part of {n} away. That is how it goes in a sum; slopes in a row multiply.",
        1 / n: f"You divided by the {n} links. A factor of 0 makes the product 0, however large the others are.",
    }
    pool = [[each, counted, 1.0, 0.0], [one, counted, 1.0, 0.0], [1.0, (n - 1) / n, 1 / n]][kind]
    kept = [pool[k] for k in rng.permutation(len(pool))[:3]]
    what = ["links", "layers of one neuron", "stages"][rng.integers(3)]
    return one_of(
        rng,
        f"A chain has {n} {what}, and each multiplies what it gets by its weight. None of the weights is 0. {act}. "
        "What becomes of the slope of the whole chain?",
        text([one, each, 0.0][kind]),
        {text(f): reasons[f] for f in kept},
        "The slope of the whole is the product of all local slopes, which are the weights here. "
        + [
            f"One factor changes by {by[0]:g}, and so does the product.",
            f"Each of the {n} factors changes by {by[0]:g}, so the product changes by that to the power {n}. So the "
            "size of the weights decides whether the gradient of a deep network vanishes or explodes.",
            "One factor is 0, and so is the product: not one link before it hears anything of the end.",
        ][kind],
        ("The slope of the whole is a product. Which of its factors change?",),
    )


def curves(rng: np.random.Generator) -> Question:
    """Which picture shows the slope so far, link by link?"""
    low, high = float(rng.choice([0.2, 0.25, 0.4, 0.5])), float(rng.choice([2, 2.5, 4, 5]))
    shapes = {
        "fall": [low] * 10,
        "rise": [high] * 10,
        "valley": [low] * 5 + [high] * 5,
        "hill": [high] * 5 + [low] * 5,
    }
    told = {
        "fall": f"all ten have the slope {low:g}",
        "rise": f"all ten have the slope {high:g}",
        "valley": f"the first five have the slope {low:g}, the last five {high:g}",
        "hill": f"the first five have the slope {high:g}, the last five {low:g}",
    }
    names = [list(shapes)[k] for k in rng.permutation(4)[:3]]
    right = names[0]
    whys = {
        "fall": "There every link makes the slope smaller: all local slopes would lie below 1.",
        "rise": "There every link makes the slope larger: all local slopes would lie above 1.",
        "valley": "There the slope first shrinks, then grows: local slopes first below 1, then above.",
        "hill": "There the slope first grows, then shrinks: local slopes first above 1, then below.",
    }
    end = whole(shapes[right])
    what = ["A chain of ten links", "A network of ten layers, each one neuron,", "A recurrent cell, run ten times,"]
    return one_of(
        rng,
        f"{what[rng.integers(3)]} is looked at link by link: {told[right]}. Which picture shows the slope from the "
        "beginning up to each link, on a log scale? The line in the middle is 1.",
        sketch(shapes[right]),
        [(sketch(shapes[name]), f"{whys[name]} Here {told[right]}.") for name in names[1:]],
        f"{{right}}. Each link multiplies the slope so far by its own: below 1 it goes down, above 1 up. At the end it "
        f"is {written(end, 2)}.",
        ("What does a local slope below 1 do to the product?",),
    )


def sketch(slopes: list[float]) -> Sketch:
    """The slope so far on a log scale, of which ten thousand and a ten thousandth are the ends."""
    so_far = np.log10(np.concatenate([[1.0], np.cumprod(slopes)]))
    at = np.column_stack([np.arange(11), so_far * 4 / max(4, np.abs(so_far).max())])
    drawn = [
        marks.line([(0, 0), (10.6, 0)], width=1.3),
        marks.line([(0, -4.3), (0, 4.3)], width=1, opacity=0.6),
        marks.text((0, 0), "1", anchor="end", dx=-5, dy=4),
        marks.line(at, role="model", width=2),
        marks.points(at, role="model", size=3),
    ]
    return Sketch(drawn, SIZE)


def residual(rng: np.random.Generator) -> Question:
    """A connection that skips each link: what becomes of the slope?"""
    n, slope = int(rng.integers(8, 21)), float(rng.choice([0.05, 0.1, 0.15, 0.2]))
    plain, skipped = whole([slope] * n), whole([1 + slope] * n)
    adds = bool(rng.integers(2))
    right = skipped if adds else plain
    others = {
        plain if adds else skipped: "You left out the skip. The slope of x + f(x) is 1 + f′(x)." if adds else
        "You added 1 to each slope. There is no connection that skips a link here.",
        1 + n * slope if adds else n * slope: f"You added {slope:g} for each link, as simple interest does. Links in a "
        "row multiply." if adds else "You added the slopes of the links. Links in a row multiply.",
        1 + plain if adds else 1 - n * slope if n * slope < 0.9 else slope: "You put one skip around the whole chain. "
        "Here each link has its own." if adds else "You took each slope away from 1. Links in a row "
        "multiply." if n * slope < 0.9 else "You counted a single link. All of them multiply.",
    }  # fmt: skip
    link = "x + f(x)" if adds else "f(x)"
    net = ["A network", "A tower of layers", "A pipeline of learned parts"][rng.integers(3)]
    return one_of(
        rng,
        f"{net} has {n} links in a row. Each gives {link} for its input x, where f has a slope of about {slope:g}. "
        "About how much of a small nudge to the first input arrives at the end?",
        f"{written(right, 2)} times the nudge",
        {f"{written(value, 2)} times the nudge": why for value, why in others.items()},
        f"Each link has the slope {f'1 + {slope:g}' if adds else f'{slope:g}'}, and {n} of them in a row multiply: "
        f"{1 + slope if adds else slope:g} to the power {n} is about {written(right, 2)}. "
        + ("The 1 lets a gradient through many layers." if adds else "A connection past each link would add 1 to each "
           "slope, and let the gradient through."),
        (f"What is the slope of {link} along x?",),
    )  # fmt: skip


SITUATIONS = (norms, code, weights, curves, residual)
