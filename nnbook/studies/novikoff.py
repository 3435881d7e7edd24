"""How many mistakes the perceptron rule makes on data that a line separates, beside Novikoff's bound (R / gamma)^2."""

import numpy as np

from nnlib import data
from nnlib.perceptron import Perceptron

SEEDS = 200
GAPS = 0.4, 0.2, 0.1, 0.05, 0.025
"""The least distance gamma of a row (1, x1, x2) from the plane u, in the order of each result's second axis."""


def street(gap, seed):
    """200 points, without those nearer than `gap` to a random plane u; their labels, and the bound."""
    rng = np.random.default_rng(seed)
    angle, shift = rng.uniform(0, 2 * np.pi), rng.uniform(-0.4, 0.4)
    u = np.array([shift, np.cos(angle), np.sin(angle)])
    u /= np.linalg.norm(u)
    X = rng.uniform(-1, 1, (200, 2))
    X = X[np.abs(data.add_bias_column(X) @ u) >= gap]
    rows = data.add_bias_column(X)
    z = rows @ u
    R, gamma = np.linalg.norm(rows, axis=1).max(), np.abs(z).min()
    return X, (z > 0).astype(int), (R / gamma) ** 2


def run(seed):
    """For each gap: the mistakes until an epoch passes without any, the epochs, and the bound."""
    sets = [street(gap, seed) for gap in GAPS]
    units = [Perceptron().fit(X, y, epochs=10_000) for X, y, _ in sets]
    assert all(unit.converged for unit in units)
    return {
        "mistakes": [len(unit.history) for unit in units],
        "epochs": [len(unit.mistakes) for unit in units],
        "bound": [bound for *_, bound in sets],
    }
