"""How few numbers hold a matrix?"""

from functools import cache

import numpy as np

from core.data import digits, grouped_words, photo
from core.linear_algebra import frobenius_norm, low_rank, svd
from core.retrieval import nearest
from labs.linear_algebra.low_rank import picture
from labs.linear_algebra.low_rank.question import question
from labs.linear_algebra.low_rank.turn import turn
from labs.linear_algebra.low_rank.understand import understand
from ui.scene import step
from ui.words import percent

PHOTO, WORDS, CHANGE = VIEWS = ("A photo", "A word table", "A change (LoRA)")
ENOUGH = 0.05
SOME = ("cat", "violin", "paris", "python", "apple", "doctor", "bread", "king")
PIXELS = np.arange(64).reshape(8, 8)
OLD = np.eye(64)  # a layer that gives an image back as it is
MEAN, ERASE, MIRROR = "Take out the mean", "Clear two columns", "Mirror"
CHANGES = {
    MEAN: OLD - 1 / 64,
    ERASE: np.diag((PIXELS.ravel() % 8 < 6).astype(float)),
    MIRROR: OLD[PIXELS[:, ::-1].ravel()],
}
DIGIT = digits().X[2]
MOST = 40  # columns of B that have room
GUESSES = {"About 25 %": 0.25, "About 75 %": 0.75, "About 98 %": 0.98}


@cache
def taken_apart(name: str) -> tuple[np.ndarray, ...]:
    """The SVD of one of the matrices."""
    return svd(matrix(name))


@cache
def matrix(name: str) -> np.ndarray:
    """The photo, the table of words, or the change that a layer has to make."""
    if name == WORDS:
        return grouped_words().vectors.astype(float)
    return photo() if name == PHOTO else CHANGES[name] - OLD


@cache
def missing(name: str) -> np.ndarray:
    """The error at rank 0, 1, 2, …: the length of the singular values that are left out, as a share of all."""
    squares = taken_apart(name)[1] ** 2
    left_out = np.append(np.cumsum(squares[::-1])[::-1], 0)
    return np.sqrt(left_out / np.sum(squares))


@cache
def fewest(name: str, level: float = ENOUGH) -> int:
    """The smallest rank whose error is at most the level."""
    return int(np.argmax(missing(name) <= level + 1e-9))


def product(name: str, r: int) -> np.ndarray:
    """The same as `low_rank`, from what was taken apart before: for while a hand moves."""
    U, s, V = taken_apart(name)
    return U[:, :r] * s[:r] @ V[:r]


@step(
    "How few numbers hold a matrix?",
    why="Photos, word tables and fine-tuned models are made small by it: LoRA is two thin matrices.",
    id="low_rank",
    needs=["matrix_product"],
)
def low_rank_step(page):
    r"""
    Every matrix is a sum of patterns, each *one column times one row*. The **singular value decomposition** (SVD) finds
    them, the strongest first:

    $$A = \sum_k s_k \, u_k v_k^\top$$

    The column $u_k$ and the row $v_k^\top$ have length 1. The **singular value** $s_k$ says how much of the pattern is
    in $A$.

    Keep the first $r$: you have a matrix of **rank** $r$, and no other of rank $r$ comes nearer. It takes $r$ columns
    and $r$ rows, so $r \, (n + d)$ numbers stand for $n \cdot d$.

    The error is the length of what is missing, all its numbers in one list (the **Frobenius norm**), as a share of the
    length of $A$.
    """
    guess = page.predict(
        "A photo, 61 × 91 numbers. You rebuild it from its strongest pattern alone: one column times one row. "
        "How large is the error?",
        list(GUESSES),
        answer="About 25 %",
        because="Its length counts how bright it is, and even one grey all over would only be 48 % off. What you "
        "recognise is in the rest.",
        tries={"view": None, "r": 1},
    )
    view = page.choose("view", "View", list(VIEWS))
    small = {"Photo": False, "Words": False}
    held = False
    if view == PHOTO:
        small["Photo"] = the_photo(page, guess) == fewest(PHOTO)
    elif view == WORDS:
        small["Words"] = the_words(page) == fewest(WORDS)
    else:
        held = the_change(page)
    page.task("Find the smallest rank with an error of at most 5 %, of the photo and of the word table.", done=small)
    page.task("A change: find the smallest rank at which the layer mirrors the digit without any error.", done=held)
    page.bites(
        "You fine-tune with LoRA at rank 8, and the training loss stops far too high. The change that the task "
        "needs has more than 8 patterns, and no training makes two thin matrices hold it: of the mirror 87 % is "
        "missing. Raise the rank, and see if the loss moves. Or you choose a rank by looks: the photo is fine at "
        "rank 25, but of the words in the table 29 % have another nearest neighbour then. And two libraries give "
        "the same patterns with other signs, or the weakest first: compare products, not factors."
    )
    page.check(question, understand)


def the_photo(page, guess) -> int:
    """Rebuild the photo from its strongest patterns; gives how many."""
    A = matrix(PHOTO)
    r = page.slider("r", "Rank", 1, len(A), 5)
    page.note("Photo: Summer Palace, Beijing, by danielbuechele on Flickr, CC BY 2.0; made grey and small.")

    def cell(A, r):
        rebuilt = low_rank(A, r)
        error = frobenius_norm(A - rebuilt) / frobenius_norm(A)
        numbers = r * (A.shape[0] + A.shape[1])
        return rebuilt, error, numbers

    def library(A, r):
        U, s, V = np.linalg.svd(A, full_matrices=False)
        rebuilt = (U[:, :r] * s[:r]) @ V[:r]
        error = np.linalg.norm(s[r:]) / np.linalg.norm(s)
        return rebuilt, error

    page.yours(turn)
    known = {cell: (product(PHOTO, r), missing(PHOTO)[r], r * sum(A.shape))} if page.moving else None
    rebuilt, error, numbers = page.run(cell, library, known=known, A=A, r=r)
    drawn = picture.photos(A, rebuilt, r) + picture.curve(missing(PHOTO), r)
    if guess and r == 1:
        drawn += picture.guessed(GUESSES[guess], len(A))
    page.picture(
        drawn + picture.counted(numbers, A.size, len(A) * sum(A.shape)),
        says=f"{rank_words(r, len(A))} The error is **{percent(error)}**. {count_words(r, A.shape)}",
        size=picture.SIZE,
    )
    return r


def rank_words(r: int, most: int) -> str:
    """How many patterns are kept."""
    if r == most:
        return f"All {most} patterns together are the matrix itself."
    return f"Rank {r}: the strongest {'pattern' if r == 1 else f'{r} patterns'} of {most}."


def count_words(r: int, shape: tuple[int, int]) -> str:
    """How many numbers that takes, and whether it is worth it."""
    n, d = shape
    numbers, whole = r * (n + d), n * d
    end = (
        ", **more** than the matrix has"
        if numbers > whole
        else ", as many as the matrix has"
        if numbers == whole
        else ""
    )
    return f"It takes {r} × ({n} + {d}) = **{numbers:,}** numbers for {whole:,}{end}."


# ---------------------------------------------------------------- words


@cache
def nearest_of_all(r: int) -> np.ndarray:
    """The nearest other word of each, by cosine, at rank r."""
    X = product(WORDS, r)
    X = X / np.linalg.norm(X, axis=1, keepdims=True)
    cosines = X @ X.T
    np.fill_diagonal(cosines, -2)
    return cosines.argmax(axis=1)


@cache
def keeping(r: int) -> float:
    """The share of the words whose nearest is the same as by all fifty numbers."""
    return float(np.mean(nearest_of_all(r) == nearest_of_all(50)))


def the_words(page) -> int:
    """Rebuild the word table from its strongest patterns; gives how many."""
    X, words = matrix(WORDS), grouped_words().words
    word = page.pick("word", "Word", list(SOME), quiet=True, beside=True)
    r = page.slider("rw", "Rank", 2, 50, 10)
    row = words.index(word)

    def cell(X, r, row):
        rebuilt = low_rank(X, r)
        error = frobenius_norm(X - rebuilt) / frobenius_norm(X)
        numbers = r * (X.shape[0] + X.shape[1])
        before = [k for k in nearest(X[row], X, k=6) if k != row][:5]
        now = [k for k in nearest(rebuilt[row], rebuilt, k=6) if k != row][:5]
        return error, numbers, before, now

    def library(X, r, row):
        from sklearn.neighbors import NearestNeighbors

        U, s, V = np.linalg.svd(X, full_matrices=False)
        rebuilt = (U[:, :r] * s[:r]) @ V[:r]
        error = np.linalg.norm(X - rebuilt) / np.linalg.norm(X)
        found = NearestNeighbors(n_neighbors=5, metric="cosine").fit(np.delete(rebuilt, row, axis=0))
        places = found.kneighbors(rebuilt[[row]], return_distance=False)[0]
        now = [int(place + (place >= row)) for place in places]
        return error, now

    known = None
    if page.moving:
        rebuilt = product(WORDS, r)
        lists = [[k for k in nearest(table[row], table, k=6) if k != row][:5] for table in (X, rebuilt)]
        known = {cell: (missing(WORDS)[r], r * sum(X.shape), *lists)}
    error, numbers, before, now = page.run(cell, library, known=known, X=X, r=r, row=row)
    same = len(set(before) & set(now))
    lists = [[words[k] for k in found] for found in (before, now)]
    page.picture(
        picture.neighbours(word, *lists, r, keeping(r))
        + picture.curve(missing(WORDS), r)
        + picture.counted(numbers, X.size, 50 * sum(X.shape)),
        says=f"{rank_words(r, 50)} The error is **{percent(error)}**. {count_words(r, X.shape)} Of the five nearest to "
        f"{word}, {same if same else 'none'} {'is' if same == 1 else 'are'} still among the five.",
        size=picture.SIZE,
    )
    return r


# ---------------------------------------------------------------- a change of two thin matrices


def the_change(page) -> bool:
    """What a layer must learn, as two thin matrices. True for the smallest rank that mirrors without an error."""
    name = page.pick("to", "The new task", list(CHANGES), default=MIRROR, quiet=True, beside=True)
    r = page.slider("rc", "Rank", 1, MOST, 8)
    page.note("LoRA leaves a layer's matrix as it is, and trains B and A: B times A is added to it. Blue is above 0.")

    def cell(W, W_new, r, x):
        change = W_new - W
        U, s, V = svd(change)
        B, A = U[:, :r] * s[:r], V[:r]
        error = frobenius_norm(change - B @ A) / frobenius_norm(change)
        numbers = B.size + A.size
        wanted = (W_new @ x).reshape(8, 8).round(2) + 0.0
        out = ((W + B @ A) @ x).reshape(8, 8).round(2) + 0.0
        B, A = B.round(3) + 0.0, A.round(3) + 0.0
        return B, A, error, numbers, wanted, out

    def library(W, W_new, r, x):
        s = np.linalg.svd(W_new - W, compute_uv=False)
        error = np.linalg.norm(s[r:]) / np.linalg.norm(s)
        return error

    B, A, error, numbers, wanted, out = page.run(cell, library, W=OLD, W_new=CHANGES[name], r=r, x=DIGIT)
    error = error if error > 1e-9 else 0.0
    page.picture(
        picture.thin(B, A, B @ A, r) + picture.digits(DIGIT, wanted, out) + picture.priced(numbers, OLD.size, error),
        says=change_words(name, r, error),
        size=picture.SIZE,
    )
    return name == MIRROR and r == fewest(MIRROR, 0.0)


def change_words(name: str, r: int, error: float) -> str:
    """Whether the change fits into two matrices of rank r, and what they cost."""
    need = fewest(name, 0.0)
    price = count_words(r, OLD.shape)
    if error:
        return f"This change needs rank {need}. At rank {r} **{percent(error)}** of it is missing. {price}"
    spare = f" Rank {need} would do." if r > need else ""
    return f"B times A is the **whole change**: the error is 0.{spare} {price}"
