"""The prediction of `transformer` at other prompts and stops: what would it say there?"""

from __future__ import annotations

import numpy as np

from core.data import lenses
from labs.apply.transformer.picture import on_one_line, share, shown
from ui.question import Again, one_of
from ui.words import counted


def again(seed: int) -> Again:
    """Stop the model after some layer: what would it say?"""
    rng = np.random.default_rng(seed)
    while True:
        lens, stop = lenses()[rng.integers(len(lenses()))], int(rng.integers(20, 31))
        leads, final = lens.tokens[stop][0], lens.answer
        plain = [token for row in lens.tokens[22:] for token in row[:3] if shown(token).isalpha()]
        others = [token for token in dict.fromkeys([final, *reversed(plain)]) if shown(token) != shown(leads)][:3]
        if lens.p[stop, 0] - lens.p[stop, 1] < 0.05 or len({shown(token) for token in [leads, *others]}) < 3:
            continue
        first = int(np.argmax(lens.answer_ranks == 1))
        prompt = on_one_line(lens.prompt)
        why = {
            final: f"That is what it says in the end. It comes first after {counted(first, 'layer')}, not here.",
        }
        question = one_of(
            rng,
            f"The model reads “{prompt}” and says “{shown(final)}” in the end. Stop it after {stop} of its 30 layers: "
            "what would it say?",
            shown(leads),
            {
                shown(token): why.get(token, "That one is near at some layer, but here another token comes first.")
                for token in others
            },
            f"After {stop} layers **{shown(leads)}** comes first, with {share(lens.p[stop, 0], 'over ', 'under ')}.",
            ("The answer comes first only in the last few layers.", "Before that, small words and signs lead."),
        )
        if question.is_clear():
            return Again(question, {"look": "answer", "prompt": prompt, "after": str(stop)})
