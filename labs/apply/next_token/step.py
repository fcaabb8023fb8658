"""How does a language model choose a word?"""

from functools import cache

import numpy as np

from core.attention import softmax
from core.data import next_tokens, read_texts, samples
from core.language import (
    bits_per_character,
    draw,
    keep_only,
    kl_divergence,
    perplexity,
    surprisal,
    top_p,
)
from core.optimisation import entropy
from core.retrieval import top_k
from core.tokens import decode, encode, token_text
from labs.apply.next_token import picture as chart
from labs.apply.next_token.question import question
from labs.apply.next_token.turn import turn
from labs.apply.next_token.understand import understand
from ui.scene import step
from ui.words import counted, number, ordinal

LOOKS = ("Next token", "Two prompts", "Go on", "A text")
MODEL = next_tokens()
KNOWN, TOKENS = 500, 49_152  # whose logits are here, and how many there are
OTHERS = TOKENS - KNOWN
HEAT = [0, *(k / 100 for k in range(10, 201))]  # the temperatures to choose from
FEWEST = [1, 2, 3, 5, 10, 20, 40, 50, 100, 200, 500, TOKENS]  # top-k
WRONG = {  # a wrong answer leads after these; this is the right one
    "australia": " Canberra",
    "drive_france": " right",
    "three_and_five": "8",
    "sum_two_digits": "4",
}
PAIRS = {
    "France / Australia": ("france", "australia"),
    "nurse / engineer": ("nurse", "engineer"),
    "nurse / plumber": ("nurse", "plumber"),
    "“was tired because” / “said that”": ("nurse", "nurse_said"),
    "France / first told it is Rome": ("france", "france_lie"),
    "Australia / first told it is Canberra": ("australia", "australia_told"),
    "John gave / Mary gave": ("mary", "john"),
    "box / feather": ("box", "feather"),
    "add / multiply": ("add", "multiply"),
    "2+2= / after one example": ("two_and_two", "two_and_two_shown"),
    "in France / in England": ("drive_france", "drive_england"),
    "with the newline in front / without": ("once", "once_no_start"),
}
STORIES = {"The dragon opened its eyes and": "dragon", "The capital of Australia is": "australia", "My name is": "name"}
TEXTS = {
    "Alice in Wonderland": "alice", "Alice, words shuffled": "alice_words", "Alice, letters shuffled": "alice_letters",
    "Declaration of Independence": "declaration", "A library": "library", "A recipe": "recipe",
    "Bread with butter": "butter", "Bread with socks": "socks", "Paris, of France": "france",
    "Paris, of Japan": "japan", "The barn": "barn", "The barn, made clear": "barn_clear", "Python": "python",
    "A train, in English": "train_english", "A train, in German": "train_german",
    "Eight words, three times": "words_three_times", "Pi": "pi", "Random digits": "random_digits",
}  # fmt: skip


@step(
    "How does a language model choose a word?",
    why="Every answer of a language model is made of such choices, and you set how they are made.",
    needs=["cross_entropy"],
)
def next_token(page):
    r"""
    It reads **tokens**: words or pieces of words, mostly with the space before them, here a dot. Each token that could
    come next gets a logit $z$. They are divided by the **temperature** $T$, and softmax makes them probabilities:

    $$p_i = \frac{e^{z_i / T}}{\sum_j e^{z_j / T}}$$

    **Top-k** keeps the $k$ likeliest; **top-p** the fewest that reach a probability of $p$ together. What is left is
    rescaled, and dice choose. The token is put at the end, and all begins again.

    $-\log p$ of the token that came is its **surprisal**. $e$ to the power of a text's mean surprisal is its
    **perplexity**: as if each token had been one of so many.

    The numbers are those of a small real model, SmolLM2-135M.
    """
    page.predict(
        "“The capital of Australia is”: this small model gives *Sydney* 0.63 and *Canberra*, which is right, 0.22. "
        "You turn the temperature down from 1 to 0.2. What happens to *Canberra*?",
        ["It overtakes Sydney", "It gains, but stays second", "It all but vanishes"],
        answer="It all but vanishes",
        because="0.005. A low temperature favours whatever leads, true or not. The order never changes.",
        tries={"prompt": named("australia"), "t": HEAT.index(0.2)},
    )
    look = page.choose("look", "Look at", list(LOOKS))
    done = {LOOKS[0]: what_comes, LOOKS[1]: side_by_side, LOOKS[2]: going_on, LOOKS[3]: reading}[look](page)
    page.task(
        "“The capital of France is”: find the temperature at which *Paris* has just half of the probability, with "
        "top-k and top-p off.",
        done="half" in done,
    )
    page.task(
        "Find a prompt about a fact or a sum whose wrong answer leads, and see that it leads at every temperature.",
        done={"at 0.2 or less": "cold" in done, "at 1.9 or more": "hot" in done},
    )
    page.bites(
        "Confident isn't right: for “In France people drive on the” *left* leads with 0.417, and it leads at every "
        "temperature. Users call it a hallucination. "
        "One service calls the model with temperature 0 and the other with 1: the same prompt, and only one of "
        "them says now and then something else. A model is called better because its perplexity is lower, but it cuts "
        "text into other tokens: under *A text* the German train has 81 a token and the English one 72, yet 2.52 and "
        "1.37 bits a character. And “how many r in strawberry” goes wrong because the model doesn't see letters: it "
        "sees one token where a space stands before the word, and three where none does."
    )
    page.check(question, understand)


# ---------------------------------------------------------------- what comes next


def next_cell(logits, rest, temperature, k, share, dice):
    z = logits / max(temperature, 1e-6)  # 0 means: as good as 0
    p = softmax(np.append(z, rest))  # 500 tokens, and all others together,
    p = np.append(p[:500], np.full(48_652, p[500] / 48_652))  # of which only the sum is known
    kept, left = p, len(p)
    if k < left:
        kept, left = keep_only(kept, top_k(kept, k)), k
    if share < 1:
        nucleus = top_p(kept, share)
        kept, left = keep_only(kept, nucleus), len(nucleus)
    p, kept = p[:500], np.append(kept[:500], kept[500:].sum())
    uncertainty = entropy(kept)
    drawn = draw(kept, dice)
    return p, kept, left, uncertainty, drawn


def next_library(logits, rest, temperature, k, share, dice):
    powers = np.exp((logits - logits[0]) / max(temperature, 1e-6))
    p = powers / (powers.sum() + np.exp(rest - logits[0] / max(temperature, 1e-6)))
    return p


def what_comes(page) -> set[str]:
    """The tokens of a prompt, what may follow with its probabilities, and some draws; gives what has been found."""
    typed = page.pick("prompt", "Pick a prompt, or type your own", list(prompts()), typed=True, quiet=True, beside=True,
                      wide=2)  # fmt: skip
    row = prompts().get(typed)
    if row is None:
        cut_up(page, typed)
        return set()
    T, k, share = settings(page)
    n = page.slider("draws", "Draws", 1, 100, 5, play=True, beside=True)
    page.press("How is “strawberry” cut?", sets={"prompt": "strawberry"}, look="link")
    page.yours(turn)
    p, kept, left, uncertainty, drawn = page.run(
        next_cell, next_library, logits=MODEL.logits[row], rest=rest(row, T), temperature=T, k=k, share=share,
        dice=dice()[:n],
    )  # fmt: skip
    tokens = [token_text(id) for id in MODEL.ids[row, : chart.ROWS]]
    page.picture(
        chart.bars(given(row), tokens, MODEL.logits[row], p, kept, drawn, dice()[:n], T),
        says=said_of(typed, tokens, p, kept, left, uncertainty, drawn, T),
        size=chart.SIZE,
    )
    name, plain, top = MODEL.names[row], k == TOKENS and share == 1, tokens[0]
    found = {"half"} if name == "france" and plain and abs(p[0] - 0.5) <= 0.01 else set()
    if name in WRONG and WRONG[name] != top:
        found |= {"cold"} if T <= 0.2 else {"hot"} if T >= 1.9 else set()
    return found


def settings(page) -> tuple[float, int, float]:
    """Temperature, top-k and top-p."""
    off = ["off" if k == TOKENS else f"{k}" for k in FEWEST]
    T = page.slider("t", "Temperature", options=HEAT, value=1, texts=[f"{T:g}" for T in HEAT])
    k = page.slider("k", "Top-k", options=FEWEST, value=TOKENS, texts=off, beside=True)
    return T, k, page.slider("p", "Top-p (1 is off)", 0.05, 1, 1, 0.05)


@cache
def prompts() -> dict[str, int]:
    """The row of each prompt by the words it is shown in."""
    return {named(name): row for row, name in enumerate(MODEL.names)}


@cache
def named(name: str) -> str:
    """A prompt on one line; where it doesn't begin as the others do, that is said."""
    row = MODEL.names.index(name)
    text, start = MODEL.prompts[row], MODEL.starts[row]
    if start == "chat":
        return f"As chat: {text.splitlines()[1].removesuffix('<|im_end|>')}"
    return text.replace("\n", "↵") + (" (no newline before it)" if start == "none" else "")


@cache
def given(row: int) -> tuple[str, ...]:
    """The tokens that the model is given, a newline first where it gets one."""
    start = "\n" if MODEL.starts[row] == "newline" else ""
    return tuple(token_text(id) for id in encode(start + MODEL.prompts[row]))


@cache
def dice() -> np.ndarray:
    """The first number that NumPy's dice show for each of the seeds 0 to 99."""
    return np.array([np.random.default_rng(seed).random() for seed in range(100)])


def rest(row: int, T: float) -> float:
    """log Σ exp(z / T) over all tokens but the 500."""
    return float(np.interp(T, MODEL.temperatures, MODEL.tails[row]))


def said_of(prompt: str, tokens, p, kept, left: int, uncertainty: float, drawn, T: float) -> str:
    """What leads, what is left in the draw, and where the dice fell."""
    top = chart.spoken(tokens[0])
    says = f"After “{prompt}” the likeliest token is **{top}**"
    if T == 0:
        says += ". At temperature 0 it is always chosen, so the dice change nothing."
    else:
        says += f", with **{chart.share(p[0])}**. "
        if left == TOKENS:
            says += "All 49,152 tokens are in the draw"
        elif left <= KNOWN:
            says += f"**{counted(left, 'token')}** of 49,152 {'is' if left == 1 else 'are'} left in the draw"
            says += f", and {top} now has **{chart.share(kept[0])}**"
        else:
            says += f"More than 500 of 49,152 tokens are left in the draw, and {top} now has **{chart.share(kept[0])}**"
        says += f". Entropy: {number(uncertainty, 2)} nats" + (
            ", all beyond the 500 counted as one." if kept[-1] else "."
        )
    last, times = drawn[-1], drawn.count(0)
    fell = f"**{chart.spoken(tokens[last])}**" if last < chart.ROWS else "one far down"
    if chart.ROWS <= last < KNOWN:
        fell = f"the {ordinal(last + 1)} likeliest token"
    elif last >= KNOWN:
        fell = "a token beyond the 500 likeliest"
    return f"{says} Of {counted(len(drawn), 'draw')}, {times} fell on {top}, the last one on {fell}."


def cut_cell(text):
    ids = encode(text)
    pieces = [token_text(id) for id in ids]
    return ids, pieces


def cut_up(page, typed: str) -> None:
    """A text of the learner's own: only its tokens are known."""
    for text in ("strawberry", "a strawberry", "Die Katze trinkt Milch.", "2024-06-15", "👩‍🚀"):
        page.press(text, sets={"prompt": text}, beside=text != "strawberry")
    page.press("Back to the prompts", sets={"prompt": None}, look="link", beside=True)
    ids, pieces = page.run(cut_cell, text=typed)
    page.picture(
        chart.pieces(pieces, ids),
        says=f"“{typed}”: {counted(len(typed), 'character')}, **{counted(len(ids), 'token')}**; below each its number "
        "among all 49,152. What comes next is known for the prompts of the list alone: the model itself is too large "
        "to be here.",
        size=chart.PAGE,
    )


# ---------------------------------------------------------------- two prompts


def two_cell(logits, rest, others, other_rest, here, there, temperature):
    p = softmax(np.append(logits / max(temperature, 1e-6), rest))
    q = softmax(np.append(others / max(temperature, 1e-6), other_rest))
    p_both = np.append(p[here], max(1 - p[here].sum(), 0))  # tokens that both lists hold, and all others as one
    q_both = np.append(q[there], max(1 - q[there].sum(), 0))
    apart, back = kl_divergence(p_both, q_both), kl_divergence(q_both, p_both)
    return p, q, apart, back


def two_library(logits, rest, others, other_rest, here, there, temperature):
    from scipy.special import softmax

    p = softmax(np.append(logits / max(temperature, 1e-6), rest))
    q = softmax(np.append(others / max(temperature, 1e-6), other_rest))
    return p, q


def side_by_side(page) -> set[str]:
    """What comes after two prompts that differ in little."""
    one, other = PAIRS[page.pick("pair", "Pair", list(PAIRS), quiet=True, beside=True, wide=2)]
    T = page.slider("t", "Temperature", options=HEAT, value=1, texts=[f"{T:g}" for T in HEAT])
    a, b = MODEL.names.index(one), MODEL.names.index(other)
    here, there = shared(a, b)
    p, q, apart, back = page.run(
        two_cell, two_library, logits=MODEL.logits[a], rest=rest(a, T), others=MODEL.logits[b],
        other_rest=rest(b, T), here=here, there=there, temperature=T,
    )  # fmt: skip
    ids = both(a, b)
    places = [[MODEL.ids[row].tolist().index(id) if id in MODEL.ids[row] else None for id in ids] for row in (a, b)]
    ours, theirs = ([None if k is None else float(r[k]) for k in where] for r, where in zip((p, q), places))
    rests = tuple(max(1 - sum(x or 0 for x in column), 0.0) for column in (ours, theirs))
    texts = named(one), named(other)
    page.picture(
        chart.two(texts, [token_text(id) for id in ids], ours, theirs, rests),
        says=said_of_two(texts, ids, ours, theirs, apart, back),
        size=chart.TWO,
    )
    return set()


@cache
def shared(a: int, b: int) -> tuple[np.ndarray, np.ndarray]:
    """The places of the tokens that both prompts' lists of 500 hold, in each list."""
    _, here, there = np.intersect1d(MODEL.ids[a], MODEL.ids[b], return_indices=True)
    return here, there


@cache
def both(a: int, b: int) -> list[int]:
    """The tokens to show: those that lead after either prompt, the more probable first."""
    best: dict[int, float] = {}
    for row in (a, b):
        p = softmax(np.append(MODEL.logits[row], rest(row, 1)))
        for id, chance in zip(MODEL.ids[row, : chart.ROWS].tolist(), p):
            best[id] = max(best.get(id, 0), float(chance))
    return sorted(best, key=lambda id: -best[id])[: chart.ROWS]


def said_of_two(texts, ids, ours, theirs, apart: float, back: float) -> str:
    """What leads after each, and how far the two are apart."""
    leads = [max((x or 0, -k) for k, x in enumerate(column)) for column in (ours, theirs)]
    words = [f"**{chart.spoken(token_text(ids[-k]))}** leads with {chart.share(x)}" for x, k in leads]
    says = f"After “{texts[0]}” {words[0]}, after “{texts[1]}” {words[1]}. "
    if np.isinf([apart, back]).any():
        return (
            says + "At temperature 0 the KL divergence has no end: what one always says is impossible after the other."
        )
    far = f"**{number(apart, 2)}** nats more, the other way round {number(back, 2)}"
    return says + f"To expect the second where the first is true surprises by at least {far}: the KL divergence."


# ---------------------------------------------------------------- stories


def going_on(page) -> set[str]:
    """Twenty tokens after a prompt, as they were drawn with five seeds."""
    prompt = page.pick("story", "Prompt", list(STORIES), quiet=True, beside=True, wide=2)
    T = page.choose("heat", "Temperature", [0, 0.2, 0.7, 1, 1.5], default=0.7, quiet=False)
    share = 0.9 if T and page.toggle("nucleus", "Top-p 0.9", beside=True) else 1
    told = [each for each in samples() if (each.prompt, each.temperature, each.top_p) == (prompt, T, share)]
    told = told if T else told * 5  # whatever the seed
    row = MODEL.names.index(STORIES[prompt])
    page.yours(turn)
    *_, drawn = page.run(
        next_cell, next_library, logits=MODEL.logits[row], rest=rest(row, T), temperature=T, k=TOKENS, share=share,
        dice=dice()[:5],
    )  # fmt: skip
    page.picture(
        chart.stories([(seed, each.text, each.surprise) for seed, each in enumerate(told)]),
        says=said_of_stories(prompt, T, share, [each.surprise for each in told], row, drawn),
        size=(0, 556, -30 - chart.STORY * 5, 0),
    )
    return set()


def said_of_stories(prompt: str, T: float, share: float, surprises, row: int, drawn) -> str:
    """What the setting does to the texts, and the first tokens that the dice of the cell chose."""
    first = [
        chart.seen(token_text(MODEL.ids[row, place])) if place < KNOWN else "one beyond the 500" for place in drawn
    ]
    lead = f"“{prompt}”, temperature {T:g}" + (", top-p 0.9" if share < 1 else "")
    if T == 0:
        return (
            f"{lead}: always the likeliest token, so every seed tells the same. The first token is **{first[0]}**; the "
            f"mean surprisal is **{number(surprises[0], 2)}** nats."
        )
    return (
        f"{lead}: twenty tokens for each of five seeds, **{number(np.mean(surprises), 2)}** nats of surprisal a token. "
        f"The cell below draws the first tokens: {', '.join(first)}."
    )


# ---------------------------------------------------------------- a text


def read_cell(p, characters):
    surprise = surprisal(p)
    mean = float(np.mean(surprise))
    so_far = perplexity(p)
    bits = bits_per_character(p, characters)
    return surprise, mean, so_far, bits


def read_library(p, characters):
    from scipy.stats import gmean

    so_far = float(1 / gmean(p))
    return so_far


def reading(page) -> set[str]:
    """A text token by token: how far each surprised the model."""
    chosen = page.pick("text", "Text", list(TEXTS), quiet=True, beside=True, wide=2, then={"read": None})
    text = {each.name: each for each in read_texts()}[TEXTS[chosen]]
    n = len(text.ids)
    read = page.slider("read", "Tokens read", 1, n, n, play=True)
    surprise, mean, so_far, bits = page.run(
        read_cell, read_library, p=np.exp(text.logprobs[:read]), characters=len(decode(text.ids[:read]))
    )
    tokens = [token_text(id) for id in text.ids]
    page.picture(
        chart.read(tokens, surprise, text.entropies, read - 1),
        says=said_of_text(text, tokens, read - 1, surprise, so_far, bits),
        size=chart.PAGE,
    )
    return set()


def said_of_text(text, tokens, at: int, surprise, so_far: float, bits: float) -> str:
    """The token that came, what the model would have said, and the measure of all so far."""
    token, nats = chart.spoken(tokens[at]), number(surprise[at], 2)
    if text.ranks[at] == 1:
        came = f"**“{token}”** was the likeliest: **{nats}** nats"
    else:
        guess, p = chart.spoken(text.guesses[at]), chart.share(text.guess_p[at])
        came = f"**“{token}”** came {ordinal(text.ranks[at])} of 49,152: **{nats}** nats. Likeliest was “{guess}” ({p})"
    all_ = "" if at + 1 == len(tokens) else " so far"
    return (
        f"{came}; it expected {number(text.entropies[at], 2)}. Perplexity{all_}: **{number(so_far, 1)}**, "
        f"{number(bits, 2)} bits a character, over {counted(at + 1, 'token')}."
    )
