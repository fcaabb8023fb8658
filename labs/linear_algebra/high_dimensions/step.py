"""When is a cosine high?"""

from functools import cache

import numpy as np

from core.data import passages
from core.linear_algebra import chance_of_cosine, cosine_similarity, pair_cosines, random_unit_vectors
from labs.linear_algebra.high_dimensions import picture
from labs.linear_algebra.high_dimensions.question import question
from labs.linear_algebra.high_dimensions.turn import turn
from labs.linear_algebra.high_dimensions.understand import understand
from ui.scene import Handle, step

DIMENSIONS = [2, 3, 5, 10, 30, 100, 384, 768, 1536]
GUESSES = {
    "They stay anywhere from −1 to 1": (-1, 1),
    "They gather around 0": (-0.06, 0.06),
    "They gather near 1": (0.92, 1.04),
}


@step(
    "When is a cosine high?",
    why="A search that keeps only what is similar needs to know from which number on.",
    needs=["dot_product"],
)
def high_dimensions(page):
    r"""
    When two **random** directions would rarely reach it. So ask first what cosines those have.

    In two dimensions, any from −1 to 1. In many, about half of the $d$ products in a dot product are negative, and
    together they all but cancel. So the cosines gather around 0. How far from it they typically lie, their **spread**
    (standard deviation), is $1/\sqrt{d}$: 0.71 in 2 dimensions, 0.026 in 1536. A cosine of 0.2 is nothing in 10
    dimensions, and rare in 384.

    **MiniLM**, a model, turns a text into 384 numbers. Texts are not random: the cosines of their pairs spread wider
    than by chance.

    A **threshold** $t$ lets a pair pass if its cosine is $t$ or more.
    """
    guess = page.predict(
        "You draw pairs of random directions in more and more dimensions. What happens to their cosines?",
        list(GUESSES),
        answer="They gather around 0",
        because="In many dimensions nearly every two random directions stand nearly at right angles.",
        tries={"d": DIMENSIONS.index(1536)},
    )
    (handle,) = page.plane(
        size=picture.SIZE, bare=True,
        t=Handle((0.7, 1.16), "point", role="ink", along="x", step=0.001, bounds=(0, 1, 1.16, 1.16), says="threshold"),
    )  # fmt: skip
    d = page.slider("d", "Dimensions d of the random pairs", options=DIMENSIONS, value=2)

    def cell(d, t, texts):
        rng = np.random.default_rng(0)
        V = random_unit_vectors(len(texts), d, rng)
        one = cosine_similarity(V[0], V[1])
        chance = pair_cosines(V)
        spread = np.std(chance)

        expected = 1 / np.sqrt(d)
        passing = chance_of_cosine(t, d)

        real = pair_cosines(texts)
        real_passing = np.mean(real >= t)
        return one, chance, spread, expected, passing, real, real_passing

    t = float(handle[0])
    known = {cell: at_hand(d, t)} if page.moving else None
    page.yours(turn)
    one, chance, spread, expected, passing, real, real_passing = page.run(
        cell, known=known, d=d, t=t, texts=passages().vectors
    )
    by_chance = how_often(passing) if passing or t == 1 else how_often(1e-9)  # too small to compute isn't none
    bars, real_bars = picture.shares(chance), picture.shares(real)
    page.picture(
        (picture.guess_marks(*GUESSES[guess]) if guess else [])
        + picture.cosine_marks(bars, real_bars, t, f"{by_chance} pass")
        + picture.legend_marks(d, max(bars.max(), real_bars.max()))
        + picture.spread_marks(spread, expected),
        says=f"In {d} dimensions the cosines of random pairs have a spread of **{spread:.3f}**. "
        f"A threshold of **{t:.3f}** lets **{by_chance}** of them pass by chance, "
        f"and {how_often(real_passing)} of the MiniLM pairs.",
    )
    page.task(
        "Take MiniLM's 384 dimensions. Drag t to where about 1 in 1000 random pairs passes: between 1 in 700 "
        "and 1 in 2000. The arrow keys move it finely.",
        done=d == 384 and 1 / 2000 <= passing <= 1 / 700,
    )
    page.bites(
        "You copy a threshold of 0.7 from another model. With MiniLM most searches now come back empty: of the 34 "
        "questions that the passages of this lab can answer, 31 find no passage at 0.7 or above. With a model whose "
        "texts all point much the same way, every passage passes 0.7. Nothing fails, and the code is right. "
        "For each new model, look first at the cosines of unrelated pairs, and set the threshold above them."
    )
    page.check(question, understand)


@cache
def pairs_of(d: int) -> tuple:
    """What the cell computes of random pairs whatever the threshold: of one, of all, their spread, and the rule's."""
    V = random_unit_vectors(len(passages().vectors), d, np.random.default_rng(0))
    chance = pair_cosines(V)
    return cosine_similarity(V[0], V[1]), chance, np.std(chance), 1 / np.sqrt(d)


@cache
def pairs_of_texts() -> np.ndarray:
    """The cosines of all pairs of passages."""
    return pair_cosines(passages().vectors)


def at_hand(d: int, t: float) -> tuple:
    """What the cell returns, sooner: for while a hand moves."""
    return *pairs_of(d), chance_of_cosine(t, d), pairs_of_texts(), np.mean(pairs_of_texts() >= t)


def how_often(share: float) -> str:
    """A share in words that stay true when it is very small or very large."""
    if share in (0, 1):
        return "all" if share else "none"
    if share < 1e-6:
        return "fewer than 1 in a million"
    if share < 0.01:
        return f"1 in {1 / share:,.0f}"
    return f"{100 * share:.1f} %" if share < 0.999 else "over 99.9 %"
