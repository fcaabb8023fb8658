"""When to ask again: how well each step is remembered, and which steps are due. The day is always passed in.

A library, FSRS, computes how memory fades: after t days without practice, the chance of remembering a step is
(1 + c·t/s) ** -d, where s, the stability, is the number of days after which that chance is 9 in 10.
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple

from fsrs import Card, Rating, Scheduler, State

LONGEST = 365  # days; nothing waits longer


class Memory(NamedTuple):
    """What is known of one step: the day it was last answered, the day it is due, and how firmly it is remembered.

    stability   the number of days after which the chance of remembering it is 9 in 10
    difficulty  from 1, easy, to 10, hard
    """

    last: date
    due: date
    stability: float
    difficulty: float

    def is_sound(self) -> bool:
        """True if it is one the schedule could have made."""
        firm = math.isfinite(self.stability) and 0.001 <= self.stability <= 36_500
        fair = math.isfinite(self.difficulty) and 1 <= self.difficulty <= 10
        return firm and fair and 1 <= (self.due - self.last).days <= LONGEST


@cache
def _scheduler() -> Scheduler:
    """FSRS counted in whole days, the same for everyone: nothing comes back within minutes, nothing is random."""
    return Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=LONGEST, enable_fuzzing=False)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _card(memory: Memory) -> Card:
    held = {"stability": memory.stability, "difficulty": memory.difficulty}
    return Card(0, State.Review, due=_moment(memory.due), last_review=_moment(memory.last), **held)


def answered(memory: Memory | None, right: bool, today: date) -> Memory:
    """The memory after an answer; a wrong one is due the day after. A clock set back counts as the last day.

    >>> from datetime import date
    >>> first = answered(None, True, date(2026, 3, 1))
    >>> first.due
    datetime.date(2026, 3, 3)
    >>> answered(first, True, first.due).due, answered(first, False, first.due).due
    (datetime.date(2026, 3, 14), datetime.date(2026, 3, 4))
    """
    day = max(today, memory.last) if memory else today
    card = _card(memory) if memory else Card(0, due=_moment(day))
    card, _ = _scheduler().review_card(card, Rating.Good if right else Rating.Again, _moment(day))
    back = card.due.date() if right else day + timedelta(days=1)
    return Memory(day, back, min(card.stability, 36_500.0), card.difficulty)


def chance(memory: Memory, today: date) -> float:
    """The chance that the step is still remembered, from 0 to 1.

    >>> from datetime import date
    >>> memory = Memory(date(2026, 3, 1), date(2026, 3, 11), stability=10, difficulty=5)
    >>> [round(chance(memory, date(2026, 3, day)), 2) for day in (1, 11, 31)]
    [1.0, 0.9, 0.81]
    """
    return float(_scheduler().get_card_retrievability(_card(memory), _moment(max(today, memory.last))))


def weakest(memories: dict[str, Memory], today: date) -> list[str]:
    """All steps, the least likely to be remembered first; among equals the least stable, then the longest unseen."""

    def rank(step: str) -> tuple:
        memory = memories[step]
        return chance(memory, today), memory.stability, memory.last, step

    return sorted(memories, key=rank)


def due(memories: dict[str, Memory], today: date) -> list[str]:
    """The steps whose day has come, the weakest first.

    >>> from datetime import date
    >>> old = Memory(date(2026, 3, 1), date(2026, 3, 3), stability=2, difficulty=5)
    >>> new = Memory(date(2026, 3, 8), date(2026, 3, 10), stability=2, difficulty=5)
    >>> due({"new": new, "old": old}, date(2026, 3, 9)), due({"new": new, "old": old}, date(2026, 3, 10))
    (['old'], ['old', 'new'])
    """
    return [step for step in weakest(memories, today) if memories[step].due <= today]
