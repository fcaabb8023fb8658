"""What to understand of `correlation`: what r sees, what a pool hides, and what comes back to the mean by itself."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.statistics import correlation, covariance, regression_slope
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number


def understand(seed: int) -> Question:
    """A scatter, a pooled dashboard or a success story: what does it show? The situations take turns."""
    return in_turn(seed, *SITUATIONS)


SIZE, BOX = (0, 176, 0, 138), (10, 166, 20, 120)
PLOTS = (("memory used", "response time"), ("price", "units sold"), ("file size", "build time"), ("age", "spending"))
SHAPES = (
    "You picked a cloud that rises as a whole",
    "You picked a bow: x says much about y there, and a line still helps little",
    "You picked a round cloud with one point far out, which makes r by itself",
    "You picked a cloud that falls as a whole",
)


def which_scatter(rng: np.random.Generator) -> Question:
    """r of all points, and r without the one furthest right: which scatter has both?"""
    (x_name, y_name), n = PLOTS[rng.integers(len(PLOTS))], int(rng.integers(24, 41))
    clouds = _clouds(n, rng)
    all_r = [correlation(x, y) for x, y in clouds]
    without = [correlation(*np.delete([x, y], np.argmax(x), axis=1)) for x, y in clouds]
    right, *others = rng.permutation(4)[:3].tolist()
    if {right, *others} >= {0, 2} or rng.integers(2):  # the two that share their first r are worth telling apart
        right, *others = {0: (0, 2, 1), 1: (1, 2, 3), 2: (2, 0, 3), 3: (3, 1, 0)}[right]
    return one_of(
        rng,
        f"You have {x_name} and {y_name} of {n} cases. r is {signed(all_r[right])}. Without the one case that has the "
        f"largest {x_name}, it is {signed(without[right])}. Which scatter is yours?",
        _scatter(*clouds[right], x_name, y_name),
        [
            (
                _scatter(*clouds[other], x_name, y_name),
                f"{SHAPES[other]}. Its r is {signed(all_r[other])}, and {signed(without[other])} without the point "
                "furthest right.",
            )
            for other in others
        ],
        f"In **{{right}}** r is {signed(all_r[right])}, and {signed(without[right])} once the point furthest right is "
        "gone. r says how closely a line is followed, and a single point far out can make it or break it. Draw the "
        "points before you believe an r.",
        ("What would a line through the points do, and what if the point furthest right were gone?", "r sees lines "
         "only, and a point counts for more the further it lies from both means."),
    )  # fmt: skip


def _clouds(n: int, rng: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    """Four clouds: rising, a bow, round with one far out, falling; r of the first and the third are about the same."""
    while True:
        x, noise = rng.permutation(np.linspace(0.5, 9.5, n)), rng.normal(0, 1, n)
        blob = rng.normal(2.5, 0.9, (2, n))
        blob[:, 0] = 9.4, 9.2
        rising, falling = 1.5 + 0.7 * x + 1.3 * noise, 8.5 - 0.7 * x + 1.3 * noise
        clouds = [(x, rising), (x, 9 - 0.36 * (x - 5) ** 2 + 0.4 * noise), tuple(blob), (x, falling)]
        r = [correlation(*cloud) for cloud in clouds]
        alone = correlation(*np.delete(blob, 0, axis=1))
        if abs(r[1]) < 0.2 and abs(alone) < 0.2 and r[0] > 0.7 and r[2] > 0.6 and r[3] < -0.7:
            return clouds


def _scatter(x: np.ndarray, y: np.ndarray, x_name: str, y_name: str) -> Sketch:
    panel = marks.Panel(BOX, x=_reach(x), y=_reach(y))
    dots = marks.points(panel.at(x, y), role="data", size=2.6)
    return Sketch([*_axes(panel, x_name, y_name), dots], SIZE)


def _axes(panel: marks.Panel, x_name: str, y_name: str) -> list[dict]:
    left, _, bottom, top = panel.box
    upright = marks.line([(left, bottom), (left, top)], width=1, opacity=0.8)
    return [*panel.frame(across=f"{x_name} →", upwards=f"↑ {y_name}"), upright]


def _reach(values: np.ndarray) -> tuple[float, float]:
    """An axis that holds them all, with a little room."""
    return float(values.min()) - 0.4, float(values.max()) + 0.4


def signed(r: float) -> str:
    text = number(r, 2)
    return text if text == "0.00" or r < 0 else f"+{text}"


class Test(NamedTuple):
    """Two versions, two kinds of cases, and what counts as success."""

    a: str
    b: str
    kinds: tuple[str, str]
    success: str


TESTS = (
    Test("the old page", "the new page", ("desktops", "phones"), "visits that last over a minute"),
    Test("the old model", "the new model", ("easy tickets", "hard tickets"), "tickets solved"),
    Test("team North", "team South", ("small repairs", "large repairs"), "repairs done in a day"),
    Test("the big warehouse", "the small warehouse", ("books", "furniture"), "parcels on time"),
)


def same_mix(rng: np.random.Generator) -> Question:
    """Two totals with different mixes: what would they say if both met the same mix?"""
    test, kind = TESTS[rng.integers(len(TESTS))], int(rng.integers(3))
    rates, mixes = rng.integers(20, 96, (8000, 2, 2)), rng.integers(10, 91, (8000, 2))  # rates: of kinds, of sides
    ahead, harder = rates[:, :, 1] - rates[:, :, 0], (rates[:, 0] - rates[:, 1]).min(axis=1)
    totals = (rates[:, 0] * mixes + rates[:, 1] * (100 - mixes)) / 100
    lead = totals[:, 1] - totals[:, 0]
    fits = (
        (ahead.min(axis=1) >= 4) & (lead < -4),
        (ahead.max(axis=1) <= -4) & (lead > 4),
        (ahead.min(axis=1) <= -6) & (ahead.max(axis=1) >= 6) & (np.abs(lead) > 4),
    )[kind]
    place = np.flatnonzero(fits & (harder >= 15))[0]
    rates, mixes, ahead, (old, new) = rates[place], mixes[place], ahead[place], totals[place].tolist()
    first, second = test.kinds
    leader = test.b if new > old else test.a
    claims = {}
    for name, better in ((test.b, ahead > 0), (test.a, ahead < 0)):
        with_ = f"only with {first if better[0] else second}" if better.any() else "with neither kind"
        went = "by the totals" if name == leader else "by one column"
        claims[f"{_capital(name)}, with any mix"] = f"You went {went}. {_capital(name)} is ahead {with_}."
    claims["That depends on the mix"] = (
        "You took the mix to decide whatever the rates are. Here the same one is ahead with both kinds."
    )
    right = list(claims)[kind]
    lines = "\n".join(
        f"| **{name}** | {rates[0, i]} % | {rates[1, i]} % | {mixes[i]} % {first} |"
        for i, name in enumerate((test.a, test.b))
    )
    return one_of(
        rng,
        f"Share of {test.success}:\n\n| | {first} | {second} | what it got |\n|---|---:|---:|---:|\n{lines}\n\nIn "
        f"total {leader} has {number(max(old, new))} %, and the other one {number(min(old, new))} %. Which would have "
        "the higher total if both got the same mix?",
        right,
        {claim: why for claim, why in claims.items() if claim != right},
        (
            "With the same mix each total weights the two rates alike. One is ahead with both kinds, so it leads with "
            f"any mix: **{test.b if kind == 0 else test.a}**. The totals said otherwise because of what each got."
            if kind < 2
            else f"Each is ahead with one kind, so the mix decides: with {first} alone one leads, with {second} alone "
            "the other. Say which mix you will meet."
        ),
        ("Compare inside each kind first.", "A total is the two rates, weighted by the mix."),
    )  # fmt: skip


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


CHANGES = (
    ("You convert {x} to a unit of which {k} make the old one", lambda x, y, k: (k * x, y),
     "A factor multiplies the covariance, divides the slope, and cancels in r"),
    ("You add {k} to every {x}, to mend a wrong zero", lambda x, y, k: (x + k, y),
     "Adding a number changes no deviation from a mean, and all three are made of deviations"),
    ("You swap the two columns: {y} goes across and {x} upwards", lambda x, y, k: (y, x),
     "The covariance and r treat both columns alike, and the slope divides by the variance of what goes across"),
    ("You convert both columns to units of which {k} make the old ones", lambda x, y, k: (k * x, k * y),
     "The covariance takes both factors, and in the slope and in r they cancel"),
    ("You count {x} backwards, as {k}00 minus the old number", lambda x, y, k: (100 * k - x, y),
     "Every deviation of {x} turns its sign, and so do all three"),
)  # fmt: skip
STAYS = {
    (False, False, True): "Only r",
    (True, False, True): "The covariance and r",
    (False, True, True): "The slope and r",
    (True, True, True): "All three",
    (False, False, False): "None of them",
}
FIGURES = {"the covariance": covariance, "the slope": regression_slope, "r": correlation}


def what_stays(rng: np.random.Generator) -> Question:
    """New units, a shift, a swap: which of covariance, slope and r stays?"""
    (x_name, y_name), (words, change, why) = PLOTS[rng.integers(len(PLOTS))], CHANGES[rng.integers(len(CHANGES))]
    k, x, noise = int(rng.integers(2, 10)), rng.normal(50, 10, 40), rng.normal(0, 10, 40)
    y = 20 + 0.6 * x + noise
    new, reason = change(x, y, k), why.format(x=x_name)
    before, after = ([figure(*columns) for figure in FIGURES.values()] for columns in ((x, y), new))
    stays = tuple(abs(a - b) < 1e-9 for a, b in zip(before, after))
    told = {}
    for kept, claim in STAYS.items():
        too_many = [name for name, keep, stay in zip(FIGURES, kept, stays) if keep and not stay]
        too_few = [name for name, keep, stay in zip(FIGURES, kept, stays) if stay and not keep]
        slips = [f"kept {_listed(too_many)}"] * bool(too_many) + [f"gave up {_listed(too_few)}"] * bool(too_few)
        told[claim] = f"You {' and '.join(slips)}. {reason}."
    wrong = rng.choice([claim for claim in STAYS.values() if claim != STAYS[stays]], 3, replace=False).tolist()
    moves = [
        f"{name} stays" if stay else f"{name} goes from {number(a, 2)} to {number(b, 2)}"
        for name, a, b, stay in zip(FIGURES, before, after, stays)
    ]
    return one_of(
        rng,
        f"You have the covariance, the slope of the line and r of {x_name} (across) and {y_name} (upwards). "
        f"{words.format(x=x_name, y=y_name, k=k)}. Which of the three stay as they are?",
        STAYS[stays],
        {claim: told[claim] for claim in wrong},
        f"{reason}. Tried on forty cases, {', '.join(moves)}. Compare slopes and covariances only in the same units.",
        ("What are the units of the three?", "What happens to the deviations from the means? r divides by both "
         "standard deviations, the slope by the variance of what goes across."),
    )  # fmt: skip


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


RESCUES = (
    ("services with the most errors", "an expert visits them", "errors"),
    ("pages with the most bad ratings", "you rewrite them", "bad ratings"),
    ("warehouses with the most delays", "you send a coach", "delays"),
    ("bots with the most complaints", "you change their prompts", "complaints"),
)


def did_it_help(rng: np.random.Generator) -> Question:
    """The worst get better by themselves: only those left alone tell whether the help did more."""
    worst, help_, what = RESCUES[rng.integers(len(RESCUES))]
    n, before, kind = 10 * int(rng.integers(10, 40)), int(rng.integers(60, 95)), int(rng.integers(3))
    alone = before - int(rng.integers(15, 30))
    after = (alone + int(rng.choice([-1, 0, 1])), alone - int(rng.integers(14, 25)), alone + int(rng.integers(8, 13)))[
        kind
    ]
    claims = {
        "It did nothing that can be seen": f"You took the help for useless. Those helped end at {after} and those left "
        f"alone at {alone}, and that is far apart.",
        f"It helped: fewer {what} than without it": f"You compared after with before. Those left alone went from "
        f"{before} to {alone} as well, so look at how the two groups end: {after} and {alone}.",
        f"It harmed: more {what} than without it": (
            "You saw harm where both end about alike. " if kind == 0 else "You turned it round. "
        )
        + f"Those helped end at {after}, and those left alone at {alone}.",
    }
    right = list(claims)[kind]
    return one_of(
        rng,
        f"Of the {2 * n} {worst} this month, half are drawn by lot, and {help_}. Both halves had {before} {what} on "
        f"average. Next month those helped have {after}, and those left alone have {alone}. What did the help do?",
        right,
        {claim: why for claim, why in claims.items() if claim != right},
        f"Those left alone fell from {before} to {alone}, too. They were picked for a bad month, and bad luck seldom "
        f"comes twice: regression to the mean. Compare with them, and not with before: {after} against {alone}.",
        (
            "What would have happened without help?",
            "Those picked for a bad month come nearer to the mean by themselves.",
        ),
    )


GROUPED = (
    ("customers", "e-mails sent", "money spent", "segments"),
    ("servers", "load", "errors", "regions"),
    ("courses", "length", "rating", "subjects"),
    ("flats", "distance to the centre", "rent", "cities"),
)


def which_groups(rng: np.random.Generator) -> Question:
    """r of all and r within three groups: which coloured scatter has both?"""
    cases, x_name, y_name, groups = GROUPED[rng.integers(len(GROUPED))]
    n, kinds = int(rng.integers(16, 25)), [(1, 1), (1, -1), (-1, 1), (-1, -1)]
    order = rng.permutation(4)[:3].tolist()
    clouds = [_grouped(n, *kinds[place], rng) for place in order]
    pooled = [correlation(*cloud.reshape(2, -1)) for cloud in clouds]
    within = [[correlation(*cloud[:, group]) for group in range(3)] for cloud in clouds]
    names = {1: "rises", -1: "falls"}
    told = [
        f"You picked a scatter that {names[kinds[place][0]]} as a whole and {names[kinds[place][1]]} in each group. "
        f"Its r is {signed(r)}, and inside {', '.join(map(signed, inside))}."
        for place, r, inside in zip(order, pooled, within)
    ]
    return one_of(
        rng,
        f"For {3 * n} {cases}, r of {x_name} and {y_name} is {signed(pooled[0])}. Inside the three {groups} it is "
        f"{', '.join(map(signed, within[0]))}. Which scatter is that? Colours and shapes are the {groups}.",
        _coloured(clouds[0], x_name, y_name),
        [(_coloured(clouds[place], x_name, y_name), told[place]) for place in (1, 2)],
        f"**{{right}}** {names[kinds[order[0]][0]]} as a whole and {names[kinds[order[0]][1]]} in each group. Where "
        "the groups stand can outweigh what happens inside them. Colour a scatter by its groups before you act on its "
        "r.",
        (f"Look at each of the {groups} by itself, then at all points as if they had one colour.", "The sign of r says "
         "whether a line through the points rises or falls."),
    )  # fmt: skip


def _grouped(n: int, across: int, inside: int, rng: np.random.Generator) -> np.ndarray:
    """Three groups of n whose middles rise or fall, and whose points do: shape (2, 3, n)."""
    while True:
        at = np.array([2.4, 5, 7.6])
        x = at[:, None] + rng.normal(0, 0.7, (3, n))
        y = (5 + across * (at - 5))[:, None] + inside * (x - at[:, None]) * 0.9 + rng.normal(0, 0.5, (3, n))
        cloud = np.array([x, y])
        if all(0.55 < inside * correlation(*cloud[:, group]) < 0.92 for group in range(3)):
            return cloud


def _coloured(cloud: np.ndarray, x_name: str, y_name: str) -> Sketch:
    panel = marks.Panel(BOX, x=_reach(cloud[0]), y=_reach(cloud[1]))
    looks = ({"role": "data"}, {"role": "model", "hollow": True, "width": 1.5}, {"role": "truth"})
    dots = [
        marks.points(panel.at(*cloud[:, group]), size=(2.6, 2.8, 1.8)[group], **look)
        for group, look in enumerate(looks)
    ]
    return Sketch([*_axes(panel, x_name, y_name), *dots], SIZE)


SITUATIONS = (which_scatter, same_mix, what_stays, did_it_help, which_groups)
