"""Lab 4: apply it now, on real data."""

from ui import Lab, rooms

lab = Lab(
    file="labs/04_apply.py",
    number=4,
    title="Apply it now",
    aim="From scratch, then the library: the two shown equal.",
    steps=rooms(
        "apply",
        "regression",
        "search",
        "next_token",
        "classifier",
        "network",
        "overfitting",
        "leakage",
        "attention_real",
        "transformer",
        "rag",
        "clinic",
        "your_data",
    ),
)

if __name__ == "__main__":
    lab.run()
