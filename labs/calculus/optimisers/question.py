"""The checkpoint of `optimisers`: Adam's first step."""

from __future__ import annotations

import numpy as np

from core.optimisation import adam_step
from ui.question import Mistake, Question, bracketed, printed


def question(seed: int) -> Question:
    """Where is a weight after Adam's first step?"""
    rng = np.random.default_rng(seed)
    while True:
        w, rate = float(rng.integers(-30, 31)) / 10, float(rng.choice([0.02, 0.05, 0.1, 0.2, 0.3, 0.5]))
        slope = float(rng.choice([-40, -25, -20, -12, -8, -5, -4, 4, 5, 8, 12, 20, 25, 40]))
        zero = [0.0]
        after, mean, square = (float(part[0]) for part in adam_step([w], [slope], zero, zero, 1, rate))
        uncorrected = float(adam_step([w], [slope], zero, zero, 1, rate, corrected=False)[0][0])
        m, v = mean / (1 - 0.9), square / (1 - 0.999)
        question = Question(
            prompt=f"A weight stands at $w = {w:g}$, and the slope of the loss is ${slope:g}$ there. You make Adam's "
            f"first step, with bias correction and rate {rate:g}. Both running means begin at 0, "
            "$\\beta_1 = 0.9$ and $\\beta_2 = 0.999$. Where is the weight now? Three decimals will do.",
            answer=after,
            tolerance=0.0006,
            mistakes=(
                Mistake(
                    uncorrected,
                    "You left out the bias correction. Divide m by 1 − 0.9 and v by 1 − 0.999 before the step.",
                ),
                Mistake(w - rate * m / v, "You left out the root. Divide by the root of v̂, not by v̂."),
                Mistake(2 * w - after, "You went uphill. Subtract the step.", "descent"),
                Mistake(w - rate * slope, "That is plain descent. Adam divides by the slopes' size.", "descent"),
                Mistake(after - w, "That is the step. Add it to where the weight stands."),
            ),
            hints=(
                "After one slope g, the running means are m = 0.1 · g and v = 0.001 · g². Then correct both.",
                "What is left when you divide the corrected m by the root of the corrected v?",
            ),
            solution=(
                f"$m = 0.1 \\cdot {bracketed(slope)} = {mean:g}$ and $v = 0.001 \\cdot {bracketed(slope)}^2 = "
                f"{square:g}$. Corrected, $\\hat m = {mean:g} / 0.1 = {slope:g}$ and $\\hat v = {square:g} / 0.001 = "
                f"{slope**2:g}$.\n\n"
                f"Their quotient $\\hat m / \\sqrt{{\\hat v}} = {slope:g} / {abs(slope):g} = {np.sign(slope):g}$: only "
                f"the sign is left. So $w = {w:g} - {rate:g} \\cdot {bracketed(np.sign(slope))} =$ "
                f"**{printed(after, 3)}**."
            ),
        )  # fmt: skip
        if question.is_clear():
            return question
