"""How can a word be a vector?"""

import re
from difflib import get_close_matches
from functools import lru_cache

import numpy as np

from core.data import analogies, grouped_words, word_rows, words
from core.linear_algebra import cosine_similarity
from core.retrieval import analogy, nearest, similarities
from labs.linear_algebra.embeddings import picture
from labs.linear_algebra.embeddings.picture import in_short
from labs.linear_algebra.embeddings.question import question
from labs.linear_algebra.embeddings.turn import turn
from labs.linear_algebra.embeddings.understand import understand
from ui.scene import step
from ui.words import ordinal

WORDS = ["apple", "python", "cat", "violin", "nurse", "paris", "monday", "seven", "better", "hate"]
EXPECTED = {(each.a, each.b, each.c): each.expected for each in analogies()}
ANALOGIES = [f"{a} is to {b} as {c} is to" for a, b, c in EXPECTED]


@step(
    "How can a word be a vector?",
    why="Search, translation and chat all start by turning words into vectors.",
    needs=["dot_product"],
)
def embeddings(page):
    r"""
    By the company it keeps. A program reads billions of words and moves each word's list of numbers until words that
    appear in similar sentences have similar lists. These are real: **GloVe**, 50 numbers a word, learned from
    newspapers and Wikipedia up to 2014.

    *Similar* means a high cosine. Differences carry meaning too. *Man* is to *woman* as *king* is to what? Look for
    the word nearest to this sum, other than the three themselves:

    $$\textit{woman} - \textit{man} + \textit{king}$$

    The map of all words flattens 50 dimensions to two and keeps only 18 % of how the words differ. Where map and list
    disagree, believe the list. Touch a word on that map to see its neighbours.
    """
    guess = page.predict(
        "Which of these three words has the vector nearest to that of *apple*?",
        ["banana", "juice", "microsoft"],
        answer="microsoft",
        because="In these texts *apple* keeps company with *software* and *ibm* more than with fruit.",
        tries={},
    )
    word, (a, b, c), leave_out = WORDS[0], ("man", "woman", "king"), True
    unread = ""
    mode = page.choose("find", "Look for", ["Neighbours", "Analogy"])
    if mode == "Neighbours":
        typed = page.pick("word", "Pick a word, or type one", WORDS, typed=True, beside=True)
        (word,), unread = heard(typed, (word,))
    else:
        typed = page.pick("analogy", "Pick an analogy, or type three words", ANALOGIES, typed=True, beside=True)
        (a, b, c), unread = heard(typed, (a, b, c))
        leave_out = page.toggle("out", "Leave these three words out of the answers", default=True)
    vocabulary, vectors = searched(word, a, b, c)

    def cell(word, a, b, c, leave_out, words, vectors):
        query = vectors[words.index(word)]
        scores = similarities(query, vectors).round(3).tolist()
        rows = nearest(query, vectors, k=7)[1:]  # the first is the word itself
        neighbours = np.array([(words[row], scores[row]) for row in rows], dtype=object)

        units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        row_a, row_b, row_c = words.index(a), words.index(b), words.index(c)
        target = units[row_b] - units[row_a] + units[row_c]
        scores = similarities(target, units).round(3).tolist()
        best = analogy(a, b, c, words, units, k=6, exclude_inputs=leave_out)
        answers = np.array([(answer, scores[words.index(answer)]) for answer in best], dtype=object)
        return neighbours, answers

    def library(word, a, b, c, leave_out, words, vectors):
        from sklearn.neighbors import NearestNeighbors

        vectors = vectors.astype(float)
        index = NearestNeighbors(n_neighbors=7, metric="cosine").fit(vectors)
        distances, rows = index.kneighbors([vectors[words.index(word)]])
        scores = (1 - distances[0]).round(3).tolist()
        neighbours = np.array([(words[row], score) for row, score in zip(rows[0], scores)][1:], dtype=object)
        return neighbours

    page.yours(turn)
    neighbours, answers = page.run(
        cell, library, word=word, a=a, b=b, c=c, leave_out=leave_out, words=vocabulary, vectors=vectors
    )
    neighbours, answers = dict(neighbours.tolist()), dict(answers.tolist())
    if mode == "Neighbours":
        drawn, says = neighbourhood(word, neighbours, vocabulary, vectors, guess)
    else:
        drawn, says = parallelogram(a, b, c, leave_out, answers, vocabulary, vectors)
    page.picture(picture.picture(**drawn), says=f"{unread} {says}".strip(), size=picture.SIZE)
    fails = mode == "Analogy" and leave_out and EXPECTED.get((a, b, c)) not in (None, next(iter(answers)))
    place = str(list(EXPECTED).index((a, b, c))) if fails else ""
    seen = page.remember("failed", "", lambda before: together(before, place), ends=("3.4", "x"))
    page.task(
        "Under Analogy, find two that fail although their three words are left out. Which words win instead?",
        done=fails and len(seen.split(".")) >= 2,
    )
    page.bites(
        "The vectors keep the habits of their texts. Ask them *man is to doctor as woman is to* and **nurse** wins, "
        "once *doctor* itself is left out. They also keep their date: a name coined after 2014 has no vector, and "
        "*apple* has *microsoft* for its nearest neighbour on this map (*chips* among all 5,843 words you can type). "
        "The symptom is quiet. Nothing fails, but swap a name or a pronoun in a query, and the ranking changes."
    )
    page.check(question, understand)


def together(before: str, place: str) -> str:
    """The places of failing analogies seen so far, with one more: "3.17". ValueError unless they are places."""
    places = [int(each) for each in [*before.split("."), place] if each]
    return ".".join(str(each) for each in sorted({each for each in places if each < len(EXPECTED)}))


# ---------------------------------------------------------------- what was typed


@lru_cache(maxsize=512)
def heard(typed: str, otherwise: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """As many known words as `otherwise` has, out of what was typed; or `otherwise`, and a sentence that says why."""
    found = [word[:30] for word in re.findall(r"[^\W\d_]+", re.sub(r"<[^>]*>", " ", typed.lower()))]
    if len(otherwise) == 3:
        found = [word for word in found if word not in ("is", "to", "as")]
    unknown = [word for word in found if word not in word_rows()]
    if len(found) != len(otherwise):
        trouble = "Type one word." if len(otherwise) == 1 else "Type three words, such as: man woman king."
    elif unknown:
        near = get_close_matches(unknown[0], words().words, n=3)
        trouble = f"“{unknown[0]}” is not among the 5,843 words."
        trouble += f" Close in spelling: {', '.join(near)}." if near else ""
    else:
        return tuple(found), ""
    return otherwise, f"{trouble} Until then you see **{' '.join(otherwise)}**."


@lru_cache(maxsize=64)
def searched(*asked: str) -> tuple[list[str], np.ndarray]:
    """The words of the map and their vectors, and below them those words asked for that aren't on it."""
    grouped = grouped_words()
    added = [word for word in dict.fromkeys(asked) if word not in grouped.words]
    rows = [*range(len(grouped.words)), *(word_rows()[word] for word in added)]
    return [*grouped.words, *added], words().vectors[rows]


# ---------------------------------------------------------------- what is drawn, and said of it


def neighbourhood(word, neighbours, vocabulary, vectors, guess):
    """A word, lines to its nearest words, and how far the map misleads."""
    at = dict(zip(vocabulary, picture.on_map(vectors)))
    first, second, third = list(neighbours)[:3]
    guessed = {guess: "guess"} if word == WORDS[0] and guess not in (None, first) else {}
    lit = {word: "data"} | guessed | dict.fromkeys(neighbours, "truth")
    bars = [(other, cosine, "truth") for other, cosine in neighbours.items()]
    if guessed:
        cosines = similarities(vectors[vocabulary.index(word)], vectors)
        cosine = cosines[vocabulary.index(guess)]
        bars.append((f"{guess}, {ordinal(int(np.sum(cosines > cosine)))}", cosine, "guess"))
    drawn = {
        "at": at,
        "captions": picture.GROUPS,
        "lit": lit,
        "lines": [(word, other, "truth") for other in neighbours],
        "bars": bars,
        "beside": word,
        "picks": "word",
        "strips": {each: picture.unit(vectors[vocabulary.index(each)]) for each in (word, first)},
    }
    apart = np.linalg.norm(np.array(list(at.values())) - at[word], axis=1)
    nearer = int(np.sum(apart < apart[vocabulary.index(first)])) - 1
    between = f"{nearer} other words stand" if nearer > 1 else "one other word stands"
    return drawn, (
        f"Nearest to **{word}** among the map's {len(vocabulary) - 1} other words: **{first}** "
        f"(cosine {in_short(neighbours[first])}), then {second} and {third}. "
        + (
            f"On the map {between} closer to {word} than {first} does."
            if nearer > 0
            else f"On the map, too, {first} stands nearest."
        )
    )


def parallelogram(a, b, c, leave_out, answers, vocabulary, vectors):
    """The way from a to b, taken again from c, and the word nearest to where it ends."""
    units = picture.unit(vectors)
    rows = [vocabulary.index(word) for word in (a, b, c)]
    total = units[rows[1]] - units[rows[0]] + units[rows[2]]
    winner, expected = next(iter(answers)), EXPECTED.get((a, b, c))
    ranking = analogy(a, b, c, vocabulary, units, k=len(vocabulary), exclude_inputs=leave_out)
    roles = dict.fromkeys((a, b, c), "data") | {winner: "model"} | ({expected: "truth"} if expected else {})
    bars = [(answer, cosine, roles.get(answer, "context")) for answer, cosine in answers.items()]
    place = ranking.index(expected) + 1 if expected else 0
    if place > len(bars):
        cosine = cosine_similarity(total, units[vocabulary.index(expected)])
        bars.append((f"{expected}, {ordinal(place)}", cosine, "truth"))
    fit = [*rows, len(vocabulary), *(vocabulary.index(word) for word in roles)]
    at = dict(zip([*vocabulary, "the sum"], picture.on_plane(np.vstack([units, total]), *rows, fit)))
    drawn = {
        "at": at,
        "captions": {f"the plane through {', '.join(dict.fromkeys((a, b, c)))}": (-0.05, -0.57)},
        "lit": roles | {"the sum": "model"},
        "lines": [(a, b, "data"), (c, "the sum", "data"), (a, c, "context"), ("the sum", winner, roles[winner])],
        "bars": bars,
        "beside": "the sum",
        "strips": {"the sum": picture.unit(total), winner: units[vocabulary.index(winner)]},
    }
    says = f"**{a}** is to **{b}** as **{c}** is to **{winner}**, the nearest of {len(ranking)} words to the sum "
    says += f"(cosine {in_short(answers[winner])})."
    if winner == expected:
        return drawn, says + " That is what people expect."
    says += " It is one of your own three." if winner in (a, b, c) else ""
    people = f"People expect **{expected}**, which comes {ordinal(place)}." if expected else "Does it fit?"
    return drawn, f"{says} {people}"
