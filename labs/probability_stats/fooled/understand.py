"""What to understand of `fooled`: what a p-value says, what it doesn't, and which way of looking made it."""

from __future__ import annotations

import math

import numpy as np

from core.probability import normal_cdf
from core.statistics import best_of, family_error_rate
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number, percent


def understand(seed: int) -> Question:
    """A win on a dashboard or a leaderboard: is it more than luck? The situations take turns."""
    return in_turn(seed, *SITUATIONS)


CURES = {
    "peeked": ("Fix the number of cases in advance, and look once", "That cures looking again and again"),
    "metrics": ("Divide 0.05 by the number of things measured", "That cures measuring many things at once"),
    "best": ("Score it again on fresh tasks", "That cures choosing the best of many"),
    "planned": ("None: report it as it is", "That is for one look, planned in advance"),
}
LOOKS = (
    ("peeked", "You open the dashboard every morning. On day {d} of {long} p falls below 0.05 for the first time, at "
     "{p}, and you stop the experiment.", "you looked {d} times at one number and stopped where it suited you"),
    ("peeked", "A script checks the experiment after every 100 visitors and rings as soon as p is below 0.05. It rings "
     "at {many} visitors, with p = {p}.", "the script looked {d} times and stopped where it suited you"),
    ("metrics", "You ran the experiment to its planned end and looked at {k} metrics. One of them, “shared”, has p = "
    "{p}.",
     "one of {k} metrics was the one you told of"),
    ("metrics", "The planned experiment shows nothing for all visitors. You split them into {k} countries, and one has "
     "p = {p}.", "one of {k} countries was the one you told of"),
    ("best", "You try {k} prompts on the same 100 tasks and ship the best, which gets {score} %.",
     "the best of {k} has been lucky as well as good"),
    ("best", "A sweep over {k} random seeds ends with one that gets {score} % on the test set of 100 tasks. You ship "
    "it.",
     "the best of {k} has been lucky as well as good"),
    ("planned", "You fixed {many} visitors and one metric in advance, looked once at the end, and found p = {p}.",
     "there was one look at one thing, as planned"),
    ("planned", "A colleague fixed the sample of {many} and the question beforehand, looked once, and found p = {p}.",
     "there was one look at one thing, as planned"),
)  # fmt: skip


def which_cure(rng: np.random.Generator) -> Question:
    """Peeking, many measures, the best of many, or a planned look: what has to be done?"""
    key, words, what = LOOKS[rng.integers(len(LOOKS))]
    d, k = int(rng.integers(5, 19)), int(rng.integers(8, 25))
    given = {"d": d, "long": d + int(rng.integers(6, 20)), "many": f"{100 * d:,}", "k": k,
             "p": number(rng.uniform(0.021, 0.044), 3), "score": int(rng.integers(85, 90))}  # fmt: skip
    what = what.format(**given)
    return one_of(
        rng,
        f"{words.format(**given)} What should be done before anybody relies on it?" if key == "best" else
        f"{words.format(**given)} What should have been done?" if key != "planned" else
        f"{words.format(**given)} What correction does it need?",
        CURES[key][0],
        {cure: f"You reached for another cure. {use}, but here {what}."
         for other, (cure, use) in CURES.items() if other != key},
        f"Here {what}. "
        + {
            "peeked": "Every look gives luck another chance, and the 5 % hold for a single one.",
            "metrics": f"With {k} looks at nothing, independent of each other, luck finds something "
            f"{percent(family_error_rate(k))} of the time.",
            "best": "Its score on the tasks that chose it tends to be too high; fresh ones tell the truth, up to "
            "their ±.",
            "planned": "The 5 % are made for this case, and they are still 5 %.",
        }[key],
        ("How many chances did luck get, and of which kind?", "Was it looked at often, were many things measured, or "
         "was the best of many chosen?"),
    )  # fmt: skip


def why_the_drop(rng: np.random.Generator) -> Question:
    """A score that production doesn't repeat: the luck of the best, other tasks, or the ± of few?"""
    kind, truth = int(rng.integers(3)), int(rng.integers(70, 86)) / 100
    k, n = ((int(rng.integers(15, 41)), 100), (1, 100 * int(rng.integers(20, 50))), (1, 10 * int(rng.integers(5, 11))))[
        kind
    ]
    reach = 2 * math.sqrt(truth * (1 - truth) / n)
    lucky = best_of(k, truth, n)
    score = round(100 * (lucky, truth + 5 * reach, truth + 0.45 * reach)[kind])
    drop = score - round(100 * truth)
    tried = f"the best of {k} prompts" if k > 1 else "the only prompt that you tried"
    facts = (
        f"The best of {k} equally good prompts, each right on {number(100 * truth)} %, scores {number(100 * lucky)} % "
        f"on average on {n} tasks",
        f"On {n:,} tasks 2 standard errors are {number(100 * reach, 1)} points, and nothing was chosen among many",
        f"On {n} tasks 2 standard errors are {number(100 * reach)} points, and nothing was chosen among many",
    )
    claims = (
        "The best of many was picked for its luck, too",
        "The tasks in production are harder than those of the test",
        "Nothing more than the ± of the test tasks",
    )
    slips = (
        f"You suspect the choice. But there was one prompt, and no luck was picked: {drop} points remain to be "
        "explained by its ± or by other tasks.",
        f"You suspect the tasks, which may be so. But {'the luck of the best of ' + str(k) if k > 1 else 'the ±'} "
        f"already explains {drop} points.",
        f"You put {drop} points down to chance. "
        + (f"Chance alone favours no side, and choosing the best of {k} does." if k > 1 else
           f"On {n:,} tasks it seldom does more than {number(100 * reach, 1)}."),
    )  # fmt: skip
    return one_of(
        rng,
        f"On a test set of {n:,} tasks {tried} gets {score} %. Over the next month production, with very many tasks, "
        f"shows {number(100 * truth)} %. What explains that best?",
        claims[kind],
        {claims[place]: slips[place] for place in range(3) if place != kind},
        f"{facts[kind]}. "
        + (
            "So the drop was to be expected. Score the winner again on tasks that had no part in choosing it.",
            f"A drop of {drop} points is far more than chance does, so look at what production asks that the test "
            "didn't.",
            f"A drop of {drop} points is within that. Take more tasks before you tell the two apart.",
        )[kind],
        ("How many were tried, and how far does chance move one score?", "Compare the drop with 2 standard errors, and "
         "ask whether the best was chosen."),
    )  # fmt: skip


RIVALS = (("button", "clicks"), ("prompt", "right answers"), ("price", "orders"), ("headline", "readers"))


def what_p_says(rng: np.random.Generator) -> Question:
    """A small p and a large one: a statement about luck, and none about who is better, or how probably."""
    (thing, what), small = RIVALS[rng.integers(len(RIVALS))], bool(rng.integers(2))
    n = 50 * int(rng.integers(2, 9))
    p = int(rng.integers(11, 48)) / 1000 if small else int(rng.integers(20, 70)) / 100
    told, rest = percent(p), percent(1 - p)
    turned = (
        "You turned it round. p is about the data, given that the two are equal; you read it as the probability of "
        "being equal, given the data.",
        "conditional",
    )
    wrong = {
        f"The two are equal with a probability of {told}": turned,
        f"The new {thing} is better with a probability of {rest}": "You took 1 − p for a probability of being better. "
        "p says how often luck alone gets so far, and nothing about how probable luck is.",
    }
    if small:
        right = f"If the two were equal, luck would set them so far apart in {told} of tests"
        wrong[f"The new {thing} brings {told} more {what}"] = (
            "You took p for the size of the effect. It tells how often luck gets so far; how far it is stands in the "
            "counts."
        )
        meaning = "Luck seldom gets there, so it is a poor explanation. How large the gain is, p doesn't say."
    else:
        right = f"Luck alone sets equal ones so far apart in {told} of tests: nothing is shown"
        wrong[f"The two {thing}s bring equally many {what}: p is far above 0.05"] = (
            f"You took “not shown” for “not there”. With {n} for each, a real difference can easily stay hidden.",
            "sampling",
        )
        meaning = "That is no reason to switch, and no proof that the two are equal: with more cases it may show."
    return one_of(
        rng,
        f"You planned a test of a new {thing} with {n} visitors to each version, looked once, and found more {what} "
        f"for the new one, with p = {p:g}. What does that say?",
        right,
        wrong,
        f"The p-value is the share of shuffles, of who got which version, in which the two are at least as far apart. "
        f"Here it is {told}. {meaning}",
        ("What is shuffled to get a p-value, and what is taken for granted?", "It starts from “the two are equal” and "
         "asks about the data."),
    )  # fmt: skip


FISHED = (
    ("features", "for a link with the target"),
    ("genes", "for a link with an illness"),
    ("settings", "for an effect on the response time"),
    ("segments", "for a difference between two versions"),
)


def more_than_luck(rng: np.random.Generator) -> Question:
    """Among m tests some are significant: as many as luck gives, or more?"""
    (things, what), real = FISHED[rng.integers(len(FISHED))], bool(rng.integers(2))
    m = 20 * int(rng.integers(5, 26))
    expected = 0.05 * m
    found = round(expected * rng.uniform(3, 4.5)) if real else max(2, round(expected + rng.uniform(-0.7, 0.7)))
    claims = {
        "About as many as luck gives: nothing is shown": f"You put all of it down to luck. Luck gives about "
        f"{number(expected)} of {m}, and {found} are far more.",
        "More than luck gives: some of them are real": f"You took each win for a find. Luck alone makes about "
        f"{number(expected)} of {m} significant, and there are {found}.",
        f"Each of the {found} is real with a probability of 95 %": "You took the 5 % for a share of the wins. It is a "
        f"share of all tests of nothing: about {number(expected)} of {m}.",
        f"All {found} are real, as each passed its own test": "You forgot how many tests there were. Each of them had "
        f"its chance of a false alarm, and together that makes about {number(expected)}.",
    }
    right = list(claims)[1 if real else 0]
    return one_of(
        rng,
        f"A script tests {m} {things} {what}, independently of each other. {found} have a p-value below 0.05. What do "
        "you make of them?",
        right,
        {claim: why for claim, why in claims.items() if claim != right},
        f"If none had anything to do with it, 5 % of {m}, about {number(expected)}, would be significant all the same. "
        + (
            f"Luck seldom gives {found}, so some are real, but this doesn't tell which. "
            if real
            else f"{found} is about that. "
        )
        + "Test the wins again on fresh data.",
        ("How many would be significant if there were nothing to find?", f"Take 5 % of {m} and compare."),
    )


SIZE, BOX = (0, 176, 0, 130), (10, 164, 34, 112)


def which_p_values(rng: np.random.Generator) -> Question:
    """A histogram of many p-values: flat where there is nothing to find."""
    (things, _), m, kind = FISHED[rng.integers(len(FISHED))], 20 * int(rng.integers(10, 31)), int(rng.integers(3))
    nothing, real = rng.random(m), 2 * normal_cdf(-np.abs(rng.normal(3.2, 1, m)), 0, 1)
    some = np.where(np.arange(m) < m // 4, real, nothing)
    batches = [nothing, real, some, 1 - real / 1.6]
    looks = (
        ("all p-values alike, as luck makes them where there is nothing to find",),
        ("nearly all p-values low, as they are where every one has a clear effect",),
        ("a heap of low p-values on a level floor, as a mixture makes them",),
        ("p-values heaped up at 1. Luck doesn't do that: where there is nothing to find, every p is as likely as any "
         "other",),
    )  # fmt: skip
    others = [place for place in (0, 1, 2, 3) if place != kind]
    others = sorted(rng.choice(others, 2, replace=False).tolist())
    truth = (
        "none has any effect",
        "every one has a clear effect",
        "one in four has a clear effect, and the others none",
    )
    return one_of(
        rng,
        f"You test {m} {things}, each by itself, and plot the {m} p-values. In truth {truth[kind]}. "
        "Which histogram do you expect?",
        _histogram(batches[kind]),
        [(_histogram(batches[place]), f"You picked {looks[place][0]}.") for place in others],
        f"**{{right}}** shows {looks[kind][0]}. Below 0.05 luck alone puts one in 20, and below 0.5 every second. Plot "
        "all p-values before you tell of the lowest.",
        ("Where there is nothing to find, how often is p below 0.05, and how often below 0.5?", "An effect makes low "
         "p-values frequent."),
    )  # fmt: skip


def _histogram(p: np.ndarray) -> Sketch:
    edges = np.linspace(0, 1, 21)
    heights, _ = np.histogram(np.clip(p, 0, 1), edges)
    panel = marks.Panel(BOX, x=(0, 1), y=(0, max(heights.max(), 0.12 * len(p))))
    stairs = panel.at(np.repeat(edges, 2), np.concatenate([[0], np.repeat(heights, 2), [0]]))
    bars = marks.polygon(stairs, role="data", fill=0.6, width=1)
    return Sketch([bars, *panel.frame(x=(0, 0.5, 1), across="p-value", upwards="tests")], SIZE)


SITUATIONS = (which_cure, why_the_drop, what_p_says, more_than_luck, which_p_values)
