"""What `classifier` asks beside numbers: when probabilities may be trusted, and what a threshold does with them."""

from __future__ import annotations

import numpy as np

from core.calibration import log_loss
from core.probability import from_log_odds
from ui import marks
from ui.question import Question, Sketch, one_of, printed
from ui.words import number, percent

CASES = (
    ("cards", "fraud"), ("mails", "spam"), ("parts", "defect"), ("flights", "late"), ("leads", "sale"),
    ("scans", "tumour"),
)  # fmt: skip


def understand(seed: int) -> Question:
    """One of six situations, with a story and numbers of its own."""
    rng = np.random.default_rng(seed)
    situation = (copied, gate, threshold, curves, one_case, none_wrong)[seed % 6]
    return situation(rng, *CASES[rng.integers(len(CASES))])


def copied(rng: np.random.Generator, things: str, event: str) -> Question:
    """What a copied column, or a column of noise, does to the two models."""
    kind, what = (
        ("copy", f"You join a second table to that of your {things}, and a column comes along five times more, in "
         "other units and under other names."),
        ("copy", f"A colleague adds five columns to the table of {things}: one measurement in five other units."),
        ("copy", f"A sensor's reading is stored six times for each of your {things}: raw, in other units, and as "
         "percentages."),
        ("noise", f"Somebody adds one column of random numbers to the table of {things}, to see what happens."),
        ("noise", f"By mistake a column of random ids is added to the table of {things}, and the models take it as a "
         "number."),
    )[rng.integers(5)]  # fmt: skip
    both, bayes, logistic, neither = (
        "Both become surer", "Naive Bayes becomes surer, logistic hardly changes",
        "Logistic becomes surer, naive Bayes hardly changes", "Both stay nearly as they were",
    )  # fmt: skip
    if kind == "copy":
        wrong = {
            both: "Logistic regression learns its weights together. Copies share what one column had, so its "
            "probabilities hardly move.",
            logistic: "You have it the other way round. Logistic regression shares a weight among the copies; naive "
            "Bayes adds up the evidence of each.",
            neither: "Nothing new is known, and still naive Bayes counts the same clue six times: it takes columns as "
            "independent.",
        }
        right, solution = bayes, (
            "Naive Bayes adds the log-odds of every column as if each were news, so one clue counts six times. "
            "Logistic regression spreads one weight over the copies. Drop columns that say the same before you trust "
            "naive Bayes."
        )  # fmt: skip
    else:
        wrong = {
            both: "A column that looks alike in both classes says little for either. There is no evidence to be sure "
            "by.",
            bayes: "That is what a copy of a telling column does. Random numbers look alike in both classes, so their "
            "evidence is near 0.",
            logistic: "Its weight for random numbers is near 0, as they don't help on the rows it learns from.",
        }
        right, solution = (
            neither,
            (
                "Random numbers have nearly the same mean and variance in both classes, so naive Bayes gets next to no "
                "evidence from them, and logistic regression a weight near 0. Many such columns would be another story."
            ),
        )
    return one_of(
        rng,
        f"{what} You fit Gaussian naive Bayes and logistic regression (with its usual penalty) for “{event}” once "
        "more. What becomes of their probabilities on unseen rows?",
        right,
        wrong,
        solution,
        ("What does naive Bayes do with the evidence of two columns that say the same?",
         "Ask whether the added column says anything of the class, and whether it says anything new."),
    )  # fmt: skip


def gate(rng: np.random.Generator, things: str, event: str) -> Question:
    """Behind a gate: how many there are, what they were said to be, and how many were wrong."""
    n = int(rng.integers(20, 60)) * 10
    kind = ("honest", "too sure", "too shy")[rng.integers(3)]
    said = float(rng.choice([0.96, 0.97, 0.98, 0.99]) if kind != "too shy" else rng.choice([0.7, 0.75, 0.8]))
    share = {"honest": 1 - said, "too sure": rng.uniform(4, 7) * (1 - said), "too shy": rng.uniform(0.01, 0.04)}[kind]
    wrong_ones, expected = round(n * share), n * (1 - said)
    gap = f"By its own probabilities about {number(expected)} of {n} would be wrong, and {wrong_ones} were"
    whys = {
        "It means what it says": f"{gap}.",
        "It is too sure of itself": f"Then more would be wrong than it says. {gap}.",
        "It is not sure enough": f"Then fewer would be wrong than it says. {gap}.",
        "It ranks the cases badly": (
            "How well it ranks can't be read from one group above a threshold. Here its probabilities are compared "
            "with what happened.", "metrics",
        ),
    }  # fmt: skip
    right = {"honest": "It means what it says", "too sure": "It is too sure of itself",
             "too shy": "It is not sure enough"}[kind]  # fmt: skip
    return one_of(
        rng,
        f"A model says how probable “{event}” is for your {things}. You look at the {n} unseen ones that it put above "
        f"{percent(min(said - 0.06, 0.95))}: on average it said {percent(said)}, and {wrong_ones} of the {n} turned "
        "out otherwise. What do you make of its probabilities there?",
        right,
        {choice: why for choice, why in whys.items() if choice != right},
        {
            "honest": f"{gap}: that fits. Up there you may set your gate by what it says; elsewhere you would have to "
            "count again.",
            "too sure": f"{gap}. A gate set by these probabilities lets more errors through than you planned. Repair "
            "them on cases that it wasn't trained on, or set the gate by counting.",
            "too shy": f"{gap}. Whoever believes these probabilities sends too many cases to be checked by hand. "
            "Repair them, or set the gate by counting.",
        }[kind],
        (f"Take it at its word. How many of {n} should then turn out otherwise?",
         f"It said {percent(said)} on average, so it expects {percent(1 - said)} to turn out otherwise."),
    )  # fmt: skip


def threshold(rng: np.random.Generator, things: str, event: str) -> Question:
    """Where two prices put the threshold of an honest model."""
    low, high = int(rng.integers(1, 6)), int(rng.integers(30, 100))
    alarm, miss = (low, high) if rng.random() < 0.5 else (high, low)
    if alarm > miss:
        things, event = (("mails", "spam"), ("comments", "abuse"), ("log lines", "attack"))[rng.integers(3)]
    t, other = alarm / (alarm + miss), miss / (alarm + miss)
    move, back = ("Lower", "Raise") if t < 0.5 else ("Raise", "Lower")
    now = float(rng.choice([0.4, 0.5, 0.6]))
    return one_of(
        rng,
        f"A calibrated model says how probable “{event}” is for each of your {things}. Whatever reaches {percent(now)} "
        f"is flagged. A false alarm costs {alarm} €, a miss {miss} €. What do you do with the threshold?",
        f"{move} it to about {percent(round(t, 2))}",
        {
            f"{back} it to about {percent(round(other, 2))}": f"You swapped the prices. At {percent(round(other, 2))} "
            f"you would {'miss more' if other > 0.5 else 'raise more false alarms'} than now, and "
            f"{'a miss' if other > 0.5 else 'a false alarm'} is the expensive error here.",
            "Set it to 50 %, as the model is calibrated": "At 50 % a calibrated model makes the fewest errors. But its "
            f"errors don't cost the same: {alarm} € and {miss} €.",
            "Leave it, and train the model on more rows": "That makes a better model, perhaps. Still, at "
            f"{percent(now)} it would go on acting as if the prices were nearly equal.",
        },
        f"$t = {alarm} / ({alarm} + {miss}) = {t:.2f}$: from there on flagging costs less than not flagging. For a "
        "model that isn't honest, count the cost at every threshold on unseen cases.",
        ("Which of the two errors do you want to see less often, and which way must the threshold go for it?",
         "At the threshold both choices cost the same: $(1 - t) \\cdot c_f = t \\cdot c_m$."),
    )  # fmt: skip


def curves(rng: np.random.Generator, things: str, event: str) -> Question:
    """Said against happened: of a model that is too sure, one that is honest, and one that isn't sure enough."""
    lean = float(rng.uniform(-0.15, 0.15))
    slopes = {"too sure": rng.uniform(0.35, 0.5), "honest": 1.0, "too shy": rng.uniform(2.2, 3.0)}
    sketches = {kind: reliability(a, lean if kind != "honest" else 0.0, rng) for kind, a in slopes.items()}
    asked = ("too sure", "honest", "too shy")[rng.integers(3)]
    ask = {
        "too sure": "One of them counts the same clue several times, as naive Bayes does with columns that say the "
        "same. Which?",
        "honest": "With which of them may you put the threshold at $c_f / (c_f + c_m)$ as it stands?",
        "too shy": "One of them was held back so much that it hardly dares to leave the middle. Which?",
    }[asked]
    facts = {
        "too sure": "the dots lie nearer to the middle than the diagonal: where it says nearly 0 or nearly 1, it is "
        "wrong more often than that. It is too sure",
        "honest": "the dots lie along the diagonal: what it says is what happens",
        "too shy": "the dots are steeper than the diagonal: where it says a little more than one half, it happens "
        "nearly always. It isn't sure enough",
    }
    return one_of(
        rng,
        f"Three models say how probable “{event}” is for your {things}. Across: what they said, from 0 to 1, in "
        f"groups; up: how often it happened in each group. {ask}",
        sketches[asked],
        [(sketches[kind], f"Here {facts[kind]}.") for kind in slopes if kind != asked],
        f"In {{right}} {facts[asked]}. Draw this for your own model, with unseen cases, before you set a threshold.",
        ("The dashed diagonal is where a model means what it says.",
         "Take the dots near the right edge: what was said there, and how often did it happen?"),
    )  # fmt: skip


def reliability(slope: float, lean: float, rng: np.random.Generator) -> Sketch:
    """How often it happened against what was said: the true log-odds are `slope` times those said."""
    panel = marks.Panel((24, 154, 24, 154), x=(0, 1), y=(0, 1))
    said = np.array([0.04, 0.14, 0.25, 0.37, 0.5, 0.63, 0.75, 0.86, 0.96])
    happened = from_log_odds(slope * np.log(said / (1 - said)) + lean) + rng.normal(0, 0.008, 9)
    return Sketch(
        [
            *panel.frame((0, 0.5, 1), (0, 0.5, 1)),
            marks.line(panel.at([0, 1], [0, 1]), width=1.5, dash="5 4"),
            marks.line(panel.at(said, np.clip(happened, 0, 1)), "model", width=1.5, opacity=0.6),
            marks.points(panel.at(said, np.clip(happened, 0, 1)), "model", size=4),
        ],
        (-6, 176, 0, 164),
    )


def one_case(rng: np.random.Generator, things: str, event: str) -> Question:
    """Which of four forecasts makes most of a log loss."""
    sure, shy, right, middling = (
        rng.uniform(0.004, 0.03),
        rng.uniform(0.35, 0.48),
        *rng.uniform([0.95, 0.6], [0.99, 0.8]),
    )
    given = np.round([sure, shy, right, middling], 3)
    happened = rng.integers(0, 2, 4)
    said = np.round(np.where(happened == 1, given, 1 - given), 3)
    losses = [log_loss([label], [p]) for label, p in zip(happened, said)]
    order, names = rng.permutation(4), [f"no. {n}" for n in np.sort(rng.choice(900, 4, replace=False) + 100)]
    place = {int(case): names[at] for at, case in enumerate(order)}
    rows = "".join(f"| {names[at]} | {percent(said[case])} | {'yes' if happened[case] else 'no'} |\n"
                   for at, case in enumerate(order))  # fmt: skip
    share = losses[0] / sum(losses)
    costs = {case: f"{number(losses[case], 2)} of the sum, {number(sum(losses), 2)}" for case in range(4)}
    return one_of(
        rng,
        f"The log loss of a model jumped overnight. You look at four of its {things}: how probable it said “{event}” "
        f"is, and whether it happened.\n\n| case | said | happened |\n|---|---|---|\n{rows}\nWhich one makes most of "
        "the loss?",
        f"{place[0]}, said {percent(said[0])}",
        {
            f"{place[1]}, said {percent(said[1])}": f"It is wrong, but it left the other side {percent(given[1])}. "
            f"That costs {costs[1]}.",
            f"{place[2]}, said {percent(said[2])}": "It is very sure, and it is right: to what happened it gave "
            f"{percent(given[2])}. That costs {costs[2]}.",
            f"{place[3]}, said {percent(said[3])}": f"It is right, though not very sure. That costs {costs[3]}.",
        },
        f"To what happened, {place[0]} gave {percent(given[0])}: $-\\log {given[0]:g} = {printed(losses[0], 2)}$, "
        f"which is {percent(round(share, 2))} of the four together. Being wrong costs little as long as you aren't "
        "sure. Look at the sure and wrong ones first.",
        ("For each row, how probable did the model think what really happened?",
         "The loss is −log of that probability: near 0 it grows without end."),
    )  # fmt: skip


def none_wrong(rng: np.random.Generator, things: str, event: str) -> Question:
    """Not one wrong among those behind a gate: is that a proof?"""
    claim = float(rng.choice([0.99, 0.995, 0.999]))
    rate = float(rng.choice([0.01, 0.02, 0.005]))
    few, one_in = bool(rng.integers(2)), round(1 / rate)
    n = int(rng.integers(40, 120) / 80 / rate) if few else int(rng.integers(10, 16) / 2 / rate)
    luck = (1 - rate) ** n
    could, enough = f"It may still be wrong on 1 in {one_in}", f"It is likely wrong on fewer than 1 in {one_in}"
    told = f"A model that is wrong on 1 in {one_in} would be wrong on none of {n:,} in {percent(luck)} of such tests"
    return one_of(
        rng,
        f"On your {things}, a model of “{event}” may act alone wherever it is at least {percent(claim)} sure. You "
        f"count on unseen cases: it was that sure of {n:,}, and wrong on none of them. What do you write into the "
        "report?",
        could if few else enough,
        {
            "It makes no errors where it is that sure": f"You took “none in {n:,}” for “none ever”. Rare errors hide "
            "in a sample of that size.",
            f"It is right in {percent(claim)}, as it says": "Its own word is no evidence. What you counted is "
            f"{n:,} cases, and they fit many other rates as well.",
            (enough if few else could): f"{told}: "
            + ("that is not rare, so you can't rule it out." if few else "that hardly ever happens, so you may rule it "
               "out."),
        },
        f"{told}. " + ("So the count doesn't rule it out. " if few else "So the count rules that out. ")
        + f"Roughly, none in {n:,} leaves room for up to 3 in {n:,}: count further cases before you promise less.",
        (f"Suppose it were wrong on 1 in {one_in}. How often would {n:,} cases then show no error?",
         f"That is $(1 - 1/{one_in})^{{{n}}}$."),
    )  # fmt: skip
