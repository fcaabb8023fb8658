"""The prediction of `next_token` at other values: what becomes of the leading token at another temperature?"""

from __future__ import annotations

import numpy as np

from core.attention import softmax
from core.tokens import token_text
from labs.apply.next_token.picture import seen
from labs.apply.next_token.step import HEAT, MODEL, named, rest
from ui.question import Again, one_of
from ui.words import number

NAMES = ("france", "germany", "australia", "sunrise", "week", "glass", "hamlet", "bank_money", "nurse", "engineer",
         "plumber", "feather", "trophy", "grandmother", "mary", "two_and_two", "three_and_five", "dragon")  # fmt: skip
HOTTER = (0.3, 0.5, 1.5, 1.8)


def leading(name: str, T: float) -> float:
    """The probability of the token that leads after a prompt."""
    row = MODEL.names.index(name)
    return float(softmax(np.append(MODEL.logits[row] / T, rest(row, T)))[0])


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    while True:
        name, T = str(rng.choice(NAMES)), float(rng.choice(HOTTER))
        before, after, turned = leading(name, 1), leading(name, T), leading(name, max(round(1 / T, 2), 0.5))
        texts = {said(x): x for x in (after, before, turned)}
        if len(texts) == 3 and min(abs(a - b) for a in texts.values() for b in texts.values() if a != b) > 0.06:
            break
    token = seen(token_text(MODEL.ids[MODEL.names.index(name), 0]))
    low = T < 1
    wrong = {
        said(before): "That is what it has at temperature 1. Dividing the logits by T changes their differences.",
        said(turned): f"It goes the other way: a {'low' if low else 'high'} temperature makes the differences of the "
        f"logits {'larger' if low else 'smaller'}, so the leader {'gains' if low else 'loses'}.",
    }
    prompt = (
        f"“{named(name)}”: at temperature 1 *{token}* leads with {number(before, 2)}. You set the temperature to "
        f"{T:g}. What has it then?"
    )
    way = f"The logits are divided by {T:g}, so their differences {'grow' if low else 'shrink'}."
    at = {"prompt": named(name), "t": str(HEAT.index(T))}
    return Again(one_of(rng, prompt, said(after), wrong, f"{way} **{said(after)}**.", ()), at)


def said(p: float) -> str:
    return f"About {number(p, 2)}"
