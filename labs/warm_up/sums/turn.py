"""Your turn in `sums`: the total after each turn of the loop."""

from core.warm_up import running_sum
from ui.turn import Slip, Turn

turn = Turn(
    function=running_sum,
    inputs=lambda rng: {"terms": rng.integers(-5, 6, size=rng.integers(1, 8)).astype(float)},
    slips=(
        Slip(
            "total = 0.0\nfor x in terms:\n    total = total + x\nreturn total",
            "That is the last total alone. Keep the total of every turn in a list, and give them all.",
        ),
        Slip(
            "total, totals = 0.0, []\nfor x in terms:\n    totals.append(total)\n    total = total + x\n"
            "return np.array(totals)",
            "You keep the total before you add, so each total lacks its own term. Add first, then keep.",
        ),
        Slip(
            "totals = []\nfor x in terms:\n    total = 0.0\n    total = total + x\n    totals.append(total)\n"
            "return np.array(totals)",
            "You set the total back to 0 in every turn. Set it once, before the loop.",
        ),
    ),
    hints=(
        "It is the loop of a sum, and it remembers every total on the way.",
        "Before the loop: total = 0.0 and an empty list. In the loop: add the term, then append the total.",
        "At the end, make an array of the list: return np.array(totals).",
    ),
    answer="total, totals = 0.0, []\nfor x in terms:\n    total = total + x\n    totals.append(total)\n"
    "return np.array(totals)",
)
