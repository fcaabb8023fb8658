"""The prediction again: another number of looks, many metrics instead, or the best of many prompts."""

import numpy as np

from core.statistics import best_of, family_error_rate, peeking_error_rates
from labs.probability_stats.fooled.step import METRICS, PROMPTS, TEST, WAYS
from ui.question import Again, Question, one_of
from ui.words import number

TASKS, TRUE = 100, 0.8  # of a prompt: so many tasks, and on which share of all it is truly right
FEW, MANY = 3, 20  # prompts
LUCK = "The more you try, the luckier the best of them; on fresh tasks its luck is gone."


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    way, k = (TEST, METRICS, PROMPTS)[rng.integers(3)], int(rng.integers(8, 20))
    if way == PROMPTS:
        k = int(rng.choice([k, FEW, MANY]))
    question = {TEST: peeks, METRICS: metrics, PROMPTS: prompts}[way](rng, k)
    return Again(question, {"way": way, WAYS[way][0]: f"{k - 1}", "bill": "true"})


def peeks(rng: np.random.Generator, k: int) -> Question:
    """One test, looked at again and again."""
    right, apart = float(looked(k)), family_error_rate(k)
    wrong = {
        said(0.05): "So it is with one look. Every further look gives luck another chance.",
        said(apart): f"So it would be for {k} independent looks. These share most of their visitors.",
        said(0.05 * k): "You added up the looks. A test counts once, however often luck has its chance.",
    }
    prompt = (
        f"Two buttons are exactly alike. You look at the p-value after every 100 visitors to each, up to {k} times, "
        "and stop as soon as it is below 0.05. In how many of 100 such tests do you announce a winner?"
    )
    way = (
        f"Each look gives luck another chance, so it is more than 5. The looks share most of their visitors, so it is "
        f"less than the {number(100 * apart)} of {k} independent ones. **{said(right)}**."
    )
    return one_of(rng, prompt, said(right), wrong, way, ())


def metrics(rng: np.random.Generator, k: int) -> Question:
    """One look at many things."""
    luck = float(peeking_error_rates(1, batch=1000, share=0.2)[0])  # of a single metric
    right = family_error_rate(k, luck)
    wrong = {
        said(luck): "So it is with one metric. Every further metric gives luck another chance.",
        said(looked(k)): f"So it would be for {k} looks at one test, after every 100 visitors. Those share most of "
        "their visitors, and these metrics are independent.",
        said(luck * k): "You added up the metrics. An experiment counts once, however many of them luck makes "
        "significant.",
    }
    prompt = (
        f"Two versions are exactly alike. You compare {k} independent metrics, each at one look. For a single metric, "
        f"luck gets below p = 0.05 in {number(100 * luck, 1)} of 100 experiments. In how many of 100 is at least one "
        "metric significant?"
    )
    way = (
        f"A metric stays quiet with probability {number(1 - luck, 3)}, and all {k} with that number multiplied {k} "
        f"times: {number(1 - right, 2)}. In all other experiments at least one is significant. **{said(right)}**."
    )
    return one_of(rng, prompt, said(right), wrong, way, ())


def prompts(rng: np.random.Generator, k: int) -> Question:
    """The best of many that are equal, or of a few: on the tasks that chose it, and on fresh ones."""
    told = {
        reads(TRUE): "So each of them truly does, and so a fresh test finds. The best was chosen by tasks on which it "
        "has been lucky, too.",
        reads(best_of(FEW, TRUE, TASKS)): f"So the best of {FEW} reads on the tasks that chose it. {LUCK}",
        reads(best_of(MANY, TRUE, TASKS)): f"So the best of {MANY} reads on the tasks that chose it. {LUCK}",
    }
    fresh = k not in (FEW, MANY)
    right = reads(TRUE if fresh else best_of(k, TRUE, TASKS))
    prompt = (
        f"{k} prompts are equally good: each is truly right on 80 % of all tasks. You try each on {TASKS} tasks of its "
        f"own. What does the best of them read on {'fresh' if fresh else 'these'} tasks, on average?"
    )
    way = (
        "Fresh tasks had no part in choosing it, so they tell the truth, on average."
        if fresh
        else f"The best of {k} has been lucky as well as good: its score is that of the luckiest."
    )
    wrong = {choice: why for choice, why in told.items() if choice != right}
    return one_of(rng, prompt, right, wrong, f"{way} **{right}**.", ())


def looked(k: int) -> float:
    """How often luck has made a test significant after so many looks."""
    return float(peeking_error_rates(20, batch=100, share=0.2)[k - 1])


def said(share: float) -> str:
    return f"In about {number(100 * share)}"


def reads(share: float) -> str:
    return f"About {number(100 * share)} %"
