"""How sure is a sample?"""

from functools import cache

import numpy as np

from core.data import flights
from core.probability import histogram
from core.statistics import bootstrap_interval, mean, standard_deviation, standard_error
from labs.probability_stats.sampling import picture as draw
from labs.probability_stats.sampling.question import question
from labs.probability_stats.sampling.turn import turn
from labs.probability_stats.sampling.understand import understand
from ui.scene import step
from ui.words import counted

SIZES = [5, *range(10, 701, 10)]
MOST = 300
SHARE, MINUTES = "Under 30 min late?", "Minutes late"
GUESSES = {"About 1 point": 0.01, "About 3 points": 0.03, "About 10 points": 0.1}


@cache
def column(shown: str) -> np.ndarray:
    """All 5000 flights as numbers: 1 for under 30 minutes late and else 0, or the minutes themselves."""
    late = flights().arr_delay_min
    return (late < 30).astype(float) if shown == SHARE else late.astype(float)


@step(
    "How sure is a sample?",
    why="Every score of an evaluation comes from a sample, and without its ± it can't be compared.",
    needs=["spread"],
)
def sampling(page):
    r"""
    The larger, the surer, but slowly. Let 5000 real flights be all there is: their mean is the **truth**. You
    seldom see it at work.

    A **sample** is $n$ of them, each drawn by chance from all 5000. Another sample, another mean.
    The **standard error** is how far a mean typically strays from the truth:

    $$\text{s.e.} = \frac{s}{\sqrt{n}}$$

    $s$ is the s.d. of the flights. Means of large samples pile up under the normal curve, about 95 % of them
    within 2 s.e. of the truth.

    A single sample can estimate it. The **bootstrap** draws new samples *from the sample*:
    the middle 95 % of their means are its interval.

    A share is a mean too: of zeros and ones.
    """
    guess = page.predict(
        "Of all flights 84 % arrived less than 30 minutes late. You ask 50 of them, drawn by chance. "
        "How close to the truth do 19 out of 20 such samples come?",
        list(GUESSES),
        answer="About 10 points",
        because="That is 2 standard errors, and 50 isn't many.",
        tries={"draws": MOST},
    )
    shown = page.choose("column", "Column", [SHARE, MINUTES])
    draws = page.slider("draws", "Samples drawn", 1, MOST, 1, play=True)
    for label, by in (("1 more", 1), ("20 more", 20)):
        page.press(label, sets={"draws": min(draws + by, MOST)}, look="link", off=draws == MOST, beside=True)
    n = page.slider("n", "Flights in each, n", options=SIZES, value=50)
    seed = page.slider("seed", "Seed of the draws", 1, 50, 1, beside=True)

    def cell(flights, n, draws, seed, bins):
        rng = np.random.default_rng(seed)
        samples = rng.choice(flights, size=(draws, n))
        means = samples.mean(axis=1)
        piled, _ = histogram(means, bins)

        truth = mean(flights)
        error = standard_deviation(flights) / np.sqrt(n)
        within = np.mean(np.abs(means - truth) <= 2 * error)

        last = samples[-1]
        told = mean(last)
        error_told = standard_error(last)
        low, high = bootstrap_interval(last, np.mean, rng, draws=400)
        return piled, truth, error, within, told, error_told, low, high

    numbers, look = column(shown), draw.LOOKS[shown == MINUTES]
    bins = draw.bins(look, n)
    page.yours(turn)
    found = page.run(cell, flights=numbers, n=n, draws=draws, seed=seed, bins=bins)
    piled, truth, error, within, told, error_told, low, high = found
    asked = GUESSES.get(guess) if shown == SHARE and n == 50 else None
    page.picture(
        draw.pile(look, bins, piled, truth, error, draws, told)
        + (draw.everything(look, numbers) if shown == MINUTES else [])
        + draw.guessed(look, truth, asked)
        + draw.one_sample(look, n, truth, told, error_told, low, high),
        says=said(look, n, draws, truth, error, within, int(piled[0] + piled[-1]), low == high, told, low, high),
        size=draw.SIZE,
    )
    page.task(
        f"Stay with “{SHARE}” and find an n for which 2 standard errors are 3.0 points.",
        done=shown == SHARE and look.distance(2 * error) == "3.0 points",
    )
    page.bites(
        "Your new prompt scores 86 % on 50 test cases, the old one 80 %. You switch. But 86 % on 50 is ± 10 points: "
        "the truth may well be 76 % or 96 %, and the old prompt may be the better one. On 500 it would still be "
        "± 3. The symptom: whenever the evaluation is run again, another prompt wins. "
        "Write the ± beside every score, and choose n before you look."
    )
    page.check(question, understand)


def said(look, n, draws, truth, error, within, outside, alike, told, low, high) -> str:
    """What the pile and the last sample show, in words."""
    words = f"Samples of {n}: the truth is **{look.number(truth)}**, and 2 standard errors are "
    words += f"**{look.distance(2 * error)}**. "
    if draws == 1:
        words += f"The only mean so far lies {'that close to it' if within else 'further away'}. "
    else:
        words += f"{round(within * draws)} of {draws} means lie that close to it. "
    if outside:
        words += f"{counted(outside, 'mean')} {'lies' if outside == 1 else 'lie'} beyond the picture. "
    if alike:
        return words + f"In the last sample all {n} are alike: its bootstrap sees no spread, and is falsely sure."
    holds = "holds" if low <= truth <= high else "**misses**"
    return words + f"The last sample says {look.number(told)}, and its bootstrap interval {holds} the truth."
