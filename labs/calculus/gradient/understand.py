"""The question to understand of `gradient`: a gradient that is wrong, where it points, and what it doesn't say."""

from __future__ import annotations

import numpy as np

from core.calculus import numerical_gradient
from core.linear_algebra import dot
from core.optimisation import mse
from labs.calculus.gradient import picture as chart
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number

SIZE = (-6, 6, -5.2, 5.2)


def understand(seed: int) -> Question:
    """One of five situations, with numbers of its own."""
    return in_turn(seed, *SITUATIONS)


def nudged(rng: np.random.Generator) -> Question:
    """A gradient by formula and the same by nudging: what is wrong with the formula?"""
    n = int(rng.integers(3, 7))
    X, w = rng.integers(-3, 4, size=(n, 2)), rng.integers(-3, 4, size=2)
    y = rng.integers(-9, 10, size=n)
    right = numerical_gradient(lambda w: mse(w, X, y), w.astype(float), 1e-3)
    slips = {
        "It leaves out the 2.": right / 2,
        "It adds the rows up, and takes no mean.": right * n,
        "It takes target minus prediction.": -right,
        "It takes the columns in the wrong order.": right[::-1],
        "It takes the miss alone, not times the column.": np.full(2, 2 * np.mean(X @ w - y)),
    }
    values = [*slips.values(), right]
    if min(np.abs(a - b).max() for i, a in enumerate(values) for b in values[:i]) < 0.2 or np.abs(right).min() < 0.3:
        return nudged(rng)
    names = [list(slips)[k] for k in rng.permutation(len(slips))[:4]]
    who = ["Your", "A colleague's", "A student's", "The old"][rng.integers(4)]
    return one_of(
        rng,
        f"The loss is the mean squared error over {n} rows. {who} formula gives the gradient {pair(slips[names[0]])}; "
        f"nudging each weight gives {pair(right)}, and nudging is right. What does the formula do?",
        names[0],
        {name: f"Then it would give {pair(slips[name])}: {LOOKS[name]}" for name in names[1:]},
        f"Compare entry by entry. The formula gives {LOOKS[names[0]]} Keep the check with nudges as a test: it "
        "knows nothing of the formula.",
        ("What must you do with the formula's two numbers to get the others?",),
    )


LOOKS = {
    "It leaves out the 2.": "both entries half as large.",
    "It adds the rows up, and takes no mean.": "both entries as many times too large as there are rows.",
    "It takes target minus prediction.": "both entries with the other sign.",
    "It takes the columns in the wrong order.": "the right entries, swapped.",
    "It takes the miss alone, not times the column.": "the same entry for every weight.",
}


def pair(slopes) -> str:
    """Two slopes to two decimals."""
    return f"({number(slopes[0], 2)}, {number(slopes[1], 2)})"


def ways(rng: np.random.Generator) -> Question:
    """Which small move makes the loss fall fastest, keeps it level, or makes it rise?"""
    a, b = int(rng.choice([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5])), int(rng.choice([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5]))
    if abs(a) == abs(b):
        return ways(rng)
    g = np.array([a, b], dtype=float)
    moves = {
        "falls fastest": -g, "stays level at first": np.array([-b, a], dtype=float), "rises fastest": g,
        "falls, but not fastest": np.array([-np.sign(a), 0.0]),
    }  # fmt: skip
    asked = list(moves)[rng.integers(3)]
    plain = asked.replace("falls", "fall").replace("stays", "stay").replace("rises", "rise")
    what = ["two weights", "two settings", "scale and offset"][rng.integers(3)]
    size = ["tiny step", "small nudge"][rng.integers(2)]

    def way(move):
        return f"({number(move[0], 1)}, {number(move[1], 1)})".replace(".0", "")

    def slope(move):
        return float(dot(g, move / np.hypot(*move)))

    return one_of(
        rng,
        f"The gradient of the loss along {what} is ({number(a)}, {number(b)}). You take a {size}, always of the same "
        f"length. In which direction does the loss {plain}?",
        way(moves[asked]),
        {
            way(move): (
                f"In that direction the slope is {number(slope(move), 2)}: there the loss {name}. The gradient itself "
                "points the steepest way up.",
                "dot_product" if "level" in name + asked else "",
            )
            for name, move in moves.items()
            if name != asked
        },
        f"The slope in a direction of length 1 is its dot product with the gradient. Along the "
        f"gradient it is {number(float(np.hypot(a, b)), 2)}, against it {number(-float(np.hypot(a, b)), 2)}, and at "
        f"right angles to it 0. So it is {way(moves[asked])}.",
        ("Take the dot product of each direction with the gradient. What does its sign say?",),
    )


def arrows(rng: np.random.Generator) -> Question:
    """Which picture has the arrow of one step of descent?"""
    turn, longer = float(rng.uniform(0, np.pi)), float(rng.uniform(2.2, 3.2))
    axes = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    H = axes @ np.diag([2.0, 2.0 * longer**2]) @ axes.T
    place = axes @ np.array([np.cos(0.9), np.sin(0.9) / longer]) * float(rng.choice([-3.2, 3.2]))
    uphill, asked = H @ place, ["down", "up"][int(rng.random() < 0.3)]
    sign = -1 if asked == "down" else 1
    ways = {"right": sign * uphill, "centre": sign * place, "turned": -sign * uphill}
    rest = [
        ("centre", "That points " + ("at" if sign < 0 else "straight away from") + " the lowest point. The steepest "
         "way is at right angles to the contour where you stand."),
        ("turned", f"That is the steepest way {'up' if sign < 0 else 'down'}. The gradient points up, and descent "
         "goes against it."),
    ]  # fmt: skip
    what = ["a model's loss", "a network's loss", "a cost", "an error"][rng.integers(4)]
    act = {"down": ["one step of gradient descent goes", "the loss falls fastest"], "up": ["the gradient points"] * 2}
    return one_of(
        rng,
        f"On a map of {what} over two weights each oval joins places of equal height; the cross is the lowest. In "
        f"which picture does the arrow show where {act[asked][rng.integers(2)]} from the dot?",
        sketch(H, place, ways["right"]),
        [(sketch(H, place, ways[name]), why) for name, why in rest],
        "{right}: its arrow stands at right angles to the contour and points "
        + ("inwards" if sign < 0 else "outwards")
        + ". On an oval that is not the line through the lowest point, so descent takes more than one step.",
        ("How does the arrow stand on the contour it starts from?",),
    )


def sketch(H, place, way) -> Sketch:
    """Contours around 0, a place, and an arrow from it."""
    rings = [marks.line(chart.ellipse(np.zeros(2), H, 0.5 * place @ H @ place * s, 40), width=1.2, opacity=0.7)
             for s in (0.15, 0.5, 1.0)]  # fmt: skip
    tip = place + 1.9 * way / np.hypot(*way)
    drawn = [
        *rings,
        marks.lines([[(-0.2, 0), (0.2, 0)], [(0, -0.2), (0, 0.2)]], width=1.5),
        marks.arrow(tip, tail=place, role="model", width=3),
        marks.points([place], role="data", size=5),
    ]
    return Sketch([marks.window(SIZE, drawn)], SIZE)


def follows(rng: np.random.Generator) -> Question:
    """A gradient is printed: what does it say, and what not?"""
    kind = int(rng.integers(3))
    big, small = round(float(rng.integers(30, 95)) / 10, 1), round(float(rng.integers(2, 9)) / 100, 2)
    g = [(small / 1000, -small / 1000), (big, 0.0), (big, -small)][kind]
    sign = int(rng.choice([-1, 1]))
    shown = f"({number(sign * g[0], 5 if kind == 0 else 2)}, {number(sign * g[1], 5 if kind == 0 else 2)})"
    choices = [
        {
            "Close by, the loss is nearly level.": "",
            "The loss itself is nearly 0.": "You took the slope for the height. A loss can be level at any height.",
            "No weights have a lower loss.": "It is level at the top of a hill and on a plain, too. The gradient says "
            "nothing of other places.",
            "Both weights are nearly 0.": "The gradient says how the loss changes, not where the weights stand.",
        },
        {
            "Here, a tiny nudge of $w_2$ hardly matters.": "",
            "At all other weights, too, the loss ignores $w_2$.": "You took one place for all of them. Elsewhere the "
            "slope along $w_2$ may be anything.",
            "The best value of $w_2$ is found.": "The best $w_2$ depends on $w_1$, and that one will still move.",
            "Column 2 says nothing about y.": "A slope of 0 at these weights is no property of the data. At other "
            "weights it isn't 0.",
        },
        {
            "Here, $w_1$ changes the loss faster than $w_2$.": "",
            "Column 1 matters more for predictions than column 2.": "A slope depends on the column's unit and on where "
            "you stand: it doesn't measure what matters.",
            "$w_1$ is farther from its best value.": "Steep isn't far. Where the loss bends sharply, it is steep close "
            "to the lowest point.",
            "$w_1$ is larger than $w_2$.": "You took slopes for weights. The gradient says how the loss changes, not "
            "where the weights stand.",
        },
    ][kind]
    right = next(iter(choices))
    when = ["After an epoch", "In the middle of training", "At the first step", "After an hour"][rng.integers(4)]
    return one_of(
        rng,
        f"{when} the gradient of the loss along $w_1$ and $w_2$ is {shown}. What follows from that alone?",
        right,
        {text: why for text, why in choices.items() if why},
        "A gradient says by how much the loss changes for a tiny nudge of each weight, from where you stand, and no "
        "more. For the rest look at the loss, at other weights, or at standardised columns.",
        ("What does the gradient measure, and where?",),
    )


UPHILL = "the loss climbs from the first step, however small the learning rate"
LINES = {  # lines of a training step as they should be, and with a slip: what is seen then
    "miss = X @ w - y": ("miss = y - X @ w", UPHILL),
    "slopes = 2 / n * X.T @ miss": ("slopes = 2 / n * miss.sum()", "every weight gets the same slope"),
    "w = w - rate * slopes": ("w = w + rate * slopes", UPHILL),
    "loss = (miss ** 2).mean()": ("loss = miss.mean() ** 2", "the loss is near 0, though many predictions are far off"),
}


def lines(rng: np.random.Generator) -> Question:
    """Which line of a training step is wrong?"""
    broken = list(LINES)[rng.integers(4)]
    slip, symptom = LINES[broken]
    names = [("miss", "slopes"), ("error", "grad"), ("off", "step")][rng.integers(3)]
    rate = ["rate", "lr", "eta"][rng.integers(3)]

    def written(line):
        return line.replace("miss", names[0]).replace("slopes", names[1]).replace("rate", rate)

    order = [line for line in LINES if line != "loss = (miss ** 2).mean()"]
    order.insert(1, "loss = (miss ** 2).mean()")
    shown = {line: f"`{written(slip if line == broken else line)}`" for line in order}
    fine = {
        "miss = X @ w - y": "That is right: prediction minus target, and the step then goes against the slopes.",
        "slopes = 2 / n * X.T @ miss": "That is right: for each column, its entries times the misses, added up.",
        "w = w - rate * slopes": "That is right: the gradient points uphill, so the step is subtracted.",
        "loss = (miss ** 2).mean()": "That is right: first the squares, then their mean.",
    }
    listing = "\n".join(shown[line].strip("`") for line in order)
    return one_of(
        rng,
        f"One step of training by the mean squared error, with the gradient 2/n · Xᵀ(Xw − y):\n\n```\n"
        f"{listing}\n```\n\nWhat is seen: {symptom}. Which "
        "line is wrong?",
        shown[broken],
        {shown[line]: fine[line] for line in order if line != broken},
        f"It should say `{written(broken)}`. {fine[broken].removeprefix('That is right: ').capitalize()} Nudge one "
        "weight and compare: that finds such a line in a minute.",
        ("Read each line against the formula of the gradient.", "Which of them could cause what is seen?"),
    )


SITUATIONS = (nudged, ways, arrows, follows, lines)
