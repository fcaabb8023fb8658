"""Is P(A given B) the same as P(B given A)?"""

import re
from functools import cache

import numpy as np

from core.data import messages
from core.probability import conditional, joint, marginal
from labs.probability_stats.conditional import picture as draw
from labs.probability_stats.conditional.question import question
from labs.probability_stats.conditional.turn import turn
from labs.probability_stats.conditional.understand import understand
from ui.scene import Handle, step
from ui.words import counted, percent

WORDS = ("free", "call", "now", "ok", "txt")
CELLS = {"spam, word": (0, 0), "spam, no word": (1, 0), "ham, word": (0, 1), "ham, no word": (1, 1)}
GUESSES = {"About 4": 0.04, "About 25": 0.25, "About 71": 0.71}


@cache
def table(word: str) -> np.ndarray:
    """How many messages hold the word (first row) or not, among spam (first column) and ham: shape (2, 2)."""
    texts, spam, _ = messages()
    holds = np.array([bool(re.search(rf"\b{word}\b", text, re.IGNORECASE)) for text in texts])
    return np.array([[(is_row & (spam == kind)).sum() for kind in (1, 0)] for is_row in (holds, ~holds)])


def cuts(counts: np.ndarray) -> dict[str, tuple[float, float]]:
    """Where the three handles of the left square stand for a table with spam and ham in it."""
    spam, with_word = 100 * marginal(counts, "columns")[0], 100 * conditional(counts, "columns")[0]
    return {"spam": (spam, 100), "inspam": (0, with_word[0]), "inham": (100, with_word[1])}


@step(
    "Is P(A given B) the same as P(B given A)?",
    why="Recall is one of the two, precision the other, and reports mix them up.",
    id="conditional",
)
def conditional_step(page):
    r"""
    Not as a rule. They divide the same count by different totals. Read the bar as *given*:

    $$P(A \mid B) = \dfrac{P(A, B)}{P(B)}$$

    - $P(A, B)$, the **joint** probability: both happen, out of all cases.
    - $P(A)$, the **marginal** one: a whole row or column, out of all cases.
    - $P(A \mid B)$, the **conditional** one: out of the cases of $B$ only.
      For $P(B \mid A)$ divide by $P(A)$ instead.

    Real text messages are sorted twice: spam or **ham** (somebody meant it), with a word or without.
    Both squares show the same four counts as areas. Only the first cut differs. A conditional is a height:
    the share of its column.
    """
    guess = page.predict(
        "Of 100 spam messages, 25 hold the word “free”. Of 100 messages that hold “free”, how many are spam?",
        list(GUESSES),
        answer="About 71",
        because="Spam is rare, but “free” is rarer: 105 are both, of 419 spam messages and of 148 with “free”.",
        tries={},
    )
    total, (spam, ham) = len(messages().texts), table("free").sum(axis=0)
    start, one = cuts(table("free")), {"kind": "point", "role": "ink", "label": " ", "units": ("%", "%")}
    at = page.plane(
        size=draw.SIZE,
        bare=True,
        spam=Handle(start["spam"], along="x", bounds=(0, 100, 100, 100), step=100 / total, says="spam", **one),
        inspam=Handle(start["inspam"], along="y", bounds=(0, 0, 0, 100), step=100 / spam, says="word in spam", **one),
        inham=Handle(start["inham"], along="y", bounds=(100, 100, 0, 100), step=100 / ham, says="word in ham", **one),
    )
    spam = round(total * at[0][0] / 100)
    found, alarmed = round(spam * at[1][1] / 100), round((total - spam) * at[2][1] / 100)
    counts = np.array([[found, alarmed], [spam - found, total - spam - alarmed]])
    row, column = CELLS[page.choose("cell", "Cell", list(CELLS))]
    for place, each in enumerate(WORDS):
        label = "Real counts of “free”" if place == 0 else f"“{each}”"
        page.press(label, sets=cuts(table(each)), name=each, look="link", beside=place > 0)

    def cell(counts):
        both = joint(counts)
        kinds = marginal(counts, "columns")
        words = marginal(counts, "rows")
        given_kind = conditional(counts, given="columns")
        given_word = conditional(counts, given="rows")
        return both, kinds, words, given_kind, given_word

    def library(counts):
        both = counts / np.sum(counts)
        given_kind = counts / np.sum(counts, axis=0)
        given_word = counts / np.sum(counts, axis=1, keepdims=True)
        return both, given_kind, given_word

    full = counts.sum(axis=0).all() and counts.sum(axis=1).all()
    page.yours(turn)
    both, kinds, words, given_kind, given_word = page.run(cell, library if full else None, counts=counts)
    page.may_miss = ("given_kind", "given_word")  # nan, where a row or a column holds nobody

    word = next((each for each in WORDS if (table(each) == counts).all()), "word")
    rows, columns = (word, f"no {word}"), ("spam", "ham")
    a, b = rows[row], columns[column]
    of_kind, of_word, count = counts[:, column].sum(), counts[row].sum(), counts[row, column]
    first = draw.Split(0, "first cut: spam or ham", kinds, named(columns, kinds), result(a, b, count, of_kind))
    second = draw.Split(
        draw.RIGHT, f"first cut: {word} or not", words, named((word, "not"), words), result(b, a, count, of_word)
    )
    left = [(given_kind[0, j], [(draw.ROLES[j], fill) for fill in draw.FILLS]) for j in (0, 1)]
    right = [(given_word[i, 0], [(role, draw.FILLS[i]) for role in draw.ROLES]) for i in (0, 1)]
    page.picture(
        draw.square(first, left, (column, row))
        + draw.square(second, right, (row, column))
        + draw.table(counts, rows, columns, (row, column))
        + (draw.guess(GUESSES[guess]) if guess and word == "free" else []),
        says=read(word, row, b, count, of_kind, of_word, total),
    )
    lower, higher = sorted((given_kind[0, 0], given_word[0, 0]))
    page.task(
        "Drag the dots until P(word | spam) and P(spam | word) agree: both from 10 % to 90 %, and the lower at least "
        "95 % of the higher.",
        done=bool(lower >= 0.1 and higher <= 0.9 and lower >= 0.95 * higher),
    )
    page.bites(
        "The release note says: 95 % of what the filter blocks is spam. What was measured is that 95 % of the spam is "
        "blocked. That is the **recall**, P(blocked given spam), reported as the **precision**, P(spam given blocked). "
        "The symptom: a fine number, and a quarantine full of mail that people wanted. For the rule *block every "
        "message with “free”* the recall is 25.1 % and the precision 70.9 %. Of each percentage ask: per cent of what?"
    )
    page.check(question, understand)


def named(names: tuple[str, str], shares: np.ndarray) -> tuple[str, str]:
    return tuple(f"{name} {percent(share)}" for name, share in zip(names, shares))


def result(a: str, b: str, count: int, of: int) -> tuple[str, str]:
    """P(a given b) as two lines: what is asked, and the division."""
    return f"P({a} | {b})", f"{count:,} / {of:,} = {percent(count / of)}" if of else f"no answer: nothing is “{b}”"


def read(word: str, row: int, kind: str, count: int, of_kind: int, of_word: int, total: int) -> str:
    """The chosen cell in words: both conditionals, then the joint probability and the marginal ones."""
    quoted = "the word" if word == "word" else f"“{word}”"
    hold = ("holds" if count == 1 else "hold", "doesn't hold" if count == 1 else "don't hold")[row]
    having, short = (f"with {quoted}", f"without {quoted}")[row], (word, f"no {word}")[row]
    first = f"No message is {kind}, so P({short} | {kind}) has no answer."
    if of_kind:
        first = f"Of {counted(of_kind, f'{kind} message')}, {count:,} {hold} {quoted}: **{percent(count / of_kind)}**."
    second = f"There is no message {having}, so P({kind} | {short}) has no answer."
    if of_word:
        second = f"Of {counted(of_word, 'message')} {having}, {count:,} {'is' if count == 1 else 'are'} {kind}: "
        second += f"**{percent(count / of_word)}**."
    if count and abs(of_kind - of_word) <= 0.01 * of_kind:
        second += " Both totals are about the same, so both shares are too."
    return (
        f"{first} {second} Joint, of all {total:,}: {percent(count / total)}. "
        f"Marginal: {kind} {percent(of_kind / total)}, {having} {percent(of_word / total)}."
    )
