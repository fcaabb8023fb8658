"""The questions to understand of `eigenvectors`: what a matrix does when it is applied again and again."""

from __future__ import annotations

import numpy as np

from core.linear_algebra import norm, power_iteration, rayleigh_quotient
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of, printed

AGAIN = [  # what is multiplied by the same matrix over and over, and what one multiplication is called
    ("A recurrent network multiplies its state by the same matrix for each word.", "words"),
    ("A forecast multiplies the state of a market by the same matrix for each day.", "days"),
    ("A filter multiplies its memory by the same matrix for each sample.", "samples"),
    ("A model of a herd multiplies its age groups by the same matrix for each year.", "years"),
]
RANKINGS = ("pages of a wiki", "players of a league", "airports", "members of a forum", "papers that cite each other")
HOMES = ("a debugger", "a notebook", "a plot in a review", "a dashboard")


def understand(seed: int) -> Question:
    """Five situations in turn: a log of sizes, no rest, a picture, another matrix, and whether v is one at all."""
    return in_turn(seed, log_of_sizes, no_rest, which_picture, another_matrix, is_it_one)


def log_of_sizes(rng: np.random.Generator) -> Question:
    """What becomes of a part along an eigenvector, after many steps: the eigenvalue's size and its sign decide."""
    story, steps = AGAIN[rng.integers(len(AGAIN))]
    value = float(rng.choice([1.05, 1.1, 1.2, 0.95, 0.9, 0.8, -1.05, -1.1, -1.2, -0.95, -0.9, -0.8]))
    n = int(rng.integers(40, 121))
    texts = {
        (True, False): "It grows, always with the same sign", (True, True): "It grows, and its sign keeps changing",
        (False, False): "It fades, always with the same sign", (False, True): "It fades, and its sign keeps changing",
    }  # fmt: skip
    grows, flips = abs(value) > 1, value < 0
    shown, size = _short(value), f"{abs(value):g} · {abs(value):g} · … is {_size(abs(value) ** n)} after {n} times"
    whys = {
        (not grows, flips): f"What counts is whether the size, {abs(value):g}, is above 1: {size}.",
        (grows, not flips): f"Look at the sign of {shown}. "
        + ("Each multiplication turns the part round." if flips else "Nothing turns the part round."),
        (not grows, not flips): f"Look at size and sign of {shown}, each on its own: {size}.",
    }
    return one_of(
        rng,
        f"{story} The state has a part along an eigenvector whose eigenvalue is {shown}. You log that part for {n} "
        f"{steps}. What do you see?",
        texts[grows, flips],
        {texts[key]: why for key, why in whys.items()},
        f"Each time the part is multiplied by {shown}. {size}. **{texts[grows, flips]}**.",
        ("What happens to the part in one step, and in two?", "Size and sign are two questions."),
    )  # fmt: skip


def no_rest(rng: np.random.Generator) -> Question:
    """Why a power iteration hasn't found the dominant direction: the logged angles tell."""
    things, version = str(rng.choice(RANKINGS)), int(rng.integers(4))
    c, s = ((0.8, 0.6), (0.6, 0.8))[rng.integers(2)]
    big = int(rng.integers(12, 19)) / 10
    values = [(big, big), (big, -big), (big, round(big - 0.2, 1)), (big, round(big - 0.8, 1))][version]
    turn = np.array([[c, -s], [s, c]])
    A = (big * turn if version == 0 else turn @ np.diag(values) @ turn.T).round(4)
    first = np.degrees(np.arctan2(s, c))
    off = (int(rng.integers(44, 54)) - 20 * (version == 1)) * int(rng.choice([-1, 1]))
    start = first + (90 if version == 3 else off)
    path = power_iteration(A, (np.cos(np.radians(start)), np.sin(np.radians(start))), 18)[::3]
    angles = [f"{np.degrees(np.arctan2(y, x)) % 180:.0f}°".replace("180°", "0°") for x, y in path]
    texts = (
        "It turns every arrow, so no direction stays", "Two eigenvalues are alike but for the sign",
        "Two eigenvalues are close, so it takes longer", "The start lies on another eigenvector",
    )  # fmt: skip
    whys = (
        "Then the angle would move on by the same amount at every step.",
        "Then the line would jump to and fro between two directions.",
        "Then the angle would creep on in one direction, less and less at each step.",
        "Then the line would not move at all: an eigenvector stays on its line.",
    )
    sees = (
        "The angle moves on by the same amount at every step (past 180° the line starts again)",
        "The line jumps to and fro: one part changes its sign at every step, and both grow alike",
        "The angle creeps on in one direction: the larger part wins, but slowly",
        "The line doesn't move, since an eigenvector stays on its line",
    )
    cures = ("There is nothing to find.", "There is no single dominant direction.", "Give it more steps.",
             "Start somewhere else, at random.")  # fmt: skip
    return one_of(
        rng,
        f"To rank {things}, you multiply an arrow by a matrix and divide it by its length, again and again. A "
        f"colleague expects the line at {first % 180:.0f}°. The log says, after every third step, "
        f"{', '.join(angles)}. Why isn't "
        "it there?",
        texts[version],
        {texts[each]: whys[each] for each in range(4) if each != version},
        f"{sees[version]}. **{texts[version]}**. {cures[version]}",
        ("How does the angle change from step to step?", "What would an arrow on an eigenvector do?"),
    )  # fmt: skip


def which_picture(rng: np.random.Generator) -> Question:
    """In which picture is v an eigenvector with such an eigenvalue?"""
    home, version = str(rng.choice(HOMES)), int(rng.integers(4))
    angle, long = rng.uniform(0, 2 * np.pi), rng.uniform(1.3, 1.6)
    v = long * np.array([np.cos(angle), np.sin(angle)])
    tilt = np.radians(rng.uniform(35, 75) * rng.choice([-1, 1]))
    turned = np.array([[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt), np.cos(tilt)]]) @ v
    above, below, minus = rng.uniform(1.5, 1.9), rng.uniform(0.35, 0.6), -rng.uniform(0.5, 1.6)
    pictures = {"above": above * v, "below": below * v, "minus": minus * v, "same": turned, "other": above * turned}
    asked = ("above 1", "between 0 and 1", "that is negative", "None")[version]
    key = ("above", "below", "minus", "same")[version]
    told = {
        "above": f"There A v is {printed(above, 1)} times v: the eigenvalue is above 1.",
        "below": f"There A v is {printed(below, 1)} times v: the eigenvalue is between 0 and 1.",
        "minus": "There A v lies on v's line and points the other way: the eigenvalue is negative.",
        "same": "There A v is as long as v, but turned out of v's line. So v is no eigenvector, whatever the lengths.",
        "other": "There A v has left v's line, so v is no eigenvector.",
    }
    stays = [name for name in ("above", "below", "minus") if name != key]
    others = [str(name) for name in rng.permutation(stays)[:2]]
    if version < 3:
        others[0] = str(rng.choice(["same", "other"]))
    question = (
        f"In {home} you see v and A v for three matrices. In which picture is v **no** eigenvector?"
        if version == 3
        else f"In {home} you see v and A v for three matrices. In which picture is v an eigenvector with an eigenvalue "
        f"{asked}?"
    )
    return one_of(
        rng, question,
        _sketch(v, pictures[key]),
        [(_sketch(v, pictures[name]), told[name]) for name in others],
        f"**{{right}}**. {told[key]}",
        ("Does A v lie on the line of v?", "If it does: is it longer, shorter, or turned round?"),
    )  # fmt: skip


def another_matrix(rng: np.random.Generator) -> Question:
    """v is an eigenvector of A. What is it for A @ A, for k A, for A + k I, and for the inverse?"""
    story, _ = AGAIN[rng.integers(len(AGAIN))]
    value, k = float(rng.choice([2, 3, 4, 5, -2, -3, 0.5, -0.5])), int(rng.integers(3, 8))
    made = {
        "`A @ A`": (value**2, "Apply A twice, and v is multiplied twice."),
        f"`{k} * A`": (k * value, f"Every A v becomes {k} times as long."),
        f"`A + {k} * np.eye(2)`": (value + k, f"To A v, {k} times v is added, and both lie on v's line."),
        "`np.linalg.inv(A)`": (1 / value, "The inverse takes back what A did to v."),
    }
    code = list(made)[rng.integers(len(made))]
    right, reason = made[code]
    others = {other: name for name, (other, _) in made.items() if abs(other - right) > 1e-9}
    others[value] = "`A`"
    if abs(right - value) < 1e-9:
        del others[value]
    chosen = [list(others)[place] for place in rng.permutation(len(others))[:2]]
    return one_of(
        rng,
        f"{story} For v, A v = {_short(value)} v. Then somebody uses {code} instead of `A`. What does "
        "that matrix do to v?",
        f"It multiplies v by {_short(right)}",
        {
            **{f"It multiplies v by {_short(other)}": f"That is what {others[other]} does to v." for other in chosen},
            "It turns v out of its line": f"{reason} Nothing leads out of its line.",
        },
        f"{reason} **It multiplies v by {_short(right)}**: v stays an eigenvector.",
        ("Write out what is done to v, step by step.", "Put A v = λ v in wherever A v appears."),
    )  # fmt: skip


def is_it_one(rng: np.random.Generator) -> Question:
    """v and A v are known. Is v an eigenvector, and with which eigenvalue? A Rayleigh quotient always has a value."""
    home, version = str(rng.choice(HOMES)), int(rng.integers(3))
    while True:
        v, w = rng.integers(-4, 5, size=(2, 2))
        value = int(rng.integers(2, 6))
        if version < 2:
            Av = v * (value if version == 0 else -value)
        else:
            Av = value * v + int(rng.choice([-1, 1])) * np.array([-v[1], v[0]]) * int(rng.integers(1, 4))
        if v.all() and abs(v[0]) != abs(v[1]):
            break
    A = np.outer(Av, v) / (v @ v)
    quotient, ratio = rayleigh_quotient(A, v), norm(Av) / norm(v)
    no, unknown = "No: A v leaves the line of v", "That can't be told without A"
    yes = f"Yes, with eigenvalue {_short(quotient)}"
    wrong = {unknown: "Whether A v is a multiple of v can be seen from the two vectors alone."}
    if version == 2:
        right = no
        wrong[yes] = f"{_short(quotient)} is the Rayleigh quotient. It compares the shadow of A v with v, for any v."
        wrong[f"Yes, with eigenvalue {printed(ratio, 2)}"] = "That compares the lengths only. A v points another way."
        solution = (
            f"{_short(Av[0])} / {_bracketed(v[0])} and {_short(Av[1])} / {_bracketed(v[1])} differ, so A v is no "
            f"multiple of v. **{no}**."
        )
    else:
        right = yes
        ratios = " and ".join(f"{_short(a)} / {_bracketed(b)}" for a, b in zip(Av, v))
        wrong[no] = f"Compare entry by entry: {ratios} are one and the same number."
        if version == 1:
            wrong[f"Yes, with eigenvalue {value}"] = "A v points the other way: a minus, which lengths don't show."
        else:
            wrong[f"Yes, with eigenvalue {_short(1 / value)}"] = "Upside down: A v comes first, then divide by v."
        solution = (
            f"{ratios} are both {_short(quotient)}. **{yes}**: A v lies on v's "
            f"line{', turned round' if version == 1 else ''}."
        )
    return one_of(
        rng,
        f"In {home} you print v = {_row(v)} and A v = {_row(Av)}. The lengths are {printed(norm(v), 2)} and "
        f"{printed(norm(Av), 2)}. Is v an eigenvector of A?",
        right, wrong, solution,
        ("Is A v a multiple of v?", "Compare the first entries, then the second ones, with their signs."),
    )  # fmt: skip


def _sketch(v, Av) -> Sketch:
    drawn = [
        marks.line([-9 * v, 9 * v], dash="2 5", width=1),
        marks.arrow(Av, role="model", label="A v", width=3),
        marks.arrow(v, role="data", label="v"),
    ]
    return Sketch(drawn, (-3.6, 3.6, -3.6, 3.6))


def _short(value: float) -> str:
    return f"{round(float(value), 3) + 0.0:g}".replace("-", "−")


def _bracketed(value: float) -> str:
    return f"({_short(value)})" if value < 0 else _short(value)


def _row(u) -> str:
    return "(" + ", ".join(_short(entry) for entry in u) + ")"


def _size(value: float) -> str:
    """A number in two digits: 1,700,000 or 0.00021."""
    return f"{float(f'{value:.2g}'):,.0f}" if value >= 10 else f"{value:.{1 - int(np.floor(np.log10(value)))}f}"
