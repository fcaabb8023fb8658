"""The checkpoint of `project`: what a model saves, beside the cheaper of the rules that need none."""

from __future__ import annotations

import numpy as np

from core.metrics import expected_cost
from ui.question import Mistake, Question, printed

STORIES = (
    ("parcels", "is lost", "lost"), ("servers", "fails", "failing"), ("customers", "leaves", "leaving"),
    ("payments", "is fraud", "fraudulent"), ("patients", "is ill", "ill"), ("parts", "is faulty", "faulty"),
)  # fmt: skip


def question(seed: int) -> Question:
    """How much does it save for each 100 rows?"""
    rng = np.random.default_rng(seed)
    while True:
        things, event, kind = STORIES[rng.integers(len(STORIES))]
        rows, miss = int(rng.integers(2, 11)) * 100, int(rng.integers(3, 13))
        events = int(rows * rng.uniform(0.04, 0.2))
        missed, alarms = int(events * rng.uniform(0.15, 0.6)), int((rows - events) * rng.uniform(0.02, 0.15))
        y = np.repeat([1, 0], [events, rows - events])
        said = np.concatenate([np.arange(events) >= missed, np.arange(rows - events) < alarms]).astype(int)

        def cost(answers, y=y, miss=miss):
            return 100 * expected_cost(y, answers, false_alarm=1, miss=miss)

        model, never, always = cost(said), cost(0 * y), cost(0 * y + 1)
        if never > always or model >= never:
            continue
        swapped = 100 * (missed + miss * alarms) / rows
        asked = Question(
            prompt=f"Of {rows} {things} that the model never saw, {events} are {kind}. It misses {missed} of these, "
            f"and sounds {alarms} false alarms. A miss costs as much as {miss} false alarms. How much does the model "
            "save for each 100 of them, in false alarms, beside the rule that never sounds an alarm? Give it to one "
            "decimal.",
            answer=never - model,
            tolerance=0.06,
            mistakes=(
                Mistake(model, "That is what the model costs. Compare it with the cost of no alarm at all."),
                Mistake(never - swapped, "You gave the high price to the false alarms. The miss is the dear one."),
                Mistake((never - model) * rows / 100, f"That is the saving on all {rows}. Per 100, divide by them."),
                Mistake(100 * (events - missed - alarms) / rows, f"You priced both errors alike. A miss costs {miss}."),
                Mistake(always - model, "You compared with the rule that always sounds an alarm, the dearer one."),
            ),
            hints=("What does the rule cost that never sounds an alarm? It misses every one.",
                   "Price both, then divide the difference by the number of rows and take it times 100."),
            solution=(
                f"Without an alarm all {events} are missed: ${events} \\cdot {miss} = {events * miss}$ false alarms. "
                f"The model costs ${missed} \\cdot {miss} + {alarms} = {missed * miss + alarms}$.\n\nIt saves "
                f"{events * miss - missed * miss - alarms} on {rows}, so for each 100 it is "
                f"${events * miss - missed * miss - alarms} \\cdot 100 / {rows} =$ **{printed(never - model, 1)}**."
            ),
        )  # fmt: skip
        if asked.is_clear():
            return asked
