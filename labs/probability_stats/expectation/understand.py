"""What to understand of `expectation`: a weighted mean, which needn't be typical, doesn't repay, and may not exist."""

from __future__ import annotations

import numpy as np

from core.probability import expectation, running_mean, sample, variance_of
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import counted, number


def understand(seed: int) -> Question:
    """A budget, a streak or a moving average: what does its expectation say? The situations take turns."""
    return in_turn(seed, *SITUATIONS)


STREAKS = (
    ("flaky test", "fails", "fail", "runs"),
    ("checkout", "is abandoned", "are abandoned", "visits"),
    ("spot machine", "is taken away", "are taken away", "nights"),
    ("model", "hallucinates", "hold a hallucination", "answers"),
)


def no_memory(rng: np.random.Generator) -> Question:
    """A lucky or unlucky start isn't paid back: it only counts for less and less."""
    thing, does, do, tries = STREAKS[rng.integers(len(STREAKS))]
    percent, first, more = 10 * int(rng.integers(1, 5)), int(rng.integers(9, 15)), 100 * int(rng.integers(5, 21))
    unlucky = bool(rng.integers(2))
    seen = first * percent // 100 + int(rng.integers(3, 5)) if unlucky else 0
    rest = more * percent // 100
    payback = round((first + more) * percent / 100)
    return one_of(
        rng,
        f"A {thing} {does} in {percent} % of its {tries}, independently from one to the next: years of logs say so, "
        f"and nothing has changed. You start a new count: {seen or 'none'} of the first {first} {do}. {more:,} {tries} "
        f"are still to come. Of all {first + more:,}, how many do you expect to {_plain(do)}?",
        f"About {seen + rest}",
        {
            f"About {payback}, {percent} % of all {first + more:,}": f"You let the rest make up for a "
            f"{'bad' if unlucky else 'good'} start. What comes next "
            f"knows nothing of it: expect {rest} of the next {more:,}, whatever came before.",
            f"About {round((first + more) * seen / first) if unlucky else round(rest / 2)}": "You let this start "
            f"change the rule. {counted(first, 'draw')} say little beside years of logs: expect {percent} % of what is "
            "to come.",
            f"About {seen + round(rest * (0.9 if unlucky else 1.1))}": "You expect luck to turn for a while. "
            f"Independent draws have no memory: of the next {more:,} expect {percent} %, which is {rest}.",
        },
        f"The next {more:,} have no memory, so {percent} % of them, {rest}, are to be expected. Of the first {first} "
        f"it stays at {seen}. The mean still comes near {percent} %, since {first} count for little among "
        f"{first + more:,}.",
        ("Does the next draw know what came before?", "Count what has happened and what is to come separately."),
    )


def _plain(do: str) -> str:
    return do.replace("are ", "be ")


PLANS = (
    ("A call to the small model, repeated by the large one where it fails,", "a call", "cents"),
    ("A cheap parcel service, with a refund where it comes late,", "a parcel", "euros"),
    ("A spot machine, with the job started over where it is taken away,", "a job", "euros"),
    ("Skipping the manual check, with a correction where it was needed,", "an order", "euros"),
)


def steady_or_risky(rng: np.random.Generator) -> Question:
    """Two plans: which is cheaper in the long run is decided by E alone, and E weighs what is rare, too."""
    plan, each, unit = PLANS[rng.integers(len(PLANS))]
    usual, percent = int(rng.integers(1, 6)), 5 * int(rng.integers(1, 5))
    bad = usual + 20 * int(rng.integers(1, 6))
    E = expectation([usual, bad], [1 - percent / 100, percent / 100])
    steady = round(E + float(rng.choice([-1.5, 0, 1.5])) * (0.5 + 0.1 * int(rng.integers(0, 5))), 2)
    steady = steady if steady > usual + 0.2 else round(E, 2)
    spread = variance_of([usual, bad], [1 - percent / 100, percent / 100]) ** 0.5
    worked = f"{1 - percent / 100:g} · {usual} + {percent / 100:g} · {bad} = {E:g}"
    claims = {
        "The risky plan is cheaper in the long run": f"You looked at its usual cost, {usual}. The rare {bad} counts by "
        f"its probability: {worked}, against {steady:g}.",
        "The steady plan is cheaper in the long run": f"You looked at the worst case, {bad}. It counts by its "
        f"probability alone: {worked}, against {steady:g}.",
        "In the long run both plans cost the same": "You took risk and saving to cancel out. Nothing makes them: "
        f"{worked}, against {steady:g}.",
    }
    right = list(claims)[0 if E < steady - 1e-9 else 1 if E > steady + 1e-9 else 2]
    return one_of(
        rng,
        f"{plan} costs {counted(usual, unit[:-1])} in {100 - percent} % of cases and {bad} {unit} in the other "
        f"{percent} %: that is the risky plan. The steady plan costs {steady:g} {unit} every time. You have "
        "millions of cases. Which is true?",
        right,
        {claim: why for claim, why in claims.items() if claim != right},
        f"The expectation of the risky plan is {worked} {unit} {each}, and the steady plan costs {steady:g}. Over very "
        f"many cases only these two count. Over few, the risky plan's bill swings: its values lie about "
        f"{number(spread, 1)} {unit} from E.",
        ("Neither the usual cost nor the worst one is what a case costs on average.", "Weight each cost by how often "
         "it comes."),
    )  # fmt: skip


TAIL_WHATS = ("job times", "query costs", "file sizes", "outage lengths")
LOOKS = (
    "settles early and hardly moves again",
    "jumps, and falls slowly until it jumps again",
    "rises steadily, a little with each draw",
)
CAUSES = (
    "Their distribution has an expectation and no heavy tail, and it doesn't change",
    "Their distribution has so heavy a tail that there is no expectation, and it doesn't change",
    "Their distribution has no heavy tail, and it moves: each new one tends to be a little larger",
)
SKETCH_SIZE, SKETCH_BOX = (0, 176, 0, 136), (10, 156, 34, 116)


def which_running_mean(rng: np.random.Generator) -> Question:
    """Three running means: light tail, heavy tail, drift."""
    what, right, n = TAIL_WHATS[rng.integers(len(TAIL_WHATS))], int(rng.integers(3)), 100 * int(rng.integers(6, 21))
    draws = (rng.normal(5, 1.2, n), _jumping(n, rng), 3 + 5 * np.arange(n) / n + rng.normal(0, 0.8, n))
    sketches = [_mean_so_far(each) for each in draws]
    return one_of(
        rng,
        f"You plot the average of the first k {what}, for k from 1 to {n:,}. {CAUSES[right]}. Which plot is yours?",
        sketches[right],
        [
            (sketches[other], f"You picked a running mean that {LOOKS[other]}. {told}")
            for other, told in enumerate(
                (
                    "It does that where there is an expectation to settle at.",
                    "That is what a heavy tail does: now and then a single draw makes up much of the sum.",
                    "It does that where the draws themselves get larger: no single one moves it.",
                )
            )
            if other != right
        ],
        f"In **{{right}}** the mean {LOOKS[right]}. Plot the running mean before you trust an average: does it settle, "
        "can one draw move it, or does it drift?",
        ("What does one huge draw do to the mean, and what do many ordinary ones after it?", "Three things to look "
         "for: a level line, jumps, a slope."),
    )  # fmt: skip


def _jumping(n: int, rng: np.random.Generator) -> np.ndarray:
    """Draws with α = 0.9, such that a late one lifts their mean by half or more."""
    while True:
        draws = sample("pareto", n, rng, 1, 0.9)
        means = running_mean(draws)
        rise = means[n // 5 :] / means[n // 5 - 1 : -1]
        if 1.5 < rise.max() < 3 and means[n // 5 :].max() == means.max():
            return draws


def _mean_so_far(draws: np.ndarray) -> Sketch:
    n, means = len(draws), running_mean(draws)
    at = np.unique(np.append(np.linspace(0, n - 1, 120).astype(int), np.argmax(means)))
    panel = marks.Panel(SKETCH_BOX, x=(1, n), y=(0, 1.15 * means.max()))
    path = marks.line(panel.at(at + 1, means[at]), role="data", width=2.5)
    axes = panel.frame(x=[(1, "1"), (n, f"{n:,}")], across="k", upwards="mean so far")
    return Sketch([path, *axes], SKETCH_SIZE)


CHANGES = (
    ("From now on every call costs {k} cents more", "rises", "rise"),
    ("From now on you get {k} cents back on every call", "falls", "fall"),
    ("From now on every price is {k} times as high", "", ""),
    ("You convert all prices to a unit of which {k} make a cent", "", ""),
)


def what_moves(rng: np.random.Generator) -> Question:
    """Adding a number moves E and leaves the variance; a factor multiplies E, and the variance by its square."""
    words, goes, go = CHANGES[rng.integers(len(CHANGES))]
    k = int(rng.integers(2, 10))
    costs, p = np.sort(rng.choice(np.arange(12, 60), 3, replace=False)), rng.multinomial(7, [0.5, 0.3, 0.2]) + 1
    listed = ", ".join(f"{cost} cents with probability {share / 10:g}" for cost, share in zip(costs, p))
    if goes:
        right = f"E {goes} by {k}, the variance stays"
        wrong = {
            f"Both {go} by {k}": "You treated the variance as a cost. It is made of distances from E, and a number "
            "added to everything moves both ends of a distance.",
            f"E {goes} by {k}, the variance by {k * k}": "You squared the shift. The variance squares distances from "
            "E, and none of them has changed.",
            "Both stay as they are": f"You left E alone. Every cost {goes} by {k}, and so does their weighted mean.",
        }
        because = "Costs and E move together, so their distances stay as they are, and the variance with them."
    else:
        right = f"E is multiplied by {k}, the variance by {k * k}"
        wrong = {
            f"Both are multiplied by {k}": f"You forgot the square. Each distance from E is {k} times as large, and "
            "the variance averages the squares of these.",
            f"E is multiplied by {k}, but the variance stays": "You kept the variance, as if all costs had moved by "
            "one number. Here the distances from E grow as well.",
            "Both stay as they are": f"You took them for free of units. All costs are {k} times as large, and E is "
            "their weighted mean.",
        }
        because = f"Each distance is {k} times as large as before, so its square is {k * k} times as large."
    return one_of(
        rng,
        f"A call costs {listed}. {words.format(k=k)}. What happens to the expectation E and to the variance?",
        right,
        wrong,
        f"E is a weighted mean of the costs, so it goes along with them. The variance averages squared distances from "
        f"E. {because}",
        ("Look at the distance of each cost from E, before and after.", "The variance averages the squares of these "
         "distances."),
    )  # fmt: skip


BUGS = (
    ("p = np.array([1 - f, f * (1 - f), f**2 * (1 - f)])", "the probabilities add up to less than 1: the third try "
     "ends the call, whether it works or not"),
    ("E = np.mean(costs)", "every cost counts the same, however rare it is"),
    ("variance = np.sum(p * (costs - E))", "distances to both sides cancel out: they have to be squared"),
)  # fmt: skip
SOUND = (
    "p = np.array([1 - f, f * (1 - f), f**2])",
    "E = np.sum(p * costs)",
    "variance = np.sum(p * (costs - E) ** 2)",
)
FINE = (
    "Its three probabilities add up to 1: one try, two, or three whether the third works or not.",
    "It weights each cost by its probability, and that is the expectation.",
    "It averages squared distances from E, weighted by their probabilities.",
)
SYMPTOMS = (
    "np.sum(p) prints {total}, and the bills come out higher than E",
    "The bills come out at {true} on average, and E prints {E}",
    "variance prints 0.00, although the bills vary",
)


def which_line(rng: np.random.Generator) -> Question:
    """Three lines compute E and variance of a retried call; one is wrong, and a symptom shows it."""
    wrong, f, c = int(rng.integers(3)), 5 * int(rng.integers(3, 9)) / 100, int(rng.integers(2, 41))
    lines = [BUGS[place][0] if place == wrong else SOUND[place] for place in range(3)]
    costs, p = c * np.array([1, 2, 3]), np.array([1 - f, f * (1 - f), f * f])
    true = number(expectation(costs, p), 2)
    told = SYMPTOMS[wrong].format(total=number(1 - f**3, 3), true=true, E=number(2 * c, 2))
    code = "\n".join([f"f = {f:g}", f"costs = np.array([{c}, {2 * c}, {3 * c}])", *lines])
    return one_of(
        rng,
        f"A call costs {c} cents a try, fails with probability {f:g} each time, and is given up after the third try."
        f"\n\n```python\n{code}\n```\n\n{told}. Which line is wrong?",
        f"`{lines[wrong]}`",
        {f"`{lines[place]}`": f"You suspect a line that does its work. {FINE[place]}"
         for place in range(3) if place != wrong},
        f"In `{lines[wrong]}` {BUGS[wrong][1]}. It has to be `{SOUND[wrong]}`, and then E is {true} cents. "
        "Check that probabilities add up to 1, and compare E with the mean of real draws.",
        ("Which line could give what was printed?", "Go through the three: probabilities that add up to 1, a weighted "
         "mean, squared distances."),
    )  # fmt: skip


SITUATIONS = (no_memory, steady_or_risky, which_running_mean, what_moves, which_line)
