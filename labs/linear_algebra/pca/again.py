"""The prediction again: other columns, in their own units or standardised, and another number of components."""

import numpy as np

from core.linear_algebra import principal_components
from labs.linear_algebra.pca.step import AXIS, HOW_MANY, PAIRS, TABLES, two_columns
from ui.question import Again, one_of
from ui.words import counted, percent

RAW, SCALED = "Wine, raw", "Wine, standardised"
APART = 0.08  # between any two choices


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    while True:
        X, other, k, told, at = (pair, pair, digits, wine)[rng.integers(4)](rng)
        n, kept, standardised = X.shape[1], share(X, k), at.get("std") == "true" or at.get("of") == SCALED
        others = {
            k / n: f"That is {k} of {n}, as if all components kept the same. What comes first keeps the most.",
            1 - kept: "So much is lost. You were asked what is kept.",
            share(X, k + 1): f"That is what {k + 1} components keep." if k + 1 < n else "All of it takes both numbers.",
        }
        if other is not None:
            others[share(other, k)] = "So much is kept " + (
                "in raw units, where the column with the largest spread counts for most."
                if standardised
                else "of the columns standardised. In raw units the one with the largest spread counts for most."
            )
        if k > 1:
            others[share(X, k - 1)] = f"That is what {counted(k - 1, 'component')} keep."
        wrong: dict[float, str] = {}
        for value in rng.permutation(list(others)):
            if min(abs(value - taken) for taken in (kept, *wrong)) > APART and len(wrong) < 3:
                wrong[float(value)] = others[value]
        if len(wrong) >= 2:
            break
    prompt = f"{told} You keep only the first {f'{k} components' if k > 1 else 'component'} of PCA. How much of the "
    way = "An eigenvalue of the covariance matrix is the variance along its component. The first "
    way += f"{f'{k} add' if k > 1 else 'one comes'} up to **{percent(kept)}** of them all."
    named = {percent(value): why for value, why in wrong.items()}
    return Again(one_of(rng, prompt + "variance is kept?", percent(kept), named, way, ()), at)


def pair(rng: np.random.Generator):
    """Two columns of the wines, in both units; how many to keep, what is told, and where the controls stand."""
    name, scaled = str(rng.choice(list(PAIRS))), bool(rng.integers(2))
    raw, standardised = two_columns(PAIRS[name], False), two_columns(PAIRS[name], True)
    spreads = " and ".join(f"{spread:.3g}" for spread in raw.std(axis=0, ddof=1))
    units = "standardised" if scaled else f"with standard deviations of {spreads}"
    told = f"178 wines, two numbers each: {name}, {units}."
    at = {"view": AXIS, "pair": name, "std": "true" if scaled else "false", "best": "true"}
    return *((standardised, raw) if scaled else (raw, standardised)), 1, told, at


def digits(rng: np.random.Generator):
    """Images of digits."""
    X, k = TABLES["Digits"], int(rng.choice([1, 2, 3, 4, 5, 10]))
    return X, None, k, f"{len(X)} images of digits, 64 pixels each.", {"view": HOW_MANY, "of": "Digits", "k": f"{k}"}


def wine(rng: np.random.Generator):
    """All columns of the wines."""
    k, scaled = int(rng.integers(1, 6)), bool(rng.random() < 0.8)
    X, other, units = TABLES[SCALED], TABLES[RAW], "all standardised"
    if not scaled:
        k, X, other, units = 1, other, X, "in raw units, and proline spreads far more than the others"
    told = f"178 wines with 13 numbers each, {units}."
    return X, other, k, told, {"view": HOW_MANY, "of": SCALED if scaled else RAW, "kw": f"{k}"}


def share(X: np.ndarray, k: int) -> float:
    """What the first k components keep of the variance."""
    variances = principal_components(X)[1]
    return float(np.sum(variances[:k]) / np.sum(variances))
