"""Is P(A given B) the same as P(B given A)?"""

import re
from functools import cache

import numpy as np
import streamlit as st

from core.data import messages
from core.probability import conditional, joint, marginal
from labs.probability_stats.conditional import picture as draw
from labs.probability_stats.conditional.question import question
from ui import Handle, step
from ui.words import percent

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


@step("Is P(A given B) the same as P(B given A)?", id="conditional")
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
    )
    total, (spam, ham) = len(messages().texts), table("free").sum(axis=0)
    start, one = cuts(table("free")), {"kind": "point", "role": "ink", "label": " "}
    at = page.plane(
        size=draw.SIZE,
        bare=True,
        spam=Handle(start["spam"], along="x", bounds=(0, 100, 100, 100), step=100 / total, **one),
        inspam=Handle(start["inspam"], along="y", bounds=(0, 0, 0, 100), step=100 / spam, **one),
        inham=Handle(start["inham"], along="y", bounds=(100, 100, 0, 100), step=100 / ham, **one),
    )
    spam = round(total * at[0][0] / 100)
    found, alarmed = round(spam * at[1][1] / 100), round((total - spam) * at[2][1] / 100)
    counts = np.array([[found, alarmed], [spam - found, total - spam - alarmed]])
    with page.controls:
        look = {"required": True, "key": "cell", "bind": "query-params", "label_visibility": "collapsed"}
        row, column = CELLS[st.segmented_control("Cell", list(CELLS), default="spam, word", **look)]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("Real counts of", width="content")
            for each in WORDS:
                to = cuts(table(each))
                st.button(f":primary[{each}]", key=each, type="tertiary", on_click=page.set, kwargs=to)

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
    both, kinds, words, given_kind, given_word = page.run(cell, library if full else None, counts=counts)

    word = next((each for each in WORDS if (table(each) == counts).all()), "word")
    rows, columns = (word, f"no {word}"), ("spam", "ham")
    a, b = rows[row], columns[column]
    of_kind, of_word, count = counts[:, column].sum(), counts[row].sum(), counts[row, column]
    first = draw.Split(0, "first cut: spam or ham", kinds, named(columns, kinds), result(a, b, count, of_kind))
    second = draw.Split(
        draw.RIGHT, f"first cut: {word} or not", words, named(rows, words), result(b, a, count, of_word)
    )
    left = [(given_kind[0, j], [(draw.ROLES[j], fill) for fill in draw.FILLS]) for j in (0, 1)]
    right = [(given_word[i, 0], [(role, draw.FILLS[i]) for role in draw.ROLES]) for i in (0, 1)]
    page.picture(
        draw.square(first, left, (column, row))
        + draw.square(second, right, (row, column))
        + draw.table(counts, rows, columns, (row, column))
        + (draw.guess(GUESSES[guess]) if guess and word == "free" else []),
        says=read(a, b, count, of_kind, of_word, total),
    )
    shares = given_kind[row, column], given_word[row, column]
    page.task(
        "Drag the dots until the two conditionals under the squares are equal, within half a point, in a cell that "
        "holds some of the messages but not all.",
        done=0 < count < total and abs(shares[0] - shares[1]) < 0.005,
    )
    page.bites(
        "The release note says: 95 % of what the filter blocks is spam. What was measured is that 95 % of the spam is "
        "blocked. That is the **recall**, P(blocked given spam), reported as the **precision**, P(spam given blocked). "
        "The symptom: a fine number, and a quarantine full of mail that people wanted. For the rule *blocks every "
        "message with “free”* the recall is 25.1 % and the precision 70.9 %. Of each percentage ask: per cent of what?"
    )
    page.check(question)


def named(names: tuple[str, str], shares: np.ndarray) -> tuple[str, str]:
    return tuple(f"{name} {percent(share)}" for name, share in zip(names, shares))


def result(a: str, b: str, count: int, of: int) -> tuple[str, str]:
    """P(a given b) as two lines: what is asked, and the division."""
    return f"P({a} | {b})", f"{count:,} / {of:,} = {percent(count / of)}" if of else f"no answer: nothing is “{b}”"


def read(a: str, b: str, count: int, of_kind: int, of_word: int, total: int) -> str:
    """The chosen cell in words: both conditionals, then the joint probability and the marginal ones."""
    first = (
        f"Of the {of_kind:,} “{b}”, {count:,} are “{a}”: **{percent(count / of_kind)}**."
        if of_kind
        else f"No message is “{b}”, so P({a} | {b}) has no answer."
    )
    second = (
        f"Of the {of_word:,} “{a}”, {count:,} are “{b}”: **{percent(count / of_word)}**."
        if of_word
        else f"No message is “{a}”, so P({b} | {a}) has no answer."
    )
    if count and abs(of_kind - of_word) <= 0.01 * of_kind:
        second += " Both totals are about the same, and so both shares."
    return (
        f"{first} {second} Joint, of all {total:,}: {percent(count / total)}. "
        f"Marginal: {b} {percent(of_kind / total)}, {a} {percent(of_word / total)}."
    )
