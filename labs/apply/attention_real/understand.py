"""What `attention_real` asks beside numbers: what a weight says and doesn't say, and what would show more."""

from __future__ import annotations

from functools import cache

import numpy as np

from core.attention import softmax
from core.data import attention_sentences, contexts
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import number, percent


def understand(seed: int) -> Question:
    """One of six situations, with a story and numbers of its own."""
    return in_turn(seed, one_weight, explained, found_by_luck, maps, what_moves, layers)


def one_weight(rng: np.random.Generator) -> Question:
    """A weight of the real model, with the one the other way round beside it: what do they say?"""
    while True:
        sentence = attention_sentences()[rng.integers(6)]
        layer, head = int(rng.integers(6)), int(rng.integers(12))
        asks, looked = (int(at) for at in rng.choice(np.arange(1, len(sentence.tokens) - 2), 2, replace=False))
        a, b = sentence.tokens[asks], sentence.tokens[looked]
        w, back = (float(sentence.weights[layer, head][at]) for at in ((asks, looked), (looked, asks)))
        if min(w, back) > 0.04 and abs(w - back) > 0.1 and sentence.tokens.count(a) == sentence.tokens.count(b) == 1:
            break
    there = rng.random() < 0.5
    shown, row, column = (w, a, b) if there else (back, b, a)
    right = f"“{row}” takes {number(shown, 2)} of the value of “{column}”"
    return one_of(
        rng,
        f"“{sentence.text}” In layer {layer}, head {head} of the step's model, the weight in the row of “{a}” and the "
        f"column of “{b}” is {number(w, 2)}; in the row of “{b}” and the column of “{a}” it is {number(back, 2)}. What "
        f"does the {'first' if there else 'second'} number, {number(shown, 2)}, say?",
        right,
        {
            f"“{column}” takes {number(shown, 2)} of the value of “{row}”": (
                "You swapped row and column. The row belongs to the token that asks and gets the mix.", "attention"),
            f"Of the 72 heads, {percent(round(shown, 2))} look from “{row}” to “{column}”": "It is a weight within one "
            "head: the share of one value in one mix. The other heads have weights of their own.",
            f"The model takes “{row}” to mean “{column}”, {percent(round(shown, 2))} sure": "You read a meaning into "
            "it. A weight says how much of a value is taken, not what the value holds or what the model concludes.",
        },
        f"Each row holds the weights of one token that asks, and they add up to 1. In this head “{row}” takes "
        f"{number(shown, 2)} of what “{column}” has to give, and the rest from others. What later layers make of it "
        "the weight doesn't say.",
        ("Who asks: the row or the column?", "A weight multiplies something, and the products are added. What is it?"),
    )  # fmt: skip


CLAIMS = (
    ("a review is called negative", "dreadful", "negative"), ("a ticket goes to the billing "
    "team", "invoice", "billing"),
    ("a mail is called spam", "winner", "spam"), ("a comment is flagged as rude", "idiot", "rude"),
    ("a note is called urgent", "chest", "urgent"),
)  # fmt: skip


def explained(rng: np.random.Generator) -> Question:
    """A heat map is offered as an explanation: what would test it, and what did the test show?"""
    what, word, label = CLAIMS[rng.integers(len(CLAIMS))]
    w, p = number(rng.uniform(0.45, 0.8), 2), rng.uniform(0.9, 0.97)
    case = ("test", "stays", "falls")[rng.integers(3)]
    q = p - 0.01 if case == "stays" else rng.uniform(0.1, 0.4)
    start = f"A model decides that {what}. In one head, the token that decides puts a weight of {w} on “{word}”. "
    (
        hangs,
        not_,
    ) = f"The answer hangs on “{word}”", f"The answer hangs little on “{word}”"
    if case == "test":
        return one_of(
            rng,
            start + "A colleague shows the heat map: “That is why.” How do you find out whether the answer hangs on "
            f"“{word}”?",
            "Take the word out and run it again",
            {
                "Look for other heads that show the same": "Among many heads you will find one for many a story. More "
                "maps of the same kind are no test.",
                "Average the weights of all heads": "An average is still a map of what was taken. It doesn't say what "
                "the answer would be without it.",
                f"Ask whether {w} is larger than 0.5": "No threshold makes a weight an explanation. It says how much "
                "of a value is taken, not what follows from it.",
            },
            "A weight is what was taken in one head; later layers may ignore it. Change the input and see whether the "
            "answer changes: take the word out, or put another in its place.",
            ("What would you see if the colleague were right, and what if not?",
             "To learn what something hangs on, change one thing."),
        )  # fmt: skip
    right, other = (not_, hangs) if case == "stays" else (hangs, not_)
    result = f"The probability of “{label}” goes from {number(p, 2)} to {number(q, 2)}."
    return one_of(
        rng,
        start + f"You replace “{word}” by a neutral word and run the model again. {result} What follows?",
        right,
        {
            other: f"{result} " + ("Without the word it says nearly the same, whatever the weight was." if
                                   case == "stays" else "Without the word it says something else."),
            f"The head was wrong to look at “{word}”": "A head isn't right or wrong: it takes values and hands on a "
            "mix. What counts is the answer.",
            f"A weight of {w} explains the answer": "You trust the map more than the test. The weight was the same "
            "before you knew how the answer changes.",
        },
        f"{result} "
        + (f"So it doesn't need “{word}”, though the head looks there. Other words say the same, or later layers "
        "don't use it." if case == "stays" else
           f"So it needs “{word}”. That you know from the test, and not from the heat map; with a small weight the "
           "result would say the same."),
        ("Compare the two probabilities, and forget the map for a moment.",),
    )  # fmt: skip


def found_by_luck(rng: np.random.Generator) -> Question:
    """One head of 72 does what was hoped for: how often would luck alone give one?"""
    many = bool(rng.integers(2))
    few = ((2, 3), (2, 4), (2, 5), (3, 2), (3, 3), (4, 2))
    nouns, texts = few[rng.integers(6)]
    texts += {2: 10, 3: 7, 4: 6}[nouns] if many else 0
    luck = 1 - (1 - nouns**-texts) ** 72
    what, whom = (
        ("pronouns", "the noun that the pronoun stands for"), ("verbs", "the verb's subject"),
        ("adjectives", "the noun that the adjective describes"), ("“not”", "the verb that is denied"),
    )[rng.integers(4)]  # fmt: skip
    told = (
        f"A head that picks one of {nouns} at random is right in all {texts} with a probability of "
        f"$1/{nouns}^{{{texts}}}$; among 72 such heads at least one is, in {percent(luck)} of all cases"
    )
    little, more = "Little: by luck, one of 72 would do it", "That luck alone is a poor explanation"
    return one_of(
        rng,
        f"You go through all 72 heads of a model, looking for one that handles {what}. In all of {texts} "
        f"sentences, each with {nouns} words to choose from, one head gives the largest weight to {whom}. What does "
        "that show?",
        more if many else little,
        {
            (little if many else more): f"{told}. " + ("So luck would hardly ever give one." if many else
                                                       "So luck is a very good explanation."),
            f"The model handles {what} in this head": "You go from where it looks to what it does. That would take a "
            "test: switch the head off, or change the word, and see whether the answer changes.",
            "Nothing: 71 heads don't do it": "It needn't be done everywhere. How often luck would give one head among "
            "72 is the question.",
        },
        f"{told}. " + ("So this head has something to do with it. Whether the model uses it, only a change of the "
        "input or of the head can tell." if many else
                       "Try the head on new sentences that it wasn't chosen by."),
        (f"How probable is it that one head, choosing at random among {nouns}, is right {texts} times in a row?",
         "And you didn't look at one head, but at 72."),
    )  # fmt: skip


def maps(rng: np.random.Generator) -> Question:
    """Maps of four heads: who looks where?"""
    n = int(rng.integers(7, 10))
    at = np.arange(n)
    places = {"before": at - 1, "after": at + 1, "itself": at, "first": 0 * at}
    drawn = {}
    for name, to in places.items():
        scores = rng.normal(0, 0.5, (n, n))
        scores[at, np.clip(to, 0, n - 1)] += rng.uniform(3.5, 4.5)
        drawn[name] = mapped(softmax(scores))
    asked = list(places)[rng.integers(4)]
    others = ["after", "itself", "first"] if asked == "before" else ["before", *(name for name in places if name not in
                                                                                ("before", asked))]  # fmt: skip
    facts = {
        "before": "the dark cells stand one below the diagonal: each row takes from the column one to its left, the "
        "token before",
        "after": "the dark cells stand one above the diagonal: each row takes from the column one to its right, the "
        "token after",
        "itself": "the dark cells stand on the diagonal: each token takes from itself",
        "first": "the dark cells fill the first column: every token takes from the first one",
    }
    ask = {
        "before": "Every token but the first looks at the one before it.",
        "after": "Every token but the last looks at the one after it.",
        "itself": "Every token keeps mostly its own value.",
        "first": "Every token looks at the first one, [CLS].",
    }[asked]
    chosen = [*others[:1], *(str(name) for name in rng.permutation(others[1:])[:1])]
    return one_of(
        rng,
        f"Maps of three heads for a sentence of {n} tokens. Each row is a token that asks, the first on top; each "
        f"column a token that is looked at, the first at the left. The darker, the more weight. {ask} Which head does "
        "that?",
        drawn[asked],
        [(drawn[name], f"Here {facts[name]}.") for name in chosen],
        f"In {{right}} {facts[asked]}. Read a map row by row: a row is one token's question.",
        ("Take one row, say the fourth from the top. Which column is dark in it?",
         "Rows ask, columns are looked at. The diagonal is a token and itself."),
    )  # fmt: skip


def mapped(weights: np.ndarray) -> Sketch:
    """A head's weights as shaded cells, first row on top."""
    box = (10, 150, 10, 150)
    corners = [(10, 10), (150, 10), (150, 150), (10, 150)]
    frame = marks.polygon(corners, "context", fill=0, width=1)
    diagonal = marks.line([(10, 150), (150, 10)], "context", width=1, dash="2 4", opacity=0.6)
    return Sketch([marks.heat(box, weights, plus="truth"), diagonal, frame], (0, 160, 0, 160))


LARGER, EQUAL, MIX, NEITHER = (
    "The weights move further apart", "The weights come closer together", "The weights stay, the mix changes",
    "Neither weights nor mix change",
)  # fmt: skip
CHANGES = {
    "unscaled": (LARGER, "Somebody leaves out the division by $\\sqrt{32}$.",
                 "All scores become $\\sqrt{32}$ times as large, so their differences do, and softmax turns larger "
                 "differences into weights nearer to 0 and 1"),
    "queries": (LARGER, "A bug multiplies every query by 4.",
                "All scores become 4 times as large, and with them their differences, so the largest weight grows"),
    "keys": (EQUAL, "A bug divides every key by 4.",
             "All scores become a quarter of what they were, and with them their differences, so the weights come "
             "closer"),
    "temperature": (EQUAL, "Somebody divides by 32 instead of $\\sqrt{32}$.",
                    "All differences between scores shrink, and softmax makes more equal weights of them"),
    "values": (MIX, "A bug multiplies every value by 2.",
               "Scores are made of queries and keys alone, so the weights stay. The mix of values doubles"),
    "swapped": (MIX, "The values of two tokens are swapped by mistake; queries and keys stay.",
                "Scores are made of queries and keys alone, so the weights stay. They now mix other values"),
    "constant": (NEITHER, "Before softmax, somebody adds 100 to all scores of a row.",
                 "Softmax looks at differences alone, and those stay when all scores of a row rise alike"),
    "bias": (NEITHER, "The bias of the keys is lost: from every key the same vector $b_k$ is missing.",
             "Each score of a row changes by the same number, $q \\cdot b_k / \\sqrt{d}$, and softmax looks at "
             "differences alone"),
}  # fmt: skip


def what_moves(rng: np.random.Generator) -> Question:
    """What becomes of the weights and of the mix when something in a head is changed."""
    right, change, why = CHANGES[list(CHANGES)[rng.integers(len(CHANGES))]]
    head, layer, asks = (
        int(rng.integers(12)),
        int(rng.integers(6)),
        ("it", "bank", "river", "suitcase")[rng.integers(4)],
    )
    says = {
        LARGER: "You expect larger differences between the scores.",
        EQUAL: "You expect smaller differences between the scores.",
        MIX: "You expect other values and the same scores.",
        NEITHER: "You expect a shift that all scores of a row share, and the same values.",
    }
    return one_of(
        rng,
        f"In layer {layer}, head {head}, the token “{asks}” asks. {change} What becomes of its weights, and of what "
        "the head hands to it?",
        right,
        {choice: f"{told} {why}." for choice, told in says.items() if choice != right},
        f"{why}. Go through it in order: scores, softmax, mix.",
        ("Which of queries, keys and values is touched? Which of them make the scores?",
         "Softmax doesn't see scores, it sees their differences."),
    )  # fmt: skip


@cache
def shares() -> tuple[np.ndarray, list[list[tuple[int, int]]]]:
    """After each layer: how many of 36 uses are nearest to one of their own sense, and which (use, other) are not."""
    units = contexts().layers.astype(float)
    units /= np.linalg.norm(units, axis=2, keepdims=True)
    wrong = []
    for layer in range(7):
        found = []
        for first in range(0, 36, 6):
            six = units[first : first + 6, layer]
            nearest = (np.round(six @ six.T, 9) - 2 * np.eye(6)).argmax(axis=1)
            found += [(first + use, first + int(other)) for use, other in enumerate(nearest) if use // 3 != other // 3]
        wrong.append(found)
    return np.array([1 - len(found) / 36 for found in wrong]), wrong


def layers(rng: np.random.Generator) -> Question:
    """Vectors of one word in two senses: why early layers mix them up, and what the shares allow to be said."""
    share, wrong = shares()
    if rng.integers(2):
        use, other = wrong[0][rng.integers(len(wrong[0]))]
        word, (sense, another) = contexts().words[use], (contexts().senses[at] for at in (use, other))
        return one_of(
            rng,
            f"You look up uses of “{word}” that are like this one: “{contexts().texts[use]}” ({sense}) As vector you "
            "take the model's numbers for the word before the first layer. The nearest of the other five uses is "
            f"“{contexts().texts[other]}” ({another}) Why?",
            "It knows the word and its place only",
            {
                "The cosine can't tell senses apart": "The cosine is the same measure in every layer. With vectors "
                f"from after layer 4 it finds one of the same sense for {percent(share[4])} of the uses.",
                "The vectors aren't normalised": ("The cosine normalises by itself. It isn't the "
                "lengths.", "dot_product"),
                "The model has never learned this sense": "Later layers do tell the senses apart, so the model knows "
                "them. They have just not been looked at yet.",
            },
            "Before the first layer no token has looked at another, so every use of the word starts from the same "
            "vector plus its place in the sentence. Take vectors from a later layer: after layer 4, "
            f"{percent(share[4])} of the 36 uses are nearest to one of their own sense.",
            ("What happens in a layer? Has it happened yet?", "From where could the word's vector know the sentence?"),
        )  # fmt: skip
    layer = int(rng.choice([0, 1, 2, 6]))
    whole = [n for n in range(7) if share[n] == 1]
    rows = "".join(f"| {n} | {percent(round(share[n], 2))} |\n" for n in range(7))
    start = (
        "A table of this step: for how many of 36 uses of six words, each in two senses, the nearest other use of "
        f"the word has the same sense.\n\n| layers gone through | same sense |\n|---|---|\n{rows}\n"
    )
    right = f"Here, layers {whole[0]} to {whole[-1]} make no such mistake"
    wrong_ = {
        f"From layer {whole[0]} on it knows every word's senses": "You go from 36 uses of six words to all words. No "
        "other word was asked.",
        "The last layer knows most, so take that one": f"It has {percent(round(share[6], 2))}, less than layers "
        f"{whole[0]} to {whole[-1]}. The last layer serves what the model was trained for.",
        f"{percent(round(share[0], 2))} before the first layer is pure guessing": "Of the five other uses two have "
        f"the same sense, so guessing gives {percent(2 / 5)}. The vectors already differ by the word's place in the "
        "sentence.",
    }
    if layer in (1, 2):
        wrong_[f"After layer {layer} it is {percent(round(share[layer], 2))} sure of a sense"] = (
            f"It is a share of uses, not a probability: {round(36 * share[layer])} of 36 have a nearest one of their "
            "own sense."
        )
        del wrong_["The last layer knows most, so take that one"]
    who = ("A colleague", "A blog post", "A reviewer", "A student", "A product page")[rng.integers(5)]
    return one_of(
        rng,
        start + f"{who} draws four conclusions from it. Which one holds?",
        right,
        wrong_,
        f"The table counts these 36 uses and nothing else, and there layers {whole[0]} to {whole[-1]} have 100 %. For "
        "your own words, count on your own sentences, and don't choose the layer and report its score on the same "
        "ones.",
        ("Which of the four says no more than the table counts?", "How many words and uses were asked?"),
    )  # fmt: skip
