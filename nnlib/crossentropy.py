"""Cross-entropy: the loss of a probability that a model gave to what happened.

One loss an example, each with its slope beside it, for two classes (binary) and
for K (categorical: targets are rows of K probabilities; sparse: labels 0..K-1).
Probabilities are not clipped: what happens although its probability was 0 costs
infinity. From logits, the scores z before sigmoid or softmax, the same losses are
finite and right to the last digit.
"""

import numpy as np

from nnlib import arrays
from nnlib.activations import log_softmax, softmax
from nnlib.doors import checked, core


@checked(arrays.chances)
def likelihood(y, p):
    """p^y (1 - p)^(1 - y): the probability of label y, 1 or 0, if that of 1 is p."""
    return p**y * (1 - p) ** (1 - y)


@checked(arrays.chances)
def binary(y, p):
    """l = -[y ln p + (1 - y) ln(1 - p)] = -ln likelihood(y, p), with 0 ln 0 = 0."""
    return _cost(y, p) + _cost(1 - y, 1 - p)


@checked(arrays.chances)
def binary_derivative(y, p):
    """dl/dp = -y / p + (1 - y) / (1 - p) = (p - y) / (p (1 - p))."""
    return _ratio(1 - y, 1 - p) - _ratio(y, p)


@checked(arrays.chance)
def binary_from_logits(y, z):
    """l = max(z, 0) - y z + ln(1 + e^-|z|), which never overflows.

    max(z, 0) - y z is (1 - y) z for z > 0 and -y z below: that way no digit is
    lost where the two terms are nearly equal.
    """
    return _times(np.where(z > 0, 1 - y, -y), z) + np.log1p(np.exp(-np.abs(z)))


@checked(arrays.chance)
def binary_from_logits_derivative(y, z):
    """dl/dz = sigmoid(z) - y.

    With q = sigmoid(-|z|) that is q - y below z = 0 and (1 - y) - q above: it is
    not 0 where sigmoid(z) is rounded to 1.
    """
    e = np.exp(-np.abs(z))
    q = e / (1 + e)
    return np.where(z > 0, 1 - y - q, q - y)


@checked(arrays.rows_of_chances)
def categorical(Y, P):
    """l = -sum_k Y_k ln P_k for each row of Y and P (m, K), with 0 ln 0 = 0."""
    return _cost(Y, P).sum(axis=-1)


@checked(arrays.rows_of_chances)
def categorical_derivative(Y, P):
    """dl/dP_k = -Y_k / P_k."""
    return 0 - _ratio(Y, P)


@checked(arrays.rows)
def categorical_from_logits(Y, Z):
    """l = -sum_k Y_k log_softmax(Z)_k for each row of Y and Z (m, K)."""
    return 0 - _times(Y, core(log_softmax)(Z)).sum(axis=-1)


@checked(arrays.rows)
def categorical_from_logits_derivative(Y, Z):
    """dl/dZ_k = P_k - Y_k with P = softmax(Z), each row of Y having the sum 1."""
    D, row, y = core(softmax)(Z) - Y, np.arange(len(Z)), Y.argmax(axis=-1)
    # A row of P - Y has the sum 0, so entry y is minus the sum of the others. That
    # sum keeps the digits that P_y - 1 loses where P_y is rounded to 1.
    D[row, y] = 0
    D[row, y] = -D.sum(axis=-1)
    return D


@checked(arrays.labelled_chances)
def sparse(y, P):
    """l = -ln P_y, the entry of each row of P (m, K) that its label y (m,) names."""
    return _cost(1, P[np.arange(len(P)), y])


@checked(arrays.labelled_chances)
def sparse_derivative(y, P):
    """dl/dP_y = -1 / P_y; 0 for the other classes."""
    D, row = np.zeros_like(P), np.arange(len(P))
    D[row, y] = -_ratio(1, P[row, y])
    return D


@checked(arrays.labelled)
def sparse_from_logits(y, Z):
    """l = ln sum_c e^(Z_c) - Z_y = -log_softmax(Z)_y for each row of Z (m, K)."""
    return core(sparse_from_logits_with_derivative)(y, Z)[0]


@checked(arrays.labelled)
def sparse_from_logits_derivative(y, Z):
    """dl/dZ_k = P_k - 1[k = y] with P = softmax(Z)."""
    return core(sparse_from_logits_with_derivative)(y, Z)[1]


@checked(arrays.labelled)
def sparse_from_logits_with_derivative(y, Z):
    """Both from one softmax, to the last digit: the losses l (m,), the slopes (m, K).

    P_y - 1 = -(sum of the other P_c), and ln sum_c e^(Z_c - M) with M the largest
    score = ln(1 + (sum over the others + (e^(Z_y - M) - 1))): no difference is
    taken where P_y is rounded to 1.
    """
    labelled = np.arange(0, Z.size, Z.shape[1]) + y  # their places, row after row
    shifted = Z - Z.max(axis=-1, keepdims=True)
    e = np.exp(shifted)
    e_y = e.take(labelled)
    e.put(labelled, 0)
    others = e.sum(axis=-1)
    e.put(labelled, -others)
    losses = np.log1p(others + (e_y - 1)) - shifted.take(labelled)
    return losses, e / (others + e_y)[:, None]


def _cost(y, p):
    # -y ln p as 0 - ln p, which is 0 for p = 1, where -ln p would be -0.
    return _times(y, 0 - np.log(p))


def _times(y, x):
    # With 0 inf = 0: what does not happen costs nothing.
    return np.multiply(y, np.where(np.equal(y, 0), 0, x))


def _ratio(y, p):
    return np.divide(y, np.where(np.equal(y, 0), 1, p))
