"""The checkpoint of `logic`: of how many cases is a joined condition true?"""

from __future__ import annotations

import numpy as np

from core.warm_up import implies
from ui.question import Mistake, Question

STORIES = (
    ("builds", "red", "deployed"),
    ("requests", "slow", "cached"),
    ("messages", "flagged", "spam"),
    ("patients", "positive", "ill"),
    ("jobs", "failed", "retried"),
    ("orders", "paid", "shipped"),
)
P, Q = np.array([True, True, False, False]), np.array([True, False, True, False])
NEITHER, EITHER = "De Morgan: not (p and q) is not p, or not q.", "De Morgan: not (p or q) is not p, and not q."


def question(seed: int) -> Question:
    """How many cases keep “if p, then q”, or “not (p and q)”, or “not (p or q)”?"""
    rng = np.random.default_rng(seed)
    while True:
        things, p, q = STORIES[rng.integers(len(STORIES))]
        counts = rng.integers(3, 40, size=4)
        kind = int(rng.integers(3))

        def of(mask):
            return float(np.sum(counts[mask]))  # noqa: B023

        rule = implies(P, Q)
        asked, mask, slips = [
            (f"if {p}, then {q}", rule, (
                Mistake(of(P & Q), f"You counted “{p} and {q}”. Where it isn't {p}, the rule holds, too."),
                Mistake(of(implies(Q, P)), f"That is the converse: if {q}, then {p}. You turned it round."),
                Mistake(of(~rule), f"Those are the ones that break it: {p}, but not {q}."),
            )),
            (f"not ({p} and {q})", ~(P & Q), (
                Mistake(of(~P & ~Q), f"You counted “not {p} and not {q}”. {NEITHER}"),
                Mistake(of(P & Q), f"You left out the not in front: those are {p} and {q}."),
                Mistake(of(~P & Q), f"You put the not before {p} alone. It stands before the whole bracket."),
            )),
            (f"not ({p} or {q})", ~(P | Q), (
                Mistake(of(~P | ~Q), f"You counted “not {p} or not {q}”. {EITHER}"),
                Mistake(of(P | Q), f"You left out the not in front: those are {p} or {q}."),
                Mistake(of(~P | Q), f"You put the not before {p} alone. It stands before the whole bracket."),
            )),
        ][kind]  # fmt: skip
        question = Question(
            prompt=f"| | {q} | not {q} |\n|:--|--:|--:|\n| {p} | {counts[0]} | {counts[1]} |\n| not {p} | {counts[2]} "
            f"| {counts[3]} |\n\nThe table counts {counts.sum()} {things}. How many are there for which “{asked}” is "
            "true?",
            answer=of(mask),
            mistakes=slips,
            hints=("Go through the four counts. Is the condition true for each of them?",
                   "Which is the case that it forbids?" if kind != 2 else "Which is the one case that it allows?"),
            solution=worked(kind, p, q, counts, of(mask)),
        )  # fmt: skip
        if question.is_clear():
            return question


def worked(kind: int, p: str, q: str, counts, answer: float) -> str:
    """The way to the count."""
    a, b, c, d = counts
    if kind == 2:
        return f"“{p} or {q}” is true for three of the counts. What is left is not {p} and not {q}: **{d}**."
    out, rest = (f"{p} without {q}", (a, c, d)) if kind == 0 else (f"{p} and {q} at once", (b, c, d))
    return f"It leaves out one case: {out}. The other three are ${rest[0]} + {rest[1]} + {rest[2]} =$ **{answer:g}**."
