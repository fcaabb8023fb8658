"""The questions to understand of `embeddings`: word vectors record company, with all its habits."""

from __future__ import annotations

from functools import cache

import numpy as np

from core.data import analogies, grouped_words, word_map, word_rows, words
from core.linear_algebra import cosine_similarity
from core.retrieval import analogy, nearest, similarities, top_k
from labs.linear_algebra.embeddings.picture import unit
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of, printed
from ui.words import ordinal

OPPOSITES = [  # a query, its opposite, and what is searched
    ("cheap", "expensive", "a hotel search"), ("fast", "slow", "a search in reviews"), ("strong", "weak", "a job "
    "board"),
    ("rise", "fall", "a news search"), ("legal", "illegal", "a law firm's search"), ("hot", "cold", "a recipe search"),
    ("buy", "sell", "a marketplace"), ("good", "bad", "a film search"), ("win", "lose", "a sports archive"),
    ("accept", "reject", "a mail filter"),
]  # fmt: skip
SENSES = [  # who searches for what, and the sense that was meant
    ("A fruit shop", "apple", "the fruit"), ("A fish market", "bass", "the fish"), 
    ("A butcher's shop", "turkey", "the bird"),
    ("A maker of mattresses", "spring", "the coil"), ("A software firm", "windows", "the program"),
    ("A juice bar", "orange", "the fruit"), ("A computer shop", "mouse", "the device"),
    ("A programming school", "python", "the language"), ("A software firm", "java", "the language"),
]  # fmt: skip
JOBS = ("engineer", "nurse", "manager", "secretary", "chef", "captain", "professor", "dancer", "receptionist", "boss")
LATER = ("chatgpt", "tiktok", "covid")  # coined after 2014
ON_MAP = (
    "king",
    "paris",
    "dog",
    "piano",
    "bread",
    "monday",
    "doctor",
    "blue",
    "summer",
    "football",
    "train",
    "guitar",
    "chair",
    "rose",
    "euro",
    "mother",
    "seven",
    "wine",
    "lion",
    "lawyer",
    "happy",
    "shirt",
    "japan",
)


def understand(seed: int) -> Question:
    """Six situations in turn: opposites, an analogy gone wrong, map or list, two senses, habits, a picture."""
    return in_turn(seed, opposites, analogy_gone_wrong, map_or_list, two_senses, habits, which_picture)


def opposites(rng: np.random.Generator) -> Question:
    """Opposites have a high cosine, since they appear in similar sentences."""
    word, other, place = OPPOSITES[rng.integers(len(OPPOSITES))]
    others, high = ("violin", "grape", "knee", "tuesday", "penguin", "lemon"), cosine(word, other)
    unrelated = str(rng.choice([each for each in others if 0.02 < cosine(word, each) < high - 0.2]))
    low = cosine(word, unrelated)
    return one_of(
        rng,
        f"{place[0].upper() + place[1:]} matches texts by GloVe vectors. Someone who asks for *{word}* gets *{other}*, "
        f"too: their cosine is {printed(high, 2)}. That of *{word}* and *{unrelated}* is {printed(low, 2)}. Why is the "
        "first so high?",
        "They stand in similar sentences",
        {
            "They have nearly the same meaning": "They are opposites. The vectors record the company of a word, and "
            "opposites keep much the same company.",
            "They point in opposite directions": (
                f"Then the cosine would be negative. {printed(high, 2)} says that they point much the same way.",
                "dot_product",
            ),
            "Their vectors are about equally long": ("A cosine divides the lengths out.", "dot_product"),
        },
        f"*{word[0].upper() + word[1:]}* and *{other}* fit into the same sentences, and that is all a vector learns "
        "from. **They stand in similar sentences**, so don't read a high cosine as the same meaning.",
        ("What are these vectors learned from?", "Think of a sentence with one word, and put the other in its place."),
    )  # fmt: skip


def analogy_gone_wrong(rng: np.random.Generator) -> Question:
    """What has the code done that gives this answer to an analogy? Every answer is looked up."""
    version = int(rng.integers(4))
    fitting = [key for key, found in winners().items() if found.count(found[version]) == 1 and found[version] != key[3]]
    a, b, c, expected = fitting[rng.integers(len(fitting))]
    found = winners()[a, b, c, expected]
    texts = [
        "Nothing: it is what the vectors say", "It left your three words in", f"It turned a sign: {a} − {b} + {c}",
        f"It forgot a word: {b} + {c}",
    ]  # fmt: skip
    whys = [f"With {b} − {a} + {c} and the three words left out, *{found[0]}* is nearest."]
    whys += [
        f"Then one of the three may win: here it would answer *{found[1]}*.",
        f"That goes the wrong way round, and would answer *{found[2]}* here.",
        f"Without taking {a} away it would answer *{found[3]}* here.",
    ]
    cures = ("Five of the thirty analogies on this page fail like that: look before you rely on one.",
             "The sum often stays near one of its own words, so leave them out.",
             "The difference leads from the first word to the second.",
             "The first word must be taken away.")  # fmt: skip
    return one_of(
        rng,
        f"Your code answers *{a}* is to *{b}* as *{c}* is to … with **{found[version]}**. You expected *{expected}*. "
        "What has it done?",
        texts[version],
        {texts[each]: whys[each] for each in range(4) if each != version},
        f"**{texts[version]}**: looked up among the 843 words, that gives *{found[version]}*. {cures[version]}",
        ("Which sum belongs to this analogy?", "Is the answer one of the three, near the third word, or near the "
        "second?"),
    )  # fmt: skip


def map_or_list(rng: np.random.Generator) -> Question:
    """The flat map and the list of cosines disagree. The map keeps 18 % of how words differ."""
    fitting = [word for word in ON_MAP if map_neighbour(word)[1] > 3]
    word = fitting[rng.integers(len(fitting))]
    near, place, first = map_neighbour(word)
    who = str(rng.choice(["A colleague", "A customer", "Your product manager", "A student"]))
    right = f"{first}: the list uses all 50 numbers"
    return one_of(
        rng,
        f"{who} points at the flat map of words: *{near}* stands closest to *{word}*. In the list of cosines, *{near}* "
        f"comes {ordinal(place)}, and *{first}* first. Which of the two is nearer to *{word}*, going by their vectors?",
        right,
        {
            f"{near}: the map shows true distances": "It can't: 50 dimensions don't fit on paper. This map keeps "
            f"{100 * word_map().share:.0f} % of how the words differ.",
            f"{near}: a distance is exact, a cosine isn't": "Both are exact. But the map's distance is measured after "
            "most of the numbers' differences were thrown away.",
            "Neither: they would agree if both were right": "They can both be computed rightly and disagree: the map "
            "is a flat shadow of 50 dimensions.",
        },
        f"The map flattens 50 dimensions to two. The answer is **{right}**. Use the map to look around, and the list "
        "to decide.",
        ("How many numbers does a word have, and how many on the map?", "What is lost when something is flattened?"),
    )  # fmt: skip


def two_senses(rng: np.random.Generator) -> Question:
    """One vector for a spelling: the sense that its texts used most decides."""
    who, word, sense = SENSES[rng.integers(len(SENSES))]
    near = [words().words[row] for row in nearest(words().vectors[word_rows()[word]], words().vectors, k=4)[1:]]
    right = "In its texts the word mostly had another sense"
    return one_of(
        rng,
        f"{who} uses GloVe for its search and means {sense}. Nearest to *{word}* are *{near[0]}*, *{near[1]}* and "
        f"*{near[2]}*. Why?",
        right,
        {
            "Its vector is too short to reach the right words": (
                "Length plays no part: the cosine compares directions.", "dot_product"),
            "The cosine puts the most frequent words first": "A cosine knows nothing of frequency. It looks at two "
            "directions, and no more.",
            "Words are compared letter by letter": f"The letters don't count. *{near[1].capitalize()}* got its vector "
            "from the sentences it stands in.",
        },
        f"There is one vector for each spelling, and all its senses are mixed in it, as often as the texts use them. "
        f"**{right}**. Learn vectors from your own texts, or use a model that reads the whole sentence.",
        ("How many vectors does one spelling have?", "Newspapers and Wikipedia: how do they use this word?"),
    )  # fmt: skip


def habits(rng: np.random.Generator) -> Question:
    """A ranking that moves with a pronoun, or a word without a vector: both come from the texts."""
    old = bool(rng.random() < 0.4)
    bias, date = "The texts it learned from are like that", "The texts it learned from are too old"
    few, sign = "50 numbers are too few for that word", "That word's vector points the wrong way"
    if old:
        word = str(rng.choice(LATER))
        place = str(rng.choice(["a news search", "a help desk's search", "a shop's search"]))
        prompt = (
            f"For {place} you look up *{word}* among GloVe's words, learned from texts up to 2014. It isn't there. "
            "What is the reason?"
        )
        right, wrong = date, {
            bias: "Habits of the texts shape a vector. Here there is no vector to shape.",
            few: "How many numbers a word gets doesn't decide which words are there.",
            sign: "It has no vector at all, so there is none to point anywhere.",
        }  # fmt: skip
        solution = (
            f"**{date}**: *{word}* was coined after 2014, so nothing could be learned of it. Use newer vectors, or "
            "train on your own texts."
        )
    else:
        job, texts = str(rng.choice(JOBS)), str(rng.choice(["letters", "profiles", "references", "portraits"]))
        he, she = cosine(job, "he"), cosine(job, "she")
        one, other = ("he", "she") if he > she else ("she", "he")
        prompt = (
            f"You rank {texts} by their cosine with *{job}*. You swap *{one}* for *{other}* in one "
            f"of them, and it falls. In GloVe, *{job}* has cosine {printed(max(he, she), 2)} with *{one}* and "
            f"{printed(min(he, she), 2)} with *{other}*. Where does that come from?"
        )
        right, wrong = bias, {
            date: "Newer texts may have habits of their own. That they are from before 2014 isn't the reason here.",
            few: "More numbers would record the company of the words more finely, with the same habits in it.",
            sign: f"Both cosines are positive. The vectors lean the same way, *{one}* a little more.",
        }  # fmt: skip
        solution = (
            f"**{bias}**: they put *{job}* beside *{one}* more than beside *{other}*, and the vectors keep it. Swap "
            "pronouns in a test set, and compare the rankings before you ship."
        )
    return one_of(
        rng, prompt, right, wrong, solution,
        ("What does a program know that has only read texts?", "Which texts were these, and what stood in them?"),
    )  # fmt: skip


def which_picture(rng: np.random.Generator) -> Question:
    """Where does b − a + c lie? The way from a to b, taken from c."""
    a, b, c, _ = list(winners())[rng.integers(len(winners()))]
    while True:
        A, B, C = rng.integers(-8, 9, size=(3, 2)) / 2
        spots = np.array([B - A + C, A - B + C, (A + B + C) / 3])
        every = np.vstack([A, B, C, spots])
        apart = np.hypot(*(every[:, np.newaxis] - every).T) + 9 * np.eye(len(every))
        if np.abs(every).max() <= 4.2 and apart.min() > 1.6:
            break
    return one_of(
        rng,
        f"You look for the word that is to *{c}* as *{b}* is to *{a}*. On a flat picture of three words, where do you "
        "search: in which picture does the ring stand in the right place?",
        _sketch(A, B, C, spots[0], (a, b, c)),
        [
            (_sketch(A, B, C, spots[1], (a, b, c)), f"That is {a} − {b} + {c}: the way from {b} to {a}, the wrong way "
            "round."),
            (_sketch(A, B, C, spots[2], (a, b, c)), "That is the middle of the three. An analogy takes a difference, "
             "not a mean."),
        ],
        f"Go the way that leads from {a} to {b}, but start at {c}: {b} − {a} + {c}. So it is **{{right}}**.",
        (f"Which way leads from {a} to {b}?", "Take that way again, from another start."),
    )  # fmt: skip


# ---------------------------------------------------------------- looked up in the vectors


def cosine(word: str, other: str) -> float:
    """The cosine of two of the 5,843 words."""
    return cosine_similarity(*(words().vectors[word_rows()[each]] for each in (word, other)))


@cache
def winners() -> dict[tuple, tuple[str, str, str, str]]:
    """For each analogy what comes out: as it should be, with its words left in, a sign turned, a forgotten."""
    found, vocabulary = {}, list(grouped_words().words)
    units = unit(grouped_words().vectors.astype(float))
    for a, b, c, expected in ((each.a, each.b, each.c, each.expected) for each in analogies()):
        right = [analogy(a, b, c, vocabulary, units, 1, out)[0] for out in (True, False)]
        turned = analogy(b, a, c, vocabulary, units, 1)[0]
        total = units[vocabulary.index(b)] + units[vocabulary.index(c)]
        ranked = (vocabulary[row] for row in nearest(total, units, k=4))
        found[a, b, c, expected] = (*right, turned, next(word for word in ranked if word not in (a, b, c)))
    return found


@cache
def map_neighbour(word: str) -> tuple[str, int, str]:
    """The word that stands closest on the map, its place in the list of cosines, and the first of that list."""
    vocabulary, points = list(grouped_words().words), word_map().points
    row = vocabulary.index(word)
    order = np.argsort(np.hypot(*(points - points[row]).T), kind="stable")
    near = next(int(each) for each in order if each != row)
    ranking = top_k(similarities(grouped_words().vectors[row], grouped_words().vectors), len(vocabulary))
    ranking.remove(row)
    return vocabulary[near], ranking.index(near) + 1, vocabulary[ranking[0]]


def _sketch(a, b, c, spot, names) -> Sketch:
    drawn = [marks.points([a, b, c], role="data", size=4)]
    drawn += [marks.text(at, name, role="ink", dx=7, dy=-5, loose=True) for at, name in zip((a, b, c), names)]
    return Sketch([*drawn, marks.points([spot], role="truth", size=9, hollow=True, width=2.5)], (-5, 6.5, -5, 5))
