"""Lab 4: apply it now, on real data."""

from ui import Lab, rooms

lab = Lab(
    file="labs/04_apply.py",
    number=4,
    title="Apply it now",
    aim="From scratch, then the library: the two shown equal.",
    takes="Labs 1 to 3. You don't need all of them: a plan puts first what a step rests on.",
    gives="build each of these from scratch, and tell a model that knows from one that only looks good.",
    keep=(
        "A score counts on data that nobody used to choose anything: not the model, not a threshold, not a column.",
        "From scratch and from the library the numbers agree. Where they don't, look for a setting you didn't know of.",
        "Fluent isn't true, and sure isn't right. Check against what really happened.",
    ),
    steps=rooms(
        "apply",
        "regression",
        "search",
        "next_token",
        "classifier",
        "network",
        "overfitting",
        "leakage",
        "drift",
        "attention_real",
        "transformer",
        "rag",
        "clinic",
        "your_data",
        "project",
    ),
)

if __name__ == "__main__":
    lab.run()
