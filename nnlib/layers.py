"""Layers: units side by side, all reading the same inputs.

A layer owns its parameters and nothing else. `forward` returns its output and a
cache; the cache is a plain value that the backward pass takes back, so a
prediction in between changes nothing.
"""

from typing import NamedTuple

import numpy as np

from nnlib import activations, initializers, matching
from nnlib.closed import Closed
from nnlib.doors import checked, core
from nnlib.losses import L2
from nnlib.validation import of_kind, positive_integer, shaped, short, whole_number


class Cache(NamedTuple):
    """What one layer saw and made: input, score, activation."""

    A_prev: np.ndarray
    Z: np.ndarray
    A: np.ndarray


class Input(Closed):
    """The number n of a model's inputs, its first entry: Sequential([Input((n,)), ...])."""

    def __init__(self, shape, *, name=None):
        if not isinstance(shape, list | tuple) or len(shape) != 1:
            hint = "rows can be made flat: X.reshape(len(X), -1)"
            raise ValueError(f"shape: expected (n,), got {short(shape)}; {hint}")
        self.n, self.name = positive_integer("shape", shape[0]), name


def _penalty(name, given):
    return of_kind(name, given, L2 | None, "an L2 or None")


class Dense(Closed):
    """A fully connected layer: A = g(A_prev W + b).

    Shapes: A_prev (m, n_prev), W (n_prev, units), b (units,), A (m, units).
    W and b are views of the model's vector: set W[...] and b[...]. Column j of W and
    entry j of b belong to unit j. `activation` is a name or a function of
    `nnlib.activations`; None means linear. The initializers are names or functions of
    `nnlib.initializers`, `kernel_regularizer` is an `L2` or None. The first layer may
    say n_prev, as `input_shape` (n_prev,) or `input_dim`; without a `name` a layer is
    called after its place, "layer 1". Raises TypeError or ValueError for `units` that
    is no whole number >= 1 and for an unknown activation, initializer or regularizer.
    """

    _made = {
        "units": positive_integer,
        "activation": lambda _, given: activations.get(given),
        "kernel_initializer": lambda _, given: initializers.get(given),
        "bias_initializer": lambda _, given: initializers.get(given),
        "kernel_regularizer": _penalty,
    }
    _once = "units", "n_inputs", "kernel_initializer", "bias_initializer"
    _fixed = dict.fromkeys(_once, "make a new Dense")
    _fixed |= dict.fromkeys("Wb", "set W[...] and b[...], or use set_weights")

    def __init__(
        self,
        units,
        activation=None,
        *,
        kernel_initializer="glorot_uniform",
        bias_initializer="zeros",
        kernel_regularizer=None,
        input_shape=None,
        input_dim=None,
        name=None,
    ):
        self.units, self.activation = units, activation
        self.kernel_initializer = kernel_initializer
        self.bias_initializer = bias_initializer
        self.kernel_regularizer = kernel_regularizer
        if input_dim is not None:
            input_shape = (input_dim,)
        self.n_inputs = Input(input_shape).n if input_shape is not None else None
        self.name, self.in_model, self.W, self.b = name, False, None, None

    def __repr__(self):
        return f"Dense({self.units}, activation={self.activation.name!r})"

    @property
    def g(self):
        """The activation's function, for arrays that have been checked."""
        return core(self.activation.function)

    def bind(self, W, b):
        """Take W (n_prev, units) and b (units,), views of the model's vector."""
        vars(self).update(W=W, b=b)

    def initial(self, n_prev, rng, dtype):
        """W and b as drawn: by default W as Glorot & Bengio do and b = 0, like Keras."""
        W = self.kernel_initializer, (n_prev, self.units)
        b = self.bias_initializer, (self.units,)
        for draw, shape in (W, b):
            name = f"{self.name}'s initializer {getattr(draw, '__name__', draw)}"
            yield shaped(name, draw(shape, rng), shape, dtype)

    def get_weights(self):
        """Copies of [W, b]; nothing before the model is built."""
        return [] if self.W is None else [self.W.copy(), self.b.copy()]

    @checked(matching.layer_weights)
    def set_weights(self, weights):
        """Copy [W, b] into the layer: both or, on error, neither."""
        self.W[...], self.b[...] = weights

    def unit(self, j):
        """w_j (n_prev,) and b_j of unit j, counted from 0. Raises IndexError."""
        matching.require_parameters(self)
        if not 0 <= whole_number("j", j) < self.units:
            raise IndexError(f"{self.name} has units 0 to {self.units - 1}, not {j}")
        return self.W[:, j], self.b[j]

    @checked(matching.layer_inputs)
    def forward(self, A_prev):
        """Z = A_prev W + b, A = g(Z), for m examples at once: (A, its cache)."""
        Z = A_prev @ self.W + self.b
        A = self.g(Z)
        return A, Cache(A_prev, Z, A)

    @checked(matching.layer_gradient)
    def backward(self, dA, cache):
        """Delta = dA * g'(Z), dW = A_prev.T Delta, db = column sums of Delta,
        dA_prev = Delta W.T: the gradients (dA_prev, dW, db) of J, each in the shape
        of what it belongs to.

        `dA` (m, units) is dJ/dA, `cache` what `forward` returned. dW includes the
        penalty's part.
        """
        Delta = self.delta(dA, cache)
        dW, db = self.gradients(Delta, cache)
        dA_prev = Delta @ self.W.T
        return dA_prev, dW, db

    def delta(self, dA, cache):
        """Delta = dA * g'(Z), which is dJ/dZ."""
        return core(self.activation.backward)(dA, cache.Z, cache.A)

    def gradients(self, Delta, cache, out=(None, None)):
        """dW = A_prev.T Delta and db = column sums of Delta; into the arrays `out`."""
        dW, db = out
        dW = np.matmul(cache.A_prev.T, Delta, out=dW)
        db = Delta.sum(axis=0, out=db)
        if self.kernel_regularizer:
            dW += self.kernel_regularizer.gradient(self.W)
        return dW, db
