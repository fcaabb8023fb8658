"""What is asked and searched in `rag`: a handbook of 148 passages, one after the other, and 38 questions put to it."""

from __future__ import annotations

import string
from functools import cache
from typing import NamedTuple

import numpy as np

from core.data import passages, piece_sums, queries


class Handbook(NamedTuple):
    written: list[str]  # its words as they stand, 2,290 of them
    words: list[str]  # the same in small letters, without signs
    vectors: np.ndarray  # (2290, 64): of each word, its pieces added up
    starts: np.ndarray  # (148,) where each passage begins
    stops: np.ndarray  # (148,) where it has ended


class Asked(NamedTuple):
    """Questions, the learner's own last if there is one."""

    texts: list[str]
    words: list[list[str]]
    vectors: np.ndarray  # (n, 64)
    right: np.ndarray  # (n, 148) which passages answer; none for the four that nothing answers, and for one's own
    reader: np.ndarray  # (n, 148): how well each passage fits, by MiniLM, or by word pieces for one's own


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, without the signs around them.

    >>> words_of("Salt the pasta water; keep a cup.")
    ['salt', 'the', 'pasta', 'water', 'keep', 'a', 'cup']
    """
    bare = (word.strip(string.punctuation).lower() for word in text.split())
    return [word for word in bare if word]


def unit(vectors: np.ndarray) -> np.ndarray:
    """Each row divided by its length; a row of zeros stays.

    >>> unit(np.array([[3.0, 4.0], [0.0, 0.0]]))
    array([[0.6, 0.8],
           [0. , 0. ]])
    """
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


@cache
def handbook() -> Handbook:
    texts = [text.split() for text in passages().texts]
    written = [word for text in texts for word in text]
    stops = np.cumsum([len(text) for text in texts])
    bare = [word.strip(string.punctuation).lower() for word in written]
    return Handbook(written, bare, piece_sums(written).astype(np.float32), stops - [len(text) for text in texts], stops)


@cache
def known() -> Asked:
    texts = list(queries().texts)
    reader = (queries().vectors.astype(float) @ passages().vectors.astype(float).T).round(4)
    right = np.array([np.isin(np.arange(len(passages().ids)), rows) for rows in queries().relevant])
    return Asked(texts, [words_of(text) for text in texts], unit(piece_sums(texts)), right, reader)


def asked(own: str) -> Asked:
    """The 38 questions, and the learner's own if it is none of them."""
    here = known()
    if not own:
        return here
    vector = unit(piece_sums([own]))
    fits = vector @ unit(piece_sums(passages().texts)).T
    return Asked(
        [*here.texts, own],
        [*here.words, words_of(own)],
        np.vstack([here.vectors, vector]),
        np.vstack([here.right, np.zeros(len(passages().ids), dtype=bool)]),
        np.vstack([here.reader, fits]),
    )
