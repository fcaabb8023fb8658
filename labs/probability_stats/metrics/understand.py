"""What to understand of `metrics`: which errors a number counts, which it can't see, and what they cost."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.metrics import accuracy, expected_cost, precision, recall
from core.probability import normal_cdf, normal_pdf
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number, percent


def understand(seed: int) -> Question:
    """A report, a threshold or a price: which errors does the number count? The situations take turns."""
    return in_turn(seed, *SITUATIONS)


class Search(NamedTuple):
    """What a model looks for among many things."""

    things: str
    bad: str
    good: str


SEARCHES = (
    Search("payments", "frauds", "honest ones"),
    Search("log lines", "faults", "harmless ones"),
    Search("parts", "faulty parts", "sound ones"),
    Search("messages", "scams", "wanted ones"),
    Search("scans", "tumours", "healthy ones"),
)


def answers(tp: int, fp: int, fn: int, tn: int) -> tuple[np.ndarray, np.ndarray]:
    """What was the case, and what the model said, for so many of each kind."""
    return np.repeat([1, 0, 1, 0], [tp, fp, fn, tn]), np.repeat([1, 1, 0, 0], [tp, fp, fn, tn])


def complaint(rng: np.random.Generator) -> Question:
    """Four counts behind a fine accuracy: what will the users complain about?"""
    search, kind = SEARCHES[rng.integers(len(SEARCHES))], int(rng.integers(3))
    bad = 10 * int(rng.integers(8, 21))
    found = bad * int(rng.integers(5, 25)) // 100 if kind == 0 else bad * int(rng.integers(82, 97)) // 100
    ratio = (0.1, rng.uniform(1.6, 3), rng.uniform(0.05, 0.15))[kind]
    alarms = max(1, round(found * ratio))
    good = 1000 * int(rng.integers(6, 20))
    truth, said = answers(found, alarms, bad - found, good - alarms)
    right_share, hit, met = accuracy(truth, said), precision(truth, said), recall(truth, said)
    told = f"Recall is {percent(met)} and precision {percent(hit)}"
    claims = (
        f"Most of the {search.bad} go unnoticed",
        "Most of what is flagged is a false alarm",
        "Neither: few are missed, and few flags are wrong",
    )
    slips = (
        f"You took precision for recall. {told}: of the {bad} {search.bad}, {found} are found.",
        f"You took recall for precision. {told}: of the {found + alarms} that are flagged, {found} are right.",
        f"You trusted the accuracy, which the many {search.good} make up. {told}.",
    )
    return one_of(
        rng,
        f"A model reads {bad + good:,} {search.things}, among them {bad} {search.bad}. It flags {found + alarms}, of "
        f"which {found} are {search.bad}. The report says: accuracy {percent(right_share)}. What will its users "
        "complain about?",
        claims[kind],
        {claims[place]: slips[place] for place in range(3) if place != kind},
        f"{told}. The accuracy is fine either way, since {percent(good / (bad + good))} of all {search.things} are "
        f"{search.good}: a model that never flags anything has that much. Report recall and precision beside it.",
        (f"How many of the {bad} are found, and how many flags are right?", "Work out recall and precision. The "
         "accuracy sees mostly those that were rightly left alone."),
    )  # fmt: skip


MOVES = (
    ("You raise the threshold, and from now on fewer {things} are flagged. Which is sure?", "Recall can't rise",
     "You set the threshold against what is found. Fewer flags find fewer {bad}, or as many, and never more."),
    ("You lower the threshold, and from now on more {things} are flagged. Which is sure?", "Recall can't fall",
     "You set the threshold against what is found. More flags find more {bad}, or as many, and never fewer."),
    ("The model and its threshold stay, but {bad} become {k} times rarer. What do you expect?",
     "Recall stays, precision falls", "Recall is a share of the {bad}, and the model does to each what it did."),
    ("The model and its threshold stay, but {bad} become {k} times as frequent. What do you expect?",
     "Recall stays, precision rises", "Recall is a share of the {bad}, and the model does to each what it did."),
)  # fmt: skip


def what_moves(rng: np.random.Generator) -> Question:
    """The threshold moves, or the prevalence does: what follows for recall and precision?"""
    search, move = SEARCHES[rng.integers(len(SEARCHES))], int(rng.integers(4))
    words, right, why = MOVES[move]
    k, hit, met = int(rng.integers(3, 10)), int(rng.integers(40, 90)), int(rng.integers(40, 90))
    if move < 2:
        up = move == 0
        wrong = {
            f"Precision can't {'fall' if up else 'rise'}": f"You expect precision to {'rise' if up else 'fall'}. It "
            "often does, but the flags that go or come may be the right ones or the wrong ones.",
            f"Accuracy can't {'fall' if up else 'rise'}": f"You took {'fewer' if up else 'more'} flags for "
            f"{'fewer' if up else 'more'} errors. A flag that {'goes' if up else 'comes'} may have been right, and "
            f"then it {'becomes a miss' if up else 'ends a miss'}.",
            "All three can move either way": "You took nothing for sure. Recall divides by all that is there, which "
            f"no threshold changes, and {'fewer' if up else 'more'} flags can't {'add to' if up else 'take from'} what "
            "is found.",
        }
    else:
        goes, against = ("falls", "rises") if move == 2 else ("rises", "falls")
        rarer = "Rarer" if move == 2 else "More frequent"
        wrong = {
            f"Precision stays, recall {goes}": "You swapped the two. Precision mixes both kinds, so it feels how many "
            "there are of each; recall looks at one kind only.",
            "Both stay, as the model does": "You took precision for a property of the model alone. The false alarms "
            f"come from the {search.good}, and there are {'more' if move == 2 else 'fewer'} of them for each right "
            "flag.",
            f"Recall {goes}, and so does precision": f"You let recall go along. {rarer} or not, the model finds the "
            f"same share of the {search.bad}.",
        }
    why = why.format(**search._asdict())
    lead = f"A model that looks for {search.bad} has a recall of {met} % and a precision of {hit} %. "
    solution = (
        f"{why.split('. ', 1)[1]} Precision may move either way. Look at both curves before you move a threshold."
        if move < 2
        else f"{why} Precision is a share of the flags: the right ones get {'fewer' if move == 2 else 'more'}, while "
        f"the false alarms don't. Report precision at the prevalence that you will meet."
    )
    return one_of(
        rng,
        lead + words.format(k=k, **search._asdict()),
        right,
        wrong,
        solution,
        ("Which total does each of the two divide by?", "Recall looks at the row of what is there, precision at the "
         "column of what is flagged."),
    )  # fmt: skip


def which_model(rng: np.random.Generator) -> Question:
    """Three models and two prices: the cheapest isn't the most accurate, nor the one that finds most."""
    search = SEARCHES[rng.integers(len(SEARCHES))]
    while True:
        bad, good = 100, 900
        alarm, miss = int(rng.choice([1, 2, 5])), int(rng.choice([4, 10, 20, 50]))
        found = np.sort(rng.integers(30, 99, 3))
        alarms = np.sort(rng.integers(5, 400, 3))
        counts = [(int(tp), int(fp), int(bad - tp), int(good - fp)) for tp, fp in zip(found, alarms)]
        costs = [1000 * expected_cost(*answers(*each), alarm, miss) for each in counts]
        right_shares = [accuracy(*answers(*each)) for each in counts]
        best, finest, most = int(np.argmin(costs)), int(np.argmax(right_shares)), int(np.argmax(found))
        gaps = np.diff(np.sort(costs))
        if best != finest and gaps[0] > 0.08 * min(costs) and np.diff(np.sort(right_shares))[-1] > 0.004:
            break
    order = rng.permutation(3).tolist()
    names = {place: f"Model {chr(65 + order.index(place))}" for place in range(3)}
    lines = "\n".join(f"| **{names[i]}** | {counts[i][1]} | {counts[i][2]} |" for i in order)

    def slip(place: int) -> str:
        went = (
            "by the accuracy, which counts every error as one"
            if place == finest
            else "by the recall, which counts no false alarm"
            if place == most
            else "for the middle"
        )
        return (
            f"You went {went}. Its errors cost {costs[place]:,.0f} €, and those of {names[best]} {costs[best]:,.0f} €."
        )

    return one_of(
        rng,
        f"Three models read the same 1,000 {search.things}, among them 100 {search.bad}:\n\n| | false alarms | missed |"
        f"\n|---|---:|---:|\n{lines}\n\nA false alarm costs {alarm} €, a miss {miss} €. Which one do you ship?",
        names[best],
        {names[place]: slip(place) for place in range(3) if place != best},
        f"Multiply each error by its price: {names[best]} costs {counts[best][1]} · {alarm} + {counts[best][2]} · "
        f"{miss} = {costs[best]:,.0f} €, the least of the three. {names[finest]} is right most often, on "
        f"{percent(right_shares[finest])}, but its errors are dearer.",
        ("What does each error cost?", "Add up false alarms times their price and misses times theirs, for each "
         "model."),
    )  # fmt: skip


SIZE, BOX = (0, 176, 0, 124), (8, 168, 20, 118)


def which_threshold(rng: np.random.Generator) -> Question:
    """Scores of both kinds and a threshold: which picture has this recall and this precision?"""
    search = SEARCHES[rng.integers(len(SEARCHES))]
    share, apart = int(rng.integers(15, 36)) / 100, float(rng.uniform(2.2, 2.8))
    thresholds = [float(rng.uniform(*ends)) for ends in ((-0.1, 0.15), (1.2, 1.4), (apart, apart + 0.3))]
    met = [1 - normal_cdf(t, apart, 1) for t in thresholds]
    alarmed = [1 - normal_cdf(t, 0, 1) for t in thresholds]
    hit = [share * a / (share * a + (1 - share) * b) for a, b in zip(met, alarmed)]
    right = int(rng.integers(3))
    told = [
        f"You picked {look}. There recall is {percent(a)} and precision {percent(b)}."
        for look, a, b in zip(("a low threshold", "a threshold between the two", "a high threshold"), met, hit)
    ]
    sketches = [_scores(share, apart, t) for t in thresholds]
    return one_of(
        rng,
        f"A model scores {search.things}. Above the line are the scores of {search.bad}, below it those of "
        f"{search.good}; from the threshold on to the right, they are flagged. Which picture has a recall of "
        f"{percent(met[right])} and a precision of {percent(hit[right])}?",
        sketches[right],
        [(sketches[place], told[place]) for place in range(3) if place != right],
        f"Recall is the filled share of the upper hill: {percent(met[right])} in **{{right}}**. Precision is the upper "
        f"part of all that is filled: {percent(hit[right])}. Choose a threshold by what both errors cost.",
        ("Which part of the upper hill lies right of the threshold?", "Of everything right of the threshold, how much "
         "stands above the line?"),
    )  # fmt: skip


def _scores(share: float, apart: float, threshold: float) -> Sketch:
    """Two hills back to back, as tall as they are frequent, filled from the threshold on."""
    x = np.linspace(-3.2, 6, 70)
    up, down = share * normal_pdf(x, apart, 1), -(1 - share) * normal_pdf(x, 0, 1)
    panel = marks.Panel(BOX, x=(-3.2, 6), y=(1.1 * down.min(), 1.3 * up.max()))
    drawn, right = [], x >= threshold
    for heights, role in ((up, "data"), (down, "model")):
        height = np.interp(threshold, x, heights)
        drawn += [
            marks.polygon(panel.at(np.r_[x[0], x, x[-1]], np.r_[0, heights, 0]), role=role, fill=0.15, width=1),
            marks.polygon(
                panel.at(np.r_[threshold, threshold, x[right], x[-1]], np.r_[0, height, heights[right], 0]),
                role=role,
                fill=0.85,
                width=0,
            ),
        ]
    cut = marks.line(panel.at([threshold, threshold], panel.y), role="ink", width=1.5)
    level = marks.line(panel.at(panel.x, [0, 0]), width=1)
    return Sketch([*drawn, level, cut, marks.text((168, 20), "score →", anchor="end", dx=0, dy=16)], SIZE)


BRAGS = (
    (precision, "a precision of 100 %", "Precision looks at what is flagged and sees nothing of what is missed"),
    (recall, "a recall of 100 %", "Recall looks at the {bad} and sees nothing of the {good}"),
    (accuracy, "an accuracy of {acc} %", "Of {n:,} {things} only {bad_n} are {bad}, so whoever flags nothing is right "
     "on {acc} %"),
)  # fmt: skip
HIDDEN = (
    "It misses most of the {bad}",
    "It flags every one of the {good}",
    "It never flags anything at all",
    "It flags one half, by the toss of a coin",
)
BUT = (
    ("", "You took false alarms for something that precision overlooks. At best {value} of such a model's flags are "
     "right.",
     "You forgot what precision divides by. With nothing flagged there is no precision to report.",
     "You took precision for a matter of luck. A coin flags {good} as often as {bad}, so {value} of its flags are "
     "right."),
    ("You took misses for something that recall overlooks. They are what it counts: this model's recall is below "
     "50 %.", "",
     "You took silence for safety. Whoever flags nothing finds nothing: recall is {value}.",
     "You took half of the flags for enough. A coin finds about half of the {bad}: recall is {value}."),
    ("", "You took false alarms for few. The {good} are nearly all there is, so flagging them leaves an accuracy of "
     "{value}.", "", "You took a coin for a fair guess here. It is right on {value}, whatever the answers should be."),
)  # fmt: skip


def what_may_hide(rng: np.random.Generator) -> Question:
    """One fine number: which bad model may still be behind it?"""
    search, kind = SEARCHES[rng.integers(len(SEARCHES))], int(rng.integers(3))
    n, bad = 1000 * int(rng.integers(2, 10)), 20 * int(rng.integers(1, 3))
    good = n - bad
    given = {"n": n, "bad_n": bad, "acc": number(100 * good / n, 1), **search._asdict()}
    figure, words, fact = BRAGS[kind]
    models = ((bad // 4, 0, bad - bad // 4, good), (bad, good, 0, 0), (0, 0, bad, good),
              (bad // 2, good // 2, bad // 2, good // 2))  # fmt: skip
    wrong = {
        claim.format(**given): but.format(value=percent(figure(*answers(*model))), **given)
        for claim, but, model in zip(HIDDEN, BUT[kind], models)
        if but
    }
    return one_of(
        rng,
        f"Of {n:,} {search.things}, {bad} are {search.bad}. A colleague reports one number for a model: "
        f"{words.format(**given)}. Which of these may be true of the model all the same?",
        HIDDEN[kind].format(**given),
        wrong,
        f"{fact.format(**given)}. Every one of these numbers leaves out a kind of error. Ask for two that divide by "
        "different totals, and for the model that does nothing beside them.",
        ("Which of the four counts stand in that number?", "Work out the number for each of the models described."),
    )


SITUATIONS = (complaint, what_moves, which_model, which_threshold, what_may_hide)
