"""Data made ready for a network: scaled, encoded, split and cut into batches."""

import math

import numpy as np

from nnlib.closed import Closed
from nnlib.doors import calm, checked
from nnlib.validation import (
    batch,
    generator,
    labels,
    number,
    numbers,
    of_kind,
    positive_integer,
    real_array,
    vector,
)

MOST_CLASSES = 10_000


class Scaler(Closed):
    """What the scalers share: `fit` learns from the data, `transform` scales by that."""

    def fit_transform(self, X):
        """`fit(X)`, then `transform(X)`."""
        return self.fit(X).transform(X)

    def _batch(self, X, learned):
        if learned is None:
            unfitted = f"this {type(self).__name__} is not fitted yet"
            raise ValueError(f"{unfitted}: call fit(X) first")
        return batch("X", X, width=len(learned))


class StandardScaler(Scaler):
    """X_std = (X - mean) / scale, column by column.

    `fit` takes mean and scale (standard deviation, divided by m) from the rows
    of X; a constant column gets scale 1, so it becomes 0. The fitted values are
    `mean_` and `scale_`, each of shape (n,), in the units of X. Raises
    ValueError when used before it is fitted, or on another number of columns.
    """

    mean_ = scale_ = None

    @calm
    def fit(self, X):
        """Learn mean and scale of each column of X (m, n). Returns the scaler."""
        X = batch("X", X)
        low, span = X.min(axis=0), vector("span of X", np.ptp(X, axis=0))
        # From 0..1, where a constant is exact and no square too small or large.
        share = (X - low) / np.where(span == 0, 1.0, span)
        self.mean_ = low + span * share.mean(axis=0)
        self.scale_ = np.where(span == 0, 1.0, span * share.std(axis=0))
        return self

    @calm
    def transform(self, X):
        """(X - mean) / scale (m, n): how many standard deviations from the mean."""
        return (self._batch(X, self.mean_) - self.mean_) / self.scale_

    @calm
    def inverse_transform(self, X_std):
        """X = X_std * scale + mean, shape (m, n): back to the units of the data."""
        return self._batch(X_std, self.mean_) * self.scale_ + self.mean_


class MinMaxScaler(Scaler):
    """X_scaled = low + (high - low) (X - data_min) / (data_max - data_min).

    Column by column; `feature_range` is (low, high); a constant column becomes low. The
    fitted values are `data_min_` and `data_max_`, each of shape (n,), in the units of X.
    Other rows may fall outside low..high. Raises ValueError unless low < high, when
    used before it is fitted, or on another number of columns.
    """

    data_min_ = data_max_ = None

    def __init__(self, feature_range=(0, 1)):
        self.low, self.high = low, high = vector("feature_range", feature_range, 2)
        if not low < high:
            got = f"({low:g}, {high:g})"
            raise ValueError(f"feature_range: expected low < high, got {got}")

    @calm
    def fit(self, X):
        """Learn the extremes of each column of X (m, n). Returns the scaler."""
        X = batch("X", X)
        vector("span of X", np.ptp(X, axis=0))  # must not overflow
        self.data_min_, self.data_max_ = X.min(axis=0), X.max(axis=0)
        return self

    @calm
    def transform(self, X):
        """low + (high - low) (X - data_min) / (data_max - data_min), (m, n)."""
        X = self._batch(X, self.data_min_)
        return self.low + (self.high - self.low) * (X - self.data_min_) / self._span()

    @calm
    def inverse_transform(self, X_scaled):
        """X, of shape (m, n): back to the units of the data."""
        X_scaled = self._batch(X_scaled, self.data_min_)
        share = (X_scaled - self.low) / (self.high - self.low)
        return self.data_min_ + share * self._span()

    def _span(self):
        constant = self.data_max_ == self.data_min_
        return np.where(constant, 1.0, self.data_max_ - self.data_min_)


def one_hot(y, K=None):
    """Y_ik = 1 where y_i = k, else 0: labels y (m,) as rows of Y (m, K), floats.

    Labels are 0..K-1; K None means the largest label + 1. ValueError for others.
    """
    y = labels("y", y, K=None if K is None else positive_integer("K", K))
    K = int(y.max()) + 1 if K is None else K
    if K > MOST_CLASSES:
        raise ValueError(f"y: expected at most {MOST_CLASSES} classes, got {K}")
    return (y[:, None] == np.arange(K)).astype(float)


def add_bias_column(X):
    """[1 X], of shape (m, n + 1): then X W + b = [1 X] [b; W], one product."""
    X = batch("X", X)
    return np.column_stack([np.ones(len(X)), X])


def flatten(images):
    """Each example as one row: (m, a, b, ...) becomes (m, a b ...), last axis fastest, in
    the type it has. Raises ValueError where there is no example.
    """
    images = _examples("images", images)
    return images.reshape(len(images), -1)


def train_test_split(X, y, test_size=0.2, seed=None):
    """X_train, X_test, y_train, y_test, with ceil(test_size m) of m rows for the test.

    X (m, ...) and y (m, ...) are shuffled together, so each row keeps its label and is
    on one side only. `test_size` is a fraction; `seed` an int, a Generator or None.
    Raises ValueError where no row is left to train on, or X and y differ in length.
    """
    X, y = _examples("X", X), _examples("y", y)
    _require_same_length(X, y)
    test = math.ceil(number("test_size", test_size, above=0, below=1) * len(X))
    if test == len(X):
        left = f"{test_size:g} of {len(X)} rows leaves none to train on"
        raise ValueError(f"test_size: {left}")
    order = generator("seed", seed).permutation(len(X))
    train, test = order[test:], order[:test]
    return X[train], X[test], y[train], y[test]


def _table(X, y, batch_size, rng=None):
    for name, array in ("X", X), ("y", y):
        _require_rows(name, of_kind(name, array, np.ndarray, "a numpy array"))
    _require_same_length(X, y)
    expected = "a numpy.random.Generator or None"
    of_kind("rng", rng, np.random.Generator | None, expected)
    return X, y, positive_integer("batch_size", batch_size), rng


@checked(_table)
def minibatches(X, y, batch_size, rng=None):
    """One pass over the rows of X (m, ...) and y (m, ...): pairs (X_batch, y_batch).

    ceil(m / batch_size) batches; the last may be smaller. With a numpy.random.Generator
    `rng` the rows come in an order drawn for this pass; with None as they stand, and
    batches are views. Raises TypeError or ValueError at once, not at the first batch.
    """
    order = None if rng is None else rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        rows = slice(start, start + batch_size)
        if order is None:
            yield X[rows], y[rows]
        else:
            yield X.take(order[rows], axis=0), y.take(order[rows], axis=0)


def _examples(name, value):
    real_array(name, value)  # finite
    array = numbers(name, value)  # in the type it came in
    _require_rows(name, array)
    return array


def _require_rows(name, array):
    if array.ndim == 0 or array.size == 0:
        raise ValueError(f"{name}: expected one example a row, got {array.shape}")


def _require_same_length(X, y):
    if len(X) != len(y):
        raise ValueError(f"y: expected {len(X)} rows, one for each of X, got {len(y)}")
