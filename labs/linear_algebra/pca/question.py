"""The checkpoint of `pca`: the share of the variance that the first components keep."""

from __future__ import annotations

import numpy as np

from ui.question import Mistake, Question, printed


def question(seed: int) -> Question:
    """The eigenvalues are given. What share of the variance do the first k components keep?"""
    rng = np.random.default_rng(seed)
    while True:
        count = int(rng.integers(3, 6))
        eigenvalues = np.sort(rng.integers(1, 26, size=count))[::-1]
        k = int(rng.integers(1, count - 1))
        kept, total = int(eigenvalues[:k].sum()), int(eigenvalues.sum())
        roots = np.sqrt(eigenvalues)
        first = "component" if k == 1 else f"{k} components"
        listed = ", ".join(str(value) for value in eigenvalues)
        question = Question(
            prompt=f"The covariance matrix of a table with {count} columns has the eigenvalues {listed}. What share of "
            f"the variance {'does' if k == 1 else 'do'} the first {first} keep? Give a number from 0 to 1, to two "
            "decimals.",
            answer=kept / total,
            tolerance=0.006,
            unit="share",
            mistakes=(
                Mistake(float(roots[:k].sum() / roots.sum()), "You took square roots first. Those are standard "
                        "deviations. The eigenvalues are variances already, and it is variances that add up."),
                Mistake(k / count, "You counted components. They don't all keep the same share, so add up their "
                        "eigenvalues."),
                Mistake(float(kept), "That is the variance kept, not its share. Divide it by the sum of all the "
                        "eigenvalues."),
                Mistake(kept / (total - kept), "You divided what is kept by what is lost. Divide it by the sum of "
                        "both."),
            ),
            solution=(
                f"The variance is ${' + '.join(map(str, eigenvalues))} = {total}$ in all.\n\n"
                f"The first {first} {'keeps' if k == 1 else 'keep'} ${' + '.join(map(str, eigenvalues[:k]))}"
                + (f" = {kept}" if k > 1 else "")
                + f"$ of it. The share is $\\frac{{{kept}}}{{{total}}} =$ **{printed(kept / total, 2)}**."
            ),
            hints=("An eigenvalue is the variance along its component.", "A share of all of it: what do all of them "
                "add up to?"),
        )  # fmt: skip
        if len(set(eigenvalues.tolist())) == count and question.is_clear():
            return question
