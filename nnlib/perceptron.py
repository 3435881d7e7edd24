"""The perceptron: a unit that says 1 or 0, and learns from its mistakes only."""

from typing import NamedTuple

import numpy as np

from nnlib.closed import Closed
from nnlib.doors import calm
from nnlib.validation import batch, labels, number, positive_integer, real_array, vector


def heaviside(z):
    """H(z) = 1 where z > 0, else 0, as whole numbers in the shape of z.

    Source: McCulloch & Pitts (1943).
    """
    return (real_array("z", z) > 0).astype(int)


class Correction(NamedTuple):
    """One mistake: in which epoch (from 1), on which row (from 0), and w and b
    after it was corrected.
    """

    epoch: int
    row: int
    w: np.ndarray
    b: float


class Perceptron(Closed):
    """y = H(x w + b), with weights w (n,) and a number b.

    Set w and b yourself, or let `fit` learn them. After `fit`, `history` holds a
    `Correction` for every mistake, `mistakes` how many there were in each epoch,
    and `converged` whether the last epoch had none. Source: Rosenblatt (1958).
    """

    def __init__(self):
        self.w, self.b = None, 0.0
        self.history, self.mistakes, self.converged = [], [], False

    @calm
    def fit(self, X, y, epochs=100):
        """From w = 0, b = 0, correct each mistake at once: w <- w + (t - y_pred) x and
        b <- b + (t - y_pred) where the answer y_pred to a row x of X (m, n) is not its
        label t.

        Row after row, until an epoch passes without a mistake or `epochs` are over.
        Returns the perceptron. If a line separates the labels y (m,), 0 or 1, the
        mistakes end; if none does, they never will. Source: Novikoff (1962).
        """
        X = batch("X", X)
        y = labels("y", y, m=len(X), K=2)
        epochs = positive_integer("epochs", epochs)
        self.w, self.b = np.zeros(X.shape[1]), 0.0
        self.history, self.mistakes, self.converged = [], [], False
        while len(self.mistakes) < epochs and not self.converged:
            self.mistakes.append(self._epoch(X, y))
            self.converged = self.mistakes[-1] == 0
        return self

    def _epoch(self, X, y):
        epoch, before = len(self.mistakes) + 1, len(self.history)
        for row, (x, t) in enumerate(zip(X, y.tolist(), strict=True)):
            y_pred = int(x @ self.w + self.b > 0)
            if y_pred != t:
                self.w = self.w + (t - y_pred) * x
                self.b = self.b + (t - y_pred)
                self.history.append(Correction(epoch, row, self.w.copy(), self.b))
        return len(self.history) - before

    @calm
    def score(self, X):
        """z = X w + b (m,) for X (m, n). Raises ValueError while there is no w, and
        TypeError or ValueError for a w or b of yours that is no vector or no number.
        """
        if self.w is None:
            raise ValueError("this Perceptron has no weights yet: call fit(X, y)")
        # X @ w may round a row otherwise than `fit` did, and z = 0 be missed.
        w, b = vector("w", self.w), number("b", self.b)
        return np.vecdot(batch("X", X, width=len(w)), w) + b

    def predict(self, X):
        """H(X w + b), 0 or 1 for each row of X: whole numbers (m,)."""
        return heaviside(self.score(X))


class MulticlassPerceptron(Closed):
    """y = the class k whose perceptron has the largest score z_k: one against all.

    `units` are K perceptrons; unit k learns "class k, or one of the others?". The
    first of equal scores wins. Source: Rifkin & Klautau (2004).
    """

    def __init__(self):
        self.units = []

    @calm
    def fit(self, X, y, epochs=100):
        """Fit a perceptron for each class of y (m,), labels 0..K-1; returns this one.

        Raises ValueError where a class below the largest label has no row.
        """
        X = batch("X", X)
        y = labels("y", y, m=len(X))
        classes = np.unique(y)
        K = len(classes)
        if classes[-1] >= K:
            k = int(np.argmax(classes != np.arange(K)))
            raise ValueError(f"y: class {k} has no row, but class {classes[-1]} has")
        self.units = [Perceptron().fit(X, y == k, epochs) for k in range(K)]
        return self

    @calm
    def score(self, X):
        """Z (m, K) for X (m, n): column k holds the scores of unit k."""
        if not self.units:
            unfitted = "this MulticlassPerceptron is not fitted yet"
            raise ValueError(f"{unfitted}: call fit(X, y)")
        return np.column_stack([unit.score(X) for unit in self.units])

    def predict(self, X):
        """The class with the largest score for each row of X: whole numbers (m,)."""
        return self.score(X).argmax(axis=1)
