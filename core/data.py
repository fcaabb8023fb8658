"""The data the labs use: real, small, shipped with the app or with scikit-learn. `data/README.md` has the sources.

Every loader reads once, keeps what it read, and hands out read-only arrays: `.copy()` one to change it.

    X         a table of numbers, one thing per row, one measurement per column; shape (n, d)
    y         the number to predict for each row; shape (n,)
    vectors   one vector per row, of a word (50 numbers) or of a text (384 numbers)
    W, b      the weights and biases of a layer: x @ W + b
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

FOLDER = Path(__file__).resolve().parents[1] / "data"


# --- Tables that come with scikit-learn -----------------------------------------------------------------------


class Wine(NamedTuple):
    X: np.ndarray  # (178, 13) float64
    names: tuple[str, ...]  # 13 names, one per column
    cultivar: np.ndarray  # (178,) int: 0, 1 or 2


class Digits(NamedTuple):
    images: np.ndarray  # (1797, 8, 8) float64, grey from 0 (paper) to 16 (ink)
    X: np.ndarray  # (1797, 64) float64, the same pixels row by row, from 0 to 1
    labels: np.ndarray  # (1797,) int, 0 to 9


class Diabetes(NamedTuple):
    X: np.ndarray  # (442, 10) float64, in the units of the measurement
    y: np.ndarray  # (442,) float64, 25 to 346
    names: tuple[str, ...]  # 10 names, one per column


@cache
def wine() -> Wine:
    """178 Italian wines, 13 measurements each, and which of three cultivars (0, 1, 2) each was made from.

    X is (178, 13), each column in a unit of its own. The source names none; alcohol reads as per cent by volume.
    Source: Forina et al., PARVUS; UCI Wine, doi 10.24432/C5PC7J, CC BY 4.0; the copy in scikit-learn.

    >>> wine().names[0], wine().names[12], wine().X[0, [0, 12]].tolist()
    ('alcohol', 'proline', [14.23, 1065.0])
    """
    from sklearn.datasets import load_wine

    names = ("alcohol", "malic acid", "ash", "alkalinity of ash", "magnesium", "total phenols", "flavanoids",
             "nonflavanoid phenols", "proanthocyanins", "colour intensity", "hue", "OD280/OD315",
             "proline")  # fmt: skip
    X, cultivar = load_wine(return_X_y=True)
    return Wine(_frozen(X), names, _frozen(cultivar))


@cache
def digits() -> Digits:
    """1797 handwritten digits of 8 by 8 pixels, written by 13 people.

    images is (1797, 8, 8) with grey from 0 (paper) to 16 (ink); X is (1797, 64), the same pixels divided by 16.
    Rows that stand close together look alike: keep a block at the end for testing rather than shuffling.
    Source: Alpaydin and Kaynak 1998; UCI Optical Digits, doi 10.24432/C50P49, CC BY 4.0; the copy in scikit-learn.

    >>> digits().images.shape, digits().X.shape, float(digits().X.max()), int(digits().labels[0])
    ((1797, 8, 8), (1797, 64), 1.0, 0)
    """
    from sklearn.datasets import load_digits

    X, labels = load_digits(return_X_y=True)
    return Digits(_frozen(X.reshape(-1, 8, 8)), _frozen(X / 16), _frozen(labels))


@cache
def diabetes() -> Diabetes:
    """442 people with diabetes: ten measurements, and how far the disease had moved on a year later.

    X is (442, 10): age in years, sex (1 or 2), body mass index in kg/m², mean blood pressure, then six blood values.
    scikit-learn calls these six s1 to s6. y is a score without a unit, from 25 to 346. Nothing is scaled.
    Source: Efron, Hastie, Johnstone and Tibshirani 2004, Annals of Statistics 32(2); the copy in scikit-learn.

    >>> diabetes().X[0, :4].tolist(), float(diabetes().y[0])
    ([59.0, 2.0, 32.1, 101.0], 151.0)
    """
    from sklearn.datasets import load_diabetes

    names = ("age", "sex", "body mass index", "blood pressure", "total cholesterol", "LDL", "HDL",
             "cholesterol / HDL", "log triglycerides", "blood sugar")  # fmt: skip
    X, y = load_diabetes(return_X_y=True, scaled=False)
    return Diabetes(_frozen(X), _frozen(y), names)


# --- Words ------------------------------------------------------------------------------------------------------


class Words(NamedTuple):
    words: tuple[str, ...]
    groups: tuple[str, ...]  # "animal", "capital", …; empty for a background word
    ranks: np.ndarray  # (n,) int: 1 is the most frequent word of GloVe's 400 000
    vectors: np.ndarray  # (n, 50) float32, not of unit length


class Analogy(NamedTuple):
    """a is to b as c is to expected. The answers were found with cosine similarity to b − a + c on unit vectors."""

    a: str
    b: str
    c: str
    expected: str
    kind: str
    rank_grouped: int  # the place of `expected` among the 843 grouped words, a, b and c left out
    answer_grouped: str  # the word in first place there
    rank_shipped: int  # the same among all 5843 shipped words
    answer_shipped: str
    rank_full: int  # the same among GloVe's 400 000 words, which are not shipped
    answer_full: str
    answer_inputs_kept: str  # first among the 5843 when a, b and c may win too


class WordMap(NamedTuple):
    points: np.ndarray  # (843, 2) float64: where each grouped word stands
    axes: np.ndarray  # (2, 50) float64: the two directions the map keeps
    centre: np.ndarray  # (50,) float64: the mean of the unit vectors, the map's origin
    share: float  # share of the variance the map keeps, from 0 to 1


@cache
def words() -> Words:
    """5843 English words as vectors of 50 numbers; the first 843 are sorted into 37 groups.

    vectors is (5843, 50), float32, with lengths from 3 to 11: longer is not better, so compare by cosine.
    Source: GloVe 6B, 50 dimensions (Pennington, Socher and Manning 2014), public domain (PDDL 1.0). It was trained on
    Wikipedia as of 2014 and the newswire of Gigaword 5, so a word means what it meant there.

    >>> words().words[0], words().groups[0], words().vectors.shape
    ('king', 'royalty', (5843, 50))
    """
    table = _table("glove_words.csv", ["word", "group", "rank"], rows=5843)
    vectors = _arrays("glove_words.npz", vectors=(5843, 50))["vectors"].astype(np.float32)
    ranks = table["rank"].to_numpy(copy=True)
    return Words(tuple(table["word"]), tuple(table["group"]), _frozen(ranks), _frozen(vectors))


@cache
def grouped_words() -> Words:
    """The 843 words that belong to a group: enough for a map, and the friendlier set to search for analogies.

    They are the first rows of `words()`, in the same order, so a row number below 843 means the same word in both.

    >>> len(grouped_words().words), len(set(grouped_words().groups))
    (843, 37)
    """
    every = words()
    n = every.groups.index("")
    return Words(every.words[:n], every.groups[:n], every.ranks[:n], every.vectors[:n])


@cache
def word_rows() -> Mapping[str, int]:
    """The row of each word in `words()`. Look up with `word_rows().get(typed)`: None if the word isn't there.

    >>> word_rows()["king"], word_rows().get("xyzzy")
    (0, None)
    """
    return MappingProxyType({word: row for row, word in enumerate(words().words)})


@cache
def analogies() -> tuple[Analogy, ...]:
    """30 textbook analogies with the answer GloVe gives: a is to b as c is to expected.

    Source: the questions are the usual ones; ranks and answers were measured on GloVe 6B, 50 dimensions.

    >>> analogies()[0][:5], analogies()[0].answer_grouped, analogies()[0].answer_inputs_kept
    (('man', 'woman', 'king', 'queen', 'family'), 'queen', 'king')
    """
    columns = ["a", "b", "c", "expected", "kind", "rank_core", "answer_core", "rank_shipped", "answer_shipped",
               "rank_full_400k", "answer_full_400k", "answer_if_inputs_kept"]  # fmt: skip
    table = _table("analogies.csv", columns, rows=30)
    return tuple(Analogy(*row) for row in table.itertuples(index=False))


@cache
def word_map() -> WordMap:
    """A flat map of the 843 grouped words: their unit vectors, seen along the two directions that vary most.

    Any other word stands at (vector / length − centre) @ axes.T. The directions come from the singular value
    decomposition; each is turned so that its largest entry is positive, so the map never flips.

    >>> word_map().points.shape, round(word_map().share, 2)
    ((843, 2), 0.18)
    """
    units = _unit(grouped_words().vectors)
    centre = units.mean(axis=0)
    _, s, Vt = np.linalg.svd(units - centre, full_matrices=False)
    axes = Vt[:2] * np.sign(Vt[[0, 1], np.abs(Vt[:2]).argmax(axis=1)])[:, None]
    share = float(s[:2] @ s[:2] / (s @ s))
    return WordMap(_frozen((units - centre) @ axes.T), _frozen(axes), _frozen(centre), share)


# --- Passages and queries ---------------------------------------------------------------------------------------


class Passages(NamedTuple):
    ids: tuple[str, ...]
    topics: tuple[str, ...]
    texts: tuple[str, ...]
    vectors: np.ndarray  # (148, 384) float32, unit length


class Queries(NamedTuple):
    ids: tuple[str, ...]
    texts: tuple[str, ...]
    relevant: tuple[tuple[int, ...], ...]  # for each query the rows of `passages()` that answer it; () for none
    kinds: tuple[str, ...]  # "paraphrase", "same words" or "no answer here"
    vectors: np.ndarray  # (38, 384) float32, unit length


@cache
def passages() -> Passages:
    """148 short passages on 7 topics, with the sentence vector a real model gives each.

    vectors is (148, 384), each of length 1, so a dot product of two is their cosine.
    Source: the texts were written for this project; vectors from all-MiniLM-L6-v2 (Apache 2.0).

    >>> passages().ids[0], passages().topics[0], passages().vectors.shape
    ('ml01', 'machine learning', (148, 384))
    """
    table = _table("passages.csv", ["id", "topic", "text"], rows=148)
    vectors = _arrays("minilm_sentences.npz", passages=(148, 384))["passages"]
    return Passages(*(tuple(table[name]) for name in table), _frozen(_unit(vectors).astype(np.float32)))


@cache
def queries() -> Queries:
    """38 questions put to the passages, with the passages that answer each; 4 questions have no answer there.

    vectors is (38, 384), each of length 1. `relevant` was marked before any score was seen, best answer first.
    Source: texts and marks were written for this project; vectors from all-MiniLM-L6-v2 (Apache 2.0).

    >>> queries().texts[27], [passages().ids[row] for row in queries().relevant[27]], queries().relevant[-1]
    ('my drain is clogged', ['he08'], ())
    """
    table = _table("queries.csv", ["id", "text", "relevant", "kind"], rows=38)
    vectors = _arrays("minilm_sentences.npz", queries=(38, 384))["queries"]
    relevant = tuple(tuple(passages().ids.index(id) for id in ids.split()) for ids in table["relevant"])
    texts, ids, kinds = (tuple(table[name]) for name in ("text", "id", "kind"))
    return Queries(ids, texts, relevant, kinds, _frozen(_unit(vectors).astype(np.float32)))


def tfidf_scores(text: str) -> np.ndarray:
    """The cosine, from 0 to 1, of a text with each of the 148 passages, by the words they share: shape (148,).

    TF-IDF: a word counts more the fewer passages hold it. A text without a word of the passages scores 0 everywhere.

    >>> passages().texts[int(tfidf_scores("LED bulbs").argmax())]
    'LED bulbs use a fraction of the electricity of the old filament lamps.'
    """
    vectoriser, matrix = _tfidf()
    return (matrix @ vectoriser.transform([text]).T).toarray().ravel()


def mean_of_words_scores(text: str) -> np.ndarray:
    """The cosine of a text with each of the 148 passages, each text being the mean of its word vectors: shape (148,).

    Word order and emphasis are lost: "dog bites man" is "man bites dog". A text without a known word scores 0.

    >>> np.allclose(mean_of_words_scores("dog bites man"), mean_of_words_scores("Man bites dog!"))
    True
    """
    return _passage_means() @ _mean_of_words(text)


@cache
def _tfidf():
    """The TF-IDF vectoriser fitted on the passages, and their matrix (148, vocabulary), rows of unit length."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectoriser = TfidfVectorizer(stop_words="english", sublinear_tf=True)
    return vectoriser, vectoriser.fit_transform(passages().texts)


@cache
def _passage_means() -> np.ndarray:
    """The mean of its words for each passage, unit length: (148, 50)."""
    return _frozen(np.array([_mean_of_words(text) for text in passages().texts]))


def _mean_of_words(text: str) -> np.ndarray:
    """The mean vector of the words of a text that GloVe knows, scaled to length 1; zeros if it knows none: (50,)."""
    tokens = [token.strip(".,;:?!'\"()").lower() for token in text.split()]
    rows = [word_rows()[token] for token in tokens if token in word_rows()]
    total = words().vectors[rows].sum(axis=0, dtype=float)
    return total / (np.linalg.norm(total) or 1.0)


# --- Counts and weights -----------------------------------------------------------------------------------------


class Screening(NamedTuple):
    """What became of 1000 women screened for breast cancer. All counts are per 1000 women screened."""

    id: str
    source: str
    screened: int
    with_cancer: float
    true_positive: float
    false_negative: float
    false_positive: float
    true_negative: float
    note: str


class DigitsLayer(NamedTuple):
    W1: np.ndarray  # (64, 16) float32
    b1: np.ndarray  # (16,) float32
    W2: np.ndarray  # (16, 10) float32
    b2: np.ndarray  # (10,) float32
    test_rows: np.ndarray  # (360,) int: the rows of `digits()` the network never saw


@cache
def screening() -> tuple[Screening, Screening]:
    """Mammograms per 1000 women, twice: the textbook example, and 1.7 million real screenings in the United States.

    Source: Gigerenzer and Hoffrage 1995 after Eddy 1982; Lehman et al. 2017, Radiology 283(1):49-58.

    >>> textbook, real = screening()
    >>> textbook.true_positive, textbook.false_positive, real.true_positive, real.false_positive
    (8.0, 95.0, 5.1, 110.9)
    """
    table = _table("mammography_screening.csv", list(Screening._fields), rows=2)
    textbook, real = (Screening(*row) for row in table.itertuples(index=False))
    return textbook, real


@cache
def digits_layer() -> DigitsLayer:
    """A trained network for `digits().X`: hidden = max(0, X @ W1 + b1), scores = hidden @ W2 + b2, class = argmax.

    `test_rows` are the 360 images kept out of training. Source: scripts/train_digits_layer.py, on grey from 0 to 1.

    >>> digits_layer().W1.shape, digits_layer().W2.shape, len(digits_layer().test_rows)
    ((64, 16), (16, 10), 360)
    """
    arrays = _arrays("digits_layer.npz", W1=(64, 16), b1=(16,), W2=(16, 10), b2=(10,), test_rows=(360,))
    return DigitsLayer(*(_frozen(arrays[name]) for name in DigitsLayer._fields))


# --- Reading files ----------------------------------------------------------------------------------------------


def _arrays(name: str, **shapes: tuple[int, ...]) -> dict[str, np.ndarray]:
    """The named arrays of an .npz file in data/. ValueError if one has not the shape that was shipped."""

    def npz(path: Path) -> dict[str, np.ndarray]:
        with np.load(path, allow_pickle=False) as file:
            return {key: file[key] for key in shapes}

    arrays = _read(name, npz)
    for key, shape in shapes.items():
        if arrays[key].shape != shape or not np.isfinite(arrays[key]).all():
            raise ValueError(f"data/{name}: {key} must be finite numbers of shape {shape}, found {arrays[key].shape}.")
    return arrays


def _table(name: str, columns: list[str], rows: int) -> pd.DataFrame:
    """A .csv file in data/, in which "null" stays a word. ValueError if it has not the form that was shipped."""
    table = _read(name, lambda path: pd.read_csv(path, keep_default_na=False, encoding="utf-8"))
    if list(table) != columns or len(table) != rows:
        found = f"{len(table)} rows with {', '.join(table)}"
        raise ValueError(f"data/{name} must have {rows} rows with {', '.join(columns)}; found {found}.")
    return table


def _read(name: str, how: Callable[[Path], Any]) -> Any:
    """What `how` makes of a file in data/; an error in plain words if the file is missing or broken."""
    try:
        return how(FOLDER / name)
    except FileNotFoundError:
        raise FileNotFoundError(f"data/{name} is missing. Restore it from the repository.") from None
    except Exception as error:
        raise ValueError(f"data/{name} can't be read ({error}). Restore it from the repository.") from error


def _unit(vectors: np.ndarray) -> np.ndarray:
    """Each row divided by its length, in float64."""
    vectors = vectors.astype(float)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _frozen(array: np.ndarray) -> np.ndarray:
    """The same array, closed for writing."""
    array.setflags(write=False)
    return array
