"""How do you read a formula aloud?"""

import numpy as np

from core.data import penguins
from core.warm_up import share
from labs.warm_up.reading import picture as chart
from labs.warm_up.reading.question import question
from labs.warm_up.reading.turn import turn
from labs.warm_up.reading.understand import understand
from ui.scene import Handle, step

SIGNS = {"and": "A ∩ B", "or": "A ∪ B", "and not": "A ∖ B"}
HALF = 171  # of 342


@step("How do you read a formula aloud?", why="A formula in a paper is a few lines of code in short.")
def reading(page):
    r"""
    Read it piece by piece: each piece is a piece of code. With $b_i$ the bill and $m_i$ the mass of penguin $i$:

    $$\frac{1}{n} \sum_{i=1}^{n} 1[\,b_i > 45 \text{ and } m_i > 4.2\,]$$

    $1[\ldots]$ is 1 where the condition in the brackets is true, else 0. Added up and divided by $n$, that is a
    **share**.

    A condition also names a **set**: $A = \{\, i : b_i > 45 \,\}$ is “all i for which the bill is over 45”.
    $i \in A$ says that $i$ is in it. In code a set is a **mask**, one `True` or `False` for each penguin:

    - $A \cap B$, both: `a & b`
    - $A \cup B$, at least one: `a | b`
    - $A \setminus B$, A without B: `a & ~b`
    """
    data = penguins()
    bill, mass = data.bill_length_mm, data.body_mass_g / 1000
    start = chart.place(45, 4.2)[0].round(2)
    joined = {how: int(np.sum(mask)) for how, mask in joins(bill > 45, mass > 4.2).items()}
    page.predict(
        f"{joined['and']} of {len(bill)} penguins have a bill over 45 mm *and* a mass over 4.2 kg. You write *or* for "
        "*and*. What does the share do?",
        ["It grows", "It stays", "It falls"],
        answer="It grows",
        because=f"*And* asks for both, *or* for at least one of the two: {joined['or']} of them have that.",
        tries={"join": "or", "a": (start[0], 0), "b": (0, start[1])},
    )
    point, a_at, b_at = page.plane(
        size=chart.SIZE, bare=True,
        word=Handle(chart.stop(0), "point", role="model", along="x", step=0.5, label=" ",
                    says="the piece of the formula",
                    bounds=(chart.stop(0)[0], chart.stop(chart.PIECES - 1)[0], chart.RAIL, chart.RAIL)),
        a=Handle((start[0], 0), "point", role="data", along="x", step=0.01, label=" ", says="the limit of the bill",
                 bounds=(0, chart.WIDTH, 0, 0)),
        b=Handle((0, start[1]), "point", role="guess", along="y", step=0.01, label=" ", says="the limit of the mass",
                 bounds=(0, 0, 0, chart.HEIGHT)),
    )  # fmt: skip
    at = int(np.clip(np.round((point[0] - chart.stop(0)[0]) / 2), 0, chart.PIECES - 1))
    a = round(chart.BILL[0] + float(a_at[0]) / chart.WIDTH * (chart.BILL[1] - chart.BILL[0]), 1)
    b = round(chart.MASS[0] + float(b_at[1]) / chart.HEIGHT * (chart.MASS[1] - chart.MASS[0]), 2)
    how = page.choose("join", "Join the two conditions with", list(SIGNS), quiet=False)

    def both(bill, mass, a, b):
        in_a = bill > a
        in_b = mass > b
        caught = in_a & in_b
        count = int(np.sum(caught))
        part = share(caught)
        return count, part

    def either(bill, mass, a, b):
        in_a = bill > a
        in_b = mass > b
        caught = in_a | in_b
        count = int(np.sum(caught))
        part = share(caught)
        return count, part

    def without(bill, mass, a, b):
        in_a = bill > a
        in_b = mass > b
        caught = in_a & ~in_b
        count = int(np.sum(caught))
        part = share(caught)
        return count, part

    cells = {"and": both, "or": either, "and not": without}
    page.yours(turn)
    count, part = page.run(cells[how], bill=bill, mass=mass, a=a, b=b)
    in_a, in_b = bill > a, mass > b
    caught = joins(in_a, in_b)[how]
    counts = [int(np.sum(part)) for part in (in_a & ~in_b, in_a & in_b, ~in_a & in_b, ~in_a & ~in_b)]
    page.picture(
        chart.scene(bill, mass, caught, counts, part, a, b, how, pieces(len(bill), a, b, how), at),
        says=seen(len(bill), a, b, how, count, part),
    )
    page.task(
        "Join them with *or*. Move the lines until the share is exactly one half.", done=how == "or" and count == HALF
    )
    page.bites(
        "You write `df[df.bill > 45 and df.mass > 4.2]`. pandas stops with `ValueError: The truth value of a Series "
        "is ambiguous`, for `and` asks for one True or False and gets 342. The cure is `&`. But `bill > 45 & mass > "
        "4.2` stops as well, because Python reads `45 & mass` first. Give each condition its own brackets: `(bill > "
        "45) & (mass > 4.2)`."
    )
    page.check(question, understand)


def joins(in_a: np.ndarray, in_b: np.ndarray) -> dict[str, np.ndarray]:
    """Two masks, joined in each way."""
    return {"and": in_a & in_b, "or": in_a | in_b, "and not": in_a & ~in_b}


def pieces(n: int, a: float, b: float, how: str) -> list[tuple[str, str]]:
    """The formula in pieces, each with what is read aloud."""
    return [
        (f"1/{n}", f"one over {n}, the number of penguins, times"),
        ("Σ i = 1…n", "the sum, for each penguin i from 1 to n, of"),
        ("1[", "1 if it is true, else 0, that"),
        (f"bᵢ > {a:g}", f"the bill of penguin i is over {a:g} mm"),
        (how, how),
        (f"mᵢ > {b:g}", f"its mass is over {b:g} kg"),
        ("]", "end of the condition"),
    ]


def seen(n: int, a: float, b: float, how: str, count: int, part: float) -> str:
    """The whole formula in words, with what it comes to."""
    return (
        f"The share of penguins with a bill over {a:g} mm **{how}** a mass over {b:g} kg: "
        f"{count} of {n}, or **{part:.3f}**. In sets: the size of {SIGNS[how]}, divided by n."
    )
