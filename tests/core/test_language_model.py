"""The language model's numbers are what data/README.md says: each figure is recomputed from what the loaders return."""

import re

import numpy as np
import pytest
from scipy.special import logsumexp, softmax

from core import data
from core.tokens import decode, encode, token_text

README = re.sub(r"\s+", " ", (data.FOLDER / "README.md").read_text(encoding="utf-8"))
START = {"newline": "\n", "none": "", "chat": ""}
MODEL = data.next_tokens()


def says(fact: str) -> bool:
    return fact in README


def row(name: str) -> int:
    return MODEL.names.index(name)


def probabilities(name: str, T: float = 1.0) -> np.ndarray:
    """Of the 500 likeliest tokens; the logits of all others are added up in `tails`."""
    z, tail = MODEL.logits[row(name)] / T, np.interp(T, MODEL.temperatures, MODEL.tails[row(name)])
    return np.exp(z - np.logaddexp(logsumexp(z), tail))


def p(name: str, word: str, T: float = 1.0) -> float:
    return float(probabilities(name, T)[MODEL.ids[row(name)].tolist().index(id_of(word))])


def id_of(word: str) -> int:
    (id,) = encode(word)
    return id


def loses_majority(name: str, word: str) -> float:
    """The temperature at which the word's probability is one half, by halving."""
    low, high = 0.1, 2.0
    assert p(name, word, low) > 0.5 > p(name, word, high)
    for _ in range(40):
        T = (low + high) / 2
        low, high = (T, high) if p(name, word, T) > 0.5 else (low, T)
    return low


def text(name: str) -> data.ReadText:
    return next(each for each in data.read_texts() if each.name == name)


def perplexity(name: str) -> float:
    return float(np.exp(-text(name).logprobs.mean()))


def bits_per_character(name: str) -> float:
    return float(-text(name).logprobs.sum() / np.log(2) / len(text(name).text))


def surprise(name: str, word: str) -> float:
    """In nats, of the last token that reads so."""
    place = [token_text(id) for id in text(name).ids].index(word)
    return -float(text(name).logprobs[place])


# --- What comes next --------------------------------------------------------------------------------------------


def test_the_rows_belong_together():
    table = data._table("smollm2_next_token.csv", list(data._read("smollm2_next_token.csv", columns)), 59)
    with np.load(data.FOLDER / "smollm2_next_token.npz", allow_pickle=False) as file:
        assert tuple(map(str, file["name"])) == MODEL.names and len(set(zip(MODEL.starts, MODEL.prompts))) == 59
        texts, entropies = file["text"].tolist(), file["entropy"]
    assert (np.diff(MODEL.logits, axis=1) <= 0).all() and all(len(set(row)) == 500 for row in MODEL.ids.tolist())
    for k, each in enumerate(table.itertuples()):
        assert len(encode(START[each.start] + each.prompt)) == each.tokens
        assert list(map(token_text, MODEL.ids[k, :40])) == texts[k][:40]
        for place, q in enumerate(probabilities(each.name)[:5]):
            word, share = (getattr(each, f"{part}_{place + 1}") for part in ("token", "p"))
            assert (word, share) == (token_text(MODEL.ids[k, place]), pytest.approx(q, abs=2e-4))
        assert entropies[k] == pytest.approx(each.entropy_nats, abs=0.001)
        kept = -np.sum(probabilities(each.name) * np.log(probabilities(each.name)))
        assert kept < entropies[k], "the tokens that are not shipped surprise, too"


def columns(path):
    return path.read_text(encoding="utf-8").splitlines()[0].split(",")


def test_how_many_tokens_top_p_keeps_follows_from_the_500():
    for name in MODEL.names:
        for place, T in enumerate(MODEL.temperatures):
            said, total = MODEL.nucleus_90[row(name), place], np.cumsum(probabilities(name, T))
            if said <= 500:
                before = total[said - 2] if said > 1 else 0
                assert before < 0.9 + 1e-4 and total[said - 1] > 0.9 - 1e-4, (name, T)
            else:
                assert total[-1] < 0.9


def test_between_two_temperatures_the_rest_is_interpolated():
    """Left out, each temperature of the grid is met by its neighbours, twice as far apart as they need to be."""
    T, tails = MODEL.temperatures, MODEL.tails
    gaps = np.abs((tails[:, :-2] + tails[:, 2:]) / 2 - tails[:, 1:-1]) / 4  # half as wide, a quarter of the error
    held = np.array([[probabilities(name, t) for t in T[1:-1]] for name in MODEL.names])
    moved = held.max(axis=2) * (1 - held.sum(axis=2)) * gaps  # how much the likeliest token's probability moves
    assert moved[:, T[1:-1] >= 0.2].max() < 0.00015 and says("to within 0.00015 between 0.2 and 2")


def test_the_weight_of_the_500():
    held = {T: np.array([probabilities(name, T).sum() for name in MODEL.names]) for T in (1, 2)}
    assert says(
        f"The 500 tokens hold {100 * np.median(held[1]):.1f} % of the probability in the median prompt, "
        f"{100 * held[1].min():.1f} % at least; at temperature 2 only {100 * np.median(held[2]):.0f} %"
    )


def test_facts_and_frequencies():
    at = [p("australia", " Canberra", T) for T in (0.2, 0.5, 1, 1.5, 2)]
    assert [token_text(id) for id in MODEL.ids[row("australia"), :2]] == [" Sydney", " Canberra"]
    assert says(f"Paris {p('france', ' Paris'):.3f}; Berlin {p('germany', ' Berlin'):.3f}; Australia: Sydney "
                f"{p('australia', ' Sydney'):.3f}, Canberra {p('australia', ' Canberra'):.3f}")  # fmt: skip
    assert says("Canberra has {:.3f}, {:.3f}, {:.3f}, {:.3f}, {:.3f} at temperature 0.2, 0.5, 1, 1.5, 2".format(*at))
    assert says(f"Canberra {p('australia_told', ' Canberra'):.3f}") and says(
        f"still Paris {p('france_lie', ' Paris'):.3f}, Rome {p('france_lie', ' Rome'):.3f}"
    )


def test_confident_and_wrong():
    assert says(f"a week {p('week', ' week'):.3f}, sixty minutes in an hour {p('hour', ' hour'):.3f}")
    assert says(f"in the sky {p('sunrise', ' sky'):.3f}, east {p('sunrise', ' east'):.3f}")
    assert says(f"left {p('drive_france', ' left'):.3f}, right {p('drive_france', ' right'):.3f}")
    assert says(f"too heavy {p('feather', ' heavy'):.3f}")
    assert says(f"violets are violet {p('violets', ' violet'):.3f}, blue {p('violets', ' blue'):.3f}")


def test_arithmetic():
    two, shown = p("two_and_two", "4"), p("two_and_two_shown", "4")
    assert says(f"2+2= gives 4 with {two:.3f}, after one example with {shown:.3f}")
    assert says(f"3+5= gives 1 with {p('three_and_five', '1'):.3f} and 8 with {p('three_and_five', '8'):.3f}")
    assert says(f"17+25= gives 1 with {p('sum_two_digits', '1'):.3f}")
    assert says(f"after 1, 2, 4, 8, 1 comes 6 with {p('doubling', '6'):.3f}")


def test_temperatures():
    answers = {"australia": " Sydney", "france": " Paris", "germany": " Berlin", "heron": " her", "once": " time",
               "gold": " Au", "madrid": " Spain", "hour": " hour"}  # fmt: skip
    found = [f"{loses_majority(name, word):.2f}" for name, word in answers.items()]
    listed = "Sydney {}, Paris {}, Berlin {}, heron {}, once upon a time {}, gold {}, Spain {}, hour {}"
    assert says(listed.format(*found))
    at = [p("france", " Paris", T) for T in (0.5, 1.5, 2)]
    assert says("Paris has {:.3f}, {:.3f}, {:.3f} at temperature 0.5, 1.5, 2".format(*at))
    grid = MODEL.temperatures.round(3).tolist()
    at_1, at_15 = (
        [MODEL.nucleus_90[row(name), grid.index(T)] for name in ("hour", "france", "dragon", "neighbour_cat")]
        for T in (1, 1.5)
    )
    assert at_1[0] == 1 and says("1 token (hour), {1} (France), {2} (dragon), {3} (a cat's name)".format(*at_1))
    assert says("at 1.5 {}, {}, {}, {}".format(*at_15))


def test_bias():
    who = ("nurse", "teacher", "engineer", "plumber")
    assert says(", ".join(f"{name} {p(name, ' she'):.3f} / {p(name, ' he'):.3f}" for name in who))
    assert says(f"the engineer is she {p('engineer_said', ' she'):.3f}, he {p('engineer_said', ' he'):.3f}")


def test_without_a_start():
    assert says(f"time has {p('once_no_start', ' time'):.3f} instead of {p('once', ' time'):.3f}")
    lone = ("the_no_start", "my_no_start")
    ours, theirs = (dict(zip(MODEL.ids[row(name)].tolist(), probabilities(name))) for name in lone)
    apart = sum(abs(ours.get(id, 0) - theirs.get(id, 0)) for id in ours.keys() | theirs.keys()) / 2
    assert says(f"the predictions differ by {apart:.2f}")


# --- How a text surprises ---------------------------------------------------------------------------------------


def test_the_texts_and_their_tokens_agree():
    table = data._table("smollm2_texts.csv", list(data._read("smollm2_texts.csv", columns)), 18)
    for each, ours in zip(table.itertuples(), data.read_texts(), strict=True):
        assert each.text == ours.name and each.tokens == len(ours.ids) and each.characters == len(ours.text)
        assert perplexity(each.text) == pytest.approx(each.perplexity, abs=0.006)
        assert bits_per_character(each.text) == pytest.approx(each.bits_per_character, abs=0.001)
        assert np.mean(ours.ranks == 1) == pytest.approx(each.first_guess_right, abs=0.001)


def test_perplexities():
    pi, digits, shuffled = (text(name) for name in ("pi", "random_digits", "alice_words"))
    after = float(np.exp(-digits.logprobs[10:].mean()))
    many = [perplexity(name) for name in ("declaration", "python", "pi", "recipe", "alice", "library", "random_digits")]
    listed = "Declaration {:.1f}, Python {:.1f}, pi {:.1f}, recipe {:.0f}, Alice {:.1f}, library {:.0f}, random digits"
    assert says(listed.format(*many)) and says(f"random digits {many[-1]:.1f} ({after:.1f} after the tenth")
    assert after > 10 and len(pi.ids) == 52
    ratio = perplexity("alice_words") / perplexity("alice")
    assert says(f"shuffled {perplexity('alice_words'):.0f}, {ratio:.0f} times") and len(shuffled.ids) == 68
    first, second, third = (text("words_three_times").logprobs[cut] for cut in (slice(9), slice(9, 17), slice(17, 25)))
    found = [float(np.exp(-part.mean())) for part in (first, second, third)]
    assert says("first time {:.0f}, second {:.1f}, third {:.1f}".format(*found))
    one, other = "train_english", "train_german"
    assert says(
        f"English {perplexity(one):.0f} and German {perplexity(other):.0f} a token, but {bits_per_character(one):.2f} "
        f"and {bits_per_character(other):.2f} bits a character ({len(text(one).ids)} and {len(text(other).ids)} tokens)"
    )


def test_surprises():
    butter, socks = surprise("butter", " butter"), surprise("socks", " socks")
    assert says(f"butter {butter:.2f}, socks {socks:.2f} ({np.exp(socks - butter):.0f} times less likely)")
    assert says(f"France {surprise('france', ' France'):.2f}, Japan {surprise('japan', ' Japan'):.2f}")
    assert says(f"barn fell” {surprise('barn', ' fell'):.2f}, with “that was” {surprise('barn_clear', ' fell'):.2f}")


FIRST = {"The dragon opened its eyes and": "dragon", "The capital of Australia is": "australia", "My name is": "name"}
HEAT = (0.2, 0.7, 1, 1.5)


def test_the_first_draws_can_be_replayed():
    drawn, replayed = [each for each in data.samples() if each.temperature > 0], 0
    for each in drawn:
        total = np.cumsum(probabilities(FIRST[each.prompt], each.temperature))
        kept = 500 if each.top_p == 1 else int(np.searchsorted(total, each.top_p)) + 1
        total = total if each.top_p == 1 else total[:kept] / total[kept - 1] if kept <= 500 else total[:0]
        place = np.searchsorted(total, np.random.default_rng(each.seed).random(20)[0], side="right")
        if place < len(total):
            assert MODEL.ids[row(FIRST[each.prompt]), place] == each.ids[0]
            replayed += 1
    assert says(f"{replayed} of {len(drawn)} need no other token")


def test_samples():
    assert all(len(each.ids) == 20 and decode(each.ids) == each.text for each in data.samples())

    def mean(T, top_p):
        return np.mean([each.surprise for each in data.samples() if (each.temperature, each.top_p) == (T, top_p)])

    plain, cut = ("{:.2f} / {:.2f} / {:.2f} / {:.2f}".format(*(mean(T, top_p) for T in HEAT)) for top_p in (1, 0.9))
    assert says(f"at temperature 0.2 / 0.7 / 1 / 1.5: {plain}, with top-p 0.9 {cut}")
    right = [each.temperature for each in data.samples() if each.text.startswith(" Canberra")]
    assert says("Canberra is the first word in {}, {}, {}, {} of 10".format(*map(right.count, HEAT)))


def test_tokens():
    lengths = {cut.text: len(cut.ids) for cut in data.cut_texts()}
    assert says(f"“ strawberry” is {lengths[' strawberry']} token, “strawberry” {lengths['strawberry']}")
    assert lengths["a          b"] - 1 == 2 and says("ten spaces and a b are 2 tokens")
    assert says(f"a Japanese sentence of 8 characters {lengths['猫は牛乳を飲む。']}, an astronaut {lengths['👩‍🚀']}")
    german, english = lengths["Die Katze trinkt Milch."], lengths["The cat drinks milk."]
    assert says(f"“Die Katze trinkt Milch.” {german}, “The cat drinks milk.” {english}")
    assert len(encode("2024")) == 4 and says("every digit is a token of its own")


# --- What it looks at, and what becomes of it ---------------------------------------------------------------------


def turned(x: np.ndarray, base: float = 100_000) -> np.ndarray:
    """Each pair of numbers (2i, 2i + 1) of row n, turned by n / base^(2i / width)."""
    n, width = x.shape[-2:]
    angles = np.arange(n)[:, None] / base ** (np.arange(0, width, 2) / width)
    pairs = (x[..., ::2] + 1j * x[..., 1::2]) * np.exp(1j * angles)
    return np.stack([pairs.real, pairs.imag], axis=-1).reshape(x.shape)


def masked_weights(Q: np.ndarray, K: np.ndarray) -> np.ndarray:
    scores = Q @ np.swapaxes(K, -1, -2) / 8
    return softmax(np.where(np.tri(scores.shape[-1], dtype=bool), scores, -np.inf), axis=-1)


def rms(x: np.ndarray, scale: np.ndarray, epsilon: float) -> np.ndarray:
    return x / np.sqrt((x**2).mean(axis=-1, keepdims=True) + epsilon) * scale


def test_the_weights_follow_from_queries_and_keys():
    apart, sums = [], []
    for each in data.causal_sentences():
        assert not np.triu(each.weights, 1).any() and each.weights.shape[2:] == (len(each.tokens),) * 2
        for before, after in ((each.Q_before, each.Q), (each.K_before, each.K)):
            assert np.allclose(turned(before.astype(float)), after, atol=1e-4)
        computed = masked_weights(each.Q.astype(float), each.K.astype(float))
        apart.append(np.abs(computed - each.weights[each.layer, each.head]).max())
        sums.append(np.abs(each.weights.sum(axis=-1) - 1).max())
    assert max(apart) < 0.0003 and max(sums) < 0.002
    assert says("Recomputed from queries and keys, its weights differ by less than 0.0003")


def test_the_mask():
    tired, wide = (next(each for each in data.causal_sentences() if each.name == name) for name in ("tired", "wide"))
    same = [np.array_equal(tired.weights[:, :, k], wide.weights[:, :, k]) for k in range(14)]
    assert same[:13] == [True] * 12 + [False] and says("the first twelve rows are the same in all 270 heads")
    it, animal, street = (tired.tokens.index(word) for word in (" it", " animal", " street"))
    assert says(f"{tired.weights[13, 8, it, animal]:.2f} of it to animal (layer 13, head 8) and "
                f"{tired.weights[21, 6, it, street]:.2f} to street (layer 21, head 6), the largest of 270")  # fmt: skip
    assert tired.weights[:, :, it, street].argmax() == 21 * 9 + 6


def test_heads():
    habits = data.head_habits()
    back, again = (np.argsort(-table, axis=None)[:2].tolist() for table in (habits.previous, habits.after_same))
    assert back[0] == 16 * 9 and again == [18 * 9 + 6, 17 * 9 + 4]
    assert says(f"layer 16, head 0 looks one back ({habits.previous[16, 0]:.2f}); layer 18, head 6 "
                f"({habits.after_same[18, 6]:.2f}) and layer 17, head 4 ({habits.after_same[17, 4]:.2f})")  # fmt: skip
    assert says(f"{100 * np.mean(habits.first > 0.5):.0f} % of the heads put more than half")
    heron, cat = data.causal_sentences()[:2]
    assert says(f"{last(heron, ' her'):.2f} of it on “her”, which follows with {p('heron', ' her'):.3f}")
    assert says(f"{last(cat, ' sat'):.2f} on “sat”, which gets {p('cat_sat', ' sat'):.3f}")
    assert says(f"was {p('cat_sat', ' was'):.3f}")


def last(sentence, word):
    return sentence.weights[sentence.layer, sentence.head, -1, sentence.tokens.index(word)]


def test_the_block_can_be_recomputed():
    block, m = data.block(), data.block_weights()
    u = rms(block.x, block.attention_scale, block.epsilon)
    cut = lambda y: y.reshape(6, -1, 64).transpose(1, 0, 2)  # noqa: E731
    Q, K, V = (cut(u @ W) for W in (m.W_query, m.W_key, m.W_value))
    gaps = [np.abs(Q - block.Q_before).max(), np.abs(K - block.K_before).max(), np.abs(V - block.V).max()]
    Q, K = turned(Q, block.base), turned(K, block.base)
    weights = masked_weights(Q, np.repeat(K, 3, axis=0))
    mixed = (weights @ np.repeat(V, 3, axis=0)).transpose(1, 0, 2).reshape(6, 576)
    gaps += [np.abs(mixed @ m.W_output - block.attention_output).max()]
    assert max(gaps) < 1e-4 and says("within 0.0001") and np.allclose(weights, block.weights, atol=1e-5)
    assert np.allclose(block.x + block.attention_output, block.middle, atol=1e-4)
    assert np.allclose(block.middle + block.ffn_output, block.y, atol=1e-4)
    logits = rms(block.y[-1], block.final_scale, block.epsilon) @ block.output_rows.T
    assert np.allclose(logits, block.output_logits, atol=0.02) and token_text(block.output_ids[0]) == " Paris"
    assert np.allclose(np.linalg.norm(block.hidden.astype(float), axis=-1), block.norms, rtol=0.001)


def test_norms_and_lenses():
    norms = data.block().norms
    assert says(f"from {norms[11, 0]:.0f} to {norms[12, 0]:,.0f} in layer 11".replace(",", " "))
    assert says(f"the others have {norms[12, 1:].min():.0f} to {norms[12, 1:].max():.0f}")
    settled = {lens.answer: int(np.flatnonzero(lens.answer_ranks > 1)[-1]) + 1 for lens in data.lenses()}
    her, paris = (next(lens for lens in data.lenses() if lens.answer == word) for word in (" her", " Paris"))
    assert says(f"+ in code after layer {settled[' +']}")
    assert says(f"her goes from rank {her.answer_ranks[26]} to {her.answer_ranks[27]} in one layer (26 to 27)")
    assert says(f"Sun {settled[' Sun']}, cold {settled[' cold']}, Spain {settled[' Spain']}; Paris only after the last")
    assert says(f"it has {paris.answer_p[29]:.3f}, and “{paris.tokens[29][0].strip()}” leads with {paris.p[29, 0]:.3f}")
    assert settled[" Paris"] == 30
