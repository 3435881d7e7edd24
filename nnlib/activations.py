"""Activation functions: what a unit makes of its score z, and its slope.

They work entry by entry and keep the floating type; whole numbers become float64. A
derivative takes z and a = g(z).
"""

from typing import NamedTuple

import numpy as np

from nnlib.arrays import output_alone, pair, scores, single, slopes
from nnlib.doors import checked, core
from nnlib.validation import choose, number


@checked(single)
def linear(z):
    """g(z) = z. The identity: the output may be any real number."""
    return np.positive(z)


@checked(pair)
def linear_derivative(z, a):
    """g'(z) = 1."""
    return np.ones_like(a)


@checked(single)
def sigmoid(z):
    """g(z) = 1 / (1 + e^-z), between 0 and 1, right in both tails.

    Computed from e^-|z|, which never overflows: 1 / (1 + e^-|z|) for z >= 0 and
    e^-|z| / (1 + e^-|z|) below.
    """
    e = np.exp(-np.abs(z))
    return np.where(z < 0, e, 1) / (1 + e)


@checked(pair)
def sigmoid_derivative(z, a):
    """g'(z) = a (1 - a), at most 1/4 (at z = 0)."""
    return a * (1 - a)


@checked(single)
def tanh(z):
    """g(z) = (e^z - e^-z) / (e^z + e^-z) = 2 sigmoid(2z) - 1, between -1 and 1."""
    return np.tanh(z)


@checked(pair)
def tanh_derivative(z, a):
    """g'(z) = 1 - a^2, at most 1 (at z = 0)."""
    return 1 - a**2


@checked(single)
def relu(z):
    """g(z) = max(0, z), the rectified linear unit. Source: Nair & Hinton (2010)."""
    return np.maximum(z, 0)


@checked(pair)
def relu_derivative(z, a):
    """g'(z) = 1 where z > 0, else 0, the sign of a; 0 at z = 0 is the convention."""
    return np.sign(a)


@checked(single, number)
def leaky_relu(z, negative_slope=0.2):
    """g(z) = z where z > 0, else negative_slope * z, by default as in Keras.
    Source: Maas, Hannun & Ng (2013), with 0.01.
    """
    return np.where(z > 0, z, negative_slope * z)


@checked(pair, number)
def leaky_relu_derivative(z, a, negative_slope=0.2):
    """g'(z) = 1 where z > 0, else negative_slope."""
    return np.where(z > 0, 1, negative_slope).astype(a.dtype)


@checked(single, number)
def elu(z, alpha=1.0):
    """g(z) = z where z > 0, else alpha (e^z - 1), the exponential linear unit.
    Source: Clevert, Unterthiner & Hochreiter (2016).
    """
    return np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))


@checked(pair, number)
def elu_derivative(z, a, alpha=1.0):
    """g'(z) = 1 where z > 0, else alpha e^z = a + alpha."""
    return np.where(z > 0, 1, a + alpha).astype(a.dtype)


@checked(single, number)
def swish(z, beta=1.0):
    """g(z) = z sigmoid(beta z), 0 at -inf. Source: Ramachandran, Zoph & Le (2017)."""
    s = core(sigmoid)(beta * z)
    return np.where(s > 0, z, 0) * s


@checked(pair, number)
def swish_derivative(z, a, beta=1.0):
    """g'(z) = s + beta a (1 - s) with s = sigmoid(beta z)."""
    s = core(sigmoid)(beta * z)
    return s + beta * np.where(s < 1, a, 0) * (1 - s)


@checked(single)
def softplus(z):
    """g(z) = ln(1 + e^z) = max(0, z) + ln(1 + e^-|z|), above 0, which never overflows:
    a smooth ReLU. Source: Dugas et al. (2001).
    """
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


@checked(pair)
def softplus_derivative(z, a):
    """g'(z) = sigmoid(z)."""
    return core(sigmoid)(z)


@checked(scores)
def softmax(z):
    """a_k = e^(z_k) / sum_c e^(z_c) along the last axis: a row (K,) of scores to K
    probabilities with sum 1.

    Adding a constant to a row changes nothing, so the largest score is taken off
    first and no power overflows. Source: Bridle (1990).
    """
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@checked(output_alone)
def softmax_jacobian(z, a):
    """da_i/dz_j = a_i (delta_ij - a_j), a matrix (K, K) for each row of `a` (..., K)."""
    return a[..., :, None] * (np.eye(a.shape[-1], dtype=a.dtype) - a[..., None, :])


@checked(scores)
def log_softmax(z):
    """ln a_k = z_k - ln sum_c e^(z_c) along the last axis, right to the last digit.

    With M a row's largest score, ln sum_c e^(z_c) = M + ln(1 + rest), where `rest`, the
    sum of e^(z_c - M) over all others, counts though it rounds away in 1 + rest.
    """
    shifted = z - z.max(axis=-1, keepdims=True)
    e = np.exp(shifted)
    np.put_along_axis(e, e.argmax(axis=-1, keepdims=True), 0, axis=-1)
    return shifted - np.log1p(e.sum(axis=-1, keepdims=True))


class Activation(NamedTuple):
    """A function, its derivative, and the name by which `Dense` knows it."""

    name: str
    function: callable
    derivative: callable

    @checked(slopes)
    def backward(self, dA, z, a):
        """Delta = dJ/dZ = dA g'(z), entry by entry, for softmax dA times its Jacobian:
        a_j (dA_j - sum_k dA_k a_k) in each row. All shapes are (m, units).
        """
        if self.derivative is softmax_jacobian:
            return a * (dA - (dA * a).sum(axis=-1, keepdims=True))
        return dA * core(self.derivative)(z, a)


ACTIVATIONS = {
    g.__name__: Activation(g.__name__, g, slope)
    for g, slope in [
        (linear, linear_derivative),
        (sigmoid, sigmoid_derivative),
        (tanh, tanh_derivative),
        (relu, relu_derivative),
        (leaky_relu, leaky_relu_derivative),
        (elu, elu_derivative),
        (swish, swish_derivative),
        (softplus, softplus_derivative),
        (softmax, softmax_jacobian),
    ]
}


def get(activation):
    """Return the `Activation` for a name, one of this module's functions, None (linear)
    or an `Activation` of your own. Raises ValueError for an unknown name.
    """
    if activation is None:
        return ACTIVATIONS["linear"]
    if isinstance(activation, Activation):
        return activation
    for known in ACTIVATIONS.values():
        if activation is known.function:
            return known
    return choose("activation", activation, ACTIVATIONS)
