"""The checkpoint of `layer`: how many numbers a network of two layers has to learn."""

from __future__ import annotations

import numpy as np

from ui.question import Mistake, Question


def question(seed: int) -> Question:
    """How many weights and biases has a d → h → c network?"""
    rng = np.random.default_rng(seed)
    while True:
        d, h, c = (int(rng.choice(sizes)) for sizes in ([64, 64, 100, 256, 784], range(5, 101), range(2, 13)))
        first, second = d * h + h, h * c + c
        question = Question(
            prompt=f"A network takes {d} pixels, has one hidden layer of {h} neurons, and then a layer of {c} scores: "
            f"{d} → {h} → {c}. Each layer has weights and biases. How many of these numbers, the parameters, are there "
            "in all?",
            answer=first + second,
            mistakes=(
                Mistake(d * h + h * c, f"You left out the biases. Each of the {h} + {c} neurons has one."),
                Mistake(first, f"You counted only the hidden layer. The {c} scores need weights and biases, too."),
                Mistake(second, f"You left out the first layer, which reads the {d} pixels. It is the largest."),
                Mistake(d * h + h * c + h, f"You left out the biases of the last layer, which are {c} more."),
                Mistake(
                    d * h + h + d * c + c,
                    f"The last layer reads the {h} activations, not the {d} pixels: its matrix has {h} rows.",
                    "matrix_product",
                ),
                Mistake(d + h + c, "You added the sizes. A layer has a weight for every pair of input and neuron."),
            ),
            solution=(
                f"The first layer has a weight for each pair of pixel and neuron, {d} · {h} = {d * h}, and a bias for "
                f"each of its {h} neurons. That makes {first}.\n\n"
                f"The second layer has {h} · {c} = {h * c} weights and {c} biases. That makes {second}.\n\n"
                f"In all there are {first} + {second} = **{first + second}**."
            ),
            hints=(
                "How many weights does one neuron of the hidden layer have, and what else does it have?",
                "Count both layers, with their biases.",
            ),
        )
        if question.is_clear():
            return question
