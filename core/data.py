"""The data the labs use: real, small, shipped with the app or with scikit-learn. `data/README.md` has the sources.

Every loader reads once, keeps what it read, and hands out read-only arrays: `.copy()` one to change it.

    X         a table of numbers, one thing per row, one measurement per column; shape (n, d)
    y         the number to predict for each row; shape (n,)
    vectors   one vector per row, of a word (50 numbers) or of a text (384 numbers)
    W, b      the weights and biases of a layer: x @ W + b
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

FOLDER = Path(__file__).resolve().parents[1] / "data"


# --- Tables that come with scikit-learn -----------------------------------------------------------------------


class Wine(NamedTuple):
    X: np.ndarray  # (178, 13) float64
    names: tuple[str, ...]  # 13 names, one per column
    cultivar: np.ndarray  # (178,) int: 0, 1 or 2


class Digits(NamedTuple):
    images: np.ndarray  # (1797, 8, 8) float64, grey from 0 (paper) to 16 (ink)
    X: np.ndarray  # (1797, 64) float64, the same pixels row by row, from 0 to 1
    labels: np.ndarray  # (1797,) int, 0 to 9


class Diabetes(NamedTuple):
    X: np.ndarray  # (442, 10) float64, in the units of the measurement
    y: np.ndarray  # (442,) float64, 25 to 346
    names: tuple[str, ...]  # 10 names, one per column


@cache
def wine() -> Wine:
    """178 Italian wines, 13 measurements each, and which of three cultivars (0, 1, 2) each was made from.

    X is (178, 13), each column in a unit of its own. The source names none; alcohol reads as per cent by volume.
    Source: Forina et al., PARVUS; UCI Wine, doi 10.24432/C5PC7J, CC BY 4.0; the copy in scikit-learn.

    >>> wine().names[0], wine().names[12], wine().X[0, [0, 12]].tolist()
    ('alcohol', 'proline', [14.23, 1065.0])
    """
    from sklearn.datasets import load_wine

    names = ("alcohol", "malic acid", "ash", "alkalinity of ash", "magnesium", "total phenols", "flavanoids",
             "nonflavanoid phenols", "proanthocyanins", "colour intensity", "hue", "OD280/OD315",
             "proline")  # fmt: skip
    X, cultivar = load_wine(return_X_y=True)
    return Wine(_frozen(X), names, _frozen(cultivar))


@cache
def digits() -> Digits:
    """1797 handwritten digits of 8 by 8 pixels, written by 13 people.

    images is (1797, 8, 8) with grey from 0 (paper) to 16 (ink); X is (1797, 64), the same pixels divided by 16.
    Rows that stand close together look alike: keep a block at the end for testing rather than shuffling.
    Source: Alpaydin and Kaynak 1998; UCI Optical Digits, doi 10.24432/C50P49, CC BY 4.0; the copy in scikit-learn.

    >>> digits().images.shape, digits().X.shape, float(digits().X.max()), int(digits().labels[0])
    ((1797, 8, 8), (1797, 64), 1.0, 0)
    """
    from sklearn.datasets import load_digits

    X, labels = load_digits(return_X_y=True)
    return Digits(_frozen(X.reshape(-1, 8, 8)), _frozen(X / 16), _frozen(labels))


@cache
def diabetes() -> Diabetes:
    """442 people with diabetes: ten measurements, and how far the disease had moved on a year later.

    X is (442, 10): age in years, sex (1 or 2), body mass index in kg/m², mean blood pressure, then six blood values.
    scikit-learn calls these six s1 to s6. y is a score without a unit, from 25 to 346. Nothing is scaled.
    Source: Efron, Hastie, Johnstone and Tibshirani 2004, Annals of Statistics 32(2); the copy in scikit-learn.

    >>> diabetes().X[0, :4].tolist(), float(diabetes().y[0])
    ([59.0, 2.0, 32.1, 101.0], 151.0)
    """
    from sklearn.datasets import load_diabetes

    names = ("age", "sex", "body mass index", "blood pressure", "total cholesterol", "LDL", "HDL",
             "cholesterol / HDL", "log triglycerides", "blood sugar")  # fmt: skip
    X, y = load_diabetes(return_X_y=True, scaled=False)
    return Diabetes(_frozen(X), _frozen(y), names)


@cache
def diabetes_columns(*names: str) -> tuple[np.ndarray, np.ndarray]:
    """Some columns of `diabetes`, and y, each measured from its mean: a model of these needs no intercept.

    X: (442, how many names). KeyError if there is no such column.

    >>> X, y = diabetes_columns("age", "blood pressure")
    >>> X.shape, y.shape, round(float(X.mean()) + 0.0, 9)
    ((442, 2), (442,), 0.0)
    """
    data = diabetes()
    places = dict(zip(data.names, range(len(data.names))))
    X = data.X[:, [places[name] for name in names]]
    return _frozen(X - X.mean(axis=0)), _frozen(data.y - data.y.mean())


class Tumours(NamedTuple):
    X: np.ndarray  # (569, 30) float64
    malignant: np.ndarray  # (569,) int64, 1 or 0
    names: tuple[str, ...]


@cache
def tumours() -> Tumours:
    """569 breast tumours, 212 of them malignant: 30 measurements of the cell nuclei seen in a needle biopsy.

    Ten measurements, such as radius and texture; of each the mean, its standard error, and the mean of the worst three.
    Source: Wolberg, Street and Mangasarian, Breast Cancer Wisconsin (Diagnostic), doi 10.24432/C5DW2B, CC BY 4.0;
    the copy in scikit-learn, where 1 stands for benign.

    >>> tumours().X.shape, int(tumours().malignant.sum()), tumours().names[0]
    ((569, 30), 212, 'mean radius')
    """
    from sklearn.datasets import load_breast_cancer

    table = load_breast_cancer()
    return Tumours(_frozen(table.data), _frozen(1 - table.target), tuple(map(str, table.feature_names)))


@cache
def photo() -> np.ndarray:
    """A photo of the Summer Palace in Beijing in 61 rows and 91 columns, grey from 0 (black) to 1 (white).

    Each number is the mean of 7 by 7 pixels of the original, without its last 3 columns, to three decimals.
    Source: danielbuechele, flickr.com/photos/danielbuechele/6061409035, CC BY 2.0; the copy in scikit-learn.

    >>> photo().shape, round(float(photo().mean()), 2)
    ((61, 91), 0.57)
    """
    from sklearn.datasets import load_sample_image

    grey = load_sample_image("china.jpg")[:427, :637] @ np.array([0.299, 0.587, 0.114]) / 255
    return _frozen(grey.reshape(61, 7, 91, 7).mean(axis=(1, 3)).round(3))


# --- Tables of counts and measurements --------------------------------------------------------------------------


class PairSets(NamedTuple):
    """Several sets of points, one in each row of x and y."""

    names: tuple[str, ...]
    x: np.ndarray  # (sets, points) float64
    y: np.ndarray  # (sets, points) float64


class Penguins(NamedTuple):
    species: tuple[str, ...]  # "Adelie", "Chinstrap" or "Gentoo"
    bill_length_mm: np.ndarray  # (342,) float64
    bill_depth_mm: np.ndarray  # (342,) float64
    flipper_length_mm: np.ndarray  # (342,) float64
    body_mass_g: np.ndarray  # (342,) float64


class Successes(NamedTuple):
    """How many were tried and how many succeeded, in each subgroup (row) of two groups (columns)."""

    subgroups: tuple[str, ...]
    groups: tuple[str, str]
    tried: np.ndarray  # (subgroups, 2) int
    succeeded: np.ndarray  # (subgroups, 2) int


class Families(NamedTuple):
    midparent_in: np.ndarray  # (934,) float64: half of father + 1.08 mother
    father_in: np.ndarray  # (934,) float64
    mother_in: np.ndarray  # (934,) float64
    child_in: np.ndarray  # (934,) float64
    daughter: np.ndarray  # (934,) bool
    family: tuple[str, ...]  # the family of each child


class BikeDays(NamedTuple):
    X: np.ndarray  # (365, 8) float64, in the units of the names; the rows stand in the order of the days
    names: tuple[str, ...]
    rentals: np.ndarray  # (365,) float64


class Flights(NamedTuple):
    X: np.ndarray  # (5000, 7) float64: what is known before take-off, in the units of the names
    names: tuple[str, ...]  # 7 names, one per column
    dates: tuple[str, ...]  # "2013-01-01", rising
    carriers: tuple[str, ...]  # two-character codes, "UA"
    origins: tuple[str, ...]  # "EWR", "JFK" or "LGA"
    dep_delay_min: np.ndarray  # (5000,) int: known only once the plane leaves
    arr_delay_min: np.ndarray  # (5000,) int
    late: np.ndarray  # (5000,) int: 1 if it arrived 60 minutes late or more


@cache
def anscombe() -> PairSets:
    """Four sets of 11 points with the same means, spreads, correlation and line, and four different pictures.

    Source: Anscombe 1973, The American Statistician 27(1):17-21.

    >>> anscombe().names, anscombe().x.shape, float(anscombe().y[0, 0])
    (('I', 'II', 'III', 'IV'), (4, 11), 8.04)
    """
    return _pair_sets("anscombe.csv", "set", rows=44)


@cache
def datasaurus() -> PairSets:
    """Thirteen sets of 142 points with the same means, spreads and correlation; one of them is a dinosaur.

    Source: Matejka and Fitzmaurice 2017 after Alberto Cairo; R package datasauRus, MIT licence.

    >>> datasaurus().names[0], datasaurus().x.shape
    ('dino', (13, 142))
    """
    return _pair_sets("datasaurus_dozen.csv", "dataset", rows=1846)


@cache
def penguins() -> Penguins:
    """342 penguins of three species from the Palmer Archipelago, Antarctica, all four measurements known.

    Source: Gorman, Williams and Fraser 2014; Horst, Hill and Gorman 2020, CC0. Two more birds were not measured.

    >>> penguins().species[0], float(penguins().bill_length_mm[0])
    ('Adelie', 39.1)
    """
    columns = ["species", "island", *Penguins._fields[1:], "sex", "year"]
    table = _table("penguins.csv", columns, rows=344)
    table = table[table["bill_length_mm"] != ""]
    return Penguins(tuple(table["species"]), *(_frozen(table[name].to_numpy(float)) for name in Penguins._fields[1:]))


@cache
def berkeley() -> Successes:
    """Who applied to the six largest departments of Berkeley in 1973 and was admitted; columns: men, women.

    Source: Bickel, Hammel and O'Connell 1975, Science 187:398-404.

    >>> berkeley().subgroups, berkeley().groups, berkeley().tried[0].tolist()
    (('A', 'B', 'C', 'D', 'E', 'F'), ('male', 'female'), [825, 108])
    """
    table = _table("berkeley_admissions_1973.csv", ["department", "gender", "applicants", "admitted"], rows=12)
    return _successes(table, "department", "gender", ("male", "female"))


@cache
def kidney_stones() -> Successes:
    """Operations on small and on large kidney stones, and how many succeeded; columns: open surgery, keyhole.

    The keyhole operation is percutaneous nephrolithotomy. Source: Charig et al. 1986, BMJ 292:879-882.

    >>> kidney_stones().subgroups, kidney_stones().tried.tolist()
    (('small', 'large'), [[87, 270], [263, 80]])
    """
    table = _table("kidney_stones_1986.csv", ["treatment", "stone_size", "patients", "successes"], rows=4)
    return _successes(table, "stone_size", "treatment", ("open surgery", "percutaneous nephrolithotomy"))


@cache
def galton() -> Families:
    """934 grown-up children of 205 families and their parents: heights in inches, as Galton wrote them down.

    Galton multiplied the heights of women by 1.08 to compare them with men's; the midparent is the mean of both.
    Source: Galton's notebooks, 1884 to 1886, transcribed by Hanley 2004, The American Statistician 58(3):237-243.

    >>> galton().child_in.shape, float(galton().midparent_in[0])
    ((934,), 75.43)
    """
    columns = ["family", "father_in", "mother_in", "midparent_in", "sex", "child_in"]
    table = _table("galton_families.csv", columns, rows=934)
    heights = (_frozen(table[name].to_numpy(float)) for name in Families._fields[:4])
    daughter = _frozen((table["sex"] == "female").to_numpy(copy=True))
    return Families(*heights, daughter, tuple(table["family"].astype(str)))


@cache
def bike_days() -> BikeDays:
    """Bicycles rented in Washington on each of the 365 days of 2011, with the calendar and the weather of the day.

    Source: Fanaee-T and Gama 2013, Bike Sharing Dataset, UCI Machine Learning Repository, doi 10.24432/C5W894,
    CC BY 4.0; hours added up or averaged to days, normalised weather turned back into units.

    >>> bike_days().X.shape, bike_days().names[0], int(bike_days().rentals[0])
    ((365, 8), 'day of the year', 985)
    """
    columns = ["date", "holiday", "weekday", "workingday", "weather", "temp_c", "feels_like_c", "humidity_pct",
               "windspeed_kmh", "casual", "registered", "rentals"]  # fmt: skip
    table = _table("bike_sharing_daily.csv", columns, rows=365)
    kept = ["holiday", "weekday", "workingday", "weather", "temp_c", "humidity_pct", "windspeed_kmh"]
    X = np.column_stack([np.arange(1, 366), table[kept].to_numpy(float)])
    names = ("day of the year", "holiday", "weekday", "working day", "weather", "temperature", "humidity", "wind")
    return BikeDays(_frozen(X), names, _frozen(table["rentals"].to_numpy(float)))


@cache
def flights() -> Flights:
    """5000 flights from New York in 2013: what is known before take-off, and how late they were.

    X is (5000, 7): the hour of departure, the distance in miles, and the weather at the airport (°F, %, mph, inches
    of rain, miles of sight). Delays are in minutes, negative for early.
    Source: US Bureau of Transportation Statistics and NOAA, public domain; R package nycflights13, CC0.

    >>> flights().X.shape, flights().carriers[0], int(flights().late.sum())
    ((5000, 7), 'UA', 443)
    """
    names = ("hour", "distance_mi", "temp_f", "humidity_pct", "wind_mph", "precip_in", "visibility_mi")
    columns = ["date", "hour", "carrier", "origin", "dest", *names[1:], "dep_delay_min", "arr_delay_min", "late"]
    table = _table("flights_nyc_2013.csv", columns, rows=5000)
    words = (tuple(table[name]) for name in ("date", "carrier", "origin"))
    delays = (_frozen(table[name].to_numpy(copy=True)) for name in ("dep_delay_min", "arr_delay_min"))
    late = _frozen((table["late"] == "yes").to_numpy(int))
    return Flights(_frozen(table[list(names)].to_numpy(float)), names, *words, *delays, late)


@cache
def shipped_table(name: str) -> bytes:
    """The bytes of a table in data/, such as "penguins.csv", to be read as a file that anybody might bring.

    >>> shipped_table("penguins.csv")[:15]
    b'species,island,'
    """
    return _read(name, Path.read_bytes)


def _pair_sets(name: str, column: str, rows: int) -> PairSets:
    """A table of points (x, y) in which the sets stand one below the other, all of one size."""
    table = _table(name, [column, "x", "y"], rows)
    names = tuple(table[column].unique())
    x, y = (_frozen(table[axis].to_numpy(float).reshape(len(names), -1)) for axis in ("x", "y"))
    return PairSets(names, x, y)


def _successes(table: pd.DataFrame, subgroup: str, group: str, groups: tuple[str, str]) -> Successes:
    """A table with a subgroup, a group, how many were tried and how many succeeded in each row."""
    names, cells = tuple(table[subgroup].unique()), table.set_index([subgroup, group])
    tried, succeeded = (
        _frozen(np.array([[cells.loc[(name, column), count] for column in groups] for name in names]))
        for count in table.columns[2:]
    )
    return Successes(names, groups, tried, succeeded)


# --- Messages ---------------------------------------------------------------------------------------------------


class Messages(NamedTuple):
    texts: tuple[str, ...]
    spam: np.ndarray  # (3959,) int: 1 for spam, 0 for ham, a message that somebody meant
    test_rows: np.ndarray  # (1188,) int: the messages kept out of the counts of `message_words()`


class MessageWords(NamedTuple):
    words: tuple[str, ...]
    spam_counts: np.ndarray  # (2285,) int: how often each word occurs in the spam of the training messages
    ham_counts: np.ndarray  # (2285,) int
    prior: float  # share of spam among the training messages


@cache
def messages() -> Messages:
    """3959 text messages, each once, and which of them are spam.

    Source: Almeida and Gomez Hidalgo, SMS Spam Collection, doi 10.24432/C5CC84, CC BY 4.0; offensive messages left
    out, long numbers zeroed, addresses replaced by <url> and <email>. `test_rows` are three tenths, drawn at random.

    >>> len(messages().texts), int(messages().spam.sum()), len(messages().test_rows)
    (3959, 419, 1188)
    """
    from sklearn.model_selection import train_test_split

    table = _table("sms_spam.csv", ["label", "text"], rows=4263).drop_duplicates()
    spam = (table["label"] == "spam").to_numpy(int)
    _, test = train_test_split(np.arange(len(spam)), test_size=0.3, random_state=0, stratify=spam)
    return Messages(tuple(table["text"]), _frozen(spam), _frozen(np.sort(test)))


@cache
def message_words() -> MessageWords:
    """The words of the 2771 training messages that occur in two of them or more, counted in spam and in ham.

    A word is two or more letters or digits in a row, written small. Look one up with `message_word_rows()`.

    >>> row = message_word_rows()["free"]
    >>> int(message_words().spam_counts[row]), int(message_words().ham_counts[row])
    (111, 26)
    """
    from sklearn.feature_extraction.text import CountVectorizer

    texts, spam, test_rows = messages()
    train = np.setdiff1d(np.arange(len(texts)), test_rows)
    vectoriser = CountVectorizer(min_df=2)
    counts = vectoriser.fit_transform([texts[row] for row in train])
    in_spam, in_ham = (np.asarray(counts[spam[train] == kind].sum(axis=0)).ravel() for kind in (1, 0))
    words = tuple(vectoriser.get_feature_names_out().tolist())
    return MessageWords(words, _frozen(in_spam), _frozen(in_ham), float(spam[train].mean()))


@cache
def message_word_rows() -> Mapping[str, int]:
    """The row of each word in `message_words()`."""
    return MappingProxyType({word: row for row, word in enumerate(message_words().words)})


def known_words(text: str) -> list[str]:
    """The words of a text that `message_words()` has counted, in their order, each as often as it occurs.

    >>> known_words("FREE entry! Call free xyzzy")
    ['free', 'entry', 'call', 'free']
    """
    return [word for word in re.findall(r"\b\w\w+\b", text.lower()) if word in message_word_rows()]


# --- What models say about cases they have not seen -------------------------------------------------------------


class Forecasts(NamedTuple):
    """The probability of a 1 that two models give: on test cases, and on training cases it had not seen."""

    y: np.ndarray  # (n,) int: what was the case, 0 or 1
    naive_bayes: np.ndarray  # (n,) float64
    logistic: np.ndarray  # (n,) float64
    train_y: np.ndarray  # (m,) int: to learn a repair from
    train_naive_bayes: np.ndarray  # (m,) float64: from models trained on the other four fifths
    train_logistic: np.ndarray  # (m,) float64


@cache
def cancer_forecasts() -> Forecasts:
    """Is a breast tumour malignant (1) or benign (0)? What two models say about 228 that they have not seen.

    Gaussian naive Bayes, and logistic regression on standardised columns, trained on the other 341.
    Source: Wolberg, Street and Mangasarian, Breast Cancer Wisconsin (Diagnostic), doi 10.24432/C5DW2B, CC BY 4.0;
    the copy in scikit-learn, 30 measurements of 569 tumours.

    >>> cancer_forecasts().y.shape, int(cancer_forecasts().y.sum()), cancer_forecasts().train_y.shape
    ((228,), 85, (341,))
    """
    from sklearn.model_selection import StratifiedKFold, train_test_split

    X, malignant, _ = tumours()
    benign = 1 - malignant  # the order of the labels decides which rows the library draws
    train, test = train_test_split(np.arange(len(benign)), test_size=0.4, random_state=0, stratify=benign)
    return _forecasts(X, malignant, train, test, list(StratifiedKFold(5).split(X[train], benign[train])))


@cache
def flight_forecasts() -> Forecasts:
    """Will a flight be 60 minutes late or more (1)? What two models say about 2506 on days that they have not seen.

    Gaussian naive Bayes and logistic regression, on what is known before take-off: weather, hour, distance, carrier,
    airport and month. Half of the days are for training; whole days, since the flights of one day share their weather.

    >>> flight_forecasts().y.shape, int(flight_forecasts().y.sum())
    ((2506,), 227)
    """
    from sklearn.model_selection import GroupKFold, GroupShuffleSplit

    known = flights()
    months = [date[5:7] for date in known.dates]
    kinds = [pd.get_dummies(list(names)).to_numpy(float) for names in (known.carriers, known.origins, months)]
    X = np.hstack([known.X, *kinds])
    days = np.array(known.dates)
    train, test = next(GroupShuffleSplit(1, test_size=0.5, random_state=0).split(X, groups=days))
    return _forecasts(X, known.late, train, test, list(GroupKFold(5).split(X[train], groups=days[train])))


def _forecasts(X: np.ndarray, y: np.ndarray, train: np.ndarray, test: np.ndarray, folds: list) -> Forecasts:
    """Both models trained on the training rows and asked about the test rows; and about each fold of the training
    rows, trained on the other folds."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict
    from sklearn.naive_bayes import GaussianNB
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    models = GaussianNB(), make_pipeline(StandardScaler(), LogisticRegression(max_iter=500))
    said = [model.fit(X[train], y[train]).predict_proba(X[test])[:, 1] for model in models]
    held = [cross_val_predict(m, X[train], y[train], cv=folds, method="predict_proba")[:, 1] for m in models]
    return Forecasts(*(_frozen(column) for column in (y[test], *said, y[train], *held)))


# --- Words ------------------------------------------------------------------------------------------------------


class Words(NamedTuple):
    words: tuple[str, ...]
    groups: tuple[str, ...]  # "animal", "capital", …; empty for a background word
    ranks: np.ndarray  # (n,) int: 1 is the most frequent word of GloVe's 400 000
    vectors: np.ndarray  # (n, 50) float32, not of unit length


class Analogy(NamedTuple):
    """a is to b as c is to expected. The answers were found with cosine similarity to b − a + c on unit vectors."""

    a: str
    b: str
    c: str
    expected: str
    kind: str
    rank_grouped: int  # the place of `expected` among the 843 grouped words, a, b and c left out
    answer_grouped: str  # the word in first place there
    rank_shipped: int  # the same among all 5843 shipped words
    answer_shipped: str
    rank_full: int  # the same among GloVe's 400 000 words, which are not shipped
    answer_full: str
    answer_inputs_kept: str  # first among the 5843 when a, b and c may win too


class WordMap(NamedTuple):
    points: np.ndarray  # (843, 2) float64: where each grouped word stands
    axes: np.ndarray  # (2, 50) float64: the two directions the map keeps
    centre: np.ndarray  # (50,) float64: the mean of the unit vectors, the map's origin
    share: float  # share of the variance the map keeps, from 0 to 1


@cache
def words() -> Words:
    """5843 English words as vectors of 50 numbers; the first 843 are sorted into 37 groups.

    vectors is (5843, 50), float32, with lengths from 3 to 11: longer is not better, so compare by cosine.
    Source: GloVe 6B, 50 dimensions (Pennington, Socher and Manning 2014), public domain (PDDL 1.0). It was trained on
    Wikipedia as of 2014 and the newswire of Gigaword 5, so a word means what it meant there.

    >>> words().words[0], words().groups[0], words().vectors.shape
    ('king', 'royalty', (5843, 50))
    """
    table = _table("glove_words.csv", ["word", "group", "rank"], rows=5843)
    vectors = _arrays("glove_words.npz", vectors=(5843, 50))["vectors"].astype(np.float32)
    ranks = table["rank"].to_numpy(copy=True)
    return Words(tuple(table["word"]), tuple(table["group"]), _frozen(ranks), _frozen(vectors))


@cache
def grouped_words() -> Words:
    """The 843 words that belong to a group: enough for a map, and the friendlier set to search for analogies.

    They are the first rows of `words()`, in the same order, so a row number below 843 means the same word in both.

    >>> len(grouped_words().words), len(set(grouped_words().groups))
    (843, 37)
    """
    every = words()
    n = every.groups.index("")
    return Words(every.words[:n], every.groups[:n], every.ranks[:n], every.vectors[:n])


@cache
def word_rows() -> Mapping[str, int]:
    """The row of each word in `words()`. Look up with `word_rows().get(typed)`: None if the word isn't there.

    >>> word_rows()["king"], word_rows().get("xyzzy")
    (0, None)
    """
    return MappingProxyType({word: row for row, word in enumerate(words().words)})


@cache
def analogies() -> tuple[Analogy, ...]:
    """30 textbook analogies with the answer GloVe gives: a is to b as c is to expected.

    Source: the questions are the usual ones; ranks and answers were measured on GloVe 6B, 50 dimensions.

    >>> analogies()[0][:5], analogies()[0].answer_grouped, analogies()[0].answer_inputs_kept
    (('man', 'woman', 'king', 'queen', 'family'), 'queen', 'king')
    """
    columns = ["a", "b", "c", "expected", "kind", "rank_core", "answer_core", "rank_shipped", "answer_shipped",
               "rank_full_400k", "answer_full_400k", "answer_if_inputs_kept"]  # fmt: skip
    table = _table("analogies.csv", columns, rows=30)
    return tuple(Analogy(*row) for row in table.itertuples(index=False))


@cache
def word_map() -> WordMap:
    """A flat map of the 843 grouped words: their unit vectors, seen along the two directions that vary most.

    Any other word stands at (vector / length − centre) @ axes.T. The directions come from the singular value
    decomposition; each is turned so that its largest entry is positive, so the map never flips.

    >>> word_map().points.shape, round(word_map().share, 2)
    ((843, 2), 0.18)
    """
    units = _unit(grouped_words().vectors)
    centre = units.mean(axis=0)
    _, s, Vt = np.linalg.svd(units - centre, full_matrices=False)
    axes = Vt[:2] * np.sign(Vt[[0, 1], np.abs(Vt[:2]).argmax(axis=1)])[:, None]
    share = float(s[:2] @ s[:2] / (s @ s))
    return WordMap(_frozen((units - centre) @ axes.T), _frozen(axes), _frozen(centre), share)


# --- Passages and queries ---------------------------------------------------------------------------------------


class Passages(NamedTuple):
    ids: tuple[str, ...]
    topics: tuple[str, ...]
    texts: tuple[str, ...]
    vectors: np.ndarray  # (148, 384) float32, unit length


class Queries(NamedTuple):
    ids: tuple[str, ...]
    texts: tuple[str, ...]
    relevant: tuple[tuple[int, ...], ...]  # for each query the rows of `passages()` that answer it; () for none
    kinds: tuple[str, ...]  # "paraphrase", "same words" or "no answer here"
    vectors: np.ndarray  # (38, 384) float32, unit length


@cache
def passages() -> Passages:
    """148 short passages on 7 topics, with the sentence vector a real model gives each.

    vectors is (148, 384), each of length 1, so a dot product of two is their cosine.
    Source: the texts were written for this project; vectors from all-MiniLM-L6-v2 (Apache 2.0).

    >>> passages().ids[0], passages().topics[0], passages().vectors.shape
    ('ml01', 'machine learning', (148, 384))
    """
    table = _table("passages.csv", ["id", "topic", "text"], rows=148)
    vectors = _arrays("minilm_sentences.npz", passages=(148, 384))["passages"]
    return Passages(*(tuple(table[name]) for name in table), _frozen(_unit(vectors).astype(np.float32)))


@cache
def queries() -> Queries:
    """38 questions put to the passages, with the passages that answer each; 4 questions have no answer there.

    vectors is (38, 384), each of length 1. `relevant` was marked before any score was seen, best answer first.
    Source: texts and marks were written for this project; vectors from all-MiniLM-L6-v2 (Apache 2.0).

    >>> queries().texts[27], [passages().ids[row] for row in queries().relevant[27]], queries().relevant[-1]
    ('my drain is clogged', ['he08'], ())
    """
    table = _table("queries.csv", ["id", "text", "relevant", "kind"], rows=38)
    vectors = _arrays("minilm_sentences.npz", queries=(38, 384))["queries"]
    relevant = tuple(tuple(passages().ids.index(id) for id in ids.split()) for ids in table["relevant"])
    texts, ids, kinds = (tuple(table[name]) for name in ("text", "id", "kind"))
    return Queries(ids, texts, relevant, kinds, _frozen(_unit(vectors).astype(np.float32)))


@cache
def word_pieces() -> tuple[Mapping[str, int], np.ndarray]:
    """20,000 pieces of English words with their rows, and a vector of 64 numbers for each: (20000, 64).

    A piece that goes on with a word begins with ##. Distilled from all-MiniLM-L6-v2 (Apache 2.0), so that any text
    gets a vector by adding up; see `piece_sums`.

    >>> rows, vectors = word_pieces()
    >>> "##ing" in rows, vectors.shape
    (True, (20000, 64))
    """
    arrays = _arrays("static_vectors.npz", pieces=(149718,), vectors=(20000, 64), scale=(64,))
    rows = {piece: row for row, piece in enumerate(arrays["pieces"].tobytes().decode().split("\n"))}
    return MappingProxyType(rows), _frozen(arrays["vectors"] * arrays["scale"])


def pieces_of(text: str) -> list[int]:
    """The rows of a text's pieces in `word_pieces()`: of each word the longest piece that fits, again and again.

    Accents and capitals don't count; a word with a part that no piece fits is left out.

    >>> pieces_of("Tokenizers!") == [word_pieces()[0][piece] for piece in ("token", "##izer", "##s", "!")]
    True
    """
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")
    return [row for word in re.findall(r"[^\W_]+|[^\w\s]|_", bare) for row in _split(word)]


def piece_sums(texts: Sequence[str]) -> np.ndarray:
    """The vectors of each text's pieces, added up: (texts, 64). What counts is the direction; zeros if none is known.

    >>> a, b, c = piece_sums(["my drain is clogged", "the sink is blocked", "a train to Venice"])
    >>> bool(a @ b / np.linalg.norm(b) > a @ c / np.linalg.norm(c))
    True
    """
    return np.array([word_pieces()[1][pieces_of(text)].sum(axis=0, dtype=float) for text in texts])


def _split(word: str) -> list[int]:
    """The rows of a word's pieces; none if a part of it fits no piece."""
    known, found, start = word_pieces()[0], [], 0
    while start < len(word):
        ends = range(len(word), start, -1)
        fits = next((end for end in ends if ("##" if start else "") + word[start:end] in known), None)
        if fits is None:
            return []
        found.append(known[("##" if start else "") + word[start:fits]])
        start = fits
    return found


def tfidf_scores(text: str) -> np.ndarray:
    """The cosine, from 0 to 1, of a text with each of the 148 passages, by the words they share: shape (148,).

    TF-IDF: a word counts more the fewer passages hold it. A text without a word of the passages scores 0 everywhere.

    >>> passages().texts[int(tfidf_scores("LED bulbs").argmax())]
    'LED bulbs use a fraction of the electricity of the old filament lamps.'
    """
    vectoriser, matrix = _tfidf()
    return (matrix @ vectoriser.transform([text]).T).toarray().ravel()


def mean_of_words_scores(text: str) -> np.ndarray:
    """The cosine of a text with each of the 148 passages, each text being the mean of its word vectors: shape (148,).

    Word order and emphasis are lost: "dog bites man" is "man bites dog". A text without a known word scores 0.

    >>> np.allclose(mean_of_words_scores("dog bites man"), mean_of_words_scores("Man bites dog!"))
    True
    """
    return _passage_means() @ _mean_of_words(text)


@cache
def _tfidf():
    """The TF-IDF vectoriser fitted on the passages, and their matrix (148, vocabulary), rows of unit length."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectoriser = TfidfVectorizer(stop_words="english", sublinear_tf=True)
    return vectoriser, vectoriser.fit_transform(passages().texts)


@cache
def _passage_means() -> np.ndarray:
    """The mean of its words for each passage, unit length: (148, 50)."""
    return _frozen(np.array([_mean_of_words(text) for text in passages().texts]))


def _mean_of_words(text: str) -> np.ndarray:
    """The mean vector of the words of a text that GloVe knows, scaled to length 1; zeros if it knows none: (50,)."""
    tokens = [token.strip(".,;:?!'\"()").lower() for token in text.split()]
    rows = [word_rows()[token] for token in tokens if token in word_rows()]
    total = words().vectors[rows].sum(axis=0, dtype=float)
    return total / (np.linalg.norm(total) or 1.0)


# --- What a real model looks at ---------------------------------------------------------------------------------


class Sentence(NamedTuple):
    text: str
    tokens: tuple[str, ...]  # n of them, "[CLS]" first and "[SEP]" last; "##que" goes on with the word before it
    weights: np.ndarray  # (6, 12, n, n) float32: layer, head, who asks, who is looked at; rows add up to 1
    inputs: Mapping[int, np.ndarray]  # what layers 0 and 3 read, by layer: (n, 384) float32


class Head(NamedTuple):
    """One head: queries are inputs @ W_query + b_query; keys and values likewise."""

    W_query: np.ndarray  # (384, 32) float32
    b_query: np.ndarray  # (32,) float32
    W_key: np.ndarray
    b_key: np.ndarray
    W_value: np.ndarray
    b_value: np.ndarray


class Contexts(NamedTuple):
    """36 sentences, each with a word that is used in one of two senses: 6 words, 6 uses each, 3 of each sense."""

    words: tuple[str, ...]  # 36, sorted by word and sense
    senses: tuple[str, ...]
    texts: tuple[str, ...]
    layers: np.ndarray  # (36, 7, 384) float32: the word's vector before the first layer and after each of six


@cache
def attention_sentences() -> tuple[Sentence, ...]:
    """Six sentences as a real model reads them: the tokens, and the attention weights of its 6 layers of 12 heads.

    Layers and heads are counted from 0. The sentences were written for this project; weights and inputs from
    all-MiniLM-L6-v2 (Apache 2.0), rounded.

    >>> first = attention_sentences()[0]
    >>> first.tokens[8:11], first.weights.shape, sorted(first.inputs)
    (('because', 'it', 'was'), (6, 12, 15, 15), [0, 3])
    """
    names = [f"tokens_{k}" for k in range(6)]
    texts, *tokens = _read("attention.npz", lambda path: _strings(path, ["sentences", *names]))
    lengths = [len(each) for each in tokens]
    shapes = {f"attention_{k}": (6, 12, n, n) for k, n in enumerate(lengths)}
    shapes |= {f"input_{k}_layer{layer}": (n, 384) for k, n in enumerate(lengths) for layer in (0, 3)}
    arrays = {name: _frozen(array.astype(np.float32)) for name, array in _arrays("attention.npz", **shapes).items()}
    return tuple(
        Sentence(text, words, arrays[f"attention_{k}"], {layer: arrays[f"input_{k}_layer{layer}"] for layer in (0, 3)})
        for k, (text, words) in enumerate(zip(texts, tokens))
    )


@cache
def attention_heads() -> Mapping[tuple[int, int], Head]:
    """The matrices of two heads of that model by (layer, head): (0, 2) and (3, 1).

    >>> sorted(attention_heads()), attention_heads()[0, 2].W_query.shape
    ([(0, 2), (3, 1)], (384, 32))
    """
    heads = {}
    for layer, head in ((0, 2), (3, 1)):
        names = {f"{part}_layer{layer}_head{head}": (384, 32) if part[0] == "W" else (32,) for part in Head._fields}
        heads[layer, head] = Head(*map(_frozen, _arrays("attention.npz", **names).values()))
    return MappingProxyType(heads)


@cache
def contexts() -> Contexts:
    """Bank, mouse, bat, apple, spring and match, each in three sentences of one sense and three of another.

    The sentences were written for this project; the vectors of the word in them from all-MiniLM-L6-v2 (Apache 2.0).

    >>> contexts().words[0], contexts().senses[0], contexts().layers.shape
    ('bank', 'river', (36, 7, 384))
    """
    table = _table("contexts.csv", ["word", "sense", "text"], rows=36)
    layers = _arrays("contexts.npz", layers=(36, 7, 384))["layers"].astype(np.float32)
    return Contexts(*(tuple(table[name]) for name in ("word", "sense", "text")), _frozen(layers))


def _strings(path: Path, names: list[str]) -> list[tuple[str, ...]]:
    """The named arrays of text in an .npz file."""
    with np.load(path, allow_pickle=False) as file:
        return [tuple(map(str, file[name])) for name in names]


# --- A language model, looked inside ----------------------------------------------------------------------------


class NextTokens(NamedTuple):
    """What a language model says may follow each of 59 prompts: one row for each, the likeliest token first."""

    names: tuple[str, ...]  # "france", "nurse", …
    groups: tuple[str, ...]  # "fact", "bias", "arithmetic", …
    starts: tuple[str, ...]  # what stands in front: "newline", "none", or "chat" with the marks of a conversation
    prompts: tuple[str, ...]
    asks: tuple[str, ...]  # a question to ask oneself first
    ids: np.ndarray  # (59, 500) int: the 500 likeliest tokens
    logits: np.ndarray  # (59, 500) float64, falling
    temperatures: np.ndarray  # (77,) float64, 0.1 to 2
    tails: np.ndarray  # (59, 77) float64: log Σ exp(z / T) over the other 48 652 tokens, at these temperatures
    nucleus_90: np.ndarray  # (59, 77) int: how many tokens it takes to reach a probability of 0.9


class ReadText(NamedTuple):
    """A text, and how much each of its tokens surprised the model that had read all before it."""

    name: str
    kind: str  # "classic", "surprise", "language", …
    source: str
    text: str
    ids: np.ndarray  # (n,) int
    logprobs: np.ndarray  # (n,) float64: the natural logarithm of the probability that the token had
    ranks: np.ndarray  # (n,) int: 1 where it was the likeliest
    guesses: tuple[str, ...]  # the token that was the likeliest instead, and its probability
    guess_p: np.ndarray  # (n,) float64
    entropies: np.ndarray  # (n,) float64, in nats


class Sample(NamedTuple):
    """20 tokens that the model added to a prompt, drawn with `numpy.random.default_rng(seed).random(20)`."""

    prompt: str
    temperature: float  # 0: always the likeliest
    top_p: float  # 1: all tokens may be drawn
    seed: int
    text: str
    surprise: float  # mean surprisal of the 20, in nats
    ids: tuple[int, ...]


class Vocabulary(NamedTuple):
    """Token ids: the special marks first, then single bytes, then a token for each merge of two earlier ones."""

    special: tuple[str, ...]  # 17
    single: np.ndarray  # (235,) int: the bytes that are tokens
    merges: np.ndarray  # (48900, 2) int: the ids of two tokens that make a new one, the most frequent pair first


class CutText(NamedTuple):
    group: str  # "words", "numbers", "code", "languages", …
    text: str
    pieces: tuple[str, ...]  # bytes that are only part of a letter are written <E2><80>
    ids: tuple[int, ...]


class CausalSentence(NamedTuple):
    """A sentence as a language model reads it. One head is given whole: weights[layer, head] follow from Q and K."""

    name: str
    text: str
    tokens: tuple[str, ...]  # n of them, a newline first
    weights: np.ndarray  # (30, 9, n, n) float32: layer, head, who asks, who is looked at; 0 above the diagonal
    layer: int
    head: int
    Q: np.ndarray  # (n, 64) float32, turned by its position; likewise K
    K: np.ndarray
    V: np.ndarray
    Q_before: np.ndarray  # (n, 64) float32, before it is turned
    K_before: np.ndarray


class HeadHabits(NamedTuple):
    """What each of the 270 heads looks at, on random words said twice: mean weights, by layer and head."""

    previous: np.ndarray  # (30, 9) float64: on the token before
    after_same: np.ndarray  # on the word that followed when the same word was last seen
    first: np.ndarray  # on the first token
    itself: np.ndarray


class Block(NamedTuple):
    """ "The capital of France is" on its way through 30 layers, and every value inside the last of them.

    y = middle + ffn_output, and middle = x + attention_output. Query heads 3g, 3g + 1, 3g + 2 share key and value g.
    """

    tokens: tuple[str, ...]  # 6, a newline first
    hidden: np.ndarray  # (31, 6, 576) float32: each token's vector before the first layer and after each
    norms: np.ndarray  # (31, 6) float64: their lengths
    lens_ids: np.ndarray  # (31, 6, 5) int: the likeliest tokens if the model stopped there
    lens_p: np.ndarray  # (31, 6, 5) float64: their probabilities
    x: np.ndarray  # (6, 576) float64: what the last layer reads; likewise all below of this shape
    attention_input: np.ndarray
    Q_before: np.ndarray  # (9, 6, 64) float64: before each is turned by its position
    K_before: np.ndarray  # (3, 6, 64)
    Q: np.ndarray
    K: np.ndarray
    V: np.ndarray
    weights: np.ndarray  # (9, 6, 6) float64
    mixed: np.ndarray
    attention_output: np.ndarray
    middle: np.ndarray
    gate: np.ndarray  # (6, 1536) float64: the hidden units of the feed-forward part are silu(gate) * up
    up: np.ndarray
    ffn_output: np.ndarray
    y: np.ndarray
    attention_scale: np.ndarray  # (576,) float64: the weights of the norm before attention
    ffn_scale: np.ndarray  # (576,): of the one before the feed-forward part
    final_scale: np.ndarray  # (576,): of the last one, before the logits
    output_ids: np.ndarray  # (60,) int: some tokens, their rows of the output matrix, and their logits
    output_rows: np.ndarray  # (60, 576) float64
    output_logits: np.ndarray  # (60,) float64
    epsilon: float  # added under the root of each norm
    base: float  # of the angles by which positions turn


class BlockWeights(NamedTuple):
    """The attention matrices of the last layer: queries are attention_input @ W_query, and so on."""

    W_query: np.ndarray  # (576, 576) float32
    W_key: np.ndarray  # (576, 192) float32
    W_value: np.ndarray  # (576, 192) float32
    W_output: np.ndarray  # (576, 576) float32


class Lens(NamedTuple):
    """What the model would say next if it stopped before the first layer, and after each of the 30: 31 rows."""

    prompt: str
    answer: str  # what it says in the end
    answer_p: np.ndarray  # (31,) float64
    answer_ranks: np.ndarray  # (31,) int
    norms: np.ndarray  # (31,) float64: the length of the last token's vector
    tokens: tuple[tuple[str, ...], ...]  # the five likeliest
    p: np.ndarray  # (31, 5) float64: their probabilities


@cache
def next_tokens() -> NextTokens:
    """59 prompts, and the logits of the 500 tokens that a real language model finds likeliest after each.

    The texts of the tokens are `core.tokens.token_text(id)`. Source: SmolLM2-135M-Instruct, 4 bits (Apache 2.0);
    the prompts were written for this project.

    >>> next_tokens().prompts[0], next_tokens().ids[0, 0].item(), next_tokens().logits.shape
    ('The capital of France is', 7042, (59, 500))
    """
    table = _table("smollm2_next_token.csv", ["name", "group", "start", "prompt", "tokens", "entropy_nats",
        "nucleus_90", *(f"{part}_{k}" for k in range(1, 6) for part in ("token", "p")), "ask"], rows=59)  # fmt: skip
    arrays = _arrays("smollm2_next_token.npz", ids=(59, 500), logits=(59, 500), temperature=(77,), tail=(59, 77),
                     nucleus_90=(59, 77))  # fmt: skip
    kinds = int, float, float, float, int
    words = (tuple(table[name]) for name in ("name", "group", "start", "prompt", "ask"))
    return NextTokens(*words, *(_frozen(array.astype(kind)) for array, kind in zip(arrays.values(), kinds)))


@cache
def read_texts() -> tuple[ReadText, ...]:
    """18 short texts as the same model reads them: how likely it found each token, and what it would have said.

    Source: see `source` of each. The first token of each was judged after a newline alone.

    >>> alice = read_texts()[0]
    >>> alice.name, alice.text[:5], alice.ids.shape, alice.logprobs[3].item()
    ('alice', 'Alice', (67,), -0.1355)
    """
    columns = ["text", "position", "id", "token", "logprob", "rank", "guess", "guess_p", "entropy"]
    tokens = dict(list(_table("smollm2_surprisal.csv", columns, rows=648).groupby("text")))
    columns = ["text", "kind", "source", "characters", "tokens", "mean_surprisal_nats", "perplexity",
               "bits_per_character", "first_guess_right", "content"]  # fmt: skip
    texts = _table("smollm2_texts.csv", columns, rows=18)
    return tuple(_read_text(row, tokens[row.text]) for row in texts.itertuples())


def _read_text(row: Any, tokens: pd.DataFrame) -> ReadText:
    """One text from its row and the rows of its tokens."""
    ids, logprobs, ranks, guess_p, entropies = (
        _frozen(tokens[name].to_numpy(copy=True)) for name in ("id", "logprob", "rank", "guess_p", "entropy")
    )
    guesses = tuple(tokens["guess"])
    return ReadText(row.text, row.kind, row.source, row.content, ids, logprobs, ranks, guesses, guess_p, entropies)


@cache
def samples() -> tuple[Sample, ...]:
    """123 continuations of three prompts by the same model, at five temperatures, with and without top-p.

    >>> samples()[0].prompt, samples()[0].temperature, samples()[0].text[:20]
    ('The dragon opened its eyes and', 0.0, ' looked at the moon.')
    """
    columns = ["prompt", "temperature", "top_p", "seed", "continuation", "mean_surprisal_nats", "ids"]
    rows = _table("smollm2_samples.csv", columns, rows=123).itertuples(index=False)
    return tuple(Sample(*row[:6], tuple(map(int, row.ids.split()))) for row in rows)


@cache
def vocabulary() -> Vocabulary:
    """The 49 152 tokens of the same model, as the list of merges that makes them.

    >>> vocabulary().special[1], vocabulary().merges[0].tolist()
    ('<|im_start|>', [216, 100])
    """
    (special,) = _read("smollm2_tokenizer.npz", lambda path: _strings(path, ["special"]))
    arrays = _arrays("smollm2_tokenizer.npz", bytes=(235,), merges=(48900, 2))
    return Vocabulary(special, *(_frozen(array.astype(int)) for array in arrays.values()))


@cache
def cut_texts() -> tuple[CutText, ...]:
    """43 strings cut into the tokens of the same model: words, numbers, code, languages, emoji.

    >>> [cut.pieces for cut in cut_texts() if cut.text == "strawberry"]
    [('st', 'raw', 'berry')]
    """
    table = _table("smollm2_tokens.csv", ["group", "text", "characters", "bytes", "tokens", "pieces", "ids"], rows=43)
    return tuple(
        CutText(row.group, json.loads(row.text), tuple(json.loads(row.pieces)), tuple(map(int, row.ids.split())))
        for row in table.itertuples()
    )


@cache
def causal_sentences() -> tuple[CausalSentence, ...]:
    """Five sentences as a language model reads them, where no token can look at a later one: weights of 270 heads.

    Layers and heads are counted from 0. The sentences were written for this project; the numbers are from
    SmolLM2-135M-Instruct, 4 bits (Apache 2.0), the weights rounded.

    >>> heron = causal_sentences()[0]
    >>> heron.tokens[3:5], heron.weights.shape, (heron.layer, heron.head)
    ((' her', 'on'), (30, 9, 12, 12), (18, 6))
    """
    file = "smollm2_causal_attention.npz"
    names, texts, *tokens = _read(
        file, lambda path: _strings(path, ["name", "sentence", *(f"tokens_{k}" for k in range(5))])
    )
    heads, parts = (
        _arrays(file, head=(5, 2))["head"].tolist(),
        ("q", "k", "v", "q_before_rotation", "k_before_rotation"),
    )
    shapes = {f"attention_{k}": (30, 9, len(each), len(each)) for k, each in enumerate(tokens)}
    shapes |= {f"{part}_{k}": (len(each), 64) for k, each in enumerate(tokens) for part in parts}
    arrays = {name: _frozen(array.astype(np.float32)) for name, array in _arrays(file, **shapes).items()}
    return tuple(
        CausalSentence(*each, arrays[f"attention_{k}"], *heads[k], *(arrays[f"{part}_{k}"] for part in parts))
        for k, each in enumerate(zip(names, texts, tokens))
    )


@cache
def head_habits() -> HeadHabits:
    """What each of the 270 heads of that language model looks at, on average, on random words said twice.

    >>> round(head_habits().previous[16, 0].item(), 2), round(head_habits().after_same[18, 6].item(), 2)
    (0.9, 0.93)
    """
    columns = ["to_previous", "to_word_after_same_word", "to_first", "to_itself"]
    table = _table("smollm2_heads.csv", ["layer", "head", *columns], rows=270)
    return HeadHabits(*(_frozen(table[name].to_numpy(copy=True).reshape(30, 9)) for name in columns))


@cache
def block() -> Block:
    """One sentence through all layers of that language model, with every value inside the last one.

    >>> block().tokens[1:3], block().hidden.shape, block().weights.shape
    (('The', ' capital'), (31, 6, 576), (9, 6, 6))
    """
    file, wide, heads, shared = "smollm2_block.npz", (6, 576), (9, 6, 64), (3, 6, 64)
    shapes = {
        "hidden": (31, *wide), "norms": (31, 6), "lens_ids": (31, 6, 5), "lens_p": (31, 6, 5), "x": wide,
        "attn_input": wide, "q_before_rotation": heads, "k_before_rotation": shared, "q": heads, "k": shared,
        "v": shared, "attention": (9, 6, 6), "mixed": wide, "attn_output": wide, "middle": wide, "gate": (6, 1536),
        "up": (6, 1536), "ffn_output": wide, "y": wide, "attn_norm_weight": (576,), "ffn_norm_weight": (576,),
        "final_norm_weight": (576,), "output_ids": (60,), "output_rows": (60, 576), "output_logits": (60,),
    }  # fmt: skip
    kinds = {"hidden": np.float32, "lens_ids": int, "output_ids": int}
    (tokens,) = _read(file, lambda path: _strings(path, ["tokens"]))
    arrays = (_frozen(array.astype(kinds.get(name, float))) for name, array in _arrays(file, **shapes).items())
    return Block(tokens, *arrays, *map(float, _arrays(file, rms_epsilon=(), rotary_base=()).values()))


@cache
def block_weights() -> BlockWeights:
    """The four attention matrices of the last layer, unpacked from 4 bits: offset + scale · code, 32 codes at a time.

    >>> block_weights().W_key.shape, bool(np.allclose(block().attention_input @ block_weights().W_value[:, :64],
    ...     block().V[0], atol=0.01))
    ((576, 192), True)
    """
    matrices = []
    for name, rows in (("q", 576), ("k", 192), ("v", 192), ("output", 576)):
        shapes = {f"{name}_code": (rows, 576), f"{name}_scale": (rows, 18), f"{name}_offset": (rows, 18)}
        code, scale, offset = (a.astype(np.float32) for a in _arrays("smollm2_block_weights.npz", **shapes).values())
        matrices.append(_frozen((np.repeat(scale, 32, axis=1) * code + np.repeat(offset, 32, axis=1)).T))
    return BlockWeights(*matrices)


@cache
def lenses() -> tuple[Lens, ...]:
    """Six prompts, and what that language model would say next after each of its layers.

    >>> [(lens.prompt, lens.answer) for lens in lenses()][0], lenses()[0].answer_ranks[-1].item()
    (('The capital of France is', ' Paris'), 1)
    """
    words, shares = ([f"{part}_{k}" for k in range(1, 6)] for part in ("token", "p"))
    columns = ["prompt", "after_layer", "norm", "answer", "p_answer", "rank_answer"]
    mixed = [name for pair in zip(words, shares) for name in pair]
    table = _table("smollm2_lens.csv", [*columns, *mixed], rows=186)
    return tuple(
        Lens(
            prompt,
            rows["answer"].iloc[0],
            *(_frozen(rows[name].to_numpy(copy=True)) for name in ("p_answer", "rank_answer", "norm")),
            tuple(rows[words].itertuples(index=False, name=None)),
            _frozen(rows[shares].to_numpy(copy=True)),
        )
        for prompt, rows in table.groupby("prompt", sort=False)
    )


# --- Counts and weights -----------------------------------------------------------------------------------------


class Screening(NamedTuple):
    """What became of 1000 women screened for breast cancer. All counts are per 1000 women screened."""

    id: str
    source: str
    screened: int
    with_cancer: float
    true_positive: float
    false_negative: float
    false_positive: float
    true_negative: float
    note: str


class DigitsLayer(NamedTuple):
    W1: np.ndarray  # (64, 16) float32
    b1: np.ndarray  # (16,) float32
    W2: np.ndarray  # (16, 10) float32
    b2: np.ndarray  # (10,) float32
    test_rows: np.ndarray  # (360,) int: the rows of `digits()` the network never saw


@cache
def screening() -> tuple[Screening, Screening]:
    """Mammograms per 1000 women, twice: the textbook example, and 1.7 million real screenings in the United States.

    Source: Gigerenzer and Hoffrage 1995 after Eddy 1982; Lehman et al. 2017, Radiology 283(1):49-58.

    >>> textbook, real = screening()
    >>> textbook.true_positive, textbook.false_positive, real.true_positive, real.false_positive
    (8.0, 95.0, 5.1, 110.9)
    """
    table = _table("mammography_screening.csv", list(Screening._fields), rows=2)
    textbook, real = (Screening(*row) for row in table.itertuples(index=False))
    return textbook, real


@cache
def digits_layer() -> DigitsLayer:
    """A trained network for `digits().X`: hidden = max(0, X @ W1 + b1), scores = hidden @ W2 + b2, class = argmax.

    `test_rows` are the 360 images kept out of training. Source: scripts/train_digits_layer.py, on grey from 0 to 1.

    >>> digits_layer().W1.shape, digits_layer().W2.shape, len(digits_layer().test_rows)
    ((64, 16), (16, 10), 360)
    """
    arrays = _arrays("digits_layer.npz", W1=(64, 16), b1=(16,), W2=(16, 10), b2=(10,), test_rows=(360,))
    return DigitsLayer(*(_frozen(arrays[name]) for name in DigitsLayer._fields))


# --- Reading files ----------------------------------------------------------------------------------------------


def _arrays(name: str, **shapes: tuple[int, ...]) -> dict[str, np.ndarray]:
    """The named arrays of an .npz file in data/. ValueError if one has not the shape that was shipped."""

    def npz(path: Path) -> dict[str, np.ndarray]:
        with np.load(path, allow_pickle=False) as file:
            return {key: file[key] for key in shapes}

    arrays = _read(name, npz)
    for key, shape in shapes.items():
        if arrays[key].shape != shape or not np.isfinite(arrays[key]).all():
            raise ValueError(f"data/{name}: {key} must be finite numbers of shape {shape}, found {arrays[key].shape}.")
    return arrays


def _table(name: str, columns: list[str], rows: int) -> pd.DataFrame:
    """A .csv file in data/, in which "null" stays a word. ValueError if it has not the form that was shipped."""
    table = _read(name, lambda path: pd.read_csv(path, keep_default_na=False, encoding="utf-8"))
    if list(table) != columns or len(table) != rows:
        found = f"{len(table)} rows with {', '.join(table)}"
        raise ValueError(f"data/{name} must have {rows} rows with {', '.join(columns)}; found {found}.")
    return table


def _read(name: str, how: Callable[[Path], Any]) -> Any:
    """What `how` makes of a file in data/; an error in plain words if the file is missing or broken."""
    try:
        return how(FOLDER / name)
    except FileNotFoundError:
        raise FileNotFoundError(f"data/{name} is missing. Restore it from the repository.") from None
    except Exception as error:
        raise ValueError(f"data/{name} can't be read ({error}). Restore it from the repository.") from error


def _unit(vectors: np.ndarray) -> np.ndarray:
    """Each row divided by its length, in float64."""
    vectors = vectors.astype(float)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _frozen(array: np.ndarray) -> np.ndarray:
    """The same array, closed for writing."""
    array.setflags(write=False)
    return array
