"""The work that every library does: data, initial weights and batches, the same for all.

Rows are shuffled once and then taken in order, so that every library sees the same batches;
initial weights are Glorot's, drawn with NumPy from the seed of the run.
"""

from dataclasses import dataclass

import numpy as np

from nnlib.data import StandardScaler, coffee, digits, train_test_split


@dataclass(frozen=True)
class Work:
    """A network to train: its widths, activation of hidden layers, optimizer, batch, epochs."""

    name: str
    data: str
    widths: tuple
    hidden: str
    optimizer: str
    learning_rate: float
    batch_size: int
    epochs: int

    @property
    def classes(self):
        return self.widths[-1]


WORKS = {
    work.name: work
    for work in [
        Work(
            "64-50-10, SGD, batch 32",
            "digits",
            (64, 50, 10),
            "relu",
            "sgd",
            0.1,
            32,
            20,
        ),
        Work(
            "64-50-10, Adam, batch 100",
            "digits",
            (64, 50, 10),
            "relu",
            "adam",
            0.003,
            100,
            40,
        ),
        Work(
            "64-25-15-10, Adam, batch 32",
            "digits",
            (64, 25, 15, 10),
            "relu",
            "adam",
            0.003,
            32,
            20,
        ),
        Work(
            "2-3-1, Adam, batch 32", "coffee", (2, 3, 1), "sigmoid", "adam", 0.1, 32, 50
        ),
        Work(
            "784-128-10, Adam, batch 128",
            "large digits",
            (784, 128, 10),
            "relu",
            "adam",
            0.001,
            128,
            10,
        ),
    ]
}


def load(work):
    """X_train, X_test, y_train, y_test: float32 and whole numbers, shuffled."""
    if work.data == "coffee":
        X, y = coffee(1000, seed=0)
        X = StandardScaler().fit_transform(X)
    else:
        X, y = digits()
        X = X / 16
        if work.data == "large digits":
            X = enlarge(X)
    X_train, X_test, y_train, y_test = train_test_split(X, y, seed=0)
    return X_train.astype(np.float32), X_test.astype(np.float32), y_train, y_test


def enlarge(X):
    """Digits of 8 x 8 pixels as 28 x 28: every pixel three times as wide and high, and a margin of 2."""
    images = X.reshape(-1, 8, 8).repeat(3, axis=1).repeat(3, axis=2)
    return np.pad(images, ((0, 0), (2, 2), (2, 2))).reshape(len(X), -1)


def initial_weights(work, seed):
    """[W, b, W, b, ...] as float32."""
    rng, weights = np.random.default_rng(seed), []
    for n_prev, units in zip(work.widths, work.widths[1:], strict=False):
        r = np.sqrt(6 / (n_prev + units))
        weights.append(rng.uniform(-r, r, (n_prev, units)).astype(np.float32))
        weights.append(np.zeros(units, np.float32))
    return weights


def accuracy(scores, y):
    """Share of right labels, from logits (m, K), or (m, 1) of two classes."""
    scores = np.asarray(scores)
    labels = scores.argmax(axis=1) if scores.shape[1] > 1 else scores[:, 0] > 0
    return float(np.mean(labels == y))
