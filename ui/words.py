"""Numbers as words, for the sentences beside a picture."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal


def number(value: float, decimals: int = 0) -> str:
    """A number with so many decimals. Halves are rounded away from 0, as people do; what rounds to 0 has no sign.

    >>> number(0.125, 2), number(2.5), number(-1234.56, 1), number(-0.001, 2)
    ('0.13', '3', '−1,234.6', '0.00')
    """
    return f"{rounded(value, decimals) + 0.0:,.{decimals}f}".replace("-", "−")


def rounded(value: float, decimals: int = 0) -> float:
    """The nearest number with so many decimals, halves away from 0. (Python's own `round` takes the even one.)

    >>> rounded(0.125, 2), rounded(2.675, 2), rounded(-2.5)
    (0.13, 2.68, -3.0)
    """
    return float(_exact(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def parts(values: Sequence[float], decimals: int = 0) -> list[float]:
    """The values with so many decimals, so that they add up to their sum as it is rounded.

    All are rounded down; those that lost most by it get what is left, one step each.

    >>> parts([0.125, 0.125, 0.25], 2), parts([1 / 3, 1 / 3, 1 / 3], 2)
    ([0.13, 0.12, 0.25], [0.34, 0.33, 0.33])
    """
    step = Decimal(1).scaleb(-decimals)
    exact = [_exact(value) for value in values]
    down = [value.quantize(step, ROUND_FLOOR) for value in exact]
    left = int((sum(exact).quantize(step, ROUND_HALF_UP) - sum(down)) / step)
    lost_most = sorted(range(len(exact)), key=lambda place: down[place] - exact[place])
    for place in lost_most[:left]:
        down[place] += step
    return [float(value) for value in down]


def percent(share: float) -> str:
    r"""A share from 0 to 1 in per cent; 0 % and 100 % are said of nothing else. The space doesn't break.

    >>> [percent(share).replace("\u00a0", " ") for share in (0.0876, 1e-6, 0.99999, 1, 0.0625)]
    ['8.8 %', 'under 0.1 %', 'over 99.9 %', '100 %', '6.3 %']
    """
    if 1e-9 < share < 0.0005:
        return "under 0.1\u00a0%"
    if 0.9995 < share < 1 - 1e-9:
        return "over 99.9\u00a0%"
    return f"{rounded(100 * share, 1):g}\u00a0%"


def counted(n: int, thing: str) -> str:
    """How many of a thing there are.

    >>> counted(1, "flight"), counted(2506, "flight")
    ('1 flight', '2,506 flights')
    """
    return f"{n:,} {thing}{'' if n == 1 else 's'}"


def ordinal(n: int) -> str:
    """A place in a ranking.

    >>> [ordinal(n) for n in (1, 2, 3, 4, 11, 22, 113)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd', '113th']
    """
    ending = {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th") if n % 100 not in (11, 12, 13) else "th"
    return f"{n}{ending}"


def latex(A: Sequence[Sequence[float]]) -> str:
    r"""A matrix as LaTeX, to stand between dollar signs.

    >>> latex([[1, -0.5], [0, 3]])
    '\\begin{pmatrix} 1 & -0.5 \\\\ 0 & 3 \\end{pmatrix}'
    """
    return r"\begin{pmatrix} " + r" \\ ".join(" & ".join(f"{a:g}" for a in row) for row in A) + r" \end{pmatrix}"


def _exact(value: float) -> Decimal:
    """The number that a person would read: 0.145 for 0.14499999999999999."""
    return Decimal(repr(round(float(value), 10)))
