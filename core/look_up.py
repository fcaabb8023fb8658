"""Just in time: from the words, the symbol or the message in front of you to the step that explains it.

`look_up.toml` beside it holds the entries, each with several ways to ask for it. A text is compared with all of them as
passages are in retrieval: TF-IDF vectors, ranked by cosine. Words that no entry knows lower the score, so that what
nothing here explains finds nothing.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein
from sklearn.feature_extraction.text import TfidfVectorizer

from core.glossary import terms

LONGEST = 4000  # letters that are read, from the end: a traceback says what went wrong in its last line
LEAST = 0.42  # the score from which an entry is worth showing
ALIKE = 0.78  # how alike a mistyped word and a known one must be, from 0 to 1
UNKNOWN = 7.0  # the weight of a word that no entry knows
LONG = 12 * UNKNOWN**2  # a text of more than about a dozen words weighs no more than one of a dozen
ALSO = 0.3  # the weight of a step's next best phrasings beside its best
ELSEWHERE = "elsewhere"  # stands in for a step: what no step explains

MESSAGE = re.compile(r"[A-Z]\w*(?:Error|Warning|Exception)\b:")
PASTED = re.compile(r"Traceback|File \"|\.py:\d+|-{5}")  # what a pasted traceback or warning has before its message
SHAPE = re.compile(r"[(\[][^()\[\]]*\d[^()\[\]]*[)\]]|\b\d+ ?x ?\d+\b")
SIGNS = {"Σ": " sumsign ", "∑": " sumsign ", "Π": " productsign ", "∏": " productsign ", "‖": " bars ", "||": " bars ",
         "%": " percent ", "^2": "2", "'s": "", "n't": "nt", "'": ""}  # fmt: skip
WORD = re.compile(r"\d+\.\d+|\d+e-?\d+|\d\d+|[^\W\d_]+\d*|[∇∂·√∈∪∩⊂∝∞≈≤∀∃∘⊤⊥∧∨¬@]")
ENDINGS = ("ations ation ings ing ised ized ises izes ise ize ies ness ers er ed es ly s e y").split()
EMPTY = frozenset(
    "a an the is are was be been am do does did i my me you your we our it its this that these those to of in on at "
    "for from by with and or if as so but not can could should would will shall may have has had there here what "
    "which who how why when where just very really get got gets getting please help any some than then into about "
    "out up down use using used while".split()
)


class Entry(NamedTuple):
    """What leads to a step: the step's id, the place in it, why it explains what was asked, and ways to ask."""

    step: str
    place: str
    why: str
    asked: tuple[str, ...]


@cache
def entries() -> tuple[Entry, ...]:
    """All entries, step by step, and after them the terms of the glossary.

    >>> entries()[0].step, entries()[0].asked[:2]
    ('vectors', ('vector', 'what is a vector'))
    """
    table = tomllib.loads(Path(__file__).with_name("look_up.toml").read_text(encoding="utf-8"))
    asked = [
        Entry(step, row.get("place", ""), row.get("why", ""), tuple(row["asked"]))
        for step, rows in table.items()
        for row in rows
    ]
    defined = [
        Entry(term.step, "prose", term.says, tuple(filter(None, (term.name, *term.also, term.numpy))))
        for term in terms()
        if not term.everyday
    ]
    return (*asked, *defined)


def find(text: str, limit: int = 3) -> list[Entry]:
    """The entries that fit a text best, one for each step, best first. Empty where nothing here explains it.

    >>> [entry.step for entry in find("ValueError: shapes (3,4) and (3,) not aligned: 4 (dim 1) != 3 (dim 0)", 1)]
    ['matrix_product']
    >>> find("git merge conflict")
    []
    """
    scores, best = _step_scores(_nearness(message(text)))
    ranked = sorted(scores, key=scores.get, reverse=True)
    if not ranked or ranked[0] == ELSEWHERE or scores[ranked[0]] < LEAST:
        return []
    good = [step for step in ranked if step != ELSEWHERE and scores[step] >= LEAST]
    return [best[step] for step in good[:limit]]


def message(text: str) -> str:
    """The last error or warning of a pasted traceback, its line breaks kept or lost; any other text as it stands.

    >>> message('Traceback (most recent call last):\\n  File "a.py", line 1\\nValueError: math domain error')
    'ValueError: math domain error'
    """
    lines = [line.strip() for line in text[-LONGEST:].splitlines() if line.strip()]
    for place in range(len(lines) - 1, -1, -1):
        found = list(MESSAGE.finditer(lines[place]))
        if found and (len(lines) > 1 or PASTED.search(lines[0])):
            last = lines[place][found[-1].start() :]
            return " ".join([last] if "Warning" in found[-1].group() else [last, *lines[place + 1 : place + 3]])
    return " ".join(lines)


def words(text: str) -> list[str]:
    """The words of a text, without shapes and without words that say nothing.

    >>> words("Why are all my similarities (3, 4) so HIGH?")
    ['all', 'similarities', 'high']
    """
    text = unicodedata.normalize("NFKC", text)
    for sign, word in SIGNS.items():
        text = text.replace(sign, word)
    text = re.sub(r"([a-z])([A-Z])", r"\1 \2", text)  # CrossEntropyLoss
    found = WORD.findall(SHAPE.sub(" ", text.lower()))
    return [word for word in found if word not in EMPTY]


def stem(word: str) -> str:
    """A word without its ending, so that *scaling* meets *scaled*."""
    if len(word) < 5 or not word.isascii():
        return word
    return next((word[: -len(end)] for end in ENDINGS if word.endswith(end) and len(word) - len(end) >= 4), word)


@cache
def _index() -> tuple[TfidfVectorizer, Any, dict[str, float], list[Entry]]:
    """Every phrasing as a vector, the weight of every stem, and the entry that each phrasing belongs to."""
    pairs = [([stem(word) for word in words(asked)], entry) for entry in entries() for asked in entry.asked]
    tfidf = TfidfVectorizer(analyzer=list, binary=True)
    rows = tfidf.fit_transform([stems for stems, _ in pairs])
    weights = dict(zip(tfidf.get_feature_names_out().tolist(), tfidf.idf_.tolist()))
    return tfidf, rows, weights, [entry for _, entry in pairs]


@cache
def _spellings() -> list[str]:
    """Every word that a phrasing uses and that is long enough to be misspelt."""
    return sorted({word for entry in entries() for asked in entry.asked for word in words(asked) if len(word) > 4})


def _known(word: str) -> str | None:
    """The stem of a word if an entry uses it, else of the word that it most likely is a misspelling of."""
    weights = _index()[2]
    if stem(word) in weights or len(word) < 5 or not word.isalpha():
        return stem(word) if stem(word) in weights else None
    similar = DamerauLevenshtein.normalized_similarity
    alike = process.extractOne(word, _spellings(), scorer=similar, score_cutoff=ALIKE)
    return stem(alike[0]) if alike and alike[0][0] == word[0] else None


def _nearness(text: str) -> np.ndarray:
    """The cosine of a text with every phrasing; unknown words count as parts of the text that no phrasing has."""
    tfidf, rows, weights, _ = _index()
    read = {word: _known(word) for word in words(text)}
    known = {word for word in read.values() if word}
    unknown = sum(word is None and not typed[0].isdigit() for typed, word in read.items())
    mass = sum(weights[word] ** 2 for word in known)
    share = np.sqrt(mass / min(mass + unknown * UNKNOWN**2, LONG)) if known else 0.0
    return share * (rows @ tfidf.transform([known]).T).toarray().ravel()


def _step_scores(nearness: np.ndarray) -> tuple[dict[str, float], dict[str, Entry]]:
    """For each step its score, the best phrasing's and a share of the next three, and its best entry."""
    owners = _index()[3]
    found: dict[str, list[float]] = {}
    best: dict[str, Entry] = {}
    for place in np.argsort(-nearness)[:60]:
        if nearness[place] > 0:
            best.setdefault(owners[place].step, owners[place])
            found.setdefault(owners[place].step, []).append(float(nearness[place]))
    return {step: near[0] + ALSO * sum(near[1:4]) / 3 for step, near in found.items()}, best
