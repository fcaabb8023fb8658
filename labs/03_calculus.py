"""Lab 3: calculus, from a slope to backpropagation."""

from ui import Lab, rooms

lab = Lab(
    file="labs/03_calculus.py",
    number=3,
    title="Calculus",
    aim="What a small change does, and how a model learns from it.",
    steps=rooms(
        "calculus",
        "derivative",
        "gradient",
        "descent",
        "scaling",
        "optimisers",
        "chain_rule",
        "backpropagation",
        "cross_entropy",
    ),
)

if __name__ == "__main__":
    lab.run()
