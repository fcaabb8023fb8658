"""The checkpoint of `overfitting`: which column do you choose by?"""

from __future__ import annotations

import numpy as np

from ui.question import Mistake, Question, printed

DEPTHS = 7  # how many are tried


def question(seed: int) -> Question:
    """Which depth to take, from a table of training, cross-validation and test scores."""
    rng = np.random.default_rng(seed)
    steps, best = np.arange(DEPTHS), int(rng.integers(1, DEPTHS - 1))
    while True:
        depths = np.cumsum(rng.integers(1, 4, size=DEPTHS)).tolist()
        training = np.round(1 - rng.uniform(0.5, 0.7) * np.exp(-steps * rng.uniform(0.4, 0.7)), 2)
        training[-1] = 1.0
        drop = rng.uniform(0.03, 0.06) * np.abs(steps - best) ** 1.4
        validation = np.round(training[0] + rng.uniform(0.06, 0.16) - drop + rng.normal(0, 0.01, DEPTHS), 2)
        test = np.round(validation + rng.normal(0, 0.05, DEPTHS), 2)
        picks = [int(np.argmax(column)) for column in (validation, training, test)]
        narrow = int(np.argmin(training - validation))
        if picks[0] != best or len({*picks, narrow}) < 4 or not all(map(_has_one_best, (validation, test))):
            continue
        choices = tuple(f"depth {depth}" for depth in depths)
        rows = "\n".join(
            f"| {depth} | {printed(a, 2)} | {printed(b, 2)} | {printed(c, 2)} |".replace("-", "−")
            for depth, a, b, c in zip(depths, training, validation, test)
        )
        return Question(
            prompt="Here is the R² of a decision tree at seven depths. Which depth do you choose, if the test score "
            "is to stay honest?\n\n"
            f"| depth | training | cross-validation | test |\n|---|---|---|---|\n{rows}\n",
            answer=choices[picks[0]],
            mistakes=(
                Mistake(choices[picks[1]], "You chose by the training score. The deepest tree always wins there, "
                        "because it remembers."),
                Mistake(choices[picks[2]], "You chose by the test score. A score that helped to choose flatters what "
                        "was chosen."),
                Mistake(choices[narrow], "You chose the smallest gap between training and cross-validation. A model "
                        "can be equally poor in both."),
            ),
            hints=(
                "Which of the three columns would still be honest if you chose by another one?",
                "A column that rises with depth in any case can't choose. And a column that chooses can't judge.",
            ),
            solution=(
                "The training score rises with depth in any case, and the test set is only for the end. So choose by "
                f"cross-validation. Its best score is {printed(validation[picks[0]], 2)}, and that is at "
                f"**{choices[picks[0]]}**."
            ),
            choices=choices,
        )  # fmt: skip


def _has_one_best(column: np.ndarray) -> bool:
    """No other value within 0.01 of the largest, so that there is nothing to argue about."""
    return bool(np.sum(column >= column.max() - 0.01) == 1)
