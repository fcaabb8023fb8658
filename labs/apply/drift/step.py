"""Is it still good in production?"""

from functools import cache

import numpy as np
from scipy.stats import ks_2samp

from core.data import flights
from core.statistics import (
    bin_shares,
    bootstrap_interval,
    ks_distance,
    mean,
    population_stability_index,
    quantile,
)
from labs.apply.drift import picture as chart
from labs.apply.drift.question import question
from labs.apply.drift.service import MANY, latencies, traffic
from labs.apply.drift.turn import turn
from labs.apply.drift.understand import understand
from labs.apply.drift.year import (
    COLUMNS,
    FORECASTS,
    MONTHS,
    column,
    cut,
    drift_by_month,
    error_by_month,
    errors,
    forecasts,
    months,
)
from ui.scene import step
from ui.words import number, percent

ALARM, ONE, LATENCY, CANARY = "Alarm", "One column", "Latency", "Canary"
LIMITS = [0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.5, 2.0, 3.0, 5.0]
GUESSES = {"In April, with the temperature": 4, "In June": 6, "Not before December": 12}
SIZES, WAITS, RATES = [1, 2, 4, 8, 16, 32], [0, 10, 25, 50, 100], [20, 40, 80, 120]
SHARES = [0.05, 0.1, 0.2, 0.5, 1.0]
OLD, NEW, FIRST, WEEKS = 3, 5, 6, 12  # the canary: models of January to March and to May, from June on for 12 weeks
GOAL = 185  # ms


@step(
    "Is it still good in production?",
    why="A deployed model raises no error when the world moves away from what it learned.",
    needs=["spread", "sampling"],
)
def drift(page):
    r"""
    A model learns from a **training window**, and then the world moves: **drift**. Compare live columns with that
    window. Cut a column into ten bins that held a tenth each. With shares $p$ then and $q$ now, the **population
    stability index** is

    $$\text{PSI} = \sum_{\text{bins}} (q - p) \log \frac{q}{p}$$

    It is 0 where nothing moved; above 0.25 many teams raise the alarm. **KS** is the largest gap between the two
    running shares. Neither asks whether the model still works. Only labels tell, and they come late.

    Before a new model takes over, a **canary** runs it on a small share of the traffic, beside the old one. And the
    service itself has a tail: watch its **p99**.
    """
    guess = page.predict(
        "A model of late flights learned from January to March. In April it is far warmer than in anything it has "
        "seen. When does its error first rise beyond chance?",
        list(GUESSES),
        answer="In June",
        because="In April and May the temperature has moved, and the error hasn't risen beyond chance. In June more "
        "flights are late, and the model expects fewer, because in winter it was the cold days that went with delays.",
        tries={},
    )
    view = page.choose("view", "Look at", [ALARM, ONE, LATENCY, CANARY])
    made = {ALARM: by_alarm, ONE: by_column, LATENCY: by_latency, CANARY: by_canary}[view]
    done = made(page, guess)
    page.task(
        "Raise the alarm in the month in which the error first rises beyond chance, and not before.",
        done=view == ALARM and done,
    )
    page.task(f"**Latency**: with 120 requests a second, bring the p99 below {GOAL} ms.", done=view == LATENCY and done)
    page.task(
        "**Canary**: find the smallest share of the traffic whose interval lies below zero after 12 weeks.",
        done=view == CANARY and done,
    )
    page.bites(
        "The dashboard is green, and customers complain. You raise the alarm by accuracy, but labels come six weeks "
        "later, so a bad June is known in the middle of August. You watch every column instead: a thousand columns "
        "tested at 5 % raise about 50 alarms a day with nothing wrong, and soon nobody reads them. And the mean "
        "latency is fine: 46 ms at 80 requests a second in batches of up to 32, while one request in a hundred takes "
        "longer than 131 ms. Watch few things: the forecasts, the columns that carry them, the p99, and labels as "
        "they come."
    )
    page.check(question, understand)


def by_alarm(page, guess: str | None) -> bool:
    """Every column month by month, and the error below. True if the alarm comes in the month in which it is due."""
    watch = page.pick("watch", "Watch", list(COLUMNS), default="temperature", wide=4)
    measure = page.choose("by", "Measured by", ["PSI", "KS"], beside=True, wide=3)
    limit = page.slider("limit", "Alarm above", options=LIMITS, texts=[f"{each:g}" for each in LIMITS], value=0.25)
    window = page.slider("window", "Learn from", 2, 4, 3, unit=" months", beside=True)
    weeks = page.slider("late", "Labels arrive after", 0, 12, 6, unit=" weeks", beside=True)

    def cell(values, months, errors, window, measure, limit):
        # values: of the column that is watched; errors: of the model, squared; months: of each flight, 1 to 12
        live = range(window + 1, 13)
        learned = values[months <= window]
        edges = cut(learned)
        p = bin_shares(learned, edges)
        psi = [population_stability_index(p, bin_shares(values[months == m], edges)) for m in live]
        ks = [ks_distance(learned, values[months == m]) for m in live]
        moved = np.array(psi if measure == "PSI" else ks)
        alarm = next((m for m, each in zip(live, moved) if each > limit), 0)

        error_learned = float(errors[months <= window].mean())
        lows = [bootstrap_interval(errors[months == m], np.mean, np.random.default_rng(0))[0] for m in live]
        worse = next((m for m, low in zip(live, lows) if low > error_learned), 0)
        return moved, alarm, error_learned, worse

    error = error_by_month(window)
    shown = {name: drift_by_month(name, window)[measure == "KS"] for name in COLUMNS}
    first = first_above(shown[watch], limit, window)
    page.yours(turn)
    moved, alarm, learned, worse = page.run(
        cell, known={cell: (shown[watch], first, error.learned, error.worse)}, values=column(watch, window),
        months=months(), errors=errors(window), window=window, measure=measure, limit=limit,
    )  # fmt: skip
    guessed = GUESSES[guess] if guess and window == 3 else 0
    page.picture(
        chart.heat(shown, watch, limit, window)
        + chart.watched(moved, measure, limit, window, alarm)
        + chart.error(error, window, weeks, guessed),
        says=said_of_alarm(watch, measure, limit, alarm, worse, weeks, window),
        size=chart.SIZE,
    )
    return alarm == worse


def first_above(moved: np.ndarray, limit: float, window: int) -> int:
    """The first live month in which it has moved further than the limit; 0 for none."""
    return next((m for m, each in enumerate(moved, start=window + 1) if each > limit), 0)


def said_of_alarm(watch: str, measure: str, limit: float, alarm: int, worse: int, weeks: int, window: int) -> str:
    """When the alarm comes, and when it should."""
    name = watch if watch == FORECASTS else f"the {watch}"
    if not alarm:
        lead = f"The {measure} of {name} never passes {limit:g} in the rest of the year: **no alarm**."
    else:
        lead = f"The {measure} of {name} first passes {limit:g} in **{MONTHS[alarm - 1]}**."
    gap = alarm - worse
    far = f"{abs(gap)} months" if abs(gap) > 1 else "a month"
    verdict = (
        f"The alarm comes **{far} too {'early' if gap < 0 else 'late'}**." if gap else "**That is when it is due.**"
    )
    after = f"{weeks} weeks after {MONTHS[worse - 1]} ends" if weeks > 1 else f"a week after {MONTHS[worse - 1]} ends"
    labels = f"Labels tell it {after if weeks else f'when {MONTHS[worse - 1]} ends'}."
    ends = [verdict, labels] if alarm else [labels]
    live, late = months() == worse, flights().late
    expected = percent(forecasts(window)[live].mean())
    due = (
        f"The model's error first rises beyond chance in **{MONTHS[worse - 1]}**: {percent(late[live].mean())} of the "
        f"flights are late, and it expects {expected}."
    )
    return " ".join([lead, due, *ends])


def by_column(page, guess: str | None) -> bool:
    """One column in one month beside the training window: the bins, what each adds, and the two running shares."""
    watch = page.pick("watch", "Watch", list(COLUMNS), default="temperature", wide=4)
    month = page.slider("month", "Live month", options=list(range(1, 13)), texts=list(MONTHS), value=4, play=True)
    window = page.slider("window", "Learn from", 2, 4, 3, unit=" months", beside=True)
    values = column(watch, window)
    learned, now = values[months() <= window], values[months() == month]

    def cell(learned, now):
        edges = cut(learned)
        p, q = bin_shares(learned, edges), bin_shares(now, edges)
        parts = (q - p) * np.log(q / p)
        psi, ks = population_stability_index(p, q), ks_distance(learned, now)
        return edges, p, q, parts, psi, ks

    def library(learned, now):
        ks = ks_2samp(learned, now, method="asymp").statistic
        return ks

    edges, p, q, parts, psi, ks = page.run(cell, library, learned=learned, now=now)
    page.picture(
        chart.bins(p, q, parts, MONTHS[month - 1], window) + chart.running(learned, now, ks),
        says=said_of_column(watch, month, window, len(p), psi, ks),
        size=chart.LOWER,
    )
    return False


def said_of_column(watch: str, month: int, window: int, bins: int, psi: float, ks: float) -> str:
    """How far one column has moved in one month."""
    name = "The forecasts" if watch == FORECASTS else f"The {watch}"
    few = f" So many values are equal that there are only {bins} bins." if bins < 10 else ""
    own = " This month is one of those it learned from." if month <= window else ""
    return (
        f"{name} in {MONTHS[month - 1]} beside January to {MONTHS[window - 1]}: the bins add up to a PSI of "
        f"**{number(psi, 2)}**, and the running shares are at most **{number(ks, 2)}** apart (KS).{few}{own}"
    )


def by_latency(page, guess: str | None) -> bool:
    """A service that answers in batches: mean, p50 and p99. True if the p99 is as low as asked."""
    size = page.slider("batch", "Batch of at most", options=SIZES, value=1)
    wait = page.slider("wait", "First waits for", options=WAITS, texts=[f"{each} ms" for each in WAITS], value=0,
                       beside=True)  # fmt: skip
    rate = page.slider("rate", "Requests a second", options=RATES, value=40, beside=True)
    arrivals, work = traffic(rate)

    def cell(arrivals, work, size, wait):
        # arrivals: when each request comes, in ms; work: what each costs in a batch, beside 20 ms for the batch
        took = latencies(arrivals, work, size, wait)
        average, p50, p99 = mean(took), quantile(took, 0.5), quantile(took, 0.99)
        return took, average, p50, p99

    def library(arrivals, work, size, wait):
        took = latencies(arrivals, work, size, wait)
        average, p50, p99 = np.mean(took), np.quantile(took, 0.5), np.quantile(took, 0.99)
        return average, p50, p99

    took, average, p50, p99 = page.run(
        cell, library, {cell: timed(rate, size, wait)}, arrivals=arrivals, work=work, size=size, wait=wait
    )
    page.picture(
        chart.latency(arrivals, took, average, p50, p99),
        says=said_of_latency(arrivals, took, average, p50, p99),
        size=chart.LOWER,
    )
    return rate == 120 and p99 < GOAL


@cache
def timed(rate: int, size: int, wait: int) -> tuple[np.ndarray, float, float, float]:
    took = latencies(*traffic(rate), size, wait)
    return took, mean(took), float(quantile(took, 0.5)), float(quantile(took, 0.99))


def said_of_latency(arrivals: np.ndarray, took: np.ndarray, average: float, p50: float, p99: float) -> str:
    """What users feel."""
    lead = (
        f"Half of {MANY:,} requests take at most **{duration(p50)}** (p50), the mean is **{duration(average)}**, and "
        f"one in a hundred takes longer than **{duration(p99)}** (p99), {number(p99 / p50, 1)} times the p50."
    )
    growing = np.median(took[-300:]) > 5 * np.median(took[:300])
    if growing:
        return (
            f"{lead} **The queue grows**: more comes in than the machine can do, so the wait grows longer and longer."
        )
    return f"{lead} The mean alone hides that tail."


def duration(ms: float) -> str:
    return f"{number(ms)} ms" if ms < 1000 else f"{number(ms / 1000, 1)} s"


def by_canary(page, guess: str | None) -> bool:
    """A new model beside the old one on a share of the traffic. True if the share asked for is found."""
    share = page.slider(
        "share", "Share of the traffic", options=SHARES, texts=[percent(each) for each in SHARES], value=0.05
    )
    weeks = page.slider("weeks", "Weeks", 1, WEEKS, 1, play=True, beside=True)
    gain, week, lot = canary()

    def cell(gain, week, lot, share, weeks):
        # gain: the new model's squared error minus the old one's, flight by flight; lot: drawn from 0 to 1
        seen = [gain[(lot < share) & (week < w)] for w in range(1, weeks + 1)]
        means = np.array([mean(each) for each in seen])
        intervals = [bootstrap_interval(each, np.mean, np.random.default_rng(0)) for each in seen]
        lows, highs = np.array(intervals).T
        count = len(seen[-1])
        return means, lows, highs, count

    known = path(share)
    means, lows, highs, count = page.run(
        cell, known={cell: (*(each[:weeks] for each in known[:3]), known[3][weeks - 1])},
        gain=gain, week=week, lot=lot, share=share, weeks=weeks,
    )  # fmt: skip
    page.picture(
        chart.canary(means, lows, highs, WEEKS, max(np.abs([known[1].min(), known[2].max()]))),
        says=said_of_canary(means[-1], lows[-1], highs[-1], count, weeks),
        size=chart.LOWER,
    )
    return weeks == WEEKS and share == smallest()


@cache
def canary() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """From June on: how much the new model errs more than the old one, the week, and a lot for each flight."""
    days = np.array([np.datetime64(date) for date in flights().dates])
    week = (days - np.datetime64(f"2013-{FIRST:02d}-01")).astype(int) // 7
    live = (week >= 0) & (week < WEEKS)
    lot = np.random.default_rng(1).random(len(days))
    return (errors(NEW) - errors(OLD))[live], week[live], lot[live]


@cache
def path(share: float) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[int]]:
    """Week by week the mean, the interval and how many flights."""
    gain, week, lot = canary()
    seen = [gain[(lot < share) & (week < w)] for w in range(1, WEEKS + 1)]
    lows, highs = np.array([bootstrap_interval(each, np.mean, np.random.default_rng(0)) for each in seen]).T
    return np.array([mean(each) for each in seen]), lows, highs, [len(each) for each in seen]


@cache
def smallest() -> float:
    """The smallest share that is sure after all weeks."""
    return next(share for share in SHARES if path(share)[2][-1] < 0)


def said_of_canary(average: float, low: float, high: float, count: int, weeks: int) -> str:
    """What the canary tells so far."""
    when = "In one week" if weeks == 1 else f"In {weeks} weeks"
    lead = (
        f"{when} the canary saw **{count:,} flights**. The new model's squared error is {signed(average)} against the "
        f"old one's, with a 95 % interval from {signed(low)} to {signed(high)}."
    )
    if high < 0 or low > 0:
        side, errs = ("below", "less") if high < 0 else ("above", "more")
        if weeks < WEEKS:
            return (
                f"{lead} **It lies {side} zero so far.** One look of many may be luck: decide after the {WEEKS} weeks "
                "that were fixed beforehand."
            )
        return f"{lead} **It lies {side} zero: over these {WEEKS} weeks the new model errs {errs}.**"
    return f"{lead} **It reaches across zero: too early to tell.**"


def signed(value: float) -> str:
    text = number(abs(value), 4)
    if float(text) == 0:
        text = number(abs(value), 6)  # else an end beside zero would read as zero
    return text if float(text) == 0 else f"{'+' if value > 0 else '−'}{text}"
