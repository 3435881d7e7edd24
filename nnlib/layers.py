"""Layers: units side by side, all reading the same inputs.

A layer owns its parameters and nothing else. `forward` returns its output and a
cache; the cache is a plain value that the backward pass takes back, so a
prediction in between changes nothing.
"""

from typing import NamedTuple

import numpy as np

from nnlib import activations, initializers
from nnlib.validation import positive_integer, real_array, short, whole_number
from nnlib.losses import L2


class Cache(NamedTuple):
    """What one layer saw and made: input, pre-activation, activation."""

    A_prev: np.ndarray
    Z: np.ndarray
    A: np.ndarray


class Dense:
    """A fully connected layer: A = g(A_prev W + b).

    Shapes: A_prev (m, n_prev), W (n_prev, units), b (units,), A (m, units).
    Column j of W and entry j of b belong to unit j. `activation` is a name or a
    function of `nnlib.activations`; None means linear. The initializers are names
    or functions of `nnlib.initializers`, `kernel_regularizer` is an `L2` or None.
    Raises TypeError or ValueError for `units` that is not a whole number >= 1 and
    for an unknown activation, initializer or regularizer.
    """

    def __init__(
        self,
        units,
        activation=None,
        kernel_initializer="glorot_uniform",
        bias_initializer="zeros",
        kernel_regularizer=None,
    ):
        self.units = positive_integer("units", units)
        self.activation = activations.get(activation)
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        if not isinstance(kernel_regularizer, L2 | None):
            got = short(kernel_regularizer)
            raise TypeError(f"kernel_regularizer: expected an L2 or None, got {got}")
        self.kernel_regularizer = kernel_regularizer
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

    def bind(self, W, b):
        """Take W (n_prev, units) and b (units,), views of the model's vector."""
        self._W, self._b = W, b

    def initialize(self, rng):
        """Draw W and b: by default W as Glorot & Bengio do and b = 0, like Keras."""
        for view, draw in (
            (self.W, self.kernel_initializer),
            (self.b, self.bias_initializer),
        ):
            name = f"{self.name}'s initializer {getattr(draw, '__name__', draw)}"
            drawn = real_array(name, draw(view.shape, rng), view.dtype)
            if drawn.shape != view.shape:
                shapes = f"expected shape {view.shape}, got {drawn.shape}"
                raise ValueError(f"{name}: {shapes}")
            view[...] = drawn

    def unit(self, j):
        """w_j (n_prev,) and b_j of unit j, counted from 0. Raises IndexError."""
        self._require_parameters()
        if not 0 <= whole_number("j", j) < self.units:
            raise IndexError(f"{self.name} has units 0 to {self.units - 1}, not {j}")
        return self.W[:, j], self.b[j]

    def forward(self, A_prev, logits=False, check=True):
        """Z = A_prev W + b, A = g(Z), for m examples at once: (A, its cache).

        With `logits` the activation is left out: A = Z. Without `check`, A_prev
        must be an array (m, n_prev) in the type of W.
        """
        A_prev = self._inputs(A_prev) if check else A_prev
        Z = A_prev @ self.W + self.b
        A = Z if logits else self.activation.function(Z)
        return A, Cache(A_prev, Z, A)

    def backward(self, dA, cache, logits=False, to_input=True, check=True):
        """Delta = dA * g'(Z), dW = A_prev.T Delta, db = column sums of Delta,
        dA_prev = Delta W.T: the gradients (dA_prev, dW, db) of J, each in the shape
        of what it belongs to.

        `dA` (m, units) is dJ/dA, `cache` what `forward` returned. dW includes the
        penalty's part. With `logits` as in `forward`, `dA` is Delta itself. Without
        `to_input`, dA_prev is None: below the first layer nobody asks for it.
        """
        dA = self._gradient(dA, cache, logits) if check else dA
        Delta = dA if logits else self.activation.backward(dA, cache.Z, cache.A)
        dW = cache.A_prev.T @ Delta
        if self.kernel_regularizer:
            dW += self.kernel_regularizer.gradient(self.W)
        dA_prev = Delta @ self.W.T if to_input else None
        return dA_prev, dW, Delta.sum(axis=0)

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

    def require_cache(self, cache, m=None):
        """Its number of rows; TypeError or ValueError unless `cache` is of this layer,
        and of m rows where m is known.
        """
        self._require_parameters()
        if not isinstance(cache, Cache):
            got = short(cache)
            raise TypeError(f"cache: expected the Cache of a forward pass, got {got}")
        rows = len(cache.A) if m is None else m
        shapes = (cache.A_prev.shape, cache.A.shape)
        expected = (rows, len(self.W)), (rows, self.units)
        if shapes != expected:
            got = f"expected shapes {expected}, got {shapes}"
            raise ValueError(f"{self.name}: this cache is of another pass: {got}")
        return rows

    def _gradient(self, dA, cache, logits):
        self.require_cache(cache)
        left_out = self.activation != activations.ACTIVATIONS["linear"]
        if left_out and cache.A is cache.Z and not logits:
            raise ValueError(
                f"{self.name}: this cache wants backward(..., logits=True)"
            )
        dA = real_array("dA", dA, self.W.dtype, finite=False)
        if dA.shape != cache.A.shape:
            raise ValueError(f"dA: expected shape {cache.A.shape}, got {dA.shape}")
        return dA
