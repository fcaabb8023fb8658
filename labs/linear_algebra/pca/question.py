"""The checkpoint of `pca`: the share of the variance that the first components keep."""

from __future__ import annotations

import numpy as np

from ui.question import Mistake, Question


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
            prompt=f"A table with {count} columns has a covariance matrix with the eigenvalues {listed}. "
            f"What share of the variance does the first {first} keep? Give a number from 0 to 1, to two decimals."
            .replace("does the first", "does the first" if k == 1 else "do the first"),
            answer=kept / total,
            tolerance=0.006,
            mistakes=(
                Mistake(float(roots[:k].sum() / roots.sum()), "You took square roots first. Those are the spreads; an "
                        "eigenvalue is a variance as it stands, and variances are what adds up."),
                Mistake(k / count, "You counted components. They don't all hold the same share: weigh each by its "
                        "eigenvalue."),
                Mistake(float(kept), "That is the variance kept, not its share. Divide it by the sum of all the "
                        "eigenvalues."),
                Mistake(kept / (total - kept), "You divided what is kept by what is lost. Divide it by both together."),
            ),
            solution=(
                f"All the variance: ${' + '.join(map(str, eigenvalues))} = {total}$.\n\n"
                f"Kept by the first {first}: ${' + '.join(map(str, eigenvalues[:k]))}"
                + (f" = {kept}" if k > 1 else "")
                + f"$. The share is $\\frac{{{kept}}}{{{total}}} =$ **{kept / total:.2f}**."
            ),
        )  # fmt: skip
        if len(set(eigenvalues.tolist())) == count and question.is_clear():
            return question
