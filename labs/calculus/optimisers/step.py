"""What does Adam do?"""

from functools import cache, lru_cache

import numpy as np

from core.optimisation import adam_step, cosine_schedule, gradient_descent, momentum_step, mse, mse_gradient
from labs.calculus.optimisers import picture as chart
from labs.calculus.optimisers.question import question
from labs.calculus.optimisers.turn import turn
from labs.calculus.optimisers.understand import understand
from ui.scene import Handle, step
from ui.words import number

PLAIN = [0.005, 0.01, 0.02, 0.03, 0.04, 0.045, 0.05, 0.055]
HEAVY = [0.001, 0.002, 0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.04, 0.05, 0.1]
ADAM = [0.1, 0.3, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 12.0, 15.0, 20.0, 25.0, 30.0]
STEPS, EARLY = 60, 10
START = (0.0, 17.0)
ROUND = 2  # for the task Adam goes round the lowest point more often than this
CONSTANT, COSINE = "Constant rate", "Cosine schedule"


@step(
    "What does Adam do?",
    why="Nearly every network is trained with it, and its rate means something else than that of plain descent.",
    needs=["scaling"],
)
def optimisers(page):
    r"""
    **Momentum** keeps a share of the last step. **Adam** gives each weight a step of its own. For each it keeps two
    **running means**: $m$ of its slopes, and $v$ of their squares. The root $\sqrt{v}$ is the slopes' usual size.

    $$w \leftarrow w - \text{rate} \cdot \frac{\hat m}{\sqrt{\hat v}}$$

    A steady slope moves its weight by the rate, be it steep or flat. One that keeps changing sign hardly moves it.

    At every step $m$ keeps $\beta_1 = 0.9$ of itself, and $v$ keeps $\beta_2 = 0.999$. Both begin at 0, too small: the
    **bias correction** divides them by $1 - \beta^t$ at step $t$, and they become $\hat m$ and $\hat v$.

    A **cosine schedule** lets the rate fall to 0.
    """
    ratio = f"{steepness():.0f}"
    guesses = {f"{ratio} times as long": (1 / steepness(), 1), f"1/{ratio} as long": (1, 1 / steepness())}
    guesses["Just as long"] = (1, 1)
    guess = page.predict(
        f"Two raw columns, as before. At the start the loss is {ratio} times as steep along w₂ as along w₁. "
        "How long is Adam's first step along w₂, beside that along w₁?",
        list(guesses),
        answer="Just as long",
        because="Each mean is divided by the size of the weight's own slopes. After one slope only the sign is left: "
        "Adam moves each weight by the rate.",
        tries={"t": 1},
    )
    plain_rate = page.slider("plain", "Rate, plain", options=PLAIN, value=0.045)
    heavy_rate = page.slider("momentum", "Rate, momentum 0.9", options=HEAVY, value=0.01, beside=True)
    adam_rate = page.slider("adam", "Rate, Adam", options=ADAM, value=2.0, texts=[f"{r:g}" for r in ADAM], beside=True)
    t = page.slider("t", "Step", 0, STEPS, EARLY, 1, play=True, wide=2)
    falls = page.choose("rate", "Rate", [CONSTANT, COSINE], beside=True, quiet=True) == COSINE
    corrected = page.toggle("correct", "Bias correction", True, beside=True)
    (start,) = page.plane(
        size=chart.SIZE, bare=True,
        start=Handle(START, "point", bounds=chart.REACH, step=1, says="the start of all three",
                     units=("along w₁", "along w₂")),
    )  # fmt: skip
    X, y = chart.rows()

    page.yours(turn)
    settings = plain_rate, heavy_rate, adam_rate, falls, corrected
    known = {three_ways: walked(tuple(start), *settings)}
    named = dict(zip(("plain_rate", "heavy_rate", "adam_rate", "falls", "corrected"), settings))
    paths, losses, slopes, means, sizes = page.run(
        three_ways, library if corrected else None, known, X=X, y=y, start=start, **named
    )
    best, least, _ = chart.surface()
    unmoved, above = tuple(start) == START, losses / least - 1
    fair = unmoved and corrected and not falls
    told = guesses.get(guess) if t == 1 and unmoved and corrected else None
    rounds = turns(paths[:, 2], best)
    page.picture(
        [
            *chart.ground(),
            *chart.walks(paths, t),
            *chart.named(above[t], t),
            *chart.losses_at(above, t),
            *chart.apart(t, means[t - 1], sizes[t - 1], told),
        ],
        says=seen(t, above[t], slopes[t - 1], means[t - 1] / (sizes[t - 1] + 1e-8), rounds, corrected),
    )
    rate, goal = best_momentum()
    page.task(
        f"Leave the start at (0, 17). Of the rates on its slider, momentum does best at {rate:g}: the loss after "
        f"{EARLY} steps is {chart.excess(goal)} above the least. Set Adam's rate so that it is lower after {EARLY}, "
        f"with bias correction and a constant rate. Then find one at which Adam circles: in {STEPS} steps more than "
        "twice round the lowest point.",
        done={
            f"Lower after {EARLY}": fair and bool(above[EARLY, 2] < goal),
            "Circling": fair and rounds > ROUND,
        },
    )
    page.bites(
        "Adam divides out how steep a slope is, so a bad scale raises no alarm until the last layer, where the "
        "numbers must have the size of y. Take one linear layer on standardised columns: only its bias can lift the "
        "predictions to the mean of y, for the diabetes rows 152. From 0, at the usual rate of 0.001, it has come to "
        "99 after 100,000 steps. The symptom: predictions that creep up from 0. Standardise y, too. "
        "If you write Adam yourself and forget the bias correction, the first step is 3.2 times too long; forgotten "
        "for m alone it is 10 times too short, for v alone 32 times too long. And a weight decay added to the loss is "
        "divided by the slopes' size as well, so weights with steep slopes hardly decay. AdamW shrinks all weights by "
        "the same share, apart from the step."
    )
    page.check(question, understand)


def three_ways(X, y, start, plain_rate, heavy_rate, adam_rate, falls, corrected):
    # 2 (G w − c) is the gradient of the mean squared error: G and c are all it needs of the rows
    G, c = X.T @ X / len(X), X.T @ y / len(X)
    plain = heavy = adam = start
    velocity = mean = square = np.zeros(2)
    paths, slopes, means, sizes = [[start, start, start]], [], [], []
    for t in range(1, 61):
        left = cosine_schedule(1, t - 1, 60) if falls else 1
        plain = plain - left * plain_rate * 2 * (G @ plain - c)
        heavy, velocity = momentum_step(heavy, velocity, 2 * (G @ heavy - c), left * heavy_rate)
        slope = 2 * (G @ adam - c)
        adam, mean, square = adam_step(adam, slope, mean, square, t, left * adam_rate, corrected=corrected)
        paths.append([plain, heavy, adam])
        slopes.append(slope)
        means.append(mean / (1 - 0.9**t) if corrected else mean)
        sizes.append(np.sqrt(square / (1 - 0.999**t) if corrected else square))
    paths, slopes, means, sizes = np.array(paths), np.array(slopes), np.array(means), np.array(sizes)
    losses = np.mean((paths @ X.T - y) ** 2, axis=-1)
    return paths, losses, slopes, means, sizes


def library(X, y, start, plain_rate, heavy_rate, adam_rate, falls, corrected):
    from sklearn.neural_network._stochastic_optimizers import AdamOptimizer, SGDOptimizer

    w, rates = [start.copy(), start.copy(), start.copy()], [plain_rate, heavy_rate, adam_rate]
    plain, heavy = (SGDOptimizer([w[k]], rates[k], momentum=0.9 * k, nesterov=False) for k in (0, 1))
    adam = AdamOptimizer([w[2]], adam_rate)
    paths = [np.array(w)]
    for t in range(1, 61):
        adam.epsilon = 1e-8 * np.sqrt(1 - 0.999**t)  # it adds this before the correction, not after
        for k, each in enumerate([plain, heavy, adam]):
            left = cosine_schedule(1, t - 1, 60) if falls else 1
            each.learning_rate = each.learning_rate_init = left * rates[k]
            each.update_params([w[k]], [mse_gradient(w[k], X, y)])
        paths.append(np.array(w))
    paths = np.array(paths)
    return paths


@lru_cache(maxsize=256)
def walked(start: tuple[float, float], *settings: float) -> tuple:
    """What the cell gives: a walk through its steps looks at the same paths again and again."""
    return three_ways(*chart.rows(), np.array(start), *settings)


@cache
def steepness() -> float:
    """How many times as steep as along w₁ the loss is along w₂, at the start."""
    X, y = chart.rows()
    along_1, along_2 = mse_gradient(START, X, y)
    return float(abs(along_2 / along_1))


@cache
def best_momentum() -> tuple[float, float]:
    """The rate on its slider at which momentum is lowest after the early steps, and how far above the least."""
    (X, y), least = chart.rows(), chart.surface().least
    above = {r: mse(gradient_descent(lambda w: mse_gradient(w, X, y), START, r, EARLY, 0.9)[-1], X, y) for r in HEAVY}
    rate = min(above, key=above.get)
    return rate, above[rate] / least - 1


def turns(path, best) -> float:
    """How often a path goes round a place, at most, seen from there: 1 is once round."""
    x, y = (np.asarray(path) - best).T
    angles = np.unwrap(np.arctan2(y, x))
    return float(np.max(np.abs(angles - angles[0])) / (2 * np.pi))


def seen(t: int, above, slopes, shares, rounds: float, corrected: bool) -> str:
    """What the picture shows, in words."""
    told = ", ".join(f"{name} **{chart.excess(each)}**" for name, each in zip(("plain", "momentum", "Adam"), above))
    words = f"After step {t} the loss is above the least by this much: {told}. " if t else (
        f"At the start the loss is **{chart.excess(above[0])}** above the least. "
    )  # fmt: skip
    if t:
        way = " and ".join(
            f"{chart.signed(-share)} of the rate along {w} (slope {chart.short(slope)})"
            for w, share, slope in zip(("w₁", "w₂"), shares, slopes)
        )
        words += f"Adam's step {t} goes {way}. "
    if not corrected:
        words += "Without the correction, its first step is 3.2 times as long. "
    return words + f"In {STEPS} steps Adam goes **{number(rounds, 1)} times** round the lowest point."
