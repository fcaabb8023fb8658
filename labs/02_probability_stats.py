"""Lab 2: probability and statistics, and how not to be fooled."""

from ui import Lab, rooms

lab = Lab(
    file="labs/02_probability_stats.py",
    number=2,
    title="Probability and statistics",
    aim="How sure can you be, and how not to be fooled.",
    takes="the warm-up. It needs nothing of Lab 1.",
    gives="put an honest ± beside a number, read an alarm by how rare the thing is, and choose the metric that fits.",
    keep=(
        "An average hides the spread. Ask for both, and look at the picture.",
        "$P(A \\mid B)$ isn't $P(B \\mid A)$. What lies between them is how common each of the two is.",
        "Every average of a sample has a ±. Four times the data halves it.",
    ),
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
