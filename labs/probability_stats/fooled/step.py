"""How do you fool yourself?"""

import numpy as np

from core.probability import binomial_pmf
from core.statistics import best_of, family_error_rate, peeking_error_rates, permutation_p_value
from labs.probability_stats.fooled import picture as draw
from labs.probability_stats.fooled.question import question
from labs.probability_stats.fooled.understand import understand
from ui.scene import step
from ui.words import number, percent

TEST, METRICS, PROMPTS = "One test", "Many metrics", "Many prompts"
MEASURED = (
    "clicked", "signed up", "came back", "bought", "shared", "searched", "saved", "left a comment", "scrolled down",
    "opened the menu", "watched the film", "used a coupon", "wrote a review", "asked for help", "read the terms",
    "left an address", "downloaded", "invited a friend", "stayed a minute", "rated it",
)  # fmt: skip
WAYS = {
    TEST: ("peeks", "Visitors to each", [f"{100 * n:,}" for n in range(1, 21)], "Peek again"),
    METRICS: ("metrics", "Metric", list(MEASURED), "Try another metric"),
    PROMPTS: ("prompts", "Prompt", [f"{n}" for n in range(1, 21)], "Try another prompt"),
}
SEED = 27  # noise in which each of the three ways finds something soon
BAR = 87  # a prompt that is right on 80 % of all tasks gets this many of 100 in fewer than 5 % of cases
Story = tuple[int | None, list[dict], list[dict], str, str]  # first find, picture, its bill, words before and after
GUESSES = {"5 % of the time": 0.05, "21 % of the time": 0.21, "64 % of the time": 0.64}


@step(
    "How do you fool yourself?",
    why="Every dashboard and every leaderboard invites you to look until luck says yes.",
)
def fooled(page):
    r"""
    By looking many times and telling of one.

    Two **equal** versions still differ by luck. Is luck enough to explain what you saw? Shuffle who got which version,
    many times: how often are the two at least as far apart as yours? That share is the **p-value**.
    Below 0.05 it is called *significant*: luck alone gets there in up to one test in 20.

    Now look $k$ times where there is nothing to find, with 5 % each time, independently:

    $$P(\text{at least one false alarm}) = 1 - 0.95^k$$

    All you see here is noise: no version and no prompt is better than another. Look until you find something.
    Then ask for the bill.
    """
    guess = page.predict(
        "Two buttons are exactly alike. You look at the p-value after every 100 visitors to each, up to 20 times, "
        "and stop as soon as it is below 0.05. How often do you announce a winner?",
        list(GUESSES),
        answer="21 % of the time",
        because="Every look gives luck another chance. The looks share most of their visitors: 20 independent ones, "
        "at 5 % each, would make it 64 %.",
        tries={"way": None, "peeks": 19, "bill": True},
    )
    way = page.choose("way", "Way", list(WAYS))
    name, label, texts, press = WAYS[way]
    k = page.slider(name, label, options=list(range(1, draw.MOST + 1)), texts=texts, value=1, play=True)
    seed = page.slider("seed", "Noise", 1, 50, SEED, beside=True)
    page.press(press, sets={name: k}, name="again", look="main", off=k == draw.MOST)  # its place in the list, from 0
    page.press("Start again", sets={name: None}, look="link", beside=True)
    billed = page.toggle("bill", "Show the bill", beside=True)
    show = {TEST: one_test, METRICS: many_metrics, PROMPTS: many_prompts}[way]
    found, picture, bill, so_far, paid = show(page, k, seed, GUESSES.get(guess))
    here = billed and found == k - 1
    page.picture(
        picture + (bill if billed else draw.no_bill()),
        says=f"You looked {times(k)}. {paid}" if billed else f"{so_far} {onward(found, k, press)}",
        size=draw.SIZE,
    )
    page.task(
        "Look until you find something, stop right there, and show the bill: in each of the three ways.",
        done={each: here and each == way for each in WAYS},
    )
    page.bites(
        "The dashboard shows the p-value of an experiment day by day, and someone stops it on the day it turns green. "
        "Compare a version with itself as here, peek 20 times, and 21 % of such experiments turn “significant”. "
        "An evaluation goes the same way: on 100 tasks each, the best of 20 equal prompts reads .87 on average for a "
        "true .80, and production shows the .80. The symptom: wins that can't be repeated. "
        "Before you start, write down how many cases you will take and what you will measure. Count every try. "
        "Score the winner on a test set that had no part in choosing it."
    )
    page.check(question, understand)


def one_test(page, looks: int, seed: int, guess: float | None) -> Story:
    """Peek again: one p-value that moves as visitors come."""

    def cell(looks, seed):
        clicks = np.random.default_rng(seed).binomial(1, 0.2, size=(2, 2000))
        seen = [*range(100, 100 * looks + 1, 100), 2000]
        p = [permutation_p_value(*clicks[:, :n], np.random.default_rng(seed)) for n in seen]

        fooled = peeking_error_rates(20, batch=100, share=0.2)
        if_independent = family_error_rate(looks)
        return p, fooled, if_independent

    p, shares, _ = page.run(cell, looks=looks, seed=seed)
    *p, planned = p
    found, share = first(value < 0.05 for value in p), float(shares[looks - 1])
    picture = draw.p_values(p, True, found, "p-value at each peek", "100 visitors", "2,000")
    bill = draw.planned(planned) + draw.bill(shares, looks, guess, percent(share))
    so_far = f"After {100 * looks:,} visitors to each button p = **{draw.told(p[-1])}**. "
    so_far += "Not significant so far." if found is None else f"At {100 * (found + 1):,} it was **significant**."
    paid = (
        f"Luck alone made **{percent(share)}** of 20,000 such tests significant by then. "
        "The cure: fix the number of visitors in advance and look once. "
        f"At 2,000 that gives p = **{draw.told(planned)}**."
        f"{'' if planned >= 0.05 else ' A planned look can be fooled too, but in at most 5 % of such tests.'}"
    )
    return found, picture, bill, so_far, paid


def many_metrics(page, tried: int, seed: int, guess: float | None) -> Story:
    """Try another metric: one experiment, asked about one thing after the other."""

    def cell(tried, seed):
        old, new = np.random.default_rng(seed).binomial(1, 0.2, size=(2, 20, 1000))
        p = [permutation_p_value(old[i], new[i], np.random.default_rng(seed)) for i in range(tried)]

        luck = peeking_error_rates(1, batch=1000, share=0.2)[0]
        at_least_one = family_error_rate(tried, luck)
        bonferroni = 0.05 / tried
        after_the_cure = family_error_rate(tried, bonferroni)
        return p, luck, at_least_one, bonferroni, after_the_cure

    p, luck, share, bar, _ = page.run(cell, tried=tried, seed=seed)
    found, shares = first(value < 0.05 for value in p), [family_error_rate(k, luck) for k in range(1, draw.MOST + 1)]
    picture = draw.p_values(p, False, found, "p-value of each metric", "metric 1", "metric 20")
    bill = draw.corrected(tried) + draw.bill(shares, tried, None, percent(share))
    so_far = f"1,000 visitors to each version. “{MEASURED[tried - 1]}”: p = **{draw.told(p[-1])}**. "
    so_far += "Nothing significant so far." if found is None else f"“{MEASURED[found]}” is **significant**."
    which = "one metric" if tried == 1 else f"at least one of {tried} independent metrics"
    paid = f"Where there is nothing to find, {which} turns significant **{percent(share)}** of the time. "
    if tried == 1:
        paid += "With a single metric there is nothing to correct."
    else:
        paid += f"The cure (Bonferroni): ask for p below 0.05 / {tried} = **{number(bar, 4)}**. "
        paid += f"{'Even that is passed' if min(p) < bar else 'No metric gets that low'} here. "
        paid += "Luck gets there in at most 5 % of such experiments."
    return found, picture, bill, so_far, paid


def many_prompts(page, tried: int, seed: int, guess: float | None) -> Story:
    """Try another prompt: the best of many is lucky as well as good."""

    def cell(tried, seed, bar):
        rng = np.random.default_rng(seed)
        scores = rng.binomial(100, 0.8, size=20)[:tried]
        best = scores.max()
        afresh = rng.binomial(100, 0.8)

        expected_best = best_of(tried, 0.8, 100)
        luck = 1 - binomial_pmf(np.arange(bar), 100, 0.8).sum()
        at_least_one = family_error_rate(tried, luck)
        return scores, best, afresh, expected_best, luck, at_least_one

    scores, best, afresh, expected, luck, share = page.run(cell, tried=tried, seed=seed, bar=BAR)
    found = first(score >= BAR for score in scores)
    shares = [family_error_rate(k, luck) for k in range(1, draw.MOST + 1)]
    picture = draw.scores(scores, BAR, found, "Right answers of 100, each prompt on tasks of its own")
    bill = draw.tried_afresh(int(np.argmax(scores)) + 1, afresh, expected)
    bill += draw.bill(shares, tried, None, percent(share))
    so_far = (
        f"The old prompt is right on 80\u00a0%. Prompt {tried} scores {scores[-1]}\u00a0%, "
        f"the best so far **{best}\u00a0%**. Luck alone gives {BAR} or more to {percent(luck)} of equal prompts."
    )
    which = "One prompt alone reads" if tried == 1 else f"The best of {tried} reads"
    paid = (
        f"All prompts are truly right on **80\u00a0%**. {which} **{number(100 * expected)}\u00a0%** on average "
        f"(dashed), yours {best}\u00a0%. "
        f"The cure: score the winner again on a fresh test set: **{afresh}\u00a0%**."
    )
    return found, picture, bill, so_far, paid


def first(hits) -> int | None:
    """The place of the first that is true."""
    return next((place for place, hit in enumerate(hits) if hit), None)


def times(k: int) -> str:
    return "once" if k == 1 else f"**{k}** times"


def onward(found: int | None, k: int, press: str) -> str:
    """What to do next."""
    if found is not None:
        return "You have your headline."
    return f"{press}." if k < draw.MOST else "Twenty looks and nothing found: change the noise."
