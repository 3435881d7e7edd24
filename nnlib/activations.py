"""Activation functions: what a unit makes of its score z, each with its slope beside
it.

Every function works elementwise on arrays of any shape and keeps their floating
type. A derivative takes the pre-activation `z` and the activation `a = g(z)`:
both are at hand after a forward pass, so nothing is computed twice.
"""

from typing import NamedTuple

import numpy as np

from nnlib._validate import choose


def linear(z):
    """g(z) = z. The identity: the output may be any real number."""
    return np.positive(z)


def linear_derivative(z, a):
    """g'(z) = 1."""
    return np.ones_like(a)


def sigmoid(z):
    """g(z) = 1 / (1 + e^-z), between 0 and 1, right in both tails.

    Computed from e^-|z|, which never overflows: 1 / (1 + e^-|z|) for z >= 0 and
    e^-|z| / (1 + e^-|z|) below.
    """
    e = np.exp(-np.abs(np.multiply(z, 1.0)))
    return np.where(np.less(z, 0), e, 1) / (1 + e)


def sigmoid_derivative(z, a):
    """g'(z) = a (1 - a), at most 1/4 (at z = 0)."""
    return a * (1 - a)


def tanh(z):
    """g(z) = (e^z - e^-z) / (e^z + e^-z) = 2 sigmoid(2z) - 1, between -1 and 1."""
    return np.tanh(z)


def tanh_derivative(z, a):
    """g'(z) = 1 - a^2, at most 1 (at z = 0)."""
    return 1 - a * a


def relu(z):
    """g(z) = max(0, z). The rectified linear unit.

    Source: Nair & Hinton (2010).
    """
    return np.maximum(z, 0)


def relu_derivative(z, a):
    """g'(z) = 1 where z > 0, else 0. At z = 0 there is no slope; 0 is the
    convention.
    """
    return np.heaviside(z, 0)


class Activation(NamedTuple):
    """A function, its derivative and the name that `Dense(units, activation=...)`
    takes.
    """

    name: str
    function: callable
    derivative: callable


ACTIVATIONS = {
    g.__name__: Activation(g.__name__, g, slope)
    for g, slope in [
        (linear, linear_derivative),
        (sigmoid, sigmoid_derivative),
        (tanh, tanh_derivative),
        (relu, relu_derivative),
    ]
}


def get(activation):
    """Return the `Activation` for a name, for one of this module's functions, or
    (None) for linear.

    Raises ValueError for an unknown name and offers the nearest ones.
    """
    if activation is None:
        return ACTIVATIONS["linear"]
    for known in ACTIVATIONS.values():
        if activation is known.function:
            return known
    return choose("activation", activation, ACTIVATIONS)
