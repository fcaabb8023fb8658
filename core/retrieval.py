"""Finding what is near: search over vectors, and how good a ranking is.

Letters
    query      the vector you search with, shape (d,)
    vectors    what you search in, one row per item, shape (n, d)
    k          how many results to keep, 1 or more; if there are fewer items, you get them all
    ranking    items, best first
    relevant   the items that answer the question, in any order
    hits       the relevant items among the first k

Items are given back as positions: row numbers of `vectors`. Ties keep the order of the rows.
Numbers must be finite and at most 1e150 in size; nan and inf are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from core.checks import (
    EXACT,
    LARGEST,
    as_cost,
    as_count,
    as_direction,
    as_flag,
    as_items,
    as_list,
    as_matrix,
    as_query,
    as_ranking,
    as_relevant,
    as_vector,
    as_word,
    is_name,
    shown,
)
from core.linear_algebra import cosine_similarity, distance, dot, norm

__all__ = [
    "analogy", "bm25", "chunks", "cosine_similarity", "distance", "dot", "mean_reciprocal_rank", "nearest", "norm",
    "precision_at_k", "recall_at_k", "reciprocal_rank", "reciprocal_rank_fusion", "similarities", "top_k", "vote",
]  # fmt: skip


def top_k(scores: ArrayLike, k: int) -> list[int]:
    """The positions of the k highest scores, best first: ties keep their order.

    scores: shape (n,). Gives n positions if k is larger than n. ValueError if k is below 1.

    >>> top_k([0.2, 0.9, 0.4, 0.9], 3)
    [1, 3, 2]
    """
    scores, k = as_vector(scores, "scores"), as_count(k, "k", highest=EXACT)
    return np.argsort(-scores, kind="stable")[:k].tolist()


def similarities(query: ArrayLike, vectors: ArrayLike, by: str = "cosine") -> np.ndarray:
    """How near each row of `vectors` is to the query: higher is nearer, whichever measure you choose.

    by: "cosine", "dot", or "distance" (taken negative, so that higher is nearer here too).
    query: shape (d,); vectors: shape (n, d). Gives shape (n,).
    ValueError if the lengths differ, or if a cosine is asked of a zero vector: it points nowhere.

    >>> similarities([1, 1], [[3, 3], [1, 0]], by="distance")
    array([-2.82842712, -1.        ])
    """
    query, vectors = as_query(query, vectors)
    as_word(by, "by", ("cosine", "dot", "distance"))
    if by == "cosine":
        return cosines(query, vectors)
    if by == "dot":
        return np.sum(vectors * query, axis=1)
    return -np.sqrt(np.sum((vectors - query) ** 2, axis=1))


def nearest(query: ArrayLike, vectors: ArrayLike, k: int = 5, by: str = "cosine") -> list[int]:
    """The rows of the k vectors nearest to the query, nearest first.

    by: "cosine", "dot" or "distance". query: shape (d,); vectors: shape (n, d).
    A query that is itself one of the vectors finds itself. ValueErrors as in `similarities`.

    >>> nearest([2, 1], [[0, 1], [4, 2], [1, 1]], k=2)
    [1, 2]
    """
    return top_k(similarities(query, vectors, by), k)


def analogy(
    a: str, b: str, c: str, words: Sequence[str], vectors: ArrayLike, k: int = 5, exclude_inputs: bool = True
) -> list[str]:
    """b − a + c: "a is to b as c is to …": the k words whose vectors have the highest cosine with that sum.

    vectors: one row for each of the words, shape (n, d). The inputs often win themselves,
    so they are left out unless exclude_inputs is False. ValueError if a word is not among the words.

    >>> words = ["man", "king", "woman", "queen", "apple"]
    >>> analogy("man", "king", "woman", words, [[1, 0, 0], [1, 1, 0], [0, 0, 1], [0, 1, 1], [-1, 0, 0]], k=1)
    ['queen']
    """
    vectors, words = as_matrix(vectors, "vectors"), as_items(words, "words must be a list of words")
    if len(words) != len(vectors):
        raise ValueError(f"Each word needs one vector; words: {len(words)}, vectors: {len(vectors)}.")
    for word in (a, b, c):
        if not is_name(word) or word not in words:
            raise ValueError(f"{shown(word)} is not among the {len(words)} words.")
    target = vectors[words.index(b)] - vectors[words.index(a)] + vectors[words.index(c)]
    inputs = {a, b, c} if as_flag(exclude_inputs, "exclude_inputs") else set()
    ranking = [words[row] for row in nearest(target, vectors, k=len(words))]
    return [word for word in ranking if word not in inputs][: as_count(k, "k", highest=EXACT)]


def vote(labels: Sequence) -> object:
    """The label that most of the neighbours have; of several, the one that the nearest of them has.

    labels: those of the neighbours, nearest first. ValueError if there are none.

    >>> vote([3, 8, 8]), vote([3, 8])
    (8, 3)
    """
    demand = "labels must be a list, and hold that of at least one neighbour"
    labels = as_items(labels, demand)
    if not labels:
        raise ValueError(f"{demand}; it is empty.")
    return max(labels, key=labels.count)


def chunks(items: Sequence, size: int, overlap: int = 0) -> list[list]:
    """Pieces of `size` items, as they are; a new one begins every size − overlap items, and the last may be shorter.

    Whatever is at most overlap + 1 long stands whole in one of them. ValueError unless overlap is below size.

    >>> chunks(["a", "b", "c", "d", "e", "f"], size=3, overlap=1)
    [['a', 'b', 'c'], ['c', 'd', 'e'], ['e', 'f']]
    """
    items, size = as_items(items, "items must be a list, such as the words of a text"), as_count(size, "size")
    if as_count(overlap, "overlap", lowest=0) >= size:
        raise ValueError(f"overlap must be below size, or no piece gets any further; they are {overlap} and {size}.")
    if not items:
        raise ValueError("items is empty: there is nothing to cut.")
    return [items[start : start + size] for start in range(0, max(len(items) - overlap, 1), size - overlap)]


def bm25(query: Sequence, texts: Sequence[Sequence]) -> np.ndarray:
    """Σ idf · 2.2 f / (f + 1.2 (0.25 + 0.75 L / mean L)) over the words of the query: a score for each text.

    f: how often the text has the word; L: how many words it has; idf = log(1 + (n − m + 0.5) / (m + 0.5)), where m of
    the n texts have the word. Rare words count more, the same word again ever less, and long texts gain nothing.
    query: a list of words; texts: a list of such lists.

    >>> bm25(["red", "fox"], [["red", "fox"], ["red", "hen"], ["old", "fox", "old", "hen"]]).round(2)
    array([1.05, 0.52, 0.39])
    """
    texts = [as_items(text, "Each of texts must be a list of words") for text in as_list(texts, "texts")]
    lengths, scores = np.array([len(text) for text in texts]), np.zeros(len(texts))
    if lengths.sum() == 0:
        raise ValueError("texts is empty: there is nothing to find.")
    for word in as_items(query, "query must be a list of words"):
        f = np.array([text.count(word) for text in texts])
        m = np.count_nonzero(f)
        idf = np.log(1 + (len(texts) - m + 0.5) / (m + 0.5))
        scores += idf * 2.2 * f / (f + 1.2 * (0.25 + 0.75 * lengths / lengths.mean()))
    return scores


def reciprocal_rank_fusion(rankings: Sequence[Sequence], c: float = 60) -> list:
    """Items by Σ 1 / (c + place), best first: one ranking from several, whatever the scale of their scores.

    place: an item's place in each ranking that has it, counted from 1. Of equal sums, the one met first stays first.

    >>> reciprocal_rank_fusion([["a", "b", "c"], ["b", "d"]])
    ['b', 'a', 'd', 'c']
    """
    sums, c = {}, as_cost(c, "c")
    for ranking in as_list(rankings, "rankings"):
        for place, item in enumerate(as_ranking(ranking), start=1):
            sums[item] = sums.get(item, 0) + 1 / (c + place)
    if not sums:
        raise ValueError("rankings is empty: there is nothing to fuse.")
    return sorted(sums, key=sums.get, reverse=True)


def recall_at_k(ranking: Sequence, relevant: Iterable, k: int) -> float:
    """hits / number of relevant items: how much of what you need is among the first k.

    ValueError if nothing is relevant (there is nothing to find), if the ranking repeats an item, or if k is below 1.

    >>> recall_at_k(["b", "d", "a", "c"], {"a", "b", "e"}, k=3)
    0.6666666666666666
    """
    ranking, relevant = as_ranking(ranking), as_relevant(relevant)
    hits = relevant.intersection(ranking[: as_count(k, "k", highest=EXACT)])
    return len(hits) / len(relevant)


def precision_at_k(ranking: Sequence, relevant: Iterable, k: int) -> float:
    """hits / k: how much of what you are shown is what you need. A ranking shorter than k still divides by k.

    ValueError if nothing is relevant, if the ranking repeats an item, or if k is below 1.

    >>> precision_at_k(["b", "d", "a", "c"], {"a", "b", "e"}, k=4)
    0.5
    """
    ranking, relevant = as_ranking(ranking), as_relevant(relevant)
    hits = relevant.intersection(ranking[: as_count(k, "k", highest=EXACT)])
    return len(hits) / k


def reciprocal_rank(ranking: Sequence, relevant: Iterable) -> float:
    """1 / rank of the first relevant item, counted from 1; 0 if the ranking has none.

    >>> reciprocal_rank(["b", "d", "a"], {"a"})
    0.3333333333333333
    """
    ranking, relevant = as_ranking(ranking), as_relevant(relevant)
    ranks = [rank for rank, item in enumerate(ranking, start=1) if item in relevant]
    return 1 / ranks[0] if ranks else 0.0


def mean_reciprocal_rank(rankings: Sequence[Sequence], relevants: Sequence[Iterable]) -> float:
    """Σ 1/rank of the first relevant item / number of questions: how far down you must read, over many questions.

    rankings, relevants: one of each for every question. ValueError unless there are equally many, and at least one.

    >>> mean_reciprocal_rank([["a", "b"], ["a", "b"]], [{"a"}, {"b"}])
    0.75
    """
    rankings, relevants = as_list(rankings, "rankings"), as_list(relevants, "relevants")
    if len(rankings) != len(relevants) or len(rankings) == 0:
        raise ValueError(
            f"Each question needs a ranking and relevant items; you have {len(rankings)} and {len(relevants)}."
        )
    ranks = [reciprocal_rank(ranking, relevant) for ranking, relevant in zip(rankings, relevants)]
    return sum(ranks) / len(ranks)


def cosines(query: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """`cosine_similarity` of the query with every row at once. ValueError if one of them is a zero vector.

    >>> cosines(np.array([3, 4]), np.array([[4, 3], [-3, -4]]))
    array([ 0.96, -1.  ])
    """
    query, vectors = as_query(as_direction(query, "query"), vectors)
    lengths = np.sqrt(np.sum(vectors**2, axis=1))
    if lengths.min() < 1 / LARGEST:
        raise ValueError(f"Row {lengths.argmin()} of vectors is a zero vector: it points nowhere, so it has no cosine.")
    return np.clip(np.sum(vectors * query, axis=1) / (lengths * norm(query)), -1, 1)
