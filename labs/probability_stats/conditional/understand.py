"""What to understand of `conditional`: per cent of what? Which total a share is divided by, and what follows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.probability import conditional, joint
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number


def understand(seed: int) -> Question:
    """A release note, a line of code or an incident report: per cent of what? The situations take turns."""
    return in_turn(seed, *SITUATIONS)


class Pair(NamedTuple):
    """Two yes-or-no questions about the same things: one for the rows of a table, one for its columns."""

    things: str
    row: str
    no_row: str
    column: str
    no_column: str
    is_it: str
    short: str


PAIRS = (
    Pair("messages", "blocked", "let through", "spam messages", "wanted ones", "is spam", "spam"),
    Pair("requests", "flagged", "not flagged", "attacks", "harmless requests", "is an attack", "attack"),
    Pair("commits", "red", "green", "commits with a bug", "sound ones", "has a bug", "bug"),
    Pair("photos", "tagged", "not tagged", "photos with a face", "photos without one", "has a face", "face"),
    Pair("invoices", "stopped", "paid", "forged invoices", "genuine ones", "is forged", "forged"),
)


def table(pair: Pair, counts: np.ndarray) -> str:
    """The four counts as a Markdown table."""
    lines = [f"| **{name}** | {a:,} | {b:,} |" for name, (a, b) in zip((pair.row, pair.no_row), counts.tolist())]
    return "\n".join([f"| | {pair.column} | {pair.no_column} |", "|---|---:|---:|", *lines])


def four_counts(rng: np.random.Generator) -> np.ndarray:
    """A table whose joint share and two conditionals are all told apart, by five points or more."""
    while True:
        counts = rng.integers(4, 60, (2, 2)) * [[1, int(rng.integers(1, 4))], [1, int(rng.integers(1, 9))]]
        values = sorted([joint(counts)[0, 0], conditional(counts, "rows")[0, 0], conditional(counts, "columns")[0, 0]])
        if min(np.diff(values)) >= 0.05 and values[0] > 0.02 and values[-1] < 0.97:
            return counts


def which_sentence(rng: np.random.Generator) -> Question:
    """Three sentences with the same words and numbers: only one divides by the total it names."""
    pair, counts = PAIRS[rng.integers(len(PAIRS))], four_counts(rng)
    both, (of_row, of_column), total = int(counts[0, 0]), (counts[0].sum(), counts[:, 0].sum()), int(counts.sum())
    shares = {"row": both / of_row, "column": both / of_column, "all": both / total}
    sentences = {
        "row": f"Of the {pair.row} {pair.things}, {{}} % are {pair.column}",
        "column": f"Of the {pair.column}, {{}} % are {pair.row}",
        "all": f"Of all {pair.things}, {{}} % are {pair.row} {pair.column}",
    }
    divided = {"row": f"the {of_row:,} {pair.row} {pair.things}", "column": f"the {of_column:,} {pair.column}",
               "all": f"all {total:,} {pair.things}"}  # fmt: skip
    right, turn = list(shares)[rng.integers(3)], int(rng.integers(1, 3))
    twin = {key: list(shares)[(place + turn) % 3] for place, key in enumerate(shares)}
    wrong = {
        sentences[key].format(number(100 * shares[twin[key]])): f"You took the share of {divided[twin[key]]}. This "
        f"sentence speaks of {divided[key]}, and {both} of them are {number(100 * shares[key])} %."
        for key in shares
        if key != right
    }
    return one_of(
        rng,
        f"{total:,} {pair.things} were counted:\n\n{table(pair, counts)}\n\nWhich sentence may stand in the release "
        "note?",
        sentences[right].format(number(100 * shares[right])),
        wrong,
        f"The sentence speaks of {divided[right]}, and {both} of them are {number(100 * shares[right])} %. Of each "
        "percentage ask: per cent of what?",
        ("Which total does each sentence speak of?", f"The {both} stand above the line in all three. What stands below "
         "it?"),
    )  # fmt: skip


SIDE, GAP = 88, 12
SIZE = (0, 176, 0, 112)


def which_square(rng: np.random.Generator) -> Question:
    """Three squares cut by kind first: in which are most of those with the sign of the kind? Areas, not heights."""
    pair = PAIRS[rng.integers(len(PAIRS))]
    while True:
        cuts = [(int(rng.integers(8, 70)), int(rng.integers(25, 96)), int(rng.integers(5, 60))) for _ in range(3)]
        sure = [share * high / (share * high + (100 - share) * low) for share, high, low in cuts]
        order = np.argsort(sure)
        tallest = int(np.argmax([high for _, high, _ in cuts]))
        if sure[order[2]] - sure[order[1]] > 0.12 and tallest != order[2] and len({high for _, high, _ in cuts}) == 3:
            break
    right = int(order[2])
    told = [
        f"You went by the height of the left column: {high} % of the {pair.column} are {pair.row}. But of all that is "
        f"filled here, only {number(100 * sure[place])} % lies left of the cut."
        if place == tallest
        else f"You compared something other than filled areas. Of all that is filled here, only "
        f"{number(100 * sure[place])} % lies left of the cut."
        for place, (_, high, _) in enumerate(cuts)
    ]
    return one_of(
        rng,
        f"Three squares show the {pair.things} of three teams: {pair.column} left of the cut, {pair.no_column} right "
        f"of it. The filled part on each side is {pair.row}. In one team {number(100 * sure[right])} % of the "
        f"{pair.row} {pair.things} are {pair.column}. Which square is that?",
        _square(*cuts[right]),
        [(_square(*cuts[place]), told[place]) for place in range(3) if place != right],
        f"What is {pair.row} is the filled area on both sides. In **{{right}}** {number(100 * sure[right])} % of it "
        f"lies on the left. A tall left column says that many of the {pair.column} are {pair.row}, which is the other "
        "conditional.",
        ("Compare filled areas, not heights.", "How much of everything that is filled lies left of the cut?"),
    )


def _square(share: int, high: int, low: int) -> Sketch:
    """A square cut at `share`, filled up to `high` on the left and up to `low` on the right, all in per cent."""
    left, bottom, cut = 44, GAP, 44 + SIDE * share / 100
    edge = left + SIDE
    drawn = [
        _box(left, cut, bottom, bottom + SIDE, "data", 0.2),
        _box(cut, edge, bottom, bottom + SIDE, "model", 0.2),
        _box(left, cut, bottom, bottom + SIDE * high / 100, "data", 0.85),
        _box(cut, edge, bottom, bottom + SIDE * low / 100, "model", 0.85),
    ]
    return Sketch([*drawn, marks.line([(cut, bottom), (cut, bottom + SIDE)], role="ink", width=1.5)], SIZE)


def _box(left: float, right: float, low: float, high: float, role: str, fill: float) -> dict:
    return marks.polygon([(left, low), (right, low), (right, high), (left, high)], role=role, fill=fill, width=0)


LINES = {
    "row": ("`counts / counts.sum(axis=1, keepdims=True)`", "It divides each row by its own sum"),
    "column": ("`counts / counts.sum(axis=0)`", "It divides each column by its own sum"),
    "all": ("`counts / counts.sum()`", "It divides everything by the grand total"),
}


def which_line(rng: np.random.Generator) -> Question:
    """A share in words, and three lines of NumPy: by what is divided?"""
    pair, counts, upright = PAIRS[rng.integers(len(PAIRS))], four_counts(rng), bool(rng.integers(2))
    wanted = {
        "row": f"of the {pair.row} {pair.things}, what share are {pair.column}",
        "column": f"of the {pair.column}, what share are {pair.row}",
        "all": f"of all {pair.things}, what share are {pair.row} {pair.column}",
    }
    asked = list(wanted)[rng.integers(3)]
    shown = counts if upright else counts.T
    axes = (pair.row, pair.no_row), (pair.column, pair.no_column)
    down, across = axes if upright else axes[::-1]
    key = asked if upright or asked == "all" else {"row": "column", "column": "row"}[asked]
    value = {"row": conditional(shown, "rows"), "column": conditional(shown, "columns"), "all": joint(shown)}
    other = {"row": f"of “{down[0]}”", "column": f"of “{across[0]}”", "all": f"of all {pair.things}"}
    return one_of(
        rng,
        f"`counts = np.array({shown.tolist()})` has a row for “{down[0]}” and one for “{down[1]}”, a column for "
        f"“{across[0]}” and one for “{across[1]}”. You want to know: {wanted[asked]}? Which line gives it, in its "
        "first row and first column?",
        LINES[key][0],
        {
            LINES[place][0]: f"You divided by another total. {LINES[place][1]}, so its first entry, "
            f"{number(value[place][0, 0], 2)}, is a share {other[place]}."
            for place in LINES
            if place != key
        },
        f"{LINES[key][1]}: the first entry is then a share {other[key]}, {number(value[key][0, 0], 2)}. Check which "
        "sums come out as 1 before you put a share into a report.",
        ("Which counts should add up to 1 in the result?", "`axis=0` adds down a column, `axis=1` along a row."),
    )


CLAIMS = {
    "equal": "There are about as many {column} as {row} {things}",
    "independent": "Whether one is {row} tells nothing about whether it {is_it}",
    "all": "Each that {is_it} is {row}, but not the other way round",
}


def what_follows(rng: np.random.Generator) -> Question:
    """Two conditionals agree, or one is 100 %, or one equals the marginal: what does that say?"""
    pair, kind = PAIRS[rng.integers(len(PAIRS))], list(CLAIMS)[rng.integers(3)]
    p, q = int(rng.integers(55, 93)), int(rng.integers(15, 45))
    forth, back = f"P({pair.row} | {pair.short})", f"P({pair.short} | {pair.row})"
    told = {
        "equal": f"{forth} and {back} are both {p} %",
        "independent": f"{back} is {q} %, and so is P({pair.short})",
        "all": f"{forth} is 100 %, and {back} is {q} %",
    }
    because = {
        "equal": "Both divide the same count, and they agree only if both totals do.",
        "independent": f"Among the {pair.row} {pair.things} the share of {pair.column} is the same as among all.",
        "all": f"All the {pair.column} are {pair.row}, but of the {pair.row} {pair.things} only {q} % are "
        f"{pair.column}.",
    }
    mixed = {
        "equal": "You took it for a matter of equal totals, which two equal conditionals would show.",
        "independent": "You took it for independence, which is there where a conditional equals the marginal.",
        "all": "You read “each” out of it, which takes a conditional of 100 %.",
    }
    words = {key: claim.format(**pair._asdict()) for key, claim in CLAIMS.items()}
    return one_of(
        rng,
        f"A report on {pair.things} says: {told[kind]}. What follows from that?",
        words[kind],
        {words[key]: f"{mixed[key]} {because[kind]}" for key in CLAIMS if key != kind},
        f"{because[kind]} Read each bar as “given”, and ask of each percentage which total it belongs to.",
        ("Write each as a count divided by a total.", "Both conditionals have the same count above the line."),
    )


INCIDENTS = (
    ("outages", "a deploy in the hour before", "after a deploy", "hours"),
    ("failed builds", "a new dependency", "with a new dependency", "builds"),
    ("complaints", "a transfer", "after a transfer", "calls"),
    ("slow pages", "an ad on the page", "with an ad", "page loads"),
)


def how_common_is_it(rng: np.random.Generator) -> Question:
    """80 % of outages follow a deploy: it depends on how many hours do."""
    bad, sign, then, things = INCIDENTS[rng.integers(len(INCIDENTS))]
    given, kind = int(rng.integers(55, 80)), int(rng.integers(3))
    usual = given if kind == 0 else given - int(rng.integers(20, 45)) if kind == 1 else given + int(rng.integers(8, 18))
    claims = {
        f"{bad.capitalize()} are as frequent {then} as elsewhere": 0,
        f"{bad.capitalize()} are more frequent {then} than elsewhere": 1,
        f"{bad.capitalize()} are rarer {then} than elsewhere": 2,
    }
    right = next(claim for claim, place in claims.items() if place == kind)
    told = (
        f"You took one number for enough. {given} % among the {bad} and {usual} % among all {things} differ, so the "
        "sign tells something.",
        f"You took {given} % as a high number by itself. Among all {things} it is {usual} %"
        f"{', too' if kind == 0 else ''}.",
        f"You {'looked for a difference' if kind == 0 else 'compared the wrong way round'}. The sign is seen in "
        f"{given} % of the {bad} and in {usual} % of all {things}.",
    )
    return one_of(
        rng,
        f"An incident review says: “{given} % of the {bad} had {sign}.” You look it up: {usual} % of all {things} had "
        "one. What do the two numbers say?",
        right,
        {claim: told[place] for claim, place in claims.items() if place != kind},
        f"P(sign | {bad}) is {given} %, and P(sign) is {usual} %. "
        + (
            "The two agree, so the sign is no warning at all."
            if kind == 0
            else f"So the {bad} {'come more often' if kind == 1 else 'come less often'} {then}. That doesn't say why."
        )
        + " A share of the bad cases means nothing before it stands beside the share of all.",
        ("How often would the sign be seen if it had nothing to do with it?", "Compare a share of the bad cases with "
         "the same share of all."),
    )  # fmt: skip


SITUATIONS = (which_sentence, which_square, which_line, what_follows, how_common_is_it)
