"""What the step `next_token` claims."""

import re
from itertools import pairwise

import numpy as np
import pytest
from scipy.special import logsumexp

from core.data import cut_texts, next_tokens, read_texts, samples
from core.language import kl_divergence
from core.tokens import decode, encode, token_text
from labs.apply.next_token import picture as chart
from labs.apply.next_token.again import NAMES as ASKED_AGAIN
from labs.apply.next_token.step import (
    FEWEST,
    HEAT,
    LOOKS,
    MODEL,
    PAIRS,
    STORIES,
    TEXTS,
    TOKENS,
    WRONG,
    both,
    dice,
    given,
    named,
    prompts,
    rest,
    shared,
)
from labs.apply.next_token.step import next_token as STEP
from labs.apply.next_token.understand import FACTS, SETTINGS, lead, plain, understand
from tests.conftest import look, tried
from ui.words import number


def opened(name="france", T=1.0, **link):
    return look(STEP, prompt=named(name), t=str(HEAT.index(T)), **link)


def probabilities(name: str, T: float) -> np.ndarray:
    """By the rule of data/README.md."""
    row = MODEL.names.index(name)
    z = MODEL.logits[row] / T
    return np.exp(z - np.logaddexp(logsumexp(z), np.interp(T, MODEL.temperatures, MODEL.tails[row])))


def place(name: str, token: str) -> int:
    return [token_text(id) for id in MODEL.ids[MODEL.names.index(name)]].index(token)


# ---------------------------------------------------------------- what comes next


def test_canberra_all_but_vanishes():
    before, page = probabilities("australia", 1), tried(STEP)
    assert [f"{p:.2f}" for p in before[:2]] == ["0.63", "0.22"] and place("australia", " Canberra") == 1
    assert page.ran.values["temperature"] == 0.2 and page.ran.values["logits"] is not None
    assert f"{page.ran.results['p'][1]:.3f}" == "0.005"
    assert STEP and page.asked[2] == "It all but vanishes" and "0.005" in page.verdict


def test_no_temperature_changes_the_order():
    for row in range(len(MODEL.names)):
        assert all(a >= b for a, b in pairwise(MODEL.logits[row])), "divided by any T above 0, it stays so"


@pytest.mark.parametrize("name", MODEL.names[::5])
@pytest.mark.parametrize("T", [0.1, 0.37, 1, 1.5, 1.99])
def test_the_probabilities_are_those_of_the_data(name, T):
    page = opened(name, T)
    assert np.allclose(page.ran.results["p"], probabilities(name, T), atol=1e-12)
    assert page.ran.results["kept"].sum() == pytest.approx(1)
    assert page.ran.results["left"] == TOKENS and "All 49,152 tokens are in the draw" in page.said


@pytest.mark.parametrize("name", ["hour", "france", "dragon", "neighbour_cat", "the_no_start"])
def test_top_p_leaves_as_many_as_the_data_say(name):
    row, grid = MODEL.names.index(name), MODEL.temperatures.round(3).tolist()
    for T in (0.5, 1, 1.5):
        page, said = opened(name, T, p="0.9"), int(MODEL.nucleus_90[row, grid.index(T)])
        if said <= 500:
            assert page.ran.results["left"] == said
            assert (f"**{said} tokens**" if said > 1 else "**1 token** of 49,152 is left") in page.said
        else:
            assert "More than 500 of 49,152 tokens are left in the draw" in page.said


@pytest.mark.parametrize("k", FEWEST[:-1])
def test_top_k_leaves_so_many_and_rescales(k):
    page = opened("dragon", 1.2, k=str(FEWEST.index(k)))
    p, kept = page.ran.results["p"], page.ran.results["kept"]
    assert page.ran.results["left"] == k == np.count_nonzero(kept) and kept.sum() == pytest.approx(1)
    assert np.allclose(kept[:k], p[:k] / p[:k].sum())
    assert sum(mark.get("text") == "cut" for mark in page.marks) == (chart.ROWS - k + 1 if k <= chart.ROWS else 0)


def test_at_temperature_0_the_likeliest_is_always_chosen():
    for name in MODEL.names[::7]:
        page = opened(name, 0, draws="100")
        assert page.ran.results["drawn"] == [0] * 100 and page.ran.results["p"][0] == 1
        assert "At temperature 0 it is always chosen" in page.said


def test_entropy_grows_with_the_temperature_and_is_at_most_that_of_all_tokens():
    with np.load("data/smollm2_next_token.npz") as file:
        whole = file["entropy"]
    for name in MODEL.names[::6]:
        found = [opened(name, T).ran.results["uncertainty"] for T in (0.3, 0.7, 1)]
        assert found == sorted(found) and found[-1] <= whole[MODEL.names.index(name)] + 1e-3


def test_the_dice_are_those_of_the_samples():
    """The first token that each seed gave the model is the one that the cell draws."""
    replayed = 0
    for prompt, name in STORIES.items():
        ids = MODEL.ids[MODEL.names.index(name)].tolist()
        for T in (0.2, 0.7, 1, 1.5):
            for top_p in (1, 0.9):
                page = opened(name, T, draws="5", p=f"{top_p:g}")
                told = [s for s in samples() if (s.prompt, s.temperature, s.top_p) == (prompt, T, top_p)]
                for drawn, sample in zip(page.ran.results["drawn"], told, strict=True):
                    replayed += drawn < 500
                    assert (ids[drawn] == sample.ids[0]) if drawn < 500 else sample.ids[0] not in ids
    assert replayed >= 102
    for seed in (0, 3, 99):
        assert dice()[seed] == np.random.default_rng(seed).random(20)[0]


def test_the_words_count_the_draws():
    page = opened(T=1, draws="40")
    drawn = page.ran.results["drawn"]
    assert f"Of 40 draws, {drawn.count(0)} fell on ·Paris" in page.said
    shown = [mark["text"] for mark in page.marks if str(mark.get("text")).endswith("×")]
    assert sum(int(text[:-1]) for text in shown) == 40
    far = opened("neighbour_cat", 2.0, draws="9")
    last = far.ran.results["drawn"][-1]
    assert ("last one on a token beyond the 500" in far.said) == (last >= 500)


def test_the_first_task_is_done_near_one_half():
    name = list(look(STEP).tasks)[0]
    near = [T for T in HEAT if 1.2 < T < 1.35 and opened(T=T).tasks[name]]
    assert 1.27 in near and 1.25 < min(near) and max(near) < 1.29
    assert not any(opened(T=T).tasks[name] for T in (0, 0.1, 1, 1.2, 1.35, 2))
    assert not opened(T=1.27, k="9").tasks[name]
    low, high = probabilities("france", 1.26)[0], probabilities("france", 1.28)[0]
    assert high < 0.5 < low


def test_the_second_task_asks_for_both_ends():
    name = list(look(STEP).tasks)[1]
    for wrong in WRONG:
        cold, hot = opened(wrong, 0.2), opened(wrong, 2.0)
        assert not cold.tasks[name] and not hot.tasks[name]
        assert opened(wrong, 2.0, met=cold.link["met"]).tasks[name]
        right = place(wrong, WRONG[wrong])
        assert right > 0 and probabilities(wrong, 1)[0] > probabilities(wrong, 1)[right]
    assert opened("france", 0.2).link["met"] is None and opened("france", 2.0).link["met"] is None


def test_a_prompt_is_shown_in_the_tokens_that_the_model_got():
    assert given(0) == ("\n", "The", " capital", " of", " France", " is")
    assert len(prompts()) == len(MODEL.names) == 59
    for row, name in enumerate(MODEL.names):
        start = "\n" if MODEL.starts[row] == "newline" else ""
        assert "".join(given(row)) == start + MODEL.prompts[row] and "\n" not in named(name)
    drawn = chart.chips(given(MODEL.names.index("suitcase")), "·large")
    rights = [max(x for x, _ in mark["points"]) for mark in drawn if mark["kind"] == "polygon"]
    assert max(rights) < 556


WRITTEN = ["strawberry", "a strawberry", "Die Katze", "👩‍🚀" * 30, "<b>", "12 345", "ψυχή 猫は", "x"]


@pytest.mark.parametrize("text", WRITTEN)
def test_any_text_is_cut_up_live(text):
    page = look(STEP, prompt=text)
    ids = encode(text.strip()[:120])
    assert (
        page.ran.results["ids"] == ids and "".join(page.ran.results["pieces"])[:1] == "<" or decode(ids) == text[:120]
    )
    assert f"**{len(ids)} token{'s' if len(ids) > 1 else ''}**" in page.said
    for mark in page.marks:
        if mark["kind"] == "polygon":
            xs, ys = zip(*mark["points"])
            assert 0 <= min(xs) and (max(xs) <= 358 or min(xs) == 2) and min(ys) > chart.PAGE[2] + 30
    more = [mark["text"] for mark in page.marks if str(mark.get("text")).startswith("…")]
    boxes = sum(mark["kind"] == "polygon" for mark in page.marks)
    assert more == ([f"… and {len(ids) - boxes} more"] if boxes < len(ids) else [])


def test_what_no_token_stands_for_has_none():
    assert "**0 tokens**" in look(STEP, prompt="\x04").said


# ---------------------------------------------------------------- two prompts


@pytest.mark.parametrize("pair", PAIRS)
def test_two_prompts_side_by_side(pair):
    a, b = (MODEL.names.index(name) for name in PAIRS[pair])
    for T in (0.1, 1, 2):
        page = look(STEP, look=LOOKS[1], pair=pair, t=str(HEAT.index(T)))
        p, q, apart = (page.ran.results[name] for name in ("p", "q", "apart"))
        assert np.allclose(p[:500], probabilities(PAIRS[pair][0], T)) and apart >= 0
        for known, row in ((p, a), (q, b)):
            missing = [id for id in both(a, b) if id not in MODEL.ids[row]]
            assert not missing or known[499] < 0.001, "a token that isn't listed has less than the last that is"
        here, there = shared(a, b)
        assert np.array_equal(MODEL.ids[a][here], MODEL.ids[b][there])
    assert f"“{named(PAIRS[pair][0])}”" in page.said and f"“{named(PAIRS[pair][1])}”" in page.said


def test_france_and_australia_nurse_and_engineer():
    said = look(STEP, look=LOOKS[1]).said
    assert "**·Paris** leads with 0.783" in said and "**·Sydney** leads with 0.631" in said
    said = look(STEP, look=LOOKS[1], pair="nurse / engineer").said
    assert "**·she** leads with 0.650" in said and "**·he** leads with 0.279" in said


def test_the_divergence_counts_what_both_lists_hold_and_has_no_end_at_zero():
    a, b = 0, MODEL.names.index("australia")
    here, there = shared(a, b)
    p, q = probabilities("france", 1)[here], probabilities("australia", 1)[there]
    expected = kl_divergence(np.append(p, 1 - p.sum()), np.append(q, 1 - q.sum()))
    assert look(STEP, look=LOOKS[1]).ran.results["apart"] == pytest.approx(expected)
    assert "no end" in look(STEP, look=LOOKS[1], t="0").said
    same = look(STEP, look=LOOKS[1], t="0", pair="nurse / plumber").ran.results
    assert np.isinf(same["apart"]), "she and he"
    agree = look(STEP, look=LOOKS[1], t="0", pair="in France / in England")
    assert agree.ran.results["apart"] == 0 and "**0.00** nats" in agree.said


# ---------------------------------------------------------------- stories


@pytest.mark.parametrize("prompt", STORIES)
@pytest.mark.parametrize("T", [0, 0.2, 0.7, 1, 1.5])
@pytest.mark.parametrize("nucleus", ["true", "false"])
def test_stories_are_the_samples_of_that_setting(prompt, T, nucleus):
    page = look(STEP, look=LOOKS[2], story=prompt, heat=f"{T:g}", nucleus=nucleus)
    top_p = 0.9 if nucleus == "true" and T else 1
    told = [each for each in samples() if (each.prompt, each.temperature, each.top_p) == (prompt, T, top_p)]
    texts = [mark["text"] for mark in page.marks if mark.get("wide")]
    assert texts == [chart.seen_in_text(each.text) for each in told] * (5 if T == 0 else 1) and len(texts) == 5
    assert f"{number(np.mean([each.surprise for each in told]), 2)}** nats" in page.said
    first = [token_text(each.ids[0]) for each in told]
    for place, token in zip(page.ran.results["drawn"], first * (5 if T == 0 else 1)):
        assert place >= 500 or token_text(MODEL.ids[MODEL.names.index(STORIES[prompt]), place]) == token


# ---------------------------------------------------------------- a text


@pytest.mark.parametrize("label", TEXTS)
def test_a_text_token_by_token(label):
    text = next(each for each in read_texts() if each.name == TEXTS[label])
    page = look(STEP, look=LOOKS[3], text=label)
    assert page.ran.results["so_far"] == pytest.approx(np.exp(-text.logprobs.mean()))
    bits = -text.logprobs.sum() / np.log(2) / len(text.text)
    assert page.ran.results["bits"] == pytest.approx(bits)
    assert f"{bits:.2f} bits a character, over {len(text.ids)} tokens" in page.said and "so far" not in page.said
    part = look(STEP, look=LOOKS[3], text=label, read="3")
    assert "Perplexity so far" in part.said and "over 3 tokens" in part.said
    assert part.ran.results["so_far"] == pytest.approx(np.exp(-text.logprobs[:3].mean()))
    assert "�" not in "".join(token_text(id) for id in text.ids)
    tokens = tuple(token_text(id).replace("\n", "↵") for id in text.ids)
    size = chart.fitting(tokens)
    lowest = min(y for _, y in chart.flow(tokens, size)) - chart.LINE * size
    assert lowest > chart.SKYLINE.box[3] + 5, "the text ends above the towers and their caption"
    assert text.logprobs.min() > -20, "the tallest tower is whole"


def test_every_text_is_offered_once():
    assert sorted(TEXTS.values()) == sorted(each.name for each in read_texts())


# ---------------------------------------------------------------- where it bites


def test_what_the_bites_say():
    bite = look(STEP).bite
    left, right = (probabilities("drive_france", 1)[place("drive_france", word)] for word in (" left", " right"))
    assert f"leads with {left:.3f}" in bite and left > right
    english, german = (each for each in read_texts() if each.name.startswith("train_"))
    assert (english.name, german.name) == ("train_english", "train_german")
    a, b = (np.exp(-each.logprobs.mean()) for each in (german, english))
    assert f"has {a:.0f} a token and the English one {b:.0f}" in bite
    bits = [-each.logprobs.sum() / np.log(2) / len(each.text) for each in (german, english)]
    assert "{:.2f} and {:.2f} bits a character".format(*bits) in bite
    assert len(encode(" strawberry")) == 1 and len(encode("strawberry")) == 3


# ---------------------------------------------------------------- questions


@pytest.mark.parametrize("seed", range(0, 120, 6))
def test_the_setting_can_be_told_from_its_samples(seed):
    asked = understand(seed)
    lines = re.findall(r"\*\*(.+)\*\*", asked.prompt)
    assert len(lines) == 3
    known: dict = {}
    for each in samples():
        known.setdefault(plain(each.text), []).append((each.temperature, each.top_p))
    setting = dict(zip(SETTINGS, [(0.0, 1.0), (0.7, 0.9), (1.5, 1.0)]))
    assert all(setting[asked.answer] in known[line] for line in lines) and set(asked.choices) == set(SETTINGS)
    assert (len(set(lines)) == 1) == (asked.answer == "Temperature 0")


@pytest.mark.parametrize("name", FACTS)
def test_what_a_setting_moves(name):
    first, second = lead(MODEL.names.index(name), 0), lead(MODEL.names.index(name), 1)
    assert first and second and first != second
    ratio = [np.divide(*probabilities(name, T)[:2]) for T in (0.5, 1, 1.6)]
    assert ratio[0] > ratio[1] > ratio[2] > 1
    page = opened(name, 1, k="1").ran.results
    assert page["kept"][0] > page["p"][0] and page["kept"][1] > page["p"][1]
    assert page["kept"][0] / page["kept"][1] == pytest.approx(ratio[1])


@pytest.mark.parametrize("seed", range(2, 120, 6))
def test_what_top_p_leaves(seed):
    asked = understand(seed)
    rows = {word: float(p) for word, p in re.findall(r"\| (\w+) \| ([\d.]+) \|", asked.prompt)}
    share, total, kept = float(re.search(r"with ([\d.]+) leave", asked.prompt)[1]), 0.0, []
    for word in sorted(rows, key=lambda word: -rows[word]):
        if total >= share - 1e-9:
            break
        kept.append(word)
        total += rows[word]
    assert asked.answer.split() == kept and sum(rows.values()) == pytest.approx(1)


@pytest.mark.parametrize("seed", range(4, 120, 6))
def test_which_model_foresaw(seed):
    asked = understand(seed)
    rows = re.findall(r"\| (.+) \| (\d+) \| ([\d.]+) \| ([\d.]+) \|", asked.prompt)
    characters = int(re.search(r": (\d+) characters", asked.prompt)[1])
    bits = {name: int(n) * np.log2(float(each)) / characters for name, n, each, _ in rows}
    assert all(f"{bits[name]:.2f}" == said for name, _, _, said in rows)
    assert asked.answer.startswith(min(bits, key=bits.get))


@pytest.mark.parametrize("seed", range(5, 120, 6))
def test_which_text_costs_most(seed):
    asked = understand(seed)
    costs = {choice: len(encode(choice.strip("`"))) for choice in asked.choices}
    assert costs[asked.answer] == max(costs.values()) and sorted(costs.values())[-2] < max(costs.values())
    lengths = [len(text) for text in re.findall("`([^`]+)`", asked.prompt)]
    assert lengths == sorted(lengths)
    assert any(each.text == asked.answer.strip("`") for each in cut_texts())


def test_the_prompts_asked_again_are_among_those_of_the_list():
    assert set(ASKED_AGAIN) <= set(next_tokens().names) and rest(0, 1) < MODEL.logits[0, 0]
