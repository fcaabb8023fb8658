"""What does a real model look at?"""

from functools import cache

import numpy as np

from core.attention import attention, attention_scores, softmax
from core.data import attention_heads, attention_sentences, contexts
from core.linear_algebra import cosine_similarity, dense
from labs.apply.attention_real import picture as chart
from labs.apply.attention_real.question import question
from labs.apply.attention_real.turn import turn
from labs.apply.attention_real.understand import understand
from ui.scene import Handle, step
from ui.words import counted, number

LOOKS = ("one head", "all heads", "two senses")
HEADS = {"layer 3, head 1": (3, 1), "layer 0, head 2": (0, 2)}
WIDE, IT = 1, 9  # "… because it was too wide": the sentence, and the place of "it"
WORDS = tuple(dict.fromkeys(contexts().words))


@step(
    "What does a real model look at?",
    why="A heat map of attention looks like an explanation; here you see how far to trust it.",
    needs=["attention"],
)
def attention_real(page):
    r"""
    A real model, all-MiniLM-L6-v2, reads **tokens**: words, or pieces of words, with [CLS] and [SEP] at the ends. Each
    is a row $x$ of 384 numbers. The model has 6 layers, counted from 0. Each holds 12 **heads**: attentions side by
    side, with matrices of their own. The query:

    $$q = xW_q + b_q$$

    Key and value are made likewise. The rest is Lab 1's attention, with $d = 32$.

    - **one head** recomputes it, from the model's own numbers, for the token that asks: click one
      on the left.
    - **all heads** maps the weights of all 72: click a tile.
    - **two senses** follows a word through the layers, by its cosines in six sentences.
    """
    guess = page.predict(
        "“The animal did not cross the street because it was too wide.” Layer 3, head 1 seems to know what *it* is: "
        "with *tired* for *wide* it looks at *animal*. Which of the two nouns gets more weight here?",
        ["street", "animal"],
        answer="animal",
        because="With *tired* it was 0.69. With *wide*, *animal* still gets 0.32, and *street* 0.15.",
        tries={},
    )
    look = page.choose("look", "Look at", list(LOOKS))
    head, share = None, 0
    if look == LOOKS[2]:
        share = senses(page)
    else:
        head = weights_of(page, look, guess)
    page.task(
        "Under *all heads*, find the one where every token but the first looks at the one before it.",
        done=head == (0, 2),
    )
    page.task(
        "Under *two senses*, find a layer after which all 36 uses are nearest to a use of their own sense.",
        done=share == 1,
    )
    page.bites(
        "You show a heat map to explain an answer. In “too tired” this head looks from *it* to *animal* with 0.69, and "
        "it reads like grammar. In “too wide”, where *it* must be the street, *animal* gets 0.32 and *street* 0.15: "
        "the wrong noun, and whoever saw only the first picture wouldn't know. Attention isn't explanation. A weight "
        "says how much of a value is taken, not what the value holds or what later layers do with it; and among 72 "
        "maps you will find one for many a story. To learn what an answer hangs on, change the input and see whether "
        "the answer changes."
    )
    page.check(question, understand)


def weights_of(page, look: str, guess: str | None) -> tuple[int, int] | None:
    """One head recomputed, or the map of all; gives the head chosen on the map."""
    chosen = page.pick("which", "Head", list(HEADS), quiet=True, beside=True) if look == LOOKS[0] else None
    texts = [sentence.text for sentence in attention_sentences()]
    k = texts.index(page.pick("sentence", "Sentence", texts, default=texts[WIDE]))
    n = len(attention_sentences()[k].tokens)
    start = chart.height(IT if k == WIDE else 1)
    bounds = (chart.HANDLE, chart.HANDLE, chart.height(n - 1), chart.TOP)
    asking = {f"asks{k}": Handle((chart.HANDLE, start), "point", "data", along="y", label=" ", bounds=bounds,
                                 step=chart.ROW, says="the token that asks")}  # fmt: skip
    if chosen:
        (at,) = page.plane(size=chart.LOWER, bare=True, **asking)
        recomputed(page, k, HEADS[chosen], row(at, n), guess if k == WIDE else None)
        return None
    left, right, bottom, top = chart.MAP
    half, size, look = chart.TILE / 2, chart.TILE, {"kind": "point", "role": "truth", "label": " "}
    along, down = (left + half, right - half, 72.8, 72.8), (59.5, 59.5, bottom + half, top - half)
    at, layer, head = page.plane(
        size=chart.SIZE,
        bare=True,
        **asking,
        layer=Handle((size * 15, 72.8), along="x", bounds=along, step=size, says="the layer", **look),
        head=Handle((59.5, size * 11), along="y", bounds=down, step=size, says="the head", **look),
    )
    layer, head = round(layer[0] / size) - 12, 12 - round(head[1] / size)
    mapped(page, k, layer, head, row(at, n))
    return layer, head


def row(at, n: int) -> int:
    """The token that a handle stands at."""
    return min(max(round((chart.TOP - at[1]) / chart.ROW), 0), n - 1)


def one(X, matrices, biases, asks, shipped):
    W_query, W_key, W_value = matrices
    b_query, b_key, b_value = biases
    Q, K, V = dense(X, W_query, b_query), dense(X, W_key, b_key), dense(X, W_value, b_value)
    scores = attention_scores(Q, K)[asks].round(3)
    weights = softmax(attention_scores(Q, K))
    mixed = attention(Q, K, V)[asks].round(3)
    apart = round(float(np.max(np.abs(weights - shipped))), 4)  # from what the model itself gave
    weights = weights.round(3)
    values = V.round(3)
    return scores, weights, values, mixed, apart


def one_and_its_twin(X, twin, matrices, biases, asks, shipped):
    W_query, W_key, W_value = matrices
    b_query, b_key, b_value = biases
    Q, K, V = dense(X, W_query, b_query), dense(X, W_key, b_key), dense(X, W_value, b_value)
    scores = attention_scores(Q, K)[asks].round(3)
    weights = softmax(attention_scores(Q, K))
    mixed = attention(Q, K, V)[asks].round(3)
    apart = round(float(np.max(np.abs(weights - shipped))), 4)  # from what the model itself gave
    weights = weights.round(3)
    values = V.round(3)
    twin_scores = attention_scores(dense(twin, W_query, b_query), dense(twin, W_key, b_key))
    twin_weights = softmax(twin_scores)[asks].round(3)  # the sentence with the other last word
    return scores, weights, values, mixed, apart, twin_weights


def library(X, matrices, biases, asks, shipped):
    Q, K, V = X.astype(float) @ matrices + biases[:, np.newaxis]
    powers = np.exp(Q[asks] @ K.T / np.sqrt(32))
    mixed = (powers / powers.sum() @ V).round(3)
    return mixed


def twin_library(X, twin, matrices, biases, asks, shipped):
    Q, K, V = X.astype(float) @ matrices + biases[:, np.newaxis]
    powers = np.exp(Q[asks] @ K.T / np.sqrt(32))
    mixed = (powers / powers.sum() @ V).round(3)
    return mixed


@cache
def parts(at: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """The matrices of a head that make query, key and value, and the biases."""
    W_query, b_query, W_key, b_key, W_value, b_value = attention_heads()[at]
    return np.array([W_query, W_key, W_value]), np.array([b_query, b_key, b_value])


def recomputed(page, k: int, at: tuple[int, int], asks: int, guess: str | None) -> None:
    """Scores, weights and mixed value of one token, from the inputs and the matrices of a head."""
    sentences = attention_sentences()
    sentence, twin = sentences[k], sentences[1 - k] if k in (0, 1) else None
    matrices, biases = parts(at)
    given = {"X": sentence.inputs[at[0]]} | ({"twin": twin.inputs[at[0]]} if twin else {})
    given |= {"matrices": matrices, "biases": biases, "asks": asks, "shipped": sentence.weights[at]}
    cells = (one_and_its_twin, twin_library) if twin else (one, library)
    page.yours(turn)
    scores, weights, values, mixed, apart, *beside = page.run(*cells, **given)
    tokens, w = sentence.tokens, weights[asks]
    guess = guess if at == (3, 1) and asks == IT else None
    words = (tokens[-3], twin.tokens[-3]) if twin else ("weight",)
    other = f" With “{words[1]}” for “{words[0]}”: {most(twin.tokens, beside[0])}." if twin else ""
    page.picture(
        chart.one_head(tokens, asks, scores, (w, *beside), words, weights, values, mixed, guess, f"asks{k}"),
        says=f"Layer {at[0]}, head {at[1]}: **{spoken(tokens[asks])}** asks. Most weight: {most(tokens, w)}.{other} "
        f"The weights computed here are within {number(apart, 4)} of those the model gave.",
    )


def every(A, layer, head, asks):
    weights = A[layer, head, asks].round(3)
    back = np.diagonal(A, -1, axis1=2, axis2=3)  # from each token to the one before
    back = back.mean(axis=2).round(2)  # a row for each layer, a column for each head
    here = back[layer, head]
    return weights, here, back


def mapped(page, k, layer: int, head: int, asks: int) -> None:
    """One head of 72, and how much each of them looks one token back."""
    A, tokens = attention_sentences()[k].weights, attention_sentences()[k].tokens
    weights, here, _ = page.run(every, A=A, layer=layer, head=head, asks=asks)
    page.picture(
        chart.all_heads(tokens, asks, weights, A, layer, head, f"asks{k}"),
        says=f"Layer {layer}, head {head}: **{spoken(tokens[asks])}** asks. Most weight: {most(tokens, weights)}. "
        f"On average its tokens look at the one before with **{number(here, 2)}**. Each tile is a head, each row in it "
        "a token that asks; the stronger the colour, the more weight.",
    )


def most(tokens, weights) -> str:
    """The three largest weights."""
    order = np.argsort(-weights, kind="stable")[:3]
    return ", ".join(f"{spoken(tokens[i])} {number(weights[i], 2)}" for i in order)


def spoken(token: str) -> str:
    """A token as it is read aloud."""
    return "the full stop" if token == "." else token


def meant(uses, k):
    cosines = np.array([[[cosine_similarity(u, v) for v in six] for u in six] for six in uses]).round(9)
    others = cosines - 2 * np.eye(6)  # no use is its own neighbour
    nearest = others.argmax(axis=2)
    same = nearest // 3 == np.arange(6) // 3  # the first three have one sense, the last three the other
    share = round(float(same.mean()), 4)
    cosines, nearest = cosines[k].round(3), nearest[k]
    return cosines, nearest, share


def meant_library(uses, k):
    from sklearn.metrics.pairwise import cosine_similarity as all_pairs

    cosines = all_pairs(uses[k]).round(3)
    return cosines


def senses(page) -> float:
    """One word in two senses; gives the share of all uses that are nearest to one of their own sense."""
    word = page.pick("word", "Word", list(WORDS), quiet=True, beside=True)
    layer = page.slider("after", "Layers gone through", 0, 6, 0, 1, play=True)
    k = WORDS.index(word)
    cosines, nearest, share = page.run(meant, meant_library, uses=uses(layer), k=k)
    page.picture(
        chart.two_senses(margins(word), layer, shares(), cosines, nearest, two_of(word)),
        says=found(word, layer, nearest, share),
        size=chart.SIZE,
    )
    return share


def found(word: str, layer: int, nearest, share: float) -> str:
    """Where the word's uses are told apart, or the first one that isn't."""
    first, texts = 6 * WORDS.index(word), contexts().texts
    after = (
        "Before the first layer, when a vector knows only the word and its place"
        if layer == 0
        else f"After {counted(layer, 'layer')}"
    )
    wrong = [use for use in range(6) if nearest[use] // 3 != use // 3]
    tied = " Of two equally near, the first counts." if (margins(word)[:, layer] == 0).any() else ""
    ending = f"{tied} Of all 36 uses, **{100 * share:.0f} %** have a nearest one of their own sense."
    if not wrong:
        return f"{after}, each of the six uses of **{word}** is nearest to one of its own sense.{ending}"
    one, other = (texts[first + use].rstrip(".") for use in (wrong[0], nearest[wrong[0]]))
    count = "one of the six uses" if len(wrong) == 1 else f"{len(wrong)} of the six uses"
    verb, such = ("is", ":") if len(wrong) == 1 else ("are", ", such as")
    return (
        f"{after}, {count} of **{word}** {verb} nearest to one of the other sense{such} “{one}” to “{other}”.{ending}"
    )


def two_of(word: str) -> tuple[str, str]:
    """The two senses of a word."""
    first = 6 * WORDS.index(word)
    return contexts().senses[first], contexts().senses[first + 3]


@cache
def uses(layer: int) -> np.ndarray:
    """The vectors after some layers: a block for each word, a row for each use."""
    return contexts().layers[:, layer].reshape(6, 6, 384).astype(float)


@cache
def all_cosines() -> np.ndarray:
    """The cosine of every two uses of a word, after each layer: shape (7, 6, 6, 6)."""
    units = contexts().layers.astype(float)
    units /= np.linalg.norm(units, axis=2, keepdims=True)
    units = units.reshape(6, 6, 7, 384).transpose(2, 0, 1, 3)
    return (units @ units.swapaxes(2, 3)).round(9)


@cache
def margins(word: str) -> np.ndarray:
    """For each use, after each layer: the largest cosine within its sense, less the largest with the other sense."""
    cosines = all_cosines()[:, WORDS.index(word)] - 2 * np.eye(6)
    own, other = cosines[:, :, :3].max(axis=2), cosines[:, :, 3:].max(axis=2)
    return np.where(np.arange(6) < 3, own - other, other - own).T


@cache
def shares() -> np.ndarray:
    """The share of all 36 uses that are nearest to one of their own sense, after each layer."""
    nearest = (all_cosines() - 2 * np.eye(6)).argmax(axis=3)
    return (nearest // 3 == np.arange(6) // 3).mean(axis=(1, 2))
