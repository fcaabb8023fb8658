"""Train the small network whose weights Lab 1 shows, and write data/digits_layer.npz.

    python scripts/train_digits_layer.py

64 pixels, 16 hidden ReLU units, 10 classes, trained by scikit-learn's MLPClassifier on grey values from 0 to 1.
The test images are the last 360 rows, not a shuffled fifth: neighbouring rows look alike, probably because one person
wrote them, so a shuffled test would ask about handwriting the network has already seen.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier

OUT = Path(__file__).resolve().parents[1] / "data" / "digits_layer.npz"
HIDDEN, TEST_ROWS, SEED = 16, 360, 0


def main() -> None:
    X, labels = load_digits(return_X_y=True)
    X = X / 16
    network = MLPClassifier((HIDDEN,), alpha=0.1, learning_rate_init=0.003, max_iter=1000, random_state=SEED)
    network.fit(X[:-TEST_ROWS], labels[:-TEST_ROWS])
    (W1, W2), (b1, b2) = network.coefs_, network.intercepts_
    weights = {name: array.astype(np.float32) for name, array in dict(W1=W1, b1=b1, W2=W2, b2=b2).items()}
    np.savez(OUT, **weights, test_rows=np.arange(len(X) - TEST_ROWS, len(X), dtype=np.int16))
    print(f"{network.n_iter_} epochs; accuracy {network.score(X[:-TEST_ROWS], labels[:-TEST_ROWS]):.4f} on the")
    print(f"training images, {network.score(X[-TEST_ROWS:], labels[-TEST_ROWS:]):.4f} on {TEST_ROWS} unseen ones")
    print(f"wrote {OUT.name}, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
