"""The prediction again: another word, and which of three is nearest to it."""

import numpy as np

from core.data import grouped_words
from core.retrieval import similarities
from labs.linear_algebra.embeddings.picture import in_short, on_map
from ui.question import Again, one_of

KINDS = (
    "animal", "body", "calendar", "capital", "clothing", "country", "drink", "flower", "food", "furniture", "home",
    "music", "profession", "sport", "technology", "transport",
)  # fmt: skip


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    words, kinds, _, vectors = grouped_words()
    known = [row for row, kind in enumerate(kinds) if kind in KINDS]
    at, own = on_map(vectors), bool(rng.integers(2))  # own: the nearest is of the same kind
    while True:
        row = int(rng.choice(known))
        cosines = similarities(vectors[row], vectors)
        others = [each for each in np.argsort(-cosines) if each != row]
        nearest = others[0]
        alike = kinds[nearest] == kinds[row]
        tempting = next(each for each in others if (kinds[each] == kinds[row]) != alike)
        away = np.linalg.norm(at - at[row], axis=1)
        kin = [each for each in others if kinds[each] == kinds[row] and each not in (nearest, tempting)]
        beside = min(kin, key=lambda each: away[each])
        ahead = cosines[nearest] - cosines[[tempting, beside]].max() > 0.03
        if alike == own and ahead and away[beside] < away[nearest]:
            break
    word, (first, second, third) = words[row], (words[each] for each in (nearest, tempting, beside))
    score = {words[each]: in_short(cosines[each]) for each in (nearest, tempting, beside)}
    lead = f"The cosine of *{word}* with *{first}* is {score[first]}"
    near = "It is near, but not the nearest" if own else "It is the same kind of thing, and that doesn't decide"
    wrong = {
        second: f"{near}: its cosine is {score[second]}. {lead}.",
        third: f"On the flat map it is nearer than *{first}*. In 50 dimensions its cosine is {score[third]}. {lead}.",
    }
    prompt = f"Which of these three words has the vector nearest to that of *{word}*?"
    return Again(one_of(rng, prompt, first, wrong, f"{lead}. **{first}**.", ()), {"word": word})
