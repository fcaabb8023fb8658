"""What the step `embeddings` claims."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data import analogies, grouped_words, word_map, word_rows, words
from core.linear_algebra import cosine_similarity
from core.retrieval import analogy, nearest
from labs.linear_algebra.embeddings import picture as chart
from labs.linear_algebra.embeddings.question import question
from labs.linear_algebra.embeddings.step import ANALOGIES, EXPECTED, WORDS, embeddings, heard, parallelogram, searched
from tests.conftest import LABS, open_step, page_of

LAB = next(lab for lab in LABS if lab.number == 1)
UNITS = chart.unit(grouped_words().vectors)


def cosine(word, other):
    return cosine_similarity(words().vectors[word_rows()[word]], words().vectors[word_rows()[other]])


def best(a, b, c, exclude_inputs=True):
    return analogy(a, b, c, grouped_words().words, UNITS, k=1, exclude_inputs=exclude_inputs)[0]


def said(**link):
    page = page_of(open_step(LAB, embeddings, **link), embeddings)
    return page.said[0], page


# ---------------------------------------------------------------- what the words say


def test_the_prediction_and_its_reason():
    others = ["banana", "juice", "microsoft"]
    assert max(others, key=lambda other: cosine("apple", other)) == "microsoft"
    food = [word for word, group in zip(grouped_words().words, grouped_words().groups) if group == "food"]
    most = max(cosine("apple", word) for word in food if word != "apple")
    assert cosine("apple", "software") > most and cosine("apple", "ibm") > most


def test_the_map_keeps_18_percent():
    assert f"{word_map().share:.0%}" == "18%" and "18 %" in embeddings.prose


def test_the_neighbours_of_apple_on_the_map_and_among_all_words():
    apple = word_rows()["apple"]
    assert words().words[nearest(words().vectors[apple], grouped_words().vectors, 2)[1]] == "microsoft"
    assert words().words[nearest(words().vectors[apple], words().vectors, 2)[1]] == "chips"
    assert f"{len(words().words):,}" == "5,843"


def test_nurse_wins_only_because_doctor_is_left_out():
    assert best("man", "doctor", "woman") == "nurse"
    assert best("man", "doctor", "woman", exclude_inputs=False) == "doctor"


# ---------------------------------------------------------------- the task


def test_five_of_thirty_analogies_fail_and_the_task_takes_those():
    failing = {key for key, expected in EXPECTED.items() if best(*key) != expected}
    assert len(EXPECTED) == len(ANALOGIES) == 30 and len(failing) == 5
    assert failing == {(each.a, each.b, each.c) for each in analogies() if each.rank_grouped > 1}
    for label, key in zip(ANALOGIES, EXPECTED):
        assert heard(label, ("man", "woman", "king")) == (key, "")
    good, bad = (next(key for key in EXPECTED if (key in failing) is fails) for fails in (False, True))
    for key, out, done in [(bad, "true", True), (bad, "false", False), (good, "true", False), (good, "false", False)]:
        _, page = said(find="Analogy", analogy=" ".join(key), out=out)
        assert list(page.tasks.values()) == [done], (key, out)


# ---------------------------------------------------------------- what is typed


@pytest.mark.parametrize("typed", ["king", "  KING ", "King.", "<b>king</b>", "**king**", "`king`", "king!?"])
def test_a_word_is_read_however_it_is_typed(typed):
    assert heard(typed, ("apple",)) == (("king",), "")


@pytest.mark.parametrize("typed", ["man woman king", "Man is to woman as king is to", "man : woman :: king : ?"])
def test_three_words_are_read_however_they_are_typed(typed):
    assert heard(typed, ("a", "b", "c")) == (("man", "woman", "king"), "")


def test_an_unknown_word_gets_a_sentence_with_near_spellings():
    assert heard("kinng", ("apple",)) == (
        ("apple",),
        "“kinng” is not among the 5,843 words. Close in spelling: king, kings, taking. Until then you see **apple**.",
    )


@settings(deadline=None)
@given(st.text(max_size=60))
def test_nothing_typed_can_reach_the_page_as_markup(typed):
    for otherwise in (("apple",), ("man", "woman", "king")):
        found, trouble = heard(typed, otherwise)
        assert len(found) == len(otherwise) and all(word in word_rows() for word in found)
        assert not re.search(r"[<>\[\]`$_\\]", trouble) and trouble.count("*") in (0, 4)


@pytest.mark.parametrize("typed", ["", "two words", "x" * 300, "<script>alert(1)</script>", "$x$ **b**", "日本"])
def test_the_page_takes_any_word_and_any_analogy(typed):
    for mode, name in (("Neighbours", "word"), ("Analogy", "analogy")):
        says, page = said(find=mode, **{name: typed})
        assert page.ran.results and "<" not in says and "$" not in says


def test_a_word_off_the_map_is_searched_from_and_joins_it():
    says, page = said(word="Banana")
    assert "**banana**" in says and "842 other words" in says
    says, page = said(word="chips")
    assert "843 other words" in says and page.ran.values["words"][-1] == "chips"
    vocabulary, vectors = searched("chips", "king", "chips")
    assert vocabulary == [*grouped_words().words, "chips"] and len(vectors) == 844
    assert np.array_equal(vectors[-1], words().vectors[word_rows()["chips"]])


@pytest.mark.parametrize(
    "typed", ["king king king", "man king man", "king king queen", "man man king", "apple chips apple"]
)
@pytest.mark.parametrize("out", ["true", "false"])
def test_repeated_words_are_no_trouble(typed, out):
    says, _ = said(find="Analogy", analogy=typed, out=out)
    assert "Until then" not in says and "nan" not in says.split()


def test_the_sentence_names_winner_and_expected_answer():
    assert said(find="Analogy")[0] == (
        "**man** is to **woman** as **king** is to **queen**, the nearest of 840 words to the sum (cosine 0.85). "
        "That is what people expect."
    )
    says, _ = said(find="Analogy", analogy="england london greece")
    assert "**tokyo**" in says and says.endswith("People expect **athens**, which comes 7th.")
    says, _ = said(find="Analogy", out="false")
    assert "of 843 words" in says and "It is one of your own three. People expect **queen**, which comes 2nd." in says


def test_the_library_agrees_for_every_word_to_pick():
    for word in WORDS:
        _, page = said(word=word)
        assert page.library.results["neighbours"].tolist() == page.ran.results["neighbours"].tolist()


# ---------------------------------------------------------------- the picture


PLACES = st.tuples(st.floats(-0.7, 0.6), st.floats(-0.5, 0.7))
CROWDS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=12), PLACES, min_size=1, max_size=9)


@settings(deadline=None)
@given(CROWDS)
def test_no_label_lies_on_another_and_the_first_word_always_has_one(at):
    labels = chart.labelled(at)
    assert labels[0][0] == next(iter(at))
    letter, line = 7.1, 12  # in pixels: of 12.5 px in bold, at 196 × 141 pixels for each unit of the map
    boxes = []
    for word, level, side in labels:
        assert abs(level - at[word][1]) < 0.09, "a label stands beside its dot"
        start = at[word][0] * 196 + (8 if side == "right" else -8 - letter * len(word))
        boxes.append((start, start + letter * len(word), level * 141))
    for row, (left, right, middle) in enumerate(boxes):
        for start, end, other in boxes[:row]:
            assert right <= start + 1 or end <= left + 1 or abs(middle - other) >= line - 0.5


def test_words_far_apart_are_all_labelled_beside_their_dots():
    at = {"king": (-0.5, 0.5), "queen": (-0.5, 0.1), "monday": (0.5, 0.5)}
    assert chart.labelled(at) == [("king", 0.5, "right"), ("queen", 0.1, "right"), ("monday", 0.5, "left")]


def test_in_every_analogy_the_three_words_and_the_sum_are_labelled():
    for a, b, c in EXPECTED:
        answers = {best(a, b, c): 0.5}
        drawn, _ = parallelogram(a, b, c, True, answers, grouped_words().words, grouped_words().vectors)
        lit = chart.picture(**drawn)[1]["lit"]
        assert set(lit.word[lit.side != ""]) >= {a, b, c, "the sum"}


def test_words_stand_where_the_map_has_them():
    assert chart.on_map(grouped_words().vectors) == pytest.approx(word_map().points)


def test_on_their_plane_the_words_of_an_analogy_keep_their_true_distances():
    a, b, c = (word_rows()[word] for word in ("man", "woman", "king"))
    total = UNITS[b] - UNITS[a] + UNITS[c]
    points = chart.on_plane(np.vstack([UNITS, total]), a, b, c, [a, b, c, len(UNITS)])
    assert points[-1] == pytest.approx(points[b] - points[a] + points[c])
    scale = np.linalg.norm(points[b] - points[a]) / np.linalg.norm(UNITS[b] - UNITS[a])
    assert np.linalg.norm(points[c] - points[b]) == pytest.approx(scale * np.linalg.norm(UNITS[c] - UNITS[b]), rel=1e-4)
    assert points[b][0] > points[a][0] and points[b][1] == pytest.approx(points[a][1])


def test_the_spec_never_changes():
    first, second = (said(word=word)[1] for word in ("cat", "violin"))
    assert first.ran.values["word"] != second.ran.values["word"]
    assert chart.spec() is chart.spec()


# ---------------------------------------------------------------- the checkpoint


def test_the_questions_mistakes_are_what_they_say():
    for seed in range(1, 501):
        asked = question(seed)
        assert asked.is_clear()
        numbers = re.findall(r"\*(\w+)\* \| \((\d+), (\d+), (\d+)\)", asked.prompt)
        vectors = {word: np.array(list(map(int, rest)), float) for word, *rest in numbers}
        q = np.array(list(map(int, re.search(r"q = \((\d+), (\d+), (\d+)\)", asked.prompt).groups())), float)
        by_cosine = {w: v @ q / np.sqrt((v @ v) * (q @ q)) for w, v in vectors.items()}
        assert asked.answer == max(by_cosine, key=by_cosine.get)
        assert asked.mistakes[0].value == max(vectors, key=lambda word: vectors[word] @ q)
        assert asked.mistakes[1].value == min(vectors, key=lambda word: np.linalg.norm(vectors[word] - q))
