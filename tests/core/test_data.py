"""The shipped data is what its README says: every figure there is recomputed here from what the loaders return."""

import pickle
import re
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_sample_image, load_wine
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LinearRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupShuffleSplit, StratifiedKFold, cross_val_score
from sklearn.naive_bayes import MultinomialNB
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from core import data
from core.probability import naive_bayes_log_odds, word_weights

README = re.sub(r"\s+", " ", (data.FOLDER / "README.md").read_text(encoding="utf-8"))
LOADERS = [data.wine, data.digits, data.diabetes, data.tumours, data.words, data.grouped_words, data.word_map,
           data.passages, data.queries, data.digits_layer, data.anscombe, data.datasaurus, data.penguins,
           data.berkeley, data.kidney_stones, data.galton, data.bike_days, data.flights, data.messages,
           data.message_words, data.contexts, data.cancer_forecasts, data.flight_forecasts, data.next_tokens,
           data.vocabulary, data.head_habits, data.block, data.block_weights, data.photo]  # fmt: skip


def says(fact: str) -> bool:
    """Does the README say this, up to line breaks?"""
    return fact in README


# --- Every loader -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("load", LOADERS, ids=lambda load: load.__name__)
def test_arrays_are_finite_read_only_and_read_once(load):
    arrays = [field for field in load() if isinstance(field, np.ndarray)]
    assert arrays
    for array in arrays:
        assert np.isfinite(array).all()
        with pytest.raises(ValueError, match="read-only"):
            array[(0,) * array.ndim] = 1
    assert load() is load()


def test_every_file_has_a_row_in_the_readme_and_every_row_a_file():
    files = {path.name for path in data.FOLDER.iterdir() if path.name != "README.md"}
    rows = set(re.findall(r"^\| `([\w.]+)` \|", (data.FOLDER / "README.md").read_text(encoding="utf-8"), re.M))
    assert files == rows


def test_no_array_file_holds_pickled_objects():
    for path in data.FOLDER.glob("*.npz"):
        with np.load(path, allow_pickle=False) as file:
            assert all(file[name].dtype.kind in "fiuU" for name in file.files)


# --- Missing and broken files -----------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(data, "FOLDER", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "load",
    [data.words, data.analogies, data.passages, data.screening, data.digits_layer, data.anscombe, data.datasaurus,
     data.penguins, data.berkeley, data.kidney_stones, data.galton, data.bike_days, data.flights, data.messages,
     data.next_tokens, data.read_texts, data.samples, data.vocabulary, data.cut_texts, data.causal_sentences,
     data.head_habits, data.block, data.block_weights, data.lenses],
)  # fmt: skip
def test_a_missing_file_is_named(folder, load):
    with pytest.raises(FileNotFoundError, match=r"data/\w+\.(csv|npz) is missing"):
        load.__wrapped__()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"not an archive", pickle.dumps([1, 2])])
def test_a_broken_array_file_is_named(folder, content):
    (folder / "digits_layer.npz").write_bytes(content)
    with pytest.raises(ValueError, match=r"data/digits_layer\.npz can't be read .*Restore it"):
        data.digits_layer.__wrapped__()


def test_arrays_of_another_shape_missing_or_not_finite_are_refused(tmp_path, monkeypatch):
    good = data.digits_layer()._asdict()
    folder = tmp_path
    monkeypatch.setattr(data, "FOLDER", folder)
    for bad, complaint in [
        ({"W1": np.zeros((64, 8))}, r"W1 must be finite numbers of shape \(64, 16\), found \(64, 8\)"),
        ({"b1": np.full(16, np.nan)}, "b1 must be finite"),
        ({"b2": np.array([None] * 10)}, "can't be read"),
    ]:
        np.savez(folder / "digits_layer.npz", **(good | bad))
        with pytest.raises(ValueError, match=complaint):
            data.digits_layer.__wrapped__()
    np.savez(folder / "digits_layer.npz", W1=good["W1"])
    with pytest.raises(ValueError, match="can't be read .*b1"):
        data.digits_layer.__wrapped__()


@pytest.mark.parametrize("content", ["", "id,source\n1,2\n", '"open quote', b"\xff\xfe\x00"])
def test_a_broken_table_is_named(folder, content):
    (folder / "mammography_screening.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ValueError, match=r"data/mammography_screening\.csv (can't be read|must have 2 rows)"):
        data.screening.__wrapped__()


def test_words_that_look_like_missing_values_stay_words(folder):
    (folder / "analogies.csv").write_text("a,b\nnull,nan\n", encoding="utf-8")
    assert data._table("analogies.csv", ["a", "b"], rows=1).iloc[0].tolist() == ["null", "nan"]


# --- Wine, digits, diabetes -------------------------------------------------------------------------------------


def test_wine_is_the_table_of_scikit_learn_with_its_names_spelt_out():
    theirs, ours = load_wine(), data.wine()
    assert np.array_equal(ours.X, theirs.data) and np.array_equal(ours.cultivar, theirs.target)
    assert ours.X.shape == (178, 13)
    plain = {"alcalinity": "alkalinity", "color": "colour", "od280/od315 of diluted wines": "OD280/OD315"}
    for name, short in zip(ours.names, theirs.feature_names, strict=True):
        short = short.replace("_", " ")
        for word, spelt in plain.items():
            short = short.replace(word, spelt)
        assert name == short


def test_the_photo_is_the_one_of_scikit_learn_and_what_the_readme_says_of_it():
    theirs, ours = load_sample_image("china.jpg").astype(float), data.photo()
    shares = (0.299, 0.587, 0.114)
    for i, j in ((0, 0), (30, 50), (60, 90)):
        block = theirs[7 * i : 7 * i + 7, 7 * j : 7 * j + 7].mean(axis=(0, 1)) / 255
        assert ours[i, j] == pytest.approx(sum(share * part for share, part in zip(shares, block)), abs=0.0006)
    assert theirs.shape == (427, 640, 3) and 0 <= ours.min() < 0.1 and 0.9 < ours.max() <= 1
    s = np.linalg.svd(ours, compute_uv=False)
    missing = np.sqrt(1 - np.cumsum(s**2) / np.sum(s**2))
    assert says(
        f"the nearest matrix of rank 1 is {100 * missing[0]:.0f} % off, of rank {np.argmax(missing <= 0.05) + 1}"
    )


def test_wine_figures():
    X, names, cultivar = data.wine()
    Z = (X - X.mean(axis=0)) / X.std(axis=0)

    def same_as_nearest(table):
        nearest = NearestNeighbors(n_neighbors=1).fit(table).kneighbors(return_distance=False)[:, 0]
        return np.mean(cultivar[nearest] == cultivar)

    alone = 100 * same_as_nearest(X), 100 * same_as_nearest(Z)
    assert says("same cultivar for {:.1f} % raw, {:.1f} % standardised".format(*alone))
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    raw = cross_val_score(KNeighborsClassifier(5), X, cultivar, cv=folds).mean()
    scaled = cross_val_score(make_pipeline(StandardScaler(), KNeighborsClassifier(5)), X, cultivar, cv=folds).mean()
    assert says(f"Five neighbours, five folds: {100 * raw:.0f} % raw, {100 * scaled:.0f} % standardised")
    first, standardised = PCA().fit(X), PCA().fit(Z)
    shares = first.explained_variance_ratio_[0], standardised.explained_variance_ratio_[0]
    assert says(f"{100 * shares[0]:.1f} % of the variance raw (proline), {100 * shares[1]:.0f} % standardised")
    assert names[np.abs(first.components_[0]).argmax()] == "proline"
    proline, hue = X[:, names.index("proline")], X[:, names.index("hue")]
    assert says(f"proline runs from {proline.min():.0f} to {proline.max():.0f}")
    assert says(f"hue from {hue.min():.2f} to {hue.max():.2f}")


def test_digits_are_those_of_scikit_learn():
    theirs, ours = load_digits(), data.digits()
    assert np.array_equal(ours.images, theirs.images) and np.array_equal(ours.labels, theirs.target)
    assert np.array_equal(ours.X.reshape(-1, 8, 8) * 16, ours.images)
    assert ours.images.shape == (1797, 8, 8) and ours.X.shape == (1797, 64)
    assert (ours.X.min(), ours.X.max(), ours.images.max()) == (0, 1, 16)


def test_digits_figures():
    _, X, labels = data.digits()
    share = PCA().fit(X).explained_variance_ratio_.cumsum()
    assert says(f"{100 * share[9]:.0f} % of the variance in 10 components of 64, {100 * share[19]:.0f} % in 20")
    rows = np.arange(len(X))
    nearest = NearestNeighbors(n_neighbors=1).fit(X).kneighbors(return_distance=False)[:, 0]
    assert says(f"same digit for {100 * np.mean(labels[nearest] == labels):.1f} %")
    close = np.abs(rows[:, None] - rows) < 150
    same = (labels[:, None] == labels) & (rows[:, None] != rows)
    by_chance = np.mean((close & same).sum(axis=1) / same.sum(axis=1))
    near = np.mean(np.abs(nearest - rows) < 150)
    assert says(f"within 150 rows for {100 * near:.0f} %, against {100 * by_chance:.0f} %")


def test_diabetes_is_the_unscaled_table():
    theirs, ours = load_diabetes(scaled=False), data.diabetes()
    assert np.array_equal(ours.X, theirs.data) and np.array_equal(ours.y, theirs.target)
    assert ours.X.shape == (442, 10) and len(ours.names) == 10
    assert set(ours.X[:, ours.names.index("sex")]) == {1, 2}
    ratio = ours.X[:, ours.names.index("total cholesterol")] / ours.X[:, ours.names.index("HDL")]
    assert np.corrcoef(ratio, ours.X[:, ours.names.index("cholesterol / HDL")])[0, 1] > 0.95


def test_diabetes_figures():
    X, y, _ = data.diabetes()
    model = LinearRegression().fit(X, y)
    error = np.mean((y - model.predict(X)) ** 2)
    assert says(f"mean squared error {error:.0f}, R² {model.score(X, y):.3f}")
    wrong = y[:, None] - model.predict(X)
    assert wrong.shape == (442, 442) and says(f'"error" reads {np.mean(wrong**2):.0f}')
    assert says(f"no unit, {y.min():.0f} to {y.max():.0f}")


# --- Words ------------------------------------------------------------------------------------------------------


def units(vectors):
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def unit(word):
    vector = data.words().vectors[data.word_rows()[word]]
    return vector / np.linalg.norm(vector)


def neighbour(word, among):
    cosines = units(among.vectors) @ unit(word)
    cosines[among.words.index(word)] = -1
    return among.words[cosines.argmax()], f"{cosines.max():.2f}".lstrip("0")


def test_words_have_vectors_groups_and_rows():
    every, grouped = data.words(), data.grouped_words()
    assert every.vectors.shape == (5843, 50) and every.vectors.dtype == np.float32
    assert len(set(every.words)) == len(every.words) == len(every.groups) == len(every.ranks) == 5843
    assert grouped.words == every.words[:843] and "" not in grouped.groups and set(every.groups[843:]) == {""}
    assert len(set(grouped.groups)) == 37
    assert all(word.isalpha() for word in every.words[843:]) and (np.diff(every.ranks[843:]) > 0).all()
    assert all(every.words[row] == word for word, row in data.word_rows().items())
    lengths = np.linalg.norm(every.vectors, axis=1)
    assert says(f"lengths {lengths.min():.1f} to {lengths.max():.1f}") and 3 <= lengths.min() and lengths.max() < 11
    with pytest.raises(TypeError):
        data.word_rows()["king"] = 1


def test_neighbours():
    for word in ("cat", "violin", "paris", "python", "apple"):
        assert says("{} → {} {}".format(word, *neighbour(word, data.grouped_words())))
    assert says("apple is nearest to {} ({})".format(*neighbour("apple", data.words())))
    assert says("cat → dog .92, violin → cello .96, paris → france .80")


def solve(analogy, among, keep_inputs=False):
    """The word with the highest cosine to b − a + c, and the place of the expected one."""
    inputs = [analogy.a, analogy.b, analogy.c]
    a, b, c = (unit(word) for word in inputs)
    cosines = units(among.vectors) @ (b - a + c)
    if not keep_inputs:
        cosines[[among.words.index(word) for word in inputs]] = -np.inf
    place = int((cosines > cosines[among.words.index(analogy.expected)]).sum()) + 1
    return among.words[cosines.argmax()], place


def test_analogies_are_what_the_shipped_vectors_answer():
    for analogy in data.analogies():
        assert solve(analogy, data.grouped_words()) == (analogy.answer_grouped, analogy.rank_grouped)
        assert solve(analogy, data.words()) == (analogy.answer_shipped, analogy.rank_shipped)
        assert solve(analogy, data.words(), keep_inputs=True)[0] == analogy.answer_inputs_kept


def test_analogy_figures():
    asked = data.analogies()
    grouped = [a for a in asked if a.answer_grouped == a.expected]
    shipped = [a for a in asked if a.answer_shipped == a.expected]
    assert shipped == [a for a in asked if a.answer_full == a.expected]
    assert says(
        f"Inputs left out: {len(grouped)} of {len(asked)} right among the 843 grouped words, {len(shipped)} of 30 "
        f"among all 5843, and the same {len(shipped)} among GloVe's 400 000."
    )
    kept = sum(a.answer_inputs_kept == a.expected for a in asked)
    kept_grouped = sum(solve(a, data.grouped_words(), keep_inputs=True)[0] == a.expected for a in asked)
    assert says(f"Inputs kept: {kept} of 30 among all 5843 ({kept_grouped} among the grouped words)")
    assert (len(grouped), len(shipped), kept) == (25, 23, 17)
    for a in set(asked) - set(grouped):
        assert says(f"{a.a} : {a.b} :: {a.c} gives {a.answer_grouped}")


def test_the_direction_from_he_to_she_sorts_the_professions():
    grouped = data.grouped_words()
    professions = [word for word, group in zip(grouped.words, grouped.groups, strict=True) if group == "profession"]
    axis = unit("she") - unit("he")
    ordered = sorted(professions, key=lambda word: float(unit(word) @ axis))
    assert says(f"Of the {len(professions)} professions, she − he points furthest towards {', '.join(ordered[:-6:-1])}")
    assert says(f"furthest away from {', '.join(ordered[:5])}")


def test_dot_product_and_cosine_disagree_on_the_nearest_word():
    vectors = data.grouped_words().vectors
    dots, cosines = vectors @ vectors.T, units(vectors) @ units(vectors).T
    np.fill_diagonal(dots, -np.inf)
    np.fill_diagonal(cosines, -np.inf)
    assert says(f"for {100 * np.mean(dots.argmax(axis=1) != cosines.argmax(axis=1)):.0f} % of the grouped words")


def test_the_word_map_is_a_principal_component_analysis():
    points, axes, centre, share = data.word_map()
    X = units(data.grouped_words().vectors.astype(float))
    reference = PCA(10).fit(X)
    assert np.allclose(np.abs(points), np.abs(reference.transform(X)[:, :2]))
    assert np.allclose(axes @ axes.T, np.eye(2)) and np.allclose(centre, reference.mean_)
    assert np.allclose((X - centre) @ axes.T, points)
    assert all(axis[np.abs(axis).argmax()] > 0 for axis in axes)
    ten = reference.explained_variance_ratio_.sum()
    assert share == pytest.approx(reference.explained_variance_ratio_[:2].sum())
    assert says(f"map keeps {100 * share:.0f} % of the variance; ten dimensions would keep {100 * ten:.0f} %")


# --- Passages and queries ---------------------------------------------------------------------------------------


def test_passages_and_queries():
    passages, queries = data.passages(), data.queries()
    assert passages.vectors.shape == (148, 384) and queries.vectors.shape == (38, 384)
    assert passages.vectors.dtype == queries.vectors.dtype == np.float32
    assert len(set(passages.ids)) == 148 and len(set(passages.topics)) == 7 and all(passages.texts)
    for vectors in (passages.vectors, queries.vectors):
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    marks = pd.read_csv(data.FOLDER / "queries.csv", keep_default_na=False)["relevant"]
    assert [" ".join(passages.ids[row] for row in rows) for rows in queries.relevant] == marks.tolist()
    assert says(f"the {sum(map(len, queries.relevant))} marks")
    kinds = [queries.kinds.count(kind) for kind in ("paraphrase", "same words", "no answer here")]
    assert says("{} paraphrases, {} in the passage's own words, {} that no passage answers".format(*kinds))
    assert [kind == "no answer here" for kind in queries.kinds] == [not rows for rows in queries.relevant]


def scores(method):
    """Every query against every passage: (38, 148)."""
    queries = data.queries()
    if method == "MiniLM":
        return queries.vectors @ data.passages().vectors.T
    if method == "word pieces added up":
        asked, stored = map(data.piece_sums, (queries.texts, data.passages().texts))
        return asked @ (stored / np.linalg.norm(stored, axis=1, keepdims=True)).T
    score = data.tfidf_scores if method == "TF-IDF" else data.mean_of_words_scores
    return np.array([score(text) for text in queries.texts])


def found(method):
    """For each query with an answer: one True or False per passage in ranked order. {row of query: array (148,)}"""
    ranked = np.argsort(-scores(method), axis=1, kind="stable")
    return {row: np.isin(ranked[row], marks) for row, marks in enumerate(data.queries().relevant) if marks}


def mean_recall(hits, k):
    return np.mean([hit[:k].sum() / hit.sum() for hit in hits])


@pytest.mark.parametrize("method", ["MiniLM", "word pieces added up", "TF-IDF", "mean of GloVe vectors"])
def test_the_retrieval_table(method):
    hits = found(method).values()
    row = [mean_recall(hits, k) for k in (1, 3, 5, 10)] + [np.mean([1 / (hit.argmax() + 1) for hit in hits])]
    assert len(hits) == 34
    assert says(f"| {method} | " + " | ".join(f"{value:.3f}" for value in row) + " |")


def test_retrieval_figures():
    queries, passages = data.queries(), data.passages()
    hits = found("TF-IDF").items()
    kinds = ("paraphrase", "same words")
    five = [mean_recall([hit for row, hit in hits if queries.kinds[row] == kind], 5) for kind in kinds]
    assert says("recall@5 is {:.2f} on paraphrases and {:.2f} on queries in".format(*five))
    answerable = np.array([bool(rows) for rows in queries.relevant])
    best = scores("MiniLM").max(axis=1)
    lowest, highest = best[answerable].min(), best[~answerable].max()
    assert lowest >= 0.260 and highest <= 0.223 and (~answerable).sum() == 4
    assert says("at least 0.260 for a query with an answer, at most 0.223 for one without")
    by_words = scores("TF-IDF").max(axis=1)
    q07, q37 = queries.ids.index("q07"), queries.ids.index("q37")
    assert answerable[q07] and by_words[q07] == 0 and not answerable[q37] and says(f"scores {by_words[q37]:.2f}.")
    for id, word in {"q12": "freezes", "q07": "Simpson", "q03": "Cross-entropy"}.items():
        row = queries.ids.index(id)
        first = scores("MiniLM")[row].argmax()
        assert word in passages.texts[first] and first not in queries.relevant[row]


def test_any_text_gets_a_vector_from_its_pieces():
    assert data.pieces_of("Crème") == data.pieces_of("creme") and data.pieces_of("") == data.pieces_of("🙂") == []
    both, *each = data.piece_sums(["high water", "high", "water"])
    assert np.allclose(both, sum(each)) and not data.piece_sums(["🙂"]).any()


def test_passage_cosines():
    vectors = data.passages().vectors
    cosines = (vectors @ vectors.T)[np.triu_indices(148, k=1)]
    assert says(f"mean {cosines.mean():.2f}, standard deviation {cosines.std():.3f}")
    assert says(f"(random 384-D directions: {384**-0.5:.3f})")


def test_tfidf_by_hand():
    """One query, one passage, from the definition: (1 + ln tf)(1 + ln((1 + n) / (1 + df))), then the cosine."""
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(stop_words="english")
    counts = counter.fit_transform(data.passages().texts).toarray()
    idf = 1 + np.log((1 + len(counts)) / (1 + (counts > 0).sum(axis=0)))
    text = "learning rate, learning rate, learning loss"

    def weigh(tf):
        return np.where(tf > 0, 1 + np.log(np.maximum(tf, 1)), 0) * idf

    expected = units(weigh(counts)) @ units(weigh(counter.transform([text]).toarray()))[0]
    assert np.allclose(data.tfidf_scores(text), expected)


@settings(max_examples=40)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(data.words().words), max_size=8).map(" ".join)))
def test_any_text_gets_a_cosine_for_each_passage(text):
    for score in (data.tfidf_scores, data.mean_of_words_scores):
        cosines = score(text)
        assert cosines.shape == (148,) and np.isfinite(cosines).all() and (np.abs(cosines) <= 1 + 1e-9).all()
    assert (data.tfidf_scores(text) >= 0).all()


@pytest.mark.parametrize("row", [0, 70, 147])
def test_a_passage_finds_itself(row):
    text = data.passages().texts[row]
    for score in (data.tfidf_scores, data.mean_of_words_scores):
        assert score(text).argmax() == row and score(text)[row] == pytest.approx(1)


def test_a_text_without_a_known_word_scores_zero():
    assert not data.tfidf_scores("xyzzy").any() and not data.mean_of_words_scores("").any()


# --- Tables of counts and measurements --------------------------------------------------------------------------


def test_anscombe_and_datasaurus_hide_their_pictures():
    sets = data.anscombe()
    for x, y in zip(sets.x, sets.y):
        assert (f"{x.mean():.2f}", f"{y.mean():.2f}", f"{x.var(ddof=1):.2f}") == ("9.00", "7.50", "11.00")
        slope, intercept = np.polyfit(x, y, 1)
        assert (f"{intercept:.2f}", f"{slope:.3f}") == ("3.00", "0.500")
    assert {f"{y.var(ddof=1):.2f}" for y in sets.y} == {"4.12", "4.13"}
    assert [f"{np.corrcoef(x, y)[0, 1]:.3f}" for x, y in zip(sets.x, sets.y)] == ["0.816", "0.816", "0.816", "0.817"]
    assert says("mean x 9.00, mean y 7.50, variances 11.00 and 4.12 to 4.13, r 0.816 (0.817 for IV), line 3.00 + 0.500")
    dozen = data.datasaurus()
    assert dozen.x.shape == dozen.y.shape == (13, 142)

    def span(numbers):
        return f"{min(numbers):.2f} to {max(numbers):.2f}".replace("-", "−")

    assert says(f"mean {span(dozen.x.mean(axis=1))} and {span(dozen.y.mean(axis=1))}")
    assert says(f"deviation {span(dozen.x.std(axis=1, ddof=1))} and {span(dozen.y.std(axis=1, ddof=1))}")
    assert says(f"r {span([np.corrcoef(x, y)[0, 1] for x, y in zip(dozen.x, dozen.y)])}")


def test_penguin_figures():
    birds = data.penguins()
    length, depth, species = birds.bill_length_mm, birds.bill_depth_mm, np.array(birds.species)
    assert says(f"{len(length)} birds measured")
    within = [f"{np.corrcoef(length[species == s], depth[species == s])[0, 1]:+.3f} {s}" for s in sorted(set(species))]
    pooled = f"{np.corrcoef(length, depth)[0, 1]:.3f}".replace("-", "−")
    assert says(f"r {pooled} pooled; {', '.join(within)}")


def test_admissions_and_operations_reverse():
    men, women = data.berkeley().succeeded.sum(axis=0) / data.berkeley().tried.sum(axis=0)
    assert says(f"{data.berkeley().tried.sum()} applicants: {100 * men:.1f} % of men and {100 * women:.1f} % of women")
    shares = data.berkeley().succeeded / data.berkeley().tried
    higher = [d for d, (m, w) in zip(data.berkeley().subgroups, shares) if w > m]
    assert says(f"the women's share is higher in {', '.join(higher[:-1])} and {higher[-1]}")
    stones = data.kidney_stones()
    (small, large), every = 100 * stones.succeeded / stones.tried, 100 * stones.succeeded.sum(0) / stones.tried.sum(0)
    assert says("small ({:.1f} against {:.1f} %) and with large stones".format(*small))
    assert says(
        "large stones ({:.1f} against {:.1f} %), and less often with all ({:.1f} against {:.1f} %)".format(
            *large, *every
        )
    )
    assert stones.groups[0] == "open surgery" and stones.subgroups == ("small", "large")


def test_bike_figures():
    days = data.bike_days()
    assert list(days.X[:, 0]) == list(range(1, 366))
    assert says(f"{days.rentals.min():,.0f} to {days.rentals.max():,.0f} rentals a day".replace(",", " "))
    assert says(f"correlation of temperature and rentals {np.corrcoef(days.X[:, 5], days.rentals)[0, 1]:.2f}")


def test_galton_figures():
    family = data.galton()
    assert len(set(family.family)) == 205 and len(family.family) == 934
    child = np.where(family.daughter, 1.08 * family.child_in, family.child_in)
    assert np.allclose(family.midparent_in, (family.father_in + 1.08 * family.mother_in) / 2, atol=0.006)
    slope, r = np.polyfit(family.midparent_in, child, 1)[0], np.corrcoef(family.midparent_in, child)[0, 1]
    assert says(f"child (women × 1.08) on midparent: slope {slope:.3f}, r {r:.3f}")
    father, son = family.father_in[~family.daughter], family.child_in[~family.daughter]
    assert says(f"Sons on fathers: slope {np.polyfit(father, son, 1)[0]:.3f}, r {np.corrcoef(father, son)[0, 1]:.3f}")
    tall = family.midparent_in >= np.quantile(family.midparent_in, 0.9)
    assert says(
        f"midparents average {family.midparent_in[tall].mean():.1f} in, their children {child[tall].mean():.1f}"
    )


def message_scores():
    """The log-odds of spam that naive Bayes gives the test messages; the words were counted in the others."""
    texts, _, test_rows = data.messages()
    _, spam_counts, ham_counts, prior = data.message_words()
    weights, row_of = word_weights(spam_counts, ham_counts), data.message_word_rows()
    found = [[row_of[word] for word in data.known_words(texts[row])] for row in test_rows]
    return np.array([naive_bayes_log_odds(prior, weights[rows]) for rows in found])


def test_message_figures():
    texts, spam, test_rows = data.messages()
    assert len(set(texts)) == len(texts) == len(spam)
    assert says(f"{len(texts)} different messages, {spam.sum()} spam ({100 * spam.mean():.1f} %)")
    y, score = spam[test_rows], message_scores()
    alarms, missed = np.sum((score > 0) & (y == 0)), np.sum((score <= 0) & (y == 1))
    assert says(
        f"words counted in {len(texts) - len(y)}, asked about the other {len(y)}: AUC {roc_auc_score(y, score):.3f}"
    )
    assert says(
        f"{alarms} false alarms, {missed} of {y.sum()} missed; "
        f"saying ham to all is right for {100 * (1 - y.mean()):.1f} %"
    )


def test_message_scores_are_those_of_scikit_learn():
    texts, spam, test_rows = data.messages()
    train = np.setdiff1d(np.arange(len(texts)), test_rows)
    vectoriser = CountVectorizer(min_df=2)
    model = MultinomialNB().fit(vectoriser.fit_transform([texts[row] for row in train]), spam[train])
    theirs = model.predict_log_proba(vectoriser.transform([texts[row] for row in test_rows]))
    assert message_scores() == pytest.approx(theirs[:, 1] - theirs[:, 0], abs=1e-9)
    assert data.message_words().words == tuple(vectoriser.get_feature_names_out())


@pytest.mark.parametrize("text", ["", "??", "xyzzy a b c"])
def test_a_message_without_a_known_word_has_none(text):
    assert data.known_words(text) == []


def test_flight_figures():
    flights, forecast = data.flights(), data.flight_forecasts()
    assert np.array_equal(flights.late, flights.arr_delay_min >= 60) and list(flights.dates) == sorted(flights.dates)
    assert says(
        f"{100 * flights.late.mean():.1f} % late. "
        f"{len(forecast.y)} of them on unseen days, {100 * forecast.y.mean():.1f} % late"
    )
    yes = forecast.logistic >= 0.5
    right, found = np.mean(yes == forecast.y), yes[forecast.y == 1].mean()
    assert says(
        f"AUC {roc_auc_score(forecast.y, forecast.logistic):.3f}, "
        f"and at one half accuracy {right:.3f} with recall {found:.3f}"
    )
    assert says(f"never saying late has accuracy {1 - forecast.y.mean():.3f}")
    delay = flights.dep_delay_min
    bell = NormalDist(delay.mean(), delay.std(ddof=1)).inv_cdf(0.99)
    assert says(
        f"p99 {np.quantile(delay, 0.99):.0f} minutes, a normal curve of the same mean and spread says {bell:.0f}"
    )


def test_flight_forecasts_are_for_days_not_trained_on():
    known, forecast = data.flights(), data.flight_forecasts()
    days = np.array(known.dates)
    train, test = next(GroupShuffleSplit(1, test_size=0.5, random_state=0).split(days, groups=days))
    assert np.array_equal(known.late[test], forecast.y) and np.array_equal(known.late[train], forecast.train_y)
    assert not set(days[train]) & set(days[test])


def test_cancer_figures():
    forecast, theirs = data.cancer_forecasts(), load_breast_cancer()
    assert says(f"malignant ({np.sum(theirs.target == 0)}) or benign ({np.sum(theirs.target == 1)})")
    sure = np.maximum(forecast.naive_bayes, 1 - forecast.naive_bayes) > 0.99
    wrong = (forecast.naive_bayes > 0.5) != forecast.y
    assert says(f"trained on {len(forecast.train_y)}, asked about {len(forecast.y)}")
    assert says(
        f"claims more than 99 % for {100 * sure.mean():.1f} % of them, and {100 * wrong[sure].mean():.1f} % of those"
    )
    brier = [np.mean((p - forecast.y) ** 2) for p in (forecast.naive_bayes, forecast.logistic)]
    assert says("Brier score {:.3f}, logistic regression {:.3f}".format(*brier))


# --- Screening and the digits network ---------------------------------------------------------------------------


def test_screening_counts_add_up():
    for row in data.screening():
        counts = [row.true_positive, row.false_negative, row.false_positive, row.true_negative]
        assert sum(counts) == pytest.approx(1000) == row.screened
        assert row.true_positive + row.false_negative == pytest.approx(row.with_cancer)
    textbook, real = data.screening()
    assert (textbook.id, real.id) == ("textbook", "bcsc_2007_2013")
    positive, chance = textbook.true_positive + textbook.false_positive, textbook.true_positive / 103
    assert positive == 103 and says(f"8 of {positive:.0f} cases, {100 * chance:.1f} % (textbook)")
    assert says(f"in {100 * real.true_positive / (real.true_positive + real.false_positive):.1f} % (United States)")


def test_the_digits_network_reads_unseen_digits():
    W1, b1, W2, b2, test_rows = data.digits_layer()
    _, X, labels = data.digits()
    right = (np.maximum(X @ W1 + b1, 0) @ W2 + b2).argmax(axis=1) == labels
    seen = np.setdiff1d(np.arange(len(X)), test_rows)
    assert len(set(test_rows.tolist())) == 360 and seen.max() < test_rows.min()
    assert says(f"{right[test_rows].mean():.4f} of {len(test_rows)} unseen digits right ({right[test_rows].sum()})")
    assert says(f"{right[seen].mean():.4f} of the {len(seen)} it was trained on")


def test_importing_the_loaders_does_not_import_scikit_learn():
    source = Path(data.__file__).read_text(encoding="utf-8")
    assert not re.search(r"^(from|import) sklearn", source, re.M)


# --- What a real model looks at ---------------------------------------------------------------------------------


def test_the_arrays_of_attention_are_finite_read_only_and_read_once():
    sentences, heads = data.attention_sentences(), data.attention_heads()
    arrays = [array for each in sentences for array in (each.weights, *each.inputs.values())]
    arrays += [array for head in heads.values() for array in head]
    assert len(arrays) == 6 * 3 + 2 * 6 and all(np.isfinite(array).all() for array in arrays)
    assert not any(array.flags.writeable for array in arrays)
    assert data.attention_sentences() is sentences and data.attention_heads() is heads
    for text, tokens, weights, inputs in sentences:
        assert weights.shape[2:] == (len(tokens),) * 2 and set(inputs) == {0, 3}
        assert np.allclose(weights.sum(axis=-1), 1, atol=0.003) and weights.min() >= 0
        spelt = "".join(tokens[1:-1]).replace("##", "")
        assert spelt == text.lower().replace(" ", "")


def test_the_shipped_weights_follow_from_the_shipped_matrices():
    gaps = []
    for sentence in data.attention_sentences():
        for (layer, head), m in data.attention_heads().items():
            X = sentence.inputs[layer].astype(float)
            scores = (X @ m.W_query + m.b_query) @ (X @ m.W_key + m.b_key).T / np.sqrt(32)
            powers = np.exp(scores - scores.max(axis=1, keepdims=True))
            gaps.append(np.abs(powers / powers.sum(axis=1, keepdims=True) - sentence.weights[layer, head]).max())
    assert says(f"differs from the shipped weights by {max(gaps):.5f} at most")


def test_attention_figures():
    sentences = data.attention_sentences()
    back = np.array([np.diagonal(each.weights, -1, 2, 3).mean(axis=-1) for each in sentences])
    assert {f"{mean:.3f}" for mean in back[:, 0, 2]} == {"1.000"} and says("with a weight of 1.000 on average")
    back[:, 0, 2] = 0
    assert back.max() < 0.53 and says("no other head reaches 0.53")

    def from_it(k, word):
        tokens = sentences[k].tokens
        return f"*{word}* {sentences[k].weights[3, 1, tokens.index('it'), tokens.index(word)]:.2f}"

    assert says(
        f'{from_it(0, "animal")} in "too tired"; {from_it(1, "animal")} and {from_it(1, "street")} in "too wide"'
    )
    assert says(f'{from_it(2, "trophy")} and {from_it(2, "suitcase")} in "too big"')


def test_context_figures():
    words, senses, _, layers = data.contexts()
    assert [words.count(word) for word in dict.fromkeys(words)] == [6] * 6
    assert all(senses[k : k + 3] == (senses[k],) * 3 for k in range(0, 36, 3))
    shares = []
    for layer in range(7):
        X = units(layers[:, layer].astype(float)).reshape(6, 6, 384)
        nearest = ((X @ X.transpose(0, 2, 1)).round(9) - 2 * np.eye(6)).argmax(axis=2)  # of equals, the first
        shares.append(round(100 * np.mean(nearest // 3 == np.arange(6) // 3)))
    first, *rest, last = shares
    assert says(
        f"{first} % before the first layer, then for {', '.join(map(str, rest))} and {last} % after each of six"
    )
