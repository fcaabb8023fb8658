"""Lab 2: probability and statistics, and how not to be fooled."""

from ui import Lab, rooms

lab = Lab(
    file="labs/02_probability_stats.py",
    number=2,
    title="Probability and statistics",
    aim="How sure can you be, and how not to be fooled.",
    steps=rooms(
        "probability_stats",
        "distributions",
        "expectation",
        "spread",
        "sampling",
        "conditional",
        "bayes",
        "correlation",
        "metrics",
        "calibration",
        "fooled",
    ),
)

if __name__ == "__main__":
    lab.run()
