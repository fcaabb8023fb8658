"""The checkpoint of `network`: how many numbers it sets, or how often it moves them."""

from __future__ import annotations

import numpy as np

from core.networks import count_parameters, init_network
from ui.question import Mistake, Question


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
        prompt=f"A network reads {d} pixels, has two hidden layers of {h} and {k} neurons, and gives {c} logits: "
        f"{d} → {h} → {k} → {c}. Every layer has weights and biases. How many numbers does training set in all?",
        answer=answer,
        mistakes=(
            Mistake(weights, f"You forgot the biases: each of the {h} + {k} + {c} neurons has one."),
            Mistake(answer - h * k - k, f"You left out the second hidden layer, which reads {h} numbers."),
            Mistake(answer - k * c - c, f"You left out the last layer: the {c} logits need weights and biases too."),
            Mistake(answer + d, f"The {d} pixels are inputs, no neurons: they have no biases."),
            Mistake(d * h * k * c, "You multiplied all sizes. Multiply neighbours, then add the layers."),
            Mistake(d + h + k + c, "You added the sizes. A layer has a weight for every pair of input and neuron."),
        ),
        solution=(
            f"Weights: {d} · {h} + {h} · {k} + {k} · {c} = {d * h} + {h * k} + {k * c} = {weights}.\n\n"
            f"Biases, one for each neuron: {h} + {k} + {c} = {h + k + c}.\n\nIn all **{answer}**."
        ),
    )


def updates(rng: np.random.Generator) -> Question:
    """How many updates do some epochs in batches make?"""
    n, batch = int(rng.integers(200, 6000)), int(rng.choice([8, 16, 32, 50, 64, 100, 128]))
    epochs = int(rng.integers(2, 13))
    whole, each = n // batch, -(-n // batch)
    return Question(
        prompt=f"You train on {n} images in batches of {batch}; the last batch takes what is left. "
        f"How many times do the weights move in {epochs} epochs?",
        answer=epochs * each,
        mistakes=(
            Mistake(epochs * whole, f"The last batch counts too, though it holds only {n - whole * batch} images."),
            Mistake(each, f"That is one epoch. There are {epochs}."),
            Mistake(epochs, "You counted the epochs. The weights move once for each batch."),
            Mistake(epochs * n, "You counted the images. The weights move once for each batch."),
            Mistake(epochs * batch, "You multiplied by the size of a batch. Count the batches of an epoch."),
        ),
        solution=(
            f"{n} / {batch} = {n / batch:.2f}, and the last batch counts: {each} updates in an epoch.\n\n"
            f"In {epochs} epochs: {epochs} · {each} = **{epochs * each}**."
        ),
    )
