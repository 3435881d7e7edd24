"""Hard and soft units on noisy labels: who is right more often on fresh examples, and whose answers are honest."""

import functools

import numpy as np

from nnlib import data
from nnlib.activations import sigmoid
from nnlib.neuron import Neuron
from nnlib.perceptron import Perceptron

SEEDS = 100
BINS = 10
RULES = (
    "perceptron, last weights",
    "perceptron, averaged",
    "logistic neuron",
    "least squares",
)
"""In the order of the second axis of `accuracy`; `brier` has the first three, whose answers are probabilities."""


def noisy(m, seed):
    """m points and their labels, 1 with probability p = sigmoid(2 x_1); and p."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((m, 2))
    p = sigmoid(2 * X[:, 0])
    return X, (rng.random(m) < p).astype(int), p


@functools.cache
def fresh():
    """20000 examples, the same for all, on which the answers are judged."""
    return noisy(20_000, seed=1000)


def averaged(unit, m):
    """The mean w, and b, over all rows of all epochs since the first mistake."""
    begin = [(c.epoch - 1) * m + c.row for c in unit.history]
    rows = np.diff([*begin, m * len(unit.mistakes)])
    *w, b = np.average([[*c.w, c.b] for c in unit.history], axis=0, weights=rows)
    mean = Perceptron()
    mean.w, mean.b = np.array(w), b
    return mean


def least_squares(X, y):
    """The unit that says 1 where the line fitted to the labels 0 and 1 is above 1/2."""
    b, *w = np.linalg.lstsq(data.add_bias_column(X), y)[0]
    unit = Perceptron()
    unit.w, unit.b = np.array(w), b - 0.5
    return unit


def learned(seed):
    """What the four rules make of 2000 noisy examples: three hard units and, third, a soft one."""
    X, y, _ = noisy(2000, seed)
    unit, neuron = Perceptron().fit(X, y, epochs=10), Neuron(2)
    neuron.fit(X, y, learning_rate=1, epochs=100)
    return unit, averaged(unit, len(X)), neuron, least_squares(X, y)


def accuracy(answer, y):
    return float(((answer > 0.5) == y).mean())


def brier(answer, y):
    return float(((answer - y) ** 2).mean())


def log_loss(p, y):
    return float(-(y * np.log(p) + (1 - y) * np.log(1 - p)).mean())


def run(seed):
    """Each rule's accuracy and Brier score, the soft unit's log-loss, what answers and what came of them."""
    X, y, best = fresh()
    last, mean, neuron, line = learned(seed)
    p = neuron.probability(X)
    answers = [last.predict(X), mean.predict(X), p, line.predict(X)]
    tenth = (BINS * p).astype(int).clip(0, BINS - 1)
    return {
        "accuracy": [accuracy(answer, y) for answer in answers],
        "brier": [brier(answer, y) for answer in answers[:3]],
        "log_loss": log_loss(p, y),
        "best": [accuracy(best, y), brier(best, y), log_loss(best, y)],
        # For each tenth of the soft answers: their mean, and the share of ones.
        "said": [float(p[tenth == k].mean()) for k in range(BINS)],
        "happened": [float(y[tenth == k].mean()) for k in range(BINS)],
        # Of what the perceptron calls 0 and 1, the share that is 1.
        "ones": [float(y[answers[0] == says].mean()) for says in (0, 1)],
        "mistakes": last.mistakes,
    }
