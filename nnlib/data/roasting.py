"""Coffee roasts: synthetic beans, good inside a triangle of temperature and time."""

import numpy as np

from nnlib.data.preparation import StandardScaler
from nnlib.doors import calm
from nnlib.validation import batch, generator, positive_integer

COFFEE_LOW = np.array([150.0, 11.5])
"""Lowest temperature (deg C) and shortest time (minutes) of the roasting map."""

COFFEE_HIGH = np.array([285.0, 15.5])
"""Highest temperature (deg C) and longest time (minutes) of the roasting map."""

COFFEE_RULE = np.array([[1.0, 0.0, -175.0], [0.0, 1.0, -12.0], [-3 / 85, -1.0, 21.0]])
"""The good triangle: rows (a, b, c), good where a T + b D + c > 0 in all three."""


def coffee(m=200, seed=0):
    """m coffee roasts: X (m, 2) and labels y (m,), 1 for good and 0 for bad.

    The roasts are spread evenly over the roasting map. Columns of X:
    temperature in deg C, rounded to 0.1, and time in minutes, rounded to 0.01;
    the label is taken from the rounded values. About one roast in five is good.
    `seed` may be an int or a numpy.random.Generator.
    """
    rng = generator("seed", seed)
    X = rng.uniform(COFFEE_LOW, COFFEE_HIGH, (positive_integer("m", m), 2))
    X = np.column_stack([X[:, 0].round(1), X[:, 1].round(2)])
    return X, coffee_is_good(X).astype(int)


@calm
def coffee_is_good(X):
    """True (m,) where a row (deg C, minutes) of X (m, 2) lies in the triangle."""
    X = batch("X", X, width=2)
    return (X @ COFFEE_RULE[:, :2].T + COFFEE_RULE[:, 2] > 0).all(axis=1)


def coffee_corners():
    """The corners of the good triangle: where two of the rule's sides meet, (3, 2)."""
    W, b = COFFEE_RULE[:, :2], COFFEE_RULE[:, 2]
    return np.array([np.linalg.solve(W[i], -b[i]) for i in ([0, 1], [1, 2], [2, 0])])


def coffee_grid(n=144):
    """Midpoints of n x n cells of the roasting map (n * n, 2), temperature fastest."""
    steps = (np.arange(positive_integer("n", n)) + 0.5) / n
    T, D = COFFEE_LOW[:, None] + np.outer(COFFEE_HIGH - COFFEE_LOW, steps)
    return np.column_stack([np.tile(T, n), np.repeat(D, n)])


def coffee_scaler():
    """mean = (low + high) / 2, scale = (high - low) / sqrt(12): the map's own
    scaler.

    Mean and standard deviation of an even spread over the roasting map, so they
    do not depend on which beans were drawn.
    """
    scaler = StandardScaler()
    scaler.mean_ = (COFFEE_LOW + COFFEE_HIGH) / 2
    scaler.scale_ = (COFFEE_HIGH - COFFEE_LOW) / np.sqrt(12)
    return scaler
