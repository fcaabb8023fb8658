"""What do small weights buy?"""

from functools import cache, lru_cache
from threading import Thread

import numpy as np

from core.data import diabetes
from core.models import lasso_path, predict, ridge, root_mean_squared_error
from core.networks import dropout
from core.optimisation import gradient_descent, mse_gradient
from labs.calculus.regularisation import picture as chart
from labs.calculus.regularisation.net import HIDDEN, answers, trained
from labs.calculus.regularisation.question import question
from labs.calculus.regularisation.turn import turn
from labs.calculus.regularisation.understand import understand
from ui.scene import step
from ui.words import number, percent

L2, L1, EARLY, DROPOUT = "L2: ridge", "L1: lasso", "Early stopping", "Dropout"
RIDGE = [0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0, 100.0]
LASSO = [0.25, 0.5, 1.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 17.0, 20.0, 24.0, 30.0, 40.0, 60.0, 80.0, 100.0]
STEPS = [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 100, 200, 500, 1000, 3000]
SHARES = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
RATE, LEARNED, NOISE, ASKED = 0.1, 80, 20, 1.0
PASSES, PERSON = 40, 0


@step(
    "What do small weights buy?",
    why="A model that is held back a little often does better on what it hasn't seen.",
    needs=["scaling", "backpropagation"],
)
def regularisation(page):
    r"""
    A model with many weights can follow the noise of the rows it learns from. **Regularisation** holds it back, for
    example by a penalty on large weights, added to the loss:

    $$L(w) + \lambda \sum_j w_j^2 \quad \text{or} \quad L(w) + \lambda \sum_j |w_j|$$

    The first, **L2**, makes **ridge** regression: taken together, the weights shrink. The second, **L1**, makes the
    **lasso**: weights die one by one, at exactly 0. Neither touches the intercept.

    **Early stopping** ends descent before the weights have grown. **Dropout** switches off hidden neurons at random
    while a network learns, and never when it serves.

    The error where it learned can't choose $\lambda$. People held out can.
    """
    weak, strong = found(L2, RIDGE[0]), found(L2, ASKED)
    guesses = {"It rises, too": 84.0, "It stays": weak[3], "It falls": 64.0}
    guess = page.predict(
        f"{chart.MEASURED} measured columns, {NOISE} of pure noise, {LEARNED} people. With hardly a penalty the error "
        f"is {number(weak[2], 1)} where the model learned, and {number(weak[3], 1)} on people held out. You raise λ to "
        f"{ASKED:g}: the first error rises to {number(strong[2], 1)}. And the second?",
        list(guesses),
        answer="It falls",
        because=f"It falls to {number(strong[3], 1)}. What the smaller weights no longer follow was mostly noise.",
        tries={"kind": L2, "l2": RIDGE.index(ASKED)},
    )
    kind = page.choose("kind", "How it is held back", [L2, L1, EARLY, DROPOUT])
    (X, y), (unseen, measured), _ = people()
    given = {"X": X, "y": y, "unseen": unseen, "measured": measured}
    if kind == DROPOUT:
        drop_neurons(page, given)
    else:
        shrink_weights(page, kind, given, guesses.get(guess))
    half, mean = number(diabetes().y.mean() / 2), number(diabetes().y.mean())
    page.bites(
        "You forget to standardise. On raw columns a penalty of 1 takes "
        f"{percent(taken('log triglycerides'))} of the weight of log triglycerides, where it is the only column, and "
        f"{percent(taken('LDL'))} of that of LDL: it punishes the unit. Penalise the intercept, too, and at λ = 1 the "
        f"average person is predicted at half of the mean, {half} instead of {mean}. And dropout left on when serving "
        "shows like this: the same request, sent twice, gets two answers. In PyTorch that is a missing `model.eval()`."
    )
    page.check(question, understand)
    meanwhile()


def shrink_weights(page, kind: str, given: dict, guess: float | None) -> None:
    """A linear model, its weights made small by a penalty or by stopping early."""
    if kind == L2:
        setting = page.slider("l2", "λ", options=RIDGE, value=RIDGE[0], texts=as_texts(RIDGE), play=True)
        page.yours(turn)
        w, b, learned, held_out = page.run(ridge_cell, ridge_library, **given, penalty=setting)
    elif kind == L1:
        setting = page.slider("l1", "λ", options=LASSO, value=LASSO[0], texts=as_texts(LASSO), play=True)
        values = given | {"penalties": np.array(LASSO), "penalty": setting}
        known = {
            lasso_cell: found(L1, setting),
        }
        known |= {} if page.moving else {lasso_library: theirs(setting)}
        w, b, learned, held_out = page.run(lasso_cell, lasso_library, known, **values)
    else:
        setting = page.slider("steps", "Steps of descent", options=STEPS, value=STEPS[-1], play=True)
        known = {early_cell: found(EARLY, setting)}
        w, b, learned, held_out = page.run(early_cell, None, known, **given, steps=setting)
    options = SETTINGS[kind]
    now, seen, held = options.index(setting), *(np.array([found(kind, each)[k] for each in options]) for k in (2, 3))
    seen[now], held[now] = learned, held_out  # as the cell gave them
    at = [1 / (2 * RATE * each) for each in options] if kind == EARLY else options
    ticks = (1, 10, 100) if kind == L1 else (0.01, 0.1, 1, 10) + ((100,) if kind == L2 else ())
    across = "1 / (2 · rate · steps), much like λ" if kind == EARLY else "λ"
    beside = None
    if kind == EARLY:
        ticks = (0.01, 0.1, 1)
        beside = (RIDGE, [found(L2, each)[3] for each in RIDGE], "dashed: ridge, held out")
    drawn = chart.weights(w) + chart.errors(at, seen, held, now, ticks, across, True, 20.0, beside)
    if kind == L2 and guess is not None:
        drawn += chart.guessed(RIDGE, ASKED, guess, 20.0)
    best = {each: bool(kind == each and setting == best_of_all(each)) for each in (L2, L1)}
    page.picture(drawn, says=seen_words(kind, setting, w, b, learned, held_out), size=chart.SIZE)
    page.task("Find the λ with the least error on the people held out, with L2 and with L1.", done={
        "L2": best[L2], "L1": best[L1]})  # fmt: skip


def drop_neurons(page, given: dict) -> None:
    """A small network, its hidden neurons dropped while it learns."""
    share = page.slider("share", "Share dropped", options=SHARES, value=SHARES[0])
    of_pass = page.slider("pass", "Pass", 1, PASSES, 1, 1, play=True, beside=True)
    values = given | {"share": share, "of_pass": of_pass}
    kept, said, plain, learned, held_out = page.run(net_cell, None, {net_cell: passed(share, of_pass)}, **values)
    seen, held = (np.array([found(DROPOUT, each)[k] for each in SHARES]) for k in (2, 3))
    truth = float(given["measured"][PERSON])
    page.picture(
        chart.hidden(kept, said, of_pass, plain, truth)
        + chart.errors(SHARES, seen, held, SHARES.index(share), (0, 0.2, 0.4, 0.6, 0.8), "share dropped", False, 0.0),
        says=f"A network of {HIDDEN} hidden neurons, trained with a share of {share:g} dropped: error "
        f"**{number(learned, 1)}** where it learned, **{number(held_out, 1)}** on people held out. "
        + (
            f"With dropout left on, {PASSES} answers for one person lie between {number(said.min())} and "
            f"{number(said.max())}; switched off, the answer is always {number(plain)}."
            if share
            else f"Nothing is dropped, so all {PASSES} answers for one person are {number(plain)}."
        ),
        size=chart.SIZE,
    )
    page.task("Find the λ with the least error on the people held out, with L2 and with L1.", done={
        "L2": False, "L1": False})  # fmt: skip


def ridge_cell(X, y, unseen, measured, penalty):
    w, b = ridge(X, y, penalty)
    learned = root_mean_squared_error(y, predict(X, w, b))
    held_out = root_mean_squared_error(measured, predict(unseen, w, b))
    return w, b, learned, held_out


def ridge_library(X, y, unseen, measured, penalty):
    from sklearn.linear_model import Ridge

    model = Ridge(alpha=len(X) * penalty).fit(X, y)
    w, b = model.coef_, model.intercept_
    return w, b


def lasso_cell(X, y, unseen, measured, penalties, penalty):
    path = lasso_path(X, y, penalties)
    w = path[penalties == penalty][0]
    b = y.mean() - X.mean(axis=0) @ w
    learned = root_mean_squared_error(y, predict(X, w, b))
    held_out = root_mean_squared_error(measured, predict(unseen, w, b))
    return w, b, learned, held_out


def lasso_library(X, y, unseen, measured, penalties, penalty):
    from sklearn.linear_model import Lasso

    w = Lasso(alpha=penalty / 2, tol=1e-15, max_iter=1_000_000).fit(X, y).coef_
    return w


def early_cell(X, y, unseen, measured, steps):
    b = y.mean()
    w = gradient_descent(lambda w: mse_gradient(w, X, y - b), np.zeros(30), 0.1, steps)[-1]
    learned = root_mean_squared_error(y, predict(X, w, b))
    held_out = root_mean_squared_error(measured, predict(unseen, w, b))
    return w, b, learned, held_out


def net_cell(X, y, unseen, measured, share, of_pass):
    net = trained(X, (y - y.mean()) / y.std(), share, 600, np.random.default_rng(0))
    off = np.random.default_rng(0)
    learned = root_mean_squared_error(y, y.mean() + y.std() * answers(net, X, 0, off))
    held_out = root_mean_squared_error(measured, y.mean() + y.std() * answers(net, unseen, 0, off))
    plain = y.mean() + y.std() * answers(net, unseen[:1], 0, off)[0]
    on = [answers(net, unseen[:1], share, np.random.default_rng(k))[0] for k in range(1, 41)]
    said = y.mean() + y.std() * np.array(on)
    kept = dropout(np.ones((1, 32)), share, np.random.default_rng(of_pass))[0] > 0
    return kept, said, plain, learned, held_out


SETTINGS = {L2: RIDGE, L1: LASSO, EARLY: STEPS, DROPOUT: SHARES}


def as_texts(options: list[float]) -> list[str]:
    return [f"{each:g}" for each in options]


@cache
def people() -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    """Those it learns from, those held out, and others that no choice is made by: 30 standardised columns, and y."""
    rng = np.random.default_rng(1)
    X = np.column_stack([diabetes().X, rng.normal(size=(442, NOISE))])
    order = rng.permutation(442)
    parts = order[:LEARNED], order[LEARNED:261], order[261:]
    X = (X - X[parts[0]].mean(axis=0)) / X[parts[0]].std(axis=0)
    return tuple((X[rows], diabetes().y[rows]) for rows in parts)


@lru_cache(maxsize=512)
def found(kind: str, setting: float) -> tuple:
    """What the cell gives: weights and intercept (None for the network), and both errors."""
    (X, y), (unseen, measured), _ = people()
    if kind == L2:
        return ridge_cell(X, y, unseen, measured, setting)
    if kind == L1:
        return scored(lasso_all()[LASSO.index(setting)])
    if kind == EARLY:
        return scored(descended()[setting])
    return (None, None, *passed(setting, 1)[3:])


def scored(w: np.ndarray) -> tuple:
    """Weights with their intercept and both errors."""
    (X, y), (unseen, measured), _ = people()
    b = y.mean() - X.mean(axis=0) @ w
    errors = [root_mean_squared_error(own, predict(rows, w, b)) for rows, own in ((X, y), (unseen, measured))]
    return w, b, *errors


@cache
def lasso_all() -> np.ndarray:
    (X, y), *_ = people()
    return lasso_path(X, y, LASSO)


@lru_cache(maxsize=32)
def theirs(penalty: float) -> np.ndarray:
    """What the lasso's library gives."""
    (X, y), (unseen, measured), _ = people()
    return lasso_library(X, y, unseen, measured, np.array(LASSO), penalty)


@cache
def descended() -> np.ndarray:
    (X, y), *_ = people()
    return gradient_descent(lambda w: mse_gradient(w, X, y - y.mean()), np.zeros(30), RATE, STEPS[-1])


@lru_cache(maxsize=512)
def passed(share: float, of_pass: int) -> tuple:
    """What the network's cell gives; the pass changes only which neurons are kept."""
    if of_pass > 1:
        kept = dropout(np.ones((1, HIDDEN)), share, np.random.default_rng(of_pass))[0] > 0
        return kept, *passed(share, 1)[1:]
    (X, y), (unseen, measured), _ = people()
    return net_cell(X, y, unseen, measured, share, of_pass)


@cache
def meanwhile() -> None:
    """Train the network with every share, once, beside what is asked for: nobody waits later."""
    Thread(target=lambda: [found(DROPOUT, share) for share in SHARES], daemon=True).start()


@cache
def best_of_all(kind: str) -> float:
    """The setting with the least error on the people held out."""
    return min(SETTINGS[kind], key=lambda each: found(kind, each)[3])


@cache
def taken(column: str) -> float:
    """The share of its weight that a penalty of 1 takes from a raw column, where it is the only one."""
    X = diabetes().X[:, [diabetes().names.index(column)]]
    return float(1 - ridge(X, diabetes().y, 1)[0][0] / ridge(X, diabetes().y, 0)[0][0])


def seen_words(kind: str, setting: float, w, b: float, learned: float, held_out: float) -> str:
    """What the picture shows, in words."""
    how = f"After {setting:,} step{'s' if setting > 1 else ''} of descent" if kind == EARLY else f"At λ = {setting:g}"
    words = f"{how}: error **{number(learned, 1)}** where it learned, **{number(held_out, 1)}** on people held out. "
    dead = w == 0
    if kind == L1:
        words += f"Dead: {int(dead[:10].sum())} of 10 measured columns, {int(dead[10:].sum())} of 20 of noise. "
    else:
        words += f"The largest weight is {number(np.max(np.abs(w)), 1)} in size, and none is 0. "
    if kind != EARLY and setting == best_of_all(kind):
        X, y = people()[2]
        error = root_mean_squared_error(y, predict(X, w, b))
        words += "No other λ on the slider does better there. "
        words += f"On {len(y)} others, who had no part in this choice: {number(error, 1)}."
    return words.strip()
