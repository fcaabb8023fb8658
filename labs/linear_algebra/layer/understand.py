"""The questions to understand of `layer`: what an error message, a column of zeros or a missing ReLU tell."""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.question import Question, Sketch, in_turn, one_of, printed

NETWORKS = ("reads road signs", "sorts parcels by photo", "rates songs", "predicts faults of a pump", "labels mails")
MASKS = {
    "the top two rows": np.kron([1, 1, 0, 0, 0, 0], np.ones((6, 1))).T, "the bottom two rows":
    np.kron([0, 0, 0, 0, 1, 1], np.ones((6, 1))).T, "the left two "
        "columns": np.kron(np.ones((6, 1)), [1, 1, 0, 0, 0, 0]),
    "the right two columns": np.kron(np.ones((6, 1)), [0, 0, 0, 0, 1, 1]),
}  # fmt: skip
OPPOSITE = {
    "the top two rows": "the bottom two rows", "the bottom two rows": "the top two rows",
    "the left two columns": "the right two columns", "the right two columns": "the left two columns",
}  # fmt: skip


def understand(seed: int) -> Question:
    """Six situations in turn: an error message, zeros, a line of code, new sizes, a picture, a loaded weight."""
    return in_turn(seed, error_message, zeros, which_line, new_sizes, which_picture, loaded_weight)


def error_message(rng: np.random.Generator) -> Question:
    """Which of four slips gives this message? The sizes in it tell."""
    task, n, c = str(rng.choice(NETWORKS)), int(rng.choice([8, 16, 32, 128])), int(rng.integers(3, 11))
    d, h = (int(size) for size in rng.choice([20, 24, 48, 50, 64, 100, 144, 256, 400, 784], size=2, replace=False))
    slips = {
        "The first weight is stored the other way round": (n, d, h, d),
        "The second weight is stored the other way round": (n, h, c, h),
        "The second layer is fed the inputs": (n, d, h, c),
        "The inputs stand in columns, not in rows": (d, n, d, h),
    }
    message = {slip: f"({a}x{b} and {p}x{q})" for slip, (a, b, p, q) in slips.items()}
    right = list(slips)[rng.integers(4)]
    a, b, p, q = slips[right]
    return one_of(
        rng,
        f"A network {task}: {d} inputs, {h} hidden neurons, {c} scores, {n} rows at once. PyTorch stops with `mat1 "
        "and mat2 "
        f"shapes cannot be multiplied {message[right]}`. What is wrong?",
        right,
        {slip: f"Then the message would say {message[slip]}." for slip in slips if slip != right},
        f"Of the sizes in the middle, {b} belongs to what comes in and {p} to the weight. ({a}, {b}) and ({p}, {q}) "
        "are what "
        f"you get if **{right[0].lower() + right[1:]}**.",
        (f"Which arrays have the shapes ({a}, {b}) and ({p}, {q})?", "The batch is mat1, the weight is mat2."),
    )  # fmt: skip


def zeros(rng: np.random.Generator) -> Question:
    """What in H = ReLU(X W + b) makes a column of zeros, a row of zeros, equal rows, or negative numbers?"""
    task, version = str(rng.choice(NETWORKS)), int(rng.integers(4))
    k, n = int(rng.integers(2, 15)), 100 * int(rng.integers(2, 30))
    symptom = (
        f"column {k} of H is 0 in all {n} rows", f"row {k} of H is 0 in every column", f"all {n} rows of H are equal",
        f"about half of the numbers in column {k} of H are negative",
    )[version]  # fmt: skip
    causes = (
        f"Neuron {k}'s sum is never above 0", f"Input row {k} pushes no neuron above 0", "The weights W are all 0",
        "ReLU was left out",
    )  # fmt: skip
    whys = (
        f"That makes zeros in column {k}, and nowhere else: a column belongs to a neuron.",
        f"That makes zeros in row {k}, and nowhere else: a row belongs to one input.",
        "Then every row would be ReLU(b), one and the same, whatever comes in.",
        "Then sums below 0 would get through as they are.",
    )
    cures = (
        "ReLU turns what isn't above 0 into 0. Look at that neuron's bias: it learns no more in this state.",
        f"A row of H comes from one row of X. Look at input {k}: it may be empty.",
        "Then X plays no part, and each row is ReLU(b). Look how W was set at the start.",
        "After ReLU nothing is negative. Look whether it was left out, or put elsewhere.",
    )
    return one_of(
        rng,
        f"A network {task}. You print H = ReLU(X W + b), with an input in each row of X and a neuron in each column "
        "of W: "
        f"{symptom}. What explains it?",
        causes[version],
        {causes[each]: (whys[each], "matrix_product") if {each, version} == {0, 1} else whys[each]
         for each in range(4) if each != version},
        f"**{causes[version]}**. {cures[version]}",
        ("Which part of X, and which of W, does this piece of H come from?", "What does ReLU do to a sum?"),
    )  # fmt: skip


def which_line(rng: np.random.Generator) -> Question:
    """A ReLU in the wrong place, or none: the symptom tells which line ran."""
    task, version = str(rng.choice(NETWORKS)), int(rng.integers(3))
    c = int(rng.integers(3, 11))
    lines = (
        "`(X @ W1 + b1) @ W2 + b2`", "`relu(relu(X @ W1 + b1) @ W2 + b2)`", "`(relu(X) @ W1 + b1) @ W2 + b2`",
        "`relu(X @ W1 + b1) @ W2 + b2`",
    )  # fmt: skip
    symptom = (
        "Two layers do no better than a single one, however many hidden neurons you give it: without ReLU both "
        "products "
        "are one",
        f"For some inputs all {c} scores come out as exactly 0, so the answer is always class 0 there",
        "What is negative in the inputs has no effect at all, whatever the weights",
    )[version]
    whys = (
        "There negative inputs and negative scores get through; but two products in a row are one product.",
        "There ReLU works on the scores, too: every score below 0 becomes 0.",
        "There ReLU works on the inputs: what is negative among them becomes 0, and nothing bends after that.",
        "That is as it should be: ReLU between the two layers, none on the scores.",
    )
    shown = symptom.split(":")[0] if version == 0 else symptom
    return one_of(
        rng,
        f"A network with two layers {task}. {shown}. Which line computes its scores?",
        lines[version],
        {lines[each]: whys[each] for each in range(4) if each != version and (version, each) != (0, 2)},
        f"**{lines[version]}**. {whys[version]} ReLU belongs between the two layers: `{lines[3].strip('`')}`.",
        ("What does ReLU do, and to which numbers in each line?", "Where must something bend, and where not?"),
    )  # fmt: skip


def new_sizes(rng: np.random.Generator) -> Question:
    """Which arrays change their shape when there are more rows, more neurons, or more inputs?"""
    task, version = str(rng.choice(NETWORKS)), int(rng.integers(3))
    n, d, h = int(rng.choice([16, 24, 32, 48])), int(rng.choice([64, 100, 256])), int(rng.integers(10, 16))
    change = (
        f"You send {2 * n} rows at once instead of {n}", f"You give it {2 * h} neurons instead of {h}",
        f"Your inputs get {2 * d} numbers each instead of {d}",
    )[version]  # fmt: skip
    texts = ("X and H, nothing that was learned", "W, b and H, but not X", "X and W, but neither b nor H")
    whys = (
        "One more row in X is one more row in H. W has a row for each input number and a column for each neuron, so it "
        "stays.",
        "One more neuron is one more column in W, number in b and column in H.",
        "One more number per input is one more column in X and row in W. The sum runs over it, so it isn't seen in H.",
    )
    return one_of(
        rng,
        f"A layer of a network that {task} computes H = ReLU(X W + b): X has shape ({n}, {d}), W ({d}, {h}), b "
        f"({h},) and H "
        f"({n}, {h}). {change}. Which shapes change?",
        texts[version],
        {
            **{texts[each]: f"{whys[each]} That isn't what you changed." for each in range(3) if each != version},
            "All of them: X, W, b and H": (
                f"({n}, {d}) @ ({d}, {h}) + ({h},) is ({n}, {h}). The size that changes stands in some of these only.",
                "matrix_product",
            ),
        },
        f"{whys[version]} So what changes is: **{texts[version]}**.",
        ("Which letter stands for what changes: rows n, inputs d, or neurons h?", "In which of the four shapes is it?"),
    )  # fmt: skip


def which_picture(rng: np.random.Generator) -> Question:
    """Which image gives a neuron the largest sum? Not the one with the most ink."""
    plus = str(rng.choice(list(MASKS)))
    minus, task = OPPOSITE[plus], str(rng.choice(NETWORKS))
    bias = -int(rng.integers(2, 5))
    a, b = MASKS[plus], MASKS[minus]
    weights = a - b
    ask = int(rng.integers(2))
    images = {
        "full": np.ones((6, 6)), "plus": np.where(a > 0, 1.0, 0.15), "minus": np.where(b > 0, 1.0, 0.15),
        "middle": np.where(a + b > 0, 0.1, 1.0),
    }  # fmt: skip
    noise = rng.uniform(-0.1, 0.1, size=(6, 6))
    images = {name: np.clip(image + noise, 0, 1).round(2) for name, image in images.items()}
    sums = {name: float(np.sum(image * weights)) + bias for name, image in images.items()}
    right = max(sums, key=sums.get) if ask == 0 else min(sums, key=sums.get)
    others = ["full"] + [str(rng.choice([name for name in images if name not in (right, "full")]))]
    asked = "the largest sum" if ask == 0 else "the smallest sum"
    whys = {
        name: f"Its sum is {printed(value, 1).replace('-', '−')}. "
        + {"full": "All of it is inked, so what is added and what is taken away cancel.",
           "plus": "Its ink lies where the weights are +1, and that raises the sum.",
           "minus": "Its ink lies where the weights are −1, and that lowers the sum.",
           "middle": "Most of its ink lies where the weights are 0, and counts for nothing."}[name]
        for name, value in sums.items()
    }  # fmt: skip
    return one_of(
        rng,
        f"A network {task}. One of its neurons has 36 weights, one for each pixel of a small image: +1 in {plus}, −1 "
        "in "
        f"{minus}, and 0 elsewhere. Its bias is −{-bias}. Dark pixels are near 1, blank ones near 0. Which image "
        "gives it "
        f"{asked}, before ReLU?",
        _sketch(images[right]),
        [(_sketch(images[name]), whys[name]) for name in others],
        f"**{{right}}**. {whys[right]} The bias moves all sums alike.",
        ("Multiply each pixel by its weight: which pixels count at all?", "Ink under a negative weight takes away."),
    )  # fmt: skip


def loaded_weight(rng: np.random.Generator) -> Question:
    """Weights from a file give nonsense. An error, chance, one class only, or a lower score: what each tells."""
    task, version = str(rng.choice(NETWORKS)), int(rng.integers(3))
    c, d = int(rng.integers(4, 11)), 8 * int(rng.integers(4, 33))
    share = int(rng.integers(91, 98))
    square = version == 0
    h = d if square else d + 8 * int(rng.integers(1, 9))
    texts = (
        "W was transposed on the way", "The bias was lost on the way", "The weights were lost, and W is all 0",
    )  # fmt: skip
    found = (
        f"No error is raised, the sums of the neurons look like noise, and {round(100 / c)} % of the answers are right",
        f"No error is raised; in every column of X W + b the sums are off by one constant, and {share - 9} % are right",
        "No error is raised, and all rows get the very same scores, so all get the same answer",
    )[version]
    whys = (
        f"W has shape ({d}, {h}). Turned round it would be ({h}, {d}), and X W would raise an error."
        if not square
        else "",
        "Without b every neuron's sum would be off by one number of its own, the same for each row. That isn't what "
        "was "
        "found.",
        "Then X would play no part, and all rows would get the same scores. They don't.",
    )
    if version == 2:
        whys = (whys[0], "Without b the sums are off, but they still differ from row to row.", whys[2])
    solution = (
        f"W is square, ({d}, {d}), so its transpose fits as well, and each neuron gets the weights of another job. "
        f"**{texts[0]}**: compare a few entries with the original, `W[0, 1]` and `W[1, 0]`.",
        f"A constant for each column is what b adds. **{texts[1]}**: compare the names in the file with those of the "
        "layer.",
        f"What comes in makes no difference, so every product X W must be 0. **{texts[2]}**: print `np.abs(W).max()`.",
    )[version]
    never = "The rows were sent in another order"
    wrong = {texts[each]: whys[each] for each in range(3) if each != version}
    wrong[never] = "Then every row would still get its own right scores, in the new order."
    return one_of(
        rng,
        f"A network {task}, with {c} classes, and {share} % of its answers are right. You load the weight W, of shape "
        f"({d}, {h}), and the bias b of its first layer from a file. {found}. What happened?",
        texts[version], wrong, solution,
        ("Which of the slips would NumPy notice by the shapes?", "What would each of them do to the sums X W + b?"),
    )  # fmt: skip


def _sketch(image) -> Sketch:
    box = (0, 6, 0, 6)
    edge = marks.polygon([(0, 0), (6, 0), (6, 6), (0, 6)], fill=0, width=1)
    return Sketch([marks.heat(box, image, plus="ink"), edge], (-0.3, 6.3, -0.3, 6.3))
