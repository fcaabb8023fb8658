"""What to understand of `calibration`: meaning what you say is one thing, telling cases apart another."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from core.calibration import brier_score, log_loss
from core.metrics import accuracy
from core.probability import from_log_odds
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number, percent


def understand(seed: int) -> Question:
    """A diagram, a bin or three scores: does the model mean what it says? The situations take turns."""
    return in_turn(seed, *SITUATIONS)


SIZE, BOX = (0, 190, 0, 174), (46, 166, 34, 154)
BENDS = {
    "claims too much": (0.45, 0.0, "It is surer than it should be, in both directions"),
    "claims too little": (2.2, 0.0, "It is less sure than it should be, in both directions"),
    "runs too high": (1.0, -1.1, "It says too much everywhere, high or low"),
    "runs too low": (1.0, 1.1, "It says too little everywhere, high or low"),
}
MODELS = ("ticket sorter", "fraud model", "churn model", "defect detector", "spam filter")


def which_diagram(rng: np.random.Generator) -> Question:
    """Two sentences on a model, and three diagrams: which has these two points?"""
    model = MODELS[rng.integers(len(MODELS))]
    low, high = int(rng.choice([10, 15, 20])), int(rng.choice([80, 85, 90]))
    kinds = rng.permutation(list(BENDS))[:3].tolist()
    happened = {kind: [100 * _bent(p / 100, kind) for p in (low, high)] for kind in kinds}
    right, *others = kinds
    told = {
        kind: f"You picked one that {kind}. It says {low} % where {number(a)} % happen, and {high} % where {number(b)} "
        "% do."
        for kind, (a, b) in happened.items()
    }
    a, b = happened[right]
    return one_of(
        rng,
        f"Of the cases to which your {model} gives about {low} %, {number(a)} % happen. Of those to which it gives "
        f"about {high} %, {number(b)} % happen. Which diagram is that? Across: what it says. Upwards: how often it "
        "happens. Dashed: what should be.",
        _diagram(right),
        [(_diagram(kind), told[kind]) for kind in others],
        f"Find {low} % and {high} % on the axis across and read how often it happens: {number(a)} % and {number(b)} % "
        f"in **{{right}}**. {BENDS[right][2]}. Look at the bins before a probability decides anything.",
        ("Below the dashed line, less happens than was said.", f"Is it said too high or too low at {low} %, and at "
         f"{high} %?"),
    )  # fmt: skip


def _bent(said, kind: str):
    """How often it happens where so much is said: log-odds stretched and shifted."""
    stretch, shift, _ = BENDS[kind]
    said = np.asarray(said, dtype=float)
    return from_log_odds(stretch * np.log(said / (1 - said)) + shift)


def _diagram(kind: str) -> Sketch:
    panel, said = marks.Panel(BOX, x=(0, 1), y=(0, 1)), np.arange(0.05, 1, 0.1)
    at = panel.at(said, _bent(said, kind))
    ticks = [(0.5, "50 %"), (1, "100 %")]
    return Sketch(
        [
            *panel.frame(x=ticks, y=ticks, across="said", upwards="happened"),
            marks.line(panel.at([0, 1], [0, 1]), role="truth", width=1.5, dash="5 4"),
            marks.line(at, role="model", width=2),
            marks.points(at, role="model", size=3.5),
        ],
        SIZE,
    )


def how_sure_of_a_bin(rng: np.random.Generator) -> Question:
    """A gap in a bin: a lie of the model, or too few cases to tell?"""
    model, kind = MODELS[rng.integers(len(MODELS))], int(rng.integers(3))
    while True:
        n, said = (int(rng.integers(8, 16)) if kind == 0 else 100 * int(rng.integers(4, 20))), int(rng.integers(70, 91))
        happened = round(n * said / 100 + n * (rng.uniform(-0.13, 0.13), rng.uniform(-0.3, -0.15), 0.09)[kind])
        gap, reach = 100 * happened / n - said, 200 * math.sqrt(said / 100 * (1 - said / 100) / n)
        if happened < n and (3 < abs(gap) < 0.65 * reach if kind == 0 else abs(gap) > 1.5 * reach):
            break
    expected = number(n * said / 100, 1).removesuffix(".0")
    shown = f"{number(abs(gap))} points against a ± of {number(reach)}"
    claims = {
        "There are too few cases to tell": (f"You took the gap for chance. On {n:,} cases chance moves the share by "
                                            f"some {number(reach)} points, and this gap is {number(abs(gap))}.",
                                            "sampling"),
        "It claims too much there": f"You read the gap as a lie. It is {shown}: so few cases often differ that much by "
        "chance."
        if kind == 0
        else f"You looked in the wrong direction. {expected} should happen, and {happened:,} do, which is more.",
        "It claims too little there": f"You read the gap as modesty. It is {shown}: so few cases often differ that "
        "much by chance."
        if kind == 0
        else f"You looked in the wrong direction. {expected} should happen, and {happened:,} do, which is fewer.",
    }  # fmt: skip
    right = list(claims)[kind]
    return one_of(
        rng,
        f"Your {model} gives a probability of {said} %, on average, to the {n:,} unseen cases of one bin. It happens "
        f"in {happened:,} of them. What does the bin say about the model?",
        right,
        {claim: why for claim, why in claims.items() if claim != right},
        f"About {expected} should happen, and {happened:,} do: {shown} for two standard errors. "
        + (
            "That may well be chance. Use fewer and wider bins, or wait for more cases, before you repair anything."
            if kind == 0
            else "That is more than chance does. Learn a repair on cases that the model has not seen."
        ),
        ("How many should happen, and how far does chance move that on so many cases?", "Two standard errors of a "
         "share are 2 · √(p (1 − p) / n)."),
    )  # fmt: skip


USES = (
    ("You call the 100 customers most likely to leave. Whom you call depends on the scores of {model}", "order"),
    ("You show a person the 50 riskiest payments of a day, as {model} ranks them", "order"),
    ("You refund at once where {model} puts the loss, probability times amount, below the cost of a call", "number"),
    ("You set a price from the probability of a claim that {model} gives", "number"),
    ("A part ships without a check where {model} gives a defect less than 2 %", "number"),
    ("You sort search results by the probability that {model} gives to a click", "order"),
)


def which_to_use(rng: np.random.Generator) -> Question:
    """Two models rank alike, one means what it says: where does that matter?"""
    words, need = USES[rng.integers(len(USES))]
    area, first = int(rng.integers(78, 96)) / 100, bool(rng.integers(2))
    good, poor = int(rng.integers(5, 16)) / 1000, int(rng.integers(90, 260)) / 1000
    a, b = (good, poor) if first else (poor, good)
    better, worse = ("A", "B") if first else ("B", "A")
    claims = {
        f"Model {better}": "You went by the ECE where only the order counts. The order of the cases is the same, so "
        "the same ones come first.",
        f"Model {worse}": f"You took a large ECE for a strong model. It says by how much the numbers are off, "
        f"{number(poor, 3)} on average, and 0 is best.",
        "Either: it makes no difference": "You went by the AUC, which sees the order alone. Here the number itself "
        f"decides, and those of model {worse} are off by {number(poor, 3)} on average.",
    }
    right = list(claims)[2 if need == "order" else 0]
    return one_of(
        rng,
        f"Models A and B put all cases in the same order: both have an AUC of {area:g}. Their ECEs are {number(a, 3)} "
        f"and {number(b, 3)}. {words.format(model='the model')}. Which do you take?",
        right,
        {claim: why for claim, why in claims.items() if claim != right},
        (
            "Only the order counts here, and both have the same. The ECE would count as soon as a probability is "
            "multiplied, priced or compared with a fixed number."
            if need == "order"
            else f"Here the probability itself decides, so it has to mean what it says: model {better}. A repair would "
            f"mend model {worse} without changing its order."
        ),
        ("Does this use the numbers, or only their order?", "A repair changes the numbers and keeps the order. Would "
         "it change what you do?"),
    )  # fmt: skip


class Change(NamedTuple):
    """What happened to a model's probabilities, in words, and why it shows as it does."""

    words: str
    why: str


DONE = (
    Change("It is very sure of a few cases, and wrong", "A sure and wrong answer costs log-loss up to 36, and the "
           "Brier score at most 1"),
    Change("It has drawn all probabilities towards one half", "Nothing crosses one half, so the accuracy stays, and "
           "every right answer gets less probability"),
    Change("It says the opposite in some cases, without being sure", "Answers that cross one half are counted by the "
           "accuracy, and a mild one costs log-loss little"),
)  # fmt: skip


def what_happened(rng: np.random.Generator) -> Question:
    """Three scores before and after: sure and wrong, timid, or mildly wrong?"""
    model, n, kind = MODELS[rng.integers(len(MODELS))], 1000, int(rng.integers(3))
    y = (rng.random(n) < 0.5).astype(int)
    sure = rng.uniform(0.86, 0.97, n)
    p = np.where(y == 1, sure, 1 - sure)
    off = rng.permutation(n)[: int(rng.integers(60, 110))]
    p[off] = 1 - p[off]
    some = rng.permutation(np.setdiff1d(np.arange(n), off))
    few, many = some[: int(rng.integers(8, 16))], some[: int(rng.integers(90, 150))]
    after = [p.copy() for _ in range(3)]
    after[0][few] = np.where(y[few] == 1, 1e-12, 1 - 1e-12)
    after[1] = 0.5 + (p - 0.5) * rng.uniform(0.3, 0.5)
    after[2][many] = np.where(y[many] == 1, 0.44, 0.56)
    old, *new = [[f(y, q) for f in (_hits, brier_score, log_loss)] for q in (p, *after)]
    told = "accuracy {0}, Brier {1}, log-loss {2}"
    figures = [told.format(percent(a), number(b, 3), number(c, 2)) for a, b, c in (old, *new)]
    slips = (
        "You expect a few answers to hardly show. In log-loss a sure and wrong one costs up to 36: it would be",
        "You expect less confidence to be harmless. It would keep the accuracy and cost both other scores:",
        "You expect some more wrong answers. The accuracy would count every one of them:",
    )
    return one_of(
        rng,
        f"Last week your {model} had {figures[0]} on 1,000 cases. Today it has {figures[1 + kind]}. What has happened?",
        DONE[kind].words,
        {DONE[place].words: f"{slips[place]} {figures[1 + place]}." for place in range(3) if place != kind},
        f"{DONE[kind].why}. That is the pattern: from {figures[0]} to {figures[1 + kind]}. Read the three together, "
        "and look at the cases that cost most.",
        ("Which of the three scores moved most, and which hardly?", "Accuracy sees only which side of one half; "
         "log-loss sees how sure a wrong answer was."),
    )  # fmt: skip


def _hits(y: np.ndarray, p: np.ndarray) -> float:
    return accuracy(y, (p >= 0.5).astype(int))


def what_next(rng: np.random.Generator) -> Question:
    """ECE and AUC together: repair the numbers, look for better features, or use it."""
    model, kind = MODELS[rng.integers(len(MODELS))], int(rng.integers(3))
    area = (rng.uniform(0.86, 0.97), rng.uniform(0.5, 0.53), rng.uniform(0.86, 0.97))[kind]
    gap = (rng.uniform(0.12, 0.25), rng.uniform(0.002, 0.008), rng.uniform(0.004, 0.012))[kind]
    rate = int(rng.integers(4, 30))
    shown = f"an ECE of {number(gap, 3)} and an AUC of {number(area, 2)}"
    claims = {
        "Repair its numbers, and keep its order": (
            "You took the numbers for what is wrong. They are off by "
            f"{number(gap, 3)} on average, so there is hardly anything to repair."
        ),
        "Look for better features: it tells nothing apart": (
            f"You took {'a poor ECE for a poor order' if kind == 0 else 'a good order for a poor one'}. An AUC of "
            f"{number(area, 2)} says that it ranks a case above a non-case in {number(100 * area)} % of all pairs."
        ),
        "Use it as it is": (
            f"You were content with the order. Its numbers are off by {number(gap, 3)} on average."
            if kind == 0
            else f"You were content with the ECE. Whoever says {rate} % to everything has a fine one, and an AUC of "
            f"{number(area, 2)} is about what chance gives."
        ),
    }
    right = list(claims)[kind]
    return one_of(
        rng,
        f"Your {model} has {shown} on unseen cases, of which {rate} % happen. Its probabilities will decide what is "
        "done, case by case. What do you do next?",
        right,
        {claim: why for claim, why in claims.items() if claim != right},
        (
            "The order is good and the numbers are not: that is what a repair is for. Learn it on cases that the model "
            "has not seen, and look at the bins again."
            if kind == 0
            else "On average the numbers are right, and they say next to nothing about the single case. Calibration is "
            "not enough: look at the AUC, or at the Brier score beside that of always saying the base rate."
            if kind == 1
            else "It tells cases apart, and its numbers mean what they say. Keep an eye on the bins: both can change "
            "when the data do."
        ),
        ("What does each of the two numbers see, and what not?", "AUC sees the order, ECE the numbers. 0.5 and 0 are "
         "the marks to compare them with."),
    )  # fmt: skip


SITUATIONS = (which_diagram, how_sure_of_a_bin, which_to_use, what_happened, what_next)
