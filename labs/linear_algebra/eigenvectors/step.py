"""Which directions does a matrix leave alone?"""

import numpy as np

from core.linear_algebra import angle, apply, norm, power_iteration, rayleigh_quotient, real_eigenvectors
from labs.linear_algebra.eigenvectors import picture
from labs.linear_algebra.eigenvectors.question import question
from labs.linear_algebra.eigenvectors.turn import turn
from labs.linear_algebra.eigenvectors.understand import understand
from labs.linear_algebra.matrices.picture import written
from ui.scene import Handle, step
from ui.words import number

HAND, AGAIN = "By hand", "Again and again"
OWN = "Your own"
COLUMNS = {
    "Symmetric": ((1.3, 0.4), (0.4, 0.7)),
    "Shear": ((1.0, 0.0), (0.5, 1.0)),
    "Turn": ((0.8, 0.6), (-0.6, 0.8)),
    "Flip": ((0.8, 0.0), (1.0, -1.2)),
}
MATRICES = {name: np.column_stack(columns) for name, columns in COLUMNS.items()}
LINES = {name: list(zip(*real_eigenvectors(A))) for name, A in MATRICES.items()}
PLACES = [(name, value) for name, lines in LINES.items() for value, _ in lines]  # what there is to find, numbered
NEAR = 1  # degrees from an eigenvector that count as found
MOST = 12
START = (-0.4, 0.9)
GUESSES = {  # with the direction that each one means
    "Still the one that shrinks": (-1, 2),
    "Halfway between the two": (1, 3),
    "Almost exactly the one that stretches": (2, 1),
}


@step(
    "Which directions does a matrix leave alone?",
    why="They decide what becomes of anything that is multiplied by the same matrix again and again.",
    needs=["dot_product", "matrices"],
)
def eigenvectors(page):
    r"""
    A matrix can turn an arrow out of its line. An **eigenvector** stays on it:

    $$A v = \lambda v, \quad v \neq 0$$

    The number $\lambda$ (lambda) is its **eigenvalue**. Above 1 it stretches, between 0 and 1 it shrinks, a minus
    flips.

    In the plane there are two such lines, one, none, or all. A **symmetric** matrix, whose rows equal its columns, has
    two at right angles.

    The **Rayleigh quotient** $\frac{v \cdot A v}{v \cdot v}$ says how many times $v$ the shadow of $A v$ on $v$ is.
    For an eigenvector it is $\lambda$.

    **Power iteration**: multiply by $A$, divide by the length, repeat. From nearly every start it turns to
    the **dominant** direction, whose $\lambda$ is largest in size, if one is.
    """
    guess = page.predict(
        "A matrix makes one direction 1.5 times as long, and the one at right angles to it half as long. An arrow "
        "points almost along the one that shrinks. You multiply it by the matrix twelve times. Which direction does "
        "it have then?",
        list(GUESSES),
        answer="Almost exactly the one that stretches",
        because="At each step its part along that one triples, compared with the other part. So a small part wins.",
        tries={"look": AGAIN, "k": MOST},
    )
    mode = page.choose("look", "What to do", [HAND, AGAIN])
    names = [*MATRICES, OWN] if mode == HAND else list(MATRICES)
    name = page.choose("matrix", "Which matrix", names, then={"k": None})
    stays = merged = False
    if mode == HAND:
        found, merged = by_hand(page, name)
    else:
        found = seen(page)
        stays = again(page, name, guess)
    page.task("**By hand**, turn v until you have found both directions of the symmetric matrix.", done={0, 1} <= found)
    page.task(
        f"**Again and again**: find a start from which {MOST} steps of the symmetric matrix don't lead to ×\u00a01.5.",
        done=stays,
    )
    page.task("**By hand**, with a matrix of **your own**: drag a column until two lines become one.", done=merged)
    page.bites(
        "A recurrent network reads sequences of 100 steps. Its training goes back through all of them, and each step "
        "multiplies by much the same matrix. Along an eigenvector with eigenvalue 1.1, what goes back becomes 13,781 "
        "times as large, and the loss may turn `nan`: gradients explode. With 0.9, less than 0.00003 of it is left: "
        "they vanish, and the start of a sequence teaches nothing. Elsewhere that is the very purpose. PageRank "
        "multiplies by the matrix of a web's links until only its dominant eigenvector is left: how much each page "
        "counts."
    )
    page.check(question, understand)


def seen(page, now=()) -> set[int]:
    """What has been found so far, as numbers of PLACES: what the link remembers, and what is at hand now."""

    def known(text: str) -> set[int]:
        return {place for place in range(len(PLACES)) if str(place) in text}

    def more(before: str) -> str:
        return "".join(str(place) for place in sorted(known(before).union(now)))

    return known(page.remember("found", "", more, ends=("0", "9x")))


def by_hand(page, name: str) -> tuple[set[int], bool]:
    """Turn v and watch A v. Gives what has been found, and True where a matrix of one's own has a single line."""
    handles = {"v": Handle((0.6, 1.2), bounds=(-1.7, 1.7, -1.2, 1.2), step=0.05)}
    if name == OWN:
        look = {"role": "context", "bounds": (-1.5, 1.5, -1.5, 1.5)}
        handles |= {"c1": Handle((1.3, -0.2), label="c₁", **look), "c2": Handle((0.4, 0.4), label="c₂", **look)}
    v, *columns = page.plane(size=picture.HAND, bare=True, **handles)
    A = np.column_stack(columns) if name == OWN else MATRICES[name]

    def cell(A, v):
        Av = apply(A, v)
        quotient = rayleigh_quotient(A, v)
        shadow = quotient * v
        eigenvalues, directions = real_eigenvectors(A)
        return Av, quotient, shadow, eigenvalues, directions

    def library(A, v):
        Av = A @ v
        quotient = v @ A @ v / (v @ v)
        eigenvalues, eigenvectors = np.linalg.eig(A)  # complex numbers where there are no real ones
        eigenvalues = np.unique(eigenvalues[np.isreal(eigenvalues)].real)[::-1]
        return Av, quotient, eigenvalues

    page.yours(turn)
    Av, quotient, shadow, eigenvalues, directions = page.run(cell, library if name != OWN else None, A=A, v=v)
    lines = list(zip(eigenvalues, directions))
    every = bool(np.array_equal(A, A[0, 0] * np.eye(2)))
    at = [quotient] if every else [value for value, direction in lines if apart(v, direction) <= NEAR]
    here = {place for place, (which, value) in enumerate(PLACES) if which == name and value in at}
    found = seen(page, here)
    shown = [line for line in lines if not every and (name == OWN or PLACES.index((name, line[0])) in found | here)]
    said = [turn_words(v, Av, quotient, at), count_words(name, len(lines), len(shown), every), beyond_words(Av)]
    page.picture(picture.by_hand(A, v, Av, shadow, shown), says=" ".join(filter(None, said)))
    return found, name == OWN and len(lines) == 1


def again(page, name: str, guess: str | None) -> bool:
    """Multiply again and again. True if all steps are done and the symmetric matrix hasn't got its way."""
    k = page.slider("k", "Times multiplied", 0, MOST, 0, play=True)
    handle = Handle(START, bounds=(-1.2, 1.2, -1.2, 1.2), label="start")
    (start,) = page.plane(size=picture.WALK, bare=True, s=handle)

    def cell(A, start, k):
        path = power_iteration(A, start, k)
        v = path[-1]
        quotient = rayleigh_quotient(A, v)
        stretches = [norm(apply(A, before)) for before in path[:-1]]
        lengths = np.cumprod([1, *stretches])
        return path, v, quotient, lengths

    def library(A, start, k):
        v = start / np.linalg.norm(start)
        for _ in range(k):
            v = A @ v
            v = v / np.linalg.norm(v)
        return v

    path, v, quotient, lengths = page.run(cell, library, A=MATRICES[name], start=start, k=k)
    asked = guess and name == "Symmetric" and np.array_equal(start, START)
    guessed = GUESSES[guess] / np.linalg.norm(GUESSES[guess]) if asked else None
    page.picture(
        picture.walk(MATRICES[name], path, lengths, LINES[name], guessed),
        says=walk_words(name, path, quotient, lengths[-1]),
    )
    return name == "Symmetric" and k == MOST and apart(v, LINES[name][0][1]) > NEAR


def apart(u, v) -> float:
    """The angle between the lines of two arrows, from 0 to 90 degrees."""
    return min(angle(u, v), 180 - angle(u, v))


def crossed(u, v) -> bool:
    """True unless two arrows lie on one line exactly; what is less than 1e-9 is rounding."""
    return abs(u[0] * v[1] - u[1] * v[0]) > 1e-9


def turn_words(v, Av, quotient: float, at: list[float]) -> str:
    """What A does to v."""
    if not crossed(v, Av):
        where = "A v lies exactly on v's line" if np.any(np.abs(Av) > 1e-9) else "A sends v to zero"
        flipped = " The minus: A v points the other way." if quotient < -1e-9 else ""
        return f"{where}: v is an **eigenvector**, its eigenvalue λ is **{size_words(quotient)}**.{flipped}"
    words = f"A turns v by **{degrees_words(angle(v, Av))}**."
    if at:
        return f"{words} But an eigenvector is within {NEAR}°: there λ is **{size_words(at[0])}**."
    return f"{words} The shadow of A v on v is **{number(quotient, 2)}** times v: the Rayleigh quotient."


def size_words(value: float) -> str:
    """A number in two decimals, and a word where it has more."""
    return written(value) if abs(value - round(value, 2)) < 1e-9 else f"about {number(value, 2)}"


def degrees_words(degrees: float) -> str:
    """An angle that is not 0° or 180°, and isn't said to be."""
    if 1 <= degrees <= 179:
        return f"{number(degrees)}°"
    return f"less than {np.ceil(degrees):.0f}°" if degrees < 1 else "nearly 180°"


def count_words(name: str, lines: int, shown: int, every: bool) -> str:
    """How many directions stay, as far as it has been found out."""
    if name == OWN:
        many = "every line" if every else ("no line", "one line", "two lines")[lines]
        return f"This matrix leaves **{many}** alone."
    if name == "Turn":
        return "Every arrow is turned as much: **no direction** stays."
    if shown < lines:
        return "One more direction stays." if shown else ""
    if lines == 1:
        return "This is the only direction that stays."
    return "**Both are found**, " + ("at right angles." if name == "Symmetric" else "and not at right angles.")


def beyond_words(Av) -> str:
    """That A v ends outside of the picture, if it does."""
    _, right, _, top = picture.HAND
    return "A v reaches beyond the picture." if abs(Av[0]) > right or abs(Av[1]) > top else ""


def walk_words(name: str, path, quotient: float, length: float) -> str:
    """Where a power iteration has got to."""
    v, k = path[-1], len(path) - 1
    if k == 0:
        return "The start, at length 1. Press ▶ to multiply it by A again and again."
    steps = "one step" if k == 1 else f"{k} steps"
    size = f"Without dividing it would be **{picture.short(length)}** long."
    if not LINES[name]:
        return f"Each step turns v by {number(angle(path[0], path[1]))}°: it never comes to rest. {size}"
    value, direction = min(LINES[name], key=lambda line: apart(v, line[1]))
    off = apart(v, direction)
    if not crossed(path[0], direction):
        where = f"v started on the direction ×\u00a0{written(value)}, and never leaves it"
    else:
        few = number(off, 2) if off >= 0.01 else "less than 0.01"
        where = f"After {steps} v is {few}° from the direction ×\u00a0{written(value)}"
    return f"{where}. Its Rayleigh quotient is **{number(quotient, 3)}**. {size}"
