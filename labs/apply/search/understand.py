"""What `search` asks beside numbers: why results look wrong, what a change moves, and what a difference shows."""

from __future__ import annotations

import math

import numpy as np

from core.retrieval import nearest, similarities
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number, percent

STORED = ("passages", "products", "support tickets", "photos", "job adverts")
DISTANCE, WITH_DOT, WITH_COSINE, NONE = (
    "Only the one by distance", "Those by dot product and distance", "Those by dot product and cosine", "None of them",
)  # fmt: skip


def understand(seed: int) -> Question:
    """One of six situations, with a story and numbers of its own."""
    return in_turn(seed, same_results, what_moves, compared, arrows, voted, reviewed)


def same_results(rng: np.random.Generator) -> Question:
    """The same items come first whatever is asked: long vectors, or queries that all became one."""
    things, one_query = STORED[rng.integers(5)], bool(rng.integers(2))
    while True:
        vectors = rng.normal(size=(30, 6))
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        if not one_query:
            vectors[:2] *= rng.uniform(6, 9, size=(2, 1))
        queries = rng.normal(size=(3, 6)) + 0.8 * (vectors[0] + vectors[1]) / np.linalg.norm(vectors[0])
        queries = queries[[0, 0, 0]] if one_query else queries
        found = [nearest(query, vectors, 2, "dot") for query in queries]
        if one_query or len({tuple(sorted(rows)) for rows in found}) == 1:
            break
    ids = rng.permutation(900)[:30] + 100
    rows = "".join(
        f"| {word} | " + ", ".join(f"no. {ids[i]} ({number(vectors[i] @ query, 3)})" for i in first) + " |\n"
        for word, query, first in zip(rng.permutation(["refund", "invoice", "login", "broken", "delivery"]),
                                      queries, found)
    )  # fmt: skip
    lengths = np.linalg.norm(vectors, axis=1)
    said = (
        "All stored vectors have length 1.00."
        if one_query
        else f"Stored vectors have length 1.00, but for no. {ids[0]} and no. {ids[1]}: {number(lengths[0], 2)} and "
        f"{number(lengths[1], 2)}."
    )
    long, same = "Long vectors win by raw dot product", "Every query became the same vector"
    wrong = {
        "The queries aren't normalised": "A query's length multiplies all of its scores alike. The order of its "
        "results stays as it is.",
        "k is too small": "A larger k adds results behind these. The first places stay with the same ones.",
    }
    if one_query:
        wrong |= {long: "A long vector wins often, but its score still changes with the query. Here the scores are "
                  "equal to the last digit, and all lengths are 1."}  # fmt: skip
        solution = (
            "Three different words can't have the same scores with every item by chance. The search never saw them: "
            "look at what turns words into vectors, for instance a cache, or a field that is always empty."
        )
    else:
        wrong |= {same: "Then the scores would be the same for all three, too. Here they differ from word to word."}
        solution = (
            "By raw dot product an item gains by length alone, whatever its direction. Normalise the vectors when you "
            "store them; then dot product and cosine rank alike."
        )
    return one_of(
        rng,
        f"You search {things} by dot product, with k = 2. Whatever you type, the same two come back. The log, with the "
        f"scores:\n\n| query | results |\n|---|---|\n{rows}\n{said} What is the likely cause?",
        same if one_query else long,
        wrong,
        solution,
        ("Compare the scores from query to query, and then the lengths.",
         "What does a dot product depend on, beside the angle?"),
    )  # fmt: skip


def what_moves(rng: np.random.Generator) -> Question:
    """Which of three rankings can change when queries or stored vectors are scaled or shifted."""
    c, things = int(rng.integers(2, 10)), STORED[rng.integers(5)]
    story, right, whys, solution = {
        "query": (
            f"A new client sends each query vector {c} times as long as before. The stored vectors of your {things} "
            "stay as they are.",
            DISTANCE,
            {WITH_DOT: f"Every dot product becomes {c} times as large, so their order stays.",
             WITH_COSINE: f"Cosine forgets the length, and every dot product becomes {c} times as large. Both keep "
             "their order.",
             NONE: f"Distance looks at the gap between two vectors. To a query {c} times as long, another item can be "
             "nearest."},
            f"Cosine divides the length away, and all dot products grow {c} times alike. Only distance asks where the "
            "query ends. Normalise queries and stored vectors, and the three rank alike.",
        ),
        "one": (
            f"One of your {things} is stored by mistake with a vector {c} times as long as before, in the same "
            "direction. Queries and all others stay as they are.",
            WITH_DOT,
            {DISTANCE: f"Its dot product becomes {c} times as large, and those of the others don't. So it can overtake "
             "them.",
             WITH_COSINE: "Cosine divides by the length. With the same direction its cosine stays what it was.",
             NONE: "You think of cosine, which forgets the length. The dot product and the distance don't."},
            f"Its dot product grows {c} times while the others stay, and its end moves away, so distances change, too. "
            "Only cosine depends on the direction alone. Normalise before you store.",
        ),
        "all": (
            f"To save space somebody multiplies every number by {c}: in the stored vectors of your {things}, and in "
            "the queries as well.",
            NONE,
            {DISTANCE: f"All distances become {c} times as large, so their order stays.",
             WITH_DOT: f"All dot products become {c * c} times as large and all distances {c} times. Neither order "
             "changes.",
             WITH_COSINE: f"All dot products become {c * c} times as large, one like the other, and cosines stay as "
             "they are."},
            f"Scores change and ranks don't: every dot product is multiplied by {c * c}, every distance by {c}, every "
            "cosine by 1. Mind only thresholds that were set on the old scores.",
        ),
        "shift": (
            f"To centre them, somebody subtracts the same vector, the mean of all {things}, from every stored vector "
            "and from every query.",
            WITH_COSINE,
            {DISTANCE: "You have it the other way round. In $q - v$ the subtracted vector cancels, so distances stay.",
             WITH_DOT: "In $q - v$ the subtracted vector cancels, so distances stay. Angles are seen from zero, and "
             "zero has moved.",
             NONE: "Lengths and angles are measured from zero, and everything has moved against it. Only distances "
             "between items stay."},
            "The difference of two vectors stays, and with it distance. Dot product and cosine look from zero, which "
            "now lies elsewhere among them. Centring can help a search; but test it anew.",
        ),
    }[("query", "one", "all", "shift")[rng.integers(4)]]  # fmt: skip
    return one_of(
        rng,
        f"{story} You rank by distance, by dot product and by cosine. Which of the three rankings can change?",
        right,
        whys,
        solution,
        ("Write down what becomes of $q \\cdot v$ and of $q - v$.",
         "Scores may all change and the order still stay: what counts is whether all change alike."),
    )  # fmt: skip


def compared(rng: np.random.Generator) -> Question:
    """Two searches on the same queries: a few hits more, many hits more, or the best of many tries."""
    things, k = STORED[rng.integers(5)], int(rng.choice([3, 5, 10]))
    case = ("few", "many", "tried")[rng.integers(3)]
    n = {"few": int(rng.integers(8, 25)) * 10, "many": int(rng.integers(40, 90)) * 100, "tried": 300}[case]
    a = int(n * rng.uniform(0.7, 0.82))
    b = a + (int(rng.integers(2, 5)) if case == "few" else int(n * 0.06))
    ends = {hits: [hits / n + sign * 2 * math.sqrt(hits / n * (1 - hits / n) / n) for sign in (-1, 1)]
            for hits in (a, b)}  # fmt: skip
    table = "".join(f"| {name} | {hits:,} of {n:,} | {percent(hits / n)} | {percent(low)} to {percent(high)} |\n"
                    for name, hits, (low, high) in (("A", a, ends[a]), ("B", b, ends[b])))  # fmt: skip
    tries = int(rng.integers(3, 10)) * 10
    chance, more, flatters = "Too little: it may well be chance", "B finds more than A", "B's number is likely too high"
    equal = (
        "You took “not shown to differ” for “shown to be equal”. The intervals allow for a gap of several per cent."
        if case == "few"
        else f"The gap is {b - a} hits. Two that are equally good would hardly ever differ by that much on {n:,} "
        "queries."
    )
    solution = {
        "few": f"{b - a} hits more of {n}, and the intervals overlap by far. Even if B found all that A found and "
        f"{b - a} more, luck would be a good explanation. Ask more queries before you ship.",
        "many": f"The intervals don't touch, on {n:,} queries that were fixed beforehand. Chance is a poor "
        "explanation. B is better on queries like these; for others you would have to ask.",
        "tried": f"The best of {tries} tries on the same queries was partly lucky, and luck doesn't come along to new "
        "queries. Put fresh queries to the winner, once, and report that number.",
    }[case]
    if case == "tried":
        right, wrong = flatters, {
            "B finds 6 % more on new queries, too": f"B won among {tries} on these very queries, so luck helped to "
            "choose it. On new queries it doesn't help.",
            "B's interval allows for the choice": "An interval allows for the luck of one setting that was fixed "
            f"beforehand. It knows nothing of the {tries - 1} others.",
            "A and B are equally good": "You can't say that either. B may be better, only not by as much as it looks.",
        }  # fmt: skip
    elif case == "few":
        right, wrong = chance, {
            more: f"You compared {percent(a / n)} with {percent(b / n)} and left out how sure they are. The intervals "
            "overlap by far.",
            "A and B are equally good": equal,
            f"Recall@{k} can't compare two searches": "It can: it counts for both how often the right one is among "
            f"the first {k}. What is lacking is queries.",
        }  # fmt: skip
    else:
        right, wrong = more, {
            chance: f"With {n:,} queries the intervals are narrow, and they don't touch. Chance is a poor explanation.",
            "A and B are equally good": equal,
            f"B finds {percent(b / n)} on any queries": "You took a sample for all there is. These queries stand for "
            "others like them, and not for other users or other languages.",
        }  # fmt: skip
    how = (
        f"B is the best of {tries} settings that you tried on these same queries."
        if case == "tried"
        else "Both were fixed before you asked the queries."
    )
    return one_of(
        rng,
        f"Two searches over {things} answer the same {n:,} queries, each with one right result. {how} How often is it "
        f"among the first {k}?\n\n| search | hits | recall@{k} | 95 % interval |\n|---|---|---|---|\n{table}\nWhat "
        "does this show?",
        right,
        wrong,
        solution,
        ("Do the two intervals overlap? And was anything chosen on these queries?",
         "Think of the same test repeated with other queries."),
    )  # fmt: skip


def arrows(rng: np.random.Generator) -> Question:
    """A query and two stored vectors: where do the three measures disagree?"""
    found: dict[str, np.ndarray] = {}
    while len(found) < 3:
        three = rng.uniform([0.3, 0.2], [5.0, 3.6], size=(3, 2)).round(1)
        kind = disagreement(three)
        if kind and kind not in found:
            found[kind] = three
    asked, ask = (
        ("dot", "In which picture do dot product and cosine disagree about which of a and b is nearer to the query q?"),
        ("distance", "In which picture is one of a and b nearer to the query q by distance, and the other one by "
         "cosine and by dot product?"),
        ("none", "In which picture do distance, dot product and cosine all name the same of a and b as nearer to the "
         "query q?"),
    )[rng.integers(3)]  # fmt: skip
    told = {kind: scores_of(*three) for kind, three in found.items()}
    things = STORED[rng.integers(5)][:-1]
    return one_of(
        rng,
        f"The arrows are the vectors of a query q and of two stored {things}s, a and b. {ask}",
        pointed(*found[asked]),
        [(pointed(*three), f"Here {told[kind]}.") for kind, three in found.items() if kind != asked],
        f"In {{right}} {told[asked]}. The angle decides the cosine, angle and length the dot product, and the gap "
        "between the tips the distance.",
        ("The cosine asks which arrow points more nearly as q does. The distance asks whose tip is nearer.",
         "A long arrow at a wider angle can have the larger dot product."),
    )  # fmt: skip


def disagreement(three: np.ndarray) -> str:
    """Which measure names the other one of a and b: "dot", "distance" or "none"; "" if it is close, or both do."""
    q, a, b = three
    first = {}
    for by in ("distance", "dot", "cosine"):
        to_a, to_b = similarities(q, np.array([a, b]), by)
        if abs(to_a - to_b) < {"distance": 0.5, "dot": 2.0, "cosine": 0.06}[by]:
            return ""
        first[by] = to_a > to_b
    odd = [by for by in ("distance", "dot") if first[by] != first["cosine"]]
    return "none" if not odd else odd[0] if len(odd) == 1 else ""


def scores_of(q, a, b) -> str:
    """Whom the three measures name, and their numbers."""
    parts, names = [], {}
    for by, name, decimals in (("distance", "distances", 1), ("dot", "dot products", 1), ("cosine", "cosines", 2)):
        to_a, to_b = similarities(q, np.array([a, b]), by)
        parts.append(f"{name} {number(abs(to_a), decimals)} and {number(abs(to_b), decimals)}")
        names[by] = "a" if to_a > to_b else "b"
    odd = next((by for by in ("distance", "dot") if names[by] != names["cosine"]), None)
    lead = {
        None: f"all three name {names['cosine']}",
        "dot": f"the dot product names {names['dot']}, the two others name {names['cosine']}",
        "distance": f"distance names {names['distance']}, the two others name {names['cosine']}",
    }[odd]
    return f"{lead} (of a and b: {', '.join(parts)})"


def pointed(q, a, b) -> Sketch:
    """Three arrows from zero."""
    named = (("q", q, "context"), ("a", a, "data"), ("b", b, "model"))
    return Sketch([marks.arrow(tip, role=role, label=name) for name, tip, role in named], (-0.3, 5.6, -0.3, 4.2))


def voted(rng: np.random.Generator) -> Question:
    """A vote that can't come out otherwise: too few of a kind, or every query finds itself."""
    n, rare = int(rng.integers(8, 40)) * 100, int(rng.integers(2, 6))
    kind, label = (("claims", "fraud"), ("e-mails", "phishing"), ("parts", "defect"), ("log lines", "attack"),
                   ("scans", "fracture"))[rng.integers(5)]  # fmt: skip
    if rng.integers(2):
        k = 2 * rare + int(rng.choice([1, 3, 5, 7]))
        return one_of(
            rng,
            f"{n:,} {kind} are stored; {rare} of them are labelled “{label}”, all others “fine”. A search takes the "
            f"k = {k} nearest, and they vote. It has never said “{label}”: not even when you look up one of the {rare} "
            "themselves. Why?",
            "They are always outvoted",
            {
                "Cosine overlooks rare labels": "No measure of nearness knows the labels. They count only in the vote.",
                "k is too small to reach them": "You turned it round. Looked up itself, each of them is first among "
                "the neighbours; a larger k only brings more of the others.",
                "The vectors aren't normalised": "That can change who is near. But with no vectors whatever could "
                f"{rare} outvote the {k - rare} others among {k}.",
            },
            f"Of {k} neighbours at most {rare} can be “{label}”, and at least {k - rare} are “fine”. So a vote can't "
            f"come out for them. With k = {2 * rare - 1} or less it can; or weigh the votes, or store more examples.",
            ("How many votes can the rare label get at most?", f"Count both sides among {k} neighbours."),
        )  # fmt: skip
    fresh, right = int(rng.integers(3, 9)) * 100, float(rng.uniform(0.7, 0.88))
    hits = int(fresh * right)
    return one_of(
        rng,
        f"{n:,} {kind} are stored, each with a label. To test your search, you look up each of them by cosine and take "
        f"the label of the nearest one, k = 1. It is right on {n:,} of {n:,}. On {fresh} new {kind} it is right on "
        f"{hits}. What happened?",
        "Each stored one found itself",
        {
            "k = 1 remembers single rows: take more": "A larger k may help on new ones. But the test is what is "
            "wrong: with k = 3, too, each stored one would be among its own neighbours.",
            "The new ones aren't normalised": "You ranked by cosine, and cosine forgets the length.",
            f"The {fresh} new ones were bad luck": "Their 95 % interval reaches from "
            f"{percent(hits / fresh - 2 * math.sqrt(hits / fresh * (1 - hits / fresh) / fresh))} to "
            f"{percent(hits / fresh + 2 * math.sqrt(hits / fresh * (1 - hits / fresh) / fresh))}. Luck doesn't bridge "
            "that to 100 %.",
        },
        "Nothing is nearer to a vector than the vector itself, so the test asked for an answer that was stored. Leave "
        f"each query out of the store while you ask it; {percent(hits / fresh)} is the honest number.",
        ("What is the nearest thing to an item that is itself in the store?",
         "Ask what the test shows the search that life won't."),
    )  # fmt: skip


LINES = (
    ("lengths = np.linalg.norm(vectors, axis=1, keepdims=True)", "lengths = np.linalg.norm(vectors)"),
    ("scores = (vectors / lengths) @ query", ""),
    ("rows = np.argsort(-scores)[:k]", "rows = np.argsort(scores)[:k]"),
    ("said = Counter(labels[rows].tolist()).most_common(1)[0][0]", "said = round(labels[rows].mean())"),
)  # each as it should be, and how it is broken


def reviewed(rng: np.random.Generator) -> Question:
    """Four lines of a search by cosine, one of them broken."""
    broken, k = int(rng.choice([0, 2, 3])), int(rng.choice([5, 7, 9]))
    near, other, place = int(rng.integers(0, 4)), int(rng.integers(6, 10)), int(rng.integers(k // 2 + 1, k - 1))
    symptom = {
        0: "A few images with much ink come first for nearly every query. Their labels are often wrong.",
        2: "The images that come back share hardly a pixel with the query.",
        3: f"Of {k} neighbours {place} are labelled {near} and {k - place} are labelled {other}, and it reads the "
        f"query as a {round((place * near + (k - place) * other) / k)}.",
    }[broken]
    lines = [wrong if at == broken else right for at, (right, wrong) in enumerate(LINES)]
    whys = [
        "It takes the length of each row, as cosine needs it.",
        "The query isn't normalised here, and it needn't be: its length multiplies all scores alike.",
        "The minus puts the largest score first, and that is the nearest.",
        "It takes the label that most of the rows have: a vote.",
    ]
    where = ("A service reads digits by their nearest neighbours.", "A demo looks up handwritten digits.",
             "A colleague's pull request reads digits by search.")[rng.integers(3)]  # fmt: skip
    return one_of(
        rng,
        f"{where} It is meant to take the {k} nearest by cosine and let their labels vote. {symptom} Which line do you "
        "mend?\n\n```python\n" + "\n".join(lines) + "\n```\n",
        f"`{lines[broken]}`",
        {f"`{line}`": why for at, (line, why) in enumerate(zip(lines, whys)) if at != broken},
        {
            0: "Without `axis=1` the norm is one number for the whole table. Dividing by it leaves the order by raw "
            f"dot product, in which much ink wins. It should read `{LINES[0][0]}`.",
            2: f"`argsort` puts the smallest first, so these are the {k} farthest. It should read `{LINES[2][0]}`.",
            3: "Labels are names, even where they look like numbers: between two digits the mean names a third. Let "
            "them vote.",
        }[broken],
        ("Which line must be wrong for just this symptom? Ask of each what it hands on.",),
    )  # fmt: skip
