"""Your turn in `equations`: the unknown of a·x + b = c."""

from core.equations import solve_linear
from ui.turn import Slip, Turn

turn = Turn(
    function=solve_linear,
    inputs=lambda rng: {
        "a": float(rng.choice([-4, -2, 0.5, 2, 3, 5])),
        "b": float(rng.choice([-7, -3, -1, 1, 2, 6])),
        "c": float(rng.integers(-9, 20)),
    },
    slips=(
        Slip(
            "return (c + b) / a", "You added b to the right side. On the left it is taken away, so take it away here."
        ),
        Slip("return c / a - b", "You divided c by a, and b not. Take b away first, or divide it as well."),
        Slip("return c - b", "That is a · x. Divide both sides by a, too."),
        Slip("return (c - b) * a", "You multiplied by a. It multiplies x already, so undo that: divide by it."),
    ),
    hints=(
        "What is done to x last? Undo that first, on both sides.",
        "b is added last. Without it, the right side is c − b.",
        "Then a · x is c − b, so x is (c − b) / a.",
    ),
    answer="return (c - b) / a",
)
