"""The prediction again: another word, the messages without it, or those that somebody meant."""

import numpy as np

from core.probability import conditional, marginal
from labs.probability_stats.conditional.step import CELLS, WORDS, cuts, table
from ui.question import Again, one_of
from ui.scene import as_text
from ui.words import number

MORE = (*WORDS, "win", "mobile", "your", "you", "stop", "reply", "text", "to")
KINDS = (("spam messages", "spam"), ("wanted messages (ham)", "wanted"))


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    while True:
        word, cell = str(rng.choice(MORE)), str(rng.choice(list(CELLS)))
        counts, (row, column) = table(word), CELLS[cell]
        right, turned = (conditional(counts, given)[row, column] for given in ("rows", "columns"))
        share = marginal(counts, "columns")[column]
        values = sorted(round(100 * value) for value in (right, turned, 1 - right, share))
        if min(np.diff(values)) >= 2 and 1 <= values[0] and values[-1] <= 99:
            break
    (kind, short), other = KINDS[column], KINDS[1 - column][1]
    hold, that = (("hold", "that hold"), ("don't hold", "that don't hold"))[row]
    wrong = {
        said(turned): f"That is the other way round: of 100 {kind}, so many {hold} the word.",
        said(1 - right): f"So many of them are {other}. You were asked for the others.",
        said(share): f"Of 100 messages of any kind, so many are {short}. You were asked only about those {that} the "
        "word.",
    }
    count, of_kind, of_row = counts[row, column], counts[:, column].sum(), counts[row].sum()
    prompt = (
        f"{count:,} of {of_kind:,} {kind} {hold} the word “{word}”, which is about "
        f"{number(100 * turned)} of 100. In all, {of_row:,} messages {hold} it. Of 100 messages {that} it, how many "
        f"are {short}?"
    )
    way = (
        f"The {count:,} are divided by all messages {that} the word, and not by all {kind}: "
        f"{count:,} / {of_row:,}. **{said(right)}**."
    )
    at = {name: as_text(tuple(place)) for name, place in cuts(counts).items()} | {"cell": cell}
    return Again(one_of(rng, prompt, said(right), wrong, way, ()), at)


def said(share: float) -> str:
    return f"About {number(100 * share)}"
