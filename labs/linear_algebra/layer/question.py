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
            prompt=f"A network takes {d} pixels, has one hidden layer of {h} neurons, then a layer of {c} scores: "
            f"{d} → {h} → {c}. Every layer has weights and biases. How many numbers does training set in all?",
            answer=first + second,
            mistakes=(
                Mistake(d * h + h * c, f"You forgot the biases: each of the {h} + {c} neurons has one."),
                Mistake(first, f"You counted the hidden layer only. The {c} scores need weights and biases too."),
                Mistake(second, f"You left out the first layer, which reads the {d} pixels. It is the largest."),
                Mistake(d * h + h * c + h, f"You forgot the biases of the last layer: {c} more."),
                Mistake(d * h + h + d * c + c, f"The last layer reads the {h} activations, not the {d} pixels."),
                Mistake(d + h + c, "You added the sizes. A layer has a weight for every pair of input and neuron."),
            ),
            solution=(
                f"$W_1$ has a column for each neuron, so its shape is ({d}, {h}): {d} · {h} = {d * h} weights, "
                f"and $b_1$ adds {h} biases: {first}.\n\n"
                f"$W_2$ has shape ({h}, {c}): {h} · {c} = {h * c} weights. $b_2$ adds {c}: {second}.\n\n"
                f"In all {first} + {second} = **{first + second}**."
            ),
        )
        if question.is_clear():
            return question
