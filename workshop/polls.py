"""What a room can be asked of a step, and what its votes say: made from the scene and the generators of the step.

`make` makes a `Poll` of a kind, `question` what it asks as a `Question` (a placement is asked by `placing`), `judge`
says what a vote means, and `counts` counts the votes by that. Right is what `core` computes; a poll holds no answer.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

import numpy as np

from core.linear_algebra import (
    angle,
    apply,
    linear_combination,
    norm,
    principal_components,
    real_eigenvectors,
    variance_along,
)
from core.optimisation import mse, mse_gradient
from labs import every_lab
from labs.calculus.gradient import picture as hills
from labs.linear_algebra.eigenvectors.step import MATRICES, apart
from labs.linear_algebra.pca import picture as cloud
from labs.linear_algebra.pca.step import FIRST, two_columns
from ui import marks
from ui.lab import KNOWN, again_of
from ui.question import UNKNOWN, Mistake, Question, Verdict, can_be_read, printed
from ui.question import judge as judge_reply
from ui.scene import Handle, Page, Step, scene
from workshop.rooms import Poll, own_seed

ELSEWHERE, ANOTHER, RIGHT, WRONG = "Elsewhere", "Another answer", "Right", "Wrong"
MOST_CHOICES = 5


# ---------------------------------------------------------------- what can be asked


def step_of(step_id: str) -> Step:
    """The step with this id; ValueError if there is none."""
    every_lab()
    if step_id not in KNOWN:
        raise ValueError("There is no such step.")
    return KNOWN[step_id][1]


def offered(step_id: str) -> list[str]:
    """The kinds of vote that a step has."""
    step_of(step_id)
    return ["prediction", "compute", "understand"] + (["placement"] if step_id in PLACEMENTS else [])


def new_seed() -> int:
    """The seed of numbers that nobody has met: the links of labs count from 1."""
    return 10_000 + secrets.randbelow(900_000)


def make(kind: str, step_id: str, seed: int | None = 0, confidence: bool = False) -> Poll:
    """A vote on a step. `seed` is of the numbers that all have; None gives each their own, to compute or understand.

    A prediction with seed 0 is the one of the step's page, with another it is asked at other values, as in the review.
    """
    step, asks = step_of(step_id), {"step": step_id, "confidence": confidence}
    if kind not in offered(step_id):
        raise ValueError("This step has no such vote.")
    if kind == "placement":
        asked = PLACEMENTS[step_id]
        return Poll(kind, text=asked.text, handles=tuple(asked.handles), size=asked.size, **asks)
    if kind == "prediction":
        if seed is None or (seed and again_of(step) is None):
            raise ValueError("A prediction is the same for everyone.")
        at = again_of(step)(seed).at if seed else scene(step, {}).tries or {}
        link = urlencode({name: text for name, text in at.items() if text is not None}, safe=",")
        poll = Poll(kind, choices=("?", "?"), seed=seed, link=link, **asks)
        found = question(poll)
        return replace(poll, text=found.prompt, choices=found.choices)
    if seed is None:
        blank = ("",) * MOST_CHOICES if kind == "understand" else ()
        lead = "A question to " + ("compute" if kind == "compute" else "understand")
        return Poll(kind, text=f"{lead}, each with their own numbers: {step.title}", choices=blank, seed=None, **asks)
    found = _generator(step_id, kind)(seed)
    return Poll(kind, text=found.prompt, choices=found.choices if kind == "understand" else (), seed=seed, **asks)


def question(poll: Poll, seed: int = 0) -> Question:
    """What is asked; `seed` counts where each has their own numbers (`own_seed`). Not for a placement.

    It holds the answer: a page shows `prompt`, `choices` and `sketches`, the rest once the truth is told.
    """
    return _question(poll.kind, poll.step, poll.link, seed if poll.seed is None else poll.seed)


@lru_cache(maxsize=2000)
def _question(kind: str, step_id: str, link: str, seed: int) -> Question:
    step = step_of(step_id)
    if kind == "placement":
        raise ValueError("A placement has no such question.")
    if kind != "prediction":
        return _generator(step_id, kind)(seed)
    if seed:
        return again_of(step)(seed).question
    page = scene(step, {"guess": "shown"})
    asked, choices, answer = page.asked
    wrong = tuple(Mistake(choice, page.verdict) for choice in choices if choice != answer)
    return Question(asked, answer, wrong, page.verdict, choices=tuple(choices))


@cache
def _generator(step_id: str, kind: str) -> Callable[[int], Question]:
    page = scene(step_of(step_id), {"guess": "shown"})
    return {"compute": page.generator, "understand": page.understand}[kind]


def read(poll: Poll, answer: Any, seed: int = 0) -> None:
    """ValueError, in words, for a typed answer that can't be read as what is asked for. It tells nothing of how right
    it is. For a learner's page, before the vote is sent."""
    if poll.kind == "compute":
        can_be_read(question(poll, seed), answer)


# ---------------------------------------------------------------- what the votes say


class Count(NamedTuple):
    """How many gave an answer: in words (none of them a learner's), whether it is right, and what a wrong one means."""

    answer: str
    votes: int
    right: bool
    why: str


def seed_of(poll: Poll, code: str, number: int, person: int | None) -> int:
    """The seed of a person's question in a poll of a room."""
    return own_seed(code, number, person or 0) if poll.seed is None else poll.seed


def judge(poll: Poll, answer: Any, seed: int = 0) -> Verdict:
    """Whether a vote is right, and what a wrong one means."""
    if poll.kind == "placement":
        return PLACEMENTS[poll.step].judge({name: np.array(place) for name, place in answer.items()})
    asked = question(poll, seed)
    if isinstance(answer, int):
        if answer >= len(asked.choices):
            return Verdict(False, UNKNOWN)
        answer = asked.choices[answer]
    try:
        return judge_reply(asked, answer)
    except ValueError as problem:
        return Verdict(False, str(problem))


def right_answer(poll: Poll, seed: int = 0) -> str:
    """The right answer in words."""
    if poll.kind == "placement":
        return PLACEMENTS[poll.step].told
    return _written(question(poll, seed), question(poll, seed).answer)


def solution(poll: Poll, seed: int = 0) -> str:
    """Why it is right, as Markdown."""
    return PLACEMENTS[poll.step].told if poll.kind == "placement" else question(poll, seed).solution


def counts(poll: Poll, votes: Iterable[Any], code: str) -> list[Count]:
    """The votes of one round by what they say: of choices that all have, each; else right, then the known mistakes."""
    judged = [(vote, judge(poll, vote.answer, seed_of(poll, code, vote.number, vote.person))) for vote in votes]
    if poll.kind in ("prediction", "understand") and poll.seed is not None:
        many = [sum(vote.answer == place for vote, _ in judged) for place in range(len(poll.choices))]
        verdicts = [judge(poll, place) for place in range(len(poll.choices))]
        return [Count(*row) for row in zip(poll.choices, many, *zip(*((each.right, each.why) for each in verdicts)))]
    groups: dict[tuple[bool, str], int] = {(True, ""): 0}
    for _, verdict in judged:
        slip = verdict.right or verdict.why in _slips(poll)
        group = (verdict.right, verdict.why if slip or poll.seed is None else "")
        groups[group] = groups.get(group, 0) + 1
    named = [Count(_named(poll, *group), count, *group) for group, count in groups.items()]
    return sorted(named, key=lambda count: (not count.right, -count.votes, count.answer))


def share(poll: Poll, votes: Sequence[Any], code: str) -> tuple[int, int]:
    """How many of the votes are right, and how many there are."""
    verdicts = [judge(poll, vote.answer, seed_of(poll, code, vote.number, vote.person)) for vote in votes]
    return sum(verdict.right for verdict in verdicts), len(verdicts)


def _slips(poll: Poll) -> dict[str, str]:
    """What wrong answers are known, by what they mean."""
    if poll.kind == "placement":
        return {why: ELSEWHERE for why in PLACEMENTS[poll.step].slips.values()}
    if poll.seed is None:
        return {}
    asked = question(poll)
    return {slip.why: _written(asked, slip.value) for slip in asked.mistakes}


def _named(poll: Poll, right: bool, why: str) -> str:
    if right:
        return RIGHT if poll.seed is None or poll.kind == "placement" else right_answer(poll)
    if poll.kind == "placement":
        return ELSEWHERE
    return WRONG if poll.seed is None else _slips(poll).get(why, ANOTHER)


def _written(asked: Question, value: float | str) -> str:
    return value if isinstance(value, str) else printed(value, asked.decimals) if asked.decimals else f"{value:g}"


# ---------------------------------------------------------------- placements


class Placement(NamedTuple):
    """Something to place on a picture that doesn't tell where.

    slips: the name of each known wrong place, with what it means. `finds` gives the name of the one that was hit,
    "right" or "". `ground` is what all see from the start, `truth` what is added once the answer is told, `told` its
    words.
    """

    text: str
    handles: dict[str, Handle]
    size: tuple[float, float, float, float]
    ground: Callable[[], list[dict]]
    finds: Callable[[dict[str, np.ndarray]], str]
    truth: Callable[[], list[dict]]
    told: str
    slips: dict[str, str]
    bare: bool = False

    def judge(self, at: dict[str, np.ndarray]) -> Verdict:
        """The verdict on what was placed."""
        found = self.finds(at)
        return Verdict(True) if found == "right" else Verdict(False, self.slips.get(found, UNKNOWN_PLACE))


UNKNOWN_PLACE = "That isn't the place, and we don't recognise the slip."


def placing(poll: Poll) -> Step:
    """A step that is nothing but the picture to place on: `scene(placing(poll), link).json()` is what a stage shows,
    with the handles where the link says: {"v": "1.5,2"}. What it draws is the same wherever they are."""
    asked = PLACEMENTS[poll.step]

    def body(page: Page) -> None:
        page.plane(size=asked.size, bare=asked.bare, **asked.handles)
        page.picture(asked.ground(), says="")

    return Step(poll.step, asked.text, "", body)


def placed(poll: Poll, votes: Iterable[Any], truth: bool = False) -> dict[str, Any]:
    """The picture of one round, for `sketches`: everybody's handle as a dot, and the truth, where it is told."""
    asked = PLACEMENTS[poll.step]
    dots = [place for vote in votes for place in vote.answer.values()]
    drawn = [*asked.ground(), *(asked.truth() if truth else [])]
    if dots:
        drawn.append(marks.points(dots, role="guess", size=6, opacity=0.6))
    return {"marks": drawn, "size": asked.size, "axes": ("", ""), "bare": asked.bare}


def _nearest(value: float, **limits: float) -> str:
    return next((name for name, limit in limits.items() if value <= limit), "")


U, V = np.array([2.0, 1.0]), np.array([1.0, 2.0])
A = MATRICES["Symmetric"]
P = np.array([30.0, 40.0])  # where one stands on the hills
NEAR = 0.4  # on the plane
MAP = tuple(edge + way * 3.5 for edge, way in zip(hills.BOX, (-1, 1, -1, 1)))
BEFORE = {"sum": (1, 1), "turned": (-1, 1)}


def _difference(at: dict[str, np.ndarray]) -> str:
    ways = {"right": (1, -1)} | BEFORE
    far = {name: norm(at["w"] - linear_combination([U, V], weights)) for name, weights in ways.items()}
    return next((name for name, distance in far.items() if distance <= NEAR), "")


def _square(at: dict[str, np.ndarray]) -> str:
    degrees = angle(U, at["v"])
    if abs(degrees - 90) <= 3:
        return "right" if norm(at["v"]) > 2 else "short"
    return "along" if min(degrees, 180 - degrees) <= 10 else ""


def _stays(at: dict[str, np.ndarray]) -> str:
    _, directions = real_eigenvectors(A)
    if min(apart(at["v"], direction) for direction in directions) <= 4:
        return "right"
    return "column" if min(apart(at["v"], column) for column in A.T) <= 4 else ""


@cache
def _wines() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    X = two_columns(FIRST, False)
    components, variances = principal_components(X)
    return X, components[0], variances


def _spreads(at: dict[str, np.ndarray]) -> str:
    X, best, variances = _wines()
    if variance_along(X, at["v"]) >= 0.99 * variances[0]:
        return "right"
    return "least" if apart(at["v"], best) >= 80 else ""


def _falls(at: dict[str, np.ndarray]) -> str:
    way, down = at["d"] - P, -mse_gradient(P, *hills.rows())
    if norm(way) < 1e-9:
        return ""
    if angle(way, down) <= 12:
        return "right"
    if angle(way, hills.surface().best - P) <= 12:
        return "lowest"
    return "uphill" if angle(way, down) >= 168 else "level" if abs(angle(way, down) - 90) <= 12 else ""


def _least(at: dict[str, np.ndarray]) -> str:
    if mse(at["w"], *hills.rows()) <= hills.surface().least + hills.HIGHER[0]:
        return "right"
    return "zero" if norm(at["w"]) <= 4 else ""


def _wine_ground() -> list[dict]:
    X, *_ = _wines()
    centred = X - X.mean(axis=0)
    return [
        marks.lines([[(-3.95, 0), (3.95, 0)], [(0, -2.5), (0, 2.55)]], opacity=0.5, width=1),
        marks.text((3.95, 0), FIRST[0], anchor="end", dx=0, dy=15),
        marks.text((0, 2.55), FIRST[1], anchor="start", dx=7, dy=8),
        marks.points((centred / cloud.scale(centred)).round(2), role="data", size=3, opacity=0.85),
    ]


def _downhill() -> list[dict]:
    down = -mse_gradient(P, *hills.rows())
    return [marks.arrow(P + 30 * down / norm(down), tail=P, role="truth", width=3.5, label="downhill")]


PLACEMENTS = {
    "vectors": Placement(
        "Draw $w = u - v$.",
        {"w": Handle((-3.0, 2.0), role="guess")},
        (-5.0, 5.0, -3.3, 3.6),
        lambda: [marks.arrow(U, role="data", label="u"), marks.arrow(V, role="model", label="v")],
        _difference,
        lambda: [marks.arrow(linear_combination([U, V], [1, -1]), role="truth", label="u − v")],
        f"u − v is ({U[0] - V[0]:g}, {U[1] - V[1]:g}): it leads from the tip of v to the tip of u.".replace("-", "−"),
        {
            "sum": "This is the sum u + v. A difference takes v away, number by number.",
            "turned": "This is v − u: it leads from u to v, the other way round.",
        },
    ),
    "dot_product": Placement(
        "Draw $v$ so that $u \\cdot v$ is zero and $v$ is longer than 2. Its angle counts to within 3°.",
        {"v": Handle((4.0, -1.0), role="guess")},
        (-5.0, 5.0, -3.6, 3.6),
        lambda: [marks.arrow(U, role="data", label="u")],
        _square,
        lambda: [marks.line([9 * np.array([-U[1], U[0]]), -9 * np.array([-U[1], U[0]])], role="truth", width=3)],
        "The product is zero at right angles to u: on this whole line, both ways.",
        {
            "along": "This v lies nearly on u's line. There the product is as far from zero as its length allows.",
            "short": "The direction is right, but this v isn't longer than 2.",
        },
    ),
    "eigenvectors": Placement(
        "A matrix $A$ sends $(1, 0)$ to $c_1$ and $(0, 1)$ to $c_2$. Draw $v$ so that $A v$ stays on the line of $v$. "
        "Its angle counts to within 4°.",
        {"v": Handle((1.4, -0.4), role="guess", step=0.05)},
        (-2.6, 2.6, -1.7, 1.7),
        lambda: [
            marks.arrow(apply(A, (1, 0)), role="data", label="c₁"),
            marks.arrow(apply(A, (0, 1)), role="model", label="c₂"),
        ],
        _stays,
        lambda: [marks.line([9 * way, -9 * way], role="truth", width=3) for way in real_eigenvectors(A)[1]],
        "Two lines stay, at right angles to each other: on one A stretches, on the other it shrinks.",
        {"column": "This is a column of A. It is where (1, 0) or (0, 1) is sent, and A sends it on to another line."},
    ),
    "pca": Placement(
        f"Wines by {FIRST[0]} and {FIRST[1]}, their mean in the middle. Turn $v$ to the direction in which they spread "
        "most. Right is what keeps at least 99 % of the most there is.",
        {"v": Handle((2.4, -0.9), role="guess", step=0.05, bounds=cloud.REACH)},
        (-4.0, 4.0, -2.8, 2.7),
        _wine_ground,
        _spreads,
        lambda: [cloud.through(_wines()[1], "truth", width=3)],
        "It is the first principal component: the shadows of the wines on this line have the largest variance.",
        {"least": "This is nearly at right angles to the best direction: here they spread least."},
        bare=True,
    ),
    "gradient": Placement(
        "The lines join places of equal loss. You stand at $p$. Draw the way in which the loss falls fastest. "
        "It counts to within 12°.",
        {"d": Handle((34.0, 66.0), role="guess", tail=tuple(P), step=0.5, bounds=hills.BOX)},
        MAP,
        lambda: [*hills.ground(), marks.points([P], role="data", size=6, label="p")],
        _falls,
        _downhill,
        "It is the way against the gradient: straight across the line of equal loss on which p lies.",
        {
            "lowest": "This points at the lowest place. From p the loss falls faster straight across the lines.",
            "uphill": "This is the gradient itself: it points to where the loss grows fastest.",
            "level": "This runs along a line of equal loss: that way it hardly changes at first.",
        },
        bare=True,
    ),
    "descent": Placement(
        "The lines join places of equal loss; three tell how much. Put $w$ where the loss is least. Right is what lies "
        f"within {hills.HIGHER[0]} of it.",
        {"w": Handle((30.0, 70.0), "point", role="guess", step=0.5, bounds=hills.BOX)},
        MAP,
        hills.ground,
        _least,
        lambda: [marks.points([hills.surface().best], role="truth", size=7, label="least loss")],
        "The loss is least in the middle of the innermost oval.",
        {"zero": "Here both weights are zero, so everyone is predicted the same. The loss is least elsewhere."},
        bare=True,
    ),
}
