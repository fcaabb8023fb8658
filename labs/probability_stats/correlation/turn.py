"""Your turn in `correlation`: how closely the pairs follow a line."""

import numpy as np

from core.linear_algebra import cosine_similarity
from core.statistics import correlation, covariance, mean, standard_deviation, variance
from ui.turn import Slip, Turn


def inputs(rng: np.random.Generator) -> dict:
    """Three to nine pairs that rise, fall or do neither, in units of any size."""
    n = int(rng.integers(3, 10))
    x = rng.normal(size=n)
    y = float(rng.choice([-2, 0, 2])) * x + rng.normal(size=n)
    return {"x": np.round(10 * x + rng.integers(-20, 60), 2), "y": np.round(y * float(rng.choice([0.1, 1, 50])) + 5, 2)}


turn = Turn(
    function=correlation,
    inputs=inputs,
    slips=(
        Slip(
            "return np.sum((x - np.mean(x)) * (y - np.mean(y))) / (len(x) - 1)",
            "That is the covariance, which has both units. Divide it by both standard deviations.",
        ),
        Slip(
            "return np.sum(x * y) / np.sqrt(np.sum(x ** 2) * np.sum(y ** 2))",
            "You left out the means. Take them away first: only deviations from them count.",
        ),
        Slip(
            "return covariance(x, y) / (variance(x) * variance(y))",
            "You divided by the variances. Their roots, the standard deviations, take the units out.",
        ),
        Slip(
            "return covariance(x, y) / variance(x)",
            "That is the slope of the line, which still has units. Divide by both standard deviations.",
        ),
        Slip(
            "return np.mean((x - np.mean(x)) * (y - np.mean(y))) / (standard_deviation(x) * standard_deviation(y))",
            "You divided by n above the line and by n − 1 below it. Use the same in both.",
        ),
        Slip(
            "return covariance(x, y) / np.sqrt(standard_deviation(x) * standard_deviation(y))",
            "One root too many: a standard deviation is a root already.",
        ),
    ),
    hints=(
        "Two parts: the covariance above the line, and what takes the units out below it.",
        "covariance(x, y) and standard_deviation(x) are there for you.",
        "Divide the covariance by the product of both standard deviations.",
    ),
    answer="return covariance(x, y) / (standard_deviation(x) * standard_deviation(y))",
    uses=(covariance, standard_deviation, variance, mean, cosine_similarity),
)
