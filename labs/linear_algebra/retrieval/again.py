"""The prediction again: another query, another k, and a threshold."""

import numpy as np

from core.retrieval import top_k
from labs.linear_algebra.retrieval.step import QUERIES, scores
from ui.question import Again, one_of
from ui.words import number

NAMES = {"MiniLM": "MiniLM", "TF-IDF": "TF-IDF", "Mean of words": "the mean of words"}
SHOWN = 5  # scores that are told


def again(seed: int) -> Again:
    rng = np.random.default_rng(seed)
    refused = bool(rng.integers(3) == 0)
    while True:
        method, row, k = str(rng.choice(list(NAMES))), int(rng.integers(len(QUERIES.texts))), int(rng.integers(3, 6))
        asked = scores(method)[row]
        best = asked[top_k(asked, SHOWN)]
        threshold = round(float(rng.uniform(best[-1], best[0] + 0.1)), 2)
        above = int(np.sum(best >= threshold))
        clear = best[0] > 0 and threshold < 1 and np.abs(best - threshold).min() > 0.01
        if clear and (above == 0 if refused else 1 < above < k):
            break
    told = ", ".join(number(score, 2) for score in best)
    right = 0 if refused else k
    if refused:
        way = f"The best score, {number(best[0], 2)}, lies below {threshold:g}, so nothing goes to the model."
        wrong = {
            said(k): f"That is what top-k alone hands over. {way}",
            said(1): f"Even the best one is refused. {way}",
        }
    else:
        way = f"The best score, {number(best[0], 2)}, reaches {threshold:g}, so the {k} best all go to the model."
        wrong = {
            said(above): f"So many score {threshold:g} or more. Only the best score decides. {way}",
            said(0): f"For that the best score would have to lie below {threshold:g}. {way}",
        }
    prompt = (
        f"The query is “{QUERIES.texts[row]}”. By {NAMES[method]}, the {SHOWN} best of 148 passages get {told}. You "
        f"want the {k} best for the model, but refuse below a best score of {threshold:g}. How many go to the model?"
    )
    question = one_of(rng, prompt, said(right), wrong, f"{way} **{said(right)}**.", ())
    return Again(question, {"by": method, "ask": QUERIES.texts[row], "k": f"{k}", "t": f"{threshold:g}"})


def said(count: int) -> str:
    return {0: "None", 1: "One", 2: "Two", 3: "Three", 4: "Four", 5: "Five"}[count]
