"""The questions to understand of `attention`: what moves the weights, what breaks them, and what they mix."""

from __future__ import annotations

import numpy as np

from core.attention import softmax, softmax_naive
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of, printed

TEXTS = [
    ("the", "river", "bank", "flooded"), ("the", "old", "bat", "flew"), ("her", "new", "mouse", "clicks"),
    ("a", "ripe", "apple", "fell"), ("the", "rock", "band", "played"), ("my", "court", "date", "moved"),
]  # fmt: skip
CHANGES = [  # what is done to the scores, as words and as a function, and what becomes of the weights
    ("{c} is added to all four scores", lambda s, c: s + c),
    ("{c} is taken away from all four scores", lambda s, c: s - c),
    ("all four scores are multiplied by {c}", lambda s, c: s * c),
    ("the temperature goes from 1 to {c}", lambda s, c: s / c),
    ("the temperature goes from 1 to 1/{c}", lambda s, c: s * c),
    ("the query is made {c} times as long", lambda s, c: s * c),
    ("all four keys are made {c} times as short", lambda s, c: s / c),
]
PLACES = ("a translation model", "a chat model", "a summariser", "a code model", "a model of proteins")


def understand(seed: int) -> Question:
    """Six situations in turn: what moves the weights, a repair, a printed table, √d, a changed word, a picture."""
    return in_turn(seed, what_moves, which_repair, printed_table, without_root, changed_word, which_picture)


def what_moves(rng: np.random.Generator) -> Question:
    """What becomes of the weights when the scores are shifted or scaled?"""
    words = TEXTS[rng.integers(len(TEXTS))]
    change, does = CHANGES[rng.integers(len(CHANGES))]
    c = int(rng.integers(2, 6))
    while True:
        s = rng.integers(-3, 5, size=4) / 2
        if len({*s.tolist()}) == 4:
            break
    before, after = softmax(s), softmax(does(s, c))
    stay, sharp = "They stay as they were", "The largest grows, at the others' cost"
    flat, all_ = "They move closer to each other", "All four change by the same factor"
    change_of = after.max() - before.max()
    right = stay if abs(change_of) < 1e-9 else sharp if change_of > 0 else flat
    shown = f"The largest goes from {printed(before.max(), 2)} to {printed(after.max(), 2)}"
    if right == stay:
        shown = f"The largest is {printed(before.max(), 2)}, before and after"
    whys = {
        stay: f"Only a number added to all scores leaves the weights alone: it cancels. {shown}.",
        sharp: f"For that the gaps between the scores must grow. {shown}.",
        flat: f"For that the gaps between the scores must shrink. {shown}.",
        all_: "They can't: the weights add up to 1, before and after.",
    }
    del whys[right]
    gaps = {stay: "The gaps between the scores stay, and only they count.", sharp: f"The gaps between the scores are "
        f"{c} "
            "times as wide.", flat: f"The gaps between the scores are {c} times narrower."}[right]  # fmt: skip
    return one_of(
        rng,
        f"In {rng.choice(PLACES)}, *{words[2]}* gives the words *{' '.join(words)}* the scores {_listed(s)}, at "
        "temperature "
        f"1. Now {change.format(c=c)}. What becomes of the four weights?",
        right, whys, f"{gaps} **{right}**. {shown}.",
        ("What happens to the gaps between the scores?", "A factor stretches the gaps; a shift leaves them."),
    )  # fmt: skip


def which_repair(rng: np.random.Generator) -> Question:
    """Softmax as it stands gives nan. Which line gives the true weights, and with which does it stay nan?"""
    place, low, again = str(rng.choice(PLACES)), bool(rng.random() < 0.35), bool(rng.random() < 0.4)
    top = int(rng.integers(800, 3000))
    gaps = rng.permutation([0, int(rng.integers(1, 3)), int(rng.integers(3, 6)), top - 20])
    s = (-800.0 - gaps if low else top - gaps).astype(float)
    codes = {
        "`np.exp(s - s.max())`": (s - s.max(), "takes the same number from all, and the largest power is 1"),
        "`np.exp(s - s.min())`": (s - s.min(), "takes the same number from all, but the powers still overflow"),
        "`np.exp(s / s.max())`": (s / s.max(), "divides by a negative number, which turns the order round" if low else
                                  "divides every score, which is another temperature"),
        "`np.exp(s / 1000)`": (s / 1000, "divides every score, which is another temperature"),
        "`np.exp(np.clip(s, -50, 50))`": (np.clip(s, -50, 50), "moves all scores beyond 50 or −50 to one value"),
    }  # fmt: skip
    with np.errstate(all="ignore"):
        got = {line: softmax_naive(moved) for line, (moved, _) in codes.items()}
    told = {
        line: f"It {codes[line][1]}. The weights come out as "
        + (f"{_listed(weights.round(2))}." if np.isfinite(weights).all() else "`nan`, again.")
        for line, weights in got.items()
    }
    right = "`np.exp(s - s.min())`" if again else "`np.exp(s - s.max())`"
    others = [line for line in codes if line != right]
    ask = "With which line does it stay `nan`?" if again else "Which line gives the weights that were meant?"
    reason = "each `exp` is 0, and `0 / 0` is `nan`" if low else "`exp` gives `inf`, and `inf / inf` is `nan`"
    return one_of(
        rng,
        f"In {place} the loss is `nan`. The scores of one word are {_listed(s)}: {reason}. You replace `np.exp(s)`, "
        "and "
        f"divide by the sum as before. {ask}",
        right,
        {line: told[line] for line in (others[place_] for place_ in rng.permutation(4)[:3])},
        f"**{right}**. {told[right]} Take the largest score away first: that changes no weight, and nothing overflows.",
        ("What may you do to all scores without changing a weight?", "Which powers are then too large, or all 0?"),
    )  # fmt: skip


def printed_table(rng: np.random.Generator) -> Question:
    """A printed table of weights: which mistake made it?"""
    words, version = TEXTS[rng.integers(len(TEXTS))][1:], int(rng.integers(4))
    while True:
        S = rng.integers(-3, 6, size=(3, 3)) / 2
        tables = (
            softmax(S),
            softmax(S, axis=0),
            np.exp(S),
            S / np.where(S.sum(axis=1) == 0, 1, S.sum(axis=1))[:, None],
        )
        rows, columns = (np.abs(tables[1].sum(axis=axis) - 1).max() for axis in (1, 0))
        if rows > 0.2 and columns < 1e-9 and np.all(S.sum(axis=1) != 0) and tables[3].min() < -0.1:
            if np.abs(tables[0].sum(axis=0) - 1).max() > 0.2 and tables[2].max() > 1.5:
                break
    causes = ("Nothing: these are weights", "Softmax ran down the columns", "The division by the sum is missing",
              "The scores were shared out without exp")  # fmt: skip
    sums = [f"{printed(total, 2)}" for total in tables[version].round(2).sum(axis=1)]
    whys = (
        "Then every row would add up to 1, with no number below 0.",
        "Then every column would add up to 1, whatever the rows do.",
        "Then the numbers would all be above 0, and some of them above 1.",
        "Then numbers below 0 could turn up: powers of e are never negative.",
    )
    told = (
        "Every row adds up to 1, but for rounding, and no number is negative.",
        f"The rows add up to {sums[0]}, {sums[1]} and {sums[2]}; the columns add up to 1, but for rounding. Take "
        "`axis=-1`.",
        "No number is negative, but they are too large to be shares. Divide each row by its sum.",
        "Powers of e are never negative, and here numbers are. Raise e to the scores first.",
    )[version]
    lines = [
        f"| *{word}* | {' | '.join(_short(value) for value in row)} |" for word, row in zip(words, tables[version])
    ]
    head = f"| asks | {' | '.join(words)} |\n|---|---:|---:|---:|\n"
    return one_of(
        rng,
        "You print the attention weights of a small test, a row for each word that asks. What is wrong with them, if "
        "anything?\n\n"
        + head + "\n".join(lines),
        causes[version],
        {causes[each]: whys[each] for each in range(4) if each != version},
        f"{told} **{causes[version]}**.",
        ("What must the weights of one word add up to?", "Add up the rows, then the columns. Is any number negative?"),
    )  # fmt: skip


def without_root(rng: np.random.Generator) -> Question:
    """Leaving out √d is a temperature: scores √d times as large, T = 1/√d."""
    place, root = str(rng.choice(PLACES)), int(rng.integers(4, 25))
    d, added = root**2, bool(rng.random() < 0.4)
    sharper, flatter = f"Sharper, as at temperature 1/{root}", f"More even, as at temperature {root}"
    if added:
        prompt = (
            f"In {place} queries have {d} numbers. A colleague divides the scores by √d, and a library function that "
            "gets "
            "them divides by √d once more. What are the weights like, compared with dividing once?"
        )
        right, turned, times = flatter, sharper, f"{root} times narrower"
    else:
        prompt = (
            f"In {place} queries have {d} numbers. Somebody forgets to divide the scores by √d. What are the weights "
            "like, "
            "compared with those that were meant?"
        )
        right, turned, times = sharper, flatter, f"{root} times as wide"
    return one_of(
        rng, prompt, right,
        {
            turned: "The other way round: look whether the gaps between the scores get wider or narrower.",
            "The same: a factor cancels in softmax": "A number that is added cancels. A factor stretches the gaps, "
            "and "
            "doesn't cancel.",
            f"All {root} times too {'small' if added else 'large'}":
            "Softmax divides by the sum, so the weights add up to 1 in any case.",
        },
        f"√{d} = {root}, so the gaps between the scores come out {times}. That is what a temperature does: "
        f"**{right}**.",
        ("What happens to the gaps between the scores?", "Which temperature would do the same to them?"),
    )  # fmt: skip


def changed_word(rng: np.random.Generator) -> Question:
    """One word's value, key or query is changed, or two words swap places: what of the result moves?"""
    words, version = TEXTS[rng.integers(len(TEXTS))], int(rng.integers(4))
    asks, other, third = words[2], words[1], words[3]
    part = ("value", "key", "query", "")[version]
    change = f"Somebody doubles the {part} of *{asks if version == 2 else other}*" if part else (
        f"Somebody swaps *{other}* and *{third}*, each with its key and its value"
    )  # fmt: skip
    mix, every = "Only the mix, none of the weights", "The weights, and with them the mix"
    one, nothing = "A single weight, and no other", "Neither a weight's size nor the mix"
    right = (mix, every, every, nothing)[version]
    reason = (
        "A value takes no part in the scores. It is only mixed in, with the weight it had.",
        "Its score changes, and softmax divides by the sum: when one weight moves, the others make room.",
        "Every score is a dot product with this query, so all of them change.",
        "Each word keeps its score, its weight and its value, and a sum doesn't care for the order.",
    )[version]
    whys = {
        mix: f"Values alone would leave the weights alone. But a {part} takes part in the scores." if part
        else "The same values are mixed in the same shares, only added up in another order.",
        every: "You count the value among what is compared. Scores are made of queries and keys, and of nothing else."
        if version == 0 else "You look for positions in the scores. A score knows its query and its key, not the "
            "place.",
        one: "The weights of one word add up to 1: where one moves, others have to.",
        nothing: "The mix is made of the values, and one of them has changed." if version == 0
        else "That holds where only the order changes. Here a score changes.",
    }  # fmt: skip
    del whys[right]
    return one_of(
        rng,
        f"In {rng.choice(PLACES)}, *{asks}* attends to the words *{' '.join(words)}*; no two scores are alike, and no "
        f"score and no value is 0. {change}; nothing else changes. What changes in the result for *{asks}*?",
        right, whys, f"{reason} So it is: **{right.lower()}**.",
        ("Where do queries and keys come in, and where do values?", "Write down score, weight and mix, one after the "
            "other."),
    )  # fmt: skip


def which_picture(rng: np.random.Generator) -> Question:
    """Where does the mix of three values lie, for given weights? Inside, and near the heavy ones."""
    words = TEXTS[rng.integers(len(TEXTS))][1:]
    while True:
        V = rng.integers(-8, 9, size=(3, 2)) / 2
        w = np.array([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.45, 0.45, 0.1], [0.1, 0.45, 0.45], [0.34, 0.33, 0.33]])
        w = rng.permutation(w[rng.integers(5)])
        mix, even, turned, outside = w @ V, V.mean(axis=0), w[[1, 2, 0]] @ V, V.sum(axis=0) - V[int(np.argmin(w))] * 0.2
        spots = {"even": even, "turned": turned, "outside": outside}
        area = abs((V[1] - V[0])[0] * (V[2] - V[0])[1] - (V[1] - V[0])[1] * (V[2] - V[0])[0])
        share = np.linalg.solve(np.vstack([V.T, np.ones(3)]), [*outside, 1]) if area > 8 else np.zeros(3)
        good = [name for name, spot in spots.items() if np.hypot(*(spot - mix)) > 1.3 and np.abs(spot).max() < 5.3]
        if area > 8 and len(good) >= 2 and np.abs(V).max() <= 4 and ("outside" not in good or share.min() < -0.2):
            break
    whys = {
        "even": "That is the mean of all three: equal weights would lead there.",
        "turned": "There the weights belong to other words than they should.",
        "outside": (
            "Weights are positive and add up to 1, so the mix can't leave the triangle of the values.",
            "vectors",
        ),
    }
    chosen = [good[place] for place in rng.permutation(len(good))[:2]]
    shares = ", ".join(f"*{word}* {weight:.2f}" for word, weight in zip(words, w))
    return one_of(
        rng,
        f"In {rng.choice(PLACES)} a word gives three words these weights: {shares}. Their values are points on a "
        "plane. In "
        "which picture does the ring stand where the values are mixed?",
        _sketch(V, mix, words),
        [(_sketch(V, spots[name], words), whys[name]) for name in chosen],
        "Each value pulls the mix towards itself, as strongly as its weight says. So it is **{right}**.",
        ("Which value pulls hardest?", "Can a mix with positive shares leave the triangle?"),
    )  # fmt: skip


def _sketch(V, spot, words) -> Sketch:
    drawn = [marks.polygon(V, role="context", fill=0.08, width=1), marks.points(V, role="model", size=4)]
    drawn += [marks.text(at, word, role="ink", dx=7, dy=-5, loose=True) for at, word in zip(V, words)]
    return Sketch([*drawn, marks.points([spot], role="truth", size=9, hollow=True, width=2.5)], (-5.6, 7.2, -5.6, 5.6))


def _short(value: float) -> str:
    return printed(float(value), 2).replace("-", "−")


def _listed(values) -> str:
    return ", ".join(f"{value + 0.0:g}".replace("-", "−") for value in np.asarray(values, dtype=float).tolist())
