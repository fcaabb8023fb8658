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
