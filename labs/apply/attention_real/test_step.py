"""What the step `attention_real` claims."""

import re

import numpy as np
import pytest

from core.attention import attention, attention_scores, softmax
from core.data import attention_sentences, contexts
from labs.apply.attention_real import picture as chart
from labs.apply.attention_real.question import question
from labs.apply.attention_real.step import (
    HEADS,
    IT,
    LOOKS,
    WIDE,
    WORDS,
    all_cosines,
    found,
    margins,
    most,
    shares,
    two_of,
)
from labs.apply.attention_real.step import attention_real as STEP
from labs.apply.attention_real.understand import CHANGES, EQUAL, LARGER, NEITHER, understand
from labs.apply.attention_real.understand import shares as our_shares
from tests.conftest import look
from ui.code import same
from ui.words import number

SENTENCES = attention_sentences()
TEXTS = [sentence.text for sentence in SENTENCES]


def opened(view, **link):
    return look(STEP, look=view, **link)


def at_token(k, row):
    return {f"asks{k}": f"{chart.HANDLE},{chart.height(row):g}"}


def test_the_guess_and_the_wrong_noun():
    page = look(STEP)
    assert "too wide" in page.asked[0] and SENTENCES[WIDE].tokens[IT] == "it"
    weights, tokens = page.ran.results["weights"][IT], SENTENCES[WIDE].tokens
    assert {word: f"{weights[tokens.index(word)]:.2f}" for word in ("animal", "street")} == {
        "animal": "0.32", "street": "0.15"
    }  # fmt: skip
    tired = SENTENCES[0]
    assert f"{tired.weights[3, 1, tired.tokens.index('it'), tired.tokens.index('animal')]:.2f}" == "0.69"
    assert "animal 0.32" in page.said


@pytest.mark.parametrize("k", (0, 1))
def test_tired_and_wide_stand_side_by_side(k):
    """The twin's weights are computed too, and are those that the model gave for it."""
    page = opened(LOOKS[0], sentence=TEXTS[k], **at_token(k, IT))
    twin = SENTENCES[1 - k]
    assert np.allclose(page.ran.results["twin_weights"], twin.weights[3, 1, IT], atol=0.001)
    here, there = (("wide", "tired"), ("tired", "wide"))[1 - k]
    assert f"With “{there}” for “{here}”: {most(twin.tokens, page.ran.results['twin_weights'])}." in page.said
    heads = [mark["text"] for mark in page.marks if mark.get("text") in ("wide", "tired", "weight")]
    assert heads[-2:] == [here, there] and "weight" not in heads
    columns = [mark["text"] for mark in page.marks if mark["kind"] == "text" and mark["role"] == "context"]
    assert f"{page.ran.results['twin_weights'][2]:.2f}" in columns
    assert "twin_weights" not in opened(LOOKS[0], sentence=TEXTS[2]).ran.results


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("k", range(6))
def test_the_weights_computed_are_those_the_model_gave(head, k):
    last = len(SENTENCES[k].tokens) - 1
    page = opened(LOOKS[0], sentence=TEXTS[k], which=head, **at_token(k, last))
    assert page.ran.values["asks"] == last and page.ran.results["apart"] <= 0.0003
    shipped = SENTENCES[k].weights[HEADS[head]]
    assert np.allclose(page.ran.results["weights"], shipped, atol=0.001)
    assert same(page.library.results["mixed"], page.ran.results["mixed"])
    assert f"**{SENTENCES[k].tokens[last]}** asks" in page.said
    stop = opened(LOOKS[0], sentence=TEXTS[k], which=head, **at_token(k, last - 1))
    assert "**the full stop** asks" in stop.said and " . 0" not in stop.said


def test_one_head_alone_looks_at_the_token_before():
    for sentence in SENTENCES:
        back = np.diagonal(sentence.weights, -1, 2, 3).mean(axis=2)
        assert np.argwhere(back > 0.9).tolist() == [[0, 2]] and np.sort(back.ravel())[-2] < 0.53


def test_the_first_task_is_done_on_the_map_and_nowhere_else():
    x, y = chart.TILE * 12, chart.TILE * 10
    page = opened("all heads", layer=f"{x:g},72.8", head=f"59.5,{y:g}")
    assert (page.ran.values["layer"], page.ran.values["head"]) == (0, 2)
    assert list(page.tasks.values()) == [True, False] and page.ran.results["here"] > 0.99
    assert "with **1.00**" in page.said
    assert not any(opened("all heads").tasks.values())
    assert not any(opened("one head", which="layer 0, head 2").tasks.values())


@pytest.mark.parametrize("layer", range(6))
def test_every_head_of_the_map_can_be_chosen(layer):
    for head in (0, 5, 11):
        page = opened(
            "all heads", layer=f"{chart.TILE * (12 + layer):g},72.8", head=f"59.5,{chart.TILE * (12 - head):g}"
        )
        assert (page.ran.values["layer"], page.ran.values["head"]) == (layer, head)
        assert f"Layer {layer}, head {head}:" in page.said


def test_the_tiles_stand_where_the_map_says():
    every = SENTENCES[2].weights
    table, n = chart.tiles(every), len(SENTENCES[2].tokens)
    assert table.shape == (12 * (n + 1) - 1, 6 * (n + 1) - 1)
    for layer, head in ((0, 0), (0, 2), (5, 11)):
        tile = table[head * (n + 1) :, layer * (n + 1) :][:n, :n]
        assert np.allclose(tile**2, every[layer, head], atol=1e-6)


def test_the_shares_by_layer():
    assert [round(100 * share) for share in shares()] == [61, 89, 97, 100, 100, 100, 97]
    for layer in range(7):
        page = opened("two senses", after=str(layer))
        assert page.ran.results["share"] == pytest.approx(shares()[layer], abs=1e-4)
        assert list(page.tasks.values()) == [False, layer in (3, 4, 5)]
        assert np.allclose(page.ran.results["cosines"], all_cosines()[layer, 0], atol=0.001)
        assert same(page.library.results["cosines"], page.ran.results["cosines"])


@pytest.mark.parametrize("word", WORDS)
def test_margins_and_words_say_who_is_nearest(word):
    k = WORDS.index(word)
    assert contexts().senses[6 * k : 6 * k + 3] == (two_of(word)[0],) * 3 and len(set(two_of(word))) == 2
    nearest = (all_cosines()[:, k] - 2 * np.eye(6)).argmax(axis=2)
    own = nearest // 3 == np.arange(6) // 3
    apart = margins(word).T != 0
    assert np.array_equal((margins(word).T > 0)[apart], own[apart])
    assert apart[1:].all(), "only before the first layer can two uses be the same vector"
    assert chart.LOW < margins(word).min() and margins(word).max() < chart.HIGH
    for layer in range(7):
        words = found(word, layer, nearest[layer], shares()[layer])
        wrong = int(np.sum(~own[layer]))
        assert ("equally near" in words) == (not apart[layer].all())
        assert ("each of the six" in words) == (wrong == 0) and words.endswith(".")
        assert wrong < 2 or f"{wrong} of the six uses" in words
        assert wrong != 1 or "one of the six uses" in words
        drawn = chart.two_senses(margins(word), layer, shares(), all_cosines()[layer, k], nearest[layer], two_of(word))
        assert sum(mark.get("text") == "✗" for mark in drawn) == wrong


def test_a_guess_is_framed_at_its_word():
    tokens = SENTENCES[WIDE].tokens
    n = len(tokens)
    drawn = chart.one_head(
        tokens, IT, np.zeros(n), (np.ones(n) / n,), ("weight",), np.eye(n), np.ones((n, 32)), np.ones(32), "street",
        "asks1",
    )  # fmt: skip
    (frame,) = [mark for mark in drawn if mark.get("role") == "guess"]
    assert [mark["jump"] for mark in drawn if "jump" in mark] == ["asks1"], "a click on a token moves the handle"
    assert np.mean(frame["points"], axis=0)[1] == pytest.approx(chart.height(tokens.index("street")))


@pytest.mark.parametrize("seed", range(1, 30))
def test_the_checkpoints_rows_add_up_to_one(seed):
    prompt = question(seed).prompt
    rows = [line.split("|")[2:5] for line in prompt.splitlines() if line.startswith("| **")]
    assert len(rows) == 3 and all(sum(map(float, row)) == pytest.approx(1) for row in rows)


def test_the_shades_of_the_cosines_say_their_scale():
    for layer in range(7):
        page = opened("two senses", after=str(layer))
        apart = page.ran.results["cosines"][~np.eye(6, dtype=bool)]
        words = f"shades: {number(apart.min(), 2)} to {number(apart.max(), 2)}"
        assert any(mark.get("text") == words for mark in page.marks)


# ---------------------------------------------------------------- to be understood


def head_of(Q, K, V):
    return softmax(attention_scores(Q, K)), attention(Q, K, V)


@pytest.mark.parametrize("change", CHANGES)
def test_what_the_answers_say_of_a_change_in_a_head(change):
    rng = np.random.default_rng(0)
    Q, K, V = rng.normal(size=(3, 6, 32))
    b, other = rng.normal(size=32), [1, 0, 2, 3, 4, 5]
    weights, mix = head_of(Q, K, V)
    scores = {
        "unscaled": attention_scores(Q, K, scaled=False), "queries": attention_scores(4 * Q, K),
        "keys": attention_scores(Q, K / 4), "temperature": Q @ K.T / 32, "values": attention_scores(Q, K),
        "swapped": attention_scores(Q, K), "constant": attention_scores(Q, K) + 100, "bias": attention_scores(Q, K - b),
    }[change]  # fmt: skip
    values = {"values": 2 * V, "swapped": V[other]}.get(change, V)
    after, spread = softmax(scores), np.ptp(weights, axis=1)
    if CHANGES[change][0] in (LARGER, EQUAL):
        assert (np.sign(np.ptp(after, axis=1) - spread) == (1 if CHANGES[change][0] == LARGER else -1)).all()
        assert ((after.max(axis=1) > weights.max(axis=1)) == (CHANGES[change][0] == LARGER)).all()
    else:
        assert np.allclose(after, weights)
        assert np.allclose(after @ values, mix) == (CHANGES[change][0] == NEITHER)


def test_the_shares_of_the_understand_questions_are_those_of_the_picture():
    share, wrong = our_shares()
    assert share == pytest.approx(shares()) and len(wrong[0]) == 14
    assert np.flatnonzero(share == 1).tolist() == [3, 4, 5], "in a row, as the answer says"
    for layer, pairs in enumerate(wrong):
        nearest = (all_cosines()[layer] - 2 * np.eye(6)).argmax(axis=2).ravel()
        assert all(nearest[use] == other % 6 and use // 6 == other // 6 for use, other in pairs)


@pytest.mark.parametrize("seed", range(1, 121))
def test_the_understand_questions_show_what_their_answers_say(seed):
    asked = understand(seed)
    if "step's model" in asked.prompt:
        pattern = r"“(.+?)” In layer (\d), head (\d+) .*row of “(.+?)” and the column of “(.+?)” is (0\.\d\d); "
        pattern += r"in .* is (0\.\d\d)\. What does the (first|second)"
        text, layer, head, a, b, there, back, which = re.search(pattern, asked.prompt).groups()
        sentence = SENTENCES[TEXTS.index(text)]
        row, column = (sentence.tokens.index(token) for token in ((a, b) if which == "first" else (b, a)))
        weight = sentence.weights[int(layer), int(head), row, column]
        assert f"{number(weight, 2)}" == (there if which == "first" else back)
        named = sentence.tokens[row], number(weight, 2), sentence.tokens[column]
        assert asked.answer == "“{}” takes {} of the value of “{}”".format(*named)
    elif "You go through all 72 heads" in asked.prompt:
        texts, nouns = (
            int(re.search(pattern, asked.prompt)[1]) for pattern in (r"In all of (\d+) sent", r"with (\d+) words")
        )
        luck = 1 - (1 - nouns**-texts) ** 72
        assert luck > 0.85 if asked.answer.startswith("Little") else luck < 0.02
    elif asked.sketches:
        shifts = {}
        for name, sketch in zip(asked.choices, asked.sketches):
            (heat,) = [mark for mark in sketch.marks if mark["kind"] == "heat"]
            table = np.array([[ord(letter) for letter in row] for row in heat["rows"]])
            shifts[name] = np.median(table[2:-1].argmax(axis=1) - np.arange(len(table))[2:-1])
        wanted = {"one before it": -1, "one after it": 1, "own value": 0, "[CLS]": -((len(table) + 1) // 2)}
        where = next(shift for words, shift in wanted.items() if words in asked.prompt)
        found = [name for name, shift in shifts.items() if (shift == where if where > -2 else shift < -1)]
        assert found == [asked.answer]
