"""What is a distribution?"""

from functools import cache
from typing import NamedTuple

import numpy as np

from core.probability import histogram, pdf, pmf, sample
from labs.probability_stats.distributions import picture as draw
from labs.probability_stats.distributions.question import question
from labs.probability_stats.distributions.understand import understand
from ui.scene import Handle, step
from ui.words import number, percent


class Parameter(NamedTuple):
    """One slider, and between which values a mystery may hide."""

    name: str
    label: str
    low: float
    high: float
    step: float
    start: float
    hidden: tuple[float, float]


class Family(NamedTuple):
    """A family: its name in `core`, what its draws are, its parameters, how high its picture usually is, and between
    which points it is asked for a probability first."""

    name: str
    whole: bool
    what: str
    across: str
    top: float
    parameters: tuple[Parameter, ...]
    between: tuple[float, float] = (-0.5, 0.5)


P = Parameter("p", "Probability p", 0, 1, 0.02, 0.3, (0.2, 0.8))
FAMILIES = {
    "Bernoulli": Family(
        "bernoulli", True, "one try, 1 if it happens and 0 if not", "does one request fail?", 1, (P,)
    ),
    "Binomial": Family(
        "binomial", True, "how many of n independent tries succeed", "failures among n requests", 0.45,
        (Parameter("tries", "Tries n", 1, 10, 1, 10, (5, 10)), P._replace(hidden=(0.4, 0.8))),
    ),
    "Poisson": Family(
        "poisson", True, "how many independent events come in an hour", "failures in one hour", 0.55,
        (Parameter("rate", "Rate: events an hour", 0.1, 6, 0.1, 1, (0.8, 5)),),
    ),
    "Uniform": Family(
        "uniform", False, "every place between two ends is as likely as any other", "seconds before you retry", 0.45,
        (Parameter("from", "From", 0, 4, 0.25, 2, (0, 3.5)), Parameter("to", "To", 5, 10, 0.25, 8, (5.5, 10))),
        (3, 5),
    ),
    "Normal": Family(
        "normal", False, "the bell, what many small chances add up to", "minutes for a build of many small tasks", 0.45,
        (Parameter("mean", "Mean: the centre", 2, 8, 0.1, 5, (3, 7)),
         Parameter("sd", "Width (s.d.)", 0.5, 2, 0.1, 1, (0.7, 1.8))),
        (4, 6),
    ),
    "Exponential": Family(
        "exponential", False, "how long until the next independent event", "hours to the next failure", 0.8,
        (Parameter("pace", "Rate: events an hour", 0.2, 2, 0.1, 0.5, (0.3, 1.5)),),
        (0, 1),
    ),
    "Heavy tail": Family(
        "pareto", False, "the huge is rare, but never negligible (Pareto)", "hours an outage lasts", 0.8,
        (Parameter("low", "Least", 1, 3, 0.25, 1, (1, 2.5)), Parameter("alpha", "Tail α", 0.5, 3, 0.1, 1, (0.8, 2.5))),
        (1, 2),
    ),
}  # fmt: skip
OWN, MYSTERY = "Your own", "A mystery"
SIZES = sorted({*range(1, 21), *(int(round(20 * 250 ** (i / 40), -1)) for i in range(41))})
GUESSES = {"About 0": 0.0, "About 37": 0.37, "About 63": 0.63}


@cache
def hidden(number: int) -> tuple[str, tuple[float, ...], np.ndarray]:
    """The mystery of this number: its family, its parameters and all its draws."""
    rng = np.random.default_rng(number)
    title = list(FAMILIES)[rng.integers(len(FAMILIES))]
    family = FAMILIES[title]
    values = starts = [parameter.start for parameter in family.parameters]
    while is_near(title, values, starts):  # or choosing the family would be all there is to do
        values = [
            round(low + by * int(rng.integers(round((high - low) / by) + 1)), 2)
            for _, _, _, _, by, _, (low, high) in family.parameters
        ]
    draws = sample(family.name, SIZES[-1], rng, *as_given(values))
    draws.flags.writeable = False
    return title, tuple(values), draws


def as_given(values) -> tuple:
    """Parameters with whole numbers as such, as `core` asks for a number of tries."""
    return tuple(int(value) if value == int(value) else float(value) for value in values)


def is_found(number: int, title: str, values) -> bool:
    """True if the family is right, and each parameter within two steps of its slider."""
    true_title, true_values, _ = hidden(number)
    return title == true_title and is_near(title, values, true_values)


def is_near(title: str, values, true_values) -> bool:
    """True if each parameter lies within two steps of its slider."""
    steps = [parameter.step for parameter in FAMILIES[title].parameters]
    return all(abs(value - true) < 2.001 * by for value, true, by in zip(values, true_values, steps))


@step(
    "What is a distribution?",
    why="Latencies, loads and failures vary: whoever promises a number has to know how often it is exceeded.",
)
def distributions(page):
    r"""
    It says what can come out, and how often.

    A **random draw** is one outcome picked by chance, such as the number of failures in one hour. Draw on and on: the
    share of draws that give $k$ settles at its **probability** $P(k)$. These add up to 1:

    $$\sum_k P(k) = 1$$

    So *at least one* has probability $1 - P(0)$.

    A waiting time can be any number. Then a curve, the **density**, says how densely draws lie. The *area* under it
    from $a$ to $b$ (drag the two points) is the probability of landing there. The whole area is 1.

    A **family** is one formula; its **parameters** are the numbers you set. A **histogram** counts draws in bars.
    """
    guess = page.predict(
        "Failures come independently, one an hour on average. In how many of 100 hours does none come?",
        list(GUESSES),
        answer="About 37",
        because="Some hours have two or more, so others must have none. This is a Poisson distribution with rate 1: "
        "look at 0.",
        tries={"n": SIZES.index(100)},
    )
    shown = page.choose("draws", "Draws from", [OWN, MYSTERY])
    title = page.choose("family", "Family", list(FAMILIES), "Poisson", then={"a": None, "b": None})
    family = FAMILIES[title]
    values = [
        page.slider(name, label, low, high, start, step=by, beside=place > 0)
        for place, (name, label, low, high, by, start, _) in enumerate(family.parameters)
    ]
    n = page.slider("n", "Draws so far", options=SIZES, texts=[f"{n:,}" for n in SIZES], value=20, play=True)
    if shown == OWN:
        seed = page.slider("seed", "Seed of the draws", 1, 50, 1, beside=True)
    else:
        seed = page.slider("mystery", "Mystery number", 1, 30, 1, beside=True)
    left, right = family.between
    look = {"kind": "point", "role": "ink", "along": "x", "step": 0.25, "bounds": (-0.5, 10.5, 0, 0), "label": " "}
    a, b = page.plane(
        size=draw.SIZE,
        bare=True,
        a=Handle((left, 0), **look, says="one end of the interval"),
        b=Handle((right, 0), **look, says="the other end of the interval"),
    )
    a, b = sorted((float(a[0]), float(b[0])))

    def from_your_own(family, parameters, n, seed, bins, x, whole_numbers, a, b):
        draws = sample(family, n, np.random.default_rng(seed), *parameters)
        bars, _ = histogram(draws, bins, density=True)
        share = np.mean((a <= draws) & (draws <= b))
        beyond_left, beyond_right = np.sum(draws < bins[0]), np.sum(draws > bins[-1])
        largest = np.max(draws)

        heights = pmf(family, x, *parameters) if whole_numbers else pdf(family, x, *parameters)
        width = x[1] - x[0]
        chance = np.sum(heights[(a <= x) & (x <= b)]) * width
        return bars, share, beyond_left, beyond_right, largest, chance

    def from_a_mystery(draws, family, parameters, bins, x, whole_numbers, a, b):
        bars, _ = histogram(draws, bins, density=True)
        share = np.mean((a <= draws) & (draws <= b))
        beyond_left, beyond_right = np.sum(draws < bins[0]), np.sum(draws > bins[-1])
        largest = np.max(draws)

        heights = pmf(family, x, *parameters) if whole_numbers else pdf(family, x, *parameters)
        width = x[1] - x[0]
        chance = np.sum(heights[(a <= x) & (x <= b)]) * width
        return bars, share, beyond_left, beyond_right, largest, chance

    parameters = as_given(values)
    asked = {"x": draw.places(family.whole), "whole_numbers": family.whole, "a": a, "b": b}
    if shown == OWN:
        drawn, usual, role, found = family, family.top, "truth", False
        given = {"n": n, "seed": int(seed), "bins": draw.bins(family.whole)}
        results = page.run(from_your_own, family=family.name, parameters=parameters, **given, **asked)
    else:
        true_title, true_values, draws = hidden(seed)
        drawn, usual, role, found = FAMILIES[true_title], peak(seed), "guess", is_found(seed, title, values)
        given = {"draws": draws[:n], "family": family.name, "parameters": parameters, "bins": draw.bins(drawn.whole)}
        results = page.run(from_a_mystery, **given, **asked)
    bars, share, *beyond, largest, chance = results
    left_out, right_out = map(int, beyond)
    kind = "whole numbers" if drawn.whole else "any numbers"
    expected = GUESSES.get(guess) if shown == OWN and title == "Poisson" and values == [1] else None
    heights = (pmf if family.whole else pdf)(family.name, asked["x"], *parameters)
    top = usual if shown == MYSTERY else max(usual, 1.08 * float(heights.max()), 1.08 * (expected or 0))
    over = bool(max(bars.max(), heights.max()) > top)
    page.picture(
        draw.axes(drawn.whole, top, family.across if shown == OWN else f"mystery {seed}: {kind}", over)
        + draw.bars(bars, n, drawn.whole, top)
        + draw.outside(left_out, right_out)
        + draw.promise(family.name, parameters, family.whole, top, (a, b), role)
        + draw.caption(named(title, parameters), role)
        + ([] if expected is None else draw.guessed(expected, top, f"your guess: {100 * expected:.0f} %")),
        says=(
            said(title, shown, n, a, b, share, chance)
            if family.whole == drawn.whole
            else f"{title}: {family.what}. It gives {'whole' if family.whole else 'any'} numbers. The draws of this "
            f"mystery are {kind}, so it must be another family."
        )
        + outside(n, left_out, right_out, largest, drawn.whole)
        + (f" **Found:** {named(true_title, true_values)}." if found else ""),
    )
    page.task(
        "Match a mystery: find its family, and set each parameter to within two steps of its slider. "
        "More draws make it clearer. Then take another number.",
        done=found,
    )
    page.bites(
        "You promise that 99 % of users wait less than some time: the p99. You compute it as if waits followed a bell. "
        "Take 5000 real flights and how late each left: 12.9 minutes on average, with an s.d. of 43.1. "
        "The bell with these two parameters puts its p99 at 113 minutes. In truth 3.3 % are later than that, and the "
        "p99 is 185. Waiting times have a long tail on the right, and the bell has none. "
        "The symptom: the “one in a hundred” comes three times as often. Look at the histogram before you choose a "
        "family, and read the p99 off the data."
    )
    page.check(question, understand)


@cache
def peak(number: int) -> float:
    """How high the picture of a mystery is: a third more than its highest bar."""
    title, _, draws = hidden(number)
    return 4 / 3 * float(histogram(draws, draw.bins(FAMILIES[title].whole), density=True)[0].max())


def named(title: str, values) -> str:
    """A distribution by its family and parameters."""
    letters = {"Bernoulli": "p", "Binomial": "n, p", "Poisson": "rate", "Uniform": "from, to", "Normal": "mean, s.d.",
               "Exponential": "rate", "Heavy tail": "least, α"}[title]  # fmt: skip
    pairs = zip(letters.split(", "), values)
    return f"{title}, " + ", ".join(f"{letter} {value:g}" for letter, value in pairs)


def said(title: str, shown: str, n: int, a: float, b: float, share: float, chance: float) -> str:
    """What the family is, and what it promises between the two handles."""
    family = FAMILIES[title]
    whole = [k for k in range(11) if a <= k <= b]
    if family.whole:
        between = "no outcome" if not whole else f"{whole[0]}" if len(whole) == 1 else f"{whole[0]} to {whole[-1]}"
    else:
        between = f"{a:g} to {b:g}" if a < b else f"exactly {a:g}"
    fell = f"{n:,} draws, {percent(share)} fell there" if n > 1 else f"1 draw, {round(share)} fell there"
    curve = "It" if shown == OWN else "Your guess"
    return f"{title}: {family.what}. {curve} gives P({between}) = **{percent(chance)}**; of {fell}."


def outside(n: int, left: int, right: int, largest: float, whole: bool) -> str:
    """How many draws the picture has no room for."""
    at = number(largest, 0 if whole or largest > 100 else 1)
    if n == 1 and left + right:
        return f" The draw lies beyond the {f'right edge, at **{at}**' if right else 'left edge'}."
    words = f" {left:,} of them {'lies' if left == 1 else 'lie'} beyond the left edge." if left else ""
    if right == 1:
        words += f" 1 of them lies beyond the right edge, at **{at}**."
    elif right:
        words += f" {right:,} of them lie beyond the right edge, the largest at **{at}**."
    return words
