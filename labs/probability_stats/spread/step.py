"""What do mean and variance hide?"""

import numpy as np
import streamlit as st

from core.data import PairSets, anscombe, datasaurus
from core.statistics import mean, median, standard_deviation, variance
from labs.probability_stats.spread import picture as draw
from labs.probability_stats.spread.question import question
from ui import Handle, step

START = (7, 8, 9, 10, 11, 12, 13)
PRESETS = {
    "One far out": (7, 8, 9, 10, 11, 12, 20),
    "Two camps": (7.4, 8, 8.2, 10, 11.8, 12, 12.6),
    "All equal": (10,) * 7,
    "Start again": START,
}
GOAL = 2 * standard_deviation(START)
OWN, FOUR, DOZEN = "Your seven", "Anscombe's four", "The Datasaurus dozen"


@step("What do mean and variance hide?")
def spread(page):
    r"""
    Everything but two things: where the numbers lie, and how widely.

    The **mean** $\bar x$ is their sum, divided by how many they are, $n$. Draw a bar from it to each number:
    the bars to the left are together as long as those to the right.

    The **variance** averages the *squares* of the bars:

    $$s^2 = \frac{1}{n-1}\sum_i (x_i - \bar x)^2$$

    It divides by $n - 1$, since once you know all bars but one, the last one follows. Its root $s$ is the
    **standard deviation** (s.d.): how far a number typically lies from the mean.

    The **median** is the middle number when they are sorted, or halfway between the middle two. How far away
    the others lie, it forgets.
    """
    page.predict(
        "Seven numbers: 7, 8, 9, 10, 11, 12, 13. You drag the largest from 13 out to 20. What happens?",
        [
            "Mean and median both move by 1",
            "The mean moves by 1, the median stays",
            "The median moves by 1, the mean stays",
        ],
        answer="The mean moves by 1, the median stays",
        because="Its 7 more are shared among 7 numbers. The middle one is still 10.",
    )
    with page.controls:
        shown = st.segmented_control(
            "Numbers", [OWN, FOUR, DOZEN], default=OWN, required=True, key="set", bind="query-params"
        )
    if shown == OWN:
        columns = np.array([own_numbers(page)])
        sets, name = None, ""
    else:
        sets = anscombe() if shown == FOUR else datasaurus()
        options = ["not drawn", *sorted(sets.names, key="dino".__eq__)]
        which = "four" if shown == FOUR else "dozen"
        name = page.slider(which, "Which set", options=options, value="not drawn", play=True)
        row = sets.names.index(name) if name in sets.names else 0
        columns = np.array([sets.x[row], sets.y[row]])
        page.plane(size=draw.SIZE, bare=True)

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
        )
    page.task(
        f"Drag your seven so that the mean stays 10 and the s.d. doubles, from 2.16 to {GOAL:.2f}: "
        "each to within 0.05. Then look at the other numbers: play through sets that agree on mean and s.d.",
        done=sets is None and abs(centre - 10) < 0.0501 and abs(s - GOAL) < 0.0501,
    )
    page.bites(
        "The average answer takes 0.69 s and the target is 1 s: the dashboard is green. Of every 100 requests 95 take "
        "0.2 s, and 5 take 10 s. These 5 all come from one customer, who is about to leave. The median, 0.2 s, hides "
        "them as well; the 0.99 **quantile**, the time that 99 of 100 stay within, is 10 s and shows them. "
        "The symptom: the numbers are fine and the complaints go on. Draw the numbers before you average them, "
        "look at a high quantile, and average each segment by itself."
    )
    page.check(question)


def own_numbers(page) -> list[float]:
    """The seven points on the number line, and buttons that place them."""
    names = "abcdefg"
    at = page.plane(
        size=draw.SIZE,
        bare=True,
        **{
            name: Handle((x, 0), kind="point", role="data", along="x", label=" ", bounds=(0, 20, 0, 0))
            for name, x in zip(names, START)
        },
    )
    with page.controls.container(horizontal=True):
        for label, places in PRESETS.items():
            to = {name: (float(x), 0.0) for name, x in zip(names, places)}
            st.button(f":primary[{label}]", key=label, type="tertiary", on_click=page.set, kwargs=to)
    return [float(x) for x, _ in at]


def said_of_line(x, centre: float, s: float, middle: float) -> str:
    """Mean, median and s.d. of the seven in words."""
    if s == 0:
        return f"All seven stand at **{centre:.1f}**. So do mean and median, and the s.d. is exactly **0**: no spread."
    inside = int(np.sum(np.abs(x - centre) <= s + 1e-9))
    apart = (
        "Mean and median agree"
        if abs(centre - middle) < 0.005
        else f"The mean lies {abs(centre - middle):.2f} {'above' if centre > middle else 'below'} the median"
    )
    return (
        f"Mean **{centre:.2f}**, median **{middle:.2f}**, s.d. **{s:.2f}**. {apart}. "
        f"{inside} of the 7 lie within one s.d. of the mean."
    )


def said_of_set(name: str, sets: PairSets) -> str:
    """One set of points in words, or an invitation to picture it first."""
    many, n = {4: "four", 13: "thirteen"}[len(sets.names)], sets.x.shape[1]
    if name not in sets.names:
        return (
            f"{many.capitalize()} sets of {n} points each. To one decimal all have these means and these s.d., "
            "across and upwards. How do you picture the points? Then slide."
        )
    return (
        f"**{name}**: {n} points, one of {many} sets. To one decimal all agree on both means and both s.d.; "
        "the medians move."
    )
