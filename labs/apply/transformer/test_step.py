"""What the step `transformer` claims."""

import re

import nbformat
import numpy as np
import pytest

from core import data
from core.attention import attention_scores
from core.linear_algebra import norm
from core.transformer import causal_mask, masked_softmax, rms_norm, rotate_positions
from labs.apply.attention_real.picture import height
from labs.apply.transformer import picture as chart
from labs.apply.transformer.question import question
from labs.apply.transformer.step import (
    COPIES,
    FRANCE,
    GUESSES,
    HABITS,
    HERON,
    LOOKS,
    MASKS,
    ONE_BACK,
    PARTS,
    PROMPTS,
    SENTENCES,
    spoken,
)
from labs.apply.transformer.step import transformer as STEP
from labs.apply.transformer.understand import MASKS as PICTURES
from labs.apply.transformer.understand import SYMPTOMS, mask_of, understand
from tests.conftest import look
from tests.test_notebooks import run
from ui.code import same

LENSES = data.lenses()
BLOCK = data.block()
TIRED, WIDE = (next(each for each in SENTENCES.values() if each.name == name) for name in ("tired", "wide"))


def texts(page):
    return [mark["text"] for mark in page.marks if mark["kind"] == "text"]


@pytest.mark.parametrize("view", LOOKS[1:])  # the first is tried with those of all steps
def test_the_notebook_of_each_view_prints_what_the_page_shows(view):
    cells = [cell for cell in nbformat.reads(look(STEP, look=view).notebook(), as_version=4).cells if cell.source]
    cells = [cell for cell in cells if cell.cell_type == "code"]
    shown = ["".join(output.text for output in cell.outputs) for cell in cells]
    assert run([cell.source for cell in cells], "core", "ui", "labs", "guide", "streamlit", "pandas") == shown


# ---------------------------------------------------------------- the answer


def test_the_guess_and_paris():
    page = look(STEP)
    lens = next(lens for lens in LENSES if lens.prompt == FRANCE)
    assert np.flatnonzero(lens.answer_ranks == 1).tolist() == [30] and page.asked[2] == list(GUESSES)[2]
    assert f"{lens.answer_p[30]:.2f}" == "0.78" and f"{lens.answer_p[29]:.2f}" == "0.06"
    assert lens.tokens[29][0] == " capital" and f"{lens.p[29, 0]:.2f}" == "0.39"
    assert sorted(stop for a, b in GUESSES.values() for stop in range(a, b + 1)) == list(range(1, 31))
    for number, (a, b) in enumerate(GUESSES.values(), start=1):
        (band,) = [mark for mark in look(STEP, guess=str(number)).marks if mark["role"] == "guess" and
                   mark["kind"] == "polygon"]  # fmt: skip
        assert [band["points"][0][0], band["points"][1][0]] == pytest.approx(
            chart.SHARES.at([a - 0.5, b + 0.5], [0, 0])[:, 0].tolist(), abs=0.001
        )
    assert not [mark for mark in look(STEP, guess="1", prompt=HERON).marks if mark["role"] == "guess"]


def test_what_is_read_out_here_is_what_the_model_said():
    page = look(STEP)
    lens = next(lens for lens in LENSES if lens.prompt == FRANCE)
    assert np.abs(page.ran.results["p"] - lens.answer_p[1:]).max() < 0.001
    assert same(page.library.results["p"], page.ran.results["p"])
    assert page.ran.values["X"].shape == (30, 576)


@pytest.mark.parametrize("told", PROMPTS)
def test_every_prompt_is_told_as_its_table_says(told):
    lens = next(lens for lens in LENSES if lens.prompt == PROMPTS[told])
    first = int(np.argmax(lens.answer_ranks == 1))
    assert (lens.answer_ranks[first:] == 1).all() and (lens.answer_ranks[:first] > 1).all(), "it stays first"
    for layer in (0, 1, first - 1, first, 30):
        page = look(STEP, prompt=told, after=str(layer))
        assert page.ran.results["first"] == first and page.ran.results["rank"] == lens.answer_ranks[layer]
        assert f"comes first after **{first}** layers" in page.said
        assert (f"would say **{spoken(lens.answer)}**" in page.said) == (lens.answer_ranks[layer] == 1)
        assert f"would say **{spoken(lens.tokens[layer][0])}**" in page.said
        shown = [mark["text"] for mark in page.marks if mark["kind"] == "text" and mark["at"][0] == chart.LIST[0]]
        assert shown[1:] == [chart.shown(token) for token in lens.tokens[layer]]


@pytest.mark.parametrize("lens", LENSES, ids=lambda lens: lens.answer.strip())
def test_the_skyline_holds_the_five_likeliest(lens):
    bands = chart.stacked(lens.prompt, lens.answer, lens.answer_p)
    for name, _, low, high in bands[:-1]:
        for stop in range(31):
            there = dict(zip(lens.tokens[stop], lens.p[stop])).get(name, 0.0 if name != lens.answer else None)
            if there is not None:
                assert high[stop] - low[stop] == pytest.approx(min(there, 1 - low[stop]), abs=2e-4)
    answer = np.array([lens.answer_p[k] if lens.answer not in lens.tokens[k] else 0 for k in range(31)])
    assert bands[-1][3] == pytest.approx(np.minimum(lens.p.sum(axis=1) + answer, 1), abs=3e-4)
    assert 3 <= len(bands) <= 8


def test_her_leaps_from_rank_71_to_1_and_the_first_task_is_done_there_alone():
    lens = next(lens for lens in LENSES if lens.prompt == HERON)
    assert lens.answer_ranks[[26, 27]].tolist() == [71, 1] and lens.answer == " her"
    done = [layer for layer in range(31) if list(look(STEP, prompt=HERON, after=str(layer)).tasks.values())[0]]
    assert done == [27] and not any(look(STEP, after="27").tasks.values())
    assert "“her” stands **71st** of 49,152 tokens" in look(STEP, prompt=HERON, after="26").said


# ---------------------------------------------------------------- heads


def at_head(layer, head):
    return {"layer": f"{chart.LAYER_AT},{chart.UP * (2 + layer):.1f}",
            "head": f"{chart.ACROSS * (20 + head):.1f},{chart.HEAD_AT}"}  # fmt: skip


def test_the_two_heads_of_the_task_are_the_strongest_of_their_kind():
    habits = data.head_habits()
    for habit, place in ((habits.after_same, COPIES), (habits.previous, ONE_BACK)):
        assert np.unravel_index(habit.argmax(), habit.shape) == place
    assert f"{habits.after_same[COPIES]:.2f} {habits.previous[ONE_BACK]:.2f}" == "0.93 0.90"
    page = look(STEP, look="heads", habit="the word after the same word", **at_head(*COPIES))
    assert page.marked[1][1] == {"copied": True, "one back": False} and not any(page.tasks.values())
    assert "**0.93** on the word after the same word; the most of all." in page.said
    page = look(STEP, look="heads", met=page.link["met"], **at_head(*ONE_BACK))
    assert list(page.tasks.values()) == [False, True]
    assert not any(look(STEP, look="heads", **at_head(17, 4)).marked[1][1].values())


def test_over_half_of_the_heads_rest_on_the_first_token():
    first = data.head_habits().first > 0.5
    assert f"{100 * first.mean():.0f}" == "58" and "58 %" in look(STEP).bite
    assert f"Of all 270 heads, the tiles, **{first.sum()}** put more than half there" in look(STEP, look="heads").said
    for sentence in SENTENCES.values():  # and what they take from there is little
        lengths = [norm(v) for v in sentence.V]
        assert np.argmin(lengths) == 0


@pytest.mark.parametrize("layer", (0, 11, 29))
def test_every_tile_can_be_chosen_and_shows_its_head(layer):
    for head in (0, 4, 8):
        for words, name in HABITS.items():
            page = look(STEP, look="heads", habit=words, **at_head(layer, head))
            assert (page.ran.values["layer"], page.ran.values["head"]) == (layer, head)
            assert page.ran.results["here"] == getattr(data.head_habits(), name)[layer, head]
            (heat,) = [mark for mark in page.marks if mark["kind"] == "heat"]
            shade = ord(heat["rows"][29 - layer][head]) - ord("D")
            assert shade == pytest.approx(20 * page.ran.results["here"], abs=0.51)


def test_the_copying_head_at_work():
    """At the second “blue” it looks at what followed the first."""
    page = look(STEP, look="heads", **at_head(*COPIES))
    assert "“blue” asks. Most weight: “her” 0.83" in page.said


# ---------------------------------------------------------------- the mask


def test_a_changed_last_word_reaches_no_earlier_row():
    place = TIRED.tokens.index(" tired")
    assert TIRED.tokens[:place] == WIDE.tokens[:place] and WIDE.tokens[place] == " wide"
    assert np.array_equal(TIRED.weights[:, :, :place], WIDE.weights[:, :, :place]), "in all 270 heads"
    page = look(STEP, look="mask")
    assert page.ran.results["changed"].tolist() == [place, place + 1]
    mini = data.attention_sentences()
    assert mini[0].tokens.index("it") == TIRED.tokens.index(" it") == 9 in page.ran.results["mini_changed"]
    assert mini[0].tokens[12] == "tired" and mini[1].tokens[12] == "wide"
    assert [text for text in texts(page) if "→" in text or "wide" in text] == [
        "it → animal 0.69", "with “wide”: 0.69", "it → animal 0.69", "with “wide”: 0.32"
    ]  # fmt: skip


def test_weights_with_the_mask_are_those_of_the_model():
    page = look(STEP, look="mask")
    assert (TIRED.layer, TIRED.head) == (13, 8)
    assert np.abs(page.ran.results["weights"] - TIRED.weights[13, 8]).max() < 0.001
    for mode in MASKS:
        page = look(STEP, look="mask", mask=mode)
        assert all(same(page.library.results[name], page.ran.results[name]) for name in ("weights", "visible"))
        weights = page.ran.results["weights"]
        assert np.allclose(weights.sum(axis=1), 1, atol=0.01)
        assert (np.triu(weights, 1 + MASKS[mode]) == 0).all() and (np.triu(weights, 1).sum() > 0) == (mode != "mask on")


@pytest.mark.parametrize("mode", MASKS)
def test_what_is_said_of_each_row(mode):
    mini = data.attention_sentences()
    for row in range(14):
        page = look(STEP, look="mask", mask=mode, asks=f"1.2,{height(row):g}")
        assert page.ran.values["asks"] == row
        if mode == "mask on":
            changes = np.abs(mini[0].weights[3, 1, row] - mini[1].weights[3, 1, row]).max() > 0.005
            assert ("in SmolLM2 its row **doesn't change**" in page.said) == (row < 12)
            assert ("no mask, it **changes**" in page.said) == changes
        else:
            assert ("No token comes later" in page.said) == (row == 13)


# ---------------------------------------------------------------- positions


@pytest.mark.parametrize("sentence", SENTENCES.values(), ids=lambda each: each.name)
def test_turned_vectors_give_the_weights_of_the_model_wherever_the_sentence_stands(sentence):
    name = f"layer {sentence.layer}, head {sentence.head}: {sentence.text}"
    page = look(STEP, look="positions", which=name)
    shipped = sentence.weights[sentence.layer, sentence.head]
    assert np.abs(page.ran.results["weights"] - shipped).max() < 0.001
    assert np.allclose(rotate_positions(sentence.Q_before, base=BLOCK.base), sentence.Q, atol=1e-3)
    for first in (1, 37, 100):
        moved = look(STEP, look="positions", which=name, first=str(first))
        assert np.abs(moved.ran.results["weights"] - page.ran.results["weights"]).max() < 0.0011
        assert "no weight moves" in moved.said
        assert same(moved.library.results["weights"], moved.ran.results["weights"])
    still = look(STEP, look="positions", which=name, rotary="false")
    assert np.allclose(
        still.ran.results["weights"],
        masked_softmax(attention_scores(sentence.Q_before, sentence.K_before), causal_mask(len(shipped))), atol=0.001,
    )  # fmt: skip


def test_without_rotation_the_head_that_looks_one_back_falls_to_the_first_token():
    assert (WIDE.layer, WIDE.head) == ONE_BACK
    turned, still = look(STEP, look="positions"), look(STEP, look="positions", rotary="false")
    assert "puts **0.77** on the one before it, and 0.22 on the first" in turned.said
    assert "puts **0.10** on the one before it, and 0.75 on the first" in still.said


def test_the_first_hand_turns_by_one_radian_and_each_by_less_than_the_last():
    speeds = BLOCK.base ** (-np.arange(32) / 32)
    assert speeds[0] == 1 and (np.diff(speeds) < 0).all() and max(chart.PAIRS) < 32
    X = np.tile([1.0, 0.0], (2, 32))
    turned = rotate_positions(X, base=BLOCK.base)[1].reshape(32, 2)
    assert np.allclose(np.arctan2(turned[:, 1], turned[:, 0]), speeds)


# ---------------------------------------------------------------- the stream


def test_lengths_are_those_of_the_model_and_a_norm_makes_them_alike():
    page = look(STEP, look="stream")
    assert np.allclose(page.ran.results["lengths"], BLOCK.norms, rtol=0.001, atol=0.06)
    assert same(page.library.results["lengths"], page.ran.results["lengths"])
    for layer in range(31):
        page = look(STEP, look="stream", after=str(layer))
        assert "a length of 24.0," in page.said and np.abs(page.ran.results["normed"] - 24).max() < 0.05
    assert "about **24,000** long; the other five are 118 to 163" in look(STEP, look="stream", after="12").said


# ---------------------------------------------------------------- one block


def test_the_block_is_the_models_own():
    page = look(STEP, look="block")
    results = page.ran.results
    assert results["apart"] < 0.0001 and np.abs(results["Y"] - BLOCK.y).max() < 0.001
    assert np.abs(results["scores"] - BLOCK.output_logits).max() < 0.02
    assert np.abs(results["looks"] - BLOCK.weights[:, -1]).max() < 0.001
    assert results["hidden"].shape == (1536,) and results["looks"].shape == (9, 6) and len(BLOCK.tokens) == 6


def test_feed_forward_brings_paris():
    leads = {}
    for words in PARTS:
        page = look(STEP, look="block", parts=words)
        leads[words] = re.search(r"(?:now|still) \*\*“(\w+)”\*\* leads", page.said)[1]
        assert ("recomputed" in page.said) == (PARTS[words][0] == 1)
        assert ("still" in page.said) == (leads[words] == "capital")
    assert leads == {"both parts": "Paris", "attention only": "capital", "feed-forward only": "Paris",
                     "neither": "capital"}  # fmt: skip
    assert np.array_equal(look(STEP, look="block", parts="neither").ran.results["Y"], BLOCK.x)


# ---------------------------------------------------------------- the checkpoint


@pytest.mark.parametrize("seed", range(1, 40))
def test_the_rows_powers_are_those_of_its_scores(seed):
    made = question(seed)
    rows = [line.split("|")[1:4] for line in made.prompt.splitlines() if line.startswith("| ") and "token" not in line]
    words = [word.strip() for word, _, _ in rows]
    assert all(abs(np.exp(float(score)) - float(power)) < 0.05 for _, score, power in rows)
    asks, looked = (
        re.search(r"\*\*(\w+)\*\* asks", made.prompt)[1],
        re.search(r"does \*\*(\w+)\*\* get", made.prompt)[1],
    )
    powers = np.array([float(power) for *_, power in rows])
    assert made.answer == pytest.approx(powers[words.index(looked)] / powers[: words.index(asks) + 1].sum())


@pytest.mark.parametrize("seed", range(1, 121))
def test_the_understand_questions_show_what_their_answers_say(seed):
    asked = understand(seed)
    if asked.sketches:
        drawn = {}
        for name, sketch in zip(asked.choices, asked.sketches):
            (heat,) = [mark for mark in sketch.marks if mark["kind"] == "heat"]
            drawn[name] = np.array([[letter != "D" for letter in row] for row in heat["rows"]])
        (kind,) = [kind for kind, (told, _) in PICTURES.items() if told in asked.prompt]
        n = len(drawn[asked.answer])
        assert [name for name, mask in drawn.items() if np.array_equal(mask, mask_of(kind, n))] == [asked.answer]
    elif "In which copies" in asked.prompt:
        words = re.search("“(.+?)\\.”", asked.prompt)[1].split()
        first, second, word = re.search(
            "a copy of the sentence, “(.+?)” .* second copy “(.+?)” is.*vector of “(.+?)”", asked.prompt
        ).groups()
        n, at = len(words), words.index(word)
        seen = causal_mask(n) if "causal mask" in asked.prompt else np.ones((n, n), dtype=bool)
        reach = np.linalg.matrix_power(seen.astype(float), 30)[at] > 0  # through as many layers
        assert asked.answer == {(True, False): "In the first only", (False, True): "In the second only",
                                (True, True): "In both", (False, False): "In neither"}[
            bool(reach[words.index(first)]), bool(reach[words.index(second)])
        ]  # fmt: skip
    elif "logit lens" in asked.prompt:
        stop = int(re.search(r"after (\d+) of 30", asked.prompt)[1])
        lens = next(lens for lens in LENSES if chart.on_one_line(lens.prompt) in asked.prompt)
        rank = int(re.search(r"“ (\d+)\w\w of|(\d+)\w\w of 49,152", asked.prompt)[2])
        assert lens.answer_ranks[stop] == rank > 1
    elif "270" in asked.prompt or "heads" in asked.prompt:
        layer, here = re.search(r"in layer (\d+): (\d) of 9", asked.prompt).groups()
        assert (data.head_habits().first[int(layer)] > 0.5).sum() == int(here) and "58" in asked.prompt


def test_what_the_symptoms_rest_on():
    """Lengths, scores without a norm, order without positions, and heads that look elsewhere."""
    assert any("lengths from 100 to 24,000" in told for _, told, _ in SYMPTOMS)
    late = BLOCK.norms[12:]
    assert 100 < late.min() and late.max() == pytest.approx(24000, rel=0.01)
    assert (late[:, 0] / late[:, 1:].max(axis=1)).max() > 100
    w = data.block_weights()
    for normed, least, most in ((False, 100_000, np.inf), (True, 0, 50)):
        U = (rms_norm(BLOCK.x) if normed else BLOCK.x) * BLOCK.attention_scale
        for head in range(9):
            q = rotate_positions((U @ w.W_query)[:, 64 * head :][:, :64], base=BLOCK.base)
            k = rotate_positions((U @ w.W_key)[:, 64 * (head // 3) :][:, :64], base=BLOCK.base)
            assert least < abs(attention_scores(q, k)[0, 0]) < most
    habits = data.head_habits()
    assert (np.maximum(habits.after_same, habits.previous) > 0.9).sum() >= 2, "some with over nine tenths"
    rng = np.random.default_rng(0)
    Q, K, V = rng.normal(size=(3, 4, 8))
    order = [2, 1, 0, 3]
    everything = np.ones((4, 4), dtype=bool)
    mixed = masked_softmax(attention_scores(Q, K), everything) @ V
    swapped = masked_softmax(attention_scores(Q[order], K[order]), everything) @ V[order]
    assert np.allclose(mixed[order], swapped), "without a mask and positions, order is lost"


def test_the_first_token_and_the_last_are_told_what_they_see():
    n = len(next(each for each in SENTENCES.values() if each.name == "tired").tokens)
    for mode in MASKS:
        for place, here in ((0, "sees itself alone"), (n - 1, "The full stop sees"), (5, "sees")):
            at = height(place)
            said = look(STEP, look="mask", mask=mode, asks=f"1.2,{at}").said
            assert here in said or mode != "mask on", said
            assert ("alone: nothing stands before" in said) == (mode == "mask on" and place == 0)
            assert ("the next token, too" in said) == (mode == "one too far" and place < n - 1)
