"""The logistic neuron: a unit that answers with a probability, and can descend."""

import math

import numpy as np

from nnlib.activations import sigmoid
from nnlib.closed import Closed
from nnlib.doors import calm
from nnlib.losses import BinaryCrossentropy
from nnlib.optimizers import SGD
from nnlib.validation import batch, labels, number, positive_integer

LOSS = BinaryCrossentropy(from_logits=True)
"""The log-loss, computed from the score z, where no probability rounds to 0 or 1."""


class Neuron(Closed):
    """p = sigmoid(x w + b), the probability of label 1 for a row x of n numbers.

    `parameters` is the flat vector theta (n + 1,) = [w, b], zero at first; w (n,)
    is a view of it and b its last entry: set `parameters[...]`. All methods take
    X (m, n) and labels y (m,), 0 or 1. Source: Cox (1958).
    """

    _fixed = {"parameters": "set parameters[...]"}

    def __init__(self, n):
        self.parameters = np.zeros(positive_integer("n", n) + 1)

    @property
    def w(self):
        """The weights (n,), a view of `parameters`: set w[...]."""
        return self.parameters[:-1]

    @property
    def b(self):
        """The bias, the last of `parameters`."""
        return float(self.parameters[-1])

    @calm
    def score(self, X):
        """z = X w + b, shape (m,)."""
        return batch("X", X, width=len(self.w)) @ self.w + self.b

    def probability(self, X):
        """p = sigmoid(z), shape (m,)."""
        return sigmoid(self.score(X))

    def classify(self, X, threshold=0.5):
        """1 where p > tau, the threshold, else 0: whole numbers (m,).

        p = 1/2 is class 0, as in all of this package and in Keras. That is where
        z > ln(tau / (1 - tau)): another threshold moves the line z = 0 and does
        not turn it.
        """
        tau = number("threshold", threshold, above=0, below=1)
        return (self.score(X) > math.log(tau / (1 - tau))).astype(int)

    def loss(self, X, y):
        """J = -(1/m) sum_i [y_i ln p_i + (1 - y_i) ln(1 - p_i)], a float."""
        z = self.score(X)
        return LOSS(labels("y", y, m=len(z), K=2), z)

    @calm
    def gradient(self, X, y):
        """[X^T (p - y) / m, mean of p - y], shape (n + 1,), like `parameters`.

        dJ/dz = (p - y) / m comes from the loss, dz/dw = x and dz/db = 1.
        """
        X = batch("X", X, width=len(self.w))
        dz = LOSS.gradient(labels("y", y, m=len(X), K=2), self.score(X))
        return np.append(X.T @ dz, dz.sum())

    def fit(self, X, y, learning_rate=0.1, epochs=100):
        """theta <- theta - learning_rate dJ/dtheta, `epochs` times, on all rows.

        Goes on from the present parameters. Returns J before each step and after
        the last one: epochs + 1 numbers.
        """
        optimizer, history = SGD(learning_rate), [self.loss(X, y)]
        for _ in range(positive_integer("epochs", epochs)):
            optimizer.step(self.parameters, self.gradient(X, y))
            history.append(self.loss(X, y))
        return history
