"""The checkpoint of `network`: how many numbers it sets, or how often it moves them."""

from __future__ import annotations

import math

import numpy as np

from core.networks import count_parameters, init_network
from ui.question import Mistake, Question, printed


def question(seed: int) -> Question:
    """How many parameters has a net of three layers, or how many updates do some epochs make?"""
    rng = np.random.default_rng(seed)
    while True:
        asked = parameters(rng) if seed % 2 else updates(rng)
        if asked.is_clear():
            return asked


def parameters(rng: np.random.Generator) -> Question:
    """How many weights and biases has a d → h → k → c network?"""
    d = int(rng.choice([64, 100, 256, 784]))
    h, k, c = (int(rng.integers(*ends)) for ends in ((8, 65), (5, 33), (2, 13)))
    answer = count_parameters(init_network((d, h, k, c), rng))
    weights = d * h + h * k + k * c
    return Question(
        prompt=f"A network reads {d} pixels, has two hidden layers of {h} and {k} neurons, and gives {c} logits: {d} → "
        f"{h} → {k} → {c}. Each layer has weights and biases. How many of these numbers, the parameters, are there in "
        "all?",
        answer=answer,
        mistakes=(
            Mistake(weights, f"You left out the biases. Each of the {h} + {k} + {c} neurons has one.", "layer"),
            Mistake(answer - h * k - k, f"You left out the second hidden layer, which reads {h} numbers."),
            Mistake(answer - k * c - c, f"You left out the last layer. The {c} logits need weights and biases, too."),
            Mistake(
                answer + d,
                f"You gave each of the {d} pixels a bias. Pixels are inputs, and only neurons have biases.",
                "layer",
            ),
            Mistake(
                d * h * k * c,
                "You multiplied all the sizes. Multiply each two that are next to each other, then add.",
                "layer",
            ),
            Mistake(
                d + h + k + c, "You added the sizes. A layer has a weight for every pair of input and neuron.", "layer"
            ),
        ),
        hints=(
            "Take the layers one by one. How many weights lie between two neighbours?",
            "And each neuron has one more number of its own. Which layers have neurons?",
        ),
        solution=(
            f"There is a weight for each pair in neighbouring layers: {d} · {h} + {h} · {k} + {k} · {c} = "
            f"{d * h} + {h * k} + {k * c} = {weights}.\n\n"
            f"There is a bias for each neuron: {h} + {k} + {c} = {h + k + c}.\n\n"
            f"Together that makes **{answer}**."
        ),
    )


def updates(rng: np.random.Generator) -> Question:
    """How many updates do some epochs in batches make?"""
    n, batch = int(rng.integers(200, 6000)), int(rng.choice([8, 16, 32, 50, 64, 100, 128]))
    epochs = int(rng.integers(2, 13))
    whole, each = n // batch, math.ceil(n / batch)
    return Question(
        prompt=f"You train on {n:,} images in batches of {batch}, and the last batch takes what is left. "
        f"How many times are the weights updated in {epochs} epochs?",
        answer=epochs * each,
        mistakes=(
            Mistake(
                epochs * whole,
                f"You left out the last batch. It counts, too, though it holds only {n - whole * batch} of the images.",
            ),
            Mistake(each, f"That is how many there are in one epoch. You train for {epochs}."),
            Mistake(epochs, "You counted the epochs. The weights are updated once for each batch."),
            Mistake(epochs * n, "You counted the images. The weights are updated once for each batch."),
            Mistake(
                epochs * batch, "You multiplied by the size of a batch. Multiply by the number of batches in an epoch."
            ),
        ),
        hints=(
            "How many batches does it take to show every image once? What becomes of the images that are left?",
            "Each batch is one update.",
        ),
        solution=(
            f"{n} / {batch} is {printed(n / batch, 2)}. The last batch counts, too, so an epoch has {each} updates."
            f"\n\nIn {epochs} epochs that makes {epochs} · {each} = **{epochs * each}**."
        ),
    )
