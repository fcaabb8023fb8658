"""The questions to understand of `retrieval`: rankings, thresholds, and where an answer went wrong."""

from __future__ import annotations

from functools import cache

import numpy as np

from core.data import mean_of_words_scores, passages, queries, tfidf_scores
from core.retrieval import reciprocal_rank
from ui.question import Question, in_turn, one_of, printed
from ui.words import ordinal

BOTS = (
    "a bot for a pump's manual", "a bot for travel rules", "a bot for a firm's wiki", "a bot for tax forms",
    "a bot for a hospital's guidelines", "a bot for a game's rules",
)  # fmt: skip
METHODS = ("MiniLM", "TF-IDF", "Mean of words")
SIGNS = {  # how the scores of each method look
    "MiniLM": "MiniLM's cosines lie around 0 for passages that have nothing to do with the query, some of them below "
    "it.",
    "TF-IDF": "TF-IDF gives exactly 0 to every passage that shares no word with the query, and that is most of them.",
    "Mean of words": "Averages of many words all point much the same way, so every passage gets a high cosine.",
}


def understand(seed: int) -> Question:
    """Six situations in turn: a threshold, what a change improves, a method, its scale, a log line, a wrong answer."""
    return in_turn(seed, which_threshold, what_improves, which_method, new_scale, log_line, wrong_answer)


def which_threshold(rng: np.random.Generator) -> Question:
    """Which threshold refuses all queries without an answer and none with one? Sometimes none does."""
    bot, apart = str(rng.choice(BOTS)), bool(rng.random() < 0.6)
    middle = int(rng.integers(30, 60))
    while True:
        answered = np.sort(middle + rng.integers(4 if apart else -8, 30, size=5)) / 100
        without = np.sort(middle - rng.integers(4 if apart else -8, 24, size=4)) / 100
        thresholds = [(middle + shift) / 100 for shift in (0, -int(rng.integers(9, 16)), int(rng.integers(9, 16)))]
        wrongly = [(int(np.sum(answered < t)), int(np.sum(without >= t))) for t in thresholds]
        does = [counts == (0, 0) for counts in wrongly]
        if (
            does == [apart, False, False]
            and apart == (without.max() < answered.min())
            and len({*wrongly}) == 3
            and len({*without}) == 4
        ):
            break
    none = "None of these, nor any other"
    whys = {}
    for t, (lost, through) in zip(thresholds, wrongly):
        lets = f"lets {through} of the 4 queries without an answer through" if through else ""
        refuses = f"refuses {lost} of the 5 that have one" if lost else ""
        whys[f"{t:.2f}"] = f"It {' and '.join(filter(None, [lets, refuses]))}."
    if apart:
        right, wrong = f"{thresholds[0]:.2f}", {**whys, none: f"There is a gap: between {without.max():.2f} and "
                                                f"{answered.min():.2f} one does both."}  # fmt: skip
        solution = (
            f"Every query without an answer stays at {without.max():.2f} or below, every other at {answered.min():.2f} "
            f"or above. **{right}** lies between. Test it on more queries before you trust it."
        )
        del wrong[right]
    else:
        right, wrong = none, whys
        solution = (
            f"A query without an answer scores {without.max():.2f}, and one with an answer only {answered.min():.2f}. "
            f"So no threshold can separate them: **{none.lower()}**. Better vectors might."
        )
    return one_of(
        rng,
        f"For {bot} you note the best score of each test query.\n\n"
        f"- with an answer: {_listed(rng, answered)}\n- without one: {_listed(rng, without)}\n\n"
        "A query is refused if its best score is below the threshold. Which one refuses every query without an "
        "answer, and no other?",
        right, wrong, solution,
        ("Sort the two lists.", "Which is the lowest score with an answer, and the highest without one?"),
    )  # fmt: skip


def what_improves(rng: np.random.Generator) -> Question:
    """A larger k or a better ranking: which of recall@k and the reciprocal rank gets better?"""
    bot, larger = str(rng.choice(BOTS)), bool(rng.random() < 0.5)
    if larger:
        old_k = int(rng.integers(2, 5))
        new_k, old = old_k + int(rng.integers(2, 6)), int(rng.integers(2, old_k + 4))
        new = old
        if new_k < old:
            new_k = old
        change = f"You raise k from {old_k} to {new_k} and leave the ranking alone."
    else:
        old_k = new_k = int(rng.integers(3, 7))
        old = int(rng.integers(3, 11))
        new = int(rng.integers(1, old))
        change = f"k stays {old_k}. New vectors bring it to place {new}."
    recall = (new <= new_k) > (old <= old_k)
    rank = reciprocal_rank(range(1, 30), {new}) > reciprocal_rank(range(1, 30), {old})
    texts = {(True, False): "Only recall@k", (False, True): "Only the reciprocal rank", (True, True): "Both of them",
             (False, False): "Neither of them"}  # fmt: skip
    stays = (old <= old_k) == (new <= new_k)
    one = (
        f"Recall@k stays {int(new <= new_k)}"
        if stays
        else f"Recall@k goes from {int(old <= old_k)} to {int(new <= new_k)}"
    )
    two = f"the reciprocal rank {'goes ' * stays}from {_share(old)} to {_share(new)}"
    if new == old:
        two = f"the reciprocal rank stays {_share(old)}"
    told = f"{one}, {two}"
    reasons = {
        "Only recall@k": "Recall@k asks whether it is among the first k.",
        "Only the reciprocal rank": "The reciprocal rank asks for the place, and knows no k.",
        "Both of them": "Look at each on its own: one knows k, the other the place.",
        "Neither of them": "Look at each on its own: one knows k, the other the place.",
    }
    right = texts[recall, rank]
    return one_of(
        rng,
        f"A test query for {bot} has one right passage; it comes {ordinal(old)}. {change} Which gets better for this "
        "query: recall@k, or the reciprocal rank, 1 / (place of the first right passage)?",
        right,
        {text: f"{told}. {reasons[text]}" for text in texts.values() if text != right},
        f"{told}. So it is: **{right.lower()}**. A larger k can only raise recall@k; it doesn't make the ranking "
        "better.",
        ("Is the passage among the first k before the change, and after it?", "Which of the two knows k?"),
    )  # fmt: skip


def which_method(rng: np.random.Generator) -> Question:
    """Which method gave these scores to 148 passages? Real queries, real scores."""
    method = METHODS[rng.integers(3)]
    fitting = [row for row in range(len(queries().texts)) if is_typical(row)]
    row = fitting[rng.integers(len(fitting))]
    scores = np.sort(scores_of(method, row))
    high, middle, low = (printed(each, 2).replace("-", "−") for each in (scores[-1], np.median(scores), scores[0]))
    return one_of(
        rng,
        f"A colleague scored the 148 passages for the query *{queries().texts[row]}* The highest score is {high}, the "
        f"middle one (the median) {middle}, and the lowest {low}. Which method was it?",
        method,
        {other: f"{SIGNS[other]} Here the middle score is {middle} and the lowest {low}."
         for other in METHODS if other != method},
        f"{SIGNS[method]} So it is **{method}**. Each method has its own scale, so a threshold holds for one of them "
        "only.",
        ("What does each method give to a passage about something else?", "Look at the middle score, then at the "
        "lowest."),
    )  # fmt: skip


def new_scale(rng: np.random.Generator) -> Question:
    """The method changed and the threshold stayed. A threshold sees scores, not answers."""
    moves = [("MiniLM", "Mean of words"), ("TF-IDF", "Mean of words"), ("MiniLM", "TF-IDF"), ("TF-IDF", "MiniLM"),
             ("Mean of words", "MiniLM"), ("Mean of words", "TF-IDF")]  # fmt: skip
    old, new = moves[rng.integers(len(moves))]
    t = int(rng.integers(30, 46)) / 100
    best = {method: np.array([scores_of(method, row).max() for row in range(38)]) for method in (old, new)}
    refused = [int(np.sum(best[method] < t)) for method in (old, new)]
    medians = [printed(float(np.median(best[method])), 2) for method in (old, new)]
    more = refused[1] > refused[0]
    higher, lower = "Its scores lie higher altogether", "Its scores lie lower altogether"
    better, worse = "It finds the right passages more often", "It finds the right passages less often"
    blind = "A threshold sees scores, and no more. Whether a passage is right, it can't know."
    right, turned = (lower, higher) if more else (higher, lower)
    return one_of(
        rng,
        f"You search 148 passages and refuse below a best score of {t:.2f}. Of 38 test queries {refused[0]} are "
        f"refused. Then you change from {old} to {new}, and {refused[1]} are. Why so many "
        f"{'more' if more else 'fewer'}?",
        right,
        {
            turned: f"Then {'fewer' if more else 'more'} would fall below {t:.2f}.",
            better: f"{blind} Measure recall@k for that.",
            worse: f"{blind} Measure recall@k for that.",
        },
        f"The middle one of the 38 best scores was {medians[0]}, and is {medians[1]} now. **{right}**, so the old "
        f"threshold of {t:.2f} no longer fits. Set it anew with queries whose answers you know.",
        ("What does a threshold compare?", "Do more or fewer best scores lie below the line than before?"),
    )  # fmt: skip


def log_line(rng: np.random.Generator) -> Question:
    """What follows from a count of right passages among the first k? It depends on what else was counted."""
    bot, known = str(rng.choice(BOTS)), bool(rng.random() < 0.5)
    k = int(rng.integers(6, 13))
    total = int(rng.integers(3, k - 1))
    hits = int(rng.integers(2, total))
    share, other = (f"{hits}/{total}", f"{hits}/{k}") if known else (f"{hits}/{k}", "")
    right = f"Recall@{k} is {share}" if known else f"Precision@{k} is {share}"
    if known:
        lead = f"There are {total} right passages in all."
        wrong = {
            f"Recall@{k} is {other}": f"That divides by what was shown. It is precision@{k}; recall divides by "
            f"{total}.",
            f"Precision@{k} is {share}": f"That divides by all right passages, so it is recall@{k}.",
            f"The reciprocal rank is {share}": "That asks for the place of the first right one. You aren't told.",
        }
    else:
        lead = "Nobody has counted the right passages in all."
        wrong = {
            f"Recall@{k} is {share}": "Recall divides by all right passages, and nobody has counted them.",
            f"Recall@{k} is at least {share}": f"It can be far lower: with many right passages, {hits} are a small "
            "part.",
            f"The reciprocal rank is {share}": "That asks for the place of the first right one. You aren't told.",
        }
    return one_of(
        rng,
        f"The log of {bot} says: {hits} of the first {k} passages were right. {lead} What follows?",
        right, wrong,
        f"**{right}**: "
        + (f"{hits} of all {total} were found." if known else f"{hits} of the {k} shown were right. For recall you "
           "would have to count what was missed, too."),
        ("What does precision divide by, and what recall?", "Which of these numbers do you know?"),
    )  # fmt: skip


def wrong_answer(rng: np.random.Generator) -> Question:
    """A bot gave a bad answer: was it k, the threshold, or the language model?"""
    bot, version, k = str(rng.choice(BOTS)), int(rng.integers(4)), int(rng.integers(2, 6))
    t = int(rng.integers(25, 55)) / 100
    best = t + int(rng.integers(4, 20)) / 100
    place = int(rng.integers(1, k + 1))
    if version == 0:
        place = k + int(rng.integers(1, 6))
    if version == 1:
        best, place = t - int(rng.integers(3, 12)) / 100, int(rng.integers(1, k + 1))
    did = "said that it doesn't know" if version == 1 else "gave a fluent answer that is wrong"
    where = "no passage answers the question" if version == 2 else f"the right passage came {ordinal(place)}"
    texts = ("k is too small", "The threshold is too high", "The threshold is too low", "The language model erred")
    sent = f"The best score, {best:.2f}, reached {t:.2f}, so the first {k} were sent"
    whys = {
        texts[0]: "No k helps: there is no right passage to send." if version == 2 else
        f"It came {ordinal(place)}, and k is {k}: it was among those to send.",
        texts[1]: f"{sent}. A lower threshold would change nothing.",
        texts[2]: f"A threshold that is too low lets too much through. This one refused, though {where}."
        if version == 1 else f"Something was to be found: {where}. Refusing would have hidden it.",
        texts[3]: f"It was given nothing: {best:.2f} is below {t:.2f}." if version == 1 else
        "It couldn't know: the passages it was given don't hold the answer.",
    }  # fmt: skip
    whys.pop(texts[version])
    solution = (
        f"{sent}, and the right one, at place {place}, was not among them. **{texts[0]}**, or the ranking has to "
        "improve.",
        f"The right passage was there, but {best:.2f} is below {t:.2f}, so nothing was sent. **{texts[1]}** for this "
        "query.",
        f"{sent}, though no passage answers. **{texts[2]}** for this query: a refusal was due.",
        f"{sent}, the right one among them. So retrieval did its part: **{texts[3].lower()}**.",
    )[version]
    return one_of(
        rng,
        f"You trace one case of {bot}. It sends the first {k} passages to a language model, and refuses if the best "
        f"score is below {t:.2f}. The user asked, and the bot {did}. In the trace, the best score is {best:.2f}, and "
        f"{where}. What is to blame?",
        texts[version], whys, solution,
        ("What was sent to the language model?", "Was the right passage among it?"),
    )  # fmt: skip


# ---------------------------------------------------------------- real scores


@cache
def scores_of(method: str, row: int) -> np.ndarray:
    """How a method scores the 148 passages for one of the 38 queries."""
    if method == "MiniLM":
        return passages().vectors.astype(float) @ queries().vectors[row].astype(float)
    return (tfidf_scores if method == "TF-IDF" else mean_of_words_scores)(queries().texts[row])


def is_typical(row: int) -> bool:
    """True if the three methods' scores for a query look as they mostly do, and its text ends like a question."""
    mini, counted, mean = (scores_of(method, row) for method in METHODS)
    return (
        queries().texts[row].endswith("?")
        and mini.min() < -0.02
        and counted.max() > 0.1
        and np.median(counted) == counted.min() == 0
        and np.median(mean) > 0.6
    )


def _share(place: int) -> str:
    return f"1/{place}" if place > 1 else "1"


def _listed(rng: np.random.Generator, scores: np.ndarray) -> str:
    return ", ".join(f"{score:.2f}" for score in rng.permutation(scores))
