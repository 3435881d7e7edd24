"""Network: layers one after the other, and their parameters in one flat vector."""

import numpy as np

from nnlib import matching
from nnlib.closed import Closed
from nnlib.doors import checked, core
from nnlib.layers import Cache, Dense, Input
from nnlib.validation import batch, choose, generator, of_kind, positive_integer, short

DTYPES = {name: np.dtype(name) for name in ("float32", "float64")}


def through(forwards, X):
    """Each layer's `forward` in turn: X (m, n_0) to the last output, and the caches."""
    A, caches = X, []
    for forward in forwards:
        A, cache = forward(A)
        caches.append(cache)
    return A, caches


def _views(vector, layers, n_prev):
    pairs, start = [], 0
    for layer in layers:
        middle = start + n_prev * layer.units
        stop = middle + layer.units
        W = vector[start:middle].reshape(n_prev, layer.units)
        pairs.append((W, vector[middle:stop]))
        start, n_prev = stop, layer.units
    return pairs


class Network(Closed):
    """A^[0] = X, then A^[l] = g^[l](A^[l-1] W^[l] + b^[l]) for l = 1..L.

    What it computes and the gradient of that; `Sequential` adds how it learns. Each of
    `layers` is a `Dense`; n_0 is taken from the first X, or from `build`. W and b of
    each layer are views of one vector, `parameters`: W^[1], b^[1], W^[2], ..., by rows.
    `dtype` is "float32" or "float64"; `seed` (an int, a Generator or None) decides the
    initial weights.
    """

    _fixed = {"layers": "add(layer) appends one", "dtype": "make a new model"}

    def __init__(self, layers=(), dtype="float32", seed=None, name="sequential"):
        self.layers, self.name = (), name
        self.dtype = choose("dtype", getattr(dtype, "__name__", str(dtype)), DTYPES)
        self._rng = generator("seed", seed)
        self._theta = self._n_inputs = self._gradient = self._places = None
        of_kind("layers", layers, list | tuple | None, "a list of Dense")
        try:
            for layer in layers or ():
                self.add(layer)
        except (TypeError, ValueError):
            for layer in self.layers:
                layer.in_model = False
                layer.bind(None, None)
            raise

    def add(self, layer):
        """Append a `Dense` that is in no model yet; an `Input` before the first.

        When the number of inputs is known, its weights are drawn. Raises TypeError for
        what is no layer, ValueError for one that does not belong here.
        """
        if isinstance(layer, Input) and not self.layers and not self._n_inputs:
            self._n_inputs = layer.n
            return
        of_kind(f"layer {len(self.layers) + 1}", layer, Dense, "a Dense")
        layer.name, n = matching.next_layer(self.layers, self._n_inputs, layer)
        self._grow((*self.layers, layer), n)
        layer.in_model = True

    def build(self, input_shape):
        """Allocate and draw all parameters for inputs `(None, n)`, any number of rows.

        A model builds itself when it knows n. Built again, it is as it was.
        """
        if not isinstance(input_shape, tuple) or len(input_shape) != 2:
            raise ValueError(f"input_shape is not (None, n): {short(input_shape)}")
        n = positive_integer("the last entry of input_shape", input_shape[1])
        if not self.layers:
            raise ValueError("this model has no layers: Sequential([Dense(...), ...])")
        if self._n_inputs not in (None, n):
            raise ValueError(f"this model has {self._n_inputs} inputs, not {n}")
        if self._theta is None:
            self._grow(self.layers, n)

    def _grow(self, layers, n):
        theta, count = [self._theta], len(self.layers)
        if self._theta is None:
            theta, count = [], 0
        n_prev = layers[count - 1].units if count else n
        for layer in layers[count:] if n else ():
            theta += [A.ravel() for A in layer.initial(n_prev, self._rng, self.dtype)]
            n_prev = layer.units
        self._bind(layers, n, np.concatenate(theta) if n else None)

    def _bind(self, layers, n, theta):
        # theta comes last: stopped by Ctrl-C before, a model is as good as not built.
        if theta is not None:
            for layer, views in zip(layers, _views(theta, layers, n), strict=True):
                layer.bind(*views)
            self._gradient = np.zeros_like(theta)
            self._places = _views(self._gradient, layers, n)
            self._forwards = [core(layer.forward) for layer in layers]
        vars(self).update(layers=layers, _n_inputs=n, _theta=theta)

    def __getstate__(self):
        return self.__dict__ | dict.fromkeys(("_gradient", "_places", "_forwards"))

    def __setstate__(self, state):
        # What were views are copies in a copy: make them views of its vector again.
        self.__dict__.update(state)
        self._bind(self.layers, self._n_inputs, self._theta)

    @property
    def parameters(self):
        """theta (count_params(),), every weight and bias; change it in place."""
        if self._theta is None:
            raise ValueError("no parameters yet: call the model or build((None, n)) it")
        return self._theta

    @checked(matching.network_inputs)
    def forward(self, X):
        """All layers in turn: finite X (m, n_0) to A^[L] (m, n_L), and the caches."""
        return through(self._forwards, X)

    @checked(matching.network_inputs)
    def scores(self, X):
        """The same without the last activation: X to Z^[L] (m, n_L), and the caches."""
        last = self.layers[-1]
        A, caches = through(self._forwards[:-1], X)
        Z = A @ last.W + last.b
        return Z, [*caches, Cache(A, Z, None)]

    @checked(matching.network_gradient)
    def backward(self, dA, caches):
        """The gradient of J in the order of `parameters`, from dJ/dA^[L] (m, n_L) and
        the caches of `forward`; penalties are included.
        """
        Delta = self.layers[-1].delta(dA, caches[-1])
        return self.gradients(Delta, caches).copy()

    def gradients(self, Delta, caches):
        """The same from Delta^[L] = dJ/dZ^[L]: for l = L..1
        dJ/dW^[l] = A^[l-1].T Delta^[l], dJ/db^[l] = column sums of Delta^[l],
        Delta^[l-1] = (Delta^[l] W^[l].T) * g'(Z^[l-1]).

        It is written into one vector, the same each time: copy what you keep.
        """
        for l in reversed(range(len(caches))):
            layer = self.layers[l]
            layer.gradients(Delta, caches[l], out=self._places[l])
            if l > 0:
                Delta = self.layers[l - 1].delta(Delta @ layer.W.T, caches[l - 1])
        return self._gradient

    def __call__(self, X):
        """The output A^[L] (m, n_L) for X (m, n_0)."""
        return self.forward(X)[0]

    def inputs(self, X):
        """X as a checked array (m, n_0) in the model's dtype; (m,) for one input."""
        if self._n_inputs == 1:
            X = matching.column(X)
        return batch("X", X, self._n_inputs, self.dtype)

    def penalty(self):
        """The sum of the layers' penalties, a part of J; 0 without any."""
        carriers = [layer for layer in self.layers if layer.kernel_regularizer]
        return sum(layer.kernel_regularizer.penalty(layer.W) for layer in carriers)

    def unpack(self, vector):
        """[(W^[1], b^[1]), ...]: the views of a vector like `parameters`, by layer."""
        if getattr(vector, "shape", None) != (expected := self.parameters.shape):
            got = getattr(vector, "shape", short(vector))
            raise ValueError(f"vector: expected shape {expected}, got {got}")
        return _views(vector, self.layers, self._n_inputs)

    def get_weights(self):
        """Copies of [W^[1], b^[1], W^[2], b^[2], ...], in Keras' order and shapes."""
        return [array.copy() for pair in self.unpack(self.parameters) for array in pair]

    @checked(matching.network_weights)
    def set_weights(self, weights):
        """Copy [W^[1], b^[1], ...] into the model: all of them or, on error, none.

        Raises ValueError for a wrong shape, nan or infinity, TypeError for text.
        """
        self.parameters[...] = np.concatenate([array.ravel() for array in weights])

    def count_params(self):
        """sum over l of (n_{l-1} + 1) n_l: the weights and biases of all layers."""
        return self.parameters.size
