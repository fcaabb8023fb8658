"""Lab 3: calculus, from a slope to backpropagation."""

from ui import Lab, rooms

lab = Lab(
    file="labs/03_calculus.py",
    number=3,
    title="Calculus",
    aim="What a small change does, and how a model learns from it.",
    takes="the warm-up, and from Lab 1 what a layer computes.",
    gives="read a loss curve, set a learning rate, and say why a gradient vanishes or explodes.",
    keep=(
        "A slope says how much the output changes for a small change of an input. The gradient has one for each input.",
        "Training goes downhill in steps. Too long a step explodes, too short a one crawls. Adam divides each weight's "
        "step by the usual size of its slopes.",
        "Slopes multiply along a chain. Many below one vanish, many above one explode. How far to hold a model back, "
        "only rows held out can say.",
    ),
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
        "regularisation",
    ),
)

if __name__ == "__main__":
    lab.run()
