"""What happens inside a transformer?"""

import re
from functools import cache

import numpy as np

from core import data
from core.attention import attention_scores
from core.calculus import sigmoid
from core.linear_algebra import norm
from core.tokens import encode, token_text
from core.transformer import block, causal_mask, masked_softmax, rms_norm, rotate_positions
from labs.apply.attention_real.picture import HANDLE, TOP, height
from labs.apply.attention_real.picture import ROW as ROW_HIGH
from labs.apply.transformer import picture as chart
from labs.apply.transformer.question import question
from labs.apply.transformer.turn import turn
from labs.apply.transformer.understand import understand
from ui.scene import Handle, step
from ui.words import counted, number, ordinal

ANSWER, HEADS, MASK, POSITIONS, STREAM, BLOCK = LOOKS = ("answer", "heads", "mask", "positions", "stream", "block")
LENSES = {lens.prompt: lens for lens in data.lenses()}
FRANCE, HERON = list(LENSES)[0], list(LENSES)[4]
PROMPTS = {chart.on_one_line(prompt): prompt for prompt in LENSES}
SENTENCES = {sentence.text: sentence for sentence in data.causal_sentences()}
COPIES, ONE_BACK = (18, 6), (16, 0)
HABITS = {
    "the first token": "first",
    "the token before": "previous",
    "the word after the same word": "after_same",
    "itself": "itself",
}
MASKS = {"mask on": 0, "one too far": 1, "mask off": 14}
PARTS = {"both parts": (1, 1), "attention only": (1, 0), "feed-forward only": (0, 1), "neither": (0, 0)}
GUESSES = {  # with the stops that each one means
    "After one of the first ten": (1, 10),
    "After one of the 11th to the 29th": (11, 29),
    "Only after the 30th, the last": (30, 30),
}


@step(
    "What happens inside a transformer?",
    why="You tune, prompt and debug a model; here you see each of its parts at work, in a real one.",
    needs=["attention", "attention_real", "next_token"],
)
def transformer(page):
    r"""
    SmolLM2, a small language model, reads a newline and your **tokens**. Each becomes a vector $x$ of 576 numbers. Each
    of 30 layers is a **block**. It adds to $x$ twice: with attention for $f$, then with a **feed-forward** part, a
    small network:

    $$x \leftarrow x + f(\text{norm}(x))$$

    - *answer*: what $x$ would say if it stopped after a layer (a **logit lens**).
    - *heads*: 270 of them, and their habits.
    - *mask*: the **causal mask** hides later tokens.
    - *positions*: **rotary positions** turn pairs of numbers, further at each token.
    - *stream*: the running sum $x$, the **residual stream**. **RMS norm** divides it by its root mean square.
    - *block*: the last one, number by number.
    """
    guess = page.predict(
        "The model reads “The capital of France is” and answers “Paris”, with a probability of 0.78. Suppose you stop "
        "it after each of its 30 layers and let it speak. When does “Paris” come first?",
        list(GUESSES),
        answer="Only after the 30th, the last",
        because="One layer earlier “Paris” has 0.06, and “capital” leads with 0.39.",
        tries={},
    )
    look = page.choose("look", "Look at", list(LOOKS))
    heron = head = None
    if look == ANSWER:
        heron = answers(page, guess)
    elif look == HEADS:
        head = all_heads(page)
    elif look == MASK:
        what_is_hidden(page)
    elif look == POSITIONS:
        where_it_stands(page)
    elif look == STREAM:
        how_long(page)
    else:
        one_block(page)
    page.task(
        "Under *answer*, take the blue heron, and stop where “her” comes first for the first time.",
        done=heron == 27,
    )
    page.task(
        "Under *heads*, of all 270 find the one that looks hardest at the word after the same word, so that it can be "
        "**copied**, and the one that looks hardest **one back**.",
        done={"copied": head == COPIES, "one back": head == ONE_BACK},
    )
    page.bites(
        "You train a model of your own, and the mask is off by one: each token sees the next, which is the very answer "
        "it is asked for. The loss is wonderful, and the text it writes is not. In a batch of prompts, shorter ones "
        "are filled up with padding tokens: if the mask lets them through, a prompt gets another answer in company "
        "than alone. And you average the attention weights of all heads, to show what the model looks at: on "
        "random words, 58 % of these 270 put more than half of their weight on the first token, a newline. Such an "
        "average shows the first token, and explains nothing."
    )
    page.check(question, understand)


# ---------------------------------------------------------------- the answer


def read_out(X, scale, row, log_sums, ranks, layer):
    scores = rms_norm(X, scale) @ row  # of one token, after each of 30 layers
    p = np.exp(np.minimum(scores - log_sums, 0)).round(3)  # log_sums: log Σ exp(score) over all 49,152 tokens
    rank = ranks[layer]
    first = int(np.argmax(ranks == 1))  # how many layers it takes
    return p, rank, first


def read_out_library(X, scale, row, log_sums, ranks, layer):
    sizes = np.sqrt(np.square(X).mean(axis=1) + 1e-5)
    p = np.exp(np.minimum((X / sizes[:, np.newaxis] * scale) @ row - log_sums, 0)).round(3)
    return p


def looked_up(p, ranks, layer):
    p_here, rank = p[layer], ranks[layer]
    first = int(np.argmax(ranks == 1))  # how many layers it takes
    return p_here, rank, first


def answers(page, guess: str | None) -> int | None:
    """What the model would say after each layer; gives the stop where the heron's answer is looked at."""
    told = page.pick("prompt", "Prompt", list(PROMPTS))
    lens = LENSES[PROMPTS[told]]
    layer = page.slider("after", "Layers gone through", 0, 30, 29, play=True)
    if lens.prompt == FRANCE:
        page.yours(turn)
        p, rank, first = page.run(read_out, read_out_library, **inside(), ranks=lens.answer_ranks, layer=layer)
        p = np.append(lens.answer_p[0], p)
    else:
        _, rank, first = page.run(looked_up, p=lens.answer_p, ranks=lens.answer_ranks, layer=layer)
        p = lens.answer_p
    read = ["\n", *map(token_text, encode(lens.prompt))]
    bounds = GUESSES.get(guess) if lens.prompt == FRANCE else None
    page.picture(
        chart.answer(read, lens, p, layer, bounds),
        says=answer_words(lens, layer, first),
        size=chart.ANSWER,
    )
    return layer if lens.prompt == HERON else None


def answer_words(lens, layer: int, first: int) -> str:
    """Who leads at a stop, where the answer stands, and what the picture shows."""
    stop = "Before the first layer" if layer == 0 else f"After {counted(layer, 'layer')}"
    final, leads = spoken(lens.answer), spoken(lens.tokens[layer][0])
    p = chart.share(lens.p[layer, 0], "over ", "under ")
    rank = lens.answer_ranks[layer]
    if rank == 1:
        here = f"{stop} it would say **{final}**, with {p}."
    else:
        here = f"{stop} it would say **{leads}**, with {p}; {final} stands **{ordinal(rank)}** of 49,152 tokens."
    last = "the last one." if first == 30 else "and it stays first."
    return f"{here} {final[0].upper() + final[1:]} comes first after **{first}** layers, {last}"


def spoken(token: str) -> str:
    """A token as it is read aloud."""
    names = {
        "\n": "a newline", " ": "a space", "\xa0": "a space", ".": "a full stop", ",": "a comma", "-": "a hyphen",
        " (": "an opening bracket", "<|endoftext|>": "the end of the text", " +": "plus", ":": "a colon",
    }  # fmt: skip
    return names.get(token, f"“{token.strip()}”")


@cache
def inside() -> dict[str, np.ndarray]:
    """The last token's vectors after each layer, what reads them, and log Σ exp(score) after each.

    That sum goes over all tokens, and most rows of the output matrix aren't here: it is worked back from the
    probability that the model gave to the likeliest token whose row is.
    """
    b = data.block()
    X = b.hidden[1:, -1].astype(float)
    ids = b.output_ids.tolist()
    row = b.output_rows[[token_text(id) for id in ids].index(LENSES[FRANCE].answer)]
    log_sums = []
    for x, found, shares in zip(X, b.lens_ids[1:, -1], b.lens_p[1:, -1]):
        id, share = next((id, share) for id, share in zip(found, shares) if id in ids)
        log_sums.append(rms_norm(x, b.final_scale) @ b.output_rows[ids.index(id)] - np.log(share))
    return {"X": X, "scale": b.final_scale, "row": row, "log_sums": np.array(log_sums).round(3)}


# ---------------------------------------------------------------- heads


def chosen(A, habit, layer, head, asks):
    weights = A[layer, head, asks].round(3)
    here = habit[layer, head]
    strongest = habit.max()
    over_half = int((habit > 0.5).sum())
    return weights, here, strongest, over_half


def all_heads(page) -> tuple[int, int]:
    """One head of 270, and what all of them do; gives the head chosen on the map."""
    sentence = SENTENCES[page.pick("sentence", "Sentence", list(SENTENCES))]
    words = page.pick("habit", "Shade each head by its weight on", list(HABITS), beside=True)
    n, k = len(sentence.tokens), list(SENTENCES).index(sentence.text)
    across, up, look = chart.ACROSS, chart.UP, {"kind": "point", "role": "model", "label": " "}
    asks = f"asks{k}"
    places = page.plane(
        size=chart.HEADS,
        bare=True,
        layer=Handle((chart.LAYER_AT, up * 14), along="y", step=up, says="the layer",
                     bounds=(chart.LAYER_AT, chart.LAYER_AT, up * 2, up * 31), **look),
        head=Handle((across * 23, chart.HEAD_AT), along="x", step=across, says="the head",
                    bounds=(across * 20, across * 28, chart.HEAD_AT, chart.HEAD_AT), **look),
        **{asks: asking(n, n - 1)},
    )  # fmt: skip
    layer, head, at = round(places[0][1] / up) - 2, round(places[1][0] / across) - 20, row(places[2], n)
    habit = getattr(data.head_habits(), HABITS[words])
    weights, here, strongest, over_half = page.run(
        chosen, A=sentence.weights, habit=habit, layer=layer, head=head, asks=at
    )
    most = "the most of all" if here == strongest else f"the most of any is {number(strongest, 2)}"
    page.picture(
        chart.heads(sentence.tokens, at, weights, sentence.weights[layer, head], habit, layer, head, asks),
        says=f"Layer {layer}, head {head}, counted from 0: {named(sentence.tokens[at])} asks. Most weight: "
        f"{top(sentence.tokens, weights)}. On random words said twice, this head puts **{number(here, 2)}** on "
        f"{words}; {most}. Of all 270 heads, the tiles, **{over_half}** put more than half there.",
    )
    return layer, head


def asking(n: int, start: int) -> Handle:
    """The handle of the token that asks, beside n rows of tokens."""
    bounds = (HANDLE, HANDLE, height(n - 1), TOP)
    return Handle((HANDLE, height(start)), "point", "data", along="y", label=" ", bounds=bounds, step=ROW_HIGH,
                  says="the token that asks")  # fmt: skip


def row(at, n: int) -> int:
    """The token that a handle stands at."""
    return min(max(round((TOP - at[1]) / ROW_HIGH), 0), n - 1)


def named(token: str) -> str:
    """A token of the sentence as it is read aloud."""
    return re.sub("^an? ", "the ", spoken(token))


def top(tokens, weights) -> str:
    """Up to three tokens that get most weight, those with at least 0.01."""
    order = [i for i in np.argsort(-np.asarray(weights), kind="stable")[:3] if weights[i] >= 0.01]
    return ", ".join(f"{named(tokens[i])} {number(weights[i], 2)}" for i in order)


# ---------------------------------------------------------------- the mask


def looks_at(Q, K, ahead, asks, other, mini, mini_other):
    visible = causal_mask(len(Q), ahead)
    weights = masked_softmax(attention_scores(Q, K), visible).round(3)
    later = round(float(weights[asks, asks + 1 :].sum()), 3)  # what it takes from tokens after it
    changed = np.flatnonzero(np.abs(weights - other).max(axis=1) > 0.005)  # rows that the last word changes
    mini_changed = np.flatnonzero(np.abs(mini - mini_other).max(axis=1) > 0.005)
    return weights, visible, later, changed, mini_changed


def looks_at_library(Q, K, ahead, asks, other, mini, mini_other):
    from scipy.special import softmax

    visible = np.tri(len(Q), k=ahead, dtype=bool)
    weights = softmax(np.where(visible, Q.astype(float) @ K.T / 8, -np.inf), axis=1).round(3)
    return weights, visible


def what_is_hidden(page) -> None:
    """A head with a causal mask, and one of a model that has none, on one sentence with two endings."""
    mode = page.choose("mask", "The mask", list(MASKS))
    tired, wide = (next(each for each in SENTENCES.values() if each.name == name) for name in ("tired", "wide"))
    mini, mini_wide = (sentence.weights[3, 1] for sentence in data.attention_sentences()[:2])
    tokens = [*(chart.shown(token) for token in tired.tokens), ""]
    tokens[0] = "↵ / [CLS]"
    tokens[-1] = "/ [SEP]"
    n = len(tired.tokens)
    bounds = (1.2, 1.2, height(n - 1), TOP)
    handle = Handle((1.2, height(9)), "point", "data", along="y", label=" ", bounds=bounds, step=ROW_HIGH,
                    says="the token that asks")  # fmt: skip
    (at,) = page.plane(size=chart.MASK, bare=True, asks=handle)
    asks = row(at, n)
    weights, visible, later, changed, mini_changed = page.run(
        looks_at, looks_at_library, Q=tired.Q, K=tired.K, ahead=MASKS[mode], asks=asks,
        other=wide.weights[13, 8], mini=mini, mini_other=mini_wide,
    )  # fmt: skip
    most, mini_most = int(weights[asks].argmax()), int(mini[asks].argmax())
    ours = [f"{tokens[asks].split(' ')[0]} → {tokens[most].split(' ')[0]} {number(weights[asks, most], 2)}"]
    theirs = [f"{mini_name(asks)} → {mini_name(mini_most)} {number(mini[asks, mini_most], 2)}"]
    theirs.append(f"with “wide”: {number(mini_wide[asks, mini_most], 2)}")
    if mode == "mask on":
        ours.append(f"with “wide”: {number(wide.weights[13, 8, asks, most], 2)}")
    else:
        ours.append(f"on later ones: {number(later, 2)}")
    page.picture(
        chart.masked(tokens, asks, weights, visible, changed if mode == "mask on" else [], mini,
                     mini_changed if mode == "mask on" else [],
                     (ours, theirs)),
        says=mask_words(mode, asks, tokens, later, weights, changed, mini_changed),
    )  # fmt: skip


def mini_name(place: int) -> str:
    """A token of MiniLM's sentence as the picture shows it."""
    return data.attention_sentences()[0].tokens[place]


def mask_words(mode: str, asks: int, tokens, later: float, weights, changed, mini_changed) -> str:
    """What a token can see, and whether a change of the last word reaches its row."""
    name = "The start" if asks == 0 else "The full stop" if tokens[asks] == "." else f"“{tokens[asks]}”"
    reads = "A row is a token that asks, its columns are the tokens in the same order."
    if mode == "mask on":
        before = "and what stands before it" if asks else "alone: nothing stands before it"
        ours, theirs = ("**changes**" if asks in rows else "**doesn't change**" for rows in (changed, mini_changed))
        return (
            f"{name} sees itself {before}. Say “wide” for “tired”: in SmolLM2 its row {ours}; in "
            f"MiniLM, which has no mask, it {theirs} by more than 0.005. Bars mark the rows that do. {reads}"
        )
    last = asks == len(weights) - 1
    reach = "every token" if last or mode != "one too far" else "the next token, too"
    rest = "No token comes later" if last else f"It puts **{number(later, 2)}** on later tokens"
    mean = number(float(np.triu(weights, 1).sum(axis=1).mean()), 2)
    return (
        f"{name} sees {reach}. {rest}; on average a token puts {mean} there. The model was never trained like this: it "
        f"is what a wrong mask would let through. {reads}"
    )


# ---------------------------------------------------------------- positions


def turned(Q, K, base, first, rotary):
    q, k = (rotate_positions(Q, first, base), rotate_positions(K, first, base)) if rotary else (Q, K)
    weights = masked_softmax(attention_scores(q, k), causal_mask(len(Q))).round(3)
    back = round(float(np.diagonal(weights, -1).mean()), 3)  # from each token to the one before
    start = round(float(weights[1:, 0].mean()), 3)  # to the first
    return weights, back, start


def turned_library(Q, K, base, first, rotary):
    from scipy.special import softmax

    angles = rotary * (first + np.arange(len(Q)))[:, np.newaxis] / base ** (np.arange(32) / 32)
    q, k = ((each[:, ::2] + 1j * each[:, 1::2]) * np.exp(1j * angles) for each in (Q.astype(float), K.astype(float)))
    scores = np.where(np.tri(len(Q), dtype=bool), (q @ k.conj().T).real / 8, -np.inf)
    weights = softmax(scores, axis=1).round(3)
    return weights


def where_it_stands(page) -> None:
    """One head with and without rotary positions, and the sentence moved on."""
    names = {f"layer {each.layer}, head {each.head}: {each.text}": each for each in reversed(SENTENCES.values())}
    sentence = names[page.pick("which", "Head and sentence", list(names), quiet=True)]
    rotary = page.toggle("rotary", "Rotary positions", True)
    first = page.slider("first", "Position of the first token", 0, 100, beside=True, wide=2) if rotary else 0
    base = data.block().base
    weights, back, start = page.run(turned, turned_library, Q=sentence.Q_before, K=sentence.K_before, base=base,
                                    first=first, rotary=rotary)  # fmt: skip
    places = first + np.arange(len(weights))
    angles = rotary * places[:, np.newaxis] / base ** (np.arange(32) / 32)
    if not rotary:
        lead = "Without rotation a score doesn't depend on how far apart two tokens stand. All hands stand still."
    elif first:
        lead = (f"Counted from position {first}, all hands are turned further, and no weight moves: the angle between "
                "two tokens is what it was.")  # fmt: skip
    else:
        lead = "Each pair of numbers is a hand, turned on at each token: the first by 1 radian, each other by less."
    page.picture(
        chart.positions(sentence.tokens, weights, angles),
        says=f"{lead} The thicker a line, the more weight. On average a token puts **{number(back, 2)}** on the one "
        f"before it, and {number(start, 2)} on the first.",
        size=chart.TURNED,
    )


# ---------------------------------------------------------------- the stream


def lengths_of(X, layer):
    lengths = np.array([[norm(x) for x in stop] for stop in X]).round(1)  # a row for each stop, a column for each token
    here = lengths[layer]
    normed = np.array([norm(x) for x in rms_norm(X[layer])]).round(1)  # before its weights
    return lengths, here, normed


def lengths_library(X, layer):
    lengths = np.linalg.norm(X, axis=2).round(1)
    here = lengths[layer]
    return lengths, here


def how_long(page) -> None:
    """The lengths of six vectors on their way through the layers."""
    b = data.block()
    layer = page.slider("after", "Layers gone through", 0, 30, 29, play=True)
    lengths, here, normed = page.run(lengths_of, lengths_library, X=stops(), layer=layer)
    stop = "Before the first layer" if layer == 0 else f"After {counted(layer, 'layer')}"
    page.picture(
        chart.stream(b.tokens, lengths, all_normed(), layer),
        says=f"{stop} the vector of the first token, the newline, is about **{digits(here[0])}** long; the other five "
        f"are {digits(here[1:].min())} to {digits(here[1:].max())}. RMS norm brings each to a length of "
        f"{number(normed.min(), 1)}, whatever it was: √576 is 24.",
        size=chart.STREAM,
    )


def digits(value: float) -> str:
    """A length in three digits: the vectors are shipped with little more."""
    return number(float(f"{value:.3g}"), 1 if value < 10 else 0)


@cache
def stops() -> np.ndarray:
    """Each token's vector before the first layer and after each: (31, 6, 576)."""
    return data.block().hidden.astype(float)


@cache
def all_normed() -> np.ndarray:
    """The lengths of all of them after a norm without weights."""
    return np.linalg.norm(rms_norm(stops()), axis=2)


# ---------------------------------------------------------------- one block


def nine_heads(U, W_query, W_key, base):
    """How much each token looks at each other one, in nine heads: shape (9, n, n). Three heads share a key."""
    Q, K = U @ W_query, U @ W_key
    weights = []
    for head in range(9):
        mine, shared = slice(64 * head, 64 * head + 64), slice(64 * (head // 3), 64 * (head // 3) + 64)
        scores = attention_scores(rotate_positions(Q[:, mine], base=base), rotate_positions(K[:, shared], base=base))
        weights.append(masked_softmax(scores, causal_mask(len(U))))
    return np.array(weights)


def last_block(X, scale, W_query, W_key, W_value, W_output, base, gate, up, fed, shipped, parts, final, rows):
    def attend(U):
        U = U * scale
        V = U @ W_value
        weights = nine_heads(U, W_query, W_key, base)
        mixed = [looks @ V[:, 64 * (head // 3) : 64 * (head // 3) + 64] for head, looks in enumerate(weights)]
        return parts[0] * (np.hstack(mixed) @ W_output)

    def feed(U):
        return parts[1] * fed  # what the model's own gave, for its three matrices are too large to ship

    U = rms_norm(X)
    looks = nine_heads(U * scale, W_query, W_key, base)[:, -1].round(3)  # of the last token
    hidden = (gate * sigmoid(gate) * up)[-1]  # the wide layer inside feed-forward, from its two inputs
    added = attend(U)
    Y = block(X, attend, feed)
    scores = rms_norm(Y[-1], final) @ rows.T  # of 60 tokens
    apart = round(float(np.abs(added - parts[0] * shipped).max()), 6)  # from what the model itself added
    return looks, hidden, added, Y, scores, apart


def one_block(page) -> None:
    """The last block on the last token, with either part left out."""
    b, w = data.block(), data.block_weights()
    parts = PARTS[page.choose("parts", "Add", list(PARTS))]
    looks, hidden, added, Y, scores, apart = page.run(
        last_block, X=b.x, scale=b.attention_scale, **w._asdict(), base=b.base, gate=b.gate, up=b.up, fed=b.ffn_output,
        shipped=b.attention_output, parts=parts, final=b.final_scale, rows=b.output_rows,
    )  # fmt: skip
    M = (b.x + added)[-1]
    vectors = {"x": b.x[-1], "U": rms_norm(b.x[-1]), "a": added[-1] if parts[0] else b.attention_output[-1],
               "M": M, "N": rms_norm(M), "f": b.ffn_output[-1], "y": Y[-1]}  # fmt: skip
    says = {name: best(b.output_rows @ rms_norm(vectors[name], b.final_scale)) for name in "xM"} | {"y": best(scores)}
    page.picture(
        chart.block(vectors, looks, hidden, says, tuple(map(bool, parts))),
        says=block_words(parts, says, apart), size=chart.BLOCK,
    )  # fmt: skip


def best(scores) -> list[tuple[str, float]]:
    """The three tokens with the highest scores, of the 60 whose rows are shipped."""
    ids = data.block().output_ids
    return [(token_text(int(ids[place])), float(scores[place])) for place in np.argsort(-scores)[:3]]


def block_words(parts, says, apart: float) -> str:
    """What is added to the last token's vector, and what that changes."""
    lead = {
        (1, 1): "Attention adds what other tokens hand over, then feed-forward what it makes of that.",
        (1, 0): "Attention alone: feed-forward's part is left out.",
        (0, 1): "Feed-forward alone: attention's part is left out, and feed-forward adds what it added in the model.",
        (0, 0): "Nothing is added: what goes in comes out.",
    }[parts]
    before, after = says["x"][0], says["y"][0]
    leads = "still" if before[0] == after[0] else "now"
    close = np.ceil(10_000 * apart) / 10_000
    close = f" Attention's part, recomputed, is within {number(close, 4)} of the model's own." if parts[0] else ""
    return (
        f"{lead} Of 60 tokens, {spoken(before[0])} led before this block, with a score of {number(before[1], 1)}; "
        f"{leads} **{spoken(after[0])}** leads, with {number(after[1], 1)}. A tile with its length below it shows 576 "
        f"numbers of the last token.{close}"
    )
