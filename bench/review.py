"""A year of reviews by simulated learners: how many questions they are asked, and how much they remember.

    python bench/review.py [--learners 200]

What they truly remember isn't what the schedule believes. Each step has a half-life h of its own and fades as
2 ** (-t/h), or, in the second table, as (1 + t/h) ** -½. A success lets h grow, the more the nearer the step was to
being forgotten; a failure halves it. Answers slip and are guessed. Who recalls a step truly recalls each step that it
rests on, too, with the probability in the first column, and those below in turn: 0 is a world in which practising one
step does nothing for another. The same learners and days, with two schedules:

    before  FSRS at 9 in 10, every step on its own, no limit
    now     ui.schedule: what rests on a step puts it off, and at most twenty a day

"remembered" is the mean true chance over all days and all steps done; "below" over the steps that others rest on.
"""

import argparse
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from labs import every_lab
from ui.schedule import AIM, answered, due, practised, rests_on

GRAPH = {step.id: step.needs for lab in every_lab() if lab.number for step in lab.steps}
BELOW = {need for needs in GRAPH.values() for need in needs}
START, DAYS, MOST = date(2026, 1, 1), 365, 20
SLIP, GUESS = 0.05, 0.12


class Learner:
    """Someone's true memory: when each step was last recalled, and its half-life in days."""

    def __init__(self, seed: int, fades: str, refreshed: float):
        self.rng = np.random.default_rng(seed)
        self.fades, self.refreshed = fades, refreshed
        self.pace, self.zeal, self.gain = self.rng.uniform([0.3, 0.4, 2.4], [1.5, 1.0, 6.0])
        self.first = {step: 8 * np.exp(self.rng.normal(0, 0.6)) for step in GRAPH}
        self.half_life: dict[str, float] = {}
        self.last: dict[str, int] = {}

    def chance(self, step: str, day: int) -> float:
        t = (day - self.last[step]) / self.half_life[step]
        return 2**-t if self.fades == "half-life" else (1 + t) ** -0.5

    def learns(self, step: str, day: int) -> None:
        self.half_life[step], self.last[step] = self.first[step], day
        self._refreshes(step, day)

    def answers(self, step: str, day: int) -> bool:
        """Try to recall a step; gives whether the answer is judged right."""
        knows = self.rng.random() < self.chance(step, day)
        self._tried(step, day, knows)
        return self.rng.random() < (1 - SLIP if knows else GUESS)

    def _tried(self, step: str, day: int, knows: bool) -> None:
        grown = 1.05 + self.gain * (1 - self.chance(step, day))
        self.half_life[step] = self.half_life[step] * grown if knows else max(2, self.half_life[step] / 2)
        self.last[step] = day
        if knows:
            self._refreshes(step, day)

    def _refreshes(self, step: str, day: int) -> None:
        for need in GRAPH[step]:
            if need in self.last and self.rng.random() < self.refreshed:
                self._tried(need, day, True)


def year(seed: int, fades: str, refreshed: float, now: bool) -> tuple[int, float, float, int]:
    """One learner's year: questions asked in the review, the two means of what is remembered, most asked in a day."""
    learner, calendar = Learner(seed, fades, refreshed), np.random.default_rng(seed + 1)
    known, ahead, ready, asked, kept, below = {}, list(GRAPH), 0.0, [], [], []

    def count(step: str, right: bool, today: date) -> None:
        known[step] = answered(known.get(step), right, today, AIM if now else 0.9)
        for need, share in rests_on(step, GRAPH).items() if now and right else ():
            if need in known:
                known[need] = practised(known[need], share, today)

    for day in range(DAYS):
        today, number = START + timedelta(day), 0
        ready += learner.pace
        if calendar.random() < learner.zeal:
            for step in [ahead.pop(0) for _ in range(min(int(ready), len(ahead), 4))]:
                learner.learns(step, day)
                count(step, True, today)
            ready -= int(ready)
            while waiting := due(known, today, GRAPH, MOST - number) if now else due(known, today):
                count(waiting[0], learner.answers(waiting[0], day), today)
                number += 1
        asked.append(number)
        kept += (chances := [learner.chance(step, day) for step in known])
        below += [chance for step, chance in zip(known, chances) if step in BELOW]
    return sum(asked), float(np.mean(kept)), float(np.mean(below)), max(asked)


def compared(learners: int, fades: str, refreshed: float) -> dict[str, np.ndarray]:
    """For both schedules, the mean over learners of what `year` gives, and the most in a day that any was asked."""
    years = {
        name: np.array([year(seed, fades, refreshed, name == "now") for seed in range(learners)])
        for name in ("before", "now")
    }
    return {name: np.append(found.mean(axis=0)[:3], found[:, 3].max()) for name, found in years.items()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--learners", type=int, default=200)
    learners = parser.parse_args().learners
    for fades in ("half-life", "power law"):
        print(f"\n{learners} learners, {DAYS} days, {len(GRAPH)} steps, memory fades by {fades}")
        print("           questions              remembered      below           most a day")
        print("refreshed  before  now            before  now     before  now     before  now")
        for refreshed in (0, 0.25, 0.5, 0.75):
            (q, kept, below, most), (q2, kept2, below2, most2) = compared(learners, fades, refreshed).values()
            print(
                f"{refreshed:9.2f}  {q:6.0f}  {q2:4.0f} ({q2 / q - 1:+.1%})  {kept:6.3f}  {kept2:.3f}   {below:6.3f}"
                f"  {below2:.3f}   {most:6.0f}  {most2:3.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
