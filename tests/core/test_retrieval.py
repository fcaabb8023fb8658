import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.neighbors import NearestNeighbors

from core import retrieval
from core.linear_algebra import cosine_similarity, distance, dot
from core.retrieval import (
    analogy,
    bm25,
    chunks,
    mean_reciprocal_rank,
    nearest,
    precision_at_k,
    recall_at_k,
    reciprocal_rank,
    reciprocal_rank_fusion,
    similarities,
    top_k,
)

laws = settings(max_examples=80)


@st.composite
def searches(draw):
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    n, d = draw(st.integers(1, 12)), draw(st.integers(2, 5))
    return rng.standard_normal(d), rng.standard_normal((n, d)), draw(st.integers(1, 15))


@st.composite
def rankings(draw):
    items = draw(st.permutations(range(8)))
    relevant = draw(st.sets(st.integers(0, 9), min_size=1))
    return items[: draw(st.integers(1, 8))], relevant, draw(st.integers(1, 10))


# Search


@laws
@given(st.lists(st.integers(-3, 3), min_size=1, max_size=12), st.integers(1, 15))
def test_top_k_is_a_stable_sort_cut_short(scores, k):
    expected = sorted(range(len(scores)), key=lambda position: -scores[position])[:k]
    assert top_k(scores, k) == expected
    assert all(type(position) is int for position in top_k(scores, k))


@laws
@given(searches())
def test_nearest_equals_scikit_learn(search):
    query, vectors, k = search
    for by, metric in [("cosine", "cosine"), ("distance", "euclidean")]:
        k = min(k, len(vectors))
        library = NearestNeighbors(n_neighbors=k, metric=metric, algorithm="brute").fit(vectors)
        assert nearest(query, vectors, k, by=by) == library.kneighbors([query], return_distance=False)[0].tolist()


@laws
@given(searches())
def test_similarities_are_the_textbook_measures_row_by_row(search):
    query, vectors, _ = search
    assert similarities(query, vectors) == pytest.approx([cosine_similarity(query, v) for v in vectors])
    assert similarities(query, vectors, by="dot") == pytest.approx([dot(query, v) for v in vectors])
    assert similarities(query, vectors, by="distance") == pytest.approx([-distance(query, v) for v in vectors])


@laws
@given(searches(), st.floats(0.01, 100))
def test_cosine_ranking_ignores_length_and_dot_ranking_loves_it(search, factor):
    query, vectors, _ = search
    assert nearest(factor * query, vectors, 3) == nearest(query, vectors, 3)
    longest = np.vstack([vectors, 1e4 * query])
    assert nearest(query, longest, 1, by="dot") == [len(vectors)]


def test_equal_rows_stay_in_order_wherever_they_stand():
    row = np.random.default_rng(2).standard_normal(37)
    for by in ("cosine", "dot", "distance"):
        assert nearest(2 * row + 1, np.tile(row, (23, 1)), k=23, by=by) == list(range(23))


def test_k_beyond_the_items_gives_them_all():
    assert top_k([1, 3, 2], 10) == [1, 2, 0]
    assert nearest([1, 0], [[0, 1], [1, 1]], k=99) == [1, 0]


def test_the_measures_disagree_when_lengths_differ():
    query, vectors = [1, 1], [[1, 0.8], [9, 0], [2, 2]]
    assert nearest(query, vectors, 1, by="cosine") == [2]
    assert nearest(query, vectors, 1, by="distance") == [0]
    assert nearest(query, vectors, 1, by="dot") == [1]


# Analogies


WORDS = ["man", "woman", "king", "queen", "apple"]
VECTORS = np.array([[1, 0, 0.2], [0, 1, 0.2], [1, 0, 1.2], [0, 1, 1.2], [-1, -1, 0]])


def test_analogy_is_b_minus_a_plus_c():
    assert analogy("man", "king", "woman", WORDS, VECTORS, k=1) == ["queen"]
    assert analogy("king", "man", "queen", WORDS, VECTORS, k=1) == ["woman"]
    assert analogy("man", "king", "woman", WORDS, VECTORS, k=9) == ["queen", "apple"]


def test_an_input_word_can_win_unless_left_out():
    near = np.array([[1, 0, 0.2], [0.9, 0.1, 0.2], [1, 0, 5], [0, 1, 4], [-1, -1, 0]])
    assert analogy("man", "king", "woman", WORDS, near, k=1, exclude_inputs=False) == ["king"]
    assert analogy("man", "king", "woman", WORDS, near, k=1) == ["queen"]
    everything = analogy("man", "king", "woman", WORDS, near, k=9, exclude_inputs=False)
    assert sorted(everything) == sorted(WORDS)


def test_a_word_with_itself_asks_for_the_neighbours_of_the_third():
    assert analogy("man", "man", "king", WORDS, VECTORS, k=9) == [
        WORDS[row] for row in nearest(VECTORS[2], VECTORS, 5) if WORDS[row] not in ("man", "king")
    ]


# How good a ranking is


@laws
@given(rankings())
def test_recall_and_precision_count_the_hits(case):
    ranking, relevant, k = case
    hits = sum(item in relevant for item in ranking[:k])
    assert recall_at_k(ranking, relevant, k) == hits / len(relevant)
    assert precision_at_k(ranking, relevant, k) == hits / k
    assert recall_at_k(ranking, relevant, k) <= recall_at_k(ranking, relevant, k + 1) <= 1


@laws
@given(st.lists(rankings(), min_size=1, max_size=5))
def test_mean_reciprocal_rank_looks_at_the_first_hit(cases):
    expected = [next((1 / (i + 1) for i, item in enumerate(r) if item in relevant), 0) for r, relevant, _ in cases]
    assert [reciprocal_rank(r, relevant) for r, relevant, _ in cases] == expected
    lists, relevants = [r for r, _, _ in cases], [relevant for _, relevant, _ in cases]
    assert mean_reciprocal_rank(lists, relevants) == pytest.approx(np.mean(expected))


def test_published_example_of_mean_reciprocal_rank():
    # en.wikipedia.org/wiki/Mean_reciprocal_rank: the plurals of cat, torus and virus
    rankings = [["catten", "cati", "cats"], ["torii", "tori", "toruses"], ["viruses", "virii", "viri"]]
    assert mean_reciprocal_rank(rankings, [{"cats"}, {"tori"}, {"viruses"}]) == pytest.approx(11 / 18)


def test_positions_from_numpy_count_as_the_same_items():
    assert recall_at_k(np.array([3, 1, 2]), [1, 2], 2) == 0.5
    assert reciprocal_rank(nearest([1, 0], [[0, 1], [1, 1]], 2), np.array([0])) == 0.5


def test_the_shared_functions_are_here_too():
    assert retrieval.cosine_similarity is cosine_similarity
    assert all(hasattr(retrieval, name) for name in retrieval.__all__)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: top_k([], 1), "scores is empty"),
        (lambda: top_k([1, 2], 0), "k must be a whole number, 1 or more; it is 0"),
        (lambda: top_k([1, 2], 1.5), "k must be a whole number"),
        (lambda: top_k([1, 2], True), "k must be a whole number"),
        (lambda: top_k([1, float("nan")], 1), "scores holds nan"),
        (lambda: nearest([1, 2], [[1, 2, 3]]), "query must be as long as each vector"),
        (lambda: nearest([1, 2], []), "vectors is empty"),
        (lambda: nearest([1, 2], [1, 2]), "vectors must be a matrix"),
        (lambda: nearest([0, 0], [[1, 2]]), "query is a zero vector"),
        (lambda: nearest([1, 2], [[1, 2], [0, 0]]), "Row 1 of vectors is a zero vector"),
        (lambda: nearest([1, 2], [[1, 2]], by="cos"), "by must be"),
        (lambda: nearest([1, 2], [[1, 2]], k=0), "k must be"),
        (lambda: analogy("man", "king", "girl", WORDS, VECTORS), "'girl' is not among the 5 words"),
        (lambda: analogy("man", "king", "woman", WORDS[:4], VECTORS), "words: 4, vectors: 5"),
        (lambda: analogy("man", "king", "woman", WORDS, VECTORS, k=0), "k must be"),
        (lambda: recall_at_k([1, 2], [], 1), "relevant is empty"),
        (lambda: recall_at_k([1, 2], "ab", 1), "relevant must be a list or set"),
        (lambda: recall_at_k([1, 2], 2, 1), "relevant must be a list or set"),
        (lambda: recall_at_k([1, 1], [1], 1), "twice"),
        (lambda: recall_at_k("ab", ["a"], 1), "A ranking must be a list"),
        (lambda: recall_at_k([1, 2], [1], 0), "k must be"),
        (lambda: precision_at_k([1, 2], [], 1), "relevant is empty"),
        (lambda: precision_at_k([1, 2], [1], -1), "k must be"),
        (lambda: reciprocal_rank([1, 2], set()), "relevant is empty"),
        (lambda: mean_reciprocal_rank([], []), "you have 0 and 0"),
        (lambda: mean_reciprocal_rank([[1]], []), "you have 1 and 0"),
        (lambda: mean_reciprocal_rank([[1]], [1]), "relevant must be a list or set"),
    ],
)
def test_bad_input_is_refused_in_words(call, words):
    with pytest.raises(ValueError, match=words):
        call()


# Chunks, words and fusion


@laws
@given(st.integers(1, 40), st.integers(1, 12), st.data())
def test_chunks_cover_all_and_overlap_as_asked(count, size, data):
    overlap = data.draw(st.integers(0, size - 1))
    parts = chunks(list(range(count)), size, overlap)
    assert [item for part in parts for item in part if part is parts[0] or item > parts[parts.index(part) - 1][-1]] == (
        list(range(count))
    )
    assert all(len(part) == size for part in parts[:-1]) and 1 <= len(parts[-1]) <= size
    assert all(a[len(a) - overlap :] == b[:overlap] for a, b in zip(parts, parts[1:])), "they share the overlap"
    for start in range(count - overlap):
        assert any({*range(start, start + overlap + 1)} <= {*part} for part in parts), "a short run stands whole in one"


def test_bm25_prefers_rare_words_and_short_texts_and_saturates():
    texts = [["red", "fox"], ["red", "hen"], ["red", "hen", "red", "hen"], ["old"] * 9]
    rare, common = bm25(["fox"], texts), bm25(["red"], texts)
    assert rare[0] > common[0] > 0 and common[3] == 0 and bm25([], texts).tolist() == [0, 0, 0, 0]
    one, two, nine = (bm25(["x"], [["x"] * n + ["y"] * (9 - n), ["y"] * 9])[0] for n in (1, 2, 9))
    assert two < 2 * one and nine < 2.2 * np.log(1 + 1.5 / 1.5), "repeated words count ever less"
    lengths = [4, 2, 6]
    by_hand = np.log(1 + 1.5 / 2.5) * 2.2 / (1 + 1.2 * (0.25 + 0.75 * np.array(lengths) / 4))
    made = [["a"] + ["b"] * (n - 1) if n < 6 else ["b"] * n for n in lengths]
    assert bm25(["a"], made)[:2] == pytest.approx(by_hand[:2])


@laws
@given(st.lists(st.permutations("abcdef"), min_size=1, max_size=4))
def test_fusion_adds_one_over_sixty_and_the_place(rankings):
    fused = reciprocal_rank_fusion(rankings)
    sums = [sum(1 / (61 + ranking.index(item)) for ranking in rankings) for item in fused]
    assert sorted(fused) == list("abcdef") and all(a >= b - 1e-15 for a, b in zip(sums, sums[1:]))
    assert reciprocal_rank_fusion(rankings[:1]) == list(rankings[0])


def test_an_overlap_as_long_as_the_chunk_is_refused():
    with pytest.raises(ValueError, match="overlap must be below size"):
        chunks([1, 2, 3], 2, 2)
