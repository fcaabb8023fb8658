"""The question to understand of `optimisers`: whose path, whose steps, and what a rate means to Adam."""

from __future__ import annotations

import numpy as np

from core.optimisation import adam_step, cosine_schedule, gradient_descent, momentum_step
from labs.calculus.gradient.picture import ellipse
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number, percent

SIZE = (-6.0, 6.0, -4.6, 4.6)
STEPS = 12


def understand(seed: int) -> Question:
    """One of five situations, with numbers of its own."""
    return in_turn(seed, *SITUATIONS)


def adam_path(gradient, start, rate: float, steps: int) -> np.ndarray:
    """The path of Adam, shape (steps + 1, d)."""
    w, mean, square, path = np.array(start, dtype=float), np.zeros(len(start)), np.zeros(len(start)), [start]
    for t in range(1, steps + 1):
        w, mean, square = adam_step(w, gradient(w), mean, square, t, rate)
        path.append(w)
    return np.array(path)


# ---------------------------------------------------------------- which of them drew this path?


def paths(rng: np.random.Generator) -> Question:
    """Three paths from one start: which optimiser drew which?"""
    long, steep = float(rng.uniform(7, 12)), int(rng.integers(2))
    H = np.diag([1.0, long] if steep else [long, 1.0])
    start = np.where(np.diag(H) == 1, rng.uniform(3.6, 4.6), rng.uniform(1.6, 2.4)) * rng.choice([-1, 1], 2)
    rate = float(rng.choice([0.6, 0.8]))
    drawn = {
        "plain descent": gradient_descent(lambda w: H @ w, start, 1.8 / long, STEPS),
        "momentum": gradient_descent(lambda w: H @ w, start, 0.35 / long, STEPS, 0.9),
        "Adam": adam_path(lambda w: H @ w, start, rate, STEPS),
    }
    whys = {
        "plain descent": "There the path jumps from one side of the ravine to the other at every step, and creeps "
        "along it: one rate for both weights, and no memory.",
        "momentum": "There the first step is short and goes nearly straight down the steep side. Then the steps grow "
        "and run past the bottom, for each keeps a share of the last.",
        "Adam": "There the first step goes just as far along both weights, whichever is steeper.",
    }
    asked = list(drawn)[rng.integers(3)]
    told = [
        f"Which path is that of {asked}?",
        f"Which picture did {asked} draw?",
        f"One of them is {asked}: which?",
    ][rng.integers(3)]
    shown = {name: sketch(H, path) for name, path in drawn.items()}
    return one_of(
        rng,
        f"Plain descent, momentum 0.9 and Adam start in the same place, in a ravine {number(np.sqrt(long), 1)} times "
        f"as long as wide. Each makes {STEPS} steps. {told}",
        shown[asked],
        [(shown[name], whys[name]) for name in drawn if name != asked],
        "{right}. T" + whys[asked].removeprefix("There t"),
        ("Look at the very first step: along which weight does it go farther?",),
    )


def sketch(H, path) -> Sketch:
    """A path among the contours of a ravine."""
    rings = [marks.line(ellipse(np.zeros(2), H, h, 48), width=1.2, opacity=0.6) for h in (1.0, 4.0, 9.0, 16.0)]
    x, y = path[0]
    side = {"anchor": "start" if x > 0 else "end", "dx": 9 * np.sign(x), "dy": 4}
    if abs(x) > abs(y):  # outwards, where no path goes
        side = {"anchor": "middle", "dx": 0, "dy": -9 if y > 0 else 18}
    drawn = [
        *rings,
        marks.line(path, role="model", width=2),
        marks.points(path[1:], role="model", size=2.6),
        marks.points(path[:1], role="data", size=5.5),
        marks.text(path[0], "start", role="data", **side),
    ]
    return Sketch([marks.window(SIZE, drawn)], SIZE)


# ---------------------------------------------------------------- whose first step?


def first_steps(rng: np.random.Generator) -> Question:
    """Three slopes and how far each weight moved: which optimiser did that?"""
    slopes = rng.choice([0.02, 0.05, 0.4, 0.8, 3.0, 7.0, 25.0, 60.0, 140.0], 3, replace=False)
    slopes = slopes * rng.choice([-1, 1], 3)
    rate, zero = float(rng.choice([0.001, 0.01, 0.1])), np.zeros(3)
    mean_only = -rate * (1 - 0.9) * slopes / np.abs(slopes)
    moved = {
        "Adam, as it should be": adam_step(zero, slopes, zero, zero, 1, rate)[0],
        "Adam without any bias correction": adam_step(zero, slopes, zero, zero, 1, rate, corrected=False)[0],
        "Adam, with the correction missing for m alone": mean_only,
        "Plain descent, or momentum": momentum_step(zero, zero, slopes, rate)[0],
    }
    right = list(moved)[rng.integers(4)]
    lines = enumerate(zip(slopes, moved[right]), start=1)
    table = "\n".join(f"| {k} | {printed(slope)} | {printed(move)} |" for k, (slope, move) in lines)
    whys = {
        "Adam, as it should be": f"Then each weight would move by the rate, {rate:g}.",
        "Adam without any bias correction": f"Then each would move 3.16 times the rate, {printed(3.1623 * rate)}.",
        "Adam, with the correction missing for m alone": f"Then each would move a tenth of the rate, {rate / 10:g}.",
        "Plain descent, or momentum": "Then each would move the rate times its own slope, the steep ones farther.",
    }
    who = ["You wrote an optimiser", "A colleague's training loop logs", "A unit test prints"][rng.integers(3)]
    alike = right != "Plain descent, or momentum"
    return one_of(
        rng,
        f"{who}: the slope of each weight, and how far its first step moved it. The rate is {rate:g}.\n\n"
        f"| weight | slope | moved |\n|---|---|---|\n{table}\n\nWhat made this step?",
        right,
        {name: why for name, why in whys.items() if name != right},
        (f"All three moved by {printed(abs(moved[right][0]))}, however steep: that is Adam. Beside the rate of "
         f"{rate:g} that is {number(abs(moved[right][0]) / rate, 2)} times as much. " if alike else
         f"Each moved by {rate:g} times its slope, against it: no size was divided by. ") + f"So it is: {right}.",
        ("Did the steep weight move farther than the flat one?", "Then compare with the rate."),
    )  # fmt: skip


def printed(value: float) -> str:
    """A step to three digits that count."""
    return f"{value:.3g}".replace("-", "−")


# ---------------------------------------------------------------- what a rate means to Adam


def travel(rng: np.random.Generator) -> Question:
    """A weight far from where it should be: how far has Adam brought it?"""
    target, what = [(40_000, "prices in dollars"), (300, "delivery times in minutes"), (25_000, "yearly wages"),
                    (900, "loads in kilowatts"), (6_000, "daily rides")][rng.integers(5)]  # fmt: skip
    rate = float(rng.choice([0.001, 0.01]))
    steps = int(rng.choice([1000, 2000, 5000, 8000]) * 0.001 / rate)
    come = rate * steps
    times = int(rng.choice([10, 50, 100]))
    asked = int(rng.integers(3))
    if come > 0.1 * target:
        return travel(rng)
    if asked == 0:
        right = f"Near {come:g}"
        wrong = {
            f"Near {target:,}": "You let the steep slope carry it there. To Adam a slope's size doesn't matter.",
            f"Near {come * times:g}": "You made the steps longer by the slope's size. Adam divides by it.",
            f"Near {target / 2:,.0f}": "You took it for halfway. Count the steps, and how far each can go.",
        }
        ask = f"Where does the bias stand after {steps:,} steps?"
        done = f"The slope keeps its sign, so each step moves it by about {rate:g}: {steps:,} of them make {come:g}."
    elif asked == 1:
        right = f"{times} times as far"
        wrong = {
            "No farther": "You took Adam's step for one that only knows the slope. It is about as long as the rate.",
            f"{times**2:,} times as far": "You squared it. The way grows as the rate does, in proportion.",
            "It explodes": "A slope that is divided by its size can't blow up: a step stays about as long as the rate.",
        }
        few = f"{steps // times:,} steps"
        ask = f"You raise the rate {times}-fold. How much farther than before does the bias come in its first {few}?"
        done = f"Each step moves it by about the rate. {times} times the rate is {times} times as far in as many steps."
    else:
        right = "It comes just as far"
        wrong = {
            f"It comes {times} times as far": "You let it follow the slope. Adam divides by the slopes' size.",
            f"It comes {times} times less far": "You divided by the size once more than Adam does.",
            "It overshoots": "For that a step would have to be longer. It stays about as long as the rate.",
        }
        ask = f"You multiply the loss by {times}. What does that do to how far the bias comes in {steps:,} steps?"
        done = f"All slopes grow {times}-fold, and so does their size: the quotient stays, and so do the steps."
    return one_of(
        rng,
        f"A linear model predicts {what}, on average {target:,}, from standardised columns. Its bias starts at 0, "
        f"far too low. You train with Adam, on all rows, at rate {rate:g}. {ask}",
        right,
        wrong,
        f"{done} **{right}**." + (" Standardise y, and it starts where it belongs." if asked == 0 else ""),
        ("How far can one step of Adam move a weight whose slope keeps its sign?",),
    )


# ---------------------------------------------------------------- the schedule


def schedule(rng: np.random.Generator) -> Question:
    """What is left of the rate at some step?"""
    steps, part = int(rng.choice([60, 400, 1000, 3000, 12_000])), int(rng.integers(5))
    share = [0.25, 0.5, 0.75, 0.9, 0.1][part]
    rate, t = float(rng.choice([0.001, 0.01, 0.1, 3e-4])), round(share * steps)
    left = cosine_schedule(rate, t, steps)
    others = {
        f"{rate * (1 - share):.3g}": "That is a straight line down. The cosine begins and ends flat.",
        f"{rate * np.cos(np.pi / 2 * share):.3g}": "You took a quarter of a turn of the cosine. It is half a turn.",
        f"{rate:.3g}": "That is the rate it begins with. By now it has fallen.",
        f"{rate * (1 - np.cos(np.pi * share)) / 2:.3g}": "That is how much it has lost. What is left is the rest.",
        f"{rate / 2:.3g}": "That is the rate halfway, at half of the steps.",
    }  # fmt: skip
    right = f"{left:.3g}"
    others.pop(right, None)
    kept = [list(others)[k] for k in rng.permutation(len(others))[:3]]
    run = ["A fine-tuning run", "A training script", "A small network"][rng.integers(3)]
    return one_of(
        rng,
        f"{run} of {steps:,} steps begins with rate {rate:g} and a cosine schedule down to 0. "
        f"Which rate is left once {t:,} steps are done?",
        right,
        {text: others[text] for text in kept},
        f"{t:,} of {steps:,} steps are {percent(share)} of the way. There half of 1 + cos(π · {share:g}) is "
        f"{number(left / rate, 3)}, and times {rate:g} that is **{right}**.",
        ("What is the cosine at this share of half a turn?",),
    )


# ---------------------------------------------------------------- weight decay


def decay(rng: np.random.Generator) -> Question:
    """Weight decay in the loss, or apart from the step: what becomes of two weights?"""
    w, rate, lam = float(rng.choice([2, 4, 5])), float(rng.choice([0.01, 0.1])), float(rng.choice([0.1, 0.2]))
    steep, flat = float(rng.choice([50, 80, 200])), float(rng.choice([0.5, 1, 2]))
    apart = bool(rng.integers(2))
    names = [("the embedding", "the head"), ("layer 1", "layer 5"), ("weight A", "weight B")][rng.integers(3)]
    first = names[0][0].upper() + names[0][1:]
    less, alike, more = f"{first} decays less", "Both by the same share", f"{first} decays more"
    by = decays(w, rate, lam, np.array([steep, flat]), apart)
    right = alike if abs(by[0] / by[1] - 1) < 1e-6 else less if by[0] < by[1] else more
    assert right == (alike if apart else less)
    how = (
        f"AdamW: at each step it first takes {rate:g} · {lam:g} of every weight"
        if apart
        else f"You add λ/2 · Σ w² to the loss, with λ = {lam:g}, and train with Adam"
    )
    whys = {
        less: "For that the decay would have to pass through Adam's division by the slopes' size. Here it is apart.",
        alike: f"For that the decay would have to be done apart from Adam's step. Here it is part of the slope, and "
        f"divided by the slopes' size with it: {steep:g} or {flat:g}.",
        more: "A steep slope never makes the decay stronger: it is divided by the slopes' size, or not touched by it.",
        "Neither decays": "Both do: λ is above 0, and both weights are large.",
    }
    return one_of(
        rng,
        f"Two weights stand at {w:g}. The slopes of {names[0]} have a size of about {steep:g}, those of {names[1]} "
        f"about {flat:g}, and they change sign from batch to batch. {how}, rate {rate:g}. Which weight decays more?",
        right,
        {text: why for text, why in whys.items() if text != right},
        (f"Both lose the share {rate:g} · {lam:g} = {rate * lam:g} at a step, whatever their slopes: that is what the "
         f"W of AdamW stands for." if apart else
         f"The decay adds {lam:g} · {w:g} = {lam * w:g} to both slopes, and Adam divides by their size: about "
         f"{number(lam * w / steep, 3)} of the rate for one, {number(lam * w / np.hypot(flat, lam * w), 2)} for the "
         "other. Steep weights hardly decay.") + f" **{right}.**",
        ("Does the decay pass through Adam's division, or is it done apart?",),
    )  # fmt: skip


def decays(w: float, rate: float, lam: float, sizes: np.ndarray, apart: bool, steps: int = 60) -> np.ndarray:
    """How much two weights lose in some steps, with slopes of these sizes that change sign every time."""
    at, mean, square = np.full(2, w), np.zeros(2), np.zeros(2)
    for t in range(1, steps + 1):
        slopes = sizes * (-1) ** t
        if apart:
            at = at - rate * lam * at
        else:
            slopes = slopes + lam * at
        at, mean, square = adam_step(at, slopes, mean, square, t, rate)
    noise, mean, square = np.zeros(2), np.zeros(2), np.zeros(2)  # what the slopes do without any decay
    for t in range(1, steps + 1):
        noise, mean, square = adam_step(noise, sizes * (-1) ** t, mean, square, t, rate)
    return w - (at - noise)


SITUATIONS = (paths, first_steps, travel, schedule, decay)
