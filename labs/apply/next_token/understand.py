"""The questions to understand of `next_token`: settings told by their samples, cuts, confidence, perplexity, tokens."""

from __future__ import annotations

import numpy as np

from core.data import cut_texts, next_tokens, samples
from core.language import top_p
from core.tokens import token_text
from ui.question import Question, in_turn, one_of
from ui.words import number

MODEL = next_tokens()


def understand(seed: int) -> Question:
    """Six situations in turn: which setting, what a setting changes, what is left, two services, perplexity, tokens."""
    return in_turn(seed, which_setting, what_moves, what_is_left, two_services, which_foresaw, what_it_sees)


SETTINGS = {
    "Temperature 0": "At temperature 0 all three would be the same: there is nothing to draw.",
    "Temperature 0.7, top-p 0.9": "That gives sensible texts that differ: a little luck, and no unlikely tokens.",
    "Temperature 1.5, top-p off": "At 1.5 with all tokens in the draw, words that fit nowhere come up again and again.",
}


def which_setting(rng: np.random.Generator) -> Question:
    """Three continuations of a prompt: the same thrice, sensible and different, or word salad?"""
    prompt = str(rng.choice(sorted({each.prompt for each in samples()})))
    place = int(rng.integers(3))
    T, share = ((0.0, 1.0), (0.7, 0.9), (1.5, 1.0))[place]
    told = [each for each in samples() if (each.prompt, each.temperature, each.top_p) == (prompt, T, share)]
    chosen = [told[k] for k in rng.permutation(len(told))[:3]] if T else told * 3
    lines = "\n".join(f"- {prompt} **{plain(each.text)}**" for each in chosen)
    right = list(SETTINGS)[place]
    why = (
        "Three times the same, word for word: nothing was drawn.",
        "They differ, and each of them makes sense: some luck, but none of the unlikely tokens.",
        "Words that fit nowhere come up: the many unlikely tokens have much of the probability together.",
    )[place]
    asked = ("Which setting made them?", "What was it set to?")[int(rng.integers(2))]
    wrong = {name: f"{SETTINGS[name]} Here it is otherwise." for name in SETTINGS if name != right}
    return one_of(
        rng,
        f"The small model of this step goes on three times:\n\n{lines}\n\n{asked}",
        right,
        wrong,
        f"{why} **{right}**.",
        ("Are the three the same? Does each of them make sense?",
         "What does a high temperature do to the tokens far down the list?"),
    )  # fmt: skip


def plain(text: str) -> str:
    """A text that stands in a list of Markdown: on one line, its signs as they are."""
    line = text.replace("\n", " ↵ ").strip()
    return "".join(f"\\{sign}" if sign in "*_`$[]<>#|\\~" else sign for sign in line)


def lead(row: int, k: int) -> str:
    return token_text(MODEL.ids[row, k]).strip()


FACTS = ("france", "germany", "australia", "drive_france", "drive_england", "sunrise", "hamlet", "violets",
         "glass", "mary", "john", "nurse", "engineer", "plumber", "teacher", "bank_river", "box", "feather", "trophy",
         "suitcase", "planet", "once", "stormy")  # fmt: skip


def what_moves(rng: np.random.Generator) -> Question:
    """A setting is changed: what becomes of the leader, the second, the order, the number of tokens?"""
    row = MODEL.names.index(str(rng.choice(FACTS)))
    first, second = lead(row, 0), lead(row, 1)
    version = int(rng.integers(4))
    change = (
        "the temperature is lowered from 1 to 0.5", "the temperature is raised from 1 to 1.6",
        "top-k is set to 2, with the temperature left at 1", "the seed of the dice is changed, and nothing else",
    )[version]  # fmt: skip
    ratio = f"The ratio of “{first}” to “{second}”"
    rights = (
        f"{ratio} grows",
        f"{ratio} shrinks, yet “{first}” leads",
        f"“{first}” and “{second}” gain, their ratio stays",
        "All probabilities stay as they are",
    )
    wrongs = {
        rights[0]: "That is what a lower temperature does: it makes the differences of the logits larger.",
        rights[1]: "That is what a higher temperature does: it makes the differences of the logits smaller.",
        rights[2]: "That is what cutting tokens off does: what is left is divided by its sum.",
        rights[3]: "That is so only where neither the logits are divided nor tokens cut off, as with other dice.",
        f"“{second}” overtakes “{first}”": "No temperature and no cut changes the order: what leads goes on leading.",
    }
    right = rights[version]
    del wrongs[right]
    keep = [f"“{second}” overtakes “{first}”", *(each for each in rights if each != right)][:4]
    return one_of(
        rng,
        f"After “{MODEL.prompts[row]}” the model's likeliest tokens are “{first}” and then “{second}”. Now {change}. "
        "What follows for the probabilities?",
        right,
        {each: wrongs[each] for each in keep},
        ("Divided by 0.5, the difference of their logits doubles, and the ratio is e to its power. ",
         "Divided by 1.6, the difference of their logits shrinks, and the ratio is e to its power; it stays above 1. ",
         "Two tokens are left. Both are divided by what they have together. ",
         "The dice choose among the probabilities; they don't make them. ")[version] + f"**{right}**.",
        ("Does this change the logits, cut tokens off, or only the choice?",
         "Dividing all logits by the same number: what becomes of their differences?"),
    )  # fmt: skip


WORDS = ["river", "street", "house", "lake", "garden", "bridge", "tower", "market", "station"]


def what_is_left(rng: np.random.Generator) -> Question:
    """Five probabilities and a cut: which tokens are left in the draw?"""
    words = [str(word) for word in rng.permutation(WORDS)[:5]]
    while True:
        p = np.sort(rng.multinomial(20, [0.4, 0.25, 0.15, 0.12, 0.08]) / 20)[::-1]
        share = float(rng.choice([0.5, 0.6, 0.7, 0.8, 0.9]))
        n = len(top_p(p, share))
        total = np.cumsum(p)
        if p.min() > 0 and 2 <= n <= 4 and len(set(p.tolist())) == 5 and np.abs(total - share).min() > 0.02:
            break
    order = rng.permutation(5)
    table = "\n".join(f"| {words[k]} | {p[k]:.2f} |" for k in order)
    named = lambda many: " ".join(words[:many])  # noqa: E731
    right, fewer, more = named(n), named(n - 1), named(n + 1)
    above = [words[k] for k in range(5) if p[k] >= 1 - share]
    wrong = {
        fewer: f"Together: {total[n - 2]:.2f}, which doesn't reach {share:g}. The one that reaches it is kept, too.",
        more: f"{named(n)} have {total[n - 1]:.2f} together, which reaches {share:g} already.",
        named(5): "Nothing would be cut then. Top-p keeps the fewest that reach the share.",
    }
    if " ".join(above) not in (right, *wrong) and above:
        wrong[" ".join(above)] = f"Those have {1 - share:.1f} or more each. Top-p looks at the running total."
    wrong = {name: why for name, why in wrong.items() if name != right}
    return one_of(
        rng,
        f"After a prompt five tokens are possible:\n\n| token | p |\n|---|---:|\n{table}\n\nWhich of them does top-p "
        f"with {share:g} leave in the draw?",
        right,
        wrong,
        f"From the likeliest down the running totals are {', '.join(f'{each:.2f}' for each in total[:n])}: {share:g} "
        f"is reached with the {('second', 'third', 'fourth')[n - 2]}. **{right}**.",
        ("Sort them by probability first, the largest on top.",
         "Add them up from the top, and stop as soon as the share is reached."),
    )  # fmt: skip


SERVICES = ("the web shop's assistant", "the help desk's bot", "the test suite", "the nightly report", "the mobile app",
            "the staging server", "the code reviewer", "the newsletter tool")  # fmt: skip


def upper(text: str) -> str:
    """The same as the beginning of a sentence."""
    return text[0].upper() + text[1:]


def two_services(rng: np.random.Generator) -> Question:
    """Two places call one model: what tells their answers apart?"""
    one, other = (str(each) for each in rng.permutation(SERVICES)[:2])
    version = int(rng.integers(4))
    times = int(rng.integers(6, 10)) * 10
    odd = int(rng.integers(3, 8))
    symptom = (
        f"{one} gives the same answer {times} times out of {times}; {other}, now and then, another one",
        f"both give different answers at every call, but those of {other} hold words that belong in no sentence",
        f"both give several answers in about the same mixture, but the {odd} first of {one} aren't those of {other}",
        f"{one} and {other} give the same answer at every call, and it is wrong",
    )[version]
    answers = (
        f"{upper(one)} calls it at temperature 0, {other} at a higher one",
        f"{upper(other)} has a higher temperature, and cuts no tokens off",
        "Their dice start from different seeds",
        "The model's likeliest answer is wrong, and no setting of the draw cures that",
    )
    whys = (
        "Where nothing is drawn, all calls agree. Is that what is seen here?",
        "Words that fit nowhere are tokens from far down the list. Is that what is seen here?",
        "Other dice give another order of answers, with the same probabilities. That would show where answers vary.",
        "That would be one wrong answer, always and everywhere. Is that what is seen here?",
    )
    right = answers[version]
    return one_of(
        rng,
        f"Two services send one prompt to one model. {upper(symptom)}. What explains it best?",
        right,
        {answers[k]: whys[k] for k in range(4) if k != version},
        ("One that never varies draws nothing: temperature 0. The other draws. ",
         "Unlikely tokens have come up: at a high temperature they have much together, unless they are cut off. ",
         "The probabilities are the same; only the numbers of the dice aren't. ",
         "Temperature, top-k and top-p leave the order as it is. What leads goes on leading. ")[version]
        + f"**{right}**.",
        ("Does one of them never vary? Do senseless words come up?",
         "Which of these causes changes the mixture of answers?"),
    )  # fmt: skip


PAIRS = [("model A", "model B"), ("the old model", "the new model"), ("the German model", "the English model"),
         ("the large model", "the small model"), ("Kiwi", "Plum")]  # fmt: skip
STUFF = ("your support tickets", "the same 40 news articles", "a manual", "minutes of meetings", "product descriptions")


def which_foresaw(rng: np.random.Generator) -> Question:
    """Two models, two tokenizers, one text: perplexities aren't comparable, bits a character are."""
    names = PAIRS[rng.integers(len(PAIRS))]
    stuff = str(rng.choice(STUFF))
    while True:
        characters = int(rng.integers(20, 90)) * 100
        tokens = [int(characters / each) for each in rng.uniform(2.2, 5.2, size=2)]
        perplexities = [float(number(each, 1)) for each in rng.uniform(8, 45, size=2)]
        bits = [n * np.log2(each) / characters for n, each in zip(tokens, perplexities)]
        lower, better = int(np.argmin(perplexities)), int(np.argmin(bits))
        far = max(bits) / min(bits) > 1.15 and max(perplexities) / min(perplexities) > 1.2
        if far and max(tokens) / min(tokens) > 1.2 and (lower != better or rng.random() < 0.4):
            break
    table = "\n".join(
        f"| {name} | {n} | {each:.1f} | {bit:.2f} |" for name, n, each, bit in zip(names, tokens, perplexities, bits)
    )
    right = f"{names[better]}, by bits a character"
    wrong = {
        f"{names[lower]}, by perplexity": "Perplexity is a mean over tokens, and theirs differ: the one cuts the text "
        "into more of them.",
        f"{names[1 - better]}, by bits a character": "More bits a character mean more surprise, letter by letter.",
        "Neither: no column is comparable": "Perplexities aren't. What the text costs a character is: it is the same "
        "text for both.",
        f"{names[int(np.argmin(tokens))]}, by its number of tokens": "Fewer tokens make it cheaper, not better: each "
        "of them may surprise more.",
    }
    return one_of(
        rng,
        f"Two language models, each with a tokenizer of its own, read {stuff}: {characters} characters in all.\n\n"
        f"| | tokens | perplexity | bits a character |\n|---|---:|---:|---:|\n{table}\n\n"
        "Which foresaw the text better?",
        right,
        wrong,
        "Perplexity is a mean over tokens, and theirs differ. The characters are the same for both, so compare bits a "
        f"character: {min(bits):.2f} against {max(bits):.2f}. **{right}**.",
        ("A mean over what? Is that the same for both?", "Which column counts something that both share?"),
    )  # fmt: skip


def fits(text: str) -> bool:
    """Can it stand in a line of Markdown as it is?"""
    return text.isprintable() and text == text.strip() and "`" not in text and "<|" not in text


def cut(each) -> str:
    """The tokens of a text, each as code."""
    return " ".join(f"`{piece.replace(' ', '·')}`" for piece in each.pieces)


def what_it_sees(rng: np.random.Generator) -> Question:
    """Tokens aren't letters and aren't words: which text costs most?"""
    cuts = [each for each in cut_texts() if 5 <= len(each.text) <= 36 and fits(each.text)]
    while True:
        chosen = [cuts[k] for k in rng.permutation(len(cuts))[:4]]
        counts = [len(each.ids) for each in chosen]
        lengths = [len(each.text) for each in chosen]
        most = int(np.argmax(counts))
        if sorted(counts)[-1] > sorted(counts)[-2] and len(set(lengths)) == 4:
            break
    texts = [f"`{each.text}`" for each in chosen]
    right = texts[most]
    wrong = {
        text: f"It is cut into {len(each.ids)} tokens: {cut(each)}."
        for text, each in zip(texts, chosen)
        if text != right
    }
    longest = int(np.argmax(lengths))
    remark = "the longest isn't it" if longest != most else "here it is the longest one, too"
    return one_of(
        rng,
        "You pay for each token. Which of these four texts costs most with the tokenizer of this step? "
        f"(One token mostly is a frequent word; rare words, other languages and digits are cut small.) "
        f"Shortest first: {', '.join(texts[k] for k in np.argsort(lengths))}.",
        right,
        wrong,
        f"Cut up, {right} has {max(counts)} tokens: {cut(chosen[most])}; {remark}. **{right}**.",
        ("Frequent English words are one token each. What isn't frequent here?",
         "Each digit stands alone; letters of other alphabets mostly take a token each, or more."),
    )  # fmt: skip
