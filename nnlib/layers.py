"""Layers: units side by side, all reading the same inputs.

A layer owns its parameters and nothing else. `forward` returns its output and a
cache; the cache is a plain value that the backward pass takes back, so a
prediction in between changes nothing.
"""

from typing import NamedTuple

import numpy as np

from nnlib import activations
from nnlib._validate import positive_integer, real_array, whole_number
from nnlib.initializers import glorot_uniform


class Cache(NamedTuple):
    """What one layer saw and made: input, pre-activation, activation."""

    A_prev: np.ndarray
    Z: np.ndarray
    A: np.ndarray


class Dense:
    """A fully connected layer: A = g(A_prev W + b).

    Shapes: A_prev (m, n_prev), W (n_prev, units), b (units,), A (m, units).
    Column j of W and entry j of b belong to unit j. `activation` is a name or a
    function of `nnlib.activations`; None means linear. Raises TypeError or
    ValueError for `units` that is not a whole number >= 1 and for an unknown
    activation.
    """

    def __init__(self, units, activation=None):
        self.units = positive_integer("units", units)
        self.activation = activations.get(activation)
        self.name, self.in_model = "layer", False
        self._W = self._b = None

    def __repr__(self):
        return f"Dense({self.units}, activation={self.activation.name!r})"

    @property
    def W(self):
        """The weights (n_prev, units), a view of the model's vector: set W[...]."""
        return self._W

    @property
    def b(self):
        """The biases (units,), a view of the model's vector: set b[...]."""
        return self._b

    def bind(self, theta, n_prev):
        """Make W (n_prev, units) and b (units,) views of the flat vector `theta`."""
        self._W = theta[: n_prev * self.units].reshape(n_prev, self.units)
        self._b = theta[n_prev * self.units :]

    def initialize(self, rng):
        """Draw W from Glorot's uniform distribution and set b to zero, like Keras."""
        self.W[...] = glorot_uniform(self.W.shape, rng)
        self.b[...] = 0

    def unit(self, j):
        """w_j (n_prev,) and b_j of unit j, counted from 0. Raises IndexError."""
        self._require_parameters()
        if not 0 <= whole_number("j", j) < self.units:
            raise IndexError(f"{self.name} has units 0 to {self.units - 1}, not {j}")
        return self.W[:, j], self.b[j]

    def forward(self, A_prev):
        """Z = A_prev W + b, A = g(Z), for m examples at once: (A, its cache)."""
        A_prev = self._inputs(A_prev)
        Z = A_prev @ self.W + self.b
        A = self.activation.function(Z)
        return A, Cache(A_prev, Z, A)

    def _require_parameters(self):
        if self.W is None:
            raise ValueError(
                f"{self.name} ({self!r}) has no weights yet: build the model first"
            )

    def _inputs(self, A_prev):
        self._require_parameters()
        A_prev = real_array(self.name, A_prev, self.W.dtype, finite=False)
        if A_prev.shape[1:] != self.W.shape[:1]:
            shapes = f"expected shape (m, {self.W.shape[0]}), got {A_prev.shape}"
            raise ValueError(f"{self.name}: {shapes}")
        return A_prev
