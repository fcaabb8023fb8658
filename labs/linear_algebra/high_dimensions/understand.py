"""The questions to understand of `high_dimensions`: what a cosine says depends on d and on the model."""

from __future__ import annotations

import numpy as np

from core.linear_algebra import chance_of_cosine
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of, printed

MODELS = ("Aster", "Borealis", "Cirrus", "Delta", "Ember", "Fjord")
THINGS = ("support tickets", "recipes", "patents", "news items", "job adverts", "product texts")
CUTS = [  # what happens to the vectors, when they get longer and when they get shorter
    ("To save memory, you keep {less} of the {more} numbers of each vector.", False),
    ("A team trains a smaller model, with {less} numbers a text instead of {more}.", False),
    ("A new release of your model gives {more} numbers a text instead of {less}.", True),
    ("You put several models side by side, so that each text has {more} numbers instead of {less}.", True),
]
C = np.linspace(-1, 1, 121)


def understand(seed: int) -> Question:
    """Five situations in turn: the rarest cosine, another model, a histogram, another d, and pairs that pass."""
    return in_turn(seed, rarest, another_model, which_histogram, another_d, pairs_that_pass)


def rarest(rng: np.random.Generator) -> Question:
    """Which of three cosines would chance reach least often? Not the highest one."""
    names = [str(name) for name in rng.permutation(MODELS)[:3]]
    things, often = str(rng.choice(THINGS)), bool(rng.random() < 0.4)
    while True:
        sizes = np.sort(rng.choice([9, 16, 36, 64, 100, 144, 256, 400, 784, 1024], size=3, replace=False))
        cosines = np.sort(rng.integers(8, 75, size=3))[::-1] / 100
        spreads = cosines * np.sqrt(sizes)
        order = np.sort(spreads)
        if np.diff(order).min() > 0.8 and order[0] > 0.7 and order[-1] < 7 and cosines[0] - cosines[-1] > 0.1:
            best = int(np.argmin(spreads) if often else np.argmax(spreads))
            if best != (2 if often else 0):
                break
    told = [
        f"With {d} numbers the spread of random cosines is 1/√{d} = {printed(1 / np.sqrt(d), 3)}. So {cosine:.2f} is "
        f"{printed(k, 1)} spreads above 0"
        for d, cosine, k in zip(sizes, cosines, spreads)
    ]
    table = "\n".join(f"| {names[i]} | {sizes[i]} | {cosines[i]:.2f} |" for i in rng.permutation(3))
    extreme = "fewer spreads" if often else "more spreads"
    return one_of(
        rng,
        f"Three models each compared two {things}. In which model would two **random** directions reach that cosine "
        f"{'most' if often else 'least'} often?\n\n| model | numbers a text | cosine |\n|---|---:|---:|\n{table}",
        names[best],
        {names[i]: f"{told[i]}; in {names[best]} it is {printed(spreads[best], 1)}." for i in range(3) if i != best},
        f"{told[best]}, {extreme} than in the others: **{names[best]}**. Compare cosines of two models by spreads, "
        "not by their size.",
        ("What is the spread of random cosines in each model?", "How many spreads above 0 is each cosine?"),
    )  # fmt: skip


def another_model(rng: np.random.Generator) -> Question:
    """A threshold was kept when the model changed. The cosines of unrelated and of related pairs tell what is wrong."""
    things, model = str(rng.choice(THINGS)), str(rng.choice(MODELS))
    t, d, version = int(rng.integers(60, 73)) / 100, int(rng.choice([256, 400, 625, 1024])), int(rng.integers(3))
    spread = 1 / np.sqrt(d)
    if version == 0:
        unrelated, related = t + int(rng.integers(8, 13)) / 100, t + int(rng.integers(18, 24)) / 100
        rows = [(unrelated, 0.03), (related, 0.03)]
    elif version == 1:
        unrelated, related = int(rng.integers(3, 9)) / 100, t - int(rng.integers(18, 26)) / 100
        rows = [(unrelated, spread * 1.5), (related, 0.06)]
    else:
        rows = [(0.0, spread), (0.0, spread)]
    symptom = "searches now return nearly everything" if version == 0 else "nearly every search now comes back empty"
    high, low = "This model's cosines lie higher", "This model's cosines lie lower"
    mixed, raw = "Texts and queries come from two models", "The vectors were not brought to length 1"
    means = [f"{mean:.2f}" for mean, _ in rows]
    wrong = {
        high: f"Then unrelated pairs would score near {t:.2f} or above. Their mean is {means[0]}.",
        low: f"Look at the means: unrelated pairs have {means[0]} already, above the threshold."
        if version == 0
        else "On a lower scale related pairs would still lie above unrelated ones. Here both lie around 0.",
        mixed: "Then even a text and its own question would score like random directions, around 0. They have "
        f"{means[1]}.",
        raw: ("A cosine divides by both lengths. It is the same before and after.", "dot_product"),
    }
    right = (high, low, mixed)[version]
    del wrong[right]
    why = (
        f"Even unrelated pairs score {means[0]} on average, so a threshold of {t:.2f} lets them pass.",
        f"Related pairs score {means[1]} on average, clearly above unrelated ones, but below {t:.2f}.",
        f"Texts and their own questions score as random directions do: around 0, with spread 1/√{d} = {spread:.3f}.",
    )[version]
    cure = "Make both with the same model." if version == 2 else "Set the threshold anew, between the two groups."
    return one_of(
        rng,
        f"You search {things} with a threshold of {t:.2f}. You move to the model {model}, with {d} numbers a text, and "
        f"{symptom}. What is the cause?\n\n| cosines of query and text | mean | spread |\n|---|---:|---:|\n"
        f"| that have nothing to do with each other | {means[0]} | {rows[0][1]:.3f} |\n"
        f"| that belong together | {means[1]} | {rows[1][1]:.3f} |",
        right, wrong, f"{why} **{right}**. {cure}",
        ("Where does the threshold stand, compared with the two means?",
         "Does the model tell the two groups apart at all?"),
    )  # fmt: skip


def which_histogram(rng: np.random.Generator) -> Question:
    """Which picture shows the cosines of random pairs, or those of a model whose texts all point much the same way?"""
    low, high = int(rng.integers(4, 10)), int(rng.integers(100, 800))
    things, version = str(rng.choice(THINGS)), int(rng.integers(3))
    shapes = [density(C, low), density(C, high), np.exp(-0.5 * ((C - rng.uniform(0.6, 0.75)) / 0.06) ** 2)]
    dimensions = (low, high, high)[version]
    asked = (
        f"A test compares your {things} with pairs of random directions that have {dimensions} numbers each. In which "
        "picture are the cosines of these random pairs?"
        if version < 2
        else f"Your model gives {dimensions} numbers for each of your {things}, and these vectors all point "
        "much the same way. In which picture are the cosines of unrelated pairs?"
    )
    whys = [
        f"That is what random directions of about {low} numbers do: the fewer numbers, the wider the spread.",
        f"That is what random directions of many numbers do: the spread is 1/√d, which is {1 / np.sqrt(high):.3f} for "
        f"{high} numbers.",
        "That would take vectors that all point much the same way. Random ones lean against each other as often as "
        "not.",
    ]
    solution = (
        f"**{{right}}**: random cosines gather around 0, with a spread of 1/√{dimensions} = "
        f"{1 / np.sqrt(dimensions):.2f}."
        if version < 2
        else "**{right}**: where all texts point much the same way, even unrelated pairs have high cosines. A "
        "threshold must lie above them."
    )
    pictures = [_histogram(shape) for shape in shapes]
    return one_of(
        rng, asked, pictures[version],
        [(pictures[i], whys[i]) for i in range(3) if i != version],
        solution,
        ("Where is the middle, and how wide is it?", "Is it about random directions, or about directions much alike?"),
    )  # fmt: skip


def another_d(rng: np.random.Generator) -> Question:
    """The spread of random cosines goes with one over the root of d."""
    story, grows = CUTS[rng.integers(len(CUTS))]
    root, less = int(rng.integers(2, 6)), int(rng.choice([32, 48, 64, 96, 100, 128]))
    more = less * root**2
    old, new = (less, more) if grows else (more, less)
    wider, narrower = f"It becomes {root} times as wide", f"It becomes {root} times narrower"
    square = f"It becomes {root**2} times {'narrower' if grows else 'as wide'}"
    right, turned = (narrower, wider) if grows else (wider, narrower)
    return one_of(
        rng,
        story.format(less=less, more=more)
        + " What becomes of the spread (standard deviation) of the cosines of random directions?",
        right,
        {
            square: "You divided by d. The spread is one over the root of d.",
            turned: "The other way: the more numbers, the better the products in a dot product cancel out.",
            "It stays as it is": "A cosine does stay between −1 and 1. But how far from 0 it typically lies depends on "
            "d.",
        },
        f"It goes from 1/√{old} = {1 / np.sqrt(old):.3f} to 1/√{new} = {1 / np.sqrt(new):.3f}. **{right}**, so a "
        "threshold set by what chance gives has to move along.",
        ("Does a longer sum of products with mixed signs cancel better or worse?", "The spread is 1/√d."),
    )  # fmt: skip


def pairs_that_pass(rng: np.random.Generator) -> Question:
    """Of all pairs that pass a threshold, how many would pass by chance? Count the pairs that were tried."""
    things, chance = str(rng.choice(THINGS)), bool(rng.random() < 0.5)
    d, n = int(rng.choice([64, 100, 256, 400])), 100 * int(rng.integers(6, 31))
    t = round(float(rng.uniform(3.1, 3.8) / np.sqrt(d)), 2)
    rare = float(f"{1 / chance_of_cosine(t, d):.2g}")
    expected = n * (n - 1) / 2 / rare
    found = int(expected * (rng.uniform(0.9, 1.15) if chance else rng.uniform(25, 45)))
    most, hardly = "Most may be there by chance", "Hardly any are there by chance"
    one_in = f"1 in {rare:,.0f} is there by chance"
    right = most if chance else hardly
    wrong = {
        hardly: f"Rare for one pair is not rare for {n * (n - 1) / 2:,.0f} pairs. Chance alone gives about "
        f"{expected:,.0f}.",
        most: f"Chance gives about {expected:,.0f}. You found {found:,}.",
        one_in: "That is the share of random pairs that pass. You ask for the share of passing pairs that are random.",
    }
    del wrong[right]
    return one_of(
        rng,
        f"You look for doubles among {n:,} {things}, with {d} numbers each, by comparing every two of them. At the "
        f"threshold of {t:.2f}, 1 in {rare:,.0f} pairs of random directions passes. {found:,} pairs pass. What about "
        "these pairs, if unrelated texts are like random directions?",
        right, wrong,
        f"There are {n:,} · {n - 1:,} / 2 = {n * (n - 1) / 2:,.0f} pairs, so chance alone lets about {expected:,.0f} "
        f"pass. {found:,} passed: **{right.lower()}**. "
        + ("Raise the threshold until chance gives less than one." if chance else "Still, look at a few of them."),
        ("How many pairs did you compare?", "How many of them would pass if all were random?"),
    )  # fmt: skip


def density(c, d: int) -> np.ndarray:
    """How often random directions in d dimensions have a cosine of c, the most frequent as 1."""
    return np.clip(1 - np.asarray(c) ** 2, 0, 1) ** ((d - 3) / 2)


def _histogram(heights) -> Sketch:
    curve = np.column_stack([C, heights])
    axis = [marks.line([(-1.05, 0), (1.05, 0)], width=1)] + [
        marks.text((tick, 0), f"{tick}".replace("-", "−"), anchor="middle", dx=0, dy=16) for tick in (-1, 0, 1)
    ]
    shape = marks.polygon(np.vstack([[-1, 0], curve, [1, 0]]), role="data", fill=0.4, width=1.5)
    return Sketch([shape, *axis], (-1.15, 1.15, -0.25, 1.1))
