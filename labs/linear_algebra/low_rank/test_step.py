"""What the step `low_rank` claims."""

import re

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

from core.data import grouped_words, photo
from core.linear_algebra import frobenius_norm, low_rank, svd
from labs.linear_algebra.low_rank import step
from labs.linear_algebra.low_rank.step import CHANGE, DIGIT, MIRROR, OLD, WORDS, low_rank_step
from labs.linear_algebra.low_rank.understand import understand
from tests.conftest import look, tried
from ui.question import printed

SMALL, HELD = look(low_rank_step).tasks


def error_of(A, r):
    return frobenius_norm(A - low_rank(A, r)) / frobenius_norm(A)


def test_the_answer_of_the_prediction_and_its_reason():
    page = tried(low_rank_step)
    assert page.asked[2] == f"About {100 * page.ran.results['error']:.0f} %"
    assert page.ran.results["error"] == pytest.approx(error_of(photo(), 1))
    grey = frobenius_norm(photo() - photo().mean()) / frobenius_norm(photo())
    assert f"would only be {100 * grey:.0f} % off" in page.verdict
    assert "your guess" in str(tried(low_rank_step, guess="2").marks)
    assert "your guess" not in str(look(low_rank_step, guess="2", r="7").marks), "only where it was asked"


# ---------------------------------------------------------------- the photo and the words


@pytest.mark.parametrize(("link", "name", "A"), [({}, "r", photo()), ({"view": WORDS}, "rw", grouped_words().vectors)])
def test_the_smallest_rank_within_five_per_cent_does_its_part_of_the_task(link, name, A):
    A = A.astype(float)
    errors = [error_of(A, r) for r in range(1, min(A.shape) + 1)]
    fewest = 1 + int(np.argmax(np.array(errors) <= 0.05))
    part = "Words" if link else "Photo"
    for r in (fewest - 1, fewest, fewest + 1):
        page = look(low_rank_step, **link, **{name: str(r)})
        assert dict(page.marked)[SMALL][part] == (r == fewest)
        assert page.ran.results["error"] == pytest.approx(errors[r - 1])
        numbers = r * sum(A.shape)
        assert page.ran.results["numbers"] == numbers and f"**{numbers:,}** numbers for {A.size:,}" in page.said
        assert ("**more**" in page.said) == (numbers > A.size)


def test_both_parts_make_the_task():
    first = look(low_rank_step, r=str(step.fewest(step.PHOTO)))
    both = look(low_rank_step, view=WORDS, rw=str(step.fewest(WORDS)), met=first.link["met"])
    assert not first.tasks[SMALL] and both.tasks[SMALL]


def test_what_is_had_at_hand_is_what_the_cell_gives():
    for link in ({"r": "1"}, {"r": "61"}, {"view": WORDS, "rw": "2"}, {"view": WORDS, "rw": "50", "word": "king"}):
        rest, moving = (look(low_rank_step, moving=hand, **link) for hand in (False, True))
        for name, value in rest.ran.results.items():
            assert np.asarray(moving.ran.results[name]) == pytest.approx(np.asarray(value), abs=1e-9), name


@pytest.mark.parametrize("word", step.SOME)
def test_the_neighbours_and_how_many_stay(word):
    X, words = grouped_words().vectors.astype(float), grouped_words().words
    row = words.index(word)
    for r in (2, 10, 40, 50):
        page = look(low_rank_step, view=WORDS, rw=str(r), word=word)
        before, now = page.ran.results["before"], page.ran.results["now"]
        for table, found in ((X, before), (low_rank(X, r), now)):
            cosines = table @ table[row] / np.linalg.norm(table, axis=1)
            assert row not in found and len(found) == 5
            assert np.sort(np.delete(cosines, row))[-5:][::-1] == pytest.approx(cosines[found])
        same = len(set(before) & set(now))
        assert f"{same if same else 'none'} {'is' if same == 1 else 'are'} still among the five" in page.said
    assert same == 5, "all numbers, all neighbours"


def test_the_share_of_words_that_keep_their_nearest():
    X = grouped_words().vectors.astype(float)

    def nearest(table):
        return NearestNeighbors(n_neighbors=2, metric="cosine").fit(table).kneighbors(return_distance=False)[:, 0]

    kept = np.mean(nearest(low_rank(X, 25)) == nearest(X))
    assert step.keeping(25) == pytest.approx(kept, abs=0.002)
    said = look(low_rank_step).bite
    assert f"fine at rank 25, but of the words in the table {100 * (1 - kept):.0f} % have another" in said
    assert error_of(photo(), 25) < 0.05


# ---------------------------------------------------------------- a change


@pytest.mark.parametrize(("name", "done"), [
    (step.MEAN, lambda x: x - x.mean()), (step.ERASE, lambda x: x * (np.arange(8) < 6)), (MIRROR, lambda x: x[:, ::-1]),
])  # fmt: skip
def test_a_layer_with_the_change_does_the_new_task(name, done):
    page = look(low_rank_step, view=CHANGE, to=name, rc="32")
    wanted = done(DIGIT.reshape(8, 8))
    assert page.ran.results["wanted"] == pytest.approx(wanted, abs=0.0051)
    assert page.ran.results["out"] == pytest.approx(wanted, abs=0.0051) and page.ran.results["error"] < 1e-9
    cut = sum(mark.get("text") == "cut at 0" for mark in page.marks)
    assert cut == (2 if wanted.min() < 0 else 0), "what lies outside isn't drawn, and that is said"
    need = np.linalg.matrix_rank(step.CHANGES[name] - OLD)
    assert step.fewest(name, 0.0) == need and (f"Rank {need} would do." in page.said) == (need < 32)
    if need > 1:
        below = look(low_rank_step, view=CHANGE, to=name, rc=str(need - 1))
        assert f"needs rank {need}" in below.said and below.ran.results["error"] > 0.1


def test_the_smallest_rank_that_mirrors_does_the_task():
    done = [r for r in range(1, step.MOST + 1) if look(low_rank_step, view=CHANGE, rc=str(r)).tasks[HELD]]
    assert done == [32]
    assert not look(low_rank_step, view=CHANGE, to=step.ERASE, rc="32").tasks[HELD]
    assert "as many as the matrix has" in look(low_rank_step, view=CHANGE, rc="32").said, "and nothing is gained"
    assert f"of the mirror {100 * error_of(step.CHANGES[MIRROR] - OLD, 8):.0f} % is missing" in look(low_rank_step).bite


def test_libraries_may_differ_in_sign_and_order_and_the_product_stays():
    A = np.random.default_rng(0).normal(size=(6, 4))
    U, s, V = svd(A)
    squares, vectors = np.linalg.eigh(A.T @ A)
    assert squares == pytest.approx(s[::-1] ** 2), "the weakest first"
    turned = vectors[:, ::-1].T * np.sign(np.random.default_rng(1).normal(size=(4, 1)))
    assert np.abs(turned) == pytest.approx(np.abs(V)) and not np.allclose(turned, V)
    assert A @ turned[:2].T @ turned[:2] == pytest.approx(low_rank(A, 2))


# ---------------------------------------------------------------- the questions to understand


@pytest.mark.parametrize("seed", range(0, 200, 5))
def test_the_picture_has_the_rank_that_is_asked_for(seed):
    asked = understand(seed)
    tables = [np.array([[(ord(letter) - ord("D")) / 20 for letter in row] for row in each.marks[0]["rows"]])
              for each in asked.sketches]  # fmt: skip
    ranks = [np.linalg.matrix_rank(table) for table in tables]
    wanted = int(re.search(r"rank \d|all \d", asked.prompt)[0].split()[-1])
    assert [choice for choice, rank in zip(asked.choices, ranks) if rank == wanted] == [asked.answer]
    for mistake in asked.mistakes:
        assert f"rank is {ranks[asked.choices.index(mistake.value)]}" in mistake.why


@pytest.mark.parametrize("seed", range(1, 200, 5))
def test_the_cause_is_the_one_the_story_tells(seed):
    asked = understand(seed)
    signs = {"The rank is too low for the change": "stops at", "The learning rate is too large": "jumps between",
             "It remembers its examples": "unseen ones it has risen"}  # fmt: skip
    assert [cause for cause, sign in signs.items() if sign in asked.prompt] == [asked.answer]


@pytest.mark.parametrize("seed", range(2, 200, 5))
def test_what_may_differ(seed):
    asked = understand(seed)
    free = {"The sign of all", "The order in which", "The numbers in column"}
    may = [choice for choice in asked.choices if any(choice.startswith(text) for text in free)]
    if "may differ" in asked.prompt:
        assert may == [asked.answer]
    else:
        assert [choice for choice in asked.choices if choice not in may] == [asked.answer]


@pytest.mark.parametrize("seed", range(3, 200, 5))
def test_what_becomes_of_the_error(seed):
    asked = understand(seed)
    r = int(re.search(r"from its (\d) strongest", asked.prompt)[1])
    A = np.random.default_rng(seed).normal(size=(12, 14))
    change, new, s = re.search(r"Now (.*?)\. What", asked.prompt)[1], A, r
    if found := re.search(r"multiplied by (\d+)", change):
        new = int(found[1]) * A
    elif "swapped" in change:
        new = A.T
    elif "another order" in change:
        new = A[::-1]
    elif "stored twice" in change:
        new = np.repeat(A, 2, axis=0)
    elif found := re.search(r"keep (\d) patterns more", change):
        s = r + int(found[1])
    else:
        s = r + (1 if "one more" in change else -1)
    before, after = error_of(A, r), error_of(new, s)
    expected = "stays" if after == pytest.approx(before) else "falls" if after < before else "grows"
    assert asked.answer.startswith(f"It {expected}")


@pytest.mark.parametrize("seed", range(4, 200, 5))
def test_the_table_with_the_lowest_or_highest_rank(seed):
    asked = understand(seed)
    level = float(re.search(r"at most (\d+)", asked.prompt)[1]) / 100
    rows = re.findall(r"^\| ([\w ]+) \| ([\d, ]+) \|$", asked.prompt, re.M)
    ranks = {}
    for name, values in rows:
        s = np.array(values.split(", "), dtype=float)
        ranks[name] = min(r for r in range(len(s) + 1) if np.sqrt(np.sum(s[r:] ** 2) / np.sum(s**2)) <= level)
    choose = max if "**highest**" in asked.prompt else min
    assert asked.answer == choose(ranks, key=ranks.get) and len(set(ranks.values())) == 3
    for mistake in asked.mistakes:
        assert f"needs rank {ranks[mistake.value]}:" in mistake.why
    assert printed(level, 1) in ("0.1", "0.2", "0.3")
