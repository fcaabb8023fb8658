"""The question to understand of `functions`: which order ran, and what it changes."""

from __future__ import annotations

import numpy as np

from core.warm_up import compose, graph
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number

HINTS = ("Put one number in, and follow it from step to step.",)
SIZE = (-4.4, 4.4, -1.6, 5)


def understand(seed: int) -> Question:
    """One of five situations, with numbers of its own."""
    return in_turn(seed, *SITUATIONS)


def service(rng: np.random.Generator) -> Question:
    """Training and service call the same two functions; what did the service do with them?"""
    mean, by, x = (int(n) for n in rng.integers([2, 2, 3], [10, 7, 15]))
    mean, x = mean * by, x * by
    column = ["age", "price", "latency", "distance"][rng.integers(4)]

    def subtract(x):
        return x - mean

    def divide(x):
        return x / by

    did = {
        "It divides, then subtracts.": compose(subtract, divide)(x),
        "It subtracts and never divides.": subtract(x),
        "It divides and never subtracts.": divide(x),
        "It subtracts twice, then divides.": compose(divide, compose(subtract, subtract))(x),
    }
    right = list(did)[rng.integers(4)]
    whys = {way: f"Then {number(x)} would become {number(value)}. {doing(way)}" for way, value in did.items()}
    if len(set(did.values()) | {compose(divide, subtract)(x)}) < 5:
        right, whys = "", {"": "", " ": ""}  # two of them can't be told apart: draw again
    return one_of(
        rng,
        f"Training subtracts {mean} from the column `{column}`, then divides by {by}. The service imports the same "
        f"two functions, and each of them passes its tests. Yet for {x} training gives "
        f"{number(divide(subtract(x)))} and the service gives {number(did.get(right, 0))}. What does the service do?",
        right,
        {way: why for way, why in whys.items() if way != right},
        f"Try each on {x}: only this one gives {number(did.get(right, 0))}. Put both functions into one pipeline, and "
        "let training and service call that.",
        HINTS,
    )


def doing(way: str) -> str:
    """What a learner who chose this should look at again."""
    if way.startswith("It divides, then"):
        return "You took it for the other order; work out both steps in turn."
    if "twice" in way:
        return "You followed one step too many."
    return "You followed only one of two steps."


def logged(rng: np.random.Generator) -> Question:
    """In which order do functions inside functions write their names?"""
    names = [("resize", "crop", "blur"), ("trim", "lower", "stem"), ("sort", "filter", "merge")][rng.integers(3)]
    first, second, third = (names[k] for k in rng.permutation(3))
    arrow = " → "
    return one_of(
        rng,
        f"Each of three functions writes its name to the log when it has its input and begins to work. The code says "
        f"`{third}({second}({first}(x)))`. What does the log say?",
        arrow.join((first, second, third)),
        {
            arrow.join((third, second, first)): "You read from left to right, as the text stands. A function begins "
            "once it has its input, and that is made inside its brackets.",
            arrow.join((second, first, third)): f"You began in the middle. `{second}` needs what `{first}` gives.",
            arrow.join((first, third, second)): f"You began inside, but then left out a bracket. `{third}` takes what "
            f"`{second}` gives.",
        },
        f"Read from the inside: `{first}` takes x, `{second}` takes what comes out, `{third}` comes last. A formula is "
        "read the same way.",
        ("Which of the three could run if the other two didn't exist?",),
    )


def graphs(rng: np.random.Generator) -> Question:
    """Which picture is the graph of one function in another?"""
    c, inner_shift = int(rng.choice([-2, 1, 2])), bool(rng.integers(2))
    kind, bend = [("squares", np.square), ("takes the size without the sign, |x|,", np.abs)][rng.integers(2)]
    name = f"adds {c}" if c > 0 else f"subtracts {-c}"

    def shift(x):
        return x + c

    def back(x):
        return x - c

    def curve(f, g):
        points = graph(compose(f, g), np.linspace(-4, 4, 65))
        axes = marks.lines([[(-4, 0), (4, 0)], [(0, -1.4), (0, 4.8)]], width=1, opacity=0.6)
        one = marks.text((1, 0), "1", anchor="middle", dx=0, dy=14)
        return Sketch([axes, one, marks.window(SIZE, [marks.line(points, role="data", width=2.5)])], SIZE)

    moved, lifted, turned = curve(bend, shift), curve(shift, bend), curve(bend, back)
    inside, right, other = ("g", moved, lifted) if inner_shift else ("f", lifted, moved)
    f, g = ("f", "g") if inside == "g" else ("g", "f")
    place, value = (number(-c), "0") if inner_shift else ("0", number(c))
    moves = "comes last, so the curve moves up or down"
    why = "That moves the curve sideways. What is added at the end moves it up or down."
    if inner_shift:
        moves = "changes the input, so the curve moves sideways"
        why = f"You moved the curve sideways the wrong way. Look where f gets a 0: at {place}."
    return one_of(
        rng,
        f"The function $f$ {kind} and $g$ {name}. Which picture is the graph of ${f}({g}(x))$?",
        right,
        [
            (other, f"That is {g}({f}(x)). You took the functions in the order in which they are read: the inner one, "
             f"{g}, comes first."),
            (turned, why),
        ],
        f"{{right}}. The shift {moves}: put in {place}, and out comes {value}.",
        ("Work out one point, such as the lowest of the curve.",),
    )  # fmt: skip


def tested(rng: np.random.Generator) -> Question:
    """Two steps were swapped, and one input was tried: what follows?"""
    b, agrees = int(rng.choice([-7, -5, -3, 3, 5, 7])), bool(rng.integers(2))
    x = (1 - b) // 2 if agrees else int(rng.choice([n for n in range(-5, 6) if n != (1 - b) // 2]))
    step = f"adds {b}" if b > 0 else f"subtracts {-b}"
    who = ["A colleague", "A pull request", "A new service"][rng.integers(3)]

    def add(x):
        return x + b

    before, after = compose(add, np.square)(x), compose(np.square, add)(x)
    assert (before == after) == agrees
    choices = {
        "The orders agree at this input, and perhaps nowhere else.": "One input was tried and the outputs agree, or "
        "they don't: look at the two numbers again.",
        "The order makes no difference to these two steps.": f"You took one input for all of them. At "
        f"{number(x + 1)} the orders give {number(add((x + 1) ** 2))} and {number(add(x + 1) ** 2)}.",
        "The orders differ, and this one input proves it.": "You expected a difference. At this input both orders "
        f"give {number(before)}, so it proves none.",
        "The orders differ at this input, and agree at most others.": "You took the difference for an exception. "
        f"These two orders agree at {number((1 - b) // 2)} and at no other number.",
    }
    if not agrees:
        choices["The order makes no difference to these two steps."] = (
            "One input at which the outputs differ is enough to refute that."
        )
        choices["The orders agree at this input, and perhaps nowhere else."] = (
            f"You took {number(before)} and {number(after)} for the same. Read the outputs again."
        )
    right = list(choices)[0 if agrees else 2]
    return one_of(
        rng,
        f"One step squares a number and another {step}. {who} swaps them. The only test puts in {number(x)}: before "
        f"the swap it gives {number(before)}, after it {number(after)}. What follows?",
        right,
        {choice: why for choice, why in choices.items() if choice != right},
        "One input where two functions agree says nothing about the others. "
        f"At {number(x + 1)} these give {number(add((x + 1) ** 2))} and {number(add(x + 1) ** 2)}. Test several inputs."
        if agrees
        else "To say that two functions are the same you would have to try every input; to say that they differ, one "
        "is enough. Keep the order as it was.",
        ("How many inputs does it take to show that two functions differ? And that they are the same?",),
    )


def swapped(rng: np.random.Generator) -> Question:
    """Which of three swaps changes no output?"""
    a, b, c = (int(n) for n in rng.choice(np.arange(2, 10), 3, replace=False))
    steps = {
        f"add {a}": lambda x: x + a,
        f"subtract {b}": lambda x: x - b,
        f"multiply by {c}": lambda x: x * c,
        f"divide by {a}": lambda x: x / a,
        "square": lambda x: x**2,
        "change the sign": lambda x: -x,
        "take the size without the sign": abs,
    }
    free = [(f"add {a}", f"subtract {b}"), (f"multiply by {c}", f"divide by {a}"), ("change the sign",
            f"divide by {a}"), ("square", "take the size without the sign")]  # fmt: skip
    bound = [("square", f"add {a}"), (f"multiply by {c}", f"subtract {b}"), ("square", f"multiply by {c}"),
             ("change the sign", f"add {a}"), ("square", "change the sign"),
             ("take the size without the sign", f"subtract {b}")]  # fmt: skip
    kept = free[rng.integers(len(free))]
    lost = [bound[k] for k in rng.permutation(len(bound))[:3]]
    x = next(x for x in (a, 1, -1, 2, -2) if all(len(set(both(steps, pair, x))) == 2 for pair in lost))
    where = ["feature pipeline", "data loader", "report", "test bench", "dashboard", "batch job"][rng.integers(6)]
    return one_of(
        rng,
        f"You tidy a {where} and want to swap two steps that follow each other. Which swap leaves every result as it "
        "was?",
        named(kept),
        {
            named(pair): "You took the order for free. At {} one way gives {}, the other {}.".format(
                number(x), *map(number_or_tenths, both(steps, pair, x))
            )
            for pair in lost
        },
        f"In either order this pair gives the same for every number. At {number(x)}, for one, it gives "
        f"{number_or_tenths(both(steps, kept, x)[0])}. For each of the other pairs one input shows a difference.",
        ("Try one number in both orders, then a negative one.",),
    )


def both(steps: dict, pair: tuple[str, str], x: float) -> tuple[float, float]:
    """What a pair of steps gives in its two orders."""
    first, second = (steps[name] for name in pair)
    return round(compose(second, first)(x), 9), round(compose(first, second)(x), 9)


def named(pair: tuple[str, str]) -> str:
    """Two steps as a choice."""
    return f"“{pair[0]}” and “{pair[1]}”"


def number_or_tenths(value: float) -> str:
    """A number with as many decimals as it needs, at most two."""
    return number(value, 0 if value == int(value) else 2)


SITUATIONS = (service, logged, graphs, tested, swapped)
