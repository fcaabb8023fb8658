"""What do mean and variance hide?"""

import numpy as np

from core.data import PairSets, anscombe, datasaurus
from core.statistics import mean, median, standard_deviation, variance
from labs.probability_stats.spread import picture as draw
from labs.probability_stats.spread.question import question
from labs.probability_stats.spread.turn import turn
from labs.probability_stats.spread.understand import understand
from ui.scene import Handle, step
from ui.words import number

START = (7, 8, 9, 10, 11, 12, 13)
PRESETS = {
    "One far out": (7, 8, 9, 10, 11, 12, 20),
    "Two camps": (7.4, 8, 8.2, 10, 11.8, 12, 12.6),
    "All equal": (10,) * 7,
    "Start again": START,
}
GOAL = 2 * standard_deviation(START)
OWN, FOUR, DOZEN = "Your seven", "Anscombe's four", "The Datasaurus dozen"


@step(
    "What do mean and variance hide?",
    why="A dashboard shows averages, and the trouble sits in what they leave out.",
)
def spread(page):
    r"""
    They tell where the numbers lie, and how widely. They hide the rest.

    The **mean** $\bar x$ is their sum, divided by how many there are, $n$. Draw a bar from it to each number: left and
    right, the bars add up to the same length.

    The **variance** averages the *squares* of the bars:

    $$s^2 = \frac{1}{n-1}\sum_i (x_i - \bar x)^2$$

    It divides by $n - 1$, since the last bar follows from the others. Its root $s$ is the
    **standard deviation** (s.d.), the *spread*: how far a number typically lies from the mean.

    The **median** is the middle number once they are sorted, or halfway between the middle two. How far away the
    others lie doesn't matter to it.
    """
    page.predict(
        "Seven numbers: 7, 8, 9, 10, 11, 12, 13. You drag the largest from 13 out to 20. What happens?",
        [
            "Mean and median both move by 1",
            "The mean moves by 1, the median stays",
            "The median moves by 1, the mean stays",
        ],
        answer="The mean moves by 1, the median stays",
        because="The 7 it gains are shared among 7 numbers. The middle one is still 10.",
        tries={"g": (20, 0)},
    )
    shown = page.choose("set", "Numbers", [OWN, FOUR, DOZEN])
    if shown == OWN:
        columns = np.array([own_numbers(page)])
        sets, name = None, ""
    else:
        sets = anscombe() if shown == FOUR else datasaurus()
        options = ["not drawn", *sorted(sets.names, key="dino".__eq__)]
        which = "four" if shown == FOUR else "dozen"
        texts = [each.replace("_", " ") for each in options]
        name = page.slider(which, "Which set", options=options, texts=texts, value="not drawn", play=True)
        row = sets.names.index(name) if name in sets.names else 0
        columns = np.array([sets.x[row], sets.y[row]])

    def cell(columns):
        means = list(map(mean, columns))
        variances = list(map(variance, columns))
        deviations = list(map(standard_deviation, columns))
        medians = list(map(median, columns))
        return means, variances, deviations, medians

    def library(columns):
        means = np.mean(columns, axis=1)
        variances = np.var(columns, axis=1, ddof=1)
        deviations = np.std(columns, axis=1, ddof=1)
        medians = np.median(columns, axis=1)
        return means, variances, deviations, medians

    page.yours(turn)
    means, _, deviations, medians = page.run(cell, library, columns=columns)
    centre, s, middle = means[0], deviations[0], medians[0]
    if sets is None:
        page.picture(
            draw.number_line(columns[0], centre, s, middle, goal=(10, GOAL)),
            says=said_of_line(columns[0], centre, s, middle),
        )
    else:
        page.picture(
            draw.scatter(columns, means, deviations, medians, box=draw.BOXES[shown == DOZEN], drawn=name in sets.names),
            says=said_of_set(name, sets),
            size=draw.SIZE,
        )
    page.task(
        f"Drag your seven so that the mean stays 10 and the s.d. doubles, from 2.16 to {number(GOAL, 2)}: "
        "each to within 0.05. Then play through the other numbers: their sets agree on mean and s.d.",
        done=sets is None and abs(centre - 10) < 0.0501 and abs(s - GOAL) < 0.0501,
    )
    page.bites(
        "The average answer takes 0.69 s and the target is 1 s: the dashboard is green. Of every 100 requests 95 take "
        "0.2 s, and 5 take 10 s. These 5 all come from one customer, who is about to leave. The median, 0.2 s, hides "
        "them as well; the 0.99 **quantile**, the time that about 99 of 100 stay within, is 10 s and shows them. "
        "The symptom: the numbers are fine and the complaints go on. Draw the numbers before you average them, "
        "look at a high quantile, and average each segment by itself."
    )
    page.check(question, understand)


def own_numbers(page) -> list[float]:
    """The seven points on the number line, and buttons that place them."""
    at = page.plane(
        size=draw.SIZE,
        bare=True,
        **{
            name: Handle((x, 0), "point", "data", along="x", label=" ", bounds=(0, 20, 0, 0), says=f"number {name}")
            for name, x in zip(draw.NAMES, START)
        },
    )
    for place, (label, numbers) in enumerate(PRESETS.items()):
        page.press(label, sets={name: (x, 0) for name, x in zip(draw.NAMES, numbers)}, look="link", beside=place > 0)
    return [float(x) for x, _ in at]


def said_of_line(x, centre: float, s: float, middle: float) -> str:
    """Mean, median and s.d. of the seven in words."""
    if s == 0:
        return (
            f"All seven stand at **{number(centre, 1)}**. So do mean and median. The s.d. is exactly **0**: no spread."
        )
    inside = int(np.sum(np.abs(x - centre) <= s + 1e-9))
    apart = (
        "Mean and median agree"
        if abs(centre - middle) < 0.005
        else f"The mean lies {number(abs(centre - middle), 2)} {'above' if centre > middle else 'below'} the median"
    )
    return (
        f"Mean **{number(centre, 2)}**, median **{number(middle, 2)}**, s.d. **{number(s, 2)}**. {apart}. "
        f"{inside} of the 7 lie within one s.d. of the mean."
    )


def said_of_set(name: str, sets: PairSets) -> str:
    """One set of points in words, or an invitation to picture it first."""
    many, n = {4: "four", 13: "thirteen"}[len(sets.names)], sets.x.shape[1]
    if name not in sets.names:
        return (
            f"{many.capitalize()} sets of {n} points each. To one decimal, all of them have the means and the s.d. on "
            "the right, across and upwards. How do you picture the points? Then slide."
        )
    return (
        f"**{name.replace('_', ' ')}**: {n} points, one of {many} sets. To one decimal, all agree on both means and "
        "both s.d.; the medians differ."
    )
