"""What the step `attention` claims."""

import inspect
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.attention import attention, attention_scores, attention_weights, softmax, softmax_naive
from labs.linear_algebra.attention.question import question
from labs.linear_algebra.attention.step import KEYS, QUERIES, TEMPERATURES, VALUES, WORDS, in_words
from labs.linear_algebra.attention.step import attention as attention_step
from labs.linear_algebra.attention.understand import understand
from tests.conftest import look

BITES = " ".join(inspect.getsource(attention_step.body).split("page.bites(")[1].replace('"', " ").split())

numbers = st.integers(-48, 48).map(lambda n: n / 10)
points = st.tuples(numbers, numbers)


def opened(**link):
    return look(attention_step, **link)


@settings(max_examples=80)
@given(points, st.lists(points, min_size=4, max_size=4))
def test_a_longer_query_raises_the_largest_weight_unless_several_are_largest(q, K):
    scores = attention_scores([q], K)[0]
    before, after = (softmax(times * scores).max() for times in (1, 2))
    assert after >= before - 1e-12
    second, first = np.sort(scores)[-2:]
    if first - second > 0.1 and before < 0.99:
        assert after > before


def test_the_guess_is_about_the_picture_that_follows():
    tries = opened().tries
    once, twice = opened().ran, opened(**tries).ran
    assert twice.values["Q"].tolist() == (2 * once.values["Q"]).tolist() and list(tries) == ["q2"]
    assert twice.results["weights"].max() > once.results["weights"].max()
    assert twice.results["scores"] == pytest.approx(2 * once.results["scores"])
    for q in QUERIES:
        once, twice = (attention_weights([times * np.array(q)], KEYS) for times in (1, 2))
        assert twice.max() > once.max() + 0.01
        assert twice.sum() == pytest.approx(1)


@pytest.mark.parametrize("asks", WORDS)
@pytest.mark.parametrize("scaled", [True, False])
def test_no_word_attends_to_itself_before_a_hand_moves(asks, scaled):
    page = opened(asks=asks, scaled=str(scaled).lower())
    assert page.ran.values["Q"].tolist() == [list(QUERIES[WORDS.index(asks)])]
    assert not any(page.tasks.values())


@pytest.mark.parametrize("asks", range(4))
def test_every_word_can_attend_to_itself(asks):
    reach = np.array([(x, y) for x in (-3.2, 0, 3.2) for y in (-4.8, 0, 4.8) if (x, y) != (0, 0)])
    best = reach[np.argmax(attention_weights(reach, KEYS)[:, asks])]
    page = opened(asks=WORDS[asks], **{f"q{asks}": f"{best[0]},{best[1]}"})
    if not all(page.tasks.values()):  # then its key moves a little too
        x, y = np.sign(KEYS[asks]) * (2.8, 4.2)
        page = opened(asks=WORDS[asks], **{f"q{asks}": f"{x},{y}", WORDS[asks]: f"{x},{y}"})
    assert list(page.tasks.values()) == [True]


def test_temperature_alone_does_not_do_the_task():
    assert not any(opened(asks="river", T="1").tasks.values())


@settings(max_examples=60)
@given(points, st.lists(points, min_size=4, max_size=4), st.booleans(), st.sampled_from(TEMPERATURES))
def test_the_parts_make_the_whole_and_the_mix_stays_among_the_values(q, K, scaled, T):
    weights = softmax(attention_scores([q], K, scaled), temperature=T)
    mix = attention([q], K, VALUES, scaled, T)
    assert weights @ VALUES == pytest.approx(mix)
    assert (mix >= VALUES.min(axis=0) - 1e-9).all() and (mix <= VALUES.max(axis=0) + 1e-9).all()


@pytest.mark.parametrize(("scaled", "figure"), [(False, "0.96"), (True, "0.36")])
def test_the_largest_of_8_weights_at_512_dimensions(scaled, figure):
    # 8 queries and 8 keys of standard normal numbers, 250 times; the top weight of each query, averaged
    rng = np.random.default_rng(0)
    tops = [attention_weights(*rng.standard_normal((2, 8, 512)), scaled=scaled).max(axis=1).mean() for _ in range(250)]
    assert f"{np.mean(tops):.2f}" == figure and figure in BITES


def test_the_factors_in_the_text():
    assert f"{np.sqrt(2):.1f}" == "1.4" and "factor of 1.4" in BITES
    assert f"{np.sqrt(512):.1f}" == "22.6" and "22.6" in BITES


def test_exp_overflows_where_the_text_says():
    with np.errstate(over="ignore", invalid="ignore"):
        assert np.exp(1000.0) == np.inf and np.exp(np.float32(89)) == np.inf and np.exp(np.float32(88)) < np.inf
        assert np.isnan(np.inf / np.float64(np.inf))
    assert "exp(1000)" in BITES and "exp(89)" in BITES


@pytest.mark.parametrize("asks", WORDS)
def test_the_naive_softmax_breaks_at_the_lowest_temperature_and_says_so(asks):
    page = opened(asks=asks, T="0")
    assert np.isnan(page.ran.results["unsafe"]).any()
    assert page.ran.results["weights"].sum() == pytest.approx(1, abs=0.002)
    assert "breaks here" in page.said
    assert "breaks here" not in opened(asks=asks).said
    assert softmax_naive(page.ran.results["scores"]) == pytest.approx(softmax(page.ran.results["scores"]))


def test_it_breaks_too_when_every_power_is_too_small_to_keep():
    page = opened(T="0", q2="0,-4", the="2,1", river="2.4,0.4", bank="0.8,2.2")
    assert (page.ran.results["scores"] < 0).all()
    assert np.isnan(page.ran.results["unsafe"]).all() and "breaks here" in page.said


def test_the_words_name_the_weights_from_the_largest_down():
    words = in_words(2, np.array([0.1, 0.6, 0.1, 0.2]), VALUES[1], True)
    assert "river 0.60, flooded 0.20, the 0.10, bank 0.10" in words and words.startswith("**bank** asks")


def test_the_question_over_many_seeds():
    for seed in range(500):
        asked = question(seed)
        assert asked.is_clear() and 0 < asked.answer < 1
        assert f"{asked.answer:.2f}" in asked.solution


# ---------------------------------------------------------------- the question to understand


def plain(text):
    return text.replace("−", "-")


@pytest.mark.parametrize("seed", range(0, 150, 6))
def test_what_a_change_of_the_scores_does_to_the_weights(seed):
    asked = understand(seed)
    s = np.array(plain(re.search(r"the scores (.*?), at temp", asked.prompt)[1]).split(", "), dtype=float)
    change = re.search(r"Now (.*?)\. What becomes", asked.prompt)[1]
    c = float(re.findall(r"\d+", change)[-1])
    shorter = "from 1 to" in change and "1/" not in change or "as short" in change
    new = s + c if "added" in change else s - c if "taken" in change else s / c if shorter else s * c
    before, after = softmax(s), softmax(new)
    if np.allclose(before, after):
        assert "stay" in asked.answer
    else:
        assert ("largest grows" in asked.answer) == (after.max() > before.max())
        assert ("closer" in asked.answer) == (np.ptp(after) < np.ptp(before))


@pytest.mark.parametrize("seed", range(1, 150, 6))
def test_only_the_right_line_repairs_softmax_or_breaks_it_again(seed):
    asked = understand(seed)
    s = np.array(plain(re.search(r"one word are (.*?): ", asked.prompt)[1]).split(", "), dtype=float)
    with np.errstate(all="ignore"):
        assert np.isnan(softmax_naive(s)).any()
        for line in asked.choices:
            powers = eval(line.strip("`"), {"np": np, "s": s})
            weights = powers / powers.sum()
            fits = np.isnan(weights).any() if "stay `nan`" in asked.prompt else np.allclose(weights, softmax(s))
            assert bool(fits) == (line == asked.answer), line


@pytest.mark.parametrize("seed", range(2, 150, 6))
def test_what_is_wrong_with_a_table_of_weights(seed):
    asked = understand(seed)
    rows = [line.split("|")[2:-1] for line in plain(asked.prompt).split("\n") if line.startswith("| *")]
    table = np.array(rows, dtype=float)
    assert table.shape == (3, 3)
    rows, columns = (np.abs(table.sum(axis=axis) - 1).max() < 0.02 for axis in (1, 0))
    cause = (
        "The scores were shared" if table.min() < 0
        else "Nothing" if rows and not columns
        else "Softmax ran down" if columns and not rows
        else "The division" if not rows and not columns and table.max() > 1
        else None
    )  # fmt: skip
    assert cause and asked.answer.startswith(cause)


@pytest.mark.parametrize("seed", range(3, 120, 6))
def test_a_root_left_out_or_taken_twice_is_a_temperature(seed):
    asked = understand(seed)
    d = int(re.search(r"have (\d+) numbers", asked.prompt)[1])
    over, under = re.search(r"temperature (\d+)(?:/(\d+))?", asked.answer).groups()
    Q, K = np.random.default_rng(seed).normal(size=(2, 5, d))
    scores = attention_scores(Q, K, scaled="once more" in asked.prompt) / (
        1 if "forgets" in asked.prompt else np.sqrt(d)
    )
    meant = attention_scores(Q, K)
    assert softmax(scores) == pytest.approx(softmax(meant, temperature=int(over) / int(under or 1)))
    assert ("Sharper" in asked.answer) == (softmax(scores).max() > softmax(meant).max())


@pytest.mark.parametrize("seed", range(4, 120, 6))
def test_what_a_changed_word_does_to_weights_and_mix(seed):
    asked = understand(seed)
    rng = np.random.default_rng(seed)
    q, K, V = rng.normal(size=(1, 3)), rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    before, mix = attention_weights(q, K), attention(q, K, V)
    if "doubles the value" in asked.prompt:
        V[1] *= 2
    elif "doubles the key" in asked.prompt:
        K[1] *= 2
    elif "doubles the query" in asked.prompt:
        q = 2 * q
    else:
        assert "swaps" in asked.prompt
        K, V = K[[0, 3, 2, 1]], V[[0, 3, 2, 1]]
    after = attention_weights(q, K)
    moved = not np.allclose(np.sort(before), np.sort(after)), not np.allclose(mix, attention(q, K, V))
    expected = {(False, True): "Only the mix", (True, True): "The weights, and", (False, False): "Neither"}
    assert asked.answer.startswith(expected[moved])
    if moved[0]:
        assert np.all(np.abs(after - before) > 1e-6), "no weight changes alone"


@pytest.mark.parametrize("seed", range(5, 150, 6))
def test_the_ring_stands_at_the_mix_in_the_right_picture_only(seed):
    asked = understand(seed)
    weights = dict(re.findall(r"\*(\w+)\* (\d\.\d\d)", asked.prompt))
    for name, sketch in zip(asked.choices, asked.sketches):
        words = [mark["text"] for mark in sketch.marks[2:5]]
        V, ring = np.array(sketch.marks[1]["points"]), np.array(sketch.marks[-1]["points"][0])
        mix = np.array([float(weights[word]) for word in words]) @ V
        assert (np.linalg.norm(ring - mix) < 0.01) == (name == asked.answer)
        assert np.all(ring > (sketch.size[0], sketch.size[2])) and np.all(ring < (sketch.size[1], sketch.size[3]))
