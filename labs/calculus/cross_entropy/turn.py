"""Your turn in `cross_entropy`: a loss that never breaks."""

import numpy as np

from core.optimisation import cross_entropy
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """A few logits, at times so large that exp overflows or rounds to 0."""
    z = rng.integers(-30, 31, size=rng.integers(2, 6)) / 10 * float(rng.choice([1, 1, 10, 1000]))
    return {"z": z, "true_class": int(rng.integers(len(z)))}


turn = Turn(
    function=cross_entropy,
    inputs=inputs,
    slips=(
        Slip(
            "p = np.exp(z) / np.sum(np.exp(z))\nreturn -np.log(p[true_class])",
            "That is the formula as it stands. For large logits it breaks: exp overflows, or p rounds to 0. Take the "
            "largest logit away before exp, and add it back.",
        ),
        Slip(
            "m = np.max(z)\nreturn np.log(np.sum(np.exp(z - m))) - z[true_class]",
            "You took the largest logit away before exp, and didn't add it back.",
        ),
        Slip(
            "m = np.max(z)\nreturn z[true_class] - m - np.log(np.sum(np.exp(z - m)))",
            "That is log p, and never above 0. The loss is minus that.",
        ),
        Slip(
            "return -np.log(z[true_class])",
            "You took the logarithm of a logit. It belongs to p, and p comes from softmax.",
        ),
        Slip(
            "return np.log(np.sum(np.exp(z))) - z[true_class]",
            "Right for small logits. From about 710 on exp overflows: take the largest logit away before exp, and add "
            "it back.",
        ),
    ),
    hints=(
        "The second form of the formula needs no p: log Σ exp(zᵢ) − z of the true class.",
        "exp of a large number overflows. With m the largest logit, log Σ exp(zᵢ) = m + log Σ exp(zᵢ − m).",
        "So m = np.max(z), then m + np.log(np.sum(np.exp(z - m))), less z[true_class].",
    ),
    answer="m = np.max(z)\nreturn m + np.log(np.sum(np.exp(z - m))) - z[true_class]",
)
