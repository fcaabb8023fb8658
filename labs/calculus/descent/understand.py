"""The question to understand of `descent`: what losses and paths say of the learning rate."""

from __future__ import annotations

import numpy as np

from core.optimisation import gradient_descent
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number, percent

SIZE = (-5.4, 5.4, -0.8, 6.4)


def understand(seed: int) -> Question:
    """One of five situations, with numbers of its own."""
    return in_turn(seed, *SITUATIONS)


def valley(curvature: float, start: float, rate: float, steps: int) -> np.ndarray:
    """The path of descent in a valley with its bottom at 0 and this curvature, shape (steps + 1,)."""
    return gradient_descent(lambda w: curvature * w, [start], rate, steps)[:, 0]


def logs(rng: np.random.Generator) -> Question:
    """A training log: what to do with the rate?"""
    kind, curvature = int(rng.integers(3)), float(rng.integers(2, 40))
    share = [float(rng.uniform(1.05, 1.4)), float(rng.uniform(0.0005, 0.002)), float(rng.uniform(0.15, 0.35))][kind]
    rate = float(f"{share * 2 / curvature:.1g}")
    least, start = float(rng.integers(3, 30)) / 10, float(rng.integers(3, 9))
    losses = least + 0.5 * curvature * valley(curvature, start, rate, 40) ** 2
    shown = losses[[0, 1, 2, 3, 20, 40]]
    fits = (
        shown[3] > 1.2 * shown[0], 0.7 < shown[-1] / shown[0] < 0.97, shown[-1] - least < 1e-6 and shown[1] < shown[0]
    )  # fmt: skip
    if not fits[kind]:
        return logs(rng)
    choices = {
        "Divide the rate by 10.": "You would slow down a run that isn't too fast: no loss here is larger than the one "
        "before.",
        "Multiply the rate by 10.": "You would make a run faster that already takes steps this large.",
        "Leave the rate as it is.": "You would wait in vain. Look at the last two losses.",
        "Leave out the rows that are missed most.": "You would change the data to suit the rate. Look at "
        "how one loss follows from the one before.",
    }
    if kind == 0:
        choices["Multiply the rate by 10."] = "Each step already lands higher than the one before. Larger steps would "
        choices["Multiply the rate by 10."] += "land higher still."
        choices["Leave the rate as it is."] = "You would wait in vain: from step to step the loss grows by the same "
        choices["Leave the rate as it is."] += "factor."
    if kind == 1:
        choices["Leave the rate as it is."] = "You would wait long: in 40 steps the loss has lost only "
        choices["Leave the rate as it is."] += f"{percent(1 - shown[-1] / shown[0])}."
    if kind == 2:
        choices["Multiply the rate by 10."] = "The loss has arrived: the last losses are the same. Ten times this rate "
        choices["Multiply the rate by 10."] += "lies beyond the limit here, and would explode."
        if 10 * rate * curvature <= 2:
            return logs(rng)
    right = list(choices)[[0, 1, 2][kind]]
    figures = " → ".join(number(loss, 2) if loss < 1e6 else f"{loss:.1e}" for loss in shown)
    run = ["A regression", "A linear model", "A ranking model", "A forecast"][rng.integers(4)]
    return one_of(
        rng,
        f"{run} trains by gradient descent with rate {rate:g}, on all rows. Its loss at steps 0, 1, 2, 3, 20 and 40: "
        f"{figures}. What do you do?",
        right,
        {text: why for text, why in choices.items() if text != right},
        [
            "Each step overshoots the valley and lands higher on the other side: the rate is beyond the limit. A rate "
            "ten times smaller is the first thing to try.",
            "The loss falls smoothly and hardly at all: the steps are tiny. Try ten times the rate, and again, until "
            "the loss no longer falls smoothly; then go back one.",
            "The loss fell fast and stays where it is: this run has arrived. A lower loss needs other columns or "
            "another model, not another rate.",
        ][kind],
        ("Compare each loss with the one before. And the last two?",),
    )


def paths(rng: np.random.Generator) -> Question:
    """Which picture is a path at this share of the limit?"""
    kinds = {
        "same side": float(rng.choice([0.1, 0.15, 0.2])),
        "both sides": float(rng.choice([0.8, 0.85, 0.9])),
        "outwards": float(rng.choice([1.05, 1.08, 1.1])),
    }
    asked, curvature = list(kinds)[rng.integers(3)], int(rng.integers(2, 50))
    limit = 2 / curvature
    rate = float(f"{kinds[asked] * limit:.3g}")
    drawn = {name: sketch(share, rng.integers(2)) for name, share in kinds.items()}
    factor = 1 - rate * curvature
    whys = {
        "same side": "There each step goes a small part of the way and stays on its side: that is a small share of the "
        "limit.",
        "both sides": "There each step lands on the other side, but lower: that is a rate above half of the limit, and "
        "below the limit.",
        "outwards": "There each step lands on the other side, and higher: that is a rate beyond the limit.",
    }
    what = ["A loss", "A cost", "An error"][rng.integers(3)]
    return one_of(
        rng,
        f"{what} bends with curvature {curvature} along a weight, so the largest stable rate is 2/{curvature} = "
        f"{limit:.3g}. You train with rate {rate:g}, without momentum. Which picture is the path?",
        drawn[asked],
        [(drawn[name], f"{whys[name]} Yours is {number(rate / limit, 2)} of it.") for name in kinds if name != asked],
        f"{{right}}. Each step multiplies the distance to the bottom by 1 − {rate:g} · {curvature} = "
        f"{number(factor, 2)}: "
        + ("the sign changes sides, " if factor < 0 else "the sign stays, ")
        + ("and the size grows." if abs(factor) > 1 else "and the size shrinks."),
        ("What does a step do to the distance from the bottom, in sign and in size?",),
    )


def sketch(share: float, flipped) -> Sketch:
    """A path in a round valley, at a share of the largest stable rate."""
    start = 2.2 if share > 1 else 4.4
    w = valley(1.0, -start if flipped else start, 2 * share, 7)
    across, right = np.linspace(-5, 5, 41), (w[0] > 0) == (share > 1)  # where the name is clear of the path
    side = {"anchor": "start", "dx": 9} if right else {"anchor": "end", "dx": -9}
    at = np.column_stack([w, 0.22 * w**2])
    drawn = [
        marks.line(np.column_stack([across, 0.22 * across**2]), role="context", width=2),
        marks.line(at, role="model", width=1.5),
        marks.points(at[1:], role="model", size=3.5),
        marks.points(at[:1], role="data", size=5.5),
        marks.text(at[0], "start", role="data", dy=14 if share > 1 else -4, **side),
    ]
    return Sketch([marks.window(SIZE, drawn)], SIZE)


EDITS = {  # what is done to the data or the run, and what becomes of the largest stable rate
    "You add a column to the data": "falls or stays",
    "You leave a column out": "grows or stays",
    "You take y in cents, not in euros": "stays",
    "You start from other weights": "stays",
    "You shuffle the rows": "stays",
    "You put every row in twice": "stays",
    "You take all columns in tenths of their unit, so that each number is ten times as large": "falls",
    "You divide all columns by 5": "grows",
    "You turn the sign of a column round": "stays",
}


def limits(rng: np.random.Generator) -> Question:
    """Something is changed: what becomes of the largest stable rate?"""
    edit = list(EDITS)[rng.integers(len(EDITS))]
    way, choices = EDITS[edit], {
        "falls": "It falls to less than before.", "grows": "It grows to more than before.",
        "stays": "It stays the same.", "falls or stays": "It falls, or stays the same.",
        "grows or stays": "It grows, or stays the same.", "either": "That depends on the rows.",
    }  # fmt: skip
    reason = {
        "falls": "All curvatures grow with the square of the columns, by a factor of 100",
        "grows": "All curvatures shrink with the square of the columns, to 1/25",
        "falls or stays": "One more column can only add to the largest curvature, or leave it",
        "grows or stays": "One column less can only take from the largest curvature, or leave it",
        "stays": "The curvature comes from the mean products of the columns, XᵀX / n, and these stay as they were",
    }[way]
    if "sign" in edit:
        reason = "The valley is mirrored, and bends as sharply as before"
    tempting = {
        "falls": ["stays", "grows", "either"], "grows": ["stays", "falls", "either"],
        "stays": ["falls", "grows", "either"], "falls or stays": ["stays", "grows or stays", "grows"],
        "grows or stays": ["stays", "falls or stays", "falls"],
    }[way]  # fmt: skip
    whys = {
        "falls": "For it to fall, the loss would have to bend more sharply somewhere",
        "grows": "For it to grow, the sharpest bend would have to become flatter",
        "stays": "For it to stay in every case, the sharpest bend would have to be what it was",
        "falls or stays": "That would need a change that can only sharpen the bend, and need not",
        "either": "For that, the same change would have to sharpen the bend for some rows, and flatten it for others",
        "grows or stays": "That would need a change that can only flatten the sharpest bend, and need not",
    }
    rate = number(float(rng.integers(2, 90)) / 100, 2)
    model = ["A linear model", "A price model", "A load forecast"][rng.integers(3)]
    return one_of(
        rng,
        f"{model} is trained on the mean squared error by gradient descent, and the largest stable rate is {rate}. "
        f"{edit}. What happens to that rate?",
        choices[way],
        {choices[name]: f"{whys[name]}. {reason}." for name in tempting},
        f"{reason}. The limit is 2 divided by the largest curvature of the loss, and nothing else counts.",
        ("The limit is 2 over the largest curvature. What does the change do to that?",),
    )


def distance(rng: np.random.Generator) -> Question:
    """What does each step do to the distance from the bottom?"""
    curvature = int(rng.choice([2, 4, 5, 8, 10, 20, 25, 40, 50]))
    factor = round(float(rng.choice([-1.5, -1.2, -1.1, -0.8, -0.6, -0.4, 0.2, 0.4, 0.6, 0.8, 0.9])), 1)
    rate = round((1 - factor) / curvature, 4)
    two = valley(curvature, 1.0, rate, 1)

    def words(factor):
        size = number(100 * abs(factor), 1).removesuffix(".0")
        return f"It becomes {size} %, {'on the other side' if factor < 0 else 'on the same side'}."

    others = {
        words(-factor): "You have the size, and not the side. Look at the sign of 1 − rate × curvature.",
        words(rate * curvature): "You took what the step covers for what is left: take it from 1.",
        words(round(1 + rate * curvature, 4)): "You added the step. Descent goes towards the bottom, so subtract.",
        words(round(1 - rate, 4)): "You left out the curvature. The slope grows with it, and so does the step.",
        words(round(1 - rate * curvature / 2, 4)): "You halved the step. The slope is all of curvature times distance.",
    }
    others.pop(words(factor), None)
    where = ["along one weight", "along its steepest direction", "across the valley"][rng.integers(3)]
    kept = [list(others)[k] for k in rng.permutation(len(others))[:3]]
    return one_of(
        rng,
        f"A loss has the curvature {curvature} {where}: there its slope is {curvature} times the distance from the "
        f"bottom. With rate {rate:g}, what does one step of gradient descent do to that distance?",
        words(round(float(two[1]), 4)),
        {text: others[text] for text in kept},
        f"The step is {rate:g} · {curvature} = {number(rate * curvature, 1)} of the distance, towards the bottom. What "
        f"is left is 1 − {number(rate * curvature, 1)} = {number(factor, 1)} of it"
        + (": beyond the bottom" if factor < 0 else "")
        + f". So the distance {'grows: this explodes' if abs(factor) > 1 else 'shrinks: this settles'}.",
        ("How long is the step, as a part of the distance?", "Then subtract it from 1."),
    )


def stopped(rng: np.random.Generator) -> Question:
    """The loss hardly moves: has training arrived?"""
    arrived = bool(rng.integers(2))
    rate = float(rng.choice([0.1, 0.05, 0.2]) if arrived else rng.choice([1e-8, 5e-9, 2e-9]))
    size = float(rng.integers(2, 9)) * (1e-4 if arrived else 1)
    loss, fall = round(float(rng.uniform(1, 9)), 3), rate * size**2
    shown = number(loss, 3)
    choices = {
        "The steps are too small to tell.": "The gradient is as good as 0, so no sensible rate would lead far.",
        "It has arrived where it is level.": f"The gradient is {size:g}, so it isn't level. A loss stands still "
        "on a slope, too, if the rate is tiny.",
        "The rate is beyond the limit.": "Then each step would land higher, and the loss would grow.",
        "The model has no error left.": f"You took a loss that doesn't move for one that is 0. It is {shown}.",
    }
    right = list(choices)[1 if arrived else 0]
    who = ["A colleague stops the run", "Early stopping ends the run", "The dashboard marks the run as done"]
    return one_of(
        rng,
        f"For 100 steps the loss reads {shown}. {who[rng.integers(3)]}. The learning rate is {rate:g}, and the "
        f"gradient has the length {size:g}. What follows?",
        right,
        {text: why for text, why in choices.items() if text != right},
        f"A step lowers the loss by about rate times the squared length of the gradient: {rate:g} · {size:g}² is "
        f"about {fall:.1g}. "
        + ("The slope itself is gone: it is level here." if arrived else "There is a slope, and the steps are tiny: "
           "raise the rate."),
        ("A loss can stand still for two reasons: no slope, or no step. Which number tells them apart?",),
    )  # fmt: skip


SITUATIONS = (logs, paths, limits, distance, stopped)
