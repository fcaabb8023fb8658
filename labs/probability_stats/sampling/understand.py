"""What to understand of `sampling`: a score and its ±, what n buys, and what no ± covers."""

from __future__ import annotations

import math

import numpy as np

from core.probability import binomial_pmf
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number


def understand(seed: int) -> Question:
    """A score, a survey or a pile of means: how sure is it? The situations take turns."""
    return in_turn(seed, *SITUATIONS)


def error(share: float, n: int) -> float:
    """s / √n for a share, a mean of zeros and ones: s = √(p (1 − p))."""
    return math.sqrt(share * (1 - share) / n)


RIVALS = (
    ("prompt", "test cases", "gets {} right"),
    ("model", "labelled photos", "gets {} right"),
    ("ranking", "searches", "puts the right page first in {}"),
    ("checkout", "visits", "turns {} of visits into orders"),
)


def is_it_better(rng: np.random.Generator) -> Question:
    """Two scores with a gap: beyond what chance does, or within it?"""
    thing, cases, does = RIVALS[rng.integers(len(RIVALS))]
    clear = bool(rng.integers(2))
    while True:
        n, old, gap = 50 * int(rng.integers(1, 21)), int(rng.integers(55, 86)) / 100, int(rng.integers(3, 13)) / 100
        reaches = [2 * error(share, n) for share in (old, old + gap)]
        if gap > 1.1 * sum(reaches) if clear else gap < 0.6 * reaches[0]:
            break
    told = f"± {number(100 * reaches[1], 1)} and ± {number(100 * reaches[0], 1)} points"
    points = f"{number(100 * gap)} points"
    claims = {
        f"The new {thing} is better": f"You compared two scores without their ±. On {n:,} {cases} they have {told}, "
        f"and the gap is only {points}.",
        "It can't be told from these": f"You let any ± forbid an answer. The scores have {told}, and {points} apart "
        "they don't even overlap.",
        "They are about equally good": f"You put {points} down to chance. That is more than {told} together."
        if clear
        else f"You took “not shown” for “not there”. With {told}, the new {thing} may be better or worse by several "
        "points.",
    }
    right = list(claims)[0 if clear else 1]
    return one_of(
        rng,
        f"The new {thing} {does.format(f'{number(100 * (old + gap))} %')}, the old one {number(100 * old)} %. Each "
        f"was tried on {n:,} {cases} of its own, drawn at random. What do you report?",
        right,
        {claim: why for claim, why in claims.items() if claim != right},
        f"Two standard errors are {told}, and the scores lie {points} apart. "
        + (
            "They are further apart than both together, so chance is a poor excuse."
            if clear
            else "Chance alone moves each of them that far. Take more cases before you switch."
        ),
        ("How far does chance move a score on so many cases?", "The s.d. of zeros and ones is √(p (1 − p))."),
    )


PARTS = {2: "half", 3: "a third", 4: "a quarter", 5: "a fifth"}
MEASURED = ("minutes of delay", "seconds to answer", "euros of an order", "words of a ticket")


def what_n_buys(rng: np.random.Generator) -> Question:
    """More cases narrow the s.e., not the s.d.; data that vary more ask for more cases, by the square."""
    what, k, n = MEASURED[rng.integers(len(MEASURED))], int(rng.integers(2, 6)), 10 * int(rng.integers(4, 40))
    hints = ("Which of the two tells of single numbers, and which of their mean?", "s.e. = s / √n.")
    if rng.integers(2):
        return one_of(
            rng,
            f"A sample of {n} gives a mean of the {what}, with its s.d. and its standard error. You draw a new sample, "
            f"{k * k} times as large, from the same source. What do you expect?",
            f"About the same s.d., and {PARTS[k]} of the s.e.",
            {
                f"About {PARTS[k]} of both, the s.d. and the s.e.": "You expect more numbers to lie closer together. "
                "They vary as before, and only their mean gets surer.",
                f"About the same s.d., and a {_th(k * k)} of the s.e.": f"You divided by n. The s.e. has √n below the "
                f"line, and √{k * k} = {k}.",
                f"About the same s.e., and {PARTS[k]} of the s.d.": (
                    "You swapped the two. The s.d. tells how single numbers vary, the s.e. how the mean does.",
                    "spread",
                ),
            },
            f"The s.d. tells how far single numbers lie from the mean, and that is a matter of the source. The s.e. is "
            f"s / √n, and √{k * k} = {k}. So it falls to {PARTS[k]}, at {k * k} times the cost.",
            hints,
        )
    return one_of(
        rng,
        f"A sample of {n} gives a good enough ± for the mean of the {what}. In another region the s.d. is {k} times as "
        "large. How many cases does the same ± take there?",
        f"{k * k} times as many",
        {
            f"{k} times as many" if k > 2 else "Twice as many": "You made up for s as if n stood there by itself. n "
            f"stands under a root, so {k} times as many narrow the ± by √{k} only.",
            "As many as here": f"You took n alone to decide. The ± is 2 s / √n, and s is {k} times as large.",
            f"A {_th(k)} of that" if k > 2 else "Half as many": "You have it upside down. Numbers that vary more need "
            "more cases, not fewer.",
        },
        f"The ± is 2 s / √n. With {k} times the s, √n has to be {k} times as large, and n {k * k} times: "
        f"{k * k * n:,} cases. Look at the spread before you promise a ±.",
        (hints[0], "The ± is 2 s / √n. What has to happen to √n?"),
    )


def _th(k: int) -> str:
    return {3: "third", 4: "quarter", 5: "fifth", 9: "ninth", 16: "16th", 25: "25th"}[k]


PLACES = (
    ("town", "voters", "want the new road"),
    ("shop", "customers", "would come back"),
    ("service", "users", "never use the search"),
    ("archive", "documents", "are duplicates"),
)


def share_of_the_whole(rng: np.random.Generator) -> Question:
    """How sure a sample is depends on n, and hardly on how many there are in all."""
    place, who, do = PLACES[rng.integers(len(PLACES))]
    small, large = 1000 * int(rng.integers(20, 91)), 1_000_000 * int(rng.integers(2, 30))
    n, factor = 100 * int(rng.integers(3, 10)), int(rng.choice([1, 1, 4]))
    share = 10 * int(rng.integers(3, 8))
    first, second = (2 * error(share / 100, each) for each in (n, n * factor))
    told = f"± {number(100 * first, 1)} points for the small one and ± {number(100 * second, 1)} for the large one"
    claims = {
        f"That of the small {place}": f"You went by the share that was drawn. What counts is how many were drawn: "
        f"{told}.",
        f"That of the large {place}": f"You went by the size of the {place}. What counts is how many were drawn: "
        f"{told}.",
        "Both about equally": f"You took the larger sample to be eaten up by the larger {place}. Its size hardly "
        f"counts: {told}.",
    }
    right = list(claims)[1 if factor > 1 else 2]
    return one_of(
        rng,
        f"You draw {n:,} of the {small:,} {who} of a small {place} at random, and {n * factor:,} of the {large:,} of "
        f"a large one. {share} % of both samples {do}. Which share is surer?",
        right,
        {claim: why for claim, why in claims.items() if claim != right},
        f"The s.e. is s / √n, and how many there are in all doesn't stand in it. That gives {told}. A spoon tells as "
        "much about a pot as about a cup, if it is well stirred.",
        ("What stands in the formula of the standard error?", "Work out the ± of both samples."),
    )


CAUSES = {
    "hang": "The cases hang together, so they count for far fewer",
    "picked": "The cases weren't drawn at random from all you ask about",
    "luck": "Nothing is wrong: about one sample in 20 strays like that",
    "few": "A sample so small may hold none of the rarer cases",
}
SUSPECTED = {
    "hang": "You suspect cases that stand or fall together.",
    "picked": "You suspect the way in which the cases were picked.",
    "luck": "You put it down to chance.",
    "few": "You suspect the size of the sample.",
}
SYMPTOMS = (
    ("hang", "You have {d} questions rewritten in {m} ways each, and score a model on all {all:,}. It gets {p} %, and "
     "the ± comes out at {reach} points. On {d} other questions, rewritten as often, it gets {other} %.",
     "The {m} versions of a question stand or fall together, so there are hardly more than {d} independent cases."),
    ("hang", "You measure {m} response times in each of {d} sessions, {all:,} in all. {p} % are fast enough, ± {reach} "
     "points. In {d} other sessions of {m} each it is {other} %.",
     "The {m} times of a session depend on the same machine and network, so there are hardly more than {d} independent "
     "cases."),
    ("picked", "{all:,} users click on “Rate this answer”, and {p} % of them are happy, ± {reach} points. You call 300 "
     "users drawn at random: {other} % are happy.",
     "Who clicks on a rating isn't drawn at random from all users, and the ± covers chance alone."),
    ("picked", "Of {all:,} builds that somebody looked at, {p} % were green, ± {reach} points. Among 300 builds drawn "
     "at random from all, {other} % are.",
     "Builds that somebody looks at aren't drawn at random from all, and the ± covers chance alone."),
    ("luck", "Each of 20 teams scores the same model on {all:,} fresh cases drawn at random. All of them together get "
     "{p} %, and 2 standard errors are {reach} points. One team gets {just} %.",
     "With 2 standard errors to either side, about 1 of 20 samples is expected to lie beyond."),
    ("few", "You try a model on {few} cases drawn at random, and it gets every one right. The bootstrap interval goes "
     "from 100 % to 100 %. In production {rare} % are right.",
     "With {few} cases all alike, every resample is the same, and the bootstrap is falsely sure."),
)  # fmt: skip


def why_off(rng: np.random.Generator) -> Question:
    """A ± that didn't hold: dependence, a picked sample, plain chance, or too few."""
    cause, words, fact = SYMPTOMS[rng.integers(len(SYMPTOMS))]
    d, m, p = int(rng.integers(12, 31)), 10 * int(rng.integers(10, 31)), int(rng.integers(62, 88))
    reach = 200 * error(p / 100, d * m)
    given = {"d": d, "m": m, "all": d * m, "p": p, "reach": number(reach, 1),
             "few": int(rng.integers(5, 11)), "rare": int(rng.integers(86, 94)),
             "other": p - int(rng.integers(9, 16)), "just": number(p - 1.15 * reach, 1)}  # fmt: skip
    fact = fact.format(**given)
    told = {key: f"{said} {fact}" for key, said in SUSPECTED.items()}
    if cause == "few":
        often = number(100 * (given["rare"] / 100) ** given["few"])
        told["luck"] = f"One in 20 is too few: {given['few']} cases all come out right in {often} % of samples. {fact}"
    return one_of(
        rng,
        f"{words.format(**given)} What explains that best?",
        CAUSES[cause],
        {CAUSES[key]: why for key, why in told.items() if key != cause},
        f"{fact} The formula s / √n asks for cases drawn independently and at random from everything you want to know "
        "about. Ask how they came about before you trust a ±.",
        ("How did the cases come about?", "Were they drawn independently, at random, from all, and enough of them?"),
    )


SIZE, BOX = (0, 176, 0, 130), (14, 156, 34, 112)
SHOWN = ("answers are right", "visitors stay", "tickets are bugs", "parcels come on time")


def which_pile(rng: np.random.Generator) -> Question:
    """Shares of many samples pile up within 2 s.e. of the truth: how wide is the pile?"""
    what, percent, n = SHOWN[rng.integers(len(SHOWN))], 10 * int(rng.integers(3, 8)), int(rng.choice([25, 100, 400]))
    sizes = [25, 100, 400]
    reaches = [200 * error(percent / 100, each) for each in sizes]
    right = sizes.index(n)
    told = [
        f"You picked the pile of samples of {each}, in which 19 of 20 lie within about {number(reach)} points. That is "
        f"too {'wide' if each < n else 'narrow'} for {n}."
        for each, reach in zip(sizes, reaches)
    ]
    return one_of(
        rng,
        f"In truth {percent} % of all {what}. Many samples of {n} are drawn at random, and each gives a share. Which "
        "picture shows how these shares pile up?",
        _pile(percent, n),
        [(_pile(percent, sizes[other]), told[other]) for other in range(3) if other != right],
        f"One standard error is √(p (1 − p) / n) = {number(reaches[right] / 2, 1)} points, and about 19 of 20 shares "
        f"lie within two of them: from {number(percent - reaches[right])} % to {number(percent + reaches[right])} %. "
        "That is **{right}**.",
        (f"Between which shares should about 19 of 20 samples of {n} lie?", "The s.d. of zeros and ones is "
         "√(p (1 − p))."),
    )  # fmt: skip


def _pile(percent: int, n: int) -> Sketch:
    """How often each share of n comes, as bars of one width for every n."""
    edges = np.arange(0, 102, 4) - 2.0
    k = np.arange(n + 1)
    heights, _ = np.histogram(100 * k / n, edges, weights=binomial_pmf(k, n, percent / 100))
    panel = marks.Panel(BOX, x=(0, 100), y=(0, heights.max()))
    stairs = panel.at(np.clip(np.repeat(edges, 2), 0, 100), np.concatenate([[0], np.repeat(heights, 2), [0]]))
    truth = marks.line(panel.at([percent, percent], [0, heights.max()]), role="truth", width=2)
    bars = marks.polygon(stairs, role="data", fill=0.6, width=1)
    ticks = panel.frame(x=[(tick, f"{tick} %") for tick in (0, 50, 100)], across="share in a sample", upwards="samples")
    return Sketch([bars, truth, *ticks], SIZE)


SITUATIONS = (is_it_better, what_n_buys, share_of_the_whole, why_off, which_pile)
