"""How much the size of the features matters: five cases, raw and scaled in three ways, at eight rates; and of one
case, what a low rate makes of how far the numbers spread, and Adam of each half of the z-score.

Two of the tables come with scikit-learn, which this study needs. In float64, so that processors agree.
"""

from functools import cache

import numpy as np

from nnlib import SGD, Adam, Dense, Sequential, data

SEEDS = 20


class Centred(data.StandardScaler):
    """Only the first half of the z-score."""

    def fit(self, X):
        """Learn the mean of each column of X (m, n). Returns the scaler."""
        super().fit(X)
        self.scale_ = np.ones_like(self.scale_)
        return self


class Divided(data.StandardScaler):
    """Only the second half."""

    def fit(self, X):
        """Learn the scale of each column of X (m, n). Returns the scaler."""
        super().fit(X)
        self.mean_ = np.zeros_like(self.mean_)
        return self


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
SLOW = {way: WAYS[way] for way in WAYS if way != "raw"} | {
    "[0, 2]": data.MinMaxScaler((0, 2))
}
"""The axis of `slow`: the last spreads as far as [-1, 1], and is not around 0."""
HALVES = {"raw": None, "only centred": Centred(), "only divided": Divided()}
"""The axis of `halves`."""
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


def accuracy(table, hidden, epochs, scaler, optimizer, rate, seed):
    """The share of test rows that 32 hidden units get right, after training."""
    X, X_test, y, y_test = data.train_test_split(*_load(table), 0.25, seed)
    if scaler:
        X, X_test = scaler.fit_transform(X), scaler.transform(X_test)
    layers = [Dense(32, hidden), Dense(y.max() + 1, "softmax")]
    net = Sequential(layers, seed=seed, dtype="float64")
    net.compile(optimizer(rate), "sparse_categorical_crossentropy")
    net.fit(X, y, epochs=epochs)
    return float(np.mean(net(X_test).argmax(axis=1) == y_test))


def run(seed):
    """Test accuracy of each case and way at the best of all rates; of wine at one low rate, and at Adam's best."""

    def best(case, scaler, optimizers=OPTIMIZERS):
        return max(accuracy(*case, scaler, *steps, seed) for steps in optimizers)

    wine, adam = CASES["wine"], OPTIMIZERS[-3:]
    return {
        "best": [[best(case, way) for way in WAYS.values()] for case in CASES.values()],
        "slow": [accuracy(*wine, way, SGD, 0.001, seed) for way in SLOW.values()],
        "halves": [best(wine, half, adam) for half in HALVES.values()],
    }
