"""The checkpoint of `transformer`, to be understood: what a mask lets through, and what can't be concluded."""

from __future__ import annotations

import numpy as np

from core.data import head_habits, lenses
from core.transformer import causal_mask
from labs.apply.transformer.picture import on_one_line
from ui import marks
from ui.question import Question, Sketch, in_turn, one_of
from ui.words import counted, ordinal, percent

TEXTS = (  # with the word whose row is asked for
    ("The cup fell off the shelf because it was full of water", "it"),
    ("The bank said that the flood had ruined its old cellar", "bank"),
    ("My sister told the doctor that she felt much better today", "she"),
    ("The bat flew out of the cave when night came down", "bat"),
    ("A match between the two teams was lit by torches", "match"),
    ("The letter that he wrote was lost when they moved house", "they"),
)


def understand(seed: int) -> Question:
    """One of four situations."""
    return in_turn(seed, depends, which_mask, symptom, conclude)


def depends(rng: np.random.Generator) -> Question:
    """Which change of the sentence can change a token's vector, with a mask and without."""
    text, word = TEXTS[rng.integers(len(TEXTS))]
    words, causal = text.split(), bool(rng.random() < 0.7)
    at = words.index(word)
    places = [int(place) for place in rng.permutation([k for k in range(len(words)) if k != at])[:2]]
    model = (
        "A language model that writes from left to right, with a causal mask," if causal else
        "A model for search, without a mask,"
    )  # fmt: skip
    ask = (
        f"{model} reads “{text}.”, one word a token. In a copy of the sentence, “{words[places[0]]}” is replaced by "
        f"another word, and in a second copy “{words[places[1]]}” is. In which copies can the vector of “{word}” "
        "become another one, somewhere on its way through the layers?"
    )
    told = [f"“{words[k]}” comes {'after' if k > at else 'before'} “{word}”" for k in places]
    why = (
        f"{told[0]}, {told[1]}, and the mask hides in every layer what comes after" if causal else
        "nothing is hidden: every token may look at every other, before it or after it"
    )  # fmt: skip
    names = {(True, False): "In the first only", (False, True): "In the second only", (True, True): "In both",
             (False, False): "In neither"}  # fmt: skip
    reached = tuple(k < at or not causal for k in places)
    says = {
        "In the first only": f"That would need a mask that hides the second word alone. Here {why}.",
        "In the second only": f"That would need a mask that hides the first word alone. Here {why}.",
        "In both": f"That would need both words to be in sight. Here {why}.",
        "In neither": f"That would need both words to be hidden. Here {why}.",
    }
    right = names[reached]
    return one_of(
        rng, ask, right, {choice: said for choice, said in says.items() if choice != right},
        f"Here {why}. So the answer is **{right.lower()}**.",
        ("Which tokens may this one look at, in this model?", "What it may not look at can't reach it through another "
         "token either, for that one stands before it, too." if causal else "Is there anything that hides a token?"),
    )  # fmt: skip


MASKS = {
    "causal": (
        "A model is trained to predict the next token. Which mask does it need?",
        "row i holds the cells up to the diagonal: itself, and what came before",
    ),
    "ahead": (
        "A training run reports a loss near 0 from the first hour on, and what the model writes is nonsense. "
        "Which mask "
        "was it?",
        "each row reaches one cell beyond the diagonal: the next token, which is the very answer",
    ),
    "all": (
        "A model turns whole texts into vectors for search, and each word should be read with all the others. "
        "Which mask?",
        "every cell is filled: each token sees all",
    ),
    "strict": (
        "A programmer wrote `j < i` where `j <= i` was meant. Which mask came out?",
        "the diagonal is missing: no token sees itself, and the first sees nothing",
    ),
    "before": (
        "A programmer turned the inequality round: `j >= i`. Which mask came out?",
        "each row holds the diagonal and what lies to the right: itself, and the future alone",
    ),
    "window": (
        "To save memory, each token may see itself and the two before it, and no more. Which mask?",
        "each row has three cells, up to the diagonal: what lies further back is hidden",
    ),
}


def mask_of(name: str, n: int) -> np.ndarray:
    """A mask as ones and zeros."""
    causal = causal_mask(n)
    return {
        "causal": causal, "ahead": causal_mask(n, 1), "all": np.ones((n, n), dtype=bool),
        "strict": causal & ~np.eye(n, dtype=bool), "before": causal.T,
        "window": causal & ~(np.tri(n, k=-3, dtype=bool)),
    }[name]  # fmt: skip


def which_mask(rng: np.random.Generator) -> Question:
    """Three masks as pictures."""
    n, names = int(rng.integers(6, 9)), list(MASKS)
    asked = names[rng.integers(len(names))]
    near = {"causal": ["ahead", "strict", "before"], "ahead": ["causal", "all", "before"], "all": ["causal", "before",
            "ahead"], "strict": ["causal", "before", "window"], "before": ["causal", "ahead", "strict"],
            "window": ["causal", "strict", "ahead"]}[asked]  # fmt: skip
    others = [str(name) for name in rng.permutation(near)[:2]]
    return one_of(
        rng,
        f"{counted(n, 'token')}. Each row is a token that asks, the first on top; each column one that is "
        f"looked at, the "
        f"first at the left. A filled cell may be looked at. {MASKS[asked][0]}",
        sketch(asked, n),
        [(sketch(name, n), f"In this one {MASKS[name][1]}.") for name in others],
        f"It is {{right}}: {MASKS[asked][1]}.",
        ("Take one row, say the third. Which cells should it hold?", "The diagonal is a token and itself."),
    )


def sketch(name: str, n: int) -> Sketch:
    """A mask as a table with filled cells, first row on top."""
    box, corners = (10, 150, 10, 150), [(10, 10), (150, 10), (150, 150), (10, 150)]
    side = 140 / n
    grid = [[(10 + side * k, 10), (10 + side * k, 150)] for k in range(1, n)]
    grid += [[(10, 10 + side * k), (150, 10 + side * k)] for k in range(1, n)]
    drawn = [marks.heat(box, 0.7 * mask_of(name, n), plus="truth"), marks.lines(grid, width=1, opacity=0.3)]
    frame = marks.polygon(corners, "context", fill=0, width=1)
    return Sketch([*drawn, frame, marks.line([(10, 150), (150, 10)], "context", width=1, dash="2 4")], (0, 160, 0, 160))


CAUSES = {
    "ahead": "The mask lets each token see the next",
    "padding": "Padding tokens may be looked at",
    "order": "Positions aren't told",
    "base": "Positions are counted from another start",
    "norm": "A norm before the block is missing",
    "first": "The text's first token was cut off",
}
SYMPTOMS = (
    ("ahead", "A model in training reaches a loss of 0.02 on its own data and on unseen data. Let it write, and it "
     "repeats one word for ever.",
     "Where the next token can be seen, predicting it is copying it. While it writes there is no next token to copy"),
    ("ahead", "{who} rewrites attention for speed. The validation loss falls to a tenth overnight, and users complain "
     "about every answer.",
     "Such a fall without better text means that the answer has become visible in training"),
    ("padding", "The same prompt, sent alone and in a batch with a longer one, gets different answers, at "
     "temperature 0.",
     "In a batch, shorter prompts are filled up. Alone nothing is filled up, so only what was filled in can make the "
     "difference"),
    ("padding", "{who} measures a classifier on top of a language model. With batches of 1 it is right far more "
     "often than "
     "with batches of 32.",
     "In larger batches more places are filled up, and what fills them is mixed into the vectors"),
    ("order", "A home-made model for search, without a mask, gives “today” the same vector in “dog bites man today” "
     "and in “man bites dog today”, whatever its weights.",
     "Without a mask and without positions, a query meets the same keys in whatever order they stand"),
    ("order", "After {who} ported a model, it answers as if the words of a prompt had been shuffled. One token "
     "alone gives "
     "the very logits it should.",
     "With one token there is no order. So what is lost is where tokens stand"),
    ("norm", "A port of a model overflows in its last layers: inputs to attention have lengths from 100 to "
     "24,000, where "
     "the original has one size for all.",
     "It is the norm that brings a stream of any length to one size before attention reads it"),
    ("norm", "In {who}'s port one token, the first, makes scores of over 100,000 in a late layer, and every "
     "weight in the "
     "head is 0 or 1.",
     "The first token's vector is far longer than any other. A norm would have brought it to their size"),
)  # fmt: skip


def symptom(rng: np.random.Generator) -> Question:
    """A symptom, and which part of the transformer is behind it."""
    cause, told, why = SYMPTOMS[rng.integers(len(SYMPTOMS))]
    who = ("a colleague", "an intern", "your team", "a contractor", "a friend")[rng.integers(5)]
    told = told.format(who=who)
    not_it = {
        "ahead": "A mask that shows the answer makes the loss too good, in training and on unseen data alike.",
        "padding": "Padding matters only where something is filled up: in a batch, for the shorter ones.",
        "order": "Without positions a score doesn't know how far apart tokens stand: the order suffers.",
        "base": "Rotary positions make scores of how far apart two tokens stand: another start changes none.",
        "norm": "Without a norm, long vectors make large scores: weights of 0 and 1, or an overflow.",
        "first": "The model would miss a place where half of its heads rest: worse text, but none of this.",
    }
    others = [str(name) for name in rng.permutation([name for name in CAUSES if name != cause])[:3]]
    return one_of(
        rng,
        told[0].upper() + told[1:] + " What is the likeliest cause?",
        CAUSES[cause],
        {CAUSES[name]: not_it[name] for name in others},
        f"{why}. **{CAUSES[cause]}**.",
        ("What would each of these causes change: the loss, the order, the size, the company?",
         "Ask for each cause: would it show in this way, and in no other?"),
    )  # fmt: skip


def conclude(rng: np.random.Generator) -> Question:
    """What a table of heads, or of answers layer by layer, allows to be said."""
    if rng.integers(2):
        lens = lenses()[rng.integers(len(lenses()))]
        first = int(np.argmax(lens.answer_ranks == 1))
        stop = int(rng.integers(max(2, first - 12), first))
        final, leads = lens.answer.strip(), lens.tokens[stop][0].strip() or "a space"
        prompt = on_one_line(lens.prompt)
        right = f"The lens can't read {final} there yet"
        return one_of(
            rng,
            f"“{prompt}”: after {stop} of 30 layers a logit lens reads “{leads}” first, and “{final}” "
            f"{ordinal(int(lens.answer_ranks[stop]))} of 49,152. In the end the model says “{final}”. What does "
            f"the lens "
            "show at that layer?",
            right,
            {
                f"The model doesn't know {final} yet": "What is known may stand in the vector in a form that the last "
                "layer's dictionary can't read. The lens reads with that one alone.",
                f"The model wants to say {leads}": "It isn't asked there. The lens reads a middle vector as if it were "
                "the last; the model never does.",
                f"Layer {stop + 1} will decide": f"It comes first after {counted(first, 'layer')}. And a low rank "
                "doesn't say which layer brings what is needed.",
            },
            f"A logit lens reads a middle vector with the dictionary of the end. **{right}**: that is all it shows. "
            "Whether the model knows it in another form, it can't tell.",
            ("With which matrix does the lens read, and for which vectors was it made?",
             "Is a thing that can't be read there not there?"),
        )  # fmt: skip
    share = float((head_habits().first > 0.5).mean())
    layer = int(rng.integers(2, 30))
    here = int((head_habits().first[layer] > 0.5).sum())
    who = ("A dashboard", "A blog post", "A colleague", "A paper", "A vendor")[rng.integers(5)]
    what = ("averages the attention of all 270 heads", "adds up the weights of all layers and heads",
            "takes the mean of the nine heads of each layer")[rng.integers(3)]  # fmt: skip
    right = "That many heads rest on the first token"
    return one_of(
        rng,
        f"{who} {what} and finds that this model “looks most at the first token”. You know that a newline stands in "
        f"front of every text, and that on random words {percent(round(share, 2))} of the heads put more than half of "
        f"their weight on it (in layer {layer}: {here} of 9). What does the finding show?",
        right,
        {
            "The first token decides the answer": "You take a weight for an influence. What a head takes is weight "
            "times value, and in all five heads whose values are shipped here the first token's is the shortest.",
            "The prompt's first word matters most": "The first token is the newline, not the prompt's first word. To "
            "find out what matters, change a word, and see whether the answer changes.",
            "The model ignores the rest": "The other heads look elsewhere, some with over nine tenths of their weight. "
            "An average hides them.",
        },
        f"{percent(round(share, 2))} of the heads rest there, so any average is about that. **{right}**: with random "
        "words it was so, too, and it says nothing about your prompt. To find out what an answer hangs on, change it.",
        ("Would the finding be another one for another prompt?", "What do heads do that find nothing to look for?"),
    )  # fmt: skip
