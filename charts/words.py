"""Numbers as words, for the sentences beside a picture."""

from __future__ import annotations


def percent(share: float) -> str:
    r"""A share from 0 to 1 in per cent; 0 % and 100 % are said of nothing else. The space doesn't break.

    >>> [percent(share).replace("\u00a0", " ") for share in (0.0876, 1e-6, 0.99999, 1)]
    ['8.8 %', 'under 0.1 %', 'over 99.9 %', '100 %']
    """
    if 1e-9 < share < 0.0005:
        return "under 0.1\u00a0%"
    if 0.9995 < share < 1 - 1e-9:
        return "over 99.9\u00a0%"
    return f"{round(100 * share, 1) + 0.0:g}\u00a0%"


def ordinal(n: int) -> str:
    """A place in a ranking.

    >>> [ordinal(n) for n in (1, 2, 3, 4, 11, 22, 113)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd', '113th']
    """
    ending = {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th") if n % 100 not in (11, 12, 13) else "th"
    return f"{n}{ending}"
