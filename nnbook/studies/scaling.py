"""How much the size of the features matters: five cases, raw and scaled in three ways, at eight rates.

Two of the tables come with scikit-learn, which this study needs. In float64, so that processors agree.
"""

from functools import cache

import numpy as np

from nnlib import SGD, Adam, Dense, Sequential, data

SEEDS = 20
CASES = {
    "wine": ("wine", "relu", 100),
    "breast cancer": ("breast_cancer", "relu", 50),
    "coffee": ("coffee", "relu", 100),
    "digits": ("digits", "relu", 10),
    "digits, sigmoid units": ("digits", "sigmoid", 10),
}
"""Table, hidden units, epochs: the first axis of `best` after the seeds."""
WAYS = {
    "raw": None,
    "[0, 1]": data.MinMaxScaler(),
    "[-1, 1]": data.MinMaxScaler((-1, 1)),
    "z-scores": data.StandardScaler(),
}
"""The second axis."""
OPTIMIZERS = [(SGD, 10.0**k) for k in range(-4, 1)] + [
    (Adam, 10.0**k) for k in range(-3, 0)
]
"""Gradient descent at five learning rates, Adam at three."""


@cache
def _load(table):
    """Features X (m, n) and classes y (m,)."""
    if table == "coffee":
        return data.coffee(400, seed=0)
    if table == "digits":
        return data.digits()
    from sklearn import datasets

    return getattr(datasets, f"load_{table}")(return_X_y=True)


def accuracy(table, hidden, epochs, way, optimizer, rate, seed):
    """The share of test rows that 32 hidden units get right, after training."""
    X, X_test, y, y_test = data.train_test_split(*_load(table), 0.25, seed)
    if scaler := WAYS[way]:
        X, X_test = scaler.fit_transform(X), scaler.transform(X_test)
    layers = [Dense(32, hidden), Dense(y.max() + 1, "softmax")]
    net = Sequential(layers, seed=seed, dtype="float64")
    net.compile(optimizer(rate), "sparse_categorical_crossentropy")
    net.fit(X, y, epochs=epochs)
    return float(np.mean(net(X_test).argmax(axis=1) == y_test))


def run(seed):
    """Test accuracy of each case and way at the best of all rates; and of wine, each way, at one low rate."""

    def best(case, way):
        return max(accuracy(*case, way, *steps, seed) for steps in OPTIMIZERS)

    slow = [accuracy(*CASES["wine"], way, SGD, 0.001, seed) for way in WAYS]
    return {
        "best": [[best(case, way) for way in WAYS] for case in CASES.values()],
        "slow": slow,
    }
