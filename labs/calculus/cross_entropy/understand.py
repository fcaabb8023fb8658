"""The question to understand of `cross_entropy`: losses that look wrong, and what moves them."""

from __future__ import annotations

import math

import numpy as np

from core.attention import softmax
from core.optimisation import cross_entropy, cross_entropy_gradient
from core.warm_up import logarithm
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number

SIZE = (-0.3, 6.3, -1.75, 1.5)
ANIMALS = ("cat", "dog", "fox")


def understand(seed: int) -> Question:
    """One of five situations, with numbers of its own."""
    return in_turn(seed, *SITUATIONS)


def cost(p: float) -> float:
    """−log p: what a row costs whose true class got p."""
    return cross_entropy(np.log([p, 1 - p]), 0)


def rows(rng: np.random.Generator) -> Question:
    """Four rows at two epochs: which one lifts the mean loss most?"""
    early = rng.choice([0.9, 0.8, 0.7, 0.6, 0.4, 0.3, 0.2, 0.1, 0.06], 4, replace=False)
    late = np.clip(np.round(early * rng.choice([0.2, 0.5, 0.6, 0.7, 0.9, 1.05], 4), 3), 0.002, 0.97)
    rise = np.array([cost(b) - cost(a) for a, b in zip(early, late)])
    fell = early - late
    order = np.argsort(-rise)
    if rise[order[0]] - rise[order[1]] < 0.2 or (rng.random() < 0.7 and int(np.argmax(fell)) == order[0]):
        return rows(rng)
    right, most = int(order[0]), int(np.argmax(fell))
    lowest = int(np.argmin(late))
    names = [f"row {n}" for n in rng.choice([3, 7, 12, 45, 88, 130, 261, 742, 1408], 4, replace=False)]
    table = "| row | before | after |\n|:--|--:|--:|\n"
    table += "\n".join(f"| {names[k][4:]} | {early[k]:g} | {late[k]:g} |" for k in range(4))
    counts = f"What counts is by which factor p falls: in {names[right]} it is {late[right] / early[right]:.2g}."
    why = {}
    for k in range(4):
        lead = "You went by how far p fell. " if k == most else "You went by the lowest p. " if k == lowest else ""
        why[names[k]] = f"{lead}Its loss changes by {number(rise[k], 2)}. {counts}"
    del why[names[right]]
    what = ["The validation loss climbs from one epoch to the next", "The loss jumps between two releases",
            "A new model takes over from the old one"][rng.integers(3)]  # fmt: skip
    return one_of(
        rng,
        f"{table}\n\n{what}. The table has the probability that each row's true class got, before and after. Which row "
        "adds most to the rise of the mean cross-entropy?",
        names[right],
        why,
        f"{names[right].capitalize()} costs −log p: {number(cost(early[right]), 2)} before, "
        f"{number(cost(late[right]), 2)} after. Equal factors of p cost equal amounts, whether p was large or small. "
        "Look at "
        "the rows with the largest loss first.",
        ("Compare quotients, not differences.",),
    )


def stuck(rng: np.random.Generator) -> Question:
    """A loss that stands at a telling number: what is behind it?"""
    k, kind = int(rng.choice([3, 4, 5, 8, 10, 20, 50, 100])), int(rng.integers(3))
    floor = cross_entropy(np.eye(k)[0], 0)  # softmax of probabilities that are sure and right
    even = cross_entropy(np.zeros(k), 0)
    n = int(rng.integers(5, 40)) * 100
    seen = [
        f"stands at {number(floor, 2)} and falls no further, with an accuracy of 100 %",
        f"stands at {number(even, 2)}, as it did before the first step",
        "was 0.31 and is `inf` from one batch to the next",
    ][kind]
    choices = {
        "Softmax is taken twice.": f"Then even sure and right answers would cost {number(floor, 2)}: logits between 0 "
        "and 1 can't say more.",
        "All classes get the same probability.": f"Then each row would cost log {k} = {number(even, 2)}, and accuracy "
        "would be that of guessing.",
        "A logarithm is taken of a p that rounded to 0.": "Then the loss would be `inf`. A float rounds p to 0 where "
        "one logit is far below another.",
        "The loss is taken to base 2.": "A base changes every loss by one factor. It stops no loss on its way, "
        "and makes none infinite.",
    }
    right = list(choices)[kind]
    net = ["A classifier of", "An image model of", "A router of messages to", "A language model of a toy language with"]
    return one_of(
        rng,
        f"{net[rng.integers(4)]} {k} classes is trained on {number(n)} rows with cross-entropy. Its loss {seen}. What "
        "is behind it?",
        right,
        {text: f"{why} Here it {seen.split(',')[0]}." for text, why in choices.items() if text != right},
        [
            f"The function expects logits and got probabilities. With one of them 1 and the others 0, softmax makes at "
            f"most {number(math.exp(-floor), 2)} of it. Hand over the logits.",
            f"Minus the log of 1/{k} is {number(even, 2)}: the model answers alike whatever it sees. Look for a rate "
            "of 0, a cut gradient or inputs that are all the same.",
            "Compute the loss from the logits, by log-sum-exp: then no probability is made on the way, and nothing can "
            "round to 0.",
        ][kind],
        ("What does a row cost if all classes get the same? And if the model is sure and right?",),
    )


def arrows(rng: np.random.Generator) -> Question:
    """Which picture shows the slopes along the logits?"""
    true = int(rng.integers(3))
    z = rng.uniform(-1.5, 1.5, size=3)
    p = softmax(z)
    if np.sort(p)[0] < 0.1 or np.min(np.abs(np.diff(np.sort(p)))) < 0.12 or not 0.15 < p[true] < 0.75:
        return arrows(rng)
    gradient = cross_entropy_gradient(z, true)
    other = (true + 1 + int(rng.integers(2))) % 3
    wrong = {
        "minus": (-gradient, "That is y − p, the way in which training moves the logits. The slope of the loss has the "
                  "other sign."),
        "probabilities": (p, "Those are the probabilities. For the true class 1 is taken away: its slope lies below "
                          "0."),
        "other": (cross_entropy_gradient(z, other), f"There the {ANIMALS[other]} is taken for the true class. Only the "
                  f"{ANIMALS[true]}'s slope lies below 0."),
        "loss": (np.where(np.arange(3) == true, gradient, 0.0), "The other logits count, too: they are part of the "
                 "sum that softmax divides by."),
    }  # fmt: skip
    kept = [list(wrong)[k] for k in rng.permutation(4)[:2]]
    told = ", ".join(f"{name} {number(share, 2)}" for name, share in zip(ANIMALS, p))
    how = ["A picture shows a", "A photo has a", "The row is a", "The label says"][rng.integers(4)]
    return one_of(
        rng,
        f"{how} {ANIMALS[true]}. Softmax gives {told}. Which bars are the slopes of the cross-entropy along the three "
        "logits?",
        sketch(gradient),
        [(sketch(wrong[name][0]), wrong[name][1]) for name in kept],
        f"{{right}}: the slope is p − y, so {number(gradient[true], 2)} for the {ANIMALS[true]} and p itself for the "
        "others. Together they make 0: what training gives to one class it takes from the others.",
        ("Take p − y, with y = 1 for the true class. Which bar points down?",),
    )


def sketch(values: np.ndarray) -> Sketch:
    """Three bars around 0, named."""
    drawn = [marks.line([(0, 0), (6, 0)], width=1.3)]
    drawn.append(marks.lines([[(0, -1), (6, -1)], [(0, 1), (6, 1)]], width=1, opacity=0.4))
    drawn += [marks.text((0, y), words, anchor="end", dx=-3, dy=4) for y, words in ((-1, "−1"), (1, "1"))]
    for k, value in enumerate(values):
        x = 1 + 2 * k
        corners = [(x - 0.6, 0), (x + 0.6, 0), (x + 0.6, value), (x - 0.6, value)]
        drawn += [marks.polygon(corners, role="truth", fill=0.4, width=1.5)]
        drawn.append(marks.text((x, -1.6), ANIMALS[k], role="ink", anchor="middle", dx=0, dy=0))
    return Sketch(drawn, SIZE)


def moved(rng: np.random.Generator) -> Question:
    """Logits are changed: what becomes of the loss of a row?"""
    z = np.round(rng.choice(np.arange(-2, 3.1, 0.5), 3, replace=False), 1)
    true, top = int(rng.integers(3)), int(np.argmax(z))
    c = int(rng.choice([5, 10, 100]))
    low, high = (k for k in range(3) if k != true)
    swapped = z.copy()
    swapped[[low, high]] = z[[high, low]]
    lifted = z.copy()
    lifted[low] += 1.0
    raised = z.copy()
    raised[true] += 1.0
    edits = {
        f"you add {c} to all three logits": (z + c, "Softmax looks only at differences of logits"),
        "you double all three logits": (2 * z, "Doubling makes the model surer of what it already prefers"),
        f"the logits of {ANIMALS[low]} and {ANIMALS[high]} change places": (
            swapped, "The loss asks only what the true class got, not who got the rest"),
        f"the logit of the {ANIMALS[low]} goes up by 1": (
            lifted, "What another class gains is taken from the true one as well"),
        f"the logit of the {ANIMALS[true]} goes up by 1": (raised, "The true class gets more"),
        "you take 1 off all three logits": (z - 1, "Softmax looks only at differences of logits"),
    }  # fmt: skip
    edit = list(edits)[rng.integers(len(edits))]
    after, reason = edits[edit]
    before, now = cross_entropy(z, true), cross_entropy(after, true)
    change = now - before
    if 1e-9 < abs(change) < 0.05:
        return moved(rng)
    if "double" in edit:
        reason += ", and that is " + ("the true class" if top == true else "another class")
        if (top == true) != (change < 0):
            return moved(rng)
    choices = {
        "It falls.": "For it to fall, the true class would have to get more than before",
        "It stays as it was.": "For it to stay, the true class would have to get the same as before",
        "It rises.": "For it to rise, the true class would have to get less than before",
    }
    right = list(choices)[1 if abs(change) < 1e-9 else 0 if change < 0 else 2]
    logits = ", ".join(f"{name} {number(value, 1)}" for name, value in zip(ANIMALS, z))
    where = ["In a test", "In a notebook", "At serving", "In a debugger"][rng.integers(3)]
    return one_of(
        rng,
        f"The logits of a row are {logits}, and it is a {ANIMALS[true]}. {where} {edit}. What becomes of its "
        "cross-entropy?",
        right,
        {text: f"{why}. {reason}." for text, why in choices.items() if text != right},
        f"{reason}. The loss is {number(before, 2)} before, and {number(now, 2)} after.",
        ("What does the true class get, before and after?",),
    )


def dear(rng: np.random.Generator) -> Question:
    """One row that is sure and wrong against many that are right: how many does it weigh?"""
    base, k = int(rng.choice([2, 3, 4, 5, 10])), int(rng.integers(3, 10))
    common, rare = 1 / base, float(base) ** -k
    if rare < 1e-7:
        return dear(rng)
    times = round(logarithm(rare, 10) / logarithm(common, 10))
    ratio = round(common / rare)
    shown = f"1/{number(base)}", f"1/{number(base**k)}"
    whys = {
        number(ratio): "You divided the probabilities. The loss counts their logarithms.",
        "one": "You counted rows, as accuracy does. Both rows may be wrong, but the loss asks how sure the model was.",
        number(base * k): f"You multiplied {base} by {k}. Count how many factors of {shown[0]} make {shown[1]}.",
        number(times + 2): f"You counted factors, but not the right number: {shown[0]} to the power {times} is "
        f"{shown[1]}.",
    }
    who = ["a colleague", "a dashboard", "a report", "a user"][rng.integers(4)]
    kept = [n for n in whys if n != number(times)][:3]
    return one_of(
        rng,
        f"On most rows of a batch the true class gets {shown[0]}. On one row, found by {who}, it gets {shown[1]}. That "
        "row adds as much to the cross-entropy as how many of the others?",
        number(times),
        {n: (whys[n], "powers") if n in (number(base * k), number(times + 2)) else whys[n] for n in kept},
        f"{shown[1]} is {shown[0]} to the power {times}, so its logarithm is {times} times as large: "
        f"{number(-math.log(rare), 2)} against {number(-math.log(common), 2)}. A few rows that are sure and wrong can "
        "rule a mean loss: look at them one by one.",
        ("What does the loss compare: the probabilities, or their logarithms?",),
    )


SITUATIONS = (rows, stuck, arrows, moved, dear)
