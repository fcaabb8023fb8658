"""A service that answers in batches, played out: requests come by chance, and one machine works on one batch at a time.

Times are in milliseconds. A batch costs FIXED, and EACH for every request in it; one request in fifty is long.
"""

from __future__ import annotations

import numpy as np

FIXED, EACH, LONG, MANY = 20.0, 2.0, 60.0, 3000


def traffic(rate: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """When MANY requests arrive, `rate` a second by chance, and what each costs in a batch.

    >>> arrivals, work = traffic(100)
    >>> len(arrivals), sorted(set(work.tolist()))
    (3000, [2.0, 60.0])
    """
    rng = np.random.default_rng(seed)
    arrivals = np.cumsum(rng.exponential(1000 / rate, MANY))
    return arrivals, np.where(rng.random(MANY) < 0.02, LONG, EACH)


def latencies(arrivals: np.ndarray, work: np.ndarray, size: int, wait: float) -> np.ndarray:
    """How long each request takes. A batch begins when the machine is free and it holds `size` requests, or its first
    has waited for `wait`; it takes along who is there by then, up to `size`.

    >>> latencies(np.array([0.0, 1.0, 50.0]), np.array([2.0, 2.0, 2.0]), size=2, wait=10)
    array([25., 24., 32.])
    """
    done, free, first = np.empty(len(arrivals)), 0.0, 0
    while first < len(arrivals):
        full = arrivals[first + size - 1] if first + size <= len(arrivals) else np.inf
        begin = max(free, min(full, arrivals[first] + wait))
        last = min(int(np.searchsorted(arrivals, begin, side="right")), first + size)
        free = begin + FIXED + work[first:last].sum()
        done[first:last] = free
        first = last
    return done - arrivals
