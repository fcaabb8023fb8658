"""The questions to understand of `dot_product`: agreement, length and angle told apart."""

from __future__ import annotations

import numpy as np

from core.linear_algebra import angle, cosine_similarity, dot, norm
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of, printed

PLACES = [  # what is ranked, by what it is ranked, four of them
    ("manuals", "query", ("the pump manual", "the wiring plan", "the price list", "the safety sheet")),
    ("films", "viewer's taste", ("Harbour", "Nightline", "The Orchard", "Second Spring")),
    ("job adverts", "application", ("the night nurse", "the tram driver", "the data clerk", "the head cook")),
    ("songs", "listener", ("Amber", "Low Tide", "Paper Town", "Glass")),
]
CHANGES = [  # what is done, and what follows for the ranking by dot product
    ("every stored vector is divided by its own length", "It becomes the order by cosine"),
    ("the query's vector is multiplied by {k}", "It stays, with larger scores"),
    ("the query's vector is multiplied by −{k}", "It turns round, last to first"),
    ("every stored vector is multiplied by {k}", "It stays, with larger scores"),
]
PAIRS = ("a shop's product search", "a news feed", "a help desk's search", "a dating app", "a music service")
LINES = {
    "`np.sum(u * v)`": (lambda u, v: dot(u, v), "is the dot product: matching entries multiplied, then added"),
    "`np.sum(u) * np.sum(v)`": (
        lambda u, v: np.sum(u) * np.sum(v), "adds first and multiplies then, so that every entry meets every other"),
    "`np.sum(np.abs(u * v))`": (
        lambda u, v: np.sum(np.abs(u * v)), "takes away the minus signs, so that disagreement counts as agreement"),
    "`np.sum(u + v)`": (lambda u, v: np.sum(u + v), "adds matching entries instead of multiplying them"),
    "`np.sum(u * v[::-1])`": (
        lambda u, v: np.sum(u * v[::-1]), "reads v from its end, so that entries meet that don't belong together"),
    "`norm(u) * norm(v)`": (lambda u, v: norm(u) * norm(v), "multiplies the lengths, as if both pointed one way"),
}  # fmt: skip


def understand(seed: int) -> Question:
    """Six situations in turn: who tops a list and why, a change, a part added, a claim, a picture, a line of code."""
    return in_turn(seed, why_on_top, what_moves, part_added, which_picture, claim, which_line)


def why_on_top(rng: np.random.Generator) -> Question:
    """One item tops the ranking by dot product: because it is long, because it points best, or for both reasons."""
    things, query, names = PLACES[rng.integers(len(PLACES))]
    names = [str(name) for name in rng.permutation(names)]
    version = int(rng.integers(3))
    while True:
        lengths = rng.integers(4, 40, size=4) / 2
        cosines = rng.integers(20, 98, size=4) / 100
        scores = lengths * cosines
        best, gap = int(np.argmax(scores)), np.diff(np.sort(scores))[-1]
        longest, closest = best == np.argmax(lengths), best == np.argmax(cosines)
        clear = np.diff(np.sort(lengths))[-1] >= 1 and np.diff(np.sort(cosines))[-1] >= 0.03 and gap > 0.5
        if clear and (longest, closest) == ((True, False), (False, True), (True, True))[version]:
            break
    table = "\n".join(
        f"| {name} | {length:g} | {cosine:.2f} |" for name, length, cosine in zip(names, lengths, cosines)
    )
    top, nearest, long = names[best], names[int(np.argmax(cosines))], names[int(np.argmax(lengths))]
    answers = ("Its length, not its direction", "Its direction, not its length", "Both its length and its direction")
    told = [
        f"Only the length speaks for it: {nearest} has a higher cosine.",
        f"Only the direction speaks for it: {long} is longer.",
        "It has the highest cosine and the greatest length, so both speak for it.",
    ]
    wrong = {answer: told[version] for answer in answers if answer != answers[version]}
    wrong[f"The length of the {query}"] = (
        "That multiplies every score by the same number. It can't put one item before another."
    )
    cure = "Divide each by its length first if length shouldn't count." if version == 0 else "By cosine it leads, too."
    return one_of(
        rng,
        f"A service ranks {things} by the dot product with the {query}. On top is **{top}**. What has put it there, "
        f"ahead of the others?\n\n| {things} | length | cosine with the {query} |\n|---|---:|---:|\n{table}",
        answers[version], wrong,
        f"The score is length times cosine (times the length of the {query}, which all share). {told[version]} So the "
        f"answer is: **{answers[version].lower()}**. {cure}",
        ("The dot product is both lengths times the cosine.", "In which of the two columns is it first?"),
    )  # fmt: skip


def what_moves(rng: np.random.Generator) -> Question:
    """What becomes of a ranking by dot product when vectors are scaled, turned round or normalised?"""
    place, k = str(rng.choice(PAIRS)), int(rng.integers(2, 9))
    change, right = CHANGES[rng.integers(len(CHANGES))]
    whys = {
        "It becomes the order by cosine": "For that each stored vector must be divided by its own length. Here one "
        "factor does the same to all of them, so the lengths still count.",
        "It stays, with larger scores": "That would need one positive factor for all scores.",
        "It turns round, last to first": "For that every score would have to change its sign. Nothing does that here.",
        "Some items move up, others down": "Every score is multiplied by the same positive number, so none overtakes "
        "another.",
    }
    if "own length" in change:
        whys["It stays, with larger scores"] = (
            "Each vector is divided by another number, its own length: long ones fall."
        )
        whys["Some items move up, others down"] = "They may move. But you can say more: what is left to rank by?"
        del whys["Some items move up, others down"]
    if "−" in change:
        minus = "Each score changes its sign: the best becomes the worst."
        whys["It stays, with larger scores"] = whys["Some items move up, others down"] = minus
    whys.pop(right)
    text = change.format(k=k)
    return one_of(
        rng,
        f"In {place} the items are ranked by the raw dot product with a query; their vectors differ in length. Now "
        f"{text}. What becomes of the order?",
        right, whys,
        f"Every score is a sum of products, so look what the change does to each product. **{right}**: "
        + {"It becomes the order by cosine": "once the lengths are gone, only directions are left.",
           "It stays, with larger scores": f"each is {k} times what it was.",
           "It turns round, last to first": f"each is −{k} times what it was."}[right],
        ("What happens to one single score?", "Is every score multiplied by the same number? By which?"),
    )  # fmt: skip


def part_added(rng: np.random.Generator) -> Question:
    """A vector w is added to u. Whether u · v grows depends on w · v alone."""
    story = str(rng.choice([
        "An editor adds a paragraph to a text, which adds w to its vector u.",
        "A shop adds a free gift to an offer, which adds w to the offer's vector u.",
        "A player adds a song to a playlist, which adds w to the playlist's vector u.",
        "A recruiter adds a line to an advert, which adds w to the advert's vector u.",
    ]))  # fmt: skip
    version = int(rng.integers(3))
    while True:
        u, v, w = rng.integers(-5, 7, size=(3, 2))
        change = dot(w, v)
        fits = (change == 0, change < 0, change > 0)[version]
        if fits and min(norm(u), norm(v)) > 1 and dot(u, v) > 0 and norm(w) > 3 and (change == 0 or abs(change) > 2):
            break
    right = ("It stays as it was", "It becomes smaller", "It becomes larger")[version]
    sum_ = f"w · v = {_times(w, v)} = {change:.0f}".replace("-", "−")
    wrong = {
        "It stays as it was": f"Only a w at right angles to v changes nothing. Here {sum_}.",
        "It becomes smaller": f"Look at w · v, not at where w points on its own: {sum_}.",
        "It becomes larger": f"More isn't always more: what counts is how w agrees with v. Here {sum_}.",
        "That depends on the length of u": "The score gains w · v, whatever u is: (u + w) · v = u · v + w · v.",
    }  # fmt: skip
    wrong.pop(right)
    return one_of(
        rng,
        f"{story} The user's vector is v = {_row(v)}, and w = {_row(w)}. What becomes of the score u · v?",
        right, wrong,
        f"(u + w) · v = u · v + w · v, and {sum_}. **{right}**.",
        ("Write out (u + w) · v, entry by entry.", "Does w lean the way of v, against it, or neither?"),
    )  # fmt: skip


def which_picture(rng: np.random.Generator) -> Question:
    """In which picture is u · v largest, least, or the cosine highest? Length and angle pull in different "
    "directions."""
    ask = int(rng.integers(4))
    story = str(rng.choice(["Three users (u) look at one film each (v).", "Three queries (u) meet one document each "
        "(v).",
                            "Three ships (u) meet a current (v)."]))  # fmt: skip
    asked = ("is u · v largest", "is the cosine of u and v highest", "is u · v least", "is u · v nearest to 0")[ask]
    while True:
        turns, openings = np.radians(rng.uniform(0, 360, size=3)), np.radians(rng.permutation([12, 50, 86, 125])[:3])
        sizes = rng.uniform(1.4, 4.2, size=(3, 2))
        us = [r * np.array([np.cos(t), np.sin(t)]) for t, (r, _) in zip(turns, sizes)]
        vs = [r * np.array([np.cos(t), np.sin(t)]) for t, (_, r) in zip(turns + openings, sizes)]
        products, cosines = [dot(u, v) for u, v in zip(us, vs)], [cosine_similarity(u, v) for u, v in zip(us, vs)]
        keys = (products, cosines, [-p for p in products], [-abs(p) for p in products])
        best, order = int(np.argmax(keys[ask])), np.sort(keys[ask])
        others = {int(np.argmax(each)) for each in (*keys, sizes.prod(axis=1))} - {best}
        if order[-1] - order[-2] > (0.3 if ask == 1 else 2.5) and (ask > 1 or len(others) == 2):
            if ask != 0 or best != np.argmax(cosines):
                break
    whys = {}
    for place in range(3):
        (one, two), degrees = sizes[place], angle(us[place], vs[place])
        said = f"There the lengths are {one:.1f} and {two:.1f} and the angle is {degrees:.0f}°"
        score = f"u · v is {printed(products[place], 1)}" if ask != 1 else f"its cosine is {printed(cosines[place], 2)}"
        whys[place] = f"{said}, so {score}".replace("-", "−")
    rule = ("A dot product takes both: long arrows, and a small angle between them.",
            "The cosine looks at the angle only, whatever the lengths.",
            "The least is the most negative: look for arrows that lean against each other, and for long ones.",
            "Near 0 means near a right angle, or very short arrows.")[ask]  # fmt: skip
    return one_of(
        rng,
        f"{story} In which picture {asked}?",
        _sketch(us[best], vs[best]),
        [(_sketch(us[place], vs[place]), f"{whys[place]}. {rule}") for place in range(3) if place != best],
        f"In **{{right}}**: {whys[best][0].lower() + whys[best][1:]}. {rule}",
        ("Estimate the angle first, then the lengths.", "Which of the two, angle or length, does the question ask "
            "for?"),
    )  # fmt: skip


def claim(rng: np.random.Generator) -> Question:
    """What follows from two dot products with the same query, when lengths are known to be 1, and when they aren't?"""
    place, unit = str(rng.choice(PAIRS)), bool(rng.random() < 0.5)
    names = [str(name) for name in rng.permutation(["Anna", "Ben", "Carla", "Deniz", "Emil", "Farah"])[:2]]
    while True:
        low = int(rng.integers(10, 40)) / 100 if unit else int(rng.integers(2, 9))
        high = int(rng.integers(75, 96)) / 100 if unit else low * int(rng.integers(2, 6))
        if not unit or abs(np.arccos(low) / np.arccos(high) / (high / low) - 1) > 0.2:
            break
    a, b, times = *names, high / low
    smaller = f"{a}'s angle with the query is smaller"
    below = "Both angles are below 90°, and no more"
    longer = f"{a}'s vector is longer than {b}'s"
    share = f"{b}'s angle is {printed(times, 1)} times {a}'s"
    lead = f"In {place}, the query's dot product is {high:g} with {a}'s vector and {low:g} with {b}'s. "
    if unit:
        angles = [printed(float(np.degrees(np.arccos(each)))) for each in (high, low)]
        right, wrong = smaller, {
            below: "More follows here: with lengths of 1 the dot product is the cosine, and that orders the angles.",
            longer: ("Both are of length 1, as was said. So only the direction can make the difference.", "vectors"),
            share: f"A cosine isn't proportional to the angle: the angles are {angles[0]}° and {angles[1]}°.",
        }  # fmt: skip
        lead += "All vectors have length 1."
        solution = (
            f"With lengths of 1, a dot product is a cosine, and a higher cosine means a smaller angle: here "
            f"{angles[0]}° "
            f"against {angles[1]}°. **{smaller}**."
        )
    else:
        right, wrong = below, {
            smaller: "It may be. But a vector that is long enough gets a higher product at a larger angle, too.",
            longer: "It may be. But a smaller angle gives a higher product at the same length, too.",
            share: "A product mixes lengths and angle. Nothing says how much of it is due to the angle.",
        }  # fmt: skip
        lead += "Nobody has looked at the lengths."
        solution = (
            f"A positive product says that they lean the same way. **{below}**: the rest of it may be length. Ask for "
            "the cosine before you compare."
        )
    return one_of(
        rng, f"{lead} What can you conclude?", right, wrong, solution,
        ("What are the three things that a dot product is made of?", "Which of them do you know here?"),
    )  # fmt: skip


def which_line(rng: np.random.Generator) -> Question:
    """Which line of code gave this score? The number that came out tells."""
    place, slips = str(rng.choice(PAIRS)), list(LINES)[1:]
    right = slips[rng.integers(len(slips))]
    square = bool(rng.random() < 0.5)
    while True:
        u, v = rng.integers(-4, 7, size=(2, int(rng.integers(2, 4))))
        values = {line: float(compute(u, v)) for line, (compute, _) in LINES.items()}
        clear = len({round(value, 2) for value in values.values()}) == len(values)
        if clear and min(norm(u), norm(v)) > 1 and (abs(dot(u, v)) < 1e-9) == square:
            break
    others = [line for line in slips if line != right]
    wrong = {
        line: f"That one {LINES[line][1]}. Here it would give {_short(values[line])}."
        for line in (others[place] for place in rng.permutation(len(others))[:3])
    }
    odd = "They stand at right angles" if square else f"Their dot product is {_short(dot(u, v))}"
    return one_of(
        rng,
        f"In {place}, u = {_row(u)} and v = {_row(v)}. {odd}, but the log says {_short(values[right])}. Which line "
        "ran?",
        right, wrong,
        f"**{right}** {LINES[right][1]}: that gives {_short(values[right])}. The dot product is `np.sum(u * v)`.",
        ("Multiply matching entries first. Which line does something else?", "Follow each line with these numbers."),
    )  # fmt: skip


def _sketch(u, v) -> Sketch:
    return Sketch(
        [marks.arrow(u, role="data", label="u"), marks.arrow(v, role="model", label="v")], (-4.8, 4.8, -4.6, 4.6)
    )


def _short(value: float) -> str:
    return (f"{value:.0f}" if abs(value - round(value)) < 1e-9 else f"{value:.2f}").replace("-", "−")


def _row(u) -> str:
    return "(" + ", ".join(_short(entry) for entry in u) + ")"


def _times(u, v) -> str:
    """The products of a dot product, spelt out."""
    first = [str(u[0]), *(f"({a})" if a < 0 else str(a) for a in u[1:])]
    second = [f"({b})" if b < 0 else str(b) for b in v]
    return " + ".join(f"{a} · {b}" for a, b in zip(first, second)).replace("-", "−")
