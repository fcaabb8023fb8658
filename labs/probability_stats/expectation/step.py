"""What happens on average?"""

from functools import cache

import numpy as np

from core.probability import expectation, pareto_pdf, running_mean, sample, variance_of
from labs.probability_stats.expectation import picture as draw
from labs.probability_stats.expectation.question import question
from labs.probability_stats.expectation.turn import turn
from labs.probability_stats.expectation.understand import understand
from ui.scene import Handle, step
from ui.words import counted, number, percent, rounded

DIE, CALL, TAIL = "A die", "An API call", "A heavy tail"
FACES = np.arange(1, 7)
SIZES = sorted({*range(1, 21), *(int(round(20 * 250 ** (i / 40), -1)) for i in range(41))})
SEED = 13  # a fair die that starts with 6, 6, 5
TOPS = (6, 12, 30, 60, 120, 300, 600, 1200, 3000, 6000, 12000, 30000, 60000, 120000, 300000)
PRESETS = {"Fair": (1, 1, 1, 1, 1, 1), "Loaded": (0.5, 0.5, 0.5, 0.5, 0.5, 2.5), "Two faces": (1, 0, 0, 0, 0, 1)}


@step(
    "What happens on average?",
    why="Prices, budgets and capacity are planned with averages, and some averages never settle.",
    id="expectation",
)
def expectation_step(page):
    r"""
    Over many draws the mean settles near the **expectation** $E$, if there is one: each value weighted by its
    probability, and all added up.

    $$E = \sum_i p_i \, x_i$$

    A fair die has $E = \frac{1}{6}(1 + 2 + \dots + 6) = 3.5$, a value it never shows. So $E$ need be neither the most
    likely value nor a possible one.

    The **variance** says how far draws lie from $E$: the average *squared* distance, $\sum_i p_i (x_i - E)^2$.
    Its root is a distance again.

    What a play costs *you* on average is $E$. Charge that **price**, and you break even: in the long run,
    not at every play.

    Drag a bar to load the die. Its **share** is its length, divided by the length of all six.
    """
    page.predict(
        "A fair die has shown 6, 6 and 5. You roll on. How does the mean of all rolls come back towards 3.5?",
        ["Low faces come more often for a while", "The first three weigh less and less", "It doesn't"],
        answer="The first three weigh less and less",
        because="The die has no memory. Three rolls count for a lot among 10, and for little among 1,000. "
        "Below are such rolls: play the draws.",
        tries={"n": len(SIZES) - 1},
    )
    shown = page.choose("draw", "Draw", [DIE, CALL, TAIL])
    for name, weights in PRESETS.items() if shown == DIE else ():
        to = {f"w{face}": (weight, face) for face, weight in enumerate(weights, start=1)}
        page.press(name, sets=to, look="link", beside=True)
    n = page.slider("n", "Draws so far", options=SIZES, texts=[f"{n:,}" for n in SIZES], value=10, play=True)
    seed = page.slider("seed", "Seed", 1, 50, SEED, beside=True)
    at = draw.checkpoints(n)
    done = {DIE: a_die, CALL: a_call, TAIL: a_tail}[shown](page, n, seed, at)
    page.task(
        "Load the die until E is 5 or more. Then drag the price to where you break even, to within 0.05.",
        done=done,
    )
    page.bites(
        "You size a cluster by the average job. Each week you average all jobs so far, and each week the number has "
        "moved. Job times have a heavy tail: of 5,000 draws with α = 1 (seed 7), a single one makes up "
        f"{100 * weight_of_largest(7):.0f} % of the sum. With α at most 1 there is no expectation to settle at, "
        "and slightly above 1 the mean takes far too many draws to get there. "
        "The symptom: the mean jumps, and falls slowly until it jumps again. "
        "Plot the running mean before you trust it. If one draw can move it, plan with the p99 and cap the job."
    )
    page.check(question, understand)


def a_die(page, n: int, seed: int, at: np.ndarray) -> bool:
    """Six bars to drag, and a price; True once the task is done."""
    bars = {
        f"w{face}": Handle((1, face), kind="point", role="data", along="x", step=0.05, label=" ",
                           bounds=(0, draw.WIDE, face, face), says=f"the bar of face {face}")
        for face in range(1, 7)
    }  # fmt: skip
    *places, price = page.plane(size=draw.SIZE, bare=True, **bars, price=price_handle(2.5))
    lengths = np.array([float(place[0]) for place in places])
    empty = lengths.sum() == 0
    weights = np.ones(6) if empty else lengths

    def cell(faces, lengths, price, n, seed, at):
        p = lengths / np.sum(lengths)
        E = expectation(faces, p)
        variance = variance_of(faces, p)
        profit = price - E

        seeds = [seed, *(100 + 5 * seed + other for other in range(4))]
        draws = [np.random.default_rng(each).choice(faces, n, p=p) for each in seeds]
        means = np.array([running_mean(each)[at - 1] for each in draws])
        return p, E, variance, profit, means

    def library(faces, lengths, price, n, seed, at):
        E = np.average(faces, weights=lengths)
        variance = np.average((faces - E) ** 2, weights=lengths)
        return E, variance

    price = float(price[1])
    page.yours(turn)
    found = page.run(cell, library, faces=FACES, lengths=weights, price=price, n=n, seed=seed, at=at)
    E = found[1]
    panel = draw.axis(FACES, [str(face) for face in FACES]) + draw.faces(lengths)
    lead = "All bars are empty, so every face counts the same. " if empty else ""
    lead += f"A play costs you what the die shows: **{number(E, 2)}** on average. {bargain(price, E, '', 'play')}"
    weighed(page, found, price, n, panel, lead)
    return E >= 5 - 1e-9 and abs(gain(price, E)) <= 0.05


def a_call(page, n: int, seed: int, at: np.ndarray) -> bool:
    """Four costs to drag, and a price."""
    f = page.slider("fail", "Failure rate", 0, 100, 30, unit="%", beside=True) / 100
    look = {"kind": "point", "role": "data", "along": "y", "step": 0.05, "label": " ", "units": ("", "cents")}
    starts = zip(draw.COLUMNS, (1, 2, 3, 6), ("one try", "two tries", "three tries", "giving up"))
    columns = {
        f"c{i}": Handle((x, cost), bounds=(x, x, 0, draw.HIGH), says=f"the cost of {what}", **look)
        for i, (x, cost, what) in enumerate(starts, start=1)
    }
    *places, price = page.plane(size=draw.SIZE, bare=True, **columns, price=price_handle(2.5))

    def cell(costs, f, price, n, seed, at):
        p = np.array([1 - f, f * (1 - f), f**2 * (1 - f), f**3])
        E = expectation(costs, p)
        variance = variance_of(costs, p)
        profit = price - E

        seeds = [seed, *(100 + 5 * seed + other for other in range(4))]
        draws = [np.random.default_rng(each).choice(costs, n, p=p) for each in seeds]
        means = np.array([running_mean(each)[at - 1] for each in draws])
        return p, E, variance, profit, means

    def library(costs, f, price, n, seed, at):
        p = np.array([1 - f, f * (1 - f), f**2 * (1 - f), f**3])
        E = np.average(costs, weights=p)
        variance = np.average((costs - E) ** 2, weights=p)
        return E, variance

    costs, price = np.array([float(place[1]) for place in places]), float(price[1])
    page.yours(turn)
    found = page.run(cell, library, costs=costs, f=f, price=price, n=n, seed=seed, at=at)
    p, E, *_ = found
    panel = draw.axis(range(7), [f"{cent} ct" for cent in range(7)]) + draw.costs(costs, p)
    lead = "A call is tried up to 3 times, each time independently. "
    lead += f"It costs you **{number(E, 2)}** cents on average. {bargain(price, E, ' cents', 'call')}"
    weighed(page, found, price, n, panel, lead)
    return False


def weighed(page, found, price: float, n: int, panel: list[dict], lead: str) -> None:
    """Values that are drawn by their probabilities: what the cell found, beside their panel, in marks and words."""
    _, E, variance, _, means = found
    page.picture(
        draw.level(E, variance)
        + draw.price(price)
        + panel
        + draw.means_so_far(draw.checkpoints(n), means)
        + heading(E, variance, price),
        says=f"{lead} Mean of {counted(n, 'draw')}: **{number(means[0, -1], 2)}**.",
    )


def a_tail(page, n: int, seed: int, at: np.ndarray) -> bool:
    """Draws whose mean settles late, or never."""
    alpha = page.slider("alpha", "Tail α", 0.8, 3, 1, step=0.1, beside=True)

    def cell(alpha, n, seed, at):
        seeds = [seed, *(100 + 5 * seed + other for other in range(4))]
        draws = [sample("pareto", n, np.random.default_rng(each), 1, alpha) for each in seeds]
        means = np.array([running_mean(each)[at - 1] for each in draws])
        largest = np.max(draws[0])
        its_share = largest / np.sum(draws[0])
        return means, largest, its_share

    means, largest, its_share = page.run(cell, alpha=alpha, n=n, seed=seed, at=at)
    top, E = scale(alpha, seed), alpha / (alpha - 1) if alpha > 1 else None
    ticks = [f"{tick / 1000:g}k" if (tick := top * part / 6) >= 10_000 else f"{tick:,.0f}" for part in range(7)]
    page.picture(
        draw.axis(range(7), ticks)
        + draw.tail(lambda x: pareto_pdf(x, 1, alpha), top, alpha)
        + (draw.level(E, None, top) if E else [])
        + draw.means_so_far(at, means, top)
        + draw.heading(f"E = {number(E, 2)}" if E else "no E: the mean never settles"),
        says=f"Of 100 draws beyond any number from 1 up, expect {number(100 / 2**alpha)} beyond twice that number. "
        f"Mean of {counted(n, 'draw')}: **{number(means[0, -1], 2)}**. "
        + (f"The largest, {number(largest, 2)}, makes up **{percent(its_share)}** of the sum. " if n > 1 else "")
        + (f"E = α / (α − 1) = {number(E, 2)}." if E else "With α at most 1 there is no E."),
        size=draw.SIZE,
    )
    return False


@cache
def scale(alpha: float, seed: int) -> float:
    """How high the picture of a heavy tail reaches: above every mean of this seed, whatever n."""
    means = running_mean(sample("pareto", SIZES[-1], np.random.default_rng(seed), 1, alpha))
    highest = float(means.max())
    return float(next((top for top in TOPS if top >= highest), TOPS[-1]))


@cache
def weight_of_largest(seed: int) -> float:
    """Which share of the sum of 5000 draws with α = 1 the largest one is."""
    draws = sample("pareto", 5000, np.random.default_rng(seed), 1, 1)
    return float(draws.max() / draws.sum())


def price_handle(start: float) -> Handle:
    x, look = draw.RIGHT, {"kind": "point", "role": "model", "along": "y", "step": 0.05, "label": " "}
    return Handle((x, start), bounds=(x, x, 0, draw.HIGH), says="your price", **look)


def heading(E: float, variance: float, price: float) -> list[dict]:
    told = f"E = {number(E, 2)} · variance {number(variance, 2)} ≈ {number(variance**0.5, 2)}²"
    return draw.heading(told, f"price {number(price, 2)}")


def gain(price: float, E: float) -> float:
    """The price less E, both as they are printed."""
    return rounded(price - rounded(E, 2), 2)


def bargain(price: float, E: float, unit: str, each: str) -> str:
    """What the price does to you in the long run."""
    difference = gain(price, E)
    if abs(difference) <= 0.05:
        return f"You charge {number(price, 2)}{unit} and break even, to within 0.05."
    does, told = "gain" if difference > 0 else "lose", number(abs(difference), 2)
    return f"You charge {number(price, 2)}{unit}, so you {does} **{told}**{unit} a {each} on average."
