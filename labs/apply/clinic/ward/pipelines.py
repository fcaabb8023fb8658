"""Four pipelines that work. Each is written once; `faults` breaks it by changing one of its lines.

Letters
    X, y       the data: one thing per row, one measurement per column; what to predict, a number or a label
    order      the rows, shuffled: the first of them train, the last of them test
    A, Z       the columns as a model sees them, with and without a column of ones; standardised
    seen       the rows to predict, as the model sees them when it predicts
    said       what it predicted for them
    w, W, b    weights and intercepts

They read as scripts do: from the data to the number that is reported. What they return is what can be looked at.
"""

from __future__ import annotations

import numpy as np

from core.attention import softmax
from core.calibration import fit_platt, recalibrate
from core.linear_algebra import dense, relu
from core.metrics import accuracy, cost_by_threshold, expected_cost
from core.optimisation import largest_stable_rate


def train_line(X, y, order, steps):
    """ŷ = Xw + b, learned downhill on standardised columns; scored by R² on the rows it has not seen."""
    train, test = order[: len(y) * 7 // 10], order[len(y) * 7 // 10 :]
    Z = (X - X[train].mean(axis=0)) / X[train].std(axis=0)
    A = np.column_stack([Z, np.ones(len(Z))])
    target = y[:, np.newaxis]
    rate = 0.5 * largest_stable_rate(A[train])
    w, losses = np.zeros((A.shape[1], 1)), np.zeros(steps)
    for step in range(steps):
        miss = A[train] @ w - target[train]
        losses[step] = np.mean(miss**2)
        w = w - rate * 2 * A[train].T @ miss / len(train)
    seen = A[test]
    said = (seen @ w).ravel()
    error = y[test] - said
    r2 = float(1 - np.mean(error**2) / np.var(y[test]))
    return r2, losses, rate, w, said, error, seen, A, target, train, test


def train_net(X, labels, order, hidden, steps, seed):
    """64 pixels → hidden ReLU units → 10 classes, trained downhill on the cross-entropy; scored on unseen images."""
    train, test = order[:300], order[300:]
    Y, rng = np.eye(10)[labels], np.random.default_rng(seed)
    W1, W2 = rng.normal(0, np.sqrt(2 / 64), (64, hidden)), rng.normal(0, np.sqrt(2 / hidden), (hidden, 10))
    b1, b2, losses = np.zeros(hidden), np.zeros(10), np.zeros(steps)
    rate = 0.5
    for step in range(steps):
        H = relu(dense(X[train], W1, b1))
        P = softmax(dense(H, W2, b2))
        losses[step] = -np.mean(np.log(P[Y[train] == 1] + 1e-300))
        slopes = (P - Y[train]) / len(train)
        back = (slopes @ W2.T) * (H > 0)
        W1, b1 = W1 - rate * X[train].T @ back, b1 - rate * back.sum(axis=0)
        W2, b2 = W2 - rate * H.T @ slopes, b2 - rate * slopes.sum(axis=0)
    seen = X[test]
    said = dense(relu(dense(seen, W1, b1)), W2, b2).argmax(axis=1)
    right = float(np.mean(said == labels[test]))
    return right, losses, rate, W1, b1, W2, b2, H, said, seen, Y, train, test


def promise(X, y, order, early, wide, seed):
    """The best of 20 nearest-neighbour models on the columns that tell most: what it promises, what fresh rows find."""
    rng = np.random.default_rng(seed)
    table = np.column_stack([X[:, early], rng.normal(size=(len(X), wide))])
    past, fresh = order[:240], order[240:]
    train, tune, test = np.split(past, 3)
    asked = train
    picked = np.argsort(-np.abs(correlations(table[asked], y[asked])))[:32]
    chosen = table[:, picked]
    Z = (chosen - chosen[train].mean(axis=0)) / chosen[train].std(axis=0)
    settings = [(keep, k) for keep in (4, 8, 16, 32) for k in (1, 3, 5, 9, 15)]
    judges = tune
    judged = [accuracy(y[judges], vote(Z[train], y[train], Z[judges], keep, k)) for keep, k in settings]
    keep, k = settings[int(np.argmax(judged))]
    seen = Z[fresh]
    tested, said = (vote(Z[train], y[train], rows, keep, k) for rows in (Z[test], seen))
    promised, found = accuracy(y[test], tested), accuracy(y[fresh], said)
    return (
        promised,
        found,
        tested,
        said,
        judged,
        picked,
        keep,
        k,
        table,
        chosen,
        Z,
        seen,
        asked,
        judges,
        train,
        tune,
        test,
        fresh,
    )


def correlations(X, y):
    """r of each column of X with y, shape (d,); 0 for a column that never changes."""
    Z, u = X - X.mean(axis=0), y - y.mean()
    sizes = np.sqrt(np.sum(Z**2, axis=0) * np.sum(u**2))
    return np.divide(u @ Z, sizes, out=np.zeros(X.shape[1]), where=sizes > 0)


def vote(known, labels, new, keep, k):
    """What most of the k known rows nearest to each new row say, by their first `keep` columns. Gives shape (n,)."""
    A, B = known[:, :keep], new[:, :keep]
    squared = np.sum(A**2, axis=1) - 2 * B @ A.T  # and the row's own length, the same for all of its neighbours
    nearest = np.argsort(squared, axis=1, kind="stable")[:, :k]
    return (labels[nearest].mean(axis=1) > 0.5).astype(int)


def cheapest(y, score, false_alarm, miss):
    """The threshold on a score at which flagging costs least on these rows."""
    costs, thresholds = cost_by_threshold(y, score, false_alarm, miss)
    return float(thresholds[np.argmin(costs)])


def most_accurate(y, score):
    """The threshold on a score at which most of these rows are called right: both errors cost the same."""
    return cheapest(y, score, 1, 1)


def gate(X, y, order, false_alarm, miss):
    """Naive Bayes, recalibrated, flags a case where its probability is worth the cost; scored by the cost of a case."""
    from sklearn.naive_bayes import GaussianNB
    from sklearn.preprocessing import StandardScaler

    train, tune, test = np.array_split(order, 3)
    scaler = StandardScaler().fit(X[train])
    usual = scaler.transform(X[train])
    model = GaussianNB().fit(usual, y[train])
    sure = model.predict_proba(scaler.transform(X[tune]))[:, 1]
    a, b = fit_platt(y[tune], sure)
    threshold = false_alarm / (false_alarm + miss)
    seen = scaler.transform(X[test])
    p = recalibrate(model.predict_proba(seen)[:, 1], a, b)
    flagged = (p >= threshold).astype(int)
    cost = expected_cost(y[test], flagged, false_alarm, miss)
    return cost, p, flagged, threshold, sure, a, b, usual, seen, train, tune, test
