"""Your turn in `powers`: a power, factor by factor."""

from core.warm_up import power
from ui.turn import Slip, Turn

turn = Turn(
    function=power,
    inputs=lambda rng: {"b": float(rng.choice([0.5, 1.0, 1.5, 2.0, 3.0])), "n": int(rng.integers(-6, 7))},
    slips=(
        Slip(
            "product = 1.0\nfor _ in range(n):\n    product = product * b\nreturn product",
            "You left out the negative n: there the loop never runs, and 1 stays 1. A minus divides instead.",
        ),
        Slip(
            "product = b\nfor _ in range(abs(n)):\n    product = product * b if n > 0 else product / b\nreturn product",
            "You begin with one factor too many. Of no factors at all the product is 1.",
        ),
        Slip(
            "product = 1.0\nfor _ in range(abs(n)):\n    product = product * b\nreturn product",
            "You multiply for a negative n, too. A minus divides instead: b to the power −2 is 1 / (b · b).",
        ),
        Slip("return b * n", "That is b added n times. A power multiplies n factors."),
    ),
    hints=(
        "Begin with 1, and multiply by b as often as n says.",
        "For a negative n divide by b instead: the loop runs abs(n) times.",
        "Inside the loop: product = product * b if n > 0 else product / b.",
    ),
    answer="product = 1.0\nfor _ in range(abs(n)):\n    product = product * b if n > 0 else product / b\n"
    "return product",
)
