"""What to understand of `spread`: which numbers a mean, a median and an s.d. let through, and which they hide."""

from __future__ import annotations

import numpy as np

from core.statistics import mean, median, quantile, standard_deviation, variance
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import counted, number


def understand(seed: int) -> Question:
    """A dashboard, a review or two colleagues who disagree: what do mean and s.d. hide? The situations take turns."""
    return in_turn(seed, *SITUATIONS)


SLOW = (
    ("requests", "milliseconds", "one customer, who complains"),
    ("checkouts", "seconds", "one bank, which complains"),
    ("backups", "minutes", "one disk, which is failing"),
    ("support calls", "minutes", "one region, which complains"),
)
QUANTILES = {"The 0.5 quantile, the median": 0.5, "The 0.9 quantile": 0.9, "The 0.99 quantile": 0.99,
             "The 0.999 quantile": 0.999}  # fmt: skip


def lowest_that_shows(rng: np.random.Generator) -> Question:
    """How high a quantile has to be to show the slow few depends on how few they are."""
    things, unit, who = SLOW[rng.integers(len(SLOW))]
    slow = int(rng.choice([rng.integers(3, 9), rng.integers(20, 81), rng.integers(150, 401)]))
    quick, long = int(rng.integers(1, 10)), 10 * int(rng.integers(5, 13))
    x = np.repeat([quick, long], [1000 - slow, slow]).astype(float)
    shown = {name: quantile(x, q) for name, q in QUANTILES.items()}
    right = next(name for name, value in shown.items() if value == long)
    told = {
        name: f"You looked too low: with {1000 - slow} of 1,000 at {counted(quick, unit[:-1])}, the "
        f"{QUANTILES[name]:g} quantile still says {quick}."
        if value < long
        else f"You looked further out than you have to: the {QUANTILES[name]:g} quantile shows them, and a lower one "
        "does, too."
        for name, value in shown.items()
    }
    return one_of(
        rng,
        f"Of 1,000 {things}, {1000 - slow} take {counted(quick, unit[:-1])} and {slow} take {long}. The slow ones "
        f"all belong to {who}. The mean is {number(mean(x), 2)}, and the dashboard is green. Which is the lowest of "
        "these that shows the slow ones?",
        right,
        {name: why for name, why in told.items() if name != right},
        f"Sort the {things}: the slow ones fill the last {number(slow / 10, 1)} %. A quantile shows them if it stands "
        "in that part. Choose the quantile by how few may suffer, and look at each segment by itself.",
        (f"Where do the {slow} stand once all 1,000 are sorted?", "The 0.5 quantile stands in the middle, the 0.9 one "
         "a tenth of the way from the end."),
    )  # fmt: skip


CHANGES = ("shift", "factor", "far")
MOVED = {
    (True, True, True): "The mean, the median and the s.d.",
    (True, True, False): "The mean and the median, but not the s.d.",
    (True, False, True): "The mean and the s.d., but not the median",
    (True, False, False): "The mean, and neither of the others",
}
STORIES = {
    "shift": ("A new proxy adds {k} {unit} to each of them", "The clock was wrong: {k} {unit} come off each of them"),
    "factor": ("You report them in a unit {k} times smaller, so each number is {k} times as large",
               "Under load each of them takes {k} times as long"),
    "far": ("The slowest was mistyped: it took {k} {unit} more", "The slowest hung, and took {k} {unit} more"),
}  # fmt: skip
WHATS = (("builds", "minutes"), ("queries", "milliseconds"), ("deliveries", "hours"), ("tests", "seconds"))


def what_moves(rng: np.random.Generator) -> Question:
    """Shift all, stretch all, or drag the largest out: which of mean, median and s.d. changes?"""
    (things, unit), kind = WHATS[rng.integers(len(WHATS))], CHANGES[rng.integers(3)]
    k = int(rng.integers(2, 9))
    x = np.sort(rng.choice(np.arange(12, 40), 7, replace=False)).astype(float)
    story = STORIES[kind][rng.integers(2)]
    sign = -1 if "come off" in story else 1
    new = {"shift": x + sign * k, "factor": x * k, "far": np.append(x[:-1], x[-1] + k)}[kind]
    moved = tuple(abs(f(new) - f(x)) > 1e-9 for f in (mean, median, standard_deviation))
    facts = {
        "shift": "All numbers move together, so the middle one moves along, and no distance changes.",
        "factor": f"All numbers are {k} times as large, so the middle one is, too, and so is every distance.",
        "far": "Only the largest moves: the middle one stays where it is, and the largest stands further off.",
    }
    about = ("the mean", "the median", "the s.d.")
    told = {}
    for changes, claim in MOVED.items():
        wrong = [name for name, a, b in zip(about, changes, moved) if a != b]
        told[claim] = f"You got {' and '.join(wrong)} wrong. {facts[kind]}"
    right = MOVED[moved]
    shown = ", ".join(f"{each:g}" for each in rng.permutation(x))
    return one_of(
        rng,
        f"Seven {things} took {shown} {unit}. {story.format(k=k, unit=unit)}. Which numbers on the dashboard change?",
        right,
        {claim: why for claim, why in told.items() if claim != right},
        f"{facts[kind]} The mean is {number(mean(x), 2)} before and {number(mean(new), 2)} after, the median "
        f"{median(x):g} and {median(new):g}, the s.d. {number(standard_deviation(x), 2)} and "
        f"{number(standard_deviation(new), 2)}. So you can tell what happened from what moved.",
        ("Which numbers move, and does the middle one?", "The s.d. is made of distances from the mean."),
    )


REVIEWED = ("latencies", "prices", "file sizes", "waiting times")


def two_results(rng: np.random.Generator) -> Question:
    """The same numbers, two spreads: dividing by n, forgetting the root, or the median for the mean."""
    what = REVIEWED[rng.integers(len(REVIEWED))]
    while True:
        x = rng.choice(np.arange(4, 40), int(rng.integers(5, 9)), replace=False).astype(float)
        n, s = len(x), standard_deviation(x)
        slips = {
            "It divides by n": (s * ((n - 1) / n) ** 0.5, "It would be a little smaller than yours"),
            "It never takes the root": (variance(x), "It would be the square of yours"),
            "It averages distances, not squares": (float(np.mean(np.abs(x - mean(x)))), "It would be clearly smaller "
                                                   "than yours, since squares favour large distances"),
            "It starts from the median": (float(np.sqrt(np.sum((x - median(x)) ** 2) / (n - 1))), "It would be "
                                          "larger than yours, since squares add up to the least around the mean"),
        }  # fmt: skip
        values = sorted([s, *(value for value, _ in slips.values())])
        if min(b - a for a, b in zip(values, values[1:])) > 0.1:
            break
    right = list(slips)[rng.integers(len(slips))]
    theirs = number(slips[right][0], 2)
    listed = ", ".join(f"{each:g}" for each in x)
    return one_of(
        rng,
        f"You compute the standard deviation of {n} {what}, {listed}, as {number(s, 2)}. A colleague's function says "
        f"{theirs} for the same numbers. What does it do that yours doesn't?",
        right,
        {name: f"You found a slip that gives another number. {size}: {number(value, 2)}, and not {theirs}."
         for name, (value, size) in slips.items() if name != right},
        f"{right}, and that gives {theirs}. The standard deviation is the root of the squared distances from the mean, "
        "added up and divided by n − 1. When two spreads differ, compare them with this one by one: centre, square, "
        "divisor, root.",
        ("Is the other number larger or smaller, and by how much?", "Compare it with yours: a little less, much "
         "less, a little more, or your number squared?"),
    )  # fmt: skip


SAME = {
    "mean": (mean, "1,000 answers of either take about equally long in total", "That follows where the means are "
             "equal: the total is 1,000 times the mean"),
    "median": (median, "In either, half of the answers take longer than that", "That follows where the medians are "
               "equal: half of the numbers lie above"),
    "0.99 quantile": (lambda x: quantile(x, 0.99), "In either, about 1 answer in 100 takes longer than that", "That "
                      "follows where the 0.99 quantiles are equal: 1 in 100 lies above"),
}  # fmt: skip
PAIRS = (("The old service", "the new one"), ("Region A", "region B"), ("The cache", "the database"),
         ("Monday", "Sunday"))  # fmt: skip


def what_follows(rng: np.random.Generator) -> Question:
    """One number agrees in two services: only what this number says follows."""
    (one, other), name = PAIRS[rng.integers(len(PAIRS))], list(SAME)[rng.integers(len(SAME))]
    value, further = 10 * int(rng.integers(4, 40)), int(rng.integers(5, 30))
    wrong = {claim: f"You read more out of it than it says: that would follow from the {key}, and here it is the "
             f"{name} that agrees." for key, (_, claim, _) in SAME.items() if key != name}  # fmt: skip
    wrong[f"In either, most answers take {value - further} to {value + further} milliseconds"] = (
        "You picture the answers close around that number. It doesn't say how far they lie from it; that is what the "
        "s.d. is for."
    )
    return one_of(
        rng,
        f"{one} and {other} have the same {name} of response times: {value} milliseconds. That is all you are told. "
        "What follows?",
        SAME[name][1],
        wrong,
        f"{SAME[name][2]}. Everything else may differ: two sets can share mean and s.d. and look like a dinosaur and a "
        "star. Ask for the numbers, and draw them.",
        (f"What does the {name} say in words?", "Which claim needs this number alone?"),
    )


SIZE, BOX = (0, 176, 0, 130), (10, 164, 34, 112)
THINGS = ("invoices", "answers", "sessions", "uploads")


def which_histogram(rng: np.random.Generator) -> Question:
    """The mean lies above the median, below it or on it: which histogram is that of the log?"""
    things, right, n = THINGS[rng.integers(len(THINGS))], int(rng.integers(3)), int(rng.integers(500, 1000))
    pulled = np.minimum(rng.gamma(1.3, 3.2, n), 20)
    logs = (pulled, 20 - pulled, np.clip(rng.normal(10, 2.6, n), 0, 20))
    sides = ("far to the right", "far to the left", "about equally far to both sides")
    means, middles = ([f(x) for x in logs] for f in (mean, median))
    told = [
        f"You picked one with a mean of {number(m, 1)} and a median of {number(mid, 1)}: its numbers reach {side}."
        for m, mid, side in zip(means, middles, sides)
    ]
    gap = means[right] - middles[right]
    clue = "close to" if abs(gap) < 0.3 else f"{number(abs(gap), 1)} {'above' if gap > 0 else 'below'}"
    return one_of(
        rng,
        f"A report on {n} {things} gives one clue about their sizes: the mean lies {clue} the median. Which "
        "histogram is that of the report?",
        _sketch(logs[right], things),
        [(_sketch(logs[other], things), told[other]) for other in range(3) if other != right],
        f"In **{{right}}** the numbers reach {sides[right]}. The mean follows what lies far out, and the median "
        "doesn't mind how far. So compare the two first: where they part, look for a tail on the mean's side.",
        ("Which of the two moves when one number moves far out?", "The mean is the balance point of the bars."),
    )


def _sketch(x: np.ndarray, things: str) -> Sketch:
    heights, edges = np.histogram(x, np.linspace(0, 20, 21))
    panel = marks.Panel(BOX, x=(0, 20), y=(0, heights.max()))
    stairs = panel.at(np.repeat(edges, 2), np.concatenate([[0], np.repeat(heights, 2), [0]]))
    bars = marks.polygon(stairs, role="data", fill=0.6, width=1)
    return Sketch([bars, *panel.frame(x=(0, 5, 10, 15, 20), across="size", upwards=things)], SIZE)


SITUATIONS = (lowest_that_shows, what_moves, two_results, what_follows, which_histogram)
