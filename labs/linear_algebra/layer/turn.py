"""Your turn in `layer`: a layer before its ReLU."""

import numpy as np

from core.linear_algebra import dense
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """One row of inputs or several, one to five inputs, one to four neurons."""
    d, h = rng.integers(1, 6), rng.integers(1, 5)
    shape = (d,) if rng.random() < 0.3 else (rng.integers(1, 5), d)
    X, W, b = (rng.integers(-4, 5, size=size) / 2 for size in (shape, (d, h), h))
    return {"X": X, "W": W, "b": b}


turn = Turn(
    function=dense,
    inputs=inputs,
    slips=(
        Slip("return X @ W", "You left out the biases. Add b, one number for each neuron."),
        Slip("return X @ W - b", "You took the biases away. They are added."),
        Slip(
            "return X @ (W + b)",
            "You added the bias to every weight, so it is multiplied by the inputs. Add it to the sum, once.",
        ),
        Slip("return X @ W + np.sum(b)", "Every neuron gets all the biases there. Each has its own: add b as it is."),
    ),
    hints=(
        "A neuron takes a dot product of inputs and weights, and adds its bias. Here all neurons at once.",
        "Rows of X meet columns of W: that is a matrix product.",
        "`X @ W` has a column for each neuron. b has a number for each, and is stretched over all rows.",
    ),
)
