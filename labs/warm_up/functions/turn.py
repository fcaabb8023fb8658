"""Your turn in `functions`: the graph of a function."""

from core.warm_up import graph
from ui.turn import Slip, Turn


def halve(x):
    return x / 2


def square(x):
    return x**2


def subtract_from_1(x):
    return 1 - x


turn = Turn(
    function=graph,
    inputs=lambda rng: {
        "f": [halve, square, subtract_from_1][rng.integers(3)],
        "xs": rng.integers(-9, 10, size=rng.integers(1, 6)) / 2,
    },
    slips=(
        Slip("return np.array([f(x) for x in xs])", "You left out where the dots stand: each needs its input, too."),
        Slip(
            "return np.array([(f(x), x) for x in xs])",
            "You put the output first. A dot stands above its input: first x, then f(x).",
        ),
        Slip(
            "return np.array([xs, [f(x) for x in xs]])",
            "That is one row of inputs and one of outputs. The graph has one row for each dot.",
        ),
    ),
    hints=(
        "A graph is a list of dots, one for each input.",
        "For one x the dot is the pair (x, f(x)).",
        "Collect the pairs for every x in xs, in order, and make an array of them: np.array([… for x in xs]).",
    ),
    answer="return np.array([(x, f(x)) for x in xs])",
)
