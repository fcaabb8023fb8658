"""The questions to understand of `low_rank`: what a rank says, what an error says, what libraries may differ in."""

from __future__ import annotations

import numpy as np

from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import percent

MODELS = ("a chatbot", "a translator", "a code model", "a speech recogniser", "an image model", "a summariser")
TABLES = ("ratings", "word counts", "sensor readings", "embeddings", "sales by shop and day", "pixels of a scan")


def understand(seed: int) -> Question:
    """Five situations in turn."""
    return in_turn(seed, which_picture, stuck, which_differs, what_moves, which_table)


def which_picture(rng: np.random.Generator) -> Question:
    """Which picture is one column times one row, or a sum of two such patterns?"""
    n = 8
    cut, mixed, bits = int(rng.integers(3, 6)), rng.permutation(n) < n // 2, rng.permutation(n) < n // 2
    first = np.arange(n) < cut
    kinds = {  # in shades that are drawn as they are, in steps of 0.05
        "stripes": np.outer(np.ones(n), rng.permutation(n) / 10 + 0.2),
        "shaded": np.outer(np.where(mixed, 1, 0.5), rng.permutation(n) / 10 + 0.2),
        "blocks": np.where(np.equal.outer(first, first), 0.9, 0.15),
        "two rows": np.where(np.equal.outer(mixed, bits), 0.9, 0.1),
        "diagonal": np.eye(n) * 0.9, "stairs": np.tril(np.full((n, n), 0.9)), "noise": rng.integers(0, 21, (n, n)) / 20,
    }  # fmt: skip
    ranks = {name: int(np.linalg.matrix_rank(table)) for name, table in kinds.items()}
    wanted = int(rng.choice([1, 2, n]))
    right = str(rng.choice([name for name in kinds if ranks[name] == wanted]))
    others = {rank: str(rng.choice([name for name in kinds if ranks[name] == rank])) for rank in {1, 2, n} - {wanted}}
    told = {
        1: "There every row is a multiple of one and the same row: its rank is 1.",
        2: "There all rows are made of two patterns, in other shares: its rank is 2.",
        n: f"There no row can be made of the others: its rank is {n}, as high as it can be.",
    }
    words = {1: "has rank 1", 2: "has rank 2", n: f"needs all {n} patterns, and can't be held by two thinner matrices"}
    shade = str(rng.choice(["dark", "strong in colour", "full", "filled"]))
    asked = {1: "one row, in other strengths", 2: "two rows, mixed in other shares", n: "no fewer rows than there are"}
    return one_of(
        rng,
        f"Each picture is a matrix of {n} rows and {n} columns, {shade} for large numbers. Which one {words[wanted]}?",
        _sketch(kinds[right]), [(_sketch(kinds[name]), told[rank]) for rank, name in others.items()],
        f"Its rows are made of {asked[wanted]}: **{{right}}**.",
        ("Can each row be had by stretching another one?", "How many different rows does it take to make them all?"),
    )  # fmt: skip


def _sketch(table: np.ndarray) -> Sketch:
    return Sketch([marks.heat((0, 8, 0, 8), table)], (-0.2, 8.2, -0.2, 8.2))


def stuck(rng: np.random.Generator) -> Question:
    """A fine-tuned model stays wrong: is the rank too low, the rate too high, or the data too few?"""
    model, r = str(rng.choice(MODELS)), int(rng.choice([2, 4, 8]))
    loss = round(float(rng.uniform(0.8, 2.4)), 2)
    good = round(loss * float(rng.uniform(0.2, 0.5)), 2)
    low, high, few = "The rank is too low for the change", "The learning rate is too large", "It remembers its examples"
    cases = {
        low: f"The loss on its training texts falls smoothly and stops at {loss}. With all weights free it reached "
        f"{good} on the same texts, and at rank {8 * r} it comes close to that",
        high: f"The loss on its training texts jumps between {good} and {3 * loss:.2f} from step to step. With a tenth "
        f"of the rate it falls to {good}, at the same rank",
        few: f"The loss on its training texts falls to {good}, and on unseen ones it has risen to {loss + 1:.2f}",
    }
    whys = {
        low: "A rank too low stops the training loss high up, and smoothly, until it is raised. That isn't told here.",
        high: "Too large a rate makes the loss jump, or explode. Nothing of the kind is told.",
        few: "Then it would be good on its training texts, and bad on unseen ones only.",
        "The factors have the wrong sign": "A pattern with both signs turned is the same pattern: the product stays.",
    }
    ways = {
        low: f"The same training with more rank does better, so {r} patterns can't hold the change",
        high: "The rank stayed, and a smaller rate cured it",
        few: "Good on what it has seen and worse elsewhere: it has learned the examples",
    }
    right = str(rng.choice(list(cases)))
    return one_of(
        rng,
        f"You fine-tune {model} with LoRA at rank {r}. {cases[right]}. What is the likely cause?",
        right, {cause: why for cause, why in whys.items() if cause != right}, f"{ways[right]}. **{right}**.",
        ("Where does the loss stand, and on which texts?", "What was changed, and did it help?"),
    )  # fmt: skip


def which_differs(rng: np.random.Generator) -> Question:
    """Two libraries take a matrix apart: which of these may differ though both are right, and which may not?"""
    what, n, d = str(rng.choice(TABLES)), int(rng.integers(20, 400)), int(rng.integers(5, 20))
    k, r = int(rng.integers(1, 4)), int(rng.integers(2, 5))
    named = ("largest", "second largest", "third largest")[k - 1]
    same = [
        (f"The product of the two factors at rank {r}", "Signs cancel in it: two right answers give the same product."),
        (f"The {named} singular value", "A singular value is a length, 0 or more: both must find the same."),
        (f"The error at rank {r}", "It is made of singular values alone, and these are the same for both."),
    ]
    free = [
        (
            f"The sign of all numbers in row {k} of V",
            "Turn column and row of a pattern round, and their product stays.",
        ),
        ("The order in which the patterns stand", "One may give the weakest first: as a sum it is the same."),
    ]
    asked_free = bool(rng.random() < 0.5)
    right, why = (free if asked_free else same)[rng.integers(len(free if asked_free else same))]
    pool = same if asked_free else free
    wrong = {text: told for text, told in (pool[place] for place in rng.permutation(len(pool)))}
    if not asked_free:
        wrong["The numbers in column 1 of U, signs and all"] = (
            "A pattern's column and row may both be turned round. Only their product is fixed."
        )
    ask = "may differ though both are right" if asked_free else "must be the same if both are right"
    return one_of(
        rng,
        f"You take a table of {what}, shape ({n}, {d}), apart with two libraries, and compare their SVDs. Its singular "
        f"values all differ. Which of these {ask}?",
        right, wrong, f"{why} **{right}**.",
        ("What may change so that u times v stays what it is?", "What do singular values measure?"),
    )  # fmt: skip


def what_moves(rng: np.random.Generator) -> Question:
    """What becomes of the error at a rank when the matrix is scaled, turned over, shuffled, or made larger?"""
    what, r = str(rng.choice(TABLES)), int(rng.integers(2, 9))
    c, k = int(rng.choice([2, 5, 10, 100])), int(rng.integers(2, 5))
    stays, falls, grows = (
        "It stays as it is",
        "It falls, or stays if it is 0",
        "It grows, or stays if only zeros are lost",
    )
    cases = [
        (f"every number is multiplied by {c}", stays, "What is missing and the whole grow alike"),
        ("rows and columns are swapped", stays, "Each pattern is swapped with it, and the singular values stay"),
        ("the rows are put into another order", stays, "The columns u are put into that order, and nothing is lost"),
        (f"you keep {k} patterns more", falls, "Fewer singular values are left out"),
        ("one more pattern is kept", falls, "One singular value less is left out"),
        ("every row is stored twice", stays, "All singular values become √2 times as large"),
        (f"pattern number {r} is left out, too", grows, "One singular value more is left out"),
    ]  # fmt: skip
    change, right, why = cases[rng.integers(len(cases))]
    whys = {
        stays: "Another number of singular values is left out, so something happens to it.",
        falls: "Nothing more is kept than before, as a share of the whole."
        if right == stays
        else "Fewer patterns are kept, so more is missing.",
        grows: "Nothing more is lost than before, as a share of the whole."
        if right == stays
        else "More patterns are kept, so less is missing.",
        "That depends on the numbers": "It holds for any numbers: look at what happens to the singular values.",
    }
    return one_of(
        rng,
        f"A table of {what} is rebuilt from its {r} strongest patterns, and the error is told as a share of its "
        f"length. Now {change}. What becomes of the error?",
        right, {text: told for text, told in whys.items() if text != right}, f"{why}. **{right}**.",
        ("What happens to the singular values?", "Which of them are left out, as a share of all?"),
    )  # fmt: skip


def which_table(rng: np.random.Generator) -> Question:
    """Which of three tables can be held at the smallest rank, by its singular values?"""
    names = [str(name) for name in rng.permutation(TABLES)[:3]]
    level = float(rng.choice([0.1, 0.2, 0.3]))
    while True:
        lists = [
            np.sort(np.maximum((top * fall ** np.arange(6)).round(), 1))[::-1]
            for top, fall in zip(rng.choice([8, 20, 60, 200, 500], size=3), rng.permutation([0.25, 0.5, 0.8]))
        ]
        errors = [np.sqrt(np.append(np.cumsum((s**2)[::-1])[::-1], 0) / np.sum(s**2)) for s in lists]
        ranks = [int(np.argmax(error <= level)) for error in errors]
        clear = all(np.abs(error - level).min() > 0.01 for error in errors)
        if clear and len(set(ranks)) == 3:
            break
    most = bool(rng.random() < 0.5)
    best = int(np.argmax(ranks) if most else np.argmin(ranks))
    table = "\n".join(f"| {name} | {', '.join(f'{value:g}' for value in s)} |" for name, s in zip(names, lists))
    whys = {
        name: f"It needs rank {ranks[place]}: {percent(errors[place][ranks[place]])} are missing then, and "
        f"{percent(errors[place][ranks[place] - 1])} one rank lower."
        for place, name in enumerate(names)
        if place != best
    }
    return one_of(
        rng,
        f"These are the singular values of three tables. Each is to be rebuilt with an error of at most "
        f"{percent(level)}. Which one needs the **{'highest' if most else 'lowest'}** rank?\n\n"
        f"| table | singular values |\n|---|---|\n{table}",
        names[best], whys,
        f"**{names[best]}** needs rank {ranks[best]}: its singular values fall {'slowest' if most else 'fastest'}. How "
        "large they are doesn't count.",
        ("It doesn't matter how large the values are. What does?", "Whose values fall fastest?"),
    )  # fmt: skip
