"""What is attention made of?"""

import numpy as np

from core.attention import attention_scores, attention_weights, softmax, softmax_naive
from labs.linear_algebra.attention import picture
from labs.linear_algebra.attention.question import question
from labs.linear_algebra.attention.turn import turn
from labs.linear_algebra.attention.understand import understand
from ui.scene import Handle, step

WORDS = ("the", "river", "bank", "flooded")
QUERIES = ((0.6, -0.8), (0.2, 1.0), (1.6, 0.8), (1.4, 0.8))
KEYS = ((-2.0, -1.4), (2.4, -0.4), (0.8, -2.2), (-0.4, 3.0))
VALUES = np.array([[0.4, 0.5], [0.8, 4.1], [4.4, 1.0], [3.2, 3.1]])  # how much money, how much water
TEMPERATURES = [0.001, 0.01, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 100]


@step(
    "What is attention made of?",
    why="Every transformer is made of it: each word takes in what other words hand over.",
    needs=["dot_product", "matrix_product"],
)
def attention(page):
    r"""
    Each word has a **query** $q$ (what it looks for), a **key** $k$ (what it offers) and a **value** $v$ (what it hands
    over): three vectors. A model learns them; here you move $q$ and the keys.

    The word that asks scores every key by a dot product, $q \cdot k / \sqrt d$, with $d$ numbers in a query: here 2.
    Dashed lines lead to the shadows on the line of $q$. **Softmax** turns the scores $s$ into weights:

    $$w_i = \frac{e^{s_i / T}}{\sum_j e^{s_j / T}}$$

    Powers of $e$ = 2.718… are positive. Dividing by their sum makes the weights add up to 1. A low **temperature** $T$
    sharpens them, a high one evens them out.

    The result: values mixed in these shares.
    """
    page.predict(
        "You make the query twice as long and keep its direction. What happens to the weights?",
        ["They stay", "The largest grows", "They all double"],
        answer="The largest grows",
        because="All scores double, and so do the gaps between them.",
        tries={"q2": tuple(2 * x for x in QUERIES[2])},
    )
    asking = page.choose("asks", "Which word asks?", list(WORDS), default="bank", quiet=False)
    scaled = page.toggle("scaled", "Divide by √d", default=True, beside=True)
    T = page.slider("T", "Temperature T", options=TEMPERATURES, value=1)
    asks = WORDS.index(asking)
    q, *K = page.plane(
        size=picture.SIZE,
        bare=True,
        **{f"q{asks}": Handle(QUERIES[asks], label="q", bounds=(-3.2, 3.2, -4.8, 4.8), says=f"query of {asking}")},
        **{
            word: Handle(key, "point", role="model", bounds=(-2.8, 2.8, -5.0, 4.2), says=f"key of {word}")
            for word, key in zip(WORDS, KEYS)
        },
    )
    page.may_miss = ("unsafe",)  # softmax as the formula stands may give nan: that is its lesson

    def cell(Q, K, V, scaled, T):
        scores = attention_scores(Q, K, scaled)
        weights = softmax(scores, temperature=T)
        mixed = weights @ V
        together = attention_weights(Q, K, scaled, T) @ V
        unsafe = softmax_naive(scores / T)
        weights, unsafe = weights.round(3), unsafe.round(3)
        return scores, weights, mixed, together, unsafe

    def library(Q, K, V, scaled, T):
        scores = Q @ K.T / np.sqrt(Q.shape[1] if scaled else 1)
        powers = np.exp((scores - scores.max()) / T)
        mixed = powers / powers.sum() @ V
        return mixed

    page.yours(turn)
    with np.errstate(all="ignore"):
        scores, weights, mixed, _, unsafe = page.run(
            cell, library, Q=np.array([q]), K=np.array(K), V=VALUES, scaled=scaled, T=T
        )
    s, w = scores[0], weights[0]
    page.picture(
        picture.keys(q, np.array(K), w)
        + picture.table(WORDS, asks, s, w, "q · k / √d" if scaled else "q · k")
        + picture.mixed(WORDS, VALUES, w, mixed[0]),
        says=in_words(asks, w, mixed[0], bool(np.isfinite(unsafe).all())),
    )
    page.task("Make a word attend to itself with a weight above 0.9, at temperature 1.", done=T == 1 and w[asks] > 0.9)
    page.bites(
        "You leave out √d. Here that is a factor of 1.4; with d = 512 it is 22.6. For random queries and keys of 512 "
        "numbers, the largest of 8 weights is 0.96 on average without √d, and 0.36 with it. At 0.96 one word takes "
        "nearly everything, and training stalls. Or you write softmax exactly as the formula stands. `exp(1000)` is "
        "`inf` (in float32 `exp(89)` is enough), `inf / inf` is `nan`, so the loss is `nan`, and so is every weight "
        "it trains. Subtract the largest score first: the weights stay the same. At the lowest T here, `unsafe` breaks "
        "unless all scores are small."
    )
    page.check(question, understand)


def in_words(asks: int, w, mix, safe: bool) -> str:
    """Who gets how much, what the values mix to, and whether the formula as it stands would have held."""
    shares = ", ".join(f"{WORDS[i]} {w[i]:.2f}" for i in np.argsort(-w, kind="stable"))
    money, water = VALUES[asks]
    words = f"**{WORDS[asks]}** asks. Its weights: {shares}. Its own value is money {money:.2f}, water {water:.2f}; "
    words += f"the mix is money **{mix[0]:.2f}**, water **{mix[1]:.2f}**."
    return (
        words
        if safe
        else words + " Softmax computed exactly as the formula stands breaks here: not every weight is a number."
    )
