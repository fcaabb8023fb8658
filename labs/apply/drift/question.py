"""The checkpoint of `drift`: the PSI of two bins."""

from __future__ import annotations

import math

import numpy as np

from core.statistics import population_stability_index
from ui.question import Mistake, Question, printed

ABOUT = ("orders paid by card", "sign-ups from a phone", "rides on a workday", "tickets in English", "trips under 5 km",
         "calls from abroad", "flights in the evening", "visits with an account")  # fmt: skip


def question(seed: int) -> Question:
    """A yes-or-no column: its share then and now, and the PSI."""
    rng = np.random.default_rng(seed)
    while True:
        p, q = (int(each) / 100 for each in rng.choice(np.arange(10, 91), size=2, replace=False))
        answer = population_stability_index([p, 1 - p], [q, 1 - q])
        one, two = ((b - a) * math.log(b / a) for a, b in ((p, q), (1 - p, 1 - q)))
        parts = [float(printed(each, 4)) for each in (one, two)]
        if not 0.02 < answer < 2 or printed(sum(parts), 3) != printed(answer, 3):
            continue
        question = Question(
            prompt=f"In training {100 * p:.0f} % were {ABOUT[rng.integers(8)]}, in live data {100 * q:.0f} % are. With "
            f"two bins, yes and no, what is the PSI $\\sum (q - p) \\log \\frac{{q}}{{p}}$, with the natural logarithm "
            "(a calculator's *ln*)? Three decimals.",
            answer=answer,
            tolerance=0.0006,
            mistakes=(
                Mistake(answer / math.log(10), "You took the logarithm to base 10. The limits in use, such as 0.25, "
                        "are meant for the natural one.", "powers"),
                Mistake(-answer, "The sign is turned round in one of the two factors. The PSI is never negative: where "
                        "a share grew, both are positive."),
                Mistake(one, "That is the bin of yes alone. What one bin gains another loses, and that adds, too."),
                Mistake(q * math.log(q / p) + (1 - q) * math.log((1 - q) / (1 - p)), "You weighed each logarithm with "
                        "q alone. The PSI takes q − p."),
                Mistake(2 * abs(q - p), "You added up the moves and left out the logarithms."),
            ),
            hints=(
                f"The other bin went from {100 - 100 * p:.0f} % to {100 - 100 * q:.0f} %.",
                "Work out one product for each bin, signs included, then add.",
            ),
            solution=(
                f"Yes: $({q:g} - {p:g}) \\log \\frac{{{q:g}}}{{{p:g}}} = {printed(one, 4)}$. No: "
                f"$({1 - q:g} - {1 - p:g}) \\log \\frac{{{1 - q:g}}}{{{1 - p:g}}} = {printed(two, 4)}$.\n\n"
                f"Together ${printed(one, 4)} + {printed(two, 4)} = {printed(sum(parts), 4)}$, so the PSI is "
                f"**{printed(answer, 3)}**."
            ),
        )  # fmt: skip
        close = float(printed(answer, 2))
        if question.is_clear() and all(abs(mistake.value - close) > 0.002 for mistake in question.mistakes):
            return question
