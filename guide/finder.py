"""Just in time: from the words, the symbol or the message in front of you to the step that explains it.

The `words.toml` of each room holds its entries, each with several ways to ask for it, and `elsewhere.toml` what no step
explains. A text is compared with all of them as passages are in retrieval: TF-IDF vectors, here of words and of pieces
of words, ranked by cosine. Whether anything here explains the text is asked as of a spam filter: each word adds its
evidence in log-odds.
"""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import MultinomialNB

from labs import every_lab
from ui.terms import Term, rooms, terms

LONGEST = 4000  # letters that are read, from the end: a traceback says what went wrong in its last line
SURE, LEAST = 0.9, 0.35  # the worth from which an answer is sure, and from which it is shown at all
BESIDE = 0.25  # beside a sure answer, what has less than this share of its score isn't shown
EVIDENCE = 0.1  # what a unit of log-odds is worth beside a cosine
UNKNOWN = -1.0  # the log-odds of a word that no phrasing has: it speaks against us, a little
LONG = 10  # words: the evidence of a longer text counts as if it had so many
ALIKE = 0.78  # how alike a mistyped word and a known one must be, from 0 to 1
ALSO = 0.6  # the weight of a step's next best phrasings beside its best
BAYES = 0.05  # what a step's log-probability is worth beside a cosine
EXACT = 0.3  # what it adds if a phrasing is the very text
STEPS = [step.id for lab in every_lab() for step in lab.steps]
ELSEWHERE = "elsewhere"  # stands in for a step: what no step explains

MESSAGE = re.compile(r"[A-Z]\w*(?:Error|Warning|Exception)\b:")
PASTED = re.compile(r"Traceback|File \"|\.py:\d+|-{5}")  # what a pasted traceback or warning has before its message
SHAPE = re.compile(r"[(\[][^()\[\]]*\d[^()\[\]]*[)\]]|\b\d+ ?x ?\d+\b")
TAG = re.compile(r"</?[a-z][^<>]*>")  # of HTML: no words of the learner's
SIGNS = {"Σ": " sumsign ", "∑": " sumsign ", "Π": " productsign ", "∏": " productsign ",
         "‖": " normsign ", "||": " normsign ", "ᵀ": " transpose ", "⊤": " transpose ", "^T": " transpose ",
         "%": " percent ", "^2": "2", "'s": "", "n't": "nt", "'": ""}  # fmt: skip
WORD = re.compile(r"\d+\.\d+|\d+e-?\d+|\d\d+|[^\W\d_]+\d*|[∇∂·√∈∪∩∖⊂∝∞≈≤≥±←⇒⇔′∀∃∘⊤⊥∧∨¬@]")
ENDINGS = ("ations ation ings ing ised ized ises izes ise ize ies ness ers er ed es ly s e y").split()
EMPTY = frozenset(
    "a an the is are was be been am do does did i my me you your we our it its this that these those to of in on at "
    "for from by with and or if as so but not can could should would will shall may have has had there here what "
    "which who how why when where just very really get got gets getting please help any some than then into about "
    "out up down use using used while".split()
)


class Entry(NamedTuple):
    """What leads to a step: its id, the place in it, why it explains what was asked, and ways to ask.

    Numbers in shapes don't matter: (3,4) stands for every shape. `term` is the name of the term that it defines, if
    any. `sure` says of an entry that was found whether it is an answer, or only among the nearest there are.
    """

    step: str
    place: str
    why: str
    asked: tuple[str, ...]
    term: str = ""
    sure: bool = True


@cache
def known_terms() -> tuple[Term, ...]:
    """All terms, in the order of the steps that explain them.

    >>> known_terms()[0].name, known_terms()[0].numpy
    ('vector', 'np.array')
    """
    return tuple(term for step in STEPS for term in terms() if term.step == step)


@cache
def entries() -> tuple[Entry, ...]:
    """All entries, step by step, and after them the terms of the glossary.

    >>> entries()[0].step, entries()[0].asked[:2]
    ('vectors', ('vector', 'what is a vector'))
    """
    beside = tomllib.loads(Path(__file__).with_name("elsewhere.toml").read_text(encoding="utf-8"))
    asked = [(step, row) for step in STEPS for row in rooms().get(step, {}).get("look_up", [])]
    asked += [(ELSEWHERE, row) for row in beside[ELSEWHERE]]
    written = [Entry(step, row.get("place", ""), row.get("why", ""), tuple(row["asked"])) for step, row in asked]
    defined = [
        Entry(term.step, "glossary" if term.near else "prose", term.says, _ways(term), term.name)
        for term in known_terms()
        if _ways(term)
    ]
    return (*written, *defined)


def _ways(term: Term) -> tuple[str, ...]:
    """The ways to ask for a term; a single word of every day is none, unless no step uses it."""
    names = (form for form in (term.name, *term.also) if term.near or not term.everyday or " " in form)
    return tuple(filter(None, (*names, *term.same, *term.signs, term.numpy)))


def find(text: str, limit: int = 3) -> list[Entry]:
    """The entries that fit a text best, one for each step, best first. Empty where nothing here explains it.

    A text that is a term's name or sign, and nothing else, finds what the glossary says of it first.

    >>> [entry.step for entry in find("ValueError: shapes (3,4) and (3,) not aligned: 4 (dim 1) != 3 (dim 0)", 1)]
    ['matrix_product']
    >>> find("git merge conflict")
    []
    """
    read = words(message(text))
    scores, best = _step_scores(read)
    odds = EVIDENCE * _log_odds(read)
    top = max(scores.values(), default=0.0)
    least = BESIDE * top if top + odds >= SURE else 0.0
    ranked = sorted(scores, key=scores.get, reverse=True) if top + odds >= LEAST else []
    found = [best[at]._replace(sure=bool(scores[at] + odds >= SURE)) for at in ranked if scores[at] >= least]
    if defined := _defined().get(_spelt(text)):
        found = [defined, *(entry for entry in found if entry.step != defined.step)]
    return found[:limit]


@cache
def _defined() -> dict[str, Entry]:
    """What the glossary says of a term, by each of its names and signs; those of earlier steps go first."""
    found: dict[str, Entry] = {}
    for entry in (entry for entry in entries() if entry.term):
        for way in entry.asked:
            found.setdefault(_spelt(way), entry)
    return found


def _spelt(text: str) -> str:
    """A text without what doesn't matter in a name: capitals, hyphens, endings.

    >>> _spelt("Skip-connections") == _spelt(" skip connection ")
    True
    """
    small = text if len(text) == 1 else text.lower()  # σ isn't Σ
    return " ".join(map(stem, re.findall(r"[^\W_]+|[^\w\s]", small.replace("-", " "))))


def nearest_sentence(text: str, sentences: list[str]) -> str:
    """The sentence that shares the most with a text, rare words counting more; empty where it shares no word.

    >>> nearest_sentence("dead neurons", ["A neuron adds a bias.", "A ReLU that is always off is dead.", "Nothing."])
    'A ReLU that is always off is dead.'
    """
    tfidf = _index()[0]
    weight = {one: tfidf.idf_[tfidf.vocabulary_[one]] for one in map(_known, words(message(text))) if one}
    shared = [sum(weight.get(one, 0) for one in {stem(word) for word in words(said)}) for said in sentences]
    return sentences[int(np.argmax(shared))] if any(shared) else ""


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
    for sign, word in SIGNS.items():
        text = text.replace(sign, word)
    text = re.sub(r"([a-z])([A-Z][a-z])", r"\1 \2", unicodedata.normalize("NFKC", text))  # CrossEntropyLoss
    found = WORD.findall(SHAPE.sub(" ", TAG.sub(" ", text.lower())))
    return [word for word in found if word not in EMPTY]


def stem(word: str) -> str:
    """A word without its ending, so that *scaling* meets *scaled*."""
    if len(word) < 5 or not word.isascii():
        return word
    return next((word[: -len(end)] for end in ENDINGS if word.endswith(end) and len(word) - len(end) >= 4), word)


def parts(word: str) -> list[str]:
    """What of a word is compared: its stem, and every three and four letters in a row, so that a typo costs little.

    >>> parts("mean")
    ['mean', ' me', 'mea', 'ean', 'an ', ' mea', 'mean', 'ean ']
    """
    padded = f" {word} "
    return [stem(word)] + [padded[i : i + n] for n in (3, 4) for i in range(len(padded) - n + 1)]


@cache
def _index() -> tuple[TfidfVectorizer, Any, list[Entry], MultinomialNB]:
    """Every phrasing as a vector, the entry that each phrasing belongs to, and naive Bayes for the step of a vector."""
    phrasings = [(words(asked), entry) for entry in entries() for asked in entry.asked]
    owners = [entry for _, entry in phrasings]
    tfidf = TfidfVectorizer(analyzer=lambda read: [part for word in read for part in parts(word)], binary=True)
    rows = tfidf.fit_transform([read for read, _ in phrasings])
    return tfidf, rows, owners, MultinomialNB(alpha=0.05, fit_prior=False).fit(rows, [one.step for one in owners])


@cache
def _evidence() -> dict[str, float]:
    """log P(stem given explained here) − log P(stem given elsewhere), for every stem of the phrasings."""
    count = {True: Counter(), False: Counter()}
    for entry in entries():
        for asked in entry.asked:
            count[entry.step != ELSEWHERE].update({stem(word) for word in words(asked)})
    here, there = (sum(len(e.asked) for e in entries() if (e.step != ELSEWHERE) == side) for side in (True, False))
    return {
        one: math.log((count[True][one] + 0.5) / here) - math.log((count[False][one] + 0.5) / there)
        for one in count[True] | count[False]
    }


@cache
def _spellings() -> list[str]:
    """Every word that a phrasing uses and that is long enough to be misspelt."""
    return sorted({word for entry in entries() for asked in entry.asked for word in words(asked) if len(word) > 4})


def _known(word: str) -> str | None:
    """The stem of a word if an entry uses it, else of the word that it most likely is a misspelling of."""
    if stem(word) in _evidence() or len(word) < 5 or not word.isalpha():
        return stem(word) if stem(word) in _evidence() else None
    similar = DamerauLevenshtein.normalized_similarity
    alike = process.extractOne(word, _spellings(), scorer=similar, score_cutoff=ALIKE)
    return stem(alike[0]) if alike and alike[0][0] == word[0] else None


def _log_odds(read: list[str]) -> float:
    """The evidence of all words that something here explains them, added up as if each came alone."""
    known = {word: _known(word) for word in read}
    unknown = sum(one is None and not word[0].isdigit() for word, one in known.items())
    told = sum(_evidence()[one] for one in set(known.values()) - {None}) + UNKNOWN * unknown
    return told * min(1, LONG / max(1, len(known)))


def _step_scores(read: list[str]) -> tuple[dict[str, float], dict[str, Entry]]:
    """For each step its score for a text, given as its words, and its best entry.

    The score is the cosine with the step's best phrasing and a share of those with its next six, plus a little of the
    step's log-probability by naive Bayes.
    """
    tfidf, rows, owners, bayes = _index()
    asked = tfidf.transform([read])
    nearness = (rows @ asked.T).toarray().ravel()
    told = dict(zip(bayes.classes_, (asked @ bayes.feature_log_prob_.T).ravel()))
    found: dict[str, list[float]] = {}
    best: dict[str, Entry] = {}
    for place in np.argsort(-nearness)[:60]:
        if nearness[place] > 0 and owners[place].step != ELSEWHERE:
            best.setdefault(owners[place].step, owners[place])
            found.setdefault(owners[place].step, []).append(float(nearness[place]))
    most = max((told[step] for step in found), default=0.0)
    return {step: _nearest(near) + BAYES * (told[step] - most) for step, near in found.items()}, best


def _nearest(near: list[float]) -> float:
    """One number of the cosines with a step's phrasings, the largest first."""
    return near[0] + EXACT * (near[0] > 0.999) + ALSO * sum(near[1:7]) / 6


# ---------------------------------------------------------------- the glossary's box


def matching(text: str) -> list[Term]:
    """The terms that a text names, begins or is a part of, the closest first; if none, those whose sentence has it.

    >>> [term.name for term in matching("gradient c")]
    ['gradient clipping', 'gradient check']
    >>> [term.name for term in matching("λ")]
    ['eigenvalue', 'curvature', 'largest stable rate']
    """
    asked = " ".join(text.split())
    if not asked:
        return list(known_terms())
    ranked = sorted((_closeness(asked, term), place) for place, term in enumerate(known_terms()))
    named = [known_terms()[place] for closeness, place in ranked if closeness < 4]
    return named or [term for term in known_terms() if len(asked) > 3 and asked.lower() in term.says.lower()]


def _closeness(asked: str, term: Term) -> int:
    """0 if a text is a term or its sign, 1 if its name in the library, 2 if it begins the term, 3 if in it, else 4."""
    small, forms = asked.lower(), [form.lower() for form in term.forms]
    names = [term.numpy.lower(), term.numpy.lower().split(".")[-1]]
    exact = small in forms or asked in term.signs
    begins = any(form.lower().startswith(small) for form in (term.name, *term.also))
    return [exact, small in names, begins, any(small in name for name in forms + names), True].index(True)
