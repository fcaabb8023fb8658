"""How does RAG find its passage?"""

from collections.abc import Callable
from functools import cache

import numpy as np

from core.data import mean_of_words_scores, passages, queries, tfidf_scores
from core.retrieval import mean_reciprocal_rank, recall_at_k, top_k
from labs.linear_algebra.retrieval import picture
from labs.linear_algebra.retrieval.question import question
from labs.linear_algebra.retrieval.turn import turn
from labs.linear_algebra.retrieval.understand import understand
from ui.scene import step
from ui.words import ordinal

METHODS = ["MiniLM", "TF-IDF", "Mean of words"]
FIRST = "How do I file my income tax return?"
QUERIES = queries()
ROWS = {text.casefold(): row for row, text in enumerate(QUERIES.texts)}
UNANSWERABLE = [row for row, right in enumerate(QUERIES.relevant) if not right]
ASKED = [FIRST, *(text for text in QUERIES.texts if text != FIRST)]


@step(
    "How does RAG find its passage?",
    why="A language model makes up what it isn't given.",
    needs=["dot_product"],
)
def retrieval(page):
    r"""
    Retrieval-augmented generation lets a language model answer from your own texts. Every passage becomes a vector,
    once. Each question becomes one too, and every passage scores its cosine with it. The $k$ best go to the model.

    What is found depends on who makes the vectors. **MiniLM**, a small trained network, reads whole sentences.
    **TF-IDF** counts shared words, and rare words count more. **Mean of words** averages the vectors of the words.

    How good is a ranking?

    $$\text{recall@}k = \frac{\text{right passages among the first } k}{\text{all right passages}}$$

    The **MRR** (mean reciprocal rank) is the mean, over many questions, of 1 / (place of the first right passage).
    """
    page.predict(
        f"You ask 148 passages on seven topics: *{FIRST}* None of them is about tax. You want the 3 best. "
        "How many come back?",
        ["None", "Only those that score above 0.5", "Three"],
        answer="Three",
        because="Every ranking has a first three. Whether they answer anything is another question.",
        tries={},
    )
    view = page.choose("show", "Show", ["One query", "All 38"])
    method = page.choose("by", "Scored by", METHODS, beside=True)
    typed = page.pick("ask", "Pick a query, or type your own", ASKED, typed=True, quiet=True)
    k = page.slider("k", "k, passages to the model", 1, picture.DEPTH, 3)
    threshold = page.slider("t", "Refuse below a best score of", 0, 1, 0, 0.01, beside=True)

    row = ROWS.get(typed.strip().casefold())
    by = "TF-IDF" if row is None and method == "MiniLM" else method
    asked = scores(by)[row] if row is not None else score(by, typed)

    def cell(texts, asked, scores, relevant, k, threshold):
        rows = top_k(asked, k) if asked.max() >= threshold else []
        found = np.array([texts[row] for row in rows])

        answerable = [query for query, right in enumerate(relevant) if right]
        rankings = [top_k(scores[query], len(texts)) for query in answerable]
        rights = [relevant[query] for query in answerable]
        recalls = list(map(recall_at_k, rankings, rights, [k] * len(rights)))
        recall = float(np.mean(recalls))
        mrr = mean_reciprocal_rank(rankings, rights)

        refused = np.flatnonzero(scores.max(axis=1) < threshold)
        return found, recall, mrr, refused

    def library(texts, asked, scores, relevant, k, threshold):
        best_first = np.argsort(-asked, kind="stable")
        found = np.array(texts)[best_first[: k if asked.max() >= threshold else 0]]
        return found

    ranked = page.yours(turn)
    found, recall, mrr, refused = page.run(
        cell, library, texts=list(passages().texts), asked=asked, scores=scores(method),
        relevant=list(QUERIES.relevant), k=k, threshold=threshold,
    )  # fmt: skip
    if view == "One query":
        drawn = picture.ranking(shown(asked, row, ranked), len(found), threshold)
        says = said_of_one(asked, row, k, threshold, len(found))
        if by != method:
            says = "MiniLM is too large to run here, so TF-IDF scores your own words. " + says
    else:
        drawn = picture.overview(curves(), method, k, dots(method, row, asked), threshold)
        says = said_of_all(method, k, recall, mrr, threshold, set(refused.tolist()))
    page.picture(drawn, says=says, size=picture.ONE if view == "One query" else picture.ALL)
    page.task(
        "Under All 38, set a threshold that refuses the four queries without an answer and keeps the other 34.",
        done=view == "All 38" and refused.tolist() == UNANSWERABLE,
    )
    first = first_right(asked, row) if view == "One query" and method == "MiniLM" and len(found) else 0
    page.task(
        "Under One query, find one whose best passage by MiniLM is wrong although a right one exists. "
        "Then set k to the fewest passages that take a right one along.",
        done=first > 1 and k == first,
    )
    page.bites(
        "A user asks your documentation bot something the documents don't cover. Top-k has no word for *nothing "
        "found*: it hands over passages about visas, passports and budgets, and the model turns them into a fluent "
        "answer. The symptom: confident nonsense, with sources. Set a threshold with questions whose answers you know. "
        "Set it again when you change the model that makes the vectors: each has its own scale of scores."
    )
    page.check(question, understand)


def score(method: str, text: str) -> np.ndarray:
    """How a text that may be new scores each passage."""
    return tfidf_scores(text) if method == "TF-IDF" else mean_of_words_scores(text)


@cache
def scores(method: str) -> np.ndarray:
    """One row for each query, one column for each passage: shape (38, 148)."""
    if method == "MiniLM":
        return QUERIES.vectors.astype(float) @ passages().vectors.astype(float).T
    return np.array([score(method, text) for text in QUERIES.texts])


@cache
def curves() -> dict[str, list[float]]:
    """recall@1, recall@2, … of each method, over the 34 queries that have an answer."""
    answerable = [row for row in range(len(QUERIES.texts)) if row not in UNANSWERABLE]

    def recall(method: str, k: int) -> float:
        table = scores(method)
        return float(np.mean([recall_at_k(top_k(table[row], k), QUERIES.relevant[row], k) for row in answerable]))

    return {method: [recall(method, k) for k in range(1, picture.DEPTH + 1)] for method in METHODS}


def shown(asked: np.ndarray, row: int | None, ranked: Callable = top_k) -> list[tuple[str, float, bool]]:
    """The best passages as (text, score, right), in the order that `ranked` gives."""
    right = () if row is None else QUERIES.relevant[row]
    return [(passages().texts[each], float(asked[each]), each in right) for each in ranked(asked, picture.DEPTH)]


def dots(method: str, row: int | None, asked: np.ndarray) -> list[tuple[float, str, str, bool]]:
    """Each query's best score, its role, its text, and if it is the one chosen."""
    best = scores(method).max(axis=1).tolist()
    found = [
        (best[each], "model" if each in UNANSWERABLE else "data", text, each == row)
        for each, text in enumerate(QUERIES.texts)
    ]
    return found if row is not None else [*found, (float(asked.max()), "guess", "your own query", True)]


def said_of_one(asked: np.ndarray, row: int | None, k: int, threshold: float, sent: int) -> str:
    """What becomes of one query."""
    best, right = asked.max(), () if row is None else QUERIES.relevant[row]
    if not sent:
        below = np.floor(1000 * best) / 1000  # rounded up, a score could read as high as the threshold
        lead = f"**Refused**: the best score is {below:.3f}, below {threshold:.2f}, so nothing goes to the model."
        if row is None:
            return lead
        return lead + (" Yet a right passage was there." if right else " Rightly so: none of the 148 answers it.")
    many, go = ("first", "goes") if k == 1 else (f"first {k}", "go")
    lead = f"The {many} of 148 passages {go} to the model. The best score is **{best:.2f}**. "
    if best == 0:
        lead = f"All 148 passages score 0, so the {many} in the file {go} to the model. "
    if row is None:
        return lead + "Nobody has marked which passages answer your own query: judge for yourself."
    if not right:
        return lead + "**No passage answers this question.**"
    hits, first = len({*right} & {*top_k(asked, k)}), first_right(asked, row)
    if len(right) == 1:
        goes = "goes along" if hits else "stays behind"
        return lead + f"The one right passage comes **{ordinal(first)}**, so it {goes}."
    found = f"**{hits or 'Not one'} of the {len(right)}** right passages {'go' if hits > 1 else 'goes'} along"
    return lead + found + ("." if first == 1 else f"; the first right one comes {ordinal(first)}.")


def first_right(asked: np.ndarray, row: int | None) -> int:
    """The place of the first right passage for a query, counted from 1; 0 if none is right, or nobody knows."""
    right = () if row is None else QUERIES.relevant[row]
    return min((place for place, each in enumerate(top_k(asked, len(asked)), start=1) if each in right), default=0)


def said_of_all(method: str, k: int, recall: float, mrr: float, threshold: float, refused: set[int]) -> str:
    """What becomes of all 38 queries."""
    best = scores(method).max(axis=1)
    without, answered = best[UNANSWERABLE], np.delete(best, UNANSWERABLE)
    rightly = len(refused.intersection(UNANSWERABLE))
    says = (
        f"{method}, averaged over 34 queries: recall@{k} is **{recall:.2f}** and the MRR **{mrr:.2f}**. "
        f"A threshold of {threshold:.2f} refuses **{rightly} of 4** queries without an answer "
        f"and **{len(refused) - rightly} of 34** with one."
    )
    if without.max() >= answered.min():
        says += (
            f" No threshold can separate them: with an answer the best score can be as low as {answered.min():.2f}, "
            f"and without one as high as {without.max():.2f}."
        )
    return says
