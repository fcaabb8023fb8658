"""The checkpoint of `conditional`: one conditional out of a table, and not its twin."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.probability import conditional, joint
from ui.question import Mistake, Question, printed


class Story(NamedTuple):
    """What is counted, and the names of the two rows and of the two columns."""

    things: str
    rows: tuple[str, str]
    columns: tuple[str, str]


STORIES = (
    Story("messages", ("blocked", "let through"), ("spam", "ham")),
    Story("requests", ("alert", "no alert"), ("attack", "harmless")),
    Story("commits", ("tests fail", "tests pass"), ("bug", "no bug")),
    Story("answers", ("cites a source", "cites none"), ("correct", "wrong")),
)


def question(seed: int) -> Question:
    """A table of four counts. What is the first row given the first column, or the other way round?"""
    rng = np.random.default_rng(seed)
    while True:
        story = STORIES[rng.integers(len(STORIES))]
        counts = rng.integers(2, 60, size=(2, 2)) * [[1, 1], [1, 5]]
        given_row = bool(rng.integers(2))
        (both, other), (third, _) = counts.tolist()
        a, b = (story.columns[0], story.rows[0]) if given_row else (story.rows[0], story.columns[0])
        of, wrong = (both + other, both + third) if given_row else (both + third, both + other)
        total = int(counts.sum())
        given, twin = ("rows", "columns") if given_row else ("columns", "rows")
        asked, swapped = float(conditional(counts, given)[0, 0]), float(conditional(counts, twin)[0, 0])
        lines = [f"| **{name}** | {line[0]} | {line[1]} |" for name, line in zip(story.rows, counts.tolist())]
        question = Question(
            prompt=f"{total} {story.things} were counted:\n\n| | {story.columns[0]} | {story.columns[1]} |\n"
            + "\n".join(["|---|---:|---:|", *lines])
            + f"\n\nWhat is P({a} given {b}), as a number from 0 to 1? Two decimals will do.",
            answer=asked,
            tolerance=0.006,
            unit="share",
            mistakes=(
                Mistake(swapped, f"You swapped the two. That is P({b} given {a}): you divided by all in “{a}”."),
                Mistake(float(joint(counts)[0, 0]), "You divided by the grand total. That is the joint probability. "
                        f"Given “{b}”, only the {story.things} in “{b}” count."),
                Mistake(of / total, f"That is P({b}), the share of “{b}” among all. It doesn't tell how many of them "
                        f"are in “{a}”."),
                Mistake(wrong / total, f"That is P({a}), the share of “{a}” among all. Look only at “{b}”."),
            ),
            solution=(
                f"Given “{b}”, look only at the {both} + {of - both} = {of} {story.things} in “{b}”. Of these, {both} "
                f"are in “{a}”. (For P({b} given {a}) you would divide the same {both} by {wrong}.)\n\n"
                f"So P({a} given {b}) is $\\frac{{{both}}}{{{of}}} =$ **{printed(asked, 2)}**."
            ),
            hints=(
                "Which cases are left once you know what is given?",
                "Divide the count of both by the sum of the given row or column.",
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
