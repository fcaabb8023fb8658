"""What to understand of `distributions`: how often, and not only what; area, not height; which family, and why."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.probability import histogram, poisson_pmf, sample, uniform_pdf
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number


def understand(seed: int) -> Question:
    """A log, a plot or a plan: what does its distribution say? The situations take turns."""
    return in_turn(seed, *SITUATIONS)


LOGS = (("pager", "pages"), ("firewall", "break-in attempts"), ("support", "complaints"), ("mail server", "bounces"))


def empty_hours(rng: np.random.Generator) -> Question:
    """How many hours stay empty tells whether events come independently, in bursts or by a timer."""
    log, things = LOGS[rng.integers(len(LOGS))]
    rate, kind = int(rng.integers(10, 26)) / 10, int(rng.integers(3))
    expected = poisson_pmf(0, rate)
    share = (expected, expected + rng.uniform(0.4, 0.6) * (1 - expected), rng.uniform(0.05, 0.2) * expected)[kind]
    empty, usual = round(1000 * share) + int(rng.integers(-4, 5)) * (kind == 0), number(1000 * expected)
    compared = ("that is what you see", f"{empty} is far more", f"{empty} is far fewer")[kind]
    seen = f"Independent {things} at this rate leave about {usual} of 1,000 hours empty, and {compared}."
    claims = {
        "They look independent: chance alone leaves about that many hours empty": f"You took empty hours for a matter "
        f"of course. {seen}",
        "They come in bursts: once there is one, another is likelier": f"You took the empty hours for a sign of "
        f"bursts, which would leave more hours empty than chance does. {seen}",
        "They come more evenly than chance would have it, as by a timer": f"You expected chance to leave more hours "
        f"empty than that. {seen}",
    }
    right = list(claims)[kind]
    wrong = {claim: why for claim, why in claims.items() if claim != right} | {
        "Some are missing from the log, since every hour should hold at least one": "You read the average as a promise "
        "for every hour. Some hours hold two or more, so others hold none."
    }
    return one_of(
        rng,
        f"The {log} log of 1,000 hours holds {rate:g} {things} an hour on average. {empty} of these hours hold none. "
        "What does that say?",
        right,
        wrong,
        f"If they come independently, the number in an hour has a Poisson distribution with rate {rate:g}, and P(0) = "
        f"{number(expected, 3)}. So chance leaves about {usual} of 1,000 hours empty. Here it is {empty}. Compare a "
        "whole distribution with the log, and not its average alone.",
        (
            "How many hours would chance leave empty at this rate?",
            f"P(0) of a Poisson distribution is {number(poisson_pmf(0, 1), 2)} at rate 1 and "
            f"{number(poisson_pmf(0, 2), 2)} at rate 2.",
        ),
    )


WAITS = (
    ("A client waits between {} and {} seconds before it retries", "seconds"),
    ("A sensor is read at a moment between {} and {} seconds past the full minute", "seconds"),
    ("A crawler pauses between {} and {} minutes from page to page", "minutes"),
    ("A batch job starts between {} and {} hours past midnight", "hours"),
)


def height(rng: np.random.Generator) -> Question:
    """A density may be higher than 1: what has to be 1 is the area."""
    words, unit = WAITS[rng.integers(len(WAITS))]
    low, wide = int(rng.integers(1, 9)) / 10, float(rng.choice([0.1, 0.2, 0.25, 0.4, 0.5, 2, 2.5, 4, 5, 8]))
    true = uniform_pdf(low, low, low + wide)
    shown = float(rng.choice([true, true, 1, 2 * true, true / 2]))
    area = shown * wide
    claims = {
        "The line is right as it stands": f"You took the height as given. The area under it is {shown:g} · {wide:g} = "
        f"{area:g}, and the whole area has to be 1.",
        "The line has to go up": "You want more height, as if each height were a probability of its own. The "
        f"area under the line is {shown:g} · {wide:g} = {area:g} already.",
        "The line has to come down": (
            "You read the height as a probability. It is a density, and may pass 1: the area under the line counts, "
            if shown > 1
            else "You want less height. But the area under the line has to be 1, "
        )
        + f"and it is {shown:g} · {wide:g} = {area:g}.",
    }
    right = list(claims)[0 if abs(area - 1) < 1e-9 else 1 if area < 1 else 2]
    return one_of(
        rng,
        f"{words.format(f'{low:g}', f'{low + wide:g}')}, and every moment is as likely as any other. You review a plot "
        f"of this distribution: a level line at a density of {shown:g}. What do you say?",
        right,
        {claim: why for claim, why in claims.items() if claim != right},
        f"The moment falls somewhere between the two ends, so the whole area has to be 1. The stretch is {wide:g} "
        f"{unit} wide, and {true:g} · {wide:g} = 1: the line belongs at {true:g}. A density above 1 is no mistake, "
        "and one below 1 proves nothing.",
        ("What has to be 1: the height, or something else?", "The area of a box is its width times its height."),
    )


CALLS = (
    ("A page makes {n} calls to one service. Each fails", "page loads have at least one failed call", "calls"),
    ("A release runs {n} flaky tests. Each fails", "releases have at least one red test", "flaky tests"),
    ("A report reads {n} sensors. Each is offline", "reports have at least one gap", "sensors"),
    ("An order is sent in {n} parcels. Each is late", "orders have at least one late parcel", "parcels"),
)


def twice_as_many(rng: np.random.Generator) -> Question:
    """Twice the tries isn't twice the probability of at least one."""
    words, share, tries = CALLS[rng.integers(len(CALLS))]
    n, doubled = 2 * int(rng.integers(3, 16)), bool(rng.integers(2))
    now = int(rng.integers(24, 46)) / 100 if doubled else int(rng.integers(70, 85)) / 100
    after = 1 - (1 - now) ** (2 if doubled else 0.5)
    plain = 2 * now if doubled else now / 2
    both = "twice" if doubled else "in two halves at once"
    return one_of(
        rng,
        f"{words.format(n=n)} with the same probability, independently of the others, and {number(100 * now)} % of "
        f"{share}. You {'double' if doubled else 'halve'} the number of {tries}, to {2 * n if doubled else n // 2}. "
        "What does that share come to?",
        f"About {number(100 * after)} %",
        {
            f"About {number(100 * plain)} %": f"You {'doubled' if doubled else 'halved'} the share along with the "
            f"{tries}. What fails {both} counts once, so shares of “at least one” don't add up.",
            f"Still {number(100 * now)} %": f"You looked at one of the {tries}, and that didn't change. Each one is "
            "another chance for at least one to fail.",
            f"About {number(100 * now * now)} %": "You multiplied the shares with at least one failure. That asks "
            "for a failure twice over, and one is enough.",
        },
        "Multiply what goes well. "
        + (
            f"All go well with probability {1 - now:g} now, and with {1 - now:g} · {1 - now:g} for twice as many. "
            f"At least one fails in the rest: {number(100 * after)} %."
            if doubled
            else f"All go well with probability {1 - now:g} now, which is the square of what half as many have: "
            f"{number((1 - now) ** 0.5, 3)}. At least one fails in the rest: {number(100 * after)} %."
        ),
        ("Ask how often everything goes well.", "Probabilities of independent tries multiply; those of “at least one” "
         "don't add up."),
    )  # fmt: skip


class Count(NamedTuple):
    """Something to describe, and the family that it belongs to."""

    family: str
    words: str
    here: str


FAMILIES = {
    "Binomial": "You picked the family of how many of a fixed number of tries succeed.",
    "Poisson": "You picked the family of how many events fall into a stretch of time, with no highest count.",
    "Exponential": "You picked the family of how long the next independent event takes to come.",
    "Normal": "You picked the bell, what many small chances add up to.",
}
COUNTS = (
    Count("Binomial", "how many of your {k} replicas fail tonight's health check. They fail independently, all with "
          "the same probability", "Here you count some among {k}."),
    Count("Binomial", "how many of {k} canary users file a complaint. They do so independently, all with the same "
          "probability", "Here you count some among {k}."),
    Count("Poisson", "how many tickets arrive in an hour. Thousands of users write independently of each other, "
          "{k} an hour on average", "Here you count events in an hour, and no count is the highest possible."),
    Count("Poisson", "how many bits flip in a day of memory. They flip independently of each other, {k} a day on "
          "average", "Here you count events in a day, and no count is the highest possible."),
    Count("Exponential", "how many hours pass until the next disk of the pool fails. Disks fail independently, one "
          "every {k} hours on average", "Here you measure the wait for one independent event."),
    Count("Exponential", "how long the queue stays empty until the next request. Requests come independently, one "
          "every {k} seconds on average", "Here you measure the wait for one independent event."),
    Count("Normal", "how long a build of {many:,} small tasks takes, one after the other. Each takes a "
          "little more or less by chance", "Here many small chances are added up."),
    Count("Normal", "by how much a total of {many:,} rounded amounts is off. Each was rounded up or down a little, "
          "independently", "Here many small chances are added up."),
)  # fmt: skip


def family(rng: np.random.Generator) -> Question:
    """How the numbers come about says which family fits."""
    count, k = COUNTS[rng.integers(len(COUNTS))], int(rng.integers(6, 31))
    here = count.here.format(k=k)
    return one_of(
        rng,
        f"You want to simulate {count.words.format(k=k, many=100 * k)}. Which family do you draw from?",
        count.family,
        {name: f"{about} {here}" for name, about in FAMILIES.items() if name != count.family},
        f"{here} That is what the family “{count.family}” is for. Ask how a number comes about before you choose a "
        "family, then lay its promise over a histogram of real draws.",
        ("Is it a count or a measured time?", "A count may have a highest value or none. A time may be one wait or a "
         "sum of many."),
    )  # fmt: skip


SIZE, PANEL_BOX = (0, 176, 0, 130), (10, 164, 34, 112)
TIMES = ("waits", "answers", "uploads", "page loads")


def which_histogram(rng: np.random.Generator) -> Question:
    """Two shares of a log, and three histograms: how much of the area lies where?"""
    what, centre, right = TIMES[rng.integers(len(TIMES))], int(rng.integers(3, 7)), int(rng.integers(3))
    made = {"normal": (centre, centre / 4), "exponential": (1 / centre,), "uniform": (0, 2 * centre)}
    draws = [np.abs(sample(name, 2000, rng, *given)) for name, given in made.items()]
    low, high, far = 0.75 * centre, 1.25 * centre, 2 * centre
    near = [float(np.mean((low < each) & (each < high))) for each in draws]
    beyond = [float(np.mean(each > far)) for each in draws]
    looks = (
        "most of the bars stand close together in the middle",
        "the bars fall off from the left and go on far to the right",
        "the bars are about equally tall and stop at one place",
    )
    told = [
        f"You picked a picture in which {look}. Its share between {low:g} and {high:g} is {number(100 * a)} %, and "
        f"beyond {far:g} it is {number(100 * b)} %."
        for look, a, b in zip(looks, near, beyond)
    ]
    sketches = [_sketch(each, 4.0 * centre) for each in draws]
    return one_of(
        rng,
        f"The log has 2,000 {what}. {number(100 * near[right])} % of them took between {low:g} and {high:g} seconds, "
        f"and {number(100 * beyond[right])} % more than {far:g}. Which histogram is that of the log? (None "
        "shows what lies beyond its right edge.)",
        sketches[right],
        [(sketches[other], told[other]) for other in range(3) if other != right],
        f"Bars show shares by their area. In **{{right}}** {looks[right]}, so about {number(100 * near[right])} % lie "
        f"between {low:g} and {high:g} and {number(100 * beyond[right])} % beyond {far:g}. All three logs have about "
        "the same average, so look at the bars before you plan with it.",
        (f"Find {low:g} and {high:g} on the axis. How much of the bars stands between them?", "The share of draws in a "
         "stretch is the area of its bars, not the height of one."),
    )  # fmt: skip


def _sketch(draws: np.ndarray, top: float) -> Sketch:
    """A histogram from 0 to `top`; the few draws beyond are left out."""
    heights, edges = histogram(draws, np.linspace(0, top, 33), density=True)
    panel = marks.Panel(PANEL_BOX, x=(0, top), y=(0, heights.max()))
    stairs = panel.at(np.repeat(edges, 2), np.concatenate([[0], np.repeat(heights, 2), [0]]))
    ticks = panel.frame(x=[(part * top / 4, f"{part * top / 4:g}") for part in range(5)], across="seconds")
    return Sketch([marks.polygon(stairs, role="data", fill=0.6, width=1), *ticks], SIZE)


SITUATIONS = (empty_hours, height, twice_as_many, family, which_histogram)
