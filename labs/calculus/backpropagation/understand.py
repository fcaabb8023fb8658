"""The question to understand of `backpropagation`: where gradients stop, add up, and go wrong."""

from __future__ import annotations

import numpy as np

from core.autodiff import backward, forward, gradient_check
from labs.calculus.backpropagation.picture import WEIGHTS
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number

SIZE = (-0.6, 10.6, -3.4, 3.4)
PLACES = {"x₁": (0.6, 1.8), "x₂": (0.6, -1.8), "1": (5, 1.8), "2": (5, -1.8), "p": (9.4, 0)}
LINKS = {"w₁": ("x₁", "1"), "w₂": ("x₂", "1"), "w₃": ("x₁", "2"), "w₄": ("x₂", "2"), "v₁": ("1", "p"), "v₂": ("2", "p")}


def understand(seed: int) -> Question:
    """One of five situations, with numbers of its own."""
    return in_turn(seed, *SITUATIONS)


def slopes(w, x, y: float) -> np.ndarray:
    """The gradient of all nine weights of the step's network on one row."""

    def loss(w):
        w1, w2, b1, w3, w4, b2, v1, v2, c = w
        h1 = (w1 * x[0] + w2 * x[1] + b1).relu()
        h2 = (w3 * x[0] + w4 * x[1] + b2).relu()
        return (v1 * h1 + v2 * h2 + c - y) ** 2

    end, given = forward(loss, w)
    gradient = backward(end)
    return np.array([gradient[weight] for weight in given])


def idle(rng: np.random.Generator) -> tuple[str, list[str]]:
    """Something that stops gradients in the network, and the weights that get none."""
    k, i = (int(n) for n in rng.integers(1, 3, size=2))
    w, x = rng.uniform(0.3, 1.0, size=9), rng.uniform(0.5, 2.0, size=2)
    kind = int(rng.integers(3))
    if kind == 0:
        w[WEIGHTS.index("b₁₂"[0] + "₁₂"[k - 1])] = -9.0
        told = f"the ReLU of neuron {k} is off"
    elif kind == 1:
        x[i - 1] = 0.0
        told = f"the input x{'₁₂'[i - 1]} is 0"
    else:
        w[WEIGHTS.index("v" + "₁₂"[k - 1])] = 0.0
        told = f"v{'₁₂'[k - 1]} is exactly 0"
    found = slopes(w, x, -5.0)
    return told, [name for name, slope in zip(WEIGHTS, found) if slope == 0]


NET = (
    "A network: inputs x₁ and x₂; neuron 1 has the weights w₁, w₂ and the bias b₁, neuron 2 has w₃, w₄ and b₂, both "
    "with ReLU; the output is p = v₁h₁ + v₂h₂ + c."
)


def which(rng: np.random.Generator) -> Question:
    """Which weights get no gradient?"""
    told, none = idle(rng)
    k = 2 if "2" in told or "₂" in told else 1
    sets = {
        tuple(n): why
        for n, why in [
            ([f"w{'₁₃'[k - 1]}", f"w{'₂₄'[k - 1]}", f"b{'₁₂'[k - 1]}", f"v{'₁₂'[k - 1]}"],
             f"You stopped v{'₁₂'[k - 1]}, too. Its gradient is h{'₁₂'[k - 1]} times that of p, and h is not 0."
             if "exactly" in told else "Both neurons still work, so all that is multiplied by something else than 0 "
             "gets a gradient."),
            ([f"w{'₁₃'[k - 1]}", f"w{'₂₄'[k - 1]}", f"b{'₁₂'[k - 1]}"],
             f"You forgot v{'₁₂'[k - 1]}. It multiplies h{'₁₂'[k - 1]}, and that is 0." if "off" in told else
             "You stopped a whole neuron. Its other input and its bias still count."),
            ([f"v{'₁₂'[k - 1]}"],
             f"You looked at the output. The input x{'₁₂'[k - 1]} meets the weights of the first layer." if "input" in
             told else "You went no further than the last link. What lies before it has no other way to the loss." if
             "off" in told else f"You looked at v{'₁₂'[k - 1]} itself. It isn't a factor of its own gradient, but "
             f"of what flows back to neuron {k}."),
            ([f"w{'₁₂'[k - 1]}", f"w{'₃₄'[k - 1]}"],
             f"You took it for an input. Those are the weights that multiply x{'₁₂'[k - 1]}."),
        ]
    }  # fmt: skip
    right = tuple(none)
    assert right in sets, (told, right)
    when = ["On one row,", "For a batch of one,", "At the first step,"][rng.integers(3)]
    return one_of(
        rng,
        f"{NET} {when} {told}; all else is above 0, and the loss isn't at its least. Which weights get no gradient?",
        listed(right),
        {listed(names): why for names, why in sets.items() if names != right},
        "A weight's gradient is what it multiplies, times the gradient of what it goes into. Here "
        + (f"h{'₁₂'[k - 1]} is 0, and the slope of that ReLU is 0." if "off" in told else
           f"x{'₁₂'[k - 1]} is a factor of two of them." if "input" in told else
           f"v{'₁₂'[k - 1]} is a factor on the way back to neuron {k}, but not of its own gradient.")
        + f" So none reaches {listed(right)}.",
        ("Which products have a 0 in them, on the way back from the loss?",),
    )  # fmt: skip


def listed(names) -> str:
    """Names in a row: `w₁, w₂ and b₁`; `only v₁`."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else f"only {last}"


def graph(rng: np.random.Generator) -> Question:
    """Which picture shows the links that learn?"""
    told, none = idle(rng)
    learn = {name for name in LINKS if name not in none}
    k = 2 if "2" in told or "₂" in told else 1
    others = [
        (set(LINKS) - {f"w{'₁₃'[k - 1]}", f"w{'₂₄'[k - 1]}", f"v{'₁₂'[k - 1]}"},
         f"There neuron {k} learns nothing, and neither does its link to the output: that happens where its ReLU "
         "is off."),
        (set(LINKS) - {f"w{'₁₃'[k - 1]}", f"w{'₂₄'[k - 1]}"},
         f"There v{'₁₂'[k - 1]} learns and what leads into neuron {k} doesn't. That happens where v{'₁₂'[k - 1]} is "
         "0 and the neuron works."),
        (set(LINKS) - {f"w{'₁₂'[k - 1]}", f"w{'₃₄'[k - 1]}"},
         f"There the weights on x{'₁₂'[k - 1]} learn nothing. That happens where that input is 0."),
        (set(LINKS) - {f"v{'₁₂'[k - 1]}"},
         f"There v{'₁₂'[k - 1]} alone learns nothing, as if it were frozen. It would still pass gradients on."),
    ]  # fmt: skip
    wrong = [(links, why) for links, why in others if links != learn]
    assert len(wrong) == 3
    kept = [wrong[n] for n in rng.permutation(3)[:2]]
    act = ["One step of training is taken", "A batch of one row is run", "You print all gradients once"]
    return one_of(
        rng,
        f"Two inputs, two neurons with ReLU, one output p = v₁h₁ + v₂h₂ + c. {act[rng.integers(3)]}, and {told}; all "
        "else is above 0, and the loss isn't at its least. Thick links get a gradient. Which picture is it?",
        net(learn),
        [(net(links), f"{why} Here {told}.") for links, why in kept],
        f"{{right}}: none reaches {listed([name for name in LINKS if name in none])}. A link's gradient is what enters "
        "it, times the gradient of what it leads to; if one of them is 0, so is the product.",
        ("Walk back from p. Which links can you pass, and what does each one multiply?",),
    )


def net(learn: set[str]) -> Sketch:
    """The network as a graph, with the links that learn drawn thick."""
    drawn = []
    for name, (start, end) in LINKS.items():
        on = name in learn
        look = {"role": "truth", "width": 4} if on else {"role": "context", "width": 1.5, "dash": "3 4"}
        drawn.append(marks.line([PLACES[start], PLACES[end]], **look))
    drawn.append(marks.points(list(PLACES.values()), role="data", size=8))
    for name, (x, y) in PLACES.items():
        words = name if name in "x₁x₂p" else f"neuron {name}"
        drawn.append(marks.text((x, y), words, role="ink", anchor="middle", dx=0, dy=-13 if y >= 0 else 24))
    return Sketch(drawn, SIZE)


def printed(rng: np.random.Generator) -> Question:
    """What `.grad` shows, step after step: what went wrong, if anything?"""
    true = np.round(rng.uniform(0.5, 0.9) * 0.85 ** np.arange(4), 2) * float(rng.choice([-1, 1]))
    kind = int(rng.integers(4))
    seen = [np.cumsum(true), np.zeros(4), true, true * 0.01 ** np.arange(4)][kind]
    if kind == 3:
        seen = np.round(true[0] * 12.0 ** np.arange(4), 2)
    choices = {
        "New gradients are added to the old ones.": "Then step k would show the sum of the first k.",
        "A `detach()` cuts the way to this weight.": "Then it would be 0 at every step.",
        "The gradient is right, and of good size.": "Then each would be what the check says, and of one size.",
        "The gradient explodes.": "Then each would be many times the one before, and the check would say so, too.",
    }
    right = list(choices)[kind]
    check = seen if kind in (2, 3) else true
    name = ["layer1.weight[0, 0]", "w", "fc.bias[2]", "head.weight[3, 1]"][rng.integers(4)]
    told = ["adds up", "is 0 at every step", "is what the check says", "grows twelvefold a step"][kind]
    return one_of(
        rng,
        f"You print the gradient of `{name}` before each of four steps: {figures(seen)}. Nudging that weight on the "
        f"same batches gives {figures(check)}. What do you see?",
        right,
        {text: f"{why} What is printed {told}." for text, why in choices.items() if text != right},
        [
            "Each printed number is the sum of the checks up to there: nobody called `optimizer.zero_grad()`. Set the "
            "gradients to 0 before each backward walk.",
            "The loss does depend on the weight, as nudging shows, and no gradient comes back: the graph is cut on the "
            "way. Look for `detach()`, `.item()` or `requires_grad=False`.",
            "Backward walk and nudging agree. If the loss doesn't fall, look at the rate and the data.",
            "Both say so, so the walk back is right and the weights run away. Lower the rate, or clip the gradient.",
        ][kind],
        ("Add up the numbers of the check, one after the other. Then compare each row with itself.",),
    )


def figures(values) -> str:
    """Numbers in a row, each to two decimals."""
    return ", ".join(number(float(value), 2) for value in values)


LINES = {  # lines of a backward walk as they should be, and with a slip that is often made
    "dp = 2 * (p - y)": "dp = 2 * (y - p)",
    "dv = h * dp": "dv = v * dp",
    "dh = v * dp": "dh = h * dp",
    "dz = dh * (z > 0)": "dz = dh * (h < 0)",
    "dw = x * dz": "dw = w * dz",
}
RULES = {
    "dp = 2 * (p - y)": "The slope of (p − y)² along p is 2(p − y).",
    "dv = h * dp": "In p = v · h the local slope along v is the other factor, h.",
    "dh = v * dp": "In p = v · h the local slope along h is the other factor, v.",
    "dz = dh * (z > 0)": "ReLU has the slope 1 where z is above 0, else 0.",
    "dw = x * dz": "In z = w · x the local slope along w is the other factor, x.",
}


def lines(rng: np.random.Generator) -> Question:
    """Which line of a backward walk written by hand is wrong?"""
    broken = list(LINES)[rng.integers(5)]
    v, w, x = (int(n) for n in rng.choice([2, 3, 4, 5, 6], 3, replace=False))
    y = v * w * x + int(rng.choice([-3, -2, -1, 1, 2, 3]))
    walked, _ = gradient_check(lambda a: ((a[0] * x).relu() * a[1] - y) ** 2, [w, v])
    dw, dv = by_hand(broken, w, v, x, y)
    if np.allclose([dw, dv], walked):
        return lines(rng)
    shown = {line: f"`{LINES[line] if line == broken else line}`" for line in LINES}
    near = [line for line in LINES if line != broken]
    kept = [near[k] for k in rng.permutation(4)[:3]]
    where = ["A notebook", "A test", "A custom layer", "An exercise"][rng.integers(4)]
    return one_of(
        rng,
        f"{where} walks forward by z = w · x, h = ReLU(z), p = v · h, L = (p − y)², and back by hand:\n\n```\n"
        + "\n".join(text.strip("`") for text in shown.values())
        + f"\n```\n\nAt w = {w}, v = {v}, x = {x}, y = {y} it gives dw = {number(dw)} and dv = "
        f"{number(dv)}; nudging gives {number(walked[0])} and {number(walked[1])}. Which line is wrong?",
        shown[broken],
        {shown[line]: f"That one is right. {RULES[line]}" for line in kept},
        f"It should say `{broken}`. {RULES[broken]} A gradient check finds such a line; run it on a few rows, some "
        "with ReLU off.",
        ("Take each line by itself: what does the number go into, and what multiplies it there?",),
    )


def by_hand(broken: str, w: float, v: float, x: float, y: float) -> tuple[float, float]:
    """What the listing gives for dw and dv, with one of its lines broken."""
    z = w * x
    h = max(z, 0)
    p = v * h
    dp = 2 * (y - p if broken.startswith("dp") else p - y)
    dv = (v if broken.startswith("dv") else h) * dp
    dh = (h if broken.startswith("dh") else v) * dp
    dz = dh * (h < 0 if broken.startswith("dz") else z > 0)
    return (w if broken.startswith("dw") else x) * dz, dv


def twice(rng: np.random.Generator) -> Question:
    """A number is used in two places: what is its gradient?"""
    a, b, x = (int(n) for n in rng.choice([-6, -5, -4, -3, -2, 2, 3, 4, 5, 6], 3, replace=False))
    kind = int(rng.integers(2))
    if kind == 0:
        f, told = (lambda w: w[0] * a + w[0] * b), f"goes into two sums: once times {a}, once times {b}"
    else:
        f, told = (lambda w: w[0] * a + b), f"is used once, times {a}, and a constant {b} is added"
    end, (given,) = forward(f, [x])
    truth = backward(end)[given]
    options = {
        a + b: "You added the constant, too. It doesn't change when the weight does." if kind else "",
        a * b: (
            "You multiplied the two. Slopes multiply along one way; here there is no second link in a row."
            if kind
            else "You multiplied the two ways. Slopes multiply along a way, and those of several ways add.",
            "chain_rule",
        ),
        a: "You counted one of the two ways." if kind == 0 else "",
        b: "You took the constant for a factor of the weight." if kind else "You counted one of the two ways.",
        (a + b) / 2: "You took the mean. Each way carries its whole share to the loss.",
    }
    others = {number(value, 1 if value % 1 else 0): why for value, why in options.items() if value != truth and why}
    kept = list(others)[:3]
    if len(others) < 3 or truth == 0:
        return twice(rng)
    what = ["A shared weight", "A tied embedding entry", "A filter's weight"][rng.integers(3)]
    what = ["A weight", "An offset", "A scale"][rng.integers(3)] if kind else what
    return one_of(
        rng,
        f"{what} of value {number(x)} {told}. ".replace("-", "−")
        + "All of it arrives at the loss with slope 1. What is its gradient?",
        number(truth),
        {text: others[text] for text in kept},
        "Nudge the weight by 1, and the loss changes by "
        + (f"{number(a)} on one way and {number(b)} on the other" if kind == 0 else f"{number(a)}; the constant stays")
        + (f": together {number(truth)}. " if kind == 0 else ". ")
        + ("Along a way slopes multiply, and over several ways they add." if kind == 0 else "What is added and doesn't "
           "depend on the weight has no part in its gradient."),
        ("Nudge the weight a little. How does the loss change on each way, and in all?",),
    )  # fmt: skip


SITUATIONS = (which, printed, graph, lines, twice)
