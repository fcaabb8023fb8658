"""What to understand of `bayes`: the base rate decides, evidence multiplies odds, and the same evidence counts once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.probability import posterior, screening_table
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number, percent


def understand(seed: int) -> Question:
    """An alert, a second opinion or a vendor's claim: how sure does it make you? The situations take turns."""
    return in_turn(seed, *SITUATIONS)


class Watch(NamedTuple):
    """What is watched, and what a detector looks for in it."""

    things: str
    bad: str
    good: str
    thing: str
    is_bad: str


WATCHES = (
    Watch("requests", "attacks", "harmless ones", "request", "is an attack"),
    Watch("payments", "frauds", "honest ones", "payment", "is a fraud"),
    Watch("mails", "scams", "honest ones", "mail", "is a scam"),
    Watch("images", "duplicates", "originals", "image", "is a duplicate"),
    Watch("reviews", "fakes", "genuine ones", "review", "is a fake"),
)


def what_changed(rng: np.random.Generator) -> Question:
    """Fewer alerts are right than in the test: rarer cases, fewer found, or more false alarms?"""
    watch, kind = WATCHES[rng.integers(len(WATCHES))], int(rng.integers(3))
    before = [float(rng.choice(each)) for each in ([0.1, 0.2, 0.4, 0.5], [0.8, 0.9, 0.95], [0.01, 0.02, 0.05])]
    after = list(before)
    after[kind] *= (float(rng.choice([0.05, 0.1])), float(rng.choice([0.2, 0.25])), float(rng.choice([5, 10])))[kind]
    (bad, found, alarmed), (bad_now, found_now, alarmed_now) = (
        (round(10_000 * p), round(10_000 * p * s), round(10_000 * (1 - p) * f)) for p, s, f in (before, after)
    )
    rows = [("checked", 10_000, 10_000), (f"{watch.bad} among them", bad, bad_now), (f"{watch.bad} flagged", found,
             found_now), (f"{watch.good} flagged", alarmed, alarmed_now)]  # fmt: skip
    lines = "\n".join(f"| {name} | {a:,} | {b:,} |" for name, a, b in rows)
    facts = (
        f"{watch.bad.capitalize()} are {percent(before[0])} of all in the test, and {percent(after[0])} in production",
        f"Of the {watch.bad}, {percent(before[1])} are flagged in the test, and {percent(after[1])} in production",
        f"Of the {watch.good}, {percent(before[2])} are flagged in the test, and {percent(after[2])} in production",
    )
    claims = (
        f"{watch.bad.capitalize()} are rarer; the detector does what it did",
        f"It finds a smaller share of the {watch.bad}",
        f"It flags a larger share of the {watch.good}",
    )
    slips = (
        f"You blamed how rare the {watch.bad} are, but they are {percent(before[0])} of all in both.",
        f"You compared counts of flagged {watch.bad}. As a share, {percent(before[1])} are found in both.",
        f"You compared counts of flagged {watch.good}. As a share, {percent(before[2])} are flagged in both.",
    )
    return one_of(
        rng,
        f"A detector in two places:\n\n| | test | production |\n|---|---:|---:|\n{lines}\n\nOf what it flags, "
        f"{percent(posterior(*before))} were {watch.bad} in the test, and {percent(posterior(*after))} are in "
        "production. What has changed?",
        claims[kind],
        {claims[place]: slips[place] for place in range(3) if place != kind},
        f"{facts[kind]}; the other two shares are the same. "
        + (
            "Ask how rare the thing is before you ask how good the detector is, and test it at that rate."
            if kind == 0
            else "Compare prevalence, sensitivity and false-positive rate one by one before you blame one."
        ),
        ("Turn the counts into three shares, each in both places.", f"What share of all are {watch.bad}? What share of "
         "them is flagged, and what share of the others?"),
    )  # fmt: skip


def best_lever(rng: np.random.Generator) -> Question:
    """Which change makes alerts right most often? Each multiplies the odds by a number."""
    watch = WATCHES[rng.integers(len(WATCHES))]
    while True:
        prior, found = int(rng.integers(1, 4)) / 100, int(rng.choice([25, 30, 40, 60, 80, 90])) / 100
        alarmed, times = int(rng.choice([4, 6, 8, 10])) / 100, float(rng.choice([1.5, 3, 4]))
        now = posterior(prior, found, alarmed)
        after = [
            posterior(prior, found, alarmed / 2),
            posterior(prior, 1, alarmed),
            posterior(times * prior, found, alarmed),
        ]
        best = int(np.argmax(after))
        if max(after) - sorted(after)[1] > 0.03:
            break
    levers = (
        f"Halve the false-positive rate, to {percent(alarmed / 2)}",
        f"Find all {watch.bad}, at the same rate of false alarms",
        f"Check only where {watch.bad} are {times:g} times as frequent",
    )
    slips = (
        "You took false alarms for all that matters. Half of them double the odds and no more",
        f"You went for finding more. That multiplies the odds by {number(1 / found, 1)}, and the false alarms stay",
        f"You looked for a better place. There the odds are about {times:g} times as high",
    )
    return one_of(
        rng,
        f"{percent(prior)} of all {watch.things} are {watch.bad}. A detector flags {percent(found)} of them, and "
        f"{percent(alarmed)} of the {watch.good}. So {percent(now)} of its flags are right, and the team has muted it. "
        "Which change raises that share most?",
        levers[best],
        {
            levers[place]: f"{slips[place]}: {percent(after[place])} of the flags are right then."
            for place in range(3)
            if place != best
        },
        "The odds of a flagged one are the odds before, times sensitivity, divided by the false-positive rate. Work "
        "out "
        f"all three: {percent(after[0])}, {percent(after[1])} and {percent(after[2])} of the flags are right. Spend "
        "the effort where the factor is largest.",
        ("By what does each change multiply the odds?", "Sensitivity stands above the line and the false-positive rate "
         "below it. The odds before stand in front."),
    )  # fmt: skip


SECOND = (
    ("You run the same detector on the same {thing} once more. It flags it again.", True),
    ("A second system runs a copy of the same model on the same {thing}. It flags it, too.", True),
    ("A second detector looks at other signs, errs independently, and has the same two rates. It flags the {thing}, "
     "too.", False),
    ("Another team's detector, with the same two rates and errors that are independent of yours, flags the {thing}, "
     "too.", False),
)  # fmt: skip


def second_flag(rng: np.random.Generator) -> Question:
    """A second flag is news only if it could have turned out differently."""
    watch, (words, same) = WATCHES[rng.integers(len(WATCHES))], SECOND[rng.integers(len(SECOND))]
    while True:
        prior, found = int(rng.integers(1, 6)) / 100, int(rng.choice([70, 80, 90])) / 100
        alarmed = int(rng.choice([5, 8, 10, 15])) / 100
        once, twice = posterior(prior, found, alarmed), posterior(prior, found**2, alarmed**2)
        choices = [once, twice, 2 * once, found]
        if min(np.diff(sorted(choices))) > 0.05:
            break
    told = {
        f"About {number(100 * once)} %": "You gave the second flag no weight. It errs independently, so it "
        f"multiplies the odds by {found:g} / {alarmed:g} once more.",
        f"About {number(100 * twice)} %": "You counted one piece of evidence twice. What can only agree with itself "
        "brings no news, and the odds stay.",
        f"About {number(200 * once)} %": "You added the two. "
        + ("The second flag had to come, so it brings no news." if same else "Evidence multiplies odds instead: "
           f"{number(100 * once)} % becomes {number(100 * twice)} %."),
        f"About {number(100 * found)} %, the sensitivity": (f"You turned it round. {number(100 * found)} % of the "
        f"{watch.bad} are flagged; the question is how many of the flagged are {watch.bad}.", "conditional"),
    }  # fmt: skip
    right = list(told)[0 if same else 1]
    return one_of(
        rng,
        f"{percent(prior)} of all {watch.things} are {watch.bad}. A detector flags {percent(found)} of them, and "
        f"{percent(alarmed)} of the {watch.good}. So a flagged {watch.thing} {watch.is_bad} with probability "
        f"{number(100 * once)} %. {words.format(thing=watch.thing)} How probable is it now that it {watch.is_bad}?",
        right,
        {choice: why for choice, why in told.items() if choice != right},
        (
            f"The second flag was sure to come once the first had, whether the {watch.thing} {watch.is_bad} or not. So "
            f"it stays at {number(100 * once)} %. Ask of each further sign what it looks at that the others don't."
            if same
            else f"Both rates apply once more: {found:g}² and {alarmed:g}² take the place of {found:g} and "
            f"{alarmed:g} in Bayes' rule, which gives {number(100 * twice)} %. This holds only as far as the two err "
            "independently."
        ),
        ("Could the second one have said something else?", "Independent evidence multiplies the odds, once for each "
         "piece."),
    )  # fmt: skip


SIZE = (0, 176, 0, 54)


def which_bar(rng: np.random.Generator) -> Question:
    """Of all that is flagged, how much is bad? Three bars, two of them without the base rate."""
    watch = WATCHES[rng.integers(len(WATCHES))]
    while True:
        prior, found = float(rng.choice([0.01, 0.02, 0.05, 0.1, 0.3, 0.5])), int(rng.choice([60, 70, 80, 90])) / 100
        alarmed = int(rng.choice([5, 10, 20, 30])) / 100
        sure = posterior(prior, found, alarmed)
        slips = {
            found: (
                f"You turned it round. {percent(found)} of the {watch.bad} are flagged; the bar shows how many of the "
                f"flagged are {watch.bad}.",
                "conditional",
            ),
            found / (found + alarmed): f"You left out how rare the {watch.bad} are. That bar belongs where half of all "
            f"{watch.things} are {watch.bad}.",
            prior: f"You left out the flag. {percent(prior)} is the share of {watch.bad} among all {watch.things}.",
            1 - alarmed: f"You took the {percent(1 - alarmed)} of {watch.good} that pass. The bar is about those that "
            "are flagged.",
        }
        wrong = rng.choice(list(slips), 2, replace=False).tolist()
        if min(np.diff(sorted([sure, *wrong]))) > 0.12:
            break
    return one_of(
        rng,
        f"{percent(prior)} of all {watch.things} are {watch.bad}. A detector flags {percent(found)} of these, and "
        f"{percent(alarmed)} of the {watch.good}. Each bar stands for all that is flagged, and its filled left part "
        f"for the {watch.bad} among them. Which bar is right?",
        _bar(sure),
        [(_bar(share), slips[share]) for share in wrong],
        f"Of 10,000, {number(10_000 * prior * found)} {watch.bad} are flagged and "
        f"{number(10_000 * (1 - prior) * alarmed)} {watch.good}. So {percent(sure)} of the flagged are {watch.bad}: "
        "**{right}**. Count both kinds of flags before you believe one.",
        ("Count what is flagged among 10,000: how many of either kind?", "How many of either kind are there "
         "before anything is flagged?"),
    )  # fmt: skip


def _bar(share: float) -> Sketch:
    left, right = 8, 168
    cut = left + (right - left) * share
    boxes = [(left, cut, "data", 0.85), (cut, right, "model", 0.3)]
    return Sketch(
        [
            marks.polygon([(a, 14), (b, 14), (b, 40), (a, 40)], role=role, fill=fill, width=1)
            for a, b, role, fill in boxes
        ],
        SIZE,
    )


def cleared(rng: np.random.Generator) -> Question:
    """99 % of what is cleared is fine: is that the check, or the base rate?"""
    watch, useful = WATCHES[rng.integers(len(WATCHES))], bool(rng.integers(2))
    prior = int(rng.integers(15, 36)) / 100 if useful else int(rng.integers(2, 9)) / 200
    found = int(rng.integers(93, 99)) / 100 if useful else int(rng.integers(2, 7)) / 20
    alarmed = int(rng.integers(5, 21)) / 100
    (_, _), (missed, fine) = screening_table(prior, found, alarmed)
    share = fine / (missed + fine)
    claims = {
        "Little: nearly as many are without the check": f"You took the base rate for the whole of it. Without the "
        f"check {percent(1 - prior)} are fine, and with it {percent(share)}.",
        "Much: far fewer are without the check": f"You gave the check credit for the base rate. Without it "
        f"{percent(1 - prior)} are fine already.",
        f"That it finds {percent(share)} of the {watch.bad}": (
            f"You turned it round. {percent(share)} is a share of what is cleared; how many of the {watch.bad} are "
            f"found is another number, here {percent(found)}.",
            "conditional",
        ),
    }
    right = list(claims)[1 if useful else 0]
    return one_of(
        rng,
        f"“{percent(share)} of the {watch.things} that we clear are fine”, says the vendor of a check. You know that "
        f"{percent(prior)} of all {watch.things} are {watch.bad}. What does the {percent(share)} say about the check?",
        right,
        {claim: why for claim, why in claims.items() if claim != right},
        f"Without any check {percent(1 - prior)} are fine, and among those cleared {percent(share)}. "
        + (
            f"So it takes out most of the {watch.bad}: in fact {percent(found)} of them."
            if useful
            else f"So it leaves most of the {watch.bad} in: in fact it finds only {percent(found)} of them."
        )
        + " Put the number of a check that clears everything beside it.",
        ("What would be said of a check that clears everything?", "Compare with the share that is fine before anybody "
         "checks."),
    )  # fmt: skip


SITUATIONS = (what_changed, best_lever, second_flag, which_bar, cleared)
