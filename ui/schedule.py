"""When to ask again: how well each step is remembered, and which steps are due. The day is always passed in.

A library, FSRS, computes how memory fades: after t days without practice, the chance of remembering a step is
(1 + c·t/s) ** -d, where s, the stability, is the number of days after which that chance is 9 in 10. Who answers a step
has also practised, in part, the steps it rests on: those are asked later for it, and the questions saved are spent on
asking every step a little before its chance has fallen to 9 in 10. `bench/review.py` shows what comes of it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple

from fsrs import Card, Rating, Scheduler, State

AIM = 0.905  # the chance of remembering a step on the day it is asked
SHARE = 0.75  # of a review, that an answered step is to each step it rests on
LONGEST = 365  # days; nothing waits longer

Graph = Mapping[str, tuple[str, ...]]  # each step with those it rests on


class Memory(NamedTuple):
    """What is known of one step: the day it was last answered, the day it is due, and how firmly it is remembered.

    stability   the number of days after which the chance of remembering it is 9 in 10
    difficulty  from 1, easy, to 10, hard
    later       the days by which it is due later since other steps have practised it
    """

    last: date
    due: date
    stability: float
    difficulty: float
    later: int = 0

    def is_sound(self) -> bool:
        """True if it is one the schedule could have made."""
        firm = math.isfinite(self.stability) and 0.001 <= self.stability <= 36_500
        fair = math.isfinite(self.difficulty) and 1 <= self.difficulty <= 10
        return firm and fair and 1 <= (self.due - self.last).days <= LONGEST and 0 <= self.later <= self.wait

    @property
    def wait(self) -> int:
        """How many days it would wait without the practice by other steps."""
        return (self.due - self.last).days - self.later


@cache
def _scheduler(aim: float) -> Scheduler:
    """FSRS counted in whole days, the same for everyone: nothing comes back within minutes, nothing is random."""
    days = {"learning_steps": (), "relearning_steps": (), "maximum_interval": LONGEST, "enable_fuzzing": False}
    return Scheduler(desired_retention=aim, **days)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _card(memory: Memory) -> Card:
    held = {"stability": memory.stability, "difficulty": memory.difficulty}
    return Card(0, State.Review, due=_moment(memory.due), last_review=_moment(memory.last), **held)


def answered(memory: Memory | None, right: bool, today: date, aim: float = AIM) -> Memory:
    """The memory after an answer; a wrong one is due the day after. A clock set back counts as the last day.

    >>> from datetime import date
    >>> first = answered(None, True, date(2026, 3, 1))
    >>> first.due
    datetime.date(2026, 3, 3)
    >>> answered(first, True, first.due).due, answered(first, False, first.due).due
    (datetime.date(2026, 3, 13), datetime.date(2026, 3, 4))
    """
    day = max(today, memory.last) if memory else today
    card = _card(memory) if memory else Card(0, due=_moment(day))
    card, _ = _scheduler(aim).review_card(card, Rating.Good if right else Rating.Again, _moment(day))
    back = card.due.date() if right else day + timedelta(days=1)
    return Memory(day, back, min(card.stability, 36_500.0), card.difficulty)


def practised(memory: Memory, share: float, today: date) -> Memory:
    """The memory after an answer to a step that rests on this one, which counts as a share of a review.

    later = later + share × (days since then), and at most the wait itself: it is asked in any case.

    >>> from datetime import date
    >>> memory = Memory(date(2026, 3, 1), date(2026, 3, 11), stability=10, difficulty=5)
    >>> practised(memory, 0.75, date(2026, 3, 9)).due, practised(memory, 0.75, date(2026, 5, 1)).due
    (datetime.date(2026, 3, 17), datetime.date(2026, 3, 21))
    """
    since = (today - memory.last).days - memory.later
    most = min(memory.wait, LONGEST - memory.wait)
    later = max(memory.later, min(most, memory.later + int(share * since)))
    return memory._replace(due=memory.due + timedelta(later - memory.later), later=later)


def rests_on(step: str, graph: Graph) -> dict[str, float]:
    """The steps that a step rests on, each with the share of a review that an answer to it is: SHARE ** distance.

    >>> rests_on("retrieval", {"retrieval": ("dot_product",), "dot_product": ("vectors",)})
    {'dot_product': 0.75, 'vectors': 0.5625}
    """
    found: dict[str, float] = {}
    reached = {step: 1.0}
    while reached:
        below = {need: SHARE * share for at, share in reached.items() for need in graph.get(at, ())}
        reached = {need: share for need, share in below.items() if need not in found and need != step}
        found |= reached
    return found


def chance(memory: Memory, today: date) -> float:
    """The chance that the step is still remembered, from 0 to 1.

    >>> from datetime import date
    >>> memory = Memory(date(2026, 3, 1), date(2026, 3, 11), stability=10, difficulty=5)
    >>> [round(chance(memory, date(2026, 3, day)), 2) for day in (1, 11, 31)]
    [1.0, 0.9, 0.81]
    """
    day = max(today - timedelta(memory.later), memory.last)
    return float(_scheduler(AIM).get_card_retrievability(_card(memory), _moment(day)))


def weakest(memories: dict[str, Memory], today: date) -> list[str]:
    """All steps, the least likely to be remembered first; among equals the least stable, then the longest unseen."""

    def rank(step: str) -> tuple:
        memory = memories[step]
        return chance(memory, today), memory.stability, memory.last, step

    return sorted(memories, key=rank)


def due(memories: dict[str, Memory], today: date, graph: Graph | None = None, most: int = 999_999) -> list[str]:
    """The steps whose day has come: the weakest, at most so many. The weakest comes first; but a step comes after those
    that rest on it, since a right answer to them may put it off.

    >>> from datetime import date
    >>> old = Memory(date(2026, 3, 1), date(2026, 3, 3), stability=2, difficulty=5)
    >>> new = Memory(date(2026, 3, 8), date(2026, 3, 10), stability=2, difficulty=5)
    >>> due({"new": new, "old": old}, date(2026, 3, 9)), due({"new": new, "old": old}, date(2026, 3, 10))
    (['old'], ['old', 'new'])
    >>> due({"new": new, "old": old}, date(2026, 3, 10), {"new": ("old",)})
    ['new', 'old']
    """
    waiting = weakest({step: memory for step, memory in memories.items() if memory.due <= today}, today)[:most]
    below = {step: rests_on(step, graph or {}) for step in waiting}
    order: list[str] = []
    while waiting:
        free = [step for step in waiting if not any(step in below[other] for other in waiting)]
        order.append((free or waiting)[0])
        waiting.remove(order[-1])
    return order
