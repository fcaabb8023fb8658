"""The prediction again: another token asks, in another sentence, in one of the two heads."""

import numpy as np

from core.data import attention_sentences
from labs.apply.attention_real import picture as chart
from labs.apply.attention_real.step import HEADS, LOOKS
from ui.question import Again, one_of
from ui.scene import as_text
from ui.words import number

LEAD = 0.1  # by how much the first is ahead


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    head = str(rng.choice(list(HEADS), p=[0.7, 0.3]))
    while True:
        k = int(rng.integers(len(attention_sentences())))
        sentence = attention_sentences()[k]
        tokens = sentence.tokens
        once = [each for each, token in enumerate(tokens) if tokens.count(token) == 1 and token.isalpha()]
        asks = int(rng.choice(once))
        w = sentence.weights[HEADS[head]][asks].astype(float)
        order = [int(each) for each in np.argsort(-w)]
        first, before = order[0], asks - 1
        second = next(each for each in order[1:] if each not in (before, asks)) if first == 0 else 0
        choices = [tokens[each] for each in {first, second, before, asks}]
        clear = all(tokens.count(token) == 1 and token != "." for token in choices)
        if clear and len(choices) > 2 and w[first] - w[order[1]] > LEAD:
            break
    gets = {each: number(w[each], 2) for each in (first, second, before, asks)}
    lead = f"“{tokens[first]}” gets {gets[first]}"
    whys = {
        second: f"It gets {gets[second]}, and {lead}. A weight has to be read off. No rule of grammar gives it.",
        before: f"It gets {gets[before]}, and {lead}. Not every head looks at the token before.",
        asks: f"It gets {gets[asks]}, and {lead}. A token need not look at itself most.",
    }
    wrong = {tokens[each]: why for each, why in whys.items() if each != first}
    prompt = f"“{sentence.text}” In {head} the token “{tokens[asks]}” asks. Which of these tokens gets the most weight?"
    at = {"look": LOOKS[0], "which": head, "sentence": sentence.text}
    at[f"asks{k}"] = as_text((chart.HANDLE, chart.height(asks)))
    return Again(one_of(rng, prompt, tokens[first], wrong, f"{lead}: **{tokens[first]}**.", ()), at)
